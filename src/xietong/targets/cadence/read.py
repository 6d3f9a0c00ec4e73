"""A rule file → the rules of an office; every mistake is a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from xietong.core.errors import ValuesError
from xietong.data import table
from xietong.data.refusals import refusal
from xietong.data.written import WrittenError, unread, written_bytes
from xietong.targets.cadence.model import MESSAGES, WORDS, Rule

_DAYS = {"weekday": (1, 7), "workday": (-60, 60), "monthday": (1, 31)}
_CHOICES = {
    "grain": ("week", "month", "quarter", "half", "year"), "falls": ("same", "after"), "move": ("previous", "next"),
}  # fmt: skip
_MOST_REMINDERS = 10
_LONGEST = 60  # characters of a name; working days of a reminder


def usual() -> tuple[Rule, ...]:
    """The rules of the data file."""
    return rules(table(WORDS))


def load(path: Path) -> tuple[Rule, ...]:
    """The rules of an office's own file. ValuesError for one that cannot be read or contradicts itself."""
    try:
        return rules(written_bytes(_content(path)))
    except WrittenError as error:
        raise refusal(MESSAGES, "unreadable", file=path.name, problem=error.problem) from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unread() from error


def rules(said: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Rules of a table, in order. ValuesError."""
    given = said.get("rule")
    if not isinstance(given, list) or not given or not all(isinstance(one, Mapping) for one in given):
        raise refusal(MESSAGES, "no_rules")
    found = tuple(_rule(one) for one in given)
    for code in dict.fromkeys(one.code for one in found):
        _apart(sorted((one for one in found if one.code == code), key=lambda one: one.since))
    return found


def _apart(same: Sequence[Rule]) -> None:
    for before, after in pairwise(same):
        if before.until is None or before.until >= after.since:
            raise refusal(MESSAGES, "rule_overlap", code=after.code, first=before.since, second=after.since)


def _rule(one: Mapping[str, Any]) -> Rule:
    code = _text(one, "code", str(one.get("code", "")))
    if not (code.isascii() and code.replace("-", "").replace("_", "").isalnum()):
        raise _wrong(code, "code", code, "a-z 0-9 - _")
    chosen = {}
    for field, allowed in _CHOICES.items():
        chosen[field] = one.get(field, "same" if field == "falls" else "next" if field == "move" else None)
        if chosen[field] not in allowed:
            raise _wrong(code, field, chosen[field], " | ".join(allowed))
    days = {field: _number(code, one, field, bounds) for field, bounds in _DAYS.items()}
    if sum(bool(value) for value in days.values()) != 1 or (days["weekday"] and chosen["grain"] != "week"):
        raise refusal(MESSAGES, "rule_days", code=code)
    if days["monthday"] and chosen["grain"] == "week":
        raise refusal(MESSAGES, "rule_days", code=code)
    since, until = _day(code, one, "from"), _day(code, one, "to")
    if since is None or (until is not None and until < since):
        raise _wrong(code, "from … to", f"{since} … {until}", "YYYY-MM-DD")
    return Rule(
        code, _text(one, "zh", code), _text(one, "en", code), chosen["grain"], **days, falls=chosen["falls"],
        move=chosen["move"], reminders=_reminders(code, one), sections=_sections(code, one), since=since, until=until,
    )  # fmt: skip


def _text(one: Mapping[str, Any], field: str, code: str) -> str:
    value = one.get(field)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= _LONGEST:
        raise _wrong(code, field, value, f"1–{_LONGEST}")
    return value.strip()


def _number(code: str, one: Mapping[str, Any], field: str, bounds: tuple[int, int]) -> int:
    value = one.get(field, 0)
    if type(value) is not int or (field in one and (not bounds[0] <= value <= bounds[1] or not value)):
        raise _wrong(code, field, value, f"{bounds[0]}…{bounds[1]}")
    return value


def _day(code: str, one: Mapping[str, Any], field: str) -> date | None:
    value = one.get(field)
    if value is not None and type(value) is not date:
        raise _wrong(code, field, value, "YYYY-MM-DD")
    return value


def _reminders(code: str, one: Mapping[str, Any]) -> tuple[int, ...]:
    value = one.get("reminders", [])
    fit = isinstance(value, list) and len(value) <= _MOST_REMINDERS
    if not fit or any(type(each) is not int or not 0 < each <= _LONGEST for each in value):
        raise _wrong(code, "reminders", value, f"[1…{_LONGEST}]")
    return tuple(sorted(set(value), reverse=True))


def _sections(code: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    known = [name for name in table(WORDS)["section"] if name != "late"]
    value = one.get("sections", known)
    if not isinstance(value, list) or not value or any(each not in known for each in value):
        raise _wrong(code, "sections", value, " | ".join(known))
    return tuple(dict.fromkeys(value))


def _wrong(code: str, field: str, value: object, wanted: str) -> ValuesError:
    return refusal(MESSAGES, "rule_field", code=code, field=field, value=str(value)[:80], wanted=wanted)
