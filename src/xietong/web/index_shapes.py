"""What the JSON of indices holds."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from xietong.web import shapes


class FrameworkListed(BaseModel):
    """A framework: how many of its indicators the workspace has observations of, or what is wrong with its file."""

    name: str
    origin: str
    title: dict[str, str]
    indicators: int
    covered: int
    faults: list[str]
    address: str


class Ranked(BaseModel):
    """A place with its score and rank; null where there is none. `below`: scores of the children by code."""

    place: str
    place_name: dict[str, str]
    score: float | None
    rank: int | None
    moved: int | None
    below: dict[str, float | None]
    address: str


class IndexResult(BaseModel):
    """One node of an index in one year. `uncovered`: elements without any data; `silent`: places without any; `thin`:
    indicators in years in which too few places have them."""

    framework: str
    title: dict[str, str]
    node: str
    node_name: dict[str, str]
    year: str
    years: list[str]
    rows: list[Ranked]
    uncovered: list[str]
    silent: list[str]
    thin: list[tuple[str, str]]
    recipe: dict[str, Any]
    address: str


class Part(BaseModel):
    """An element in the decomposition of a score; `observed` is the raw value with its source, `needed` the raw value at
    which the place would gain a rank, the other values as they are."""

    element: str
    name: dict[str, str]
    level: int
    score: float | None
    weight: float | None
    points: float | None
    percent: float | None
    observed: shapes.Observed | None
    needed: float | None


class Effect(BaseModel):
    """What an indicator did to a change."""

    element: str
    value: float
    weight: float | None
    coverage: float


class Changed(BaseModel):
    """A change taken apart: after - before = Σ value + Σ coverage + weights + rest."""

    since: str
    before: float | None
    after: float | None
    effects: list[Effect]
    weights: float
    rest: float


class IndexUnit(BaseModel):
    """The score of one place opened: start + Σ points of level 1 = score."""

    place: str
    place_name: dict[str, str]
    node: str
    year: str
    score: float | None
    rank: int | None
    attribution: str
    start: float
    parts: list[Part]
    change: Changed | None


class IndexAudit(BaseModel):
    """What is to be known of an index; `matrix` holds correlations of `codes`, null where undefined."""

    year: str
    remarks: list[dict[str, Any]]
    acting: list[dict[str, Any]]
    alpha: dict[str, float | None]
    codes: list[str]
    matrix: list[list[float | None]]


class IndexRanks(BaseModel):
    """Rank intervals of places over replications; `varied` says what."""

    node: str
    year: str
    runs: int
    level: float
    varied: list[str]
    rows: list[dict[str, Any]]


class IndexRun(BaseModel):
    """A computed index that was kept, with its recipe; `outdated`: the same question gives something else now."""

    id: str
    framework: str
    asked: dict[str, Any]
    made: str
    released: str
    outdated: bool
    superseded: dict[str, str] | None
    recipe: dict[str, Any]
    inputs: int
    address: str
