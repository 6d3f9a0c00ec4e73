"""Shares that a sentence hands out to parts printed before: 甲、乙、丙占W的比重分别为a、b和c; 甲A，乙B，分别占W的a、b.

The whole is the level that the words name, or one that all the other shares of the list fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed, spread
from xietong.observations.sentence import Row
from xietong.observations.wholes import Levels, named_loosely

_HUNDRED = Interval.exactly(100)
_IS = r"(?:为|是|达到?|约|近|超过?)*"
# the names, what is theirs, and the whole
_OF_NAMES = re.compile(
    r"(?:^|[，。；])(?P<names>[^，。；\d]{2,40}?)(?:所占|占)(?P<whole>[^，。；\d]{0,16}?)的?(?:比重|比例|份额)?(?:分别|依次)"
    + _IS
    + "$"
)
_OF_AMOUNTS = re.compile(r"[，；]?(?:分别|依次)占(?:到)?(?P<whole>[^，。；\d]{0,16}?)的?(?:比重|比例|份额)?的?" + _IS)
_NEXT = re.compile(r"(?:左右)?(?:[、，]|[、，]?(?:以及|[和与及]))")
_INDUSTRIES = ("第一产业", "第二产业", "第三产业")
_BACK = 500  # characters before the shares in which their parts stand
_FEWEST = 2


def check_listed_shares(row: Row, levels: Levels) -> Iterator[Issue]:
    """Every list of shares in a sentence whose parts are printed before it."""
    for first in range(len(row)):
        run = _run(row, first)
        found = _parts(row, run, levels) if len(run) >= _FEWEST else None
        if found is not None:
            yield from _compare([row.figures[at] for at in run], *found)


def _run(row: Row, first: int) -> list[int]:
    """The shares that a list beginning at a figure has; [] where none begins there."""
    if not _is_share(row, first) or not re.search("分别|依次", row.lead(first)):
        return []
    run = [first]
    while run[-1] + 1 < len(row) and _is_share(row, run[-1] + 1) and _NEXT.fullmatch(row.lead(run[-1] + 1)):
        run.append(run[-1] + 1)
    return run


def _is_share(row: Row, at: int) -> bool:
    one = row.figures[at].statement
    return one.unit == "%" and one.form == "number" and one.measure in ("share", "level") and one.modality == "actual"


def _parts(row: Row, run: list[int], levels: Levels) -> tuple[list[Figure], list[Figure], bool] | None:
    """The parts, what may be their whole, and whether that is named."""
    lead = row.lead(run[0])
    amounts = _OF_AMOUNTS.fullmatch(lead)
    if amounts is not None and run[0] >= len(run):
        parts = [row.figures[at] for at in range(run[0] - len(run), run[0])]
        if all(row.is_amount(at) for at in range(run[0] - len(run), run[0])):
            return _with_wholes(parts, amounts["whole"], levels)
        return None
    named = _OF_NAMES.search(lead)
    if named is None:
        return None
    names = _names(named["names"])
    if len(names) != len(run):
        return None
    found = [_of_name(name, row.figures[run[0]], levels) for name in names]
    parts = [one for one in found if one is not None]
    if len(parts) != len(run) or len({id(one) for one in parts}) != len(run):
        return None
    return _with_wholes(parts, named["whole"], levels)


def _names(listed: str) -> list[str]:
    """The names of a list, without what the last has for all: 基础研究、应用研究和试验发展经费."""
    if listed.startswith("三次产业"):
        return list(_INDUSTRIES)
    names = [name for name in re.split(r"[、和与及]", listed) if name]
    tail = (
        re.search(r"(?:经费支出|增加值|经费|支出|投资|产值|收入|人口|产量|数量|企业数|进出口)$", names[-1])
        if names
        else None
    )
    if tail is not None and not all(name.endswith(tail[0]) for name in names):
        names[-1] = names[-1][: tail.start()] or names[-1]
    return names


def _of_name(name: str, share: Figure, levels: Levels) -> Figure | None:
    """The last level of a name before a share, of its place."""
    before = [
        one
        for (document, _), found in levels.items()
        if document == share.document
        for one in found
        if 0 < share.statement.start - one.statement.end < _BACK
        and name in one.statement.indicator
        and one.thing[1] == share.thing[1]
        and one.period == share.period
    ]
    return max(before, key=lambda one: one.statement.start, default=None)


def _with_wholes(parts: list[Figure], whole: str, levels: Levels) -> tuple[list[Figure], list[Figure], bool] | None:
    units = {one.statement.unit for one in parts}
    if len(units) != 1:
        return None
    named = named_loosely(whole, parts[0], levels) if len(whole) > 1 else []
    if whole and not named:
        return None
    first = min(one.statement.start for one in parts)
    own = [
        one
        for one in levels.get((parts[0].document, units.pop()), ())
        if one not in parts and abs(one.statement.start - first) < _BACK
    ]
    return parts, named or own, bool(named)


def _compare(shares: list[Figure], parts: list[Figure], wholes: Sequence[Figure], named: bool) -> Iterator[Issue]:
    """What does not fit the whole that most of the shares fit: one at least where it is named, else all but one of three."""
    if not wholes:
        return
    try:
        table = [[part.values / whole.values * _HUNDRED for part in parts] for whole in wholes]
    except ValueError:
        return
    spreads = [_nearly(said) for said in shares]
    fits = [sum(result.meets(said) for result, said in zip(row, spreads, strict=True)) for row in table]
    best = max(fits)
    enough = best >= 1 if named else best >= max(len(shares) - 1, 2)
    if best == len(shares) or not enough:
        return
    at = fits.index(best)
    whole = wholes[at]
    for said, near, part, result in zip(shares, spreads, parts, table[at], strict=True):
        if not result.meets(near):
            shown = spread(result, "%")
            yield finding(
                "share", "error", [said, part, whole],
                f"{printed(part)} ÷ {printed(whole)} × 100 = {shown} ≠ {printed(said)}",
                part=printed(part), whole=printed(whole), result=shown, said=printed(said),
            )  # fmt: skip


def _nearly(share: Figure) -> Interval:
    """What a share of a list stands for: its last digit may be one off, so that the list comes to 100."""
    digit = Decimal(1).scaleb(-len(share.statement.quote.rstrip("%％ ").partition(".")[2]))
    return share.values + Interval(-digit, digit)
