"""分别 lists: which value belongs to which member.

"北京、天津、河北分别增长5.2%、4.3%和5.5%" hands three values to three places; members may be places, years, the things
measured, or the figures said just before (北京2万亿元，天津0.8万亿元，分别增长5.5%和4.8%). Values and members are aligned
only when their numbers agree; otherwise nothing is handed out.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from xietong.core.period import Period
from xietong.statements.find import Quantity
from xietong.statements.pack import region
from xietong.statements.places import Place, joined
from xietong.statements.times import Time


@dataclass(frozen=True, slots=True)
class Coordination:
    """What one value of a list takes from its member; `like` is the start of the figure it speaks of again, though
    `elsewhere` where a place is named anew (河北港口分别为…), `named` where a thing is (专精特新企业分别是…)."""

    regions: tuple[str, ...] = ()
    time: Time | None = None
    indicator: str = ""
    like: int | None = None
    elsewhere: bool = False
    named: bool = False


Members = tuple[Coordination, ...]

_BETWEEN = re.compile(
    r"^(?:左右|以上|以内|以下)?(?:[，；]?(?:约|近|超过?|逾)?|(?:、|和|与|及|以及|，[并和])"
    r"(?:约|近|超过?|达到?|增长|下降|提高|为|逾|上升|减少|增加|降低|回落|上涨)*)$"
)
_ITEM = re.compile(r"[、]|(?<![共总调饱中])和(?!平|谐|合|田)|与|以及|及(?!其)")


def coordinate(
    text: str,
    start: int,
    end: int,
    quantities: list[Quantity],
    times: list[Time],
    grouped: list[list[Place]],
    here: tuple[str, ...] = (),
) -> dict[int, Coordination]:
    """For each value of each list in view[start:end] that has members, by the value's start: its member.

    `here` is the territory the text speaks of: three values of the region without a word of place are its members'.
    """
    result: dict[int, Coordination] = {}
    for at, run, said in _lists(text, start, end, quantities):
        members = _members(text, start, at, run, said, quantities, times, grouped, here)
        if members is not None:
            result.update((quantity.start, member) for quantity, member in zip(run, members, strict=True))
    return result


def _lists(text: str, start: int, end: int, quantities: list[Quantity]) -> Iterator[tuple[int, list[Quantity], bool]]:
    """The lists of values of a sentence, where each begins, and whether a word (分别, 依次) says that it hands out."""
    taken = -1
    marks = [start + found.start() for found in re.finditer("分别|依次|各自?为", text[start:end])]
    for index, quantity in enumerate(quantities):
        if quantity.start < taken:
            continue
        before = quantities[index - 1].end if index else start
        said = [mark for mark in marks if before <= mark < quantity.start]
        run = _run(text, quantities[index:]) if said else _joined_run(text, quantities[index:])
        if len(run) > 1:
            taken = run[-1].end
            yield said[-1] if said else quantity.context_start, run, bool(said)


@dataclass(frozen=True, slots=True)
class Row:
    """The first and the last value of the list a value stands in (5.4%、4.9%和5.0%)."""

    first: Quantity
    last: Quantity


def rows(text: str, quantities: list[Quantity]) -> dict[int, Row]:
    """For each value that stands in a list of values, by its start: the ends of the list."""
    result: dict[int, Row] = {}
    index = 0
    while index < len(quantities):
        run = _row(text, quantities[index:])
        if len(run) > 1:
            result.update((one.start, Row(run[0], run[-1])) for one in run)
        index += len(run)
    return result


def _row(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """Values joined directly, or by no more than a noun each where their unit is one: 压减炼钢产能1.1亿吨、水泥1.2亿吨."""
    run = quantities[:1]
    for quantity in quantities[1:]:
        between = text[run[-1].end : quantity.start]
        named = quantity.unit == run[-1].unit != "%" and _JOINED_NOUN.fullmatch(between)
        if not (named or _follows(text, run[-1], quantity)):
            break
        run.append(quantity)
    return run


_JOINED_NOUN = re.compile(r"(?:左右|以上)?[、和与及](?![^、]*[占率比增减降升达为至到由从])[一-龥]{1,6}")
_JOINED = re.compile(r"(?:左右|以上)?(?:、|和|与|及|以及)")


def _follows(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether a value stands in a list behind another of its kind."""
    alike = quantity.unit == before.unit or {quantity.unit, before.unit} <= {"%", "倍", "百分点", "个"}
    return alike and bool(_JOINED.fullmatch(text[before.end : quantity.start]))


