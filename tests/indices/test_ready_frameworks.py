"""The frameworks that come with the package, on published numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from xietong.core.panel import Panel
from xietong.data import table
from xietong.indices.exchange import toml
from xietong.indices.framework_read import from_table, read, ready
from xietong.indices.run import run

PUBLISHED = Path(__file__).parents[3] / "shared/indices/published"
needs_folder = pytest.mark.skipif(not PUBLISHED.is_dir(), reason="../shared with the published cases is not here")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a published case."""
    with (PUBLISHED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["hdi", "tai", "asem", "jjj", "provinces"])
def test_sound_and_written_again(name: str) -> None:
    """Nothing is wrong with them, and a framework written is the same read again."""
    framework = ready(name)
    assert not framework.faults
    assert read(toml.write(framework)).hash == framework.hash
    assert all(element.zh and element.en and element.zh != element.code for element in framework.elements)


@needs_folder
def test_hdi_2022() -> None:
    """The Human Development Index of 2022 to the three decimals published, for every country that has one."""
    published = [row for row in rows("hdi_2022.csv") if all(row.values())]
    columns = {"LE": "le_2022", "EYS": "eys_2022", "MYS": "mys_2022", "GNIPC": "gnipc_2022"}
    values = np.array([[[float(row[column]) for column in columns.values()] for row in published]])
    result = run(ready("hdi"), Panel(tuple(row["iso3"] for row in published), ("2022",), tuple(columns), values))
    ours, theirs = result.of("HDI")[0], np.array([float(row["hdi_2022"]) for row in published])
    assert len(published) > 190
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=0.0005 + 1e-9)


@needs_folder
def test_tai_2001() -> None:
    """The Technology Achievement Index of 2001: 22 of 23 within 0.0015 of the transcription; logarithms are given."""
    given, published = rows("tai_23.csv"), rows("tai_hdr2001_check.csv")
    framework = ready("tai")
    codes = [indicator.code for indicator in framework.indicators]
    values = np.array([[[float(row[code]) for code in codes] for row in given]])
    for logged in ("telephones", "electricity"):
        values[:, :, codes.index(logged)] = 10 ** values[:, :, codes.index(logged)]
    result = run(framework, Panel(tuple(row["country"] for row in given), ("2001",), tuple(codes), values))
    theirs = {row["country"]: float(row["tai_hdr2001"]) for row in published}
    away = [abs(score - theirs[unit]) for unit, score in zip(result.panel.units, result.of("TAI")[0], strict=True)]
    assert sum(one <= 0.0015 for one in away) == 22


@needs_folder
def test_total_of_the_region_is_the_mean_of_five() -> None:
    """What is known of the official index: in every complete release the total is the plain mean, to a tenth or less."""
    dimensions = ("innovation", "coordination", "green", "openness", "sharing")
    complete = [row for row in rows("jjj_index_published.csv") if all(row[one] for one in dimensions)]
    said = {"code": "T", "weights": {"method": "equal"}, "step": [{"do": "normalise", "method": "none"}]}
    said |= {"node": [{"code": "T"}], "indicator": [{"code": one, "parent": "T"} for one in dimensions]}
    values = np.array([[[float(row[one]) for one in dimensions]] for row in complete])
    result = run(from_table(said), Panel(("region",), tuple(row["ref_year"] for row in complete), dimensions, values))
    assert len(complete) == 6
    published = np.array([float(row["total"]) for row in complete])
    np.testing.assert_allclose(result.of("T")[:, 0], published, rtol=0, atol=0.05 + 1e-9)


def test_the_region_without_data_has_no_total() -> None:
    """A dimension that the data do not cover has no score, and there is no total of the others."""
    framework = ready("jjj")
    assert {indicator.code for indicator in framework.indicators} <= {
        one["code"] for one in table("indicators.toml")["indicator"]
    }
    values = np.array([[[2.0, 40.0]], [[3.0, 20.0]]])
    result = run(framework, Panel(("region",), ("2014", "2015"), ("RD_INT", "PM25"), values))
    assert result.of("RD_INT")[:, 0].tolist() == [100.0, 150.0]
    assert result.of("PM25")[:, 0].tolist() == [100.0, 200.0]  # half the pollution is twice the base
    assert np.isnan(result.of("JJJ")).all()
    assert {"JJJ", "OPENNESS", "SHARING", "TRADE"} <= set(result.uncovered)


def test_directions_and_names_are_those_of_the_catalogue() -> None:
    """The region's indicators say what the catalogue says of them."""
    catalogue = {one["code"]: one for one in table("indicators.toml")["indicator"]}
    for indicator in ready("jjj").indicators:
        assert indicator.direction == catalogue[indicator.code]["direction"]
        assert indicator.unit == catalogue[indicator.code]["unit"]
