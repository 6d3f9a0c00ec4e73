"""What persons type, in a form, on the command line or in a list, ↔ tasks, updates, projects, problems and meetings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from xietong.core.errors import ValuesError
from xietong.core.grid import named
from xietong.core.period import Period
from xietong.data import table
from xietong.observations import places
from xietong.observations.territories import resolve
from xietong.observations.territories.spelling import plain
from xietong.targets.tasks.bodies import register
from xietong.targets.tasks.limits import CURRENCIES, said
from xietong.targets.tasks.matters import Item, Matter, MatterKind, Meeting
from xietong.targets.tasks.model import Evidence, Milestone, Money, Status, Task, Update
from xietong.targets.tasks.project import Project
from xietong.targets.tasks.refusal import refused
from xietong.targets.tasks.text import line, named_line, visible, words

Fields = Mapping[str, str]
Find = Callable[[str], str]
"""A reference as typed (the beginning of an id, a title) → the whole id. ValuesError where it is none or not one."""

_NAMES = re.compile(r"[、,，;；\n]+")
_JOINED = 15  # pieces, marks between them counted, that one title may have
_LINES = re.compile(r"[;；\n]+")
_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$")
_WEEK = re.compile(r"(\d{4})(?:-W|年第?)(\d{1,2})周?$", re.IGNORECASE)
_MONEY = re.compile(r"([\d,，]*\.?\d+)\s*([^\d\s.,，]+)$")


def task_of(fields: Fields, find: Find, base: Task | None = None) -> Task:
    """A task from what was typed; fields that are not given stay as in `base`. `after`, `parent` and `targets` are found by
    `find`. ValuesError with the first thing that is not understood."""
    held = base or Task("–")
    territory = _territories(fields["territories"]) if "territories" in fields else held.territories
    seat = territory[0] if len(territory) == 1 else ""

    def bodies(name: str, before: tuple[str, ...]) -> tuple[str, ...]:
        return body_names(fields[name], seat) if name in fields else before

    return Task(
        line(fields["title"]) if "title" in fields else (held.title if base else ""),
        bodies("lead", held.lead), bodies("supporting", held.supporting), bodies("responsible", held.responsible),
        territory,
        day(fields["start"]) if "start" in fields else held.start,
        day(fields["due"]) if "due" in fields else held.due,
        held.inherited and ("due" not in fields or day(fields["due"]) == held.due),
        milestones(fields["milestones"]) if "milestones" in fields else held.milestones,
        references(fields["after"], find) if "after" in fields else held.after,
        money(fields["planned"]) if "planned" in fields else held.planned, held.sizes,
        tuple(parts(fields["targets"])) if "targets" in fields else held.targets,
        (find(fields["parent"].strip()) if fields["parent"].strip() else "") if "parent" in fields else held.parent,
        held.source, words(fields["text"]) if "text" in fields else held.text,
    )  # fmt: skip


def update_of(fields: Fields, find: Find) -> Update:
    """An update from what was typed. ValuesError."""
    given = fields.get("when", "").strip()
    if not given:
        raise refused("no_when")
    return Update(
        find(fields.get("task", "").strip()), when(given), status(fields.get("status", "")),
        percentage(fields.get("completion", "")), money(fields.get("invested", "")), words(fields.get("text", "")),
        tuple(evidence(one) for one in parts(fields.get("evidence", ""))),
        tuple(one.strip() for one in _LINES.split(visible(fields.get("reached", ""))) if one.strip()),
        fields.get("correction", "").strip().lower() in table("tasks.toml")["words"]["yes"], words(fields.get("reason", "")),
    )  # fmt: skip


def project_of(fields: Fields, find: Find, base: Project | None = None) -> Project:
    """A project from what was typed; fields that are not given stay as in `base`. ValuesError."""

    def days(name: str) -> date | None:
        return day(fields[name]) if name in fields else getattr(base, name, None)

    def sums(name: str) -> Money | None:
        return money(fields[name]) if name in fields else getattr(base, name, None)

    def text(name: str) -> str:
        return words(fields[name]) if name in fields else getattr(base, name, "")

    def place(name: str) -> str:
        return territory(fields[name]) if name in fields else getattr(base, name, "")

    host = place("host")
    return Project(
        line(text("title")), place("origin"), host, days("signed"), days("landed"), days("started"), days("production"),
        days("ended"), text("ending"), sums("intended"), sums("agreed"), sums("paid"), named_line(text("industry")),
        named_line(text("park")), body_names(fields["lead"], host) if "lead" in fields else getattr(base, "lead", ()),
        references(fields["tasks"], find) if "tasks" in fields else getattr(base, "tasks", ()),
        text("text"),
    )  # fmt: skip


def matter_of(kind: MatterKind, fields: Fields, find: Find) -> Matter:
    """A problem or request from what was typed. ValuesError."""
    on = day(fields.get("day", ""))
    if on is None:
        raise refused("no_day")
    raised = body_names(fields.get("raised_by", ""))
    return Matter(
        kind, find(fields["task"].strip()) if fields.get("task", "").strip() else "", on, line(fields.get("title", "")),
        words(fields.get("text", "")), raised[0] if raised else "", body_names(fields.get("asked", "")),
        _territories(fields.get("territories", "")),
        fields.get("blocking", "").strip().lower() in table("tasks.toml")["words"]["yes"], fields.get("problem", "").strip(),
        evidence=tuple(evidence(one) for one in parts(fields.get("evidence", ""))),
    )  # fmt: skip


def meeting_of(fields: Fields, items: Sequence[Item]) -> Meeting:
    """A meeting from what was typed, with the points that were gathered and those of `points`, one a line. ValuesError."""
    on = day(fields.get("day", ""))
    if on is None:
        raise refused("no_day")
    return Meeting(
        line(fields.get("title", "")), on, body_names(fields.get("bodies", "")), named_line(fields.get("place", "")),
        (*items, *(Item(line(one)) for one in fields.get("points", "").splitlines() if one.strip())),
    )  # fmt: skip


def task_fields(task: Task) -> dict[str, str]:
    """A task as it would be typed; references by their whole ids."""
    return {
        "title": task.title, "lead": "、".join(task.lead), "supporting": "、".join(task.supporting),
        "responsible": "、".join(task.responsible), "territories": "、".join(map(places.words, task.territories)),
        "start": str(task.start or ""), "due": str(task.due or ""),
        "milestones": "\n".join(f"{one.due} {one.title}" for one in task.milestones), "after": "、".join(task.after),
        "planned": str(task.planned or ""), "parent": task.parent, "targets": "、".join(task.targets), "text": task.text,
    }  # fmt: skip


def update_fields(update: Update) -> dict[str, str]:
    """An update as it would be typed."""
    one_day = update.when.start == update.when.end
    return {
        "task": update.task, "when": str(update.day) if one_day else update.week, "status": update.status,
        "completion": "" if update.completion is None else f"{update.completion:f}", "invested": str(update.invested or ""),
        "text": update.text, "evidence": "、".join(f"{one.kind}:{one.id}" for one in update.evidence),
        "reached": "\n".join(update.reached), "correction": "yes" if update.correction else "", "reason": update.reason,
    }  # fmt: skip


def project_fields(project: Project) -> dict[str, str]:
    """A project as it would be typed."""
    days = {name: str(getattr(project, name) or "") for name in ("signed", "landed", "started", "production", "ended")}
    sums = {name: str(getattr(project, name) or "") for name in ("intended", "agreed", "paid")}
    return {
        "title": project.title, "origin": places.words(project.origin), "host": places.words(project.host), **days,
        "ending": project.ending, **sums, "industry": project.industry, "park": project.park,
        "lead": "、".join(project.lead), "tasks": "、".join(project.tasks), "text": project.text,
    }  # fmt: skip


# -- single values --------------------------------------------------------------------------------------------------------


def parts(given: str) -> list[str]:
    """What commas, 、 and line ends part. ValuesError for control characters."""
    return list(dict.fromkeys(one.strip() for one in _NAMES.split(visible(given)) if one.strip()))


def references(given: str, find: Find) -> tuple[str, ...]:
    """Ids or titles parted by 、 and the like; a title that has such marks in itself stays whole. ValuesError for the first that
    is not found."""
    pieces = re.split(f"({_NAMES.pattern})", visible(given).strip())
    found, at = list[str](), 0
    while at < len(pieces):
        if not pieces[at].strip() or at % 2:  # what parts them
            at += 1
            continue
        length, key = _longest(pieces[at : at + _JOINED], find)
        found.append(key)
        at += length
    return tuple(dict.fromkeys(found))


def _longest(pieces: Sequence[str], find: Find) -> tuple[int, str]:
    """How many of the first pieces make a reference, the most that do, and what it stands for."""
    for end in range(len(pieces) - (len(pieces) + 1) % 2, 1, -2):
        try:
            return end, find("".join(pieces[:end]).strip())
        except ValuesError:
            continue
    return 1, find(pieces[0].strip())


def body_names(given: str, territory: str = "") -> tuple[str, ...]:
    """Bodies by full names where the register knows them; a name that has 、 in itself stays whole."""
    pieces, found, at = parts(given), list[str](), 0
    while at < len(pieces):
        long = next(
            (end for end in (at + 3, at + 2) if end <= len(pieces) and register().find("、".join(pieces[at:end]), territory)),
            at + 1,
        )  # fmt: skip
        found.append(register().name("、".join(pieces[at:long]), territory))
        said("name", found[-1])
        at = long
    return tuple(dict.fromkeys(found))


def territory(given: str) -> str:
    """The key of a place. ValuesError for none that is known."""
    name = given.strip()
    if not name:
        return ""
    key = places.key(name)
    if key == plain(name) and resolve(name).score < _SURE and name != places.whole():
        raise refused("territory", name=name[:40])
    return key


_SURE = 0.8  # as for places of figures


def _territories(given: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(territory(one) for one in parts(given)))


def day(given: str) -> date | None:
    """2025-06-30, 2025年6月30日; None for nothing. ValuesError for no such day."""
    text = given.strip()
    if not text:
        return None
    found = _DAY.match(text.removesuffix(" 00:00:00"))
    try:
        return date(*map(int, found.groups())) if found else _refuse(text)
    except ValueError:
        raise refused("day", given=text[:40]) from None


def _refuse(text: str) -> date:
    raise refused("day", given=text[:40])


def when(given: str) -> Period:
    """A day, or a week: 2025-W23, 2025年第23周. ValuesError."""
    week = _WEEK.match(given.strip())
    if week is None:
        found = day(given)
        if found is None:
            raise refused("no_when")
        return Period.day(found)
    try:
        return named(f"{week[1]}-W{int(week[2]):02d}")
    except ValueError:
        raise refused("week", given=given[:40]) from None


def milestones(given: str) -> tuple[Milestone, ...]:
    """One on each line or between ；: the day, a blank, what shall be done. ValuesError."""
    found = []
    for one in (piece.strip() for piece in _LINES.split(given) if piece.strip()):
        head, _, title = one.replace("　", " ").partition(" ")
        due = day(head) if _DAY.match(head) else None
        if due is None:
            raise refused("milestone_form", given=one[:40])
        found.append(Milestone(line(title), due))
    return tuple(found)


def money(given: str) -> Money | None:
    """3.5亿元, 1,200 万元; None for nothing. ValuesError for a number without unit and for others."""
    text = given.strip()
    if not text:
        return None
    found = _MONEY.match(text)
    if found is None:
        raise refused("money_form", given=text[:40], units="、".join(CURRENCIES))
    return Money(Decimal(found[1].replace(",", "").replace("，", "")), found[2])


def percentage(given: str) -> Decimal | None:
    """35, 35%, 35.5 ％; None for nothing. ValuesError."""
    text = given.strip().rstrip("%％").strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text):
        raise refused("completion_form", given=given[:40])
    return Decimal(text)


@cache
def _statuses() -> dict[str, Status]:
    said = table("tasks.toml")["words"]
    return {word: name for name in ("planned", "running", "blocked", "done", "dropped") for word in said[name]}


def status(given: str) -> Status:
    """A status in either language. ValuesError."""
    found = _statuses().get(given.strip().lower())
    if found is None:
        listed = "、".join(
            table("tasks.toml")["words"][one][1] for one in ("planned", "running", "blocked", "done", "dropped")
        )
        raise refused("status_form", given=given[:40], known=listed)
    return found


def evidence(given: str) -> Evidence:
    """document:ab12…, statement:…; a bare id is a document's. ValuesError."""
    kind, _, key = given.strip().rpartition(":")
    if kind not in ("", "document", "statement"):
        raise refused("evidence_form", given=given[:40])
    return Evidence("statement" if kind == "statement" else "document", key.lower())
