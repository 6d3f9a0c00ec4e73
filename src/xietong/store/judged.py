"""What persons judged, applied to the readings of the ledger: which decision stands for which mention, and what holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select

from xietong.observations.catalogue import plain
from xietong.observations.figures import Source
from xietong.observations.observe import passage
from xietong.observations.taught import Taught
from xietong.statements.model import Statement, mention_id
from xietong.statements.review.judged import Judged
from xietong.statements.review.judged import judged as judge
from xietong.statements.review.model import Decision
from xietong.statements.review.standing import standing
from xietong.store import decisions, statements
from xietong.store.decisions import READING
from xietong.store.model import Document, JudgementTable, Mention
from xietong.store.rows import StatementRow

_CHUNK = 500


def standing_in(connection: Connection, document: str) -> tuple[Decision, ...]:
    """The decisions on readings of a document that stand, whether or not its present text still has their places."""
    return tuple(standing(decisions.of_documents(connection, READING, [document])).values())


def anchor(connection: Connection, document: str) -> None:
    """Find the mentions of the present text that decisions are about, and write down which stands for which.

    A decision made in an earlier text of the document is about the one figure here with the same clause, if there is
    just one and no decision of its own.
    """
    connection.execute(delete(JudgementTable).where(JudgementTable.document_id == document))
    stand = standing_in(connection, document)
    if not stand:
        return
    here = set(
        connection.scalars(
            select(Mention.id)
            .join(Document, Document.text_id == Mention.text_id)
            .where(Document.id == document, Mention.id.in_([one.subject for one in stand]))
        )
    )
    at = {one.subject: one.number for one in stand if one.subject in here}
    moved = {_passage(one): one.number for one in stand if one.subject not in here}
    twice = {words for words, count in Counter(map(_passage, stand)).items() if count > 1}
    if moved:
        rows = statements.of_document(connection, document)
        count = Counter(passage(row.statement) for row in rows)
        for row in rows:
            words = passage(row.statement)
            if words in moved and words not in twice and count[words] == 1:
                at.setdefault(row.mention_id, moved[words])
    if at:
        connection.execute(
            insert(JudgementTable),
            [{"mention_id": key, "document_id": document, "number": number} for key, number in at.items()],
        )


def _passage(decision: Decision) -> str:
    """The passage that a decision was about, as `passage` of its statement."""
    blank = Statement(
        0, 0, str(decision.content["quote"]), 0, 0, str(decision.content["sentence"]), (), "number", "", "=", "level",
        "actual", "",
    )  # fmt: skip
    return passage(blank)


def at_mentions(connection: Connection, mentions: Iterable[str]) -> dict[str, Decision]:
    """Mention → the decision that stands for it."""
    if connection.scalar(select(JudgementTable.number).limit(1)) is None:
        return {}
    wanted = sorted(set(mentions))
    found: dict[str, int] = {}
    for at in range(0, len(wanted), _CHUNK):
        part = JudgementTable.mention_id.in_(wanted[at : at + _CHUNK])
        found |= {
            one.mention_id: one.number for one in connection.execute(select(JudgementTable.__table__).where(part))
        }
    known = decisions.numbered(connection, found.values())
    return {mention: known[number] for mention, number in found.items()}


def taught(connection: Connection) -> Taught:
    """The names that were merged here."""
    return Taught(*decisions.merged(connection))


def of_rows(connection: Connection, rows: Sequence[StatementRow]) -> list[tuple[StatementRow, Judged]]:
    """What holds of each of some readings."""
    stand = at_mentions(connection, (row.mention_id for row in rows))
    names = taught(connection)
    return [(row, _holding(row.statement, stand.get(row.mention_id), names)) for row in rows]


def of_document(connection: Connection, document: str) -> list[tuple[StatementRow, Judged]]:
    """What holds in a document, in text order: of its present readings, and of places that a person judged and the
    reader no longer reads."""
    rows = list(statements.of_document(connection, document))
    query = select(JudgementTable.mention_id).where(JudgementTable.document_id == document)
    gone = sorted(set(connection.scalars(query)) - {row.mention_id for row in rows})
    if gone:
        rows += statements.last_of_mentions(connection, gone)
        rows.sort(key=lambda row: (row.statement.start, row.statement.end, row.id))
    return of_rows(connection, rows)


def documents_with(connection: Connection, phrase: str) -> set[str]:
    """Documents in which a person said that a figure is of a phrase (plain)."""
    rows = connection.execute(select(JudgementTable.document_id, JudgementTable.number)).all()
    known = decisions.numbered(connection, (one.number for one in rows))
    found = set()
    for one in rows:
        holds = known[one.number].content["holds"]
        if isinstance(holds, dict) and plain(str(holds["indicator"])) == phrase:
            found.add(str(one.document_id))
    return found


def of_source(connection: Connection, source: Source) -> Source:
    """A document as checks see it: with what holds there. A draft, which is not in the ledger, has merged names only."""
    names = taught(connection)
    text = connection.scalar(select(Document.text_id).where(Document.id == source.name))
    said = list(source.reading.statements)
    holds: Iterable[Statement | None] = map(names.said, said)
    if text is not None:
        # as written for the document: readings that are gone but were judged count as well
        query = select(JudgementTable.mention_id).where(JudgementTable.document_id == source.name)
        gone = set(connection.scalars(query)) - {mention_id(text, one.start, one.end) for one in said}
        said += [row.statement for row in statements.last_of_mentions(connection, sorted(gone))]
        said.sort(key=lambda one: one.start)
        keys = [mention_id(text, one.start, one.end) for one in said]
        stand = at_mentions(connection, keys)
        holds = [_holding(one, stand.get(key), names).statement for key, one in zip(keys, said, strict=True)]
    reading = replace(source.reading, statements=tuple(one for one in holds if one is not None))
    return replace(source, reading=reading)


def _holding(statement: Statement, decision: Decision | None, names: Taught) -> Judged:
    made = judge(statement, decision)
    return replace(made, statement=names.said(made.statement)) if made.statement is not None else made
