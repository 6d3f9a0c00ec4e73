"""The Chinese font that files are set in: found and checked before anything is built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from xietong.reports.troubles import FaultyReportError, Trouble

if TYPE_CHECKING:
    import typst

FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")
_PACKAGE, _FOLDER = "mpl_font", ("fonts", "noto")
_SHOWN = 20
LOWERED, RAISED = "₀₁₂₃₄₅₆₇₈₉", "⁰⁻ⁿ"  # few fonts have them: report.typ sets them as small digits (CO₂, 10⁻³)


@dataclass(frozen=True, eq=False)
class Fonts:
    """A family with its files, as the compiler takes them."""

    family: str
    paths: tuple[Path, ...]
    loaded: typst.Fonts


@cache
def fonts(directory: str = "") -> Fonts:
    """The fonts of a directory, or those of the package mpl-font. FaultyReportError where there is no Chinese one."""
    place = Path(directory) if directory else _packaged()
    if place is None or not place.is_dir():
        raise FaultyReportError([Trouble("no_font")])
    import typst

    loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(place)])
    families = set(loaded.families())
    family = next((one for one in FAMILIES if one in families), None)
    if family is None:
        raise FaultyReportError([Trouble("no_font")])
    return Fonts(family, tuple(sorted({Path(one.path) for one in loaded.fonts() if one.path})), loaded)


def _packaged() -> Path | None:
    found = find_spec(_PACKAGE)
    return Path(found.origin).parent.joinpath(*_FOLDER) if found and found.origin else None


@cache
def _characters(paths: tuple[Path, ...]) -> frozenset[int]:
    """The code points that some font of the files has a glyph for."""
    from fontTools.ttLib import TTFont

    found: set[int] = set()
    for path in paths:
        if "Regular" in path.name or len(paths) == 1 or not found:
            with TTFont(path, fontNumber=0, lazy=True) as font:
                found |= set(font.getBestCmap())
    return frozenset(found)


def check_glyphs(texts: Iterable[str], known: Fonts) -> None:
    """FaultyReportError with the characters that no font has."""
    here = _characters(known.paths)
    missing = sorted(
        {one for text in texts for one in text if ord(one) not in here and one not in f"\n\t {LOWERED}{RAISED}"}
    )
    if missing:
        raise FaultyReportError([Trouble("missing_glyphs", words=" ".join(missing[:_SHOWN]))])
