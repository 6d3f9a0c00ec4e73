"""What persons judged of cells, applied to what tables are read as: the machine's reading is put aside, never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, delete, insert, select

from xietong.core.issue import Issue, Place
from xietong.statements.review.correct import CorrectionError
from xietong.statements.review.model import Decision
from xietong.statements.review.standing import standing
from xietong.store import cell_ids, decisions, tables
from xietong.store.cell_ids import cell_id
from xietong.store.model import CellTable, ObservationTable, WithheldTable
from xietong.store.sheets import ids_by_name
from xietong.store.tables import CellRow
from xietong.tables.correct import Reading, corrected, written

CELL = "cell"
Mark = Literal["", "accepted", "corrected", "rejected", "waived"]
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell with what the machine reads in it (None where it was read by an older program) and what holds: `holds` is
    None where it is no observation; `decision` is the one that says so."""

    row: CellRow
    read: Reading | None
    holds: Reading | None
    mark: Mark = ""
    decision: Decision | None = None

    @property
    def written(self) -> dict[str, str]:
        """What holds, or else what was read, as a person writes it."""
        shown = self.holds or self.read
        return written(shown, self.row.text, self.row.phrase) if shown is not None else {}


@dataclass(frozen=True, slots=True)
class Standing:
    """The decisions on cells of a document that stand: on one cell, or (`wide`) on all cells of a unit in a table."""

    own: Mapping[str, Decision] = field(default_factory=dict)
    wide: tuple[Decision, ...] = ()

    def of(self, row: CellRow, read: Reading | None) -> Decision | None:
        """The decision on a cell: its own, else the last wide one that takes it in."""
        if row.id in self.own:
            return self.own[row.id]
        return next((one for one in reversed(self.wide) if read is not None and takes_in(one, row, read)), None)


def takes_in(decision: Decision, row: CellRow, read: Reading) -> bool:
    """Whether a wide decision is about a cell: the same phrase in the same unit, in the same table."""
    said = decision.content
    unit = written(read, row.text, row.phrase)["unit"]
    return decision.subject[:48] == row.id[:48] and (said["phrase"], said["unit"]) == (row.phrase, unit)


def standing_in(connection: Connection, document: str) -> Standing:
    """The decisions on cells of a document that stand."""
    found = standing(decisions.of_documents(connection, CELL, [document])).values()
    wide = tuple(one for one in found if one.content.get("over"))
    return Standing({one.subject: one for one in found if not one.content.get("over")}, wide)


def judged(connection: Connection, cells: Collection[str], stand: Standing) -> Iterator[Judged]:
    """What holds of some cells, in reading order, few in memory at a time; those that there are."""
    known = decisions.aliases(connection) if stand.wide else {}
    for row, read in _read(connection, cells):
        decision = stand.of(row, read)
        holds, mark = _holding(row, read, decision, known)
        yield Judged(row, read, holds, mark, decision)


def _read(connection: Connection, cells: Collection[str]) -> Iterator[tuple[CellRow, Reading | None]]:
    """Cells with what the machine reads in them."""
    for part in _parts(cells):
        aside = select(WithheldTable.cell_id, WithheldTable.content).where(WithheldTable.cell_id.in_(part))
        read: dict[str, Reading] = {
            row["cell_id"]: dict(row) | {"judged": ""}
            for row in connection.execute(
                select(ObservationTable.__table__).where(cell_ids.observed_in(part))
            ).mappings()
        }
        read |= {one.cell_id: one.content for one in connection.execute(aside)}
        for row in tables.cells_where(connection, CellTable.id.in_(part)):
            yield row, read.get(row.id)


def _holding(
    row: CellRow, read: Reading | None, decision: Decision | None, known: Mapping[str, str]
) -> tuple[Reading | None, Mark]:
    as_read = read if not row.state else None
    if decision is None or decision.verdict == "waive":
        return as_read, "waived" if decision is not None else ""
    if decision.verdict == "reject":
        return None, "rejected"
    if decision.verdict == "accept":
        return read, "accepted"
    if not decision.content.get("over"):
        return decision.content["holds"], "corrected"  # type: ignore[return-value]
    assert read is not None
    try:
        return corrected(read, row.text, row.phrase, decision.content["set"], known), "corrected"  # type: ignore[arg-type]
    except CorrectionError:  # a cell of the unit that has no value
        return as_read, ""


