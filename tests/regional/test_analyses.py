"""Analyses as they are asked for: exact cases, methods underneath, what is named, what is refused at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.core.panel import Panel
from xietong.data import table
from xietong.regional.analyses.catalogue import analyses, word
from xietong.regional.analyses.faults import FaultyAnalysisError
from xietong.regional.analyses.grouping import groupings, usual
from xietong.regional.analyses.model import Result, Table
from xietong.regional.analyses.observed import given_of
from xietong.regional.analyses.question import Question
from xietong.regional.analyses.run import recipe, record, replay, run
from xietong.regional.convergence.beta import beta
from xietong.regional.disparity.gini import gini
from xietong.regional.spatial.neighbours import neighbours

PROVINCES = ("110000", "120000", "130000", "140000", "310000", "340000", "440000", "510000", "210000", "220000")
CITIES = ("110000", "120000", "130100", "130200", "130600", "131000")
Values = Mapping[str, object]


def panel(values: Values, units: tuple[str, ...] = PROVINCES, first: int = 2015) -> Panel:
    """A panel of some codes; each (times, units)."""
    arrays = [np.asarray(one, dtype=float) for one in values.values()]
    times = tuple(str(first + at) for at in range(len(arrays[0])))
    return Panel(units, times, tuple(values), np.stack(arrays, axis=-1))


def answer(name: str, values: Values, units: tuple[str, ...] = PROVINCES, **asked: object) -> Result:
    """An analysis of all codes that neither divide nor weigh."""
    data = panel(values, units)
    apart = {asked.get("per"), asked.get("by")}
    codes = tuple(code for code in values if code not in apart)
    question = Question(name, codes, **asked)  # type: ignore[arg-type]
    return run(name, given_of(question, data, codes))


def told(name: str, values: Values, units: tuple[str, ...] = PROVINCES, **asked: object) -> list[str]:
    """The codes of the faults of an analysis."""
    with pytest.raises(FaultyAnalysisError) as caught:
        answer(name, values, units, **asked)
    assert caught.value.sentence("zh") != caught.value.sentence("en")
    return [fault.code for fault in caught.value.faults]


def found(result: Result, key: str) -> Table:
    return next(one for one in result.tables if one.key == key)


def column(table_: Table, key: str) -> list[object]:
    at = [one.key for one in table_.columns].index(key)
    return [row.cells[at] for row in table_.rows]


def random(seed: int, times: int = 8, units: int = len(PROVINCES)) -> np.ndarray:
    return np.exp(np.random.default_rng(seed).normal(8, 1, (times, units)))


def test_theil_by_hand() -> None:
    """Four provinces of two regions with 1, 3 | 2, 2: T = ½[…] from its definition, in parts."""
    units = ("110000", "310000", "510000", "610000")
    result = answer("theil", {"X": [[1, 3, 2, 2]] * 2}, units)
    row = found(result, "by_year").rows[0].cells
    whole = (0.5 * log(0.5) + 1.5 * log(1.5)) / 4
    assert row[1:5] == pytest.approx((whole, 0.0, whole, 0.0), abs=1e-15)
    assert column(found(result, "groups"), "group") == ["东部", "西部"]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_parts_make_the_whole(seed: int) -> None:
    """Theil by groups in groups and Dagum's parts sum to the index; shares to one."""
    values = random(seed, 3)
    nested = answer("theil", {"X": values, "N": random(seed + 1, 3)}, by="N", options=(("group", "nested"),))
    for row in found(nested, "by_year").rows:
        _, total, between, inner, within, *_ = row.cells
        assert between + inner + within == pytest.approx(total, rel=1e-10)  # type: ignore[operator]
    parted = answer("gini", {"X": values})
    assert column(found(parted, "by_year"), "gini") == pytest.approx(gini(values).value.tolist())
    for row in found(parted, "by_year").rows:
        assert sum(row.cells[2:5]) == pytest.approx(row.cells[1])  # type: ignore[arg-type]


def test_beta_is_the_regression_of_its_points() -> None:
    values = random(5)
    result = answer("beta", {"X": values})
    own = beta(values[0], values[-1], 7)
    assert column(found(result, "regression"), "estimate")[:2] == [own.alpha, own.b]
    chart = result.charts[0]
    slope, start = np.polyfit([one.x for one in chart.points], [one.y for one in chart.points], 1)
    assert chart.line == pytest.approx((start, slope))


