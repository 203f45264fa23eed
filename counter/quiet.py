"""What a log may say of an error: where it came from, never its words, which may name somebody."""

import traceback


def frames(error: BaseException) -> str:
    """The places in the program the error passed."""
    return "".join(traceback.format_tb(error.__traceback__))
