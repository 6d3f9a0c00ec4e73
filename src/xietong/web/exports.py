"""Data to take away: observations, statements and findings in the forms that others read, and what the columns mean."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse

from xietong.core.errors import NotFoundError
from xietong.core.period import Period
from xietong.exchange.datapackage import LICENCES
from xietong.exchange.schema import table
from xietong.statements.model import Measure
from xietong.web import addresses
from xietong.web.asked import FAILURES, Held
from xietong.web.problems import ProblemError
from xietong.web.render import show
from xietong.workspace import About, IssueFilter, ObservationFilter, Order, StatementFilter, Workspace
from xietong.workspace.export import FORMS, Noun, Wanted
from xietong.workspace.observations import indicator_key, place_key

router = APIRouter()
# ending and media type of each form
_FILES = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "jsonl": ("jsonl", "application/x-ndjson"),
    "sdmx-csv": ("sdmx.csv", "application/vnd.sdmx.data+csv;version=2.0.0"),
    "sdmx-structure": ("structure.xml", "application/vnd.sdmx.structure+xml;version=3.0.0"),
    "json-stat": ("json", "application/json"),
    "datapackage": ("zip", "application/zip"),
    "annotations": ("jsonld", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Which rows: empty fields ask nothing. A code or phrase, a place, a time, a measure, a document;
    `known`: observations released by that day."""

    indicator: str = ""
    territory: str = ""
    period: str = ""
    measure: str = ""
    document: str = ""
    known: str = ""

    @property
    def query(self) -> str:
        """The fields that ask something, as the query of an address."""
        return addresses.part(**asdict(self))


def _part(
    indicator: Annotated[str, Query(description="a code, a name or a phrase")] = "",
    territory: Annotated[str, Query(description="a place or its key; A→B for a flow")] = "",
    period: Annotated[str, Query(description="YYYY, YYYY-MM, YYYY-MM-DD or A/B")] = "",
    measure: Measure | Literal[""] = "",
    document: Annotated[str, Query(description="id of a document, or its beginning")] = "",
    known: Annotated[str, Query(description="a day, month or year: only observations made known by its end")] = "",
) -> Part:
    span, day = _span(period), _span(known)
    return Part(
        indicator.strip(), territory.strip(), str(span or ""), measure, document.strip(), str(day.end) if day else ""
    )


def _span(given: str) -> Period | None:
    try:
        return Period.parse(given.strip()) if given.strip() else None
    except ValueError:
        raise ProblemError("bad_date", date=given) from None


Asked = Annotated[Part, Depends(_part)]
# what a noun cannot be asked by
_UNASKED: dict[str, tuple[str, ...]] = {
    "observations": (),
    "statements": ("known",),
    "issues": ("indicator", "territory", "period", "measure", "known"),
}


def _nouns(
    asked: Asked,
    noun: Annotated[Noun | Literal[""], Query(description="what the filter is of; observations if not said")] = "",
) -> list[Noun]:
    """All, or what a filter is of: the words of one noun are not those of another."""
    return [noun or "observations"] if noun or asked.query else list(FORMS)


Nouns = Annotated[list[Noun], Depends(_nouns)]


class ExportColumn(BaseModel):
    """A column: its name, its type, and what it means in both languages."""

    name: str
    type: str
    zh: str
    en: str


class ExportTable(BaseModel):
    """What can be taken away: the columns, and the address of each form."""

    noun: str
    columns: list[ExportColumn]
    addresses: dict[str, str]


@router.get("/export.json", response_model=list[ExportTable], responses=FAILURES)
def export_json(asked: Asked, nouns: Nouns) -> list[ExportTable]:
    """Observations, statements and findings: what the columns mean, and where each form is."""
    return [
        ExportTable(
            noun=noun,
            columns=[ExportColumn(name=one.name, type=one.type, zh=one.zh, en=one.en) for one in table(noun).columns],
            addresses={form: f"/export/{noun}/{form}{asked.query}" for form in FORMS[noun]},
        )
        for noun in nouns
    ]


@router.get("/export", response_class=HTMLResponse)
def export(request: Request, asked: Asked, nouns: Nouns) -> HTMLResponse:
    """The forms in which data can be taken away, and what the columns mean."""
    forms, tables = {noun: FORMS[noun] for noun in nouns}, {noun: table(noun) for noun in nouns}
    return show(request, "export.html", forms=forms, tables=tables, asked=asked, licences=LICENCES)


@router.get("/export/{noun}/{form}", responses=FAILURES)
def file(
    request: Request,
    workspace: Held,
    noun: str,
    form: str,
    asked: Asked,
    licence: Annotated[str, Query(description="of a data package; none is stated without it")] = "",
    title: Annotated[str, Query(description="of a data package")] = "",
) -> FileResponse:
    """A file: csv, parquet, jsonl, datapackage; observations also sdmx-csv, sdmx-structure, json-stat; statements also
    annotations."""
    known: Noun | None = next((one for one in FORMS if one == noun), None)
    if known is None or form not in FORMS[known]:
        raise NotFoundError(f"{noun} {form}")
    ending, media = _FILES[form]
    about = About(title.strip(), licence.strip())
    order = Order(known, form, _wanted(workspace, known, asked), about, str(request.base_url).rstrip("/"))
    folder = tempfile.TemporaryDirectory(prefix="xietong-")
    try:
        path = Path(folder.name) / f"xietong-{noun}.{ending}"
        workspace.exports.write(order, path)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(path, media_type=media, filename=path.name, background=BackgroundTask(folder.cleanup))


def _wanted(workspace: Workspace, noun: Noun, asked: Part) -> Wanted:
    wrong = [name for name in _UNASKED[noun] if getattr(asked, name)]
    if wrong:
        raise ProblemError("bad_query_value", names="、".join(wrong))
    document = workspace.documents.get(asked.document).id if asked.document else ""
    if noun == "issues":
        return IssueFilter(document=document)
    period = Period.parse(asked.period) if asked.period else None
    if noun == "statements":
        return StatementFilter(
            indicator=asked.indicator, territory=asked.territory, period=period, measure=asked.measure,  # type: ignore[arg-type]
            document=document,
        )  # fmt: skip
    keys = ObservationFilter(asked.indicator, asked.territory, period, asked.measure, document, asked.known)
    if workspace.observations.find(keys, 1).total:
        return keys
    # names will do as well
    indicator, place = indicator_key(asked.indicator), place_key(asked.territory)
    return ObservationFilter(indicator, place, period, asked.measure, document, asked.known)
