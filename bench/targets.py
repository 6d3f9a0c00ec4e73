"""How fast the pages of targets are with 2,000 of them, and whether reading a plan goes with its length.

python bench/targets.py [--pages] [--plans]      # both without options

The workspace has 2,000 targets over sixteen territories and forty bodies with ten years of values each (20,000 cells), a
tenth of them corrected since; every address is asked for 60 times warm through HTTP and as a page. p95 is to stay under
200 ms. Plans of 12,500 to 100,000 characters, in sentences and in tables, are read once each: the time for twice the
length is to be twice the time.
"""

from __future__ import annotations

import argparse
import http.client
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import uvicorn

from xietong.documents.intake import extract
from xietong.observations.catalogue import catalogue
from xietong.statements.read import read
from xietong.targets.plans.read import plans
from xietong.web.app import make_app
from xietong.web.serve import listen
from xietong.workspace import Workspace

PLACES = (
    "北京市", "天津市", "河北省", "石家庄市", "唐山市", "秦皇岛市", "邯郸市", "邢台市", "保定市", "张家口市", "承德市", "沧州市", "廊坊市",
    "衡水市", "通州区", "滨海新区",
)  # fmt: skip
YEARS = range(2014, 2024)
REQUESTS = 60
MOST = 200.0  # milliseconds


def indicators(count: int) -> list[str]:
    """Codes of levels in a plain unit, enough for the targets."""
    return [one.code for one in catalogue().indicators.values() if one.unit and one.direction][:count]


def fill(workspace: Workspace, targets: int = 2000) -> None:
    """Enter that many targets, each with ten years of values in texts."""
    workspace.review.set_reviewer("bench")
    codes = indicators(-(-targets // len(PLACES)))
    pairs = [(code, where) for code in codes for where in PLACES][:targets]
    _observe(workspace, pairs)
    _target(workspace, pairs)


def _observe(workspace: Workspace, pairs: list[tuple[str, str]]) -> None:
    for at in range(0, len(pairs), 100):
        lines = []
        for number, (code, where) in enumerate(pairs[at : at + 100], at):
            one = catalogue().indicators[code]
            for year in YEARS:
                value = 40 + (number % 17) + (year - 2014) * (1 + number % 3) / 10
                lines.append(f"{year}年，{where}{one.zh}为{value:.1f}{one.unit}。\n")
        workspace.documents.add("".join(lines).encode(), f"{at}.txt", title=f"公报{at}")


def _target(workspace: Workspace, pairs: list[tuple[str, str]]) -> None:
    from xietong.targets.entered import corrected, entered
    from xietong.workspace.observations import indicator_key, place_key
    from xietong.workspace.targets import entry

    made = []
    for number, (code, where) in enumerate(pairs):
        fields = {
            "indicator": code, "territory": where, "goal": f"{60 + number % 20}{catalogue().indicators[code].unit}", "due": "2027",
            "baseline": f"{40 + number % 17}{catalogue().indicators[code].unit}", "baseline_period": "2014", "direction": "up",
            "body": f"单位{number % 40}", "title": catalogue().indicators[code].zh,
        }  # fmt: skip
        made.append(entered(fields, indicator_key, place_key))
    workspace.targets.put(entry(one, "bench") for one in made)
    later = [corrected(one, {"strength": "expected"}, indicator_key, place_key) for one in made[::10]]
    workspace.targets.put(entry(one, "bench") for one in later)


def paths(workspace: Workspace) -> Iterator[str]:
    """Every kind of page, the fullest ones too."""
    first = workspace.targets.find(limit=1).items[0].held.subject
    yield from (
        "/targets",
        "/targets?page=20",
        "/targets.json",
        "/targets?territory=" + quote("天津"),
        "/targets?as_of=2020",
    )
    yield from (f"/targets/{first}", f"/targets/{first}.json", f"/targets/{first}?as_of=2024")
    yield from ("/scorecards", "/scorecards?of=120000", "/scorecards?of=120000&page=2", "/scorecards.json?of=120000")
    yield from ("/scorecards?by=body&of=" + quote("单位7"), "/plans")


def timed(address: str, path: str) -> list[float]:
    times = []
    for turn in range(REQUESTS + 3):
        started = time.perf_counter()
        connection = http.client.HTTPConnection(urlsplit(address).netloc)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        if turn >= 3:
            times.append((time.perf_counter() - started) * 1000)
    return times


def pages() -> bool:
    """p95 of each page; whether all stay under the bound."""
    with tempfile.TemporaryDirectory() as place:
        started = time.perf_counter()
        workspace = Workspace.create(Path(place) / "w")
        fill(workspace)
        print(f"made in {time.perf_counter() - started:.0f} s: {workspace.targets.find(limit=1).total} targets")
        with workspace, listen(8700) as listening:
            server = uvicorn.Server(uvicorn.Config(make_app(workspace), log_level="warning", ws="none"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.01)
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            sound = True
            for path in paths(workspace):
                times = timed(address, path)
                p95 = statistics.quantiles(times, n=20)[-1]
                sound &= p95 < MOST
                print(f"p95 {p95:7.1f} ms   median {statistics.median(times):6.1f} ms   {path[:70]}")
            server.should_exit = True
            thread.join(10)
    return sound


def long_plan(characters: int, *, table: bool = False) -> str:
    """A plan of about that many characters."""
    parts = ["某市国民经济和社会发展第十五个五年规划纲要\n到2030年，主要目标和重点任务如下。\n"]
    if table:
        parts.append("指标\t单位\t2025年\t2030年\t属性\n")
    at = 0
    while sum(map(len, parts)) < characters:
        at += 1
        if table:
            parts.extend(f"指标{at}{step}\t万元\t{at + step}\t{at + step + 5}\t约束性\n" for step in range(200))
        else:
            parts.extend(
                f"第{at * 50 + step}条 到2027年，工业增加值达到{at + step}亿元以上。加快南港120万吨乙烯项目建设，2026年底前建成投产。"
                "（牵头单位：市工业和信息化局；配合单位：市财政局）\n"
                for step in range(50)
            )
    return "".join(parts)[:characters]


def growth() -> bool:
    """Whether the time for a plan goes with its length: twice the length at most three times as long."""
    sound = True
    for table in (False, True):
        before = 0.0
        for characters in (12_500, 25_000, 50_000, 100_000):
            text = extract(long_plan(characters, table=table).encode(), "plan.txt")
            reading = read(text)
            started = time.perf_counter()
            found = plans(text, reading)
            took = time.perf_counter() - started
            ratio = took / before if before else 0.0
            sound &= ratio < 3 and (characters != 50_000 or took < 3)
            goals = sum(len(one.goals) for one in found)
            print(
                f"{'table' if table else 'text ':5} {characters:7,} characters, {goals:5} goals: {took:5.2f} s  ×{ratio:.1f}"
            )
            before = took
    return sound


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", action="store_true")
    parser.add_argument("--plans", action="store_true")
    asked = parser.parse_args()
    everything = not (asked.pages or asked.plans)
    sound = True
    if asked.plans or everything:
        sound &= growth()
    if asked.pages or everything:
        sound &= pages()
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
