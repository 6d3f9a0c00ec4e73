"""What the pages of a regional analysis show, as plain values: cells with links, raw values with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xietong.observations.model import Observation
from xietong.regional.analyses.naming import PART, label, said
from xietong.web import addresses
from xietong.web.explore import value_text
from xietong.web.observed import source
from xietong.web.panels import number
from xietong.web.places import place_name
from xietong.web.scale import Scale, common
from xietong.web.tiles import Tile, layout, provinces
from xietong.web.wording import Wording, wording

if TYPE_CHECKING:
    from xietong.regional.analyses.model import Chart, Column, Row, Source, Table, Value
    from xietong.web.regional_asked import View
    from xietong.workspace.regional import Analysed

_WIDE = 40  # columns of raw values that are shown without being asked for
_DECIMALS = 4
_LARGE = 1_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, where it leads, whether it is a number."""

    text: str
    href: str
    right: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it is put down."""

    key: str
    title: str
    year: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """The raw values of an indicator: years across, units down; the scale and unit of its numbers."""

    code: str
    unit: str
    scale: Scale
    times: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Observation | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What a key is called: an indicator, a part of one, a place; callable with key and language."""

    language: str

    def __call__(self, key: str, language: str = "") -> str:
        if PART in key:
            return key.partition(PART)[2]
        known = wording(self.language).indicator(key)
        return known if known != key else place_name(key, self.language)


def shown(made: Analysed, table: Table, view: View, language: str) -> Shown:
    """A table with links: places and numbers of one source to it, others to the raw values below."""
    named = Named(language)
    heads = tuple((label(one.key, language, named), _right(one)) for one in table.columns)
    rows = tuple(
        tuple(
            Cell(_text(column, value, language), _href(made, column, value, row, view), _right(column))
            for column, value in zip(table.columns, row.cells, strict=True)
        )
        for row in table.rows
    )
    return Shown(table.key, label(table.key, language), table.year, heads, rows)


def _right(column: Column) -> bool:
    return column.kind in ("number", "count", "share", "p")


def _text(column: Column, value: Value, language: str) -> str:
    found = said(column, value, language, Named(language))
    if isinstance(found, float):
        return figure(found, wording(language))
    return "" if found is None else str(found)


def figure(value: float, say: Wording) -> str:
    """A number with the digits that mean something, and a true minus sign."""
    if value and abs(value) < 10**-_DECIMALS:
        text = f"{value:.2e}"
    elif abs(value) >= _LARGE:
        text = say.short(Decimal(f"{value:.4g}"))
    elif abs(value) >= 1000:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.{_DECIMALS}f}"
    return text.replace("-", "−")


def _href(made: Analysed, column: Column, value: Value, row: Row, view: View) -> str:
    if value is None:
        return ""
    if column.kind == "year":
        return view.link(year=str(value)) + "#data" if view.kind.year else "#data"
    return leads(made, row.sources, str(value)) if column.kind == "place" and row.sources else ""


def leads(made: Analysed, sources: tuple[Source, ...], unit: str) -> str:
    """Where a mark leads: to its one observation, else to the raw values of its unit."""
    found = [made.given.observations[one] for one in sources if one in made.given.observations]
    if len(found) == 1:
        return source(found[0])
    return f"#d-{addresses.segment(unit)}" if found else ""


def raw(made: Analysed, language: str) -> tuple[Raw, ...]:
    """The raw values: of all years where they are few, else of the year that is looked at and the first and last."""
    panel, given = made.panel, made.given
    ends = tuple(dict.fromkeys((panel.times[0], given.given.year, panel.times[-1])))
    times = panel.times if len(panel.times) * len(panel.indicators) <= _WIDE else tuple(sorted(ends))
    found = []
    for code in panel.indicators:
        rows = tuple(
            (unit, tuple(given.observations.get((code, unit, time)) for time in times)) for unit in panel.units
        )
        values = [number(one) for _, many in rows for one in many if one is not None and one.form != "ratio"]
        found.append(Raw(code, given.measured.get(code, ""), common(values, language), times, rows))
    return tuple(found)


def raw_text(one: Observation, scale: Scale, language: str) -> str:
    """A raw value on the scale of its table."""
    return value_text(one, scale, wording(language))


def tiles(chart: Chart) -> tuple[tuple[Tile, str], ...]:
    """A map: each tile with the word of its unit, empty where there is none; the cities, or else the provinces."""
    places = [one for one in layout() if not one.small]
    if len({one.place for one in places} & set(chart.classes)) * 2 <= len(places):
        places = list(provinces())
    if not {one.place for one in places} & set(chart.classes):
        return ()
    return tuple((one, chart.classes.get(one.place, "")) for one in places)
