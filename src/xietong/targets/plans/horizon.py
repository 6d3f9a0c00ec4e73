"""Until when a plan runs: what its title, its own words on its term, or the deadlines of its goals say."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from xietong.core.period import Period
from xietong.data import table
from xietong.documents.model import Clause
from xietong.statements.times import Clock, Time
from xietong.targets.plans.model import Horizon
from xietong.targets.plans.source import Source, above, clause_at

_TITLE_YEARS = re.compile(r"(20\d\d)年?(?:—{1,2}|-|–|~|至|到)(20\d\d)年?|到(20\d\d)年|(20\d\d)年度?(?!.*20\d\d)")
_FIVE_YEARS = re.compile(r"第?“?十([一二三四五六七八九])[”]?个?五(?:”|年)?")
_YEAR_PLAN = re.compile(r"计划|要点|安排|任务|清单")


def horizon(source: Source, clauses: tuple[Clause, ...], title: str, dated: Period | None) -> Horizon | None:
    """The day a plan runs to; None where nothing says. Nearer and farther deadlines of its goals stand in `others`."""
    return (
        _of_title(source, clauses, title)
        or _of_term(source, clauses, dated)
        or _of_goals(source, clauses, dated)
    )  # fmt: skip


def _of_title(source: Source, clauses: tuple[Clause, ...], title: str) -> Horizon | None:
    start, end = source.inside(clauses[0].start, max(clauses[0].own_end, clauses[0].start))
    spots = [(start, source.text[start:end])] if end > start else []
    for at, words in spots:
        head = words[: max(len(title) + 40, 80)]
        years = _TITLE_YEARS.search(head)
        if years and (years[2] or years[3] or (years[4] and _YEAR_PLAN.search(head[years.end() :]))):
            year = int(years[2] or years[3] or years[4])
            return Horizon(date(year, 12, 31), source.words(at + years.start(), at + years.end()))
        number = _FIVE_YEARS.search(head)
        if number and "规划" in head:
            year = 2010 + 5 * "一二三四五六七八九".index(number[1])
            return Horizon(date(year, 12, 31), source.words(at + number.start(), at + number.end()))
    return None


def _of_term(source: Source, clauses: tuple[Clause, ...], dated: Period | None) -> Horizon | None:
    """规划期限为2024年至2027年, 有效期至2026年6月30日."""
    start, end = source.clause(clauses[0])
    for found in re.compile(table("plans.toml")["horizon"]["term"]).finditer(source.text, start, end):
        stop = min((at for mark in "。；\n" if (at := source.text.find(mark, found.end())) >= 0), default=end)
        times = [
            one
            for one in Clock(dated, plan=True).read(source.text, found.start(), min(stop, found.end() + 40))
            if one.period
        ]
        if times and times[-1].period is not None:
            return Horizon(times[-1].period.end, source.words(found.start(), times[-1].end))
    return None


def _of_goals(source: Source, clauses: tuple[Clause, ...], dated: Period | None) -> Horizon | None:
    """The deadline that the goals name: the last that is not a vision beyond the plan; under headings of goals first."""
    words = table("plans.toml")
    start, end = source.clause(clauses[0])
    times = [one for one in Clock(dated, plan=True).read(source.text, start, end) if one.due and one.period is not None]
    near = [one for one in times if not _far(source, one, words["horizon"]["vision"])]
    goals = [one for one in near if _under(source, clauses, one, words["sections"]["goals"])]
    if chosen := goals or near:
        ends = Counter(one.period.end for one in chosen if one.period is not None)
        due = max(ends) if goals else max(ends, key=lambda day: (ends[day], day))
        said = next(one for one in chosen if one.period is not None and one.period.end == due)
        before = 1 if source.text[said.start - 1 : said.start] in ("到", "至") else 0
        return Horizon(due, source.words(said.start - before, said.end), tuple(sorted(set(ends) - {due})))
    return None


def _far(source: Source, time: Time, vision: str) -> bool:
    stop = max(source.text.rfind(mark, 0, time.start) for mark in "。；\n")
    return bool(re.search(vision, source.text[stop + 1 : time.start]))


def _under(source: Source, clauses: tuple[Clause, ...], time: Time, goals: str) -> bool:
    index = clause_at(clauses, source.view.origin(time.start))
    return any(re.search(goals, one.title) for one in above(clauses, index) if one.parent >= 0)
