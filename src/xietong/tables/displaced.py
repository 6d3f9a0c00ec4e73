"""Values that are not what is known of their own place and time, but are known of another: slipped, moved, swapped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from xietong.observations.catalogue import catalogue
from xietong.tables.found import Findings
from xietong.tables.resolve import where

_LEAST = 3  # values that are displaced in the same way
_FEW = 6  # where they have few digits
_DIGITS = 5  # from which two values are hardly alike by chance
_SURE = 4  # of two values that are each the other's
_MOST = 0.5  # of the values that differ from what is known must be displaced alike, in a place or a column
_LISTED = 4  # places told one by one; more have slipped together
_REVISED = 0.001  # by which a value may differ from what is known of it


@dataclass(frozen=True, slots=True)
class Both:
    """One value of a table and what another source has for the same thing."""

    indicator: str
    place: str
    period: str
    unit: str
    value: float
    known: float
    quote: str
    known_quote: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class _Sign:
    """How a value is displaced: the kind, from where, to where."""

    kind: str
    own: str
    other: str


def displaced(both: Sequence[Both], findings: Findings) -> set[tuple[int, int]]:
    """Tell what stands in the wrong place; the cells (row, column) of it."""
    right = {(one.row, one.column) for one in both if _equal(one.value, one.known)}
    wrong = list({(one.row, one.column): one for one in both if (one.row, one.column) not in right}.values())
    if len(wrong) < 2:
        return set()
    groups: dict[_Sign, list[tuple[Both, Both]]] = defaultdict(list)
    index = _index(both)
    for one in wrong:
        for sign, other in _signs(one, index):
            groups[sign].append((one, other))
    told: set[tuple[int, int]] = set()
    found: list[tuple[_Sign, list[tuple[Both, Both]]]] = []
    for sign, pairs in sorted(groups.items(), key=lambda group: -len(group[1])):
        new = [(one, other) for one, other in pairs if (one.row, one.column) not in told]
        if _enough(new, wrong) or (new and _mutual(sign, new, groups)):
            told |= {(one.row, one.column) for one, _ in new}
            found.append((sign, new))
    places = sum(sign.kind == "place" for sign, _ in found)
    for sign, new in found:
        _tell(sign, new, findings, sign.kind if places > _LISTED else f"{sign.kind}|{sign.own}|{sign.other}")
    return told | _slipped(both, told, findings)


def _index(both: Sequence[Both]) -> dict[object, list[Both]]:
    """What is known, by indicator and value, and by place, time and printed digits."""
    found: dict[object, list[Both]] = defaultdict(list)
    for one in both:
        found[one.indicator, f"{one.known:.5g}"].append(one)
        found[one.place, one.period, _digits(one.known_quote)].append(one)
    return found


def _signs(one: Both, index: dict[object, list[Both]]) -> Iterator[tuple[_Sign, Both]]:
    seen: set[_Sign] = set()
    for other in index.get((one.indicator, f"{one.value:.5g}"), ()):
        if other.place == one.place and other.period != one.period and _season(other) == _season(one):
            sign = _Sign("time", "", str(_year(other) - _year(one)))
        elif other.period == one.period and other.place != one.place:
            sign = _Sign("place", one.place, other.place)
        else:
            continue
        if sign not in seen:
            seen.add(sign)
            yield sign, other
    for other in index.get((one.place, one.period, _digits(one.quote)), ()):
        if other.indicator != one.indicator:
            yield _Sign("indicator", one.indicator, other.indicator), other


def _year(one: Both) -> int:
    digits = "".join(char for char in one.period if char.isdigit())
    return int(digits[:4] or 0)


def _season(one: Both) -> tuple[str, ...]:
    """A period without its years."""
    return tuple(side[4:] for side in one.period.split("/"))


def _digits(quote: str) -> str:
    printed = quote.rstrip()
    while printed and not printed[-1].isdigit():
        printed = printed[:-1]
    try:
        return format(Decimal(printed.replace(",", "")).normalize(), "f")
    except InvalidOperation:
        return printed


def _enough(pairs: Sequence[tuple[Both, Both]], wrong: Sequence[Both]) -> bool:
    """Whether so many values can hardly be displaced alike by chance."""
    long = sum(len(_digits(one.quote).replace(".", "").lstrip("0")) >= _DIGITS for one, _ in pairs)
    if len(pairs) < _LEAST or (long < _LEAST and len(pairs) < _FEW):
        return False
    lines = {(one.indicator, one.place) for one, _ in pairs}
    beside = sum((one.indicator, one.place) in lines for one in wrong)
    return len(pairs) >= _MOST * beside


def _mutual(
    sign: _Sign, pairs: Sequence[tuple[Both, Both]], groups: Mapping[_Sign, Sequence[tuple[Both, Both]]]
) -> bool:  # fmt: skip
    """Whether two places have each other's values: that is no chance even once."""
    if sign.kind != "place":
        return False
    back = {one.period for one, _ in groups.get(_Sign(sign.kind, sign.other, sign.own), ())}
    return all(one.period in back and len(_digits(one.quote).replace(".", "")) >= _SURE for one, _ in pairs)


