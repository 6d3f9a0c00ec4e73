"""What the pages of the cadence show: sections as tables, facts in words, a month as weeks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xietong.core import clock
from xietong.core.record import Record
from xietong.data import table
from xietong.store.cadence import DueRow
from xietong.targets.cadence.changes import Change
from xietong.targets.cadence.edition import Line
from xietong.targets.cadence.model import WORDS, Occasion
from xietong.targets.cadence.month import Day
from xietong.targets.tasks.standing import STANDINGS
from xietong.web import addresses
from xietong.web.numerals import amount
from xietong.web.places import place_name
from xietong.web.wording import Wording

MOST = 50  # lines of a section shown at once
_TEXT = 40  # characters of what was written, for a line without a title
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
HIDDEN = ("review", "number", "observation")
_COUNTS = ("standings", "bodies")
_ORDER = (
    *STANDINGS, "silent", "matters", "count", "kind", "step", "state", "outcome", "standing", "place", "status", "method", "value",
    "goal", "released",
    "due", "days", "completion", "invested", "reported", "week", "raised", "blocking", "task", "day", "entered", "person",
    "correction", "reason", "text", "said",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A section: its columns (names of facts) and lines, and how many lines there are in all."""

    section: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: int
    bodies: bool

    @property
    def counts(self) -> bool:
        """Whether its facts are counts."""
        return self.section in _COUNTS


def tables(
    lines: Sequence[Line], sections: Iterable[str], counts: Mapping[str, int], whole: str = ""
) -> tuple[Table, ...]:
    """The sections in order, those without lines too; `counts` of all their lines, of which the first may be given alone;
    `whole` names one that is shown with all its lines."""
    found = []
    for section in sections:
        own = [one for one in lines if one.section == section]
        names = dict.fromkeys(name for one in own for name in one.facts if name not in HIDDEN)
        shown = own if section == whole else own[:MOST]
        named = section not in _COUNTS and any(one.bodies for one in own)
        columns = sorted(names, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))
        found.append(Table(section, tuple(columns), tuple(shown), counts.get(section, len(own)), named))
    return tuple(found)


def fact(name: str, value: str, say: Wording, section: str = "") -> str:
    """A fact in words; what has none as it is."""
    if not value or section in _COUNTS:
        return value
    if name == "status" and section == "targets":
        return _target_word("status", value, say)
    if name == "state" and section == "matters":
        return say.words(f"matter_state.{value}") if f"matter_state.{value}" in say.words else value
    said = _SAID.get(name)
    return said(value, say) if said else value


def _standing(value: str, say: Wording) -> str:
    return say.words(f"standing.{value}") if f"standing.{value}" in say.words else value


def _amounts(value: str, say: Wording) -> str:
    """Numbers as people read them: 360000000000元 is 3600亿元."""
    return _NUMBER.sub(lambda found: amount(Decimal(found[0]), say.language), value)


def _kind(value: str, say: Wording) -> str:
    return say.words(f"matter_kind.{value}") if f"matter_kind.{value}" in say.words else value


def _target_word(group: str, value: str, say: Wording) -> str:
    return str(table("messages/targets.toml")[group].get(value, {}).get(say.language, value))


def _of_reviews(group: str) -> Callable[[str, Wording], str]:
    return lambda value, say: str(table("reviews.toml")[group].get(value, {}).get(say.language, value))


_SAID: dict[str, Callable[[str, Wording], str]] = {
    "days": lambda value, say: say.words.count("workdays", int(value)) if value.isdigit() else value,
    "entered": lambda value, say: clock.stamp(datetime.fromisoformat(value)),
    "completion": lambda value, say: f"{value}%",
    "value": _amounts,
    "goal": _amounts,
    "place": lambda value, say: place_name(value, say.language),
    "method": lambda value, say: _target_word("method", value, say),
    "standing": _standing,
    "status": _standing,
    "kind": _kind,
    "blocking": lambda value, say: say.words("cadence.yes"),
    "correction": lambda value, say: say.words("cadence.yes"),
    "state": _of_reviews("state"),
    "outcome": _of_reviews("outcome"),
    "step": _of_reviews("step"),
}


def title(one: Line, say: Wording, origin: Record | None = None) -> str:
    """What a line is about; `origin`: the entry, for one that has no title of its own."""
    if one.kind == "standing":
        return say.words(f"standing.{one.subject}")
    if one.title or origin is None or origin.content is None:
        return one.title or one.subject
    said = str(origin.content.get("text", ""))[:_TEXT]
    return said or _of_reviews("step")(str(origin.content.get("kind", "")), say) or one.subject


def address(one: Line, origin: Record | None = None) -> str:
    """Where what a line is about stands; `origin`: the entry, for lines that name no place."""
    match one.kind:
        case "task":
            return addresses.task(one.subject)
        case "clause":
            return addresses.reviewed(one.facts.get("review", ""), one.subject)
        case "target":
            return addresses.target(one.subject)
        case "body":
            return addresses.duties(one.subject)
        case _ if origin is None:
            return ""
        case "review_step":
            return addresses.reviewed(origin.parent, str((origin.content or {}).get("clause", "")))
        case "update" | "matter" | "problem" | "request":
            return addresses.task(origin.parent) if origin.parent else addresses.AGENDA
    return ""


def section_name(code: str, language: str) -> str:
    """A section in words."""
    return str(table(WORDS)["section"][code][language])


def moved(found: Sequence[Change]) -> dict[str, tuple[Change, ...]]:
    """Changes by section."""
    by_section: dict[str, list[Change]] = {}
    for one in found:
        by_section.setdefault(one.line.section, []).append(one)
    return {section: tuple(ones) for section, ones in by_section.items()}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the month with what falls on it; `due` are the first few tasks of `count`."""

    day: Day
    occasions: tuple[Occasion, ...]
    due: tuple[DueRow, ...]
    count: int
    steps: tuple[tuple[str, str, str], ...]

    @property
    def full(self) -> bool:
        """Whether there is anything to see on it."""
        return bool(self.occasions or self.count or self.steps or self.day.holiday or self.day.made_up)


def month(
    weeks: Sequence[Sequence[Day]], occasions: Sequence[Occasion], due: Sequence[DueRow], counts: Mapping[date, int],
    steps: Sequence[tuple[date, str, str, str]], most: int = 3,
) -> tuple[tuple[CalendarDay, ...], ...]:  # fmt: skip
    """The weeks of a month with what falls on each day. steps: (day, title, what is owed, address)."""

    def filled(day: Day) -> CalendarDay:
        own = tuple(one for one in due if one.due == day.day)
        return CalendarDay(
            day, tuple(one for one in occasions if one.day == day.day), own[:most], counts.get(day.day, len(own)),
            tuple(one[1:] for one in steps if one[0] == day.day),
        )  # fmt: skip

    return tuple(tuple(filled(day) for day in week) for week in weeks)
