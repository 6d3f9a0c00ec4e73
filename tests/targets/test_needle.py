"""What moves the needle: observations as readings, by vintage, length, scope and member; each mistake of trackers named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from xietong.core.period import Period
from xietong.observations.model import Key, Observation, Release
from xietong.targets.held import Held, changed, differing, of_record, record
from xietong.targets.model import Baseline, Goal, Target
from xietong.targets.needle import course, fitted
from xietong.targets.score import Version, late_entries, late_values, rank
from xietong.targets.state import ahead, moves, stand

D = Decimal
TODAY = date(2026, 11, 21)


def seen(
    value: str, period: str, released: str = "2024-03-01", *, place: str = "120000", unit: str = "%", indicator: str = "RD_INT",
    measure: Any = "level", scope: str = "", base: str = "", document: str = "d",
) -> Observation:  # fmt: skip
    when = str(Period.parse(period))
    origin = str(Period.parse(base)) if base else ""
    key = Key(indicator, place, when, measure, origin, scope)
    return Observation(
        key, (D(value),), "number", unit, "=", value + unit, Release(document, released),
        statement=f"{document}{place}{period}{value}",
    )  # fmt: skip


def aimed(goal: Goal | None = None, **more: Any) -> Target:
    given = {"baseline": Baseline(D("3.4"), Period.year(2020))} | more
    return Target("RD_INT", "120000", goal or Goal.value(D("3.7"), "%"), date(2027, 12, 31), direction=1, **given)


def held(target: Target, **more: Any) -> Held:
    return Held("s" * 64, target, "研发投入强度", "hand", **more)


def values(target: Target, found: list[Observation], as_of: date = TODAY, grain: str = "") -> list[str]:
    return [str(one.value) for one in course(target, found, as_of, TODAY, grain).readings]


def test_the_vintage_of_a_day_is_what_was_released_by_then() -> None:
    found = [seen("3.5", "2022", "2023-09-01"), seen("3.6", "2022", "2024-09-01"), seen("3.7", "2023", "2024-09-01")]
    assert values(aimed(), found, date(2023, 12, 31)) == ["3.5"]
    assert values(aimed(), found, date(2024, 12, 31)) == ["3.6", "3.7"]
    assert values(aimed(), found, date(2023, 8, 31)) == []


def test_what_has_no_release_day_counts_only_now() -> None:
    found = [seen("3.5", "2022", "")]
    assert values(aimed(), found) == ["3.5"]
    then = course(aimed(), found, date(2024, 1, 1), TODAY)
    assert not then.readings
    assert then.left == {"undated": 1}


def test_what_lies_in_the_future_is_left_out_and_told() -> None:
    """A document dated next year, and a value for the year that still runs; on an earlier day both are simply not known yet."""
    found = [seen("3.5", "2022"), seen("3.9", "2024", "2027-03-01"), seen("4.0", "2026", "2026-03-01")]
    line = course(aimed(), found, TODAY, TODAY)
    assert [str(one.value) for one in line.readings] == ["3.5"]
    assert line.left == {"future": 1, "running": 1}
    assert course(aimed(), found, date(2025, 1, 1), TODAY).left == {}


def test_other_units_ranges_and_scopes_are_left_out_and_counted() -> None:
    found = [seen("3.5", "2022"), seen("350", "2022", unit="亿元"), seen("3.9", "2023", scope="全口径")]
    line = course(aimed(), found, TODAY, TODAY)
    assert [str(one.value) for one in line.readings] == ["3.5"]
    assert line.left == {"unit": 1, "scope": 1}


def test_months_and_years_do_not_collide() -> None:
    """A tracker with years only puts March and the year in one cell."""
    found = [seen("3.5", "2023"), seen("9.9", "2023-03"), seen("9.8", "2023-12")]
    line = course(aimed(), found, TODAY, TODAY)
    assert [str(one.value) for one in line.readings] == ["3.5"]
    assert line.left == {"length": 2}
    assert values(aimed(), found, grain="month") == ["9.9", "9.8"]


def test_percentages_of_months_make_no_year() -> None:
    """20 + 40 + 60 + 70 + 85 + 100 is no 375 %."""
    found = [seen(str(one), f"2023-{at:02}") for at, one in enumerate((20, 40, 60, 70, 85, 100), 1)]
    assert values(aimed(), found, grain="year") == []
    all_year = [seen(str(at), f"2023-{at:02}") for at in range(1, 13)]
    assert values(aimed(), all_year, grain="year") == []  # nor is their mean the year's


def test_quarters_of_a_flow_make_the_year_where_all_are_there() -> None:
    def money(value: str, period: str) -> Observation:
        return seen(value, period, unit="元", indicator="GDP")

    target = Target("GDP", "120000", Goal.floor(D(100), "元"), date(2027, 12, 31))
    parts = [
        money(str(one), f"2023-{3 * at + 1:02}-01/2023-{3 * at + 3:02}-{30 if at in (1, 2) else 31}")
        for at, one in enumerate((10, 20, 30, 40))
    ]
    line = course(target, parts, TODAY, TODAY, "year")
    assert [str(one.value) for one in line.readings] == ["100"]
    assert len(line.latest) == 4
    assert course(target, parts[:3], TODAY, TODAY, "year").readings == ()  # one quarter missing: no data, not zero


def boxes(value: str, period: str, released: str = "2026-09-15", document: str = "d") -> Observation:
    return seen(value, period, released, unit="标准箱", indicator="TEU", document=document)


def test_a_month_is_never_held_against_the_goal_of_a_year() -> None:
    """A goal of 2,500 for 2026 with the months of 2026 and the years before: how it stands is said of years and of the running
    sum; a month, which many trackers would call far from the goal, is refused, and its forecast with it."""
    target = Target("TEU", "120000", Goal.value(D(2500), "标准箱"), date(2026, 12, 31), direction=1)
    years = [boxes(str(2000 + 80 * at), str(2020 + at), f"{2021 + at}-02-01") for at in range(6)]
    months = [boxes("215", f"2026-{at:02}", f"2026-{at + 1:02}-15") for at in range(1, 9)]
    one = stand(held(target), [*years, *months], TODAY, TODAY)
    told = {each.method: each for each in one.verdicts}
    assert (one.course.length, str(one.value), told["five_year"].status) == ("year", "2400", "sun_cloud")
    assert (told["cumulative"].status, told["cumulative"].number("actual")) == ("ahead", D(1720))
    assert one.course.left == {}  # the months are in the running sum
    by_month = stand(held(target), [*years, *months], TODAY, TODAY, grain="month")
    said = {each.method: each.status for each in by_month.verdicts}
    assert {said[name] for name in ("standing", "milestone", "growth", "projection", "five_year")} == {"refused"}
    assert said["cumulative"] == "ahead"
    assert "累计进度" in by_month.verdicts[0].sentence("zh")
    assert by_month.pace is None
    assert ahead(by_month).reason is not None


def test_without_a_year_what_came_together_so_far_says_how_it_stands() -> None:
    """Months, a missing one bridged by a printed running total; the last document that counts is named. Due in June it is the half-year."""
    target = Target("TEU", "120000", Goal.floor(D(1200), "标准箱"), date(2026, 12, 31))
    found = [
        boxes("90", "2026-01"),
        boxes("100", "2026-03"),
        boxes("290", "2026-01-01/2026-03-31"),
        boxes("120", "2026-04", document="z"),
    ]
    for brief in (True, False):
        one = stand(held(target), found, TODAY, TODAY, brief=brief)
        assert (one.main.method, one.status, str(one.value)) == ("cumulative", "ahead", "410")
        assert one.last is not None
        assert str(one.last.period) == "2026-01-01/2026-04-30"
        assert [each.release.document for each in one.latest] == ["z"]
    (*_, last) = moves(held(target), [*found, boxes("500", "2026-01-01/2026-05-31", "2026-10-01", document="y")], TODAY)
    assert (str(last.after.value), last.by[0].release.document) == ("500", "y")
    half = Target("TEU", "120000", Goal.floor(D(600), "标准箱"), date(2026, 6, 30))
    missed = stand(held(half), [*found, boxes("590", "2026-01-01/2026-06-30")], TODAY, TODAY)
    assert (missed.course.length, missed.status, str(missed.value)) == ("half", "missed", "590")


def test_a_joint_goal_needs_every_member() -> None:
    members = ("110000", "120000", "130000")
    target = Target("RD", "京津冀", Goal.floor(D(100), "元"), date(2027, 12, 31), members=members)
    two = [
        seen(str(10 * at), "2023", place=place, unit="元", indicator="RD") for at, place in enumerate(members[:2], 1)
    ]
    assert values(target, two) == []
    three = [*two, seen("30", "2023", place="130000", unit="元", indicator="RD")]
    line = course(target, three, TODAY, TODAY)
    assert [str(one.value) for one in line.readings] == ["60"]
    assert {one.key.place for one in line.latest} == set(members)
    own = [*three, seen("61", "2023", place="京津冀", unit="元", indicator="RD")]
    assert values(target, own) == ["61"]  # what is printed of the whole goes before the sum


def test_rates_of_members_are_never_summed() -> None:
    target = Target("RD_INT", "京津冀", Goal.floor(D(4), "%"), date(2027, 12, 31), members=("110000", "120000"))
    assert values(target, [seen("6", "2023", place="110000"), seen("3", "2023")]) == []


def test_a_rate_on_a_known_level_gives_the_level_and_the_reversal_is_said() -> None:
    """Regional PM2.5: 93 in 2014, 37 in 2022, and 2023 is 57.3 % below 2014. Two points say on track; the last year turned."""

    def air(value: str, period: str, **more: Any) -> Observation:
        return seen(value, period, place="京津冀", indicator="PM25", **({"unit": "微克/立方米"} | more))

    target = Target(
        "PM25", "京津冀", Goal.ceiling(D(35), "微克/立方米"), date(2027, 12, 31), Baseline(D(93), Period.year(2014))
    )
    found = [air("93", "2014"), air("37", "2022"), air("-57.3", "2023", unit="%", measure="growth", base="2014")]
    one = stand(held(target), found, TODAY, TODAY)
    assert str(one.value) == "39.711"
    assert len(one.course.latest) == 2
    assert one.status == "ahead"
    assert one.main.has("reversal")
    assert "逆转" in one.main.sentence("zh")


def test_growth_at_constant_prices_gives_no_level() -> None:
    target = Target("GDP", "120000", Goal.floor(D(200), "元"), date(2027, 12, 31))
    found = [
        seen("100", "2022", unit="元", indicator="GDP"),
        seen("5", "2023", unit="%", indicator="GDP", measure="growth", base="2022"),
    ]
    assert values(target, found) == ["100"]


def test_a_baseline_of_a_year_meets_what_exists_at_its_end() -> None:
    target = Target(
        "PATENT_STOCK", "120000", Goal.floor(D(9), "件"), date(2027, 12, 31), Baseline(D(5), Period.year(2022))
    )
    found = [seen("6", "../2023-12-31", unit="件", indicator="PATENT_STOCK")]
    one = stand(held(target), found, TODAY, TODAY)
    assert one.target.baseline == Baseline(D(5), Period.until(date(2022, 12, 31)))
    assert one.status == "ahead"
    assert fitted(target, {"month": 3}) is target


def test_what_exists_at_a_moment_lies_on_the_grid_by_its_last_day() -> None:
    """Asked by quarter: the ends of March and June are quarters, mid-May is none, and September is no data; the baseline of the
    year before is that of its last quarter."""

    def there(value: str, period: str) -> Observation:
        return seen(value, period, unit="件", indicator="PATENT_STOCK")

    start = Baseline(D(100), Period.year(2022))
    target = Target("PATENT_STOCK", "120000", Goal.floor(D(180), "件"), date(2024, 12, 31), start)
    found = [
        there("110", "../2023-03-31"), there("115", "../2023-05-15"), there("121", "2023-06"), there("140", "../2023-12-31"),
        there("141", "../2024-01-31"),
    ]  # fmt: skip
    quarters = stand(held(target), found, TODAY, TODAY, grain="quarter")
    assert [(str(one.period), str(one.value)) for one in quarters.course.readings] == [
        ("2023-01-01/2023-03-31", "110"), ("2023-04-01/2023-06-30", "121"), ("2023-10-01/2023-12-31", "140"),
    ]  # fmt: skip
    assert (quarters.status, quarters.main.number("required")) == ("ahead", D(140))
    years = stand(held(target), found, TODAY, TODAY, grain="year")
    assert [str(one.value) for one in years.course.readings] == ["140"]
    assert years.course.latest[0].key.period == "../2023-12-31"


def test_no_data_is_a_status_of_its_own() -> None:
    one = stand(held(aimed()), [], TODAY, TODAY)
    assert one.status == "no_data"
    assert one.value is None
    assert one.pace is None
    assert ahead(one).reason is not None


def test_over_fulfilment_is_seen() -> None:
    one = stand(held(aimed(Goal.floor(D("3.7"), "%"))), [seen("4.1", "2023")], TODAY, TODAY)
    assert one.status == "met"
    assert one.main.has("over")
    assert "0.4" in one.main.sentence("en")


def test_a_zero_goal_is_refused_by_rates_and_judged_by_the_line() -> None:
    goal = Goal.ceiling(D(0), "%")
    target = Target("RD_INT", "120000", goal, date(2027, 12, 31), Baseline(D(10), Period.year(2020)))
    told = {one.method: one.status for one in stand(held(target), [seen("4", "2023")], TODAY, TODAY).verdicts}
    assert told["growth"] == "refused"
    assert told["milestone"] == "ahead"


def test_effort_is_what_was_achieved_over_what_is_required() -> None:
    pace = stand(held(aimed()), [seen("3.5", "2022"), seen("3.55", "2023")], TODAY, TODAY).pace
    assert pace is not None
    assert (round(pace.achieved or D(0), 4), pace.required, pace.last) == (D("0.05"), D("0.0375"), D("0.05"))
    assert pace.ratio is not None
    assert round(pace.ratio, 4) == D("1.3333")


def test_without_a_baseline_it_is_said_and_only_what_is_required_is_known() -> None:
    one = stand(held(aimed(baseline=None)), [seen("3.5", "2022"), seen("3.5", "2023")], TODAY, TODAY)
    assert one.status == "short"
    refused = next(each for each in one.verdicts if each.method == "milestone")
    assert refused.status == "refused"
    assert one.pace is not None
    assert one.pace.achieved is None
    assert one.pace.required == D("0.05")


def test_each_move_names_what_moved_it() -> None:
    found = [
        seen("3.5", "2022", "2023-09-01", document="a"), seen("3.6", "2023", "2024-09-01", document="b"),
        seen("3.6", "2023", "2024-10-01", document="c"),
    ]  # fmt: skip
    told = moves(held(aimed()), found, TODAY)
    assert [(str(one.day), one.by[0].release.document) for one in told] == [("2023-09-01", "a"), ("2024-09-01", "b")]
    assert told[0].before.value is None


@pytest.mark.parametrize(
    ("goal", "others", "wanted"),
    [
        (Goal.floor(D(4), "%"), ["5", "3"], (2, 3)),
        (Goal.ceiling(D(4), "%"), ["5", "3"], (2, 3)),
        (Goal.floor(D(4), "%"), ["3.5", "3.5"], (1, 3)),  # ties share the place
        (Goal.between(D(3), D(4), "%"), ["3.5"], (None, 2)),  # a range has no side to be on
        (Goal.floor(D(4), "%"), [], (1, 1)),
    ],
)
def test_ranks(goal: Goal, others: list[str], wanted: tuple[int | None, int]) -> None:
    target = Target("RD_INT", "120000", goal, date(2027, 12, 31))
    one = stand(held(target), [seen("3.5", "2023")], TODAY, TODAY)
    assert rank(one.aim, one.value, [D(other) for other in others]) == wanted


def test_values_changed_after_the_day_are_shown_in_both_versions() -> None:
    target = Target("RD_INT", "120000", Goal.floor(D("3.7"), "%"), date(2023, 12, 31))
    found = [seen("3.5", "2023", "2023-12-31"), seen("3.8", "2023", "2024-09-01", document="e")]
    (late,) = late_values(held(target), found, TODAY, TODAY)
    assert (str(late.before), str(late.now), late.by[0].release.document) == ("3.5", "3.8", "e")
    assert late_values(held(target), found[:1], TODAY, TODAY) == ()
    frozen = held(Target("RD_INT", "120000", Goal.floor(D(4), "%"), date(2027, 12, 31)), freeze=date(2024, 1, 31))
    assert len(late_values(frozen, found, TODAY, TODAY)) == 1


def _version(one: Held | None, day: str) -> Version:
    from datetime import UTC, datetime

    return Version(one, datetime.fromisoformat(day).replace(tzinfo=UTC), "甲", "因为")


def test_a_target_changed_after_its_day_is_marked_whatever_the_new_day_is() -> None:
    """Moving the day first does not make the change timely."""
    early = held(Target("RD_INT", "120000", Goal.floor(D(4), "%"), date(2024, 12, 31)))
    later = held(Target("RD_INT", "120000", Goal.floor(D(3), "%"), date(2030, 12, 31)))
    (late,) = late_entries([_version(early, "2024-01-01"), _version(later, "2025-02-01")])
    assert {name for name, _, _ in late.fields} == {"goal", "due"}
    assert late_entries([_version(early, "2024-01-01"), _version(later, "2024-12-31")]) == ()
    (gone,) = late_entries([_version(early, "2024-01-01"), _version(None, "2025-02-01")])
    assert gone.fields == (("state", "held", "withdrawn"),)
    assert len(late_entries([_version(early, "2025-02-01")])) == 1  # entered when it was over


def test_a_record_holds_a_target_whole() -> None:
    target = aimed(Goal.between(D("3.5"), D("3.70"), "%"), strength="binding", scope="全口径", members=("110000",))
    one = held(target, body="甲局", freeze=date(2027, 6, 30), read={"goal": "3.7%"})
    assert of_record(one.subject, record(one)) == one
    other = held(aimed(), body="乙局")
    assert {name for name, _, _ in changed(one, other)} == {"goal", "strength", "scope", "members", "body", "freeze"}
    assert differing(target, aimed())["goal"] == "3.5–3.70%"
