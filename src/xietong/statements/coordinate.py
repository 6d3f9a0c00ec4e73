"""分别 lists: which value belongs to which member.

"北京、天津、河北分别增长5.2%、4.3%和5.5%" hands three values to three places; members may be places, years or the
things measured. Values and members are aligned only when their numbers agree; otherwise nothing is handed out.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from xietong.statements.find import Quantity
from xietong.statements.places import Place, joined
from xietong.statements.times import Time


@dataclass(frozen=True, slots=True)
class Coordination:
    """What one value of a 分别 list takes from its member."""

    regions: tuple[str, ...] = ()
    time: Time | None = None
    indicator: str = ""


_BETWEEN = re.compile(
    r"^(?:左右|以上|以内|以下)?(?:、|和|与|及|以及|，|，(?:并|和)|；)?(?:约|近|超|超过|达到|达|增长|下降|提高|为|逾|上升|减少|增加|降低|回落|上涨|分别)*$"
)
_ITEM = re.compile(r"[、]|(?<![共总调饱中])和(?!平|谐|合|田)|与|以及|及(?!其)")


def coordinate(
    text: str, start: int, end: int, quantities: list[Quantity], times: list[Time], grouped: list[list[Place]]
) -> dict[int, Coordination]:
    """For each value of each 分别 list in view[start:end], by the value's start: its member's place, time or name."""
    result: dict[int, Coordination] = {}
    last: list[Coordination | None] = []
    for found in re.finditer("分别|依次", text[start:end]):
        at = start + found.start()
        run = _run(text, [one for one in quantities if one.start >= at])
        if len(run) < 2:
            continue
        part = max(text.rfind("；", start, at), start - 1) + 1
        members = [_member(text, part, at, len(run), index, times, grouped) for index in range(len(run))]
        if members[0] is None and last and len(last) == len(run):
            members = list(last)  # 三地…分别…；交通业次之，分别…: the same members again
        for quantity, member in zip(run, members, strict=True):
            if member is not None:
                result[quantity.start] = member
        if members[0] is not None and members[0].regions:
            last = members
    return result


def leads(text: str, quantities: list[Quantity]) -> dict[int, Quantity]:
    """For each value that stands in a list behind another (5.4%、4.9%和5.0%): the first of its list."""
    result: dict[int, Quantity] = {}
    for before, quantity in itertools.pairwise(quantities):
        if _JOINED.fullmatch(text[before.end : quantity.start]) and (
            quantity.unit == before.unit or {quantity.unit, before.unit} <= {"%", "倍", "百分点", "个"}
        ):
            result[quantity.start] = result.get(before.start, before)
    return result


_JOINED = re.compile(r"(?:左右|以上)?(?:、|和|与|及|以及)")


def _run(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The values that stand together after 分别."""
    run: list[Quantity] = []
    for quantity in quantities:
        if run and not _BETWEEN.match(text[run[-1].end : quantity.context_start]):
            break
        run.append(quantity)
    return run


def _member(
    text: str, start: int, at: int, count: int, index: int, times: list[Time], grouped: list[list[Place]]
) -> Coordination | None:
    clause = max(text.rfind("，", start, at), text.rfind("；", start, at), text.rfind("：", start, at), start - 1) + 1
    for left in (clause, start):
        places = [group for group in grouped if left <= group[0].start and group[-1].end <= at]
        for group in reversed(places):
            if len(group) == count:
                return Coordination(regions=joined([group[index]]))
            if len(group) == 1 and len(group[0].names) == count and group[0].kind == "joint":
                return Coordination(regions=(group[0].names[index],))
            if (
                len(group) == 1
                and group[0].kind == "whole"
                and count == 3
                and text[group[-1].end : at].strip("，") == ""
            ):
                return Coordination(regions=(("北京", "天津", "河北")[index],))
        listed = [time for time in times if left <= time.start and time.end <= at and time.kind in ("span", "until")]
        if (
            len(listed) == count
            and count > 1
            and all(
                text[a.end : b.start].strip() in ("、", "和", "与", "年、", "及") for a, b in itertools.pairwise(listed)
            )
        ):
            return Coordination(time=listed[index])
        items = _items(text, left, at)
        if len(items) == count:
            return Coordination(indicator=items[index])
        if left == start:
            break
    return None


_TAIL = re.compile(r"(?:同比|比上年|较上年|环比|均|也|年均|的|数|各|，|全年|分)+$")


def _items(text: str, left: int, at: int) -> list[str]:
    """The things listed in view[left:at]: 第一、二、三产业增加值 or 货运量、客运量."""
    words = _TAIL.sub("", text[left:at])
    words = re.sub(r"^(?:其中|全年|分产业看|此外|同时)[，：]?", "", words)
    parts = [part for part in _ITEM.split(words) if part]
    if len(parts) < 2 or re.search(r"\d", words):
        return []
    tail = parts[-1]
    head = parts[0]
    # the last item carries what all share (粮食、蔬菜、水果产量), the first what all belong to (全市货运量、客运量)
    shared = next(
        (
            ending
            for ending in (
                "产量",
                "增加值",
                "产值",
                "吞吐量",
                "投资",
                "收入",
                "面积",
                "消费",
                "占比",
                "比重",
                "人口",
                "总额",
                "指数",
            )
            if tail.endswith(ending) and not any(part.endswith(ending) for part in parts[:-1])
        ),
        "",
    )
    del head
    return [part if part.endswith(shared) else part + shared for part in parts]
