"""Observations → a derived number with its formula and inputs, or the issues that forbid it. Pure; start here.

Inputs stand for intervals (what their printed digits allow), and so does the result; its central value is that of the
figures as printed. Nothing is computed across scopes or vintages unless a mark was asked for, and then it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from xietong.core.interval import Interval
from xietong.core.issue import Place
from xietong.core.period import Period
from xietong.data import table
from xietong.observations import places
from xietong.observations.catalogue import catalogue, plain
from xietong.observations.derivation import FILE, Asked, Derivation, Derived, Input, Refused
from xietong.observations.doubts import Doubts, Title, Where, amount, indicator_words, named, shown, when, within
from xietong.observations.inputs import Found, find, select, settle
from xietong.observations.model import MARKED, Key, Observation, Release, Status
from xietong.observations.quantity import Quantity, added, over, quantity
from xietong.observations.terms import Term, known, members, overlap, refuse, terms
from xietong.observations.territories import gazetteer
from xietong.observations.units import factor, first_of, measured
from xietong.statements.model import Measure, Modifier

_STATES: tuple[Status, ...] = ("preliminary", "revised", "final", "")


def nowhere(_: Observation) -> Place | None:
    """Where nothing is known of the places of observations."""
    return None


def untitled(_: str) -> str:
    """Where nothing is known of the titles of documents."""
    return ""


def derive(
    asked: Asked, observations: Iterable[Observation], where: Where = nowhere, title: Title = untitled
) -> Derived | Refused:
    """The number asked for, from observations among which are those of `terms.needed`; or why there is none."""
    doubts = Doubts(where, title)
    refuse(asked, doubts)
    if doubts.refused:
        return Refused(asked, tuple(doubts.found))
    given = [one for one in observations if not asked.known or _by(one, asked.known)]
    found = _wholes([find(term, asked, given) for term in terms(asked)], asked, given, doubts)
    made = select(found, asked, doubts) if found else []
    if doubts.refused or not made:
        return Refused(asked, tuple(doubts.found))
    inputs = settle(made, asked, doubts)
    result = None if doubts.refused else _Computation(asked, inputs, doubts).result()
    if result is None or doubts.refused:
        return Refused(asked, tuple(doubts.found))
    return _derived(asked, inputs, result, doubts)


def _by(one: Observation, day: str) -> bool:
    return bool(one.release.date) and one.release.date <= day


# -- what stands for a whole that nobody reports ---------------------------------------------------------------------


def _wholes(found: list[Found], asked: Asked, given: Sequence[Observation], doubts: Doubts) -> list[Found]:
    """The terms, with the members of a whole in its place where it has no value of its own."""
    whole = next((one for one in found if one.term.role == "whole"), None)
    if whole is None or (asked.of_place and not asked.of_place.startswith("→") and whole.scopes):
        return found
    rest = [one for one in found if one is not whole]
    if asked.formula == "flow_share" and (not asked.of_place or asked.of_place.startswith("→")):
        return rest + _flows(asked, given, doubts)
    entry, parts = known(asked.indicator), members(asked.of_place)
    if asked.of_place and parts and entry is not None and entry.space and not asked.of:
        period = asked.periods[0]
        each = [find(Term("whole", asked.indicator, place, period), asked, given) for place in parts]
        if all(one.scopes for one in each):

            def listed(language: str) -> str:
                return ("、" if language == "zh" else ", ").join(map(places.words, parts))

            doubts.add("whole_summed", "note", whole=places.words(asked.of_place), parts=listed)
            return rest + each
    return found


def _flows(asked: Asked, given: Sequence[Observation], doubts: Doubts) -> list[Found]:
    """All known flows from the origin of a flow, or to the destination that is asked for: never one within another."""
    origin, _ = asked.places[0].split("→", 1)
    end, period = asked.of_place.removeprefix("→"), asked.periods[0]
    keys = sorted({one.key.place for one in given if one.key.indicator == asked.indicator and "→" in one.key.place})
    kin = [key for key in keys if (key.split("→", 1)[1] == end if end else key.split("→", 1)[0] == origin)]
    each = [find(Term("whole", asked.indicator, key, period), asked, given) for key in kin]
    each = [one for one in each if one.scopes]
    names = [one.term.place for one in each]
    if asked.places[0] not in names:
        doubts.add(
            "missing", "error", indicator=indicator_words(asked.indicator), place=places.words(asked.places[0]),
            period=when(period),
        )  # fmt: skip
        return []
    kept: list[Found] = []
    # the flow itself first, then the finest: one that holds another is its sum, not one beside it
    for one in sorted(each, key=lambda one: (one.term.place != asked.places[0], _width(one.term.place))):
        if not any(overlap(one.term.place, other.term.place) for other in kept):
            kept.append(one)
    if len(kept) < 2:
        doubts.add("only_flow", "error", flow=places.words(asked.places[0]))
    else:

        def listed(language: str) -> str:
            return ("；" if language == "zh" else "; ").join(places.words(one.term.place) for one in kept)

        doubts.add("partial", "warning", count=len(kept), flows=listed)
    return sorted(kept, key=lambda one: one.term.place)


def _width(flow: str) -> tuple[int, int, str]:
    parts = [one for side in flow.split("→") for one in side.split("+")]
    return (
        len(parts),
        sum(len(tuple(gazetteer().above(one))) == 0 for one in parts if one in gazetteer().territories),
        flow,
    )


# -- arithmetic ------------------------------------------------------------------------------------------------------


class _Computation:
    """The arithmetic of one formula over its inputs, spelled out as it goes."""

    def __init__(self, asked: Asked, inputs: Sequence[Input], doubts: Doubts) -> None:
        self.asked, self.inputs, self.doubts = asked, inputs, doubts

    def result(self) -> Quantity | None:
        """The number; None with an issue."""
        if not self._of_one_kind():
            return None
        match self.asked.formula:
            case "growth":
                return self._growth()
            case "share" | "flow_share":
                return self._share()
            case "per_head":
                return self._per_head()
            case "sum":
                return self._all("term")
        return self._weighted() if self.asked.weight else self._mean()

    def _the(self, role: str) -> list[Observation]:
        return [one.observation for one in self.inputs if one.role == role]

    def _of_one_kind(self) -> bool:
        """Rates are not grown, shared or divided by heads."""
        rates = [one.observation for one in self.inputs if measured(one.observation.unit)[0] == "share"]
        if rates and self.asked.formula != "mean":
            self.doubts.add("rate", "error", rates[:1], indicator=indicator_words(rates[0].key.indicator))
        for one in self.inputs:
            values = one.observation.values
            if one.observation.form == "number" and not values.bounded:
                self.doubts.add("open_ended", "warning", (one.observation,), one=named(one.observation))
        return not self.doubts.refused

    def _alike(self, many: Sequence[Observation]) -> list[Quantity] | None:
        """Quantities in the unit of the first; None with an issue where one cannot be converted."""
        unit = many[0].unit if len({one.unit for one in many}) == 1 else first_of(many[0].unit)
        made = []
        for one in many:
            by = factor(one.unit, unit)
            if by is None:
                self.doubts.add(
                    "unit_mixed", "error", (many[0], one), one=named(many[0]), unit=many[0].unit, other=named(one),
                    other_unit=one.unit,
                )  # fmt: skip
                return None
            made.append(quantity(one, unit, by))
        return made

    def _all(self, role: str) -> Quantity | None:
        made = self._alike(self._the(role))
        return None if made is None else added(made)

    def _divisor(self, one: Quantity, about: Sequence[Observation]) -> bool:
        """Whether a quantity can divide; an issue where it may be zero."""
        values = one.values
        zero = one.value == 0 or ((values.low is None or values.low <= 0) and (values.high is None or values.high >= 0))
        if zero:
            self.doubts.add("zero", "error", about[:1], one=named(about[0]))
        return not zero

    def _growth(self) -> Quantity | None:
        later, base = self._the("later")[0], self._the("base")[0]
        both = self._alike([later, base])
        if both is None or not self._divisor(both[1], [base]):
            return None
        if both[1].value < 0:
            self.doubts.add("negative", "error", (base,), one=named(base))
            return None
        self._remark_growth(later, base)
        return over(both[0], both[1]).percent(less=1)

    def _remark_growth(self, later: Observation, base: Observation) -> None:
        entry = known(self.asked.indicator)
        if entry is not None and entry.growth == "real" and "不变价" not in later.key.scope:
            self.doubts.add("nominal", "note", indicator=indicator_words(entry.code))
        place, lands = self.asked.places[0], gazetteer()
        first, last = base.when.end, later.when.end
        if place in lands.territories and first < last and (moved := lands.breaks(place, first, last)):
            what = "、".join(f"{one.when.end.year} {one.name}" for one in moved)
            self.doubts.add("ground", "warning", (later, base), place=places.words(place), what=what)

    def _share(self) -> Quantity | None:
        part, wholes = self._the("part"), self._the("whole")
        both = self._alike([*part, *wholes])
        if both is None:
            return None
        whole = added(both[1:])
        if not self._divisor(whole, wholes):
            return None
        share = over(both[0], whole).percent()
        if share.values.low is not None and share.values.low > 100:
            self.doubts.add("over_hundred", "error", (*part, *wholes), part=both[0].text, whole=whole.text)
            return None
        return share

    def _per_head(self) -> Quantity | None:
        total, heads = self._the("total")[0], self._the("population")
        counted = self._alike(heads)
        if counted is None:
            return None
        if len(counted) > 1:
            people = over(added(counted), Quantity.exactly(len(counted)))
            self.doubts.add("population_mean", "note")
        else:
            people = counted[0]
            if any(term.optional for term in terms(self.asked)):
                self.doubts.add("population_end", "warning", heads, one=named(heads[0]))
        if not self._divisor(people, heads):
            return None
        unit, head_unit = first_of(total.unit), first_of(heads[0].unit)
        above = quantity(total, unit, measured(total.unit)[1])
        _, result_unit, scale = per_head_result(self.asked, unit, head_unit)
        ratio = over(above, people.scaled(measured(people.unit)[1], head_unit))
        if scale != 1:
            ratio = replace(ratio, text=f"{ratio.text} × {scale}")
        return ratio.scaled(Fraction(scale), result_unit)

    def _mean(self) -> Quantity | None:
        total, count = self._all("term"), len(self._the("term"))
        if total is None:
            return None
        entry = known(self.asked.indicator)
        unlike = measured(total.unit)[0] == "share" or (entry is not None and not entry.space)
        if len(self.asked.places) > 1 and unlike:
            self.doubts.add("unweighted", "warning", indicator=indicator_words(self.asked.indicator))
        return replace(over(total, Quantity.exactly(count)), unit=total.unit)

    def _weighted(self) -> Quantity | None:
        each, weights = self._alike(self._the("term")), self._alike(self._the("weight"))
        if each is None or weights is None:
            return None
        total = added(weights)
        if not self._divisor(total, self._the("weight")) or any(one.value < 0 for one in weights):
            return None
        products = [one.times(weight) for one, weight in zip(each, weights, strict=True)]
        ratio = over(added(products), total)
        # a weighted mean lies between its terms, however loosely its weights are known
        lows, highs = [one.values.low for one in each], [one.values.high for one in each]
        least = None if None in lows else min(one for one in lows if one is not None)
        most = None if None in highs else max(one for one in highs if one is not None)
        low = max((one for one in (least, ratio.values.low) if one is not None), default=None)
        high = min((one for one in (most, ratio.values.high) if one is not None), default=None)
        return replace(ratio, values=Interval(low, high), unit=each[0].unit)


def per_head_result(asked: Asked, unit: str, head_unit: str) -> tuple[str, str, int]:
    """What a total over a population is: a code of the catalogue or a phrase, its unit, and what it is multiplied by."""
    book = catalogue()
    people = asked.of or "POP"
    composed = f"{unit}/{head_unit}"
    for one in book.quotients:
        if (one.above, one.below) == (asked.indicator, people):
            entry = book.indicators[one.code]
            if entry.unit == composed or measured(entry.unit) == measured(unit):
                return one.code, entry.unit, one.factor
    name = indicator_words(asked.indicator)("zh")
    if people == "POP":
        code = book.names.get(plain(f"人均{name}"), "")
        if code and measured(book.indicators[code].unit) == measured(unit):
            return code, book.indicators[code].unit, 1
        return code or plain(f"人均{name}"), composed, 1
    return plain(f"{name}与{indicator_words(people)('zh')}之比"), composed, 1


# -- the result ------------------------------------------------------------------------------------------------------


def _derived(asked: Asked, inputs: Sequence[Input], result: Quantity, doubts: Doubts) -> Derived:
    value = shown(result.value, result.values, result.unit)
    said = amount(value, result.unit)
    spread = within(result.values, result.unit)
    computation = f"{result.text} = {said} ({spread})"
    version = table(FILE)["weighted" if asked.weight else asked.formula]["version"]
    formula = f"{'weighted' if asked.weight else asked.formula}/{version}"
    derivation = Derivation(asked, formula, tuple(inputs), computation, tuple(doubts.found))
    observation = Observation(
        _key(asked, inputs, result.unit), (result.value,), "number", result.unit, _modifier(inputs, result), said,
        _release(inputs, formula, doubts), origin="derived", derivation=derivation.id, bounds=result.values,
    )  # fmt: skip
    return Derived(observation, derivation)


def _key(asked: Asked, inputs: Sequence[Input], unit: str) -> Key:
    indicator, place, period = asked.indicator, asked.places[0], asked.periods[0]
    scope = "、".join(sorted({word for one in inputs for word in one.observation.key.scope.split("、") if word}))
    match asked.formula:
        case "growth":
            entry = known(indicator)
            if entry is not None and entry.growth == "real" and not scope:
                scope = "现价"  # an official rate is real: the two are no one series
            base = asked.base or str(Period.parse(period).shifted(-1))
            return Key(indicator, place, period, "growth", base, scope)
        case "share" | "flow_share":
            return _share_key(asked, scope)
        case "per_head":
            total = next(one.observation for one in inputs if one.role == "total")
            heads = next(one.observation for one in inputs if one.role == "population")
            code, _, _ = per_head_result(asked, first_of(total.unit), first_of(heads.unit))
            return Key(code, place, period, "level", "", scope)
    joint = asked.places if len(asked.places) > 1 else ()
    where = _joint(asked.places) if joint else place
    when = period if len(asked.periods) == 1 else _covering(asked.periods)
    measure: Measure = "share" if asked.formula == "mean" and inputs[0].observation.key.measure == "share" else "level"
    kind = "加权平均" if asked.weight else "平均"
    return Key(indicator, where, when, measure, "", scope, kind if asked.formula == "mean" else "")


def _share_key(asked: Asked, scope: str) -> Key:
    indicator, place, period = asked.indicator, asked.places[0], asked.periods[0]
    if asked.of:
        for one in catalogue().quotients:
            if (one.above, one.below, one.factor) == (indicator, asked.of, 100):
                return Key(one.code, place, period, "level", "", scope)
        return Key(indicator, place, period, "share", "", scope, f"占{indicator_words(asked.of)('zh')}")
    whole = asked.of_place or place.split("→", 1)[0] + "→"
    words = places.words(whole.strip("→")) + (
        "流出" if whole.endswith("→") else "流入" if whole.startswith("→") else ""
    )
    return Key(indicator, place, period, "share", "", scope, f"占{words}")


def _joint(keys: Sequence[str]) -> str:
    if set(keys) == set(places.members()):
        return places.whole()
    if any("→" in key for key in keys):
        return _joint_flow(keys)
    return places.joined(sorted({part for key in keys for part in key.split("+")}))


def _joint_flow(keys: Sequence[str]) -> str:
    sides = [key.partition("→")[::2] for key in keys]
    origins, goals = (sorted({part for side in all_ for part in side.split("+")}) for all_ in zip(*sides, strict=True))
    return f"{places.joined(origins)}→{places.joined(goals)}"


def _covering(periods: Sequence[str]) -> str:
    spans = [Period.parse(one) for one in periods]
    starts = [one.start for one in spans if one.start is not None]
    start = min(starts) if len(starts) == len(spans) else min(one.end for one in spans)
    return str(Period(start, max(one.end for one in spans)))


def _modifier(inputs: Sequence[Input], result: Quantity) -> Modifier:
    values = result.values
    if (values.low is None) != (values.high is None):
        return "<" if values.low is None else ">"
    return "=" if all(one.observation.modifier == "=" for one in inputs) and values.bounded else "~"


def _release(inputs: Sequence[Input], formula: str, doubts: Doubts) -> Release:
    """It could be known when the last of its inputs was; its state is the least settled of theirs."""
    releases = [one.observation.release for one in inputs]
    dates = [one.date for one in releases]
    mark = MARKED if any(one.severity == "warning" for one in doubts.found) else ""
    state = min((one.status for one in releases), key=_STATES.index)
    return Release("", max(dates) if all(dates) else "", method=f"derived:{formula}{mark}", status=state)
