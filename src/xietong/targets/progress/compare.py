"""All methods side by side on one target: each with its verdict or with the reason why it has none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from xietong.core.errors import ValuesError
from xietong.core.grid import Clock
from xietong.targets.course import Reading
from xietong.targets.model import Target
from xietong.targets.progress.five_year import five_year
from xietong.targets.progress.growth import growth
from xietong.targets.progress.look import Look, look
from xietong.targets.progress.milestone import milestone
from xietong.targets.progress.projection import projection
from xietong.targets.progress.verdict import Verdict

METHODS: dict[str, Callable[[Look], Verdict]] = {
    "milestone": milestone,
    "growth": growth,
    "projection": projection,
    "five_year": five_year,
}


def compare(
    target: Target, readings: Iterable[Reading], as_of: date, *, wished: int = 0, clock: Clock = "periods"
) -> tuple[Verdict, ...]:
    """The verdict of every method, in the order of METHODS; one that is not defined here is "refused" with the reason.

    Without a baseline only the five-year method judges. wished: the catalogue's direction. Raises ValuesError where nothing
    can be judged at all (`look`).
    """
    seen = look(target, readings, as_of, wished=wished, clock=clock)
    return tuple(judged(name, partial(judge, seen), target) for name, judge in METHODS.items())


def judged(name: str, judge: Callable[[], Verdict], target: Target) -> Verdict:
    """A method's verdict in the unit of the target, or that it is not defined here, with the reason."""
    try:
        return replace(judge(), unit=target.goal.unit)
    except ValuesError as error:
        return declined(name, error)


def declined(name: str, error: ValuesError) -> Verdict:
    """That a method is not defined here, with the reason."""
    return Verdict(name, "refused", reason=(error.sentence("zh"), error.sentence("en")))
