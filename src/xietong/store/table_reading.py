"""Tables into the ledger: cells, observations and findings of a file in one transaction."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from xietong.core.ahead import ahead
from xietong.core.errors import WorkspaceError
from xietong.core.issue import Issue
from xietong.store import cell_ids, decisions, elsewhere, issues, table_writing
from xietong.store import cells as judged_cells
from xietong.store.cell_rows import Batch, rows_of, writer
from xietong.store.prepare import Given
from xietong.tables import known
from xietong.tables.across import Across
from xietong.tables.displaced import Both
from xietong.tables.doubts import Held, Watch
from xietong.tables.formats.source import Bytes
from xietong.tables.found import Findings
from xietong.tables.mapping import Mapping, written
from xietong.tables.model import Sheet
from xietong.tables.resolve import what
from xietong.tables.whole import Fitting, reader

_AHEAD = 8_000_000  # bytes of a file from which it is read in a second process
_SHOWN_ROWS, _SHOWN = 200, 100_000  # of a table that are its text on the page of the document


@dataclass(frozen=True, slots=True)
class TableAdded:
    """What became of a file: its cells, how many are no observation, and what is doubtful."""

    document: str
    sheets: int
    cells: int
    held: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """The sheets of a file that a mapping fits, and notes on the others."""

    found: tuple[Fitting, ...]
    notes: Findings
    mapping: Mapping


def write(connection: Connection, document: str, source: Bytes, read: Read, given: Given) -> TableAdded:
    """Write the cells of a file and their observations, and what is doubtful in them and against the ledger."""
    table_writing.put_document(connection, document, source.name, source.size, given, _text(read.found))
    table_writing.clear(connection, document, read.mapping.name)
    aliases = decisions.aliases(connection)
    alone = not elsewhere.any_at_all(connection, document)
    cells = 0
    held: dict[str, int] = {}
    found: list[Issue] = []
    across = Across()
    for number, one in enumerate(read.found):
        sheet = _sheet(connection, document, read.mapping, given, one, _number(one.sheet, number))
        job = (one, read.mapping, document, sheet, dict(aliases), len(read.found) == 1)
        count, end = _put(connection, _ahead(source.name, job) if _is_long(source, one.sheet) else _rows(*job))
        cells += count
        held[sheet] = _finish(connection, across, (sheet, one.sheet.name), count, end)
        if not alone:
            compare(connection, document, sheet, end.findings, aliases)
        found += end.findings.issues()
        del end  # what is doubtful in a long table is much
    if len(read.found) > 1:
        held = {sheet: table_writing.count_held(connection, sheet) for sheet in held}
    judged_cells.settle(connection, document)  # last: findings are about what is printed, whatever persons said of it
    found += _of(read.notes, document)
    issues.replace(connection, document, found, tables=True)
    return TableAdded(document, len(read.found), cells, sum(held.values()), tuple(found))


@dataclass(frozen=True, slots=True)
class _End:
    """What is known of a table when its last cell was read; `watch` where other tables stand beside it."""

    findings: Findings
    held: tuple[Held, ...]
    below: list[str]
    watch: Watch | None


def _is_long(source: Bytes, sheet: Sheet) -> bool:
    """Whether a second process to read a sheet is worth its start, and need not be handed all the rows."""
    return source.size > _AHEAD and not isinstance(sheet.rows, Sequence)


def _ahead(name: str, job: tuple[object, ...]) -> Iterator[Batch | _End]:
    try:
        yield from ahead(_rows, *job)
    except ChildProcessError as error:
        raise WorkspaceError(
            f"{name}: the process reading it died, perhaps for want of memory. Nothing of it was kept; try again.",
            f"{name}：读取它的进程中断，可能是内存不足。未写入任何内容，请重试。",
        ) from error


def _rows(
    one: Fitting, mapping: Mapping, document: str, sheet: str, aliases: dict[str, str], alone: bool
) -> Iterator[Batch | _End]:  # fmt: skip
    """The rows of a table as they are written, then what is doubtful in it; without a database, in any process."""
    readable = reader(one, mapping, document, aliases)
    watch = Watch(readable.findings, len(readable.columns))
    collects = gc.isenabled()
    gc.disable()  # nothing here refers to itself, and looking for what does costs a fifth of the time
    try:
        yield from rows_of(document, sheet, readable.cells(), watch.see)
    finally:
        if collects:
            gc.enable()
    readable.done()
    yield _End(readable.findings, watch.finish(), readable.below, None if alone else watch)


def _put(connection: Connection, parts: Iterator[Batch | _End]) -> tuple[int, _End]:
    """Write the cells of a table; how many there are."""
    count = 0
    with writer(connection) as write:
        for part in parts:
            if isinstance(part, _End):
                return count, part
            write(part)
            count += len(part.cells)
    raise AssertionError("a table without an end")


def _finish(connection: Connection, across: Across, sheet: tuple[str, str], count: int, end: _End) -> int:
    """Hold back what is doubtful and count; how many cells are no observation."""
    table_writing.hold(connection, sheet[0], end.held)
    if end.watch is not None:
        _repeated(connection, across, sheet, end.watch, end.findings)
    return table_writing.finish_sheet(connection, sheet[0], count, end.below)


def _repeated(
    connection: Connection, across: Across, sheet: tuple[str, str], watch: Watch, findings: Findings
) -> None:  # fmt: skip
    """What other tables of the file give too is taken once, or not at all where they differ."""
    again: dict[str, list[Held]] = {}
    for where_, each in across.held(*sheet, watch, findings):
        again.setdefault(where_, []).append(each)
    for where_, cells in again.items():
        table_writing.hold(connection, where_, cells)


def _sheet(
    connection: Connection, document: str, mapping: Mapping, given: Given, one: Fitting, number: int
) -> str:  # fmt: skip
    key = cell_ids.sheet_id(document, number)
    table_writing.put_sheet(
        connection,
        {
            "id": key, "document_id": document, "number": number, "name": one.sheet.name, "title": one.sheet.title,
            "mapping": mapping.name, "mapping_text": written(mapping),
            "headings": [" / ".join(path) for path in one.fit.paths], "below": [],
            "released": str(given.date.end) if given.date else "",
        },
    )  # fmt: skip
    return key


def compare(
    connection: Connection, document: str, sheet: str, findings: Findings, aliases: Table[str, str]
) -> None:  # fmt: skip
    """The new values against what the ledger has of the same things, of the things beside them and of their wholes."""
    both = [
        Both(one[0], one[1], one[3], one[2], float(one[4]), float(one[5]), one[6], one[8], *cell_ids.place_of(one[7]))
        for one in elsewhere.same(connection, document, sheet)
    ]
    known.against(both, findings)
    told = {one.indicator for one in both}
    for indicator, phrase, unit in elsewhere.indicators_of(connection, sheet):
        if indicator not in told:
            _distance(connection, document, findings, (indicator, indicator, phrase, unit))
        if whole := known.wider(phrase):
            code = what(whole, unit, "", "", aliases).indicator
            _distance(connection, document, findings, (indicator, code, phrase, unit))


def _distance(connection: Connection, document: str, findings: Findings, said: tuple[str, str, str, str]) -> None:
    """An indicator of the document against the same, or the wider one, in others, where no period is shared."""
    own_code, other_code, phrase, unit = said
    others = [one for one in elsewhere.values_of(connection, other_code, document, mine=False) if one[3] == unit]
    if not others:
        return
    mine = elsewhere.values_of(connection, own_code, document, mine=True)
    own = [one for one in mine if one[3] == unit and one[5]]
    found = known.near(own, others)
    if found is None or found[1] < 3 or not (power := known.power_of(found[0], part=own_code != other_code)):
        return
    row, column = cell_ids.place_of(own[0][5])
    like = min(others, key=lambda one: (one[0] != own[0][0], abs(int(one[1][:4]) - int(own[0][1][:4]))))
    printed = own[0][4].lstrip("-0123456789.")
    findings.add(
        "unit_power", row, column, own[0][4], f"{phrase} / {own[0][0]}", subject=f"{phrase}|{power}", indicator=phrase,
        unit=printed, power=abs(power), said=f"{own[0][4]} ↔ {like[4]}",
        computation=f"10^{found[0]:.1f}, {found[1]} × ({phrase} ↔ {other_code})",
    )  # fmt: skip


def _number(sheet: Sheet, number: int) -> int:
    """Which table of its file a sheet is."""
    words = sheet.name.rsplit(" ", 1)[-1]
    return int(words) if words.isdigit() and sheet.name.startswith(("table ", "dataSet ")) else number + 1


def _of(notes: Findings, document: str) -> Iterator[Issue]:
    for issue in notes.issues():
        yield replace(issue, places=tuple(replace(place, document=document) for place in issue.places))


def _text(found: tuple[Fitting, ...]) -> str:
    """The beginning of the tables, as the page of the document shows them."""
    lines: list[str] = []
    for one in found:
        lines.append(one.sheet.title or one.sheet.name)
        for number, row in enumerate(one.sheet.rows):
            if number >= _SHOWN_ROWS:
                lines.append("…")
                break
            lines.append("\t".join(cell.replace("\0", "") for cell in row))
    return "\n".join(lines)[:_SHOWN]
