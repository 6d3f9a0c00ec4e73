"""Goals, bounds and paces of targets in words of one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from xietong.data import table
from xietong.observations import places
from xietong.targets.held import Held
from xietong.targets.model import Goal
from xietong.targets.progress.verdict import MESSAGES, Verdict, method_words, said_together, together
from xietong.targets.words import figure, left_words, near
from xietong.web.keys import code_and_occasion
from xietong.web.language import words
from xietong.web.numerals import amount, lead
from xietong.web.wording import wording


class TargetWords:
    """What the pages of targets say of numbers and dates, in one language."""

    def __init__(self, language: str) -> None:
        self._language, self._say, self._t = language, wording(language), words(language)

    def figure(self, value: Decimal | None, unit: str = "") -> str:
        """A number with its unit; empty for none."""
        if value is None:
            return ""
        return figure(value, unit, self._language)

    def near(self, value: Decimal | None, unit: str = "") -> str:
        """A computed number to four significant digits, with its unit."""
        return "" if value is None else near(value, unit, self._language)

    def goal(self, goal: Goal) -> str:
        """What is to be reached: 不低于6%, at most 36 µg/m³, 前15位."""
        if goal.kind == "rank":
            return self._t("target_goal.rank", n=goal.high)
        if goal.kind == "range":
            return self._t(
                "target_goal.range",
                low=amount(goal.low or Decimal(0), self._language),
                high=self.figure(goal.high, goal.unit),
            )
        value = self.figure(goal.low if goal.low is not None else goal.high, goal.unit)
        value = self._t("target_goal.about", value=value) if goal.about else value
        return self._t(f"target_goal.{goal.kind}{'_strict' if goal.strict else ''}", value=value)

    def sentence(self, held: Held) -> str:
        """The target as a sentence: by when, where, what."""
        one = held.target
        due = self.due(one.due)
        what = (
            self._say.indicator(one.indicator) if code_and_occasion(one.indicator)[0] else held.title or one.indicator
        )
        said = self._t(
            "target_goal.sentence",
            due=due,
            place=self._say.places(_names(one.territory)),
            what=what,
            goal=self.goal(one.goal),
        )
        return said[:1].upper() + said[1:]

    def status(self, code: str) -> str:
        """A verdict's status in words."""
        return str(table(MESSAGES)["status"][code][self._language])

    def verdicts(self, many: Sequence[Verdict]) -> list[tuple[str, str, str]]:
        """Verdicts as (methods, status, sentence); methods that are not defined here for one reason are told at once."""
        return [
            (method_words(some, self._language), some[0].status, said_together(some, self._language))
            for some in together(many)
        ]

    def left(self, left: Mapping[str, int]) -> str:
        """What was not used of the values known, and why."""
        return left_words(left, self._language)

    def due(self, day: date) -> str:
        """A due day: 到2027年底, by the end of 2027."""
        said = lead(f"../{day}", self._language, True)
        return said[:1].lower() + said[1:]

    def field(self, name: str) -> str:
        """What a field of a target is called."""
        return self._t(f"target_field.{name}")

    def version(self, name: str, value: str) -> str:
        """A field's value in a history: codes as words, nothing as a dash."""
        if name == "strength" and value:
            return self._t(f"strength.{value}")
        if name == "direction":
            return self._t(f"target_way.{value}") if value else "–"
        if name == "state" and value:
            return self._t(f"target_state.{value}")
        if name == "territory":
            return self._say.places(_names(value))
        return value or "–"

    def forecast(self, one: Mapping[str, Any]) -> str:
        """The forecast as a sentence, or why there is none."""
        if "reason" in one:
            return str(one["reason"][self._language])
        unit = one.get("unit", "")
        low, high = (self.near(Decimal(repr(one[end])), unit) for end in ("low", "high"))
        return self._t(
            "progress.forecast",
            level=f"{one['level']:.0%}",
            low=low,
            high=high,
            chance=f"{one['chance']:.0%}",
            points=one["points"],
        )


def _names(key: str) -> tuple[str, ...]:
    return tuple(places.words(one) for one in key.split("+") if one)
