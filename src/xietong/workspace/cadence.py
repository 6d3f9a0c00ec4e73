"""The cadence of a workspace: occasions of its rules, editions put together at their dates and frozen, what is owed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from xietong.core import clock, grid
from xietong.core.calendar import WorkCalendar
from xietong.core.clock import today
from xietong.core.errors import CalendarError
from xietong.core.record import Record
from xietong.data.refusals import refusal
from xietong.store import cadence as kept
from xietong.store import records
from xietong.store.cadence import DueRow, EditionRow
from xietong.store.ledger import Ledger
from xietong.store.rows import Page
from xietong.targets.cadence.changes import Change, changes, lasting
from xietong.targets.cadence.edition import Edition, Lines, Vintage
from xietong.targets.cadence.model import MESSAGES, Occasion, Rule
from xietong.targets.cadence.occasions import known, occasion
from xietong.targets.cadence.read import load, usual
from xietong.workspace.calendars import calendar
from xietong.workspace.compose import Composer
from xietong.workspace.entering import named

if TYPE_CHECKING:
    from xietong.workspace.workspace import Workspace

Origins = Mapping[tuple[str, str], Record]
FILE = "cadence.toml"  # an office's own, in the workspace


@dataclass(frozen=True, slots=True)
class Shown:
    """An edition as it is looked at: frozen (`row`), or as it would be now (None). `before` is the edition before, `moved`
    what changed since then (`changed` counts by section), `since` what the same day's facts give by all that is known now (None where not asked)."""

    occasion: Occasion
    row: EditionRow | None
    edition: Edition
    lines: Lines
    before: EditionRow | None
    moved: tuple[Change, ...]
    changed: Mapping[str, int]
    since: tuple[Change, ...] | None = None


