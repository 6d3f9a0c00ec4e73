"""The targets of a workspace: proposals confirmed by a person, targets entered by hand, corrected, withdrawn; as of any day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from xietong.core import clock
from xietong.core.errors import NotFoundError
from xietong.core.record import Entry, Record
from xietong.observations.territories import gazetteer
from xietong.store import observations, records
from xietong.store.ledger import Ledger
from xietong.store.rows import Page
from xietong.targets.confirmed import confirmed, turned_down
from xietong.targets.entered import corrected, entered
from xietong.targets.faults import Faults
from xietong.targets.held import KIND, Held, of_record, record
from xietong.targets.proposals import Proposal
from xietong.targets.refusal import refused
from xietong.targets.score import Version
from xietong.workspace.observations import indicator_key, place_key
from xietong.workspace.plans import Plans

Terms = Mapping[str, str]
HELD: Terms = {"state": "held"}
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """A target with who entered its present version, when and why; `number` is that of the record."""

    held: Held
    number: int
    at: datetime
    person: str
    reason: str


class Targets:
    """Every change is one more record; earlier ones stay and can be asked for."""

    def __init__(self, ledger: Ledger, reviewer: Callable[[], str], plans: Plans) -> None:
        self._ledger, self._reviewer, self.plans = ledger, reviewer, plans

    def by(self, person: str) -> Targets:
        """The same for entries that bear another name than the one that is set."""
        return Targets(self._ledger, lambda: person, self.plans)

    @property
    def ledger(self) -> Ledger:
        """Where they are kept."""
        return self._ledger

    # -- asking ----------------------------------------------------------------------------------------------------

    def get(self, subject: str, as_of: date | None = None) -> Recorded:
        """A target by its id or the beginning of it, as it was at the end of a day. NotFoundError where there is none."""
        with self._ledger.reading() as connection:
            return _recorded(records.get(connection, KIND, subject, None if as_of is None else clock.end_of(as_of)))

    def find(
        self, terms: Terms = HELD, limit: int | None = 50, offset: int = 0, *, first: date | None = None,
        last: date | None = None, as_of: date | None = None, known: datetime | None = None, whole: str = "",
    ) -> Page[Recorded]:  # fmt: skip
        """Targets by the words they bear, ordered by due day, as entered by the end of a day or by a moment. `whole`: the
        parts of a target."""
        with self._ledger.reading() as connection:
            page = records.find(
                connection, KIND, {**HELD, **terms}, parent=whole or None, first=first, last=last,
                as_of=known or (None if as_of is None else clock.end_of(as_of)), limit=limit, offset=offset,
            )  # fmt: skip
        return Page(tuple(map(_recorded, page.items)), page.total, page.limit, page.offset)

    def within(self, document: str, start: int, end: int) -> tuple[Recorded, ...]:
        """The targets that a plan sets between two of its characters, in the order of the text."""
        found = self.find({"document": document}, limit=None).items
        here = [one for one in found if one.held.said is not None and start <= one.held.said.start < end]
        return tuple(sorted(here, key=lambda one: one.held.said.start if one.held.said else 0))

    def counts(self, name: str, terms: Terms = HELD) -> dict[str, int]:
        """How many targets bear each value of a word (territory, body, indicator, year, …), the most frequent first."""
        with self._ledger.reading() as connection:
            return records.counts(connection, KIND, name, {**HELD, **terms})

    def territories(self, indicators: Iterable[str]) -> dict[str, set[str]]:
        """Where targets were proposed or set for each of some indicators."""
        with self._ledger.reading() as connection:
            found = records.pairs(connection, KIND, "indicator", "territory", indicators)
        places: dict[str, set[str]] = {}
        for indicator, territory in found:
            places.setdefault(indicator, set()).add(territory)
        return places

    def history(self, subject: str) -> tuple[Version, ...]:
        """All versions of a target, the first first."""
        with self._ledger.reading() as connection:
            found = records.history(connection, KIND, subject)
        return tuple(
            Version(
                None if one.content is None else of_record(one.subject, one.content), one.at, one.person, one.reason
            )
            for one in found
        )

    def decided(self, subjects: Iterable[str]) -> dict[str, Recorded]:
        """What was said of some proposals, by subject: confirmed or rejected."""
        wanted = set(subjects)
        with self._ledger.reading() as connection:
            found = records.of_subjects(connection, KIND, wanted)
        return {one.subject: _recorded(one) for one in found}

    # -- proposals -------------------------------------------------------------------------------------------------

    def proposal(self, document: str, subject: str) -> Proposal:
        """A goal of a document by its subject or the beginning of it. NotFoundError where there is none, or more than one."""
        found = [
            one
            for plan in self.plans.of(document)
            for one in plan.proposals
            if subject and one.subject.startswith(subject)
        ]
        if len({one.subject for one in found}) != 1:
            raise NotFoundError(
                f"the document has no goal, or more than one, with an id that begins with {subject!r}.",
                f"这份文件里没有编号以“{subject}”开头的目标，或不止一个。",
            )
        return found[0]

    def confirm(
        self, document: str, subject: str, fields: Mapping[str, str] | None = None, reason: str = ""
    ) -> Recorded:
        """Accept a proposal, with the fields in which the person says otherwise. Raises ValuesError where something is
        lacking or wrong, all of it at once: nothing is recorded then. A goal that was decided before is decided anew."""
        made = self.proposal(document, subject)
        held = confirmed(made, fields or {}, self._indicator, self._place, self.unfit("–"))
        return self._record([held], reason)[0]

    def confirm_all(self, document: str, reason: str = "", *, printed: bool = False) -> tuple[Recorded, ...]:
        """Accept the open proposals of a document that lack nothing; the others stay open. printed: also those of which only
        the indicator or the place is not known, under the words as printed."""
        found = [one for plan in self.plans.of(document) for one in plan.proposals]
        known = self.decided(one.subject for one in found)
        ready = {
            one.subject: one.held
            for one in found
            if one.held and (one.printed if printed else not one.lacks) and one.subject not in known
        }
        return self._record(list(ready.values()), reason)

    def reject(self, document: str, subject: str, reason: str) -> Recorded:
        """Turn a proposal down; the reason is needed."""
        made = self.proposal(document, subject)
        self.unfit(reason).refuse()
        return self._record([turned_down(made)], reason)[0]

    # -- entering --------------------------------------------------------------------------------------------------

    def add(self, fields: Mapping[str, str], reason: str) -> Recorded:
        """Enter a target by hand; the reason, or the clause that sets it, is needed. ValuesError with all that is wrong, and
        where the same target is there already."""
        held = entered(fields, self._indicator, self._place, self.unfit(reason))
        if self.decided([held.subject]):
            raise refused("target_there", subject=held.subject[:12])
        return self._record([held], reason)[0]

    def correct(self, subject: str, fields: Mapping[str, str], reason: str) -> Recorded:
        """Change a target; the reason is needed, what held before stays to be seen."""
        before = self.get(subject).held
        after = corrected(before, fields, self._indicator, self._place, self.unfit(reason))
        if after == before:
            raise refused("nothing_changed")
        return self._record([after], reason)[0]

    def withdraw(self, subject: str, reason: str) -> None:
        """Take a target back; its history stays, a proposal is open again. The reason is needed."""
        held = self.get(subject).held
        self.unfit(reason).refuse()
        parts = self.find({}, None, whole=held.subject).items
        entries = [
            Entry(KIND, one, None, reason=reason.strip()) for one in (held.subject, *(p.held.subject for p in parts))
        ]
        self.put(entries)

    def put(self, entries: Iterable[Entry]) -> tuple[Record, ...]:
        """Record entries under the name that is set, all or none."""
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            return records.add(connection, self.person, entries)

    @property
    def person(self) -> str:
        """Whose name entries bear. ValuesError where none is set."""
        name = self._reviewer()
        if not name:
            raise refused("no_person")
        return name

    def unfit(self, reason: str) -> Faults:
        """What keeps an entry from being made whatever it says: no reason, nobody's name."""
        faults = Faults()
        if not reason.strip():
            faults.add(refused("reason_missing"))
        faults.take(lambda: self.person, "")
        return faults

    def _record(self, helds: list[Held], reason: str) -> tuple[Recorded, ...]:
        return tuple(map(_recorded, self.put(entry(one, reason) for one in helds)))

    def _place(self, given: str) -> str:
        return known_place(self._ledger, given)

    def _indicator(self, given: str) -> str:
        """A name as the key of observations: of an index of the workspace as it is kept, else as the catalogue has it."""
        with self._ledger.reading() as connection:
            if observations.series_of(connection, given, "", 1):
                return given
        return indicator_key(given)


def known_place(ledger: Ledger, given: str) -> str:
    """A place as observations keep it. ValuesError for one that neither the gazetteer nor an observation knows: a target
    there would never meet a figure."""
    key = place_key(given)
    for one in key.split("+"):
        if one and one in gazetteer().territories:
            continue
        with ledger.reading() as connection:
            if not one or not observations.series_of(connection, "", one, 1):
                raise refused("place_unknown", place=given)
    return key


def entry(held: Held, reason: str) -> Entry:
    """The record of a target."""
    terms = {**held.terms, "state": (held.state,)}
    return Entry(
        KIND, held.subject, record(held), held.whole or held.document, held.target.due, terms, reason.strip()[:2000]
    )


def _recorded(one: Record) -> Recorded:
    assert one.content is not None  # withdrawn ones are not found
    return Recorded(of_record(one.subject, one.content), one.number, one.at, one.person, one.reason)
