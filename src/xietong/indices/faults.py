"""Faults of a framework and its data: collected with their places, and raised together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xietong.core.errors import XietongError
from xietong.data import table

if TYPE_CHECKING:
    from collections.abc import Iterable

MESSAGES = "messages/indices.toml"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, which message of data/messages/indices.toml, and the words that fill it."""

    place: str
    code: str
    words: dict[str, Any] = field(default_factory=dict, hash=False)

    def sentence(self, language: str) -> str:
        """Place and sentence in one language ("zh", "en")."""
        said: str = table(MESSAGES)[self.code][language].format(**self.words)
        return f"{self.place}{'：' if language == 'zh' else ': '}{said}"


class FaultyIndexError(XietongError):
    """A framework or its data cannot be computed with; every fault is one line of the message."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__(self._lines("en"), self._lines("zh"))

    def __reduce__(self) -> tuple[type[FaultyIndexError], tuple[tuple[Fault, ...]]]:
        """Errors of computing processes come to the one that shows them whole."""
        return type(self), (self.faults,)

    def _lines(self, language: str) -> str:
        head = table(MESSAGES)["faults"][language].format(number=len(self.faults))
        return "\n".join([head, *(fault.sentence(language) for fault in self.faults)])


def refuse(faults: Iterable[Fault]) -> None:
    """Raise what was found, if anything was."""
    found = tuple(faults)
    if found:
        raise FaultyIndexError(found)
