"""A record: one dated entry that a person made about something, the whole of what holds of it from then on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """What is about to be recorded.

    `kind` is the noun (target, task, update, …), `subject` the id of the thing, `parent` the id of the thing it belongs
    to. `content` is JSON and holds the whole state, not a difference; None withdraws the subject. `day` is the day it is
    asked for by (a due date, the day of an update), None where it has none. `terms` are the words it is found by, by
    name: {"lead": ("河北省发展改革委",), "status": ("open",)}.
    """

    kind: str
    subject: str
    content: Mapping[str, Any] | None
    parent: str = ""
    day: date | None = None
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """An entry as it is kept: never changed after. `number` counts all entries of a workspace in the order they were made;
    `at` is when, `person` by whom; `superseded` when the next entry of the subject took its place."""

    number: int
    kind: str
    subject: str
    parent: str
    day: date | None
    content: Mapping[str, Any] | None
    reason: str
    person: str
    at: datetime
    superseded: datetime | None
