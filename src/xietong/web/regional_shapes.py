"""What the JSON of regional analyses holds."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class AnalysisListed(BaseModel):
    """An analysis: what it takes, its options with what they may be."""

    name: str
    title: dict[str, str]
    about: dict[str, str]
    takes: str
    options: list[dict[str, Any]]
    address: str


class Used(BaseModel):
    """The observation behind a raw value."""

    indicator: str
    place: str
    year: str
    observation: str
    released: str
    document: str
    address: str


class Said(BaseModel):
    """A remark in both languages; `place` where it is about one."""

    code: str
    place: str
    message: dict[str, str]


class RestsOn(BaseModel):
    """A document that values were read in, the day it was made known, and how many; empty for computed numbers."""

    document: str
    title: str
    released: str
    values: int


class AnalysisResult(BaseModel):
    """Tables as rows by column; charts in the units of the data; what is missing, by name; the observations used."""

    analysis: str
    question: dict[str, Any]
    year: str
    years: list[str]
    places: dict[str, dict[str, str]]
    measured: dict[str, str]
    tables: list[dict[str, Any]]
    charts: list[dict[str, Any]]
    remarks: list[Said]
    silent: list[str]
    left: list[Said]
    rests_on: list[RestsOn]
    observations: list[Used]
    address: str


class AnalysisRun(BaseModel):
    """An analysis that was kept, with its recipe; `outdated`: the same question gives something else now."""

    id: str
    analysis: str
    question: dict[str, Any]
    made: str
    released: str
    outdated: bool
    superseded: dict[str, str] | None
    recipe: dict[str, Any]
    tables: list[dict[str, Any]]
    inputs: int
    address: str
