"""Which days a figure of an article covers and which it is compared with, from what its clause and article say."""

from __future__ import annotations

import re
from dataclasses import replace

from xietong.core.period import Period
from xietong.statements.clauses import Sentence
from xietong.statements.context import InSentence, Standing
from xietong.statements.coordinate import Coordination
from xietong.statements.find import Quantity
from xietong.statements.measure import Meant
from xietong.statements.periods import averaged, base, covered, period
from xietong.statements.times import Time

_DESIGN = re.compile(r"总投资[^，。；]{0,4}$|全长|占地|设计(?:年|输|产|能|速|生产)")
# 先后制修订标准90多项: over a time of its own that is not said.
_IN_TURN = re.compile(r"[^，。；\d]{0,8}(?:先后|陆续)")
_SETS_OUT = re.compile(r"[由从](?:原来|原先|最初|过去|此前|现在|目前|每[一-龥]{1,3})?的?(?:约|近|超|超过|不足|\s)*$")
_ARRIVES_AFTER = re.compile(r"(?:左右|以上)?[^，。；\d]{0,6}(?:到|至|为)")
_ARRIVES = re.compile(r"(?:到|至|为)(?:了|约|近|超|超过|\s)*$")


def time_of(
    standing: Standing,
    span: tuple[int, int],
    quantity: Quantity,
    times: list[Time],
    state: InSentence,
    member: Coordination | None,
    previous_end: int,
) -> Time | None:
    """The time that governs a number: its member's of a 分别 list, its clause's, or what the sentence said before."""
    if member is not None and member.time is not None:
        return member.time
    inside = [
        time
        for time in times
        if span[0] <= time.start < span[1]
        and ("）" not in standing.text[time.end : quantity.start] or not in_brackets(standing.text, time, span))
    ]
    behind = next((time for time in times if dates_behind(standing.text, time, quantity)), None)
    if behind is not None:
        return behind
    before = year_ago(standing.text, span, times, quantity, state.time) or _compared_with(
        standing.text, times, quantity
    )
    found = before or covered(inside, quantity.start, previous_end, state.time)
    return up_to(found, state.time)


def up_to(time: Time | None, around: Time | None) -> Time | None:
    """截至2022年，…，自2012年以来年均…: since then up to the time the sentence speaks of, not up to the document's."""
    if time is None or around is None or time.kind != "since" or around.kind not in ("until", "span"):
        return time
    if time.period is None or time.period.start is None or around.period is None or around.start > time.start:
        return time
    inside = time.period.start < around.period.end < time.period.end
    return replace(time, period=Period(time.period.start, around.period.end)) if inside else time


_IS = re.compile(r"(?:同期|全年|末|底|初)?[，]?(?:则|只|仅|仅仅|还)?(?:为|是|有|：)?(?:约|近|超|超过|达|仅|只有)*")
_BEHIND = re.compile(r"(?:左右|以上|以下|多|余)?[）)]?")
_YEAR_AGO = re.compile(r"(?:上年|去年)同[期月]")


def compared_aside(
    text: str, span: tuple[int, int], times: list[Time], inside: list[Quantity], around: Time | None
) -> Time | None:
    """The time of a clause that is nothing but an earlier value to compare with (上年为8448.5亿元): what follows is of
    the time before it again."""
    if len(inside) != 1:
        return None
    said = [time for time in times if span[0] <= time.start < span[1] and time.kind in ("span", "until")]
    if len(said) != 1 or not _IS.fullmatch(text, said[0].end, inside[0].context_start):
        return None
    if re.sub("^[而其中较比]+|[（(]", "", text[span[0] : said[0].start]) or not _BEHIND.fullmatch(
        text, inside[0].context_end, span[1]
    ):
        return None
    time = said[0]
    if around is None or around.period is None or time.period is None:
        return time if re.match("上年|去年|前年", time.words) else None
    return time if time.period.end.year < around.period.end.year else None


def year_ago(
    text: str, span: tuple[int, int], times: list[Time], quantity: Quantity, around: Time | None
) -> Time | None:
    """去年同期为121.9亿元: the same span a year before; None where the clause says something else."""
    for time in times:
        if time.kind == "same" and span[0] <= time.start and _YEAR_AGO.fullmatch(time.words):
            plain = not re.sub("^[而其中]+|[（(]", "", text[span[0] : time.start])
            if plain and _IS.fullmatch(text, time.end, quantity.context_start) and around and around.period:
                return replace(time, kind=around.kind, period=around.period.shifted(-1))
    return None


_OF_THEN = re.compile(r"(?:年?[末底])?的(?:约|近|超过?|不足|不到)*")


def _compared_with(text: str, times: list[Time], quantity: Quantity) -> Time | None:
    """比2012年的86微克/立方米明显减少: a level of the year compared with."""
    for time in times:
        if time.kind == "base" and _OF_THEN.fullmatch(text, time.end, quantity.context_start):
            behind = text[quantity.context_end : quantity.context_end + 12]
            if quantity.unit not in ("%", "倍", "百分点") and not re.match(r"[^，。；]{0,4}倍", behind):
                return replace(time, kind="span")
    return None


