"""The thermal printer of tests in a process of its own, so that it stands in another network: told what to do line by line."""

import sys

from tests.devices.slip_printer import SlipPrinter


def main():
    """``ends`` lets the roll end in the middle of the next slip, ``fill`` puts a new one in, ``slips`` counts what came out."""
    printer = SlipPrinter()
    print(printer.port, flush=True)
    for line in sys.stdin:
        if line == "ends\n":
            printer.at_rows = 400
        elif line == "fill\n":
            printer.empty = False
        print(len(printer.slips), flush=True)


if __name__ == "__main__":
    main()
