"""Several sets of weights made one (组合赋权)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from xietong.indices.refused import refused
from xietong.indices.weights.sample import shares

if TYPE_CHECKING:
    from xietong.core.panel import Floats

HOW = ("product", "geometric", "linear", "game")


def combined(sets: Floats, how: str = "product", parts: Sequence[float] = ()) -> Floats:
    """One set of weights (children,) from several (sets, children), each of which sums to 1.

    "product" w ∝ Π_k w_k (乘法集成); "geometric" w ∝ Π_k w_k^{a_k} (最小相对信息熵 for equal parts: it is least far, by
    relative entropy, from all sets); "linear" w = Σ_k a_k w_k (线性加权); "game" w = Σ_k α_k w_k with α from
    Σ_l α_l w_k·w_l = w_k·w_k, scaled to a sum of 1 (博弈论组合赋权). parts: a_k, equal where none are given.
    Source: 郭亚军, 综合评价理论、方法及应用 (科学出版社, 2007), ch. 3; 陈加良, 基于博弈论的综合集成赋权法研究, 福建电脑 (2003).
    Raises ValuesError for negative weights under product and geometric, parts of another number or without a positive sum, sets that
    leave no child with a weight, and where the game gives a set a negative part.
    """
    if how in ("product", "geometric") and (sets < 0).any():
        raise refused("negative", method=how, low=float(sets.min()))
    given = _parts(sets, parts)
    if how == "product":
        return shares(np.prod(sets, axis=0), how)
    if how == "geometric":
        return shares(np.prod(sets ** given[:, None], axis=0), how)
    return shares((given if how == "linear" else game(sets)) @ sets, how)


def game(sets: Floats) -> Floats:
    """The part of each set in the game-theoretic combination, (sets,); for sets that are the same, equal parts."""
    products = sets @ sets.T
    found = np.linalg.lstsq(products, np.diag(products), rcond=1e-12)[0]
    parts = np.where(np.abs(found) < 1e-12, 0.0, found)
    if (parts < 0).any():
        raise refused("game", parts=", ".join(f"{part:.4g}" for part in parts))
    return shares(parts, "game")


def _parts(sets: Floats, parts: Sequence[float]) -> Floats:
    given = np.asarray(parts, dtype=np.float64) if len(parts) else np.ones(len(sets))
    if len(given) != len(sets) or (given < 0).any() or given.sum() <= 0:
        raise refused("parts", sets=len(sets), given=", ".join(f"{part:g}" for part in given))
    whole: Floats = given / given.sum()
    return whole
