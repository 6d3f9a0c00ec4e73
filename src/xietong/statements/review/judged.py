"""A reading and what a person judged of it → what holds, and whether the person must be asked again.

What a person decided holds for its place in the text until a person decides again: a better reader that comes to say
the same confirms it, one that says something else makes it a question once more and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from xietong.statements.model import Statement
from xietong.statements.review.model import Decision

Mark = Literal["", "accepted", "corrected", "rejected"]
_NAMES = (
    "value", "form", "unit", "modifier", "measure", "modality", "indicator", "regions", "period", "base_period",
    "scope", "attribution", "note",
)  # fmt: skip
_LISTS = frozenset({"regions", "scope"})


@dataclass(frozen=True, slots=True)
class Judged:
    """What holds of a reading: `statement` is None where it was rejected. `again`: it is not what was judged."""

    statement: Statement | None
    mark: Mark = ""
    again: bool = False
    number: int = 0


def packed(statement: Statement) -> dict[str, object]:
    """What a statement says, as a decision keeps it."""
    return dict(zip(_NAMES, statement.content(), strict=True))


def unpacked(statement: Statement, content: Mapping[str, Any]) -> Statement:
    """The statement with the content that a decision keeps; where it stands is its own."""
    values: dict[str, Any] = {name: tuple(value) if name in _LISTS else value for name, value in content.items()}
    values["value"] = tuple(Decimal(one) for one in content["value"])
    if values["attribution"] != statement.attribution:
        values |= {"attribution_start": -1, "attribution_end": -1}
    made = replace(statement, **values)
    same = (made.value, made.unit, made.modifier) == (statement.value, statement.unit, statement.modifier)
    return made if same else replace(made, written=_figure(made))


_MAGNITUDES = (("万亿", Decimal("1e12")), ("亿", Decimal("1e8")), ("万", Decimal("1e4")))
_FINEST = Decimal("0.0001")
_BETWEEN = {"number": "", "range": "—", "ratio": ":"}


def _figure(one: Statement) -> str:
    """A corrected figure as it would be printed, in the magnitude of the print: 5.58亿吨 is not exact to the ton."""
    name, size = next(((name, size) for name, size in _MAGNITUDES if name in one.quote), ("", Decimal(1)))
    scaled = [(value / size).normalize() for value in one.value]
    if any(value != value.quantize(_FINEST) for value in scaled):
        return _BETWEEN[one.form].join(f"{value:f}" for value in one.value) + one.unit
    shown = scaled if name else one.value
    return _BETWEEN[one.form].join(f"{value:f}" for value in shown) + name + one.unit


def judgement(read: Statement, holds: Statement | None) -> dict[str, object]:
    """The content of a decision: what was read, and what is to hold (None: nothing is said there)."""
    return {
        "read": packed(read), "holds": packed(holds) if holds is not None else None, "quote": read.quote,
        "sentence": read.sentence,
    }  # fmt: skip


def judged(statement: Statement, decision: Decision | None) -> Judged:
    """What holds of a reading."""
    if decision is None:
        return Judged(statement)
    said = packed(statement)
    read, holds = decision.content["read"], decision.content["holds"]
    if holds is None:
        return Judged(None, "rejected", said != read, decision.number)
    assert isinstance(holds, Mapping)
    # a reader that has come to say what a person said needs no correction any more
    mark: Mark = "accepted" if said == holds else "corrected"
    return Judged(unpacked(statement, holds), mark, said not in (read, holds), decision.number)
