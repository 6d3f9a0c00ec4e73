"""Composite indices of a workspace: computed on its observations, opened down to them, kept, found out of date.

numpy is imported when an index is asked for, not before: most commands never do.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xietong.core.errors import NotFoundError
from xietong.core.ids import content_id
from xietong.core.period import Period
from xietong.data import names as data_names
from xietong.observations import places
from xietong.observations.model import Key, Observation, Release
from xietong.observations.series import View
from xietong.store import indices as kept
from xietong.store import observations as ledger_observations
from xietong.store.indices import PREFIX, Input, Kept, RunRow
from xietong.store.ledger import Ledger
from xietong.store.rows import Page
from xietong.workspace.sets import is_set, set_of, territories, usual

if TYPE_CHECKING:
    from xietong.indices.faults import FaultyIndexError
    from xietong.indices.framework import Framework
    from xietong.indices.observed import Observed
    from xietong.indices.run import Result

FOLDER = "frameworks"  # of the person's own, in the workspace
_MOST = 1_000_000
_DIGITS = 6  # decimals of a score that is kept as an observation; the recipe gives all of them


@dataclass(frozen=True, slots=True)
class Asked:
    """What an index is computed on. units: keys of places, or one of SETS (empty: the first of them that has data);
    first and last: years, empty for all; known: only what was made known by that day; weights: those moved, by code;
    least: the share of the units that must have an indicator in a year for it to count."""

    units: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    known: str = ""
    view: View = "latest"
    weights: tuple[tuple[str, float], ...] = ()
    least: float = 0.5

    def record(self) -> dict[str, Any]:
        """As JSON."""
        weights = [[code, str(one)] for code, one in self.weights]
        return {**asdict(self), "units": list(self.units), "weights": weights, "least": str(self.least)}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Asked:
        """The same back from JSON."""
        weights = tuple((code, float(one)) for code, one in record["weights"])
        return cls(**{**record, "units": tuple(record["units"]), "weights": weights, "least": float(record["least"])})


@dataclass(frozen=True, eq=False)
class Computed:
    """An index with what it was computed on: scores open into observations, by (indicator, unit, time)."""

    name: str
    asked: Asked
    given: Observed
    result: Result
    titles: Mapping[str, str]

    @cached_property
    def question(self) -> str:
        """Identity of what was asked; the same framework by another content is the same question."""
        return content_id("index", self.name, self.asked.record())

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The observations behind the panel, by position in it."""
        panel = self.given.panel
        along = (len(panel.units), len(panel.indicators))
        times = {time: at for at, time in enumerate(panel.times)}
        units = {unit: at for at, unit in enumerate(panel.units)}
        codes = {code: at for at, code in enumerate(panel.indicators)}
        found = [
            Input((times[time] * along[0] + units[unit]) * along[1] + codes[code], one.id, one.release.document)
            for (code, unit, time), one in self.given.observations.items()
            if time in times and unit in units
        ]
        return tuple(sorted(found, key=lambda one: one.position))

    @cached_property
    def id(self) -> str:
        """Identity: what was asked, the framework, the data and where they are from, the scores."""
        recipe = self.result.recipe
        said = [recipe.framework_hash, recipe.data_hash, recipe.scores_hash, [one.observation for one in self.inputs]]
        return content_id("index-run", self.question, said)

    def source(self, code: str, unit: str, time: str) -> Observation | None:
        """The observation behind a raw value, None for one that is missing or filled in."""
        return self.given.observations.get((code, unit, time))


@dataclass(frozen=True, slots=True)
class Listed:
    """A framework that can be asked for: its name, where it is from ("ready" or "own"), and the framework or why not."""

    name: str
    origin: str
    framework: Framework | None
    trouble: FaultyIndexError | None = None


@dataclass(frozen=True, slots=True)
class RunState:
    """Whether a kept computation is out of date; now: what the same question gives, None where it is refused."""

    outdated: bool
    now: Computed | None
    refusal: FaultyIndexError | None = None


