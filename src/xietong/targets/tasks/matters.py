"""What stands in the way: problems, requests for coordination, and the meeting whose conclusions become tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from xietong.core.ids import content_id
from xietong.targets.tasks.limits import listed, said
from xietong.targets.tasks.model import Evidence
from xietong.targets.tasks.refusal import refused

MatterKind = Literal["problem", "request"]
MatterStatus = Literal["open", "listed", "concluded", "resolved", "withdrawn"]
"""open → listed (on an agenda) → concluded (a conclusion was drawn) → resolved; or withdrawn."""
STATUSES: tuple[MatterStatus, ...] = get_args(MatterStatus)
OPEN: tuple[MatterStatus, ...] = ("open", "listed", "concluded")


@dataclass(frozen=True, slots=True)
class Matter:
    """A problem of a task, or a request for coordination; both go on an agenda.

    `blocking`: the task cannot go on. `asked` are the bodies that shall act, `raised_by` the body that says so. `meeting`
    is the id of the meeting it is on. `problem`: for a request the problem it is about, if any. `evidence`: the documents
    and statements it rests on. Raises ValuesError for a resolution before the day it was raised, or without words.
    """

    kind: MatterKind
    task: str
    day: date
    title: str
    text: str = ""
    raised_by: str = ""
    asked: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    blocking: bool = False
    problem: str = ""
    status: MatterStatus = "open"
    meeting: str = ""
    resolved: date | None = None
    resolution: str = ""
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        said("title", self.title)
        said("text", self.text)
        said("text", self.resolution)
        listed("bodies", self.asked)
        listed("evidence", self.evidence)
        if self.status not in STATUSES:
            raise refused("status", status=self.status)
        if self.status == "resolved" and (self.resolved is None or not self.resolution.strip()):
            raise refused("resolution", title=self.title)
        if self.resolved is not None and self.resolved < self.day:
            raise refused("resolved_early", title=self.title, resolved=self.resolved, day=self.day)

    @property
    def is_open(self) -> bool:
        """Whether it still stands in the way."""
        return self.status in OPEN

    def blocks(self, day: date) -> bool:
        """Whether the task could not go on on a day because of it."""
        over = None if self.is_open else self.resolved or self.day
        return self.blocking and self.day <= day and (over is None or day < over)

    @property
    def first_id(self) -> str:
        """The id it gets when it is first entered."""
        return content_id(self.kind, self.task, str(self.day), self.title)


@dataclass(frozen=True, slots=True)
class Item:
    """A point of an agenda: what it is about (ids of problems and requests) and, once it was spoken of, what was concluded.

    `tasks` are the ids of the tasks that the conclusion became.
    """

    title: str
    matters: tuple[str, ...] = ()
    conclusion: str = ""
    tasks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        said("title", self.title)
        said("text", self.conclusion)
        listed("matters", self.matters)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the leaders or of a joint office: its agenda and its conclusions. `held`: it took place."""

    title: str
    day: date
    bodies: tuple[str, ...] = ()
    place: str = ""
    items: tuple[Item, ...] = ()
    held: bool = False

    def __post_init__(self) -> None:
        said("title", self.title)
        listed("bodies", self.bodies)
        listed("items", [one.title for one in self.items])
        gathered = [matter for one in self.items for matter in one.matters]
        listed("matters", gathered)
        spoken = next((one for one in self.items if one.conclusion and not self.held), None)
        if spoken is not None:
            raise refused("not_held", title=self.title, item=spoken.title)

    @property
    def first_id(self) -> str:
        """The id it gets when it is first entered."""
        return content_id("meeting", self.title, str(self.day))
