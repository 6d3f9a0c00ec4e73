"""A workspace with tasks, editions, a review and an assessment, for the tests of their pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from xietong.core.clock import standing_at
from xietong.core.period import Period
from xietong.targets.reviews.model import Step
from xietong.targets.tasks.model import Task, Update
from xietong.workspace import Workspace

DECISION = """关于推进协同的决定

一、完善交通网络。加快轨道交通建设。（牵头单位：北京市交通委员会；配合单位：天津市交通运输委员会）

二、联防联治。每年开展秋冬季攻坚，2023年投资12.5亿元。（牵头单位：河北省生态环境厅）

三、附则。本决定自公布之日起施行。
"""
FIGURES = "2023年，北京市地区生产总值43760.7亿元，天津市地区生产总值16737.3亿元。"
ASSESSMENT = """
title = "2023 年度考核"
year = 2023
by = "协同办"
set = 2023-03-01
territories = ["北京", "天津", "河北"]
[[item]]
code = "gdp"
indicator = "GDP"
points = 50
rule = "ratio"
unit = "亿元"
goals = { "北京" = ">=43000", "天津" = ">=17000", "河北" = ">=43000" }
[[item]]
code = "joint"
indicator = "GDP"
points = 50
unit = "亿元"
[item.joint]
goal = ">=60000"
how = "together"
members = ["北京", "天津"]
agreed = "两地 2023 年会商纪要"
"""
A = Task("开行班列", ("天津市交通运输委员会",), start=date(2025, 1, 6), due=date(2025, 3, 5))
B = Task("上线登记系统", ("河北省科学技术厅",), start=date(2025, 1, 6), due=date(2025, 12, 31))


def _at(month: int, day: int, hour: int = 6) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=UTC)


def _week(task: Task, monday: date, status: str, completion: int, text: str = "") -> Update:
    week = Period(monday, date.fromordinal(monday.toordinal() + 6))
    return Update(task.first_id, week, status, Decimal(completion), text=text)  # type: ignore[arg-type]


def followed(place: Path) -> Workspace:
    """Two tasks, three weekly editions (the second with a late entry), a review with a late reply, an assessment frozen and
    one that is not."""
    ws = Workspace.create(place)
    ws.review.set_reviewer("调度员")
    document = ws.documents.add(DECISION.encode(), "decision.txt", title="关于推进协同的决定").id
    ws.documents.add(FIGURES.encode(), "figures.txt", date=Period.parse("2024-02"))
    with standing_at(_at(1, 6)):
        ws.tasks.add([A, B])
        review = ws.reviews.open(document, "协同决定实施评估", "协同办", "decision")
        _, second = ws.reviews.take_up(review, {"一、": ((), ()), "联防联治": ((), ())})
    with standing_at(_at(1, 10)):
        ws.reviews.step(
            Step(
                second,
                "evidence",
                date(2025, 1, 10),
                evidence=ws.reviews.evidence(["note:检查记录", f"document:{document}"]),
            )
        )
        ws.reviews.step(Step(second, "finding", date(2025, 1, 10), "验收滞后。", outcome="partly"))
        ws.reviews.step(Step(second, "recommendation", date(2025, 1, 10), "月底前验收。", ("河北省生态环境厅",)))
        ws.reviews.step(Step(second, "closing", date(2025, 1, 13 - 3), "转入日常监督。"))
    with standing_at(_at(1, 20)):
        ws.reviews.step(Step(second, "reply", date(2025, 1, 20), "已验收。", ("河北省生态环境厅",)))
    with standing_at(_at(3, 6)):
        ws.tasks.report([_week(A, date(2025, 3, 3), "running", 80)], date(2025, 3, 6))
    with standing_at(_at(3, 7, 9)):
        ws.cadence.freeze("weekly", "2025-W10")
    with standing_at(_at(3, 13)):
        ws.tasks.report(
            [_week(B, date(2025, 3, 3), "running", 10, "迟到的周报"), _week(A, date(2025, 3, 10), "done", 100)],
            date(2025, 3, 13),
        )
    with standing_at(_at(3, 14, 9)):
        ws.cadence.freeze("weekly", "2025-W11")
        ws.assessments.freeze(ws.assessments.put(ASSESSMENT))
        ws.assessments.put(ASSESSMENT.replace("2023 年度考核", "2023 试算"))
    return ws
