"""What looks like a conflict and is none: a note that says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed
from xietong.observations.same import ALIKE, Pair, alike, quoted, unit_class, words

_SOON = 400  # days between two reports of one count that a reader would lay side by side
_CLOSE = Decimal("0.1")  # relative difference below which figures of two times are easily confused
_LIST = 8  # more figures with one word than this have the word in common and nothing else


def explain(pair: Pair) -> Issue | None:
    """Why two figures of one thing differ, or agree in spite of their words; None where nothing needs saying."""
    one, other = pair.one, pair.other
    differ = one.values != other.values
    elsewhere = one.document != other.document
    if elsewhere and not differ and (one.period is None) != (other.period is None) and one.actual_level:
        dated, undated = (one, other) if one.period is not None else (other, one)
        assert dated.period is not None
        return _note("undated", undated, dated, a=_time(dated.period))
    if pair.when == "other":
        return _other_time(one, other) if elsewhere and differ and pair.alike == 1.0 and pair.base else None
    if not pair.base:
        if differ and elsewhere and one.period == other.period:
            return _note("other_base", one, other, a=_year(one.base), b=_year(other.base))
        return None
    apart = not one.values.meets(other.values)
    if pair.scopes:
        return _note("other_scope", one, other, a="、".join(pair.scopes)) if apart and pair.alike == 1.0 else None
    if apart or one.statement.sentence == other.statement.sentence:
        return None
    if one.statement.value == other.statement.value and one.statement.modifier != other.statement.modifier:
        return _note("relation", one, other)
    return None


def _note(code: str, one: Figure, other: Figure, **words: str) -> Issue:
    said, against = printed(one), printed(other)
    return finding(code, "note", [one, other], f"{said} ~ {against}", said=said, other=against, **words)


def _other_time(one: Figure, other: Figure) -> Issue | None:
    """近5000家 in February, 超5000家 in June: a count that grew; 222.4 in one year, 221.2 in the year before."""
    first, second = one.period or one.date, other.period or other.date
    if first is None or second is None or not one.actual_level or first.end == second.end:
        return None
    if abs((first.end - second.end).days) > _SOON or (first.start is None) != (second.start is None):
        return None
    if first.start is not None and (one.known is None or one.known.time == "sum"):
        return None  # amounts of two years: nobody takes them for one
    a, b = one.statement.value[0], other.statement.value[0]
    if abs(a - b) > _CLOSE * max(abs(a), abs(b)):
        return None
    return _note("other_time", one, other, a=_time(first), b=_time(second))


def _time(period: Period) -> str:
    return f"{period.end:%Y-%m-%d}" if period.start is None else str(period).replace("/", "—")


def _year(period: Period | None) -> str:
    return str(period.end.year) if period is not None else ""


def same_value_other_name(figures: Iterable[Figure]) -> Iterator[Issue]:
    """234项 named 区域通办 here and 跨省通办 there."""
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        one = figure.statement
        if figure.actual_level and one.value[0] >= 100 and len(str(one.value[0]).rstrip("0")) >= 3 and quoted(figure):
            groups[(one.value, unit_class(one.unit), figure.thing[1])].append(figure)
    for group in groups.values():
        seen: set[frozenset[str]] = set()
        for first, second in combinations(group, 2):
            a, b = min(quoted(first)), min(quoted(second))
            names = frozenset((a, b))
            if a != b and names not in seen and any(a[at : at + 2] in b for at in range(len(a) - 1)):
                seen.add(names)
                yield _note("two_names", first, second, a=a, b=b)


def other_lists(figures: Iterable[Figure]) -> Iterator[Issue]:
    """9300余家、64000家、685家医疗机构: counts of one sort of thing from different lists."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.actual_level and figure.statement.value[0] >= 100:
            for word in _nouns(figure):
                groups[(word, unit_class(figure.statement.unit), figure.thing[1])].append(figure)
    for (word, _, _), group in groups.items():
        distinct: list[Figure] = []
        for figure in group:
            if all(alike(figure, one) < ALIKE and not figure.values.meets(one.values) for one in distinct):
                distinct.append(figure)
        if 2 <= len(distinct) <= _LIST and len({one.document for one in distinct}) > 1:
            listed = "、".join(printed(one) for one in distinct)
            yield finding("other_lists", "note", distinct, listed, said=listed, a=word)


def _nouns(figure: Figure) -> list[str]:
    """Long words right beside a count: what is counted."""
    one = figure.statement
    start = one.start - one.sentence_start
    near = one.sentence[max(0, start - 8) : start] + "，" + one.sentence[start + len(one.quote) :][:8]
    return [word for word in words("".join(near.split())) if len(word) >= 4]
