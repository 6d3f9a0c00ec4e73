"""A report as PDF: the compiler of Typst sets `report.typ`, to which all text is data and none of it markup."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, Literal

from xietong.reports.files.chart import svg
from xietong.reports.files.clean import clean
from xietong.reports.files.flow import all_texts, noted, numbered, shown_day
from xietong.reports.files.fonts import LOWERED, RAISED, Fonts, check_glyphs
from xietong.reports.files.widths import scale, widths
from xietong.reports.model import Block, Chart, Heading, Items, Language, Paragraph, Pieces, Report, Table
from xietong.reports.say import word
from xietong.reports.troubles import FaultyReportError, Trouble

STANDARD: Literal["a-2u"] = "a-2u"  # archival, and every character can be read out again
_OUTLINE = 6  # headings of the first level from which on there is a list of contents


def pdf(report: Report, fonts: Fonts) -> bytes:
    """The bytes, the same for the same report, fonts and compiler. FaultyReportError for characters without a glyph."""
    import typst

    check_glyphs(all_texts(report), fonts)
    source = files("xietong.reports.files").joinpath("report.typ").read_bytes()
    given = {"report": json.dumps(_report(report, fonts.family), ensure_ascii=False)}
    day = datetime.fromisoformat(report.day).replace(tzinfo=UTC)
    try:
        compiler = typst.Compiler(source, font_paths=fonts.loaded, ignore_system_fonts=True, sys_inputs=given)
        made = compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=day)
    except typst.TypstError as error:
        raise FaultyReportError([Trouble("not_set", values={"why": error.message})]) from error
    assert isinstance(made, bytes)
    return made


def png(chart: Chart, fonts: Fonts, ppi: float = 220) -> bytes:
    """A chart as a picture, 16 cm wide, for programs that take no SVG."""
    import typst

    source = (
        b"#set page(width: 16cm, height: auto, margin: 0pt, fill: white)\n#image(bytes(sys.inputs.svg), width: 100%)"
    )
    given = {"svg": _drawn(chart, fonts.family)}
    made = typst.Compiler(source, font_paths=fonts.loaded, ignore_system_fonts=True, sys_inputs=given).compile(
        format="png", ppi=ppi
    )
    assert isinstance(made, bytes)
    return made


_PLAIN = str.maketrans(LOWERED + RAISED, "0123456789" + "0−n")


def _drawn(chart: Chart, family: str) -> str:
    """The chart as SVG; what the fonts lack stands on the line there."""
    return svg(chart, family).translate(_PLAIN)


def _report(report: Report, family: str) -> dict[str, Any]:
    language = report.language
    blocks = [_block(one.block, one.label, language, family) for one in numbered(report)]
    heads = sum(isinstance(one, Heading) and one.level == 1 for one in report.blocks)
    year, month, day = map(int, report.day.split("-"))
    return {
        "title": _pieces(report.title, language), "plain": clean("".join(one.text for one in report.title)),
        "language": language, "day": [year, month, day], "shown_day": shown_day(report),
        "vintage": _pieces(report.vintage, language), "family": family, "blocks": blocks,
        "outline": heads >= _OUTLINE, "numbering": word("page.numbering", language, page="{1}", pages="{2}"),
    }  # fmt: skip


def _pieces(pieces: Pieces, language: Language) -> list[dict[str, str]]:
    return [{"t": clean(one.text), "s": one.style, "n": note} for one, note in noted(pieces, language)]


def _block(block: Block, label: str, language: Language, family: str) -> dict[str, Any]:
    match block:
        case Heading():
            return {"is": "heading", "level": block.level, "pieces": _pieces(block.pieces, language)}
        case Paragraph():
            return {"is": "paragraph", "quiet": block.quiet, "pieces": _pieces(block.pieces, language)}
        case Items():
            return {"is": "items", "ordered": block.ordered, "items": [_pieces(one, language) for one in block.items]}
        case Table():
            rows = [[_pieces(cell, language) for cell in row] for row in block.rows]
            return {
                "is": "table", "label": label, "caption": _pieces(block.caption, language), "align": list(block.align),
                "head": [_pieces(one, language) for one in block.head], "rows": rows, "widths": widths(block), "scale": scale(block),
            }  # fmt: skip
        case Chart():
            caption = _pieces(block.caption, language)
            alt = clean("".join(one.text for one in block.caption))
            return {"is": "chart", "label": label, "caption": caption, "alt": alt, "svg": _drawn(block, family)}
    return {"is": "break"}
