"""Space and flows over the cities of 京津冀 from open data only: run `python examples/spatial.py`.

Stations of high-speed trains in 2016 (data/README.md), borders and seats of the 13 cities, and the flows that the demo
corpus states. There is no open timetable: times here are a model, straight lines between the nearest stations of two
cities, lengthened by DETOUR, at SPEED. They show how the functions go together; they are not travel times.
"""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import numpy as np

from xietong.demo import build
from xietong.observations.places import words
from xietong.regional.spatial.accessibility import mean_time, pairs_within, relative, within
from xietong.regional.spatial.distance import great_circle
from xietong.regional.spatial.flow_table import flow_table
from xietong.regional.spatial.local import QUADRANTS, local_moran
from xietong.regional.spatial.moran import moran, moran_i
from xietong.regional.spatial.neighbours import names, neighbours
from xietong.regional.spatial.permute import permuted
from xietong.store.observations import ObservationFilter
from xietong.workspace import Workspace

STATIONS = Path(__file__).parent / "data" / "hsr_stations_2016.csv"
DETOUR, SPEED = 1.2, 200.0  # assumed: rails over straight line; km/h from platform to platform


def main() -> None:
    """Print the three parts."""
    with STATIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places = np.array([[float(row["longitude"]), float(row["latitude"])] for row in rows])
    weights = neighbours("cities")
    cities = names(weights.units)
    at = [np.array([row["city"] == city for row in rows]) for city in cities]
    concentration(cities, np.array([one.sum() for one in at], dtype=np.float64), weights.standardised().matrix)
    reach([(city, one) for city, one in zip(cities, at, strict=True) if one.any()], great_circle(places))
    flows()


def concentration(cities: tuple[str, ...], stations: np.ndarray, weights: np.ndarray) -> None:
    """Whether stations gather, and where."""
    found = moran(stations, weights)
    dealt = permuted(stations, lambda one: moran_i(one, weights), seed=1, permutations=9999)
    print(
        f"stations per city: Moran's I {found.statistic:.3f}, z {found.z:.2f}, p {found.p:.3f}, by permutation {dealt.p:.3f}"
    )
    local = local_moran(stations, weights, seed=1, permutations=9999)
    for city, count, quadrant, p in zip(cities, stations, local.quadrant, local.adjusted, strict=True):
        print(f"  {city} {count:.0f} {QUADRANTS[quadrant]} p {p:.2f}")


def reach(served: list[tuple[str, np.ndarray]], apart: np.ndarray) -> None:
    """Modelled hours between the cities that have a station."""
    nearest = np.array([[apart[one][:, other].min() for _, other in served] for _, one in served])
    hours = nearest * DETOUR / SPEED
    mean = mean_time(hours)
    print(f"{len(served)} cities with a station; pairs within 1.5 modelled hours: {pairs_within(hours, 1.5):.0%}")
    for (city, _), one, index, count in zip(served, mean, relative(mean), within(hours, 1.0), strict=True):
        print(f"  {city} mean {one:.2f} h, relative {index:.2f}, {count:.0f} cities within 1 h")


def flows() -> None:
    """Technology contracts by direction as the demo corpus states them; what it does not state stays unknown."""
    wanted = ObservationFilter(indicator="TECH_VAL", measure="level")
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "demo") as workspace:
        build(workspace)
        found = [entry.observation for entry in workspace.observations.stream(wanted)]
    stated = [one for one in found if "→" in one.key.place]
    for period in sorted({one.key.period for one in stated}):
        given = {one.key.place: float(one.value[0]) for one in stated if one.key.period == period}
        table = flow_table(given, ("110000", "120000", "130000"))
        print(f"technology contracts {period}: {np.isfinite(table.matrix).sum()} of 9 cells known; joint flows:")
        for place, value in table.joint.items():
            print(f"  {words(place)} {value / 1e8:.1f} 亿元")


if __name__ == "__main__":
    main()
