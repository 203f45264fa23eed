"""A counter in a process of its own, whose card maker stands outside it: it can be killed and started again."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from counter import hookimpl
from counter.app import create_app
from counter.branch import Identity, open_branch
from counter.catalogue import load
from counter.cities import load_city
from counter.clock import RehearsalClock
from counter.commands.listen import Listener, open_port
from counter.core.cardface import Face
from counter.core.case import Window
from counter.devices import DeviceError
from counter.sync.courier import Courier
from counter.sync.wire import Wire
from tests.conftest import NOW


class MakerOutside:
    """The driver: every call is one exchange with the maker."""

    kind, title, id = "maker", "制卡机", "outside"

    def __init__(self, url: str) -> None:
        self._wire = Wire(url)

    def state(self) -> str:
        return "就绪"

    def _call(self, step: str, *texts: object) -> Mapping[str, str]:
        _, answer = self._wire.ask("POST", "/", 5, message={"step": step, "texts": texts})
        if "refused" in answer:
            raise DeviceError("制卡机", answer["refused"], "再做这一步")
        return answer["read"]

    def feed(self, job: str, number: str = "", face: Face | None = None) -> Mapping[str, str]:
        del face
        return self._call("feed", job, number)

    def write(self, job: str, part: str, texts: Mapping[str, str], answer=None) -> None:
        del answer
        self._call("write", job, part, dict(texts))

    def print_face(self, job: str, texts: Mapping[str, str], face: Face | None = None) -> None:
        del face
        self._call("print_face", job, dict(texts))

    def laminate(self, job: str) -> None:
        self._call("laminate", job)

    def reject(self, job: str) -> None:
        self._call("reject", job)

    def give_out(self, job: str) -> None:
        self._call("give_out", job)


class Outside:
    """The plugin that puts it at every window."""

    def __init__(self, url: str) -> None:
        self._url = url

    @hookimpl
    def counter_devices(self, window: Window) -> Sequence[MakerOutside]:
        return (MakerOutside(self._url),)


def main(folder: str, key: str, code: str, province: str, maker: str) -> None:
    """Serve this folder until killed; the port is the one line said."""
    catalogue = load(load_city(key), extra=[("outside", Outside(maker))])
    connector = catalogue.hook.counter_province(name=catalogue.city.facts.province, url=province)
    identity = Identity(code=code, name="演练网点", rehearsal=True)
    branch = open_branch(Path(folder), identity, catalogue, RehearsalClock(NOW), connector)
    counter = create_app(branch, Courier(branch))
    listener = Listener(counter, open_port(0))
    counter.courier.start()
    listener.start()
    print(listener.port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
