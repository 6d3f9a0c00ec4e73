"""What a report is composed of: values that answer the calls of a template, made by whoever knows the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xietong.reports.model import Block, Language, Pieces, Source
from xietong.statements.model import Form, Modifier


@dataclass(frozen=True, slots=True)
class Value:
    """A value with what it is bound to; numbers as in a statement (万 and 亿 multiplied out). `change`: of growth or
    difference, where the sign may be said in words; `when`: its period in words, `period` in ISO."""

    value: tuple[Decimal, ...]
    unit: str
    sources: tuple[Source, ...]
    form: Form = "number"
    modifier: Modifier = "="
    change: bool = False
    when: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """No data, and why, in both languages; a report says so and never prints a zero."""

    zh: str
    en: str

    def sentence(self, language: str) -> str:
        """Why, in one language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Named:
    """A text that repeats a source: the title of a document."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Said:
    """Words without figures: a date, a period."""

    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that stand in the place of a field."""

    blocks: tuple[Block, ...]


Answer = Value | Missing | Named | Said | Section


@dataclass(frozen=True, slots=True)
class About:
    """What is common to a report: its language, its day (ISO), its period (ISO) and the name of its template; `vintage` says
    up to when data and records count. `known` is the moment (ISO) up to which entries count: empty for
    the end of the day; `edition` is that of the cadence which it is built from."""

    language: Language
    day: str
    period: str
    template: str
    known: str = ""
    vintage: Pieces = ()
    edition: str = ""
