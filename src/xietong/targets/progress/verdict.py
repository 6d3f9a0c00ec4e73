"""What a method says: a status with the numbers it rests on, the computation, remarks, and a sentence for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from xietong.core.period import Period
from xietong.data import table
from xietong.targets.model import Goal
from xietong.targets.words import goal_words, quantity, when

MESSAGES = "messages/targets.toml"
Word = Decimal | str | Goal | Period
_PLACES = 4
_LARGE = 1_000_000  # from here on digits are parted by threes


@dataclass(frozen=True, slots=True)
class Remark:
    """A code of `[remark]` in `data/messages/targets.toml` and the words that fill it."""

    code: str
    words: tuple[tuple[str, Word], ...] = ()

    def sentence(self, language: str, unit: str = "") -> str:
        """The remark in one language; `unit` is that of the target."""
        return _filled(("remark", self.code), dict(self.words), language, unit)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One method's judgement of one target as of a day.

    `status` is a code of `[status]`; `numbers` what it rests on, by name, exact; `computation` the formula with its
    numbers; `unit` that of the target. No data is a status of its own ("no_data"); a method that is not defined here is "refused" with its reason.
    """

    method: str
    status: str
    numbers: tuple[tuple[str, Decimal], ...] = ()
    computation: str = ""
    remarks: tuple[Remark, ...] = ()
    reason: tuple[str, str] | None = None  # why it is refused: Chinese, English
    unit: str = ""

    def number(self, name: str) -> Decimal | None:
        """One of its numbers; None where the method gives none of that name."""
        return dict(self.numbers).get(name)

    def has(self, remark: str) -> bool:
        """Whether it bears a remark."""
        return any(one.code == remark for one in self.remarks)

    def sentence(self, language: str) -> str:
        """Method, status, numbers and remarks as running text ("zh", "en")."""
        words: dict[str, Word] = {**dict(self.numbers), "computation": self.computation}
        words["status"] = str(table(MESSAGES)["status"][self.status][language])
        words["method"] = str(table(MESSAGES)["method"][self.method][language])
        words["last"] = dict(self.numbers).get("last_change", "–")
        if self.reason is not None:
            words["reason"] = self.reason[language != "zh"]
        says, own = table(MESSAGES)["says"], f"{self.method}_{self.status}"
        told = own if own in says else self.status if self.status in says else self.method
        remarks = (one.sentence(language, self.unit) for one in self.remarks)
        said = (_filled(("says", told), words, language, self.unit), *remarks)
        return ("" if language == "zh" else " ").join(said)


def together(verdicts: Iterable[Verdict]) -> tuple[tuple[Verdict, ...], ...]:
    """Verdicts in order, those that are refused for one and the same reason as one, at the place of the first."""
    found: dict[object, list[Verdict]] = {}
    for at, one in enumerate(verdicts):
        alike = one.reason if one.status == "refused" and one.reason is not None else at
        found.setdefault(alike, []).append(one)
    return tuple(map(tuple, found.values()))


def method_words(verdicts: Sequence[Verdict], language: str) -> str:
    """What the methods of some verdicts are called."""
    names = table(MESSAGES)["method"]
    return ("、" if language == "zh" else ", ").join(str(names[one.method][language]) for one in verdicts)


def said_together(verdicts: Sequence[Verdict], language: str) -> str:
    """One sentence of verdicts that `together` put together."""
    first = verdicts[0]
    if len(verdicts) == 1 or first.reason is None:
        return first.sentence(language)
    words = {"method": method_words(verdicts, language), "reason": first.reason[language != "zh"]}
    return _filled(("says", "refused"), words, language, first.unit)


def decimal(value: Fraction) -> Decimal:
    """An exact ratio as a number of 28 digits. What is judged is the ratio itself: no verdict hangs on the last digit."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def settled(value: Decimal) -> Decimal:
    """What was computed, to 20 places, as it is held against limits: roots and thirds are not exact in their last digits."""
    with localcontext() as context:
        context.prec = max(value.adjusted(), 0) + 30
        return round(value, 20)


def shown(value: Decimal | Fraction | str) -> str:
    """A number for a sentence: four decimals at most, small ones to four significant digits; integers are kept whole."""
    if isinstance(value, str):
        return value
    if isinstance(value, Fraction):
        value = decimal(value)
    places = _PLACES if abs(value) >= Decimal("0.1") or not value else min(_PLACES - 1 - value.adjusted(), 20)
    with localcontext() as context:
        context.prec = 80
        short = round(value, places) if abs(value.adjusted()) < 50 else value
    large = abs(value) >= _LARGE and abs(value.adjusted()) < 50
    text = f"{short:,f}" if large else f"{short:f}" if abs(value.adjusted()) < 50 else str(value)
    return text.rstrip("0").rstrip(".") if "." in text and "E" not in text else text


def term(value: Decimal | Fraction) -> str:
    """A number within a computation: what is below zero stands in brackets."""
    text = shown(value)
    return f"({text})" if text.startswith("-") else text


@dataclass(frozen=True, slots=True)
class _Told:
    """A word of a sentence: `{word:%}` is a rate in percent, `{word:u}` a number with the unit of the target, `{word:d}` a
    difference of such numbers."""

    value: Word
    language: str
    unit: str

    def __format__(self, spec: str) -> str:
        if isinstance(self.value, Goal):
            return goal_words(self.value, self.language)
        if isinstance(self.value, Period):
            return when(self.value, self.language)
        if not spec or isinstance(self.value, str):
            return shown(self.value)
        if spec == "%":
            return f"{shown(self.value * 100)}%"
        return quantity(self.value, self.unit, self.language, change=spec == "d")


def _filled(path: tuple[str, str], words: Mapping[str, Word], language: str, unit: str) -> str:
    said = str(table(MESSAGES)[path[0]][path[1]][language])
    return said.format(**{name: _Told(value, language, unit) for name, value in words.items()})
