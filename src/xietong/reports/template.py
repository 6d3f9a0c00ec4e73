"""The text of a template → its settings and blocks, with the place of every word; all that is wrong at once.

The markup is a small part of Markdown (decision 0016): headings, paragraphs, lists, tables, **strong**, *emphasis*,
footnotes `[^a]`, and fields: `{{ value indicator=GDP place=北京 }}` in running text or on a line of their own, and
`[5.2%]{value …}`, which binds what is typed. Nothing in it is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from xietong.core.ids import content_id
from xietong.data import table
from xietong.reports.fields import FILE, Call, call, english, nearest
from xietong.reports.inline import Span, spans
from xietong.reports.model import Align, At
from xietong.reports.running import is_quantity
from xietong.reports.table_rows import alignment
from xietong.reports.table_rows import cells as row_cells
from xietong.reports.text_lines import Located, joined
from xietong.reports.troubles import FaultyReportError, Trouble

MOST = 200_000  # characters
PERIODS = ("week", "month", "quarter", "half", "year")


@dataclass(frozen=True, slots=True)
class Node:
    """A block of a template: "heading", "paragraph", "items", "table" with its parts as spans, or "field" with its call."""

    kind: str
    at: At
    parts: tuple[tuple[Span, ...], ...] = ()
    level: int = 0
    ordered: bool = False
    align: tuple[Align, ...] = ()
    rows: tuple[tuple[tuple[Span, ...], ...], ...] = ()
    call: Call | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A template that can be read: `notes` are footnotes by name, `calls` all that it asks for."""

    title: tuple[Span, ...]
    language: str
    period: str
    names: tuple[str, ...]
    about: str
    nodes: tuple[Node, ...]
    notes: dict[str, tuple[Span, ...]]
    text: str

    @property
    def id(self) -> str:
        """Identity of the text."""
        return content_id("template", self.text)

    @property
    def calls(self) -> dict[Call, At]:
        """What must be answered before a report is composed, each once, with where it stands first."""
        every = [self.title, *self.notes.values()]
        for node in self.nodes:
            every += [*node.parts, *(cell for row in node.rows for cell in row)]
        inline = [(span.call, span.at) for part in every for span in part if span.call is not None]
        blocks = [(node.call, node.at) for node in self.nodes if node.call is not None]
        found: dict[Call, At] = {}
        for asked, at in [*inline, *blocks]:
            found.setdefault(asked, at)
        return found


@dataclass
class _Reading:
    """What has been read so far."""

    troubles: list[Trouble] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    notes: dict[str, tuple[Span, ...]] = field(default_factory=dict)


def read(text: str) -> Template:
    """A template from its text. FaultyReportError with every fault and its line."""
    reading = _Reading()
    if len(text) > MOST:
        raise FaultyReportError([Trouble("too_long", values={"most": f"{MOST:,}"})])
    lines = [Located.line(one, number) for number, one in enumerate(text.replace("\r\n", "\n").split("\n"), 1)]
    settings, start = _settings(lines, reading)
    _blocks(_without_comments(lines[start:], reading), reading)
    _check_notes(reading)
    title = spans(settings["title"], reading.troubles) if "title" in settings else ()
    if not title:
        reading.troubles.insert(0, Trouble("no_title", at=At(1, 1)))
    made = Template(
        title, _choice(settings, "language", ("zh", "en"), reading), _choice(settings, "period", PERIODS, reading),
        _names(settings, reading), settings["about"].text if "about" in settings else "",
        tuple(reading.nodes), reading.notes, text,
    )  # fmt: skip
    if reading.troubles:
        raise FaultyReportError(sorted(reading.troubles, key=lambda one: (one.at or At(0, 0)).line))
    return made


# --- settings ------------------------------------------------------------------------------------------------------


