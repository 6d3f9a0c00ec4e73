"""Tasks, updates, matters, meetings and projects as entries of the ledger, and back from its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from xietong.core.content import content, of_content
from xietong.core.record import Entry, Record
from xietong.targets.tasks.matters import Matter, Meeting
from xietong.targets.tasks.model import Task, Update
from xietong.targets.tasks.project import Project

KINDS = ("task", "update", "problem", "request", "meeting", "project")
T = TypeVar("T", Task, Update, Matter, Meeting, Project)


def task_entry(key: str, task: Task, reason: str = "") -> Entry:
    """A task under its id."""
    at = task.source
    terms = {
        "territory": task.territories, "target": task.targets, "after": task.after, "meeting": (at.meeting,) if at is not None and at.meeting else (),
    }  # fmt: skip
    return Entry("task", key, content(task), task.parent, task.due, terms, reason)


def update_entry(update: Update) -> Entry:
    """An update; a correction is the next entry of the same subject."""
    terms = {"evidence": tuple(one.id for one in update.evidence)}
    return Entry("update", update.id, content(update), update.task, update.day, terms, update.reason)


def matter_entry(key: str, matter: Matter, reason: str = "") -> Entry:
    """A problem or request."""
    bodies = tuple(dict.fromkeys((*matter.asked, *((matter.raised_by,) if matter.raised_by else ()))))
    terms = {
        "status": (matter.status, "unresolved") if matter.is_open else (matter.status,), "party": bodies,
        "asked": matter.asked, "territory": matter.territories, "blocking": ("yes",) if matter.blocking else (),
        "meeting": (matter.meeting,) if matter.meeting else (), "evidence": tuple(one.id for one in matter.evidence),
    }  # fmt: skip
    return Entry(matter.kind, key, content(matter), matter.task, matter.day, terms, reason)


def meeting_entry(key: str, meeting: Meeting, reason: str = "") -> Entry:
    """A meeting with its agenda and conclusions."""
    terms = {"status": ("held" if meeting.held else "planned",)}
    return Entry("meeting", key, content(meeting), "", meeting.day, terms, reason)


def project_entry(key: str, project: Project, reason: str = "") -> Entry:
    """A project, by the day of its first stage."""
    terms = {"origin": (project.origin,), "host": (project.host,), "task": project.tasks}
    return Entry("project", key, content(project), "", next(project.stages())[1], terms, reason)


def of_record(cls: type[T], record: Record) -> T:
    """What a record holds. ValueError for one that was withdrawn."""
    found: Mapping[str, Any] | None = record.content
    if found is None:
        raise ValueError(f"{record.kind} {record.subject} was withdrawn")
    return of_content(cls, found)
