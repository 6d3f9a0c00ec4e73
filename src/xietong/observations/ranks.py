"""Ranks against the values listed with them: 居第2位, when three values printed beside it are greater."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from xietong.core.issue import Issue
from xietong.observations import places
from xietong.observations.figures import Figure, same_time
from xietong.observations.finding import finding, printed

# Document, thing, measure and unit → figures of single places.
Lists = dict[tuple[str, str, str, str], list[Figure]]

_FIRST = re.compile(
    r"(?:位?居|位列|列|排名?|稳居|跃居|高居)[^，。；、\d]{0,8}?(?:首位|榜首|第一位?(?![产梯批]))|(?:数值|规模|总量|增速|水平)?最高(?=[，。；])"
)
_FROM_BELOW = re.compile(r"最低|最少|最小|最慢|倒数|后\d|末位|垫底|由低到高|从低到高|升序")


def check_ranks(figures: list[Figure]) -> Iterator[Issue]:
    """A rank cannot be better than the number of greater values printed for the same thing and time."""
    lists: Lists = defaultdict(list)
    for figure in figures:
        one = figure.statement
        if one.modality == "actual" and one.form == "number" and len(figure.thing[1]) == 1 and one.measure != "rank":
            lists[(figure.document, figure.thing[0], one.measure, one.unit)].append(figure)
    for figure in figures:
        for place, rank, own in _claims(figure, figures):
            yield from _compare(figure, place, rank, own, lists)


def _claims(figure: Figure, figures: list[Figure]) -> Iterator[tuple[str, int, Figure | None]]:
    """What is said of a rank: (place, rank, the figure whose value is ranked where it stands beside)."""
    one = figure.statement
    if one.measure == "rank" and one.modifier == "=" and len(figure.thing[1]) == 1:
        beside = [
            other
            for other in figures
            if other.document == figure.document
            and other.line == figure.line
            and other.thing[1] == figure.thing[1]
            and other.statement.measure != "rank"
            and 0 < one.start - other.statement.end < 40
        ]
        yield figure.thing[1][0], int(one.value[0]), beside[-1] if beside else None
    elif one.measure != "rank" and len(figure.thing[1]) == 1:
        after = "".join(figure.line.split()).partition("".join(one.quote.split()))[2]
        clause = re.match(r"[，,]?[^，。；、]{0,24}", after)
        if clause and _FIRST.search(clause[0] + "，") and not re.search(r"\d", clause[0]):
            yield figure.thing[1][0], 1, figure


def _compare(figure: Figure, place: str, rank: int, own: Figure | None, lists: Lists) -> Iterator[Issue]:
    if _FROM_BELOW.search(figure.line):
        return
    for ranked, row in _rows(figure, place, own, lists):
        better = _better(ranked, row)
        if len(better) >= rank:
            others = "、".join(f"{places.words(one.thing[1][0])} {printed(one)}" for one in better)
            about = [figure, *([ranked] if ranked is not figure else []), *better]
            yield finding(
                "rank", "error", about, f"{places.words(place)} {printed(ranked)}: {others}", place=places.words(place), said=str(rank),
                count=str(len(better)), others=others,
            )  # fmt: skip
            return


def _rows(figure: Figure, place: str, own: Figure | None, lists: Lists) -> Iterator[tuple[Figure, list[Figure]]]:
    """The value that is ranked, with the others of its list."""
    for (document, thing, measure, _), row in lists.items():
        if document != figure.document:
            continue
        if own is not None:
            if (thing, measure) == (own.thing[0], own.statement.measure):
                yield own, row
        elif thing == figure.thing[0]:
            mine = [one for one in row if one.thing[1] == (place,)]
            if mine:
                yield mine[0], row


def _better(ranked: Figure, row: list[Figure]) -> list[Figure]:
    """The values that come before one in a list, where the list has others of its time and sort to compare with."""
    peers: dict[str, Figure] = {}
    for one in row:
        if one.thing[1] != ranked.thing[1] and same_time(one.period, ranked.period) and _peers(ranked, one):
            peers.setdefault(one.thing[1][0], one)
    if len(peers) < 2:
        return []
    greater = [one for one in peers.values() if _above(one, ranked)]
    smaller = [one for one in peers.values() if _above(ranked, one)]
    # what is better when small may be ranked from below
    falling = ranked.known is not None and ranked.known.direction < 0
    return min(greater, smaller, key=len) if falling else greater


def _above(one: Figure, other: Figure) -> bool:
    return one.values.low is not None and other.values.high is not None and one.values.low > other.values.high


def _peers(one: Figure, other: Figure) -> bool:
    """Whether two places are of one sort: a city is not ranked with its province or the country."""
    first, second = one.thing[1][0], other.thing[1][0]
    wholes = {places.whole(), places.country()}
    members = set(places.members())
    return not wholes & {first, second} and (first in members) == (second in members)
