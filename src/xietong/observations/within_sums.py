"""Parts and totals of one sentence: A、B、C，合计T; W，其中A、B、C; P，是W的一部分."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.observations import places
from xietong.observations.partitions import counted, exhaustive
from xietong.observations.parts import adds_up, exceeding, is_quantity, wrong_sum
from xietong.observations.sentence import Row
from xietong.observations.within_lists import siblings
from xietong.observations.within_parts import composed_of, listed_after, parts_of
from xietong.statements.places import find_places

_TOTAL = re.compile(
    r"(?:(?P<count>[两二三四五六七八九十\d]+)(?:项|批|期|次|轮|者|地|市|区|县|类|家|省市|方|部分|个部分|部分组成))?"
    r"(?:；(?:以上|上述)(?:各项|各类|各部分)?(?:合计|相加|加总|总计)，[^。；\d]{0,16}(?:(?:19|20)\d\d年[^。；\d]{0,16})?|[^，。；]{0,14}?(?:合计|共计|总计|总共|合起来|加起来)[^，。；\d]{0,14}|，?共(?:计|有)?|(?<=批)共[一-龥]{0,8})$"
)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


def check_totals(row: Row) -> Iterator[Issue]:
    """A、B、C，合计T: the total is the sum of what is listed right before it."""
    for index in range(2, len(row)):
        found = _TOTAL.search(row.lead(index))
        if (
            found is None
            or not _adds(row, index)
            or not re.match(r"(?:[一-龥]{1,4}(?=，共))?[，、；）)]", row.lead(index))
        ):
            continue
        if re.search(r"其余|其他|另|累计|去重|剔除|扣除|重复|不计", row.lead(index)):
            continue
        if _of_others(row, index):
            continue
        run: list[int] = []
        at = index - 1
        while at >= 0 and row.is_amount(at) and row.unit(at) == row.unit(index):
            run.insert(0, at)
            at -= 1
        said = found["count"]
        count = (int(said) if said.isdigit() else _DIGITS.get(said, 0)) if said else 0
        if count and len(run) >= count:
            candidates = [run[-count:]]
        elif count or len(run) < 2:
            continue
        else:
            candidates = [run[start:] for start in range(len(run) - 1)]
        yield from _compare_total(row, index, candidates)


def _of_others(row: Row, index: int) -> bool:
    """北京、天津合计17个: of the places it names itself, not of those before."""
    clause = re.split("[，；。]", row.lead(index))[-1]
    named = {name for one in find_places(clause, 0, len(clause)) for name in one.names}
    return bool(named) and len(named) > 1


def _adds(row: Row, at: int) -> bool:
    return row.is_amount(at) and is_quantity(row.figures[at])


def _compare_total(row: Row, index: int, candidates: list[list[int]]) -> Iterator[Issue]:
    total = row.figures[index]
    sums = [added(row.figures[at].values for at in run) for run in candidates]
    if not sums or any(result.meets(total.values) for result in sums):
        return
    yield wrong_sum(total, [row.figures[at] for at in candidates[0]], sums[0])


def check_insides(row: Row) -> Iterator[Issue]:
    """W，其中A、B、C: no part, nor all of them, is more than the whole; where nothing is left out, not less either."""
    if re.search(r"交叉|重叠|重复|兼有|在多地|跨地区", row.words + row.tail(len(row) - 1)):
        return
    for whole in range(len(row) - 1):
        parts = parts_of(row, whole) if _adds(row, whole) else []
        if len(parts) == 1 and _other_noun(row, whole, parts[0]):
            continue  # 两个方向，包括…6个专业
        parts = parts or (listed_after(row, whole) if _adds(row, whole) else [])
        if not parts:
            continue
        total = added(row.figures[at].values for at in parts)
        figure = row.figures[whole]
        if len({row.figures[at].thing[1] for at in parts}) == len(parts) > 1 and not adds_up(figure):
            continue
        over = total.above(figure.values)
        under = figure.values.above(total) and _leave_nothing(row, whole, parts)
        if not over and not under:
            continue
        if over and any(_fits(row, at, whole, total) for at in range(whole)):
            continue  # what is inside may be inside an amount before that one
        if len(parts) == 1:
            part = row.figures[parts[0]]
            yield exceeding(part, figure)
            continue
        yield wrong_sum(figure, [row.figures[at] for at in parts], total)


def _other_noun(row: Row, one: int, other: int) -> bool:
    """Whether two counts stand before different nouns."""
    nouns = [re.match(r"^[一-龥]{2,8}", row.tail(at, 10)) for at in (one, other)]
    if row.unit(one) not in ("个", "项", "类", "种", "条") or not all(nouns):
        return False
    first, second = (noun[0] for noun in nouns if noun)
    return first[-2:] != second[-2:] and first[:2] != second[:2]


def _fits(row: Row, at: int, whole: int, total: Interval) -> bool:
    return row.is_amount(at) and row.unit(at) == row.unit(whole) and not total.above(row.figures[at].values)


def _leave_nothing(row: Row, whole_at: int, parts: list[int]) -> bool:
    """Whether parts are all there are: the last are the others, or they are opposites (进口 and 出口)."""
    names = [row.lead(at) for at in parts]
    around = row.lead(whole_at) + "".join(names)
    composed = re.search(r"共同构成|构成全部|别无其他", row.words + row.tail(len(row) - 1))
    each = len(parts) > 1 and re.search(r"[，：]分别(?:为|是|有)[一-龥]", row.gap(whole_at, parts[0]))
    listed = bool(each) or (
        len(parts) > 2 and bool(re.search(r"(?:组成|构成|分布为|分布是|分布|构成为)[：:][^：:]*$", names[0]))
    )
    kin = "包括" in names[0] and len(parts) > 2 and siblings([name.split("包括")[-1] for name in names])
    included = listed or kin
    told = counted(around, len(parts)) and len({row.figures[at].thing[1] for at in parts}) in (1, len(parts))
    whole = exhaustive(names) or composed or included or told or bool(composed_of(row, whole_at))
    where = {row.figures[at].thing[1] for at in parts}
    members = {(name,) for name in places.members()}
    whole_region = row.figures[whole_at].thing[1] == (places.whole(),)
    # 其中，国内贷款A；自筹资金B；其他资金C: clauses of their own, between which others may be left out
    listed_on = not any("；" in name for name in names[1:])
    last = re.search(r"其他|其余", names[-1] + row.figures[parts[-1]].statement.indicator)
    others = (where == members and whole_region) or (listed_on and last)
    return len(parts) > 1 and bool(whole or others)


def check_part_of_whole(row: Row) -> Iterator[Issue]:
    """P，是W（…）的一部分; P包括在内: a part that is said to be one, behind or before its whole."""
    for at in range(1, len(row)):
        same = _adds(row, at) and _adds(row, at - 1) and row.unit(at) == row.unit(at - 1)
        if same and re.match(r"^[）)]?的(?:一)?(?:部分|组成部分)", row.tail(at)):
            part, whole = row.figures[at - 1], row.figures[at]
            if part.values.above(whole.values):
                yield exceeding(part, whole)
