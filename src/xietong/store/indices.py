"""Computed indices and regional analyses that are kept: recipe, panel and inputs; what is computed anew supersedes, never
overwrites. An analysis is kept under the name "regional/…"; no file of a framework has a stroke in its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from xietong.core.errors import NotFoundError
from xietong.observations.model import Observation
from xietong.store.clock import moment, now
from xietong.store.links import row_of
from xietong.store.model import IndexInput, IndexRunTable, ObservationTable
from xietong.store.rows import Page, Superseded

ANALYSES = "regional/"
PREFIX = 32  # digits of a run's id that the ids of its scores begin with
_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class Input:
    """The observation behind one value of the panel, by its position in it; `document` is empty for a derived one."""

    position: int
    observation: str
    document: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a computation: who asked for what, its recipe as JSON, the axes and packed values of its panel."""

    id: str
    framework: str
    asked: Mapping[str, Any]
    question: str
    recipe: str
    axes: Mapping[str, Any]
    values: bytes
    released: str


@dataclass(frozen=True, slots=True)
class RunRow:
    """A computation of the ledger."""

    kept: Kept
    made: datetime
    superseded: Superseded | None

    @property
    def id(self) -> str:
        """Its id."""
        return self.kept.id

    @property
    def analysis(self) -> str:
        """The name of the analysis that it is of; empty for an index."""
        name = self.kept.framework
        return name.removeprefix(ANALYSES) if name.startswith(ANALYSES) else ""


def put(connection: Connection, kept: Kept, inputs: Iterable[Input], scores: Iterable[Observation]) -> bool:
    """Keep a computation and its scores; whether it is new or present again. Others of the same question go."""
    known = connection.execute(select(IndexRunTable.superseded_at).where(IndexRunTable.id == kept.id)).first()
    if known is not None and known.superseded_at is None:
        return False
    if known is None:
        connection.execute(insert(IndexRunTable).values(**_values(kept), made=now()))
        rows = [
            {"run_id": kept.id, "position": one.position, "observation_id": one.observation, "document_id": one.document or None}
            for one in inputs
        ]  # fmt: skip
        _insert(connection, IndexInput, rows)
    else:
        present = {"superseded_at": None, "superseded_by": None}
        connection.execute(update(IndexRunTable).where(IndexRunTable.id == kept.id).values(**present))
    _insert(connection, ObservationTable, [{**row_of(one), "released": one.release.date} for one in scores])
    others = select(IndexRunTable.id).where(
        IndexRunTable.question == kept.question, IndexRunTable.id != kept.id, IndexRunTable.superseded_at.is_(None)
    )
    for other in connection.scalars(others).all():
        supersede(connection, other, kept.id)
    return True


def _insert(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), _CHUNK):
        connection.execute(insert(table), rows[start : start + _CHUNK])


def _values(kept: Kept) -> dict[str, Any]:
    return {
        "id": kept.id, "framework": kept.framework, "asked": dict(kept.asked), "question": kept.question,
        "recipe": kept.recipe, "axes": dict(kept.axes), "values": kept.values, "released": kept.released,
    }  # fmt: skip


def supersede(connection: Connection, run: str, by: str | None) -> None:
    """Take a computation out of the present; it keeps its address. `by`: the one that takes its place."""
    values = {"superseded_at": now(), "superseded_by": by}
    still = IndexRunTable.superseded_at.is_(None)
    connection.execute(update(IndexRunTable).where(IndexRunTable.id == run, still).values(**values))
    connection.execute(delete(ObservationTable).where(_scores_of(run)))


def _scores_of(run: str) -> ColumnElement[bool]:
    """The scores of a computation, by a range of ids: no LIKE, so that the key is used on both engines."""
    begin = run[:PREFIX]
    return and_(ObservationTable.id >= begin, ObservationTable.id < begin + "g", ObservationTable.origin == "computed")


def forget(connection: Connection, document: str, gone: Iterable[str]) -> frozenset[str]:
    """Delete what was computed from a document that is purged, or from derived observations that are gone; the ids of
    the scores there were."""
    touched = IndexInput.document_id == document
    observations = sorted(gone)
    if observations:
        touched = or_(touched, IndexInput.observation_id.in_(observations))
    scores: set[str] = set()
    for run in connection.scalars(select(IndexInput.run_id).where(touched).distinct()).all():
        scores |= set(connection.scalars(select(ObservationTable.id).where(_scores_of(run))))
        connection.execute(delete(ObservationTable).where(_scores_of(run)))
        connection.execute(delete(IndexInput).where(IndexInput.run_id == run))
        connection.execute(delete(IndexRunTable).where(IndexRunTable.id == run))
    # an analysis may rest on scores of an index
    return frozenset(scores | forget(connection, document, scores)) if scores else frozenset()


def get(connection: Connection, run: str) -> RunRow:
    """One by its id or the unique beginning of it. NotFoundError where there is none or more than one."""
    query = select(IndexRunTable).where(IndexRunTable.id.startswith(run, autoescape=True)).limit(2)
    found = connection.execute(query).all()
    if len(found) != 1 or not run:
        raise NotFoundError(
            f"no computed index, or more than one, has an id that begins with {run!r}.",
            f"没有编号以“{run}”开头的指数计算，或不止一个。",
        )
    return _row(found[0])


def find(
    connection: Connection, limit: int = 50, offset: int = 0, *, superseded: bool = False, analyses: bool = False
) -> Page[RunRow]:
    """Indices that are kept (or analyses), the last made first; with `superseded` those that no longer hold instead."""
    column, named = IndexRunTable.superseded_at, IndexRunTable.framework.startswith(ANALYSES, autoescape=True)
    condition = and_(column.is_not(None) if superseded else column.is_(None), named if analyses else ~named)
    total = connection.scalar(select(func.count()).select_from(IndexRunTable).where(condition)) or 0
    query = select(IndexRunTable).where(condition).order_by(IndexRunTable.made.desc(), IndexRunTable.id)
    rows = connection.execute(query.limit(limit).offset(offset)).all()
    return Page(tuple(map(_row, rows)), total, limit, offset)


def inputs(connection: Connection, run: str) -> tuple[Input, ...]:
    """The observations a computation was made of, as it was made."""
    query = select(IndexInput).where(IndexInput.run_id == run).order_by(IndexInput.position)
    return tuple(Input(one.position, one.observation_id, one.document_id or "") for one in connection.execute(query))


def using(connection: Connection, observation: str) -> tuple[str, ...]:
    """Ids of the present computations that an observation is an input of."""
    query = (
        select(IndexInput.run_id)
        .join(IndexRunTable, IndexRunTable.id == IndexInput.run_id)
        .where(IndexInput.observation_id == observation, IndexRunTable.superseded_at.is_(None))
        .distinct()
    )
    return tuple(connection.scalars(query.order_by(IndexInput.run_id)))


def _row(one: Any) -> RunRow:
    kept = Kept(
        one.id, one.framework, one.asked, one.question, one.recipe, one.axes, bytes(one.values), one.released
    )  # fmt: skip
    superseded = Superseded(moment(one.superseded_at), one.superseded_by or "") if one.superseded_at else None
    return RunRow(kept, moment(one.made), superseded)
