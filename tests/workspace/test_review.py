"""The review on both databases: what an answer does, what undoing it does, and what happens when things move meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, update

from xietong.core.errors import NotFoundError, XietongError
from xietong.core.period import Period
from xietong.documents.intake import extract
from xietong.documents.model import Text
from xietong.statements.model import Reading
from xietong.statements.read import read
from xietong.statements.review.correct import CorrectionError
from xietong.statements.review.model import Item
from xietong.store.engine import APPLICATION_ID, connect, sqlite_url, transaction
from xietong.store.issues import IssueFilter
from xietong.store.migrate import migrate
from xietong.store.model import DecisionTable
from xietong.store.review import queue
from xietong.store.review.kind import ReviewError, StaleError
from xietong.store.rows import StatementRow
from xietong.workspace import ObservationFilter, Workspace
from xietong.workspace import documents as workspace_documents

PORT = """测试公报：港口
2023年，天津市完成货物吞吐量5.58亿吨，同比增长9.7%。
2022年，天津市完成货物吞吐量5.49亿吨。
2023年，天津市协同服务站数量达到120家，2022年达到100家。
"""
OTHER = "2021年，天津市协同服务网点数量为80家。\n"


@pytest.fixture
def ws(ws: Workspace) -> Workspace:
    ws.review.set_reviewer("复核员")
    return ws


def add(ws: Workspace, words: str = PORT, date: str = "2024-02-26", name: str = "a.txt") -> str:
    return ws.documents.add(words.encode(), name, date=Period.parse(date)).id


def figure(ws: Workspace, quote: str) -> StatementRow:
    return next(one for one in ws.statements.find(limit=1000).items if one.statement.quote == quote)


def values(ws: Workspace, indicator: str, measure: str = "level") -> dict[str, tuple[str, str]]:
    """Period → value, mark."""
    rows = ws.observations.find(ObservationFilter(indicator=indicator, measure=measure)).items
    return {one.observation.key.period[:4]: (f"{one.observation.value[0]:f}", one.observation.judged) for one in rows}


def open_questions(ws: Workspace) -> list[Item]:
    return sorted(ws.review.queue(limit=1000).items, key=lambda one: one.key)


def consistent(ws: Workspace) -> None:
    """The queue kept up to date is the queue made from nothing."""
    kept = open_questions(ws)
    with ws._ledger.writing() as connection:
        queue.rebuild(connection)
    assert open_questions(ws) == kept


# -- what an answer does -----------------------------------------------------------------------------------------------


def test_a_rejected_reading_gives_no_observation(ws: Workspace) -> None:
    add(ws)
    before = figure(ws, "5.49亿吨")
    assert "2022" in values(ws, "PORT")
    made = ws.review.decide("reading", before.mention_id, "reject", reason="数字读错")
    assert (made.person, made.verdict, made.reason) == ("复核员", "reject", "数字读错")
    assert "2022" not in values(ws, "PORT")
    after = figure(ws, "5.49亿吨")
    assert replace(after, code=before.code) == before  # the machine's reading stays as it was; its link is gone
    assert ws.issues.find(IssueFilter(code="growth")).total == 0  # nothing is left to compare with
    ws.review.undo(made.number)
    assert values(ws, "PORT")["2022"] == ("549000000", "")
    assert ws.issues.find(IssueFilter(code="growth")).total == 1
    consistent(ws)


def test_a_corrected_reading_gives_the_corrected_observation(ws: Workspace) -> None:
    add(ws)
    row = figure(ws, "9.7%")
    assert ws.issues.find(IssueFilter(code="growth")).total == 1
    made = ws.review.decide("reading", row.mention_id, "correct", {"value": "1.6"})
    found = ws.observations.find(ObservationFilter(indicator="PORT", measure="growth")).items[0].observation
    assert (str(found.value[0]), found.origin, found.judged, found.quote) == ("1.6", "reported", "corrected", "9.7%")
    assert ws.issues.find(IssueFilter(code="growth")).total == 0  # checks see what holds
    assert str(ws.statements.get(row.id).statement.value[0]) == "9.7"
    again = ws.review.decide("reading", row.mention_id, "correct", {"period": "2022"})
    held = again.content["holds"]
    assert isinstance(held, dict)
    assert held["value"] == ["1.6"]  # a second correction is of what held before it
    ws.review.undo(again.number)
    assert values(ws, "PORT", "growth") == {"2023": ("1.6", "corrected")}
    ws.review.undo(made.number)
    assert values(ws, "PORT", "growth") == {"2023": ("9.7", "")}
    assert ws.issues.find(IssueFilter(code="growth")).total == 1
    consistent(ws)


def test_an_accepted_reading_is_asked_no_more(ws: Workspace) -> None:
    add(ws, "2023年，天津市地区生产总值提高0.3个百分点。\n")
    item = next(one for one in open_questions(ws) if one.kind == "reading")
    made = ws.review.decide("reading", item.subject, "accept")
    assert item.key not in [one.key for one in open_questions(ws)]
    ws.review.undo(made.number)
    assert item in open_questions(ws)


def test_a_waived_finding_is_listed_only_when_asked_for(ws: Workspace) -> None:
    document = add(ws)
    (found,) = ws.issues.find(IssueFilter(code="growth")).items
    made = ws.review.decide("issue", found.id, "waive", reason="口径不同")
    assert ws.issues.find().total == 0
    assert ws.issues.counts() == {}
    assert ws.issues.of_document(document) == ()
    assert [one.judged for one in ws.issues.find(IssueFilter(state="aside")).items] == ["waived"]
    assert ws.issues.find(IssueFilter(state="all")).total == 1
    ws.documents.reread(document)  # found again, and still waived
    assert ws.issues.find().total == 0
    consistent(ws)
    ws.review.undo(made.number)
    assert [one.judged for one in ws.issues.find().items] == [""]
    ws.review.decide("issue", found.id, "accept")
    assert [one.judged for one in ws.issues.find().items] == ["accepted"]  # it holds, so it stays listed
    assert "issue" not in {one.kind for one in open_questions(ws)}


def test_a_waiver_is_of_one_computation(ws: Workspace) -> None:
    """When a figure of the finding is corrected the sum is another, and the finding is shown again."""
    add(ws)
    (found,) = ws.issues.find(IssueFilter(code="growth")).items
    ws.review.decide("issue", found.id, "waive", reason="口径不同")
    ws.review.decide("reading", figure(ws, "9.7%").mention_id, "correct", {"value": "8.7"})
    (again,) = ws.issues.find(IssueFilter(code="growth")).items
    assert again.issue.computation != found.issue.computation
    assert again.id in {one.subject for one in open_questions(ws)}


def test_a_name_is_merged_with_an_indicator(ws: Workspace) -> None:
    add(ws)
    item = next(one for one in open_questions(ws) if one.kind == "name")
    made = ws.review.decide("name", item.subject, "merge", {"as": "FIRM_OUT"})
    assert {one.verdict for one in ws.observations.taught()} == {"assign"}  # taught as phrases are taught everywhere
    assert set(values(ws, "FIRM_OUT")) == {"2022", "2023"}
    ws.review.undo(made.number)
    assert values(ws, "FIRM_OUT") == {}
    assert ws.observations.proposals() == {}
    assert item in open_questions(ws)
    stays = ws.review.decide("name", item.subject, "accept")
    assert item.subject not in {one.subject for one in open_questions(ws)}
    assert stays.verdict == "none"


def test_two_phrases_become_one_series(ws: Workspace) -> None:
    add(ws)
    add(ws, OTHER, name="b.txt")
    assert set(values(ws, "协同服务站数量")) == {"2022", "2023"}
    made = ws.review.decide("name", "协同服务网点数量", "merge", {"as": "协同服务站数量"})
    assert set(values(ws, "协同服务站数量")) == {"2021", "2022", "2023"}
    follow = ws.review.decide("name", "协同服务站数量", "merge", {"as": "FIRM_OUT"})
    assert set(values(ws, "FIRM_OUT")) == {"2021", "2022", "2023"}  # what is one with it goes along
    ws.review.undo(follow.number)
    ws.review.undo(made.number)
    assert set(values(ws, "协同服务网点数量")) == {"2021"}
    consistent(ws)


def test_a_merge_of_two_figures_teaches_their_names(ws: Workspace) -> None:
    add(ws, "截至目前，京津中关村科技城注册企业1328家。\n", name="b.txt")
    add(ws, "截至目前，宝坻京津中关村科技城注册企业1400余家。\n", name="c.txt")
    (found,) = ws.issues.find().items
    made = ws.review.decide("issue", found.id, "merge")
    assert ws.issues.find().total == 0
    assert ws.issues.find(IssueFilter(state="aside")).items[0].judged == "merged"
    names = {row.statement.indicator for row in ws.statements.stream()}
    assert bool(made.content["names"]) == (len(names) == 2)
    assert len(ws.observations.taught()) == (1 if made.content["names"] else 0)
    ws.review.undo(made.number)
    assert [one.judged for one in ws.issues.find().items] == [""]
    assert ws.observations.proposals() == {}
    consistent(ws)


def test_a_place_is_merged(ws: Workspace) -> None:
    add(ws, "2023年，津南新城开发区完成货物吞吐量5.58亿吨。\n")
    places = [one for one in open_questions(ws) if one.kind == "place"]
    if not places:
        pytest.skip("the reader takes this place for a known one")
    made = ws.review.decide("place", places[0].subject, "merge", {"as": "天津市"})
    assert ws.observations.find(ObservationFilter(place="120000")).total == 1
    ws.review.undo(made.number)
    assert ws.observations.find(ObservationFilter(place="120000")).total == 0
    with pytest.raises(ReviewError):
        ws.review.decide("place", places[0].subject, "merge", {"as": "没有这个地方"})
    consistent(ws)


# -- what cannot be answered -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "verdict", "fields", "reason", "error"),
    [
        ("reading", "reject", {}, "", ReviewError),  # no reason
        ("reading", "reject", {}, "  ", ReviewError),
        ("reading", "waive", {}, "x", ReviewError),  # a reading is not waived
        ("reading", "correct", {}, "", ReviewError),  # no field
        ("reading", "correct", {"period": "昨天"}, "", CorrectionError),
        ("reading", "correct", {"start": "3"}, "", CorrectionError),
        ("issue", "waive", {}, "", ReviewError),
        ("issue", "correct", {"value": "1"}, "", ReviewError),
        ("issue", "merge", {}, "", ReviewError),  # three figures are not one
        ("name", "merge", {"as": ""}, "", ReviewError),
        ("name", "merge", {"as": "没有这样的指标"}, "", ReviewError),
        ("name", "reject", {}, "x", ReviewError),
        ("nothing", "accept", {}, "", NotFoundError),
    ],
)
def test_a_refused_answer_writes_nothing(
    ws: Workspace, kind: str, verdict: str, fields: dict[str, str], reason: str, error: type[XietongError]
) -> None:
    add(ws)
    before = open_questions(ws)
    subjects = {"reading": figure(ws, "9.7%").mention_id} | {one.kind: one.subject for one in before}
    with pytest.raises(error) as raised:
        ws.review.decide(kind, subjects.get(kind, "x"), verdict, fields, reason)  # type: ignore[arg-type]
    assert raised.value.sentence("zh")
    assert ws.review.log().total == 0
    assert open_questions(ws) == before


def test_nobody_decides_without_a_name(ws: Workspace) -> None:
    with Workspace.open(ws.place, ws.settings.database) as unnamed:
        assert unnamed.review.reviewer == "复核员"  # the name is kept
    ws.review._settings = replace(ws.review._settings, reviewer="", person="")
    add(ws)
    with pytest.raises(ReviewError, match="who reviews"):
        ws.review.decide("reading", figure(ws, "9.7%").mention_id, "accept")
    with pytest.raises(ReviewError):
        ws.review.set_reviewer("  ")


def test_an_undo_is_made_once(ws: Workspace) -> None:
    add(ws)
    made = ws.review.decide("reading", figure(ws, "9.7%").mention_id, "accept")
    undo = ws.review.undo(made.number, "误按")
    with pytest.raises(StaleError):
        ws.review.undo(made.number)
    with pytest.raises(ReviewError):
        ws.review.undo(undo.number)
    with pytest.raises(NotFoundError):
        ws.review.undo(10**6)
    rows = ws.review.log().items
    assert [(one.decision.verdict, one.undone) for one in rows] == [("undo", None), ("accept", undo.number)]


def test_the_database_itself_refuses_to_change_decisions(ws: Workspace) -> None:
    add(ws)
    ws.review.decide("reading", figure(ws, "9.7%").mention_id, "accept")
    for change in (update(DecisionTable).values(verdict="reject"), delete(DecisionTable)):
        with pytest.raises(Exception, match="only ever added"), ws._ledger.writing() as connection:
            connection.execute(change)
    assert ws.review.log().items[0].decision.verdict == "accept"


# -- what moves meanwhile ----------------------------------------------------------------------------------------------


def test_two_reviewers_at_once(ws: Workspace) -> None:
    """Of two answers to one question as it was shown, one is taken and the other is told of it."""
    add(ws)
    mention = figure(ws, "9.7%").mention_id
    state = ws.review.get("reading", mention).state
    barrier, said = Barrier(2), []

    def answer(verdict: str) -> None:
        barrier.wait()
        try:
            ws.review.decide("reading", mention, verdict, reason="数字读错", state=state)  # type: ignore[arg-type]
            said.append("taken")
        except StaleError as error:
            said.append(error.sentence("zh"))

    threads = [Thread(target=answer, args=(one,)) for one in ("accept", "reject")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(said)[0] == "taken"
    assert "复核员已在此期间作了决定" in sorted(said)[1]
    assert ws.review.log().total == 1
    consistent(ws)


def test_documents_are_added_while_names_are_decided(ws: Workspace) -> None:
    """Many parts in one question, written by several at once."""
    errors: list[BaseException] = []

    def work(task: Callable[[], object]) -> None:
        try:
            task()
        except BaseException as error:
            errors.append(error)

    def one(number: int) -> Callable[[], object]:
        return lambda: add(ws, f"{2000 + number}年，天津市协同服务站数量为{number + 10}家。\n", name=f"{number}.txt")

    add(ws)
    tasks = [one(number) for number in range(6)]
    tasks.append(lambda: ws.review.decide("name", "协同服务站数量", "merge", {"as": "FIRM_OUT"}))
    threads = [Thread(target=work, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(values(ws, "FIRM_OUT")) == 8
    consistent(ws)


def test_a_document_removed_meanwhile(ws: Workspace) -> None:
    document = add(ws)
    mention = figure(ws, "9.7%").mention_id
    made = ws.review.decide("reading", mention, "correct", {"value": "1.6"})
    state = ws.review.get("reading", mention).state
    ws.documents.remove(document)
    assert open_questions(ws) == []
    with pytest.raises(StaleError):
        ws.review.decide("reading", mention, "accept", state=state)
    ws.documents.restore(document)
    assert values(ws, "PORT", "growth") == {"2023": ("1.6", "corrected")}
    consistent(ws)
    ws.documents.purge(document)
    assert open_questions(ws) == []
    with pytest.raises(NotFoundError):
        ws.review.decide("reading", mention, "accept", state=state)
    assert ws.review.log().total == 1  # a decision outlives its document
    ws.review.undo(made.number)  # and can be taken back
    assert add(ws) == document
    assert values(ws, "PORT", "growth") == {"2023": ("9.7", "")}


def test_a_decision_waits_for_a_purged_document(ws: Workspace) -> None:
    document = add(ws)
    ws.review.decide("reading", figure(ws, "9.7%").mention_id, "correct", {"value": "1.6"})
    ws.documents.purge(document)
    add(ws)
    assert values(ws, "PORT", "growth") == {"2023": ("1.6", "corrected")}


def reading_with(change: Callable[[Reading], Reading]) -> Callable[[Text], Reading]:
    return lambda text: change(read(text))


def otherwise(quote: str, **changes: object) -> Callable[[Text], Reading]:
    """A reader that reads one figure otherwise."""

    def change(made: Reading) -> Reading:
        said = tuple(replace(one, **changes) if one.quote == quote else one for one in made.statements)  # type: ignore[arg-type]
        return Reading("better/1", said, made.unread)

    return reading_with(change)


def test_a_better_reader_confirms(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes to say what a person said: nothing is asked, and nothing is corrected any more."""
    document = add(ws)
    mention = figure(ws, "5.49亿吨").mention_id
    ws.review.decide("reading", mention, "correct", {"indicator": "港口货物吞吐量"})
    monkeypatch.setattr(workspace_documents, "read", otherwise("5.49亿吨", indicator="港口货物吞吐量"))
    ws.documents.reread(document)
    assert ws.review.get("reading", mention).rows[0][1].mark == "accepted"
    assert mention not in {one.subject for one in open_questions(ws)}
    consistent(ws)


