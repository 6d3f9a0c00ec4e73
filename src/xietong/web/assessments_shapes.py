"""Yearly assessments as JSON."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel

from xietong.core.record import Record
from xietong.targets.assessment.model import Assessment as Given
from xietong.targets.assessment.record import Difference as Found
from xietong.web import addresses
from xietong.workspace.assessments import AssessmentRow


class Summary(BaseModel):
    """An assessment as lists show it."""

    id: str
    title: str
    year: int
    by: str
    set_on: date
    frozen: bool
    entered: datetime
    person: str
    address: str


class Cell(BaseModel):
    """How a territory did on an item; score is null where nothing is scored. Numbers as text."""

    item: str
    territory: str
    goal: str
    value: str | None
    unit: str
    observation: str
    released: str
    status: str
    score: str | None
    reason: str


class Total(BaseModel):
    """A territory's points; rank is null while an item has no score."""

    territory: str
    score: str
    possible: str
    missing: list[str]
    rank: int | None


class Whole(BaseModel):
    """A joint goal as a whole; value is null with the members that have no data."""

    item: str
    goal: str
    value: str | None
    missing: list[str]
    met: bool | None
    agreed: str


class Difference(BaseModel):
    """What a frozen result says and the present data would give; item is empty for a total."""

    territory: str
    item: str
    fact: str
    then: str
    now: str


class Assessment(Summary):
    """An assessment with its result; `source` is the TOML it was written as."""

    cells: list[Cell]
    totals: list[Total]
    wholes: list[Whole]
    differences: list[Difference]
    source: str


def summary(kept: Record, one: Given, frozen: bool) -> Summary:
    """One row of the list."""
    return Summary(
        id=kept.subject, title=one.title, year=one.year, by=one.by, set_on=one.set_on, frozen=frozen, entered=kept.at,
        person=kept.person, address=addresses.assessment(kept.subject),
    )  # fmt: skip


def assessment(row: AssessmentRow, language: str) -> Assessment:
    """The whole of it."""
    agreed = {item.code: item.joint.agreed for item in row.assessment.items if item.joint}
    return Assessment(
        **summary(row.record, row.assessment, row.frozen).model_dump(),
        cells=[
            Cell(item=one.item, territory=one.territory, goal=str(one.goal) if one.goal else "",
                 value=str(one.value.value) if one.value else None, unit=one.value.unit if one.value else "",
                 observation=one.value.source if one.value else "", released=one.value.released if one.value else "",
                 status=one.status, score=None if one.score is None else str(one.score), reason=one.sentence(language))
            for one in row.result.cells
        ],
        totals=[Total(territory=one.territory, score=str(one.score), possible=str(one.possible), missing=list(one.missing),
                      rank=one.rank) for one in row.result.totals],
        wholes=[Whole(item=one.item, goal=str(one.goal), value=None if one.value is None else str(one.value),
                      missing=list(one.missing), met=one.met, agreed=agreed.get(one.item, "")) for one in row.result.wholes],
        differences=[difference(one) for one in row.differences], source=row.source,
    )  # fmt: skip


def difference(one: Found) -> Difference:
    """A difference."""
    return Difference(territory=one.territory, item=one.item, fact=one.fact, then=one.then, now=one.now)
