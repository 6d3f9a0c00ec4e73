"""What the reader promises, sentence by sentence: cases.toml, each with its reason."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from xietong.core.period import Period
from xietong.documents.model import Text
from xietong.statements.exchange import record
from xietong.statements.read import read

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["reason"][:60] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """All quotes in order, and every attribute the case lists."""
    date = Period.parse(case["date"]) if "date" in case else None
    text = Text(case["text"], "plain/1", title=case.get("title", ""), date=date)
    got = [record(one) for one in read(text).statements]
    assert [one["quote"] for one in got] == [one["quote"] for one in case["statements"]]
    for found, wanted in zip(got, case["statements"], strict=True):
        assert {name: found[name] for name in wanted} == wanted
