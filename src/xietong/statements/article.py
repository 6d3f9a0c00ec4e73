"""Reads one article: sentence by sentence, clause by clause, handing on what later clauses leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from xietong.documents.view import View
from xietong.statements.caveats import attribution, scope
from xietong.statements.clauses import Sentence, clauses, sentences
from xietong.statements.context import InSentence, Standing, is_long
from xietong.statements.coordinate import Coordination, coordinate, rows
from xietong.statements.dating import (
    base_of,
    compared_aside,
    covers_of,
    due_holds,
    due_said,
    in_brackets,
    is_past,
    moved,
    time_of,
    up_to,
)
from xietong.statements.find import Quantity
from xietong.statements.indicator import event, matter
from xietong.statements.measure import measure, of_level
from xietong.statements.modality import heading, modality
from xietong.statements.model import Statement
from xietong.statements.naming import indicator_of
from xietong.statements.periods import is_stock
from xietong.statements.places import Place, find_places, groups, joined
from xietong.statements.regions import Topic, flow, goes_on, topic
from xietong.statements.times import Time, as_until
from xietong.statements.where import regions_of

_CUMULATIVE = re.compile(r"^(?:累计|持续)|拆除|累计(?:退出|疏解|完成|实施)|疏解提升|退出(?!机制)")
# Words of statistical prose: its sentences go on about the time of those before.
_STATISTICAL = re.compile(r"同比|环比|增长|下降|提高|回落|比上年|较上年|占|分别|增幅|增速|百分点")
# 去年11月公布的, 1月发布: when something was said, not what it covers.
_ISSUED = re.compile(r"(?:发布|公布|印发|出台)")
# A new matter: who was spoken of before is not meant any more.
_TURNS = re.compile(r"(?:在)?[^，。；\d]{2,10}方面，|[一二三四五六七八九十]是|此外，")


@dataclass
class ArticleReader:
    """Reads view[start:end], whose original characters are `content`."""

    content: str
    view: View
    at: Standing
    start: int
    end: int

    def read(self, quantities: list[Quantity]) -> Iterator[Statement]:
        index = 0
        for sentence in sentences(self.at.text, self.start, self.end):
            inside: list[Quantity] = []
            while index < len(quantities) and quantities[index].start < sentence.end:
                if quantities[index].start >= sentence.start:
                    inside.append(quantities[index])
                index += 1
            yield from self._sentence(sentence, inside)

    def _sentence(self, sentence: Sentence, quantities: list[Quantity]) -> Iterator[Statement]:
        text = self.at.text
        if sentence.opens:
            self.at.clock.paragraph(self.at.section)
        times = self.at.clock.read(text, sentence.start, sentence.end)
        places = find_places(text, sentence.start, sentence.end)
        grouped = groups(text, places)
        spans = clauses(text, sentence)
        self._open(sentence, times)
        here = self.at.said.regions or self.at.home.names
        together = coordinate(text, sentence.start, sentence.end, quantities, times, grouped, here)
        state = InSentence(self._carried(sentence, spans), ())
        state.rows = rows(text, quantities)
        state.source = attribution(text, sentence.start, quantities[-1].start) if quantities else None
        for span in spans:
            inside = [one for one in quantities if span[0] <= one.start < span[1]]
            self._clause(span, times, grouped, state)
            previous_end = span[0]
            for quantity in inside:
                statement = self._statement(
                    sentence, span, quantity, times, places, grouped, state, together, previous_end
                )
                previous_end = quantity.context_end
                state.read[quantity.start] = statement
                if not (statement.measure == "share" and "占" in statement.indicator):
                    state.first = state.first or statement.indicator
                yield statement
            self._after_clause(span, times, grouped, state, inside)
        self._close(sentence, times, state, bool(quantities))

    # -- what carries over --------------------------------------------------------------------------------------

    def _open(self, sentence: Sentence, times: list[Time]) -> None:
        text = self.at.text
        words = text[sentence.start : sentence.end]
        if re.search(r"（下同）|，下同", words):
            self.at.said.same_below = True
        if sentence.opens:
            self.at.said.regions, self.at.said.years = (), None
            if re.match(
                r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|第[一二三四五六七八九十]+[章节]", words
            ):
                said = heading(words[:60]) if len(words) < 60 else None
                if said is not None or words[0] not in "（(":
                    self.at.aims, self.at.goals = said, bool(re.search(r"目标|愿景", words))
                self.at.said.due = self.at.said.time = None
                self._section(sentence, times)
            elif not (self.at.goals or words.startswith("——")):
                self.at.said.due = None
            self.at.said.time = self.at.section
        elif _TURNS.match(words):
            self.at.said.regions = ()
        due = next((time for time in times if time.due and time.period is not None), None)
        if due is not None:
            self.at.said.due_before, self.at.said.due = self.at.said.due, due

    def _section(self, sentence: Sentence, times: list[Time]) -> None:
        """A heading that names one span (一、2024年工作回顾) dates what stands under it; 总体 headings end it."""
        spans = [time for time in times if time.kind == "span" and time.period is not None]
        if sentence.end - sentence.start <= 40:
            if spans and self.at.ahead(spans[0]):
                self.at.said.due = as_until(spans[0])
            elif spans:
                self.at.section = spans[0]
            elif re.match(r"[一二三四五六七八九十]+、", self.at.text[sentence.start : sentence.end]):
                self.at.section = self.at.headline

    def _carried(self, sentence: Sentence, spans: list[tuple[int, int]]) -> Time | None:
        """The time a sentence inherits from the one before, where the kind of text lets it."""
        words = self.at.text[sentence.start : sentence.end]
        statistical = bool(_STATISTICAL.search(words))
        headed = self.at.headline is not None and self.at.section is self.at.headline
        if headed and not self.at.bulletin and not statistical:
            return None
        if self.at.said.time is not None and self.at.full_of_rates and not sentence.opens:
            return self.at.said.time
        if self.at.said.time is not None and (
            re.match(r"其中|分|从|按|同期|同年", words) or (statistical and self.at.said.statistical)
        ):
            return self.at.said.time
        return self.at.section

    def _clause(self, span: tuple[int, int], times: list[Time], grouped: list[list[Place]], state: InSentence) -> None:
        state.flow = ""
        if state.outer is None and self.at.text.startswith("其中", span[0]):
            state.outer = state.regions or self.at.said.regions
        if state.outer is not None and self.at.text[span[0] - 1] == "；":
            state.regions = state.outer
        inside = [group for group in grouped if span[0] <= group[0].start < span[1]]
        around = state.regions or self.at.said.regions or self.at.home.names
        flowing = flow(self.at.text, span, inside, around, self.at.home)
        if flowing:
            state.flow = flowing
            if goes_on(self.at.text, span[1] + 1):
                state.flowing = flowing

    def _after_clause(
        self,
        span: tuple[int, int],
        times: list[Time],
        grouped: list[list[Place]],
        state: InSentence,
        inside: list[Quantity],
    ) -> None:
        figures = bool(inside)
        self._note_time(span, times, state, inside)
        if not figures and attribution(self.at.text, *span):
            return  # 据河北省商务厅公布: who says it is not whom it is of
        named = self._note_places(span, grouped, state)
        compared = [time for time in times if span[0] <= time.start < span[1] and time.kind == "base"]
        if compared and _only_compares(self.at.text, compared[-1].end, span[1]):
            state.base = compared[-1]
        if figures:
            state.matter = ""
        else:
            spoken = [time for time in times if span[0] <= time.start < span[1]]
            state.matter = (
                matter(self.at.text, *span, spoken, [one for group in grouped for one in group]) or state.matter
            )
        held = event(self.at.text, *span)
        if held:
            state.held, state.held_at = held, named.firm or named.loose

    def _note_time(self, span: tuple[int, int], times: list[Time], state: InSentence, inside: list[Quantity]) -> None:
        """The time a clause says, which the clauses after it inherit."""
        aside = compared_aside(self.at.text, span, times, inside, state.time or self.at.said.time)
        if aside is not None:
            state.asides.append(aside)
        own = [
            time
            for time in times
            if span[0] <= time.start < span[1]
            and time.kind not in ("base", "same", "from")
            and not in_brackets(self.at.text, time, span)
            and not _ISSUED.match(self.at.text, time.end)
            and time is not aside
        ]
        if own:
            state.time = up_to(own[-1], state.time) or own[-1]
            if (
                not inside
                and own[-1].kind == "span"
                and re.search(r"于$", self.at.text[own[-1].start - 1 : own[-1].start])
            ):
                self.at.events.append(own[-1])

    def _note_places(self, span: tuple[int, int], grouped: list[list[Place]], state: InSentence) -> Topic:
        """The places a clause speaks of, which the clauses after it inherit."""
        around = state.regions or self.at.said.regions or self.at.home.names
        named = topic(self.at.text, span, grouped, span[1], around, self.at.home)
        if named.firm:
            state.topics.add(named.firm)
        state.regions = named.firm or state.regions
        state.loose = named.loose or state.loose
        for group in grouped:
            if span[0] <= group[0].start < span[1] and len(joined(group)) == 2:
                self.at.home = replace(self.at.home, sets={**self.at.home.sets, 2: joined(group)})
        return named

    def _close(self, sentence: Sentence, times: list[Time], state: InSentence, figures: bool) -> None:
        own = [
            time
            for time in times
            if time.kind in ("span", "since")
            and not time.due
            and is_long(time)
            and _leads(self.at.text, time)
            and time not in state.asides
        ]
        if own:
            self.at.said.time = own[-1]
        spans = [time for time in times if time.kind == "years" and re.search(r"[来间]$", time.words)]
        if spans:
            self.at.said.years = spans[-1]
        words = self.at.text[sentence.start : sentence.end]
        self.at.said.statistical = figures and bool(_STATISTICAL.search(words))
        if state.outer is not None:
            self.at.said.regions = state.outer
        elif len(state.topics) > 1:
            self.at.said.regions = ()
        elif state.regions:
            self.at.said.regions = state.regions
        if not figures or state.first:  # a sentence of nothing but shares is about what was spoken of before
            self.at.said.indicator = state.first or state.indicator

    # -- one statement --------------------------------------------------------------------------------------------

    def _statement(
        self,
        sentence: Sentence,
        span: tuple[int, int],
        quantity: Quantity,
        times: list[Time],
        places: list[Place],
        grouped: list[list[Place]],
        state: InSentence,
        together: dict[int, Coordination],
        previous_end: int,
    ) -> Statement:
        text = self.at.text
        row = state.rows.get(quantity.start)
        lead = row.first if row is not None and row.first is not quantity else None
        meant = measure(text, quantity, span[0], lead, row.last if row is not None else None)
        if meant.measure == "share" and not meant.said and state.growing:
            meant = replace(meant, measure="growth", change=True)
        state.growing = meant.measure == "growth" if quantity.unit == "%" else state.growing
        member = _of_the_same(together.get(quantity.start), state, together)
        words = text[span[0] : quantity.context_start]
        regions = regions_of(self.at, span, quantity, places, grouped, state, member)
        time = time_of(self.at, span, quantity, times, state, member, previous_end)
        inherited = time is not None and not span[0] <= time.start < span[1]
        indicator = indicator_of(self.at, span, quantity, times, places, state, member, meant, previous_end)
        if meant.measure == "share" and not meant.said and of_level(indicator):
            meant = replace(meant, measure="level")
        due = time is not None and time.due
        mode = modality(
            text,
            sentence.start,
            quantity,
            sentence.end,
            due=due,
            inherited_due=not due and time is None and due_holds(self.at, sentence, quantity),
            plan=self.at.plan,
            dated_past=time is not None and sentence.start <= time.start < sentence.end and is_past(self.at, time),
            aims=self.at.aims,
        )
        if time is None and meant.measure == "level" and self.at.said.years is not None and _CUMULATIVE.search(words):
            time = self.at.said.years
        covers = covers_of(
            self.at,
            time,
            mode,
            words
            + text[quantity.context_start : quantity.context_end]
            + (indicator if meant.change and is_stock(indicator) else ""),
            meant,
            indicator,
            inherited,
            time is not None and (time.start < sentence.start or "；" in text[time.start : quantity.start]),
            due_said(self.at, sentence, quantity),
        )
        if inherited or time is None:
            covers = moved(self.at, span, quantity, previous_end, covers, mode, times)
        scopes = scope(text, sentence.start, span[0], min(span[1], quantity.end + 12))
        if (
            "当月" in scopes
            and covers is not None
            and covers.start is not None
            and (covers.end - covers.start).days > 31
        ):
            covers = None  # the month is that of the report, not the year of a comparison before
        covers, against = base_of(self.at, span, quantity, times, state, meant, words, covers, time)
        start, end = self.view.span(quantity.start, quantity.end)
        where = self.view.span(*span)
        source = state.source if state.source and state.source[1] <= quantity.start else None
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
            start=start, end=end, quote=self.content[start:end], sentence_start=where[0], sentence_end=where[1],
            sentence=self.content[slice(*where)], value=meant.value, form=quantity.form, unit=quantity.unit,
            modifier=modifier, measure=meant.measure, modality=mode, indicator=indicator, regions=regions,
            period=str(covers) if covers else "", base_period=str(against) if against else "",
            scope=scopes,
            attribution=self.content[slice(*said_by)] if source else "",
            attribution_start=said_by[0], attribution_end=said_by[1], note=meant.note,
        )  # fmt: skip


def _leads(text: str, time: Time) -> bool:
    """Whether a time stands near the head of its clause: it then holds for what follows, not only for its noun."""
    stop = max(text.rfind(mark, max(0, time.start - 6), time.start) for mark in "。，；！？\n：")
    return stop >= 0 or time.start < 6


def _of_the_same(
    member: Coordination | None, state: InSentence, together: dict[int, Coordination]
) -> Coordination | None:
    """A member that is a figure said before hands on whose and when that was and, where nothing else is named, what it
    was of."""
    earlier = state.read.get(member.like) if member is not None and member.like is not None else None
    if member is None or earlier is None or member.like is None:
        return member
    before = together.get(member.like)
    if before is not None and before.time is not None:
        member = replace(member, time=before.time)
    if member.named and not member.elsewhere:
        return replace(member, regions=earlier.regions)
    state.indicator = state.subject = earlier.indicator
    return (
        replace(member, indicator=earlier.indicator) if member.elsewhere else replace(member, regions=earlier.regions)
    )


def _only_compares(text: str, start: int, end: int) -> bool:
    """Whether nothing but 相比 follows a base in its clause: it is then the base of the clauses that follow."""
    rest = r"(?:[^，。；\d]{0,8}|（[^）]*）)?(?:的[\d.]+[一-龥]{1,4})?(?:相比|对照|比较|对比)|为(?:基[期数]|起点)"
    return start == end or re.fullmatch(rest, text[start:end]) is not None
