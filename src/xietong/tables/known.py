"""The values of a table against what is known of the same things: a unit wrong by a power of ten, a slipped column."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log10
from statistics import median

from xietong.data import table
from xietong.tables.displaced import Both, displaced
from xietong.tables.found import Findings

_OFF = 0.2  # tenth powers by which revisions may differ
_MOST = 0.6  # of the shared values must be out by the same power
_PART = 2.3  # tenth powers that a part may be below its whole


def against(both: Iterable[Both], findings: Findings) -> None:
    """Values that are known of another place, time or indicator; units out by a power of ten, of a whole column or of
    one value. What stands in the wrong place is told as that, not as a wrong unit."""
    every = list(both)
    moved = displaced(every, findings)
    groups: dict[tuple[str, str], list[Both]] = defaultdict(list)
    for one in every:
        if (one.row, one.column) not in moved:
            groups[one.indicator, _unit(one.quote)].append(one)
    for (indicator, unit), all_of in groups.items():
        powers = {one: _power(one.value, one.known) for one in all_of}
        out = [one for one in all_of if powers[one]]
        if out:
            usual, count = Counter(powers[one] for one in out).most_common(1)[0]
            if count >= _MOST * len(all_of) and count >= 2:
                first = next(one for one in out if powers[one] == usual)
                _tell(findings, "unit_power", first, indicator, unit, usual, f"{count} / {len(all_of)}")
            else:
                for one in out:
                    _tell(findings, "unit_power", one, indicator, unit, powers[one], "1")


def _tell(findings: Findings, code: str, one: Both, indicator: str, unit: str, power: int, count: str) -> None:
    said = f"{one.quote} ↔ {one.known_quote}"
    findings.add(
        code, one.row, one.column, one.quote, f"{one.indicator} / {one.place} / {one.period}",
        subject=f"{indicator}|{unit}|{power}", indicator=indicator, unit=unit, power=abs(power), said=said,
        computation=f"{said}; {count}",
    )  # fmt: skip


def _unit(quote: str) -> str:
    return quote.lstrip("-+−0123456789.,eE ")


def _power(value: float, known: float) -> int:
    """The power of ten between two values of one sign, 0 where there is none."""
    if value * known <= 0:
        return 0
    exact = log10(value / known)
    power = round(exact)
    return power if power and abs(exact - power) < _OFF else 0


def near(
    mine: Sequence[tuple[str, str, float, str, str, str]],
    known: Sequence[tuple[str, str, float, str, str, str]],
) -> tuple[float, int] | None:
    """The middle distance in powers of ten between values of one place within three years, and how many there are."""
    by_place: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, day, value, *_ in known:
        if value > 0:
            by_place[place].append((int(day[:4]), value))
    found = []
    for place, day, value, *_ in mine:
        if value <= 0 or place not in by_place:
            continue
        year, other = min(by_place[place], key=lambda one: abs(one[0] - int(day[:4])))
        if abs(year - int(day[:4])) <= 3:
            found.append(log10(value / other))
    return (median(found), len(found)) if found else None


def wider(phrase: str) -> str:
    """What a phrase is a part of by its first words: 规模以上工业企业R&D经费 → R&D经费; "" where it is none."""
    for word in table("tables.toml")["narrower"]["words"]:
        if phrase.startswith(word) and len(phrase) > len(word) + 1:
            return phrase[len(word) :]
    return ""


def power_of(distance: float, part: bool) -> int:
    """The power of ten that a middle distance betrays; 0 where it can be true."""
    if part:
        return round(distance) if distance < -_PART or distance > 0.5 else 0
    power = round(distance)
    return power if abs(power) >= 2 else 0
