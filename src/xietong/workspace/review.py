"""The review of a workspace: the queue of questions, the answers of persons, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from xietong.core.errors import NotFoundError
from xietong.statements.review.judged import Judged
from xietong.statements.review.model import REASONED, UNDO, Decision, Item, Verdict
from xietong.store import decisions, documents, judged
from xietong.store.ledger import Ledger
from xietong.store.review import queue
from xietong.store.review.kind import ReviewError, Shown, StaleError
from xietong.store.review.kinds import KINDS, named, stored_as
from xietong.store.rows import Page, StatementRow
from xietong.workspace.settings import Settings

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the log: a decision (`kind` is that of its question, empty for other decisions), and the number of the
    row that undid it."""

    decision: Decision
    kind: str
    undone: int | None


class Review:
    """Every answer is a row that is only ever added; what was read stays beside it."""

    def __init__(self, ledger: Ledger, place: Path, settings: Settings) -> None:
        self._ledger, self._place, self._settings = ledger, place, settings

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of question there are."""
        return tuple(kind.name for kind in KINDS)

    @property
    def reviewer(self) -> str:
        """The name that answers bear; empty where none is set."""
        return self._settings.reviewed_by

    def set_reviewer(self, name: str) -> None:
        """Set the name that answers bear from now on; kept in the settings. ReviewError for none."""
        name = " ".join(name.split())
        if not name or len(name) > 80:
            raise ReviewError("Give a name of at most 80 characters.", "请填写姓名，至多 80 个字。")
        self._settings = replace(Settings.read(self._place), reviewer=name)
        self._settings.write(self._place)

    def queue(self, kind: str = "", document: str = "", limit: int = 50, offset: int = 0) -> Page[Item]:
        """Open questions, those whose answer is worth most first; `document` may be the beginning of an id."""
        with self._ledger.reading() as connection:
            if kind:
                named(kind)
            found = documents.find_id(connection, document) if document else ""
            return queue.find(connection, kind, found, limit, offset)

    def counts(self, document: str = "") -> dict[str, int]:
        """How many questions of each kind are open."""
        with self._ledger.reading() as connection:
            return queue.counts(connection, documents.find_id(connection, document) if document else "")

    def get(self, kind: str, subject: str) -> Shown:
        """One question with all that an answer rests on, open or answered. NotFoundError where it is gone."""
        with self._ledger.reading() as connection:
            shown = named(kind).shown(connection, subject)
            item = queue.open_one(connection, kind, subject)
            return replace(shown, doubts=item.doubts) if item is not None else shown

    def holding(self, row: StatementRow) -> Judged:
        """What holds of a reading, and how it was judged."""
        with self._ledger.reading() as connection:
            return judged.of_rows(connection, [row])[0][1]

    def decide(
        self, kind: str, subject: str, verdict: Verdict, fields: Mapping[str, str] = NOTHING, reason: str = "",
        state: str = "",
    ) -> Decision:  # fmt: skip
        """Answer a question; what follows from the answer is done before this returns.

        `fields`: for a correction field → value as text, for a merge {"as": name}. `state`: that of the question as
        it was shown; StaleError where it is another by now. ReviewError or CorrectionError where the answer cannot be
        taken, NotFoundError where the question is gone: nothing is written then.
        """
        asked, reason = named(kind), reason.strip()
        with self._ledger.writing() as connection:
            decisions.take_turn(connection)
            shown = asked.shown(connection, subject)
            if state and state != shown.state:
                raise _stale(shown)
            if shown.document and documents.row(connection, shown.document).hidden is not None:
                raise StaleError("its document has been removed; nothing was decided.", "所在文件已移除，未作决定。")
            self._check(shown, verdict, reason)
            stored, content = asked.content(connection, shown, verdict, fields)
            number = decisions.decide(
                connection, self.reviewer, asked.stored, subject, stored, content, reason, shown.document
            )
            (made,) = decisions.numbered(connection, [number]).values()
            queue.refresh(connection, asked.effect(connection, made))
            return made

    def undo(self, number: int, reason: str = "") -> Decision:
        """Take a decision back by one more row; what held before it holds again. StaleError where that is done already,
        NotFoundError where there is none of that number, ReviewError for an undo (decide anew instead)."""
        with self._ledger.writing() as connection:
            decisions.take_turn(connection)
            one = decisions.numbered(connection, [number]).get(number)
            if one is None:
                raise NotFoundError(f"there is no decision number {number}.", f"没有第 {number} 号决定。")
            self._check_undo(one)
            if number in decisions.undoing(connection, [number]):
                raise StaleError(f"decision {number} was undone already.", f"第 {number} 号决定已撤销。")
            row = decisions.decide(
                connection, self.reviewer, one.kind, one.subject, UNDO, {}, reason.strip(), one.document, number
            )
            (made,) = decisions.numbered(connection, [row]).values()
            asked = stored_as(one.kind)
            if asked is not None:
                queue.refresh(connection, asked.effect(connection, one, made))
            return made

    def last(self) -> int:
        """The number of the last decision that still stands; 0 where there is none."""
        offset = 0
        while page := self.log(limit=100, offset=offset).items:
            for row in page:
                if row.decision.verdict != UNDO and row.undone is None:
                    return row.decision.number
            offset += 100
        return 0

    def beginning(self, kind: str, subject: str) -> tuple[str, ...]:
        """Subjects of open questions that begin so, two at most; the whole subject alone where it is one."""
        with self._ledger.reading() as connection:
            return queue.beginning(connection, kind, subject)

    def log(self, kind: str = "", document: str = "", limit: int = 50, offset: int = 0) -> Page[LogRow]:
        """All that was ever decided, the latest first."""
        with self._ledger.reading() as connection:
            found = documents.find_id(connection, document) if document else ""
            stored = named(kind).stored if kind else ""
            page = decisions.log(connection, stored, found, limit, offset)
            undone = decisions.undoing(connection, (one.number for one in page.items))
            rows = tuple(LogRow(one, _kind(one), undone.get(one.number)) for one in page.items)
            return Page(rows, page.total, page.limit, page.offset)

    def _check(self, shown: Shown, verdict: str, reason: str) -> None:
        self._check_name()
        if verdict not in shown.verdicts:
            raise ReviewError(
                f"a question about a {shown.kind} is answered by {', '.join(shown.verdicts)}, not {verdict!r}.",
                f"这类问题的答案是 {'、'.join(shown.verdicts)}，不能是“{verdict}”。",
            )
        if verdict in REASONED and not reason:
            raise ReviewError(f"Say why: {verdict} needs a reason.", "请写明理由：拒绝和豁免都要有理由。")

    def _check_undo(self, one: Decision) -> None:
        self._check_name()
        if one.verdict == UNDO:
            raise ReviewError("An undo is not undone; decide anew.", "撤销本身不能撤销；请重新作决定。")

    def _check_name(self) -> None:
        if not self.reviewer:
            raise ReviewError(
                "Say first who reviews: `xietong review name …`, or on the page of the review.",
                "请先写明复核人：`xietong review name …`，或在复核页面填写。",
            )


def _kind(one: Decision) -> str:
    asked = stored_as(one.kind)
    return asked.name if asked is not None else ""


def _stale(shown: Shown) -> StaleError:
    last = shown.decisions[0] if shown.decisions else None
    if last is not None:
        return StaleError(
            f"{last.person or 'someone'} decided on it meanwhile ({last.verdict}); look at it again.",
            f"{last.person or '有人'}已在此期间作了决定（{last.verdict}）；请再看一眼。",
        )
    return StaleError("it was read anew meanwhile; look at it again.", "此期间已重新读取；请再看一眼。")
