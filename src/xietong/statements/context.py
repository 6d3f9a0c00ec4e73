"""What is known while an article is read: what it is about, what its sentences have said, what its clauses hand on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from xietong.core.period import Period
from xietong.documents.model import Article, Text
from xietong.statements.coordinate import Row
from xietong.statements.modality import is_plan
from xietong.statements.model import Statement
from xietong.statements.regions import Home, home
from xietong.statements.times import Clock, Time


@dataclass
class Said:
    """What the sentences before have established, for the clauses that leave it out."""

    time: Time | None = None
    regions: tuple[str, ...] = ()
    indicator: str = ""
    due: Time | None = None
    due_before: Time | None = None  # the deadline before that one
    years: Time | None = None
    same_below: bool = False  # （下同）: every change from here on is on the year before
    statistical: bool = False


@dataclass
class InSentence:
    """What the clauses of one sentence hand on to each other."""

    time: Time | None
    regions: tuple[str, ...] = ()
    flow: str = ""
    flowing: str = ""
    indicator: str = ""
    first: str = ""  # of the first figure of the sentence: what the sentence is about
    subject: str = ""
    matter: str = ""  # what the last clause without a figure brought up
    held: str = ""
    held_at: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    outer: tuple[str, ...] | None = None  # what 其中 is said of: spoken of again once its parts are through
    topics: set[tuple[str, ...]] = field(default_factory=set)
    growing: bool = False
    share: str = ""  # the last share: 占全国40.1%，提高7.5个百分点 is of the share
    taken: int = 0  # up to where the last phrase took in what stands behind its number
    head: str = ""  # what the first of a list of things counted shares with the rest
    base: Time | None = None
    asides: list[Time] = field(default_factory=list)  # 上年为8448.5亿元: only there to compare with
    rows: dict[int, Row] = field(default_factory=dict)
    read: dict[int, Statement] = field(default_factory=dict)  # by start, for lists that speak of figures before them
    source: tuple[int, int] | None = None  # who is said to have said it


@dataclass
class Standing:
    """Where the reading of one article stands. Made for each article; holds what inheritance needs and nothing else.

    `headline` is the span a statistical text is about, `section` that of the heading above, `span` the years a plan is
    made for; `aims` and `goals` say what the heading above announces; `events` are dates of what happened (于2021年
    11月更名), not of figures; a `bulletin` is all about the span of its headline, other texts only where they compare.
    """

    text: str
    clock: Clock
    home: Home
    plan: bool
    full_of_rates: bool
    headline: Time | None
    span: Period | None
    section: Time | None
    said: Said = field(default_factory=Said)
    events: list[Time] = field(default_factory=list)
    aims: bool | None = None
    goals: bool = False
    bulletin: bool = False

    def ahead(self, time: Time) -> bool:
        """Whether a time ends after the month of the document."""
        now = self.clock.now
        return now is not None and time.period is not None and time.period.end > now


def standing(view: str, text: Text, article: Article, start: int, end: int) -> Standing:
    """The beginning of an article at view[start:end]: what its title, publisher and first lines tell of all of it."""
    body = view[start:end]
    document = article.date or text.date
    title = article.title or text.title
    lead = title or "。".join(line for line in body[:240].split("\n")[:5] if _is_title_line(line))
    plan = is_plan(lead, body) or any(is_plan(line, body) for line in body[:300].split("\n")[:4])
    rates = len(_RATE.findall(body))
    full = rates >= 6 and rates * 90 >= len(body)
    headline = _headline(lead, body, Clock(document), full)
    return Standing(
        text=view,
        clock=Clock(document, plan=plan),
        home=home(lead, article.publisher or text.publisher, body),
        plan=plan,
        full_of_rates=full,
        headline=headline,
        span=_plan_span(lead) if plan else None,
        section=headline,
        bulletin=_headline(lead, "", Clock(document), False) is not None or bool(_BULLETIN.search(lead)),
    )


_STATISTICAL_TITLE = re.compile(r"公报|运行|情况|统计|简报|通报|数据|月报|季报|分析|形势|增长|下降")
# A census counts what there is at one moment: 以2020年11月1日零时为标准时点.
_MOMENT = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:零时|24时)?[^，。；]{0,4}(?:标准时点|为时点)")
_BULLETIN = re.compile(r"公报|运行|统计|数据|月报|季报|形势|核算")
_RATE = re.compile(r"同比|比上年|较上年|增长\d|下降\d|百分点")
_NO_TITLE = re.compile(
    r"[（(]?(?:作者|摘编|据)|文\s*/|编者按|核心阅读|本报讯|扫码|记者|20\d\d年\d+月\d+日(?!.{6})|来源|发布"
)


def _is_title_line(line: str) -> bool:
    """Whether a line at the head of a text may be part of its title."""
    return 0 < len(line) < 45 and not _NO_TITLE.match(line) and not line.endswith(("。", "；"))


def is_long(time: Time) -> bool:
    """Whether a span is of the kind statistics are made for: a month or more."""
    found = time.period
    return found is not None and found.start is not None and (found.end - found.start).days >= 27


def _moment(head: str) -> Time | None:
    """The moment a census counts at, as a stock."""
    found = _MOMENT.search(head)
    try:
        return Time(-1, -1, "until", Period.until(date(*map(int, found.groups()))), found.group()) if found else None
    except ValueError:  # no such day
        return None


def _headline(title: str, body: str, clock: Clock, full_of_rates: bool) -> Time | None:
    """The span a statistical text is about: from its title, else from the first sentences of a text full of rates."""
    if re.search(r"方案|规划|计划|意见|纲要", title):
        return None
    moment = _moment(body[:600])
    if moment is not None:
        return moment
    heads = [title] if _STATISTICAL_TITLE.search(title) else []
    heads += [body[:400]] if full_of_rates else []
    for head in heads:
        spans = [time for time in clock.read(head, 0, len(head)) if time.kind == "span" and is_long(time)]
        if spans and (head is title or _recent(spans[0], clock)):
            return spans[0]
    return None


def _recent(time: Time, clock: Clock) -> bool:
    """Whether a span ended in the two years before the document: one further back is history, not what is reported."""
    now, found = clock.now, time.period
    return now is None or (found is not None and found.end.year >= now.year - 2)


def _plan_span(title: str) -> Period | None:
    """The years a plan is made for: 十四五规划 → 2021–2025, （2024—2026年） → 2024–2026."""
    number = re.search(r"第?十([一二三四五六])个?五年?", title)
    if number:
        first = 2006 + 5 * "一二三四五六".index(number[1])
        return Period.year(first, first + 4)
    years = re.search(r"(20\d\d)年?[—\-–~至](20\d\d)年", title)
    return Period.year(int(years[1]), int(years[2])) if years and years[1] < years[2] else None
