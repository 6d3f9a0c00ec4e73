"""The series of the shared panel, and the years of them that are held back from a forecast."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from xietong.targets.forecast import LEAST, forecast

HORIZONS = range(1, 6)
CUTS = (5, 6, 8, 12)
LOW, HIGH = 70, 90
# file → the columns that name a series, the year, and the values (none: every other column is a series of its own)
SHAPES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "city30_air_econ_2008_2017.csv": (("city",), "year", ""),
    "gdp_prov_1992_2020_kaggle_vintage2021.csv": ((), "Unnamed: 0", ""),
    "industrial_enterprise_rd_2012_2024.csv": (("region", "indicator"), "year", "value"),
    "jjj_education_innovation_2015_2024.csv": (("一级指标", "二级指标", "三级指标", "分项", "地区"), "年份", "数值"),
    "nbs_gdp_vintages.csv": (("region", "indicator", "vintage"), "year", "value"),
    "nbs_other_series.csv": (("region", "indicator", "vintage"), "year", "value"),
    "techme_hitech_firms_recognised_2018_2024.csv": (("province",), "year", "num"),
    "techme_innovation_panel_2000_2023.csv": (("dataset", "province", "variables", "chn_block4"), "year", "value"),
}
NOT_SERIES = ("key_regions",)  # a code, not a measurement


def series(path: Path) -> dict[str, list[float]]:
    """The longest unbroken run of years of every series of a file that has more than five years."""
    keys, year, value = SHAPES[path.name]
    values: dict[str, dict[int, float]] = defaultdict(dict)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for name, text in _cells(row, keys, year, value):
                when, number = _number(row[year]), _number(text)
                if when is not None and number is not None:
                    values[name].setdefault(int(when), number)
    runs = {name: [years[one] for one in _run(sorted(years))] for name, years in values.items()}
    return {name: run for name, run in runs.items() if len(run) > LEAST}


def _cells(row: Mapping[str, str], keys: tuple[str, ...], year: str, value: str) -> Iterator[tuple[str, str]]:
    name = "|".join(row[key] for key in keys)
    if value:
        yield name, row[value]
    else:
        others = (column for column in row if column not in (*keys, year, *NOT_SERIES))
        yield from ((f"{name}|{column}", row[column]) for column in others)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _run(years: list[int]) -> list[int]:
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return max(runs, key=len, default=[])


MOST = 200.0  # no single series decides the mean


def covered(values: list[float]) -> Iterator[tuple[int, int, bool, float]]:
    """Points known, horizon, whether the held-back value lay in the interval, and the interval's score: its width and ten times
    what the value lies outside, in mean changes of the known series (at most 200): the less the better."""
    for known in sorted(
        {cut for cut in CUTS if cut < len(values)} | {max(len(values) - ahead, LEAST) for ahead in HORIZONS}
    ):
        made = forecast(values[:known], HORIZONS[-1])
        usual = sum(abs(b - a) for a, b in pairwise(values[:known])) / (known - 1)
        for ahead in HORIZONS:
            if known + ahead <= len(values):
                held = values[known + ahead - 1]
                slack = 1e-9 * abs(held)  # a constant series has an interval without width
                low, high = made.low[ahead - 1] - slack, made.high[ahead - 1] + slack
                score = high - low + 10 * max(low - held, held - high, 0.0)
                yield known, ahead, low <= held <= high, min(score / usual, MOST) if usual else 0.0
