"""What makes an analysis impossible: all of it in one message, with its place, before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from xietong.core.errors import ValuesError
from xietong.regional.analyses.model import MESSAGES, Given, Remark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from xietong.core.panel import Floats

_SHOWN = 6


class FaultyAnalysisError(ValuesError):
    """An analysis that cannot be computed; every fault is one line of the message."""

    def __init__(self, faults: Iterable[Remark]) -> None:
        self.faults = tuple({one.sentence("en"): one for one in faults}.values())
        super().__init__(self._lines("en"), self._lines("zh"))

    def _lines(self, language: str) -> str:
        from xietong.data import table

        head = table(MESSAGES)["faults"][language].format(number=len(self.faults))
        return "\n".join([head, *(one.sentence(language) for one in self.faults)])


def refuse(faults: Iterable[Remark]) -> None:
    """Raise what was found, if anything was."""
    found = tuple(faults)
    if found:
        raise FaultyAnalysisError(found)


def not_positive(given: Given, code: str = "") -> list[Remark]:
    """Values at or below zero, which have no logarithm."""
    return _where(given, code, given.values(code) <= 0, "not_positive")


def negative(given: Given, code: str = "") -> list[Remark]:
    """Values below zero."""
    return _where(given, code, given.values(code) < 0, "negative")


def bad_weights(given: Given) -> list[Remark]:
    """Weights below zero."""
    weights = given.weights()
    return [] if weights is None else _where(given, given.by, weights < 0, "negative")


def constant(given: Given, values: Floats, code: str = "") -> list[Remark]:
    """An indicator with one value everywhere."""
    known = values[~np.isnan(values)]
    if len(known) and known.min() == known.max():
        return [Remark("constant", {"indicator": (code or given.indicators[0],)})]
    return []


def too_few(got: int, wanted: int, what: str = "units") -> list[Remark]:
    """Fewer units or times than a method takes; what: a code of the message, "few_<what>"."""
    return [] if got >= wanted else [Remark(f"few_{what}", {"got": got, "wanted": wanted})]


def _where(given: Given, code: str, wrong: NDArray[np.bool_], fault: str) -> list[Remark]:
    at = np.argwhere(wrong)
    if not len(at):
        return []
    shown = [(given.units[who], given.times[when]) for when, who in at[:_SHOWN]]
    where = (*shown, *(("…",) if len(at) > _SHOWN else ()))
    return [Remark(fault, {"indicator": (code or given.indicators[0],), "count": len(at), "where": where})]
