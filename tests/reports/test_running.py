"""Which numerals of running text are figures: golden cases, properties, and the reader of statements as an oracle."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.demo import samples
from xietong.reports.even import even
from xietong.reports.running import covers, is_quantity, numbers, rules
from xietong.statements.find import Quantity, find

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "running.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[f"{one['why']}: {one['text']}" for one in CASES])
def test_golden(case: dict[str, Any]) -> None:
    found = numbers(case["text"])
    assert [one.words for one in found] == case["figures"]
    assert all(case["text"][one.start : one.end] == one.words for one in found)


def test_every_rule_has_a_case_that_needs_it() -> None:
    texts = [even(case["text"]).text for case in CASES]
    idle = [rule.name for rule in rules() if not any(rule.pattern.search(text) for text in texts)]
    assert not idle


def test_no_annotated_figure_of_the_demo_corpus_is_let_through() -> None:
    """What persons and models marked as figures is the oracle; a rule may only take what is a date or a name."""
    lost = []
    for sample in samples():
        for line in sample.gold.splitlines():
            gold = json.loads(line)
            quote, quantity = (gold[name].replace("\n", "") for name in ("quote", "quantity"))
            start = [one.start() for one in re.finditer(re.escape(quantity), quote)][int(gold.get("nth", 1)) - 1]
            if not any(one.start < start + len(quantity) and start < one.end for one in numbers(quote)):
                lost.append((quote, quantity))
    # plain words that hold no numeral (首位) are no numbers in running text, and a commuting circle is a name
    numeral = [one for one in lost if re.search(r"[\d二三四五六七八九十百千万亿两半]", one[1])]
    assert [one for one in numeral if {name for _, _, name in covers(one[0])} - {"year", "day"} != {"circle"}] == []


def test_every_quantity_of_the_reader_is_a_figure_or_covered_by_a_rule() -> None:
    for sample in samples():
        text = sample.data.decode()
        covered = [span.span() for rule in rules() for span in rule.pattern.finditer(text)]
        seen = numbers(text)
        for one in find(text):
            if isinstance(one, Quantity) and not any(a <= one.start < b for a, b in covered):
                assert any(each.start <= one.start < each.end for each in seen), text[one.start : one.end]


DIGITS = st.decimals(min_value=0, max_value=10**7, places=2).map(lambda one: f"{one:f}")
UNITS = st.sampled_from(["%", "亿元", "万人", "家", "公里", "个百分点", "倍", ""])
BEFORE = st.sampled_from(["增长", "同比", "共有", "达到", "GDP", "比上年", "为", "超过", "企业"])


@given(BEFORE, DIGITS, UNITS)
def test_a_typed_decimal_is_never_let_through(before: str, digits: str, unit: str) -> None:
    assert numbers(f"全市{before}{digits}{unit}。")


FULL = str.maketrans("0123456789.%", "０１２３４５６７８９．％")


@given(BEFORE, DIGITS, st.sampled_from(["%", "亿元"]))
def test_the_form_of_digits_hides_nothing(before: str, digits: str, unit: str) -> None:
    plain = numbers(f"全市{before}{digits}{unit}")
    full = numbers(f"全市{before}{digits}{unit}".translate(FULL))
    broken = numbers("全市" + before + "\u200b".join(digits) + unit)
    assert [one.value for one in plain] == [one.value for one in full] == [one.value for one in broken]


@given(st.text(max_size=80))
def test_any_text_is_read_and_places_are_its_own(text: str) -> None:
    for one in numbers(text):
        assert 0 <= one.start < one.head <= one.end <= len(text)
        assert text[one.start : one.end] == one.words


def test_a_long_run_of_numerals_takes_no_long_time() -> None:
    for hostile in (
        "1" * 20_000,
        "一" * 20_000,
        "1,1" * 7_000,
        "第" * 20_000,
        "《" * 20_000,
        "“1" * 10_000,
        "十" * 20_000,
    ):
        numbers(hostile)


@pytest.mark.parametrize(
    ("words", "quantity"),
    [("北三县", False), ("5G", False), ("12.3%", True), ("300亿元", True), ("三成", True), ("12", True)],
)
def test_a_quantity_is_no_name(words: str, quantity: bool) -> None:
    assert is_quantity(words) is quantity