def test_coupling_by_the_formula_of_2021() -> None:
    """Two systems u ≤ v: C = √{[1 − (v − u)] u/v}, D = √(C T); obstacles share what is missing."""
    values = {"A": [[0.2, 0.5, 0.9, 1.0]], "B": [[0.4, 0.5, 0.3, 1.0]]}
    units = PROVINCES[:4]
    result = answer("coupling", values, units, options=(("systems", "as_is"),))
    for unit, u, v in (("110000", 0.2, 0.4), ("120000", 0.5, 0.5), ("130000", 0.3, 0.9)):
        c = sqrt((1 - (v - u)) * u / v)
        row = next(one.cells for one in found(result, "coupling_now").rows if one.cells[0] == unit)
        assert row[1] == pytest.approx(sqrt(c * (u + v) / 2))
        assert row[3] == pytest.approx(c)
    obstacles = {row.cells[0]: row.cells[1:] for row in found(result, "obstacles").rows}
    assert obstacles["110000"][0] == "A"
    assert obstacles["110000"][1:] == pytest.approx((0.8 / 1.4, 0.6 / 1.4))
    assert obstacles["140000"] == (None, None, None)  # nothing is left to reach


def test_less_is_better_turns_a_system() -> None:
    values = {"A": [[0.2, 0.5, 0.9, 0.4]], "B": [[0.4, 0.5, 0.3, 0.1]]}
    turned = {**values, "B": [[0.6, 0.5, 0.7, 0.9]]}
    as_is = (("systems", "as_is"),)
    one = answer("coupling", values, PROVINCES[:4], less=("B",), options=as_is)
    other = answer("coupling", turned, PROVINCES[:4], options=as_is)
    for mine, theirs in zip(one.tables[0].rows, other.tables[0].rows, strict=True):
        assert mine.cells[1] == pytest.approx(theirs.cells[1])


def test_quotients_and_similarity_as_fractions() -> None:
    """Amounts 3, 1 | 1, 3: LQ = (3/4)/(1/2); similarity 6/10, overlap ½."""
    values = {"A": [[3, 1]], "B": [[1, 3]]}
    result = answer("quotient", values, PROVINCES[:2])
    assert found(result, "quotients").rows[0].cells[2:] == (float(Fraction(3, 2)), float(Fraction(1, 2)))
    pair = answer("similarity", values, PROVINCES[:2]).tables[0].rows[0].cells
    assert pair[2:5] == pytest.approx((0.6, 1.0, 0.5))
    assert pair[5] == "A"


def flows(values: Mapping[str, Sequence[float]], places: tuple[str, ...]) -> Result:
    """Directed flows between places, two years."""
    question = Question("flows", ("F",))
    data = Panel(tuple(values), ("2022", "2023"), ("F",), np.array(list(values.values()), dtype=float).T[..., None])
    return run("flows", given_of(question, data, ("F",), places))


def test_what_stays_inside() -> None:
    """Inside 10 + 20, leaving 40 + 60: 30/100 of what leaves; what arrives is not known."""
    result = flows({"A→B": [10, 5], "B→A": [20, 5], "A→": [40, 20], "B→": [60, 20]}, ("A", "B"))
    assert found(result, "internal").rows[0].cells == ("2022", 0.3, None, None, 4)
    assert [one.value for one in result.scores] == pytest.approx([0.3, 0.25])


def test_totals_over_all_places_that_are_named() -> None:
    """Without totals every flow with the other places must be there; one missing and nothing is said."""
    every = {"A→B": [1, 1], "B→A": [1, 1], "A→C": [2, 2], "B→C": [4, 4], "C→A": [1, 1], "C→B": [1, 1]}
    result = flows(every, ("A", "B"))
    assert found(result, "internal").rows[1].cells[1:4] == pytest.approx((2 / 8, 2 / 4, 2 / 10))
    assert "totals_listed" in [one.code for one in result.remarks]
    del every["C→B"]
    origins, arriving, both = found(flows(every, ("A", "B")), "internal").rows[1].cells[1:4]
    assert (origins, arriving, both) == (0.25, None, None)


def test_joint_flows_are_taken_apart_and_said() -> None:
    """北京→津冀 300 and 北京→天津 100 leave 200 for 河北."""
    places = ("110000", "120000", "130000")
    result = flows({"110000→120000+130000": [300, 300], "110000→120000": [100, float("nan")]}, places)
    earlier = run("flows", replace_year(result, places))
    assert ("110000→130000", "deduced", 200.0, "110000→120000+130000") in [row.cells for row in earlier.tables[-1].rows]
    assert ("110000→120000+130000", "joint", 300.0, None) in [row.cells for row in result.tables[-1].rows]


def replace_year(result: Result, places: tuple[str, ...]):  # type: ignore[no-untyped-def]
    """The same flows with the first year looked at."""
    data = Panel(
        ("110000→120000+130000", "110000→120000"), ("2022", "2023"), ("F",),
        np.array([[300.0, 100.0], [300.0, float("nan")]])[..., None],
    )  # fmt: skip
    return given_of(Question("flows", ("F",), year="2022"), data, ("F",), places)


