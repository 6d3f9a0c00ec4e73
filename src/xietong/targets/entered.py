"""What a person writes about a target, field by field as text → the target; each wrong field is one clear sentence, and all are told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar, get_args

from xietong.core.errors import ValuesError
from xietong.core.period import Period
from xietong.data import table
from xietong.observations.catalogue import catalogue
from xietong.statements.model import Measure
from xietong.targets.adding import wished
from xietong.targets.aim import aim
from xietong.targets.faults import Faults
from xietong.targets.ground import standing
from xietong.targets.held import Held, by_hand
from xietong.targets.model import Baseline, Direction, Goal, Strength, Target
from xietong.targets.plans.cells import goal_of_cell
from xietong.targets.progress.verdict import MESSAGES
from xietong.targets.proposals import with_members
from xietong.targets.refusal import refused
from xietong.targets.tasks.bodies import ended
from xietong.targets.tasks.fields import body_names
from xietong.targets.words import LANGUAGES, both, indicator_words

FIELDS = (
    "indicator", "territory", "goal", "due", "baseline", "baseline_period", "direction", "strength", "measure", "scope",
    "members", "title", "body", "freeze",
)  # fmt: skip
_LONGEST = 200
_DIRECTIONS: Mapping[str, Direction] = {"": 0, "0": 0, "up": 1, "1": 1, "+": 1, "down": -1, "-1": -1, "-": -1}
_STRENGTHS: tuple[Strength, ...] = ("", "binding", "expected")

Named = Callable[[str], str]
T = TypeVar("T")


class _Form:
    """The fields of a person, trimmed. `wrong`: those that say nothing that can be used; their faults are kept, and what held
    before stands in for them until all are told."""

    def __init__(self, fields: Mapping[str, str], faults: Faults) -> None:
        self.faults, self.wrong = faults, set[str]()
        self._given = {name: value.strip() for name, value in fields.items()}
        for name, value in fields.items():
            if name not in FIELDS:
                self.refuse(name, refused("field_unknown", field=name[:40], fields=", ".join(FIELDS)))
            elif len(value) > _LONGEST or any(ord(char) < 32 for char in value):
                self.refuse(name, refused("field_long", field=_called(name), most=_LONGEST))

    def refuse(self, name: str, error: ValuesError) -> None:
        """A field that cannot be used, and why."""
        self.wrong.add(name)
        self.faults.add(error)

    def said(self, name: str) -> bool:
        """Whether the field was handed in and can be read, be it empty."""
        return name in self._given and name not in self.wrong

    def text(self, name: str, before: str = "") -> str:
        """What the field says; what held before where it was not handed in."""
        return self._given[name] if self.said(name) else before

    def read(self, name: str, of: Callable[[str], T], before: T, empty: T | None = None) -> T:
        """What the field means. `empty`: what nothing means, where it is not that the field was left alone."""
        if not self.said(name):
            return before
        if not self._given[name]:
            return before if empty is None else empty
        try:
            return of(self._given[name])
        except ValuesError as error:
            self.refuse(name, error)
            return before

    def needed(self, *names: str) -> None:
        """Note the fields that must say something and do not."""
        missing = [name for name in names if not self._given.get(name)]
        if missing:
            called = {tongue: "、".join(_called(name)[tongue] for name in missing) for tongue in LANGUAGES}
            self.faults.add(refused("field_missing", field=called))
        self.wrong.update(missing)


def entered(fields: Mapping[str, str], indicator: Named, place: Named, faults: Faults | None = None) -> Held:
    """A target that a person enters anew: indicator, territory, goal and due day are needed. Raises as `corrected`."""
    form = _Form(fields, Faults() if faults is None else faults)
    form.needed("indicator", "territory", "goal", "due")
    nothing = Held("", Target("", "", Goal.floor(0), date.max), "", "hand")
    held = _corrected(nothing, form, indicator, place)
    title = form.text("title") or _title(form.text("indicator"))
    return replace(held, subject=by_hand(held.target), title=title)


def _title(indicator: str) -> str:
    """What a person wrote; of a code the name, for titles are read."""
    return indicator_words(indicator)["zh"]


def corrected(
    before: Held, fields: Mapping[str, str], indicator: Named, place: Named, faults: Faults | None = None
) -> Held:
    """A target with the fields that a person gave; others stay. `indicator` and `place` turn names into keys.

    Raises ValuesError with all that is wrong at once, and with what `faults` holds besides: a field there is none of, that
    is too long or cannot be read, a due date before the baseline, a direction that nobody knows or that contradicts the
    goal, a unit that is not the indicator's, a place or a body that is gone by then.
    """
    return _corrected(before, _Form(fields, Faults() if faults is None else faults), indicator, place)


def _corrected(before: Held, form: _Form, indicator: Named, place: Named) -> Held:
    target = with_members(_target(before.target, form, indicator, place))
    freeze = before.freeze
    if form.said("freeze"):
        freeze = form.read("freeze", lambda words: _day("freeze", words), freeze) if form.text("freeze") else None
    title = form.text("title") or before.title or target.indicator
    held = replace(before, target=target, body=_body(form, before.body, target.due), title=title, freeze=freeze)
    for error in _unsound(held, form.wrong):
        form.faults.add(error)
    form.faults.refuse()
    return held


def sound(held: Held) -> Held:
    """The same, or a refusal: its direction must be known and its places must last until it is due."""
    faults = Faults()
    for error in _unsound(held, set()):
        faults.add(error)
    faults.refuse()
    return held


def _unsound(held: Held, wrong: Set[str]) -> Iterator[ValuesError]:
    """What does not go together; what rests on a field that could not be read is not looked at."""
    target = held.target
    pointing = (
        ("goal", "direction") if target.goal.kind != "value" else ("indicator", "goal", "direction", "baseline", "due")
    )
    checks: list[tuple[tuple[str, ...], Callable[[], object]]] = [
        (("indicator", "goal", "measure"), lambda: _unit(target)),
        (pointing, lambda: aim(target, wished(target.indicator))),
    ]
    checks += [
        (("territory", "members", "due"), partial(standing, one, target.due))
        for one in dict.fromkeys((*target.territory.split("+"), *target.members))
    ]
    for fields, check in checks:
        if wrong.isdisjoint(fields):
            try:
                check()
            except ValuesError as error:
                yield error


def _body(form: _Form, before: str, due: date) -> str:
    """Who answers, by full names where the register has them: one that was renamed or merged before the due day will not."""
    if not form.said("body"):
        return before
    names = body_names(form.text("body"))
    for one in names:
        if "due" not in form.wrong and (fault := ended(one, due)) is not None:
            form.refuse("body", fault)
    return "、".join(names)


def _unit(target: Target) -> None:
    """A goal without the unit of its indicator would meet no observation."""
    known = catalogue().indicators.get(target.indicator)
    if known is None or target.measure not in ("level", "difference") or target.goal.kind == "rank":
        return
    if not catalogue().fits(known.code, target.goal.unit) and target.goal.unit != "百分点":
        units = "、".join(sorted(filter(None, known.units or catalogue().kinds[known.kind]))[:8])
        raise refused("goal_unit", goal=both(target.goal), indicator=indicator_words(known.code), units=units)


def _target(before: Target, form: _Form, indicator: Named, place: Named) -> Target:
    goal = form.read("goal", read_goal, before.goal)
    due = form.read("due", lambda words: _day("due", words), before.due)
    territory = form.read("territory", place, before.territory)
    members = before.members
    if form.said("members") or territory != before.territory:
        members = form.read("members", lambda words: _members(words, place), (), ())
    made = replace(
        before, indicator=form.read("indicator", indicator, before.indicator), territory=territory, goal=goal, due=due,
        baseline=None, direction=_direction(before, form, goal), strength=form.read("strength", _strength, before.strength, ""),
        inherited=before.inherited and due == before.due, measure=_measure(before, form, goal),
        scope=form.text("scope", before.scope), members=members,
    )  # fmt: skip
    start = _baseline(before, form)
    try:
        return made if start is None else made.starting(start)
    except ValuesError as error:
        if not form.wrong & {"due", "baseline"}:
            form.refuse("baseline", error)
        return made


def _members(words: str, place: Named) -> tuple[str, ...]:
    faults = Faults()
    found = [faults.take(partial(place, one), "") for one in _list(words)]
    faults.refuse()
    return tuple(found)


def _baseline(before: Target, form: _Form) -> Baseline | None:
    start = before.baseline
    if form.wrong & {"baseline", "baseline_period"}:
        return start
    value = form.text("baseline", str(start.value) if start else "")
    when = form.text("baseline_period", str(start.period) if start else "")
    if not value and not when:
        return None
    if not value or not when:
        form.refuse("baseline", refused("baseline_half"))
    number = start.value if start else Decimal(0)
    if form.said("baseline") and value:
        number = form.read("baseline", _single, number)
    period = form.read(
        "baseline_period", lambda words: read_period("baseline_period", words), start.period if start else None
    )
    if period is None or form.wrong & {"baseline", "baseline_period"}:
        form.wrong.add("baseline")
        return None
    return Baseline(number, period)


def _single(words: str) -> Decimal:
    goal = goal_of_cell(words, "", whole=True)
    if goal is None or goal.low is None or goal.low != goal.high:
        raise refused("baseline_words", words=words)
    return goal.low


def _direction(before: Target, form: _Form, goal: Goal) -> Direction:
    def of(words: str) -> Direction:
        if words not in _DIRECTIONS:
            raise refused("field_choice", field=_called("direction"), value=words, choice="up | down")
        return _DIRECTIONS[words]

    return form.read("direction", of, before.direction if goal.kind == before.goal.kind else 0, 0)


def _strength(words: str) -> Strength:
    said = table("plans.toml")["strength"]
    value = next((name for name in ("binding", "expected") if words == said[name]), words)
    for one in _STRENGTHS:
        if value == one:
            return one
    raise refused("field_choice", field=_called("strength"), value=words, choice="binding | expected")


def _measure(before: Target, form: _Form, goal: Goal) -> Measure:
    measures: tuple[Measure, ...] = get_args(Measure)

    def of(words: str) -> Measure:
        for one in measures:
            if words == one:
                return one
        raise refused("field_choice", field=_called("measure"), value=words, choice=" | ".join(measures))

    return form.read("measure", of, "rank" if goal.kind == "rank" else before.measure)


def _called(name: str) -> Mapping[str, str]:
    """What a field is called, with the word that is typed for it."""
    called: Mapping[str, str] = table(MESSAGES)["field"][name]
    return called


def read_goal(words: str) -> Goal:
    """不低于6%, 2700万标准箱左右, 45%–50%, 前15位, ≤32微克/立方米. Raises ValuesError for what is no figure."""
    goal = goal_of_cell(words, "", whole=True)
    if goal is None:
        raise refused("goal_words", words=words)
    return goal


def _day(field: str, words: str) -> date:
    """A day, or the last day of a month or year."""
    return read_period(field, words).end


def read_period(field: str, words: str) -> Period:
    """A period as a person writes it. Raises ValuesError."""
    try:
        return Period.parse(words)
    except ValueError:
        raise refused("field_date", field=_called(field), value=words) from None


def _list(words: str) -> list[str]:
    return [one for one in re.split("[、，,;；+]", words) if one.strip()]
