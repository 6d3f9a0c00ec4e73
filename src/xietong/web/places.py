"""Keys of places in words."""

from __future__ import annotations

from xietong.observations import places
from xietong.web.wording import wording


def place_name(key: str, language: str) -> str:
    """The place of an observation: joint places and flows too, by the glossary in English."""
    return wording(language).place(places.words(key))
