"""Statements with modality target → goals: what is accepted, by when, from where, how firmly."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from xietong.core.period import Period
from xietong.data import table
from xietong.documents.model import Clause
from xietong.statements.model import Modifier, Statement
from xietong.targets.model import Direction, Goal, Strength
from xietong.targets.plans.aims import is_goal
from xietong.targets.plans.frame import Frame
from xietong.targets.plans.model import Horizon, PlanBaseline, PlanGoal, Size, Words
from xietong.targets.plans.source import Source, above, clause_at
from xietong.targets.plans.terms import Terms, respective
from xietong.targets.plans.times import Term

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
    r"(?:提高|提升|增加|增长|上升|升|增|扩大|缩短|压缩|降低|下降|降|减少|减|跃升|调整|扩展|拓展|壮大)(?:到|至|为)(?:20\d\d年末?的?)?[^，。；\d]{0,4}"
)
# 下降15%以上: a change of -15 % or lower
_SAID_OF_A_FALL: Final[dict[Modifier, Modifier]] = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_BRACKETS = re.compile(r"（[^（）]*）|（[^（）]*$")
_CAPPED = re.compile(r"控制在[^，。；\d]{0,6}$")
_WITHIN = re.compile(r"[以之]?内(?![容陆部外])")
_NOW = re.compile(r"[由从](?:现状|目前|现在|原来)的?$")
_BEFORE = re.compile(
    r"^(?:（?其中(?=[一-龥“])|(?:汛期|入冬|年底)?[以之]?前(?=[一-龥“])|[两二三四五]年累计)"
)  # 2026年底前新增…: what is left of the time
_PART = re.compile(r"(?:（?(?:\d{1,2}|[一二三四五六七八九十]+)(?:）|[.、])|[①-⑳]|第[一二三四五六七八九十百]+条 ?)+")
_NOTE = re.compile(r"单位|牵头|配合|责任|负责")
_NEAR = 200  # characters before a figure that are looked through: no part of a sentence that somebody wrote is longer
_BEHIND = 14  # characters behind a figure that may say how firm it is


def goal_of(statement: Statement, words: str = "", behind: str = "") -> Goal:
    """What is accepted; `words` stand before the figure, `behind` after it (控制在, 5分钟内 make a plain number a ceiling)."""
    low, high, unit = min(statement.value), max(statement.value), statement.unit
    about, modifier = statement.modifier == "~", statement.modifier
    if modifier == ">" and re.match("及?以上", behind):
        modifier = ">="  # whatever the words before it said
    if statement.measure in ("growth", "difference") and high < 0:
        modifier = _SAID_OF_A_FALL.get(modifier, modifier)
    if statement.measure == "rank":
        return Goal("rank", None, high, unit)
    if statement.form == "range":
        return Goal("range", low, high, unit, about=about)
    if modifier == "=":
        modifier = _said_before(words)
    if modifier in (">", ">="):
        return Goal.floor(low, unit, strict=modifier == ">")
    if modifier in ("<", "<=") or _CAPPED.search(words) or _WITHIN.match(behind):
        return Goal("ceiling", None, high, unit, modifier == "<", about)
    return Goal.value(low, unit, about=about)


def _said_before(words: str) -> Modifier:
    """至少配备4名, 不超过当地工资的2倍: what is said before the verb or the thing that stands between."""
    said = table("plans.toml")["figures"]
    if re.search(said["at_least"], words):
        return ">="
    return "<=" if re.search(said["at_most"], words) else "="


def goals(
    source: Source,
    clauses: tuple[Clause, ...],
    statements: tuple[Statement, ...],
    horizon: Horizon | None,
    sizes: Iterable[Size],
    terms: Terms,
    years: Frame,
) -> tuple[PlanGoal, ...]:
    """The goals among the statements of an article, in order; sizes of projects and amounts settled elsewhere are none."""
    aside = {one.said.start for one in sizes}
    listed = _listed(source, statements, terms)
    found = []
    for index, one in enumerate(statements):
        if one.start in aside:
            continue
        start, end = source.inside(one.start, one.end)
        term = listed[one.start] if one.start in listed else terms.governing(start, end)
        if is_goal(source, clauses, one, term, years):
            found.append(_goal(source, clauses, statements, index, horizon, term))
    return tuple(found)


def _listed(source: Source, statements: tuple[Statement, ...], terms: Terms) -> dict[int, Term | None]:
    """The times of figures in 分别 lists, by where the figures begin in the text; None where several times cannot be handed
    out (甲2025年、乙2027年分别达到100%): no figure has a date of its own then."""
    found: dict[int, Term | None] = {}
    clauses: dict[tuple[int, int], list[Statement]] = {}
    for one in statements:
        clauses.setdefault((one.sentence_start, one.sentence_end), []).append(one)
    for said in clauses.values():
        opens, first = source.at(said[0].sentence_start), source.at(said[0].start)
        if "分别" not in source.text[opens:first]:
            continue
        stop = max(source.text.rfind(mark, 0, opens) for mark in "。\n") + 1
        handed = respective(source.text, terms.said_in(stop, first), tuple(one.start for one in said))
        if not handed and len({term.day for term in terms.said_in(opens, first)}) > 1:
            found |= {one.start: None for one in said}
        found |= handed
    return found


_LISTED = re.compile(
    r"\d[^，。；、\d]{1,4}、((?![^，。；]*(?:年|增速|增长|于|分别|以上|以内))"
    r"(?!不[少低]|达到?|超过?|突破|其中|力争|完成|新[增建]|实现)[“”A-Za-z0-9一-龥]{2,12}[一-龥”])$"
)
_ALONE = re.compile(r"(?:左右|以[上下内])?(?:[，。；、）\n]|$)")
_STAGE = re.compile(r"第[一二三四]?[阶步]?[段]?|(?:近|中|远)期(?:目标)?")
_REACHES = re.compile(r"(?:力争|要|将|均|可|稳定|保持|控制)*(?:达到?|超过?|突破|在|为|至少|不[少低高]于|不超过)+$")
_PREDICATE = re.compile(
    r"(?:应当?|要|将|逐[年步]|不断|持续|稳步|进一步|明显|显著|大幅|力争)*(?:提高|提升|增强|改善|扩大|增长|下降|降低|减少|缩短|优化)$"
)


def _of_another_part(source: Source, left: int, start: int, name: str) -> bool:
    """Whether an indicator was carried over from before the part that begins at `left`: a list member that names its own
    matter is not about the one before."""
    said = _BRACKETS.sub("", source.text[max(left, start - _NEAR) : start])
    return name[:4] not in said and bool(_PART.match(source.text, left, start)) and not _own_words(source, start)


def _own_words(source: Source, start: int) -> str:
    """市域（郊）铁路里程达到400公里: what stands before the figure in its clause, without the verb."""
    opens = max(source.text.rfind(mark, 0, start) for mark in "，；。：\n") + 1
    said = _REACHES.sub("", _PART.sub("", source.text[opens:start]))
    return said if len(said) >= 4 and re.search(r"[一-龥]$", said) and not re.search(r"\d|[一二]〇", said) else ""


def _brought_up(source: Source, start: int) -> str:
    """（2）引进专业运营团队，2025年底前不少于6支: what the clauses before in the same part of the sentence are about."""
    opens = max(max(source.text.rfind(mark, 0, start) for mark in "；。\n") + 1, start - _NEAR)
    for words in reversed(source.text[opens:start].split("，")[:-1]):
        said = _PREDICATE.sub("", _PART.sub("", words))
        if len(said) >= 3 and not re.search(r"\d|[一二]〇", said) and not _STAGE.fullmatch(said):
            return said
    return ""


def _named(source: Source, statement: Statement, left: int, start: int) -> str:
    """What is to be reached, without what is left of the time before it (2026年底前新增…), with the class that it begins with
    (千亿级产业集群); `left` is where its part of the plan begins."""
    name = _NOW.sub("", _BEFORE.sub("", _of_cell(source, statement)))
    if not name or _STAGE.fullmatch(name):
        name = _own_words(source, start) or name
    alone = _ALONE.match(source.text, source.at(statement.end))  # what is counted would stand behind it
    if alone:
        listed = _LISTED.search(source.text, max(0, start - 24), start)
        if listed and (not name or listed[1] not in name):
            return listed[1]  # 百亿级企业2户、十亿级企业10户
        if not name or _of_another_part(source, left, start, name):
            name = _brought_up(source, start) or name
    if not name.startswith("级"):
        return name
    found = re.search(
        rf"[\d一二三四五六七八九十百千万亿]+(?={re.escape(name)})", source.text[max(0, start - 60) : start]
    )
    return found.group() + name if found else name


def _of_cell(source: Source, statement: Statement) -> str:
    """The indicator without the words of other cells of a row: 退出企业18户 | 战略部 is not about 战略部."""
    before = source.content[statement.sentence_start : statement.start].split("\t")
    behind = source.content[statement.end : statement.sentence_end].split("\t")
    name = statement.indicator.removeprefix("".join(before[:-1]))
    for cell in reversed([one.strip() for one in behind[1:]]):
        name = name.removesuffix(cell) if cell else name
    return name


def _goal(
    source: Source, clauses: tuple[Clause, ...], statements: tuple[Statement, ...], index: int, horizon: Horizon | None,
    term: Term | None,
) -> PlanGoal:  # fmt: skip
    one = statements[index]
    start, end = source.inside(one.start, one.end)
    words = source.text[source.at(one.sentence_start) : start]
    clause = clause_at(clauses, one.start)
    goal = PlanGoal(
        Words(one.start, one.end, one.quote), Words(one.sentence_start, one.sentence_end, one.sentence),
        _named(source, one, source.at(clauses[clause].start), start), _places(source, clauses[clause], one), goal_of(one, words, source.text[end : end + 3]),
        one.modifier, one.measure, term.day if term else None, clause, period=_covered(one, term), base_period=one.base_period,
        scope=one.scope, direction=_direction(words, one), strength=_strength(source, clauses, one, clause),
        baseline=_baseline(source, clauses, statements, index),
    )  # fmt: skip
    return inherited(goal, horizon)


def _covered(one: Statement, term: Term | None) -> str:
    """The days a goal covers: those of its statement where they end with its term (全年, an average), else up to the term."""
    if term is None:
        return ""
    same = bool(one.period) and Period.parse(one.period).end == term.day
    return one.period if same else str(Period.until(term.day))


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


def _direction(words: str, statement: Statement) -> Direction:
    """Where the verb points; 0 where it does not tell."""
    if statement.measure in ("growth", "difference") and statement.value[0]:
        return 1 if statement.value[0] > 0 else -1
    return -1 if _DOWN.search(words) else 1 if _UP.search(words) else 0


def _strength(source: Source, clauses: tuple[Clause, ...], statement: Statement, clause: int) -> Strength:
    """约束性, 预期性: behind the figure, else in its sentence, else in the headings above it."""
    _, end = source.inside(statement.start, statement.end)
    opens = source.at(statement.sentence_start)
    stop = max(max(source.text.rfind(mark, 0, opens) for mark in "。\n") + 1, opens - _NEAR)
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
        if one.unit != goal.unit or one.measure != goal.measure or len(one.value) > 1:
            continue
        if clause_at(clauses, one.start) != clause_at(clauses, goal.start):
            return None
        between = source.text[source.at(one.end) : source.at(goal.start)]
        before = source.text[max(0, source.at(one.start) - 16) : source.at(one.start)]
        moves = bool(re.search(r"[由从][^，。；]*$", before)) and bool(_MOVES.fullmatch(between))
        same = (
            one.modality == "actual"
            and one.indicator == goal.indicator
            and one.regions == goal.regions
            and "。" not in between
            and one.period
        )
        if moves or same:
            return PlanBaseline(
                one.value[0], Period.parse(one.period) if one.period else None, Words(one.start, one.end, one.quote)
            )
    return None


def between(statements: tuple[Statement, ...], start: int, end: int) -> tuple[Statement, ...]:
    """The statements whose mention begins in text[start:end]."""
    starts = [one.start for one in statements]
    return statements[bisect_left(starts, start) : bisect_left(starts, end)]
