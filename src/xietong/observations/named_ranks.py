"""Ranks among things that are no places, as the words list them: 唐山港8.4亿吨、天津港5.6亿吨、黄骅港3.3亿吨；天津港居第二位."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from xietong.core.issue import Issue
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed
from xietong.observations.sentence import Row
from xietong.statements.places import find_places

_NAME = re.compile(r"(?:^|[，、；：和与及])(?:其中，?)?(?P<name>[一-龥A-Za-z]{2,8})(?:为|达到?|有|是)?$")
_STOP = re.compile(r"[。！？]")
_AFTER = 60  # characters behind a list in which a rank of it may stand
_LEAST = 3
_HAN = {char: value for value, char in enumerate("零一二三四五六七八九")}
_SAYS = (
    r"(?P<what>[一-龥]{0,6}?)(?:均|则|又|也|已|稳|继续)*(?:(?:位?居|排名?|排在|位列|名列|列)(?:第(?P<number>[一二三四五六七八九]|\d)(?:位|名)?|(?P<first>首位|榜首|之首))"
    r"|(?P<most>最高|最多|最大|居首)|(?P<least>最低|最少|最小|垫底))(?=[，。；]|$)"
)
_TURN = re.compile(r"增速|增幅|增长|占比|比重|人均|上升|下降|全国|全省|全球|世界")
_YEAR = re.compile(r"(?:19|20)\d\d年|上年|去年")
_LESS = re.compile(r"用时|时长|能耗|浓度|成本|排放|投诉|空气|由低到高|从低到高|降幅")


@dataclass(frozen=True, slots=True)
class Named:
    """One of a list: its name as the words give it, and its figure."""

    name: str
    figure: Figure


def check_named_ranks(rows: Sequence[Row]) -> Iterator[Issue]:
    """Every rank that a sentence or the words right behind it give to one of a list."""
    for row in rows:
        listed = _listed(row)
        if len(listed) >= _LEAST and not _LESS.search(row.words):
            yield from _claims(row, listed)


def _listed(row: Row) -> list[Named]:
    """The things of one unit that a sentence lists one after the other, with names that are no places."""
    best: list[Named] = []
    run: list[Named] = []
    for at in range(len(row)):
        found = _NAME.search(row.lead(at)) if row.is_amount(at) else None
        if found is None or (run and row.unit(at) != run[0].figure.statement.unit):
            run = []
        if found is not None:
            run.append(Named(found["name"], row.figures[at]))
            best = run if len(run) > len(best) else best
    return [] if len({one.name for one in best}) < len(best) or all(map(_is_place, best)) else best


def _is_place(one: Named) -> bool:
    return any(place.start == 0 and place.end == len(one.name) for place in find_places(one.name, 0, len(one.name)))


@cache
def _claim(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(name) + _SAYS)


def _claims(row: Row, listed: list[Named]) -> Iterator[Issue]:
    end = listed[-1].figure.statement.end
    behind = row.content[end : end + _AFTER]
    stops = list(_STOP.finditer(behind))
    words = "".join(behind[: stops[1].start() if len(stops) > 1 else len(behind)].split())
    head = row.lead(0)
    for one in listed:
        said = _claim(one.name).search(words)
        if (
            said is None
            or _YEAR.search(words[: said.start()])
            or _TURN.search(said[0])
            or (said["what"] and said["what"] not in head)
        ):
            continue
        greater = sum(other.figure.values.above(one.figure.values) for other in listed)
        smaller = sum(one.figure.values.above(other.figure.values) for other in listed)
        better = smaller if said["least"] else greater
        number = said["number"]
        rank = (int(number) if number.isdigit() else _HAN[number]) if number else 1
        tied = len(listed) - 1 - greater - smaller
        if rank > len(listed) or better + 1 <= rank <= better + tied + 1:
            continue
        yield _issue(one, rank, better, [other for other in listed if other is not one])


def _issue(one: Named, rank: int, better: int, others: Sequence[Named]) -> Issue:
    shown = "、".join(f"{other.name} {printed(other.figure)}" for other in others)
    return finding(
        "rank", "error", [one.figure, *(other.figure for other in others)], f"{one.name} {printed(one.figure)}; {shown}",
        place=one.name, said=str(rank), count=str(better), others=shown,
    )  # fmt: skip
