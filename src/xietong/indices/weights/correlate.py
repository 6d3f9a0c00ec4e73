"""Correlations that weights rest on: `statistics.correlation`, with what is undefined refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from xietong.indices.refused import refused
from xietong.indices.statistics.correlation import correlation

if TYPE_CHECKING:
    from xietong.core.panel import Floats
    from xietong.indices.statistics.correlation import Kind

NAMES = ("pearson", "spearman", "kendall")


def correlations(values: Floats, kind: str = "pearson", others: Floats | None = None) -> Floats:
    """Correlations of the columns of values (units, columns), or of them with those of others; (columns, columns).

    As `correlation`, with 1 on the diagonal of values with themselves. Raises ValuesError where fewer than two units
    have both columns of a pair, or one of the two does not vary over them.
    """
    found = correlation(values, others, cast("Kind", kind))
    if np.isnan(found).any():
        raise refused("no_correlation")
    if others is None:
        np.fill_diagonal(found, 1.0)
    return found
