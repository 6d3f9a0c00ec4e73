"""Observations: what is reported of an indicator at a place for a period, each with its release and origin."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xietong.core.ids import content_id
from xietong.core.interval import Interval
from xietong.core.period import Period
from xietong.observations.printed import interval_of
from xietong.statements.model import Form, Measure, Modifier

Origin = Literal["reported", "derived", "computed", "entered"]
MARKED = " marked"  # ends the method of a derived number that holds only on a footing its issues name
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
    """One source of one key: value as printed, its release, and the statement or the cell of a table it was read from.

    `passage` is the same for reprints of one sentence: they count as one source. Of a derived one `derivation` is the id
    of how it was made and `bounds` what it can be; of a computed one (a score of an index) `derivation` is its own id.
    `judged`: what a person said of the reading it was made from ("accepted", or "corrected": then it holds what the
    person wrote, `quote` what is printed).
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
    cell: str = ""
    derivation: str = ""
    bounds: Interval | None = None
    judged: str = ""

    @property
    def id(self) -> str:
        """Identity: the statement or cell and the key; a better link of the same statement is another observation. A
        derived one is what it was derived from.

        That of a cell begins as the cell's own, so that a table is written in its order.
        """
        if self.derivation:
            return self.derivation
        key = self.key
        if self.cell:
            return cell_observation_id(self.cell, key)
        return content_id(
            self.origin, self.statement, key.indicator, key.place, key.period, key.measure, key.base_period, key.scope,
            key.breakdown,
        )  # fmt: skip

    @property
    def values(self) -> Interval:
        """What the printed value can stand for."""
        if self.bounds is not None:
            return self.bounds
        return interval_of(self.value, self.form, self.quote, self.modifier)

    @property
    def when(self) -> Period:
        """The period of its key."""
        return Period.parse(self.key.period)


def cell_observation_id(cell: str, key: Key) -> str:
    """Identity of what a cell is read as; a prefix of it is the cell's (`cell_prefix`)."""
    return id_of_cell(cell, thing_id(key), key.period, key.base_period)


def id_of_cell(cell: str, thing: str, period: str, base_period: str) -> str:
    """The same with the thing hashed once (`thing_id`): a table has thousands of cells of it."""
    said = hashlib.sha256(f"{thing}{period}|{base_period}".encode()).hexdigest()
    return f"{cell[:24]}{cell[48:]}{said[:24]}"


def thing_id(key: Key) -> str:
    """Identity of what a key is of, but for its time."""
    return content_id(key.indicator, key.place, key.measure, key.scope, key.breakdown)


def cell_prefix(cell: str) -> str:
    """What the ids of all observations of a cell begin with."""
    return f"{cell[:24]}{cell[48:]}"
