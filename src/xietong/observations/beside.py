"""A change printed beside the two figures it is of: 由A增加到B，增长c; A，上年为B，增长c; 比上年的A增加d.

The words alone say which figure is which, so that nothing has to be known of the indicator or the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.observations.arithmetic import (
    HUNDRED,
    Computed,
    difference,
    growth,
    multiple,
    wrong_change,
    wrong_percent,
    wrong_rate,
    yearly,
    yearly_amount,
)
from xietong.observations.figures import Figure, at_constant_prices, same_unit
from xietong.observations.finding import finding, printed
from xietong.observations.sentence import DOWN, UP, Row

_YEAR = re.compile(r"((?:19|20)\d\d)年(?!代)(?![^，。；]{0,6}以来)")
# The year before, in other words, right before a number; a place or thing in between makes it another series.
RELATIVE = re.compile(
    r"(?:上年|去年|上一年度?|前一年|前年|同期|同月|上期|年初|[一二三四五六七八九十两]+年前|(?<![一-龥])[一-龥]{2,6}(?<![之日目提当空眼])前|(?<![一-龥])[一-龥]{2,10}(?<![同及小临随实按届平])时|此前|原来|以前)"
    r"(?:[前\d一二三四五六七八九十][\d一二三四五六七八九十—\-–至到]*个?(?:月|季度)|[上下]半年|同期|同月|末|底|全年|的|为|是|则|只|仅|有|约|近|超|达|不过|不到|不足|规模|总量|数量|水平|这一数字|这个数字|数字|“[^”]{1,6}”)*$"
)
_THAN = re.compile(
    r"(?:^|[^之占对])[比较与](?:19|20|上年|去年|前[一二三四五六七八九十\d]+(?:季度|个?月)|上半年|[一二三]季度|上一年|前一年|前年|年初|[一二三四五六七八九十两]+年前|上一年度|上期|[一-龥]{2,5}前的)[^，。；增减升降多少高低]{0,12}$"
)
_PART = re.compile(r"月|季度|半年|旬")
_FROM = re.compile(r"[由从](?!事|业|此)[^，。；]{0,24}$")
_TO = re.compile(rf"^(?:左右)?[^，。；\d]{{0,8}}(?:{UP}|{DOWN}|发展|壮大|扩展|扩|攀升|跃升|变|跃)?(?:了)?(?:到|至|为)")
# Words that may stand between the figures and their change; anything else names another thing.
_NEUTRAL = re.compile(
    rf"(?:同比|环比|[比较](?:上年|去年|上一年度?|前一年|上期)|也就是说|折[算合]下来|折合|换算|算下来|对照|对比|相较|以此|为基[数期]|这一|的?产量|的?数量|的?总量|[较与]之|同期|末|底|比年初|较年初|一年间?|一年来|净|总共|累计|增幅|增速|降幅|涨幅|幅度|"
    rf"增长率|年均|年平均|平均每年|每年平均|每年|年复合|[一二三四五六七八九十两\d]+年(?:间|来|里|时间|前的?)?|实现|翻|长|也|又|就|即|则|整整|略微?|小幅|微|逆势|净|大幅|明显|名义|现价|平均|比|较|其|和|后者是前者|"
    rf"(?:19|20)\d\d年(?:以来|间|末|底)?|是|为|达到?|的|了|约|近|超过?|逾|率|至|当年|左右|以来|自|自从|相比|规模|水平|，|、|（|\(|）|\)|{UP}|{DOWN})*"
)
YEARLY = re.compile(r"年均(?!浓度|值|气温|降水)|年递[增减]|年平均|平均每年|每年平均|年复合|平均每年|每年")
_LASTING = re.compile(r"(?<![\d“十])([一二三四五六七八九十两]+|\d{1,2})年(?:间|来|累计|里|时间|合计|共|年均|前的)")
_NUMBERS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
# Words that say the values are not of one basis: real growth, first and revised releases.
_REAL = re.compile(
    r"不变价|可比|扣除价格|同口径|实际增长|实际下降|首次发布|首发|修订|回溯|调整后|初值|最终核实|初步核算"
)


@dataclass(frozen=True, slots=True)
class Ends:
    """Places in the row of the earlier and the later of two values, and the years between where both are said."""

    earlier: int
    later: int
    years: int  # 0 where unknown


def check_beside(row: Row) -> Iterator[Issue]:
    """Every change in a sentence that stands beside its two values."""
    if _REAL.search(row.words):
        return
    for index in range(len(row)):
        if not row.is_change(index):
            if row.unit(index) == "%" and re.fullmatch(r"[）)]", row.lead(index)):
                yield from _percent(row, index)
            continue
        ends = _by_name(row, index) or _ends_of(row, index)
        if ends is not None and not _handed_out(row, ends, index):
            yield from _compare(row, ends, index)
        elif ends is None and row.unit(index) == "%":
            yield from _percent(row, index)
    yield from _implied(row)


_FASTER = re.compile(r"加快|放缓|回升|回落|收窄|扩大|提高|提升|上升|下降|降低|高于|低于")


def _percent(row: Row, change: int) -> Iterator[Issue]:
    """比重为23.8%，上年为21.3%，提高2.5%: the difference of two rates is of percentage points."""
    said = row.figures[change]
    if said.statement.modality != "actual" or said.statement.form != "number":
        return
    ends = next(
        (
            ends
            for values in _groups(row, change, "%")
            if (ends := earlier_later(row, values)) is not None and _belongs(row, ends, change)
        ),
        None,
    )
    if (
        ends is None
        and change > 1
        and re.fullmatch(r"[）)]", row.lead(change))
        and _FASTER.search(row.lead(change - 1))
    ):
        pair = change - 1, change - 2  # A（58.7%）高于B（54.8%）3.9%
        ends = Ends(*pair, 0) if all(_is_rate(row, at) for at in pair) else None
    if ends is None or _handed_out(row, ends, change):
        return
    yield from wrong_percent(said, row.figures[ends.later], row.figures[ends.earlier])


def _handed_out(row: Row, ends: Ends, change: int) -> bool:
    """Whether a list hands values out between the figures: 分别 needs to know who gets which."""
    places = sorted((ends.earlier, ends.later, change))
    words = "".join(row.lead(at) for at in range(places[0], places[-1] + 1)) + row.tail(places[-1], 6)
    return bool(re.search(r"分别|依次", words))


_THAN_NAMED = re.compile(
    rf"(?:^|[，；、])(?P<later>[一-龥]{{2,8}}?)(?:是|为|比)(?P<earlier>[一-龥]{{2,8}}?)(?:的|(?:{UP}|{DOWN}))*(?:约|近|出|了)*$"
)


# B，相当于2018年A的3倍
_OF_BASE = re.compile(r"的(?:近|约|超过?|逾|将近)*")
_IS = re.compile(
    r"^[^。；]{0,6}(?:相当于|是|为)(?:[^，。；\d（]{0,8}（?(?:19|20)\d\d年）?|上年|去年|前年|同期|上年同期|[一-龥]{1,3}年前|[一-龥]{2,6}(?:之初|初期|时))的?$"
)


def _by_name(row: Row, change: int) -> Ends | None:
    """北京是河北的2.92倍, 三星级比二星级高76.7%: the values said of those two names."""
    if change > 1 and re.search(r"前者(?:是|为|相当于|达到?|约为)后者的", row.lead(change)):
        same = row.is_amount(change - 1) and row.is_amount(change - 2) and row.unit(change - 1) == row.unit(change - 2)
        return Ends(change - 1, change - 2, 0) if same else None
    if change > 1 and _OF_BASE.fullmatch(row.lead(change)) and _IS.search(row.lead(change - 1)):
        same = row.is_amount(change - 1) and row.is_amount(change - 2) and row.unit(change - 1) == row.unit(change - 2)
        return Ends(change - 1, change - 2, 0) if same else None
    found = _THAN_NAMED.search(row.lead(change))
    if found is None:
        return None
    ends = []
    for name in (found["earlier"], found["later"]):
        named = [at for at in range(change) if row.is_amount(at) and re.search(rf"{name}[一-龥]{{0,8}}$", row.lead(at))]
        if len(named) != 1:
            return None
        ends.append(named[0])
    return Ends(ends[0], ends[1], 0) if row.unit(ends[0]) == row.unit(ends[1]) and ends[0] != ends[1] else None


def _led_to(row: Row, change: int) -> Ends | None:
    """较2022年的A增长g，达到B: the base before the change, and behind it what it led to."""
    if not 0 < change < len(row) - 1 or not re.fullmatch(
        r"，(?:达到?|增至|升至|降至|为)(?:了|约)*", row.lead(change + 1)
    ):
        return None
    pair = change - 1, change + 1
    alike = all(row.is_amount(at) for at in pair) and row.unit(pair[0]) == row.unit(pair[1])
    return (
        Ends(*pair, 0)
        if alike and _THAN.search(row.lead(change - 1)) and _NEUTRAL.fullmatch(row.lead(change))
        else None
    )


def _ends_of(row: Row, change: int) -> Ends | None:
    """The two values that a change is of; None where the words do not single them out."""
    if (led := _led_to(row, change)) is not None and row.unit(change) == "%":
        return led
    unit = "%" if row.unit(change) == "百分点" else ""
    for values in _groups(row, change, unit):
        ends = earlier_later(row, values)
        if ends is not None and _belongs(row, ends, change):
            return ends
    return None


def _groups(row: Row, change: int, unit: str) -> Iterator[tuple[int, int]]:
    """The pairs of values of one unit that may be the ends of a change: next to each other, near it first."""
    found = [
        index
        for index in range(len(row))
        if index != change
        and (row.is_amount(index) or row.is_index(index) if not unit else _is_rate(row, index))
        and row.figures[index].statement.form == "number"
    ]
    found = [index for index in found if not _is_mark(row, index)]
    if row.figures[change].statement.measure == "difference" and not unit:
        found = [index for index in found if same_unit(row.figures[index], row.figures[change])]
    pairs = [(a, b) for a, b in pairwise(found) if same_unit(row.figures[a], row.figures[b])]
    yield from sorted(pairs, key=lambda pair: min(abs(pair[0] - change), abs(pair[1] - change)))


def _is_mark(row: Row, index: int) -> bool:
    """突破1100亿元大关，达到1113亿元: a round number passed on the way to the value right behind it."""
    passed = re.search(r"(?:突破|跨过|超过|越过)$", row.lead(index)) and index + 1 < len(row)
    return bool(passed) and bool(re.fullmatch(r"(?:大关|关口)?，(?:达到?|为)(?:了|约)*", row.lead(index + 1)))


def _is_rate(row: Row, index: int) -> bool:
    one = row.figures[index].statement
    if one.unit != "%" or one.form != "number":
        return False
    # 增速为11.6%，比前三季度的9.9%加快1.7%: a rate of growth is one of the values here
    named = re.search(r"(?:增速|增幅|增长率|涨幅)(?:为|达到?|是|约)*$", row.lead(index)) or _THAN.search(
        row.lead(index)
    )
    return one.measure != "growth" or bool(named)


_PER = re.compile(r"平均每|日均|月均|人均|户均|每[天日月人户家个]")


def _is_per(row: Row, at: int) -> bool:
    return bool(_PER.search(row.lead(at)))


def earlier_later(row: Row, values: tuple[int, int]) -> Ends | None:
    """Which of two values is the earlier, as their words tell; None where they do not."""
    first, second = values
    between = row.gap(first, second)
    if "其中" in between or (_is_per(row, first) != _is_per(row, second) and not _FROM.search(row.lead(first))):
        return None  # what is inside is no later value, nor is 平均每天187万人次 one of 5.12亿人次
    if _FROM.search(row.lead(first)) and _TO.match(between):
        return Ends(first, second, _span(row, first, second))
    if re.search(r"[与和]((?:19|20)\d\d)年[^，。；\d]{0,8}$", row.lead(first)) and re.match(r"^相比", between):
        since = _YEAR.findall(row.lead(first)), _year(row, second)
        return Ends(first, second, max(0, since[1] - int(since[0][-1])) if since[0] else 0)
    if _THAN.search(row.lead(second)) and "；" not in between:
        years = _year(row, first), _year(row, second)
        return Ends(second, first, max(0, years[0] - years[1]) if all(years) else 0)
    if not _one_length(row, first, second):
        return None
    said = [bool(_YEAR.search(row.lead(index)) or _by_document(row, index)) for index in values]
    years = _year(row, first), _year(row, second)
    if any(said) and years[0] and years[1]:
        if years[0] == years[1]:
            return None
        ends = (first, second) if years[0] < years[1] else (second, first)
        return Ends(*ends, abs(years[0] - years[1]))
    if RELATIVE.search(row.lead(second)) and not RELATIVE.search(row.lead(first)) and "；" not in between[:-6]:
        return Ends(second, first, 0)
    if RELATIVE.search(row.lead(first)) and not RELATIVE.search(row.lead(second)) and "；" not in between:
        return Ends(first, second, 0)
    return None


def _one_length(row: Row, first: int, second: int) -> bool:
    """Eleven months are not compared with a year."""
    one, other = row.figures[first].period, row.figures[second].period
    if one is not None and other is not None and one.start is not None and other.start is not None:
        return abs((one.end - one.start).days - (other.end - other.start).days) < 20
    return bool(_PART.search(row.lead(first))) == bool(_PART.search(row.lead(second)))


def _year(row: Row, index: int) -> int:
    """The year said right before a value, or the one read for it where the sentence says years at all."""
    lead = row.lead(index)
    said = _YEAR.findall(re.split("[；。]", lead)[-1])
    if said:
        return int(said[-1])
    period = row.figures[index].period
    if RELATIVE.search(lead) and not _by_document(row, index):
        return 0
    if period is None:
        return 0
    at_end = _YEAR_END.search(lead) or (period.end.month, period.end.day) == (12, 31)
    return period.end.year if period.start is not None or at_end else 0


_OF_DOCUMENT = re.compile(r"(?:去年|前年|今年|次年)(?!同期)[^，。；]{0,10}$")
_YEAR_END = re.compile(r"年(?:底|末)[^，。；]{0,8}$")


def _by_document(row: Row, index: int) -> bool:
    """去年 in an article is the year before the article's, not the year before the one just spoken of."""
    return bool(_OF_DOCUMENT.search(row.lead(index))) and row.figures[index].period is not None


