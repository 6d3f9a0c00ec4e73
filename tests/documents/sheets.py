"""PDFs made for the tests: newspaper pages whose columns are drawn row by row, as layout programs do."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE = 10
LEADING = 14
# common words, so that no sentence of anyone's is needed
WORDS = "区域协同发展创新产业转移项目投资增长交通生态服务企业合作建设同比累计完成亿元家个公里城市新区港口铁路"


def prose(characters: int, seed: int = 0) -> str:
    """So many characters of nonsense in hanzi, all of it different enough to tell places apart."""
    return "".join(WORDS[(at * 7 + at // 11 * 5 + at // 97 + seed * 13) % len(WORDS)] for at in range(characters))


def columns(count: int, rows: int, width: int) -> list[list[str]]:
    """Lines of `width` characters in columns."""
    return [[prose(width, 1000 * column + row) for row in range(rows)] for column in range(count)]


class Sheet:
    """A canvas with a Chinese font; places are in points from the top left corner."""

    def __init__(self, width: float = 595, height: float = 842, rotation: int = 0) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.height = width if rotation in (90, 270) else height  # reportlab lays the sheet on its side then
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(width, height))
        if rotation:
            self.canvas.setPageRotation(rotation)

    def line(self, text: str, left: float, top: float, size: float = SIZE) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(left, self.height - top, text)

    def rows(
        self, columns: Sequence[Sequence[str]], tops: Sequence[float], left: float = 50, gutter: float = 15
    ) -> None:
        """Draw columns row by row: the first line of every column, then the second, and so on."""
        for row in range(max(map(len, columns))):
            at = left
            for column, top in zip(columns, tops, strict=True):
                if row < len(column):
                    self.line(column[row], at, top + row * LEADING)
                at += SIZE * max(map(len, column)) + gutter

    def page(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()
