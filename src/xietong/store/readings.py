"""Record what a reader made of a text: confirm what was said before, supersede what is said otherwise.

Nothing is ever deleted here. A statement is present while `superseded_at` is empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from xietong.core.period import Period
from xietong.statements.model import Reading, Statement, mention_id
from xietong.store.model import Mention, Place, StatementTable, UnreadTable
from xietong.store.places import places
from xietong.store.plain import fold

CHUNK = 500  # ids in one IN list, below the limits of both engines


def record(connection: Connection, document: str, text_id: str, reading: Reading, at: str) -> None:
    """Write a reading of the present text of a document."""
    before = _before(connection, text_id)
    said = {one.id(place): (place, one) for one in reading.statements for place in (_mention(text_id, one),)}
    _insert_mentions(connection, text_id, said.values(), {mention for mention, _ in before.values()})
    _insert_statements(connection, document, {key: said[key] for key in said if key not in before}, reading.reader, at)
    _confirm(connection, [key for key in said if key in before], reading.reader, at)
    now_at = {place: key for key, (place, _) in reversed(said.items())}
    gone = [key for key, (_, present) in before.items() if present and key not in said]
    _supersede(connection, [(key, now_at.get(before[key][0])) for key in gone], at)
    _replace_unread(connection, text_id, reading)


def withdraw(connection: Connection, text_id: str, at: str) -> None:
    """No statement of this text is present any more; none takes their place."""
    present = [key for key, (_, is_present) in _before(connection, text_id).items() if is_present]
    _supersede(connection, [(key, None) for key in present], at)


def _mention(text_id: str, statement: Statement) -> str:
    return mention_id(text_id, statement.start, statement.end)


def _before(connection: Connection, text_id: str) -> dict[str, tuple[str, bool]]:
    """Statement id → mention id, present; of all ever read in the text."""
    query = (
        select(StatementTable.id, StatementTable.mention_id, StatementTable.superseded_at)
        .join(Mention, Mention.id == StatementTable.mention_id)
        .where(Mention.text_id == text_id)
    )
    return {one.id: (one.mention_id, one.superseded_at is None) for one in connection.execute(query)}


def _insert_mentions(
    connection: Connection, text_id: str, said: Iterable[tuple[str, Statement]], known: set[str]
) -> None:
    rows = {
        place: {"id": place, "text_id": text_id, "start": one.start, "end": one.end, "quote": one.quote}
        for place, one in said
        if place not in known
    }
    if rows:
        connection.execute(insert(Mention), list(rows.values()))


def _insert_statements(
    connection: Connection, document: str, new: dict[str, tuple[str, Statement]], reader: str, at: str
) -> None:
    if not new:
        return
    read = {"first_reader": reader, "first_read": at, "last_reader": reader, "last_read": at}
    rows = [
        {"id": key, "mention_id": mention, "document_id": document, **_columns(one), **read}
        for key, (mention, one) in new.items()
    ]
    connection.execute(insert(StatementTable), rows)
    where = [{"statement_id": key, "place": name} for key, (_, one) in new.items() for name in places(one.regions)]
    if where:
        connection.execute(insert(Place), where)


def _columns(one: Statement) -> dict[str, Any]:
    first, last = _days(one.period)
    return {
        "start": one.start, "sentence_start": one.sentence_start, "sentence_end": one.sentence_end,
        "sentence": one.sentence, "plain": fold(one.sentence), "value": [str(number) for number in one.value],
        "form": one.form, "unit": one.unit, "modifier": one.modifier, "measure": one.measure,
        "modality": one.modality, "indicator": one.indicator, "regions": list(one.regions), "period": one.period,
        "first_day": first, "last_day": last, "base_period": one.base_period, "scope": list(one.scope),
        "attribution": one.attribution, "attribution_start": one.attribution_start,
        "attribution_end": one.attribution_end, "note": one.note,
    }  # fmt: skip


def _days(text: str) -> tuple[str, str]:
    """First and last day of a period; a stock at a date stands at that day alone; empty where there is none."""
    try:
        period = Period.parse(text)
    except ValueError:
        return "", ""
    return str(period.start or period.end), str(period.end)


def _confirm(connection: Connection, keys: list[str], reader: str, at: str) -> None:
    for part in _chunks(keys):
        connection.execute(
            update(StatementTable)
            .where(StatementTable.id.in_(part))
            .values(last_reader=reader, last_read=at, superseded_at=None, superseded_by=None)
        )


def _supersede(connection: Connection, pairs: list[tuple[str, str | None]], at: str) -> None:
    for key, by in pairs:
        connection.execute(
            update(StatementTable).where(StatementTable.id == key).values(superseded_at=at, superseded_by=by)
        )


def _replace_unread(connection: Connection, text_id: str, reading: Reading) -> None:
    connection.execute(delete(UnreadTable).where(UnreadTable.text_id == text_id))
    rows = {
        (one.start, one.end): {
            "text_id": text_id, "start": one.start, "end": one.end, "quote": one.quote, "reason": one.reason,
        }
        for one in reading.unread
    }  # fmt: skip
    if rows:
        connection.execute(insert(UnreadTable), list(rows.values()))


def _chunks(keys: list[str]) -> Iterable[list[str]]:
    return (keys[at : at + CHUNK] for at in range(0, len(keys), CHUNK))