class Cadence:
    """`ws.cadence`. A frozen edition never changes; what was entered later stands beside it and in the next."""

    def __init__(self, ledger: Ledger, place: Path, person: Callable[[], str], workspace: Workspace) -> None:
        self._ledger, self._place, self._person, self._workspace = ledger, place, person, workspace
        self._composer = Composer(workspace, ledger)

    def by(self, person: str) -> Cadence:
        """The same, with entries under another name."""
        return Cadence(self._ledger, self._place, lambda: person, self._workspace)

    # -- when --------------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day by the office's clock."""
        return today()

    @property
    def calendar(self) -> WorkCalendar:
        """Working days."""
        return calendar()

    def rules(self) -> tuple[Rule, ...]:
        """The office's own rules (`cadence.toml` of the workspace), else the usual. ValuesError for a faulty file."""
        file = self._place / FILE
        return load(file) if file.exists() else usual()

    def occasions(self, first: date, last: date) -> tuple[tuple[Occasion, ...], CalendarError | None]:
        """The occasions of a span of days by day, and why some are not known (a year without a table)."""
        return known(self.rules(), calendar(), first, last)

    def due(self, first: date, last: date, limit: int = 300, body: str = "") -> list[DueRow]:
        """Tasks due in a span of days and not closed, by day."""
        with self._ledger.reading() as connection:
            return kept.due(connection, first, last, limit, self._composer.names(body, last) if body else ())

    def due_counts(self, first: date, last: date) -> dict[date, int]:
        """How many on each day."""
        with self._ledger.reading() as connection:
            return kept.due_counts(connection, first, last)

    # -- editions ----------------------------------------------------------------------------------------------------

    def find(self, code: str = "", limit: int = 50, offset: int = 0) -> Page[EditionRow]:
        """Frozen editions, the latest first."""
        terms = {"code": code} if code else {}
        with self._ledger.reading() as connection:
            page = records.find(connection, kept.EDITION, terms, limit=limit, offset=offset, latest=True)
        return Page(tuple(map(kept.row, page.items)), page.total, page.limit, page.offset)

    def waiting(self, on: date | None = None, reach: int = 62) -> tuple[Occasion, ...]:
        """Occasions of the last days that are not frozen yet, by day."""
        last = on or today()
        found, _ = self.occasions(last - timedelta(days=reach), last)
        with self._ledger.reading() as connection:
            done = {one.subject for one in records.held(connection, kept.EDITION, [one.id for one in found])}
        return tuple(one for one in found if one.id not in done)

    def get(self, code: str, period: str, *, beside: bool = False, whole: bool = True) -> Shown:
        """An edition: frozen, or as it would be today; with `beside` also how the present differs; `whole` False: the first
        lines and changes of each section are enough. ValuesError where there is no such occasion, or its day is yet to come."""
        with self._ledger.reading() as connection:
            row = kept.get(connection, code, period)
            before = kept.before(connection, code, row.edition.day) if row else None
            if row is not None and not (whole or beside):
                first = kept.opening(connection, row.id)
                return Shown(self._occasion(row), row, row.edition, first.lines, before, first.moved, first.changed)
            lines = kept.lines(connection, row.id) if row else None
            old = kept.lines(connection, before.id) if before else None
        if row is None or lines is None:
            return self._preview(code, period)
        one = self._occasion(row)
        moved = changes(lasting(old.lines), lasting(lines.lines)) if old else ()
        since = changes(lines.lines, self._lines(one, before, None).lines) if beside else None
        return Shown(one, row, row.edition, lines, before, moved, _counts(moved), since)

    def origins(self, shown: Shown) -> Origins:
        """What lines of problems and of late entries are about, by kind and subject of the line."""
        changed = (*shown.moved, *(shown.since or ()))
        some = (*shown.lines.lines, *shown.lines.late, *(one.line for one in changed))
        with self._ledger.reading() as connection:
            return kept.origins(connection, some)

    def _occasion(self, row: EditionRow) -> Occasion:
        """The occasion of a frozen edition; the rules may be others by now, its days are those it was frozen with."""
        head = row.edition
        same = [one for one in self.rules() if one.code == head.code] or list(usual())[:1]
        period = grid.named(head.period)
        rule = next((one for one in same if one.holds(period)), same[-1])
        sections = tuple(dict.fromkeys((*head.counts, *rule.sections)))
        return Occasion(replace(rule, code=head.code, sections=sections), period, head.planned, head.day, ())

    def _preview(self, code: str, period: str) -> Shown:
        one = self._due(code, period)
        with self._ledger.reading() as connection:
            before = kept.before(connection, code, one.day)
            old = kept.lines(connection, before.id) if before else None
            at = min(clock.end_of(one.day), clock.now())
            number = kept.last_number(connection, at)
        lines = self._lines(one, before, at)
        head = _head(one, before, lines, at, number)
        moved = changes(lasting(old.lines), lasting(lines.lines)) if old else ()
        return Shown(one, None, head, lines, before, moved, _counts(moved))

    def _due(self, code: str, period: str) -> Occasion:
        """The occasion, whose day must have come."""
        one = occasion(self.rules(), calendar(), code, period)
        if one.day > today():
            raise refusal(MESSAGES, "not_yet", period=one.name, day=one.day, today=today())
        return one

    def _lines(self, one: Occasion, before: EditionRow | None, at: datetime | None) -> Lines:
        return self._composer.lines(one, before, at)

    def freeze(self, code: str, period: str) -> EditionRow:
        """Put an edition together as of the end of its day (or this moment, on the day itself) and freeze it. ValuesError
        where it is frozen already or its day is yet to come."""
        person, one = named(self._person()), self._due(code, period)
        self._refuse_frozen(one)
        shown = self._preview(code, period)
        with self._ledger.writing() as connection:
            records.take_turn(connection)
            if kept.get(connection, code, period) is not None:
                self._refuse_frozen(one)
            records.add(connection, person, kept.entries(one.id, shown.edition, shown.lines, shown.moved))
            row = kept.get(connection, code, period)
        assert row is not None
        return row

    def freeze_all(self, reach: int = 62) -> Iterator[EditionRow]:
        """Freeze all that wait, by day."""
        for one in self.waiting(reach=reach):
            yield self.freeze(one.rule.code, one.name)

    def _refuse_frozen(self, one: Occasion) -> None:
        with self._ledger.reading() as connection:
            row = kept.get(connection, one.rule.code, one.name)
        if row is not None:
            raise refusal(MESSAGES, "frozen", period=one.name, at=clock.stamp(row.record.at))


def _counts(moved: Sequence[Change]) -> dict[str, int]:
    return dict(Counter(one.line.section for one in moved))


def _head(one: Occasion, before: EditionRow | None, lines: Lines, at: datetime, number: int) -> Edition:
    used = tuple(sorted({each.facts["observation"] for each in lines.lines if each.facts.get("observation")}))
    vintage = Vintage(one.day, at, number, used, lines.digest)
    name = before.edition.period if before else ""
    return Edition(one.rule.code, one.name, one.planned, one.day, vintage, name, lines.counts, len(lines.late))
