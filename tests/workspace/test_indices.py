"""Indices on the observations of a workspace: opened to the sentence, kept, replayed, out of date, gone with their sources."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from xietong.core.errors import NotFoundError
from xietong.core.period import Period
from xietong.indices.explain import opened
from xietong.indices.faults import FaultyIndexError
from xietong.indices.framework_read import read
from xietong.observations.derivation import Asked as Question
from xietong.observations.derivation import Derived
from xietong.workspace import ObservationFilter, Workspace
from xietong.workspace.indices import Asked
from xietong.workspace.sets import territories, unit_keys, usual

FRAMEWORK = """
code = "MINE"
zh = "试编指数"
en = "trial index"
partial = true
[weights]
method = "manual"
sum = "relative"
[[step]]
do = "normalise"
method = "minmax"
across = "all"
[[node]]
code = "MINE"
[[node]]
code = "GREEN"
parent = "MINE"
[[indicator]]
code = "GDP"
parent = "MINE"
unit = "亿元"
weight = 3
[[indicator]]
code = "INC"
parent = "MINE"
unit = "元"
[[indicator]]
code = "PM25"
parent = "GREEN"
direction = -1
unit = "微克/立方米"
"""
GDP = "{year}年，北京市地区生产总值{0}亿元，天津市地区生产总值{1}亿元，河北省地区生产总值{2}亿元。\n"
INC = "{year}年，北京市居民人均可支配收入{0}元，天津市居民人均可支配收入{1}元，河北省居民人均可支配收入{2}元。\n"
YEARS = {
    "2022": ((41540.9, 16132.2, 41988.0), (77415, 48976, 30867)),
    "2023": ((43760.7, 16737.3, 43944.1), (81752, 51271, 32903)),
}
MEMBERS = ("110000", "120000", "130000")


def add(ws: Workspace, words: str, date: str) -> str:
    """A bulletin."""
    return ws.documents.add(words.encode(), "a.txt", date=Period.parse(date), publisher="国家统计局").id


def filled(ws: Workspace) -> list[str]:
    """Two years, a document each."""
    return [
        add(ws, GDP.format(*gdp, year=year) + INC.format(*income, year=year), f"{int(year) + 1}-03")
        for year, (gdp, income) in YEARS.items()
    ]


def test_a_panel_of_observations(ws: Workspace) -> None:
    """In the unit of the framework, each value with the sentence it was read in; what nobody says is no data."""
    filled(ws)
    made = ws.indices.compute(read(FRAMEWORK))
    panel = made.given.panel
    assert (panel.units, panel.times, panel.indicators) == (MEMBERS, ("2022", "2023"), ("GDP", "INC"))
    np.testing.assert_allclose(panel.of("GDP"), [YEARS["2022"][0], YEARS["2023"][0]])
    one = made.source("INC", "130000", "2023")
    assert one is not None
    assert "河北省居民人均可支配收入32903元" in ws.statements.get(one.statement).statement.sentence
    assert made.result.uncovered == ("PM25", "GREEN")
    assert opened(made.result, "130000", "2023").missing == ("GREEN",)


def test_vintages(ws: Workspace) -> None:
    """As of a day, and in first releases: the index of then."""
    filled(ws)
    add(ws, "经最终核实，2023年河北省地区生产总值40000.0亿元。", "2025-01")
    framework = read(FRAMEWORK)
    value = {
        said: ws.indices.compute(framework, asked).given.panel.of("GDP")[1, 2]
        for said, asked in {
            "now": Asked(), "then": Asked(known="2024-12-31"), "first": Asked(view="first"),
        }.items()
    }  # fmt: skip
    assert value == {"now": 40000.0, "then": 43944.1, "first": 43944.1}


def test_kept_with_its_recipe_and_replayed_to_the_bit(ws: Workspace) -> None:
    """Scores are observations of origin computed, of indicator and place and year; each leads back."""
    filled(ws)
    made = ws.indices.compute(read(FRAMEWORK), name="mine")
    run = ws.indices.write(made)
    assert ws.indices.write(ws.indices.compute(read(FRAMEWORK), name="mine")) == run
    (row,) = ws.indices.find().items
    assert ws.indices.replayed(row).scores.tobytes() == made.result.scores.tobytes()
    kept = ws.observations.find(ObservationFilter("试编指数", "110000")).items
    assert [one.observation.origin for one in kept] == ["computed"] * 2
    assert [float(one.observation.value[0]) for one in kept] == pytest.approx(made.result.of("MINE")[:, 0], abs=1e-6)
    assert ws.indices.of_score(kept[0].observation.id).id == run
    assert kept[0].observation.release.date == "2024-03-31"
    assert ws.observations.find(ObservationFilter("试编指数·GREEN")).total == 0
    observed = made.source("GDP", "110000", "2022")
    assert observed is not None
    assert ws.indices.using(observed.id) == (run,)
    assert len(ws.indices.inputs(run)) == 12
    with pytest.raises(NotFoundError):
        ws.indices.get("0000")


def test_out_of_date_when_what_it_rests_on_changes(ws: Workspace) -> None:
    """A revision makes it so; made anew it supersedes, and the old keeps its address and replays."""
    filled(ws)
    framework = read(FRAMEWORK)
    run = ws.indices.write(ws.indices.compute(framework))
    assert not ws.indices.state(ws.indices.get(run)).outdated
    add(ws, "经最终核实，2023年河北省地区生产总值43000.0亿元。", "2025-01")
    (score, *_) = ws.observations.find(ObservationFilter("试编指数")).items
    assert ws.indices.outdated([score.observation.id]) == {score.observation.id}
    fresh = ws.indices.recompute(run)
    assert fresh != run
    old = ws.indices.get(run)
    assert old.superseded is not None
    assert old.superseded.by == fresh
    assert ws.indices.replayed(old).panel.of("GDP")[1, 2] == 43944.1
    assert ws.observations.find(ObservationFilter("试编指数")).total == 6
    assert not ws.indices.state(ws.indices.get(fresh)).outdated
    ws.indices.withdraw(fresh)
    assert ws.observations.find(ObservationFilter("试编指数")).total == 0


def test_an_index_does_not_rest_on_itself_but_others_may_rest_on_it(ws: Workspace) -> None:
    """A growth of its score is derived as of any observation, and goes when the document is purged."""
    documents = filled(ws)
    ws.indices.write(ws.indices.compute(read(FRAMEWORK)))
    own = read(FRAMEWORK.replace('code = "INC"', 'code = "试编指数"').replace('unit = "元"', 'unit = ""'))
    assert ws.indices.compute(own).given.panel.indicators == ("GDP",)
    year = "2023-01-01/2023-12-31"
    made = ws.derived.derive(Question("growth", "试编指数", ("110000",), (year,)))
    assert isinstance(made, Derived), made
    ws.derived.write([made])
    assert not ws.derived.state(ws.derived.get(made.derivation.id)).outdated
    ws.documents.remove(documents[0])
    assert ws.indices.state(ws.indices.find().items[0]).outdated
    ws.documents.purge(documents[0])
    assert ws.indices.find().total == ws.derived.find().total == 0
    assert ws.observations.find(ObservationFilter("试编指数")).total == 0


def test_moved_weights_are_another_question(ws: Workspace) -> None:
    """And what cannot be moved is refused, everything at once."""
    filled(ws)
    framework = read(FRAMEWORK)
    plain, moved = (ws.indices.compute(framework, Asked(weights=one)) for one in ((), (("GDP", 0.0),)))
    np.testing.assert_allclose(moved.result.of("MINE"), moved.result.of("INC"))
    assert plain.question != moved.question
    with pytest.raises(FaultyIndexError) as refused:
        ws.indices.compute(framework, Asked(weights=(("NOPE", 1.0), ("MINE", 1.0), ("INC", -1.0))))
    assert [fault.code for fault in refused.value.faults] == ["no_weight_of", "no_weight_of", "bad_weight"]


def test_too_few_units_are_left_out_and_said(ws: Workspace) -> None:
    """One place's figure compares nothing; units in another unit are refused with their place in the framework."""
    filled(ws)
    add(ws, "2023年，北京市PM2.5年均浓度32微克/立方米。", "2024-02")
    made = ws.indices.compute(read(FRAMEWORK))
    assert made.given.thin == (("PM25", "2023"),)
    assert "PM25" in made.result.uncovered
    with pytest.raises(FaultyIndexError) as refused:
        ws.indices.compute(read(FRAMEWORK.replace('unit = "亿元"', 'unit = "人"'), "mine.toml"))
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [("mine.toml:18 [[indicator]] GDP", "unit")]
    with pytest.raises(FaultyIndexError) as nothing:
        ws.indices.compute(read(FRAMEWORK), Asked(first="2030"))
    assert [fault.code for fault in nothing.value.faults] == ["no_observations"]


