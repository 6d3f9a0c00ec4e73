"""The demo's months: editions frozen on their days while the story is entered, a review of its plan, an assessment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from xietong.demo import add_texts
from xietong.demo.tasks import PERSON, add_tasks
from xietong.workspace import Workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The story up to the spring of 2025."""
    with Workspace.create(tmp_path_factory.mktemp("demo") / "w") as workspace:
        add_texts(workspace)
        add_tasks(workspace, date(2025, 4, 20))
        yield workspace


def test_every_occasion_was_frozen_on_its_day(demo: Workspace) -> None:
    rows = demo.cadence.find(limit=100).items
    assert all(not row.afterwards and row.record.person == PERSON for row in rows)
    found, _ = demo.cadence.occasions(date(2025, 1, 6), date(2025, 4, 19))
    assert {row.id for row in rows} == {one.id for one in found}
    assert {row.edition.code for row in rows} == {"weekly", "monthly", "quarterly"}
    last = demo.cadence.get("weekly", "2025-W15")
    assert last.before is not None
    assert {line.section for line in last.lines.lines} >= {"reported"}
    assert last.edition.vintage.digest == last.lines.digest


def test_what_lies_ahead_is_left_out(demo: Workspace) -> None:
    assert demo.reviews.find().total == 0  # the review begins in 2026
    (_, assessment, frozen) = demo.assessments.find().items[0]
    assert (assessment.year, frozen) == (2023, True)
