"""Which figures of a plan are goals of it: not what has been, not what is only a condition, a class or a size of things.

A reader of any text asks whether a figure is reported or aimed at, and abstains towards reported; in a plan it is the
other way round: what is not told to have been is aimed at.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from xietong.data import table
from xietong.documents.model import Clause
from xietong.statements.model import Statement
from xietong.targets.plans.frame import Frame
from xietong.targets.plans.source import Source, above, clause_at, titles
from xietong.targets.plans.times import Term

_FROM = re.compile(
    r"[由从](?:\d{4}年[底末]?的?|现状的?|原来的?|现在的?|目前的?|当前的?|现有的?|过去的?|上年的?|去年的?|每[一-龥]{1,3})*[近约超不足过的]*$"
)
_TO = re.compile(
    r"(?:左右|以上|以下)?[^，。；\d]{0,8}(?:提高|提升|增加|增长|上升|升|增|扩大|缩短|压缩|降低|下降|降|减少|减|跃升|调整|扩展|拓展|发展|壮大)(?:到|至|为)"
)
COUNTED = frozenset("个家项条座所处户名件套台辆")  # what things of a kind are counted by
_CIRCLE = re.compile(r"[一-龥]{0,6}圈[^，。；“]{0,2}”")  # “15分钟生活圈”: the name of what is built
_LABEL = re.compile(
    r"(?:（?(?:\d{1,2}|[一二三四五六七八九十]+)(?:）|[.、])|[①-⑳]|第[一二三四五六七八九十百]+条 ?|[一二三四五六七八九十]+是)+"
)
_SPAN = re.compile(r"^(?:[一两二三四五六七八九十\d]{1,2}年|每年|全年|累计|再|共)+")  # 三年补充教师180名
_NEAR = 200  # characters around a figure that are looked through
_PARTS = "；。\n"


class _Lexicon(NamedTuple):
    background: re.Pattern[str]
    forward: re.Pattern[str]
    reported: re.Pattern[str]
    counted: re.Pattern[str]
    aimed: re.Pattern[str]
    conditions: re.Pattern[str]
    class_before: re.Pattern[str]
    class_behind: re.Pattern[str]
    class_any: re.Pattern[str]
    class_count: re.Pattern[str]
    class_opens: re.Pattern[str]
    class_rank: re.Pattern[str]
    of_a_name: re.Pattern[str]
    fund_before: re.Pattern[str]
    fund_behind: re.Pattern[str]
    actor: re.Pattern[str]
    fined: re.Pattern[str]
    owed: re.Pattern[str]
    moves: re.Pattern[str]
    compared: re.Pattern[str]
    fact: re.Pattern[str]
    then: re.Pattern[str]
    deeds: re.Pattern[str]
    settled_before: re.Pattern[str]
    settled_after: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    said = table("plans.toml")
    sections, figures, settled = said["sections"], said["figures"], said["settled"]
    return _Lexicon(
        *(re.compile(one) for one in (
            sections["background"], sections["forward"], figures["reported"], figures["counted"], figures["aimed"], figures["conditions"],
            figures["class_before"], figures["class_behind"], figures["class_any"],
            figures["class_count"], figures["class_opens"], figures["class_rank"], figures["of_a_name"],
            figures["fund_before"], figures["fund_behind"], figures["actor"], figures["fined"], figures["owed"],
            figures["moves"], figures["compared"], figures["fact"], f"{figures['soon']}(?:{said['actions']['verbs']})",
            said["actions"]["verbs"], settled["before"], settled["after"],
        ))
    )  # fmt: skip


def is_goal(source: Source, clauses: tuple[Clause, ...], one: Statement, term: Term | None, frame: Frame) -> bool:
    """Whether a figure is aimed at; `term` is the time that governs it."""
    start, end = source.inside(one.start, one.end)
    if one.form == "ratio" or settled(source, one) or background(clauses, one.start):
        return False
    if (
        _is_past(source, term, frame)
        or (not _ends_cell(source, one) and _is_class(source.text, one, start, end))
        or _is_condition(source.text, start, end)
    ):
        return False
    before = source.text[max(0, start - 24) : start]
    if _lexicon().compared.search(before) or (_FROM.search(before) and _TO.match(source.text, end)):
        return False
    if _is_reported(source.text, start, term):
        return False
    if _introduces(clauses, one) and not (term is not None and term.due) and not _aims(source.text, start):
        return False
    return one.modality == "target" or _is_aimed(source, clauses, one, start, term)


def _is_past(source: Source, term: Term | None, frame: Frame) -> bool:
    """Whether a figure is of a time before the plan; of a plan without a date, before its first deadline and with nothing
    to be done then."""
    if term is None or term.due:
        return False
    if frame.begins is not None:
        return term.day < frame.begins
    if frame.first_due is None or term.day >= frame.first_due:
        return False
    return _lexicon().then.match(source.text, term.end) is None


def _is_aimed(source: Source, clauses: tuple[Clause, ...], one: Statement, start: int, term: Term | None) -> bool:
    """Whether something tells that a figure is aimed at which a reader of any text would take for a report: a time ahead, a
    heading of goals, a verb of what is to come before it."""
    words = _lexicon()
    left = max(source.text.rfind(mark, 0, start) for mark in "，；。：\n") + 1
    before = source.text[left:start]
    if words.fact.search(before) or re.search("[余多]", one.quote):
        return False
    if term is not None or any("目标" in head for head in titles(clauses, clause_at(clauses, one.start))):
        return True
    if _acts(source, clauses, one, start):
        return True
    if words.counted.search(before):
        return False
    return bool(words.moves.search(before)) and not re.search(
        r"[由从][^，]*\d", before
    )  # 由20天压缩至1小时 tells a change


def _acts(source: Source, clauses: tuple[Clause, ...], one: Statement, start: int) -> bool:
    """Whether a figure stands in a numbered part of the plan, in a sentence that says what is to be done."""
    if not any(holder.number for holder in above(clauses, clause_at(clauses, one.start))):
        return False
    left = max(max(source.text.rfind(mark, 0, start) for mark in _PARTS) + 1, start - _NEAR)
    stop = re.compile(f"[{_PARTS}]").search(source.text, start, start + _NEAR)
    said = re.split("[，：]", _LABEL.sub("", source.text[left : stop.start() if stop else start + _NEAR]))
    return any(_does(_SPAN.sub("", part)) for part in said)


def _does(words: str) -> bool:
    """Whether a clause begins with what is to be done, or with who is to do it."""
    deeds, found = _lexicon().deeds, _lexicon().actor.match(words)
    return bool(deeds.match(words)) or bool(found and found.end() and deeds.match(words, found.end()))


def _introduces(clauses: tuple[Clause, ...], one: Statement) -> bool:
    """Whether a figure stands in a paragraph before the first numbered part of a plan that has some: of the place and of
    what led to the plan, as a rule."""
    first = next((clause for clause in clauses if clause.number), None)
    return first is not None and one.start < first.start


def _aims(text: str, start: int) -> bool:
    """Whether words of the sentence before a figure aim at it."""
    left = max(max(text.rfind(mark, 0, start) for mark in _PARTS) + 1, start - _NEAR)
    return bool(_lexicon().aimed.search(text[left:start]))


def background(clauses: tuple[Clause, ...], at: int) -> bool:
    """Whether a figure stands under a heading of what has been (发展基础, 形势); the innermost that tells decides."""
    words = _lexicon()
    for title in titles(clauses, clause_at(clauses, at)):
        if words.forward.search(title):
            return False
        if words.background.search(title):
            return True
    return False


def _ends_cell(source: Source, one: Statement) -> bool:
    """Whether a figure ends the cell of a row: what the next cell says (企业管理部) does not belong to it."""
    return bool(re.match(r"(?:左右|以[上下内])?[ ]*[\t|]", source.content[one.end : one.end + 6]))


def _is_class(text: str, one: Statement, start: int, end: int) -> bool:
    """千亿级, 30户以上的自然村, 产值超百亿元的县, 超50亿元企业3家: what things are meant, no amount."""
    words = _lexicon()
    if words.fund_before.search(text[max(0, start - 24) : start]) and words.fund_behind.match(text, end):
        return False
    if one.measure == "rank" and words.class_rank.match(text, end):
        return True
    if words.of_a_name.search(text[max(0, start - 4) : start]) and one.quote[:1] in "一二两三四五六七八九十":
        return True
    if _CIRCLE.match(text, end) and "“" in text[max(0, start - 4) : start]:
        return True
    if text[end : end + 1] == "级" and one.quote[-1:] in "千百万亿":
        return True
    if words.class_behind.match(text, end) and words.class_before.search(text[max(0, start - 8) : start]):
        return True
    clause = text[max(text.rfind(mark, 0, start) for mark in "，；。：\n") + 1 : start]
    if words.class_any.match(text, end) and not (words.moves.search(clause) and one.unit in COUNTED):
        return True
    if one.unit not in COUNTED and words.class_count.match(text, end):
        return True
    return text[start - 1 : start] in "，；。：\n、" and bool(words.class_opens.match(text, end))


def _is_condition(text: str, start: int, end: int) -> bool:
    """奖励20万元, 处五万元以下罚款: money given or taken; 应当在七个工作日内答复: what is owed to whoever asks."""
    words = _lexicon()
    if words.fined.match(text, end) or (
        words.owed.search(text[max(0, start - 12) : start]) and text.startswith("内", end)
    ):
        return True
    left = max(text.rfind(mark, max(0, start - 60), start) for mark in "，；。\n") + 1 or max(0, start - 60)
    return bool(words.conditions.search(text[left:start]))


def _is_reported(text: str, start: int, term: Term | None) -> bool:
    """Whether words before the figure, in its part of the sentence, tell what is; not once they aim again."""
    words = _lexicon()
    left = max(text.rfind(mark, 0, start) for mark in _PARTS) + 1
    left = max(left, start - _NEAR)
    said = text[left:start]
    found = list(words.reported.finditer(said))
    if not found:
        return False
    last = found[-1]
    behind = said[last.end() :]
    later = term is not None and term.start >= left + last.end()
    return not later and not words.aimed.search(behind)


def settled(source: Source, statement: Statement) -> bool:
    """落实…178条举措: the number belongs to what another document settled."""
    words = _lexicon()
    start, end = source.inside(statement.start, statement.end)
    return bool(words.settled_before.search(source.text[max(0, start - 40) : start])) and bool(
        words.settled_after.match(source.text[end : end + 14])
    )
