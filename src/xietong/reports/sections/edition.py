"""A frozen edition of the cadence as tables: its lines by section, every number bound to the record it was taken from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xietong.data import table
from xietong.reports.given import Value
from xietong.reports.model import Align, Block, Heading, Language, Paragraph, Piece, Pieces, Source, Table
from xietong.reports.say import Manner, figure, place_words, word
from xietong.reports.sections.work import tally
from xietong.targets.cadence.changes import Change
from xietong.targets.cadence.edition import Line

_COLUMNS = (
    "place", "value", "goal", "step", "due", "week", "completion", "days", "raised", "status", "standing", "state", "outcome",
    "done", "text",
)  # fmt: skip
_NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
_COUNTED = ("running", "overdue", "blocked", "late", "silent", "matters", "planned", "ahead", "done")
_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)([^\d,.—-]{0,12})$")
_STEMS = {"task": "/tasks/", "target": "/targets/", "review": "/reviews/", "matter": "/matters/"}


@dataclass(frozen=True, slots=True)
class Listing:
    """What is set of an edition: its name, its lines, what changed since the one before (None where there is none), which
    sections in their order, and how many lines of each."""

    name: str
    lines: Sequence[Line]
    moved: Sequence[Change] | None
    sections: tuple[str, ...]
    most: int


def edition(given: Listing, language: Language) -> tuple[Block, ...]:
    """The blocks of the section."""
    blocks: list[Block] = _changed(given, language)
    number = 0
    for section in given.sections:
        own = [one for one in given.lines if one.section == section]
        if not own:
            continue
        name = str(table("cadence.toml")["section"][section][language])
        number += 1
        blocks.append(Heading(2, (Piece(_numbered(number, name, language)),)))
        if section == "standings":
            blocks.append(_standings(own, given, language))
        else:
            blocks += _table(name, own, given, language)
    if all(isinstance(one, Paragraph) for one in blocks):
        blocks.append(Paragraph((Piece(word("sentence.edition_empty", language)),)))
    return tuple(blocks)


def _numbered(number: int, name: str, language: Language) -> str:
    """（一）逾期, as headings of the second level are numbered in official documents."""
    return f"（{_NUMBERS[number - 1]}）{name}" if language == "zh" else name


def _changed(given: Listing, language: Language) -> list[Block]:
    """How many lines came, went and changed since the edition before."""
    if given.moved is None:
        return [Paragraph((Piece(word("sentence.edition_first", language)),))]
    pieces: list[Piece] = []
    text = word("sentence.edition_moved", language, new="\1", gone="\2", changed="\3")
    marks = {"\1": "new", "\2": "gone", "\3": "changed"}
    for part in re.split("([\1\2\3])", text):
        if part in marks:
            count = sum(one.kind == marks[part] for one in given.moved)
            pieces.append(_figure(Decimal(count), "", _whole(given, language), language))
        elif part:
            pieces.append(Piece(part))
    return [Paragraph(tuple(pieces))]


def _whole(given: Listing, language: Language) -> Source:
    return Source("record", given.name, said=word("source.edition", language, name=given.name))


def _source(one: Line, given: Listing, language: Language) -> Source:
    said = word("source.edition_line", language, name=given.name, title=one.title or "、".join(one.bodies))
    stem = _STEMS.get(one.kind, "")
    return Source("record", one.subject, said=said, href=f"{stem}{one.subject}" if stem else "")


def _figure(number: Decimal, unit: str, source: Source, language: Language) -> Piece:
    return figure(Value((number,), unit, (source,)), language, Manner(), note=False)


def _standings(own: Sequence[Line], given: Listing, language: Language) -> Paragraph:
    source = _whole(given, language)
    counts = [
        (word(f"standing.{one.subject}", language), Value((Decimal(one.facts["count"]),), "", (source,))) for one in own
    ]
    total = Value((sum((one.value[0] for _, one in counts), Decimal(0)),), "", (source,))
    return tally("tasks", total, counts, language)


def _table(name: str, own: Sequence[Line], given: Listing, language: Language) -> list[Block]:
    shown = own[: given.most]
    counted = own[0].section == "bodies"
    columns = [one for one in (_COUNTED if counted else _COLUMNS) if any(each.facts.get(one) for each in own)]
    titled, bodied = any(one.title for one in own), any(one.bodies for one in own)
    head = [*(["what"] if titled else []), *(["bodies"] if bodied else [])]
    heads = tuple((Piece(word(f"head.{one}", language)),) for one in head)
    heads += tuple(
        (Piece(word(f"standing.{one}" if counted and one != "matters" else f"fact.{one}", language)),)
        for one in columns
    )
    comma = "、" if language == "zh" else ", "
    rows = []
    for one in shown:
        cells: list[Pieces] = [(Piece(one.title, "quote"),)] if titled else []
        cells += [(Piece(comma.join(one.bodies) or _dash(language), "quote"),)] if bodied else []
        source = _source(one, given, language)
        rows.append(
            (*cells, *(_cell(fact, one.facts.get(fact, ""), source, language, counted=counted) for fact in columns))
        )
    numbers = ("completion", "days", "value", "goal")
    left: Align = "left"
    right: Align = "right"
    align = (*[left] * len(head), *(right if counted or one in numbers else left for one in columns))
    blocks: list[Block] = [Table((Piece(name),), heads, tuple(rows), align)]
    if len(own) > len(shown):
        text = word("sentence.rows_left", language, n=len(own), shown=len(shown))
        blocks.append(Paragraph((Piece(text, "quote"),), quiet=True))
    return blocks


def _dash(language: Language) -> str:
    return "—" if language == "zh" else "–"


def _cell(fact: str, value: str, source: Source, language: Language, *, counted: bool) -> Pieces:
    """A fact in words; a number bound to its record."""
    if not value:
        return (Piece("0" if counted else _dash(language), "quote"),)
    if counted or fact in ("completion", "days"):
        unit = "%" if fact == "completion" else ""
        return (_figure(Decimal(value), unit, source, language),)
    if fact in ("value", "goal"):
        match = _AMOUNT.match(value)
        if match:
            return (_figure(Decimal(match[1]), match[2], source, language),)
    said = _WORDS.get(fact)
    return (Piece(said(value, language) if said else value, "quote", sources=(source,)),)


def _of(file: str, group: str) -> Callable[[str, Language], str]:
    return lambda value, language: str(table(file)[group].get(value, {}).get(language, value))


def _standing(value: str, language: Language) -> str:
    known = table("messages/report_words.toml")["standing"]
    return str(known.get(value, table("messages/targets.toml")["status"].get(value, {})).get(language, value))


def _state(value: str, language: Language) -> str:
    known = table("messages/report_words.toml")["matter_state"]
    return str(known.get(value, table("reviews.toml")["state"].get(value, {})).get(language, value))


_WORDS: dict[str, Callable[[str, Language], str]] = {
    "place": place_words, "status": _standing, "standing": _standing, "state": _state, "outcome": _of("reviews.toml", "outcome"),
    "step": _of("reviews.toml", "step"),
}  # fmt: skip
