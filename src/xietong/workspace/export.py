"""Statements out of a workspace: JSONL, CSV or Parquet, a few in memory at a time.

Columns are those of the exchange form (`xietong.statements.exchange`) with the document before them; in CSV and
Parquet lists are joined by "、" and a range or ratio is written "1/1.5".
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from xietong.core.errors import WorkspaceError
from xietong.statements.exchange import record
from xietong.store.rows import StatementRow

FORMATS = ("jsonl", "csv", "parquet")
_CHUNK = 5_000
# A cell that a spreadsheet would take for a formula is text here.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(rows: Iterable[StatementRow]) -> Iterator[dict[str, Any]]:
    """The full record of each statement: its document, its ids, then the exchange form."""
    for row in rows:
        yield {
            "id": row.id,
            "mention": row.mention_id,
            "document": row.document_id,
            "document_title": row.document_title,
            "document_date": str(row.document_date) if row.document_date else "",
            **record(row.statement),
            "first_read": row.first_read.reader,
            "last_read": row.last_read.reader,
        }


def flat(line: dict[str, Any]) -> dict[str, str | int]:
    """A record with nothing but text and integers in its cells."""
    cells: dict[str, str | int] = {}
    for name, value in line.items():
        if name == "value":
            cells[name] = "/".join(str(one) for one in value) if isinstance(value, list) else str(value)
        elif isinstance(value, list):
            cells[name] = "、".join(value)
        else:
            cells[name] = value
    return cells


def harmless(cell: str | int) -> str | int:
    """Text that begins like a formula, behind an apostrophe; numbers as they are."""
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def write_jsonl(rows: Iterable[StatementRow], out: IO[str]) -> int:
    """One JSON object a line; returns how many."""
    count = 0
    for line in lines(rows):
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_csv(rows: Iterable[StatementRow], out: IO[str]) -> int:
    """RFC 4180 with a heading row; returns how many rows follow it."""
    writer: csv.DictWriter[str] | None = None
    count = 0
    for line in lines(rows):
        cells = {name: harmless(cell) for name, cell in flat(line).items()}
        if writer is None:
            writer = csv.DictWriter(out, list(cells))
            writer.writeheader()
        writer.writerow(cells)
        count += 1
    return count


def write_parquet(rows: Iterable[StatementRow], path: Path) -> int:
    """A Parquet file with the flat columns; returns how many rows."""
    import polars

    frames = []
    pending = lines(rows)
    while chunk := [flat(line) for line in islice(pending, _CHUNK)]:
        frames.append(polars.DataFrame(chunk, infer_schema_length=None))
    frame = polars.concat(frames) if frames else polars.DataFrame({"id": []}, schema={"id": polars.String})
    frame.write_parquet(path)
    return frame.height


def export(rows: Iterable[StatementRow], path: Path, form: str) -> int:
    """Write statements to a file, which appears only when it is whole; returns how many. WorkspaceError if it cannot."""
    fresh = path.with_name(f".{path.name}.part")
    try:
        if form == "parquet":
            count = write_parquet(rows, fresh)
        else:
            # the mark at the start tells spreadsheets that the file is UTF-8
            with fresh.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as out:
                count = write_csv(rows, out) if form == "csv" else write_jsonl(rows, out)
        fresh.replace(path)
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be written: {error.strerror}.", f"无法写入 {path}：{error.strerror}。"
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
    return count
