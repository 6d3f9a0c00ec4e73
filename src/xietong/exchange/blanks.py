"""Empty categories where a format must have one: _Z, and back; a text that reads so itself gets another _ in front."""

from __future__ import annotations

import re

NOTHING = "_Z"


def filled(said: str) -> str:
    """A text as a category."""
    if not said:
        return NOTHING
    return "_" + said if _reads_empty(said) else said


def emptied(category: str) -> str:
    """Back from `filled`."""
    if category == NOTHING:
        return ""
    return category[1:] if _reads_empty(category) else category


def _reads_empty(said: str) -> bool:
    return bool(re.fullmatch("_+Z", said))
