"""Tasks of a workspace: proposed from a plan and confirmed, reported week by week, on the agenda, done; and projects.

All of it is records: who entered what when, nothing overwritten, the state as of any day as it was known at any moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from xietong.core.issue import Issue
from xietong.core.record import Record
from xietong.store.rows import Page
from xietong.targets.tasks.matters import Matter, MatterKind, Meeting
from xietong.targets.tasks.model import Status, Task, Update
from xietong.targets.tasks.project import Project
from xietong.targets.tasks.standing import Standing, State


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day, and the moment up to which entries count (None: all). Late entries show as the difference between two."""

    day: date
    known: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tasks: all that is given must hold. `body` in any role, `lead` those that must report; `plan` a document's id;
    `words` in title or text; `due_from`, `due_to` a span of due dates. `standings` any of them."""

    body: str = ""
    lead: str = ""
    plan: str = ""
    territory: str = ""
    parent: str = ""
    target: str = ""
    status: tuple[Status, ...] = ()
    standings: tuple[Standing, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as lists show it: what was entered last, how it stands, in a word, and the entry."""

    id: str
    task: Task
    state: State
    standing: Standing
    record: Record


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """An update as it was entered. `late`: days between the day it is for and the day it was entered, where that is more than
    its week allows (0 otherwise); `corrects`: the record number of the entry it replaced."""

    update: Update
    record: Record
    late: int = 0
    corrects: int = 0


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A problem or request with its task's title and its entry."""

    id: str
    matter: Matter
    task: str
    record: Record


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting and its entry."""

    id: str
    meeting: Meeting
    record: Record


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project and its entry."""

    id: str
    project: Project
    record: Record


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A body (its present name) with how many of the tasks it answers for stand how, and how many it supports."""

    body: str
    counts: dict[Standing, int]
    supporting: int = 0
    silent: int = 0
    problems: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """What was recorded, and what is worth a look though it was taken."""

    ids: tuple[str, ...]
    issues: tuple[Issue, ...] = ()
    records: tuple[Record, ...] = field(default=())


class Tasks:
    """`ws.tasks`. Every method that writes checks all it is given first: ValuesError, and nothing is saved, or all is."""

    # -- asking --------------------------------------------------------------------------------------------------

    def get(self, task: str, as_of: AsOf | None = None) -> TaskRow:
        """One task by its id or the beginning of it. NotFoundError."""
        raise NotImplementedError

    def find(
        self, asked: Asked | None = None, as_of: AsOf | None = None, limit: int | None = 50, offset: int = 0
    ) -> Page[TaskRow]:
        """Tasks by due date. `as_of` None: today, with all that is known."""
        raise NotImplementedError

    def board(self, as_of: AsOf | None = None, plan: str = "") -> tuple[BoardRow, ...]:
        """All bodies with their counts, the one with most to answer for first."""
        raise NotImplementedError

    def updates(
        self, tasks: Sequence[str] = (), first: date | None = None, last: date | None = None, known: datetime | None = None,
        limit: int | None = None, offset: int = 0,
    ) -> Page[UpdateRow]:  # fmt: skip
        """What holds of the weeks that end in a span of days, of some tasks or of all; by day, the latest first."""
        raise NotImplementedError

    def history(self, task: str) -> tuple[Record, ...]:
        """All entries about a task: itself, its updates and matters, the latest first."""
        raise NotImplementedError

    def matters(
        self, kinds: Sequence[MatterKind] = (), *, task: str = "", body: str = "", is_open: bool | None = None,
        as_of: AsOf | None = None, limit: int | None = 50, offset: int = 0,
    ) -> Page[MatterRow]:  # fmt: skip
        """Problems and requests by the day they were raised."""
        raise NotImplementedError

    def meetings(
        self, first: date | None = None, last: date | None = None, limit: int | None = 50, offset: int = 0
    ) -> Page[MeetingRow]:
        """Meetings, the latest first."""
        raise NotImplementedError

    # -- entering ------------------------------------------------------------------------------------------------

    def add(self, tasks: Sequence[Task], reason: str = "") -> Saved:
        """Enter tasks. Those that refer to each other (parent, after) do so by `Task.first_id`."""
        raise NotImplementedError

    def change(self, task: str, to: Task, reason: str) -> Saved:
        """Enter another state of a task; the reason says why."""
        raise NotImplementedError

    def report(self, updates: Sequence[Update], today: date | None = None) -> Saved:
        """Enter updates."""
        raise NotImplementedError
