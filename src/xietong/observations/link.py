"""Statement → Link: which indicator of the catalogue a phrase names, with a score and the reason.

A phrase is linked when it is a name of the catalogue, or a name with nothing around it but words that say where, when
or that something was done (全市, 累计, 完成). Any other word narrows the thing (汽车出口 is not 出口): no link. The unit
must be one that the indicator is printed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from xietong.observations.catalogue import Catalogue, catalogue, plain
from xietong.statements.model import Statement
from xietong.statements.places import find_places

LINKER = "link/1"  # another linker may link otherwise: ledgers are linked anew


@dataclass(frozen=True, slots=True)
class Link:
    """`code` is "" where the catalogue has no such indicator; `why` says how it was found or why not."""

    code: str
    score: float
    why: str


# Words around a name that do not narrow it.
_AROUND = (
    "全市|全省|全区|全国|区域内|区域|我市|本市|三省市|三地|两市|两地|双方|合计|共|总|总计|累计|已|实现|完成|达到|达|全年|年末|当年|"
    "新增|新引进|建成|形成|全社会|全部|主要|目前|现有|拥有|其中|各类|我国|地区|市域|平均|年均|年|增速|增幅|增长率|增长|"
    "同比|情况|在园|时间|流向|流入|输出|吸纳|向|从|来自|数量|数|总量|总额|额|量|的|等|和|与|在|个|家|所|条|项|水平|方面|名义|实际|年度|月|日|以上"
)
_ONLY_AROUND = re.compile(rf"(?:{_AROUND})*")


def link(statement: Statement, book: Catalogue | None = None) -> Link:
    """The indicator a statement is about."""
    book = book or catalogue()
    phrase = statement.indicator
    if not phrase:
        return Link("", 0.0, "no phrase")
    found = _named(phrase, book is catalogue(), book)
    if not found.code:
        return found
    known = book.indicators[found.code]
    if statement.measure in ("level", "share", "ratio") and not book.fits(found.code, statement.unit):
        return Link("", 0.0, f"unit {statement.unit} does not fit {known.zh}")
    if statement.measure == "difference" and not _difference_fits(book, found.code, statement.unit):
        return Link("", 0.0, f"a difference in {statement.unit} does not fit {known.zh}")
    return found


def _difference_fits(book: Catalogue, code: str, unit: str) -> bool:
    kind = book.indicators[code].kind
    return kind in ("share", "rate", "level_pct", "index") if unit == "百分点" else book.fits(code, unit)


def _named(phrase: str, shared: bool, book: Catalogue) -> Link:
    return _cached(phrase) if shared else _match(phrase, book)


@cache
def _cached(phrase: str) -> Link:
    return _match(phrase, catalogue())


def _match(phrase: str, book: Catalogue) -> Link:
    if code := book.names.get(plain(phrase)):
        return Link(code, 1.0, "name")
    words = plain(without_places(phrase))
    if code := book.names.get(words):
        return Link(code, 0.98, "name without its place")
    # the longest name within, with nothing but words that do not narrow it around
    for size in range(len(words) - 1, 1, -1):
        for at in range(len(words) - size + 1):
            name = words[at : at + size]
            code = book.names.get(name)
            if code and _ONLY_AROUND.fullmatch(words[:at]) and _ONLY_AROUND.fullmatch(words[at + size :]):
                return Link(code, 0.9, f"“{name}” with words that do not narrow it")
    return Link("", 0.0, "no such name")


def without_places(phrase: str) -> str:
    pieces, at = [], 0
    for place in find_places(phrase, 0, len(phrase)):
        if place.start < at or place.kind == "park":
            continue
        # 天津港口…: the port stands for its city, and is part of the thing
        end = place.end if place.kind != "stands" else place.start + len(place.names[0])
        if place.kind != "stands" or phrase.startswith(place.names[0], place.start):
            pieces.append(phrase[at : place.start])
            at = end
    return "".join([*pieces, phrase[at:]])
