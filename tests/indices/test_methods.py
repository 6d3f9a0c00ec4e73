"""The registry: every method has a name in both languages and a source, takes its defaults, and every message can be said."""

from __future__ import annotations

import inspect
import string
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from xietong.data import table
from xietong.indices.combine import AGGREGATIONS, WEIGHTINGS, source, title
from xietong.indices.parameters import complete, misfits

BOTH = [("aggregation", name) for name in AGGREGATIONS] + [("weights", name) for name in WEIGHTINGS]
VALUES = np.random.default_rng(2).uniform(1, 100, (8, 3)) ** [[1, 1.2, 0.9]]
GIVEN: dict[str, dict[str, Any]] = {
    "ahp": {"matrix": np.ones((3, 3)).tolist()},
    "combination": {"of": ["entropy", "critic"]},
    "pca_first": {"negative": "keep"},
}

NOT_TOLD = {
    ("combination", "matrix"),
    ("pca_explained", "share"),
    ("pca_explained", "number"),
    ("pca_rotated", "share"),
    ("pca_rotated", "number"),
}


@pytest.mark.parametrize(("kind", "name"), BOTH)
def test_every_method_has_its_names_source_and_description(kind: str, name: str) -> None:
    method = {"aggregation": AGGREGATIONS, "weights": WEIGHTINGS}[kind][name]
    assert title(kind, name, "zh") != title(kind, name, "en")
    assert source(kind, name)
    assert method.function.__doc__
    taken = list(inspect.signature(method.function).parameters)[2 if kind == "aggregation" else 1 :]
    assert sorted(taken) == sorted(method.parameters)


def test_the_names_of_methods_are_those_of_the_registry() -> None:
    assert set(table("methods.toml")["aggregation"]) == set(AGGREGATIONS)
    assert set(table("methods.toml")["weights"]) == set(WEIGHTINGS)


@pytest.mark.parametrize("name", AGGREGATIONS)
def test_defaults_of_a_method_are_those_of_its_function_and_are_allowed(name: str) -> None:
    method = AGGREGATIONS[name]
    for key, parameter in method.parameters.items():
        assert inspect.signature(method.function).parameters[key].default == parameter.default
        assert not parameter.wrong(parameter.default)
    assert np.isfinite(method.function(VALUES, np.ones(3), **complete({}, method.parameters))).all()


@pytest.mark.parametrize("name", WEIGHTINGS)
def test_weights_of_defaults(name: str) -> None:
    method, parameters = WEIGHTINGS[name], GIVEN.get(name, {})
    assert list(misfits(parameters, method.parameters)) == []
    weights = method.function(VALUES, **complete(parameters, method.parameters))
    assert weights.shape == (3,)
    assert weights.sum() == pytest.approx(1.0)


def test_a_matrix_and_lists_of_numbers_are_known_kinds() -> None:
    known = WEIGHTINGS["combination"].parameters
    assert list(misfits({"matrix": [[1, 2], ["1/2", 1]], "parts": [1, 2.5], "of": ["ahp"]}, known)) == []
    wrong = [words["key"] for _, words in misfits({"matrix": [1, 2], "parts": ["1"], "of": "ahp"}, known)]
    assert wrong == ["matrix", "parts", "of"]


@pytest.mark.parametrize("code", table("messages/methods.toml"))
def test_messages_of_both_languages_are_filled_by_the_same_words(code: str) -> None:
    fields = [
        {field for _, field, _, _ in string.Formatter().parse(table("messages/methods.toml")[code][language]) if field}
        for language in ("zh", "en")
    ]
    assert fields[0] == fields[1]


@pytest.mark.parametrize(("kind", "name"), BOTH)
def test_every_method_and_parameter_is_in_the_documentation(kind: str, name: str) -> None:
    told = (Path(__file__).parents[2] / "docs" / "index-methods.md").read_text(encoding="utf-8")
    (row,) = [line for line in told.splitlines() if line.startswith("|") and f"`{name}`" in line.split("|")[1]]
    method = {"aggregation": AGGREGATIONS, "weights": WEIGHTINGS}[kind][name]
    for key, parameter in method.parameters.items():
        # what several methods of a row share is told once; a matrix of the combination is that of ahp
        assert f"`{key}`" in row or (name, key) in NOT_TOLD, key
        assert all(choice in told for choice in parameter.names), key
