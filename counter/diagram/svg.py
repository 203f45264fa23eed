"""SVG marks with attributes only: a strict Content-Security-Policy lets no style through."""

from collections.abc import Sequence
from html import escape

INK, PALE, LINE = "#1a1a1a", "#565656", "#8a8a8a"
FONTS = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, SimHei, sans-serif"
WIDE, HIGH = 1122.5, 1587.4  # A3 upright in 1/96 inch
MILLIMETRES = (297, 420)
Point = tuple[float, float]


def no(value: float) -> str:
    """A number as short as it can be written."""
    return f"{value:.1f}".removesuffix(".0")


class Svg:
    """Marks of one picture of several sheets, each as high as the next; places count from the present sheet."""

    def __init__(self) -> None:
        self.marks: list[str] = []
        self.sheets = 0

    def turn(self) -> None:
        """Begin a sheet below the last."""
        self.sheets += 1

    def _y(self, y: float) -> str:
        return no(y + (self.sheets - 1) * HIGH)

    def text(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, fill: str = INK, anchor: str = ""
    ) -> None:
        """One line of text at its baseline."""
        more = (' font-weight="bold"' if bold else "") + (f' text-anchor="{anchor}"' if anchor else "")
        colour = f' fill="{fill}"' if fill != INK else ""
        place = f'x="{no(x)}" y="{self._y(y)}" font-size="{no(size)}"'
        self.marks.append(f"<text {place}{more}{colour}>{escape(text, quote=False)}</text>")

    def box(
        self, x: float, y: float, size: Point, *, fill: str = "none", stroke: str = LINE, radius: float = 0.0,
        weight: float = 1.0, dash: str = "",
    ) -> None:  # fmt: skip
        """A rectangle."""
        place = f'x="{no(x)}" y="{self._y(y)}" width="{no(size[0])}" height="{no(size[1])}"'
        more = (f' rx="{no(radius)}"' if radius else "") + (f' stroke-dasharray="{dash}"' if dash else "")
        self.marks.append(f'<rect {place}{more} fill="{fill}" stroke="{stroke}" stroke-width="{no(weight)}"/>')

    def path(self, points: Sequence[Point], *, stroke: str, dash: str = "", head: bool = False) -> None:
        """A line through pairs of points: straight within a pair, a curve to the next, an arrow's head at the end."""
        at = [(no(x), y) for x, y in points]
        way = f"M{at[0][0]} {self._y(at[0][1])}"
        for n in range(1, len(at)):
            (x0, y0), (x, y) = at[n - 1], at[n]
            half = self._y((y0 + y) / 2)
            way += f"L{x} {self._y(y)}" if n % 2 else f"C{x0} {half} {x} {half} {x} {self._y(y)}"
        more = f' stroke-dasharray="{dash}"' if dash else ""
        self.marks.append(f'<path d="{way}" fill="none" stroke="{stroke}" stroke-width="1.1"{more}/>')
        if head:
            self._head(points[-1], 1.0 if points[-1][1] > points[0][1] else -1.0, stroke)

    def _head(self, tip: Point, down: float, fill: str) -> None:
        x, y = tip
        corners = f"{no(x)},{self._y(y)} {no(x - 3.4)},{self._y(y - 7 * down)} {no(x + 3.4)},{self._y(y - 7 * down)}"
        self.marks.append(f'<polygon points="{corners}" fill="{fill}"/>')

    def rule(self, x: float, y: float, x2: float, *, stroke: str = LINE) -> None:
        """A level line."""
        self.marks.append(f'<path d="M{no(x)} {self._y(y)}H{no(x2)}" stroke="{stroke}" stroke-width="0.8"/>')

    def whole(self, title: str, told: str) -> str:
        """The picture as a file."""
        wide, high = MILLIMETRES[0], MILLIMETRES[1] * self.sheets
        begin = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}mm" height="{high}mm" role="img"'
            f' viewBox="0 0 {no(WIDE)} {no(HIGH * self.sheets)}" font-family="{FONTS}" fill="{INK}" lang="zh-CN">'
        )
        named = f"<title>{escape(title)}</title><desc>{escape(told)}</desc>"
        ground = f'<rect width="{no(WIDE)}" height="{no(HIGH * self.sheets)}" fill="#ffffff"/>'
        return "\n".join([begin, named, ground, *self.marks, "</svg>", ""])
