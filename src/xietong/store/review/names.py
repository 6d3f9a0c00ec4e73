"""Unresolved names: phrases that no indicator of the catalogue answers to, and places that no list has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache

from sqlalchemy import Connection, func, select

from xietong.core.errors import NotFoundError
from xietong.observations.catalogue import catalogue, plain
from xietong.observations.places import key as place_key
from xietong.observations.places import words as place_words
from xietong.observations.territories import resolve
from xietong.observations.territories.spelling import plain as plain_place
from xietong.statements.review.doubt import UNFIT
from xietong.statements.review.model import Decision, Doubt, Verdict
from xietong.statements.review.standing import standing
from xietong.statements.review.weigh import gravity
from xietong.store import decisions, judged, links, teach
from xietong.store.beside import recheck
from xietong.store.decisions import ALIAS, PLACE
from xietong.store.model import Document, LinkTable, ObservationTable, StatementTable
from xietong.store.model import Place as PlaceTable
from xietong.store.places import place
from xietong.store.review.kind import Asked, Proposal, ReviewError, Shown, Sight
from xietong.store.rows import StatementRow
from xietong.store.statements import in_rows

_LONGEST = 100  # characters; what is longer is no name
_EXAMPLES = 4
_PROPOSED = 6
_SURE = 0.8  # as `observations.places`


class Names:
    """The subject is a plain phrase. Accepted, it stands for itself; merged, it is an indicator or another phrase."""

    name = "name"
    stored = ALIAS
    verdicts: tuple[Verdict, ...] = ("accept", "merge")
    whole = False

    def asked(self, sight: Sight) -> Iterator[Asked]:
        """Phrases without an indicator on which nobody has decided."""
        settled, _ = decisions.settled(sight.connection)
        query = (
            select(
                LinkTable.indicator, func.count(), func.count(ObservationTable.id), func.min(StatementTable.indicator)
            )
            .join(StatementTable, StatementTable.id == LinkTable.statement_id)
            .outerjoin(ObservationTable, ObservationTable.statement_id == LinkTable.statement_id)
            .where(StatementTable.document_id == sight.document, LinkTable.score == 0, LinkTable.indicator != "")
            .where(StatementTable.superseded_at.is_(None), LinkTable.why.not_like(f"%{UNFIT}%"))
            .group_by(LinkTable.indicator)
        )
        for subject, count, observed, printed in sight.connection.execute(query):
            if len(subject) <= _LONGEST and subject not in settled:
                doubt = (Doubt("unknown_name", printed.replace("\n", "")),)
                yield Asked(
                    subject, gravity(doubt), "series" if observed else "outside", int(count) + int(observed), doubt
                )

    def shown(self, connection: Connection, subject: str) -> Shown:
        """A phrase with statements that bear it, and the names it may be one with."""
        rows = _bearing(connection, subject)
        made = decisions.of_subject(connection, ALIAS, subject)
        if not rows and not made:
            raise NotFoundError(f"no statement is about {subject!r} (any more).", f"没有关于“{subject}”的陈述。")
        stands = standing(made).get((ALIAS, subject))
        printed = next((row.statement.indicator for row in rows if plain(row.statement.indicator) == subject), subject)
        said = judged.of_rows(connection, rows[:_EXAMPLES])
        return Shown(
            kind=self.name,
            subject=subject,
            document="",
            title=printed.replace("\n", ""),
            basis=(),
            verdicts=self.verdicts,
            rows=tuple(said),
            proposals=tuple(_alike(connection, printed)),
            decisions=tuple(reversed(made)),
            doubts=(Doubt("unknown_name", printed.replace("\n", "")),),
            stands=stands if stands is not None and stands.verdict != "withdraw" else None,
        )

    def content(
        self, connection: Connection, shown: Shown, verdict: Verdict, fields: Mapping[str, str]
    ) -> tuple[str, dict[str, object]]:
        """As phrases are assigned everywhere: see `store.teach`."""
        if verdict == "accept":
            return "none", {"code": "", "phrase": shown.title}
        other = fields.get("as", "").strip()
        if not plain(other) or len(other) > _LONGEST:
            raise ReviewError(
                "Say which indicator or phrase it is one with.", "请写明它与哪个指标（代码、名称）或短语是一回事。"
            )
        if plain(other) == shown.subject:
            raise ReviewError("A name is not merged with itself.", "不能与自身合并。")
        made, content = teach.merging(shown.title, other)
        if made == "merge" and not _is_phrase(connection, other):
            raise ReviewError(
                f"neither the catalogue nor a document here has {other!r}.", f"指标目录和各文件里都没有“{other}”。"
            )
        return made, content

    def effect(self, connection: Connection, decision: Decision, undo: Decision | None = None) -> frozenset[str]:
        """Its statements are linked and checked anew."""
        return teach.follow(connection, decision.subject)[1]


class Places:
    """The subject is a printed place, plain. Accepted, it stands for itself; merged, it is a known place."""

    name = stored = PLACE
    verdicts: tuple[Verdict, ...] = ("accept", "merge")
    whole = False

    def asked(self, sight: Sight) -> Iterator[Asked]:
        """Printed places that no list has and nobody has decided on."""
        _, settled = decisions.settled(sight.connection)
        printed: dict[str, str] = {}
        counts: Counter[str] = Counter()
        observed = set(
            sight.connection.scalars(
                select(ObservationTable.statement_id).where(ObservationTable.document_id == sight.document)
            )
        )
        near: set[str] = set()
        for row, holds in sight.rows:
            for name in _unknown(holds.statement.regions if holds.statement else ()):
                subject = plain_place(name)
                if subject and len(subject) <= _LONGEST and subject not in settled:
                    printed.setdefault(subject, name)
                    counts[subject] += 1 + (row.id in observed)
                    near |= {subject} if row.id in observed else set()
        for subject, count in counts.items():
            doubt = (Doubt("unknown_place", printed[subject]),)
            yield Asked(subject, gravity(doubt), "series" if subject in near else "outside", count, doubt)

    def shown(self, connection: Connection, subject: str) -> Shown:
        """A place with statements that name it, and the known places it may be."""
        rows = _naming(connection, subject)
        made = decisions.of_subject(connection, PLACE, subject)
        if not rows and not made:
            raise NotFoundError(f"no statement names the place {subject!r} (any more).", f"没有提到“{subject}”的陈述。")
        names = (side for row in rows for name in row.statement.regions for side in name.split("→"))
        printed = next((one for one in names if plain_place(one) == subject), subject)
        found = resolve(printed)
        return Shown(
            kind=self.name,
            subject=subject,
            document="",
            title=printed,
            basis=(),
            verdicts=self.verdicts,
            rows=tuple(judged.of_rows(connection, rows[:_EXAMPLES])),
            proposals=tuple(Proposal("merge", {"as": one.name}, one.name) for one in found.candidates[:_PROPOSED]),
            decisions=tuple(reversed(made)),
            doubts=(Doubt("unknown_place", printed),),
            stands=standing(made).get((PLACE, subject)),
        )

    def content(
        self, connection: Connection, shown: Shown, verdict: Verdict, fields: Mapping[str, str]
    ) -> tuple[str, dict[str, object]]:
        """The known place, by its full name."""
        if verdict == "accept":
            return verdict, {"place": shown.title}
        other = fields.get("as", "").strip()
        found = resolve(other) if other else None
        if found is None or not found.known or found.score < _SURE or "→" in other:
            raise ReviewError(
                f"{other!r} is no place that is known here; `xietong territories` lists them.",
                f"“{other}”不是已知的地区；可用 `xietong territories` 查看。",
            )
        if plain_place(other) == shown.subject:
            raise ReviewError("A name is not merged with itself.", "不能与自身合并。")
        return verdict, {
            "place": shown.title,
            "as": other,
            "key": place_key(other),
            "label": place_words(place_key(other)),
        }

    def effect(self, connection: Connection, decision: Decision, undo: Decision | None = None) -> frozenset[str]:
        """The statements that name it are linked and checked anew."""
        documents = frozenset(row.document_id for row in _naming(connection, decision.subject))
        if decision.verdict == "accept" and not _merged_before(connection, decision):
            return documents  # it stood for itself already
        for document in sorted(documents):
            links.of_document(connection, document)
        for document in sorted(documents):
            recheck(connection, document)
        return documents


def _merged_before(connection: Connection, decision: Decision) -> bool:
    return any(one.verdict == "merge" for one in decisions.of_subject(connection, PLACE, decision.subject))


def _unknown(regions: Iterable[str]) -> Iterator[str]:
    for name in regions:
        for side in name.split("→"):
            found = resolve(side)
            if found.how != "context" and found.score < _SURE:
                yield side


def _bearing(connection: Connection, subject: str) -> list[StatementRow]:
    """Present statements of shown documents that go by a phrase; those linked to it first."""
    keys = select(LinkTable.statement_id).where(LinkTable.indicator == subject).limit(_EXAMPLES * 4)
    return in_rows(
        connection,
        StatementTable.id.in_(keys),
        StatementTable.superseded_at.is_(None),
        Document.hidden.is_(None),
    )


def _naming(connection: Connection, subject: str) -> list[StatementRow]:
    """Present statements in which a place is printed."""
    keys = select(PlaceTable.statement_id).where(PlaceTable.place == place(subject))
    rows = in_rows(connection, StatementTable.id.in_(keys), StatementTable.superseded_at.is_(None))
    return [
        row
        for row in rows
        if any(plain_place(side) == subject for name in row.statement.regions for side in name.split("→"))
    ]


def _is_phrase(connection: Connection, phrase: str) -> bool:
    query = select(LinkTable.statement_id).where(LinkTable.indicator == plain(phrase)).limit(1)
    return connection.scalar(query) is not None


@cache
def _catalogue_names() -> tuple[tuple[str, str], ...]:
    """(plain name, code) of everything the catalogue goes by."""
    return tuple((name, code) for name, code in catalogue().names.items())


def _alike(connection: Connection, phrase: str) -> Iterator[Proposal]:
    """Indicators with the names most like a phrase, one digit each."""
    words = plain(phrase)
    ranked: dict[str, float] = {}
    matcher = SequenceMatcher(b=words, autojunk=False)
    for name, code in _catalogue_names():
        matcher.set_seq1(name)
        floor = max(0.45, ranked.get(code, 0.0))
        if matcher.real_quick_ratio() > floor and matcher.quick_ratio() > floor and (ratio := matcher.ratio()) > floor:
            ranked[code] = ratio
    for code, _ in sorted(ranked.items(), key=lambda one: -one[1])[:_PROPOSED]:
        yield Proposal("merge", {"as": code}, code)
