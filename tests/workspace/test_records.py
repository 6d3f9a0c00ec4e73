"""What persons enter: never changed, found by its words, and as it was at any moment."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from xietong.core.errors import NotFoundError
from xietong.core.record import Entry, Record
from xietong.store import records
from xietong.workspace import Workspace


def _entry(subject: str, value: int | None, lead: str = "甲", day: date | None = None, parent: str = "") -> Entry:
    content = None if value is None else {"value": value}
    return Entry("thing", subject, content, parent, day, {"lead": (lead,)})


def _add(ws: Workspace, *entries: Entry, person: str = "someone") -> tuple[Record, ...]:
    with ws._ledger.writing() as connection:
        records.take_turn(connection)
        return records.add(connection, person, entries)


def test_the_last_entry_holds_and_the_earlier_are_there(ws: Workspace) -> None:
    (first,) = _add(ws, _entry("a" * 64, 1))
    (second,) = _add(ws, _entry("a" * 64, 2, "乙"), person="other")
    with ws._ledger.reading() as connection:
        assert records.get(connection, "thing", "aaaa").content == {"value": 2}
        assert records.get(connection, "thing", "a" * 64, first.at).content == {"value": 1}
        assert [one.person for one in records.history(connection, "thing", "a" * 64)] == ["someone", "other"]
        assert records.history(connection, "thing", "a" * 64)[0].superseded == second.at
        assert records.counts(connection, "thing", "lead") == {"乙": 1}
        assert records.counts(connection, "thing", "lead", as_of=first.at) == {"甲": 1}


def test_what_was_withdrawn_is_gone_from_lists_and_stays_in_history(ws: Workspace) -> None:
    (first,) = _add(ws, _entry("a", 1))
    _add(ws, _entry("a", None))
    with ws._ledger.reading() as connection:
        assert records.find(connection, "thing").total == 0
        assert records.find(connection, "thing", as_of=first.at).total == 1
        assert len(records.history(connection, "thing", "a")) == 2
        with pytest.raises(NotFoundError):
            records.get(connection, "thing", "a")


def test_found_by_words_days_and_what_they_belong_to(ws: Workspace) -> None:
    _add(
        ws,
        _entry("a", 1, "甲", date(2025, 1, 1), "p"), _entry("b", 2, "乙", date(2025, 2, 1), "p"),
        _entry("c", 3, "甲", None, "q"),
    )  # fmt: skip
    with ws._ledger.reading() as connection:

        def subjects(*terms: object, **options: object) -> list[str]:
            return [one.subject for one in records.find(connection, "thing", *terms, **options).items]  # type: ignore[arg-type]

        assert subjects({"lead": "甲"}) == ["c", "a"]
        assert subjects({"lead": ("甲", "乙")}, parent="p", latest=True) == ["b", "a"]
        assert subjects(last=date(2025, 1, 31)) == ["a"]
        assert subjects(first=date(2025, 1, 2)) == ["b"]
        assert subjects(limit=None) == ["c", "a", "b"]


def test_no_row_is_changed_or_taken_away(ws: Workspace) -> None:
    _add(ws, _entry("a", 1))
    _add(ws, _entry("a", 2))
    for change in (
        "UPDATE record SET content = NULL WHERE number = 2", "UPDATE record SET person = 'x' WHERE number = 2",
        "UPDATE record SET superseded_at = NULL WHERE number = 1", "DELETE FROM record",
    ):  # fmt: skip
        with pytest.raises(Exception, match="only ever added"), ws._ledger.writing() as connection:
            connection.execute(text(change))


def test_an_entry_that_fails_leaves_nothing(ws: Workspace) -> None:
    with pytest.raises(ValueError, match="two entries"):
        _add(ws, _entry("a", 1), _entry("b", 1), _entry("a", 2))
    with ws._ledger.reading() as connection:
        assert records.find(connection, "thing").total == 0


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.none() | st.integers(0, 9)), max_size=8))
def test_any_moment_can_be_asked_for(ws: Workspace, steps: list[tuple[str, int | None]]) -> None:
    """Against a plain dictionary that is copied after every step. Workspaces are shared by the examples, so each has
    its own subjects."""
    from uuid import uuid4

    mark = uuid4().hex
    state: dict[str, int] = {}
    past: list[tuple[Record, dict[str, int]]] = []
    for subject, value in steps:
        (made,) = _add(ws, _entry(mark + subject, value, parent=mark))
        state = {key: kept for key, kept in state.items() if key != subject} | (
            {} if value is None else {subject: value}
        )
        past.append((made, state))
    with ws._ledger.reading() as connection:
        for made, expected in past:
            found = records.find(connection, "thing", parent=mark, as_of=made.at, limit=None).items
            assert {one.subject[-1]: one.content["value"] for one in found if one.content} == expected