def _span(row: Row, first: int, second: int) -> int:
    one, other = row.figures[first].period, row.figures[second].period
    compared = re.search(r"[与较比]((?:19|20)\d\d)年[^，。；\d]{0,4}相?比?，", row.lead(first))
    if compared is not None and other is not None:
        return max(0, other.end.year - int(compared[1]))
    years = _YEAR.findall(row.lead(first)), _YEAR.findall(row.gap(first, second))
    if years[0] and years[1]:
        return max(0, int(years[1][-1]) - int(years[0][-1]))
    return max(0, other.end.year - one.end.year) if one is not None and other is not None else 0


def _belongs(row: Row, ends: Ends, change: int) -> bool:
    """Whether the words between say nothing of another thing, and the change names no other base."""
    low, high = min(ends.earlier, ends.later), max(ends.earlier, ends.later)
    lead = re.split("[；。]", row.lead(change))[-1]
    others = [index for index in range(min(low, change) + 1, max(high, change)) if index not in (low, high)]
    # 不到当年的一半，年均下降6.8%: the same change in other words
    if any(not row.is_change(index) and not _is_fraction(row, index) for index in others if index != change):
        return False
    if change > high or low < change < high:
        before = change - 1
        things = {row.figures[change].thing[0], row.figures[ends.later].thing[0]}
        same = len(things - {""}) <= 1 and before in (low, high)
        apart = re.search(
            r"[；。].|“[^”]*$", row.lead(change)
        )  # what another sentence or a quotation says is of its own
        if not (_NEUTRAL.fullmatch(lead) or (same and not apart)):
            return False
    elif re.search(r"[。；]", row.lead(low)):
        return False
    elif not re.match(r"(?:的(?:速度|增速|幅度|速率)[^，。；]{0,4})?[，（(](?:也|即)?[由从]", row.lead(low)):
        # 年均增长15.2%，…完成了从A到B的变化: a change that opens its sentence is of the values behind it
        return change == 0 and bool(_NEUTRAL.fullmatch(lead)) and _base_agrees(row, ends, lead)
    return _base_agrees(row, ends, lead)


