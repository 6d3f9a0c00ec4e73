"""The reference files of the index engine: COINr's ASEM example and published cases, beside the repository."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from xietong.core.panel import Floats

FOLDER = Path(__file__).parents[3] / "shared" / "indices"
needs_reference = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the reference numbers of ../shared/indices are absent"
)


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """A file of the reference numbers, by its name without folder."""
    (path,) = FOLDER.glob(f"*/{name}")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(csv.DictReader(lines))


def number(cell: str) -> float:
    """A cell as a number; blank and NA are missing."""
    return float(cell) if cell not in ("", "NA") else float("nan")


def column(name: str, key: str) -> Floats:
    """One column of a file."""
    return np.array([number(row[key]) for row in rows(name)])


def columns(name: str, keys: list[str]) -> Floats:
    """Columns of a file, (rows, keys)."""
    return np.stack([column(name, key) for key in keys], axis=-1)


def children(parent: str) -> list[str]:
    """The codes under a node of the ASEM example, in its order."""
    return [row["iCode"] for row in rows("in_iMeta.csv") if row["Parent"] == parent]


def nodes(level: int) -> list[str]:
    """The codes of a level of the ASEM example."""
    return [row["iCode"] for row in rows("in_iMeta.csv") if row["Level"] == str(level)]


def aggregated(
    base: str, methods: list[Callable[[Floats, Floats], Floats]], weights: dict[str, float] | None = None
) -> dict[str, Floats]:
    """Scores of the ASEM example by code, its four levels put together from the indicators of a file, one method a level."""
    scores = {code: column(base, code) for code in nodes(1)}
    for level, method in enumerate(methods, start=2):
        for parent in nodes(level):
            below = children(parent)
            given = np.array([weights[code] if weights else 1.0 for code in below])
            scores[parent] = method(np.stack([scores[code] for code in below], axis=-1), given)
    return scores
