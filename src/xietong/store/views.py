"""The views that a workspace file shows to any SQL tool: readable names, only what is present.

Which columns there are, and what they mean, says `data/exchange.toml`; here is the SQL of those that are not the
ledger's column of the same name. Views hold nothing themselves, and the names beside them only what the program knows:
they are made again whenever they are others (another catalogue, another program), and taken away before a migration,
which could not change a table under them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, MetaData, Table, Text, delete, insert, select, text

from xietong.core.ids import content_id
from xietong.exchange.schema import table
from xietong.observations import places
from xietong.observations.catalogue import catalogue
from xietong.observations.territories import gazetteer
from xietong.store.model import Setting

_SETTING = "views"
_MACRO = re.compile(r"@(value|exact|list|text|flag)(?::([\w.]+))?")


@dataclass(frozen=True, slots=True)
class _View:
    """Where the rows of a view come from, and the columns that are not `{alias}.{name}`; @… is put in by `_sql`."""

    alias: str
    source: str
    columns: dict[str, str]


_VIEWS = {
    "documents": _View("d", "FROM document d WHERE d.hidden IS NULL", {"released": "NULLIF(d.day, '')"}),
    "statements": _View(
        "s",
        "FROM statement s JOIN mention m ON m.id = s.mention_id JOIN document d ON d.id = s.document_id"
        " LEFT JOIN link l ON l.statement_id = s.id AND l.score > 0"
        " WHERE s.superseded_at IS NULL AND d.hidden IS NULL",
        {
            "mention": "s.mention_id",
            "document": "s.document_id",
            "document_title": "d.title",
            "document_date": "NULLIF(d.date, '')",
            "end": 'm."end"',
            "quote": "m.quote",
            "value": "@value",
            "exact": "@exact",
            "regions": "@list:regions",
            "scope": "@list:scope",
            "code": "l.indicator",
            "first_read": "s.first_reader",
            "last_read": "s.last_reader",
        },
    ),
    "observations": _View(
        "o",
        "FROM observation o LEFT JOIN document d ON d.id = o.document_id"
        " LEFT JOIN statement s ON s.id = o.statement_id LEFT JOIN mention m ON m.id = s.mention_id"
        " LEFT JOIN cell c ON c.id = o.cell_id LEFT JOIN sheet t ON t.id = c.sheet_id"
        " LEFT JOIN derivation v ON v.id = o.id AND o.origin = 'derived'"
        " LEFT JOIN indicators i ON i.code = o.indicator LEFT JOIN places p ON p.place = o.place"
        " WHERE d.hidden IS NULL AND s.superseded_at IS NULL",
        {
            "indicator_name": "COALESCE(i.zh, o.indicator)",
            "place_name": "COALESCE(p.zh, o.place)",
            "first_day": "CASE WHEN SUBSTR(o.period, 1, 2) = '..' THEN NULL ELSE SUBSTR(o.period, 1, 10) END",
            "value": "@value",
            "exact": "@exact",
            "released": "COALESCE(NULLIF(o.released, ''), NULLIF(d.day, ''), NULLIF(v.released, ''))",
            "publisher": "d.publisher",
            "document": "o.document_id",
            "document_title": "d.title",
            "locator": "CASE WHEN m.id IS NOT NULL THEN 'text:' || m.start || '-' || m.\"end\""
            " WHEN c.id IS NOT NULL THEN 'table:' || t.name || '!R' || c.\"row\" || 'C' || c.\"column\" END",
            "statement": "o.statement_id",
            "cell": "o.cell_id",
            "derivation": "v.id",
            "bounds": "CASE WHEN v.id IS NOT NULL THEN COALESCE(v.low, '') || '/' || COALESCE(v.high, '') END",
        },
    ),
    "issues": _View(
        "i",
        "FROM issue i LEFT JOIN issue_place p ON p.issue_id = i.id AND p.position = 0"
        " LEFT JOIN document d ON d.id = p.document_id WHERE NOT EXISTS (SELECT 1 FROM issue_place q"
        " JOIN document h ON h.id = q.document_id WHERE q.issue_id = i.id AND h.hidden IS NOT NULL)",
        {
            "message_zh": "@text:message.zh",
            "message_en": "@text:message.en",
            "places": "(SELECT COUNT(*) FROM issue_place q WHERE q.issue_id = i.id)",
            "document": "p.document_id",
            "document_title": "d.title",
            "start": "p.start",
            "end": 'p."end"',
            "quote": "p.quote",
            "sentence": "p.sentence",
        },
    ),
    "issue_places": _View(
        "p",
        "FROM issue_place p JOIN document d ON d.id = p.document_id WHERE NOT EXISTS (SELECT 1 FROM issue_place q"
        " JOIN document h ON h.id = q.document_id WHERE q.issue_id = p.issue_id AND h.hidden IS NOT NULL)",
        {"issue": "p.issue_id", "document": "p.document_id", "document_title": "d.title"},
    ),
    "targets": _View(
        "r",
        "FROM record r LEFT JOIN indicators i ON i.code = @text:content.indicator LEFT JOIN places p ON p.place = @text:content.territory"
        " WHERE r.kind = 'target' AND r.superseded_at IS NULL AND @text:content.state = 'held'",
        {
            **{
                one: f"@text:content.{one}"
                for one in ("title", "indicator", "measure", "scope", "direction", "strength", "body")
            },
            **{one: f"@text:content.{one}" for one in ("origin", "whole")},
            "id": "r.subject",
            "indicator_name": "COALESCE(i.zh, @text:content.indicator)",
            "place": "@text:content.territory",
            "place_name": "COALESCE(p.zh, @text:content.territory)",
            "goal": "@text:content.goal.kind",
            "low": "CAST(@text:content.goal.low AS NUMERIC)",
            "high": "CAST(@text:content.goal.high AS NUMERIC)",
            "strict": "@flag:content.goal.strict",
            "about": "@flag:content.goal.about",
            "unit": "@text:content.goal.unit",
            "due": "@text:content.due",
            "inherited": "@flag:content.inherited",
            "baseline": "CAST(@text:content.baseline.value AS NUMERIC)",
            "baseline_period": "@text:content.baseline.period",
            "direction": "CAST(@text:content.direction AS INTEGER)",
            "members": "@list:content.members",
            "freeze": "NULLIF(@text:content.freeze, '')",
            "document": "@text:content.said.document",
            "clause": "@text:content.said.clause",
            "sentence": "@text:content.said.sentence",
            "entered": "r.at",
        },
    ),
    "tasks": _View(
        "r",
        "FROM record r LEFT JOIN record u ON u.number = (SELECT w.number FROM record w WHERE w.parent = r.subject AND w.kind = 'update'"
        " AND w.superseded_at IS NULL AND w.content IS NOT NULL ORDER BY w.day DESC, w.number DESC LIMIT 1)"
        " WHERE r.kind = 'task' AND r.superseded_at IS NULL AND r.content IS NOT NULL",
        {
            **{one: f"@list:content.{one}" for one in ("lead", "supporting", "responsible", "territories", "targets")},
            **{one: f"@text:content.{one}" for one in ("title", "start", "due")},
            "id": "r.subject",
            "inherited": "@flag:content.inherited",
            "planned": "CAST(@text:content.planned.amount AS NUMERIC)",
            "planned_unit": "CASE WHEN @text:content.planned.amount IS NOT NULL THEN COALESCE(@text:content.planned.unit, '亿元') END",
            "reported": "u.day",
            "status": "@text:u.content.status",
            "completion": "CAST(@text:u.content.completion AS NUMERIC)",
            "invested": "CAST(@text:u.content.invested.amount AS NUMERIC)",
            "invested_unit": "CASE WHEN @text:u.content.invested.amount IS NOT NULL"
            " THEN COALESCE(@text:u.content.invested.unit, '亿元') END",
            "document": "@text:content.source.document",
            "quote": "@text:content.source.quote",
            "entered": "r.at",
        },
    ),
}


NAMES = tuple(_VIEWS)
_MADE = MetaData()  # made here, not by migrations
INDICATORS = Table(
    "indicators", _MADE, Column("code", Text, primary_key=True), *(Column(one, Text) for one in ("zh", "en", "unit", "dimension"))
)  # fmt: skip
PLACES = Table("places", _MADE, Column("place", Text, primary_key=True), Column("zh", Text))


def is_current(connection: Connection) -> bool:
    """Whether the views are those of this program."""
    return connection.scalar(select(Setting.value).where(Setting.name == _SETTING)) == version(connection)


def version(connection: Connection) -> str:
    """What the views depend on: their own text, and the names."""
    return content_id(statements(connection.dialect.name), _indicators(), _places())[:16]


def wait(connection: Connection) -> None:
    """Until no other program makes the views; SQLite lets only one write anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE setting IN SHARE ROW EXCLUSIVE MODE"))


