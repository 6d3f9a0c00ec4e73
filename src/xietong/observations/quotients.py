"""Quotients beside what they are made of: 人口密度 with 人口 and 面积, 平均每个项目投资 with the total and the number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.data import table
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed, spread

_NEAR = 240  # characters around a quotient in which its parts stand
_EACH = re.compile(
    r"(?:平均)?每(?P<unit>[家个项人户件辆张座所亩条名台场批])(?P<what>[^，。；\d]{0,14})$|(?P<average>平均)?(?P<kind>单[个项])[^，。；\d]{0,10}$|(?P<mean>[笔户件家项单])均[^，。；\d]{0,8}$"
)
_CLASSIFIERS = frozenset("家个项件条座所户种类批台张")
_NO_MEAN = re.compile(r"每(?:年|月|天|日|小时|平方|公里|千|万|百|周|季|亩|米|吨)")


@dataclass(frozen=True, slots=True)
class Known:
    """One entry of `data/quotients.toml`."""

    name: re.Pattern[str]
    above: re.Pattern[str]
    below: re.Pattern[str]
    unit: str
    factor: int
    above_unit: str
    below_unit: str
    loose: Interval
    one_crop: bool  # the two parts are of one crop


@cache
def known_quotients() -> tuple[Known, ...]:
    """The entries of `data/quotients.toml`."""
    found = []
    for one in table("quotients.toml")["quotient"]:
        width = Interval.exactly(1).wider(_decimal(one.get("loose", 0)))
        name, above, below = (re.compile(f"(?:{one[key]})") for key in ("name", "above", "below"))
        found.append(
            Known(
                name,
                above,
                below,
                one["unit"],
                one.get("factor", 1),
                one.get("above_unit", ""),
                one.get("below_unit", ""),
                width,
                one.get("one_crop", False),
            )
        )
    return tuple(found)


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))


def check_quotients(figures: Sequence[Figure]) -> Iterator[Issue]:
    """Every quotient whose two parts stand near it; where any two that may be its parts fit, nothing is said."""
    for index, figure in enumerate(figures):
        one = figure.statement
        if one.form != "number" or one.measure not in ("level", "share") or one.modality != "actual":
            continue
        words = _words(figure)
        if "其中" in words:
            continue  # of a part of what the others are of
        for known in known_quotients():
            if known.name.search(words[-24:]) and (not known.unit or one.unit == known.unit or known.unit in one.unit):
                above, below = _parts(figures, index, known)
                if known.one_crop:
                    below = [one for one in below if any(_one_crop(one, other) for other in above)]
                above = [one for one in above if _kind(_name(one)) == _kind(words[-24:])]
                below = _of_one_part(below, words)
                yield from compare(figure, above, below, known.factor, known.loose)
                break
        else:
            yield from _each(figures, index, words)
            yield from _daily(figures, index, words)


def _of_one_part(below: list[Figure], words: str) -> list[Figure]:
    """Of people of the city proper and of all of it, those a quotient is of; where one of them alone is told, it is."""
    same = [one for one in below if _part_of_place(_words(one)) == _part_of_place(words)]
    return same or ([] if _part_of_place(words) else below)


def _part_of_place(words: str) -> bool:
    """Whether words are of the built-up part of a place: 主城区, 建成区."""
    return re.search(r"城区|建成区", words) is not None


def _kind(words: str) -> bool:
    """Whether patents are those of high value only."""
    return "高价值" in words


def _words(figure: Figure) -> str:
    """The words of a figure's clause up to it, with what the reader took for its phrase."""
    one = figure.statement
    before = "".join(one.sentence[: one.start - one.sentence_start].split())
    return before if len(before) > 1 else one.indicator + before


def _around(figures: Sequence[Figure], index: int) -> list[Figure]:
    """Levels near a figure of its place and year, as far as both are known."""
    one = figures[index]
    near = [
        other
        for other in figures[max(0, index - 12) : index + 8]
        if abs(other.statement.start - one.statement.start) <= _NEAR
    ]
    return [
        other
        for other in _alike(one, near)
        if (other.thing[1] == one.thing[1] or not other.thing[1] or not one.thing[1])
        and (other.period is None or one.period is None or _at_one_time(one, other))
        and _begins(one) == _begins(other)
    ]


def _begins(figure: Figure) -> bool:
    """人均消费由92元提高到137元: whether a change begins with a value, which then is of an earlier time."""
    return re.search(r"[由从](?!事|业|此)(?:[^，。；\d]|(?:19|20)\d\d年){0,12}$", _words(figure)) is not None


def _elsewhere(figures: Sequence[Figure], index: int) -> list[Figure]:
    """Levels anywhere in the document of the very place and time of a figure."""
    one = figures[index]
    return [
        other for other in _alike(one, figures) if other.thing[1] == one.thing[1] != () and _at_one_time(one, other)
    ]


def _at_one_time(one: Figure, other: Figure) -> bool:
    return one.period is not None and other.period is not None and one.period.end.year == other.period.end.year


def _alike(one: Figure, figures: Sequence[Figure]) -> list[Figure]:
    return [
        other
        for other in figures
        if other is not one
        and other.document == one.document
        and other.statement.form == "number"
        and other.statement.measure == "level"
        and other.statement.modality == "actual"
    ]


def _parts(figures: Sequence[Figure], index: int, known: Known) -> tuple[list[Figure], list[Figure]]:
    near = _around(figures, index)
    above, below = _named(near, known)
    if bool(above) != bool(below):  # one of them stands further away
        far_above, far_below = _named(_elsewhere(figures, index), known)
        return above or far_above, below or far_below
    return above, below


