"""What must be said, and what not, of the documents of ../shared: evaluation/CHECKS.md, line by line."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.documents.intake import extract
from xietong.observations.check import check
from xietong.observations.figures import Source
from xietong.statements.read import read

CORPUS = Path(__file__).parents[3] / "shared/corpus"
CASES = tomllib.loads(Path(__file__).with_name("worked_examples.toml").read_text("utf-8"))

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="../shared with its documents is not here")


@cache
def source(name: str) -> Source:
    """A document of the corpus; its date is the month in its name."""
    month = re.search(r"\d{4}-\d\d", name)
    assert month
    text = extract((CORPUS / f"{name}.txt").read_bytes(), name, date=Period.parse(month[0]))
    return Source(name, text.content, read(text), text.date)


def found(names: tuple[str, ...]) -> list[Issue]:
    """The findings over some documents."""
    return check([source(name) for name in names])


def quotes(issue: Issue) -> set[str]:
    """Its figures, without the line breaks of the page."""
    return {"".join(place.quote.split()) for place in issue.places}


@pytest.mark.parametrize("case", CASES["said"], ids=lambda case: str(case["about"]))
def test_said(case: dict[str, Any]) -> None:
    """The finding is there, with both figures and no more weight than it has."""
    issues = found(tuple(case["documents"]))
    wanted = [one for one in issues if set(case["figures"]) <= quotes(one) and one.severity == case["severity"]]
    assert any(one.code in case["codes"] for one in wanted), [(one.code, quotes(one)) for one in issues]


@pytest.mark.parametrize("case", CASES["silent"], ids=lambda case: str(case["about"]))
def test_silent(case: dict[str, Any]) -> None:
    """Nothing heavier than a note touches these figures."""
    issues = found(tuple(case["documents"]))
    alarms = [one for one in issues if one.severity != "note" and set(case["figures"]) & quotes(one)]
    assert alarms == []


def test_alarms_of_the_whole() -> None:
    """Over all documents there are these alarms and no others; each was read and is true (docs/findings.md)."""
    names = sorted(path.stem for path in CORPUS.glob("*.txt"))
    alarms = [quotes(one) for one in found(tuple(names)) if one.severity != "note"]
    expected = [set(one) for one in CASES["alarms"]]
    assert sorted(map(sorted, alarms)) == sorted(map(sorted, expected))


def test_the_document_lists_what_is_found() -> None:
    """docs/findings.md has a row for each finding over all documents, notes included, and no other."""
    lines = (Path(__file__).parents[2] / "docs/findings.md").read_text("utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if re.match(r"\| (?:error|warning|note) \|", line)
    ]
    listed = {(one[0], one[1], frozenset(figure.strip() for figure in one[3].split(","))) for one in cells}
    issues = found(tuple(sorted(path.stem for path in CORPUS.glob("*.txt"))))
    assert {(one.severity, one.code, frozenset(quotes(one))) for one in issues} == listed
