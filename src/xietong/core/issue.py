"""Problems in data: rows with a code, a severity, places and the computation, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: `quote` is text[start:end] of `document`; `sentence` the clause around it.

    In a table `row` and `column` count from 1 (0 for a whole column, row or table), `start` and `end` are 0, and
    `sentence` is the way through the headings.
    """

    document: str
    start: int
    end: int
    quote: str
    sentence: str = ""
    sheet: str = ""
    row: int = 0
    column: int = 0

    @property
    def in_table(self) -> bool:
        """Whether it is a place in a table."""
        return bool(self.row or self.column or self.sheet)


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding.

    `error`: no reading makes it true; `warning`: true only on a basis that the text does not state; `note`: worth
    knowing. `computation` is spelled out with its numbers; `message` is the sentence for a person in Chinese and
    English, with what to do next; both repeat the printed figures.
    """

    code: str
    severity: Severity
    places: tuple[Place, ...]
    computation: str
    message: dict[str, str]

    def sentence(self, language: str) -> str:
        """The message in one language."""
        return self.message.get(language) or self.message["en"]
