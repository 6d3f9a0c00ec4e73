"""Uncertainty: a batch says what each replication says alone, and what cannot be computed is said beforehand."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from xietong.core.panel import Panel
from xietong.indices.combine import AGGREGATIONS
from xietong.indices.faults import FaultyIndexError
from xietong.indices.framework_read import from_table as framework_from
from xietong.indices.recipe import Recipe
from xietong.indices.run import replay as run_again
from xietong.indices.run import run
from xietong.indices.uncertain import batch
from xietong.indices.uncertain.analyse import chosen, ranking, replay, sensitivity, uncertainty
from xietong.indices.uncertain.model import Design
from xietong.indices.uncertain.ranks import ahead, frequencies
from xietong.indices.uncertain.read import from_table, of, read, sound

UNITS, TIMES, LEAVES = tuple("uvwxyz"), ("2020", "2021"), tuple("abcdef")
FRAMEWORK: dict[str, Any] = {
    "code": "I",
    "partial": True,
    "weights": {"method": "manual", "sum": "relative"},
    "step": [
        {"do": "impute", "method": "median", "across": "all"},
        {"do": "screen", "by": "available", "least_available": 0.3},
        {"do": "treat", "most": 1, "skew_limit": 1.0, "kurtosis_limit": 1.0},
        {"do": "normalise", "method": "minmax", "lower": 1.0},
    ],
    "node": [{"code": "I"}, {"code": "A", "parent": "I"}, {"code": "B", "parent": "I", "weight": 2}],
    "indicator": [
        {"code": code, "parent": "A" if code < "d" else "B", "direction": -1 if code == "b" else 1, "weight": 1 + place}
        for place, code in enumerate(LEAVES)
    ],
}
VARY: list[dict[str, Any]] = [
    {"code": "fill", "what": "impute", "choices": ["none", {"method": "mean", "across": "all"}]},
    {"code": "tail", "what": "treat", "choices": [{"most": 1, "skew_limit": 0.5, "kurtosis_limit": 0.0}, "none"]},
    {"code": "scale", "what": "normalise", "choices": [
        {"method": "minmax", "lower": 1}, {"method": "zscore", "centre": 50, "spread": 5}, {"method": "rank"}]},
    {"code": "mean", "what": "aggregate", "on": ["A", "I"], "choices": ["arithmetic", "geometric"]},
    {"code": "upper", "what": "weights", "on": ["A", "B"], "noise": 0.5},
    {"code": "lower", "what": "weights", "levels": [1], "noise": 0.25, "sets": 5},
    {"code": "out", "what": "remove", "choices": ["", "a", ["b", "e"]], "shares": [2, 1, 1]},
    {"code": "error", "what": "data", "noise": 0.05, "shape": "normal", "by": "deviation", "sets": 3},
]  # fmt: skip
NUMBERS = st.one_of(st.floats(0.1, 1e3).map(lambda value: round(value, 2)), st.just(float("nan")))
PANELS = arrays.arrays(np.float64, (2, 6, 6), elements=NUMBERS)


def panel(values: Any = None) -> Panel:
    """The data of a case; without values, some that are positive and spread, with gaps."""
    if values is None:
        values = np.random.default_rng(7).lognormal(2.0, 1.0, (2, 6, 6))
        values[0, 1, 2] = values[1, 3, 0] = np.nan
    return Panel(UNITS, TIMES, LEAVES, values)


def design(vary: list[dict[str, Any]] | None = None, **said: Any) -> Design:
    """A design that is sound."""
    return sound(from_table({"design": {"runs": 32, **said}, "vary": VARY if vary is None else vary}))


def changed(**said: Any) -> Any:
    """The framework with other entries at the top."""
    return framework_from({**deepcopy(FRAMEWORK), **said})


def compare_with_loop(framework: Any, data: Panel, plan: Design) -> int:
    """Every replication of the batch against `run` alone; the number of undefined ones, which run must refuse."""
    done = uncertainty(framework, data, plan)
    undefined = np.zeros(len(done.scores), bool)
    for one in done.undefined:
        assert one.faults
        undefined[one.rows] = True
    for row in range(len(done.scores)):
        if undefined[row]:
            assert np.isnan(done.scores[row]).all()
            with pytest.raises(FaultyIndexError):
                done.alone(row)
            continue
        alone = done.alone(row)
        scores = np.stack([alone.of(code) for code in done.elements], axis=-1)
        np.testing.assert_allclose(done.scores[row], scores, rtol=1e-11, atol=1e-11, equal_nan=True)
    return int(undefined.sum())


@settings(max_examples=25, deadline=None)
@given(PANELS, st.integers(0, 2**32), st.sampled_from([0.0, 0.5, 1.0]))
def test_a_batch_is_its_replications_one_by_one(values: Any, seed: int, enough: float) -> None:
    """Whatever varies, with gaps, thresholds and methods of the nodes' own; what one refuses the other refuses."""
    framework = changed(aggregate={"method": "arithmetic", "enough": enough})
    plan = design(runs=8, seed=seed, undefined="report", elements=["I", "B"])
    try:
        run(framework, panel(values))
    except FaultyIndexError:  # the framework as it is cannot be computed on these data
        with pytest.raises(FaultyIndexError):
            uncertainty(framework, panel(values), plan)
    else:
        compare_with_loop(framework, panel(values), plan)


