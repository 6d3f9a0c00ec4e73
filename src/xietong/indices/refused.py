"""What a method of an index cannot compute, and what is to be known of what it did, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.core.errors import XietongError
from xietong.data import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

MESSAGES = "messages/methods.toml"


@dataclass(frozen=True)
class Remark:
    """What is to be known of a result that was computed all the same; `code` names the message of MESSAGES."""

    code: str
    words: dict[str, Any] = field(default_factory=dict, hash=False)

    def sentence(self, language: str) -> str:
        """The remark in one language ("zh", "en")."""
        said: str = table(MESSAGES)[self.code][language].format(**self.words)
        return said


class MethodError(XietongError, ValueError):
    """Values, weights or parameters that a method is not defined for; `code` names the message of MESSAGES."""

    def __init__(self, code: str, **words: object) -> None:
        self.code, self.words = code, words
        said = table(MESSAGES)[code]
        super().__init__(said["en"].format(**words), said["zh"].format(**words))

    def __reduce__(self) -> tuple[object, tuple[str, dict[str, object]]]:
        """Errors of computing processes come to the one that shows them whole."""
        return again, (self.code, self.words)


def again(code: str, words: dict[str, object]) -> MethodError:
    """The error with these words, for unpickling."""
    return MethodError(code, **words)


def places(truth: NDArray[np.bool_]) -> str:
    """The positions of children, counted from 1, for a message: those for which a truth (…, children) holds anywhere."""
    held = truth.reshape(-1, truth.shape[-1]).any(axis=0)
    return ", ".join(str(place + 1) for place in np.flatnonzero(held))
