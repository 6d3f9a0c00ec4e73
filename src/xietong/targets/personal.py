"""Personal data in what an office enters: masked before it is kept, for nothing that is kept can be taken out again."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from xietong.data import table

_LONGEST = 20_000  # characters looked through; anything longer is refused anyway
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_LAST = "10X98765432"
_SIGN = "**"


def masked(text: str) -> str:
    """A text in which mobile numbers, resident identity numbers, private addresses of mail and names of persons to be called
    are masked (`data/personal.toml`). What is masked already stays as it is."""
    if len(text) > _LONGEST:
        return text
    for pattern, keep, check in _masks():
        text = pattern.sub(_put(keep, check), text)
    return text


def is_masked(text: str) -> bool:
    """Whether something in it was masked."""
    return _SIGN in text


def _put(keep: str, check: Callable[[str], bool]) -> Callable[[re.Match[str]], str]:
    return lambda found: keep.format(*(found[0], *found.groups(""))) if check(found[0]) else found[0]


@cache
def _masks() -> tuple[tuple[re.Pattern[str], str, Callable[[str], bool]], ...]:
    checks: dict[str, Callable[[str], bool]] = {"": lambda _: True, "resident": _resident}
    return tuple(
        (re.compile(one["pattern"]), one["keep"], checks[one.get("check", "")])
        for one in table("personal.toml")["mask"]
    )


def _resident(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _LAST[total % 11] == number[-1].upper()