@pytest.mark.parametrize("method", [name for name, one in AGGREGATIONS.items()])
def test_every_aggregation_in_a_batch(method: str) -> None:
    """At the top, where children vary, and below, where only weights do."""
    vary: list[dict[str, Any]] = [
        {"what": "aggregate", "on": ["I"], "choices": [method, "arithmetic"]},
        {"code": "below", "what": "aggregate", "on": ["A"], "choices": [method]},
        {"what": "weights", "noise": 0.4},
        {"what": "normalise", "choices": [{"method": "minmax", "lower": 1}, {"method": "minmax", "lower": 5}]},
    ]
    framework = changed(step=[{"do": "normalise", "method": "minmax", "lower": 1}])
    data = panel(np.random.default_rng(1).uniform(1, 9, (2, 6, 6)))
    assert compare_with_loop(framework, data, design(vary, undefined="report")) in (0, 32)
    one = Panel(UNITS, TIMES[:1], LEAVES, data.values[:1])
    compare_with_loop(framework, one, design(vary, undefined="report"))


def test_every_weighting_in_a_batch() -> None:
    """Weights from the data, below and above what varies."""
    names = ["equal", "entropy", "critic", "variation", "deviation", {"method": "pca_explained", "across": "each"}]
    vary: list[dict[str, Any]] = [
        {"what": "weighting", "choices": names},
        {"what": "normalise", "choices": [{"method": "minmax", "lower": 1}, {"method": "minmax", "lower": 5}]},
    ]
    data = panel(np.random.default_rng(1).uniform(1, 9, (2, 6, 6)))
    assert compare_with_loop(framework_from(deepcopy(FRAMEWORK)), data, design(vary)) == 0
    mixed: list[dict[str, Any]] = [*vary[1:], {"what": "weights", "on": list(LEAVES), "noise": 0.3}]
    node = [{"code": "I", "weights": "critic"}, {"code": "A", "parent": "I"}, {"code": "B", "parent": "I"}]
    assert compare_with_loop(changed(node=node), data, design(mixed)) == 0


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few replications go at once."""
    framework = framework_from(deepcopy(FRAMEWORK))
    whole = uncertainty(framework, panel(), design())
    monkeypatch.setattr(batch, "CELLS", 2 * 6 * 3 * 2)
    assert batch.chunk(framework, panel().values) == 2
    np.testing.assert_allclose(uncertainty(framework, panel(), design()).scores, whole.scores, rtol=1e-12)


def test_weights_that_change_over_time_keep_their_change() -> None:
    """A factor goes to every weight of an element; given ones stand for all times."""
    indicators = deepcopy(FRAMEWORK["indicator"])
    indicators[0]["weight"] = [{"value": 3.0, "valid_to": "2020"}, {"value": 1.0, "valid_from": "2021"}]
    vary: list[dict[str, Any]] = [
        {"what": "weights", "on": ["a", "b"], "noise": 0.5},
        {"code": "given", "what": "weights", "choices": [{"d": 1.0, "e": 3.0}, {"f": 0.5}]},
    ]
    assert compare_with_loop(changed(indicator=indicators), panel(), design(vary)) == 0


def test_a_seed_is_a_design() -> None:
    """The same seed gives the same bits, another others; both kinds of points."""
    framework = framework_from(deepcopy(FRAMEWORK))
    for kind in ("sobol", "random"):
        one, other = (uncertainty(framework, panel(), design(kind=kind, seed=3)) for _ in range(2))
        assert one.scores.tobytes() == other.scores.tobytes()
        assert one.scores.tobytes() != uncertainty(framework, panel(), design(kind=kind, seed=4)).scores.tobytes()
    assert (uncertainty(framework, panel(), design(kind="sobol", seed=3)).uniform != one.uniform).any()


def test_replayed_to_the_same_bits() -> None:
    """From a recipe that went through text, of every analysis; other data are refused."""
    framework = framework_from(deepcopy(FRAMEWORK))
    vary = [one for one in VARY if one["code"] != "upper"]
    picks = np.array([[0, 1, 2, 0, 4, 1, 2], [1, 0, 0, 1, 0, 2, 0]])
    for done in (
        uncertainty(framework, panel(), design()),
        sensitivity(framework, panel(), design(runs=4)).replications,
        chosen(framework, panel(), design(vary), picks),
    ):
        recipe = Recipe.from_json(done.recipe.as_json())
        again = replay(recipe, panel())
        assert again.scores.tobytes() == done.scores.tobytes()
        assert again.parameters(1) == done.parameters(1)
        with pytest.raises(FaultyIndexError):
            replay(recipe, panel(panel().values + 1))
        with pytest.raises(FaultyIndexError):
            replay(replace(recipe, scores_hash="0"), panel())
        with pytest.raises(FaultyIndexError, match="uncertain"):
            run_again(recipe, panel())


def test_the_framework_may_hold_its_design() -> None:
    """`[design]` and `[[vary]]` in the framework's own file; the index itself is computed as without."""
    framework = changed(vary=VARY, design={"runs": 16})
    assert not framework.faults
    done = uncertainty(framework, panel(), of(framework))
    assert done.scores.tobytes() == uncertainty(changed(), panel(), design(runs=16)).scores.tobytes()


