"""The years that titles of plans name."""

from __future__ import annotations

import pytest

from xietong.targets.plans.title_years import titled


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("某市绿色建材培育方案（2025—2027）", (2025, 2027)),
        ("某市绿色建材培育方案（2025 — 2027 年）", (2025, 2027)),
        ("某市绿色建材培育方案（2025－27年）", (2025, 2027)),
        ("某市绿色建材培育方案（２０２５～２０２７年）", (2025, 2027)),
        ("某市绿色建材培育方案（2025.1—2027.12）", (2025, 2027)),
        ("二〇二五至二〇二七年绿色建材行动计划", (2025, 2027)),
        ("二〇二六年工作要点", (2026, 2026)),
        ("关于印发2026年重点工作责任分工的通知", (2026, 2026)),
        ("某市2026年水污染防治行动方案", (2026, 2026)),
        ("某县民生实事项目推进措施（2026年度）", (2026, 2026)),
        ("某省“十五五”专项行动", (2026, 2030)),
        ("国民经济和社会发展第十五个五年规划和2035年远景目标纲要", (2026, 2030)),
        ("到2030年建材提升意见", (None, 2030)),
        ("2030年前碳达峰行动方案", (None, 2030)),  # the year it ends, not the one it is of
        ("面向2035年的中长期规划", (None, 2035)),
        ("某市碳达峰碳中和三年行动", None),
        ("某市建材方案\n2024年3月5日\n主要任务", None),  # the day it bears
        ("建材目录（2024年版）实施方案", None),
        ("关于修订建材管理办法的决定", None),
        ("（2027—2025年）行动方案", None),
    ],
)
def test_the_years_of_a_title(title: str, years: tuple[int | None, int] | None) -> None:
    found = titled(title)
    assert (found and (found.first, found.last)) == years