def _joined_run(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """A list of values that no word announces: 增速5.1%、5.4%和4.6%."""
    run = quantities[:1]
    for quantity in quantities[1:]:
        if not _follows(text, run[-1], quantity):
            break
        run.append(quantity)
    return run


def _run(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The values that stand together after 分别."""
    run: list[Quantity] = []
    for quantity in quantities:
        if run and not _BETWEEN.match(text[run[-1].end : quantity.context_start]):
            break
        run.append(quantity)
    return run


def _members(
    text: str, start: int, at: int, run: list[Quantity], said: bool, quantities: list[Quantity], times: list[Time],
    grouped: list[list[Place]], here: tuple[str, ...],
) -> Members | None:  # fmt: skip
    """What the values of a list are handed to: what is listed right before them, the figures before, the region."""
    before = [one for one in quantities if one.end <= at]
    part = max(text.rfind("；", start, at), start - 1) + 1
    near = max([part, *(one.context_end for one in before)])
    clause = max(text.rfind(mark, start, at) for mark in "，；：") + 1
    for left in dict.fromkeys((max(clause, near), near)):
        found = _listed(text, left, at, len(run), times, grouped, said)
        if found is not None:
            return found
    again = _again(text, before, run)
    if again and (said or _adjoin(text, again[-1], run[0])):
        own = any(near <= group[0].start < at for group in grouped)
        thing = said and bool(_OWN_THING.search(text[near:at]))
        return tuple(Coordination(like=one.start, elsewhere=own, named=thing) for one in again)
    if not said:
        return None
    found = _listed(text, part, at, len(run), times, grouped, said) if near > part else None
    if found is None and here == (region().whole,) and len(run) == len(region().members):
        silent = not any(part <= group[0].start < at for group in grouped)
        found = tuple(Coordination(regions=(name,)) for name in region().members) if silent else None
    return found


# A noun of its own before 分别, not only what is said of the figures before (增速, 占比, 同比).
_OWN_THING = re.compile(
    r"^[，；]?(?:同期|其中|而)?(?![^，；]*(?:增|占|比|降|速|率|幅|较|名义|实际|贡献|拉动))[一-龥“”]{3,16}$"
)


def _again(text: str, before: list[Quantity], run: list[Quantity]) -> list[Quantity]:
    """The figures of before that a list speaks of again: the last so many where they are of one kind or one list, else
    the last list that has the same units."""
    count = len(run)
    for end in range(len(before), count - 1, -1):
        some = before[end - count : end]
        listed = all(_JOINED.match(text[a.end : b.start]) for a, b in itertools.pairwise(some))
        units = [one.unit for one in some]
        if end > count and _JOINED.match(text[before[end - count - 1].end : some[0].start]):
            continue  # the rest of a longer list
        if end == len(before) and (listed or len(set(units)) == 1):
            return some
        if listed and len(set(units)) > 1 and units == [one.unit for one in run]:
            return some
    return []


def _adjoin(text: str, last: Quantity, first: Quantity) -> bool:
    """Whether two lists stand in neighbouring clauses: …分别为A、B和C，增速a、b和c."""
    return len(re.findall("[，；]", text[last.end : first.start])) == 1 and first.start - last.end < 16


def _listed(
    text: str, left: int, at: int, count: int, times: list[Time], grouped: list[list[Place]], said: bool
) -> Members | None:
    """The members listed in view[left:at]: places, times, or things."""
    for group in reversed([group for group in grouped if left <= group[0].start and group[-1].end <= at]):
        if len(group) == count:
            return tuple(Coordination(regions=joined([place])) for place in group)
        if len(group) > 1:
            continue
        names = region().members if group[0].kind == "whole" else group[0].names
        if len(names) == count > 1 and not _items(text, group[0].end, at, count):
            return tuple(Coordination(regions=(name,)) for name in names)
    listed = [time for time in times if left <= time.start and time.end <= at and time.kind in ("span", "until")]
    links = [text[a.end : b.start].strip() for a, b in itertools.pairwise(listed)]
    if len(listed) == count and all(link in ("、", "和", "与", "年、", "及") for link in links):
        return tuple(Coordination(time=time) for time in listed)
    years = _years(listed[-1], count) if said and len(listed) == 1 else ()
    if years:
        return years
    opening = next((group for group in grouped if group[0].start == left and group[0].kind in ("whole", "joint")), None)
    begin = opening[-1].end if opening else next((time.end for time in times if time.start == left), left)
    items = _items(text, begin, at, count) if said else []
    return tuple(Coordination(indicator=item) for item in items) or None


def _years(span: Time, count: int) -> Members:
    """The years of a span of whole years where there are as many as values: 2019—2023年分别为…."""
    period = span.period
    if period is None or period.start is None or count < 2:
        return ()
    first, last = period.start.year, period.end.year
    if last - first + 1 != count or period != Period.year(first, last):
        return ()
    return tuple(Coordination(time=replace(span, period=Period.year(year))) for year in range(first, last + 1))


_TAIL = re.compile(r"(?:增长率|增速|增幅|实现|同比|比上年|较上年|环比|均|也|年均|的|(?<!指)数|各|，|全年|分)+$")
# What the last of a list of things may carry for all of them.
_SHARED = re.compile(
    r"(?:(?:经费)?(?:支出)?所?占?(?:比重|比例)|经费支出|经费|支出|产量|增加值|产值|吞吐量|投资|收入|面积|消费|占比|比重|人口|总额|指数|出口|进口|行业|产业|领域|金额|营业额)$"
)


_NAMES = re.compile(r"(?:量|额|率|值|数|人次|收入|面积|人口|产业|投资|支出|里程|指数|占比|比重)$")


def _items(text: str, left: int, at: int, count: int) -> list[str]:
    """The `count` things listed in view[left:at]: 第一、二、三产业增加值 or 货运量、客运量; [] where there are not so many."""
    words = _TAIL.sub("", text[left:at])
    words = re.sub(r"^(?:，|其中|全年|分产业看|此外|同时)+[，：]?", "", words)
    if count < 2 or re.search(r"\d", words):
        return []
    parts = _split(re.sub(r"[两三四五六七八九十]{1,2}[个大类种]类?(?=[一-龥]{1,4}$)", "", words), count)
    if not parts:
        return []
    numbered = re.match(r"(?:第?[一二三四五])(?=产业|季度|批)", parts[-1])
    if numbered and all(re.search(r"第?[一二三四五]$", part) for part in parts[:-1]):
        rest = parts[-1][numbered.end() :]  # 第一、第二、第三产业增加值占…的比重
        return [re.search(r"第?[一二三四五]$", part).group() + rest for part in parts[:-1]] + [parts[-1]]  # type: ignore[union-attr]
    # the last item carries what all share (粮食、蔬菜、水果产量)
    found = _SHARED.search(parts[-1])
    whole = any(_NAMES.search(part) for part in parts[:-1])  # 旅游人次和旅游收入: nothing is shared
    shared = found.group() if found and not whole else ""
    return [part if part.endswith(shared) else part + shared for part in parts]


def _split(words: str, count: int) -> list[str]:
    """A list in so many parts: at every link, or, where parts have links of their own (石油和天然气开采业), at 、 and the
    last link only."""
    parts = [part for part in _ITEM.split(words) if part]
    if len(parts) == count:
        return parts
    parts = [part for part in words.split("、") if part]
    links = list(re.finditer("和|与|以及|及", parts[-1])) if parts else []
    if len(parts) == count - 1 and links:
        parts[-1:] = [parts[-1][: links[-1].start()], parts[-1][links[-1].end() :]]
    return parts if len(parts) == count and all(parts) else []