def _tell(sign: _Sign, pairs: Sequence[tuple[Both, Both]], findings: Findings, subject: str) -> None:
    one, other = pairs[0]
    names = {
        "time": (str(_year(one)), str(_year(other))),
        "place": (where(one.place).label, where(other.place).label),
        "indicator": (_indicator(one.indicator), _indicator(other.indicator)),
    }[sign.kind]
    for each, _ in pairs:
        findings.add(
            "moved_known", each.row, each.column, each.quote, f"{each.indicator} / {each.place} / {each.period}",
            subject=subject, own=names[0], other=names[1],
            said=f"{one.quote} ↔ {one.known_quote}", computation=f"{len(pairs)} × {names[0]} → {names[1]}",
        )  # fmt: skip


def _indicator(code: str) -> str:
    known = catalogue().indicators.get(code)
    return known.zh if known else code


def _slipped(both: Sequence[Both], told: set[tuple[int, int]], findings: Findings) -> set[tuple[int, int]]:
    """Values that equal the known ones of the place before or after in reading order, several in a row."""
    unique: dict[tuple[int, int], Both] = {}
    for one in both:
        unique.setdefault((one.row, one.column), one)
    line = list(unique.values())
    cells: set[tuple[int, int]] = set()
    for by in (1, -1):
        run: list[int] = []
        for at in range(len(line) + 1):
            if at < len(line) and (line[at].row, line[at].column) not in told and _beside(line, at, by):
                run.append(at)
                continue
            if len(run) >= _LEAST:
                _told_run(line, run, by, findings)
                cells |= {(line[each].row, line[each].column) for each in run}
            run = []
    return cells


def _beside(line: Sequence[Both], at: int, by: int) -> bool:
    one = line[at]
    if not 0 <= at + by < len(line) or _equal(one.value, one.known):
        return False
    other = line[at + by]
    return other.place != one.place and other.indicator == one.indicator and _equal(one.value, other.known)


def _told_run(line: Sequence[Both], run: Sequence[int], by: int, findings: Findings) -> None:
    first, other = line[run[0]], line[run[0] + by]
    findings.add(
        "shifted_known", first.row, first.column, first.quote, f"{first.indicator} / {first.place} / {first.period}",
        subject=f"{first.row}|{first.column}", beside_zh="后" if by > 0 else "前",
        beside_en="next" if by > 0 else "previous", said=f"{where(first.place).label}: {first.quote} ↔ {where(other.place).label}: {other.known_quote}",
        computation=f"{len(run)} × {first.place} → {other.place}",
    )  # fmt: skip


def _equal(one: float, other: float) -> bool:
    return other != 0 and abs(one / other - 1) < _REVISED
