"""Why a method does not compute: the sentences of `data/messages/spatial.toml`, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from xietong.data.refusals import refusal as filled

_LISTED = 20

refusal = partial(filled, "spatial")
"""The error of a code of `data/messages/spatial.toml`; keywords fill its sentence."""


def listed(names: Iterable[object]) -> str:
    """Names for a sentence; of very many the first, and how many more there are."""
    every = [str(one) for one in names]
    return "、".join(every[:_LISTED]) + (f" … (+{len(every) - _LISTED})" if len(every) > _LISTED else "")


def positions(wrong: ArrayLike) -> str:
    """Where a mask is true, as indices for a sentence."""
    return listed(tuple(map(int, at)) if len(at) > 1 else int(at[0]) for at in np.argwhere(wrong))
