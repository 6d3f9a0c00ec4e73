"""Charts: what is joined, what is a gap, what never shares an axis."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.web.test_web_wording import BASE
from xietong.core.period import Period
from xietong.core.ticks import nice
from xietong.statements.model import Statement
from xietong.web.chart import Given, charts, follows


def yearly(*years: int) -> list[Given]:
    return [
        Given(replace(BASE, period=str(Period.year(year)), value=(Decimal(year - 2000),)), f"#m-{year}")
        for year in years
    ]


def test_a_missing_year_is_a_gap() -> None:
    (chart,) = charts(yearly(2019, 2020, 2022, 2023))
    joined = [(one.given.href, two.given.href) for one, two in chart.lines]
    assert joined == [("#m-2019", "#m-2020"), ("#m-2022", "#m-2023")]


def test_units_measures_and_places_are_not_mixed() -> None:
    others = [
        replace(BASE, unit="美元"),
        replace(BASE, measure="growth", unit="%"),
        replace(BASE, regions=("北京",)),
        replace(BASE, scope=("规模以上",)),
    ]
    assert len(charts([Given(one, "#") for one in [BASE, *others]])) == 5


def test_a_period_on_which_texts_disagree_is_not_joined() -> None:
    given_ = [*yearly(2020, 2021, 2022), Given(replace(yearly(2021)[0].statement, value=(Decimal(99),)), "#other")]
    (chart,) = charts(given_)
    assert len(chart.points) == 4
    assert not chart.lines


def test_targets_are_told_apart_and_not_joined() -> None:
    target = replace(yearly(2021)[0].statement, modality="target", modifier=">=")
    (chart,) = charts([*yearly(2020), Given(target, "#t")])
    assert [one.kind for one in chart.points] == ["", "target over"]
    assert not chart.lines


def test_a_range_has_two_ends() -> None:
    (chart,) = charts([Given(replace(BASE, form="range", value=(Decimal(1), Decimal(3))), "#")])
    assert chart.points[0].low > chart.points[0].high


def test_undated_figures_are_not_drawn() -> None:
    assert charts([Given(replace(BASE, period=""), "#")]) == ()


def test_what_follows_what() -> None:
    stock = Period.parse("../2022-12-31"), Period.parse("../2023-12-31")
    assert follows(*stock)
    assert follows(Period.months(2023, 1, 3), Period.months(2023, 4, 6))
    assert follows(Period.months(2023, 1, 9), Period.months(2024, 1, 9))
    assert not follows(Period.months(2023, 1, 9), Period.months(2023, 10, 10))
    assert not follows(stock[0], Period.year(2023))


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3)


@given(numbers, numbers)
def test_an_axis_holds_what_is_on_it(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    ticks = nice(low, high)
    assert ticks[0] <= low
    assert high <= ticks[-1]
    assert 2 <= len(ticks) <= 8


@given(st.lists(st.tuples(st.integers(1990, 2030), numbers), min_size=1, max_size=20))
def test_every_point_is_on_its_chart(series: list[tuple[int, Decimal]]) -> None:
    statements: list[Statement] = [
        replace(BASE, period=str(Period.year(year)), value=(value,)) for year, value in series
    ]
    (chart,) = charts([Given(one, "#") for one in statements])
    assert len(chart.points) == len(series)
    assert all(0 < point.x < 520 and 0 < point.y <= chart.floor for point in chart.points)


def test_a_revised_value_is_a_mark_of_its_own_and_on_no_line() -> None:
    before = Given(replace(yearly(2021)[0].statement, value=(Decimal(15),)), "#before", earlier=True)
    (chart,) = charts([*yearly(2020, 2021), before])
    assert [(one.given.href, two.given.href) for one, two in chart.lines] == [("#m-2020", "#m-2021")]
    assert [(one.given.href, two.given.href) for one, two in chart.moved] == [("#before", "#m-2021")]
    assert next(one.kind for one in chart.points if one.given is before) == "earlier"
