"""How fast the pages of tasks are with 20,000 tasks and 100,000 updates: p95 of warm requests, now, in the past, as known then.

python bench/tasks.py [FOLDER]      # the folder keeps the workspace for another run
"""

from __future__ import annotations

import http.client
import random
import statistics
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote, urlsplit

import uvicorn

from xietong.core import clock
from xietong.core.period import Period
from xietong.core.record import Entry
from xietong.targets.tasks.bodies import register
from xietong.targets.tasks.entries import matter_entry, project_entry, task_entry, update_entry
from xietong.targets.tasks.matters import Matter
from xietong.targets.tasks.model import Milestone, Money, Source, Status, Task, Update
from xietong.targets.tasks.project import Project
from xietong.web.app import make_app
from xietong.web.serve import listen
from xietong.workspace import Workspace
from xietong.workspace.tasks import Asked, AsOf

TASKS, UPDATES, PLANS, PROJECTS, REQUESTS = 20_000, 100_000, 60, 1_000, 60
TODAY = clock.today()
BEGIN = TODAY - timedelta(days=730)
PROVINCES = ("110000", "120000", "130000")


def made(documents: list[str], seed: int = 20_24) -> tuple[list[Entry], list[tuple[date, Entry]]]:
    """Tasks, then what was entered about them by day."""
    chance = random.Random(seed)
    bodies = [one.name for one in register().all if one.valid_to is None]
    bodies += [f"第{number}区人民政府" for number in range(1, 241)]
    tasks: dict[str, Task] = {}
    measure = ""
    for number in range(TASKS):
        start = BEGIN + timedelta(days=chance.randrange(300))
        due = start + timedelta(days=chance.randrange(120, 1200))
        source = Source(
            documents[number * PLANS // TASKS],
            "规划",
            f"{number:064x}",
            ("一、", f"{number % 20}."),
            number,
            number + 5,
        )
        lead, helper, other = chance.sample(bodies, 3)
        task = Task(
            f"任务{number}：建成并投入使用", (lead,), (helper, other), (), (chance.choice(PROVINCES),), start, due,
            milestones=(Milestone("主体完工", start + (due - start) / 2),), planned=Money(Decimal(chance.randrange(1, 90))),
            parent="" if number % 6 == 0 else measure, source=source,
        )  # fmt: skip
        measure = task.first_id if number % 6 == 0 else measure
        tasks[task.first_id] = task
    leaves = [key for key, task in tasks.items() if task.parent]
    later: list[tuple[date, Entry]] = []
    states: tuple[Status, ...] = ("running",) * 8 + ("blocked", "done")
    each = UPDATES // len(leaves)
    for number, key in enumerate(leaves):
        start = tasks[key].start or BEGIN
        gap = max(8, (TODAY - start).days // (each + 1))
        for turn in range(each + (number < UPDATES % len(leaves))):
            day = min(start + timedelta(days=gap * (turn + 1)), TODAY - timedelta(days=1))
            said = states[chance.randrange(10)] if turn == each - 1 else "running"
            share = Decimal(100) if said == "done" else Decimal(min(99, turn * 20 + chance.randrange(20)))
            later.append(
                (day, update_entry(Update(key, Period.day(day), said, share, text="按计划推进，完成当月工程量。")))
            )
        if number % 10 == 0:
            raised = Matter(
                "problem",
                key,
                start + timedelta(days=30),
                f"用地未落实{number}",
                asked=(bodies[number % 80],),
                blocking=number % 20 == 0,
            )
            later.append((raised.day, matter_entry(raised.first_id, raised)))
    for number in range(PROJECTS):
        signed = BEGIN + timedelta(days=chance.randrange(600))
        origin, host = chance.sample(PROVINCES, 2)
        one = Project(
            f"项目{number}", origin, host, signed, signed + timedelta(days=60), intended=Money(Decimal(number % 50 + 1))
        )
        later.append((signed, project_entry(one.first_id, one)))
    return [task_entry(key, task) for key, task in tasks.items()], sorted(later, key=lambda one: one[0])


def fill(workspace: Workspace) -> None:
    """Enter all of it day by day, each at the end of its day."""
    plans = [
        workspace.documents.add(f"第{number}号行动方案\n\n推进有关工作。".encode(), f"{number}.txt").id
        for number in range(PLANS)
    ]
    tasks, later = made(plans)
    batches = [(clock.end_of(BEGIN - timedelta(days=1)), tasks)]
    days: dict[date, dict[str, Entry]] = {}
    for day, entry in later:
        days.setdefault(min(day, TODAY - timedelta(days=1)), {})[entry.subject] = entry
    for day, entries in sorted(days.items()):
        batches.append((max(clock.end_of(day), batches[-1][0] + timedelta(seconds=1)), list(entries.values())))
    begin = time.perf_counter()
    workspace.tasks.record(batches, "bench")
    print(f"entered {len(tasks)} tasks and {len(later)} other entries in {time.perf_counter() - begin:.1f} s")


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[18] * 1000


def requests(address: str, workspace: Workspace) -> float:
    """p95 of each page; the worst of them."""
    some = workspace.tasks.find(limit=1).items[0]
    matter = workspace.tasks.matters(limit=1).items[0]
    project = workspace.projects.find(limit=1).items[0]
    body, past = quote("天津市发展和改革委员会"), str(TODAY - timedelta(days=200))
    paths = [
        "/tasks", f"/tasks?day={past}", "/tasks.json", "/tasks/list", "/tasks/list?standing=overdue", f"/tasks/list?lead={body}",
        f"/tasks/list?body={body}&day={past}", "/tasks/list?silent=true", "/tasks/list?page=300", "/tasks/list?words=" + quote("任务199"),
        f"/tasks/{some.id}", f"/tasks/{some.task.parent or some.id}", f"/tasks/{matter.matter.task}", f"/tasks/{some.id}.json",
        f"/tasks?known={past}&day={past}", f"/tasks/list?known={past}&day={past}", f"/tasks/list?known={past}&standing=overdue",
        f"/tasks/list?known={past}&lead={body}", f"/tasks/{some.id}?known={past}&day={past}",
        "/agenda", "/projects", f"/projects/{project.id}", "/tasks/new",
    ]  # fmt: skip
    worst = 0.0
    for path in paths:
        times = []
        for _ in range(REQUESTS):
            connection = http.client.HTTPConnection(urlsplit(address).netloc)
            begin = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - begin)
            connection.close()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
        worst = max(worst, p95(times[5:]))
        print(f"{p95(times[5:]):7.1f} ms p95  {statistics.median(times) * 1000:7.1f} ms median  {path[:70]}")
    return worst


def questions(workspace: Workspace) -> None:
    """What no page asks at once: a whole plan, the past as it was known, one update."""
    plan = workspace.tasks.plans()[0].document
    known = clock.now() - timedelta(days=200)
    workspace.review.set_reviewer("bench")
    free = next(
        one
        for one in workspace.tasks.find(limit=200).items
        if one.state.reported and one.state.reported < TODAY - timedelta(days=7)
    )
    update = Update(free.id, Period.day(TODAY), "running", Decimal(99), text="进展", reason="计时")
    for name, ask in (
        ("tree of a plan", lambda: workspace.tasks.tree(plan)),
        ("all tasks of a plan", lambda: workspace.tasks.find(Asked(plan=plan), limit=None)),
        ("board as known 200 days ago, the first time", lambda: workspace.tasks.board(AsOf(TODAY - timedelta(days=200), known))),
        ("one update", lambda: workspace.tasks.report([update])),
    ):  # fmt: skip
        begin = time.perf_counter()
        ask()
        print(f"{(time.perf_counter() - begin) * 1000:7.1f} ms  {name}")


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "workspace"
    fresh = not folder.exists()
    workspace = Workspace.create(folder) if fresh else Workspace.open(folder)
    if fresh:
        fill(workspace)
    with listen(8790) as socket:
        server = uvicorn.Server(uvicorn.Config(make_app(workspace), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        worst = requests(f"http://127.0.0.1:{socket.getsockname()[1]}", workspace)
        questions(workspace)
        server.should_exit = True
        thread.join()
    workspace.close()
    print(f"worst page: {worst:.1f} ms p95 (limit 200)")


if __name__ == "__main__":
    main()
