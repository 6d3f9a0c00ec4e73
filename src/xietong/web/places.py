"""Keys of places in words."""

from __future__ import annotations

from xietong.web.wording import wording


def place_name(key: str, language: str) -> str:
    """The place of an observation: joint places are keyed with "+" between them, flows with "→"."""
    return wording(language).places(key.split("+"))
