"""Which observations a derivation needs: one term for each, and what cannot be asked at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from xietong.core.period import Period
from xietong.observations import places
from xietong.observations.catalogue import Indicator, catalogue
from xietong.observations.derivation import Asked, Role
from xietong.observations.doubts import Doubts, indicator_words, span
from xietong.observations.territories import gazetteer

POPULATION = "POP"


@dataclass(frozen=True, slots=True)
class Term:
    """What has to be chosen; `optional` ones are used where they are known."""

    role: Role
    indicator: str
    place: str
    period: str
    optional: bool = False


def known(indicator: str) -> Indicator | None:
    """The entry of the catalogue; None for a phrase."""
    return catalogue().indicators.get(indicator)


def needed(asked: Asked) -> tuple[tuple[str, str], ...]:
    """(indicator, place) of all observations that may be wanted; an empty place asks for all places."""
    if asked.formula == "flow_share" and (not asked.of_place or asked.of_place.startswith("→")):
        return ((asked.indicator, ""),)
    found = [(term.indicator, term.place) for term in terms(asked)]
    if asked.of_place:
        found += [(asked.indicator, member) for member in members(asked.of_place)]
    return tuple(dict.fromkeys(found))


def terms(asked: Asked) -> tuple[Term, ...]:
    """The terms of the formula, in the order in which its computation names them."""
    indicator, place, period = asked.indicator, asked.places[0], asked.periods[0]
    match asked.formula:
        case "growth":
            base = asked.base or str(Period.parse(period).shifted(-1))
            return (Term("later", indicator, place, period), Term("base", indicator, place, base))
        case "share" | "flow_share":
            whole = Term("whole", asked.of or indicator, asked.of_place or place, period)
            return (Term("part", indicator, place, period), whole)
        case "per_head":
            people = asked.of or POPULATION
            found = [Term("total", indicator, place, period)]
            if before := _start_of(asked):
                found.append(Term("population", people, place, before, optional=True))
            return (*found, Term("population", people, place, period))
    each = [(one, when) for one in asked.places for when in asked.periods]
    found = [Term("term", indicator, one, when) for one, when in each]
    if asked.weight:
        found += [Term("weight", asked.weight, one, when) for one, when in each]
    return tuple(found)


def _start_of(asked: Asked) -> str:
    """The day before the period, for a flow over a year that is divided by a stock: its mean population is wanted."""
    period, total, people = Period.parse(asked.periods[0]), known(asked.indicator), known(asked.of or POPULATION)
    flow = total is not None and total.time == "sum"
    stock = people is not None and people.time == "stock"
    if flow and stock and period.is_year and period.start is not None:
        return str(Period.until(period.start - timedelta(days=1)))
    return ""


def members(place: str) -> tuple[str, ...]:
    """The territories that a joint place or the region consists of; none for others."""
    if "→" in place:
        return ()
    if place == places.whole():
        return places.members()
    return tuple(place.split("+")) if "+" in place else ()


def refuse(asked: Asked, doubts: Doubts) -> None:
    """What cannot be asked, whatever is known: sums of what does not add up, a place twice, a whole that is none."""
    if asked.formula in ("sum", "mean"):
        _refuse_terms(asked, doubts)
    if asked.formula == "flow_share":
        _refuse_flow(asked, doubts)
    elif asked.formula == "share" and (asked.of or asked.indicator, asked.of_place or asked.places[0]) == (
        asked.indicator,
        asked.places[0],
    ):
        doubts.add("no_whole", "error")
    elif asked.formula == "share" and asked.of_place and not inside(asked.places[0], asked.of_place):
        doubts.add("apart", "error", one=places.words(asked.places[0]), other=places.words(asked.of_place))


def _refuse_terms(asked: Asked, doubts: Doubts) -> None:
    if len(asked.places) * len(asked.periods) < 2:
        doubts.add("one_period", "error")
    for one, other in combinations(asked.places, 2):
        if overlap(one, other):
            larger, smaller = (one, other) if inside(other, one) else (other, one)
            doubts.add("overlap", "error", one=places.words(larger), other=places.words(smaller))
    for first, second in combinations(map(Period.parse, asked.periods), 2):
        if _meet(first, second):
            doubts.add("overlap", "error", one=span(str(first)), other=span(str(second)))
        if asked.formula == "mean" and _length(first) != _length(second):
            doubts.add("unequal", "error", one=span(str(first)), other=span(str(second)))
    if asked.formula == "sum":
        _refuse_sum(asked, doubts)


def _refuse_sum(asked: Asked, doubts: Doubts) -> None:
    entry, name = known(asked.indicator), indicator_words(asked.indicator)
    if entry is None:
        doubts.add("additivity_unknown", "warning", indicator=name)
    elif len(asked.places) > 1 and not entry.space:
        doubts.add("not_additive", "error", indicator=name)
    elif len(asked.periods) > 1 and entry.time != "sum":
        doubts.add("not_over_time", "error", indicator=name)


def _refuse_flow(asked: Asked, doubts: Doubts) -> None:
    flow, whole = asked.places[0], asked.of_place
    if "→" not in flow:
        doubts.add("no_flow", "error", place=places.words(flow))
        return
    origin, goal = flow.split("→", 1)
    if not whole:
        return
    if "→" in whole:
        start, end = whole.split("→", 1)
        fits = (not start or inside(origin, start)) and (not end or inside(goal, end))
    else:
        fits = inside(origin, whole) or inside(goal, whole)
    if not fits:
        doubts.add("flow_apart", "error", one=places.words(flow), other=places.words(whole))


def _meet(one: Period, other: Period) -> bool:
    first, second = one.start or one.end, other.start or other.end
    return first <= other.end and second <= one.end


def _length(one: Period) -> int | None:
    """Months, so that years with and without 29 February are alike; None for a stock."""
    if one.start is None or one.start == one.end:
        return None
    days = (one.end - one.start).days + 1
    return round(days / 30.44) if days > 27 else -days


def inside(place: str, whole: str) -> bool:
    """Whether a territory, joint place or flow lies in another; a place that nobody knows lies in none but itself."""
    if place == whole:
        return True
    if "→" in place or "→" in whole:
        one, other = place.partition("→"), whole.partition("→")
        return one[1] == other[1] and inside(one[0], other[0]) and inside(one[2], other[2])
    lands = gazetteer()
    found = place.split("+")
    wholes = whole.split("+")
    return all(
        one in wholes
        or (
            one in lands.territories
            and any(other in lands.territories and lands.inside(one, other) for other in wholes)
        )
        for one in found
    )


def overlap(one: str, other: str) -> bool:
    """Whether some ground, or some of a flow, is of both places."""
    if ("→" in one) != ("→" in other):
        return False
    if "→" in one:
        (start, end), (origin, goal) = one.split("→", 1), other.split("→", 1)
        return overlap(start, origin) and overlap(end, goal)
    pairs: Sequence[tuple[str, str]] = [(a, b) for a in one.split("+") for b in other.split("+")]
    return any(inside(a, b) or inside(b, a) for a, b in pairs)
