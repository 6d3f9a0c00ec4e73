"""Weights as they act in the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from xietong.core.panel import Floats
    from xietong.indices.tree import Tree


def effective_weights(tree: Tree, weights: Floats) -> Floats:
    """Weight of every element in the index: its share among its siblings times the effective weight of its parent.

    weights (…, elements), in any scale → the same shape, 1 for the root. Source: COINr get_eff_weights.
    """
    shares, found = np.array(weights, dtype=np.float64), np.ones_like(weights, dtype=np.float64)
    for members in tree.children.values():
        shares[..., members] /= shares[..., members].sum(axis=-1, keepdims=True)
    for place in reversed(tree.order):
        parent = tree.parents[place]
        if parent >= 0:
            found[..., place] = shares[..., place] * found[..., parent]
    return found
