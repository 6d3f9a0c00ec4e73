"""Until when a plan runs: what its title, its own words on its term, or the deadlines of its goals say."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from xietong.core.period import Period
from xietong.data import table
from xietong.documents.model import Clause
from xietong.statements.times import Clock
from xietong.targets.plans.model import Horizon
from xietong.targets.plans.source import Source, above, clause_at
from xietong.targets.plans.terms import Terms
from xietong.targets.plans.times import Term
from xietong.targets.plans.title_years import Titled

_NEAR = 200  # characters before a deadline that may make it a vision


def horizon(
    source: Source, clauses: tuple[Clause, ...], said: Titled | None, dated: Period | None, terms: Terms
) -> Horizon | None:
    """The day a plan runs to, `said` being the years of its title; None where nothing says. Nearer and farther deadlines of its goals stand in `others`."""
    return (
        _of_title(source, said)
        or _of_term(source, clauses, dated)
        or _of_headings(source, clauses, terms)
        or _of_span(source, terms)
        or _of_goals(source, clauses, terms)
    )  # fmt: skip


def _of_title(source: Source, said: Titled | None) -> Horizon | None:
    return Horizon(date(said.last, 12, 31), source.words(said.start, said.end)) if said else None


def _of_term(source: Source, clauses: tuple[Clause, ...], dated: Period | None) -> Horizon | None:
    """规划期限为2024年至2027年, 有效期至2026年6月30日, 利用三年时间（2024年至2026年）."""
    start, end = source.clause(clauses[0])
    for found in re.compile(table("plans.toml")["horizon"]["term"]).finditer(source.text, start, end):
        marks = "）" if found.group().endswith("（") else "。；\n"
        stop = min((at for mark in marks if (at := source.text.find(mark, found.end())) >= 0), default=end)
        times = [
            one
            for one in Clock(dated, plan=True).read(source.text, found.start(), min(stop, found.end() + 40))
            if one.period
        ]
        if times and times[-1].period is not None:
            return Horizon(times[-1].period.end, source.words(found.start(), times[-1].end))
    return None


def _of_headings(source: Source, clauses: tuple[Clause, ...], terms: Terms) -> Horizon | None:
    """二、2025年工作安排: the one year ahead that the headings of the outermost parts name."""
    past = re.compile(table("plans.toml")["terms"]["account"])
    heads = [one for one in clauses if one.parent == 0 and not past.search(one.title)]
    said = [term for one in heads for term in terms.of_title(one)]
    if len({one.day for one in said}) != 1:
        return None
    return Horizon(said[0].day, source.words(said[0].start, said[0].end))


def _of_span(source: Source, terms: Terms) -> Horizon | None:
    """2025—2027年，全市完成…: the years that the goals are said to be of."""
    said = terms.spanned()
    return Horizon(said.day, source.words(said.start, said.end)) if said else None


def _of_goals(source: Source, clauses: tuple[Clause, ...], terms: Terms) -> Horizon | None:
    """The deadline that the goals name: the last that is not a vision beyond the plan, nor one only striven for beyond
    another that is not; under headings of goals first."""
    words = table("plans.toml")
    near = [one for one in terms.all if one.due and not _far(source, one, words["horizon"]["vision"])]
    goals = [one for one in near if _under(source, clauses, one, words["sections"]["goals"])]
    chosen = goals or near
    if not chosen:
        return None
    ends = Counter(one.day for one in chosen)
    firm = [one.day for one in chosen if not _stretch(source, one, words["horizon"]["stretch"])] or list(ends)
    due = max(firm) if goals else max(firm, key=lambda day: (ends[day], day))
    said = next(one for one in chosen if one.day == due)
    before = 1 if source.text[said.start - 1 : said.start] in ("到", "至") else 0
    return Horizon(due, source.words(said.start - before, said.end), tuple(sorted(set(ends) - {due})))


def _far(source: Source, term: Term, vision: str) -> bool:
    return bool(re.search(vision, source.text[max(term.sentence, term.start - _NEAR) : term.start]))


def _stretch(source: Source, term: Term, words: str) -> bool:
    return bool(re.search(words, source.text[max(0, term.start - 4) : term.start]))


def _under(source: Source, clauses: tuple[Clause, ...], term: Term, goals: str) -> bool:
    index = clause_at(clauses, source.view.origin(term.start))
    return any(re.search(goals, one.title) for one in above(clauses, index) if one.parent >= 0)
