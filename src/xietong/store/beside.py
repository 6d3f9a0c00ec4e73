"""Documents against the ledger: which of its figures speak of the same things, and what does not hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from xietong.core import clock
from xietong.core.issue import Issue
from xietong.observations import places
from xietong.observations.aliases import linked
from xietong.observations.check import check
from xietong.observations.figures import Figure, Source, figure
from xietong.observations.named import figures
from xietong.observations.same import similar
from xietong.statements.model import Reading, Statement
from xietong.store import documents, issues, judged, observations, statements
from xietong.store.decisions import aliases
from xietong.store.rows import StatementRow


def check_beside(
    connection: Connection, sources: Sequence[Source], without: Sequence[str] = (), titles: bool = False
) -> list[Issue]:
    """What does not hold in some documents, by themselves and beside the figures of the ledger.

    `without`: documents of the ledger that are left out, as they are those checked. Places in documents of the
    ledger carry their ids, or with `titles` their titles.
    """
    known = aliases(connection)
    sources = [judged.of_source(connection, source) for source in sources]
    return check(sources, beside(connection, sources, known, without, titles), known, clock.today())


def recheck(connection: Connection, document: str) -> None:
    """Check a document of the ledger again, as it was read, and write what is found in place of what was."""
    row = documents.row(connection, document)
    said = tuple(one.statement for one in statements.of_document(connection, document))
    reading = Reading(row.reader, said, documents.unread(connection, document))
    text = documents.text(connection, document)
    source = Source(document, text.content, reading, row.date, text)
    issues.replace(connection, document, check_beside(connection, [source], [document]))


def beside(
    connection: Connection,
    sources: Sequence[Source],
    known: Mapping[str, str],
    without: Sequence[str] = (),
    titles: bool = False,
) -> list[Figure]:
    """The figures of the ledger on the things and places that some documents speak of."""
    rows = judged.of_rows(connection, _rows(connection, figures(sources, known), without))
    return [
        _figure(row, holds.statement, known, row.document_title if titles else row.document_id)
        for row, holds in rows
        if holds.statement is not None
    ]


def life_of(connection: Connection, row: StatementRow) -> tuple[Figure, dict[Figure, StatementRow]]:
    """A figure of the ledger, and the others that may be of the same thing."""
    known = aliases(connection)
    ((_, mine),) = judged.of_rows(connection, [row])
    one = _figure(row, mine.statement or row.statement, known, row.document_id)
    others = judged.of_rows(connection, _rows(connection, [one], ()))
    return one, {
        _figure(other, holds.statement, known, other.document_id): other
        for other, holds in others
        if holds.statement is not None
    }


def _rows(connection: Connection, wanted: Iterable[Figure], without: Sequence[str]) -> tuple[StatementRow, ...]:
    things: set[tuple[str, str]] = set()
    open_phrases: dict[str, set[str]] = defaultdict(set)
    for one in wanted:
        what, where = one.thing
        if what and where:
            things.add((what, places.joined(where)))
            if not one.link.code:
                open_phrases[places.joined(where)].add(one.statement.indicator)
    for phrase, place in observations.phrases_at(connection, open_phrases):
        if any(similar(phrase, own) for own in open_phrases[place]):
            things.add((phrase, place))
    return observations.of_things(connection, things, without)


def _figure(row: StatementRow, said: Statement, known: Mapping[str, str], name: str) -> Figure:
    return figure(name, said, said.sentence, row.document_date, linked(said, known))
