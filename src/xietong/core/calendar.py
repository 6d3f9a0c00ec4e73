"""Working days: which days are worked, by dated tables of holidays and of weekend days worked in their place.

A table is data of one country (`data/calendars`). Arithmetic that would leave the years of the table is refused: nobody
can know the working days of a year before its holidays are announced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from xietong.core.errors import CalendarError
from xietong.core.period import Period

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """What set a year's holidays: its title, number and date (None where not known)."""

    title: str
    number: str
    dated: date | None = None


@dataclass(frozen=True)
class WorkCalendar:
    """Working days of the years that have a table.

    `off`: days off and the holiday they belong to; `work`: weekend days that are worked; `notices`: for each year with
    a table what set it, the first notice and its amendments.
    """

    off: Mapping[date, str]
    work: frozenset[date]
    notices: Mapping[int, tuple[Notice, ...]]

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> WorkCalendar:
        """A calendar from its table. CalendarError for a year that stands twice, a day both off and worked, a working day
        that would be worked anyway, a holiday that ends before it begins."""
        notices = _notices(data["year"])
        off = {
            day: name for year in data["year"] for name, first, last in year["holidays"] for day in _days(first, last)
        }
        work = frozenset(day for year in data["year"] for day in year["work"])
        wrong = sorted(day for day in work if day in off or day.weekday() < _SATURDAY)
        if wrong:
            raise CalendarError(
                f"{wrong[0]} is given as a make-up day but is a holiday or no weekend day. Correct the table.",
                f"{wrong[0]} 列为调休上班日，却是假日或本就不是周末，请改正日历表。",
            )
        return cls(off, work, notices)

    @property
    def years(self) -> tuple[int, ...]:
        """Years with a table, in order."""
        return tuple(sorted(self.notices))

    def holiday(self, day: date) -> str:
        """The name of the holiday a day belongs to, empty for others. CalendarError for a year without a table."""
        self._known(day)
        return self.off.get(day, "")

    def is_workday(self, day: date) -> bool:
        """Whether a day is worked. CalendarError for a year without a table."""
        self._known(day)
        return day in self.work or (day not in self.off and day.weekday() < _SATURDAY)

    def add(self, day: date, count: int) -> date:
        """The `count`-th working day after a day (before it for a negative count); the day itself is not counted.

        This is how terms of working days run: received on Friday, one working day ends on the next working day. A count
        of 0 gives the day itself if it is worked, the next working day otherwise.
        """
        if count == 0:
            return day if self.is_workday(day) else self.add(day, 1)
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative where `end` is earlier. Inverse of `add`."""
        if end < start:
            return -self.between(end - _DAY, start - _DAY)
        return sum(self.is_workday(day) for day in _days(start + _DAY, end))

    def workdays(self, period: Period) -> tuple[date, ...]:
        """The working days of a period in order. CalendarError where its start is not known."""
        if period.start is None:
            raise CalendarError(
                f"{period} has no first day, so its working days cannot be counted. Give a period with both ends.",
                f"{period} 没有起始日，无法计算工作日，请给出起止日期。",
            )
        return tuple(day for day in _days(period.start, period.end) if self.is_workday(day))

    def last_in(self, period: Period) -> date | None:
        """The last working day of a period; None where it has none."""
        return next(iter(reversed(self.workdays(period))), None)

    def first_in(self, period: Period) -> date | None:
        """The first working day of a period; None where it has none."""
        return next(iter(self.workdays(period)), None)

    def _known(self, day: date) -> None:
        if day.year not in self.notices:
            span = f"{self.years[0]}–{self.years[-1]}" if self.notices else "–"
            raise CalendarError(
                f"There is no table of working days for {day.year} ({day}); tables: {span}. Add the year when its notice is out.",
                f"没有 {day.year} 年的工作日表（{day}）；已有 {span}。请在放假安排通知发布后补充该年。",
            )


def _notices(years: list[Mapping[str, Any]]) -> dict[int, tuple[Notice, ...]]:
    notices: dict[int, tuple[Notice, ...]] = {}
    for one in years:
        if one["year"] in notices:
            raise CalendarError(
                f"The year {one['year']} stands twice in the table of working days. Keep one.",
                f"工作日表里 {one['year']} 年出现了两次，请保留一个。",
            )
        said = ({key: one[key] for key in ("notice", "number", "dated") if key in one}, *one.get("amended", ()))
        notices[one["year"]] = tuple(Notice(each["notice"], each["number"], each.get("dated")) for each in said)
    return notices


def _days(first: date, last: date) -> Iterator[date]:
    if last < first - _DAY:
        raise CalendarError(
            f"A holiday cannot end before it begins: {first} to {last}. Correct the table.",
            f"假期不能先止后起：{first} 至 {last}，请改正日历表。",
        )
    for number in range((last - first).days + 1):
        yield first + number * _DAY
