"""The published statistics of the Columbus data are reached to their digits."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.regional.spatial.maps import Floats
from xietong.regional.spatial.geary import geary
from xietong.regional.spatial.getis import getis
from xietong.regional.spatial.least_squares import diagnose, ordinary
from xietong.regional.spatial.likelihood import durbin_model, error_model, impacts, lag_model
from xietong.regional.spatial.moments import Autocorrelation
from xietong.regional.spatial.moran import bivariate_moran, moran
from xietong.regional.spatial.weights import contiguity

HERE = Path(__file__).parent
FOLDER = HERE.parents[3] / "shared" / "indices" / "published"
PUBLISHED = tomllib.loads((HERE / "columbus.toml").read_text(encoding="utf-8"))
DIGITS = 1e-12  # thirteen or fourteen digits are published
OPTIMISED = 5e-8  # see columbus.toml

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared reference numbers are not beside the project")


@dataclass(frozen=True)
class Columbus:
    crime: Floats
    income: Floats
    house: Floats
    binary: Floats
    weights: Floats

    @property
    def x(self) -> Floats:
        return np.column_stack([self.income, self.house])


@cache
def columbus() -> Columbus:
    rows, pairs = (
        list(csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines()))
        for name in ("columbus.csv", "columbus_neighbors.csv")
    )
    weights = contiguity([row["id"] for row in rows], [(pair["i"], pair["j"]) for pair in pairs])
    crime, income, house = (np.array([float(row[one]) for row in rows]) for one in ("CRIME", "INC", "HOVAL"))
    return Columbus(crime, income, house, weights.matrix, weights.standardised().matrix)


def agrees(found: Autocorrelation, published: dict[str, float]) -> None:
    for name, value in published.items():
        assert float(getattr(found, name)) == pytest.approx(value, rel=DIGITS), name


def test_global_statistics() -> None:
    data = columbus()
    agrees(moran(data.crime, data.weights, alternative="greater"), PUBLISHED["moran"])
    agrees(moran(data.crime, data.weights, "normal"), PUBLISHED["moran_normal"])
    agrees(geary(data.crime, data.weights, alternative="greater"), PUBLISHED["geary"])
    agrees(getis(data.crime, data.binary, "greater"), PUBLISHED["getis"])
    bivariate = float(bivariate_moran(data.crime, data.income, data.weights))
    assert bivariate == pytest.approx(PUBLISHED["bivariate"]["statistic"], rel=DIGITS)


def test_least_squares_and_the_tests_for_space() -> None:
    data = columbus()
    assert ordinary(data.crime, data.x).coefficients == pytest.approx(PUBLISHED["ols"]["coefficients"], rel=DIGITS)
    found, published = diagnose(data.crime, data.x, data.weights), PUBLISHED["diagnosis"]
    assert [found.moran, found.moran_z] == pytest.approx(published.pop("moran"), rel=DIGITS)
    for name, (statistic, p) in published.items():
        assert getattr(found, name).statistic == pytest.approx(statistic, rel=1e-11), name
        assert getattr(found, name).p == pytest.approx(p, rel=1e-11), name


@pytest.mark.parametrize("kind", ["lag", "error", "durbin"])
def test_models_by_maximum_likelihood(kind: str) -> None:
    data, published = columbus(), PUBLISHED[kind]
    model = {"lag": lag_model, "error": error_model, "durbin": durbin_model}[kind](data.crime, data.x, data.weights)
    assert model.kind == kind
    assert model.parameter == pytest.approx(published["parameter"], rel=1e-7)
    assert model.coefficients == pytest.approx(published["coefficients"], rel=OPTIMISED)
    assert model.log_likelihood == pytest.approx(published["log_likelihood"], rel=DIGITS)
    found = impacts(model, data.weights)
    for name in {"direct", "indirect", "total"} & published.keys():
        assert getattr(found, name) == pytest.approx(published[name], rel=OPTIMISED), name
