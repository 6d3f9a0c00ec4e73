"""When the editions of a cadence fall: rules and a calendar of working days → occasions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from xietong.core import grid
from xietong.core.calendar import WorkCalendar
from xietong.core.errors import CalendarError
from xietong.core.period import Period, days_in
from xietong.data.refusals import refusal
from xietong.targets.cadence.model import MESSAGES, Occasion, Rule

_DAY = timedelta(days=1)
_EXAMPLES = {"week": "2024-W09", "month": "2024-03", "quarter": "2024-Q1", "half": "2024-H1", "year": "2024"}


def occasions(rules: Sequence[Rule], calendar: WorkCalendar, first: date, last: date) -> tuple[Occasion, ...]:
    """All occasions of the days from `first` to `last`, by day. CalendarError for a year without a table."""
    found, unknown = known(rules, calendar, first, last)
    if unknown is not None:
        raise unknown
    return found


def known(
    rules: Sequence[Rule], calendar: WorkCalendar, first: date, last: date
) -> tuple[tuple[Occasion, ...], CalendarError | None]:
    """The same as far as the tables reach, and why others are not known."""
    found: list[Occasion] = []
    unknown: CalendarError | None = None
    for rule in rules:
        for falls in grid.cells(first, last, rule.grain):
            period = falls if rule.falls == "same" else grid.cell((falls.start or first) - _DAY, rule.grain)
            try:
                one = _about(rule, calendar, period) if rule.holds(period) else None
            except CalendarError as error:
                unknown = unknown or error
                continue
            if one is not None and first <= one.day <= last:
                found.append(one)
    return tuple(sorted(found, key=lambda one: (one.day, one.rule.code, one.name))), unknown


def occasion(rules: Sequence[Rule], calendar: WorkCalendar, code: str, name: str) -> Occasion:
    """The occasion of a rule's code about a period by its name. ValuesError where there is none."""
    same = [one for one in rules if one.code == code]
    if not same:
        raise refusal(MESSAGES, "no_rule", code=code, known="、".join(dict.fromkeys(one.code for one in rules)))
    example = _EXAMPLES[same[0].grain]
    try:
        period = grid.named(name)
    except ValueError:
        raise refusal(MESSAGES, "no_occasion", code=code, period=name[:40], example=example) from None
    rule = next((one for one in same if one.holds(period) and grid.grain_of(period) == one.grain), None)
    found = _about(rule, calendar, period) if rule else None
    if found is None:
        raise refusal(MESSAGES, "no_occasion", code=code, period=name[:40], example=example)
    return found


def _about(rule: Rule, calendar: WorkCalendar, period: Period) -> Occasion | None:
    """The occasion about a period; None where no day of the period it falls in is worked."""
    falls = period if rule.falls == "same" else grid.cell(period.end + _DAY, rule.grain)
    worked = calendar.workdays(falls)
    if not worked or falls.start is None:
        return None
    if rule.workday:
        at = rule.workday - 1 if rule.workday > 0 else len(worked) + rule.workday
        planned = day = worked[min(max(at, 0), len(worked) - 1)]
    else:
        planned = _planned(rule, falls.start)
        day = _moved(rule, planned, worked)
    return Occasion(rule, period, planned, day, tuple(calendar.add(day, -count) for count in rule.reminders))


def _planned(rule: Rule, start: date) -> date:
    if rule.weekday:
        return start + timedelta(days=rule.weekday - 1)
    return start.replace(day=min(rule.monthday, days_in(start.year, start.month)))


def _moved(rule: Rule, planned: date, worked: Sequence[date]) -> date:
    """The working day itself or the next in the direction of the rule; the nearest other where the period has none there."""
    earlier, later = [one for one in worked if one <= planned], [one for one in worked if one >= planned]
    if rule.move == "previous":
        return earlier[-1] if earlier else later[0]
    return later[0] if later else earlier[-1]
