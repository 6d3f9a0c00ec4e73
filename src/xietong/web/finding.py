"""What a page shows of a finding: its sentences side by side, each with its figure, and its computation as a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from xietong.core.issue import Issue, Place, Severity
from xietong.core.period import Period
from xietong.store.issues import IssueRow
from xietong.store.rows import DocumentRow
from xietong.web import addresses
from xietong.web.formula import Line, formula
from xietong.workspace import Workspace

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_REACH = 120  # characters of the text around a clause, where a finding stands alone
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Side:
    """One place of a finding: its clause cut around its figure, with some of the text on both sides."""

    place: Place
    title: str
    date: Period | None
    href: str
    document: str
    before: str
    clause_before: str
    quote: str
    clause_after: str
    after: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding with its sides; `id` is empty and `href` a place on the same page for one that is not kept."""

    id: str
    issue: Issue
    lines: tuple[Line, ...]
    sides: tuple[Side, ...]
    href: str
    judged: str = ""


Texts = Callable[[str], str]
NO_TABLES: Mapping[tuple[str, str], str] = {}


def documents_of(workspace: Workspace, identities: Iterable[str]) -> dict[str, DocumentRow]:
    """Rows by id: the latest documents are asked for together, others one by one."""
    wanted = set(identities)
    if not wanted:
        return {}
    known = {row.id: row for row in workspace.documents.all(_AT_ONCE, 0).items} if len(wanted) > 1 else {}
    return {one: known.get(one) or workspace.documents.get(one) for one in wanted}


def text_of(workspace: Workspace) -> Texts:
    """The contents of documents by id, each asked for once."""
    kept: dict[str, str] = {}

    def content(document: str) -> str:
        if document not in kept:
            kept[document] = workspace.documents.text(document).content
        return kept[document]

    return content


def kept(workspace: Workspace, rows: Iterable[IssueRow], *, around: bool = False) -> list[Finding]:
    """Findings of the ledger; with `around` each sentence in the text it stands in."""
    rows = list(rows)
    places = [place for row in rows for place in row.issue.places]
    documents = documents_of(workspace, (place.document for place in places))
    tables = workspace.tables.by_name({place.document for place in places if place.in_table})
    texts = text_of(workspace)
    return [
        Finding(
            row.id,
            row.issue,
            formula(row.issue.computation),
            tuple(ledger_side(place, documents, texts, _REACH if around else 0, tables) for place in row.issue.places),
            addresses.issue(row.id),
            row.judged,
        )
        for row in rows
    ]


def ledger_side(
    place: Place, documents: Mapping[str, DocumentRow], texts: Texts, reach: int = 0,
    tables: Mapping[tuple[str, str], str] = NO_TABLES,
) -> Side:  # fmt: skip
    """A place in a document of the ledger; `tables` are the ids of its tables by (document, name)."""
    row = documents[place.document]
    if place.in_table:
        table = tables.get((place.document, place.sheet))
        href = addresses.table(table, place.row, place.column) if table else addresses.document(row.id)
        return cell_side(place, row.title or row.name, row.date, href)
    return side(place, row.title or row.name, row.date, addresses.passage(row.id, place.start, place.end), texts, reach)


def cell_side(place: Place, title: str, date: Period | None, href: str) -> Side:
    """A place in a table: the way through its headings, and its row and column, before what the cell holds."""
    at = f"{place.sheet} R{place.row}" + (f"C{place.column}" if place.column else "")
    way = f"{at.strip()} · {place.sentence}：" if place.sentence else f"{at.strip()}："
    return Side(place, title, date, href, place.document, "", way, place.quote or "—", "", "")


def side(place: Place, title: str, date: Period | None, href: str, texts: Texts, reach: int = 0) -> Side:
    """A place with its clause cut around the figure; the text is asked for only where the clause alone cannot tell."""
    sentence, at = place.sentence, place.sentence.find(place.quote)
    start = place.start - at
    if reach or sentence.count(place.quote) != 1:
        content = texts(place.document)
        start = content.find(sentence, max(0, place.end - len(sentence)), place.start + len(sentence))
        if not sentence or not start <= place.start <= place.end <= start + len(sentence) or start < 0:
            start, sentence = place.start, place.quote
        before = content[max(0, start - reach) : start]
        after = content[start + len(sentence) : start + len(sentence) + reach]
    else:
        before = after = ""
    head, tail = sentence[: place.start - start], sentence[place.end - start :]
    return Side(
        place, title, date, href, place.document,
        _joined(before), _joined(head), _joined(place.quote), _joined(tail), _joined(after),
    )  # fmt: skip


def _joined(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")


Marked = dict[tuple[int, int], Literal["error", "warning", "note"]]


def severest(issues: Iterable[Issue], document: str) -> Marked:
    """The spans of a document that findings touch, each with the gravest of them."""
    marked: Marked = {}
    for issue in issues:
        for place in issue.places:
            span = (place.start, place.end)
            if place.document == document and not place.in_table:
                before = marked.get(span, issue.severity)
                marked[span] = min(before, issue.severity, key=SEVERITIES.index)
    return marked


def touching(rows: Iterable[IssueRow], document: str, start: int, end: int) -> list[IssueRow]:
    """Those of some findings that touch one figure, the gravest first."""
    found = [
        row
        for row in rows
        if any((one.document, one.start, one.end) == (document, start, end) for one in row.issue.places)
    ]
    return sorted(found, key=lambda row: SEVERITIES.index(row.issue.severity))
