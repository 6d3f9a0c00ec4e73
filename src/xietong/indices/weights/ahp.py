"""The analytic hierarchy process: weights from judgements of how much one child matters beside another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.data import table
from xietong.indices.refused import Remark, refused

if TYPE_CHECKING:
    from xietong.core.panel import Floats

Comparisons = Sequence[Sequence[float | str]]

TABLES = "random_indices.toml"
METHODS = ("eigenvector", "geometric", "column_mean")
CONSISTENT = 0.1  # the ratio from which Saaty asks for judgements to be looked at again
FRACTION = re.compile(r"\d{1,9}(\.\d{1,9})?|\d{1,9}/0*[1-9]\d{0,8}")
RECIPROCAL = 0.005  # a_ij · a_ji from 1: 0.333 beside 3 is meant as its reciprocal, 0.3 is not


@dataclass(frozen=True, eq=False)
class Judgement:
    """Weights (children,) with how consistent the judgements are.

    eigenvalue: the largest, or its estimate from the weights; index (λ − n)/(n − 1); ratio: index over the random index
    of the table that is named, NaN where the table ends; missing: comparisons that were not made; remarks: a ratio of
    0.1 or more, comparisons that are missing, a size for which the table has no random index.
    """

    weights: Floats
    eigenvalue: float
    index: float
    ratio: float
    table: str
    missing: int
    remarks: tuple[Remark, ...]


def ahp(values: Floats, matrix: Comparisons, method: str = "eigenvector", random_index: str = "saaty1980") -> Floats:
    """AHP weights of a pairwise matrix; of values (units, children) only the number of children counts.

    Source, parameters and errors as in `judge`, which also tells how consistent the matrix is; also ValuesError where the
    matrix does not compare as many as there are children.
    """
    if len(matrix) != values.shape[-1]:
        raise refused("length", children=values.shape[-1], given=len(matrix))
    return judge(matrix, method, random_index).weights


def judge(matrix: Comparisons, method: str = "eigenvector", random_index: str = "saaty1980") -> Judgement:
    """Weights and consistency of a matrix of pairwise comparisons, a_ij = how many times i matters more than j.

    method: "eigenvector" of the largest eigenvalue (Saaty, J. Mathematical Psychology 15 (1977)); "geometric" means of
    rows (Crawford & Williams, ibid. 29 (1985)); "column_mean" of columns that sum to 1 (和积法). For the last two λ is the
    mean of (Aw)_i / w_i. Comparisons that were not made are NaN or "" on both sides: the eigenvector is then Harker's
    (Mathematical Modelling 9 (1987)), the geometric one that of least squares of logarithms (Kwiesielewicz, European J.
    Operational Research 93 (1996)). matrix: n rows of n numbers or fractions as text ("1/3").
    Raises ValuesError for a matrix that is not square, not of numbers above zero, without ones in its diagonal, or not
    reciprocal (every pair is named), for comparisons that do not connect all children, and for column_mean of an
    incomplete matrix.
    """
    ratios = read(matrix)
    missing = int(np.isnan(ratios).sum()) // 2
    if missing:
        _refuse_parts(ratios, method)
    weights = {"eigenvector": _eigenvector, "geometric": _geometric, "column_mean": _column_mean}[method](ratios)
    number = len(weights)
    eigenvalue = float(np.mean((_filled(ratios) @ weights) / weights))
    index = max(0.0, (eigenvalue - number) / (number - 1)) if number > 2 else 0.0
    ratio = _ratio(index, number, random_index)
    return Judgement(
        weights, eigenvalue, index, ratio, random_index, missing, _remarks(ratio, missing, number, random_index)
    )


def read(matrix: Comparisons) -> Floats:
    """A matrix of comparisons as numbers, NaN for those not made. Raises ValuesError as `judge` does."""
    number = len(matrix)
    if number == 0 or any(len(row) != number for row in matrix):
        raise refused("not_square", rows=number, columns=", ".join(sorted({str(len(row)) for row in matrix})) or "0")
    ratios = np.array([[_number(cell) for cell in row] for row in matrix], dtype=np.float64)
    wrong = [
        _pair(i, j, ratios)
        for i in range(number)
        for j in range(i, number)
        if _wrong(ratios[i, j], ratios[j, i], i == j)
    ]
    if wrong:
        raise refused("not_reciprocal", pairs="; ".join(wrong))
    return ratios


def _number(cell: Any) -> float:
    """A cell as a number; a fraction is divided here and never evaluated as code."""
    if not isinstance(cell, str):
        return float(cell)
    if not cell.strip():
        return float("nan")
    return float(Fraction(cell.strip())) if FRACTION.fullmatch(cell.strip()) else -1.0


def _wrong(one: float, other: float, same: bool) -> bool:
    if np.isnan(one) and np.isnan(other):
        return same
    positive = 0 < one < np.inf and 0 < other < np.inf
    return not positive or abs((one if same else one * other) - 1.0) > RECIPROCAL


def _pair(i: int, j: int, ratios: Floats) -> str:
    return (
        f"({i + 1}, {j + 1}) {ratios[i, j]:g}, ({j + 1}, {i + 1}) {ratios[j, i]:g}"
        if i != j
        else f"({i + 1}, {i + 1}) {ratios[i, i]:g}"
    )


def _refuse_parts(ratios: Floats, method: str) -> None:
    """Refuse comparisons that fall apart into groups between which nothing was compared."""
    if method == "column_mean":
        raise refused("incomplete", method=method)
    linked = (~np.isnan(ratios)).astype(np.int64)
    reach = np.linalg.matrix_power(linked, len(linked)) > 0
    if not reach.all():
        apart = ", ".join(str(place + 1) for place in np.flatnonzero(~reach[0]))
        raise refused("not_connected", children=apart)


def _filled(ratios: Floats) -> Floats:
    """Harker's matrix: zero for comparisons not made, their number by row added to the diagonal."""
    gaps = np.isnan(ratios)
    return np.where(gaps, 0.0, ratios) + np.diag(gaps.sum(axis=1).astype(np.float64))


