"""The cadence: days as the calendar moves them, editions that stay as they were, what changed, and the feed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xietong.core import grid
from xietong.core.calendar import WorkCalendar
from xietong.core.clock import day_of, end_of
from xietong.core.errors import CalendarError, ValuesError
from xietong.data import table
from xietong.targets.cadence import edition
from xietong.targets.cadence.changes import changes, opening, opening_of, opening_record
from xietong.targets.cadence.duty import left, overdue
from xietong.targets.cadence.edition import Edition, Line, Lines, Vintage, afterwards
from xietong.targets.cadence.feed import Event, feed
from xietong.targets.cadence.model import Rule
from xietong.targets.cadence.month import month_of, weeks
from xietong.targets.cadence.occasions import known, occasion, occasions
from xietong.targets.cadence.read import load, rules, usual

CALENDAR = WorkCalendar.load(table("calendars/cn.toml"))
RULES = usual()


@pytest.mark.parametrize(
    ("code", "name", "planned", "day", "reason"),
    [
        ("weekly", "2024-W10", "2024-03-08", "2024-03-08", "an ordinary Friday"),
        ("weekly", "2024-W14", "2024-04-05", "2024-04-03", "Friday is in the holiday of Qingming from Thursday on"),
        ("weekly", "2024-W07", "2024-02-16", "2024-02-18", "all weekdays are off, the Sunday is made up: the edition is then"),
        ("weekly", "2023-W40", "2023-10-06", "2023-10-07", "the same at the National Day: Saturday is the first worked day"),
        ("monthly", "2024-01", "2024-02-06", "2024-02-06", "fifth working day of February, the made-up Sunday 4th counted"),
        ("monthly", "2024-09", "2024-10-12", "2024-10-12", "fifth working day of October is a made-up Saturday"),
        ("quarterly", "2024-Q3", "2024-10-18", "2024-10-18", "tenth working day after the quarter"),
        ("monthly", "2023-12", "2024-01-08", "2024-01-08", "about a month of the year before"),
    ],
)  # fmt: skip
def test_days_as_the_calendar_moves_them(code: str, name: str, planned: str, day: str, reason: str) -> None:
    found = occasion(RULES, CALENDAR, code, name)
    assert (str(found.planned), str(found.day), found.name) == (planned, day, name), reason
    assert found.moved == (planned != day)
    assert found in occasions(RULES, CALENDAR, found.day, found.day)


def test_a_week_without_a_working_day_has_no_issue() -> None:
    """The tables have no such week, so one is made: all of it off."""
    bare = WorkCalendar({date(2024, 3, 4) + timedelta(days=at): "假" for at in range(5)}, frozenset(), CALENDAR.notices)
    assert [one.name for one in occasions(RULES[:1], bare, date(2024, 2, 26), date(2024, 3, 17))] == [
        "2024-W09",
        "2024-W11",
    ]
    with pytest.raises(ValuesError, match="2024-W10"):
        occasion(RULES, bare, "weekly", "2024-W10")


def test_reminders_are_working_days_before() -> None:
    found = occasion(RULES, CALENDAR, "quarterly", "2024-Q3")
    assert [str(one) for one in found.reminders] == ["2024-10-12", "2024-10-17"]


def test_a_year_without_a_table_is_refused_and_the_rest_is_known() -> None:
    year = max(CALENDAR.years)
    with pytest.raises(CalendarError, match=str(year + 1)):
        occasions(RULES, CALENDAR, date(year, 12, 1), date(year + 1, 1, 31))
    found, unknown = known(RULES, CALENDAR, date(year, 12, 1), date(year, 12, 31))
    assert unknown is not None
    assert str(year + 1) in str(unknown)
    assert f"{year}-11" in [one.name for one in found]
    with pytest.raises(CalendarError):
        occasion(RULES, CALENDAR, "monthly", f"{year}-12")


def test_a_change_of_the_day_holds_from_its_date_and_the_past_stays() -> None:
    said = {
        "rule": [
            _rule(weekday=5, **{"from": date(2024, 1, 1), "to": date(2024, 6, 30)}),
            _rule(weekday=1, **{"from": date(2024, 7, 1)}),
        ]
    }
    ours = rules(said)
    days = [one.day.isoweekday() for one in occasions(ours, CALENDAR, date(2024, 6, 17), date(2024, 7, 14))]
    assert days == [5, 5, 1, 1]


def _rule(**changed: Any) -> dict[str, Any]:
    usual = {"code": "weekly", "zh": "周", "en": "week", "grain": "week", "from": date(2024, 1, 1)}
    return usual | changed


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "no rule"),
        ({"rule": "x"}, "no rule"),
        ({"rule": [_rule()]}, "one of weekday, workday and monthday"),
        ({"rule": [_rule(weekday=5, workday=1)]}, "one of weekday"),
        ({"rule": [_rule(weekday=8)]}, "weekday = 8"),
        ({"rule": [_rule(weekday=True)]}, "weekday = True"),
        ({"rule": [_rule(grain="month", weekday=5)]}, "one of weekday"),
        ({"rule": [_rule(monthday=5)]}, "one of weekday"),
        ({"rule": [_rule(grain="day", weekday=5)]}, "grain = day"),
        ({"rule": [_rule(weekday=5, move="back")]}, "move = back"),
        ({"rule": [_rule(weekday=5, falls="before")]}, "falls = before"),
        ({"rule": [_rule(weekday=5, reminders=[0])]}, "reminders"),
        ({"rule": [_rule(weekday=5, reminders=list(range(1, 20)))]}, "reminders"),
        ({"rule": [_rule(weekday=5, sections=["gossip"])]}, "sections"),
        ({"rule": [_rule(weekday=5, zh=" ")]}, "zh ="),
        ({"rule": [_rule(weekday=5, code="周 报")]}, "code ="),
        ({"rule": [_rule(weekday=5, **{"from": "2024"})]}, "from = 2024"),
        ({"rule": [_rule(weekday=5, to=date(2023, 1, 1))]}, "from … to"),
        ({"rule": [_rule(weekday=5), _rule(weekday=1, **{"from": date(2024, 7, 1)})]}, "Two rules"),
    ],
)  # fmt: skip
def test_a_faulty_cadence_is_refused_with_its_place(said: dict[str, Any], words: str) -> None:
    with pytest.raises(ValuesError) as error:
        rules(said)
    assert words in str(error.value)
    assert error.value.sentence("zh") != str(error.value)


def test_an_offices_own_file(tmp_path: Any) -> None:
    file = tmp_path / "cadence.toml"
    file.write_text(
        '[[rule]]\ncode = "x"\nzh = "旬"\nen = "X"\ngrain = "half"\nmonthday = 10\nfrom = 2024-01-01\n', "utf-8"
    )
    (one,) = load(file)
    # the 10th of January 2026 is a Saturday: moved to the Monday after
    assert [str(each.day) for each in occasions([one], CALENDAR, date(2026, 1, 1), date(2026, 12, 31))] == [
        "2026-01-12",
        "2026-07-10",
    ]
    file.write_text("[[rule", "utf-8")
    with pytest.raises(ValuesError, match="no valid TOML"):
        load(file)
    with pytest.raises(ValuesError, match="no valid TOML"):
        load(tmp_path / "nothing.toml")
    file.write_bytes("x = '周'".encode("gb18030"))
    with pytest.raises(ValuesError) as error:
        load(file)
    assert "文件不是 UTF-8 编码" in error.value.sentence("zh")


@pytest.mark.parametrize(
    ("code", "name"),
    [("daily", "2024-W01"), ("weekly", "2024-03"), ("weekly", "gone"), ("monthly", "2024-13"), ("monthly", "2007-12")],
)
def test_what_is_no_occasion_says_so(code: str, name: str) -> None:
    with pytest.raises(ValuesError) as error:
        occasion(RULES, CALENDAR, code, name)
    assert code in str(error.value)


@settings(deadline=None)
@example("week", 1, 0, "same", "previous", date(2012, 10, 1))
@given(
    st.sampled_from(["week", "month", "quarter", "half", "year"]), st.integers(1, 7), st.integers(-25, 25),
    st.sampled_from(["same", "after"]), st.sampled_from(["previous", "next"]), st.dates(date(2009, 1, 1), date(2025, 6, 1)),
)  # fmt: skip
def test_every_occasion_is_a_working_day_of_its_period(
    grain: grid.Grain, weekday: int, workday: int, falls: Any, move: Any, day: date
) -> None:
    on = (
        (weekday, 0, 0)
        if grain == "week" and workday == 0
        else (0, workday or 1, 0)
        if workday % 2
        else (0, 0, weekday)
    )
    if grain == "week" and on[2]:
        on = (weekday, 0, 0)
    rule = Rule("x", "某", "x", grain, *on, falls, move, (2, 1), ("overdue",), date(2000, 1, 1))
    period = grid.cell(day, grain)
    inside = period if falls == "same" else grid.cell(period.end + timedelta(days=1), grain)
    assert inside.start is not None
    if not CALENDAR.workdays(inside):  # a week that is a holiday as a whole, such as 2012-W40
        with pytest.raises(ValuesError, match="needs a working day"):
            occasion([rule], CALENDAR, "x", grid.name(period))
        return
    found = occasion([rule], CALENDAR, "x", grid.name(period))
    assert CALENDAR.is_workday(found.day)
    assert inside.start <= found.day <= inside.end
    assert [CALENDAR.between(one, found.day) for one in found.reminders] == [2, 1]
    worked_as_planned = CALENDAR.is_workday(found.planned)
    assert found.moved != worked_as_planned
    (again,) = [one for one in occasions([rule], CALENDAR, found.day, found.day) if one.name == found.name]
    assert again == found


# -- editions ------------------------------------------------------------------------------------------------------------

LINES = (
    Line("overdue", "task", "a", "甲事", ("甲委",), {"due": "2024-03-01", "standing": "overdue", "days": "3"}),
    Line("due", "task", "b", "乙事", ("乙局",), {"due": "2024-03-20", "completion": "40"}),
)


def test_an_edition_is_the_same_out_of_its_json() -> None:
    day = date(2024, 3, 8)
    held = Lines(LINES, LINES[:1])
    head = Edition(
        "weekly",
        "2024-W10",
        day,
        day,
        Vintage(day, end_of(day), 17, ("o" * 64,), held.digest),
        "2024-W09",
        held.counts,
        1,
    )
    assert edition.head(json.loads(json.dumps(edition.head_record(head)))) == head
    again = edition.lines(json.loads(json.dumps(edition.lines_record(held))))
    assert (again, again.digest) == (held, held.digest)
    assert again.counts == {"overdue": 1, "due": 1}
    assert Lines(LINES).digest != held.digest


def test_the_day_of_the_office_ends_at_its_midnight() -> None:
    assert end_of(date(2024, 3, 8)) == datetime(2024, 3, 8, 15, 59, 59, 999999, tzinfo=UTC)
    assert day_of(datetime(2024, 3, 8, 16, 0, tzinfo=UTC)) == date(2024, 3, 9)
    assert afterwards(date(2024, 3, 8), datetime(2024, 3, 8, 16, 0, tzinfo=UTC))
    assert not afterwards(date(2024, 3, 8), end_of(date(2024, 3, 8)))


def test_what_changed_is_what_came_went_and_differs() -> None:
    now = (
        Line("overdue", "task", "a", "甲事", ("甲委",), {"due": "2024-04-01", "standing": "overdue", "days": "9"}),
        Line("due", "task", "c", "丙事"),
    )
    found = [(one.kind, one.line.subject, one.facts) for one in changes(LINES, now)]
    assert found == [
        ("changed", "a", (("due", "2024-03-01", "2024-04-01"),)), ("new", "c", ()), ("gone", "b", ()),
    ]  # fmt: skip
    assert changes(LINES, LINES) == ()


LINE = st.builds(
    Line, st.sampled_from(["overdue", "due"]), st.just("task"), st.sampled_from("abcd"), st.text(max_size=3),
    st.just(()), st.dictionaries(st.sampled_from(["due", "standing"]), st.text(max_size=2)),
)  # fmt: skip


@given(*[st.lists(LINE, unique_by=lambda one: one.key, max_size=8)] * 2)
def test_changes_lead_from_one_list_to_the_other(old: list[Line], new: list[Line]) -> None:
    held = {one.key: one for one in old}
    for one in changes(old, new):
        if one.kind == "gone":
            del held[one.line.key]
        else:
            assert (one.kind == "changed") == (one.line.key in held)
            held[one.line.key] = one.line
    facts = {key: {name: value for name, value in one.facts.items() if value} for key, one in held.items()}
    assert facts == {one.key: {name: value for name, value in one.facts.items() if value} for one in new}


# -- duties and the month ----------------------------------------------------------------------------------------------


def test_what_is_overdue_counts_working_days() -> None:
    assert overdue(date(2024, 9, 30), date(2024, 9, 30), CALENDAR) == 0
    assert overdue(date(2024, 9, 30), date(2024, 10, 8), CALENDAR) == 1
    assert overdue(date(2024, 9, 30), date(2024, 10, 3), CALENDAR) == 1  # it is past, though no working day is
    assert overdue(date(2024, 9, 30), date(2030, 1, 1), CALENDAR) is None
    assert left(date(2024, 10, 8), date(2024, 9, 30), CALENDAR) == 1
    assert left(date(2024, 10, 1), date(2024, 9, 30), CALENDAR) == 0  # no working day is left
    assert left(date(2024, 9, 29), date(2024, 9, 30), CALENDAR) == -1


def test_a_month_begins_on_monday_and_knows_its_days() -> None:
    found = weeks(month_of("2024-10"), CALENDAR)
    assert [len(one) for one in found] == [7] * 5
    assert found[0][0].day == date(2024, 9, 30)
    days = {one.day: one for week in found for one in week}
    assert (days[date(2024, 10, 1)].worked, days[date(2024, 10, 1)].holiday) == (False, "国庆节")
    assert days[date(2024, 10, 12)].made_up
    assert not days[date(2024, 9, 30)].inside
    last = weeks(month_of(f"{max(CALENDAR.years)}-12"), CALENDAR)[-1]
    assert [one.worked for one in last if not one.inside] == [None] * sum(not one.inside for one in last)
    for wrong in ("2024", "2024-13", "2024-3", "0000-01", "x"):
        with pytest.raises(ValuesError, match="no month"):
            month_of(wrong)


# -- the feed ----------------------------------------------------------------------------------------------------------

STAMP = datetime(2024, 3, 8, 9, 0, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


MOMENTS = st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), max_size=2)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(st.lists(st.tuples(TEXT, TEXT, DAYS, MOMENTS), max_size=4))
def test_the_feed_is_read_back_by_another_library(said: list[tuple[str, str, date, list[datetime]]]) -> None:
    events = [
        Event(f"id-{number}", day, summary, about, "例行", "", tuple(one.replace(tzinfo=UTC, microsecond=0) for one in alarms))
        for number, (summary, about, day, alarms) in enumerate(said)
    ]  # fmt: skip
    text = feed("节奏", events, STAMP)
    lines = text.encode().split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode()  # no character is cut
    read = icalendar.Calendar.from_ical(text)
    found: list[Any] = list(read.walk("VEVENT"))
    assert len(found) == len(events)
    for one, event in zip(found, events, strict=True):
        assert str(one["UID"]) == f"{event.id}@xietong"
        assert one["DTSTART"].dt == event.day
        assert one["DTEND"].dt == event.day + timedelta(days=1)
        assert one["DTSTAMP"].dt == STAMP
        for name, given_text in (("SUMMARY", event.summary), ("DESCRIPTION", event.description)):
            if name in one:
                assert str(one[name]) == _kept(given_text)
        alarms = [each["TRIGGER"].dt for each in one.walk("VALARM")]
        assert alarms == list(event.alarms)


def _kept(text: str) -> str:
    """What the feed keeps of a text: line ends as one, other control characters left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in text if one in "\t\n" or (one >= " " and one not in "\x7f\x85\u2028\u2029"))


@given(st.lists(LINE, unique_by=lambda one: one.key, max_size=8), st.integers(1, 3))
def test_the_opening_of_an_edition_is_its_first_lines(lines: list[Line], most: int) -> None:
    moved = changes([], lines)
    found = opening(Lines(tuple(lines), tuple(lines)), moved, most)
    assert opening_of(json.loads(json.dumps(opening_record(found)))) == found
    for section in ("overdue", "due"):
        own = [one for one in lines if one.section == section]
        assert [one for one in found.lines.lines if one.section == section] == own[:most]
        assert [one.line for one in found.moved if one.line.section == section] == own[:most]
        assert found.changed.get(section, 0) == len(own)
    assert found.lines.late == tuple(lines[:most])