_SPAN = re.compile(r"((?:19|20)\d\d)(?:年)?[—–~至到-]+((?:19|20)\d\d)年")


def _is_fraction(row: Row, index: int) -> bool:
    return row.figures[index].statement.quote in ("一半", "半") and not re.search("占", row.lead(index))


_MANY = 5  # years from which on the first and the last are often both counted
# What makes a change one of another place, time or plan.
_ELSEWHERE = re.compile(
    r"全国|全省|全球|世界|平均(?!每年|增)|同期|同类|力争|预计|年[初度](?:计划|预算)|比(?:计划|预算)|目标|预期|要达到|再|“?十[一二三四五]五"
)


def _base_agrees(row: Row, ends: Ends, lead: str) -> bool:
    """A year or a number of years said of the change itself must be that between the values."""
    if _ELSEWHERE.search(lead) or (_PART.search(lead) and not _PART.search(row.lead(ends.later))):
        return False
    # 十年间 of 2013 to 2023 and of 2014 to 2023; a yearly rate is of as many steps as are said
    said = years_said(lead)
    loose = (
        said == ends.years + 1 and said >= _MANY and not re.search("累计|合计|总共", lead) and not YEARLY.search(lead)
    )
    if ends.years and said not in (0, ends.years) and not loose:
        return False
    known = {_year(row, ends.earlier), _year(row, ends.later)}
    other = {int(year) for year in re.findall(r"((?:19|20)\d\d)年", lead)} - known
    # 为2015年的8.8倍，由A提高到B: the year that A does not say
    unsaid = 0 in known and not RELATIVE.search(row.lead(ends.earlier))
    if len(other) > unsaid or re.search(r"此前|之前", lead):
        return False
    for first, last in _SPAN.findall(lead):
        if int(last) not in known or not {int(first), int(first) - 1} & known:
            return False
    return not (ends.years > 1 and re.search(r"一年|当年(?!的)|同比|比上年|较上年|比去年|较去年|上一年", lead))


