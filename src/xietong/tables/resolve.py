"""Words of a table → what figures are grouped by: places, times, indicators. Each word is looked up once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from xietong.core.period import Period
from xietong.data import table
from xietong.observations import places
from xietong.observations.aliases import linked
from xietong.observations.catalogue import catalogue
from xietong.observations.territories import resolve
from xietong.statements.model import Measure, Statement
from xietong.tables.model import When
from xietong.tables.periods import read_period

_NEAR = 0.5
_GROWTH = re.compile(r"[_\s，,]*(?:比上年(?:同期)?(?:增长|增减)|同比(?:增长|增速)?|增长速度|增长率|增速|增幅)(?:率)?$")
_SHARE = re.compile(r"占.+(?:比重|比例|比|份额)$")
_STOCK = re.compile(r"^(?:年末|年底|期末|月末|季末)")
_PERCENT = ("%", "‰")


@dataclass(frozen=True, slots=True)
class Where:
    """The key of a place; `sure` is False where a damaged name was taken for the one it is near to; `candidates` are
    what an unknown name may be."""

    key: str
    known: bool
    sure: bool
    label: str = ""
    candidates: str = ""


@lru_cache(65536)
def where(printed: str) -> Where:
    """What a printed name of a place means."""
    found = resolve(printed)
    if found.how == "context":
        key = places.key(printed)
        candidates = "、".join(one.name for one in found.candidates)
        return Where(key, key.isdigit() or "+" in key, True, candidates=candidates)
    if found.known and found.score >= 0.8:
        return Where(places.key(printed), True, True, found.label)
    if found.how == "near" and found.score >= _NEAR and found.territory is not None:
        return Where(found.key, True, False, found.label)
    total = found.printed.strip() in table("tables.toml")["totals"]
    candidates = "" if total else "、".join(one.name for one in found.candidates)
    return Where(places.key(printed), False, False, candidates=candidates)


@lru_cache(65536)
def when(printed: str) -> When | None:
    """What a printed time means; None where it is none."""
    found = read_period(printed)
    return None if found is None else of_period(found, printed)


def of_period(found: Period, printed: str) -> When:
    """The forms in which a period is kept."""
    months = 0 if found.start is None else round((found.end - found.start).days / 30.4)
    order = found.end.toordinal() / 365.2425
    return When(
        printed, str(found), str(Period.until(found.end)), str(found.shifted(-1)), str(found.end), order, months
    )


@dataclass(frozen=True, slots=True)
class What:
    """What a phrase names: code or phrase, measure, and whether it is of a moment."""

    phrase: str
    indicator: str
    measure: Measure
    stock: bool


def what(phrase: str, unit: str, place: str, measure: str, aliases: Mapping[str, str]) -> What:
    """The indicator a heading names; what a workspace was taught goes before the catalogue."""
    kind, bare = _measure(phrase, unit, measure)
    said = Statement(0, 0, "", 0, 0, "", (Decimal(1),), "number", unit, "=", kind, "actual", _chinese(bare), (place,))
    code = linked(said, aliases).code
    stock = kind == "level" and (catalogue().indicators[code].time == "stock" if code else bool(_STOCK.match(bare)))
    return What(phrase, code or places_free(bare), kind, stock)


def _chinese(phrase: str) -> str:
    """The Chinese name of an indicator that is named as the catalogue names it in English; other phrases as they are."""
    return _english().get(" ".join(phrase.lower().split()), phrase) if phrase.isascii() else phrase


@cache
def _english() -> dict[str, str]:
    return {one.en.lower(): one.zh for one in catalogue().indicators.values()}


def places_free(phrase: str) -> str:
    """A phrase that is no indicator of the catalogue, as observations keep it: without marks and blanks."""
    from xietong.observations.catalogue import plain

    return plain(phrase) or phrase


def _measure(phrase: str, unit: str, given: str) -> tuple[Measure, str]:
    if given:
        return given, phrase  # type: ignore[return-value]  # checked when the mapping was read
    if unit in _PERCENT and (found := _GROWTH.search(phrase)) and found.start():
        return "growth", phrase[: found.start()]
    if unit in _PERCENT and _SHARE.search(phrase):
        return "share", phrase
    if unit == "位":
        return "rank", phrase
    return "level", phrase
