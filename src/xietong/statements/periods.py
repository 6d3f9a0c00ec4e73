"""Which days a figure covers, and which it is compared with."""

from __future__ import annotations

import re
from datetime import date

from xietong.core.period import Period, days_in
from xietong.statements.times import Time

# Amounts that exist at a moment; a span beside them means its last day.
_STOCK = re.compile(r"有效发明专利|有效注册商标|存量|保有量|余额|存栏|在册")
# The same, where the time is only inherited: 2024年…，运营里程330公里.
_STOCK_INHERITED = re.compile(
    r"拥有量|里程|累计(?:达|注册|建成|认定|设立)|总数|覆盖率|(?:常住|户籍|城镇|总)人口(?!出生|城镇化|自然)|床位|机构.{0,4}$|在园幼儿|在校生|学校.{0,4}$"
)
_SAME_SPAN = re.compile(r"上年同期|去年同期|同期|同比")
_YEAR_BEFORE = re.compile(r"(?:比|较)(?:上年|去年|上一年)(?!同期|末|底)")
_PREVIOUS_END = re.compile(r"(?:比|较)(?:上年末|上年底|去年底|去年末|年初)")
_CHAIN = re.compile(r"环比|(?:比|较)(?:上月|上个月|上季度|上半年|上一季度)")
_BELOW_SAME = re.compile(r"下同")


def is_stock(indicator: str) -> bool:
    """Whether what is measured exists at a moment: a balance, a holding."""
    return bool(_STOCK.search(indicator))


def covered(clause_times: list[Time], quantity_at: int, previous_end: int, earlier: Time | None) -> Time | None:
    """The time that governs a number: the last in its clause before it, else what the sentence said before.

    A time that only says where a change set out from (由2013年的71.2亿元增长至…) governs the number right after it.
    """
    own = [time for time in clause_times if time.kind not in ("base", "same") and time.end <= quantity_at]
    if own and own[-1].kind == "from" and own[-1].start < previous_end:
        own = [time for time in own if time.kind != "from"]
    return own[-1] if own else earlier


def period(time: Time | None, words: str, *, inherited: bool) -> Period | None:
    """The days a figure covers when `time` governs it and `words` are the clause up to it."""
    if time is None or time.period is None:
        return None
    found = time.period
    if (
        time.kind in ("span", "since")
        and found.start is not None
        and (_STOCK.search(words) or (inherited and _STOCK_INHERITED.search(words)))
    ):
        return Period.until(found.end)
    return found


def base(
    words: str,
    covers: Period | None,
    explicit: Time | None,
    average_from: Period | None,
    *,
    average: bool,
    default: bool,
) -> Period | None:
    """The days a change is measured against, as far as the clause or the habit of statistical news tells."""
    if average:
        return average_from
    if covers is not None and _PREVIOUS_END.search(words):
        return Period.until(date(covers.end.year - 1, 12, 31))
    if explicit is not None and explicit.period is not None and not _YEAR_BEFORE.search(words):
        return explicit.period
    if covers is None:
        return None
    if _CHAIN.search(words):
        return _step_before(covers)
    if _SAME_SPAN.search(words) or _YEAR_BEFORE.search(words):
        return covers.shifted(-1)
    return covers.shifted(-1) if default else None


def _step_before(covers: Period) -> Period | None:
    """The month or quarter before a month or quarter."""
    if covers.start is None:
        return None
    months = (covers.end.year - covers.start.year) * 12 + covers.end.month - covers.start.month + 1
    if months not in (1, 3, 6):
        return None
    year, month = covers.start.year, covers.start.month - months
    if month < 1:
        year, month = year - 1, month + 12
    return Period(date(year, month, 1), date(year, month + months - 1, days_in(year, month + months - 1)))


def averaged(time: Time | None, covers: Period | None, words: str) -> tuple[Period | None, Period | None]:
    """For 年均: the years averaged over and the year they start from.

    "2014—2022年…年均" counts the steps from 2014; a plan period (十四五) counts from the year before it.
    """
    if covers is None or covers.start is None or covers.start == covers.end:
        return covers, None
    if (covers.start.month, covers.start.day) != (1, 1) or covers.start.year == covers.end.year:
        return covers, None
    if time is not None and ("五" in time.words or time.kind == "years"):
        return covers, Period.year(covers.start.year - 1)
    return Period(date(covers.start.year + 1, 1, 1), covers.end), Period.year(covers.start.year)
