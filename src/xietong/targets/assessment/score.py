"""One goal of one territory: its score and the sentence why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xietong.core.period import Period
from xietong.data import table
from xietong.targets.adding import wished
from xietong.targets.aim import Aim, aim
from xietong.targets.assessment.model import WORDS, Assessment, Item, Value
from xietong.targets.model import Baseline, Goal, Target

Status = Literal["met", "over", "missed", "lost", "way", "ratio", "no_data", "no_ratio", "no_start", "not_asked"]
SCORED: tuple[Status, ...] = ("met", "over", "missed", "lost", "way", "ratio")
_SHARE = Decimal("0.0001")
_SCORE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Cell:
    """How a territory did on an item. `score` is None where nothing is scored; `words` fill the sentence of `status`."""

    item: str
    territory: str
    goal: Goal | None
    value: Value | None
    status: Status
    score: Decimal | None = None
    words: tuple[tuple[str, str], ...] = ()

    def sentence(self, language: str) -> str:
        """Why it is scored so."""
        return str(table(WORDS)["reason"][self.status][language].format(**dict(self.words)))


def cell(one: Assessment, item: Item, territory: str, goal: Goal | None, value: Value | None) -> Cell:
    """Score a value against a goal by the item's rule. ValuesError where the goal's direction is unknown."""
    if goal is None:
        return Cell(item.code, territory, None, value, "not_asked")
    start = item.starts.get(territory)
    baseline = Baseline(start, item.start or Period.year(one.year - 1)) if start is not None else None
    target = Target(
        item.indicator,
        territory,
        goal,
        one.period.end,
        baseline,
        item.direction,
        measure=item.measure,
        scope=item.scope,
    )
    way = aim(target, wished(item.indicator))
    if value is None:
        return Cell(item.code, territory, goal, None, "no_data")
    words = {"value": f"{value.value:f}{value.unit}", "goal": str(goal), "points": f"{item.points:f}"}
    status, share, more = _judged(item, way, start, value.value)
    score = None if share is None else (item.points * share).quantize(_SCORE)
    if share is not None and status in ("way", "ratio"):
        more |= {"share": f"{share.quantize(_SHARE):f}", "score": f"{score:f}"}
    return Cell(item.code, territory, goal, value, status, score, tuple((words | more).items()))


_Judged = tuple[Status, Decimal | None, dict[str, str]]


def _judged(item: Item, way: Aim, start: Decimal | None, value: Decimal) -> _Judged:
    if way.met(value):
        surplus = way.surplus(value)
        return (
            ("over", Decimal(1), {"surplus": f"{surplus:f}"})
            if surplus > 0 and not way.accepted.bounded
            else ("met", Decimal(1), {})
        )
    if way.hold:
        return "lost", Decimal(0), {}
    if item.rule == "way":
        return _way(way, start, value)
    if item.rule == "ratio":
        return _ratio(way, value)
    return "missed", Decimal(0), {"gap": f"{way.gap(value):f}"}


def _way(way: Aim, start: Decimal | None, value: Decimal) -> _Judged:
    if start is None or way.to is None or way.to == start:
        return "no_start", None, {}
    share = min(max((value - start) / (way.to - start), Decimal(0)), Decimal(1))
    if way.overshot(value):
        share = Decimal(0)
    return "way", share, {"start": f"{start:f}", "computation": f"({value:f} − {start:f}) ÷ ({way.to:f} − {start:f})"}


def _ratio(way: Aim, value: Decimal) -> _Judged:
    if way.to is None or way.to <= 0 or value <= 0:
        return "no_ratio", None, {}
    over, under = (value, way.to) if way.direction > 0 else (way.to, value)
    return "ratio", min(over / under, Decimal(1)), {"computation": f"{over:f} ÷ {under:f}"}
