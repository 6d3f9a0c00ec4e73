"""Any order of adding, removing, reading again, deciding and undoing: rows are only added, undoing brings back exactly
what was, and the queue is always the one that would be made from nothing."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.workspace.test_review import OTHER, PORT, otherwise
from xietong.core.errors import NotFoundError
from xietong.core.period import Period
from xietong.statements.review.correct import CorrectionError
from xietong.store.review import queue
from xietong.store.review.kind import StaleError
from xietong.workspace import IssueFilter, Workspace
from xietong.workspace import documents as workspace_documents
from xietong.workspace.review import LogRow

TEXTS = (PORT, OTHER, "2023年，天津市完成货物吞吐量5.65亿吨，地区生产总值提高0.3个百分点。\n")
FIELDS = ({"value": "7"}, {"period": "2020"}, {"indicator": "协同服务站数量"}, {"regions": "河北"})


@cache
def empty() -> tempfile.TemporaryDirectory[str]:
    """A workspace that holds nothing, made once and copied."""
    folder = tempfile.TemporaryDirectory()
    with Workspace.create(Path(folder.name) / "w") as ws:
        ws.review.set_reviewer("甲")
    return folder


class Review(RuleBasedStateMachine):
    """One workspace on SQLite; `log` and `worlds` are the model."""

    decisions = Bundle("decisions")

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.ws = Workspace.open(shutil.copytree(Path(empty().name) / "w", Path(self.folder.name) / "w"))
        self.log: list[LogRow] = []
        self.worlds: dict[int, tuple[object, ...]] = {}

    def world(self) -> tuple[object, ...]:
        """All that decisions can change."""
        ws = self.ws
        observed = ws.observations.find(limit=1000).items
        found = ws.issues.find(IssueFilter(state="all"), 1000).items
        return (
            sorted((one.observation.id, str(one.observation.value), one.observation.judged) for one in observed),
            sorted((one.id, one.judged, one.issue.computation) for one in found),
            self.queue(),
        )

    def queue(self) -> object:
        """The questions with their weights."""
        return sorted((one.kind, one.subject, one.weight, one.doubts) for one in self.ws.review.queue(limit=1000).items)

    def machine(self) -> list[object]:
        """What was read, without what it is linked to: that follows the decisions."""
        return [replace(one, code="") for one in self.ws.statements.find(limit=1000).items]

    @rule(text=st.sampled_from(TEXTS))
    def add(self, text: str) -> None:
        self.ws.documents.add(text.encode(), "a.txt", date=Period.parse("2024-02"))
        self.worlds.clear()

    @rule(data=st.data(), how=st.sampled_from(["remove", "restore", "purge", "reread", "better"]))
    def move(self, data: st.DataObject, how: str) -> None:
        rows = [*self.ws.documents.all(hidden=True).items, *self.ws.documents.all().items]
        if not rows:
            return
        document = data.draw(st.sampled_from(sorted(one.id for one in rows)))
        if how == "better":
            with patch.object(workspace_documents, "read", otherwise("5.49亿吨", period="2021-01-01/2021-12-31")):
                self.ws.documents.reread(document)
        else:
            getattr(self.ws.documents, how)(document)
        self.worlds.clear()

    @rule(target=decisions, data=st.data())
    def decide(self, data: st.DataObject) -> int:
        subjects = [(one.kind, one.subject) for one in self.ws.review.queue(limit=1000).items]
        subjects += [("reading", one.mention_id) for one in self.ws.statements.find(limit=1000).items]
        if not subjects:
            return 0
        kind, subject = data.draw(st.sampled_from(sorted(set(subjects))))
        shown = self.ws.review.get(kind, subject)
        verdict = data.draw(st.sampled_from(shown.verdicts))
        fields = {"as": "FIRM_OUT"} if kind == "name" else {"as": "河北"} if kind == "place" else {}
        fields = data.draw(st.sampled_from(FIELDS)) if verdict == "correct" else fields
        before, said = self.world(), self.machine()
        try:
            made = self.ws.review.decide(kind, subject, verdict, fields, "理由", shown.state)
        except CorrectionError:
            assert self.world() == before
            return 0
        assert self.machine() == said  # what was read is never touched
        self.worlds[made.number] = before
        try:
            self.ws.review.decide(kind, subject, verdict, fields, "理由", shown.state)
            raise AssertionError("an answer to what is no more")
        except (StaleError, NotFoundError, CorrectionError):
            pass
        return made.number

    @rule(number=decisions)
    def undo(self, number: int) -> None:
        last = max(self.worlds, default=0)
        try:
            self.ws.review.undo(number)
        except (StaleError, NotFoundError):
            return
        if number and number == last:
            assert self.world() == self.worlds[number]  # exactly what was before
        for later in [one for one in self.worlds if one >= number]:
            del self.worlds[later]

    @precondition(lambda self: hasattr(self, "ws"))
    @invariant()
    def rows_are_only_added(self) -> None:
        rows = list(reversed(self.ws.review.log(limit=1000).items))
        assert [one.decision for one in rows][: len(self.log)] == [one.decision for one in self.log]
        self.log = rows

    @precondition(lambda self: hasattr(self, "ws"))
    @invariant()
    def the_queue_is_the_one_made_anew(self) -> None:
        kept = self.queue()
        with self.ws._ledger.writing() as connection:
            queue.rebuild(connection)
        assert self.queue() == kept

    def teardown(self) -> None:
        if hasattr(self, "ws"):
            self.ws.close()
            self.folder.cleanup()


TestReview = Review.TestCase
TestReview.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
