"""Doubtful cells: values of tables with findings on them, or read otherwise than a person judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import log10
from statistics import median

from sqlalchemy import Connection, select

from xietong.core.errors import NotFoundError
from xietong.observations.catalogue import catalogue
from xietong.statements.review.model import Decision, Doubt, Verdict
from xietong.statements.review.standing import standing
from xietong.statements.review.weigh import Near, gravity
from xietong.store import cell_ids, cells, decisions, issues, tables
from xietong.store.cells import CELL, Judged
from xietong.store.issues import IssueRow
from xietong.store.model import CellTable, Document
from xietong.store.review.kind import Asked, Proposal, ReviewError, Shown, Sight, by_cell
from xietong.tables.correct import corrected, power_between, same, unit_by, whole
from xietong.tables.numbers import read_number

_PROPOSED = 6
_BESIDE = 12  # cells of a series that are looked at


class Cells:
    """The subject is a cell of a table."""

    name = stored = CELL
    verdicts: tuple[Verdict, ...] = ("accept", "correct", "reject", "waive")
    whole = False

    def asked(self, sight: Sight) -> Iterator[Asked]:
        """Cells with findings that nobody has judged in view of them, and judged ones that are read otherwise now."""
        stand = cells.standing_in(sight.connection, sight.document)
        wanted = {*sight.cells, *stand.own}
        for one in cells.judged(sight.connection, sorted(wanted), stand):
            found = sight.cells.get(one.row.id, [])
            doubts = [Doubt(row.issue.severity, row.issue.code) for row in found if not _seen(one, row)]
            if one.decision is not None and not _as_judged(one):
                doubts.append(Doubt("changed"))
            if doubts:
                yield Asked(one.row.id, gravity(doubts), _near(one), 1 + len(found), tuple(doubts))

    def shown(self, connection: Connection, subject: str) -> Shown:
        """A cell with what is read in it, what holds, and the findings on it."""
        row = tables.get_cell(connection, subject)
        if row is None:
            raise NotFoundError(f"there is no cell {subject!r} (any more).", f"没有编号为“{subject}”的单元格。")
        stand = cells.standing_in(connection, row.document)
        (one,) = cells.judged(connection, [subject], stand)
        touching = issues.in_tables_of(connection, row.document, judged=True, rows=[row.row])
        found = tuple(by_cell(connection, touching).get(subject, ()))
        made = decisions.of_subject(connection, CELL, subject)
        return Shown(
            kind=CELL,
            subject=subject,
            document=row.document,
            title=f"{row.text.strip()} · {row.path}",
            basis=(
                row.state, [str((one.read or {}).get(name, "")) for name in ("id", "value", "unit")],
                sorted(each.id for each in found), one.decision.number if one.decision else 0,
            ),
            verdicts=_verdicts(one),
            proposals=tuple(_proposals(connection, one, found))[:_PROPOSED],
            decisions=tuple(reversed(made)),
            doubts=tuple(Doubt(each.issue.severity, each.issue.code) for each in found),
            stands=standing(made).get((CELL, subject)),
            cell=one,
            on_cell=found,
        )  # fmt: skip

    def content(
        self, connection: Connection, shown: Shown, verdict: Verdict, fields: Mapping[str, str]
    ) -> tuple[str, dict[str, object]]:
        """What was printed and read, in view of which findings, and what is to hold."""
        one = shown.cell
        assert one is not None
        row = one.row
        content: dict[str, object] = {
            "quote": row.text, "path": row.path, "row": row.row, "column": row.column, "read": one.read,
            "doubts": [[each.issue.code, each.issue.computation] for each in shown.on_cell],
        }  # fmt: skip
        if verdict != "correct":
            return verdict, content
        assert one.read is not None
        said = {name: value for name, value in fields.items() if name != "over"}
        if not said:
            raise ReviewError("Say which field gets which value.", "请写明哪个字段改成什么。")
        before = one.holds if one.mark == "corrected" and one.holds is not None and "over" not in fields else one.read
        holds = corrected(before, row.text, row.phrase, said, decisions.aliases(connection))
        content |= {"holds": holds, "set": said}
        if "over" in fields:
            if set(said) != {"unit"}:
                raise ReviewError("Only a unit is corrected for all cells at once.", "只有单位可以一次更正所有单元格。")
            content |= {"over": "table", "phrase": row.phrase, "unit": _printed_unit(one)}
        return verdict, content

    def effect(self, connection: Connection, decision: Decision, undo: Decision | None = None) -> frozenset[str]:
        """The observations of its cells are what holds now; findings whose cells are all judged bear it."""
        document = decision.document
        if connection.scalar(select(Document.id).where(Document.id == document)) is None:
            return frozenset()
        touched = cells.touched(connection, decision)
        cells.settle(connection, document, touched)
        issues.mark_tables(connection, document, {cell_ids.place_of(cell)[0] for cell in touched})
        return frozenset([document])


def _seen(one: Judged, row: IssueRow) -> bool:
    return one.decision is not None and cells.covers(one.decision, row.issue)


def _as_judged(one: Judged) -> bool:
    """Whether a cell is read as it was when a person judged it."""
    assert one.decision is not None
    before = one.decision.content.get("read")
    wide = bool(one.decision.content.get("over"))
    return wide or same(one.read, before if isinstance(before, Mapping) else None)


def _near(one: Judged) -> Near:
    if one.row.indicator in catalogue().indicators:
        return "chosen" if one.holds is not None else "catalogue"
    return "series" if one.holds is not None else "outside"


def _verdicts(one: Judged) -> tuple[Verdict, ...]:
    """What can be answered: a value that is not there cannot be accepted, one that repeats another is counted already."""
    if one.read is None:
        return ("waive",)
    accepts = whole(one.read) and one.row.state != "repeated"
    return ("accept", "correct", "reject", "waive") if accepts else ("correct", "reject", "waive")


def _printed_unit(one: Judged) -> str:
    digits = read_number(one.row.text).digits
    return str(one.read["quote"]).removeprefix(digits) if one.read is not None else ""


def _proposals(connection: Connection, one: Judged, found: tuple[IssueRow, ...]) -> Iterator[Proposal]:
    """What the findings on a cell suggest: the other value of its item, another unit for its column, another point."""
    if one.read is None:
        return
    codes = {row.issue.code for row in found}
    if one.row.state == "duplicate":
        for text in _others(connection, one):
            yield Proposal("correct", {"value": text}, text)
    for row in found:
        if row.issue.code == "unit_power" and (power := power_between(row.issue.computation)):
            unit = unit_by(_printed_unit(one), -power)
            if unit:
                yield Proposal("correct", {"unit": unit, "over": "table"}, unit)
    if "value_power" in codes and (text := _moved(connection, one)):
        yield Proposal("correct", {"value": text}, text)


def _of_series(connection: Connection, one: Judged) -> list[tuple[str, str, str]]:
    """(period, text, value) of the other cells of its table on the same thing at the same place."""
    row = one.row
    query = select(CellTable.period, CellTable.text, CellTable.value).where(
        cell_ids.within(row.table), CellTable.indicator == row.indicator, CellTable.place == row.place,
        CellTable.unit == row.unit, CellTable.id != row.id, CellTable.value.is_not(None),
    )  # fmt: skip
    return [(each.period, each.text, each.value) for each in connection.execute(query)]


def _others(connection: Connection, one: Judged) -> list[str]:
    """Other values of the same item, as digits."""
    texts = [read_number(text).digits for period, text, _ in _of_series(connection, one) if period == one.row.period]
    own = read_number(one.row.text).digits
    return [text for text in dict.fromkeys(texts) if text and text != own]


def _moved(connection: Connection, one: Judged) -> str:
    """The digits of a cell with the point moved to where its series has it; "" where it is not told."""
    own = read_number(one.row.text).digits
    line = sorted(_of_series(connection, one), key=lambda each: (abs(_year(each[0]) - _year(one.row.period)), each[0]))
    sizes = [log10(float(value)) for _, _, value in line[:_BESIDE] if Decimal(value) > 0]
    if not own or not sizes or not one.row.value or Decimal(one.row.value) <= 0:
        return ""
    power = round(log10(float(one.row.value)) - median(sizes))
    return format(Decimal(own).scaleb(-power), "f") if power else ""


def _year(period: str) -> int:
    end = period.rpartition("/")[2][:4]
    return int(end) if end.isdigit() else 0
