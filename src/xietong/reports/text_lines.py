"""Lines of a template as one text that remembers where each character came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xietong.reports.model import At

_WIDE = "\u2e80"  # from here on scripts that put no space between words


@dataclass(frozen=True, slots=True)
class Located:
    """`text` with the line and column of each of its characters."""

    text: str
    places: tuple[At, ...]

    def at(self, position: int) -> At:
        """Where a character stands; the end of the text is where its last one does."""
        return self.places[min(position, len(self.places) - 1)] if self.places else At(1, 1)

    def part(self, start: int, end: int) -> Located:
        """text[start:end]."""
        return Located(self.text[start:end], self.places[start:end])

    @classmethod
    def line(cls, text: str, number: int, column: int = 1) -> Located:
        """One line of a template, or the rest of it from a column on."""
        return cls(text, tuple(At(number, column + at) for at in range(len(text))))


def joined(lines: Iterable[Located]) -> Located:
    """Lines of one paragraph: a space between Latin words, none between characters of Chinese."""
    text, places = "", []
    for one in lines:
        first = len(one.text) - len(one.text.lstrip())
        line = one.part(first, len(one.text.rstrip()))
        if text and line.text and not (text[-1] >= _WIDE or line.text[0] >= _WIDE):
            text += " "
            places.append(line.places[0])
        text += line.text
        places += line.places
    return Located(text, tuple(places))