def rebuild(connection: Connection) -> None:
    """Make all views anew."""
    drop(connection)
    for own, rows in ((INDICATORS, _indicators()), (PLACES, _places())):
        own.create(connection)
        connection.execute(insert(own), [dict(zip(own.columns.keys(), row, strict=True)) for row in rows])
    for one in statements(connection.dialect.name):
        connection.execute(text(one.replace(":", "\\:")))
    connection.execute(insert(Setting).values(name=_SETTING, value=version(connection)))


def drop(connection: Connection) -> None:
    """Take the views away, so that the tables can be changed; they come back when the ledger is opened."""
    for name in NAMES:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
    for own in (INDICATORS, PLACES):
        own.drop(connection, checkfirst=True)
    connection.execute(delete(Setting).where(Setting.name == _SETTING))


def statements(dialect: str) -> list[str]:
    """The SQL that makes the views."""
    return [_view(name, one, dialect) for name, one in _VIEWS.items()]


def _view(name: str, view: _View, dialect: str) -> str:
    own = [one.name for one in table(name).columns if one.sql]
    unknown = set(view.columns) - set(own)
    if unknown:
        raise ValueError(f"the view {name} has columns that the schema does not: {sorted(unknown)}")
    written = {one: view.columns.get(one, f'{view.alias}."{one}"') for one in own}
    parts = [f'{_sql(sql, view.alias, dialect)} AS "{one}"' for one, sql in written.items()]
    return f"CREATE VIEW {name} AS SELECT " + ",\n ".join(parts) + f"\n {_sql(view.source, view.alias, dialect)}"


