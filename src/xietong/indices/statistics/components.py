"""Principal components of a group of indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xietong.core.panel import Floats


@dataclass(frozen=True, eq=False)
class Components:
    """eigenvalues (components,), largest first; shares of the variance; loadings (columns, components), of unit length.

    A component's sign is arbitrary; here it is that of the sum of its loadings.
    """

    eigenvalues: Floats
    shares: Floats
    loadings: Floats


def components(values: Floats) -> Components:
    """Principal components of the columns of (units, columns), standardised: those of their correlation matrix.

    Units with a missing value are left out. Raises ValueError where fewer than two units are complete or a column does
    not vary over them. Source: OECD/JRC Handbook (2008) 4; R prcomp(scale. = TRUE).
    """
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < 2:
        raise ValueError(f"{len(whole)} units have values for all {values.shape[1]} columns: at least 2 are needed")
    spread = whole.std(axis=0, ddof=1)
    if (flat := np.flatnonzero(np.ptp(whole, axis=0) == 0)).size:
        raise ValueError(f"column {flat[0] + 1} of {len(spread)} does not vary over the {len(whole)} complete units")
    standard = (whole - whole.mean(axis=0)) / spread
    _, singular, rotation = np.linalg.svd(standard, full_matrices=False)
    eigenvalues = singular**2 / (len(whole) - 1)
    loadings = rotation.T * np.where(rotation.sum(axis=1) < 0, -1.0, 1.0)
    return Components(eigenvalues, eigenvalues / eigenvalues.sum(), loadings)
