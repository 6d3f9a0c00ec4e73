"""What a method of an index cannot compute, and what is to be known of what it did, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.data import table
from xietong.data.refusals import refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

refused = partial(refusal, "methods")
"""The ValuesError of a code of `data/messages/methods.toml`; keywords fill its sentences."""


@dataclass(frozen=True)
class Remark:
    """What is to be known of a result that was computed all the same; `code` is one of `data/messages/methods.toml`."""

    code: str
    words: dict[str, Any] = field(default_factory=dict, hash=False)

    def sentence(self, language: str) -> str:
        """The remark in one language ("zh", "en")."""
        said: str = table("messages/methods.toml")[self.code][language].format(**self.words)
        return said


def places(truth: NDArray[np.bool_]) -> str:
    """The positions of children, counted from 1, for a message: those for which a truth (…, children) holds anywhere."""
    held = truth.reshape(-1, truth.shape[-1]).any(axis=0)
    return ", ".join(str(place + 1) for place in np.flatnonzero(held))
