"""JSON-stat 2.0: one cube for each indicator, measure and unit, with the chosen value of each key.

A cube has one value a cell, so of several sources the one that `observations/choose.py` takes is in it, and how many
others agree and differ is said in `extension`; a range or a ratio is no number and stands there too. Nothing else of
an observation has a place here: CSV, Parquet, SDMX-CSV and the data package keep all.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import IO, Any

from xietong.core.errors import ExchangeError
from xietong.data import table as data
from xietong.exchange.blanks import emptied, filled
from xietong.exchange.model import Entry
from xietong.exchange.numbers import digits, joined
from xietong.exchange.record import indicator_name
from xietong.exchange.schema import FILE, codes, table
from xietong.observations import places
from xietong.observations.choose import Choice, choose
from xietong.observations.model import Key, Observation

_Cube = tuple[str, str, str]  # indicator, measure, unit
DIMENSIONS = ("indicator", "measure", "place", "period", "base_period", "scope", "breakdown")


@dataclass(frozen=True, slots=True)
class Point:
    """A cell of a cube: the key, the value (None for a range or a ratio), its unit, and what status says of it."""

    key: Key
    value: Decimal | None
    unit: str
    status: str = ""


def cubes(entries: Iterable[Entry], title: str = "") -> dict[str, Any]:
    """The response: a dataset, or a collection where there are several; numbers are Decimals."""
    groups: dict[_Cube, list[Choice]] = defaultdict(list)
    for choice in _choices(entries):
        one = choice.chosen
        groups[(one.key.indicator, one.key.measure, one.unit)].append(choice)
    made = [_cube(name, groups[name]) for name in sorted(groups)]
    if len(made) == 1:
        return {"version": "2.0", **made[0]}
    own = data(FILE)["tables"]["observations"]
    return {"version": "2.0", "class": "collection", "label": title or own["zh"], "link": {"item": made}}


def _choices(entries: Iterable[Entry]) -> Iterator[Choice]:
    found: dict[Key, list[Observation]] = defaultdict(list)
    for entry in entries:
        found[entry.observation.key].append(entry.observation)
    return map(choose, found.values())


def _cube(name: _Cube, choices: Sequence[Choice]) -> dict[str, Any]:
    indicator, measure, unit = name
    categories = {one: _ordered(one, choices) for one in DIMENSIONS}
    places_of = [{word: at for at, word in enumerate(categories[one])} for one in DIMENSIONS]
    size = [len(categories[one]) for one in DIMENSIONS]
    cells = {}
    for choice in choices:
        at = 0
        for dimension, index, length in zip(DIMENSIONS, places_of, size, strict=True):
            at = at * length + index[getattr(choice.chosen.key, dimension)]
        cells[at] = choice
    chosen = {at: cells[at].chosen for at in sorted(cells)}
    values: dict[int, Decimal | None] = {at: one.value[0] for at, one in chosen.items() if one.form == "number"}
    status = {at: said for at, one in chosen.items() if (said := _status(one))}
    said_of = next(code.zh for code in codes("measure") if code.value == measure)
    return {
        "class": "dataset",
        "label": f"{indicator_name(indicator)}·{said_of}" + (f"（{unit}）" if unit else ""),
        **({"updated": updated} if (updated := max(one.release.date for one in chosen.values())) else {}),
        "id": list(DIMENSIONS),
        "size": size,
        "role": {"time": ["period"], "geo": ["place"], "metric": ["indicator"]},
        "dimension": {one: _dimension(one, categories[one], unit) for one in DIMENSIONS},
        "value": [values.get(at) for at in range(prod(size))] if _dense(values, size) else _keyed(values),
        "status": _keyed(status),
        "extension": _extension(cells, unit),
    }


def _ordered(dimension: str, choices: Sequence[Choice]) -> list[str]:
    """The categories of a dimension: periods by their end, the rest by name."""
    found = {str(getattr(choice.chosen.key, dimension)) for choice in choices}
    if dimension == "period":
        return sorted(found, key=lambda one: one.split("/")[::-1])
    return sorted(found)


def _dimension(name: str, categories: Sequence[str], unit: str) -> dict[str, Any]:
    label = next(one.zh for one in table("observations").columns if one.name == name)
    category: dict[str, Any] = {"index": [filled(one) for one in categories]}
    category["label"] = {filled(one): _label(name, one) for one in categories}
    if name == "indicator":
        category["unit"] = {filled(one): {"label": unit} for one in categories}
    return {"label": label.partition("：")[0], "category": category}


def _label(dimension: str, category: str) -> str:
    if not category:
        return "—"
    if dimension == "indicator":
        return indicator_name(category)
    if dimension == "place":
        return places.words(category)
    if dimension == "measure":
        return next(code.zh for code in codes("measure") if code.value == category)
    return category


def _dense(values: Mapping[int, object], size: Sequence[int]) -> bool:
    return len(values) * 2 >= prod(size)


def _keyed(cells: Mapping[int, Any]) -> dict[str, Any]:
    return {str(at): cell for at, cell in cells.items()}


def _status(one: Observation) -> str:
    """Modifier, form and release status where they are not the common ones: "> preliminary"."""
    words = (one.modifier if one.modifier != "=" else "", one.form if one.form != "number" else "", one.release.status)
    return " ".join(filter(None, words))


def _extension(cells: Mapping[int, Choice], unit: str) -> dict[str, Any]:
    in_order = sorted(cells.items())
    meanings = {code.value: code.zh for name in ("modifier", "form", "status") for code in codes(name)}
    return {
        "unit": unit,
        "status": {"label": meanings},
        "observation": {str(at): choice.chosen.id for at, choice in in_order},
        "exact": {str(at): joined(one.chosen.value) for at, one in in_order if one.chosen.form != "number"},
        "agreeing": {str(at): len(one.agreeing) for at, one in in_order if one.agreeing},
        "differing": {str(at): len(one.differing) for at, one in in_order if one.differing},
    }


# -- JSON, digit by digit ----------------------------------------------------------------------------------------------


def write(entries: Iterable[Entry], out: IO[str], title: str = "") -> int:
    """The response as JSON; returns how many cells it has. Decimals are written with all their digits."""
    made = cubes(entries, title)
    for piece in pieces(made):
        out.write(piece)
    return sum(len(one["extension"]["observation"]) for one in datasets(made))


def pieces(value: Any) -> Iterator[str]:
    """JSON of dicts, lists, strings, numbers and None, in pieces."""
    if isinstance(value, dict):
        for at, (key, one) in enumerate(value.items()):
            yield (", " if at else "{") + json.dumps(key, ensure_ascii=False) + ": "
            yield from pieces(one)
        yield "}" if value else "{}"
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield ", " if at else "["
            yield from pieces(one)
        yield "]" if value else "[]"
    else:
        yield digits(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def read(text: str, name: str = "") -> tuple[Point, ...]:
    """The cells of a file that `write` wrote. ExchangeError where it is none."""
    try:
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        return tuple(point for one in datasets(found) for point in _points(one))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise ExchangeError(
            f"{name} is no JSON-stat of Xietong ({error!r}).", f"{name} 不是本程序写出的 JSON-stat（{error!r}）。"
        ) from error


def datasets(response: Mapping[str, Any]) -> list[Any]:
    """The cubes of a response."""
    return [response] if response["class"] == "dataset" else list(response["link"]["item"])


def _points(cube: Mapping[str, Any]) -> Iterator[Point]:
    categories = [cube["dimension"][one]["category"]["index"] for one in cube["id"]]
    values, status, unit = cube["value"], cube["status"], cube["extension"]["unit"]
    for at in cube["extension"]["observation"]:
        rest, words = int(at), []
        for words_of in reversed(categories):
            rest, place = divmod(rest, len(words_of))
            words.append(emptied(words_of[place]))
        value = values[int(at)] if isinstance(values, list) else values.get(at)
        said = dict(zip(cube["id"], reversed(words), strict=True))
        yield Point(Key(**said), value, unit, status.get(at, ""))
