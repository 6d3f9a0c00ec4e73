"""Reports made of a few values, without a workspace."""

from __future__ import annotations

from decimal import Decimal

from xietong.reports.compose import draft
from xietong.reports.fields import Call
from xietong.reports.given import About, Answer, Missing, Said, Value
from xietong.reports.model import Language, Report, Source
from xietong.reports.template import read
from xietong.reports.troubles import Trouble

SOURCE = Source(
    "statement",
    "s" * 64,
    "公报",
    "2024-03-01",
    "全年生产总值43760.7亿元，增长5.2%",
    "第120—128字",
    href="/statements/s",
)
VALUES = {
    "总值": Value((Decimal("4376070000000"),), "元", (SOURCE,)),
    "增速": Value((Decimal("5.2"),), "%", (SOURCE,), change=True),
    "降幅": Value((Decimal("-3.1"),), "%", (SOURCE,), change=True),
    "准数": Value((Decimal("12.36"),), "%", (SOURCE,)),
    "家数": Value((Decimal("35"),), "家", (SOURCE,)),
    "得分": Value((Decimal("77.25"),), "", (SOURCE,)),
    "旧值": Value((Decimal("5.2"),), "%", (SOURCE,), change=True, period="2023-01-01/2023-12-31"),
    "季值": Value((Decimal("4.6"),), "%", (SOURCE,), period="2023-01-01/2023-09-30"),
    "存量": Value((Decimal("35"),), "家", (SOURCE,), period="../2023-12-31"),
    "位次": Value((Decimal("3"),), "位", (SOURCE,)),
    "区间": Value((Decimal("35"), Decimal("40")), "个", (SOURCE,), form="range"),
}
ABOUT = About("zh", "2024-04-01", "2024-03-01/2024-03-31", "t")


def answer(call: Call) -> Answer:
    """By the name of the entered value; none for others."""
    if call.name == "period":
        return Said("2024年3月")
    return VALUES.get(call.get("name"), Missing("没有", "there is none"))


def made(body: str, head: str = "title: 标题", language: Language = "zh") -> tuple[Report, tuple[Trouble, ...]]:
    """A report from the text of a template and what is wrong with it; `{{ entered name=总值 }}` and the like are answered."""
    template = read(f"---\n{head}\nlanguage: {language}\n---\n{body}")
    about = About(language, ABOUT.day, ABOUT.period, "t")
    return draft(template, {call: answer(call) for call in template.calls}, about)


def codes(body: str, head: str = "title: 标题", language: Language = "zh") -> list[tuple[str, str]]:
    """(code, words) of what is wrong."""
    return [(one.code, one.words) for one in made(body, head, language)[1]]
