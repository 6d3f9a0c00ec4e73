"""Why a method does not compute: the sentences of `data/messages/spatial.toml`, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from xietong.core.errors import ValuesError
from xietong.data import table

FILE = "messages/spatial.toml"
_LISTED = 20


def refusal(key: str, **words: object) -> ValuesError:
    """The error of that key; `words` fill its sentence."""
    said = table(FILE)[key]
    return ValuesError(said["en"].format(**words), said["zh"].format(**words))


def listed(names: Iterable[object]) -> str:
    """Names for a sentence; of very many the first, and how many more there are."""
    every = [str(one) for one in names]
    return "、".join(every[:_LISTED]) + (f" … (+{len(every) - _LISTED})" if len(every) > _LISTED else "")


def positions(wrong: ArrayLike) -> str:
    """Where a mask is true, as indices for a sentence."""
    return listed(tuple(map(int, at)) if len(at) > 1 else int(at[0]) for at in np.argwhere(wrong))
