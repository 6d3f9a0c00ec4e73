"""How fast editions and the calendar are with 20,000 tasks and 100,000 updates: freezing, and p95 of warm requests.

python bench/cadence.py [FOLDER]      # the folder keeps the workspace for another run
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import uvicorn

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.pages import fetched
from bench.tasks import fill, p95

from xietong.targets.reviews.model import Step
from xietong.web.app import make_app
from xietong.web.serve import listen
from xietong.workspace import Workspace

REQUESTS = 30
CLAUSES = 60


def editions(workspace: Workspace) -> list[str]:
    """Freeze the last weeks, months and quarter; the addresses of the last two of each."""
    today = workspace.cadence.today
    found, _ = workspace.cadence.occasions(today - timedelta(days=110), today)
    addresses = []
    for code in ("weekly", "monthly", "quarterly"):
        for one in [each for each in found if each.rule.code == code][-2:]:
            begin = time.perf_counter()
            row = workspace.cadence.freeze(code, one.name)
            took = time.perf_counter() - begin
            print(f"froze {code} {one.name}: {took:.1f} s, {sum(row.edition.counts.values())} lines")
            addresses.append(f"/cadence/{code}/{one.name}")
    return addresses


def reviewed(workspace: Workspace) -> str:
    """A review of many clauses, half of them with steps; its address."""
    text = "\n\n".join(f"第{number}条　由甲局{number}牵头推进第{number}项工作。" for number in range(1, CLAUSES + 1))
    document = workspace.documents.add(f"关于协同的规定\n\n{text}".encode(), "law.txt").id
    review = workspace.reviews.open(document, "条例执法检查", "协同办", "law")
    ones = workspace.reviews.clauses(document)[:CLAUSES]
    for number, clause in enumerate(
        workspace.reviews.take_up(review, {one.id: ([f"甲局{number}"], []) for number, one in enumerate(ones)})
    ):
        if number % 2:
            evidence = workspace.reviews.evidence(["note:自查报告"])
            workspace.reviews.step(Step(clause, "evidence", workspace.reviews.today, evidence=evidence))
            workspace.reviews.step(Step(clause, "finding", workspace.reviews.today, "部分落实。", outcome="partly"))
    return f"/reviews/{review}"


def main() -> None:
    """Fill, freeze, serve, measure."""
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(sys.argv[1] if len(sys.argv) > 1 else scratch) / "cadence"
        if not place.exists():
            with Workspace.create(place) as workspace:
                fill(workspace)
        with Workspace.open(place) as workspace:
            workspace.review.set_reviewer("bench")
            known = workspace.cadence.find(limit=6).items
            frozen = [f"/cadence/{one.edition.code}/{one.edition.period}" for one in known] or editions(workspace)
            open_reviews = workspace.reviews.find().items
            review = f"/reviews/{open_reviews[0].id}" if open_reviews else reviewed(workspace)
            body = workspace.duties.bodies()[0].body
            paths = [
                *frozen,
                "/cadence",
                "/calendar",
                "/calendar.ics",
                "/duties",
                "/duties/" + quote(body),
                "/reviews",
                review,
            ]
            measure(workspace, paths)


def measure(workspace: Workspace, paths: list[str]) -> None:
    """p95 of warm requests for each address."""
    with listen(8600) as listening:
        server = uvicorn.Server(uvicorn.Config(make_app(workspace), log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        for path in paths:
            size = len(fetched(address, path))
            times = []
            for _ in range(REQUESTS):
                begin = time.perf_counter()
                fetched(address, path)
                times.append(time.perf_counter() - begin)
            print(f"p95 {p95(times):7.1f} ms  {size / 1024:7.1f} KB  {path}")
        server.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    main()
