"""What would raise a rank: for each indicator the smallest change that does, found by computing the index again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from xietong.core.panel import Panel
from xietong.indices.aggregate import aggregate, manual_weights
from xietong.indices.apply import DO, Given, carried_out
from xietong.indices.statistics.ranks import descending

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats
    from xietong.indices.run import Result

FURTHEST = 2.0  # of the distance between the smallest and the largest value of the indicator
TRIED = 2.0 ** np.arange(-15, 1.0) * FURTHEST  # sizes of change that are tried before the smallest is closed in on
CLOSER = 5  # passes; all but the first divide the space between two sizes by 17


@dataclass(frozen=True)
class Rise:
    """An indicator with the value it has and the one that would lift the unit; `needed` is NaN where none tried does.

    In the unit of the raw data; rank: what it would then be.
    """

    code: str
    value: float
    needed: float
    rank: float

    @property
    def by(self) -> float:
        """The change."""
        return self.needed - self.value


def rises(result: Result, unit: str, time: str, code: str = "") -> tuple[Rise, ...]:
    """For every indicator under a node (the index if none is named) that has a raw value, the smallest change of it
    alone, in its good direction, that lifts the unit's rank by at least one place.

    All steps are carried out again for each change tried: a value that becomes the new maximum moves the scale for all.
    Tried are changes of 2⁻¹⁴ … 2 times the range of the indicator, each twice the one before; then the space below the
    first that lifts is closed in on. A change beyond twice the range is called none. Empty for the first rank, or without
    a rank. Raises KeyError for an unknown code, ValueError for a unit or time the result does not have.
    """
    place, who = result.framework.position(code or result.index), result.panel.units.index(unit)
    when = result.panel.times.index(time)
    now = result.ranks[when, who, place]
    raw = result.given.raw
    leaves = np.array([leaf for leaf in result.framework.tree.leaves(place) if not np.isnan(raw[when, who, leaf])])
    if np.isnan(now) or now == 1 or not leaves.size:
        return ()
    engine = Engine(result, place, when, who)
    spans = np.nanmax(raw[:, :, leaves], axis=(0, 1)) - np.nanmin(raw[:, :, leaves], axis=(0, 1))
    spans = np.where(spans > 0, spans, np.maximum(np.abs(raw[when, who, leaves]), 1.0))
    sizes = TRIED * (spans * result.given.directions[leaves])[:, None]
    sizes = np.concatenate([np.zeros((len(leaves), 1)), sizes], axis=1)
    for _ in range(CLOSER):
        ranks = engine.ranks(leaves, sizes)
        first = np.argmax(ranks < now, axis=1)  # 0 where none lifts: no change is the first column
        row = np.arange(len(leaves))
        low, high, found = sizes[row, first - 1], sizes[row, first], ranks[row, first]
        lifted = (ranks < now).any(axis=1)
        low, high = np.where(lifted, low, sizes[:, 0]), np.where(lifted, high, sizes[:, -1])
        sizes = low[:, None] + (high - low)[:, None] * np.linspace(0, 1, len(TRIED) + 2)
        sizes[:, -1] = high  # to the bit: what lifted must go on lifting
    values = raw[when, who, leaves]
    return tuple(
        Rise(result.framework.codes[leaf], float(value), float(value + size) if up else float("nan"), float(rank if up else now))
        for leaf, value, size, up, rank in zip(leaves, values, high, lifted, found, strict=True)
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Engine:
    """The index computed again with one raw value of one unit at one time changed, many such changes at once."""

    result: Result
    place: int
    when: int
    who: int

    def ranks(self, leaves: NDArray[np.int64], sizes: Floats) -> Floats:
        """The unit's rank for every change, (leaves, sizes); infinite where the index has no meaning with it."""
        which, by = np.repeat(leaves, sizes.shape[1]), sizes.ravel()
        if self._by_column(leaves):
            found = self._scored(which, self._columns(which, by))
        else:
            found = np.stack([self._whole(int(leaf), size) for leaf, size in zip(which, by, strict=True)])
        ranks = descending(found, axis=1)[:, self.who]
        return np.where(np.isnan(ranks), np.inf, ranks).reshape(sizes.shape)

    def _by_column(self, leaves: NDArray[np.int64]) -> bool:
        """Whether a changed value touches only its own indicator: no row is filled from others, none screened by zeros,
        no other divided by it, and weights do not look at values."""
        framework = self.result.framework
        chosen = [
            choice for stage in self.result.stages for choice, _ in stage.choices if stage.kind in ("impute", "screen")
        ]
        alone = all(
            choice.method != "row" and choice.parameters.get("by", "available") == "available" for choice in chosen
        )
        divisors = {indicator.denominator for indicator in framework.indicators}
        plain = all(node.weigh.method in ("manual", "equal") for node in framework.nodes)
        return alone and plain and not divisors & {framework.codes[leaf] for leaf in leaves}

    def _columns(self, which: NDArray[np.int64], by: Floats) -> Floats:
        """Normalised values of the changed indicators, (times, units, changes): each is an indicator of its own."""
        framework, panel = self.result.framework, self.result.panel
        copies = tuple(
            replace(framework.indicators[leaf], code=f"{framework.codes[leaf]} #{number}")
            for number, leaf in enumerate(which)
        )
        values = self.result.given.raw[:, :, which]
        values[self.when, self.who] += by
        codes = tuple(copy.code for copy in copies)
        both = Panel(
            panel.units, panel.times, (*panel.indicators, *codes), np.concatenate([panel.values, values], axis=2)
        )
        given = Given(replace(framework, indicators=copies), both, self.result.given.groups)
        # who is screened out does not hang on a value that is there either way
        stays = [stage.record["stays"] for stage in self.result.stages if stage.kind == "screen"]
        for step in framework.steps:
            screened = step.kind == "screen"
            values = (
                np.where(stays.pop(0)[..., None], values, np.nan)
                if screened
                else DO[step.kind](given, step, values).values
            )
        return values

    def _scored(self, which: NDArray[np.int64], columns: Floats) -> Floats:
        """Scores of all units with each changed column in place of its own, (changes, units)."""
        framework = self.result.framework
        cross = self.result.scores[self.when][:, : len(framework.indicators)]
        many = np.repeat(cross[None], len(which), axis=0)
        many[np.arange(len(which)), :, which] = columns[self.when].T
        weights = manual_weights(framework, self.result.panel.times)[[self.when]]
        done = aggregate(framework, many, np.repeat(weights, len(which), axis=0), self.result.panel.units)
        if done.faults and len(which) > 1:  # one of them has no meaning: not all
            half = len(which) // 2
            parts = [self._scored(which[part], columns[..., part]) for part in (slice(half), slice(half, None))]
            return np.concatenate(parts)
        found: Floats = done.scores[..., self.place]
        return found

    def _whole(self, leaf: int, size: float) -> Floats:
        """Scores of all units with everything computed again, (units,)."""
        panel, framework = self.result.panel, self.result.framework
        values = panel.values.copy()
        values[self.when, self.who, panel.indicators.index(framework.codes[leaf])] += size
        given = Given(framework, Panel(panel.units, panel.times, panel.indicators, values), self.result.given.groups)
        *_, last = carried_out(given)
        done = aggregate(framework, last.values, manual_weights(framework, panel.times), panel.units)
        found: Floats = done.scores[self.when, :, self.place]
        return found
