"""What all components that take entries of persons share: who enters, and what day it is for them."""

from __future__ import annotations

import re

from xietong.data.refusals import refusal
from xietong.targets.tasks.bodies import register

_APART = re.compile(r"[、，,;；\n]+")


def named(person: str) -> str:
    """The name that an entry bears. ValuesError where none is set: entries without a name are worth nothing."""
    if not person:
        raise refusal("reviews", "no_person")
    return person


def bodies(text: str) -> tuple[str, ...]:
    """Bodies as a person writes them, parted by 、 or commas, by the full names of the register where it has them; a name that
    has such a mark in it is one."""
    pieces = [one.strip() for one in _APART.split(text) if one.strip()]
    found: list[str] = []
    while pieces:
        length = next((n for n in range(len(pieces), 1, -1) if register().find("、".join(pieces[:n]))), 1)
        found.append(register().name("、".join(pieces[:length])))
        del pieces[:length]
    return tuple(dict.fromkeys(found))
