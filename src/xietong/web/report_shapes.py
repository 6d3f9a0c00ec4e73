"""Reports as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from xietong.core.record import Record
from xietong.reports.compare import Change
from xietong.reports.troubles import Trouble
from xietong.web import addresses
from xietong.workspace.reports import Built, Listed


class TemplateListed(BaseModel):
    """A template: `origin` is "ready" (of the program) or "own"; `faults` say why it cannot be read, in both languages."""

    name: str
    origin: str
    title: str
    about: str
    language: str
    period: str
    faults: list[dict[str, str]]
    address: str


class ReportFault(BaseModel):
    """What keeps a report from being built, with its place in the template."""

    code: str
    section: str
    line: int | None
    column: int | None
    words: str
    message: dict[str, str]


class ReportFrozen(BaseModel):
    """A frozen report: `hash` of what it says, `files` the checksums of its files by format, `downloads` their addresses;
    `edition` the address of the edition it was built from, `vintage` up to when data and records count."""

    id: str
    template: str
    title: str
    language: str
    day: str
    period: str
    hash: str
    files: dict[str, str]
    downloads: dict[str, str]
    person: str
    at: datetime
    edition: str
    vintage: str
    address: str


class ReportList(BaseModel):
    """ReportFrozen reports, the latest first, and the templates there are."""

    reports: list[ReportFrozen]
    total: int
    templates: list[TemplateListed]


class ReportChange(BaseModel):
    """A figure that is other than before; "" where it is not in one of the two."""

    what: str
    before: str
    now: str


class ReportWhole(BaseModel):
    """A frozen report with all it says, and what changed since the one before (null where there is none)."""

    frozen: ReportFrozen
    report: dict[str, Any]
    before: str | None
    changes: list[ReportChange] | None


class ReportPreview(BaseModel):
    """A report that is not kept: what it says, what keeps it from being built, its HTML."""

    ready: bool
    faults: list[ReportFault]
    report: dict[str, Any] | None
    html: str


class EnteredValue(BaseModel):
    """A value that a person entered."""

    number: int
    name: str
    value: str
    unit: str
    reason: str
    person: str
    at: datetime


def template(one: Listed) -> TemplateListed:
    """A template as JSON."""
    read = one.read
    faults = (
        [{tongue: each.sentence(tongue) for tongue in ("zh", "en")} for each in one.trouble.troubles]
        if one.trouble
        else []
    )
    return TemplateListed(
        name=one.name, origin=one.origin, title="".join(each.text for each in read.title) if read else "",
        about=read.about if read else "", language=read.language if read else "", period=read.period if read else "",
        faults=faults, address=addresses.report_builder(one.name),
    )  # fmt: skip


def fault(one: Trouble) -> ReportFault:
    """A fault as JSON."""
    return ReportFault(
        code=one.code, section=one.section, line=one.at.line if one.at else None, column=one.at.column if one.at else None,
        words=one.words, message={tongue: one.sentence(tongue) for tongue in ("zh", "en")},
    )  # fmt: skip


def frozen(one: Built) -> ReportFrozen:
    """A frozen report as JSON."""
    return ReportFrozen(
        id=one.id, template=one.template, title=one.title, language=one.language, day=one.day.isoformat(), period=one.period,
        hash=one.hash, files=one.files, downloads={kind: addresses.report_file(one.id, kind) for kind in one.files},
        person=one.person, at=one.at, edition=f"/cadence/{one.edition}" if one.edition else "", vintage=one.vintage,
        address=addresses.report(one.id),
    )  # fmt: skip


def changed(one: Change) -> ReportChange:
    """A change as JSON."""
    return ReportChange(what=one.what, before=one.before, now=one.now)


def entered(one: Record) -> EnteredValue:
    """A value that a person entered as JSON."""
    said = one.content or {}
    return EnteredValue(
        number=one.number, name=one.subject, value=str(said.get("value", "")), unit=str(said.get("unit", "")), reason=one.reason,
        person=one.person, at=one.at,
    )  # fmt: skip
