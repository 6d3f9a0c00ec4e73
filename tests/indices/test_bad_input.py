"""What is wrong is said at once, with its place, and nothing is computed."""

from __future__ import annotations

import pickle
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.core.panel import Panel
from xietong.indices.exchange import coinr
from xietong.indices.faults import FaultyIndexError
from xietong.indices.framework_read import from_table, load, read
from xietong.indices.run import run
from xietong.tables.formats.source import Bytes

CASES = tomllib.loads((Path(__file__).parent / "faulty.toml").read_text(encoding="utf-8"))["case"]
SOUND: dict[str, Any] = {
    "code": "I",
    "step": [{"do": "normalise", "method": "minmax"}],
    "node": [{"code": "I"}, {"code": "A", "parent": "I"}, {"code": "B", "parent": "I"}],
    "indicator": [
        {"code": "a", "parent": "A", "weight": 0.5},
        {"code": "b", "parent": "A", "weight": 0.5},
        {"code": "c", "parent": "B"},
    ],
}
VALUES = np.array(
    [[[1.0, 2.0, 3.0], [2.0, 1.0, 5.0], [4.0, 4.0, 4.0]], [[2.0, 3.0, 1.0], [1.0, 5.0, 2.0], [3.0, 1.0, 6.0]]]
)


def panel(values: Any = VALUES) -> Panel:
    """Three units at two times."""
    return Panel(("u", "v", "w"), ("2020", "2021"), ("a", "b", "c"), np.array(values, dtype=float))


def faults(table: dict[str, Any], data: Panel) -> list[tuple[str, str]]:
    """Messages and places of what run refuses."""
    with pytest.raises(FaultyIndexError) as caught:
        run(from_table(table), data)
    return [(fault.code, fault.place) for fault in caught.value.faults]


def test_the_sound_one_is_computed() -> None:
    """Else the cases below would prove nothing."""
    assert not np.isnan(run(from_table(SOUND), panel()).scores).any()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_one_fault(case: dict[str, Any]) -> None:
    """Each is named, at its place."""
    table = deepcopy(SOUND)
    table[case["table"]][case["entry"]][case["key"]] = case["value"]
    assert any(code == case["fault"] and case["place"] in place for code, place in faults(table, panel()))


def test_all_at_once() -> None:
    """Framework and data: every fault is a line of one message, in both languages."""
    table = deepcopy(SOUND)
    table["indicator"][0]["weight"] = 0.9
    table["node"][1]["aggregate"] = "geometric"
    values = VALUES.copy()
    values[:, :, 2] = 7.0
    values[1, 0] = np.nan
    with pytest.raises(FaultyIndexError) as caught:
        run(from_table(table), panel(values))
    found = {fault.code for fault in caught.value.faults}
    assert {"weights_sum", "constant", "unit_missing", "not_positive"} <= found
    for language in ("zh", "en"):
        assert len(caught.value.sentence(language).splitlines()) == len(caught.value.faults) + 1
    assert pickle.loads(pickle.dumps(caught.value)).faults == caught.value.faults


def test_constant_at_one_time_only() -> None:
    """The message names the time; over all times together the column does vary."""
    values = VALUES.copy()
    values[0, :, 0] = 1.0
    with pytest.raises(FaultyIndexError) as caught:
        run(from_table(SOUND), panel(values))
    assert [fault.words for fault in caught.value.faults] == [{"code": "a", "method": "minmax", "times": "2020"}]
    table = deepcopy(SOUND)
    table["step"][0]["across"] = "all"
    assert not np.isnan(run(from_table(table), panel(values)).scores).any()


def test_all_missing() -> None:
    """An indicator without any value is named; with a given value in its place it is not."""
    values = VALUES.copy()
    values[:, :, 1] = np.nan
    assert ("all_missing", "[[indicator]] b") in faults(SOUND, panel(values))


def test_a_unit_that_is_missing_in_a_year() -> None:
    """Refused, unless the framework says what is to be done: screen it out, which the result then tells."""
    values = VALUES.copy()
    values[0, 1] = np.nan
    assert faults(SOUND, panel(values)) == [("unit_missing", "data")]
    table = deepcopy(SOUND)
    table["step"].insert(0, {"do": "screen", "least_available": 0.5})
    result = run(from_table(table), panel(values))
    assert result.excluded == (("2020", "v"),)
    assert np.isnan(result.of("I")[0, 1])
    assert np.isnan(result.ranks[0, 1]).all()


def test_zero_denominators_and_logs() -> None:
    """Division by zero, and the logarithm of what has none, with unit and time."""
    table = deepcopy(SOUND)
    table["step"].insert(0, {"do": "denominate"})
    table["indicator"][0]["denominator"] = "c"
    values = VALUES.copy()
    values[1, 2, 2] = 0.0
    with pytest.raises(FaultyIndexError, match="w 2021"):
        run(from_table(table), panel(values))
    table = deepcopy(SOUND)
    table["indicator"][2] |= {"goalposts": [1, 10], "normalise": {"method": "goalposts", "log": True}}
    with pytest.raises(FaultyIndexError, match="w 2021"):
        run(from_table(table), panel(values))