def test_a_reader_that_says_a_third_thing_is_shown_again(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the person decided holds until they have looked."""
    document = add(ws)
    mention = figure(ws, "5.49亿吨").mention_id
    ws.review.decide("reading", mention, "correct", {"period": "2021"})
    state = ws.review.get("reading", mention).state
    monkeypatch.setattr(workspace_documents, "read", otherwise("5.49亿吨", period="2020-01-01/2020-12-31"))
    ws.documents.reread(document)
    assert {"2021", "2023"} == set(values(ws, "PORT"))
    (item,) = [one for one in open_questions(ws) if one.subject == mention]
    assert [doubt.code for doubt in item.doubts] == ["changed"]
    with pytest.raises(StaleError):  # an answer to what was shown before it was reread
        ws.review.decide("reading", mention, "accept", state=state)
    ws.review.decide("reading", mention, "accept")
    assert {"2020", "2023"} == set(values(ws, "PORT"))
    assert mention not in {one.subject for one in open_questions(ws)}
    consistent(ws)


def test_a_reader_that_reads_it_no_longer(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    document = add(ws)
    mention = figure(ws, "5.49亿吨").mention_id
    ws.review.decide("reading", mention, "accept")

    def drop(made: Reading) -> Reading:
        return Reading("worse/1", tuple(one for one in made.statements if one.quote != "5.49亿吨"), made.unread)

    monkeypatch.setattr(workspace_documents, "read", reading_with(drop))
    ws.documents.reread(document)
    assert values(ws, "PORT")["2022"] == ("549000000", "accepted")  # a person said that it is there
    assert ws.issues.find(IssueFilter(code="growth")).total == 1
    (item,) = [one for one in open_questions(ws) if one.subject == mention]
    assert [doubt.code for doubt in item.doubts] == ["gone"]
    consistent(ws)
    ws.review.decide("reading", mention, "reject", reason="不是统计数字")
    assert "2022" not in values(ws, "PORT")
    assert mention not in {one.subject for one in open_questions(ws)}


def test_another_extractor_keeps_the_decisions(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another text of the same bytes has other offsets; a figure whose clause stands there once is the same figure."""
    document = add(ws, PORT + "\n甲地完成3项，乙地完成3项。丙地完成3项，乙地完成3项。\n")
    ws.review.decide("reading", figure(ws, "9.7%").mention_id, "correct", {"value": "1.6"})
    twice = [one for one in ws.statements.find(limit=1000).items if one.statement.sentence.startswith("乙地")]
    if twice:
        ws.review.decide("reading", twice[0].mention_id, "reject", reason="不是统计数字")

    def spaced(*args: object, **kwargs: object) -> Text:
        text = extract(*args, **kwargs)  # type: ignore[arg-type]
        return Text("（新提取）\n" + text.content, "better/9", text.title, text.date, text.publisher)

    (waived,) = ws.issues.find(IssueFilter(code="values"), 1).items or (None,)
    assert waived is None
    monkeypatch.setattr(workspace_documents, "extract", spaced)
    ws.documents.reread(document)
    assert values(ws, "PORT", "growth") == {"2023": ("1.6", "corrected")}
    lost = [one for one in open_questions(ws) if [doubt.code for doubt in one.doubts] == ["gone"]]
    assert lost == []
    consistent(ws)


def test_a_waiver_survives_another_extractor(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    document = add(ws)
    (found,) = ws.issues.find(IssueFilter(code="growth")).items
    ws.review.decide("issue", found.id, "waive", reason="口径不同")

    def spaced(*args: object, **kwargs: object) -> Text:
        text = extract(*args, **kwargs)  # type: ignore[arg-type]
        return Text("（新提取）\n" + text.content, "better/9", text.title, text.date, text.publisher)

    monkeypatch.setattr(workspace_documents, "extract", spaced)
    ws.documents.reread(document)
    assert ws.issues.find().total == 0
    assert ws.issues.find(IssueFilter(state="aside")).items[0].id != found.id


def test_a_correction_is_followed_by_names(ws: Workspace) -> None:
    """A phrase that a person wrote is linked when that phrase is assigned."""
    add(ws)
    ws.review.decide("reading", figure(ws, "5.49亿吨").mention_id, "correct", {"indicator": "某某吞吐能力"})
    assert set(values(ws, "某某吞吐能力")) == {"2022"}
    ws.review.set_reviewer("另一人")
    ws.observations.assign("某某吞吐能力", "FIRM_OUT")
    assert ws.observations.taught()[-1].person == "另一人"  # one name for all that is decided
    assert set(values(ws, "某某吞吐能力")) == set()


def test_the_queue_is_filtered(ws: Workspace) -> None:
    one, other = add(ws), add(ws, OTHER, name="b.txt")
    assert {item.kind for item in ws.review.queue("name").items} == {"name"}
    assert sum(ws.review.counts().values()) == ws.review.queue().total
    assert {item.subject for item in ws.review.queue(document=other[:12]).items} == {"协同服务网点数量"}
    assert ws.review.counts(one)["issue"] == 1
    with pytest.raises(NotFoundError):
        ws.review.queue("nothing")
    weights = [item.weight for item in ws.review.queue().items]
    assert weights == sorted(weights, reverse=True)


def test_a_ledger_from_before_the_review(tmp_path: Path) -> None:
    """It is brought up to date with what was taught there, and its queue is made."""
    path = tmp_path / "xietong.db"
    engine = connect(sqlite_url(path))
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(engine, 3)
    with transaction(engine, writes=True) as connection:
        connection.exec_driver_sql(
            "INSERT INTO decision (at, person, kind, subject, verdict, content, reason) VALUES "
            "('2026-01-01T00:00:00.000000+00:00', '甲', 'alias', '协同服务站数量', 'assign', "
            """'{"code": "FIRM_OUT", "phrase": "协同服务站数量"}', '')"""
        )
    engine.dispose()
    (tmp_path / "originals").mkdir()
    with Workspace.open(tmp_path) as ws:
        ws.review.set_reviewer("乙")
        assert ws.observations.proposals() == {"FIRM_OUT": ["协同服务站数量"]}
        add(ws)
        assert set(values(ws, "FIRM_OUT")) == {"2022", "2023"}
        ws.review.undo(ws.review.last())  # what was taught before can be taken back as well
        assert values(ws, "FIRM_OUT") == {}
        consistent(ws)