def dates_behind(text: str, time: Time, quantity: Quantity) -> bool:
    """31天（2022年）: a time alone in brackets right behind a number."""
    opened = text[quantity.context_end : quantity.context_end + 1] == "（" and time.start == quantity.context_end + 1
    closed = re.match(r"(?:末|底)?(?:的?数据|数|统计)?）", text[time.end : time.end + 6])
    return opened and closed is not None and time.kind in ("span", "until") and not time.due


def in_brackets(text: str, time: Time, span: tuple[int, int]) -> bool:
    """Whether a time stands among other words in brackets: （以2014年为100） dates nothing outside, （4月初） does."""
    opening = text.rfind("（", span[0], time.start)
    if opening < 0 or "）" in text[opening : time.start]:
        return False
    return opening + 1 < time.start or text[time.end : time.end + 1] != "）"


def due_said(standing: Standing, sentence: Sentence, quantity: Quantity) -> Time | None:
    """The last deadline said before a number: 改造620公里，其中2027年底前完成260公里 gives the first none."""
    due = standing.said.due
    later = due is not None and sentence.start <= quantity.start < due.start < sentence.end
    return standing.said.due_before if later else due


def due_holds(standing: Standing, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a deadline said before still governs: in a plan, under a heading of goals, or in its own sentence."""
    due = due_said(standing, sentence, quantity)
    return due is not None and (standing.plan or standing.goals or sentence.start <= due.start < quantity.start)


def is_past(standing: Standing, time: Time) -> bool:
    """Whether a time lies behind the document; never where the document bears no date."""
    if standing.clock.document is None:
        return False
    known = time.kind in ("span", "until", "since", "years") and time.period is not None
    return known and not time.due and not standing.ahead(time)


def covers_of(
    standing: Standing, time: Time | None, mode: str, words: str, meant: Meant, indicator: str, inherited: bool,
    apart: bool, said: Time | None,
) -> Period | None:  # fmt: skip
    """The days a figure covers; for a target the deadline that governs it.

    `inherited`: the time stands outside the clause; `apart`: even outside its part of the sentence; `said`: the last
    deadline said before.
    """
    if mode == "target":
        due = time if time is not None and (time.due or standing.ahead(time)) else None
        if due is None and said is not None and (standing.goals or time is None):
            due = said
        if due is not None and due.period is not None and standing.clock.document is not None and due.kind == "span":
            # 2027年达510公里 is a deadline; this year's goal is the year's
            later = due.period.end.year > standing.clock.document.end.year
            return Period.until(due.period.end) if later else due.period
        if due is not None:
            return due.period
        return (
            period(time, words, inherited=inherited)
            if time is not None and not inherited and not standing.plan
            else None
        )
    if inherited and (_DESIGN.search(words) or (time is not None and time in standing.events)):
        return None
    if apart and time is not None and time.kind == "span" and _IN_TURN.match(words):
        return None
    covers = period(time, words, inherited=inherited)
    if (
        covers is None
        and re.search(r"经济总量|地区生产总值|GDP", indicator)
        and standing.clock.document is not None
        and meant.measure in ("level", "multiple")
    ):
        return Period.year(standing.clock.document.end.year - 1)
    return covers


def moved(
    standing: Standing,
    span: tuple[int, int],
    quantity: Quantity,
    previous_end: int,
    covers: Period | None,
    mode: str,
    times: list[Time],
) -> Period | None:
    """由A增加到B without years: A is of an unsaid time before, B of now, where nothing dates the text."""
    text = standing.text
    within = _within(standing, span, quantity, previous_end, times)
    if within is not None:
        return within
    if _SETS_OUT.search(text[span[0] : quantity.context_start]) and _ARRIVES_AFTER.match(text, quantity.context_end):
        return None
    out = any(time.kind == "from" and span[0] <= time.start < previous_end for time in times)
    if (
        out
        and _ARRIVES.search(text[previous_end : quantity.context_start])
        and (
            mode == "actual"
            and standing.section is None
            and standing.clock.now is not None
            and (covers is None or covers.start is not None)
        )
    ):
        return Period.until(standing.clock.now)
    return covers


# 2018年自北京落户天津，团队从10余人壮大至400余人: the year is when it began.
_BEGAN = re.compile(r"[^，。；]{0,8}(?:落户|成立|创办|创立|建立|启动|起步|开园|设立)")


def _within(
    standing: Standing, span: tuple[int, int], quantity: Quantity, previous_end: int, times: list[Time]
) -> Period | None:
    """2014年到2022年，…由A降至B: A is of the first year, B of the last; 2015年以来…由A增至B: B is of now."""
    text, now = standing.text, standing.clock.now
    spoken = [time for time in times if time.kind in ("span", "since") and time.period and time.end <= quantity.start]
    found = spoken[-1].period if spoken else None
    if found is None or found.start is None:
        return None
    goes_on = spoken[-1].kind == "since" or bool(_BEGAN.match(text, spoken[-1].end))
    if found.end.year - found.start.year < 2 and not goes_on:
        return None
    if _SETS_OUT.search(text[span[0] : quantity.context_start]) and _ARRIVES_AFTER.match(text, quantity.context_end):
        return Period.year(found.start.year)
    if previous_end > span[0] and _ARRIVES.search(text[previous_end : quantity.context_start]):
        return Period.until(now) if goes_on and now is not None else Period.year(found.end.year)
    return None


_GAP = re.compile(
    r"(?:高于|低于|高出|低出|快于|慢于|多于|少于|好于|优于)[^，。；\d]{0,14}$|"
    r"(?<![提降减增加放变最])(?:高|低|多|少|快|慢)(?:了|约|近|出)?$"
)
_IN_TIME = re.compile(r"比上|较上|[比较]去|同比|环比|[比较](?:20\d\d年|[一二三四]季度|\d)")


def base_of(
    standing: Standing,
    span: tuple[int, int],
    quantity: Quantity,
    times: list[Time],
    state: InSentence,
    meant: Meant,
    words: str,
    covers: Period | None,
    time: Time | None,
) -> tuple[Period | None, Period | None]:
    """The days a change covers, and those it is measured against; a level has no base."""
    changes = meant.measure == "multiple" or (meant.measure in ("growth", "difference") and meant.change)
    if not changes:
        return covers, None
    explicit = _explicit(standing.text, span, times, state, meant, words)
    if explicit is None and time is not None and dates_behind(standing.text, time, quantity):
        explicit = _set_out(state.time)
    average_from = None
    if meant.average:
        covers, average_from = _average(standing, time, covers, words, times, span, explicit)
    if _GAP.search(words) and not _IN_TIME.search(words):
        return covers, None  # 高于全国平均3个百分点: a gap to another place
    # 两年累计增长: over years of its own, not on the year before
    long = covers is not None and covers.start is not None and covers.end.year > covers.start.year
    default = not (long or (time is not None and time.kind in ("since", "years")) or _OVER_YEARS.search(words)) and (
        meant.measure == "growth"
        or (meant.measure == "multiple" and bool(meant.note))
        or quantity.unit == "百分点"
        or standing.said.same_below
    )
    return covers, base(words, covers, explicit, average_from, average=meant.average, default=default)


def _set_out(time: Time | None) -> Time | None:
    """2014年以来，…下降57.3%（2023年）: the year it began, as a base."""
    if time is None or time.kind != "since" or time.period is None or time.period.start is None:
        return None
    return replace(time, kind="base", period=Period.year(time.period.start.year))


_OVER_YEARS = re.compile(r"[两三四五六七八九十\d]年(?:累计|合计|共|间|来|里)[^，。；]{0,6}$")
_GREW = re.compile(r"[^，。；百]{0,6}(?:增长|下降|上升|减少)[^，。；百]*%")


def _explicit(
    text: str, span: tuple[int, int], times: list[Time], state: InSentence, meant: Meant, words: str
) -> Time | None:
    """The base the clause names, else that of the growth before it, else the one that 与2010年相比 set for the clauses after."""
    inside = [one for one in times if span[0] <= one.start < span[1] and one.kind == "base"]
    if inside:
        return inside[-1]
    if re.search(r"同比|环比|比上|较上", words):
        return None
    before = [one for one in times if one.start < span[0] and one.kind not in ("from", "years")]
    if meant.measure == "growth" and before and before[-1].kind == "base" and _GREW.match(text, before[-1].end):
        return before[-1]  # 铁路比2014年增长38.3%；高速公路增长32.6%
    return state.base


def _average(
    standing: Standing,
    time: Time | None,
    covers: Period | None,
    words: str,
    times: list[Time],
    span: tuple[int, int],
    explicit: Time | None,
) -> tuple[Period | None, Period | None]:
    """The years of an annual average and the year they start from."""
    plan = standing.span
    if plan and plan.start and covers and covers.end == plan.end:
        return plan, Period.year(plan.start.year - 1)
    if explicit is not None and explicit.period and covers and covers.end.year > explicit.period.end.year:
        return Period.year(explicit.period.end.year + 1, covers.end.year), explicit.period
    return _averaged(time, covers, words, times, span)


def _averaged(
    time: Time | None, covers: Period | None, words: str, times: list[Time], span: tuple[int, int]
) -> tuple[Period | None, Period | None]:
    """The years of an annual average; after 由2013年的…增长至2023年的… they are those between."""
    out = next((one for one in times if one.kind == "from" and one.end <= span[0]), None)
    if out is not None and out.period and covers and covers.end.year > out.period.end.year and covers.start:
        return Period.year(out.period.end.year + 1, covers.end.year), Period.year(out.period.end.year)
    return averaged(time, covers, words)
