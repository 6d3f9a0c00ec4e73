"""What statements are about: links to the catalogue and the observations that follow, made again at any time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from xietong.core.ids import content_id
from xietong.data import raw
from xietong.observations import places
from xietong.observations.aliases import linked
from xietong.observations.catalogue import FILE, plain
from xietong.observations.figures import line_of, thing
from xietong.observations.link import LINKER
from xietong.observations.model import Observation, Release
from xietong.observations.observe import observe, status
from xietong.statements.review.judged import Judged
from xietong.store import judged
from xietong.store.decisions import aliases
from xietong.store.model import Document, DocumentText, LinkTable, ObservationTable, Setting, StatementTable
from xietong.store.readings import CHUNK

_SETTING = "links"
# Bounds of what an index entry holds; phrases and joint places are far shorter.
INDICATOR, PLACE = 120, 200


def version() -> str:
    """What links depend on: the catalogue and the linker."""
    return f"{LINKER}:{content_id(raw(FILE))[:16]}"


def is_current(connection: Connection) -> bool:
    """Whether all links were made by this linker over this catalogue."""
    return connection.scalar(select(Setting.value).where(Setting.name == _SETTING)) == version()


def rebuild(connection: Connection) -> None:
    """Link every present statement anew."""
    connection.execute(delete(ObservationTable).where(ObservationTable.statement_id.is_not(None)))
    connection.execute(delete(LinkTable))
    known = aliases(connection)
    for document in connection.scalars(select(Document.id)).all():
        of_document(connection, document, known)
    connection.execute(delete(Setting).where(Setting.name == _SETTING))
    connection.execute(insert(Setting).values(name=_SETTING, value=version()))


def of_document(connection: Connection, document: str, known: Mapping[str, str] | None = None) -> None:
    """Link the present statements of a document anew."""
    known = aliases(connection) if known is None else known
    one = connection.execute(
        select(Document.day, Document.publisher, DocumentText.content)
        .join(DocumentText, DocumentText.id == Document.text_id)
        .where(Document.id == document)
    ).one()
    rows = judged.of_document(connection, document)
    everything = select(StatementTable.id).where(StatementTable.document_id == document)
    _forget(connection, list(connection.scalars(everything)))
    _write(connection, [(row.id, holds) for row, holds in rows], known, one.content, document, one.day, one.publisher)


def of_phrase(connection: Connection, phrase: str) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Link the present statements of a phrase anew; how many there are, the documents they stand in, and those of the
    documents where something is about another thing now."""
    names, wanted = judged.taught(connection), plain(phrase)
    phrases = connection.scalars(select(StatementTable.indicator).distinct()).all()
    same = [one for one in phrases if wanted in (plain(one), plain(names.phrase(one)))]
    present = StatementTable.superseded_at.is_(None)
    documents = set(
        connection.scalars(
            select(StatementTable.document_id).where(StatementTable.indicator.in_(same), present).distinct()
        )
    )
    documents |= judged.documents_with(connection, wanted)
    changed = []
    for document in sorted(documents):
        before = _things(connection, document)
        of_document(connection, document)
        if _things(connection, document) != before:
            changed.append(document)
    count = select(func.count()).select_from(StatementTable).where(StatementTable.indicator.in_(same), present)
    return connection.scalar(count) or 0, tuple(sorted(documents)), tuple(changed)


def _things(connection: Connection, document: str) -> set[tuple[str, str]]:
    query = (
        select(LinkTable.statement_id, LinkTable.indicator)
        .join(StatementTable, StatementTable.id == LinkTable.statement_id)
        .where(StatementTable.document_id == document)
    )
    return {(one[0], one[1]) for one in connection.execute(query)}


def _forget(connection: Connection, keys: Sequence[str]) -> None:
    for at in range(0, len(keys), CHUNK):
        part = keys[at : at + CHUNK]
        connection.execute(delete(ObservationTable).where(ObservationTable.statement_id.in_(part)))
        connection.execute(delete(LinkTable).where(LinkTable.statement_id.in_(part)))


def _write(
    connection: Connection, said: Iterable[tuple[str, Judged]], known: Mapping[str, str], content: str,
    document: str, day: str, publisher: str,
) -> None:  # fmt: skip
    links: list[dict[str, Any]] = []
    observed: dict[str, dict[str, Any]] = {}
    for key, holds in said:
        statement = holds.statement
        if statement is None:  # rejected by a person
            continue
        named = linked(statement, known)
        what, where = thing(statement, named)
        links.append(
            {
                "statement_id": key, "indicator": what[:INDICATOR], "place": places.joined(where)[:PLACE],
                "score": named.score if named.code else 0.0, "why": named.why,
            }
        )  # fmt: skip
        line = line_of(content, statement)
        release = Release(document, day, publisher, statement.attribution, status=status(line))
        observation = observe(key, statement, named, release)
        if observation is not None:
            observed[observation.id] = row_of(replace(observation, judged=holds.mark))
    if links:
        connection.execute(insert(LinkTable), links)
    if observed:
        connection.execute(insert(ObservationTable), list(observed.values()))


def row_of(one: Observation) -> dict[str, Any]:
    """The columns of an observation."""
    key, release = one.key, one.release
    return {
        "id": one.id, "indicator": key.indicator[:INDICATOR], "place": key.place[:PLACE], "period": key.period,
        "last_day": str(one.when.end), "measure": key.measure, "base_period": key.base_period, "scope": key.scope,
        "breakdown": key.breakdown, "value": [str(number) for number in one.value], "form": one.form,
        "unit": one.unit, "modifier": one.modifier, "quote": one.quote, "origin": one.origin,
        "status": release.status, "method": release.method, "attribution": release.attribution,
        "passage": one.passage, "document_id": release.document or None, "statement_id": one.statement or None,
        "cell_id": one.cell or None, "released": "",
        "judged": one.judged,
    }  # fmt: skip
