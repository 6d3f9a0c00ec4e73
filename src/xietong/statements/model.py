"""What a text says in figures. Attribute names and values follow the project's annotation guide (docs/statements.md)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xietong.core.ids import content_id

Modifier = Literal["=", "~", ">", ">=", "<", "<="]
Measure = Literal["level", "growth", "difference", "multiple", "share", "rank", "ratio"]
Modality = Literal["actual", "target"]
Form = Literal["number", "range", "ratio"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One reading of one mention: `text[start:end] == quote`, always.

    `value` has one number, two for a range, two or more for a ratio, with 万 and 亿 multiplied out and percent kept in
    percent; `unit` is the classifier or unit as written, without magnitude. `regions` are places as the text gives
    them, "A→B" for a directed flow. `period` and `base_period` are ISO intervals ("../2023-12-31" for a stock) or
    empty. `sentence_start`/`sentence_end` bound the clause around the mention. What the text does not give is empty.
    `written` is not read: the figure as a person wrote it where they corrected it.
    """

    start: int
    end: int
    quote: str
    sentence_start: int
    sentence_end: int
    sentence: str
    value: tuple[Decimal, ...]
    form: Form
    unit: str
    modifier: Modifier
    measure: Measure
    modality: Modality
    indicator: str
    regions: tuple[str, ...] = ()
    period: str = ""
    base_period: str = ""
    scope: tuple[str, ...] = ()
    attribution: str = ""
    attribution_start: int = -1
    attribution_end: int = -1
    note: str = ""
    written: str = ""

    def content(self) -> tuple[object, ...]:
        """What is said, without where: the part that two readers must agree on to confirm each other."""
        return (
            [str(number) for number in self.value], self.form, self.unit, self.modifier, self.measure, self.modality,
            self.indicator, list(self.regions), self.period, self.base_period, list(self.scope), self.attribution,
            self.note,
        )  # fmt: skip

    def id(self, mention: str) -> str:
        """Identity of this reading of the mention with that id; reader and version are not in it."""
        return content_id(mention, *self.content())


@dataclass(frozen=True, slots=True)
class Unread:
    """A number that was seen and not read as a statement, with the reason (a key of `data/reasons.toml`)."""

    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one reader made of one text, in text order."""

    reader: str
    statements: tuple[Statement, ...]
    unread: tuple[Unread, ...] = ()


def mention_id(text: str, start: int, end: int) -> str:
    """Identity of a place in a text (by the text's id), whatever is read there."""
    return content_id(text, start, end)