def years_said(words: str) -> int:
    """How many years a change is said to have taken (近三年年均, 两年累计); 0 where nothing is said."""
    found = _LASTING.search(words)
    if found is None:
        return 0
    return int(found[1]) if found[1].isdigit() else _NUMBERS.get(found[1], 0)


def _compare(row: Row, ends: Ends, change: int) -> Iterator[Issue]:
    said = row.figures[change]
    if (
        said.statement.modality == "target"
        or said.statement.form != "number"
        or (at_constant_prices(row.figures[ends.later]) and said.statement.unit == "%")
    ):
        return
    later, earlier = row.figures[ends.later], row.figures[ends.earlier]
    try:
        computed = _computed(row, said, later, earlier, ends.years or _told_years(row, change), change)
    except ValueError:
        return
    if computed is None:
        return
    against = _against_verb(row, change, computed.values)
    if against:
        words = f"{printed(later)}，{against}{printed(said)}（{printed(earlier)}）"
        yield finding("sign", "error", [said, later, earlier], words, said=words)
        return
    exact = computed.code == "multiple" or (said.statement.measure == "growth" and _SIGNED.search(row.lead(change)))
    holds = computed.values.meets(said.values) if exact else _holds(said, computed.values)
    if not holds:
        extra = {"steps": str(ends.years), "hint": ""} if computed.code == "average" else {}
        yield wrong_change(said, computed, **extra)


