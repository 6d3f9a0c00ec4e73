"""Compound annual growth rates, on values for which they are defined."""

from __future__ import annotations

from decimal import Decimal

from xietong.targets.refusal import refused


def cagr(first: Decimal, last: Decimal, years: Decimal) -> Decimal:
    """(y_i/y_0)^(1/(t_i−t_0)) − 1.

    first > 0, last ≥ 0 (falling to nothing is −1), years > 0. Raises ValuesError for others: a rate from or over zero
    would be decided by whatever small number were put in its place.
    """
    if first <= 0 or last < 0 or years <= 0:
        raise refused("no_rate", first=first, last=last)
    return (last / first) ** (1 / years) - 1


def rate_to_goal(first: Decimal, goal: Decimal, years: Decimal) -> Decimal:
    """The rate that leads to a goal. Raises ValuesError also for a goal of zero, which no rate reaches in time."""
    if goal == 0:
        raise refused("zero_goal")
    return cagr(first, goal, years)
