"""What must be known of a derived number, said: observations, releases and figures in words, and the issues made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from types import MappingProxyType

from xietong.core.interval import Interval
from xietong.core.issue import Issue, Place, Severity
from xietong.core.period import Period
from xietong.data import table
from xietong.observations import places
from xietong.observations.catalogue import catalogue
from xietong.observations.model import Observation

FILE = "messages/derivation.toml"
LANGUAGES = ("zh", "en")
Where = Callable[[Observation], Place | None]
"""Where an observation is printed, if anywhere; asked for those alone that an issue speaks of."""
Title = Callable[[str], str]
"""The title of a document by its id."""

_SIZES = ((Decimal("1e12"), "万亿"), (Decimal("1e8"), "亿"), (Decimal("1e4"), "万"))
_SIGNS = {"=": "", "~": "约", ">": "超", ">=": "不低于", "<": "不足", "<=": "不超过"}
_BARE = re.compile(r"[-−－+]?[\d,，. ]+")
_SAYS_IT = re.compile(r"[约近超逾余多来几]|左右|以上|以下|不足|不到")
_STATES = {
    "zh": {"preliminary": "初步数", "revised": "修订数", "final": "最终数"},
    "en": {"preliminary": "preliminary", "revised": "revised", "final": "final"},
}


class Doubts:
    """Collects issues; places are looked up for the observations that an issue is about."""

    def __init__(self, where: Where, title: Title) -> None:
        self._where, self._title = where, title
        self.found: list[Issue] = []

    def add(
        self,
        code: str,
        severity: Severity,
        about: Sequence[Observation] = (),
        words: Mapping[str, object] = MappingProxyType({}),
        **more: object,
    ) -> None:
        """An issue of `data/messages/derivation.toml`, filled with `words` and `more`; one may be a function of the
        language."""
        said = {**words, **more}
        message = {
            language: text.format(**{name: word(language) if callable(word) else word for name, word in said.items()})
            for language, text in table(FILE)[code].items()
        }
        located = tuple(place for one in about if (place := self._where(one)) is not None)
        issue = Issue(code, severity, located, "", message)
        if issue not in self.found:
            self.found.append(issue)

    def release(self, one: Observation) -> Callable[[str], str]:
        """The release of an observation: its document, who, when."""
        release = one.release
        title = self._title(release.document) if release.document else ""
        who = title or release.publisher or release.attribution or release.document[:12]

        def words(language: str) -> str:
            own = ("本工作区推算" if language == "zh" else "derived here") if one.origin == "derived" else ""
            undated = "没有日期" if language == "zh" else "undated"
            return " ".join(part for part in (own or who, release.date or undated) if part)

        return words

    @property
    def refused(self) -> bool:
        """Whether one of them forbids the number."""
        return any(one.severity == "error" for one in self.found)


def indicator_words(key: str) -> Callable[[str], str]:
    """An indicator by language: the name of the catalogue, or the phrase."""
    known = catalogue().indicators.get(key)
    return lambda language: key if known is None else known.zh if language == "zh" else known.en


def span(period: str) -> str:
    """A period in short: 2023, ≤2022 for a stock at the end of a year, else as it is."""
    try:
        read = Period.parse(period)
    except ValueError:
        return period
    if read.start is None and (read.end.month, read.end.day) == (12, 31):
        return f"≤{read.end.year}"
    return str(read.end.year) if read.is_year else period


def when(period: str) -> Callable[[str], str]:
    """A period by language: 2023年, 2022年末, or as it is."""
    short = span(period)

    def words(language: str) -> str:
        if short.startswith("≤"):
            return f"{short[1:]}年末" if language == "zh" else f"the end of {short[1:]}"
        return f"{short}年" if language == "zh" and short.isdigit() else short

    return words


def named(one: Observation) -> Callable[[str], str]:
    """An observation in words: what, where, when and how much."""
    where, time = places.words(one.key.place), when(one.key.period)
    name = indicator_words(one.key.indicator)

    def words(language: str) -> str:
        if language == "zh":
            return f"{where}{time(language)}{name(language)}{figure(one)}"
        return f"{name(language)} of {where}, {time(language)}: {figure(one)}"

    return words


def state_words(one: Observation) -> Callable[[str], str]:
    """The state of a value in words."""
    return lambda language: _STATES[language].get(one.release.status, one.release.status)


def figure(one: Observation) -> str:
    """A figure as printed, on one line; with its unit where a cell of a table has it elsewhere, with the word of its
    modifier where the quote lacks it."""
    quote = "".join(one.quote.split())
    if not quote or _BARE.fullmatch(quote):
        quote = amount(one.value[0], one.unit)
    return quote if _SAYS_IT.search(quote) else _SIGNS[one.modifier] + quote


def amount(value: Decimal, unit: str = "") -> str:
    """A number with 万 or 亿 where at most four decimals are left, all its digits otherwise: nothing is rounded."""
    if unit not in ("%", "‰"):
        for size, word in _SIZES:
            scaled = (value / size).normalize()
            exponent = scaled.as_tuple().exponent
            if abs(value) >= size and isinstance(exponent, int) and exponent >= -4:
                return f"{scaled:f}{word}{unit}"
    return _plain(value) + unit


def shown(value: Decimal, values: Interval, unit: str = "") -> Decimal:
    """A derived number with the digits that its inputs bear out: those that its interval does not blur, and of a rate
    at most two decimals."""
    if value == 0:
        return value
    finest = -2 if unit in ("%", "‰") else min(value.adjusted() - 7, 0)
    if values.low is not None and values.high is not None and values.high > values.low:
        place = max(((values.high - values.low) / 2).adjusted(), finest)
    else:
        place = min(finest if unit in ("%", "‰") else value.adjusted() - 4, 0)
    place = min(place, value.adjusted())  # one digit at least
    with localcontext() as context:
        context.prec = 50
        rounded = value.quantize(Decimal(1).scaleb(place), rounding=ROUND_HALF_UP).normalize()
    return rounded if rounded.as_tuple().exponent != 0 else rounded.quantize(Decimal(1))


def within(values: Interval, unit: str = "") -> str:
    """An interval, its ends with two digits of its width: 5.3434…5.3439%; ≥ or ≤ where it has one end."""
    low, high = values.low, values.high
    if low is None or high is None:
        end = low if low is not None else high
        return "?" if end is None else f"{'≥' if low is not None else '≤'} {amount(_short(end), unit)}"
    if low == high:
        return amount(_short(low), unit)
    place = (high - low).adjusted() - 1
    word = next((word for size, word in _SIZES if high >= size), "") if unit not in ("%", "‰") else ""
    size = next((size for size, name in _SIZES if name == word), Decimal(1))
    first, last = (_at(end, place, up) / size for end, up in ((low, False), (high, True)))
    return f"{_plain(first)}…{_plain(last)}{word}{unit}"


def _at(value: Decimal, place: int, up: bool) -> Decimal:
    with localcontext() as context:
        context.prec = 50
        return value.quantize(Decimal(1).scaleb(place), rounding=ROUND_CEILING if up else ROUND_FLOOR)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _short(value: Decimal) -> Decimal:
    """Six digits, which is more than any of the ends is worth."""
    if value == 0:
        return value
    with localcontext() as context:
        context.prec = 6
        return +value
