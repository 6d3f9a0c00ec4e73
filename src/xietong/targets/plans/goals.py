"""Statements with modality target → goals: what is accepted, by when, from where, how firmly."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from xietong.core.period import Period
from xietong.data import table
from xietong.documents.model import Clause
from xietong.statements.model import Statement
from xietong.statements.times import Clock
from xietong.targets.model import Direction, Goal, Strength
from xietong.targets.plans.model import Horizon, PlanBaseline, PlanGoal, Size, Words
from xietong.targets.plans.source import Source, above, clause_at

_UP = re.compile(
    r"(?:提高|提升|增加|增长|增|上升|升|扩大|壮大|跃升|达|突破|超过|超|形成|建成|新增|不低于|不少于|推出)"
    r"(?:到|至|为|了|成)?(?:20\d\d年末?的?)?[^，。；\d]{0,4}$"
)
_DOWN = re.compile(
    r"(?:降低|下降|降|减少|减|压减|压缩|缩短|控制|回落|收窄|不超过|不高于|(?<!不)低于|限制)"
    r"(?:到|至|为|在)?(?:20\d\d年末?的?)?[^，。；\d]{0,4}$"
)
_MOVES = re.compile(
    r"(?:左右|以上|以下)?[^，。；\d]{0,8}"
    r"(?:提高|提升|增加|增长|上升|升|增|扩大|缩短|压缩|降低|下降|降|减少|减|跃升|调整|壮大)(?:到|至|为)(?:20\d\d年末?的?)?[^，。；\d]{0,4}"
)
_BRACKETS = re.compile(r"（[^（）]*）|（[^（）]*$")
_CAPPED = re.compile(r"控制在[^，。；\d]{0,6}$")
_WITHIN = re.compile(r"[以之]?内(?![容陆部外])")
_OPENING = re.compile(
    r"(?:[（(]?\d{1,2}[.、）)]|[（(]?[一二三四五六七八九十]+[）)、]|\s|其中)*(?:力争|确保)?(20\d\d)年(?:[底末]|汛期前|内)?(?:[以之]?前)?(?=[，、：]|[一-龥]{2})(?!\d{1,2}月|[上下]半年|第?[一二三四]季度|以来|的)"
)
_NOW = re.compile(r"[由从](?:现状|目前|现在|原来)的?$")
_YEAR = re.compile(r"(20\d\d)年[底末]?(?=.{0,1}$)")
_SPAN = 6  # years that a plan runs at most, as its parts are dated
_BEFORE = re.compile(
    r"^(?:(?:汛期|入冬|年底)?[以之]?前(?=[一-龥“])|[两二三四五]年累计)"
)  # 2026年底前新增…: what is left of the time
_NOTE = re.compile(r"单位|牵头|配合|责任|负责")
_BEHIND = 14  # characters behind a figure that may say how firm it is


Said = Mapping[date, Sequence[int]]
"""The last days of the times that a plan says, each with the offsets of the text at which it is said, in order."""


def said_times(source: Source, clauses: tuple[Clause, ...], dated: Period | None) -> Said:
    """All times of a plan."""
    said: dict[date, list[int]] = {}
    for one in Clock(dated, plan=True).read(source.text, *source.clause(clauses[0])):
        if one.period is not None:
            said.setdefault(one.period.end, []).append(source.view.origin(one.start))
    return said


def goal_of(statement: Statement, words: str = "", behind: str = "") -> Goal:
    """What is accepted; `words` stand before the figure, `behind` after it (控制在, 5分钟内 make a plain number a ceiling)."""
    low, high, unit = min(statement.value), max(statement.value), statement.unit
    about = statement.modifier == "~"
    if statement.measure == "rank":
        return Goal("rank", None, high, unit)
    if statement.form == "range":
        return Goal("range", low, high, unit, about=about)
    if statement.modifier in (">", ">="):
        return Goal.floor(low, unit, strict=statement.modifier == ">")
    if statement.modifier in ("<", "<=") or _CAPPED.search(words) or _WITHIN.match(behind):
        return Goal("ceiling", None, high, unit, statement.modifier == "<", about)
    return Goal.value(low, unit, about=about)


def goals(
    source: Source,
    clauses: tuple[Clause, ...],
    statements: tuple[Statement, ...],
    horizon: Horizon | None,
    sizes: Iterable[Size],
    dated: Period | None,
) -> tuple[PlanGoal, ...]:
    """The goals among the statements of an article, in order; sizes of projects and amounts settled elsewhere are none."""
    aside = {one.said.start for one in sizes}
    times = said_times(source, clauses, dated)
    found = []
    for index, one in enumerate(statements):
        if one.modality != "target" or one.form == "ratio" or one.start in aside or settled(source, one):
            continue
        if _background(clauses, one.start) or _class(source, one):
            continue
        found.append(_goal(source, clauses, statements, index, horizon, times))
    return tuple(found)


def _class(source: Source, statement: Statement) -> bool:
    """千亿级, 百万级: a class of things, no amount."""
    end = source.at(statement.end)
    return source.text[end : end + 1] == "级" and statement.quote[-1:] in "千百万亿"


def _named(source: Source, statement: Statement, start: int) -> str:
    """What is to be reached, without what is left of the time before it (2026年底前新增…), with the class that it begins with
    (千亿级产业集群)."""
    name = _NOW.sub("", _BEFORE.sub("", statement.indicator))
    if not name.startswith("级"):
        return name
    found = re.search(
        rf"[\d一二三四五六七八九十百千万亿]+(?={re.escape(name)})", source.text[max(0, start - 60) : start]
    )
    return found.group() + name if found else name


def _year_before(source: Source, start: int, horizon: Horizon | None) -> date | None:
    """2026年，新建管网210公里: a year of the plan that opens the part in which a figure stands is its date."""
    opens = max(source.text.rfind(mark, 0, start) for mark in "；。\n") + 1
    found = _OPENING.match(source.text, opens, start) or _YEAR.search(source.text[max(opens, start - 8) : start])
    if found is None or horizon is None:
        return None
    year = int(found[1])
    return date(year, 12, 31) if horizon.due.year - _SPAN < year <= horizon.due.year else None


def _background(clauses: tuple[Clause, ...], at: int) -> bool:
    """Whether a figure stands under a heading of what has been (发展基础, 形势): it is no goal of this plan."""
    words = table("plans.toml")["sections"]["background"]
    return any(re.search(words, one.title) for one in above(clauses, clause_at(clauses, at)) if one.parent >= 0)


def settled(source: Source, statement: Statement) -> bool:
    """落实…178条举措: the number belongs to what another document settled."""
    words = table("plans.toml")["settled"]
    start, end = source.inside(statement.start, statement.end)
    return bool(re.search(words["before"], source.text[max(0, start - 40) : start])) and bool(
        re.match(words["after"], source.text[end : end + 14])
    )


def _goal(
    source: Source, clauses: tuple[Clause, ...], statements: tuple[Statement, ...], index: int, horizon: Horizon | None,
    times: Said,
) -> PlanGoal:  # fmt: skip
    one = statements[index]
    start, _ = source.inside(one.start, one.end)
    opens = source.at(one.sentence_start)
    words = source.text[opens:start]
    clause = clause_at(clauses, one.start)
    period = Period.parse(one.period) if one.period and not _borrowed(clauses, clause, one, times) else None
    due = period.end if period else _year_before(source, start, horizon)
    goal = PlanGoal(
        Words(one.start, one.end, one.quote), Words(one.sentence_start, one.sentence_end, one.sentence),
        _named(source, one, start), _places(source, clauses[clause], one), goal_of(one, words, source.text[source.at(one.end) :][:3]), one.modifier,
        one.measure, due, clause, period=one.period, base_period=one.base_period, scope=one.scope, direction=_direction(words, one),
        strength=_strength(source, clauses, one, clause), baseline=_baseline(source, clauses, statements, index),
    )  # fmt: skip
    return inherited(goal, horizon)


def _places(source: Source, clause: Clause, statement: Statement) -> tuple[str, ...]:
    """The places of a goal; none where they are only those of a body that another clause names (牵头单位：北京市…): nobody
    has said then where the goal holds."""
    kept = []
    for name in statement.regions:
        at = source.content.rfind(name, 0, statement.start)
        opens, closes = source.content.rfind("（", 0, max(at, 0)), source.content.rfind("）", 0, max(at, 0))
        noted = opens > closes and bool(_NOTE.search(source.content[opens:at]))
        if not (0 <= at < clause.start and noted):
            kept.append(name)
    return tuple(kept)


def inherited(goal: PlanGoal, horizon: Horizon | None) -> PlanGoal:
    """A goal without a date takes the plan's, marked so."""
    if goal.due is not None or horizon is None:
        return goal
    return replace(goal, due=horizon.due, inherited=True)


