"""What is wrong with what a person handed in, gathered, so that all of it is told at once and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from xietong.core.errors import ValuesError
from xietong.targets.tasks.refusal import FaultsError, raise_if

T = TypeVar("T")


class Faults:
    """Refusals in the order they were met, each once."""

    def __init__(self) -> None:
        self._found: dict[str, ValuesError] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, error: ValuesError) -> None:
        """One more; what is told together already is taken apart."""
        for one in [fault for _, fault in error.faults] if isinstance(error, FaultsError) else [error]:
            self._found.setdefault(str(one), one)

    def also(self, others: Faults) -> None:
        """All that others gathered."""
        self._found.update(others._found)

    def take(self, work: Callable[[], T], otherwise: T) -> T:
        """What the work gives; where it refuses, the refusal is kept and something else stands in until all are told."""
        try:
            return work()
        except ValuesError as error:
            self.add(error)
            return otherwise

    def refuse(self) -> None:
        """Raise all that was found, if anything was."""
        raise_if([(0, one) for one in self._found.values()])
