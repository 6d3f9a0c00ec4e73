"""Weights from principal components of the correlation matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import places, refused
from xietong.indices.weights.correlate import correlations
from xietong.indices.weights.rotate import varimax
from xietong.indices.weights.sample import complete, shares, varied

if TYPE_CHECKING:
    from xietong.core.panel import Floats

NEGATIVE = ("refuse", "keep", "absolute", "squared")


@dataclass(frozen=True, eq=False)
class Components:
    """Eigenvalues (components,) falling, and loadings (children, components): unit vectors, sum not negative."""

    eigenvalues: Floats
    loadings: Floats

    @property
    def shares(self) -> Floats:
        """The share of the variance that each component explains."""
        share: Floats = self.eigenvalues / self.eigenvalues.sum()
        return share


def components(values: Floats, method: str = "pca") -> Components:
    """Principal components of standardised values: eigenvectors of their correlation matrix.

    Source: Jolliffe, Principal Component Analysis (2002), 2.3; R's prcomp(scale. = TRUE) has the same loadings, with a
    sign that is arbitrary there and fixed here: those of a component sum to zero or more, and where the sum is zero
    the first that is not zero is above. values (units, children), complete units only; returns Components. Raises
    ValuesError for fewer than three complete units and for a child that is the same in all of them.
    """
    whole = varied(complete(values, method), method)
    eigenvalues, vectors = np.linalg.eigh(correlations(whole))
    eigenvalues, vectors = np.maximum(eigenvalues[::-1], 0.0), vectors[:, ::-1]
    return Components(eigenvalues, vectors * _signs(vectors))


def raw_loadings(values: Floats) -> Floats:
    """The loadings of the first component themselves, (children,): what COINr calls PCA weights, up to its sign.

    They do not sum to one (their squares do) and may be below zero. Source: Becker et al., COINr (2022), get_PCA. Shapes,
    missing values and errors as in `components`.
    """
    loadings: Floats = components(values).loadings[:, 0]
    return loadings


def first(values: Floats, negative: str = "refuse") -> Floats:
    """Weights from the loadings of the first component, l_j / Σ l.

    negative, what is done with loadings below zero: "refuse" them, "keep" them (COINr's weights are the loadings
    themselves, which make the same scores), "absolute", or "squared" l²/Σl², which is the share of each child in the
    component. Source: OECD/JRC Handbook (2008), 6.1; Becker et al., COINr (2022). Shapes, missing values and errors as in
    `components`; also ValuesError where the two first components explain the same, which leaves the first undetermined,
    and for loadings below zero under "refuse".
    """
    found = components(values)
    if len(found.eigenvalues) > 1 and found.eigenvalues[0] - found.eigenvalues[1] < 1e-9 * found.eigenvalues[0]:
        raise refused("undetermined")
    return _positive(found.loadings[:, 0], negative)


def explained(
    values: Floats, keep: str = "kaiser", share: float = 0.85, number: int = 1, negative: str = "squared"
) -> Floats:
    """Weights from several components by the variance they explain, w_j ∝ Σ_k λ_k c_jk / Σ_k λ_k.

    keep: "kaiser" those with λ ≥ 1, "share" the fewest that explain the share together, "number" the first so many,
    "all". negative: "squared" c = l² (never below zero), "absolute" c = |l|, "keep" c = l (the coefficients of the
    comprehensive score as computed with SPSS in Chinese papers), "refuse" like keep but without negative weights.
    Source: OECD/JRC Handbook (2008), 6.1; 张文彤, SPSS 统计分析高级教程 (2004). With "all" and "squared" weights are equal:
    standardised children have the same variance. Shapes, missing values and errors as in `components`.
    """
    found = components(values)
    kept = _kept(found, keep, share, number)
    power = found.eigenvalues[:kept]
    if negative in ("squared", "absolute"):
        loadings = _positive_parts(found.loadings[:, :kept], negative)
        return shares(loadings @ power, "pca_explained")
    return _positive(found.loadings[:, :kept] @ power, negative)


def rotated(values: Floats, keep: str = "kaiser", share: float = 0.85, number: int = 1) -> Floats:
    """Weights from varimax-rotated factors, each child by the factor of which it is the largest part.

    w_j ∝ (f_jk² / v_k) · (v_k / Σ v), where v_k = Σ_i f_ik² is what factor k explains and k has the largest f_jk² / v_k.
    Source: Nicoletti, Scarpetta & Boylaud, OECD Economics Department Working Papers 226 (2000); OECD/JRC Handbook
    (2008), 6.1, table 19. f are loadings scaled by √λ; keep, share and number as in `explained`. Shapes, missing values and
    errors as in `components`.
    """
    found = components(values)
    kept = _kept(found, keep, share, number)
    factors = varimax(found.loadings[:, :kept] * np.sqrt(found.eigenvalues[:kept])) ** 2
    own = np.argmax(factors / factors.sum(axis=0), axis=1)
    return shares(factors[np.arange(len(own)), own], "pca_rotated")


def _signs(vectors: Floats) -> Floats:
    sums = vectors.sum(axis=0)
    leads = np.take_along_axis(vectors, np.argmax(np.abs(vectors) > 1e-9, axis=0)[None], axis=0)[0]
    return np.where(np.where(np.abs(sums) > 1e-9, sums, leads) < 0, -1.0, 1.0)


def _kept(found: Components, keep: str, share: float, number: int) -> int:
    if keep == "kaiser":
        return max(1, int(np.sum(found.eigenvalues >= 1.0 - 1e-12)))
    if keep == "share":
        reached = np.cumsum(found.shares) >= share - 1e-12
        return int(np.argmax(reached)) + 1 if reached.any() else len(reached)
    if keep == "number" and not 1 <= number <= len(found.eigenvalues):
        raise refused("components", number=number, most=len(found.eigenvalues))
    return number if keep == "number" else len(found.eigenvalues)


def _positive_parts(loadings: Floats, negative: str) -> Floats:
    return loadings**2 if negative == "squared" else np.abs(loadings)


def _positive(loadings: Floats, negative: str) -> Floats:
    if negative in ("squared", "absolute"):
        return shares(_positive_parts(loadings, negative), "pca")
    below = loadings < -1e-12
    if negative == "refuse" and below.any():
        raise refused("opposed", children=places(below))
    return shares(loadings, "pca")
