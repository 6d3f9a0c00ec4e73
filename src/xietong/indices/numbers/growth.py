"""Growth from one time to the next, in per cent, by the formula that is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats

KINDS = ("symmetric", "plain", "log")


def growth(values: Floats, kind: str = "symmetric") -> Floats:
    """Growth over each step, in per cent; (times, …) to (times − 1, …), missing where either end is.

    "symmetric" 200 (x₁ − x₀)/(x₁ + x₀), the same up as down and from −200 to 200; "plain" 100 (x₁ − x₀)/x₀; "log"
    100 ln(x₁/x₀). Source: The Conference Board, Business Cycle Indicators Handbook (2001), section V; 国家统计局社科文司,
    中国创新指数编制说明 (symmetric). Raises ValuesError for values below zero, two zeros in a row under "symmetric", and a zero that
    is divided by or has no logarithm under the others.
    """
    before, after = values[:-1], values[1:]
    bad = (values < 0).any() or (before + after == 0).any() if kind == "symmetric" else (values <= 0).any()
    if bad:
        raise refused("growth", kind=kind, low=float(np.nanmin(values)))
    if kind == "log":
        return 100.0 * np.log(after / before)
    return (
        (200.0 if kind == "symmetric" else 100.0)
        * (after - before)
        / (before + after if kind == "symmetric" else before)
    )


def grown(start: Floats, rates: Floats, kind: str = "symmetric") -> Floats:
    """The level after growth of rates per cent: (…) and (…) to (…), the inverse of `growth`.

    "symmetric" x₀ (200 + g)/(200 − g); "plain" x₀ (1 + g/100); "log" x₀ e^(g/100). Missing rates give a missing level.
    Raises ValuesError for a symmetric rate of 200 or more and a plain one of −100 or less, after which there is no level.
    """
    if (kind == "symmetric" and (np.abs(rates) >= 200).any()) or (kind == "plain" and (rates <= -100).any()):
        raise refused(
            "no_level", kind=kind, rate=float(rates[np.nanargmax(np.abs(rates))] if np.ndim(rates) else rates)
        )
    if kind == "symmetric":
        return start * (200.0 + rates) / (200.0 - rates)
    return start * (1.0 + rates / 100.0 if kind == "plain" else np.exp(rates / 100.0))


def volatility(rates: Floats) -> Floats:
    """Weights by which every child adds as much movement to an index: w_j = (1/s_j) / Σ 1/s, s the deviation of its growth.

    Source: The Conference Board (2001), standardisation factors. rates (times, children), missing values left out child by
    child; returns (children,) that sum to 1. Raises ValuesError for a child with fewer than two rates or always the same.
    """
    there = ~np.isnan(rates)
    number = there.sum(axis=0)
    known = np.where(there, rates, 0.0)
    gaps = np.where(there, rates - known.sum(axis=0) / np.maximum(number, 1), 0.0)
    deviations = np.sqrt(np.sum(gaps**2, axis=0) / np.maximum(number - 1, 1))
    flat = ~(deviations > 1e-12 * np.abs(known).max(axis=0))
    if flat.any() or (number < 2).any():
        raise refused("flat", method="volatility", children=", ".join(str(at + 1) for at in np.flatnonzero(flat)))
    inverse = 1.0 / deviations
    weights: Floats = inverse / inverse.sum()
    return weights