class Indices:
    """Frameworks by name: the ready ones, and the files of `frameworks/` in the workspace."""

    def __init__(self, ledger: Ledger, place: Path) -> None:
        self._ledger, self._folder = ledger, place / FOLDER

    # -- frameworks ----------------------------------------------------------------------------------------------

    def frameworks(self) -> tuple[Listed, ...]:
        """All there are, those of the person first; a file that is wrong is listed with what is wrong in it."""
        return tuple(self._listed(name, origin) for name, origin in self._names().items())

    def framework(self, name: str) -> Framework:
        """One by its name. NotFoundError where there is none; FaultyIndexError with every fault of its file."""
        origin = self._names().get(name)
        if origin is None:
            known = ", ".join(self._names())
            raise NotFoundError(
                f"there is no framework {name!r}; there are: {known}.", f"没有指标体系“{name}”；现有：{known}。"
            )
        from xietong.indices.framework_read import load, ready

        return load(self._folder / f"{name}.toml") if origin == "own" else ready(name)

    def _names(self) -> dict[str, str]:
        own = sorted(one.stem for one in self._folder.glob("*.toml")) if self._folder.is_dir() else []
        return {
            **dict.fromkeys(own, "own"),
            **{one: "ready" for one in data_names("frameworks", ".toml") if one not in own},
        }

    def _listed(self, name: str, origin: str) -> Listed:
        from xietong.indices.faults import FaultyIndexError

        try:
            return Listed(name, origin, self.framework(name))
        except FaultyIndexError as trouble:
            return Listed(name, origin, None, trouble)

    # -- computing -----------------------------------------------------------------------------------------------

    def compute(self, framework: Framework, asked: Asked | None = None, name: str = "") -> Computed:
        """Compute an index on the present observations; nothing is written. FaultyIndexError with everything that is
        wrong with the framework, the weights and the observations, each with its place."""
        from xietong.indices.faults import Fault, FaultyIndexError
        from xietong.indices.observed import needed
        from xietong.indices.run import run
        from xietong.indices.vary import moved

        asked = asked or Asked()
        if asked.weights:
            framework = moved(framework, dict(asked.weights))
        given, titles = self._observed(framework, asked)
        if not given.panel.times or not given.panel.units:
            nothing = Fault(framework.code, "no_observations", {"codes": ", ".join(needed(framework)[:8])})
            raise FaultyIndexError([*framework.faults, *given.faults, nothing])
        return Computed(name or framework.code, asked, given, run(framework, given.panel, faults=given.faults), titles)

    def _observed(self, framework: Framework, asked: Asked) -> tuple[Observed, dict[str, str]]:
        from xietong.indices.observed import needed, observed

        units, chosen = (asked.units if not is_set(asked.units) else ()), set_of(asked.units)
        with self._ledger.reading() as connection:
            rows = ledger_observations.grid(connection, needed(framework), units, "level", asked.known, _MOST)
        own = {indicator.code for indicator in framework.indicators}
        here = {row.observation.key.place for row in rows if row.observation.key.indicator in own}
        units = units or territories(chosen or usual(here))
        names = {unit: places.words(unit) for unit in units}
        found, span = (row.observation for row in rows), (asked.first, asked.last)
        given = observed(framework, found, units, names, span, asked.view, asked.least)
        return given, {row.observation.id: row.document_title for row in rows}

    def coverage(self, framework: Framework) -> dict[str, int]:
        """How many observations there are of each code that a framework needs."""
        from xietong.indices.observed import needed

        with self._ledger.reading() as connection:
            return ledger_observations.counts(connection, needed(framework))

    # -- kept ----------------------------------------------------------------------------------------------------

    def write(self, computed: Computed) -> str:
        """Keep a computation with its recipe, and its scores as observations of origin "computed"; its id. What the
        same question gave before is superseded."""
        panel = computed.given.panel
        axes = {"times": list(panel.times), "units": list(panel.units), "indicators": list(panel.indicators)}
        row = Kept(
            computed.id, computed.name, computed.asked.record(), computed.question, computed.result.recipe.as_json(),
            {**axes, "names": panel.names}, zlib.compress(panel.values.astype("<f8").tobytes()), released(computed),
        )  # fmt: skip
        with self._ledger.writing() as connection:
            kept.put(connection, row, computed.inputs, scores(computed))
        return computed.id

    def get(self, run: str) -> RunRow:
        """One that is or was kept, by its id or the beginning of it. NotFoundError where there is none."""
        with self._ledger.reading() as connection:
            return kept.get(connection, run)

    def of_score(self, observation: str) -> RunRow:
        """The computation that a score was kept by."""
        return self.get(observation[:PREFIX])

    def find(self, limit: int = 50, offset: int = 0, *, superseded: bool = False) -> Page[RunRow]:
        """Those that are kept, the last made first."""
        with self._ledger.reading() as connection:
            return kept.find(connection, limit, offset, superseded=superseded)

    def replayed(self, row: RunRow) -> Result:
        """A kept computation computed again from its own recipe and panel. FaultyIndexError where it is not the same to
        the bit."""
        import numpy as np

        from xietong.core.panel import Panel
        from xietong.indices.recipe import Recipe
        from xietong.indices.run import replay

        axes: Mapping[str, Any] = row.kept.axes
        times, units, codes = (tuple(axes[name]) for name in ("times", "units", "indicators"))
        values = np.frombuffer(zlib.decompress(row.kept.values), "<f8").reshape(len(times), len(units), len(codes))
        return replay(Recipe.from_json(row.kept.recipe), Panel(units, times, codes, values, dict(axes["names"])))

    def state(self, row: RunRow) -> RunState:
        """Ask the same question again: other data, another framework or a refusal make a computation out of date."""
        from xietong.indices.faults import FaultyIndexError

        try:
            now = self.compute(self._of_row(row), Asked.of_record(row.kept.asked), row.kept.framework)
        except FaultyIndexError as refusal:
            return RunState(True, None, refusal)
        return RunState(now.id != row.id, now)

    def outdated(self, scores: Iterable[str]) -> frozenset[str]:
        """Those of some computed observations whose computation is out of date."""
        runs: dict[str, list[str]] = {}
        for one in scores:
            runs.setdefault(one[:PREFIX], []).append(one)
        rows = {run: self.get(run) for run in runs}
        mine = (run for run, row in rows.items() if not row.analysis)
        return frozenset(one for run in mine if self.state(rows[run]).outdated for one in runs[run])

    def recompute(self, run: str) -> str:
        """Compute anew and keep it in place of the old; its id. FaultyIndexError where it cannot be: then nothing is
        changed."""
        row = self.get(run)
        return self.write(self.compute(self._of_row(row), Asked.of_record(row.kept.asked), row.kept.framework))

    def withdraw(self, run: str) -> None:
        """Take one with its scores out of the ledger's present; its page stays."""
        with self._ledger.writing() as connection:
            kept.supersede(connection, kept.get(connection, run).id, None)

    def inputs(self, run: str) -> tuple[Input, ...]:
        """The observations that a kept computation was made of."""
        with self._ledger.reading() as connection:
            return kept.inputs(connection, kept.get(connection, run).id)

    def using(self, observation: str) -> tuple[str, ...]:
        """Ids of the present computations that an observation is an input of."""
        with self._ledger.reading() as connection:
            return kept.using(connection, observation)

    def _of_row(self, row: RunRow) -> Framework:
        """The framework of a kept computation as it is now: its file, or else its recipe."""
        from xietong.indices.framework_read import from_table, sound
        from xietong.indices.recipe import Recipe

        if row.kept.framework in self._names():
            return self.framework(row.kept.framework)
        return sound(from_table(Recipe.from_json(row.kept.recipe).framework))


