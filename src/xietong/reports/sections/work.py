"""Targets, tasks and reviews of implementation as tables of a report; every number in them is bound to its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xietong.reports.given import Value
from xietong.reports.model import Align, Block, Language, Paragraph, Piece, Pieces, Table
from xietong.reports.say import Manner, cell, column, figure, place_words, word
from xietong.reports.sources import under


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target on a day: what it is called, where, its baseline, last value and goal, when it is due (ISO day), how it
    stands (a code of `targets.status`) in words. `goal_words` stand before the goal where a value alone would not do: 前."""

    title: str
    place: str
    baseline: Value | None
    value: Value | None
    goal: Value
    goal_words: str
    due: str
    status: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task on a day: its title, who leads, when it is due (ISO day, "" for none), completion in per cent, standing."""

    title: str
    lead: str
    due: str
    completion: Value | None
    standing: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review on a day: how many clauses it has, how many are closed, found implemented, and overdue with someone."""

    title: str
    document: str
    clauses: Value
    closed: Value
    implemented: Value
    overdue: Value


Counts = Sequence[tuple[str, Value]]
"""Words of a standing with how many there are."""


def tally(what: str, total: Value, counts: Counts, language: Language) -> Paragraph:
    """目标共12项：快于进度5项、慢于进度7项。"""
    manner = Manner()
    comma, colon, stop = ("、", "：", "。") if language == "zh" else (", ", ": ", ".")
    pieces: list[Piece] = []
    lead = word(f"tally.{what}", language, n="\1").partition("\1")
    pieces += [Piece(lead[0]), figure(total, language, manner, note=False), Piece(lead[2])]
    for at, (said, number) in enumerate(counts):
        joint = colon if at == 0 else comma
        if language == "zh":
            pieces += [Piece(joint + said), figure(number, language, manner, note=False), Piece("项")]
        else:
            pieces += [Piece(joint), figure(number, language, manner, note=False), Piece(f" {said}")]
    return Paragraph((*pieces, Piece(stop)))


def _table(
    title: str, heads: Sequence[str], rows: Sequence[tuple[Pieces, ...]], align: Sequence[Align], language: Language
) -> Table:
    head = tuple((Piece(word(f"head.{one}", language)),) for one in heads)
    return Table((Piece(title),), head, tuple(rows), tuple(align))


def _value(value: Value | None, language: Language, before: str = "") -> Pieces:
    if value is None:
        return (Piece("—" if language == "zh" else "–"),)
    made = figure(value, language, Manner(), note=False)
    return (Piece(before), made) if before else (made,)


def _name(text: str) -> Pieces:
    return (Piece(text, "quote"),)


def targets(
    rows: Sequence[TargetRow], total: Value, counts: Counts, language: Language, title: str = ""
) -> tuple[Block, ...]:
    """The blocks of the section `targets`."""
    if not rows:
        return (Paragraph((Piece(word("sentence.none_targets", language)),)),)
    body = [_target(one, language) for one in rows]
    align: tuple[Align, ...] = ("left", "left", "left", "right", "right", "right", "left", "left")
    heads = ("what", "place", "unit", "baseline", "value", "goal", "due", "status")
    made = _table(title or word("caption.targets", language), heads, body, align, language)
    sources = under((one for row in body for cell in row for one in cell), language)
    return tally("targets", total, counts, language), made, *sources


def _target(one: TargetRow, language: Language) -> tuple[Pieces, ...]:
    """One line, its three values on one scale whose unit stands beside them."""
    into = column([one.baseline, one.value, one.goal], language)
    before = (Piece(one.goal_words),) if one.goal_words else ()
    numbers = [cell(each, into, None, language) for each in (one.baseline, one.value, one.goal)]
    return (
        _name(one.title), _name(place_words(one.place, language)), _name(into.words or _dash(language)), numbers[0], numbers[1],
        (*before, *numbers[2]), _name(one.due), (Piece(one.status),),
    )  # fmt: skip


def _dash(language: Language) -> str:
    return "—" if language == "zh" else "–"


def tasks(
    rows: Sequence[TaskRow], total: Value, counts: Counts, language: Language, title: str = ""
) -> tuple[Block, ...]:
    """The blocks of the section `tasks`."""
    if not total.value[0]:
        return (Paragraph((Piece(word("sentence.none_tasks", language)),)),)
    first = tally("tasks", total, counts, language)
    if not rows:
        return (first,)
    body = [
        (
            _name(one.title),
            _name(one.lead or "—"),
            _name(one.due or "—"),
            _value(one.completion, language),
            (Piece(one.standing),),
        )
        for one in rows
    ]
    align: tuple[Align, ...] = ("left", "left", "left", "right", "left")
    heads = ("task", "lead", "due", "completion", "status")
    return first, _table(title or word("caption.tasks", language), heads, body, align, language)


def reviews(rows: Sequence[ReviewRow], language: Language, title: str = "") -> tuple[Block, ...]:
    """The blocks of the section `reviews`."""
    if not rows:
        return (Paragraph((Piece(word("sentence.none_reviews", language)),)),)
    body = [
        (
            _name(one.title), _name(one.document), _value(one.clauses, language), _value(one.closed, language),
            _value(one.implemented, language), _value(one.overdue, language),
        )
        for one in rows
    ]  # fmt: skip
    align: tuple[Align, ...] = ("left", "left", "right", "right", "right", "right")
    heads = ("review", "document", "clauses", "closed", "implemented", "overdue")
    return (_table(title or word("caption.reviews", language), heads, body, align, language),)