def _eigenvector(ratios: Floats) -> Floats:
    eigenvalues, vectors = np.linalg.eig(_filled(ratios))
    weights = np.abs(np.real(vectors[:, np.argmax(np.real(eigenvalues))]))
    whole: Floats = weights / weights.sum()
    return whole


def _geometric(ratios: Floats) -> Floats:
    """Least squares of ln a_ij − (ln w_i − ln w_j), which are the geometric means of rows where nothing is missing."""
    gaps = np.isnan(ratios)
    sums = np.where(gaps, 0.0, np.log(np.where(gaps, 1.0, ratios))).sum(axis=1)
    linked = np.where(gaps, 0.0, 1.0)
    logs = np.linalg.lstsq(np.diag(linked.sum(axis=1)) - linked, sums, rcond=None)[0]
    weights = np.exp(logs - logs.max())
    whole: Floats = weights / weights.sum()
    return whole


def _column_mean(ratios: Floats) -> Floats:
    weights: Floats = (ratios / ratios.sum(axis=0)).mean(axis=1)
    return weights


def _ratio(index: float, number: int, name: str) -> float:
    random: list[float] = table(TABLES)[name]["values"]
    if number <= 2:
        return 0.0
    return index / random[number - 1] if number <= len(random) else float("nan")


def _remarks(ratio: float, missing: int, number: int, name: str) -> tuple[Remark, ...]:
    found = []
    if ratio >= CONSISTENT:
        found.append(Remark("inconsistent", {"ratio": ratio, "table": name}))
    if np.isnan(ratio):
        found.append(Remark("no_random_index", {"number": number, "table": name}))
    if missing:
        found.append(Remark("comparisons_missing", {"missing": missing, "table": name}))
    return tuple(found)
