"""The neighbours that come with the project: counts that are known, plausible distances, no island but Hainan."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from xietong.core.errors import ValuesError
from xietong.regional.spatial.distance import great_circle
from xietong.regional.spatial.neighbours import centres, names, neighbours

GEOGRAPHY = Path(__file__).parents[4] / "shared" / "data" / "geography" / "adcodes_china_lonlat_cpca.csv"


def test_provinces() -> None:
    found = neighbours("provinces")
    counts = dict(zip(names(found.units), found.counts.tolist(), strict=True))
    assert len(counts) == 31
    assert found.symmetric
    assert names(found.islands) == ("海南省",)
    # the two that border eight others, and those that are known for few
    assert sorted(name for name, count in counts.items() if count == 8) == ["内蒙古自治区", "陕西省"]
    assert {name: counts[name] for name in ("北京市", "天津市", "河北省", "上海市", "黑龙江省", "宁夏回族自治区", "新疆维吾尔自治区")} == {
        "北京市": 2, "天津市": 2, "河北省": 7, "上海市": 2, "黑龙江省": 2, "宁夏回族自治区": 3, "新疆维吾尔自治区": 3,
    }  # fmt: skip
    assert neighbours("provinces", straits=True).islands == ()
    assert set(neighbours("provinces", straits=True).neighbours("460000")) == {"440000"}


def test_cities() -> None:
    found = neighbours("cities", straits=True)
    assert len(found.units) == 13
    assert found.islands == ()
    assert set(names(tuple(found.neighbours("110000")))) == {"天津市", "廊坊市", "保定市", "张家口市", "承德市"}
    assert set(names(tuple(found.neighbours("130400")))) == {"邢台市"}


@pytest.mark.parametrize(("level", "farthest"), [("cities", 260), ("provinces", 1900)])
def test_neighbours_are_near(level: str, farthest: float) -> None:
    """No pair is a slip of the list: neighbours' seats are near, and most units' nearest seat is a neighbour's."""
    found = neighbours(level)  # type: ignore[arg-type]
    apart = great_circle(centres(found.units))
    assert apart[found.matrix > 0].max() < farthest
    np.fill_diagonal(apart, np.inf)
    nearest = found.matrix[np.arange(len(apart)), apart.argmin(axis=1)]
    assert nearest.mean() > 0.9


def test_distance_of_beijing_and_tianjin() -> None:
    assert great_circle(centres(["110000", "120000"]))[0, 1] == pytest.approx(114, abs=2)
    with pytest.raises(ValuesError, match="999999"):
        centres(["110000", "999999"])


@pytest.mark.skipif(not GEOGRAPHY.is_file(), reason="the shared data are not beside the project")
def test_centres_are_those_of_the_source() -> None:
    rows = csv.DictReader(GEOGRAPHY.read_text(encoding="utf-8-sig").splitlines())
    source = {row["adcode6"]: row for row in rows}
    for level in ("provinces", "cities"):
        units = neighbours(level).units
        expected = [[float(source[code]["longitude"]), float(source[code]["latitude"])] for code in units]
        assert centres(units).tolist() == expected