def test_totals_less_than_what_is_inside_are_not_used() -> None:
    result = flows({"A→B": [10, 5], "B→A": [20, 5], "A→": [1, 20], "B→": [2, 20]}, ("A", "B"))
    assert found(result, "internal").rows[0].cells[1] is None
    assert "inside_exceeds" in [one.code for one in result.remarks]


def test_moran_takes_the_borders_of_the_units_there_are() -> None:
    values = random(3, 4, len(CITIES))
    result = answer("moran", {"X": values}, CITIES)
    inside = neighbours("cities").of(CITIES).standardised().matrix
    z = values - values.mean(axis=1, keepdims=True)
    expected = [len(CITIES) / inside.sum() * row @ inside @ row / (row @ row) for row in z]
    assert column(result.tables[0], "moran") == pytest.approx(expected)
    clusters = result.charts[-1].classes
    assert set(clusters) == set(CITIES)
    assert set(clusters.values()) <= {"HH", "LL", "HL", "LH", "not_significant"}


def test_a_unit_with_a_gap_is_named_and_left_out() -> None:
    """Throughout, where members must not change; in its year only, where each year stands alone."""
    values = random(1)
    values[3, 2] = np.nan
    for name in ("sigma", "clubs", "moran"):
        result = answer(name, {"X": values})
        assert [(unit, why.code) for unit, why in result.left] == [("130000", "left_out")]
        assert "2018" in result.left[0][1].sentence("en")
    for name in ("theil", "gini", "density", "markov"):
        result = answer(name, {"X": values})
        assert [(unit, why.code) for unit, why in result.left] == [("130000", "missing_in")]
    assert [unit for unit, _ in answer("beta", {"X": values}).left] == []  # only the ends count


WRONG = {
    "zero under a logarithm": ("sigma", {"X": [[1, 0, 2, 3]] * 4}, {}, ["not_positive"]),
    "negative": ("gini", {"X": [[1, -1, 2, 3]] * 4}, {}, ["negative"]),
    "theil L of a zero": ("theil", {"X": [[1, 0, 2, 3]]}, {"options": (("entropy", "theil_l"),)}, ["not_positive"]),
    "two at once": ("theil", {"X": [[1, -1, 2, 3]], "N": [[1, -1, 1, 1]]}, {"by": "N"}, ["negative", "negative"]),
    "constant": ("moran", {"X": [[2, 2, 2, 2]] * 3}, {}, ["constant"]),
    "constant classes": ("markov", {"X": [[2, 2, 2, 2]] * 3}, {}, ["constant"]),
    "one year": ("sigma", {"X": [[1, 2, 3, 4]]}, {}, ["few_times"]),
    "all missing": ("sigma", {"X": [[np.nan] * 4] * 4}, {}, ["few_balanced"]),
    "flat year": ("density", {"X": [[1, 2, 3, 4], [2, 2, 2, 2]]}, {}, ["flat_years"]),
    "not degrees": ("coupling", {"A": [[1, 2, 3, 4]], "B": [[0, 1, 0.5, 0.2]]}, {"options": (("systems", "as_is"),)},
                    ["not_degrees"]),
    "no mass": ("gravity", {"X": [[0, 0, 0, 0]]}, {}, ["no_mass"]),
    "negative amount": ("quotient", {"A": [[1, -2, 3, 4]], "B": [[1, 1, 1, 1]]}, {}, ["negative"]),
    "logs that change sign": ("clubs", {"X": np.linspace(0.5, 3, 40).reshape(10, 4)}, {}, ["logs_below_zero"]),
    "too few controls": ("beta", {"X": [[1, 2, 3, 4]] * 2, "A": [[1, 2, 3, np.nan]] * 2, "B": [[1, 5, 3, 4]] * 2}, {},
                         ["few_balanced"]),
}  # fmt: skip


@pytest.mark.parametrize("why", WRONG)
def test_refused_with_every_fault(why: str) -> None:
    name, values, asked, codes = WRONG[why]
    assert told(name, values, PROVINCES[:4], **asked) == codes  # type: ignore[arg-type]


def test_places_without_borders_or_centres() -> None:
    """Parks and counties have none in our data."""
    parks = ("甲园", "乙园", "丙园", "丁园")
    assert told("moran", {"X": [[1, 2, 3, 4]] * 3}, parks) == ["no_map"]
    assert told("gravity", {"X": [[1, 2, 3, 4]] * 3}, parks) == ["no_centres"]


def test_a_fault_names_place_and_year() -> None:
    with pytest.raises(FaultyAnalysisError) as caught:
        answer("sigma", {"GDP": [[1, 0, 2, 3]] * 4}, PROVINCES[:4])
    assert "天津 2015" in caught.value.sentence("zh")
    assert "地区生产总值" in caught.value.sentence("zh")


