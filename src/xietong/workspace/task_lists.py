"""Lists that an office keeps in Excel or CSV: taken into a workspace whole or not at all, and written for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from xietong.core.errors import NotFoundError, ValuesError
from xietong.core.issue import Issue
from xietong.exchange.delimited import as_it_was, harmless
from xietong.tables.formats.source import Bytes
from xietong.tables.intake import sheets
from xietong.targets.tasks.fields import project_fields, project_of, task_fields, task_of, update_fields, update_of
from xietong.targets.tasks.listing import What, headings, read, row
from xietong.targets.tasks.model import Task, Update
from xietong.targets.tasks.project import Project
from xietong.targets.tasks.refusal import FaultsError, raise_if, refused
from xietong.workspace.tasks import Asked, AsOf

if TYPE_CHECKING:
    from xietong.workspace.workspace import Workspace

Rows = list[tuple[int, dict[str, str]]]
Faults = list[tuple[int, ValuesError]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a list: how many rows are new, how many changed what holds, how many say the same; and what to look at."""

    new: int
    changed: int = 0
    same: int = 0
    issues: tuple[Issue, ...] = ()


_BEGINNING = 6  # characters of an id


class References:
    """Tasks as a list names them: by the beginning of an id or by the title, of the ledger or of the list itself."""

    def __init__(self, titles: Mapping[str, tuple[str, ...]]) -> None:
        self._titles = {title: set(keys) for title, keys in titles.items()}
        self._keys = sorted({key for keys in titles.values() for key in keys})

    def add(self, title: str, key: str) -> None:
        """A task of the list."""
        self._titles.setdefault(title, set()).add(key)

    def find(self, given: str) -> str:
        """The whole id. ValuesError for none and for several."""
        found = self._titles.get(given.strip(), set())
        if len(found) > 1:
            raise refused("reference_many", given=given[:60])
        if found:
            return next(iter(found))
        wanted = given.strip()
        at = bisect_left(self._keys, wanted)
        begun = [key for key in self._keys[at : at + 2] if len(wanted) >= _BEGINNING and key.startswith(wanted)]
        if len(begun) != 1:
            raise refused("reference_unknown", given=given[:60])
        return begun[0]


def rows_of(data: bytes, name: str, what: What) -> Rows:
    """The rows of the first sheet of a file that has the columns. DocumentError for a file that is no table, ValuesError for
    one without the columns."""
    refusal: ValuesError | None = None
    for sheet in sheets(Bytes(name, data=data)):
        try:
            return read(what, ([as_it_was(cell) for cell in row] for row in sheet.rows))
        except ValuesError as error:
            refusal = refusal or error
    raise refusal or refused("list_empty")


def take(ws: Workspace, what: What, rows: Rows, reason: str = "", today: date | None = None) -> Taken:
    """Enter a list. FaultsError with every row that is wrong (its number as a spreadsheet shows it); nothing is saved then."""
    if what == "task":
        return _tasks(ws, rows, reason)
    if what == "update":
        return _updates(ws, rows, today)
    return _projects(ws, rows, reason, today)


def _known(ws: Workspace) -> References:
    return References(ws.tasks.titles())


def _updates(ws: Workspace, rows: Rows, today: date | None) -> Taken:
    """Updates that hold already are left alone, so that a list can be handed in again with new rows."""
    known, faults = _known(ws), Faults()
    found: dict[int, Update] = {}
    for number, fields in rows:
        try:
            found[number] = update_of(fields, known.find)
        except ValuesError as error:
            faults.append((number, error))
    if faults:
        numbers = list(found)
        faults += [(numbers[at - 1], one) for at, one in ws.tasks.wrong(updates=list(found.values()), today=today)]
    raise_if(sorted(faults, key=lambda one: one[0]))
    held = {row.update.id: row.update for row in ws.tasks.updates(sorted({one.task for one in found.values()})).items}
    fresh = {number: one for number, one in found.items() if held.get(one.id) != one}
    if not fresh:
        raise refused("nothing_to_save")

    def enter() -> Taken:
        return Taken(len(fresh), 0, len(found) - len(fresh), ws.tasks.report(list(fresh.values()), today).issues)

    return _renumbered(enter, list(fresh))


def _renumbered(enter: Callable[[], Taken], numbers: list[int]) -> Taken:
    """Positions in what was given → numbers of the list's rows."""
    try:
        return enter()
    except FaultsError as error:
        raise FaultsError([(numbers[at - 1] if at else 0, fault) for at, fault in error.faults]) from None


