"""What two values make of a change: growth, difference, multiple, yearly change; with the computation spelled out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed, spread

HUNDRED = Interval.exactly(100)
ONE = Interval.exactly(1)


@dataclass(frozen=True, slots=True)
class Computed:
    """What a change must be, given its later and earlier value: `code` of the finding where it is not."""

    code: str
    later: Figure
    earlier: Figure
    values: Interval
    formula: str
    unit: str


Compute = Callable[[Figure, Figure], Computed]
"""(later, earlier) → what follows; ValueError where nothing does."""


def growth(later: Figure, earlier: Figure) -> Computed:
    """The rate between two values, in per cent."""
    values = (later.values / earlier.values - ONE) * HUNDRED
    return Computed("growth", later, earlier, values, f"({printed(later)} ÷ {printed(earlier)} − 1) × 100", "%")


def difference(later: Figure, earlier: Figure) -> Computed:
    """One value less the other, in their unit."""
    formula = f"{printed(later)} − {printed(earlier)}"
    return Computed("difference", later, earlier, later.values - earlier.values, formula, later.statement.unit)


def multiple(later: Figure, earlier: Figure, *, more: bool) -> Computed:
    """是……倍; with `more` 增长……倍, which is one less."""
    times = later.values / earlier.values
    formula = f"{printed(later)} ÷ {printed(earlier)}{' − 1' if more else ''}"
    return Computed("multiple", later, earlier, times - ONE if more else times, formula, "倍")


def yearly(later: Figure, earlier: Figure, years: int) -> Computed:
    """The constant yearly rate that leads from one value to the other, in per cent."""
    values = ((later.values / earlier.values).root(years) - ONE) * HUNDRED
    return Computed("average", later, earlier, values, f"({printed(later)} ÷ {printed(earlier)})^(1/{years}) − 1", "%")


def yearly_amount(later: Figure, earlier: Figure, years: int) -> Computed:
    """The mean yearly change, in the unit of the values."""
    values = (later.values - earlier.values) / Interval.exactly(years)
    formula = f"({printed(later)} − {printed(earlier)}) ÷ {years}"
    return Computed("average", later, earlier, values, formula, later.statement.unit)


def wrong_change(said: Figure, computed: Computed, **words: str) -> Issue:
    """A change that is not what its values make it; `words` are those the message needs besides."""
    later, earlier, code = computed.later, computed.earlier, computed.code
    shown = spread(computed.values, computed.unit)
    return finding(
        code, "error", [said, later, earlier], f"{computed.formula} = {shown} ≠ {printed(said)}",
        level=printed(later), base=printed(earlier), said=printed(said),
        result=shown.removesuffix("倍") if code == "multiple" else shown, **words,
    )  # fmt: skip


def wrong_rate(rate: Figure, level: Figure, change: Figure, values: Interval) -> Issue:
    """A rate that is not what a level and the amount of its change make it: `values`."""
    shown = spread(values, "%")
    return finding(
        "implied", "error", [rate, level, change],
        f"{printed(change)} ÷ ({printed(level)} − ({printed(change)})) = {shown} ≠ {printed(rate)}",
        level=printed(level), change=printed(change), result=shown, said=printed(rate),
    )  # fmt: skip


def wrong_percent(said: Figure, later: Figure, earlier: Figure) -> Iterator[Issue]:
    """A per cent said of two rates that is their difference, and so should be percentage points, or neither that nor
    their relative change."""
    apart = later.values - earlier.values
    try:
        relative = (later.values / earlier.values - ONE) * HUNDRED
    except ValueError:
        return
    if any(one.meets(said.values) for one in (relative, -relative)):
        return
    shown = spread(apart, "百分点")
    yield finding(
        "percent", "error", [said, later, earlier], f"{printed(later)} − {printed(earlier)} = {shown} ≠ {printed(said)}",
        level=printed(later), base=printed(earlier), result=shown, said=printed(said),
    )  # fmt: skip
