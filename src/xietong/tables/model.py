"""A table as it is printed, and what one of its cells says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from xietong.observations.model import Status
from xietong.statements.model import Measure

Row = tuple[str, ...]
State = Literal["", "missing", "text", "unit", "period", "place", "indicator", "duplicate", "repeated", "width"]
"""Why a cell is no observation: it holds a mark for missing, words in place of a number, a unit that contradicts
another, no period, no place, no indicator; its key stands twice with another value, or with the same; its row has too few or many fields."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a format saw of a sheet and could not show in its cells; rows and columns count from 1, 0 for the whole."""

    code: str
    row: int = 0
    column: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `rows` can be gone through again; a long file's rows come one at a time.

    `title` is what stands over it; `covered` says for a cell inside a merged one which cell holds its text; rows and
    columns count from 1 as a spreadsheet shows them. `context` is what the whole file says of itself.
    """

    name: str
    rows: Iterable[Row]
    title: str = ""
    context: str = ""
    covered: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    below: tuple[str, ...] = ()
    """Lines right below the table, where the format has any: its footnotes."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the file calls the codes of a column, by its heading, where the format has such names."""


@dataclass(frozen=True, slots=True)
class When:
    """A period as printed and as kept: `span` of a flow, `stock` of what exists at its end, `before` a year earlier;
    `order` is its end in years, `months` its length."""

    printed: str
    span: str
    stock: str
    before: str
    last_day: str
    order: float
    months: int


@dataclass(frozen=True, slots=True)
class Series:
    """What the words around a value say of it, but for its time; the cells of one series share one.

    `indicator` is the code of the catalogue, or the phrase where there is none; `unit` is without its magnitude, which
    is `factor`; `part` tells tables apart that stand in one file; `sure` is False where the place had to be inferred.
    """

    phrase: str
    indicator: str
    place_printed: str
    place: str
    unit_printed: str
    unit: str
    factor: Decimal
    measure: Measure
    stock: bool
    scope: str = ""
    breakdown: str = ""
    part: str = ""
    vintage: str = ""
    released: str = ""
    status: Status = ""
    claimed: str = ""
    sure: bool = True


class Cell(NamedTuple):
    """One cell with its place in the file. `value` is in the unit without its magnitude; None where there is none.

    `digits` are those of the value, without marks; `path` is the way through the headings: of the row, then of the
    column; `mark` is the footnote mark behind the value. A named tuple, as millions of them are made.
    """

    row: int
    column: int
    text: str
    digits: str
    path: str
    series: Series
    when: When | None
    value: Decimal | None
    state: State = ""
    mark: str = ""
    note: str = ""

    @property
    def period(self) -> str:
        """The period as observations keep it; empty where it is not known."""
        if self.when is None:
            return ""
        return self.when.stock if self.series.stock else self.when.span

    @property
    def quote(self) -> str:
        """The value with its unit, as a sentence would print it."""
        return self.digits + self.series.unit_printed
