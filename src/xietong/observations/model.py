"""Observations: what is reported of an indicator at a place for a period, each with its release and origin."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xietong.core.ids import content_id
from xietong.core.interval import Interval
from xietong.core.period import Period
from xietong.observations.printed import interval_of
from xietong.statements.model import Form, Measure, Modifier

Origin = Literal["reported", "derived", "computed", "entered"]
Status = Literal["", "preliminary", "revised", "final"]


@dataclass(frozen=True, slots=True)
class Key:
    """What an observation is of. `indicator` is a code of the catalogue, or the phrase where there is none; `place` a
    key of `territories`; `scope` and `breakdown` are words joined by 、 in order, empty where nothing is said."""

    indicator: str
    place: str
    period: str
    measure: Measure
    base_period: str = ""
    scope: str = ""
    breakdown: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Who made a value known, when (ISO day, empty if unknown), in which document, by which method, in which state."""

    document: str
    date: str = ""
    publisher: str = ""
    attribution: str = ""
    method: str = ""
    status: Status = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """One source of one key: value as printed, its release, and the statement it was read from.

    `passage` is the same for reprints of one sentence: they count as one source. `judged`: what a person said of the
    reading it was made from ("accepted", or "corrected": then it holds what the person wrote, `quote` what is printed).
    """

    key: Key
    value: tuple[Decimal, ...]
    form: Form
    unit: str
    modifier: Modifier
    quote: str
    release: Release
    origin: Origin = "reported"
    statement: str = ""
    passage: str = ""
    judged: str = ""

    @property
    def id(self) -> str:
        """Identity: the statement and the key; a better link of the same statement is another observation."""
        key = self.key
        return content_id(
            self.origin, self.statement, key.indicator, key.place, key.period, key.measure, key.base_period, key.scope,
            key.breakdown,
        )  # fmt: skip

    @property
    def values(self) -> Interval:
        """What the printed value can stand for."""
        return interval_of(self.value, self.form, self.quote, self.modifier)

    @property
    def when(self) -> Period:
        """The period of its key."""
        return Period.parse(self.key.period)
