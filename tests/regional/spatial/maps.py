"""Small maps for the tests, and the oracles' form of weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def pysal(matrix: Floats) -> Any:
    """A weights matrix as PySAL has it, not transformed."""
    import libpysal

    return libpysal.weights.full2W(matrix)


def grid(rows: int, columns: int) -> Floats:
    """Rook contiguity of a grid, binary."""
    at = np.array([(row, column) for row in range(rows) for column in range(columns)])
    return np.asarray(np.abs(at[:, None] - at).sum(axis=-1) == 1, dtype=np.float64)


def dealt(n: int, seed: int = 0, times: tuple[int, ...] = ()) -> Floats:
    """Values of n units, skewed, positive."""
    return np.asarray(np.random.default_rng(seed).gamma(2.0, 10.0, (*times, n)))


@st.composite
def maps(draw: st.DrawFn, least: int = 5, most: int = 9) -> tuple[Floats, Floats]:
    """Whole values that are not all equal, and weights that are whole, not symmetric and not all equal."""
    n = draw(st.integers(least, most))
    values = draw(st.lists(st.integers(-50, 50), min_size=n, max_size=n).filter(lambda one: len(set(one)) > 1))
    cells = draw(st.lists(st.integers(0, 3), min_size=n * n, max_size=n * n))
    matrix = np.array(cells, dtype=np.float64).reshape(n, n)
    np.fill_diagonal(matrix, 0)
    matrix[0, 1] += 1
    return np.array(values, dtype=np.float64), matrix
