"""Lists of tasks on any day as known at any moment: what the tables say is what the records say."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from xietong.core import clock
from xietong.core.errors import ValuesError
from xietong.core.period import Period
from xietong.store import records, task_rows, task_tables
from xietong.store.engine import APPLICATION_ID, connect, sqlite_url, transaction
from xietong.store.migrate import migrate
from xietong.store.model import TaskBody, TaskCourse, TaskTable
from xietong.targets.tasks.entries import of_record, task_entry
from xietong.targets.tasks.matters import Matter
from xietong.targets.tasks.model import Milestone, Source, Status, Task, Update
from xietong.workspace import Workspace
from xietong.workspace.tasks import Asked, AsOf, TaskRow

BEGIN = date(2025, 1, 6)
BODIES = ("天津市财政局", "北京市财政局", "河北省财政厅", "某某指挥部")
PLANS = ("d" * 64, "e" * 64)
DAYS = [BEGIN + timedelta(days=days) for days in (0, 20, 45, 90, 200, 500)]


class Story:
    """An office at work, by chance: each turn some entries of all kinds, some of them late, some taken back."""

    def __init__(self, ws: Workspace, seed: int) -> None:
        self.ws, self.chance, self.day = ws, random.Random(seed), BEGIN
        self.moments: list[datetime] = []

    def live(self, turns: int) -> None:
        for _ in range(turns):
            self.day += timedelta(days=self.chance.randrange(4, 12))
            with clock.standing_at(datetime.combine(self.day, datetime.min.time(), UTC) + timedelta(hours=3)):
                for _ in range(3):
                    with suppress(ValuesError):  # chance asks for what is refused
                        self.chance.choice(
                            (self.add, self.add, self.change, self.withdraw, self.report, self.report, self.wall)
                        )()
                self.moments.append(clock.now() + timedelta(seconds=1))

    def some(self) -> str:
        with self.ws._ledger.reading() as connection:
            held = [one.subject for one in records.find(connection, "task", limit=None).items]
        return self.chance.choice(held) if held else ""

    def add(self) -> None:
        start = self.day - timedelta(days=self.chance.randrange(60))
        due = self.chance.choice((None, start + timedelta(days=self.chance.randrange(20, 200))))
        self.ws.tasks.add(
            [
                Task(
                    f"任务{self.chance.randrange(10**6)}", tuple(self.chance.sample(BODIES, 1)),
                    tuple(self.chance.sample(BODIES, self.chance.randrange(2))), (), (), start, due,
                    milestones=(Milestone("主体", start + timedelta(days=15)),) if self.chance.random() < 0.4 else (),
                    parent=self.some() if self.chance.random() < 0.4 else "",
                    source=Source(self.chance.choice(PLANS), "规划", "a" * 64, ("一、",), 1, 2),
                )
            ]
        )  # fmt: skip

    def change(self) -> None:
        if not (key := self.some()):
            return
        task = self.ws.tasks.get(key).task
        to = self.chance.choice(
            (
                replace(task, lead=(self.chance.choice(BODIES),), supporting=()),
                replace(task, title=task.title + "改"),
                replace(task, due=(task.start or self.day) + timedelta(days=self.chance.randrange(5, 300))),
                replace(task, parent=""),
            )
        )
        if to != task:
            self.ws.tasks.change(key, to, "调整")

    def withdraw(self) -> None:
        key = self.some()
        if key and self.chance.random() < 0.3 and not self.ws.tasks.find(Asked(parent=key)).total:
            with self.ws._ledger.reading() as connection:
                part_of = any(
                    of_record(Task, one).parent == key for one in records.find(connection, "task", limit=None).items
                )
            if not part_of:
                self.ws.tasks.withdraw(key, "不做了")

    def report(self) -> None:
        if not (key := self.some()):
            return
        when = Period.day(self.day - timedelta(days=7 * self.chance.randrange(5)))
        statuses: tuple[Status, ...] = ("running", "running", "blocked", "done")
        status = self.chance.choice(statuses)
        one = Update(key, when, status, text="进展", reason="情况如此")
        self.ws.tasks.report([replace(one, correction=self.chance.random() < 0.3)], self.day)

    def wall(self) -> None:
        if not (key := self.some()):
            return
        raised = self.day - timedelta(days=self.chance.randrange(20))
        title = f"用地{self.chance.randrange(10**6)}"
        (problem,) = self.ws.agenda.put(
            [Matter("problem", key, raised, title, blocking=self.chance.random() < 0.7)]
        ).ids
        if self.chance.random() < 0.5:
            self.ws.agenda.resolve(problem, self.day, "已办")


def of_the_records(ws: Workspace, at: AsOf) -> list[TaskRow]:
    """What lists hold, from the records alone."""
    with ws._ledger.reading() as connection:
        held = records.find(connection, "task", as_of=at.known, limit=None).items
        groups = {of_record(Task, one).parent for one in held}
        reported = {one.parent for one in records.find(connection, "update", as_of=at.known, limit=None).items}
        rows = task_rows.of_records(connection, held, at)
    rows = tuple(one for one in rows if one.id not in groups or one.id in reported)
    return sorted(rows, key=lambda one: (one.task.due or date.max, one.id))


ASKED: list[tuple[Asked, Callable[[TaskRow], bool]]] = [
    (Asked(), lambda _: True),
    (Asked(body=BODIES[0]), lambda row: BODIES[0] in row.task.bodies),
    (Asked(lead=BODIES[1]), lambda row: BODIES[1] in row.task.answering),
    (
        Asked(plan=PLANS[0], words="改"),
        lambda row: "改" in row.task.title and (row.task.source or Source()).document == PLANS[0],
    ),
    (Asked(silent=True), lambda row: row.silent),
    (Asked(standings=("late", "blocked", "done")), lambda row: row.standing in ("late", "blocked", "done")),
    (Asked(status=("blocked",)), lambda row: row.state.status == "blocked"),
    (Asked(due_to=DAYS[4]), lambda row: row.task.due is not None and row.task.due <= DAYS[4]),
]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_lists_of_any_day_and_moment_are_those_of_the_records(ws: Workspace, seed: int) -> None:
    ws.review.set_reviewer("someone")
    story = Story(ws, seed)
    story.live(20)
    seen = 0
    for known in (None, BEGIN, *story.moments[::3], story.moments[-1]):
        moment = datetime.combine(BEGIN, datetime.min.time(), UTC) if known == BEGIN else known
        for day in DAYS:
            at = AsOf(day, moment)  # type: ignore[arg-type]
            rows = of_the_records(ws, at)
            for asked, fits in ASKED:
                assert list(ws.tasks.find(asked, at, limit=None).items) == [one for one in rows if fits(one)], (
                    at,
                    asked,
                )
            counts = Counter(str(one.standing) for one in rows)
            found = ws.tasks.standings(as_of=at)
            assert found.pop("silent") == sum(one.silent for one in rows)
            assert found == counts
            of_body = {one.body: one.counts for one in ws.tasks.board(at)}
            for body in BODIES:
                own = Counter(one.standing for one in rows if body in one.task.answering)
                assert {one: count for one, count in of_body.get(body, {}).items() if count} == own
            seen += len(rows)
    assert seen > 100


@pytest.mark.parametrize("seed", [4, 5])
def test_what_is_taken_in_entry_by_entry_is_what_all_entries_make(ws: Workspace, seed: int) -> None:
    ws.review.set_reviewer("someone")
    Story(ws, seed).live(20)

    def rows() -> list[list[tuple[object, ...]]]:
        with ws._ledger.reading() as connection:
            return [
                sorted(map(tuple, connection.execute(table.__table__.select())), key=str)
                for table in (TaskTable, TaskBody, TaskCourse)
            ]

    before = rows()
    with ws._ledger.writing() as connection:
        task_tables.rebuild(connection)
    assert rows() == before
    assert any(row[-1] is not None for row in before[2])


def test_a_ledger_from_before_gets_what_was_known_from_its_records(tmp_path: Path) -> None:
    path = tmp_path / "xietong.db"
    engine = connect(sqlite_url(path))
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(engine, 10)
    task = Task("修路", (BODIES[0],), start=BEGIN)
    with transaction(engine, writes=True) as connection:
        for day, one in ((6, task), (20, replace(task, title="修路一期"))):
            with clock.standing_at(datetime(2025, 1, day, tzinfo=UTC)):
                records.add(connection, "甲", [task_entry(task.first_id, one)])
    engine.dispose()
    (tmp_path / "originals").mkdir()
    with Workspace.open(tmp_path) as ws:
        titles = [
            [one.task.title for one in ws.tasks.find(as_of=AsOf(DAYS[3], clock.end_of(known))).items]
            for known in (date(2025, 1, 5), date(2025, 1, 10), date(2025, 1, 20))
        ]
    assert titles == [[], ["修路"], ["修路一期"]]