def test_frameworks_of_the_person(ws: Workspace, tmp_path: Path) -> None:
    """Files in the workspace are listed first, also the faulty, with what is wrong."""
    folder = tmp_path / "ws" / "frameworks"
    folder.mkdir()
    (folder / "mine.toml").write_text(FRAMEWORK, encoding="utf-8")
    (folder / "wrong.toml").write_text(FRAMEWORK.replace("minmax", "minimax"), encoding="utf-8")
    listed = ws.indices.frameworks()
    assert [(one.name, one.origin) for one in listed[:3]] == [("mine", "own"), ("wrong", "own"), ("asem", "ready")]
    assert listed[1].framework is None
    assert listed[1].trouble is not None
    assert [fault.code for fault in listed[1].trouble.faults] == ["no_method"]
    assert ws.indices.framework("mine").zh == "试编指数"
    with pytest.raises(NotFoundError):
        ws.indices.framework("../mine")


def test_sets_of_places() -> None:
    """31 provinces, three members, thirteen cities; the first that has data."""
    assert [len(territories(name)) for name in ("provinces", "members", "cities")] == [31, 3, 13]
    assert usual(MEMBERS) == "members"
    assert usual((*MEMBERS, "130100", "130200")) == "cities"
    assert usual(territories("provinces")[:20]) == "provinces"
    assert unit_keys(["北京", "天津"]) == ("110000", "120000")
    assert unit_keys(["cities"]) == ("cities",)
