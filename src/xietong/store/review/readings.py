"""Doubtful readings: numbers read with gaps, linked with a low score, or read otherwise than a person judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, case, func, select

from xietong.core.errors import NotFoundError
from xietong.statements.model import Statement
from xietong.statements.review.correct import corrected
from xietong.statements.review.doubt import Said, doubts
from xietong.statements.review.judged import judgement
from xietong.statements.review.model import Decision, Doubt, Verdict
from xietong.statements.review.standing import standing
from xietong.statements.review.weigh import Near, gravity
from xietong.store import decisions, judged, links, observations, statements
from xietong.store.beside import recheck
from xietong.store.decisions import READING
from xietong.store.model import Document, IssuePlace, LinkTable, Mention, ObservationTable
from xietong.store.review.kind import Asked, Proposal, ReviewError, Shown, Sight
from xietong.store.rows import StatementRow

_NEAR = 3  # readings shown before and behind
_PROPOSED = 9  # one digit each
_CHUNK = 500


class Readings:
    """The subject is a mention."""

    name = stored = READING
    verdicts: tuple[Verdict, ...] = ("accept", "correct", "reject")
    whole = False

    def asked(self, sight: Sight) -> Iterator[Asked]:
        """Readings with doubts that nobody has judged, and judged ones that are read otherwise now or no longer."""
        known = _links(sight)
        said = [
            Said(holds.statement, sight.line(row), *known.get(row.id, ("", 0.0, "")))
            for row, holds in sight.rows
            if holds.statement is not None
        ]
        rows = [(row, holds) for row, holds in sight.rows if holds.statement is not None]
        found: dict[str, tuple[StatementRow, tuple[Doubt, ...]]] = {}
        for (row, holds), why in zip(rows, doubts(said), strict=True):
            if not holds.mark and why:
                found[row.mention_id] = row, why
        for row, holds in sight.rows:
            if holds.mark and row.superseded is None and holds.again:
                found[row.mention_id] = row, (Doubt("changed"),)
            elif holds.mark in ("accepted", "corrected") and row.superseded is not None:
                found[row.mention_id] = row, (Doubt("gone"),)
        found |= _lost(sight, {row.mention_id for row, _ in sight.rows})
        issues, observed = _touched(sight, [row.id for row, _ in found.values()])
        for mention, (row, why) in found.items():
            one = row.statement
            own, beside = observed.get(row.id, (0, 0))
            reach = 1 + issues[(one.start, one.end)] + own + beside
            yield Asked(mention, gravity(why), _near(bool(known.get(row.id, ("",))[0]), own), reach, why)

    def shown(self, connection: Connection, subject: str) -> Shown:
        """A mention with its present reading, what holds of it, and the readings around it."""
        readings = statements.history(connection, subject)
        if not readings:
            raise NotFoundError(
                f"no figure has the id {subject!r} (any more).", f"没有编号为“{subject}”的数字（可能已被清除）。"
            )
        row = next((one for one in readings if one.superseded is None), readings[-1])
        ((_, holds),) = judged.of_rows(connection, [row])
        around = _around(connection, row)
        made = decisions.of_subject(connection, READING, subject)
        stands = judged.at_mentions(connection, [subject]).get(subject)
        link = observations.link_of(connection, row.id)
        said = holds.statement or row.statement
        return Shown(
            kind=READING,
            subject=subject,
            document=row.document_id,
            title=row.document_title,
            basis=(row.id, row.superseded is not None, stands.number if stands else 0),
            verdicts=self.verdicts,
            rows=((row, holds),),
            neighbours=around,
            proposals=tuple(_proposals(said, around, link))[:_PROPOSED],
            decisions=tuple(reversed(made)),
            stands=stands or standing(made).get((READING, subject)),
        )

    def content(
        self, connection: Connection, shown: Shown, verdict: Verdict, fields: Mapping[str, str]
    ) -> tuple[str, dict[str, object]]:
        """What was read, and what is to hold."""
        ((row, holds),) = shown.rows
        if verdict == "reject":
            return verdict, judgement(row.statement, None)
        if verdict == "accept":
            return verdict, judgement(row.statement, row.statement)
        if not fields:
            raise ReviewError("Say which field gets which value.", "请写明哪个字段改成什么。")
        before = holds.statement if holds.mark == "corrected" and holds.statement else row.statement
        return verdict, judgement(row.statement, corrected(before, fields))

    def effect(self, connection: Connection, decision: Decision, undo: Decision | None = None) -> frozenset[str]:
        """Its document is linked and checked as it now holds."""
        document = decision.document
        if connection.scalar(select(Document.id).where(Document.id == document)) is None:
            return frozenset()
        before = {row.id: holds.statement for row, holds in judged.of_document(connection, document)}
        judged.anchor(connection, document)
        after = judged.of_document(connection, document)
        links.of_document(connection, document)
        # the same figures need no second check
        if before != {row.id: holds.statement for row, holds in after}:
            recheck(connection, document)
        return frozenset([document])


def _links(sight: Sight) -> dict[str, tuple[str, float, str]]:
    """Statement → code (empty where there is none), score, why."""
    keys = [row.id for row, _ in sight.rows]
    found = {}
    for at in range(0, len(keys), _CHUNK):
        query = select(LinkTable.__table__).where(LinkTable.statement_id.in_(keys[at : at + _CHUNK]))
        for one in sight.connection.execute(query):
            found[one.statement_id] = (one.indicator if one.score else "", float(one.score), one.why)
    return found


def _lost(sight: Sight, here: set[str]) -> dict[str, tuple[StatementRow, tuple[Doubt, ...]]]:
    """Readings a person accepted or corrected in an earlier text, which no figure of the present one answers to."""
    stand = judged.standing_in(sight.connection, sight.document)
    kept = judged.at_mentions(sight.connection, here)
    used = {one.number for one in kept.values()}
    lost = [one.subject for one in stand if one.number not in used and one.content["holds"] is not None]
    rows = statements.last_of_mentions(sight.connection, lost) if lost else ()
    return {row.mention_id: (row, (Doubt("gone"),)) for row in rows}


def _touched(sight: Sight, keys: list[str]) -> tuple[Counter[tuple[int, int]], dict[str, tuple[int, int]]]:
    """Findings by the span they touch; statement → its own observations and the others of its series."""
    connection = sight.connection
    spans = select(IssuePlace.start, IssuePlace.end).where(IssuePlace.document_id == sight.document)
    issues = Counter((one.start, one.end) for one in connection.execute(spans))
    observed: dict[str, tuple[int, int]] = {}
    own = ObservationTable.statement_id == LinkTable.statement_id
    for at in range(0, len(keys), _CHUNK):
        query = (
            select(LinkTable.statement_id, func.count(), func.sum(case((own, 1), else_=0)))
            .join(
                ObservationTable,
                (ObservationTable.indicator == LinkTable.indicator) & (ObservationTable.place == LinkTable.place),
            )
            .where(LinkTable.statement_id.in_(keys[at : at + _CHUNK]))
            .group_by(LinkTable.statement_id)
        )
        for key, count, mine in connection.execute(query):
            observed[key] = int(mine), int(count) - int(mine)
    return issues, observed


def _near(coded: bool, own: int) -> Near:
    if coded:
        return "chosen" if own else "catalogue"
    return "series" if own else "outside"


def _around(connection: Connection, row: StatementRow) -> tuple[StatementRow, ...]:
    """The present readings right before and behind, in text order."""
    before = (
        select(Mention.id)
        .where(Mention.text_id == row.text_id, Mention.start < row.statement.start)
        .order_by(Mention.start.desc())
        .limit(_NEAR * 3)
    )
    behind = (
        select(Mention.id)
        .where(Mention.text_id == row.text_id, Mention.start > row.statement.start)
        .order_by(Mention.start)
        .limit(_NEAR * 3)
    )
    keys = [*connection.scalars(before), *connection.scalars(behind)]
    rows = [one for one in statements.last_of_mentions(connection, keys) if one.superseded is None]
    rows.sort(key=lambda one: one.statement.start)
    at = sum(one.statement.start < row.statement.start for one in rows)
    return tuple(rows[max(0, at - _NEAR) : at + _NEAR])


def _proposals(
    said: Statement, around: Iterable[StatementRow], link: tuple[str, str, float, str] | None
) -> Iterator[Proposal]:
    """What the figures around a reading have and it has not, the nearest first."""
    near = sorted((one.statement for one in around), key=lambda one: abs(one.start - said.start))
    seen: set[tuple[str, str]] = set()
    for field in ("indicator", "period", "regions"):
        doubtful = not getattr(said, field) or (field == "indicator" and (link is None or not link[2]))
        for one in near if doubtful else ():
            value = "、".join(one.regions) if field == "regions" else str(getattr(one, field))
            same = value == ("、".join(said.regions) if field == "regions" else getattr(said, field))
            if value and not same and (field, value) not in seen:
                seen.add((field, value))
                yield Proposal("correct", {field: value}, value)
