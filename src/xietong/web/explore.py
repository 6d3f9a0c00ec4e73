"""The explorer: indicator × place × period as table, lines, small multiples and tile map, by vintage; all in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from xietong.observations import places
from xietong.observations.model import Observation
from xietong.observations.pivot import Row, columns, pivot
from xietong.observations.printed import steps
from xietong.observations.territories import gazetteer
from xietong.web import shapes
from xietong.web.asked import FAILURES, Held
from xietong.web.language import wanted
from xietong.web.observed import as_statement, source
from xietong.web.panels import SMALL, WIDE, Panel, drawable, number, panel
from xietong.web.places import place_name
from xietong.web.render import show
from xietong.web.scale import Scale, common
from xietong.web.tiles import Tile, layout, shades, size
from xietong.web.view_of import SHOWN, Asked, Written
from xietong.web.wording import Wording, wording
from xietong.workspace import Workspace
from xietong.workspace.observations import indicator_key, place_key

router = APIRouter()
_MOST, _SERIES, _OFFERED = 20_000, 200_000, 400
_PLACES = {"table": 60, "lines": 18, "multiples": 24, "map": 60}


@dataclass(frozen=True, slots=True)
class Explored:
    """What a view shows: rows that hold together, the columns of all of them, and what was left out."""

    asked: Asked
    measure: str
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    titles: dict[str, str]
    outdated: frozenset[str]
    unknown: tuple[str, ...]
    left_out: int
    cut: bool
    measures: dict[str, int]
    offered: tuple[tuple[str, int], ...]
    places: tuple[str, ...]


def explored(workspace: Workspace, written: Asked) -> Explored:
    """Ask the workspace for a view."""
    series = workspace.observations.all_series(limit=_SERIES)
    known_indicators = {one[0] for one in series}
    known_places = {one[1] for one in series}
    indicators = tuple(
        dict.fromkeys(one if one in known_indicators else indicator_key(one) for one in written.indicators)
    )
    chosen = tuple(dict.fromkeys(one if one in known_places else place_key(one) for one in written.places))
    asked = replace(written, indicators=indicators, places=tuple(one for one in chosen if one))
    here = [one for one in series if one[0] in indicators and (not chosen or one[1] in chosen)]
    measures: dict[str, int] = {}
    for one in here:
        measures[one[2]] = measures.get(one[2], 0) + one[3]
    measure: str = asked.measure or ("level" if "level" in measures else next(iter(measures), "level"))
    wanted_places, left = _places(asked, [one for one in here if one[2] == measure])
    rows = (
        workspace.observations.grid(indicators, wanted_places, measure, asked.known, _MOST + 1)
        if indicators and here
        else ()
    )
    made = _ordered(pivot([row.observation for row in rows[:_MOST]], asked.grain, asked.view), asked, wanted_places)
    made = tuple(kept for one in made if (kept := _within(one, asked)).points)
    seen = {key for row in made for key in row.kind[:2]}
    counts: dict[str, int] = {}
    for one in series:
        counts[one[0]] = counts.get(one[0], 0) + one[3]
    return Explored(
        asked, measure, made, columns(made), {row.observation.id: row.document_title for row in rows}, _outdated(workspace, made),
        tuple(one for one in (*indicators, *chosen) if one not in seen), left,
        len(rows) > _MOST, measures,
        tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_OFFERED]),
        tuple(sorted(known_places, key=_rank)[:_OFFERED]),
    )  # fmt: skip


def _places(asked: Asked, series: Sequence[tuple[str, str, str, int]]) -> tuple[tuple[str, ...], int]:
    """The places of a view and how many are left out: those chosen, else the region, its members and cities first."""
    if asked.places:
        return asked.places, 0
    if asked.shown == "map":
        return tuple(one.place for one in layout()), 0
    found = sorted(dict.fromkeys(one[1] for one in series), key=_rank)
    most = _PLACES[asked.shown]
    return tuple(found[:most]), max(0, len(found) - most)


def _rank(place: str) -> tuple[int, str]:
    """The region, its members, their cities, other territories, joint places, flows."""
    if place == places.whole():
        return 0, place
    if place in places.members():
        return 1, place
    if any(one.place == place for one in layout()):
        return 2, place
    return (3 if place in gazetteer().territories else 5 if "→" in place else 4), place


def _ordered(rows: Sequence[Row], asked: Asked, wanted_places: Sequence[str]) -> tuple[Row, ...]:
    order = {place: at for at, place in enumerate(wanted_places)}
    first = {indicator: at for at, indicator in enumerate(asked.indicators)}
    return tuple(sorted(rows, key=lambda one: (first[one.kind.indicator], order.get(one.kind.place, len(order)))))


def _within(row: Row, asked: Asked) -> Row:
    """The columns from the first to the last year that are asked for."""

    def inside(name: str) -> bool:
        year = row.points[name].period.end.year
        return (not asked.first or year >= int(asked.first)) and (not asked.last or year <= int(asked.last))

    return replace(row, points={name: point for name, point in row.points.items() if inside(name)},
                   revisions={name: one for name, one in row.revisions.items() if inside(name)})  # fmt: skip


def _outdated(workspace: Workspace, rows: Sequence[Row]) -> frozenset[str]:
    chosen = [point.choice.chosen for row in rows for point in row.points.values()]
    derived = workspace.derived.outdated([one.id for one in chosen if one.origin == "derived"])
    computed = [one.id for one in chosen if one.origin == "computed"]
    return derived | workspace.indices.outdated(computed) | workspace.regional.outdated(computed)


# -- as pages --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one indicator and unit: a table, a panel of lines, small panels; `scale` is common to them."""

    indicator: str
    unit: str
    scale: Scale
    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    panel: Panel | None
    small: tuple[tuple[Row, Panel], ...]
    left: int


