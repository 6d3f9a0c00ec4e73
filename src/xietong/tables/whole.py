"""A file × a mapping → a reader for each sheet that fits; refused with the first difference where none does."""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass

from xietong.tables import mapping as mapped
from xietong.tables.fit import Fit, Misfit, fit, refused
from xietong.tables.found import Findings
from xietong.tables.model import Sheet
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


def reader(
    one: Fitting, mapping: mapped.Mapping, document: str, aliases: Table[str, str] | None = None, released: str = ""
) -> Reader:
    """The reader of one sheet, with its own findings."""
    return Reader(one.sheet, one.fit, mapping, Findings(document, one.sheet.name), aliases, released)
