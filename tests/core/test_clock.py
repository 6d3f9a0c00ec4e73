"""The office's day, wherever the program runs."""

from datetime import UTC, date, datetime, time

import pytest

from xietong.core import clock

NEW_DAY = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)  # half past midnight in Beijing


def test_after_midnight_in_beijing_it_is_the_new_day_on_a_server_in_utc() -> None:
    with clock.standing_at(NEW_DAY):
        assert clock.today() == date(2026, 3, 2)
    with clock.standing_at(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 1)


def test_a_day_ends_where_the_next_begins() -> None:
    end = clock.end_of(date(2026, 3, 1))
    assert clock.day_of(end) == date(2026, 3, 1)
    assert (clock.at(date(2026, 3, 2), time(0)) - end).total_seconds() == pytest.approx(0.000001)


def test_moments_are_read_by_the_office_s_clock() -> None:
    assert clock.stamp(NEW_DAY) == "2026-03-02 00:30"


def test_the_clock_goes_on_after_it_stood() -> None:
    with clock.standing_at(NEW_DAY):
        assert clock.now() == NEW_DAY
    assert clock.now() != NEW_DAY
