"""A file × a mapping → a reader for each sheet that fits; refused with the first difference where none does."""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass

from xietong.core.issue import Issue
from xietong.tables import intake
from xietong.tables import mapping as mapped
from xietong.tables.across import Across
from xietong.tables.doubts import Watch
from xietong.tables.fit import Fit, Misfit, fit, refused
from xietong.tables.formats.source import Bytes
from xietong.tables.found import Findings
from xietong.tables.model import Cell, Sheet, State
from xietong.tables.read import Reader


@dataclass(frozen=True, slots=True)
class Fitting:
    """A sheet that a mapping fits."""

    sheet: Sheet
    fit: Fit


def fitting(sheets: Sequence[Sheet], mapping: mapped.Mapping, name: str) -> tuple[tuple[Fitting, ...], Findings]:
    """The sheets that fit, and notes on those that do not. MappingError where none fits."""
    found: list[Fitting] = []
    misses: list[tuple[Sheet, Misfit]] = []
    for sheet in sheets:
        if mapping.sheet and not re.search(mapping.sheet, f"{sheet.name} {sheet.title}"):
            misses.append((sheet, Misfit(sheet.name, 1, 1, mapping.sheet, sheet.name or sheet.title[:40], -2)))
            continue
        fitted = fit(sheet, mapping)
        if isinstance(fitted, Misfit):
            misses.append((sheet, fitted))
        else:
            found.append(Fitting(sheet, fitted))
    if not found:
        nearest = max((miss for _, miss in misses), key=lambda miss: miss.matched)
        raise refused(name, mapping, nearest)
    findings = Findings(name)
    for sheet, miss in misses:
        findings.sheet = sheet.name
        findings.add(
            "sheet_unfit", miss.row, miss.column, sheet.name, sheet.title[:80], subject=sheet.name,
            said=f"第 {miss.column} 列“{miss.found}”不是“{miss.expected}”",
            said_en=f"column {miss.column} has {miss.found!r}, not {miss.expected!r}",
        )  # fmt: skip
    return tuple(found), findings


def chosen(sheets: Sequence[Sheet], mappings: Sequence[mapped.Mapping], name: str) -> mapped.Mapping:
    """The one mapping that fits a file. MappingError where none does, or more than one."""
    fits: list[mapped.Mapping] = []
    errors: list[mapped.MappingError] = []
    for mapping in mappings:
        try:
            fitting(sheets, mapping, name)
            fits.append(mapping)
        except mapped.MappingError as error:
            errors.append(error)
    if len(fits) == 1:
        return fits[0]
    if fits:
        names = "、".join(one.name for one in fits)
        raise mapped.MappingError(
            f"{name}: more than one mapping fits ({names}). Say which with --mapping.",
            f"{name}：有多个映射相合（{names}），请用 --mapping 指定。",
        )
    if len(errors) == 1:
        raise errors[0]
    raise mapped.MappingError(
        f"{name}: no mapping used here before fits. Propose one with `xietong tables propose`.",
        f"{name}：没有用过的映射与它相合。请用 `xietong tables propose` 生成。",
    )


@dataclass(frozen=True, slots=True)
class TableReading:
    """All cells of a file, those held back marked so, and what is doubtful."""

    cells: tuple[tuple[str, Cell], ...]
    issues: tuple[Issue, ...]


def read(source: Bytes, mapping: mapped.Mapping, released: str = "") -> TableReading:
    """The tables of a file by a mapping, without a workspace. DocumentError, MappingError where they cannot be read."""
    found, notes = fitting(intake.sheets(source), mapping, source.name)
    cells: list[tuple[int, Cell]] = []
    issues: list[Issue] = []
    held: dict[tuple[int, int, int], State] = {}
    across = Across()
    for number, one in enumerate(found):
        readable = reader(one, mapping, source.name, released=released)
        watch = Watch(readable.findings, len(readable.columns))
        for cell in readable.cells():
            watch.see(cell)
            cells.append((number, cell))
        held |= {(number, each.row, each.column): each.state for each in watch.finish()}
        for sheet, each in across.held(str(number), one.sheet.name, watch, readable.findings):
            held.setdefault((int(sheet), each.row, each.column), each.state)
        issues += readable.findings.issues()
    states = ((number, cell, held.get((number, cell.row, cell.column), cell.state)) for number, cell in cells)
    kept = tuple((found[number].sheet.name, cell._replace(state=state)) for number, cell, state in states)
    return TableReading(kept, (*issues, *notes.issues()))


def reader(
    one: Fitting, mapping: mapped.Mapping, document: str, aliases: Table[str, str] | None = None, released: str = ""
) -> Reader:
    """The reader of one sheet, with its own findings."""
    return Reader(one.sheet, one.fit, mapping, Findings(document, one.sheet.name), aliases, released)
