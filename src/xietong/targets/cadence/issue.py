"""What an issue holds: lines by section, the vintage they were taken at, and what was entered after the issue before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from xietong.core.ids import content_id
from xietong.data import table
from xietong.targets.cadence.model import WORDS


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is about (`kind` task, target, review, matter, body; `subject` its id), and its facts as text.

    Facts are codes, numbers and days, never sentences: the page says them in its language. Two lines of one section and
    subject are the same line at two times.
    """

    section: str
    kind: str
    subject: str
    title: str
    bodies: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same line."""
        return self.section, self.kind, self.subject


@dataclass(frozen=True, slots=True)
class Vintage:
    """What an issue was made from: facts of days up to `day`, entered up to `known`; `number` is that of the last entry,
    `observations` are ids of the observations used, and `digest` holds for all lines."""

    day: date
    known: datetime
    number: int
    observations: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A frozen issue: `made` is when it was frozen (after the end of its day: `afterwards`), `before` the period of the
    issue before, empty where there is none; `late`: what was entered after that one though it is of its days."""

    code: str
    period: str
    planned: date
    day: date
    vintage: Vintage
    lines: tuple[Line, ...]
    late: tuple[Line, ...] = ()
    before: str = ""
    made: datetime | None = None
    person: str = ""

    @property
    def afterwards(self) -> bool:
        """Whether it was put together after its day."""
        return self.made is not None and self.made > end_of(self.day)

    @property
    def counts(self) -> dict[str, int]:
        """How many lines each section has."""
        return dict(Counter(one.section for one in self.lines))


def end_of(day: date) -> datetime:
    """The last moment of a day by the office's clock."""
    zone = timezone(timedelta(hours=table(WORDS)["issue"]["offset"]))
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=zone).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day of a moment by the office's clock."""
    return moment.astimezone(timezone(timedelta(hours=table(WORDS)["issue"]["offset"]))).date()


def digest(lines: Sequence[Line]) -> str:
    """One hash over all lines, so that the same vintage can be seen to give the same issue."""
    return content_id([_of_line(one) for one in lines])


def record(one: Issued) -> dict[str, Any]:
    """As JSON, without when it was made and by whom, which its entry says."""
    vintage = one.vintage
    return {
        "code": one.code, "period": one.period, "planned": str(one.planned), "day": str(one.day), "before": one.before,
        "vintage": {"day": str(vintage.day), "known": vintage.known.isoformat(), "number": vintage.number,
                    "observations": list(vintage.observations), "digest": vintage.digest},
        "lines": [_of_line(line) for line in one.lines], "late": [_of_line(line) for line in one.late],
    }  # fmt: skip


def issued(content: Mapping[str, Any], made: datetime | None = None, person: str = "") -> Issued:
    """Back from JSON."""
    said = content["vintage"]
    vintage = Vintage(
        date.fromisoformat(said["day"]), datetime.fromisoformat(said["known"]), said["number"],
        tuple(said["observations"]), said["digest"],
    )  # fmt: skip
    lines, late = (tuple(_line(one) for one in content[name]) for name in ("lines", "late"))
    return Issued(
        content["code"], content["period"], date.fromisoformat(content["planned"]), date.fromisoformat(content["day"]),
        vintage, lines, late, content["before"], made, person,
    )  # fmt: skip


def _of_line(one: Line) -> list[Any]:
    return [one.section, one.kind, one.subject, one.title, list(one.bodies), dict(one.facts)]


def _line(said: Sequence[Any]) -> Line:
    return Line(said[0], said[1], said[2], said[3], tuple(said[4]), said[5])
