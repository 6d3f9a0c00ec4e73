"""Observations, statements and findings out of a workspace, a few in memory at a time; each form in `exchange/`.

The columns, and what each means, are in `data/exchange.toml`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Literal

from xietong.core.errors import ExchangeError, WorkspaceError
from xietong.exchange import datapackage, delimited, jsonstat, parquet, sdmx, structure, webannotations
from xietong.exchange.datapackage import About
from xietong.exchange.model import Entry, Record
from xietong.exchange.numbers import joined
from xietong.exchange.record import record as entry_record
from xietong.exchange.schema import table
from xietong.statements.exchange import record
from xietong.store import documents, issues, observations, statements
from xietong.store.issues import IssueFilter, IssueRow
from xietong.store.ledger import Ledger
from xietong.store.observations import ObservationFilter
from xietong.store.rows import DocumentRow, StatementFilter, StatementRow

Noun = Literal["observations", "statements", "issues"]
FORMATS = ("jsonl", "csv", "parquet")
FORMS: Mapping[Noun, tuple[str, ...]] = {
    "observations": ("csv", "parquet", "sdmx-csv", "sdmx-structure", "json-stat", "datapackage", "jsonl"),
    "statements": ("csv", "parquet", "annotations", "datapackage", "jsonl"),
    "issues": ("csv", "parquet", "datapackage", "jsonl"),
}
NOTHING_SAID = About()
Wanted = ObservationFilter | StatementFilter | IssueFilter


@dataclass(frozen=True, slots=True)
class Order:
    """What to write: the noun, the form, which of them (None: all), what a data package says of itself, and for
    annotations the address of the pages."""

    noun: Noun
    form: str
    wanted: Wanted | None = None
    about: About = NOTHING_SAID
    base: str = ""


class Exports:
    """The state of one moment throughout, and only what is present and not removed."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def write(self, order: Order, path: Path) -> int:
        """Write a file (a directory for a data package whose name does not end in .zip), which appears only when it
        is whole; returns how many rows. ExchangeError for a form that the noun does not have; WorkspaceError where
        the path cannot be written."""
        if order.form not in FORMS[order.noun]:
            forms = ", ".join(FORMS[order.noun])
            raise ExchangeError(
                f"{order.noun} have no form {order.form!r}; there are {forms}.",
                f"{order.noun} 没有“{order.form}”格式；可用的有 {forms}。",
            )
        folder = order.form == "datapackage" and path.suffix.lower() != ".zip"
        return whole(path, lambda fresh: self._write(order, fresh, folder=folder), folder=folder)

    def _write(self, order: Order, path: Path, *, folder: bool) -> int:
        with self._ledger.reading() as connection:
            if order.form == "sdmx-structure":
                path.write_bytes(structure.write())
                return 0
            if order.form == "datapackage":
                known = {one.id: one for one in documents.all_rows(connection, 1_000_000, 0, False).items}
                places = (
                    place for row in issues.stream(connection, _issues(order.wanted)) for place in place_records(row)
                )
                return _package(order, path, self._rows(connection, order), places, known, zipped=not folder)
            return _file(order, path, self._rows(connection, order))

    def _rows(self, connection: Any, order: Order) -> Iterator[Any]:
        given = order.wanted
        if order.noun == "observations":
            wanted = given if isinstance(given, ObservationFilter) else ObservationFilter()
            return observations.stream(connection, wanted)
        if order.noun == "statements":
            return statements.stream(connection, given if isinstance(given, StatementFilter) else StatementFilter())
        return issues.stream(connection, _issues(given))


def _issues(wanted: Wanted | None) -> IssueFilter:
    return wanted if isinstance(wanted, IssueFilter) else IssueFilter()


def _file(order: Order, path: Path, rows: Iterator[Any]) -> int:
    if order.form == "parquet":
        return parquet.write(map(RECORDS[order.noun], rows), table(order.noun).columns, path)
    # the mark at the start tells spreadsheets that the file is UTF-8
    with path.open("w", encoding="utf-8-sig" if order.form == "csv" else "utf-8", newline="") as out:
        return write(order, rows, out)


def write(order: Order, rows: Iterable[Any], out: IO[str]) -> int:
    """The forms that are text; returns how many rows."""
    if order.form == "csv":
        return delimited.write(map(RECORDS[order.noun], rows), table(order.noun).names, out)
    if order.form == "sdmx-csv":
        return sdmx.write(map(entry_record, rows), out)
    if order.form == "json-stat":
        return jsonstat.write(rows, out, order.about.title)
    if order.form == "annotations":
        return webannotations.write(map(annotated, rows), out, order.about.title, order.base)
    return _write_lines(map(line if order.noun == "statements" else RECORDS[order.noun], rows), out)


def _write_lines(lines: Iterable[Mapping[str, Any]], out: IO[str]) -> int:
    count = 0
    for one in lines:
        out.write("".join(jsonstat.pieces(one)) + "\n")
        count += 1
    return count


def _package(
    order: Order, path: Path, rows: Iterable[Any], places: Iterable[Record], known: Mapping[str, DocumentRow],
    *, zipped: bool,
) -> int:  # fmt: skip
    """The table of the noun, the places of findings, and the documents that these name, in the order of writing."""
    used: dict[str, None] = {}

    def named() -> Iterator[DocumentRow]:  # asked for when the rows before have been written
        yield from (known[one] for one in used)

    tables: dict[str, Iterable[Record]] = {order.noun: map(RECORDS[order.noun], _noting(rows, used))}
    if order.noun == "issues":
        tables["issue_places"] = places
    tables["documents"] = map(document_record, named())
    sources = ((one.title or one.name, one.publisher) for one in named())
    counts = datapackage.write(tables, path, replace(order.about, sources=sources), zipped=zipped)
    return counts[order.noun]


