"""By when: which of the times a plan says governs a figure.

A time governs the figures behind it in its clause. Where it leads (到2027年，…) it also governs the clauses after it, up
to the next time; where it leads a sentence, the sentences after it in the same paragraph; where a heading or the
paragraph that leads in says it, what stands under them. A time behind a subject (…里程2030年达到…) is that subject's.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date

from xietong.data import table
from xietong.documents.model import Clause
from xietong.targets.plans.frame import Frame
from xietong.targets.plans.source import Source, above, clause_at
from xietong.targets.plans.times import Term, read_terms

_STOPS = re.compile(r"[。！\n]")
_TOP = frozenset(("part", "chapter", "section", "han", "heading"))  # what an introduction stands before, not a list
_CLOSES = 6  # characters that may follow what is done by then: 完成改造
_TRIED, _SENTENCE = (
    32,
    400,
)  # times looked at before a figure, characters behind it: no sentence that somebody wrote has more
_SPAN_OF_LIST = re.compile(r"(?:、|和|及|与)+")


class Terms:
    """The times of a plan in order, and which of them governs a place of its view."""

    def __init__(
        self, source: Source, clauses: tuple[Clause, ...], frame: Frame, rows: tuple[tuple[range, range], ...] = ()
    ) -> None:
        words = table("plans.toml")["terms"]
        self._source, self._clauses, self._frame, self._rows = source, clauses, frame, rows
        self._done = re.compile(words["done"])
        self._goals = re.compile(table("plans.toml")["sections"]["goals"])
        self._own, self._stage = re.compile(words["no_subject"]), re.compile(words["stage"])
        start, end = source.clause(clauses[0])
        self.all: tuple[Term, ...] = tuple(read_terms(source.text, start, end, frame))
        self._starts = [one.start for one in self.all]
        self._led: dict[int, Term | None] = {}  # what the paragraphs before a part say, by the part

    def reported(self) -> date | None:
        """The last day up to which the plan counts what there is (截至2023年底); None where it says none."""
        text = self._source.text
        return max(
            (one.day for one in self.all if re.search("截[至止]到?$", text[max(0, one.start - 3) : one.start])),
            default=None,
        )

    def first_due(self) -> date | None:
        """The first deadline of the plan."""
        return min((one.day for one in self.all if one.due), default=None)

    def spanned(self) -> Term | None:
        """2025—2027年，…: the whole years, two or more, that the plan begins with and that hold its first deadline; None
        where another time leads before."""
        due, first = self.first_due(), next((one for one in self.all if one.leads), None)
        if due is None or first is None or not _holds(first, due):
            return None
        return first if self._source.text[first.start].isdigit() else None

    # -- asking -------------------------------------------------------------------------------------------------------

    def governing(self, start: int, end: int) -> Term | None:
        """The time that governs the figure view[start:end]; None where the plan's horizon has to stand in."""
        return (
            self._of_row(start) or self._behind(end) or self._in_sentence(start) or self._closing(end) or self._before(start) or self._above(start)
        )  # fmt: skip

    def said_in(self, start: int, end: int) -> tuple[Term, ...]:
        """The times that begin in view[start:end]."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _of_row(self, start: int) -> Term | None:
        """What the cell 完成时限 says of a row of tasks."""
        index = bisect_right(self._rows, start, key=lambda one: one[0].start) - 1
        if index < 0 or start not in self._rows[index][0]:
            return None
        cell = self._rows[index][1]
        return next(reversed(self.said_in(cell.start, cell.stop)), None)

    def _behind(self, end: int) -> Term | None:
        """1200个（2026年）: alone in brackets right behind the figure."""
        text = self._source.text
        opens = re.match(r"(?:左右|以上|以内|以下)?（(?:到|至|截至)?", text[end : end + 8])
        right = bisect_left(self._starts, end)
        if right < len(self.all) and self.all[right].start == end and self._done.match(text, self.all[right].end):
            return self.all[right]  # 一期6万亩2026年完工
        if opens is None:
            return None
        index = bisect_left(self._starts, end + opens.end())
        if index == len(self.all) or self.all[index].start != end + opens.end():
            return None
        one = self.all[index]
        return one if re.match(r"(?:[底末]|[以之]?前)*）", text[one.end : one.end + 5]) else None

    def _closing(self, end: int) -> Term | None:
        """…改造水管12公里，6月底前完成: the last clause of the part of the sentence says when all of it is done."""
        text = self._source.text
        found = re.compile("[；。\n]").search(text, end, end + _SENTENCE)
        said = self.said_in(end, found.start()) if found else ()
        if found is None or not said or not said[-1].leads or said[-1].within:
            return None
        one = said[-1]
        rest, stop = self._done.match(text, one.end), found.start()
        return (
            one
            if rest and re.fullmatch(r"[^，\d]*", text[rest.end() : stop]) and stop - rest.end() <= _CLOSES
            else None
        )

    def _in_sentence(self, start: int) -> Term | None:
        text = self._source.text
        opens = max(text.rfind(mark, 0, start) for mark in "。！\n") + 1
        last = bisect_left(self._starts, start)
        for index in range(last - 1, max(last - _TRIED, 0) - 1, -1):
            one = self.all[index]
            if one.start < opens:
                return None
            if self._reaches(one, start) and not self._beside(one, start):
                return one
        return None

    def _reaches(self, one: Term, start: int) -> bool:
        """Whether a time said before in the same sentence still governs."""
        between = self._source.text[one.end : start]
        if self._closed(one, between):
            return False
        if "；" in between:
            return one.leads and one.apart and not one.within
        if "，" not in between.removeprefix("，") and "：" not in between.removeprefix("："):
            return True
        if one.leads:
            return True
        last = re.split("[，：]", between)[-1]
        return bool(self._own.match(last)) or not last

    def _closed(self, one: Term, between: str) -> bool:
        """In brackets that have ended: 金额（2023年）… dates nothing behind, 第一阶段（2024年）：… does."""
        text = self._source.text
        opening = text.rfind("（", one.clause, one.start)
        if opening < 0 or "）" in text[opening : one.start] or "）" not in between:
            return False
        return re.match(r"[^（）]{0,4}）(?:[：。]|$)", between) is None and not one.leads

    def _beside(self, one: Term, start: int) -> bool:
        """Whether a time was said in a numbered part beside the one of the figure: it governs that part alone."""
        spoken, here = self._clause(one.start), self._clause(start)
        if spoken == here:
            return False
        holders = {clause.index for clause in above(self._clauses, here)}
        return spoken not in holders

    def _clause(self, at: int) -> int:
        return clause_at(self._clauses, self._source.view.origin(at))

    def _opening(self, start: int, end: int, at: int) -> Term | None:
        """The last time that leads a sentence of view[start:end] as a deadline of all that follows, up to `at`: the only
        one of its sentence, and the sentence no list of times."""
        text = self._source.text
        said = self.said_in(start, min(end, at))[-_TRIED:]
        for one in reversed(said):
            if not (one.leads and one.apart and _closes_a_year(one.day) and one.clause == self._first_clause(one)):
                continue
            if self._frame.begins is not None and one.day < self._frame.begins:
                return None
            stop = _STOPS.search(text, one.end, end)
            days = {other.day for other in said if one.sentence <= other.start < (stop.start() if stop else end)}
            return one if days == {one.day} and not one.within else None
        return None

    def _first_clause(self, one: Term) -> int:
        """Where the clause begins that a sentence opens with; behind a heading in its own line (主要目标：)."""
        text = self._source.text
        head = re.match(r"[^，。；：]{0,24}：", text[one.sentence : one.start])
        return one.sentence + (head.end() if head else 0)

    def _before(self, start: int) -> Term | None:
        """到2025年，…。建成…: the sentences before in the same paragraph."""
        text = self._source.text
        sentence = max(text.rfind(mark, 0, start) for mark in "。！\n") + 1
        line = text.rfind("\n", 0, start) + 1
        here = self._clauses[self._clause(start)]
        left, _ = self._source.clause(here)
        return self._opening(max(line, left), sentence, sentence)

    def _above(self, start: int) -> Term | None:
        """What the headings say, the words above a list, and the paragraph that leads into it."""
        holders = [one for one in above(self._clauses, self._clause(start)) if one.parent >= 0]
        for inner, holder in enumerate(holders):
            if found := self._of_title(holder, start):
                return found
            if inner and (found := self._of_own_words(holder, start)):
                return found
            if found := self._of_lead_in(holder):
                return found
        return None

    def _of_title(self, holder: Clause, start: int) -> Term | None:
        """（一）第一阶段（2024年）, 二、2025年主要预期目标."""
        _, right = self._source.inside(holder.title_start, holder.title_end)
        said = self.of_title(holder) if right <= start else ()
        return said[0] if len({one.day for one in said}) == 1 else None

    def of_title(self, holder: Clause) -> tuple[Term, ...]:
        """The times of a heading that is one of a stage, of goals or of tasks; those of what has been are among them."""
        left, right = self._source.inside(holder.title_start, holder.title_end)
        named = holder.title and self._stage.search(self._source.text[left:right])
        return self.said_in(left, right) if named else ()

    def _of_own_words(self, holder: Clause, start: int) -> Term | None:
        """The words of a part before its first member."""
        left = self._source.at(holder.start)
        return self._opening(left, self._source.at(holder.own_end), start)

    def _of_goals_before(self, holder: Clause) -> Term | None:
        """Under a heading of goals: the paragraph before that said by when, where none in between says another time."""
        if not any(self._goals.search(one.title) for one in above(self._clauses, holder.parent)):
            return None
        for index in range(holder.index - 1, holder.parent, -1):
            one = self._clauses[index]
            if one.parent != holder.parent or one.kind != "paragraph":
                return None
            if index in self._led and not self.said_in(*self._source.clause(one)):
                return self._led[index]
            left, right = self._source.clause(one)
            if self.said_in(left, right):
                return self._opening(left, right, right)
        return None

    def _of_lead_in(self, holder: Clause) -> Term | None:
        """The unnumbered paragraph just before the first of the parts beside this one."""
        if holder.index not in self._led:
            own = self._of_goals_before if holder.kind == "paragraph" else self._of_paragraph_before
            self._led[holder.index] = own(holder)
        return self._led[holder.index]

    def _of_paragraph_before(self, holder: Clause) -> Term | None:
        index = holder.index - 1
        while index >= 0 and (self._clauses[index].parent != holder.parent or self._clauses[index].kind == holder.kind):
            if self._clauses[index].parent == holder.parent and index in self._led:
                return self._led[index]  # of the part beside it: what leads into one leads into the next
            index -= 1
            if index <= holder.parent:
                return None
        one = self._clauses[index]
        if one.kind != "paragraph":
            return None
        left, right = self._source.clause(one)
        if holder.kind in _TOP and self._source.text[right - 1 : right] != "：":
            return None
        return self._opening(left, right, right)


def _holds(one: Term, day: date) -> bool:
    """Whether a time of two whole years or more has a day in it."""
    start = one.period.start
    whole = start is not None and (start.month, start.day) == (1, 1) and _closes_a_year(one.day)
    return whole and start is not None and start.year < one.day.year and start <= day <= one.day


def _closes_a_year(day: date) -> bool:
    """The term of a year governs what follows; a day within one (6月底前，…) is that of the deed it is said of."""
    return (day.month, day.day) == (12, 31)


def respective(text: str, terms: tuple[Term, ...], starts: tuple[int, ...]) -> dict[int, Term]:
    """2024年、2025年，…分别达到58户、70户: which time each of the figures that begin at `starts` of one clause takes."""
    run: list[Term] = []
    for one in terms:
        joined = run and _SPAN_OF_LIST.fullmatch(text[run[-1].end : one.start]) is not None
        run = [*run, one] if joined else [one]
    if len(run) < 2 or len(run) != len(starts):
        return {}
    return dict(zip(starts, run, strict=True))
