"""Results: replayed to the same bits, weights that change over time, verdicts, workbooks."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.indices.test_bad_input import SOUND, VALUES, panel
from xietong.core.panel import Panel
from xietong.indices.aggregate import aggregate
from xietong.indices.compare import without
from xietong.indices.exchange import coin_tool
from xietong.indices.faults import Fault, FaultyIndexError
from xietong.indices.framework_read import from_table, read
from xietong.indices.recipe import Recipe
from xietong.indices.run import replay, run
from xietong.indices.vary import vary
from xietong.indices.verdicts import judged, shares
from xietong.tables.formats.source import Bytes

FINITE = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))
WITH_GAPS = st.one_of(FINITE, st.just(float("nan")))


def refusal(data: Panel) -> tuple[Fault, ...]:
    """What run refuses of data, nothing where it computes."""
    try:
        run(from_table(SOUND), data)
    except FaultyIndexError as error:
        return error.faults
    return ()


@settings(max_examples=40, deadline=None)
@given(arrays.arrays(np.float64, (2, 5, 3), elements=WITH_GAPS))
def test_replay_gives_the_same_bits_or_the_same_refusal(values: Any) -> None:
    """From a recipe that went through text; other data are refused."""
    data = Panel(tuple("uvwxy"), ("2020", "2021"), ("a", "b", "c"), values)
    refused = refusal(data)
    if refused:
        assert refusal(data) == refused
        return
    result = run(from_table(SOUND), data)
    recipe = Recipe.from_json(result.recipe.as_json())
    assert replay(recipe, data).scores.tobytes() == result.scores.tobytes()
    with pytest.raises(FaultyIndexError):
        replay(recipe, Panel(data.units, data.times, data.indicators, values * 2 + 1))


def test_the_recipe_says_every_parameter() -> None:
    """Steps in order with defaults filled in, and the methods of every node."""
    steps = run(from_table(SOUND), panel()).recipe.steps
    assert steps[0]["parameters"] == {
        "lower": 0.0,
        "upper": 100.0,
        "across": "each",
        "window": 1,
        "first": "",
        "last": "",
    }
    assert steps[0]["for"] == ["a", "b", "c"]
    assert [step["for"] for step in steps if step["do"] == "aggregate"] == [["I"], ["A"], ["B"]]


def test_exact_scores() -> None:
    """Against fractions: a min–max of whole numbers under a weighted mean of two levels."""
    result = run(from_table(SOUND), panel())
    for time in range(2):
        columns = [[Fraction(int(value)) for value in VALUES[time, :, place]] for place in range(3)]
        spread = [[(one - min(column)) / (max(column) - min(column)) * 100 for one in column] for column in columns]
        exact = [(a / 2 + b / 2) / 2 + c / 2 for a, b, c in zip(*spread, strict=True)]
        np.testing.assert_allclose(result.of("I")[time], [float(one) for one in exact], rtol=1e-15)


def test_weights_that_change_over_time() -> None:
    """A weight holds from its first to its last time, months of the last year included."""
    table = deepcopy(SOUND)
    table["indicator"][0]["weight"] = [{"value": 0.2, "valid_to": "2020"}, {"value": 1.0, "valid_from": "2021"}]
    table["indicator"][1]["weight"] = [{"value": 0.8, "valid_to": "2020"}, {"value": 0.0, "valid_from": "2021"}]
    framework = from_table(table)
    assert framework.element("a").weight_at("2020-12") == 0.2
    assert framework.element("a").weight_at("2021-01") == 1.0
    result = run(framework, panel())
    assert result.weights[:, :2].tolist() == [[0.2, 0.8], [1.0, 0.0]]
    np.testing.assert_array_equal(result.of("A")[1], result.of("a")[1])


def test_many_sets_of_weights_at_once() -> None:
    """Leading axes broadcast: each of a batch is what its set gives alone."""
    result = run(from_table(SOUND), panel())
    values = result.stage("normalise").values
    sets = np.random.default_rng(1).uniform(0.1, 1, (7, 2, 6))
    batch = aggregate(result.framework, values, sets, fixed=True).scores
    for one, weights in zip(batch, sets, strict=True):
        np.testing.assert_array_equal(one, aggregate(result.framework, values, weights, fixed=True).scores)


def test_without_an_element() -> None:
    """Taking one of two siblings out leaves the other alone; COINr's way of a zero weight, here for equal weights too."""
    table = {
        **SOUND,
        "weights": {"method": "equal"},
        "indicator": [{"code": c, "parent": p} for c, p in ("aA", "bA", "cB")],
    }
    result = run(from_table(table), panel())
    assert without(result, ["b"]).scores[0].tolist() == ((result.of("a") + result.of("c")) / 2).tolist()