def _sql(written: str, alias: str, dialect: str) -> str:
    """SQL with what differs between the databases put in: @value, @exact; of a path into a column of JSON (column.key.key, of
    another table u.column.key) @text, @flag (0 or 1) and @list, its texts joined."""
    sqlite = dialect == "sqlite"

    def put(found: re.Match[str]) -> str:
        macro, steps = found[1], (found[2] or "").split(".")
        own = steps.pop(0) if len(steps[0]) == 1 else alias
        column, keys = f"{own}.{steps[0]}", steps[1:]
        if macro == "value":
            first = f"json_extract({own}.value, '$[0]')" if sqlite else f"({own}.value ->> 0)"
            return f"CASE WHEN {own}.form = 'number' THEN CAST({first} AS NUMERIC) END"
        if macro == "exact":
            return _joined(f"{own}.value", [], "/", sqlite)
        if macro == "list":
            return _joined(column, keys, "、", sqlite)
        inner = f"json_extract({column}, '$.{'.'.join(keys)}')" if sqlite else f"({column} #>> '{{{','.join(keys)}}}')"
        return inner if macro == "text" else f"CASE WHEN CAST({inner} AS TEXT) IN ('true', '1') THEN 1 ELSE 0 END"

    return _MACRO.sub(put, written)


def _joined(array: str, keys: Sequence[str], mark: str, sqlite: bool) -> str:
    """A JSON array of texts as one text, in order; empty for none."""
    if sqlite:
        inside = f"{array}, '$.{'.'.join(keys)}'" if keys else array
        return f"(SELECT COALESCE(group_concat(value, '{mark}'), '') FROM (SELECT value FROM json_each({inside}) ORDER BY key))"
    inside = f"{array} #> '{{{','.join(keys)}}}'" if keys else array
    return (
        f"(SELECT COALESCE(string_agg(one, '{mark}' ORDER BY at), '')"
        f" FROM json_array_elements_text({inside}) WITH ORDINALITY AS parts(one, at))"
    )


def _indicators() -> list[tuple[str, ...]]:
    return [(one.code, one.zh, one.en, one.unit, one.dimension) for one in catalogue().indicators.values()]


def _places() -> list[tuple[str, ...]]:
    """Names of codes: provinces and prefectures, all places of the region, and its members taken together."""
    book = gazetteer()
    wide = ("country", "region", "province", "prefecture")
    codes = {one.code for one in book.territories.values() if one.kind in wide}
    codes |= {one.code for one in book.select(book.whole, None, None)}
    members = places.members()
    sets = ["+".join(one for at, one in enumerate(members) if bits >> at & 1) for bits in range(1, 2 ** len(members))]
    joint = {places.joined(sorted(one.split("+"))) for one in sets}
    flows = {f"{one}→{other}" for one in joint for other in joint if not set(one.split("+")) & set(other.split("+"))}
    return [(one, places.words(one)) for one in sorted(codes | joint | flows)]