def test_parameters_say_all_that_varies() -> None:
    """The choice as a framework file would say it, the number of the draw, the factors of weights."""
    done = uncertainty(framework_from(deepcopy(FRAMEWORK)), panel(), design())
    found = done.parameters(0)
    assert list(found) == [one["code"] for one in VARY]
    assert found["scale"] in VARY[2]["choices"] + [{"method": "rank"}]
    assert set(found["upper"]) == {"A", "B"}
    assert all(0.5 <= factor <= 1.5 for factor in found["upper"].values())
    assert found["error"]["set"] in (1, 2, 3)


def test_an_undefined_combination_is_refused_with_its_place() -> None:
    """A geometric mean after z-scores: where, of which combination, in how many replications; nothing is returned."""
    vary: list[dict[str, Any]] = [
        {"code": "scale", "what": "normalise", "choices": [{"method": "minmax", "lower": 1}, "zscore"]},
        {"code": "mean", "what": "aggregate", "choices": ["arithmetic", "geometric"]},
        {"code": "tail", "what": "treat", "choices": [{"most": 1}, {"most": 2}, "none"]},
    ]
    framework = framework_from(deepcopy(FRAMEWORK))
    with pytest.raises(FaultyIndexError) as caught:
        uncertainty(framework, panel(), design(vary, runs=64))
    faults = [fault for fault in caught.value.faults if "[[node]] A" in fault.place]
    assert len(faults) == 1
    assert faults[0].words["combination"] == "scale = zscore · mean = geometric"
    assert 0 < faults[0].words["runs"] < 64
    assert "above zero" in caught.value.sentence("en")
    assert "须大于零" in caught.value.sentence("zh")
    reported = uncertainty(framework, panel(), design(vary, runs=64, undefined="report"))
    lost = np.concatenate([one.rows for one in reported.undefined])
    wanted = [row for row in range(64) if (reported.picks[row, :2] == 1).all()]
    assert sorted(lost.tolist()) == wanted
    assert np.isnan(reported.scores[wanted]).all()
    assert not np.isnan(np.delete(reported.scores, wanted, axis=0)).any()


