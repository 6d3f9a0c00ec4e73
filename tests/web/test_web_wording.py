"""Numbers, spans and meanings in words: golden cases, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.statements.model import Statement
from xietong.web.numerals import amount, lead, span
from xietong.web.wording import wording

BASE = Statement(
    start=0, end=4, quote="12亿元", sentence_start=0, sentence_end=4, sentence="12亿元", value=(Decimal(1_200_000_000),),
    form="number", unit="元", modifier="=", measure="level", modality="actual", indicator="外贸进出口总值",
    regions=("天津",), period="2023-01-01/2023-12-31",
)  # fmt: skip
PERCENT = replace(BASE, value=(Decimal("5.4"),), unit="%", measure="growth")


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("27180000000", "271.8亿", "27.18 billion"),
        ("2726360000000", "2.72636万亿", "2.72636 trillion"),
        ("25913", "25,913", "25,913"),  # 2.5913万 has more decimals than it saves digits
        ("25900", "2.59万", "25,900"),
        ("-5.40", "-5.4", "-5.4"),
        ("0", "0", "0"),
        ("1E+8", "1亿", "100 million"),
        ("123456789", "123,456,789", "123,456,789"),
        ("0.0001", "0.0001", "0.0001"),
    ],
)
def test_amounts(value: str, zh: str, en: str) -> None:
    assert amount(Decimal(value), "zh") == zh
    assert amount(Decimal(value), "en") == en


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**16), max_value=10**16))
def test_amounts_are_never_rounded(value: Decimal) -> None:
    scales = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
    text = amount(value, "zh").replace(",", "")
    scale = next((word for word in scales if text.endswith(word)), "")
    assert Decimal(text.removesuffix(scale)) * scales.get(scale, 1) == value


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2023-01-01/2023-12-31", "2023年", "2023"),
        ("2014-01-01/2022-12-31", "2014—2022年", "2014–2022"),
        ("2024-01-01/2024-09-30", "2024年1—9月", "January–September 2024"),
        ("2024-02-01/2024-02-29", "2024年2月", "February 2024"),
        ("2024-02-26/2024-02-26", "2024年2月26日", "26 February 2024"),
        ("../2023-12-31", "截至2023年底", "as of the end of 2023"),
        ("../2024-02-29", "截至2024年2月底", "as of the end of February 2024"),
        ("2014-02-26/2024-02-29", "2014年2月26日至2024年2月29日", "26 February 2014 to 29 February 2024"),
        ("no span", "no span", "no span"),
    ],
)
def test_spans(period: str, zh: str, en: str) -> None:
    assert span(period, "zh") == zh
    assert span(period, "en") == en


def test_a_target_has_a_deadline() -> None:
    assert lead("../2027-12-31", "zh", True) == "到2027年底"
    assert lead("../2027-12-31", "en", True) == "By the end of 2027"
    assert lead("", "en", True) == ""


@pytest.mark.parametrize(
    ("statement", "zh", "en"),
    [
        (BASE, "2023年，天津外贸进出口总值为12亿元。", "In 2023, 外贸进出口总值 (Tianjin) was 1.2 billion yuan."),
        (
            replace(PERCENT, base_period="2022-01-01/2022-12-31"),
            "2023年，天津外贸进出口总值同比增长5.4%。",
            "In 2023, 外贸进出口总值 (Tianjin) rose by 5.4% year on year.",
        ),
        (
            replace(PERCENT, value=(Decimal("-57.3"),), base_period="2019-01-01/2019-12-31", modifier="~"),
            "2023年，天津外贸进出口总值比2019年下降约57.3%。",
            "In 2023, 外贸进出口总值 (Tianjin) fell by about 57.3% compared with 2019.",
        ),
        (
            replace(BASE, modality="target", modifier=">=", period="../2027-12-31"),
            "目标：到2027年底，天津外贸进出口总值达到至少12亿元。",
            "Target: By the end of 2027, 外贸进出口总值 (Tianjin) is to reach at least 1.2 billion yuan.",
        ),
        (
            replace(PERCENT, measure="difference", unit="百分点", value=(Decimal("0.3"),)),
            "2023年，天津外贸进出口总值的变化或差距为0.3个百分点。",
            "In 2023, 外贸进出口总值 (Tianjin) showed a change or gap of 0.3 percentage points.",
        ),
        (
            replace(PERCENT, measure="multiple", unit="倍", value=(Decimal("1.9"),), base_period="2013-01-01/2013-12-31"),
            "2023年，天津外贸进出口总值为2013年的1.9倍。",
            "In 2023, 外贸进出口总值 (Tianjin) was 1.9 times that of 2013.",
        ),
        (
            replace(PERCENT, measure="multiple", unit="倍", value=(Decimal("1.2"),), note="increase"),
            "2023年，天津外贸进出口总值增长1.2倍。",
            "In 2023, 外贸进出口总值 (Tianjin) rose by 1.2 times.",
        ),
        (
            replace(BASE, measure="rank", unit="位", value=(Decimal(18),), modifier="<="),
            "2023年，天津外贸进出口总值在前18位。",
            "In 2023, 外贸进出口总值 (Tianjin) was among the first 18.",
        ),
        (
            replace(BASE, measure="ratio", form="ratio", unit="比", value=(Decimal(1), Decimal(2), Decimal(3))),
            "2023年，天津外贸进出口总值为1 : 2 : 3。",
            "In 2023, 外贸进出口总值 (Tianjin) was 1 : 2 : 3.",
        ),
        (
            replace(BASE, form="range", unit="小时", value=(Decimal(1), Decimal("1.5")), indicator="通行时间", period=""),
            "天津通行时间为1至1.5小时。",
            "通行时间 (Tianjin) was 1 to 1.5 hours.",
        ),
        (
            replace(BASE, regions=("北京→天津",), scope=("规模以上",), attribution="某统计局", indicator="", period=""),
            "北京 → 天津（未写明指标的数字）为12亿元（口径：规模以上；出处：某统计局）。",
            "A figure without a stated indicator (Beijing → Tianjin) was 1.2 billion yuan (scope: 规模以上; source: 某统计局).",
        ),
        (
            replace(BASE, indicator="天津外贸"),  # a place that the phrase names is not said twice
            "2023年，天津外贸为12亿元。",
            "In 2023, 天津外贸 was 1.2 billion yuan.",
        ),
    ],
)  # fmt: skip
def test_meanings(statement: Statement, zh: str, en: str) -> None:
    assert wording("zh").meaning(statement) == zh
    assert wording("en").meaning(statement) == en
