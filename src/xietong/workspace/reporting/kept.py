"""Templates as they are listed, reports as they are frozen, and their files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from xietong.core.record import Record
from xietong.reports.compare import Change
from xietong.reports.model import Language, Report
from xietong.reports.template import Template, read
from xietong.reports.troubles import FaultyReportError, Trouble

if TYPE_CHECKING:
    from xietong.reports.files.fonts import Fonts

Format = Literal["pdf", "docx", "html", "json"]
FORMATS: tuple[Format, ...] = ("pdf", "docx", "html", "json")


@dataclass(frozen=True, slots=True)
class Listed:
    """A template: `origin` is "ready" or "own"; `read` None with `trouble` where it cannot be read."""

    name: str
    origin: Literal["ready", "own"]
    text: str
    read: Template | None
    trouble: FaultyReportError | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """A frozen report: `files` are the checksums of its files by format, `hash` of what it says; `edition` ("monthly/2024-05")
    that of the cadence which it was built from, and `vintage` up to when data and records count, in words."""

    id: str
    template: str
    title: str
    language: Language
    day: date
    period: str
    hash: str
    files: dict[str, str]
    person: str
    at: datetime
    edition: str = ""
    vintage: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A frozen report looked at again: whether its files are rebuilt to the same bytes, what the ledger says otherwise
    now of the same day, and what keeps it from being composed at all."""

    same_bytes: bool
    changes: tuple[Change, ...]
    troubles: tuple[Trouble, ...]


def render(report: Report, fonts: Fonts) -> dict[Format, bytes]:
    """Every file of a report."""
    from xietong.reports.files.page import page
    from xietong.reports.files.pdf import pdf
    from xietong.reports.files.word import docx

    said = json.dumps(report.record(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return {
        "pdf": pdf(report, fonts),
        "docx": docx(report, fonts),
        "html": page(report).encode(),
        "json": said.encode(),
    }


def listed(name: str, origin: Literal["ready", "own"], text: str) -> Listed:
    try:
        return Listed(name, origin, text, read(text))
    except FaultyReportError as trouble:
        return Listed(name, origin, text, None, trouble)


def built(record: Record) -> Built:
    said = record.content or {}
    assert record.day is not None
    return Built(
        record.subject, said["template"], said["title"], said["language"], record.day, said["period"], said["hash"],
        dict(said["files"]), record.person, record.at, said.get("edition", ""), said.get("vintage", ""),
    )  # fmt: skip
