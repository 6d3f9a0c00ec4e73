"""What a statement says, in one sentence of one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache

from xietong.core import clock
from xietong.core.period import Period
from xietong.data import table
from xietong.observations.catalogue import catalogue
from xietong.statements.model import Statement
from xietong.web.keys import code_and_occasion
from xietong.web.language import Words, flatten, words
from xietong.web.numerals import a_year_before, amount, lead, span
from xietong.web.why import explained


@cache
def glossary() -> Mapping[str, str]:
    """English for the units and places that most texts name; others are shown as printed."""
    return flatten(table("glossary.toml"))


class Wording:
    """Values, units, spans and meanings in the words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words: Words = words(language)

    def value(self, statement: Statement) -> str:
        """The number, range or ratio without its unit."""
        numbers = [amount(one, self.language) for one in statement.value]
        return self._joined(numbers, statement.form)

    def _joined(self, numbers: list[str], form: str) -> str:
        if form == "ratio":
            return " : ".join(numbers)
        return self.words("value.range", low=numbers[0], high=numbers[-1]) if form == "range" else numbers[0]

    def short(self, number: Decimal) -> str:
        """A number alone, as on an axis."""
        return amount(number, self.language)

    def unit(self, statement: Statement) -> str:
        """The unit as this language names it; nothing for a ratio, which has none."""
        if statement.form == "ratio" or not statement.unit:
            return ""
        return self.named("unit", statement.unit)

    def named(self, kind: str, text: str) -> str:
        """A unit or place as printed in Chinese, by the glossary in English."""
        return text if self.language == "zh" else glossary().get(f"{kind}.{text}", text)

    def place(self, region: str) -> str:
        """One place, or a directed flow "A→B"; each side may be several, joined by 、."""
        comma = self.words("list.comma")
        sides = (comma.join(self.named("place", one) for one in side.split("、")) for side in region.split("→"))
        return " → ".join(sides)

    def places(self, regions: Iterable[str]) -> str:
        """All places of a statement."""
        return self.words("list.comma").join(self.place(one) for one in regions)

    def day(self, moment: datetime) -> str:
        """The day and minute of an event in the ledger, by the office's clock."""
        return clock.stamp(moment)

    def date(self, period: Period | None) -> str:
        """The date a document bears; empty where it bears none."""
        return span(str(period), self.language) if period else ""

    def span(self, period: str) -> str:
        """An ISO interval in words."""
        return span(period, self.language)

    def modifier(self, statement: Statement) -> str:
        """ "约", "at least"; empty for an exact figure."""
        return self.words(f"modifier.{_MODIFIERS[statement.modifier]}") if statement.modifier != "=" else ""

    def reason(self, reason: str) -> str:
        """Why a number was left unread."""
        return str(table("reasons.toml")[reason][self.language])

    def kind(self, code: str) -> str:
        """What sort of finding a code is; the code itself where it has no words yet."""
        return self.words(f"kind.{code}") if f"kind.{code}" in self.words else code

    def indicator(self, key: str) -> str:
        """An indicator of the catalogue by its code; a phrase as it is."""
        code, occasion = code_and_occasion(key)
        if not code:
            return key
        known = catalogue().indicators[code]
        name = known.zh if self.language == "zh" else known.en
        return self.words("series.at_occasion", name=name, occasion=occasion) if occasion else name

    def why(self, reason: str) -> str:
        """Why a statement is linked as it is."""
        return explained(reason, self.language)

    def direction(self, statement: Statement) -> str:
        """ "up" or "down" for a change, empty otherwise."""
        if statement.measure not in ("growth", "difference") or not statement.value:
            return ""
        return "down" if statement.value[0] < 0 else "up"

    def meaning(self, statement: Statement) -> str:
        """One sentence that says it all: when, where, what, how much, against what, on what scope, by whom."""
        target = statement.modality == "target"
        said = self.words(
            f"sentence.{'target' if target else 'actual'}",
            lead=self._lead(statement, target),
            subject=self._subject(statement),
            predicate=self._predicate(statement, target),
            tail=self._tail(statement),
        )
        return said[:1].upper() + said[1:] if self.language == "en" else said

    def _lead(self, statement: Statement, target: bool) -> str:
        text = lead(statement.period, self.language, target)
        return text + self.words("sentence.after_lead") if text else ""

    def _subject(self, statement: Statement) -> str:
        indicator = statement.indicator.replace("\n", "")
        said = [one for one in statement.regions if one not in indicator]
        if not indicator:
            indicator = self.words("sentence.no_indicator")
        if not said:
            return indicator
        return self.words("sentence.of_place", indicator=indicator, place=self.places(said))

    def quantity(self, statement: Statement, *, signed: bool = True) -> str:
        """Modifier, number and unit together: "约271.8亿元", "about 27.18 billion yuan"."""
        numbers = [amount(one if signed else abs(one), self.language) for one in statement.value]
        value = self._joined(numbers, statement.form)
        modifier, unit = self.modifier(statement), self.unit(statement)
        if self.language == "zh":
            return f"{modifier}{value}{'个' if unit == '百分点' else ''}{unit}"
        return f"{modifier} {value}{'' if unit == '%' else ' '}{unit}".strip()

    def _predicate(self, statement: Statement, target: bool) -> str:
        key = self._predicate_key(statement)
        quantity = self.quantity(statement, signed=not key.endswith((".up", ".down")))
        if key == "rank.within":
            quantity = self.value(statement)
        form = f"predicate.target.{key}" if target else f"predicate.{key}"
        return self.words(form, quantity=quantity, base=self._base(statement, key), value=self.value(statement))

    def _predicate_key(self, statement: Statement) -> str:
        match statement.measure:
            case "growth":
                return f"growth.{self.direction(statement)}"
            case "difference":
                if not statement.base_period:
                    return "difference.gap"
                return f"difference.{self.direction(statement)}"
            case "multiple":
                return "multiple.increase" if statement.note == "increase" else "multiple.times"
            case "rank":
                return "rank.within" if statement.modifier == "<=" else "rank.at"
            case measure:
                return measure

    def _base(self, statement: Statement, key: str) -> str:
        base, times = statement.base_period, key == "multiple.times"
        if not base:
            return self.words("base.none") if times else ""
        if times:
            return self.words("base.of", base=self.span(base))
        if a_year_before(statement.period, base):
            return self.words("base.year_before")
        return self.words("base.against", base=self.span(base))

    def _tail(self, statement: Statement) -> str:
        parts = []
        if statement.scope:
            parts.append(self.words("sentence.scope", scope=self.words("list.comma").join(statement.scope)))
        if statement.attribution:
            parts.append(self.words("sentence.attribution", attribution=statement.attribution.replace("\n", "")))
        return self.words("sentence.tail", parts=self.words("list.semicolon").join(parts)) if parts else ""


_MODIFIERS = {"~": "about", ">": "over", ">=": "at_least", "<": "under", "<=": "at_most"}


@cache
def wording(language: str) -> Wording:
    """The wording of a language, made once."""
    return Wording(language)
