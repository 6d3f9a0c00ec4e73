"""What all components that take entries of persons share: who enters, and what day it is for them."""

from __future__ import annotations

from datetime import date

from xietong.data.refusals import refusal
from xietong.store.clock import moment, now
from xietong.targets.cadence.issue import day_of


def today() -> date:
    """The day by the office's clock (data/cadence.toml)."""
    return day_of(moment(now()))


def named(person: str) -> str:
    """The name that an entry bears. ValuesError where none is set: entries without a name are worth nothing."""
    if not person:
        raise refusal("reviews", "no_person")
    return person
