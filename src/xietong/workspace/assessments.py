"""Yearly assessments of a workspace: written as TOML, computed on observations, frozen, compared with the present."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from xietong.core import clock
from xietong.core.clock import today
from xietong.core.errors import ValuesError
from xietong.core.record import Entry, Record
from xietong.data.refusals import refusal
from xietong.observations import places
from xietong.observations.choose import choose
from xietong.observations.model import Observation
from xietong.observations.units import factor, scaled
from xietong.store import observations, records
from xietong.store.ledger import Ledger
from xietong.store.rows import Page
from xietong.targets.assessment.model import MESSAGES, Assessment, Item, Value, Values
from xietong.targets.assessment.read import read
from xietong.targets.assessment.record import Difference, differences, of_result, result
from xietong.targets.assessment.result import Result
from xietong.targets.assessment.result import result as scored
from xietong.workspace.entering import named

KIND = "assessment"
_MOST = 20_000
_LONGEST = 100_000  # characters of what an office writes


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment: what it is, its result (frozen, or on present data), the TOML it was written as. `differences` are from
    a frozen result to the present; `trouble` says why the present cannot be computed."""

    id: str
    assessment: Assessment
    result: Result
    source: str
    record: Record
    frozen: bool
    differences: tuple[Difference, ...] = ()
    trouble: ValuesError | None = None


class Assessments:
    """`ws.assessments`. A frozen one never changes."""

    def __init__(self, ledger: Ledger, person: Callable[[], str]) -> None:
        self._ledger, self._person = ledger, person

    def by(self, person: str) -> Assessments:
        """The same, with entries under another name."""
        return Assessments(self._ledger, lambda: person)

    def find(self, limit: int = 50, offset: int = 0) -> Page[tuple[Record, Assessment, bool]]:
        """Assessments, the latest year first."""
        with self._ledger.reading() as connection:
            page = records.find(connection, KIND, limit=limit, offset=offset, latest=True)
        rows = tuple((one, read(_source(one)), _frozen(one) is not None) for one in page.items)
        return Page(rows, page.total, page.limit, page.offset)

    def get(self, assessment: str) -> AssessmentRow:
        """One by its id or the beginning of it, with its result. NotFoundError; ValuesError where a goal cannot be judged."""
        with self._ledger.reading() as connection:
            kept = records.get(connection, KIND, assessment)
        one, frozen = read(_source(kept)), _frozen(kept)
        if frozen is None:
            return AssessmentRow(kept.subject, one, scored(one, self.values(one)), _source(kept), kept, False)
        then = result(frozen)
        try:
            now = scored(one, self.values(one))
        except ValuesError as error:
            return AssessmentRow(kept.subject, one, then, _source(kept), kept, True, (), error)
        return AssessmentRow(kept.subject, one, then, _source(kept), kept, True, differences(then, now))

    def history(self, assessment: str) -> tuple[Record, ...]:
        """All entries of an assessment, the first first."""
        with self._ledger.reading() as connection:
            return records.history(connection, KIND, records.get(connection, KIND, assessment).subject)

    def put(self, source: str, reason: str = "") -> str:
        """Enter an assessment, or another state of one of the same title and year that is not frozen; its id. ValuesError for
        one that cannot be understood or is frozen."""
        person = named(self._person())
        if len(source) > _LONGEST:
            raise refusal(MESSAGES, "unreadable", problem=f"> {_LONGEST}")
        one = read(source)
        scored(one, {})  # a goal without a direction, a joint goal that cannot be shared
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            held = records.held(connection, KIND, [one.id])
            if held:
                _refuse_frozen(held[0])
            records.add(connection, person, [_entry(one, source, None, reason)])
        return one.id

    def freeze(self, assessment: str) -> AssessmentRow:
        """Freeze the result on the present data. ValuesError where it is frozen, or the year is not over."""
        person = named(self._person())
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            kept = records.get(connection, KIND, assessment)
            _refuse_frozen(kept)
            one = read(_source(kept))
            if today() <= one.period.end:
                raise refusal(MESSAGES, "year_runs", year=one.year, today=today())
            found = of_result(scored(one, self.values(one)))
            records.add(connection, person, [_entry(one, _source(kept), found, "")])
        return self.get(kept.subject)

    def values(self, one: Assessment) -> Values:
        """What the ledger holds of an assessment's goals for its year, as released by its day; what is not there is left out."""
        found: dict[tuple[str, str], Value] = {}
        known = str(one.known) if one.known else ""
        with self._ledger.reading() as connection:
            for item in one.items:
                keys = _places(one, item)
                wanted = [key for places_of in keys.values() for key in places_of]
                rows = observations.grid(connection, [item.indicator], wanted, item.measure, known, _MOST)
                for territory, places_of in keys.items():
                    fit = [row.observation for row in rows if _fits(row.observation, one, item, places_of)]
                    value = _value(item, fit)
                    if value is not None:
                        found[item.code, territory] = value
        return found


def _places(one: Assessment, item: Item) -> dict[str, tuple[str, ...]]:
    """Keys that observations of each territory can have; those of a joint goal's members also the region as a whole."""
    keys: dict[str, tuple[str, ...]] = {territory: (territory,) for territory in one.territories}
    if item.joint is not None:
        whole = (places.whole(),) if set(item.joint.members) == set(places.members()) else ()
        keys[item.joint.place] = (item.joint.place, *whole)
    return keys


def _fits(found: Observation, one: Assessment, item: Item, keys: tuple[str, ...]) -> bool:
    key = found.key
    of_year = found.when.end == one.period.end and found.when.start in (one.period.start, None)
    return key.place in keys and of_year and key.scope == item.scope and not key.breakdown and found.form == "number"


def _value(item: Item, fit: Iterable[Observation]) -> Value | None:
    candidates = list(fit)
    if not candidates:
        return None
    chosen = choose(candidates).chosen
    goals = [*item.goals.values(), *([item.joint.goal] if item.joint else [])]
    unit = next((goal.unit for goal in goals if goal.unit), chosen.unit)
    by = factor(chosen.unit, unit)
    if by is None:
        return None
    return Value(scaled(chosen.value[0], by), unit, chosen.id, chosen.release.date)


def _entry(one: Assessment, source: str, frozen: dict[str, Any] | None, reason: str) -> Entry:
    terms = {"year": (str(one.year),), "frozen": ("yes" if frozen else "no",)}
    return Entry(KIND, one.id, {"source": source, "result": frozen}, "", one.period.end, terms, reason.strip())


def _source(kept: Record) -> str:
    return str((kept.content or {})["source"])


def _frozen(kept: Record) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (kept.content or {}).get("result")
    return found


def _refuse_frozen(kept: Record) -> None:
    if _frozen(kept) is not None:
        one = read(_source(kept))
        raise refusal(MESSAGES, "frozen", title=one.title, at=str(clock.day_of(kept.at)))