def _named(near: Sequence[Figure], known: Known) -> tuple[list[Figure], list[Figure]]:
    above = [one for one in near if known.above.search(_name(one)) and not known.name.search(_name(one))]
    above = [one for one in above if not known.above_unit or one.statement.unit == known.above_unit]
    below = [
        one for one in near if known.below.search(_name(one)) and not known.name.search(_name(one)) and one not in above
    ]
    below = [one for one in below if not known.below_unit or one.statement.unit == known.below_unit]
    return above, below


def _name(figure: Figure) -> str:
    """The words that name a figure: its own clause's, else what the reader took over from before."""
    whole = re.sub(r"（[^（）]*）|\([^()]*\)", "", _words(figure))  # 生产总值（现价）1984.7亿元
    parts = [part for part in re.split(r"[（(，；、]", whole) if part]
    own = parts[-1][-16:] if parts else ""
    behind = "".join(figure.statement.sentence[figure.statement.end - figure.statement.sentence_start :].split())[:18]
    words = own if re.search(r"[一-龥]{2}", re.sub(r"\d+年", "", own)) else f"{figure.statement.indicator} {own}"
    return f"{words} {behind if behind[:1] == '的' else ''}"


def compare(figure: Figure, above: list[Figure], below: list[Figure], factor: int, loose: Interval) -> Iterator[Issue]:
    """A quotient against all that may be its parts: a finding where no two of them make it."""
    results = []
    for one in above:
        for other in below:
            try:
                results.append((one, other, one.values / other.values * Interval.exactly(factor) * loose))
            except ValueError:
                return
    if not results or any(result.meets(figure.values) for _, _, result in results):
        return
    one, other, result = min(results, key=lambda found: _distance(figure, found[0], found[1]))
    shown = spread(result, figure.statement.unit)
    times = f" × {factor}" if factor != 1 else ""
    yield finding(
        "quotient", "error", [figure, one, other], f"{printed(one)} ÷ {printed(other)}{times} = {shown} ≠ {printed(figure)}",
        above=printed(one), below=printed(other), result=shown, said=printed(figure),
    )  # fmt: skip


def _one_crop(one: Figure, other: Figure) -> bool:
    """粮食播种面积 and 粮食总产量, not 旱碱麦种植面积."""
    first, second = (
        re.sub(r"总?产量|总产|播种|种植|面积|\d+年|[^一-龥]", "", _name(figure)) for figure in (one, other)
    )
    if one.line == other.line and len(min(first, second, key=len)) < 2:
        return True  # 夏粮播种面积A，总产B: what is not named again
    return any(first[at : at + 2] in second for at in range(len(first) - 1))


def _distance(figure: Figure, one: Figure, other: Figure) -> int:
    at = figure.statement.start
    return abs(one.statement.start - at) + abs(other.statement.start - at)


_DAILY = re.compile(r"日均|平均每天|每天平均|平均每日")


def _daily(figures: Sequence[Figure], index: int, words: str) -> Iterator[Issue]:
    """全年客运量14934万人次，日均40.9万人次: over the days of the period."""
    figure = figures[index]
    if not _DAILY.search(words[-14:]) or not figure.statement.unit:
        return
    sums = [
        one
        for one in _around(figures, index)
        if one.line == figure.line
        and one.statement.unit == figure.statement.unit
        and one.period is not None
        and one.period.start is not None
        and one.period == (figure.period or one.period)
        and not re.search(r"至[^，。；]{0,12}累计|以来|开通", _words(one))
        and not _DAILY.search(_name(one))
    ]
    if len(sums) != 1 or sums[0].period is None or sums[0].period.start is None:
        return
    total = sums[0]
    days = (sums[0].period.end - sums[0].period.start).days + 1
    if days < _WEEKS or not re.search(r"量|人次|车次|班次|总|共|累计|全年", _name(total)):
        return
    result = total.values / Interval(Decimal(days - 1), Decimal(days + 1))
    if not result.meets(figure.values):
        shown = spread(result, figure.statement.unit)
        yield finding(
            "quotient", "error", [figure, total], f"{printed(total)} ÷ {days} = {shown} ≠ {printed(figure)}",
            above=printed(total), below=f"{days}天", result=shown, said=printed(figure),
        )  # fmt: skip


_WEEKS = 27  # days; shorter spans are holidays, of which nobody knows where they begin


def _each(figures: Sequence[Figure], index: int, words: str) -> Iterator[Issue]:
    """平均每个项目投资11.6亿元: a total in its unit over a number of what is counted so."""
    found = _EACH.search(words)
    figure = figures[index]
    if (
        found is None
        or _NO_MEAN.search(words[-16:])
        or not figure.statement.unit
        or ("平均" not in words + figure.statement.indicator and not found["mean"])
    ):
        return
    counted = found["unit"] or found["mean"] or found["kind"][-1]
    what = (found["what"] or "")[:2]
    near = _around(figures, index)
    line = [one for one in near if one.line == figure.line] or near
    units = _CLASSIFIERS if counted in _CLASSIFIERS else {counted}
    below = [
        one
        for one in line
        if one.statement.unit in units or (counted == "人" and one.statement.unit in ("人", "名", "人次"))
    ]
    if what:
        below = [one for one in below if what in _name(one) or what in one.statement.sentence] or below
    above = [one for one in line if one.statement.unit == figure.statement.unit and one not in below]
    above = [one for one in above if "均" not in _name(one)]
    below = [one for one in below if one.period is None or any(one.period == other.period for other in above)]
    if not 1 <= len(above) <= 3 or not below:
        return
    yield from compare(figure, above, below, 1, Interval.exactly(1))
