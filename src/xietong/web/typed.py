"""What a person typed into a form that was not taken, so that it is shown again."""

from __future__ import annotations

from collections.abc import Mapping


class Typed(dict[str, str]):
    """Fields by name; one that was not typed is empty."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        super().__init__(given or {})

    def __missing__(self, name: str) -> str:
        return ""


BLANK = Typed()
