"""A report as HTML: the body that a page of the product holds, or a page that stands by itself. All text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from xietong.reports.files.chart import svg
from xietong.reports.files.clean import clean
from xietong.reports.files.flow import noted, numbered, shown_day
from xietong.reports.model import Block, Chart, Heading, Items, Paragraph, Piece, Pieces, Report, Table
from xietong.reports.say import word

_ALONE = """:root { color-scheme: light dark; }
body { margin: 0; background: #fcfbf8; color: #1d1f24;
  font-family: "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC", sans-serif; }
@media (prefers-color-scheme: dark) { body { background: #17181b; color: #e6e4de; } }
"""
_SHORT = 12  # letters of a cell that is not broken; half as many of Chinese
_TAGS = {"strong": "strong", "emphasis": "em"}


def page(report: Report) -> str:
    """A whole page with its styles, that needs nothing else."""
    style = files("xietong.reports.files").joinpath("report.css").read_text("utf-8")
    tongue = "zh-Hans" if report.language == "zh" else "en"
    title = escape(clean("".join(one.text for one in report.title)))
    return (
        f'<!doctype html>\n<html lang="{tongue}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_ALONE}{style}</style>\n</head>\n<body>\n{body(report, links=False)}\n</body>\n</html>\n"
    )


def body(report: Report, *, links: bool = True) -> str:
    """The report as an article; with `links` every figure leads to the page of its source."""
    return _Page(report, links).article()


class _Page:
    def __init__(self, report: Report, links: bool) -> None:
        self._report, self._links = report, links
        self._notes: list[str] = []

    def article(self) -> str:
        report = self._report
        tongue = "zh-Hans" if report.language == "zh" else "en"
        parts = [f"<h1>{self._pieces(report.title)}</h1>", f'<p class="day">{escape(shown_day(report))}</p>']
        if report.vintage:
            parts.append(f'<p class="day vintage">{self._pieces(report.vintage)}</p>')
        parts += [self._block(one.block, one.label) for one in numbered(report)]
        if self._notes:
            entries = "".join(
                f'<li id="note-{at}">{escape(one)} <a href="#call-{at}" aria-label="↩">↩</a></li>'
                for at, one in enumerate(self._notes, 1)
            )
            parts.append(
                f'<section class="notes"><h2>{escape(word("page.notes", report.language))}</h2><ol>{entries}</ol></section>'
            )
        return f'<article class="report {report.language}" lang="{tongue}">\n' + "\n".join(parts) + "\n</article>"

    def _block(self, block: Block, label: str) -> str:
        match block:
            case Heading():
                level = block.level + 1
                return f"<h{level}>{self._pieces(block.pieces)}</h{level}>"
            case Paragraph():
                kind = ' class="quiet"' if block.quiet else ""
                return f"<p{kind}>{self._pieces(block.pieces)}</p>"
            case Items():
                tag = "ol" if block.ordered else "ul"
                return f"<{tag}>" + "".join(f"<li>{self._pieces(one)}</li>" for one in block.items) + f"</{tag}>"
            case Table():
                return self._table(block, label)
            case Chart():
                caption = self._caption(label, block.caption)
                drawn = f'<div class="drawn" tabindex="0">{svg(block, "inherit")}</div>'
                return f"<figure>{drawn}<figcaption>{caption}</figcaption></figure>"
        return '<hr class="break">'

    def _caption(self, label: str, pieces: Pieces) -> str:
        return f'<span class="label">{escape(label)}</span> {self._pieces(pieces)}' if label else self._pieces(pieces)

    def _table(self, table: Table, label: str) -> str:
        sides = [f' class="{one}"' if one != "left" else "" for one in table.align]
        heads = "".join(
            f'<th scope="col"{side}>{self._pieces(one)}</th>' for one, side in zip(table.head, sides, strict=True)
        )
        rows = "".join(
            "<tr>" + "".join(self._cell(one, side) for one, side in zip(row, table.align, strict=True)) + "</tr>"
            for row in table.rows
        )
        caption = f"<caption>{self._caption(label, table.caption)}</caption>" if table.caption else ""
        return f'<div class="wide" tabindex="0"><table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'

    def _cell(self, pieces: Pieces, side: str) -> str:
        """A cell; short words are not broken: days, standings, places."""
        text = "".join(one.text for one in pieces)
        short = side == "left" and len(text) <= (_SHORT if text.isascii() else _SHORT // 2)
        kind = "short" if short else side if side != "left" else ""
        named = f' class="{kind}"' if kind else ""
        return f"<td{named}>{self._pieces(pieces)}</td>"

    def _pieces(self, pieces: Pieces) -> str:
        return "".join(self._piece(piece, note) for piece, note in noted(pieces, self._report.language))

    def _piece(self, piece: Piece, note: str) -> str:
        text = escape(clean(piece.text))
        if piece.kind == "figure":
            text = self._figure(piece, text)
        if piece.style:
            text = f"<{_TAGS[piece.style]}>{text}</{_TAGS[piece.style]}>"
        if not note:
            return text
        self._notes.append(note)
        at = len(self._notes)
        return f'{text}<sup><a id="call-{at}" href="#note-{at}">{at}</a></sup>'

    def _figure(self, piece: Piece, text: str) -> str:
        # addresses of ours only
        href = first(one.href for one in piece.sources if one.href.startswith("/") and not one.href.startswith("//"))
        if self._links and href:
            return f'<a class="figure" href="{escape(href)}">{text}</a>'
        return f'<span class="figure">{text}</span>'


def first(given: Iterable[str]) -> str:
    """The first that is not empty."""
    return next((one for one in given if one), "")
