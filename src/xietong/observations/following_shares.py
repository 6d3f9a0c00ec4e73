"""Shares that name no whole, after one that does: 外商投资企业进出口A，占外贸总值的a。国有企业进出口B，占b."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed, spread
from xietong.observations.plainer import plainer
from xietong.observations.sentence import Row, compact
from xietong.observations.wholes import Levels, named_loosely

_HUNDRED = Interval.exactly(100)
_NAMED = re.compile(
    r"[，（](?:约|已|仅|大约)*占(?:我国|全国|全省|全市|同期)?(?P<whole>[^，。；\d]{2,16}?)的?(?:比重|比例|份额)?的?(?:为|达到?|约|近|超过?|高达)*"
)
_BARE = re.compile(r"[，（](?:约|已|仅|大约)*(?:占|占比)(?:为|达到?|约|近|超过?)*")
_NEAR = 140  # characters between a share and the one before it


def check_following_shares(rows: Sequence[Row], levels: Levels) -> Iterator[Issue]:
    """Every share without a whole whose neighbour before it has one that holds."""
    last: tuple[Figure, Figure, Figure] | None = None  # share, part, whole
    for full in rows:
        row = plainer(full) or full
        for at in range(1, len(row)):
            said = row.figures[at]
            if row.unit(at) != "%" or not row.is_amount(at - 1) or said.statement.form != "number":
                continue
            part = row.figures[at - 1]
            named = _NAMED.fullmatch(row.lead(at))
            if named is not None:
                last = _holding(said, part, named_loosely(named["whole"], part, levels))
            elif _BARE.fullmatch(row.lead(at)) and (whole := _of_sentence(row, at)) is not None:
                yield from _compare(said, part, whole)
            elif last is not None and _BARE.fullmatch(row.lead(at)) and _goes_on(last, said, part, row.content):
                yield from _compare(said, part, last[2])


_COUNTED = re.compile(r"(?:共计?|共有|合计|总计|总共)(?:有|达)?$")


def _of_sentence(row: Row, at: int) -> Figure | None:
    """三地共计W，甲A，占a；乙B，占b: the total that opens the sentence, where another share of the list is of it."""
    whole = next((k for k in range(at - 1) if row.is_amount(k) and _COUNTED.search(row.lead(k))), None)
    if whole is None or row.unit(whole) != row.unit(at - 1):
        return None
    others = [
        k
        for k in range(whole + 2, len(row))
        if k != at and row.unit(k) == "%" and row.is_amount(k - 1) and _BARE.fullmatch(row.lead(k))
    ]
    made = [(_share(row.figures[k - 1], row.figures[whole]), row.figures[k].values) for k in others]
    return row.figures[whole] if any(one is not None and one.meets(said) for one, said in made) else None


def _holding(said: Figure, part: Figure, wholes: Sequence[Figure]) -> tuple[Figure, Figure, Figure] | None:
    """The share with its part and that whole which makes it true."""
    whole = next((one for one in wholes if (made := _share(part, one)) is not None and made.meets(said.values)), None)
    return (said, part, whole) if whole is not None else None


def _share(part: Figure, whole: Figure) -> Interval | None:
    try:
        return part.values / whole.values * _HUNDRED
    except ValueError:
        return None


def _goes_on(last: tuple[Figure, Figure, Figure], said: Figure, part: Figure, content: str) -> bool:
    """Whether a share stands right after another of the passage, of a part of the same kind."""
    before, other, whole = last
    between = content[before.statement.end : part.statement.start]
    near = said.document == before.document and 0 <= said.statement.start - before.statement.end < _NEAR
    names = part.statement.indicator, other.statement.indicator
    kin = len(names[0]) > 1 and names[0][-2:] == names[1][-2:] and part.statement.unit == whole.statement.unit
    same = part.thing[1] in (whole.thing[1], ()) and (part.period == whole.period or part.period is None)
    return near and kin and same and "\n" not in between and "其中" not in compact(between)


def _compare(said: Figure, part: Figure, whole: Figure) -> Iterator[Issue]:
    result = _share(part, whole)
    if result is None or result.meets(said.values):
        return
    shown = spread(result, "%")
    yield finding(
        "share", "error", [said, part, whole], f"{printed(part)} ÷ {printed(whole)} × 100 = {shown} ≠ {printed(said)}",
        part=printed(part), whole=printed(whole), result=shown, said=printed(said),
    )  # fmt: skip
