"""The fields of templates: what there is, what each takes, and a call of one as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal

from xietong.data import table
from xietong.reports.model import At
from xietong.reports.text_lines import Located
from xietong.reports.troubles import Trouble

FILE = "reports.toml"
_LISTED = re.compile(r"\s*[、,，;；]\s*")


_YES, _NO = ("yes", "true", "是", "有", "1"), ("no", "false", "否", "无", "0")


@dataclass(frozen=True, slots=True)
class Call:
    """A field as asked for: its name and arguments by their English names, in order of name."""

    name: str
    arguments: tuple[tuple[str, str], ...] = ()

    def get(self, name: str, default: str = "") -> str:
        """An argument; `default` where it is not given."""
        return dict(self.arguments).get(name, default)

    def several(self, name: str) -> tuple[str, ...]:
        """An argument that lists things."""
        return tuple(one for one in _LISTED.split(self.get(name).strip()) if one)

    def yes(self, name: str, default: bool) -> bool:
        """An argument that is yes or no."""
        given = self.get(name).lower()
        return default if not given else given in _YES

    def number(self, name: str, default: int) -> int:
        """An argument that is a whole number; checked when the template is read."""
        return int(self.get(name) or default)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the data."""

    name: str
    zh: str
    place: Literal["inline", "block"]
    needs: tuple[str, ...]
    takes: tuple[str, ...]
    about: dict[str, str]
    either: tuple[tuple[str, ...], ...] = ()  # one of these sets of arguments must be given


@cache
def fields() -> dict[str, Field]:
    """All fields by their English names."""
    said: dict[str, Any] = table(FILE)["field"]
    return {
        name: Field(
            name,
            one["zh"],
            one["place"],
            tuple(one["needs"]),
            tuple(one["takes"]),
            one["about"],
            tuple(map(tuple, one.get("either", ()))),
        )
        for name, one in said.items()
    }


def english(given: str, known: dict[str, Any]) -> str | None:
    """The English name of what is named in either language."""
    if given in known:
        return given
    return next(
        (name for name, one in known.items() if (one.zh if isinstance(one, Field) else one["zh"]) == given), None
    )


def nearest(given: str, known: Iterable[str]) -> str:
    """The known word most like a given one; the first of them where none is."""
    words = sorted(known)
    found = get_close_matches(given, words, 1, 0.0)
    return found[0] if found else words[0]


_ARGUMENT = re.compile(r"([\w一-龥-]+)\s*[=＝]\s*(?:\"([^\"]*)\"|“([^”]*)”|([^\s\"“]+))")
_NUMBERS = {"digits": (0, 12), "top": (1, 1000), "most": (1, 1000)}
_CHOICES = {
    "round": ("half", "down", "up"), "form": ("plain", "change"), "what": ("score", "rank"),
    "severity": ("error", "warning", "note"),
    "formula": ("growth", "share", "per_head", "sum", "mean"), "of_count": ("documents", "observations", "findings", "errors"),
    "measure": ("level", "growth", "difference", "multiple", "share", "rank", "ratio"),
}  # fmt: skip


def call(given: Located, place: Literal["inline", "block"], troubles: list[Trouble]) -> Call | None:
    """Read what stands between braces; what is wrong is added to `troubles` with its place, and None handed back."""
    text = given.text
    head = re.match(r"\s*([\w一-龥]+)", text)
    if not head:
        troubles.append(Trouble("no_field", at=given.at(0), words=text.strip()))
        return None
    name = english(head[1], fields())
    if name is None:
        known = [word for one in fields().values() for word in (one.name, one.zh)]
        values = {"nearest": nearest(head[1], known)}
        troubles.append(Trouble("unknown_field", at=given.at(head.start(1)), words=head[1], values=values))
        return None
    field = fields()[name]
    if field.place != place:
        code = "not_inline" if place == "inline" else "not_block"
        troubles.append(Trouble(code, at=given.at(head.start(1)), words=head[1]))
        return None
    before = len(troubles)
    arguments = _arguments(field, given, head.end(), troubles)
    for need in field.needs:
        if need not in arguments:
            troubles.append(Trouble("needs", at=given.at(head.start(1)), words=head[1], values={"needed": _both(need)}))
    if field.either and not any(set(one) <= set(arguments) for one in field.either):
        needed = " / ".join("+".join(map(_both, one)) for one in field.either)
        troubles.append(Trouble("needs", at=given.at(head.start(1)), words=head[1], values={"needed": needed}))
    return None if len(troubles) > before else Call(name, tuple(sorted(arguments.items())))


def _both(argument: str) -> str:
    return f"{argument} ({table(FILE)['argument'][argument]['zh']})"


def _arguments(field: Field, given: Located, start: int, troubles: list[Trouble]) -> dict[str, str]:
    found: dict[str, str] = {}
    known = table(FILE)["argument"]
    position = start
    for match in _ARGUMENT.finditer(given.text, start):
        stray = given.text[position : match.start()].strip()
        if stray:
            troubles.append(Trouble("stray", at=_first(given, position), words=stray))
        position = match.end()
        written, value = match[1], next((one for one in match.groups()[1:] if one is not None), "")
        name = english(written, {one: known[one] for one in field.takes})
        if name is None:
            words = [word for one in field.takes for word in (one, known[one]["zh"])] or [field.name]
            values = {"field": field.name, "nearest": nearest(written, words)}
            troubles.append(Trouble("unknown_argument", at=given.at(match.start(1)), words=written, values=values))
            continue
        _check(field, name, value, given.at(match.start()), troubles)
        found[name] = value
    stray = given.text[position:].strip()
    if stray:
        troubles.append(Trouble("stray", at=_first(given, position), words=stray))
    return found


def _first(given: Located, position: int) -> At:
    while position < len(given.text) and given.text[position].isspace():
        position += 1
    return given.at(position)


def _check(field: Field, name: str, value: str, at: At, troubles: list[Trouble]) -> None:
    """Whether a value is of its kind."""
    if name in _NUMBERS:
        low, high = _NUMBERS[name]
        if not (value.isascii() and value.isdigit() and len(value) < 6 and low <= int(value) <= high):
            values = {"name": name, "low": str(low), "high": str(high)}
            troubles.append(Trouble("bad_number", at=at, words=value, values=values))
    if name in ("chart", "table", "note", "when") and value.lower() not in (*_YES, *_NO):
        values = {"name": name, "choices": "yes (是), no (否)"}
        troubles.append(Trouble("bad_choice", at=at, words=value, values=values))
    choices = _CHOICES.get("of_count" if (field.name, name) == ("count", "of") else name)
    if choices and value not in choices:
        values = {"name": name, "choices": ", ".join(choices)}
        troubles.append(Trouble("bad_choice", at=at, words=value, values=values))
