"""A result as JSON, as it is frozen, and how the present differs from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xietong.targets.assessment.model import Value
from xietong.targets.assessment.result import Result, Total, Whole
from xietong.targets.assessment.score import Cell
from xietong.targets.model import Goal


@dataclass(frozen=True, slots=True)
class Difference:
    """What a frozen result says and what the data would give now; `item` is empty for a total."""

    territory: str
    item: str
    fact: str
    then: str
    now: str


def differences(then: Result, now: Result) -> tuple[Difference, ...]:
    """Values, scores and ranks that differ, by territory; nothing where all is as it was."""
    found = []
    for was, new in zip(then.cells, now.cells, strict=True):
        facts = {
            "value": (_number(was.value.value if was.value else None), _number(new.value.value if new.value else None)),
            "score": (_number(was.score), _number(new.score)),
        }
        found += [
            Difference(was.territory, was.item, fact, *both) for fact, both in facts.items() if both[0] != both[1]
        ]
    ranks = {one.territory: one for one in now.totals}
    for total in then.totals:
        new_total = ranks[total.territory]
        for fact, before, after in (("score", total.score, new_total.score), ("rank", total.rank, new_total.rank)):
            if before != after:
                found.append(Difference(total.territory, "", fact, _number(before), _number(after)))
    return tuple(found)


def _number(value: Decimal | int | None) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def of_result(one: Result) -> dict[str, Any]:
    """As JSON; numbers as text."""
    return {
        "cells": [
            [cell.item, cell.territory, _goal(cell.goal), _value(cell.value), cell.status, _text(cell.score),
             [list(words) for words in cell.words]]
            for cell in one.cells
        ],
        "totals": [[t.territory, str(t.score), str(t.possible), list(t.missing), t.rank] for t in one.totals],
        "wholes": [[w.item, _goal(w.goal), _text(w.value), list(w.missing), w.met] for w in one.wholes],
    }  # fmt: skip


def result(content: Mapping[str, Any]) -> Result:
    """Back from JSON."""
    cells = tuple(
        Cell(item, territory, _to_goal(goal), Value(Decimal(value[0]), *value[1:]) if value else None, status,
             _to_number(score), tuple((name, text) for name, text in words))
        for item, territory, goal, value, status, score, words in content["cells"]
    )  # fmt: skip
    totals = tuple(
        Total(territory, Decimal(score), Decimal(possible), tuple(missing), rank)
        for territory, score, possible, missing, rank in content["totals"]
    )
    wholes = []
    for item, goal, value, missing, met in content["wholes"]:
        said = _to_goal(goal)
        assert said is not None
        wholes.append(Whole(item, said, _to_number(value), tuple(missing), met))
    return Result(cells, totals, tuple(wholes))


def _goal(one: Goal | None) -> list[Any] | None:
    return None if one is None else [one.kind, _text(one.low), _text(one.high), one.unit, one.strict, one.about]


def _to_goal(said: list[Any] | None) -> Goal | None:
    return None if said is None else Goal(said[0], _to_number(said[1]), _to_number(said[2]), *said[3:])


def _value(one: Value | None) -> list[str] | None:
    return None if one is None else [str(one.value), one.unit, one.source, one.released]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _to_number(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