def test_varied_by_name_only() -> None:
    """What is varied must be there."""
    framework = from_table(SOUND)
    assert vary(framework, steps={"normalise": {"method": "rank"}}).steps[0].choice.method == "rank"
    for wrong in ({"steps": {"treat": None}}, {"weights": {"z": 1.0}}, {"nodes": {"a": "geometric"}}):
        with pytest.raises(KeyError):
            vary(framework, **wrong)


def test_verdicts() -> None:
    """The first that is reached; none for a value between them, none for a missing one."""
    table = deepcopy(SOUND)
    table["indicator"][0]["verdicts"] = [
        {"zh": "达标", "en": "reached", "at_least": 90},
        {"zh": "不达标", "en": "not reached", "below": 60},
    ]
    framework = from_table(table)
    values = np.array([[[value, 1.0, 1.0] for value in (95.0, 90.0, 75.0, 60.0, 10.0, float("nan"))]])
    assert judged(framework, values)[0, :, 0].tolist() == [0, 0, -1, -1, 1, -1]
    assert (judged(framework, values)[..., 1:] == -1).all()
    np.testing.assert_array_equal(shares(framework, values, "达标")[0], [1, 1, 0, 0, 0, float("nan")])


def test_the_documented_file() -> None:
    """The framework file of the documentation is sound."""
    page = (Path(__file__).parents[2] / "docs/indices.md").read_text(encoding="utf-8")
    framework = read(page.split("```toml")[1].split("```")[0])
    assert not framework.faults
    assert framework.element("PM25").weight_at("2020-06") == 0.6


def test_coin_tool_there_and_back() -> None:
    """A workbook written and read gives the same scores; text that looks like a formula stays text."""
    table = deepcopy(SOUND)
    table["weights"] = {"sum": "relative"}
    for entry in table["indicator"]:
        entry |= {"goalposts": [0, 10], "direction": -1}
    table["indicator"][0]["en"] = "=1+1"
    values = VALUES.copy()
    values[1, 0, 2] = np.nan
    framework, data = from_table(table), panel(values)
    book = coin_tool.write(framework, data, "2021")
    back = coin_tool.read(Bytes("tool.xlsx", data=book), framework.table["step"], "2021")
    assert back.framework is not None
    assert not back.faults
    assert not back.framework.faults
    assert back.framework.codes == ("a", "b", "c", "A", "I", "B")
    assert back.framework.element("a").en == "=1+1"
    assert back.framework.indicators[0].goalposts == (0.0, 10.0)
    ours, theirs = run(framework, data), run(back.framework, back.panel)
    np.testing.assert_array_equal(theirs.of("I")[0], ours.of("I")[1])


def test_coin_tool_refuses_what_it_cannot_hold() -> None:
    """Branches of different height have no place in the workbook."""
    table = deepcopy(SOUND)
    table["indicator"][2]["parent"] = "I"
    table["node"].pop()
    with pytest.raises(ValueError, match="levels"):
        coin_tool.write(from_table(table), panel(), "2020")
