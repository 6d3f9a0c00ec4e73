"""Bodies as tasks name them: the register of `data/bodies.toml`, and what is to be said of a name on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from xietong.core.body import Bodies, Body
from xietong.core.errors import ValuesError
from xietong.core.issue import Issue
from xietong.data import table
from xietong.targets.tasks.refusal import issue, refused


@cache
def register() -> Bodies:
    """The bodies that are known."""
    return Bodies.load(table("bodies.toml"))


def ended(name: str, on: date) -> ValuesError | None:
    """Why a name cannot be given a task from a day on: it had been renamed or merged. None for names that can, and for names
    that are not in the register."""
    one = register().by_name.get(name)
    if one is None or one.valid_to is None or on <= one.valid_to:
        return None
    code = "body_renamed" if len(one.successors) == 1 else "body_divided"
    return refused(code, body=name, until=one.valid_to, successors="、".join(one.successors), source=one.source)


def early(name: str, on: date) -> ValuesError | None:
    """Why a name cannot have done something on a day: it was not there yet."""
    one = register().by_name.get(name)
    if one is None or one.valid_from is None or one.valid_from <= on:
        return None
    return refused("body_early", body=name, begins=one.valid_from)


def remarks(names: Iterable[str], first: date, last: date) -> Iterator[Issue]:
    """What is to be known of bodies over a span of days: one that is not in the register, one whose name changes in it."""
    for name in names:
        one = register().by_name.get(name)
        if one is None:
            yield issue("body_unknown", "note", body=name)
        elif one.valid_to is not None and first <= one.valid_to < last:
            yield changes(one)


def changes(one: Body) -> Issue:
    """That another took over from it."""
    code = "body_taken_over" if len(one.successors) == 1 else "body_divided_later"
    return issue(code, "warning", body=one.name, until=one.valid_to, successors="、".join(one.successors))
