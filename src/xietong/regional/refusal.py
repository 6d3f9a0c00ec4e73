"""Values are checked before anything is computed; what is refused is said with its place and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xietong.data.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from xietong.core.errors import ValuesError
    from xietong.core.panel import Floats


def refused(code: str, **words: object) -> ValuesError:
    """The error of a code of `data/messages/regional.toml`, its sentences filled with `words`."""
    return refusal("regional", code, **words)


def refuse_where(wrong: NDArray[np.bool_], code: str, what: str) -> None:
    """Raise the error of a code where anything is wrong, with the count and the first place."""
    if wrong.any():
        raise refused(code, what=what, count=int(wrong.sum()), place=place(np.argwhere(wrong)[0]))


def place(indices: NDArray[np.intp] | tuple[int, ...]) -> str:
    """Positions along the axes as they are printed: (3, 0)."""
    return f"({', '.join(str(int(index)) for index in indices)})"


def numbers(values: ArrayLike, what: str, least_axes: int = 1) -> Floats:
    """Values as a new float64 array, NaN = missing. Raises ValuesError for infinite values and too few axes."""
    array = np.array(values, dtype=np.float64)
    if array.ndim < least_axes:
        raise refused("shape", what=what, got=array.shape, wanted=f"{least_axes} axes or more")
    refuse_where(np.isinf(array), "infinite", what)
    return array


def complete(values: ArrayLike, what: str, least_axes: int = 1) -> Floats:
    """Like `numbers`, with missing values refused."""
    array = numbers(values, what, least_axes)
    refuse_where(np.isnan(array), "missing", what)
    return array


def not_negative(values: Floats, what: str) -> None:
    """Refuse values below zero."""
    refuse_where(values < 0, "negative", what)


def positive(values: Floats, what: str) -> None:
    """Refuse values at or below zero."""
    refuse_where(values <= 0, "not_positive", what)


def one_of(name: str, known: Sequence[str], what: str) -> None:
    """Refuse a name that is not known."""
    if name not in known:
        raise refused("unknown", what=what, name=name, known=", ".join(known))


def shaped(array: Floats, shape: tuple[int, ...], what: str) -> Floats:
    """The array spread over a shape. Raises ValuesError where it does not fit."""
    try:
        return np.broadcast_to(array, shape)
    except ValueError:
        raise refused("shape", what=what, got=array.shape, wanted=shape) from None
