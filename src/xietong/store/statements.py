"""Ask for statements: filtered lists, one statement, a mention's history, indicator phrases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy.engine import RowMapping

from xietong.core.errors import NotFoundError
from xietong.statements.model import Statement
from xietong.store.clock import moment
from xietong.store.model import Document, LinkTable, Mention, Place, StatementTable
from xietong.store.places import asked
from xietong.store.plain import fold
from xietong.store.prepare import period
from xietong.store.rows import Page, Read, StatementFilter, StatementRow, Superseded

_OWN = tuple(
    column for column in StatementTable.__table__.columns if column.name not in {"plain", "first_day", "last_day"}
)
_PRESENT = (StatementTable.superseded_at.is_(None), Document.hidden.is_(None))


def find(connection: Connection, wanted: StatementFilter, limit: int, offset: int) -> Page[StatementRow]:
    """Present statements of documents that are not hidden: latest document first, then in text order."""
    conditions = _conditions(wanted)
    count = select(func.count()).select_from(StatementTable).join(Document, Document.id == StatementTable.document_id)
    total = connection.scalar(count.where(*conditions)) or 0
    keys = (
        _ordered(select(StatementTable.id).join(Document, Document.id == StatementTable.document_id).where(*conditions))
        .limit(limit)
        .offset(offset)
    )
    rows = connection.execute(_ordered(_rows().where(StatementTable.id.in_(keys)))).all()
    return Page(tuple(_row(one._mapping) for one in rows), total, limit, offset)


def stream(connection: Connection, wanted: StatementFilter) -> Iterator[StatementRow]:
    """All of them in the same order, few in memory at a time."""
    query = _ordered(_rows().where(*_conditions(wanted)))
    for one in connection.execution_options(yield_per=500).execute(query):
        yield _row(one._mapping)


def get(connection: Connection, statement: str) -> StatementRow:
    """One statement by its id, superseded or hidden as it may be."""
    found = connection.execute(_rows().where(StatementTable.id == statement)).first()
    if found is None:
        raise NotFoundError(f"no statement has the id {statement!r}.", f"没有编号为“{statement}”的陈述。")
    return _row(found._mapping)


def of_document(connection: Connection, document: str) -> tuple[StatementRow, ...]:
    """Present statements of a document (hidden or not) in text order."""
    query = _rows().where(StatementTable.document_id == document, StatementTable.superseded_at.is_(None))
    rows = connection.execute(query.order_by(StatementTable.start, Mention.end, StatementTable.id))
    return tuple(_row(one._mapping) for one in rows)


def in_rows(connection: Connection, *conditions: ColumnElement[bool]) -> list[StatementRow]:
    """Statements that fulfil conditions of the other modules here, by document and place."""
    query = _rows().where(*conditions).order_by(Document.day, StatementTable.document_id, StatementTable.start)
    return [_row(one._mapping) for one in connection.execute(query)]


def last_of_mentions(connection: Connection, mentions: Sequence[str]) -> tuple[StatementRow, ...]:
    """The latest reading of each of some mentions, present or not."""
    last: dict[str, StatementRow] = {}
    query = _rows().where(StatementTable.mention_id.in_(mentions))
    for one in connection.execute(query.order_by(StatementTable.last_read, StatementTable.id)):
        row = _row(one._mapping)
        last[row.mention_id] = row
    return tuple(last.values())


def history(connection: Connection, mention: str) -> tuple[StatementRow, ...]:
    """All that was ever read of a mention, the first reading first."""
    query = _rows().where(StatementTable.mention_id == mention)
    rows = connection.execute(query.order_by(StatementTable.first_read, StatementTable.id))
    return tuple(_row(one._mapping) for one in rows)


def with_goals(connection: Connection, limit: int, offset: int) -> Page[tuple[str, int]]:
    """The documents in which something is to be reached, with how many such statements, the most first."""
    count = func.count().label("count")
    shown = (StatementTable.modality == "target", StatementTable.superseded_at.is_(None), Document.hidden.is_(None))
    query = (
        select(StatementTable.document_id, count)
        .join(Document, Document.id == StatementTable.document_id)
        .where(*shown)
        .group_by(StatementTable.document_id)
    )
    total = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = connection.execute(query.order_by(count.desc(), StatementTable.document_id).limit(limit).offset(offset))
    return Page(tuple((str(one[0]), int(one[1])) for one in rows), total, limit, offset)


def indicators(connection: Connection, text: str, limit: int) -> tuple[tuple[str, int], ...]:
    """Indicator phrases that hold `text`, with how many present statements speak of each; the most frequent first."""
    count = func.count().label("count")
    query = (
        select(StatementTable.indicator, count)
        .join(Document, Document.id == StatementTable.document_id)
        .where(*_conditions(StatementFilter(indicator=text)), StatementTable.indicator != "")
        .group_by(StatementTable.indicator)
        .order_by(count.desc(), StatementTable.indicator)
        .limit(limit)
    )
    return tuple((str(one.indicator), int(one._mapping["count"])) for one in connection.execute(query))


def series(connection: Connection, phrase: str) -> tuple[StatementRow, ...]:
    """Present statements of exactly this indicator phrase, by the end of their period; undated ones last."""
    query = _rows().where(*_PRESENT, StatementTable.indicator == phrase)
    rows = connection.execute(
        query.order_by(
            StatementTable.last_day == "", StatementTable.last_day, StatementTable.first_day, Document.day,
            StatementTable.document_id, StatementTable.start,
        )
    )  # fmt: skip
    return tuple(_row(one._mapping) for one in rows)


def _conditions(wanted: StatementFilter) -> list[ColumnElement[bool]]:
    table = StatementTable
    found: list[ColumnElement[bool]] = list(_PRESENT)
    if wanted.indicator.strip():
        found.append(table.indicator.icontains(wanted.indicator.strip(), autoescape=True))
    if wanted.phrase:
        found.append(table.indicator == wanted.phrase)
    if wanted.territory.strip():
        found.append(table.id.in_(select(Place.statement_id).where(Place.place.in_(asked(wanted.territory)))))
    if wanted.period is not None:
        found += [table.last_day != "", table.first_day <= str(wanted.period.end)]
        if wanted.period.start is not None:
            found.append(table.last_day >= str(wanted.period.start))
    if wanted.measure:
        found.append(table.measure == wanted.measure)
    if wanted.modality:
        found.append(table.modality == wanted.modality)
    if wanted.document:
        found.append(table.document_id.startswith(wanted.document, autoescape=True))
    found += [table.plain.contains(fold(word), autoescape=True) for word in wanted.text.split()]
    return found


def _ordered(query: Select[Any]) -> Select[Any]:
    return query.order_by(
        Document.day.desc(), Document.added.desc(), Document.id, StatementTable.start, StatementTable.id
    )


def _rows() -> Select[Any]:
    return (
        select(
            *_OWN,
            Mention.text_id,
            Mention.end,
            Mention.quote,
            Document.title,
            Document.date,
            LinkTable.indicator.label("code"),
        )
        .join(Mention, Mention.id == StatementTable.mention_id)
        .join(Document, Document.id == StatementTable.document_id)
        .outerjoin(LinkTable, (LinkTable.statement_id == StatementTable.id) & (LinkTable.score > 0))
    )


def _row(one: RowMapping) -> StatementRow:
    superseded = one["superseded_at"]
    return StatementRow(
        id=one["id"],
        mention_id=one["mention_id"],
        text_id=one["text_id"],
        document_id=one["document_id"],
        document_title=one["title"],
        document_date=period(one["date"]),
        statement=_statement(one),
        first_read=Read(one["first_reader"], moment(one["first_read"])),
        last_read=Read(one["last_reader"], moment(one["last_read"])),
        superseded=Superseded(moment(superseded), one["superseded_by"] or "") if superseded else None,
        code=one["code"] or "",
    )


def _statement(one: RowMapping) -> Statement:
    return Statement(
        start=one["start"], end=one["end"], quote=one["quote"], sentence_start=one["sentence_start"],
        sentence_end=one["sentence_end"], sentence=one["sentence"], value=tuple(map(Decimal, one["value"])),
        form=one["form"], unit=one["unit"], modifier=one["modifier"], measure=one["measure"],
        modality=one["modality"], indicator=one["indicator"], regions=tuple(one["regions"]), period=one["period"],
        base_period=one["base_period"], scope=tuple(one["scope"]), attribution=one["attribution"],
        attribution_start=one["attribution_start"], attribution_end=one["attribution_end"], note=one["note"],
    )  # fmt: skip