def _settings(lines: Sequence[Located], reading: _Reading) -> tuple[dict[str, Located], int]:
    """What stands between two lines `---` at the head, and where the text begins."""
    if not lines or lines[0].text.strip() != "---":
        return {}, 0
    known: dict[str, Any] = table(FILE)["setting"]
    found: dict[str, Located] = {}
    for number, line in enumerate(lines[1:], 1):
        if line.text.strip() == "---":
            return found, number + 1
        match = re.match(r"\s*([^:：]+?)\s*[:：]\s*", line.text)
        if not match:
            if line.text.strip():
                reading.troubles.append(Trouble("bad_setting", at=line.at(0), words=line.text.strip()))
            continue
        name = english(match[1], known)
        if name is None:
            words = [word for one, said in known.items() for word in (one, said["zh"])]
            values = {"nearest": nearest(match[1], words)}
            reading.troubles.append(Trouble("unknown_setting", at=line.at(0), words=match[1], values=values))
        else:
            found[name] = line.part(match.end(), len(line.text.rstrip()))
    reading.troubles.append(Trouble("open_settings", at=At(1, 1)))
    return found, len(lines)


def _choice(settings: dict[str, Located], name: str, choices: tuple[str, ...], reading: _Reading) -> str:
    given = settings.get(name)
    if given is None:
        return "zh" if name == "language" else "month"
    if given.text not in choices:
        values = {"name": name, "choices": ", ".join(choices)}
        reading.troubles.append(Trouble("bad_choice", at=given.at(0), words=given.text, values=values))
    return given.text


def _names(settings: dict[str, Located], reading: _Reading) -> tuple[str, ...]:
    """Words that are names, though they have numerals; a quantity is none."""
    given = settings.get("names")
    names = [one.strip() for one in re.split("[、,，;；]", given.text) if one.strip()] if given else []
    for one in names:
        if given and (is_quantity(one) or not re.search(r"[^\W\d_]", one) or len(one) < 2):
            reading.troubles.append(Trouble("no_name", at=given.at(given.text.find(one)), words=one))
    return tuple(names)


# --- blocks --------------------------------------------------------------------------------------------------------


def _without_comments(lines: Sequence[Located], reading: _Reading) -> list[Located]:
    """Lines without `<!-- … -->`."""
    kept, inside, opened = [], False, At(1, 1)
    for line in lines:
        text, places, at = "", [], 0
        while at < len(line.text):
            mark = "-->" if inside else "<!--"
            if line.text.startswith(mark, at):
                inside, opened, at = not inside, line.at(at), at + len(mark)
                continue
            if not inside:
                text += line.text[at]
                places.append(line.places[at])
            at += 1
        kept.append(Located(text, tuple(places)))
    if inside:
        reading.troubles.append(Trouble("open_comment", at=opened))
    return kept


_HEADING = re.compile(r"(#{1,6})\s+(.*)$")
_ITEM = re.compile(r"\s{0,3}(?:([-*+])|(\d{1,3})[.)])\s+(?=\S)")
_NOTE = re.compile(r"\[\^([\w-]+)\]:\s*")
_FIELD = re.compile(r"\s*\{\{(.*)\}\}\s*$")


def _blocks(lines: list[Located], reading: _Reading) -> None:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.text.strip():
            at += 1
        elif match := _HEADING.match(line.text):
            part = line.part(match.start(2), len(line.text.rstrip()))
            level = min(len(match[1]), 3)
            reading.nodes.append(Node("heading", line.at(0), (spans(part, reading.troubles),), level))
            at += 1
        elif _alone(line):
            _field(line, reading)
            at += 1
        elif match := _NOTE.match(line.text):
            at = _note(lines, at, match, reading)
        elif line.text.lstrip().startswith("|"):
            at = _table(lines, at, reading)
        elif _ITEM.match(line.text):
            at = _items(lines, at, reading)
        else:
            last = _end(lines, at)
            part = joined(lines[at:last])
            reading.nodes.append(Node("paragraph", part.at(0), (spans(part, reading.troubles),)))
            at = last