def test_an_element_that_is_left_out_is_missing() -> None:
    """Where it is left out, and there alone."""
    vary: list[dict[str, Any]] = [{"what": "remove", "choices": ["", "A"]}]
    done = uncertainty(framework_from(deepcopy(FRAMEWORK)), panel(), design(vary, elements=["I", "A", "B"]))
    gone = done.picks[:, 0] == 1
    assert np.isnan(done.scores[gone, :, :, 1]).all()
    assert not np.isnan(done.scores[~gone]).any()
    np.testing.assert_array_equal(done.scores[gone, :, :, 0], done.scores[gone, :, :, 2])
    assert np.isnan(done.ranks[gone, :, :, 1]).all()


def test_only_the_replications_that_are_undefined_are_reported() -> None:
    """A refusal that depends on the weights: halves tell which of a group have it."""
    vary: list[dict[str, Any]] = [
        {"what": "weights", "choices": [{"a": 1.0}, {"a": 0.0, "b": 0.0, "c": 0.0}, {"d": 2.0}]}
    ]
    done = uncertainty(framework_from(deepcopy(FRAMEWORK)), panel(), design(vary, undefined="report"))
    lost = np.concatenate([one.rows for one in done.undefined])
    assert sorted(lost.tolist()) == np.flatnonzero(done.picks[:, 0] == 1).tolist()
    assert {fault.code for one in done.undefined for fault in one.faults} == {"no_weight"}


FAULTY = {
    "unknown what": ([{"what": "weather", "choices": [1]}], {"bad_value"}),
    "nothing to choose": ([{"what": "treat"}], {"needed"}),
    "key that means nothing": ([{"what": "treat", "choices": ["none"], "noise": 0.1}], {"unknown_key"}),
    "choice of the wrong form": ([{"what": "treat", "choices": [3]}], {"bad_value"}),
    "shares that do not fit": ([{"what": "treat", "choices": ["none"], "shares": [1, 2]}], {"bad_value"}),
    "noise above one": ([{"what": "weights", "noise": 1.5}], {"bad_value"}),
    "noise not said": ([{"what": "data"}], {"needed"}),
    "both": ([{"what": "weights", "noise": 0.5, "choices": [{"a": 1}]}], {"choices_or_noise"}),
    "twice the code": ([{"what": "data", "noise": 0.1}, {"what": "data", "noise": 0.1}], {"repeated_code"}),
    "no inputs": ([], {"needed"}),
    "no such method": ([{"what": "treat", "choices": ["none", "trim"]}], {"no_method"}),
    "no such parameter": ([{"what": "normalise", "choices": [{"method": "rank", "up": 1}]}], {"unknown_key"}),
    "no such step": ([{"what": "denominate", "choices": ["divide"]}], {"no_step_to_vary"}),
    "no such node": ([{"what": "aggregate", "on": ["Z"], "choices": ["geometric"]}], {"no_element"}),
    "no such element": ([{"what": "remove", "choices": ["", "q"]}], {"no_element"}),
    "no such weight": ([{"what": "weights", "choices": [{"q": 1}]}], {"no_element"}),
    "negative weight": ([{"what": "weights", "choices": [{"a": -1}]}], {"negative_weight"}),
    "nothing of the level": ([{"what": "weights", "noise": 0.1, "levels": [7]}], {"nothing_varies"}),
    "all children removed": ([{"what": "remove", "choices": [["a", "b", "c"]]}], {"no_children"}),
    "noise where data weigh": (
        [{"what": "weighting", "choices": ["entropy", "manual"]}, {"what": "weights", "noise": 0.1}], {"in_combination"}),
    "one undone by the other": (
        [{"what": "aggregate", "choices": ["geometric"]},
         {"code": "again", "what": "aggregate", "on": ["A"], "choices": ["harmonic"]}], {"varied_twice"}),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTY)
