"""Conflicts: the findings of the ledger, whatever their places are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, func, select

from xietong.observations.catalogue import catalogue, plain
from xietong.statements.model import mention_id
from xietong.statements.review.model import Decision, Doubt, Verdict
from xietong.statements.review.standing import standing
from xietong.statements.review.weigh import Near, gravity
from xietong.store import decisions, issues, judged, statements, teach
from xietong.store.issues import ISSUE
from xietong.store.model import Document, IssuePlace, IssueTable, LinkTable, ObservationTable, StatementTable
from xietong.store.review.kind import Asked, ReviewError, Shown, Sight


class Findings:
    """The subject is the id of a finding."""

    name = stored = ISSUE
    verdicts: tuple[Verdict, ...] = ("accept", "merge", "waive", "reject")
    whole = True

    def asked(self, sight: Sight) -> Iterator[Asked]:
        """Findings that touch the document and nobody has judged."""
        places = select(IssuePlace.issue_id).where(IssuePlace.document_id == sight.document)
        touched = (
            select(
                IssuePlace.issue_id, func.count(func.distinct(ObservationTable.id)).label("observed"),
                func.max(LinkTable.score).label("score"),
            )
            .outerjoin(
                StatementTable,
                (StatementTable.document_id == IssuePlace.document_id)
                & (StatementTable.start == IssuePlace.start)
                & StatementTable.superseded_at.is_(None),
            )
            .outerjoin(LinkTable, LinkTable.statement_id == StatementTable.id)
            .outerjoin(ObservationTable, ObservationTable.statement_id == StatementTable.id)
            .where(IssuePlace.issue_id.in_(places))
            .group_by(IssuePlace.issue_id)
        )  # fmt: skip
        values = {one.issue_id: (int(one.observed), float(one.score or 0)) for one in sight.connection.execute(touched)}
        everywhere: dict[str, list[str]] = {}
        where = select(IssuePlace.issue_id, IssuePlace.document_id).where(IssuePlace.issue_id.in_(places))
        for place in sight.connection.execute(where):
            everywhere.setdefault(place.issue_id, []).append(place.document_id)
        by_cell = {row.id for rows in sight.cells.values() for row in rows}  # asked as questions about cells
        query = select(IssueTable.id, IssueTable.severity, IssueTable.code)
        for one in sight.connection.execute(query.where(IssueTable.id.in_(places), IssueTable.judged == "")):
            if one.id in by_cell:
                continue
            observed, score = values[one.id]
            doubt = (Doubt(one.severity, one.code),)
            reach = len(everywhere[one.id]) + observed
            yield Asked(one.id, gravity(doubt), _near(score, observed), reach, doubt, tuple(everywhere[one.id]))

    def shown(self, connection: Connection, subject: str) -> Shown:
        """A finding with the readings at its places, where there are any."""
        found = issues.get(connection, subject)
        mentions = []
        for place in found.issue.places:
            text = connection.scalar(select(Document.text_id).where(Document.id == place.document))
            mentions.append(mention_id(text or "", place.start, place.end))
        rows = {one.mention_id: one for one in statements.last_of_mentions(connection, mentions)}
        made = decisions.of_subject(connection, ISSUE, subject)
        first = found.issue.places[0].document if found.issue.places else ""
        present = [rows[one] for one in dict.fromkeys(mentions) if one in rows]
        return Shown(
            kind=ISSUE,
            subject=subject,
            document=first,
            title=found.titles[0] if found.titles else "",
            basis=(found.issue.code, found.issue.computation, found.judged),
            verdicts=tuple(one for one in self.verdicts if one != "merge" or len(found.issue.places) == 2),
            rows=tuple(judged.of_rows(connection, present)),
            issue=found,
            decisions=tuple(reversed(made)),
            stands=standing(made).get((ISSUE, subject)),
            doubts=(Doubt(found.issue.severity, found.issue.code),),
        )

    def content(
        self, connection: Connection, shown: Shown, verdict: Verdict, fields: Mapping[str, str]
    ) -> tuple[str, dict[str, object]]:
        """The finding as it was judged; for a merge the two names, if they are two."""
        assert shown.issue is not None
        issue = shown.issue.issue
        kept: dict[str, object] = {
            "code": issue.code, "severity": issue.severity, "computation": issue.computation,
            "quotes": [place.quote for place in issue.places],
        }  # fmt: skip
        if verdict == "merge":
            if len(issue.places) != 2:
                raise ReviewError("Only two figures can be merged into one.", "只有两个数字才能合并为一。")
            kept["names"] = _two_names([row.statement.indicator for row, _ in shown.rows])
        return verdict, kept

    def effect(self, connection: Connection, decision: Decision, undo: Decision | None = None) -> frozenset[str]:
        """The finding bears the judgement; two names that are one are taught (undone, they are two again)."""
        documents = {decision.document} if decision.document else set()
        names = _names_of(decision)
        if names and undo is None:
            documents |= teach.merge(connection, decision.person, *names, decision.reason, decision.number)[1]
        elif names and undo is not None:
            documents |= teach.undo_merge(connection, decision.number, undo)
        if connection.scalar(select(IssueTable.id).where(IssueTable.id == decision.subject)) is not None:
            issues.mark(connection, decision.subject)
            where = select(IssuePlace.document_id).where(IssuePlace.issue_id == decision.subject)
            documents |= set(connection.scalars(where))
        return frozenset(documents)


def _names_of(decision: Decision) -> tuple[str, str] | None:
    """The two names that a merge said are one: the name that goes, the name that stays."""
    names = decision.content.get("names")
    return (str(names[0]), str(names[1])) if isinstance(names, list) and len(names) == 2 else None


def _two_names(phrases: list[str]) -> list[str]:
    """The phrase that goes and the one that stays; a name of the catalogue stays, else the first one."""
    different = list({plain(one): one for one in reversed(phrases) if plain(one)}.values())
    if len(different) != 2:
        return []
    known = catalogue().names
    stays = next((one for one in phrases if plain(one) in known), phrases[0])
    goes = next(one for one in different if plain(one) != plain(stays))
    return [goes, stays] if plain(goes) not in known else []


def _near(score: float, observed: int) -> Near:
    if score:
        return "chosen" if observed else "catalogue"
    return "series" if observed else "outside"
