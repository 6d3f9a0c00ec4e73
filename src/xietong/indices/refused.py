"""What a method of an index cannot compute, in words."""

from __future__ import annotations

from xietong.core.errors import XietongError
from xietong.data import table

MESSAGES = "messages/methods.toml"


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
