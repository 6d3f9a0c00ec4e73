"""Varimax rotation of factor loadings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xietong.core.panel import Floats


def varimax(loadings: Floats, normalise: bool = True, tolerance: float = 1e-12, rounds: int = 1000) -> Floats:
    """Loadings rotated so that their squares vary most within each factor; (children, factors) to the same shape.

    Source: Kaiser, The varimax criterion for analytic rotation in factor analysis, Psychometrika 23 (1958), with his
    normalisation of rows; the rotation is found by singular values as in R's varimax. One factor is left as it is.
    """
    if loadings.shape[1] < 2:
        return loadings
    lengths = np.sqrt(np.sum(loadings**2, axis=1, keepdims=True)) if normalise else np.ones((len(loadings), 1))
    rows = loadings / np.where(lengths > 0, lengths, 1.0)
    turn, reached = np.eye(loadings.shape[1]), 0.0
    for _ in range(rounds):
        turned = rows @ turn
        target = turned**3 - turned * np.mean(turned**2, axis=0)
        left, strengths, right = np.linalg.svd(rows.T @ target)
        turn, before, reached = left @ right, reached, float(strengths.sum())
        if reached <= before * (1 + tolerance):
            break
    rotated: Floats = rows @ turn * lengths
    return rotated
