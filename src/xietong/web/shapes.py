"""What the pages are as JSON: described once, for OpenAPI and for the answers alike."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from xietong.observations import catalogue as book
from xietong.observations.model import Observation
from xietong.observations.pivot import Row
from xietong.statements.exchange import record
from xietong.statements.model import Statement, Unread
from xietong.store.decisions import Decision
from xietong.store.rows import DocumentRow, Hit, Page, StatementRow
from xietong.web import addresses
from xietong.web import finding as found_finding
from xietong.web import life as look
from xietong.web import observed as look_at
from xietong.web.language import LANGUAGES
from xietong.web.linked import Linked
from xietong.web.observed import source
from xietong.web.places import place_name
from xietong.web.problems import Fault
from xietong.web.uses import Uses
from xietong.web.why import explained
from xietong.web.wording import wording
from xietong.workspace.observations import Series as WholeSeries

T = TypeVar("T")


class Listed(BaseModel, Generic[T]):
    """Part of a longer list: `items` from `offset` on, at most `limit`, of `total`."""

    items: list[T]
    total: int
    limit: int
    offset: int


class Document(BaseModel):
    """A document of the workspace. `date` is an ISO interval or null; `address` and `original` are addresses here."""

    id: str
    name: str
    title: str
    date: str | None
    publisher: str
    size: int
    characters: int
    extractor: str
    reader: str
    added: datetime
    removed: datetime | None
    statements: int
    unread: int
    address: str
    original: str


class Left(BaseModel):
    """A number that was seen and not read, by offsets into the text, with the reason in both languages."""

    start: int
    end: int
    quote: str
    reason: str
    explanation: dict[str, str]


class Said(BaseModel):
    """A statement in the exchange form, and its meaning in one sentence of each language."""

    statement: dict[str, Any]
    meaning: dict[str, str]


class Read(BaseModel):
    """A reader (name/version) and when it read."""

    reader: str
    at: datetime


class Kept(Said):
    """A statement of the workspace: `address` is its page, `place` the figure in its document."""

    id: str
    mention: str
    document: str
    document_title: str
    document_date: str | None
    address: str
    place: str
    first_read: Read
    last_read: Read
    superseded: dict[str, str] | None


class Side(BaseModel):
    """A place of a finding: half-open offsets into a document (its id, or the name of a file that is not kept) and
    the clause around; `address` leads to it, empty for a file that is not kept."""

    document: str
    title: str
    date: str | None
    start: int
    end: int
    quote: str
    sentence: str
    address: str


class Finding(BaseModel):
    """What does not hold, or is worth knowing: a kind (`code`), a severity, the computation, a sentence in each
    language, and the places, the doubtful one first. `id` and `address` are empty for one that is not kept."""

    id: str
    code: str
    severity: str
    computation: str
    message: dict[str, str]
    places: list[Side]
    address: str
    judged: str = ""


class Findings(Listed[Finding]):
    """Findings, with how many there are of each severity and of each kind under the other filters."""

    severities: dict[str, int]
    codes: dict[str, int]


class Reading(BaseModel):
    """What one submitted file or text says; nothing of it is kept. Either `error` or the rest."""

    name: str
    title: str = ""
    date: str | None = None
    publisher: str = ""
    text: str = ""
    reader: str = ""
    statements: list[Said] = []
    unread: list[Left] = []
    issues: list[Finding] = []
    error: Fault | None = None


class Readings(BaseModel):
    """One reading for each submitted file or text."""

    readings: list[Reading]


class Phrase(BaseModel):
    """An indicator phrase and how many statements have it."""

    phrase: str
    statements: int
    address: str


class Home(BaseModel):
    """What the workspace holds, and the token that forms must carry."""

    documents: int
    statements: int
    issues: int
    latest: list[Document]
    indicators: list[Phrase]
    token: str


class Piece(BaseModel):
    """An article inside a document: a half-open span of its text."""

    start: int
    end: int
    title: str


class FullDocument(BaseModel):
    """A document with its text, its statements in text order, what was left unread, the findings that touch it, and what it is
    used for."""

    document: Document
    text: str
    articles: list[Piece]
    pages: int
    statements: list[Kept]
    unread: list[Left]
    issues: list[Finding]
    uses: Uses


class Link(BaseModel):
    """What a statement is about: a code of the catalogue (empty where it has none) and the key of its place, with a
    score from 0 to 1 and the reason in each language."""

    indicator: str
    place: str
    score: float
    why: dict[str, str]


class FullStatement(BaseModel):
    """A statement, every reading its mention ever had, its link to the catalogue, the findings that touch it, and what rests
    on it."""

    statement: Kept
    history: list[Kept]
    link: Link | None
    issues: list[Finding]
    uses: Uses


class Appearance(BaseModel):
    """One appearance of a figure and its part: first, reprint, repeats, agrees, later or differs."""

    part: str
    statement: Kept


class Life(BaseModel):
    """The life of a figure by the dates of its documents. `sources`: reprints of one sentence are one; `drift`: the
    values one after the other, in words of each language."""

    statement: Kept
    sources: int
    documents: int
    drift: list[dict[str, str]]
    appearances: list[Appearance]


class Indicator(BaseModel):
    """An indicator of the catalogue. `direction`: 1 higher is better, -1 lower, 0 neither; `space`: whether parts of a
    territory add up; `time`: sum, stock or none; `growth`: real or nominal by custom; `statements`: linked here."""

    code: str
    zh: str
    en: str
    unit: str
    direction: int
    dimension: str
    kind: str
    space: bool
    time: str
    growth: str
    aliases: list[str]
    definition: str
    statements: int
    address: str


class Taught(BaseModel):
    """A phrase that a person assigned to an indicator; `code` is empty for "no such indicator"."""

    phrase: str
    code: str
    person: str
    reason: str
    at: datetime


class Catalogue(BaseModel):
    """Indicators, the most frequent phrases that none answers to, and what was taught here."""

    indicators: list[Indicator]
    unresolved: list[Phrase]
    taught: list[Taught]


class Assigned(BaseModel):
    """What was decided of a phrase, and how many statements it changes."""

    phrase: str
    code: str
    statements: int


class Proposal(BaseModel):
    """Phrases that were taught here, as aliases of an indicator."""

    code: str
    zh: str
    aliases: list[str]


class Observed(BaseModel):
    """One source of a value. `value` is exact: one number, or the two or more of a range or ratio."""

    id: str
    value: list[str]
    form: str
    unit: str
    modifier: str
    quote: str
    scope: str
    base_period: str
    document: str
    released: str
    publisher: str
    attribution: str
    status: str
    statement: str
    origin: str
    address: str


class Dated(BaseModel):
    """What is shown of a period, why, and its other sources."""

    period: str
    chosen: Observed
    explanation: dict[str, str]
    agreeing: list[Observed]
    differing: list[Observed]


class Line(BaseModel):
    """A series in short: the number of its periods and sources, and the latest value."""

    indicator: str
    name: dict[str, str]
    place: str
    place_name: dict[str, str]
    measure: str
    periods: int
    observations: int
    period: str
    latest: Observed
    address: str


class Revised(BaseModel):
    """A period whose value was revised: the values one after the other."""

    period: str
    values: list[Observed]


class Broken(BaseModel):
    """Why two periods cannot be compared (scope, unit or vintage), and the words that differ."""

    kind: str
    before: str
    after: str
    words: str


class FullSeries(BaseModel):
    """One series as known on a day (`known`, empty: now), by the latest or first release of each period."""

    indicator: str
    name: dict[str, str]
    place: str
    place_name: dict[str, str]
    measure: str
    measures: dict[str, int]
    known: str
    view: str
    points: list[Dated]
    revisions: list[Revised]
    breaks: list[Broken]


class Doubt(BaseModel):
    """What must be known of a derived number, or why there is none."""

    code: str
    severity: str
    message: dict[str, str]


class TableCell(BaseModel):
    """One cell: where it stands (row and column count from 1 as in the file), the way through its headings, the text as
    printed, and what it says. `value` is in `unit`, without magnitude; `state` says why it is no observation."""

    id: str
    table: str
    document: str
    row: int
    column: int
    path: str
    text: str
    phrase: str
    indicator: str
    place: str
    period: str
    value: str | None
    unit: str
    state: str
    mark: str
    note: str
    address: str


class Used(BaseModel):
    """An input of a derived number and the part it plays; `sentence` is the clause it was read in, `cell` the cell of a
    table; `below` are the inputs of one that is derived itself."""

    role: str
    indicator: str
    place: str
    period: str
    observed: Observed
    document_title: str
    sentence: str
    cell: TableCell | None
    below: list[Used]


class Derived(BaseModel):
    """A derived number. `value` is exact, `shown` what its inputs bear out, `low` and `high` what it can be; `asked` is the
    question; `outdated`: the same question has another answer now."""

    id: str
    indicator: str
    name: dict[str, str]
    place: str
    place_name: dict[str, str]
    period: str
    measure: str
    base_period: str
    scope: str
    breakdown: str
    value: str
    shown: str
    low: str | None
    high: str | None
    unit: str
    modifier: str
    released: str
    status: str
    formula: str
    formula_words: dict[str, str]
    computation: str
    asked: dict[str, Any]
    inputs: list[Used]
    issues: list[Doubt]
    made: datetime
    superseded: dict[str, str] | None
    outdated: bool
    address: str


class Cell(BaseModel):
    """What is shown of a period in the explorer, how many independent sources give it, what it was before a revision;
    `outdated`: derived, and its inputs have changed; `period` is the exact one, `column` that of the table."""

    column: str
    period: str
    chosen: Observed
    sources: int
    differing: int
    revised: list[Observed]
    outdated: bool


class ExploredRow(BaseModel):
    """Values that can stand in one row: of one indicator, place, measure, family of units (`unit`: its first), scope,
    breakdown and sort of base ("year": the same time a year before)."""

    indicator: str
    name: dict[str, str]
    place: str
    place_name: dict[str, str]
    measure: str
    unit: str
    scope: str
    breakdown: str
    base: str
    cells: list[Cell]
    address: str


class Explored(BaseModel):
    """A view of the explorer: `address` keeps it. `unknown`: what was asked for and has no observations; `left_out`:
    places that are not listed; `cut`: there was too much for one answer."""

    address: str
    indicators: list[str]
    places: list[str]
    columns: list[str]
    measures: dict[str, int]
    known: str
    view: str
    rows: list[ExploredRow]
    unknown: list[str]
    left_out: int
    cut: bool


class FullIndicator(BaseModel):
    """An indicator and its series; `left_out`: observations of a long list that are not among them."""

    indicator: Indicator
    series: list[Line]
    left_out: int


class Territory(BaseModel):
    """A place that observations have, by its key, and the number of its series."""

    place: str
    name: dict[str, str]
    series: int
    address: str


class FullTerritory(BaseModel):
    """A place and its series; `left_out`: observations of a long list that are not among them."""

    territory: Territory
    series: list[Line]
    left_out: int


class Series(BaseModel):
    """All statements of one indicator phrase."""

    phrase: str
    statements: list[Kept]


class Found(BaseModel):
    """A place where the words of a search stand: `marks` are half-open spans in `snippet`, `start` is in the text."""

    document: str
    title: str
    date: str | None
    snippet: str
    marks: list[tuple[int, int]]
    start: int
    place: str


class Outcome(BaseModel):
    """What became of one submitted file: added, known, restored or reread; or the error."""

    name: str
    outcome: str = ""
    id: str = ""
    statements: int = 0
    unread: int = 0
    address: str = ""
    error: Fault | None = None


class Outcomes(BaseModel):
    """One outcome for each submitted file or text."""

    outcomes: list[Outcome]


def document(row: DocumentRow) -> Document:
    """A document row as JSON."""
    return Document(
        id=row.id, name=row.name, title=row.title, date=str(row.date) if row.date else None, publisher=row.publisher,
        size=row.size, characters=row.characters, extractor=row.extractor, reader=row.reader, added=row.added,
        removed=row.hidden, statements=row.statements, unread=row.unread, address=addresses.document(row.id),
        original=addresses.document(row.id) + "/original",
    )  # fmt: skip


def meanings(statement: Statement) -> dict[str, str]:
    """The meaning in each language."""
    return {language: wording(language).meaning(statement) for language in ("zh", "en")}


def said(statement: Statement) -> Said:
    """A statement that is not kept, as JSON."""
    return Said(statement=record(statement), meaning=meanings(statement))


def kept(row: StatementRow) -> Kept:
    """A statement row as JSON."""
    over = row.superseded
    return Kept(
        statement=record(row.statement), meaning=meanings(row.statement), id=row.id, mention=row.mention_id,
        document=row.document_id, document_title=row.document_title,
        document_date=str(row.document_date) if row.document_date else None, address=addresses.statement(row.id),
        place=addresses.figure(row), first_read=Read(reader=row.first_read.reader, at=row.first_read.at),
        last_read=Read(reader=row.last_read.reader, at=row.last_read.at),
        superseded={"at": over.at.isoformat(), "by": over.by} if over else None,
    )  # fmt: skip


def left(unread: Unread) -> Left:
    """A number left unread, as JSON."""
    explanation = {language: wording(language).reason(unread.reason) for language in ("zh", "en")}
    return Left(start=unread.start, end=unread.end, quote=unread.quote, reason=unread.reason, explanation=explanation)


def finding(one: found_finding.Finding) -> Finding:
    """A finding as JSON."""
    issue = one.issue
    sides = [
        Side(
            document=side.document, title=side.title, date=str(side.date) if side.date else None,
            start=side.place.start, end=side.place.end, quote=side.place.quote, sentence=side.place.sentence,
            address=side.href if side.href.startswith("/") else "",
        )
        for side in one.sides
    ]  # fmt: skip
    return Finding(
        id=one.id, code=issue.code, severity=issue.severity, computation=issue.computation, message=issue.message,
        places=sides, address=one.href if one.id else "", judged=one.judged,
    )  # fmt: skip


def link(one: Linked) -> Link:
    """A link to the catalogue as JSON."""
    why = {language: explained(one.why, language) for language in LANGUAGES}
    return Link(indicator=one.indicator, place=one.place, score=one.score, why=why)


def life(row: StatementRow, seen: look.Life) -> Life:
    """The life of a figure as JSON."""
    drift = [{one: wording(one).quantity(each.statement) for one in LANGUAGES} for each in seen.drift]
    appearances = [Appearance(part=part, statement=kept(each)) for part, each in seen.appearances]
    return Life(
        statement=kept(row), sources=seen.sources, documents=seen.documents, drift=drift, appearances=appearances
    )


def indicator(one: book.Indicator, statements: int) -> Indicator:
    """An indicator of the catalogue as JSON."""
    return Indicator(
        code=one.code, zh=one.zh, en=one.en, unit=one.unit, direction=one.direction, dimension=one.dimension,
        kind=one.kind, space=one.space, time=one.time, growth=one.growth, aliases=list(one.aliases),
        definition=one.definition, statements=statements, address=addresses.catalogue(one.code),
    )  # fmt: skip


def taught(one: Decision) -> Taught:
    """An assignment as JSON."""
    return Taught(
        phrase=str(one.content.get("phrase", one.subject)), code=str(one.content.get("code", "")), person=one.person,
        reason=one.reason, at=one.at,
    )  # fmt: skip


def observed(one: Observation) -> Observed:
    """An observation as JSON."""
    release = one.release
    return Observed(
        id=one.id, value=[str(number) for number in one.value], form=one.form, unit=one.unit, modifier=one.modifier,
        quote=one.quote, scope=one.key.scope, base_period=one.key.base_period, document=release.document,
        released=release.date, publisher=release.publisher, attribution=release.attribution, status=release.status,
        statement=one.statement, origin=one.origin, address=source(one),
    )  # fmt: skip


def names(indicator: str) -> dict[str, str]:
    """The name of an indicator of a series in each language."""
    return {language: wording(language).indicator(indicator) for language in LANGUAGES}


def place_names(place: str) -> dict[str, str]:
    """The name of a place of a series in each language."""
    return {language: place_name(place, language) for language in LANGUAGES}


def line(one: look_at.Line) -> Line:
    """A series in short as JSON."""
    last = one.points[-1]
    return Line(
        indicator=one.indicator, name=names(one.indicator), place=one.place, place_name=place_names(one.place),
        measure=one.measure, periods=len(one.points), observations=len(one.rows), period=str(last.period),
        latest=observed(one.latest), address=one.href,
    )  # fmt: skip


def full_series(one: WholeSeries, measures: dict[str, int], known: str, view: str) -> FullSeries:
    """A series as JSON."""
    points = [
        Dated(
            period=str(point.period), chosen=observed(point.choice.chosen),
            explanation={language: point.choice.explained(language) for language in LANGUAGES},
            agreeing=[observed(each) for each in point.choice.agreeing],
            differing=[observed(each) for each in point.choice.differing],
        )
        for point in one.points
    ]  # fmt: skip
    return FullSeries(
        indicator=one.indicator, name=names(one.indicator), place=one.place, place_name=place_names(one.place),
        measure=one.measure, measures=measures, known=known, view=view, points=points,
        revisions=[
            Revised(period=str(each.period), values=[observed(value) for value in each.values])
            for each in one.revisions
        ],
        breaks=[
            Broken(kind=each.kind, before=each.before.key.period, after=each.after.key.period, words=each.words)
            for each in one.breaks
        ],
    )  # fmt: skip


def explored_row(row: Row, outdated: frozenset[str]) -> ExploredRow:
    """A row of the explorer as JSON."""
    kind = row.kind
    cells = [
        Cell(
            column=name, period=point.choice.chosen.key.period, chosen=observed(point.choice.chosen),
            sources=point.choice.sources, differing=len(point.choice.differing),
            revised=[observed(one) for one in row.revisions[name].values] if name in row.revisions else [],
            outdated=point.choice.chosen.id in outdated,
        )
        for name, point in row.points.items()
    ]  # fmt: skip
    return ExploredRow(
        indicator=kind.indicator, name=names(kind.indicator), place=kind.place, place_name=place_names(kind.place),
        measure=kind.measure, unit=kind.unit, scope=kind.scope, breakdown=kind.breakdown, base=kind.base, cells=cells,
        address=addresses.series(kind.indicator, kind.place, kind.measure),
    )  # fmt: skip


def territory(place: str, series: int) -> Territory:
    """A place as JSON."""
    return Territory(place=place, name=place_names(place), series=series, address=addresses.territory(place))


def found(hit: Hit) -> Found:
    """A search hit as JSON."""
    return Found(
        document=hit.document_id, title=hit.title, date=str(hit.date) if hit.date else None, snippet=hit.snippet,
        marks=list(hit.marks), start=hit.start, place=addresses.hit(hit),
    )  # fmt: skip


def phrase(text: str, count: int) -> Phrase:
    """An indicator phrase as JSON."""
    return Phrase(phrase=text, statements=count, address=addresses.indicator(text))


def listed(page: Page[Any], items: list[T]) -> Listed[T]:
    """A page of rows as JSON."""
    return Listed(items=items, total=page.total, limit=page.limit, offset=page.offset)
