"""Texts written for these tests, and a workspace that holds them."""

from __future__ import annotations

from pathlib import Path

from xietong.core.period import Period
from xietong.observations.derivation import Asked, Derived
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


YEARS = """测试公报：三地经济
2023年，北京市地区生产总值43760.7亿元，天津市地区生产总值16737.3亿元，河北省地区生产总值43944.1亿元。
2022年，北京市地区生产总值41540.9亿元，天津市地区生产总值16132.2亿元，河北省地区生产总值41988.0亿元。
2023年，北京市地区生产总值同比增长5.2%。
2023年末，北京市常住人口2185.8万人。2022年末，北京市常住人口2184.3万人。2021年末，北京市常住人口2188.6万人。
"""
CITIES = """测试公报：各市经济
2023年，石家庄市地区生产总值7534.2亿元，唐山市地区生产总值9133.3亿元，保定市地区生产总值4012.5亿元，
廊坊市地区生产总值3642.8亿元，沧州市地区生产总值4440.0亿元，邯郸市地区生产总值4354.2亿元，
邢台市地区生产总值2692.6亿元，衡水市地区生产总值1875.0亿元，张家口市地区生产总值1851.5亿元，承德市地区生产总值1895.6亿元。
"""
EARLIER = "测试快报：2021年\n2021年，北京市地区生产总值40269.6亿元。\n"
LATER = "测试年鉴：2021年\n2021年，北京市地区生产总值41045.6亿元，天津市地区生产总值15685.1亿元。\n"


def explored(place: Path) -> Workspace:
    """A workspace with series of several places, a revision, and numbers derived from them and from each other."""
    workspace = Workspace.create(place)
    for name, text, day in (
        ("years.txt", YEARS, "2024-03-20"),
        ("cities.txt", CITIES, "2024-04-20"),
        ("early.txt", EARLIER, "2022-01-20"),
        ("late.txt", LATER, "2023-01-20"),
    ):
        title = text.partition("\n")[0]
        workspace.documents.add(text.encode(), name, title=title, date=Period.parse(day), publisher="某统计局")
    beijing, years = ("110000",), tuple(str(Period.year(year)) for year in (2022, 2023))
    for asked in (
        Asked("growth", "GDP", beijing, years[1:]),
        *(Asked("sum", "GDP", ("110000", "120000", "130000"), (year,)) for year in years),
        *(Asked("per_head", "GDP", beijing, (year,)) for year in years),
        Asked("mean", "GDP_PC", beijing, years),
    ):
        made = workspace.derived.derive(asked)
        assert isinstance(made, Derived), made
        workspace.derived.write([made])
    return workspace