def released(computed: Computed) -> str:
    """The day the last of the inputs was made known; empty where that of one is not known."""
    used = [computed.given.observations[key].release.date for key in computed.given.observations]
    return max(used) if used and all(used) else ""


def score_id(run: str, code: str, unit: str, time: str) -> str:
    """The id of a score that is kept: its computation can be found by it."""
    return run[:PREFIX] + content_id("score", code, unit, time)[:PREFIX]


def indicator_of(framework: Framework, code: str) -> str:
    """What scores of an element are observations of: the name of the index, and of the element where it is another."""
    element = framework.element(code)
    return framework.zh if not element.parent else f"{framework.zh}·{element.zh}"


def scores(computed: Computed) -> list[Observation]:
    """The scores of the nodes as observations; what has no score is none."""
    result, day = computed.result, released(computed)
    framework, method = result.framework, f"index {computed.name} {computed.id[:12]}"
    found = []
    for node in framework.nodes:
        values = result.of(node.code)
        for when, time in enumerate(result.panel.times):
            for who, unit in enumerate(result.panel.units):
                value = float(values[when, who])
                if value == value:
                    key = Key(indicator_of(framework, node.code), unit, str(Period.year(int(time))), "level")
                    number = round(Decimal(repr(value)), _DIGITS).normalize()
                    found.append(
                        Observation(
                            key, (number,), "number", "", "=", f"{number:f}", Release("", day, method=method), "computed",
                            derivation=score_id(computed.id, node.code, unit, time),
                        )
                    )  # fmt: skip
    return found