def blocks(found: Explored, language: str) -> tuple[Block, ...]:
    """One block for each indicator, unit, sort of base and breakdown, in the order of the view."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for one in found.rows:
        kind = one.kind
        base = "ratio" if kind.form else kind.base
        groups.setdefault((kind.indicator, kind.unit, kind.breakdown, base), []).append(one)
    order = {one: at for at, one in enumerate(found.asked.indicators)}
    # what has no base, or the year before, goes before changes since some other time
    ordered = sorted(groups, key=lambda key: (order[key[0]], key[3] not in ("", "year")))
    return tuple(_block(groups[key], found.asked, language) for key in ordered)


def _block(rows: list[Row], asked: Asked, language: str) -> Block:
    values = [number(point.choice.chosen) for row in rows for point in row.points.values()]
    lines = [row for row in rows if drawable(row)]
    most = _PLACES[asked.shown]
    wide = columns(lines)
    kind = rows[0].kind
    return Block(
        kind.indicator, kind.unit, common(values, language), tuple(rows), columns(rows),
        panel(lines[:most], wide, WIDE) if lines and asked.shown == "lines" else None,
        tuple((row, panel([row], wide, SMALL, lines[:most])) for row in lines[:most])
        if asked.shown == "multiples"
        else (),
        max(0, len(lines) - most) if asked.shown in ("lines", "multiples") else 0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Map:
    """One indicator in one period on the tiles; `shades` by place, `bounds` between them, `rest` the places elsewhere."""

    block: Block
    period: str
    earlier: str
    later: str
    tiles: tuple[tuple[Tile, Observation | None], ...]
    shades: dict[str, int]
    bounds: tuple[str, ...]
    others: tuple[Row, ...]


def maps(made: Sequence[Block], asked: Asked) -> tuple[Map, ...]:
    """A map of each block, for the period asked for or the last that most places have."""
    return tuple(one for block in made if (one := _map(block, asked)) is not None)


def _map(block: Block, asked: Asked) -> Map | None:
    on_map = {one.place for one in layout()}
    rows = [row for row in block.rows if drawable(row)]
    counts = {name: sum(row.kind.place in on_map and name in row.points for row in rows) for name in columns(rows)}
    if not counts:
        return None
    best = max(counts.values())
    period = asked.period if asked.period in counts else [name for name in counts if counts[name] == best][-1]
    order = list(counts)
    at = order.index(period)
    shown: dict[str, Observation] = {}
    rest = []
    for row in rows:
        if period not in row.points:
            continue
        if row.kind.place in on_map and row.kind.place not in shown:
            shown[row.kind.place] = row.points[period].choice.chosen
        else:
            rest.append(row)
    shade, bounds = shades({place: number(one) for place, one in shown.items()})
    return Map(
        block, period, order[at - 1] if at else "", order[at + 1] if at + 1 < len(order) else "",
        tuple((tile, shown.get(tile.place)) for tile in layout()), shade,
        tuple(block.scale.text(one) for one in bounds), tuple(rest),
    )  # fmt: skip


def heading(say: Wording, block: Block) -> str:
    """What the numbers of a block are in: magnitude and unit."""
    unit = say.named("unit", block.unit)
    return f"{block.scale.word}{unit}".strip()


@router.get("/explore.json", response_model=shapes.Explored, responses=FAILURES)
def explore_json(workspace: Held, written: Written) -> shapes.Explored:
    """Indicator × place × period: of each cell the chosen value, its sources, and what was revised."""
    found = explored(workspace, written)
    return shapes.Explored(
        address=found.asked.link(), indicators=list(found.asked.indicators), places=list(found.asked.places),
        columns=list(found.columns), measures=found.measures, known=found.asked.known, view=found.asked.view,
        rows=[shapes.explored_row(one, found.outdated) for one in found.rows], unknown=list(found.unknown),
        left_out=found.left_out, cut=found.cut,
    )  # fmt: skip


@router.get("/explore", response_class=HTMLResponse)
def explore(request: Request, workspace: Held, written: Written) -> HTMLResponse:
    """Indicator × place × period as table, lines, small multiples or tile map; the address keeps the view."""
    found = explored(workspace, written)
    language = wanted(request)
    say = wording(language)
    made = blocks(found, language)
    return show(
        request,
        "explore.html",
        found=found,
        asked=found.asked,
        written_day=request.query_params.get("known", "").strip(),
        shown=SHOWN,
        blocks=made,
        maps=maps(made, found.asked) if found.asked.shown == "map" else (),
        map_size=size(),
        heading=lambda block: heading(say, block),
        row_name=lambda row: row_name(say, row),
        value=lambda one, scale: value_text(one, scale, say),
        source=source,
        statement=lambda one: as_statement(one, say.indicator),
        several=len({(one.kind.indicator, one.kind.place) for one in found.rows}) < len(found.rows),
    )


def row_name(say: Wording, row: Row) -> str:
    """The place of a row, with its scope where it has one."""
    name = place_name(row.kind.place, say.language)
    return f"{name}（{row.kind.scope}）" if row.kind.scope else name


def value_text(one: Observation, scale: Scale, say: Wording) -> str:
    """A value on the scale of its table; a range or ratio as it is, and so what is printed less exactly: 10.4万亿."""
    said = as_statement(one, say.indicator)
    if one.form != "number" or (not one.derivation and steps(one.quote, one.value[0])[0] >= scale.size * 10):
        return say.value(said)
    rounded = number(replace(one, value=said.value))
    return scale.text(rounded)
