"""Progress methods: published numbers, and the mistakes of trackers that are not made here (progress.toml)."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.targets.cases import LATE, readings, target
from xietong.core.errors import ValuesError
from xietong.core.period import Period
from xietong.targets.course import Reading, coarser, known
from xietong.targets.model import Baseline, Goal, Target
from xietong.targets.progress.compare import METHODS, compare
from xietong.targets.progress.five_year import five_year, worst
from xietong.targets.progress.growth import grade, growth_without_goal, score
from xietong.targets.progress.look import look
from xietong.targets.progress.standing import standing
from xietong.targets.progress.verdict import Verdict, shown

CASES = tomllib.loads(Path(__file__).with_name("progress.toml").read_text(encoding="utf-8"))["case"]
D = Decimal


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['method']}: {case['why'][:50]}")
def test_numbers_and_statuses(case: dict[str, Any]) -> None:
    """Every case of progress.toml; whatever the method says, it says in two languages with nothing left unfilled."""
    one = target(case["goal"], case["due"], case["baseline"])
    verdicts = compare(one, readings(case["readings"]), LATE, clock=case.get("clock", "periods"))
    verdict = next(each for each in verdicts if each.method == case["method"])
    assert verdict.status == case["status"], verdict.sentence("en")
    for name, wanted in case.get("numbers", {}).items():
        number = verdict.number(name)
        assert number is not None
        assert round(number, 4) == D(wanted), name
    for remark in case.get("remarks", ()):
        assert verdict.has(remark), verdict.sentence("en")
    for remark in case.get("not_remarked", ()):
        assert not verdict.has(remark), verdict.sentence("en")
    for each in verdicts:
        for language in ("zh", "en"):
            assert "{" not in each.sentence(language)


def test_a_verdict_is_a_sentence_with_its_numbers() -> None:
    """Not a bare colour: the numbers and the computation stand in it."""
    verdicts = compare(target(["value", "160"], date(2030, 12, 31), ["2015", "100"]), readings({"2022": "130"}), LATE)
    assert [one.method for one in verdicts] == list(METHODS)
    assert "1.1999" in verdicts[1].sentence("en")
    assert "(130/100)^(1/7)" in verdicts[1].sentence("zh")
    assert "3.8192%" in verdicts[1].sentence("en")


def test_without_a_baseline_the_five_year_method_judges_and_the_others_say_what_they_lack() -> None:
    """Most goals of plans name no baseline; the trend of the last years is known all the same."""
    values = readings({"2017": "100", "2018": "104", "2019": "107", "2020": "111", "2021": "116", "2022": "120"})
    verdicts = {one.method: one for one in compare(target(["floor", "150"], date(2030, 12, 31)), values, LATE)}
    assert {name: one.status for name, one in verdicts.items()} == {
        "milestone": "refused", "growth": "refused", "projection": "refused", "five_year": "sun",
    }  # fmt: skip
    assert "基期" in verdicts["growth"].sentence("zh")
    assert "baseline" in verdicts["growth"].sentence("en")


def test_whole_numbers_and_floats_are_taken_as_written() -> None:
    """0.1 is a tenth, whatever the machine makes of it; what is no number is refused."""
    one = Target("GDP", "110000", Goal.floor(0.3), date(2023, 12, 31), Baseline(0, Period.year(2020)))  # type: ignore[arg-type]
    verdict = compare(one, [Reading(Period.year(2021), 0.1)], LATE)[0]  # type: ignore[arg-type]
    assert (verdict.number("required"), verdict.number("ratio"), verdict.status) == (D("0.1"), D(1), "ahead")
    for value in ("1", True, None, float("nan")):
        with pytest.raises(ValuesError):
            Reading(Period.year(2021), value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ratio", "wanted"),
    [("1.2", "4.2858"), ("5", "5"), ("0.6", "0.0000"), ("0.59", "-0.0416"), ("0", "-2.5"), ("-9", "-5")],
)
def test_score(ratio: str, wanted: str) -> None:
    """Two lines that meet near 0.6, cut off at ±5."""
    assert round(score(D(ratio)), 4) == D(wanted)


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [("0.015", "on_track"), ("0.0149", "moderate"), ("0.005", "moderate"), ("0.0049", "limited"), ("0", "limited"), ("-0.0001", "deterioration")],
)  # fmt: skip
def test_grades_without_a_goal(rate: str, wanted: str) -> None:
    """1.5 %, 0.5 % and 0 a year."""
    assert grade(D(rate), "no_target") == wanted


@pytest.mark.parametrize(
    ("ratio", "wanted"),
    [("0.95", "on_track"), ("0.9499", "moderate"), ("0.6", "moderate"), ("0.5999", "limited"), ("0", "limited"), ("-0.0001", "deterioration")],
)  # fmt: skip
def test_grades_of_ratios(ratio: str, wanted: str) -> None:
    """0.95, 0.60 and 0."""
    assert grade(D(ratio)) == wanted


def test_growth_without_a_goal_needs_a_direction() -> None:
    """Falling emissions are progress; without the direction nobody knows."""
    start = Baseline(D(100), Period.year(2015))
    values = readings({"2020": "90"})
    assert growth_without_goal(start, values, -1, LATE).status == "on_track"
    assert growth_without_goal(start, values, 1, LATE).status == "deterioration"
    assert growth_without_goal(start, [], 1, LATE).status == "no_data"
    with pytest.raises(ValuesError):
        growth_without_goal(start, values, 0, LATE)


def test_vintages() -> None:
    """A verdict as of a day rests on what was known then; a later revision does not reach back."""
    one = target(["floor", "120"], date(2025, 12, 31), ["2020", "100"])
    values = [
        Reading(Period.year(2022), D(110), date(2023, 1, 20)),
        Reading(Period.year(2022), D(104), date(2023, 12, 20)),
        Reading(Period.year(2023), D(113), date(2024, 1, 20)),
    ]
    seen = [
        look(one, values, day).now for day in (date(2023, 1, 19), date(2023, 6, 1), date(2024, 1, 1), date(2024, 2, 1))
    ]
    assert [reading and reading.value for reading in seen] == [None, D(110), D(104), D(113)]


def test_a_period_that_is_not_over_is_not_known() -> None:
    """A number released for a year still running is a forecast of somebody."""
    assert known([Reading(Period.year(2026), D(1), date(2026, 3, 1))], date(2026, 6, 1)) == ()


def test_a_revised_baseline_is_said() -> None:
    """The target keeps its own baseline; the ledger knows another one now."""
    one = target(["floor", "120"], date(2025, 12, 31), ["2020", "100"])
    verdict = compare(one, readings({"2020": "97", "2022": "108"}), LATE)[0]
    assert verdict.number("required") == D(108)
    assert verdict.has("baseline_revised")


def test_a_sentence_has_units_and_magnitudes_as_people_read_them() -> None:
    """亿元 and not eleven zeros; what percentages differ by are percentage points; the exact numbers stay beside it."""
    start = Baseline(D(133_260_000_000), Period.year(2022))
    money = Target("RD", "110000", Goal.floor(360_000_000_000, "元"), date(2027, 12, 31), start)
    line = compare(money, readings({"2023": "202969550000"}), LATE)[0]
    assert "目前为 2,029.6955亿元，按直线进度应为 1,786.08亿元" in line.sentence("zh")
    assert "a straight line would be at 178.608 billion yuan" in line.sentence("en")
    assert line.number("required") == D(178_608_000_000)
    share = Target("RD_INT", "110000", Goal.floor(6, "%"), date(2027, 12, 31))
    values = readings({"2019": "6.1", "2020": "6.3", "2021": "6.4", "2022": "6.8", "2023": "6.7"})
    refused, *_, trend = compare(share, values, LATE)
    assert "年均变化为 0.15百分点，延伸到期为 7.3%，最近一年变化 -0.1百分点" in trend.sentence("zh")
    assert "Beyond the goal ≥6%: 6.7%, by 0.7 percentage points." in trend.sentence("en")
    assert "研发经费投入强度" in refused.sentence("zh")


def test_several_targets_the_worst_counts() -> None:
    """The German rule for indicators with several targets at once."""
    values = readings({"2018": "104", "2019": "107", "2020": "111", "2021": "116", "2022": "120"})
    verdicts = [
        five_year(look(target(["value", top], date(2030, 12, 31), ["2017", "100"]), values, LATE))
        for top in ("150", "170")
    ]
    assert [one.status for one in verdicts] == ["sun", "cloud"]
    assert worst([*verdicts, Verdict("five_year", "no_data")]).status == "cloud"


def test_refusals_name_the_way_out() -> None:
    """Years beside months, two values of one day: a sentence each, in both languages."""
    started = target(["floor", "120"], date(2025, 12, 31), ["2020", "100"])
    twice = [Reading(Period.year(2022), D(value), date(2023, 1, 1)) for value in (1, 2)]
    for values in (readings({"2022": "1", "2023-01": "1"}), twice):
        with pytest.raises(ValuesError) as caught:
            look(started, values, LATE)
        assert caught.value.sentence("zh") != caught.value.sentence("en")


@pytest.mark.parametrize(
    ("said", "values", "status", "gap"),
    [
        (["floor", "5"], {"2024": "5.2"}, "met", "0"),
        (["floor", "5"], {"2024": "4.8"}, "short", "0.2"),
        (["floor", "5"], {"2024": "5.2", "2025": "4.8"}, "missed", "0.2"),
        (["range", "4.5", "5"], {"2025": "5.3"}, "missed", "0.3"),
        (["rank", "3"], {"2024": "5"}, "short", "2"),
        (["floor", "5"], {}, "no_data", None),
        (["floor", "5"], {"2026": "9"}, "no_data", None),
    ],
)
def test_where_a_target_without_baseline_stands(
    said: list[str], values: dict[str, str], status: str, gap: str | None
) -> None:
    """Met or not, and how far; nothing of pace, and what comes after the due date does not count."""
    verdict = standing(target(said, date(2025, 12, 31)), readings(values), LATE)
    assert (verdict.status, verdict.number("gap")) == (status, None if gap is None else D(gap))
    assert "{" not in verdict.sentence("zh") + verdict.sentence("en")


def test_a_decreasing_quarter_is_what_it_came_to() -> None:
    """9, 8, 7 with a ceiling of 8: the quarter came to 7 and meets it; its maximum would give 88.9 %."""
    months = readings({"2024-01": "9", "2024-02": "8", "2024-03": "7"})
    (quarter,) = coarser(months, "quarter", "last")
    assert quarter.value == 7
    one = target(["ceiling", "8"], date(2024, 3, 31), ["2023-10-01/2023-12-31", "10"])
    verdict = compare(one, [Reading(quarter.period, quarter.value)], LATE)[0]
    assert verdict.status == "met"
    assert verdict.number("ratio") == D("1.5")


def test_a_missing_month_makes_no_zero_quarter() -> None:
    """The sum of an incomplete quarter is no data and names the month; the level of its last month stands."""
    months = readings({"2024-01": "9", "2024-03": "7"})
    (total,) = coarser(months, "quarter", "sum")
    assert total.value is None
    assert [str(one) for one in total.missing] == ["2024-02-01/2024-02-29"]
    (last,) = coarser(months, "quarter", "last")
    assert (last.value, len(last.missing)) == (D(7), 1)


def test_longer_periods_are_not_cut() -> None:
    """A year does not become quarters."""
    with pytest.raises(ValuesError):
        coarser(readings({"2024": "9"}), "quarter", "sum")


@pytest.mark.parametrize(
    ("number", "wanted"),
    [("43760.7", "43760.7"), ("0.0381862", "0.03819"), ("1.19994", "1.1999"), ("150.000", "150"), ("-0.00001234567", "-0.00001235"), ("1E+3", "1000")],
)  # fmt: skip
def test_numbers_in_sentences(number: str, wanted: str) -> None:
    """Short, and never in powers of ten."""
    assert shown(D(number)) == wanted