def _borrowed(clauses: tuple[Clause, ...], clause: int, statement: Statement, times: Said) -> bool:
    """Whether the date was said in a numbered part beside this one: it governs that part, not its neighbours.

    A deadline holds where it stands, in the parts under it, and in those that an unnumbered paragraph before introduces.
    """
    spots = times.get(Period.parse(statement.period).end, ())
    before = bisect_right(spots, statement.start)
    if not before or (before < len(spots) and spots[before] <= statement.sentence_end):
        return False
    holders = {one.index for one in above(clauses, clause)}
    spoken = clauses[clause_at(clauses, spots[before - 1])]
    return spoken.index not in holders and not (spoken.kind == "paragraph" and spoken.parent in holders)


def _direction(words: str, statement: Statement) -> Direction:
    """Where the verb points; 0 where it does not tell."""
    if statement.measure in ("growth", "difference") and statement.value[0]:
        return 1 if statement.value[0] > 0 else -1
    return -1 if _DOWN.search(words) else 1 if _UP.search(words) else 0


def _strength(source: Source, clauses: tuple[Clause, ...], statement: Statement, clause: int) -> Strength:
    """约束性, 预期性: behind the figure, else in its sentence, else in the headings above it."""
    _, end = source.inside(statement.start, statement.end)
    opens = source.at(statement.sentence_start)
    stop = max(source.text.rfind(mark, 0, opens) for mark in "。\n") + 1
    heads = (one.title for one in above(clauses, clause))
    behind = re.match(r"[^，。；、]*", source.text[end : end + _BEHIND])
    for words in (behind.group() if behind else "", _BRACKETS.sub("", source.text[stop:end]), *heads):
        if said := firmness(words):
            return said
    return ""