def touched(connection: Connection, decision: Decision) -> list[str]:
    """The cells that a decision may be about."""
    if not decision.content.get("over"):
        return [decision.subject]
    sheet = connection.scalar(select(CellTable.sheet_id).where(CellTable.id == decision.subject))
    if sheet is None:
        return []
    query = select(CellTable.id).where(cell_ids.within(sheet), CellTable.phrase == str(decision.content["phrase"]))
    return list(connection.scalars(query))


def settle(connection: Connection, document: str, cells: Collection[str] | None = None) -> None:
    """Let the observations of cells (of all that were ever judged in a document) be what holds of them."""
    stand = standing_in(connection, document)
    if cells is None:
        cells = {*stand.own, *(cell for one in stand.wide for cell in touched(connection, one))}
    for part in _parts(cells):
        kept: list[dict[str, Any]] = []
        observed: list[dict[str, Any]] = []
        for one in judged(connection, part, stand):
            if one.read is None:
                continue
            if one.holds is not None:
                mark = one.mark if one.mark in ("accepted", "corrected") else ""
                observed.append(dict(one.holds) | {"judged": mark})
            if one.row.state or one.mark in ("corrected", "rejected"):
                kept.append({"cell_id": one.row.id, "content": dict(one.read)})
        there = [each["cell_id"] for each in (*observed, *kept)]
        connection.execute(delete(WithheldTable).where(WithheldTable.cell_id.in_(there)))
        connection.execute(delete(ObservationTable).where(cell_ids.observed_in(there)))
        if kept:
            connection.execute(insert(WithheldTable), kept)
        if observed:
            connection.execute(insert(ObservationTable), observed)


# --- findings and the cells they are about --------------------------------------------------------------------------


def places(connection: Connection, issues: Mapping[str, Issue]) -> dict[str, tuple[str, ...]]:
    """Finding → the cells that its places are, where each of them is a cell that was read; other findings are left out.

    A place that is a whole row stands for the cells there whose item has another value elsewhere.
    """
    found = {key: one for key, one in issues.items() if one.places and all(place.row for place in one.places)}
    names = ids_by_name(connection, {place.document for one in found.values() for place in one.places})
    cells: dict[str, list[str]] = {}
    for key, one in found.items():
        held = [_cells_at(connection, names.get((at.document, at.sheet), ""), at) for at in one.places]
        if all(held):
            cells[key] = [cell for each in held for cell in each]
    there: set[str] = set()
    for part in _parts(cell for held in cells.values() for cell in held):
        there |= set(connection.scalars(select(CellTable.id).where(CellTable.id.in_(part))))
    return {key: tuple(dict.fromkeys(held)) for key, held in cells.items() if there.issuperset(held)}


def _cells_at(connection: Connection, sheet: str, at: Place) -> list[str]:
    if not sheet or at.column:
        return [cell_id(sheet, at.row, at.column)] if sheet else []
    row = CellTable.id.between(cell_id(sheet, at.row, 0), cell_id(sheet, at.row, 0xFFFFFF))
    return list(connection.scalars(select(CellTable.id).where(row, CellTable.state == "duplicate")))


def covers(decision: Decision, issue: Issue) -> bool:
    """Whether a decision on a cell was made in view of exactly this finding."""
    seen: Any = decision.content.get("doubts", [])
    return [issue.code, issue.computation] in seen


def marks(connection: Connection, issues: Mapping[str, Issue]) -> dict[str, str]:
    """Finding → what persons said of it by judging all of its cells: "waived" if of any they said no more than that,
    "rejected" if they hold as they were read, else "corrected"."""
    in_tables = {key: one for key, one in issues.items() if any(place.in_table for place in one.places)}
    if not in_tables:
        return {}
    documents = {place.document for one in in_tables.values() for place in one.places}
    own: dict[str, Decision] = {}
    for document in documents:
        stand = standing_in(connection, document)
        own |= {**stand.own, **{one.subject: one for one in stand.wide}}
    if not own:
        return {}
    found = {}
    for key, cells in places(connection, in_tables).items():
        made = [own[cell] for cell in cells if cell in own and covers(own[cell], issues[key])]
        if len(made) == len(cells):
            verdicts = {one.verdict for one in made}
            found[key] = "waived" if "waive" in verdicts else "rejected" if verdicts == {"accept"} else "corrected"
    return found


def _parts(keys: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(set(keys))
    return (ordered[at : at + _CHUNK] for at in range(0, len(ordered), _CHUNK))
