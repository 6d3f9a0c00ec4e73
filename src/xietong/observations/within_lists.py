"""Shares that a sentence lists: 煤炭占a，石油占b，天然气占c."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.observations.finding import finding, printed, spread
from xietong.observations.partitions import counted, exclusive, exhaustive, left_open
from xietong.observations.sentence import Row, compact
from xietong.observations.within_shares import NO_SHARE
from xietong.statements.places import find_places

_HUNDRED = Interval.exactly(100)

_EXCLUSIVE = re.compile(
    r"来源|来自|来的|籍的|只计一次|划分|构成|结构|按[^，。]{1,10}分|单选|分[^，]{1,6}看|从[^，]{1,8}看|其余|其他|总量中|里国内"
)
_OVERLAP = re.compile(r"交叉|多选|可选多|重叠|兼|不重复|可重复|其中.*其中|率")


def check_share_lists(row: Row) -> Iterator[Issue]:
    """煤炭占a，石油占b，天然气占c: shares of one whole are not more than it; all parts of it are not less."""
    shares = [at for at in range(len(row)) if _is_share(row, at)]
    runs: list[list[int]] = []
    for at in shares:
        before = runs[-1][-1] if runs else -1
        if before >= 0 and at == before + 1 and _goes_on(row, before, at):
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs:
        of_others = any(re.search(r"占(?:全国|全省|全市|京津冀|区域)", row.lead(at)) for at in run)
        words = row.around(run[0], run[-1])
        start = row.figures[run[0]].statement.start
        many = re.search(r"多选|可选多|选多项", compact(row.content[max(0, start - 60) : start]))
        if len(run) < 2 or of_others or many or _OVERLAP.search(words):
            continue
        origins = all(re.match(r"^(?:的[^，。；]{2,14})?来自", row.tail(at)) for at in run)  # 42%来自甲，35%来自乙
        rest = origins or bool(re.search(r"其余|剩余", row.lead(run[-1])))  # 其余76.1%为入境游客: nothing is left out
        about = [row.figures[at] for at in run]
        total = added(figure.values for figure in about)
        listed, shown = "、".join(map(printed, about)), spread(total, "%")
        if "构成全部" in words and _HUNDRED.above(total):
            yield finding("ratio_sum", "error", about, f"{listed}: {shown} < 100%", said=listed, result=shown)
            continue
        names = [row.figures[at].statement.indicator + row.lead(at).replace("第一、第二、第三产业", "") for at in run]
        composed = len(run) > 2 and re.search(r"构成|结构", words) and _NEARLY.meets(total) and not left_open(names)
        told = counted(words, len(run)) or bool(re.search(r"单选", words) or composed)
        nearly = len(run) > 2 and _A_LITTLE.meets(total)  # kinds that overlap hardly ever come to a little over 100
        kinds = len(run) > 2 and (_EXCLUSIVE.search(words) or siblings(names) or nearly)
        if not exclusive(names) and not kinds and not rest and not told:
            continue
        if total.above(_HUNDRED):
            yield finding("shares_sum", "error", about, f"{listed}: {shown} > 100%", parts=listed, result=shown)
        elif re.match(r"^[，；、]?(?:其余|其他|余下|剩余)", row.tail(run[-1])):
            continue
        elif _HUNDRED.above(total) and (_is_structure(names) or told or _divided(names)):
            yield finding("ratio_sum", "error", about, f"{listed}: {shown} < 100%", said=listed, result=shown)


_NEARLY = Interval(Decimal(88), Decimal(112))
_A_LITTLE = Interval(Decimal("100.5"), Decimal(106))


def _divided(names: list[str]) -> bool:
    """Whether names are all of a way of dividing that is no division of firms or goods by branch."""
    return exhaustive(names) and not any("第二产业" in name or "二产" in name for name in names)


# What many of a kind are at once: private firms are small ones too.
MANIFOLD = re.compile(
    r"民营|国有|高新|中小|专精特新|外资|规上|规模以上|限额以上|上市|本科|党员|重点|新增|科技型|外来|户籍|流动|留守"
)


def siblings(names: list[str]) -> bool:
    """Whether shares are of kinds of one thing: 先进制造业项目, 现代服务业项目, 社会民生项目."""
    stems = [re.split(r"占|比重|所占", name)[0] for name in names]
    alike = len({stem[-2:] for stem in stems}) == 1 and min(map(len, stems)) > 2
    return alike and not any(MANIFOLD.search(stem) for stem in stems)


def _is_structure(names: list[str]) -> bool:
    """Whether the shares are those of the three industries: nothing is left out."""
    whole = (
        all(any(word in name for name in names) for word in ("第一产业", "第二产业", "第三产业")) and len(names) == 3
    )
    return whole and all("增加值" in name or not re.search(r"量|人员|投资|收入", name) for name in names)


def _goes_on(row: Row, before: int, at: int) -> bool:
    """Whether a share belongs to the list of the one before."""
    gap = row.gap(before, at)
    if re.search(r"。|其中|中，|合计|总计|(?:19|20)\d\d年|[由从到至](?:$|[^，]{0,4}$)", gap):
        return False
    rest = any(re.search("其他|其余", row.lead(k)) for k in range(at, len(row)))
    origin = bool(find_places(gap, 0, len(gap)) or rest) and bool(rest or re.search(r"来自|来的|区占|其余", gap))
    return origin or row.figures[at].thing[1] == row.figures[before].thing[1]


def _is_share(row: Row, at: int) -> bool:
    one = row.figures[at].statement
    return (
        one.unit == "%" and one.form == "number" and one.measure in ("share", "level") and not NO_SHARE.search(row.lead(at))
        and one.modality == "actual" and "指数" not in one.indicator
    )  # fmt: skip