def test_units_whose_parts_are_all_zero_are_named() -> None:
    result = answer("quotient", {"A": [[3, 0, 1, 2]], "B": [[1, 0, 3, np.nan]]}, PROVINCES[:4])
    assert {unit: why.code for unit, why in result.left} == {"120000": "empty_unit", "140000": "missing_in"}


def test_years_apart_are_no_chain() -> None:
    data = Panel(PROVINCES, ("2010", "2011", "2014"), ("X",), random(1, 3)[..., None])
    with pytest.raises(FaultyAnalysisError, match="2010, 2011, 2014"):
        run("markov", given_of(Question("markov", ("X",)), data, ("X",)))


def test_classes_that_never_meet_have_no_long_run() -> None:
    """Ranks that never change: four closed classes, said as they are shown."""
    result = answer("markov", {"X": np.tile(np.arange(1.0, 11), (4, 1))})
    assert [one.code for one in result.remarks] == ["several_closed"]
    assert "1 / 2 / 3 / 4" in result.remarks[0].sentence("en")


@pytest.mark.parametrize("name", [one for one in analyses() if one != "flows"])
def test_everything_replays_to_the_same_bits(name: str) -> None:
    """And is JSON; another value is another result."""
    kind = analyses()[name]
    values = {"X": random(1, 9), "Y": random(2, 9)} if kind.least > 1 else {"X": random(1, 9)}
    data, codes = panel(values), tuple(values)
    question = Question(name, codes)
    result = run(name, given_of(question, data, codes))
    made = json.loads(json.dumps(recipe(question, result, data)))
    again = replay(made, question, data, codes, ())
    assert record(again) == record(result)
    changed = np.array(data.values)
    changed[-1, 0, 0] = changed[-1].max() * 9 if changed[-1, 0, 0] < changed[-1].max() / 2 else 1e-3
    with pytest.raises(FaultyAnalysisError):
        replay(made, question, replace(data, values=changed), codes, ())


def test_every_word_is_there_in_both_languages() -> None:
    """Columns, charts, options and choices that results use."""
    known = set(table("analyses.toml")["word"])
    for name, kind in analyses().items():
        for option in kind.options:
            assert option.fits(option.default)
            assert set(option.choices) - known <= {"2", "3", "4", "5", "6", "1", "HC0", "HC1", "HC3"}
        if name == "flows":
            continue
        values = {"X": random(1, 9), "Y": random(2, 9)} if kind.least > 1 else {"X": random(1, 9)}
        result = answer(name, values)
        keys = {one.key for one in result.tables} | {one.key for one in result.charts}
        keys |= {one.key for each in result.tables for one in each.columns} - {"X", "Y"}
        keys |= {one.key.partition("|")[0] for one in result.scores}
        plain = {key for key in keys if key.isdigit() or key[0] in "→±"}
        assert keys - plain <= known, name
        for one in (*result.remarks, *(why for _, why in result.left)):
            assert one.sentence("zh") != one.sentence("en")
    assert word("theil", "en") == "theil"


def test_groups_of_provinces_and_cities() -> None:
    """31 provinces in four regions; cities by province; nested groups lie inside regions."""
    units = neighbours("provinces").units
    of = groupings(units)
    assert {label: of["regions"].count(label) for label in of["regions"]} == {
        "东部": 10,
        "中部": 6,
        "西部": 12,
        "东北": 3,
    }
    inside = {(region, pack) for region, pack in zip(of["regions"], of["pack"], strict=True)}
    assert len(inside) == len({pack for _, pack in inside}) == 5
    assert usual(units) == "regions"
    assert usual(CITIES) == "province"
    assert groupings(CITIES)["province"][2:] == ("河北",) * 4
    assert groupings(("甲园",)) == {"regions": (None,), "pack": (None,), "province": (None,)}


def test_a_question_goes_into_a_record_and_back() -> None:
    question = Question("theil", ("GDP",), ("members",), "2015", "2020", "2024-01-01", "first", "POP", "POP", ("X",), "2018",
                        (("group", "pack"),), 0.25)  # fmt: skip
    assert Question.of_record(json.loads(json.dumps(question.record()))) == question


def test_faults_of_a_question() -> None:
    question = Question("sigma", ("A", "A"), by="N", options=(("group", "x"),))
    assert [one.code for one in question.faults()] == ["unknown_option", "no_part", "repeated", "many_indicators"]
    assert [one.code for one in Question("theil", ("A",), options=(("group", "x"),)).faults()] == ["bad_option"]
    assert [one.code for one in Question("gravity", ("A",), options=(("power", "9"),)).faults()] == ["bad_option"]
    assert [one.code for one in Question("coupling", ("A",)).faults()] == ["few_indicators"]
