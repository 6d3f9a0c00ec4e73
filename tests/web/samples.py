"""Texts written for these tests, and a workspace that holds them."""

from __future__ import annotations

from pathlib import Path

from xietong.core.period import Period
from xietong.workspace import Settings, Workspace

BULLETIN = """测试简报：港口与外贸
2023年，甲港完成货物吞吐量5.58亿吨，同比增长1.7%。
集装箱吞吐量2218.7万标准箱，比2022年增长5.5%；其中外贸箱占比为49.1%。
到2027年，力争集装箱吞吐量达到2600万标准箱以上。
2022年，甲港完成货物吞吐量5.49亿吨。

全市外贸进出口总值8004.7亿元，占全国的1.9%，位列全国第9位。
"""
PLAN = """测试规划：公共服务
到2027年底，全市养老床位达到12.5万张，护理型床位占比不低于60%。
2023年底，养老床位为10.2万张，比上年增加3000张。
"""
EMPTY_OF_FIGURES = "这是一段没有数字的说明文字。\n"


def fill(place: Path) -> Workspace:
    """A new workspace with three documents."""
    workspace = Workspace.create(place)
    day = Period.parse("2024-02-26")
    workspace.documents.add(BULLETIN.encode(), "bulletin.txt", title="测试简报", date=day, publisher="协同示例")
    workspace.documents.add(PLAN.encode(), "plan.txt", title="测试规划", date=day, publisher="协同示例")
    workspace.documents.add(EMPTY_OF_FIGURES.encode(), "note.txt")
    return workspace


def long_text(characters: int) -> str:
    """A text of about that many characters with a figure every forty, in paragraphs of a few lines."""
    sentences, length, number = [], 0, 0
    while length < characters:
        number += 1
        value, growth = f"{1000 + number}.{number % 10}亿元", f"{number % 9 + 1}.{number % 10}%"
        sentence = f"2023年，甲市第三产业增加值为{value}，同比增长{growth}，发展总体平稳向好。"
        sentences.append(sentence + ("\n" if number % 4 == 0 else ""))
        length += len(sentences[-1])
    return "".join(sentences)


# the rate fits neither the level of the year before nor the amount that was added
REPORT = """测试公报：港口
2023年，天津市完成货物吞吐量5.58亿吨，同比增长9.7%。
2022年，天津市完成货物吞吐量5.49亿吨。
2023年，天津市协同服务站数量达到120家，2022年达到100家。
"""
REVISED = """测试年鉴：港口
据统计局修订，2023年，天津市完成货物吞吐量5.65亿吨。
"""
REPRINT = """测试转载：港口
2023年，天津市完成货物吞吐量5.58亿吨，同比增长9.7%。
"""


def fill_checked(place: Path) -> Workspace:
    """A workspace whose figures do not all hold: a wrong rate, a revised value, a reprint."""
    workspace = Workspace.create(place, settings=Settings(reviewer="测试员"))
    for name, text, title, day in (
        ("report.txt", REPORT, "测试公报", "2024-02-26"),
        ("reprint.txt", REPRINT, "测试转载", "2024-03-10"),
        ("revised.txt", REVISED, "测试年鉴", "2024-06-20"),
    ):
        workspace.documents.add(text.encode(), name, title=title, date=Period.parse(day), publisher="协同示例")
    return workspace
