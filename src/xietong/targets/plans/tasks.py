"""Measures and tasks: what the numbered parts of a plan and their sentences say is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from xietong.core.period import Period
from xietong.data import table
from xietong.documents.model import Clause
from xietong.targets.plans.bodies import Note, notes
from xietong.targets.plans.found import Found, behind, beside
from xietong.targets.plans.model import Horizon, Milestone, PlanGoal, PlanTask
from xietong.targets.plans.source import Source, titles
from xietong.targets.plans.terms import Terms
from xietong.targets.plans.times import Term

_NUMBERED = frozenset(
    ("part", "annex", "chapter", "section", "article", "han", "han_paren", "arabic", "decimal", "paren")
)
_BEFORE = re.compile(r"(?:年底|年末|月底|月末|底|末|[年月日])?(?:之)?(?:以)?前")
_BARE = re.compile(r"上半年|下半年|第?[一二三四1-4]季度|\d{1,2}月(?:份|底|末|上旬|中旬|下旬|\d{1,2}[日号])?")
_TERM = re.compile(r"(?:完成|办结|实施)?(?:时限|时间|日期|期限)[：:]")  # 完成时限：2027年12月
_SAID = 200  # characters on either side of a time that tell what is done by then
_LABEL = re.compile(
    r"^(?:（[一二三四五六七八九十\d]+）|[一二三四五六七八九十]+是|第[一二三四五六七八九十]+，|[①-⑳]|\d{1,2}[.、](?!\d))+"
)
_SUBJECT = re.compile(
    r"^(?:[^，。；：]{2,40}：|(?:同时|此外|其中|另外|并|要|应当?|须|必须|将|在[^，。；]{2,40}|(?:[一二三四五六七八九十]+是|第[一二三]，)|力争到?|(?:到|至|在)?20\d\d年(?:\d{1,2}月|[上下]半年|第?[一二三四]季度)?[底末初]?(?:以|之)?前?|(?:20\d\d年)?\d{1,2}月(?:底|末|\d+日)?(?:以|之)?前|(?:20\d\d)?年[底末]前|年内|(?:上|下)半年|[一二三四]季度末?前?|到“?十[四五六]五”?末?)，?)+"
)


@cache
def _lexicon() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    said = table("plans.toml")
    sections = said["sections"]
    return (
        re.compile(said["actions"]["verbs"]), re.compile(said["actions"]["facts"]), re.compile(sections["goals"]),
        re.compile(f"{sections['aside']}|{sections['background']}"),
    )  # fmt: skip


def tasks(
    source: Source, clauses: tuple[Clause, ...], horizon: Horizon | None, dated: Period | None,
    found: Found, terms: Terms,
) -> tuple[PlanTask, ...]:  # fmt: skip
    """The measures of a plan in order, each followed by its tasks; parts about goals and background have none."""
    made: list[PlanTask] = []
    for clause in clauses:
        if _is_measure(clauses, clause) and not _aside(clauses, clause):
            made.extend(_measure(source, clauses, clause, len(made), horizon, dated, found, terms))
    return tuple(made)


def _is_measure(clauses: tuple[Clause, ...], clause: Clause) -> bool:
    """The innermost numbered part, or a heading with paragraphs and no numbers under it."""
    if clause.kind not in _NUMBERED and clause.kind != "heading":
        return False
    if _in_line(clauses, clause):
        return False
    for index in range(clause.index + 1, len(clauses)):
        one = clauses[index]
        if one.start >= clause.end:
            break
        if one.kind == "row" and one.parent == clause.index and clauses[one.index - 1].index == clause.index:
            return False  # nothing but a table
        if (one.kind in _NUMBERED or one.kind == "heading") and not _in_line(clauses, one):
            return False
    return clause.own_end > clause.title_end or clause.end > clause.own_end or bool(clause.title)


def _in_line(clauses: tuple[Clause, ...], clause: Clause) -> bool:
    """Whether a number stands inside a paragraph: （一）…；（二）… are then tasks of one measure."""
    holder = clauses[clause.parent] if clause.parent >= 0 else clause
    return clause.parent >= 0 and not re.search(
        r"[\r\n\f]\s*$", holder.quote[max(0, clause.start - holder.start - 40) : clause.start - holder.start]
    )


def _aside(clauses: tuple[Clause, ...], clause: Clause) -> bool:
    _, _, goals, aside = _lexicon()
    return any(goals.search(one) or aside.search(one) for one in titles(clauses, clause.index))


def _measure(
    source: Source, clauses: tuple[Clause, ...], clause: Clause, index: int, horizon: Horizon | None, dated: Period | None,
    found: Found, terms: Terms,
) -> Iterator[PlanTask]:  # fmt: skip
    start, end = source.clause(clause)
    said = notes(source, start, end)
    parts = [span for span in _bodies_of(source, clause, start, end) if not _note_only(source, span, said)]
    acts = [span for span in parts if _acts(source, span, found, said)]
    title = clause.title or source.text[slice(*(acts or parts or [(start, end)])[0])][:60]
    whole = PlanTask(index, -1, clause.index, title, source.words(start, end))
    whole = _filled(source, whole, (start, end), said, dated, found, horizon, terms)
    yield whole
    if len(acts) == 1 and acts[0] == source.trimmed(*source.inside(clause.title_start, clause.title_end)):
        return  # the measure is one sentence: it is its own task
    for offset, span in enumerate(acts):
        task = PlanTask(
            index + 1 + offset, index, clause.index, _named(source, span, said), source.words(*_without(span, said))
        )
        yield _filled(source, task, span, _governing(said, span), dated, found, horizon, terms)


def _bodies_of(source: Source, clause: Clause, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a measure behind its heading; of the heading too where it is the first sentence of a task."""
    _, title_end = source.inside(clause.title_start, clause.title_end)
    at = title_end if clause.title else start + len(clause.label)
    rest = source.text[at:end].strip("。：；\n ")
    yield from source.sentences(at if rest else source.at(clause.title_start), end)


