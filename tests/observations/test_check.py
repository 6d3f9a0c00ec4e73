"""Findings and silences, as data: every case is a text of our own on real figures, with its reason."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.data import table
from xietong.documents.intake import extract
from xietong.observations.check import check
from xietong.observations.figures import Source
from xietong.statements.read import read

CASES = tomllib.loads(Path(__file__).with_name("checks.toml").read_text("utf-8"))["case"]
CODES = table("messages/issues.toml")


def source(name: str, words: str, date: str = "2024-03") -> Source:
    """A document of a case."""
    text = extract(words.encode(), name, date=Period.parse(date) if date else None)
    return Source(name, text.content, read(text), text.date)


def found(case: dict[str, Any]) -> list[Issue]:
    """The findings over the documents of a case."""
    texts = case["text"] if isinstance(case["text"], list) else [case["text"]]
    dates = case.get("date", "2024-03")
    dates = dates if isinstance(dates, list) else [dates] * len(texts)
    return check([source(f"{at}.txt", words, dates[at]) for at, words in enumerate(texts)])


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["why"])[:60])
def test_case(case: dict[str, Any]) -> None:
    """The wanted finding touches the wanted figures; where none is wanted nothing heavier than a note is said."""
    issues = found(case)
    if not case.get("code"):
        assert [(one.code, one.computation) for one in issues if one.severity != "note"] == []
        return
    wanted = [one for one in issues if one.code == case["code"] and one.severity == case.get("severity", "error")]
    figures = [{"".join(place.quote.split()) for place in one.places} for one in wanted]
    assert any(set(case["figures"]) <= quotes for quotes in figures), [(one.code, one.computation) for one in issues]
    if result := case.get("result"):
        assert any(result in one.computation for one in wanted), [one.computation for one in wanted]
    # and nothing else is an alarm
    others = [one for one in issues if one.severity != "note" and one not in wanted]
    assert [(one.code, one.computation) for one in others] == []


def test_every_message_repeats_the_figures() -> None:
    """In both languages the sentence names what is printed, and every place is a slice of its text."""
    for case in CASES:
        for issue in found(case):
            for language in ("zh", "en"):
                assert issue.sentence(language)
                assert "{" not in issue.sentence(language)
            assert issue.places
            assert issue.code in CODES


def test_places_are_slices() -> None:
    """`text[start:end] == quote` for every place of every finding."""
    for case in CASES:
        texts = case["text"] if isinstance(case["text"], list) else [case["text"]]
        for issue in found(case):
            for place in issue.places:
                assert texts[int(place.document.split(".")[0])][place.start : place.end] == place.quote


WORDS = st.text(
    alphabet="京津冀2023年月日增长下降占其中分别为由到亿元%家个，。；、：约超近余倍百分点第位指数（）0.15 \n",
    max_size=160,
)


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_no_text_breaks_it(words: str) -> None:
    """Whatever stands in a text, checking it raises nothing."""
    if words.strip():
        check([source("any.txt", words)])
