"""Index numbers: a total against its sub-indices and their weights, a value against its base, a price index against its rate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.observations import places
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, number, printed, spread
from xietong.observations.sentence import Row, compact
from xietong.statements.places import find_places

_HUNDRED = Interval.exactly(100)
_INDEX = re.compile(r"(?:指数|得分)(?:总体|总得分)?(?:为|达到?|是|约|升至|降至|（|\(|:|：)*$")
_PART = re.compile(r"分指数|分项|分领域|分维度|子指数")
_TOTAL = re.compile(r"(?:总|综合|总体|合成)[^，。；、]{0,4}指数|发展指数")
_MEAN = re.compile(
    r"其中|分项|分领域|分指数|分维度|从[^，。]{1,8}看|加权|合成|等权|由[^，。]{0,6}指数|：|:|五个|四个|六个|各项"
)
_EQUAL = re.compile(r"等权|简单平均|算术平均")
_NEAR = 160  # characters before a sentence in which its total may be explained
_FAR = 700  # characters between a total and its sub-indices in another sentence


def check_all_indices(rows: Sequence[Row]) -> Iterator[Issue]:
    """Over the sentences of all documents."""
    values = [(row, at) for row in rows for at in range(len(row)) if _is_index(row, at)]
    for row in rows:
        yield from _against_base(row)
        yield from _against_rate(row)
        totals, parts = _members(row)
        total = _total_of(row, totals, parts, values) if parts else None
        if total is not None:
            yield from _check_total(total, row, parts, values)


# --- which is the total, which are its parts -------------------------------------------------------------------------


def _is_index(row: Row, at: int) -> bool:
    one = row.figures[at].statement
    scored = one.unit == "分" and "得分" in one.indicator
    plain = (one.unit in ("", "点") or scored) and one.measure == "level" and one.form == "number"
    if plain and (_INDEX.search(row.lead(at)) or one.indicator.endswith(("指数", "指数得分", "指数总体"))):
        return True
    # 五项指标分别是：创新能力218.7，科研合作229.4; 从分指数看，基础设施134.5，公共服务111.0
    lead = "".join(row.lead(k) for k in range(at + 1))
    listed = re.search(r"指标(?:分别|依次)是?[：:]?|分指数|分项|构成指数|[一-龥]类\d", lead)
    return plain and bool(listed) and bool(re.search(r"[一-龥]{2}(?:为|是)?$|[、和与]$|分别为$", row.lead(at)))


def _name(row: Row, at: int) -> str:
    """The words of the index: in its clause, else the phrase that was read."""
    own = re.search(r"([^，。；、（）()：:]{2,16}?指数)(?:[^，。；、（）()：:]{0,6}$|（)", row.lead(at))
    return own[1] if own else row.figures[at].statement.indicator


def _is_total(row: Row, at: int) -> bool:
    name = _name(row, at)
    return not _PART.search(name) and bool(_TOTAL.search(name) or _TOTAL.search(row.figures[at].statement.indicator))


def _members(row: Row) -> tuple[list[int], list[int]]:
    """The totals of a sentence (at most one but for other times) and the sub-indices, three or more of different names."""
    found = [at for at in range(len(row)) if _is_index(row, at)]
    names = [_name(row, at) for at in found]
    before = row.content[max(0, row.start - _NEAR) : row.start] + row.words
    totals = [at for at in found if re.search(r"总|综合|合成", _name(row, at)) and not _PART.search(_name(row, at))]
    totals = totals or [
        at for at in found if re.search(rf"{re.escape(_name(row, at))}(?:是)?由[^。]{{2,40}}平均", before)
    ]
    if not totals and len(found) > 3 and _opens(row, found, names):
        totals = found[:1]
    if len({_name(row, at) for at in totals if not re.match(r"^，?(?:19|20)\d\d年", row.lead(at))}) > 1:
        return totals, []
    parts = [at for at in found if at not in totals]
    apart = len({_name(row, at) for at in parts}) > 2 or re.search(r"分别|依次", row.words)
    two = len(parts) == 2 and bool(totals) and _EQUAL.search(before)
    return totals, parts if (apart and len(parts) > 2) or two else []


def _opens(row: Row, found: list[int], names: list[str]) -> bool:
    """Whether the first index of a sentence is the total of those behind it."""
    if _PART.search(names[0]) or row.lead(found[0]) == row.lead(found[1]) or re.search("分别|依次", row.lead(found[0])):
        return False
    behind = "".join(row.lead(at) for at in found[1:])
    first, *others = (row.figures[at].statement.indicator for at in found)
    stem = first.removesuffix("指数")
    own = len(found) > 4 and len(stem) > 1 and all(name.startswith(stem) and name != first for name in others)
    if own:  # 创新指数；其中，创新环境指数…
        return True
    kin = len(found) > 4 and all(name[-4:] == names[0][-4:] for name in names)
    return kin or bool(_PART.search(behind)) or (bool(_MEAN.search(row.words)) and _is_total(row, found[0]))


def _total_of(row: Row, totals: list[int], parts: list[int], values: Sequence[tuple[Row, int]]) -> Figure | None:
    """The total of some sub-indices: in their sentence, or the last one before it that is no sub-index itself."""
    found: tuple[Row, int] | None = None
    if totals:
        found = row, totals[0]
    elif _MEAN.search(row.words):
        first = row.figures[parts[0]]
        before = [
            (other, at)
            for other, at in values
            if other.figures[at].document == first.document
            and 0 < first.statement.start - other.figures[at].statement.end < _FAR
            and other is not row
            and not _PART.search(_name(other, at))
        ]
        if before and not _has_parts(*before[-1]):
            found = before[-1]
    if found is None:
        return None
    total = found[0].figures[found[1]]
    first = row.figures[parts[0]]
    own = _places(row.lead(parts[0]))
    # 全国总指数为A；北京市…分指数为B、C: of another place, as read or by the words
    apart = first.thing[1] != total.thing[1] and own & set(first.thing[1])
    there = _places(found[0].lead(found[1]))
    return None if apart or (own and there and not own & there) else total


def _has_parts(row: Row, at: int) -> bool:
    """Whether an index stands in a list of others, and so is likely to be a part itself."""
    return sum(_is_index(row, other) for other in range(len(row))) > 3


def _places(words: str) -> set[str]:
    return {name for place in find_places(words, 0, len(words)) for name in places.keys(place.names)}


# --- total against parts ---------------------------------------------------------------------------------------------


def _check_total(total: Figure, row: Row, parts: list[int], values: Sequence[tuple[Row, int]]) -> Iterator[Issue]:
    own = row.around(parts[0], len(row) - 1)
    if len(re.findall(r"\d+\.\d+", own)) > sum("." in one.statement.quote for one in row.figures):
        return  # some numbers of the sentence were not read: they may be parts too
    if re.search(r"另有|另外|暂不公布|暂未公布|未列", own + row.tail(len(row) - 1)):
        return
    inside = [row.figures[at] for at in parts if total.period is None or row.figures[at].period in (None, total.period)]
    weights = _weights(total, row, parts)
    if weights and len(weights) == len(inside):
        yield from _weighted(total, inside, weights)
        return
    if len(inside) < 3:
        return
    more = [
        other.figures[at]
        for other, at in values
        if other.figures[at].document == total.document
        and other.figures[at].thing[1] == total.thing[1]
        and other.figures[at].thing[0] != total.thing[0]
        and other.figures[at].period in (None, total.period)
        and other.figures[at] not in inside
    ]
    yield from _in_range(total, inside, more)


def _weights(total: Figure, row: Row, parts: list[int]) -> list[Interval]:
    """What the text says each sub-index weighs, in per cent; [] where it says nothing."""
    start, end = total.statement.start, row.figures[parts[-1]].statement.end
    words = compact(row.content[max(0, min(start, row.start) - 160) : end + 120])
    if _EQUAL.search(words):
        return [Interval.exactly(Decimal(100) / len(parts))] * len(parts)
    if "权重" not in words:
        return []
    beside = [
        row.figures[at + 1].statement.value[0]
        for at in parts
        if at + 1 < len(row) and row.unit(at + 1) == "%" and re.match(r"^[，（(]?权重(?:为|占)?$", row.lead(at + 1))
    ]
    listed = re.search(r"权重(?:分别|依次)为?((?:\d+(?:\.\d+)?%?[、，和与及]*)+)", words) or re.search(
        r"按((?:\d+(?:\.\d+)?%?[、，和与及:：∶]*)+)的?(?:权重|比例)", words
    )
    said = beside or ([Decimal(one) for one in re.findall(r"\d+(?:\.\d+)?", listed[1])] if listed else [])
    scale = 100 if said and sum(said) == 1 else 1
    return [Interval.exactly(one * scale) for one in said] if sum(said) * scale == 100 else []


def _weighted(total: Figure, inside: list[Figure], weights: list[Interval]) -> Iterator[Issue]:
    try:
        mean = added(one.values * weight for one, weight in zip(inside, weights, strict=True)) / _HUNDRED
    except ValueError:
        return
    if mean.meets(total.values):
        return
    terms = " + ".join(
        f"{printed(one)} × {number(weight.low or Decimal(0), '%')}" for one, weight in zip(inside, weights, strict=True)
    )
    shown = spread(mean)
    yield finding(
        "weighted",
        "error",
        [total, *inside],
        f"{terms} = {shown} ≠ {printed(total)}",
        said=printed(total),
        result=shown,
    )


def _in_range(total: Figure, inside: list[Figure], more: list[Figure]) -> Iterator[Issue]:
    """A mean lies between the least and the greatest of what it is made of."""
    lows = [one.values.low for one in (*inside, *more)]
    highs = [one.values.high for one in (*inside, *more)]
    if any(one is None for one in (*lows, *highs)) or total.values.low is None or total.values.high is None:
        return
    least, greatest = min(one for one in lows if one is not None), max(one for one in highs if one is not None)
    if total.values.high >= least and total.values.low <= greatest:
        return
    low, high = (number(pick(one.statement.value[0] for one in inside)) for pick in (min, max))
    yield finding(
        "mean_range", "error", [total, *inside], f"{low} ≤ {printed(total)} ≤ {high}: no", said=printed(total), low=low,
        high=high,
    )  # fmt: skip


# --- against the base and the rate -----------------------------------------------------------------------------------

_BASE = re.compile(r"(?:以|（)((?:19|20)\d\d)年(?:为|=|＝)(?:基期(?:，|（)?)?(?:基期)?(?:指数|值)?(?:为|=|＝)?100")


def _against_base(row: Row) -> Iterator[Issue]:
    """以2016年为100，2024年…指数为172.3，比2016年提高72.3%: points above 100 are per cent of the base."""
    base = _BASE.search(row.words)
    if base is None:
        return
    for index, change in pairwise(range(len(row))):
        said, value = row.figures[change], row.figures[index]
        since = re.search(r"[比较]((?:19|20)\d\d)年|[比较]基期", row.lead(change))
        if not _is_index(row, index) or since is None or since[1] not in (None, base[1]):
            continue
        if said.statement.unit not in ("%", "点") or said.statement.measure not in ("growth", "difference"):
            continue
        yield from _base_issue(value, said, value.values - _HUNDRED)


_YEAR_BEFORE = re.compile(r"(?:上年|上年同期|上年同月|去年同期)(?:=|＝|为)100|价格指数|PPI|CPI")
_RATE = re.compile(r"同比|比上年|较上年|上涨|下降|下跌|回落")


def _against_rate(row: Row) -> Iterator[Issue]:
    """居民消费价格比上年上涨1.0%，即…指数（上年=100）为101.0: on last year as 100 the index is the rate."""
    for first, second in pairwise(range(len(row))):
        for index, rate in ((first, second), (second, first)):
            said, value = row.figures[rate], row.figures[index]
            lead = row.lead(index)
            if (
                not _is_index(row, index)
                or not _YEAR_BEFORE.search(lead + _name(row, index))
                or "环比" in row.lead(rate)
            ):
                continue
            beside = re.match(r"^，即" if index > rate else r"^[，（(](?:同比|比上年|较上年)", row.gap(first, second))
            if not beside or said.statement.unit != "%" or said.statement.measure != "growth":
                continue
            if not _RATE.search(row.lead(rate)) or not Decimal(80) < value.statement.value[0] < Decimal(125):
                continue
            yield from _base_issue(value, said, value.values - _HUNDRED)


def _base_issue(value: Figure, said: Figure, change: Interval) -> Iterator[Issue]:
    if change.meets(said.values) or change.meets(-said.values):
        return
    unit = said.statement.unit
    shown = spread(change, unit)
    yield finding(
        "index_base", "error", [said, value], f"{printed(value)} − 100 = {shown} ≠ {printed(said)}", level=printed(value),
        said=printed(said), result=shown,
    )  # fmt: skip
