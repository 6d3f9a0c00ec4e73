"""Derived numbers in the ledger: kept, opened into sentences, out of date, made anew, gone with what they rest on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xietong.core.errors import NotFoundError
from xietong.core.period import Period
from xietong.observations.derivation import Asked, Derived, Refused
from xietong.workspace import ObservationFilter, Workspace
from xietong.workspace.derived import denominator, each, periods
from xietong.workspace.observations import place_key

BEIJING, YEAR = "110000", "2023-01-01/2023-12-31"
GROWTH = Asked("growth", "GDP", (BEIJING,), (YEAR,))
BOTH = "2023年，北京市地区生产总值43760.7亿元；2022年，北京市地区生产总值41540.9亿元。\n"
REVISED = "经最终核实，2023年北京市地区生产总值44000.0亿元，2022年北京市地区生产总值41540.9亿元。\n"
POPULATION = "2023年末，北京市常住人口2185.8万人。2022年末，北京市常住人口2184.3万人。\n"


def add(ws: Workspace, words: str, date: str, publisher: str = "北京市统计局") -> str:
    return ws.documents.add(words.encode(), "a.txt", date=Period.parse(date), publisher=publisher).id


def made(ws: Workspace, asked: Asked = GROWTH) -> Derived:
    """A number derived and kept."""
    found = ws.derived.derive(asked)
    assert isinstance(found, Derived), found
    ws.derived.write([found])
    return found


def test_it_opens_into_its_sentences(ws: Workspace) -> None:
    add(ws, BOTH, "2024-01")
    found = made(ws)
    row = ws.derived.get(found.derivation.id[:12])
    assert row.derived == found
    assert row.derived.observation.quote == "5.34%"
    sentences = [
        ws.statements.get(one.observation.statement).statement.sentence for one in row.derived.derivation.inputs
    ]
    assert ["43760.7亿元" in sentences[0], "41540.9亿元" in sentences[1]] == [True, True]
    assert [one.code for one in row.derived.derivation.issues] == ["nominal"]
    assert list(row.titles) == [row.derived.derivation.inputs[0].observation.release.document]


def test_issues_have_the_places_of_both(ws: Workspace) -> None:
    """What is said of mixed vintages leads to the very figures."""
    add(ws, "2022年，北京市地区生产总值41000.0亿元。", "2023-01")
    add(ws, "2023年，北京市地区生产总值43760.7亿元。", "2024-01")
    add(ws, "2022年，北京市地区生产总值41540.9亿元。", "2025-01")
    found = ws.derived.derive(GROWTH)
    assert isinstance(found, Refused)
    (issue,) = found.issues
    assert (issue.code, issue.severity) == ("vintage_mixed", "error")
    assert [one.quote for one in issue.places] == ["43760.7亿元", "41000.0亿元", "41540.9亿元"]
    for one in issue.places:
        assert ws.documents.text(one.document).content[one.start : one.end] == one.quote
    assert "2024-01-31" in issue.sentence("zh")


def test_it_is_an_observation_beside_the_reported(ws: Workspace) -> None:
    """It is found and stands in series; what is reported goes before it; as of a day it is known when its inputs are."""
    add(ws, BOTH, "2024-01")
    found = made(ws)
    page = ws.observations.find(ObservationFilter(indicator="GDP", measure="growth"))
    assert [row.observation for row in page.items] == [found.observation]
    assert page.items[0].observation.values == found.observation.values
    assert ws.observations.find(ObservationFilter(measure="growth", known="2023-12-31")).total == 0
    assert ws.observations.find(ObservationFilter(measure="growth", known="2024-01-31")).total == 1
    total = Asked("sum", "GDP", ("110000", "120000", "130000"), (YEAR,))
    add(ws, "2023年，天津市地区生产总值16737.3亿元，河北省地区生产总值43944.1亿元。", "2024-01")
    made(ws, total)
    add(ws, "2023年，京津冀地区生产总值达到10.4万亿元。", "2024-02", "某报")
    (point,) = ws.observations.series("GDP", "京津冀").points
    assert point.choice.chosen.origin == "reported"
    assert [one.origin for one in point.choice.agreeing] == ["derived"]
    assert "reported" in point.choice.reasons


def test_writing_twice_is_once(ws: Workspace) -> None:
    add(ws, BOTH, "2024-01")
    found = made(ws)
    assert ws.derived.write([found]) == 0
    assert ws.derived.find().total == 1


def test_a_revised_release_makes_it_out_of_date(ws: Workspace) -> None:
    add(ws, BOTH, "2024-01")
    old = made(ws)
    row = ws.derived.get(old.derivation.id)
    assert not ws.derived.state(row).outdated
    add(ws, REVISED, "2025-01")
    state = ws.derived.state(row)
    assert state.outdated
    assert isinstance(state.now, Derived)
    assert state.now.observation.quote == "5.92%"
    again = ws.derived.recompute(old.derivation.id)
    assert isinstance(again, Derived)
    (kept,) = ws.derived.find().items
    assert kept.derived.observation.quote == "5.92%"
    past = ws.derived.get(old.derivation.id)  # keeps its address
    assert past.superseded is not None
    assert past.superseded.by == kept.id
    assert past.derived.observation.quote == "5.34%"
    assert [row.id for row in ws.derived.find(superseded=True).items] == [old.derivation.id]
    growths = ws.observations.find(ObservationFilter(measure="growth")).items
    assert [row.observation.id for row in growths] == [kept.id]


def test_an_earlier_vintage_stays_what_it_was(ws: Workspace) -> None:
    """As of a day, a later release changes nothing."""
    add(ws, BOTH, "2024-01")
    asked = Asked("growth", "GDP", (BEIJING,), (YEAR,), known="2024-06-30")
    found = made(ws, asked)
    add(ws, REVISED, "2025-01")
    assert not ws.derived.state(ws.derived.get(found.derivation.id)).outdated


def test_a_removed_document_makes_it_out_of_date_and_restoring_mends_it(ws: Workspace) -> None:
    document = add(ws, BOTH, "2024-01")
    found = made(ws)
    ws.documents.remove(document)
    row = ws.derived.get(found.derivation.id)
    state = ws.derived.state(row)
    assert state.outdated
    assert isinstance(state.now, Refused)
    assert ws.derived.outdated([found.derivation.id]) == {found.derivation.id}
    assert isinstance(ws.derived.recompute(found.derivation.id), Refused)  # the old is left as it is
    assert ws.derived.find().total == 1
    ws.documents.restore(document)
    assert not ws.derived.state(row).outdated


def test_purging_takes_it_along_with_what_rests_on_it(ws: Workspace) -> None:
    document = add(ws, BOTH, "2024-01")
    add(ws, POPULATION, "2024-02")
    first = made(ws, Asked("per_head", "GDP", (BEIJING,), (YEAR,)))
    assert first.observation.key.indicator == "GDP_PC"
    second = made(ws, Asked("per_head", "GDP", (BEIJING,), ("2022-01-01/2022-12-31",)))
    top = made(ws, Asked("growth", "GDP_PC", (BEIJING,), (YEAR,)))
    assert ws.derived.using(first.derivation.id) == (top.derivation.id,)
    ws.documents.purge(document)
    assert ws.derived.find().total == 0
    assert ws.observations.find(ObservationFilter(indicator="GDP_PC")).total == 0
    for one in (first, second, top):
        with pytest.raises(NotFoundError):
            ws.derived.get(one.derivation.id)


def test_what_rests_on_it_is_made_anew_with_it(ws: Workspace) -> None:
    add(ws, BOTH + POPULATION, "2024-01")
    made(ws, Asked("per_head", "GDP", (BEIJING,), (YEAR,)))
    made(ws, Asked("per_head", "GDP", (BEIJING,), ("2022-01-01/2022-12-31",)))
    top = made(ws, Asked("growth", "GDP_PC", (BEIJING,), (YEAR,)))
    add(ws, REVISED, "2025-01")
    row = ws.derived.get(top.derivation.id)
    assert ws.derived.state(row).outdated
    assert ws.derived.state(row).stale
    again = ws.derived.recompute(top.derivation.id)
    assert isinstance(again, Derived)
    assert not ws.derived.state(ws.derived.get(again.derivation.id)).outdated
    later = again.derivation.inputs[0].observation
    assert later.value[0] > Decimal(201000)


def test_reading_again_keeps_it_and_teaching_a_phrase_tells_it(ws: Workspace) -> None:
    """Statements that are confirmed leave it current; a phrase that names something else now takes an input away."""
    document = add(ws, "2023年，通武廊缔约企业达到320家。2022年，通武廊缔约企业达到250家。", "2024-02")
    phrase = ws.statements.find().items[0].statement.indicator
    ws.observations.assign(phrase, "FIRM_STOCK")
    place = ws.observations.find(ObservationFilter(indicator="FIRM_STOCK")).items[0].observation.key.place
    found = made(ws, Asked("growth", "FIRM_STOCK", (place,), (YEAR,)))
    ws.documents.reread(document)
    row = ws.derived.get(found.derivation.id)
    assert not ws.derived.state(row).outdated
    ws.observations.withdraw(phrase)
    assert ws.derived.state(row).outdated


def test_what_holds_without_conditions_goes_first(ws: Workspace) -> None:
    """Of two derived values of one key the one without a mark."""
    add(ws, BOTH, "2024-01")
    add(ws, "2022年末，北京市常住人口2184.3万人。2023年末，北京市常住人口2185.8万人。", "2024-02")
    early = made(ws, Asked("per_head", "GDP", (BEIJING,), ("2022-01-01/2022-12-31",)))  # by the end of the year alone
    assert early.marked
    assert [one.code for one in early.derivation.issues if one.severity == "warning"] == ["population_end"]
    add(ws, "2021年末，北京市常住人口2188.6万人。", "2024-03")
    assert ws.derived.state(ws.derived.get(early.derivation.id)).outdated
    fresh = ws.derived.derive(Asked("per_head", "GDP", (BEIJING,), ("2022-01-01/2022-12-31",), mark=True))
    assert isinstance(fresh, Derived)
    ws.derived.write([fresh])  # another question: both are present
    (point,) = ws.observations.series("GDP_PC", BEIJING).points
    assert point.choice.chosen.id == fresh.derivation.id
    assert "unmarked" in point.choice.reasons


def test_it_is_withdrawn(ws: Workspace) -> None:
    add(ws, BOTH, "2024-01")
    found = made(ws)
    ws.derived.withdraw(found.derivation.id)
    assert ws.derived.find().total == 0
    assert ws.derived.get(found.derivation.id).superseded is not None
    assert made(ws).derivation.id == found.derivation.id  # and comes back the same
    assert ws.derived.find().total == 1
    with pytest.raises(NotFoundError):
        ws.derived.get("nothing")
    with pytest.raises(NotFoundError):
        ws.derived.get("")


def test_questions_are_spread(ws: Workspace) -> None:
    """One for each place and period; sums over places by period, or over the periods of one place."""
    two, three = (BEIJING, "120000"), periods(["2021..2023"])
    assert [one[:4] for one in three] == ["2021", "2022", "2023"]
    assert len(each(Asked("growth", "GDP", two, three))) == 6
    assert [one.periods for one in each(Asked("sum", "GDP", two, three))] == [(when,) for when in three]
    assert each(Asked("sum", "GDP", two[:1], three)) == (Asked("sum", "GDP", two[:1], three),)
    assert [one.places for one in each(Asked("mean", "GDP", two, three), "periods")] == [(one,) for one in two]
    with pytest.raises(ValueError, match="not a date"):
        periods(["last year"])
    assert denominator("地区生产总值") == ("GDP", "")
    assert denominator("京津冀") == ("", "京津冀")
    assert denominator("协同服务站数量") == ("协同服务站数量", "")
    assert denominator("北京、天津") == ("", "110000+120000")
    assert denominator("→天津") == ("", "→120000")
    assert place_key("北京→天津、河北") == "110000→120000+130000"
    assert place_key("110000→120000+130000") == "110000→120000+130000"