def _noting(rows: Iterable[Any], used: dict[str, None]) -> Iterator[Any]:
    for row in rows:
        used.update(dict.fromkeys(filter(None, _documents(row))))
        yield row


def _documents(row: Entry | StatementRow | IssueRow) -> Iterable[str]:
    if isinstance(row, Entry):
        return (row.observation.release.document,)
    return (row.document_id,) if isinstance(row, StatementRow) else (one.document for one in row.issue.places)


# -- rows --------------------------------------------------------------------------------------------------------------


def statement_record(row: StatementRow) -> Record:
    """A statement by the columns of its table."""
    one = row.statement
    return {
        "id": row.id, "mention": row.mention_id, "document": row.document_id, "document_title": row.document_title,
        "document_date": str(row.document_date or ""), "start": one.start, "end": one.end, "quote": one.quote,
        "sentence": one.sentence, "value": one.value[0] if one.form == "number" else None, "exact": joined(one.value),
        "form": one.form, "unit": one.unit, "modifier": one.modifier, "measure": one.measure,
        "modality": one.modality, "indicator": one.indicator, "regions": "、".join(one.regions), "period": one.period,
        "base_period": one.base_period, "scope": "、".join(one.scope), "attribution": one.attribution,
        "note": one.note, "code": row.code, "first_read": row.first_read.reader, "last_read": row.last_read.reader,
    }  # fmt: skip


def issue_record(row: IssueRow) -> Record:
    """A finding by the columns of its table, with its first place."""
    issue = row.issue
    first = issue.places[0] if issue.places else None
    return {
        "id": row.id, "code": issue.code, "severity": issue.severity, "message_zh": issue.sentence("zh"),
        "message_en": issue.sentence("en"), "computation": issue.computation, "places": len(issue.places),
        "document": first.document if first else "", "document_title": row.titles[0] if first else "",
        "start": first.start if first else None, "end": first.end if first else None,
        "quote": first.quote if first else "", "sentence": first.sentence if first else "",
    }  # fmt: skip


def place_records(row: IssueRow) -> Iterator[Record]:
    """The places of a finding."""
    for position, (place, title) in enumerate(zip(row.issue.places, row.titles, strict=True)):
        yield {
            "issue": row.id, "position": position, "document": place.document, "document_title": title,
            "start": place.start, "end": place.end, "quote": place.quote, "sentence": place.sentence,
        }  # fmt: skip


def document_record(row: DocumentRow) -> Record:
    """A document by the columns of its table."""
    day = str(row.date.end) if row.date else ""
    return {"id": row.id, "name": row.name, "title": row.title, "released": day, "publisher": row.publisher}


RECORDS: Mapping[str, Any] = {
    "observations": entry_record,
    "statements": statement_record,
    "issues": issue_record,
}


def line(row: StatementRow) -> dict[str, Any]:
    """The JSON record of a statement: its document, its ids, then the exchange form (`xietong.statements.exchange`)."""
    return {
        "id": row.id,
        "mention": row.mention_id,
        "document": row.document_id,
        "document_title": row.document_title,
        "document_date": str(row.document_date) if row.document_date else "",
        **record(row.statement),
        "first_read": row.first_read.reader,
        "last_read": row.last_read.reader,
    }


def annotated(row: StatementRow) -> webannotations.Annotated:
    """A statement as an annotation needs it; its exact digits stand beside the number of the exchange form."""
    said = {**record(row.statement), "exact": joined(row.statement.value), "code": row.code}
    return webannotations.Annotated(
        row.id, row.document_id, row.document_title, row.statement.sentence_start, said,
        row.first_read.at.isoformat(timespec="seconds").replace("+00:00", "Z"), row.first_read.reader,
    )  # fmt: skip


# -- statements alone, and files that appear whole -----------------------------------------------------------------------


def write_jsonl(rows: Iterable[StatementRow], out: IO[str]) -> int:
    """One JSON object a line; returns how many."""
    return _write_lines(map(line, rows), out)


def write_csv(rows: Iterable[StatementRow], out: IO[str]) -> int:
    """RFC 4180 with a heading row; returns how many rows follow it."""
    return delimited.write(map(statement_record, rows), table("statements").names, out)


def export(rows: Iterable[StatementRow], path: Path, form: str) -> int:
    """Write statements to a file, which appears only when it is whole; returns how many. WorkspaceError if it cannot."""
    return whole(path, lambda fresh: _file(Order("statements", form), fresh, iter(rows)))


def whole(path: Path, make: Any, *, folder: bool = False) -> int:
    """What `make` writes to the path it is given, under its own name only when it is complete.

    WorkspaceError where it cannot be written; a directory that holds something is not written over.
    """
    if not path.name:
        raise WorkspaceError(f"{path} is no name for a file.", f"{path} 不是文件名。")
    fresh = path.with_name(f".{path.name}.part")
    try:
        if folder and path.is_dir() and any(path.iterdir()):
            raise WorkspaceError(
                f"{path} is a directory that holds something; choose another name.",
                f"{path} 是非空目录；请另取一个名字。",
            )
        count: int = make(fresh)
        if folder and path.is_dir():
            path.rmdir()
        fresh.replace(path)
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be written: {error.strerror}.", f"无法写入 {path}：{error.strerror}。"
        ) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(fresh) if fresh.is_dir() else fresh.unlink(missing_ok=True)
    return count