_SPAN_BEHIND = re.compile(r"^[（(]((?:19|20)\d\d)年?[—–~\-至到]+((?:19|20)\d\d)年[）)]")


def _told_years(row: Row, change: int) -> int:
    """The years of a change as a bracket behind it says them: 年均增长9.1%（2018—2023年）; 0 where none does."""
    found = _SPAN_BEHIND.match(row.tail(change))
    return max(0, int(found[2]) - int(found[1])) if found else 0


_VERB = re.compile(rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:了|约|近|超过?)*$")


def _against_verb(row: Row, change: int, values: Interval) -> str:
    """The verb right before an amount of change that goes the other way than the values do; "" where it does not."""
    verb = _VERB.search(row.lead(change))
    if (
        verb is None
        or row.unit(change) in NO_UNIT
        or re.search(r"少[^，]{0,3}[降减跌]|多[^，]{0,3}[降减跌]|[降减]幅", row.lead(change))
    ):
        return ""
    zero = Interval.exactly(0)
    wrong = zero.above(values) if verb["up"] else values.above(zero)
    return (verb["up"] or verb["down"]) if wrong else ""


def _computed(row: Row, said: Figure, later: Figure, earlier: Figure, years: int, change: int) -> Computed | None:
    unit = said.statement.unit
    if YEARLY.search(row.lead(change)) or _says_again(row, change):
        if years < 2:
            return None
        return (yearly if unit == "%" else yearly_amount)(later, earlier, years)
    if unit == "倍":
        return multiple(later, earlier, more=said.statement.note == "increase")
    return (growth if unit == "%" else difference)(later, earlier)


