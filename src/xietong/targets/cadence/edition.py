"""What an edition holds: lines by section, the vintage they were taken at, and what was entered after the edition before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from xietong.core import clock
from xietong.core.ids import content_id


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
    """What an edition was made from: facts of days up to `day`, entered up to `known`; `number` is that of the last entry,
    `observations` are ids of the observations used, and `digest` holds for all lines."""

    day: date
    known: datetime
    number: int
    observations: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The head of a frozen edition. `planned` is the day before holidays moved it; `before` the period of the edition before,
    empty where there is none; `counts` of lines by section; `late`: how many entries came after that one though they are
    of its days."""

    code: str
    period: str
    planned: date
    day: date
    vintage: Vintage
    before: str
    counts: Mapping[str, int]
    late: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of an edition, and what was entered after the edition before though it is of its days."""

    lines: tuple[Line, ...]
    late: tuple[Line, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many lines each section has."""
        return dict(Counter(one.section for one in self.lines))

    @property
    def digest(self) -> str:
        """One hash over all lines, so that the same vintage can be seen to give the same edition."""
        return content_id([line_record(one) for one in self.lines], [line_record(one) for one in self.late])


def afterwards(day: date, made: datetime) -> bool:
    """Whether an edition of a day was put together after it."""
    return made > clock.end_of(day)


def head_record(one: Edition) -> dict[str, Any]:
    """The head as JSON."""
    vintage = one.vintage
    return {
        "code": one.code, "period": one.period, "planned": str(one.planned), "day": str(one.day), "before": one.before,
        "vintage": {"day": str(vintage.day), "known": vintage.known.isoformat(), "number": vintage.number,
                    "observations": list(vintage.observations), "digest": vintage.digest},
        "counts": dict(one.counts), "late": one.late,
    }  # fmt: skip


def head(content: Mapping[str, Any]) -> Edition:
    """The head back from JSON."""
    said = content["vintage"]
    vintage = Vintage(
        date.fromisoformat(said["day"]), datetime.fromisoformat(said["known"]), said["number"],
        tuple(said["observations"]), said["digest"],
    )  # fmt: skip
    planned, day = (date.fromisoformat(content[name]) for name in ("planned", "day"))
    return Edition(
        content["code"], content["period"], planned, day, vintage, content["before"], content["counts"], content["late"]
    )


def lines_record(one: Lines) -> dict[str, Any]:
    """The lines as JSON."""
    return {"lines": [line_record(line) for line in one.lines], "late": [line_record(line) for line in one.late]}


def lines(content: Mapping[str, Any]) -> Lines:
    """The lines back from JSON."""
    found, late = (tuple(line_of(one) for one in content[name]) for name in ("lines", "late"))
    return Lines(found, late)


def line_record(one: Line) -> list[Any]:
    """A line as JSON."""
    return [one.section, one.kind, one.subject, one.title, list(one.bodies), dict(one.facts)]


def line_of(said: Sequence[Any]) -> Line:
    """A line back from JSON."""
    return Line(said[0], said[1], said[2], said[3], tuple(said[4]), said[5])
