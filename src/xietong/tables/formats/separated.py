"""CSV and TSV → one sheet whose rows are read one at a time; SDMX-CSV is CSV."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from xietong.tables.formats.source import Bytes
from xietong.tables.model import Row, Sheet
from xietong.tables.trouble import trouble

_LONGEST = 1 << 20  # characters of one field; more is a quotation mark that was never closed
_LOOKED = 20  # records by which the separator is found
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Rows:
    """The records of a file, as often as they are asked for."""

    source: Bytes
    encoding: str
    separator: str

    def __iter__(self) -> Iterator[Row]:
        csv.field_size_limit(_LONGEST)
        number = 0
        with self.source.open() as raw, io.TextIOWrapper(raw, self.encoding, newline="") as file:
            try:
                for row in csv.reader(file, delimiter=self.separator):
                    number += 1
                    yield tuple(row)
            except csv.Error as error:
                raise trouble(self.source.name, "quotes", row=number + 1) from error


def read(source: Bytes) -> tuple[Sheet, ...]:
    """The one sheet of a CSV file. DocumentError where it is no text."""
    encoding = _encoding(source)
    with source.open() as raw, io.TextIOWrapper(raw, encoding, newline="") as file:
        sample = file.read(1 << 16)
    if not sample.strip():
        raise trouble(source.name, "empty")
    return (Sheet("", Rows(source, encoding, _separator(sample)), context=source.name),)


def _encoding(source: Bytes) -> str:
    """By strict decoders only: a mark at the beginning, UTF-8, then GB 18030."""
    head = source.head(1 << 16)
    for mark, name in _BOMS:
        if head.startswith(mark):
            if not _decodes(source, name):
                raise trouble(source.name, "encoding")
            return name
    if b"\0" in head:
        raise trouble(source.name, "binary")
    for name in ("utf-8", "gb18030"):
        if _decodes(source, name):
            return name
    raise trouble(source.name, "encoding")


def _decodes(source: Bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in source.chunks():
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _separator(sample: str) -> str:
    """The separator that parts most of the first records into equally many fields."""
    best, most = ",", 0
    for separator in (",", "\t", ";", "|"):
        counts = [len(row) for row in _records(sample, separator) if any(cell.strip() for cell in row)][:_LOOKED]
        usual = max(set(counts), key=counts.count) if counts else 0
        if usual > 1 and counts.count(usual) * usual > most:
            best, most = separator, counts.count(usual) * usual
    return best


def _records(sample: str, separator: str) -> list[list[str]]:
    """The first records of a sample, without the last, which may be cut off."""
    csv.field_size_limit(_LONGEST)
    records = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), 2 * _LOOKED))
    return records[:-1] or records
