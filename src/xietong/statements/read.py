"""Text → Reading: the whole line from characters to statements."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from xietong.core.period import Period
from xietong.documents.model import Article, Text
from xietong.documents.view import View, repair
from xietong.statements.caveats import attribution, scope
from xietong.statements.clauses import Sentence, clauses, sentences
from xietong.statements.coordinate import Coordination, coordinate, leads
from xietong.statements.find import Quantity, Skipped, find
from xietong.statements.indicator import completed, event, phrase
from xietong.statements.measure import Meant, measure
from xietong.statements.modality import heading, is_plan, modality
from xietong.statements.model import Reading, Statement, Unread
from xietong.statements.periods import averaged, base, covered, period
from xietong.statements.places import Place, find_places, groups, joined
from xietong.statements.regions import Home, flow, home, place_behind, route_ends, topic
from xietong.statements.times import Clock, Time, as_until

READER = "xietong/1"


def read(text: Text) -> Reading:
    """Every quantity of the text that carries statistical or planning meaning, with its attributes."""
    view = repair(text.content)
    found = list(find(view.text))
    articles = text.articles or (Article(0, len(text.content), text.title, text.date, text.publisher),)
    statements: list[Statement] = []
    unread = [
        Unread(*view.span(one.start, one.end), text.content[slice(*view.span(one.start, one.end))], one.reason)
        for one in found
        if isinstance(one, Skipped)
    ]
    quantities = [one for one in found if isinstance(one, Quantity)]
    for article, start, end in _in_view(view, articles, len(text.content)):
        inside = [one for one in quantities if start <= one.start < end]
        if inside:
            statements.extend(_Article(text, view, article, start, end).read(inside))
    return Reading(READER, tuple(sorted(statements, key=lambda one: one.start)), tuple(unread))


def _in_view(view: View, articles: tuple[Article, ...], length: int) -> Iterator[tuple[Article, int, int]]:
    """Each article with its span in the view; what lies between articles (a headline cut off) is read by itself."""
    bounds = range(len(view.text))
    at = 0
    for article in articles:
        start = bisect_left(bounds, article.start, key=view.origin)
        end = len(view.text) if article.end >= length else bisect_left(bounds, article.end, key=view.origin)
        if start > at:
            yield Article(view.origin(at), article.start), at, start
        yield article, start, end
        at = end
    if at < len(view.text):
        yield Article(view.origin(at), length), at, len(view.text)


@dataclass
class _Said:
    """What the sentences before have established, for the clauses that leave it out."""

    time: Time | None = None
    regions: tuple[str, ...] = ()
    indicator: str = ""
    base: Time | None = None
    due: Time | None = None
    years: Time | None = None
    same_below: bool = False
    statistical: bool = False
    attribution: tuple[int, int] | None = None


@dataclass
class _Article:
    """Reads one article in order. Made for each article; holds what inheritance needs and nothing else."""

    text: Text
    view: View
    article: Article
    start: int
    end: int
    clock: Clock = field(init=False)
    home: Home = field(init=False)
    plan: bool = field(init=False)
    said: _Said = field(default_factory=_Said)
    headline: Time | None = None
    section: Time | None = None
    full_of_rates: bool = False
    span: Period | None = None
    events: list[Time] = field(default_factory=list)  # dates of what happened (于2021年11月更名), not of figures
    aims: bool | None = None
    goals: bool = False

    def __post_init__(self) -> None:
        body = self.view.text[self.start : self.end]
        self.clock = Clock(self.article.date or self.text.date)
        title = self.article.title or self.text.title
        lead = title or "。".join(line for line in body[:240].split("\n")[:5] if _is_title_line(line))
        self.home = home(lead, self.article.publisher or self.text.publisher, body)
        self.plan = is_plan(lead, body) or any(is_plan(line, body) for line in body[:300].split("\n")[:4])
        rates = len(_RATE.findall(body))
        self.full_of_rates = rates >= 6 and rates * 90 >= len(body)
        self.span = self._plan_span(lead) if self.plan else None
        self.headline = self.section = self._headline(lead, body)

    def _headline(self, title: str, body: str) -> Time | None:
        """The span a statistical text is about: from its title, else from the first sentences of a text full of rates."""
        if re.search(r"方案|规划|计划|意见|纲要", title):
            return None
        clock = Clock(self.clock.document)
        if _STATISTICAL_TITLE.search(title):
            spans = [time for time in clock.read(title, 0, len(title)) if time.kind == "span" and _is_long(time)]
            if spans:
                return spans[0]
        if not self.full_of_rates:
            return None
        head = body[:400]
        spans = [time for time in clock.read(head, 0, len(head)) if time.kind == "span" and _is_long(time)]
        return spans[0] if spans else None

    def _plan_span(self, title: str) -> Period | None:
        """The years a plan is made for: 十四五规划 → 2021–2025, （2024—2026年） → 2024–2026."""
        number = re.search(r"第?十([一二三四五六])个?五年?", title)
        if number:
            first = 2006 + 5 * "一二三四五六".index(number[1])
            return Period.year(first, first + 4)
        years = re.search(r"(20\d\d)年?[—\-–~至](20\d\d)年", title)
        return Period.year(int(years[1]), int(years[2])) if years and years[1] < years[2] else None

    def read(self, quantities: list[Quantity]) -> Iterator[Statement]:
        index = 0
        for sentence in sentences(self.view.text, self.start, self.end):
            inside: list[Quantity] = []
            while index < len(quantities) and quantities[index].start < sentence.end:
                if quantities[index].start >= sentence.start:
                    inside.append(quantities[index])
                index += 1
            yield from self._sentence(sentence, inside)

    def _sentence(self, sentence: Sentence, quantities: list[Quantity]) -> Iterator[Statement]:
        text = self.view.text
        times = self.clock.read(text, sentence.start, sentence.end)
        places = find_places(text, sentence.start, sentence.end)
        grouped = groups(text, places)
        spans = clauses(text, sentence)
        self._open(sentence, times)
        together = coordinate(text, sentence.start, sentence.end, quantities, times, grouped)
        state = _InSentence(self._carried(sentence, spans), ())
        state.leads = leads(text, quantities)
        for span in spans:
            inside = [one for one in quantities if span[0] <= one.start < span[1]]
            self._clause(span, times, grouped, state)
            previous_end = span[0]
            for quantity in inside:
                statement = self._statement(
                    sentence, span, quantity, times, places, grouped, state, together, previous_end
                )
                previous_end = quantity.context_end
                yield statement
            self._after_clause(span, times, grouped, state, bool(inside))
        self._close(sentence, times, state, bool(quantities))

    # -- what carries over --------------------------------------------------------------------------------------

    def _open(self, sentence: Sentence, times: list[Time]) -> None:
        text = self.view.text
        words = text[sentence.start : sentence.end]
        if re.search(r"（下同）|，下同", words):
            self.said.same_below = True
        if sentence.opens:
            self.said.regions, self.said.years = (), None
            if re.match(
                r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四五六七八九十]+[章节]", words
            ):
                said = heading(words[:60]) if len(words) < 60 else None
                if said is not None or words[0] not in "（(":
                    self.aims, self.goals = said, bool(re.search(r"目标|愿景", words))
                self.said.due = self.said.time = None
                self._section(sentence, times)
            elif not (self.goals or words.startswith("——")):
                self.said.due = None
            self.said.time = self.section
        due = next((time for time in times if time.due and time.period is not None), None)
        if due is not None:
            self.said.due = due

    def _section(self, sentence: Sentence, times: list[Time]) -> None:
        """A heading that names one span (一、2024年工作回顾) dates what stands under it; 总体 headings end it."""
        spans = [time for time in times if time.kind == "span" and time.period is not None]
        if sentence.end - sentence.start <= 40:
            if spans and self.clock_ahead(spans[0]):
                self.said.due = as_until(spans[0])
            elif spans:
                self.section = spans[0]
            elif re.match(r"[一二三四五六七八九十]+、", self.view.text[sentence.start : sentence.end]):
                self.section = self.headline

    def _carried(self, sentence: Sentence, spans: list[tuple[int, int]]) -> Time | None:
        """The time a sentence inherits from the one before, where the kind of text lets it."""
        words = self.view.text[sentence.start : sentence.end]
        statistical = bool(re.search(r"同比|增长|下降|比上年|较上年|占|分别", words))
        if self.said.time is not None and self.full_of_rates and not sentence.opens:
            return self.said.time
        if self.said.time is not None and (
            re.match(r"其中|分|从|按", words) or (statistical and self.said.statistical)
        ):
            return self.said.time
        return self.section

    def _clause(self, span: tuple[int, int], times: list[Time], grouped: list[list[Place]], state: _InSentence) -> None:
        state.flow = ""
        inside = [group for group in grouped if span[0] <= group[0].start < span[1]]
        around = state.regions or self.said.regions or self.home.names
        flowing = flow(self.view.text, span, inside, around, self.home)
        if flowing:
            state.flow = flowing

    def _after_clause(
        self, span: tuple[int, int], times: list[Time], grouped: list[list[Place]], state: _InSentence, figures: bool
    ) -> None:
        own = [
            time
            for time in times
            if span[0] <= time.start < span[1]
            and time.kind not in ("base", "same", "from")
            and not self._in_brackets(time, span)
        ]
        if own:
            state.time = own[-1]
            if (
                not figures
                and own[-1].kind == "span"
                and re.search(r"于$", self.view.text[own[-1].start - 1 : own[-1].start])
            ):
                self.events.append(own[-1])
        if not figures and attribution(self.view.text, *span):
            return  # 据河北省商务厅公布: who says it is not whom it is of
        named = topic(
            self.view.text, span, grouped, span[1], state.regions or self.said.regions or self.home.names, self.home
        )
        state.regions = named.firm or state.regions
        state.loose = named.loose or state.loose
        compared = [time for time in times if span[0] <= time.start < span[1] and time.kind == "base"]
        if compared and text_ends_with_comparison(self.view.text, compared[-1].end, span[1]):
            state.base = compared[-1]
        held = event(self.view.text, *span)
        if held:
            state.held, state.held_at = held, named.firm or named.loose

    def _close(self, sentence: Sentence, times: list[Time], state: _InSentence, figures: bool) -> None:
        own = [time for time in times if time.kind in ("span", "since") and not time.due and _is_long(time)]
        if own:
            self.said.time = own[-1]
        spans = [time for time in times if time.kind == "years" and re.search(r"[来间]$", time.words)]
        if spans:
            self.said.years = spans[-1]
        words = self.view.text[sentence.start : sentence.end]
        self.said.statistical = figures and bool(re.search(r"同比|增长|下降|比上年|较上年", words))
        if state.regions:
            self.said.regions = state.regions
        self.said.indicator = state.indicator

    # -- one statement --------------------------------------------------------------------------------------------

    def _statement(
        self,
        sentence: Sentence,
        span: tuple[int, int],
        quantity: Quantity,
        times: list[Time],
        places: list[Place],
        grouped: list[list[Place]],
        state: _InSentence,
        together: dict[int, Coordination],
        previous_end: int,
    ) -> Statement:
        text = self.view.text
        lead = state.leads.get(quantity.start)
        meant = measure(text, quantity, span[0], lead)
        if meant.measure == "share" and not meant.said and state.growing:
            meant = replace(meant, measure="growth", change=True)
        state.growing = meant.measure == "growth" if quantity.unit == "%" else state.growing
        member = together.get(quantity.start)
        words = text[span[0] : quantity.context_start]
        regions = self._regions(span, quantity, places, grouped, state, member)
        time = self._time(span, quantity, times, state, member, previous_end)
        inherited = time is not None and not span[0] <= time.start < span[1]
        indicator = self._indicator(span, quantity, times, places, state, member, meant, previous_end)
        due = time is not None and time.due
        mode = modality(
            text,
            sentence.start,
            quantity,
            sentence.end,
            due=due,
            inherited_due=not due and time is None and self._due_holds(sentence),
            plan=self.plan,
            dated_past=time is not None and sentence.start <= time.start < sentence.end and self._is_past(time),
            aims=self.aims,
        )
        if time is None and meant.measure == "level" and self.said.years is not None and _CUMULATIVE.search(words):
            time = self.said.years
        covers = self._covers(
            time, mode, words + text[quantity.context_start : quantity.context_end], meant, indicator, inherited
        )
        if inherited or time is None:
            covers = self._moved(span, quantity, previous_end, covers, mode, times)
        covers, against = self._base(span, quantity, times, state, meant, words, covers, time)
        start, end = self.view.span(quantity.start, quantity.end)
        where = self.view.span(*span)
        source = attribution(text, sentence.start, min(sentence.end, quantity.start))
        said_by = self.view.span(*source) if source else (-1, -1)
        modifier = quantity.modifier
        if (
            modifier == "="
            and lead is not None
            and lead.modifier == ">"
            and re.search(r"分别(?:突破|超过|超)$", text[lead.start - 4 : lead.start])
        ):
            modifier = ">"
        if (
            modifier == ">"
            and mode == "target"
            and re.match(r" ?(?:以上|及以上)", text[quantity.end : quantity.end + 4])
        ):
            modifier = ">="
        return Statement(
            start=start, end=end, quote=self.text.content[start:end], sentence_start=where[0], sentence_end=where[1],
            sentence=self.text.content[slice(*where)], value=meant.value, form=quantity.form, unit=quantity.unit,
            modifier=modifier, measure=meant.measure, modality=mode, indicator=indicator, regions=regions,
            period=str(covers) if covers else "", base_period=str(against) if against else "",
            scope=scope(text, sentence.start, span[0], min(span[1], quantity.end + 12)),
            attribution=self.text.content[slice(*said_by)] if source else "",
            attribution_start=said_by[0], attribution_end=said_by[1], note=meant.note,
        )  # fmt: skip

    def _due_holds(self, sentence: Sentence) -> bool:
        """Whether a deadline said before still governs: in a plan, under a heading of goals, or in its own sentence."""
        due = self.said.due
        return due is not None and (self.plan or self.goals or sentence.start <= due.start < sentence.end)

    def _is_past(self, time: Time) -> bool:
        known = time.kind in ("span", "until", "since", "years") and time.period is not None
        return known and not time.due and not self.clock_ahead(time)

    def clock_ahead(self, time: Time) -> bool:
        document = self.clock.document
        return (
            document is not None
            and time.period is not None
            and self.clock.now is not None
            and time.period.end > self.clock.now
        )

    def _regions(
        self,
        span: tuple[int, int],
        quantity: Quantity,
        places: list[Place],
        grouped: list[list[Place]],
        state: _InSentence,
        member: Coordination | None,
    ) -> tuple[str, ...]:
        if member is not None and member.regions:
            return member.regions
        behind = next((place for place in places if place.end == quantity.context_start - 1 and place.names), None)
        if behind is not None and self._bracketed(quantity, places):
            return behind.names
        text = self.view.text
        around = state.regions or self.said.regions
        named = topic(text, span, grouped, quantity.start, around or self.home.names, self.home)
        if state.flow:
            state.flowing, state.regions = state.flow, named.firm or state.regions
            return (state.flow,)
        pulled = _PULLED.search(text, span[0], quantity.start)
        if pulled and around:
            also = next((group for group in grouped if group[0].start == pulled.end()), None)
            return (*around, *(name for name in joined(also) if name not in around)) if also else around
        if quantity.unit in ("分钟", "小时", "公里") and (
            ends := route_ends(text, span, grouped, around or self.home.names)
        ):
            return ends
        if named.firm:
            state.regions, state.flowing = named.firm, ""
            return named.firm
        if (
            not state.regions
            and quantity.context_start - span[0] <= 1
            and (after := place_behind(text, span, quantity.end, grouped))
        ):
            return after
        if state.flowing and not named.loose:
            return (state.flowing,)
        if state.held_at and _AT_EVENT.match(text[span[0] : quantity.start]):
            return state.held_at
        return state.regions or named.loose or state.loose or self.said.regions or self.home.names

    def _time(
        self,
        span: tuple[int, int],
        quantity: Quantity,
        times: list[Time],
        state: _InSentence,
        member: Coordination | None,
        previous_end: int,
    ) -> Time | None:
        if member is not None and member.time is not None:
            return member.time
        inside = [
            time
            for time in times
            if span[0] <= time.start < span[1]
            and ("）" not in self.view.text[time.end : quantity.start] or not self._in_brackets(time, span))
        ]
        return covered(inside, quantity.start, previous_end, state.time)

    def _in_brackets(self, time: Time, span: tuple[int, int]) -> bool:
        """Whether a time stands among other words in brackets: （以2014年为100） dates nothing outside, （4月初） does."""
        opening = self.view.text.rfind("（", span[0], time.start)
        if opening < 0 or "）" in self.view.text[opening : time.start]:
            return False
        return opening + 1 < time.start or self.view.text[time.end : time.end + 1] != "）"

    def _covers(
        self, time: Time | None, mode: str, words: str, meant: Meant, indicator: str, inherited: bool
    ) -> Period | None:
        if mode == "target":
            due = time if time is not None and (time.due or self.clock_ahead(time)) else None
            if due is None and self.said.due is not None and (self.goals or time is None):
                due = self.said.due
            if due is not None and due.period is not None and self.clock.document is not None and due.kind == "span":
                # 2027年达510公里 is a deadline; this year's goal is the year's
                later = due.period.end.year > self.clock.document.end.year
                return Period.until(due.period.end) if later else due.period
            if due is not None:
                return due.period
            return (
                period(time, words, inherited=inherited)
                if time is not None and not inherited and not self.plan
                else None
            )
        if inherited and (_DESIGN.search(words) or (time is not None and time in self.events)):
            return None
        covers = period(time, words, inherited=inherited)
        if (
            covers is None
            and re.search(r"经济总量|地区生产总值|GDP", indicator)
            and self.clock.document is not None
            and meant.measure in ("level", "multiple")
        ):
            return Period.year(self.clock.document.end.year - 1)
        return covers

    def _base(
        self, span: tuple[int, int], quantity: Quantity, times: list[Time], state: _InSentence, meant: Meant, words: str,
        covers: Period | None, time: Time | None,
    ) -> tuple[Period | None, Period | None]:  # fmt: skip
        if meant.measure not in ("growth", "difference", "multiple") or not (
            meant.change or meant.measure == "multiple"
        ):
            return covers, None
        text = self.view.text
        inside = [one for one in times if span[0] <= one.start < span[1] and one.kind == "base"]
        explicit = inside[-1] if inside else None
        if explicit is None and state.base is not None and not re.search(r"同比|环比|比上|较上", words):
            explicit = state.base
        average_from = None
        if meant.average and self.span and covers and covers.end == self.span.end:
            assert self.span.start is not None
            covers, average_from = self.span, Period.year(self.span.start.year - 1)
        elif (
            meant.average
            and explicit is not None
            and explicit.period
            and covers
            and covers.end.year > explicit.period.end.year
        ):
            covers, average_from = Period.year(explicit.period.end.year + 1, covers.end.year), explicit.period
        elif meant.average:
            covers, average_from = self._averaged(time, covers, words, times, span)
        if re.search(
            r"(?<![提降减增加放变])(?:高|低|多|少|快|慢|高出|低于|高于|快于)(?:于)?[^，。；\d]{0,12}$", words
        ) and not re.search(r"比上|较上|同比|环比|[比较](?:20\d\d年|[一二三四]季度|\d)", words):
            return covers, None
        default = (
            meant.measure == "growth"
            or (meant.measure == "multiple" and bool(meant.note))
            or (meant.measure == "difference" and quantity.unit == "百分点")
        )
        if meant.measure == "difference" and not default:
            default = False
        if time is not None and time.kind in ("since", "years"):
            default = False
        against = base(words, covers, explicit, average_from, average=meant.average, default=default)
        del text
        return covers, against

    def _moved(
        self,
        span: tuple[int, int],
        quantity: Quantity,
        previous_end: int,
        covers: Period | None,
        mode: str,
        times: list[Time],
    ) -> Period | None:
        """由A增加到B without years: A is of an unsaid time before, B of now, where nothing dates the text."""
        text = self.view.text
        if _SETS_OUT.search(text[span[0] : quantity.context_start]) and _ARRIVES_AFTER.match(
            text, quantity.context_end
        ):
            return None
        out = any(time.kind == "from" and span[0] <= time.start < previous_end for time in times)
        if (
            out
            and _ARRIVES.search(text[previous_end : quantity.context_start])
            and (
                mode == "actual"
                and self.section is None
                and self.clock.now is not None
                and (covers is None or covers.start is not None)
            )
        ):
            return Period.until(self.clock.now)
        return covers

    def _averaged(
        self, time: Time | None, covers: Period | None, words: str, times: list[Time], span: tuple[int, int]
    ) -> tuple[Period | None, Period | None]:
        """The years of an annual average; after 由2013年的…增长至2023年的… they are those between."""
        out = next((one for one in times if one.kind == "from" and one.end <= span[0]), None)
        if out is not None and out.period and covers and covers.end.year > out.period.end.year and covers.start:
            return Period.year(out.period.end.year + 1, covers.end.year), Period.year(out.period.end.year)
        return averaged(time, covers, words)

    def _indicator(
        self, span: tuple[int, int], quantity: Quantity, times: list[Time], places: list[Place], state: _InSentence,
        member: Coordination | None, meant: Meant, previous_end: int,
    ) -> str:  # fmt: skip
        if member is not None and member.indicator:
            state.indicator = member.indicator
            return member.indicator
        if self._bracketed(quantity, places):
            return state.indicator or self.said.indicator
        words = phrase(self.view.text, quantity, span, times, places, previous_end)
        if len(words) < 2 or _EMPTY.fullmatch(words):
            return state.indicator or self.said.indicator
        whole = completed(words, state.subject or self.said.indicator, state.held)
        if not _RELATIVE.match(words):
            state.indicator = whole
            if whole == words:
                state.subject = words
        return whole

    def _bracketed(self, quantity: Quantity, places: list[Place]) -> Place | None:
        """The place a figure in brackets stands behind: 广东（3479.9亿元）."""
        text = self.view.text
        if text[quantity.context_start - 1 : quantity.context_start] != "（":
            return None
        return next((place for place in places if place.end == quantity.context_start - 1 and place.names), None)


def text_ends_with_comparison(text: str, start: int, end: int) -> bool:
    """Whether nothing but 相比 follows a base in its clause: it is then the base of the clauses that follow."""
    return bool(re.fullmatch(r"(?:[^，。；\d]{0,8}|（[^）]*）)?(?:的[\d.]+[一-龥]{1,4})?相比", text[start:end]))


_DESIGN = re.compile(r"总投资[^，。；]{0,4}$|全长|占地|设计(?:年|输|产|能|速|生产)")
_CUMULATIVE = re.compile(r"^(?:累计|持续)|拆除|累计(?:退出|疏解|完成|实施)|疏解提升|退出(?!机制)")
_SETS_OUT = re.compile(r"[由从](?:原来|原先|最初|过去|此前|现在|目前|每[一-龥]{1,3})?的?(?:约|近|超|超过|不足|\s)*$")
_ARRIVES_AFTER = re.compile(r"(?:左右|以上)?[^，。；\d]{0,6}(?:到|至|为)")
_ARRIVES = re.compile(r"(?:到|至|为)(?:了|约|近|超|超过|\s)*$")
_PULLED = re.compile(r"拉动|带动")
_AT_EVENT = re.compile(r"(?:两市|两地|双方|三地)?(?:企业)?(?:共|现场|集中|累计)?(?:签约|意向|达成|推介|对接|参展)")
_STATISTICAL_TITLE = re.compile(r"公报|运行|情况|统计|简报|通报|数据|月报|季报|分析|形势|增长|下降")
_RATE = re.compile(r"同比|比上年|较上年|增长\d|下降\d|百分点")


_NO_TITLE = re.compile(
    r"[（(]?(?:作者|摘编|据)|文\s*/|编者按|核心阅读|本报讯|扫码|记者|20\d\d年\d+月\d+日(?!.{6})|来源|发布"
)


def _is_title_line(line: str) -> bool:
    """Whether a line at the head of a text may be part of its title."""
    return 0 < len(line) < 45 and not _NO_TITLE.match(line) and not line.endswith(("。", "；"))


def _is_long(time: Time) -> bool:
    """Whether a span is of the kind statistics are made for: a month or more."""
    return (
        time.period is not None and time.period.start is not None and (time.period.end - time.period.start).days >= 27
    )


_EMPTY = re.compile(
    r"(?:依次|[较比]?[快慢高低多少]|同比|环比|其中|年均|比上年|较上年|均|分别|增速|增幅|同期|实际|名义|可比|总数|总量|总额|总|数量|规模|全部|幅度|降幅|涨幅|增长|年均增长率|增长率|平均|每年|连续|达)+"
)
_RELATIVE = re.compile(r"占|拉动|贡献|高于|低于|快于|慢于")


@dataclass
class _InSentence:
    """What the clauses of one sentence hand on to each other."""

    time: Time | None
    regions: tuple[str, ...]
    flow: str = ""
    flowing: str = ""
    indicator: str = ""
    subject: str = ""
    held: str = ""
    held_at: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    growing: bool = False
    base: Time | None = None
    leads: dict[int, Quantity] = field(default_factory=dict)


__all__ = ["READER", "read", "replace"]