def _says_again(row: Row, change: int) -> bool:
    """年均增速超过30%，达到32.8%: the rate once more."""
    again = change > 0 and re.fullmatch(r"，(?:达到?|为)?(?:约|近|了)*", row.lead(change))
    return bool(again) and row.unit(change - 1) == row.unit(change) and bool(YEARLY.search(row.lead(change - 1)))


_SIGNED = re.compile(r"(?:(?P<up>增长|增加|上涨)|(?P<down>下降|减少|下跌))(?:了|约|近|超过?)*$")


def _holds(said: Figure, result: Interval) -> bool:
    return result.meets(said.values) or result.meets(-said.values)


def _implied(row: Row) -> Iterator[Issue]:
    """B，比上年增加d，增长g: the level and the amount of the change make the rate."""
    for index in range(len(row) - 1):
        amount, rate = row.figures[index], row.figures[index + 1]
        beside = rate.statement.unit == "%" and rate.statement.measure == "growth" and row.is_change(index)
        if not beside or amount.statement.unit in NO_UNIT or not _NEUTRAL.fullmatch(row.lead(index + 1)):
            continue
        levels = [at for at in (index - 1, index + 2) if 0 <= at < len(row) and row.is_amount(at)]
        levels = [at for at in levels if row.unit(at) == row.unit(index) and _one_passage(row, at, index)]
        if index - 1 in levels and not _NEUTRAL.fullmatch(row.lead(index)):
            levels.remove(index - 1)
        if not levels or at_constant_prices(rate) or YEARLY.search(row.lead(index + 1)):
            continue
        level = row.figures[levels[0]]
        fell = bool(re.search(rf"(?:{DOWN})[^，]{{0,4}}$", row.lead(index)))
        size = -amount.values if fell and amount.statement.value[0] > 0 else amount.values
        lead = row.lead(levels[0])
        try:
            compared = re.match(r"^(?:比较|相比|相较|比)", row.tail(levels[0]))
            is_base = RELATIVE.search(lead) or _THAN.search(lead) or compared
            base = level.values if is_base else level.values - size
            result = size / base * HUNDRED
        except ValueError:
            continue
        if not _holds(rate, result):
            yield wrong_rate(rate, level, amount, result)


def _one_passage(row: Row, level: int, amount: int) -> bool:
    """Whether a level behind a change is still of it: no semicolon and no other year come in between."""
    words = "".join(row.gap(at, at + 1) for at in range(amount, level))
    return "；" not in words and _YEAR.search(words) is None


NO_UNIT = frozenset(["%", "百分点", "倍", ""])
