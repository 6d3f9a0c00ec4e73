"""Working days of China against the notices and against chinesecalendar (MIT), which others keep."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.core.calendar import WorkCalendar
from xietong.core.errors import CalendarError
from xietong.core.period import Period
from xietong.data.calendars import calendar

DAYS = st.dates(date(2009, 1, 1), date(2025, 12, 31))


def test_every_day_as_an_independent_table_has_it() -> None:
    """All days of all years with a table, with the holidays' days off and the make-up days worked."""
    oracle = pytest.importorskip("chinese_calendar", reason="chinesecalendar is not installed")
    years = calendar().years
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    assert [day for day in days if calendar().is_workday(day) != oracle.is_workday(day)] == []


def test_every_year_names_its_notice() -> None:
    """A day off is a rule: it has an issuing document."""
    for year in calendar().years:
        for notice in calendar().notices[year]:
            assert str(year) in notice.title or "70周年" in notice.title or year == 2020
            assert "号" in notice.number


@pytest.mark.parametrize(
    ("day", "worked", "why"),
    [
        (date(2026, 2, 14), True, "a Saturday worked for the Spring Festival"),
        (date(2026, 2, 23), False, "the ninth day of the Spring Festival, a Monday"),
        (date(2020, 1, 31), False, "the extension of 2020"),
        (date(2020, 2, 1), False, "a make-up day of 2020 that the extension took back"),
        (date(2015, 9, 3), False, "the day of 2015 set by its own notice"),
        (date(2018, 12, 29), True, "a day of December that the next year's notice set"),
        (date(2024, 2, 9), True, "New Year's Eve of 2024 was no day off"),
    ],
)
def test_days_that_are_easily_wrong(day: date, worked: bool, why: str) -> None:
    """Days where weekday and work differ."""
    assert calendar().is_workday(day) is worked, why


@pytest.mark.parametrize("day", [date(2007, 12, 28), date(2027, 1, 4)])
def test_a_year_without_a_table_is_refused(day: date) -> None:
    """Nobody knows the working days before the notice; a term that runs over the edge is refused too."""
    with pytest.raises(CalendarError) as caught:
        calendar().is_workday(day)
    assert str(day.year) in caught.value.sentence("zh")
    with pytest.raises(CalendarError):
        calendar().add(date(2026, 12, 25), 10)


def test_a_term_of_working_days() -> None:
    """Received on 30 September 2024: seven days off and a Saturday worked."""
    days = calendar()
    assert days.add(date(2024, 9, 30), 5) == date(2024, 10, 12)
    assert days.add(date(2024, 10, 3), 0) == date(2024, 10, 8)
    assert days.last_in(Period.months(2024, 9, 9)) == date(2024, 9, 30)
    assert days.first_in(Period.months(2024, 10, 10)) == date(2024, 10, 8)
    assert days.holiday(date(2024, 9, 16)) == "中秋节"
    assert days.first_in(Period(date(2024, 10, 1), date(2024, 10, 7))) is None


@settings(deadline=None)
@given(DAYS, st.integers(-60, 60))
def test_adding_and_counting_are_inverse(day: date, count: int) -> None:
    """From a working day, n working days on and counted again are n."""
    start = calendar().add(day, 0)
    end = calendar().add(start, count)
    assert calendar().is_workday(end)
    assert calendar().between(start, end) == count


@settings(deadline=None)
@given(DAYS, DAYS)
def test_counting_counts_the_days(first: date, last: date) -> None:
    """What is counted between two days is how many of the listed days are worked."""
    first, last = sorted((first, last))
    assert calendar().between(first - timedelta(days=1), last) == len(calendar().workdays(Period(first, last)))


@pytest.mark.parametrize(
    "year",
    [
        {"year": 2024, "holidays": [["x", date(2024, 5, 4), date(2024, 5, 1)]], "work": []},
        {"year": 2024, "holidays": [["x", date(2024, 5, 1), date(2024, 5, 4)]], "work": [date(2024, 5, 4)]},
        {"year": 2024, "holidays": [], "work": [date(2024, 5, 6)]},
    ],
)
def test_tables_that_contradict_themselves(year: dict[str, object]) -> None:
    """A holiday that ends before it begins, a day both off and worked, a make-up day that is a Monday."""
    with pytest.raises(CalendarError):
        WorkCalendar.load({"year": [year | {"notice": "n", "number": "1号"}]})


def test_a_year_twice() -> None:
    """One table a year."""
    year = {"year": 2024, "holidays": [], "work": [], "notice": "n", "number": "1号"}
    with pytest.raises(CalendarError):
        WorkCalendar.load({"year": [year, year]})


def test_a_period_without_a_start_has_no_working_days() -> None:
    """A stock has no days to count."""
    with pytest.raises(CalendarError):
        calendar().workdays(Period.until(date(2024, 1, 1)))
