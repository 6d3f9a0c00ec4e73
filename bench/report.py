"""A monthly report of forty pages as PDF on a workspace with 20,000 tasks, 2,000 targets and the demo's panel.

python bench/report.py [TASKS] [TARGETS]
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pypdfium2

from xietong.core.period import Period
from xietong.demo import build
from xietong.reports.files.pdf import pdf
from xietong.targets.held import Held
from xietong.targets.model import Goal, Target
from xietong.targets.tasks.model import Task, Update
from xietong.workspace import Settings, Workspace
from xietong.workspace.reports import today
from xietong.workspace.sets import territories
from xietong.workspace.targets import entry

T = TypeVar("T")
BAR = 10.0  # seconds for the PDF, from the template to the bytes
PAGES = 40
_CHUNK = 2000
_SECTION = "\n# 第{n}部分\n\n{{{{ indicators indicator={codes} place=members }}}}\n"
_CODES = (
    "GDP",
    "POP",
    "RD",
    "RD_INT",
    "EXP_EDU",
    "EXP_FISC",
    "PATENT_STOCK",
    "RD_APPL",
    "RD_BASIC",
    "RD_DEV",
    "PATENT",
    "PATENT_INV",
    "RD_PERS",
)
_HEAD = "---\ntitle: 监测月报 {{ period }}\nlanguage: zh\nperiod: month\n---\n\n# 概要\n\n{{ targets most=200 }}\n\n{{ tasks most=200 }}\n"
_TAIL = (
    "\n# 差距与指数\n\n{{ regional analysis=gini indicator=RD place=provinces first=2010 }}\n\n{{ index name=provinces }}\n\n"
    "# 问题\n\n{{ findings most=39 }}\n\n# 来源\n\n{{ sources }}\n"
)


def timed(what: str, work: Callable[[], T]) -> tuple[T, float]:
    """The answer and the seconds it took, said."""
    start = time.perf_counter()
    found = work()
    took = time.perf_counter() - start
    print(f"{what:<44} {took:7.2f} s")
    return found, took


def fill(workspace: Workspace, tasks: int, targets: int) -> None:
    """The demo, and many tasks with an update each and targets besides."""
    build(workspace)
    codes = list(territories("provinces"))
    made = [
        Task(
            f"任务{number}：建设跨省项目",
            lead=("河北省发展改革委",),
            due=date(2025, 1, 1) + timedelta(days=number % 700),
        )
        for number in range(tasks)
    ]
    last = Period.day(today() - timedelta(days=7))
    for start in range(0, tasks, _CHUNK):
        part = made[start : start + _CHUNK]
        ids = workspace.tasks.add(part).ids
        updates = [Update(one, last, "running", Decimal(at % 100)) for at, one in enumerate(ids)]
        workspace.tasks.report(updates)
    held = []
    for number, (code, place) in zip(range(targets), itertools.cycle(itertools.product(_CODES, codes)), strict=False):
        target = Target(code, place, Goal.floor(Decimal(number + 1) * 10**6), date(2027, 12, 31), direction=1)
        held.append(Held(f"bench-{number:06}", target, f"目标{number}", "hand"))
    with workspace.targets.ledger.writing() as connection:
        from xietong.store import records

        records.take_turn(connection)
        records.add(connection, "协同示例", [entry(one, "") for one in held])


def template(sections: int) -> str:
    """A report of about so many sections of indicators."""
    parts = [_SECTION.format(n=number + 1, codes="、".join(_CODES[number % 4 :: 4])) for number in range(sections)]
    return _HEAD + "".join(parts) + _TAIL


def main() -> None:
    """Fill, compose, set; one line each and whether the bar holds."""
    tasks, targets = (int(one) for one in (sys.argv[1:3] + ["20000", "2000"][len(sys.argv) - 1 :]))
    with (
        tempfile.TemporaryDirectory() as place,
        Workspace.create(Path(place) / "w", settings=Settings(person="协同示例")) as workspace,
    ):
        timed(f"{tasks:,} tasks and {targets:,} targets", lambda: fill(workspace, tasks, targets))
        fonts = workspace.reports.fonts()
        sections = 14
        (report, troubles), composed = timed(
            "composed and checked", lambda: workspace.reports.preview(template(sections), "bench", today())
        )
        assert not troubles, [one.sentence("en") for one in troubles]
        data, took = timed("set as PDF", lambda: pdf(report, fonts))
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
        document.close()
        whole = composed + took
        print(f"{pages} pages, {len(data):,} bytes, {whole:.2f} s of {BAR:.0f}: {whole / BAR:.0%}")
        timed("as Word", lambda: _word(workspace, report))
        timed("the same with fewer blocks (half)", lambda: pdf(replace(report, blocks=report.blocks[::2]), fonts))
    if pages < PAGES or whole >= BAR:
        raise SystemExit(1)


def _word(workspace: Workspace, report: object) -> None:
    from xietong.reports.files.word import docx
    from xietong.reports.model import Report

    assert isinstance(report, Report)
    docx(report, workspace.reports.fonts())


if __name__ == "__main__":
    main()
