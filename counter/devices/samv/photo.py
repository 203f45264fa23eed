"""The photo of an identity card (WLT), opened by the library that the branch has from its maker, and by nothing else.

Each photo has a program of its own that lives for one call: a library that hangs or crashes takes nothing along.
"""

import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

CHILD = Path(__file__).with_name("opening.py")
FUNCTION = "wlt2bmpBuffer"
NO_LIBRARY = "身份证照片没有解开：没有登记厂商的解码库，请看证件原件"
_SECONDS = 5.0
# What a picture of a card can be; it is 102 by 126.
_MOST_SIDE = 1000
_OPENED, _MISSING, _REFUSED = 0, 3, 4


class PhotoError(Exception):
    """The photo stays closed; the sentence says why and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(f"身份证照片没有解开：{why}，请看证件原件，并请管理员查看解码库")


@dataclass(frozen=True)
class PhotoLibrary:
    """The library at this path; ``function`` takes the photo, room for a bitmap and its size, and returns 1."""

    library: str
    function: str = FUNCTION

    @property
    def named_whole(self) -> bool:
        """Whether its place is written from the root on."""
        return PurePosixPath(self.library).is_absolute()

    def open(self, photo: bytes) -> bytes:
        """The picture as PNG; PhotoError when there is none."""
        if not Path(self.library).is_file():
            raise PhotoError("解码库不在登记的位置")
        words = [sys.executable, "-I", str(CHILD), self.library, self.function]
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                words, input=photo, capture_output=True, timeout=_SECONDS, check=False, cwd=Path(self.library).parent
            )
        except subprocess.TimeoutExpired:
            raise PhotoError("解码库没有应答") from None
        if done.returncode == _MISSING:
            raise PhotoError(f"解码库装不上，或里面没有 {self.function}")
        if done.returncode == _REFUSED:
            raise PhotoError(f"解码库没有解开（{done.stdout.decode('ascii', 'replace')}）")
        if done.returncode != _OPENED:
            raise PhotoError("解码库崩溃了")
        return _png(done.stdout)


def _png(bitmap: bytes) -> bytes:
    from PIL import Image

    try:
        with Image.open(BytesIO(bitmap), formats=("BMP",)) as picture:
            if max(picture.size) > _MOST_SIDE:
                raise PhotoError("解码库给的图太大")
            out = BytesIO()
            picture.convert("RGB").save(out, "PNG")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise PhotoError("解码库给的不是图") from None
    return out.getvalue()