def _tasks(ws: Workspace, rows: Rows, reason: str) -> Taken:
    known, faults = _known(ws), Faults()
    bases = _bases(ws, rows, faults)
    parents = _in_order(rows, bases, known, faults)
    found: dict[int, tuple[str, Task]] = {}
    for number, fields in rows:
        if number not in parents:
            continue
        key, base = bases.get(number, ("", None))
        try:
            found[number] = (key, task_of({**fields, **parents[number]}, known.find, base))
        except ValuesError as error:
            faults.append((number, error))
    if faults:
        numbers = list(found)
        faults += [(numbers[at - 1], one) for at, one in ws.tasks.wrong(list(found.values()))]
    raise_if(sorted(faults, key=lambda one: one[0]))
    fresh = {number: one for number, one in found.items() if number not in bases or bases[number][1] != one[1]}
    if not fresh:
        raise refused("nothing_to_save")
    _say_why(reason, [number for number in fresh if number in bases])

    def enter() -> Taken:
        saved = ws.tasks.put(list(fresh.values()), reason)
        changed = sum(number in bases for number in fresh)
        return Taken(len(fresh) - changed, changed, len(found) - len(fresh), saved.issues)

    return _renumbered(enter, list(fresh))


def _bases(ws: Workspace, rows: Rows, faults: Faults) -> dict[int, tuple[str, Task]]:
    """What rows with an id change."""
    found = {}
    for number, fields in rows:
        key = fields.get("id", "").strip()
        if not key:
            continue
        try:
            held = ws.tasks.get(key)
            found[number] = (held.id, held.task)
        except NotFoundError:
            faults.append((number, refused("row_unknown", id=key[:64])))
    return found


def _in_order(
    rows: Rows, bases: Mapping[int, tuple[str, Task]], known: References, faults: Faults
) -> dict[int, dict[str, str]]:
    """For each row that is no fault the id of its parent, which may be another row: the ids of parents are known first."""
    found: dict[int, dict[str, str]] = {}
    waiting = [(number, fields) for number, fields in rows if number not in {at for at, _ in faults}]
    while waiting:
        left, why = [], Faults()
        for number, fields in waiting:
            try:
                given = fields.get("parent", "")
                parent = {"parent": known.find(given) if given else ""} if "parent" in fields else {}
            except ValuesError as error:
                left.append((number, fields))
                why.append((number, error))
                continue
            found[number] = parent
            if number not in bases:
                try:
                    made = task_of({**fields, **parent, "after": ""}, lambda one: one)
                except ValuesError as error:
                    faults.append((number, error))
                    del found[number]
                    continue
                known.add(made.title, made.first_id)
        if len(left) == len(waiting):
            faults += why
            break
        waiting = left
    return found


def _projects(ws: Workspace, rows: Rows, reason: str, today: date | None) -> Taken:
    known, faults = _known(ws), Faults()
    found: dict[int, tuple[str, Project]] = {}
    before: dict[int, Project] = {}
    for number, fields in rows:
        try:
            key = fields.get("id", "").strip()
            held = ws.projects.get(key) if key else None
            if held is not None:
                before[number] = held.project
            found[number] = (held.id if held else "", project_of(fields, known.find, held.project if held else None))
        except NotFoundError:
            faults.append((number, refused("row_unknown", id=key[:64])))
        except ValuesError as error:
            faults.append((number, error))
    raise_if(faults)
    fresh = {number: one for number, one in found.items() if before.get(number) != one[1]}
    if not fresh:
        raise refused("nothing_to_save")
    _say_why(reason, [number for number in fresh if number in before])

    def enter() -> Taken:
        saved = ws.projects.put(list(fresh.values()), reason, today=today)
        changed = sum(number in before for number in fresh)
        return Taken(len(fresh) - changed, changed, len(found) - len(fresh), saved.issues)

    return _renumbered(enter, list(fresh))


def _say_why(reason: str, changed: list[int]) -> None:
    if changed and not reason.strip():
        raise refused("list_reason", rows="、".join(map(str, changed[:5])), count=len(changed))


def written(
    ws: Workspace, what: What, asked: Asked | None = None, as_of: AsOf | None = None
) -> Iterator[dict[str, str]]:
    """The rows of a list by field: tasks with how they stand (`standing`, `completion`, `reported`), updates, projects."""
    if what == "task":
        for row in ws.tasks.find(asked, as_of, limit=None).items:
            done = row.state.completion
            yield {
                "id": row.id, **task_fields(row.task), "standing": row.standing, "status": row.state.status,
                "completion": "" if done is None else f"{done:f}", "invested": str(row.state.invested or ""),
                "reported": str(row.state.reported or ""),
            }  # fmt: skip
    elif what == "update":
        for one in ws.tasks.updates().items:
            yield update_fields(one.update)
    else:
        for each in ws.projects.find(limit=None).items:
            yield {"id": each.id, **project_fields(each.project)}


SHOWN = {"standing": "现状", "status": "状态", "completion": "完成率", "invested": "完成投资", "reported": "最近进展"}
"""Columns of a list of tasks that are written and not read back: how each stands."""


def lines(
    ws: Workspace, what: What, language: str, asked: Asked | None = None, as_of: AsOf | None = None
) -> Iterator[list[str]]:
    """A list as a spreadsheet takes it: its heading, then its rows; text that would be run as a formula stands behind an
    apostrophe."""
    extra = SHOWN if what == "task" else {}
    yield [*headings(what, language), *(extra.values() if language == "zh" else extra)]
    for fields in written(ws, what, asked, as_of):
        yield [harmless(cell) for cell in (*row(what, fields), *(fields[name] for name in extra))]
