"""Choosing among sources, series with their vintages and breaks, as pure functions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.observations.choose import choose
from xietong.observations.model import Key, Observation, Release
from xietong.observations.series import as_known, breaks, points, revisions

BASE = Observation(
    Key("GDP", "110000", "2022-01-01/2022-12-31", "level"), (Decimal("4161090000000"),), "number", "元", "=",
    "41610.9亿元", Release("a", "2023-01-31"),
)  # fmt: skip


def one(quote: str, date: str, document: str = "a", **more: str) -> Observation:
    """The same key with another value in 亿元, release and passage."""
    value = Decimal(quote.removesuffix("亿元")) * 100_000_000
    release = Release(document, date, more.get("publisher", ""), more.get("attribution", ""))
    return replace(BASE, value=(value,), quote=quote, release=release, passage=more.get("passage", quote + document))


def test_the_office_goes_first() -> None:
    """A statistics office as the source of a sentence before one that publishes, before the rest."""
    paper = one("41000亿元", "2024-05-01", "paper")
    office = one("41610.9亿元", "2023-01-31", "office", publisher="北京市统计局")
    quoted = one("41540.9亿元", "2023-06-01", "quoting", attribution="国家统计局")
    assert choose([paper, office]).chosen is office
    assert choose([paper, office, quoted]).chosen is quoted
    assert choose([paper, office, quoted]).reasons == ("attributed",)


def test_the_latest_then_the_most_exact() -> None:
    """Of equal rank the later where they differ; of those that agree the one with more digits."""
    early, late = one("41610.9亿元", "2023-01-31"), one("41540.9亿元", "2024-01-31")
    assert choose([early, late]).chosen is late
    assert choose([early, late]).reasons == ("latest",)
    rough = one("41541亿元", "2024-06-30", "rough")
    assert choose([rough, late]).chosen is late
    assert "exact" in choose([rough, late]).reasons


def test_reprints_count_once() -> None:
    """Two papers with one sentence are one source."""
    first = one("41610.9亿元", "2023-01-31", "a", passage="same")
    again = one("41610.9亿元", "2023-02-28", "b", passage="same")
    other = one("41610.9亿元", "2023-03-31", "c", passage="own")
    assert choose([first, again]).sources == 1
    assert choose([first, again, other]).sources == 2


@given(st.lists(st.tuples(st.integers(1, 99999), st.integers(2000, 2030)), min_size=1, max_size=8))
def test_every_source_is_kept(values: list[tuple[int, int]]) -> None:
    """Chosen, agreeing and differing together are all there were; the order they come in does not matter."""
    sources = [one(f"{value}亿元", f"{year}-01-01", str(at)) for at, (value, year) in enumerate(values)]
    choice = choose(sources)
    assert {choice.chosen, *choice.agreeing, *choice.differing} == set(sources)
    again = choose(list(reversed(sources))).chosen
    assert (again.value, again.release.date) == (choice.chosen.value, choice.chosen.release.date)


def test_nothing_to_choose_from() -> None:
    """An empty list is a mistake of the program."""
    with pytest.raises(ValueError, match="nothing"):
        choose([])


def test_vintages() -> None:
    """As known on a day, first releases, and what was revised; a release without a date is known on no day."""
    first, last = one("41610.9亿元", "2023-01-31"), one("41540.9亿元", "2024-01-31", "b")
    undated = one("41600亿元", "", "c")
    everything = [first, last, undated]
    assert as_known(everything, "2023-12-31") == [first]
    assert points(everything, "first")[0].choice.chosen is first
    assert [step.quote for step in revisions(everything)[0].values] == ["41610.9亿元", "41540.9亿元"]
    assert revisions([first, undated]) == []


def test_breaks_are_named() -> None:
    """Another scope, another unit, and a point whose document gives the year before otherwise than it is shown."""
    before = one("100亿元", "2023-01-31", "old", publisher="北京市统计局")
    after = replace(
        one("120亿元", "2024-01-31", "new", publisher="北京市统计局"),
        key=replace(BASE.key, period="2023-01-01/2023-12-31"),
    )
    scoped = replace(after, key=replace(after.key, scope="规模以上"))
    assert [one.kind for one in breaks(points([before, scoped]))] == ["scope"]
    assert [one.kind for one in breaks(points([before, replace(after, unit="美元")]))] == ["unit"]
    same_document = one("90亿元", "2022-01-31", "new")
    found = breaks(points([before, same_document, after]))
    assert [one.kind for one in found] == ["vintage"]


def test_what_is_derived_revises_nothing() -> None:
    """A derived value beside a reported one is no release of it, and two derived ones are not of one document."""
    reported = one("41610.9亿元", "2023-01-31")
    derived = replace(
        one("40000亿元", "2024-01-31"), origin="derived", derivation="x", release=Release("", "2024-01-31")
    )
    assert revisions([reported, derived]) == []
    assert points([reported, derived])[0].choice.chosen is reported
    later = replace(derived, key=replace(BASE.key, period="2023-01-01/2023-12-31"), derivation="y")
    assert breaks(points([reported, derived, later])) == []