def _alone(line: Located) -> re.Match[str] | None:
    """A field that fills its line; one that belongs to running text opens a paragraph."""
    match = _FIELD.match(line.text)
    if not match or "}}" in match[1]:
        return None
    name = re.match(r"\s*([\w一-龥]+)", match[1])
    known = english(name[1], table(FILE)["field"]) if name else None
    return match if known is None or table(FILE)["field"][known]["place"] == "block" else None


def _field(line: Located, reading: _Reading) -> None:
    match = _alone(line)
    if match is not None:
        made = call(line.part(match.start(1), match.end(1)), "block", reading.troubles)
        if made is not None:
            reading.nodes.append(Node("field", line.at(match.start()), call=made))


def _starts(line: Located) -> bool:
    text = line.text
    return bool(
        _HEADING.match(text) or _alone(line) or _NOTE.match(text) or _ITEM.match(text)
    ) or text.lstrip().startswith("|")


def _end(lines: list[Located], at: int) -> int:
    """Where a paragraph that begins at a line ends."""
    last = at + 1
    while last < len(lines) and lines[last].text.strip() and not _starts(lines[last]):
        last += 1
    return last


def _note(lines: list[Located], at: int, match: re.Match[str], reading: _Reading) -> int:
    last = _end(lines, at)
    part = joined([lines[at].part(match.end(), len(lines[at].text)), *lines[at + 1 : last]])
    if match[1] in reading.notes:
        reading.troubles.append(Trouble("two_notes", at=lines[at].at(0), words=match[1]))
    reading.notes[match[1]] = spans(part, reading.troubles)
    return last


def _items(lines: list[Located], at: int, reading: _Reading) -> int:
    first = _ITEM.match(lines[at].text)
    ordered = bool(first and first[2])
    parts, begin = [], at
    while at < len(lines) and (match := _ITEM.match(lines[at].text)) and bool(match[2]) == ordered:
        last = _end(lines, at)
        part = joined([lines[at].part(match.end(), len(lines[at].text)), *lines[at + 1 : last]])
        parts.append(spans(part, reading.troubles))
        at = last
    reading.nodes.append(Node("items", lines[begin].at(0), tuple(parts), ordered=ordered))
    return at


def _table(lines: list[Located], at: int, reading: _Reading) -> int:
    begin, rows = at, []
    while at < len(lines) and lines[at].text.lstrip().startswith("|"):
        rows.append(row_cells(lines[at]))
        at += 1
    marks = [one.text.strip() for one in rows[1]] if len(rows) > 1 else []
    if not marks or not all(re.fullmatch(":?-+:?", one) for one in marks):
        reading.troubles.append(Trouble("no_table_head", at=lines[begin].at(0)))
        return at
    width = len(rows[0])
    for row in rows[1:]:
        if len(row) != width:
            place = row[0].at(0) if row and row[0].places else lines[begin].at(0)
            values = {"width": str(width), "got": str(len(row))}
            reading.troubles.append(Trouble("table_width", at=place, values=values))
    align = tuple(alignment(one) for one in marks)
    cells = [tuple(spans(cell, reading.troubles) for cell in row) for row in (rows[0], *rows[2:])]
    reading.nodes.append(Node("table", lines[begin].at(0), cells[0], align=align, rows=tuple(cells[1:])))
    return at


def _check_notes(reading: _Reading) -> None:
    """Footnotes that are called for and not there, and the other way round."""
    parts = [part for node in reading.nodes for part in (*node.parts, *(cell for row in node.rows for cell in row))]
    called = {span.footnote: span.at for part in parts for span in part if span.footnote}
    for name, at in called.items():
        if name not in reading.notes:
            reading.troubles.append(Trouble("no_note", at=at, words=name))
    for name, note in reading.notes.items():
        if name not in called:
            reading.troubles.append(Trouble("idle_note", at=note[0].at if note else None, words=name))