METHODS = {
    "AHP that is not reciprocal": ({"weights": {"method": "ahp", "matrix": [[1, 3], [3, 1]]}}, VALUES),
    "AHP of another size": ({"weights": {"method": "ahp", "matrix": [[1]]}}, VALUES),
    "PCA of a constant": ({"weights": "pca_first"}, np.where([False, True, False], 4.0, VALUES)),
    "PCA of too few units": ({"weights": "pca_first"}, VALUES[:1, :2].repeat(2, axis=0)),
    "TOPSIS with one alternative": ({"aggregate": "topsis"}, VALUES[:, :1]),
    "Copeland with one unit": ({"aggregate": "copeland"}, VALUES[:, :1]),
    "entropy of negative values": ({"weights": "entropy"}, -VALUES),
    "harmonic mean of zero": ({"aggregate": "harmonic"}, VALUES - 1),
}


@pytest.mark.parametrize("why", METHODS)
def test_what_a_method_refuses(why: str) -> None:
    """Methods that are not defined for the values: the node is named, in both languages."""
    said, values = METHODS[why]
    table = deepcopy(SOUND)
    table["step"][0]["method"] = "none"
    table["node"][1] |= said
    for entry in table["indicator"]:
        entry.pop("weight", None)
    data = Panel(("u", "v", "w")[: values.shape[1]], ("2020", "2021"), ("a", "b", "c"), values)
    with pytest.raises(FaultyIndexError) as caught:
        run(from_table(table), data)
    assert {fault.place for fault in caught.value.faults} == {"[[node]] A"}
    assert caught.value.sentence("zh") != caught.value.sentence("en")


def test_lines_of_a_file(tmp_path: Path) -> None:
    """A file's faults have its name and the lines of their entries."""
    path = tmp_path / "mine.toml"
    path.write_text(
        'code = "I"\n[[node]]\ncode = "I"\n\n[[indicator]]\ncode = "a"\nparent = "I"\n\n[[indicator]]\ncode = "b"\nparent = "X"\n',
        encoding="utf-8",
    )
    with pytest.raises(FaultyIndexError) as caught:
        load(path)
    assert "mine.toml:9 [[indicator]] b" in str(caught.value)
    assert [fault.code for fault in read("code = ").faults] == ["toml"]


def test_cells_that_are_no_numbers() -> None:
    """Row and column of a table are named, together with what is wrong with the framework."""
    meta = b"iCode,Direction,Weight,Parent,Type\na,1,1,I,Indicator\nb,1,x,I,Indicator\nI,1,1,,Aggregate\n"
    data = "uCode,a,b\nu,1,2\nv,一,3\nw,3,4\nw,4,5\n".encode()
    incoming = coinr.read(Bytes("iMeta.csv", data=meta), Bytes("iData.csv", data=data), [{"do": "normalise"}])
    assert incoming.framework is not None
    with pytest.raises(FaultyIndexError) as caught:
        run(incoming.framework, incoming.panel, incoming.groups, incoming.faults)
    assert {fault.place for fault in caught.value.faults} >= {"iMeta.csv:3 Weight", "iData.csv:3 a", "iData.csv:5"}


@pytest.mark.parametrize(
    "said", [{}, {"indicator": 3}, {"node": [3]}, {"step": [{"do": 1}]}, {"indicator": [{"code": 3}]}]
)
def test_anything_else_is_refused_too(said: dict[str, Any]) -> None:
    """Whatever a file holds, reading it ends in faults, not in a traceback."""
    assert from_table(said).faults
    with pytest.raises(FaultyIndexError):
        run(from_table(said), panel())


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats(allow_nan=True)
    | st.text(max_size=3)
    | st.sampled_from(
        ["a", "A", "I", "minmax", "goalposts", "base_index", "group_mean", "none", "2020", "u", "all", "span", "equal"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["method", "group", "keep", "base", "unit", "first", "across", "sum", "x"]), inner
        )
    ),
    max_leaves=4,
)
KEYS = ["code", "parent", "weight", "direction", "goalposts", "target", "denominator", "factor", "verdicts", "normalise",
        "impute", "aggregate", "weights", "do", "method", "group", "keep", "unit", "base", "first", "last", "log"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["step", "node", "indicator"]), st.integers(0, 2), st.sampled_from(KEYS), ANYTHING),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([[], ["impute"], ["screen"], ["denominate", "treat"]]),
)
def test_anything_in_an_entry(changes: list[tuple[str, int, str, Any]], kinds: list[str]) -> None:
    """Any value anywhere: it is computed with or refused as a whole, never a traceback."""
    table = deepcopy(SOUND)
    table["step"] = [{"do": kind} for kind in kinds] + table["step"]
    for name, entry, key, value in changes:
        entries = table[name]
        entries[min(entry, len(entries) - 1)][key] = value
    try:
        shape, lines = run(from_table(table), panel()).scores.shape, [2, 2]
    except FaultyIndexError as error:
        shape, lines = (2, 3, 6), [len(error.sentence(language).splitlines()) for language in ("zh", "en")]
    assert shape == (2, 3, 6)
    assert min(lines) >= 2