def firmness(words: str) -> Strength:
    """The last of 约束性 and 预期性 that the words have."""
    said = table("plans.toml")["strength"]
    last = max(words.rfind(said["binding"]), words.rfind(said["expected"]))
    return "" if last < 0 else "binding" if words.startswith(said["binding"], last) else "expected"


def _baseline(
    source: Source, clauses: tuple[Clause, ...], statements: tuple[Statement, ...], index: int
) -> PlanBaseline | None:
    """由2020年的3.44%提高到…; 2022年为2102万箱，2027年增至…: a reported figure of the same thing just before."""
    goal = statements[index]
    for one in reversed(statements[max(0, index - 4) : index]):
        if one.modality != "actual" or one.unit != goal.unit or one.measure != goal.measure or len(one.value) > 1:
            continue
        if clause_at(clauses, one.start) != clause_at(clauses, goal.start):
            return None
        between = source.text[source.at(one.end) : source.at(goal.start)]
        before = source.text[max(0, source.at(one.start) - 16) : source.at(one.start)]
        moves = bool(re.search(r"[由从][^，。；]*$", before)) and bool(_MOVES.fullmatch(between))
        same = one.indicator == goal.indicator and one.regions == goal.regions and "。" not in between and one.period
        if moves or same:
            return PlanBaseline(
                one.value[0], Period.parse(one.period) if one.period else None, Words(one.start, one.end, one.quote)
            )
    return None


def between(statements: tuple[Statement, ...], start: int, end: int) -> tuple[Statement, ...]:
    """The statements whose mention begins in text[start:end]."""
    starts = [one.start for one in statements]
    return statements[bisect_left(starts, start) : bisect_left(starts, end)]