def _note_only(source: Source, span: tuple[int, int], said: list[Note]) -> bool:
    """Whether a sentence is nothing but a note on bodies."""
    return any(one.start <= span[0] + 1 and span[1] <= one.end + 1 for one in beside(said, span)) or not re.search(
        r"[一-龥]", source.text[slice(*span)]
    )


def _acts(source: Source, span: tuple[int, int], found: Found, said: list[Note]) -> bool:
    """Whether a sentence says what is to be done: an action opens one of its clauses, and it is no bare goal or fact."""
    verbs, facts, _, _ = _lexicon()
    words = _LABEL.sub("", source.text[slice(*span)])
    if _TERM.match(words):
        return False
    opening = re.search(r"[（〔]", words)
    parts = [
        _SUBJECT.sub("", one)
        for one in re.split(r"[，：]", words[: opening.start()] if opening and opening.start() > 4 else words)
    ]
    if "：" in words[:40]:
        parts.append(words.split("：", 1)[1])
    active = [one for one in parts if verbs.match(one) and not facts.match(one)]
    if not active:
        return any(one.start <= span[1] and span[0] <= one.start for one in beside(said, span)) and not facts.search(
            words
        )
    reached = sum(1 for _ in found.dated(*span))
    bare = reached > 0 and bool(re.match(r"(?:力争|确保)?到[^，。；]{0,4}20\d\d年|到“", words))
    return not (bare and len(active) <= reached) and not (
        facts.search(words) and not re.search(r"计划|拟|将|力争|继续|加快|推动|推进|鼓励|实施", words)
    )


def _named(source: Source, span: tuple[int, int], said: list[Note]) -> str:
    """A short name of a task: its sentence up to 60 characters, without the note on bodies."""
    left, right = _without(span, said)
    words = _LABEL.sub("", source.text[left:right]).strip("，。；（ ").replace("\n", "")
    if len(words) <= 60:
        return words
    cut = max(words.rfind(mark, 0, 60) for mark in "，、：")
    return words[: cut if cut > 12 else 60]


def _without(span: tuple[int, int], said: list[Note]) -> tuple[int, int]:
    closing = [one.start for one in beside(said, span) if span[0] < one.start < span[1] <= one.end + 1]
    return span[0], min([*closing, span[1]])


def _governing(said: list[Note], span: tuple[int, int]) -> list[Note]:
    """The note that a sentence is under: its own, or the next in brackets or behind a label."""
    own = [one for one in beside(said, span) if span[0] <= one.start < span[1]]
    return own or behind(said, span[1])


def _filled(
    source: Source, task: PlanTask, span: tuple[int, int], said: list[Note], dated: Period | None, found: Found,
    horizon: Horizon | None, terms: Terms,
) -> PlanTask:  # fmt: skip
    """A task with all that stands inside its words."""
    start, end = task.said.start, task.said.end
    met = tuple(milestones(source, span, dated, found, terms))
    reached = tuple(found.goals_in(start, end))
    days = [*(one.due for one in met), *(_own(found.goals[one]) for one in reached)]
    due = max((day for day in days if day is not None), default=None)
    bodies = {(one.name, one.role): one for note in said for one in reversed(note.bodies)}
    ordered = tuple(sorted(bodies.values(), key=lambda one: one.said.start))
    return replace(
        task, bodies=ordered, milestones=met, sizes=found.sizes_in(start, end),
        goals=reached,
        due=due or (horizon.due if horizon else None), inherited=due is None and horizon is not None,
    )  # fmt: skip


def _own(goal: PlanGoal) -> date | None:
    """The day that a goal has of its own: what is to be done is done by then."""
    return None if goal.inherited else goal.due


def milestones(
    source: Source, span: tuple[int, int], dated: Period | None, found: Found, terms: Terms
) -> Iterator[Milestone]:
    """What shall be done by a day: 2025年底前建成, 到2035年，建成…, 计划今年三季度完工; figures to be reached are goals."""
    start, end = span
    for term in terms.said_in(start, end):
        if not _to_be_done(source.text, term, dated):
            continue
        left = max(
            start, term.start - _SAID, max(source.text.rfind(mark, start, term.start) for mark in "，。；\n") + 1
        )
        left += label.end() if (label := _LABEL.match(source.text[left : term.start])) else 0
        last = min(end, term.end + _SAID)
        stop = re.compile(r"[。；\n]").search(source.text, term.end, last)
        right = _clause_end(source.text, term.end, stop.start() if stop else last)
        if all(one.due != term.day for _, one in found.dated(left, right)):  # the time of a figure is that of its goal
            yield Milestone(term.day, source.words(left, right))


def _to_be_done(text: str, term: Term, dated: Period | None) -> bool:
    """Whether a time is one by which something shall be done: said as a deadline, ahead of the plan's date, or, where the
    plan has none, right before what is to be done."""
    if term.due or _BEFORE.match(text, term.end) or _TERM.search(text[max(0, term.start - 8) : term.start]):
        return True
    acts = bool(_lexicon()[0].match(text, term.end))
    if dated is None:
        return acts
    return term.day > dated.end or (acts and _BARE.fullmatch(text[term.start : term.end]) is not None)


def _clause_end(text: str, at: int, end: int) -> int:
    """Up to the comma behind the deed: a time alone (到2035年，) takes in what follows it."""
    first = text.find("，", at, end)
    if first < 0:
        return end
    if first - at > 3:
        return first
    second = text.find("，", first + 1, end)
    return second if second >= 0 else end
