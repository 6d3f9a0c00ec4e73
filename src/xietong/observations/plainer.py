"""A sentence without the clauses that only say how its figures have changed: 出口A亿元，下降2.3%；进口B亿元 → 出口A亿元；进口B亿元.

What is part of what can then be told by the words that are left. The figures keep their places; the words of the clauses
left out become spaces.
"""

from __future__ import annotations

import re

from xietong.observations.sentence import DOWN, UP, Row

_WHAT = r"(?:增速|增幅|降幅|涨幅|增长率|分别|其中)?"
_BASE = (
    r"(?:同比|环比|名义|实际|可比|现价|总体|累计|大幅|小幅|略|稳步|持续|继续|仍|也|均|"
    r"(?:按|扣除)[^，。；\d]{2,10}?(?:计算|因素|口径)，?|"
    r"[比较与](?:上年|去年|前年|上一?年度?|上月|年初|上?年?同期|同期|上期|(?:19|20)\d\d年|[一二三]季度|上半年|1[—\-–至到]\d{1,2}月份?)"
    r"(?:全年|同期|同月|末|底)?(?:相比)?|相?[比较]于?(?:19|20)\d\d年)*"
)
_CHANGE = rf"(?:{UP}|{DOWN}|加快|放缓|持平)(?:了|约|近|超过?|逾|幅度为)*"
_AGAINST = r"(?:增速|增幅)?(?:高于|低于|高出|快于|慢于|比)[^，。；\d]{2,16}?(?:高|低|快|慢|多|少)?(?:出|了)?"
_SHARE_IN_GROWTH = r"(?:拉动[^，。；\d]{2,16}(?:增长|提高|上升)|对[^，。；\d]{2,16}(?:的)?贡献率(?:为|达到?|超过?)*)"
# the words from a figure to what is only said of its change; they name no other thing
_ONLY_CHANGE = re.compile(rf"[，（](?:{_WHAT}{_BASE}{_CHANGE}|{_AGAINST}|{_SHARE_IN_GROWTH})")


_ONLY_SHARE = re.compile(r"[，（](?:约|已|仅|大约)*占[^，。；\d]{0,16}")


def barer(row: Row) -> Row | None:
    """The row without the shares said of its amounts either: what is left are amounts."""
    less = plainer(row) or row
    return _without(
        less, [at for at in range(1, len(less)) if less.unit(at) == "%" and _ONLY_SHARE.fullmatch(less.lead(at))]
    )


def plainer(row: Row) -> Row | None:
    """The row without its changes; None where there are none, or hardly anything is left."""
    return _without(row, [at for at in range(1, len(row)) if _is_change(row, at)])


def _is_change(row: Row, at: int) -> bool:
    return bool(_ONLY_CHANGE.fullmatch(row.lead(at))) and row.unit(at) in ("%", "百分点", "倍", row.unit(at - 1))


def _without(row: Row, places: list[int]) -> Row | None:
    """The row without some figures and the words before them."""
    left, cuts = [], []
    for at in range(len(row)):
        if at in places:
            cuts.append((row.figures[at - 1].statement.end, row.figures[at].statement.end))
        else:
            left.append(row.figures[at])
    if not cuts or len(left) < 2:
        return None
    content = row.content
    for start, end in cuts:
        closed = end + (content[start:end].strip()[:1] in "（(" and content[end : end + 1] in "）)")
        content = content[:start] + " " * (closed - start) + content[closed:]
    return Row(tuple(left), content)