def test_a_faulty_design_is_refused(case: str) -> None:
    """With its faults and nothing else, each in both languages and at a place."""
    vary, codes = FAULTY[case]
    with pytest.raises(FaultyIndexError) as caught:
        uncertainty(framework_from(deepcopy(FRAMEWORK)), panel(), from_table({"vary": vary}))
    assert {fault.code for fault in caught.value.faults} == codes
    for fault in caught.value.faults:
        assert fault.place
        assert fault.sentence("zh") != fault.sentence("en")


@pytest.mark.parametrize(
    ("said", "code"),
    [({"kind": "halton"}, "bad_value"), ({"runs": 0}, "bad_value"), ({"time": "1999"}, "no_time"),
     ({"unit": "q"}, "no_unit"), ({"target": "rank"}, "needed"), ({"elements": ["Q"]}, "no_element"),
     ({"element": "Q"}, "no_element"), ({"element": "A"}, ""), ({"elements": ["I"], "element": "A"}, "no_element"), ({"run": 3}, "unknown_key")],
)  # fmt: skip
def test_a_faulty_head_is_refused(said: dict[str, Any], code: str) -> None:
    """What `[design]` says and cannot be."""
    plan = from_table({"design": said, "vary": VARY[:1]})
    if not code:
        plan = replace(plan, elements=("I", "A"))
        assert uncertainty(framework_from(deepcopy(FRAMEWORK)), panel(), plan).scores.shape == (512, 2, 6, 2)
        return
    with pytest.raises(FaultyIndexError) as caught:
        uncertainty(framework_from(deepcopy(FRAMEWORK)), panel(), plan)
    assert {fault.code for fault in caught.value.faults} == {code}


def test_faults_of_a_file_have_lines() -> None:
    """The heading of the entry that is wrong."""
    text = '[design]\nruns = 8\n[[vary]]\nwhat = "treat"\nchoices = ["none"]\n[[vary]]\nwhat = "trim"\n'
    (fault,) = read(text, "plan.toml").faults
    assert fault.place.startswith("plan.toml:6 [[vary]]")
    assert read("[[vary", "plan.toml").faults[0].code == "toml"


def test_alternatives_come_as_often_as_they_should() -> None:
    """By their shares: over a balanced design nearly exactly."""
    vary: list[dict[str, Any]] = [
        {"what": "remove", "choices": ["", "a"], "shares": [3, 1]},
        {"what": "treat", "choices": ["none"]},
    ]
    done = uncertainty(framework_from(deepcopy(FRAMEWORK)), panel(), design(vary, runs=256))
    assert np.mean(done.picks[:, 0]) == pytest.approx(0.25, abs=1 / 256)


def test_rank_intervals() -> None:
    """Against what the ranks themselves say."""
    done = uncertainty(framework_from(deepcopy(FRAMEWORK)), panel(), design(runs=64))
    found = ranking(done, 0.8)
    ranks = done.ranks[:, 1, 2, 0]
    assert found.low[1, 2, 0] == pytest.approx(np.quantile(ranks, 0.1))
    assert found.high[1, 2, 0] == pytest.approx(np.quantile(ranks, 0.9))
    assert found.best[1, 2, 0] == ranks.min()
    assert found.worst[1, 2, 0] == ranks.max()
    assert found.mean[1, 2, 0] == pytest.approx(ranks.mean())
    assert found.nominal[1, 2, 0] == done.nominal.rank_of("I")[1, 2]
    share = frequencies(done.ranks[:, 1, :, 0])
    np.testing.assert_allclose(share.sum(axis=-1), 1.0)
    assert share[2, 0] == np.mean(ranks == 1)
    before = ahead(done.ranks[:, 1, :, 0])
    np.testing.assert_allclose(before + before.T, 1.0)
    assert before[2, 3] == pytest.approx(
        np.mean(ranks < done.ranks[:, 1, 3, 0]) + np.mean(ranks == done.ranks[:, 1, 3, 0]) / 2
    )
