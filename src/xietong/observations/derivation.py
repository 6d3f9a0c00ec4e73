"""What a derived number is: what was asked, the chosen inputs, the computation and what must be known of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from xietong.core.ids import content_id
from xietong.core.interval import Interval
from xietong.core.issue import Issue
from xietong.data import table
from xietong.observations.model import Key, Observation, Release
from xietong.observations.series import View

Formula = Literal["growth", "share", "per_head", "sum", "mean", "flow_share"]
FORMULAS: tuple[Formula, ...] = ("growth", "share", "per_head", "sum", "mean", "flow_share")
FILE = "formulas.toml"


@dataclass(frozen=True, slots=True)
class Asked:
    """A number to derive. `indicator`, `places` and `periods` are keys of observations; all formulas but sum and mean
    take one place and one period.

    `of`: the denominator: an indicator (share, per_head), or with `of_place` a place or flow. `base`: the base period of
    a growth (the year before where empty). `weight`: the indicator that weights a mean. `known` and `view`: of which
    vintage the inputs are. `scope`: the scope they must have (None: whichever they share). `mark`: compute where
    scopes or vintages differ, with a warning, instead of refusing.
    """

    formula: Formula
    indicator: str
    places: tuple[str, ...]
    periods: tuple[str, ...]
    of: str = ""
    of_place: str = ""
    base: str = ""
    weight: str = ""
    known: str = ""
    view: View = "latest"
    scope: str | None = None
    mark: bool = False

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "places": list(self.places), "periods": list(self.periods)}

    @property
    def question(self) -> str:
        """Identity of what is asked."""
        return content_id("question", self.record())

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> Asked:
        """The same back from JSON."""
        return cls(**{**record, "places": tuple(record["places"]), "periods": tuple(record["periods"])})


Role = Literal["later", "base", "part", "whole", "total", "population", "term", "weight"]


@dataclass(frozen=True, slots=True)
class Input:
    """One chosen observation and the part it plays."""

    role: Role
    observation: Observation


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a number was made: `formula` names an entry of `data/formulas.toml` with its version, `computation` spells
    it out with the figures as printed; `issues` are what must be known of it."""

    asked: Asked
    formula: str
    inputs: tuple[Input, ...]
    computation: str
    issues: tuple[Issue, ...]

    @property
    def id(self) -> str:
        """Identity: what was asked, the formula with its version, and the inputs; the same again is the same number."""
        said = self.asked.record()
        chosen = [[one.role, one.observation.id, *map(str, one.observation.value)] for one in self.inputs]
        return content_id("derivation", self.formula, said, chosen)

    def words(self, language: str) -> str:
        """The formula in "zh" or "en"."""
        return str(table(FILE)[self.formula.partition("/")[0]][language])


@dataclass(frozen=True, slots=True)
class Derived:
    """A number that could be derived."""

    observation: Observation
    derivation: Derivation

    @property
    def marked(self) -> bool:
        """Whether it holds only on a footing that its issues name."""
        return any(one.severity != "note" for one in self.derivation.issues)


@dataclass(frozen=True, slots=True)
class Refused:
    """A number that could not be: why."""

    asked: Asked
    issues: tuple[Issue, ...] = field(default=())


def observation_record(one: Observation) -> dict[str, Any]:
    """An observation as JSON, whole."""
    record = asdict(one)
    record["value"] = [str(number) for number in one.value]
    bounds = one.bounds
    record["bounds"] = None if bounds is None else [_text(bounds.low), _text(bounds.high)]
    return record


def observation_of(record: dict[str, Any]) -> Observation:
    """The same back from JSON."""
    bounds = record["bounds"]
    return replace(
        Observation(**{**record, "key": Key(**record["key"]), "release": Release(**record["release"])}),
        value=tuple(map(Decimal, record["value"])),
        bounds=None if bounds is None else Interval(_number(bounds[0]), _number(bounds[1])),
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
