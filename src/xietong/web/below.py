"""What a derived number rests on, as a page shows it: its inputs with their sentences, and those of inputs derived again."""

from __future__ import annotations

from dataclasses import dataclass

from xietong.core.errors import NotFoundError
from xietong.observations.derivation import Input, Role
from xietong.observations.model import Observation
from xietong.store.derived import DerivedRow, State
from xietong.store.rows import StatementRow
from xietong.store.tables import CellRow
from xietong.web import shapes, table_shapes
from xietong.web.formula import Line, formula
from xietong.web.language import LANGUAGES
from xietong.web.observed import source
from xietong.web.view import Quote, quote
from xietong.workspace import Workspace

_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Below:
    """One input: its observation, the clause or the cell it was read in, and for a derived one its own formula and
    inputs. `cell` is None where its table has been read anew without it."""

    role: Role
    observation: Observation
    title: str
    href: str
    row: StatementRow | None
    quoted: Quote | None
    cell: CellRow | None
    lines: tuple[Line, ...]
    below: tuple[Below, ...]


def below(workspace: Workspace, row: DerivedRow, depth: int = 0) -> tuple[Below, ...]:
    """The inputs of a derived number, in the order of its computation."""
    return tuple(_one(workspace, one, row, depth) for one in row.derived.derivation.inputs)


def _one(workspace: Workspace, given: Input, above: DerivedRow, depth: int) -> Below:
    one = given.observation
    statement = workspace.statements.get(one.statement) if one.statement else None
    lines: tuple[Line, ...] = ()
    inputs: tuple[Below, ...] = ()
    if one.origin == "derived" and depth < _DEEPEST:
        try:
            inner = workspace.derived.get(one.derivation)
        except NotFoundError:
            pass
        else:
            lines = formula(inner.derived.derivation.computation)
            inputs = below(workspace, inner, depth + 1)
    return Below(
        given.role, one, above.titles.get(one.release.document, ""), source(one), statement,
        quote(statement.statement) if statement else None, _cell(workspace, one), lines, inputs,
    )  # fmt: skip


def _cell(workspace: Workspace, one: Observation) -> CellRow | None:
    try:
        return workspace.tables.cell(one.cell) if one.cell else None
    except NotFoundError:
        return None


def used(one: Below) -> shapes.Used:
    """An input as JSON."""
    key = one.observation.key
    return shapes.Used(
        role=one.role, indicator=key.indicator, place=key.place, period=key.period,
        observed=shapes.observed(one.observation), document_title=one.title,
        sentence=one.row.statement.sentence if one.row else "", cell=table_shapes.cell(one.cell) if one.cell else None,
        below=[used(each) for each in one.below],
    )  # fmt: skip


def as_json(workspace: Workspace, row: DerivedRow, state: State) -> shapes.Derived:
    """A derived number as JSON."""
    found, made = row.derived.observation, row.derived.derivation
    key, values, over = found.key, found.values, row.superseded
    return shapes.Derived(
        id=row.id, indicator=key.indicator, name=shapes.names(key.indicator), place=key.place,
        place_name=shapes.place_names(key.place), period=key.period, measure=key.measure,
        base_period=key.base_period, scope=key.scope, breakdown=key.breakdown, value=str(found.value[0]),
        shown=found.quote, low=None if values.low is None else str(values.low),
        high=None if values.high is None else str(values.high), unit=found.unit, modifier=found.modifier,
        released=found.release.date, status=found.release.status, formula=made.formula,
        formula_words={language: made.words(language) for language in LANGUAGES}, computation=made.computation,
        asked=made.asked.record(), inputs=[used(one) for one in below(workspace, row)],
        issues=[shapes.Doubt(code=one.code, severity=one.severity, message=one.message) for one in made.issues],
        made=row.made, superseded={"at": over.at.isoformat(), "by": over.by} if over else None,
        outdated=state.outdated, address=source(found),
    )  # fmt: skip
