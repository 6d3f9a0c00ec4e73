"""Regional analyses of a workspace: computed on its observations, opened down to them, kept, found out of date."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xietong.core.ids import content_id
from xietong.core.period import Period
from xietong.observations import places
from xietong.observations.model import Key, Observation, Release
from xietong.regional.analyses.catalogue import word
from xietong.regional.analyses.naming import PART, named
from xietong.regional.analyses.question import Question
from xietong.store import indices as kept
from xietong.store import observations as ledger_observations
from xietong.store.indices import ANALYSES, PREFIX, Input, Kept, RunRow
from xietong.store.ledger import Ledger
from xietong.store.rows import Page
from xietong.workspace.indices import score_id
from xietong.workspace.observations import indicator_key
from xietong.workspace.sets import SETS, is_set, set_of, territories, unit_keys, usual

if TYPE_CHECKING:
    from xietong.core.panel import Panel
    from xietong.regional.analyses.faults import FaultyAnalysisError
    from xietong.regional.analyses.model import Result, Score
    from xietong.regional.analyses.observed import Observed

_MOST = 1_000_000
_SET_WORDS = {"provinces": "各省", "members": "三地", "cities": "各市"}


@dataclass(frozen=True, eq=False)
class Analysed:
    """A result with what it was computed on; numbers open into observations, by (indicator, unit, year)."""

    question: Question
    given: Observed
    result: Result
    titles: Mapping[str, str]

    @property
    def panel(self) -> Panel:
        """The panel."""
        return self.given.given.panel

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """The observations behind the panel, by position in it."""
        panel = self.panel
        times, units, codes = ({one: at for at, one in enumerate(axis)} for axis in
                               (panel.times, panel.units, panel.indicators))  # fmt: skip
        found = [
            Input((times[time] * len(units) + units[unit]) * len(codes) + codes[code], one.id, one.release.document)
            for (code, unit, time), one in self.given.observations.items()
        ]
        return tuple(sorted(found, key=lambda one: one.position))

    @cached_property
    def identity(self) -> str:
        """Identity of what was asked."""
        return content_id("regional", self.question.record())

    @cached_property
    def id(self) -> str:
        """Identity: what was asked, what it rests on, what came out."""
        from xietong.regional.analyses.run import result_hash

        said = [result_hash(self.result), [one.observation for one in self.inputs]]
        return content_id("regional-run", self.identity, said)

    @property
    def released(self) -> str:
        """The day the last of the inputs was made known; empty where that of one is not known."""
        used = [one.release.date for one in self.given.observations.values()]
        return max(used) if used and all(used) else ""

    def documents(self) -> tuple[tuple[str, str, str, int], ...]:
        """What it rests on: (document, title, day made known, how many values), those of most values first; documents
        are empty for derived and computed numbers."""
        counts: dict[tuple[str, str, str], int] = {}
        for one in self.given.observations.values():
            key = (one.release.document, self.titles.get(one.id, ""), one.release.date)
            counts[key] = counts.get(key, 0) + 1
        return tuple((*key, count) for key, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


@dataclass(frozen=True, slots=True)
class AnalysisState:
    """Whether a kept analysis is out of date; now: what the same question gives, None where it is refused."""

    outdated: bool
    now: Analysed | None
    refusal: FaultyAnalysisError | None = None


class Regional:
    """Analyses by name on the present observations."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def compute(self, question: Question) -> Analysed:
        """The answer to a question; nothing is written. NotFoundError for an unknown analysis, FaultyAnalysisError with
        everything that is wrong with question and observations."""
        from xietong.regional.analyses.faults import refuse
        from xietong.regional.analyses.observed import observed
        from xietong.regional.analyses.run import run

        question = self.keyed(question)
        refuse([] if question.needed else question.faults())
        asked = question.units if not is_set(question.units) else ()
        flow = question.kind.takes == "flow"
        with self._ledger.reading() as connection:
            rows = ledger_observations.grid(
                connection, question.needed, () if flow else asked, "level", question.known, _MOST
            )
        own = {question.indicators[0]} if question.indicators else set()
        here = {place for row in rows if row.observation.key.indicator in own
                for place in row.observation.key.place.replace("→", "+").split("+")}  # fmt: skip
        units = asked or territories(set_of(question.units) or usual(here))
        given = observed(question, (row.observation for row in rows), units)
        result = run(question.analysis, given.given)
        return Analysed(question, given, result, {row.observation.id: row.document_title for row in rows})

    def keyed(self, question: Question) -> Question:
        """A question with indicators and places as observations have them; they may be given by name."""
        given = [*question.indicators, *question.less, question.per, question.by]
        with self._ledger.reading() as connection:
            known = ledger_observations.counts(connection, [one for one in given if one])

        def key(one: str) -> str:
            return one if one in known or not one.strip() else indicator_key(one.strip())

        indicators, less = (tuple(key(one) for one in many if one.strip())
                            for many in (question.indicators, question.less))  # fmt: skip
        return replace(question, indicators=indicators, less=less, per=key(question.per), by=key(question.by),
                       units=unit_keys(question.units))  # fmt: skip

    # -- kept ----------------------------------------------------------------------------------------------------

    def write(self, made: Analysed) -> str:
        """Keep a result with its recipe, and its numbers as observations of origin "computed"; its id. What the same
        question gave before is superseded."""
        from xietong.regional.analyses.run import recipe

        panel, given = made.panel, made.given.given
        axes = {
            "times": list(panel.times), "units": list(panel.units), "indicators": list(panel.indicators),
            "names": panel.names, "analysed": list(given.indicators), "places": list(given.places),
        }  # fmt: skip
        row = Kept(
            made.id, ANALYSES + made.question.analysis, made.question.record(), made.identity,
            json.dumps(recipe(made.question, made.result, panel), ensure_ascii=False, sort_keys=True, indent=1), axes,
            zlib.compress(panel.values.astype("<f8").tobytes()), made.released,
        )  # fmt: skip
        with self._ledger.writing() as connection:
            kept.put(connection, row, made.inputs, observations(made))
        return made.id

    def get(self, run: str) -> RunRow:
        """One that is or was kept, by its id or the beginning of it. NotFoundError where there is none."""
        with self._ledger.reading() as connection:
            return kept.get(connection, run)

    def find(self, limit: int = 50, offset: int = 0, *, superseded: bool = False) -> Page[RunRow]:
        """Those that are kept, the last made first."""
        with self._ledger.reading() as connection:
            return kept.find(connection, limit, offset, superseded=superseded, analyses=True)

    def replayed(self, row: RunRow) -> Result:
        """A kept analysis computed again from its own question and panel. FaultyAnalysisError where it is not the same to
        the bit."""
        import numpy as np

        from xietong.core.panel import Panel
        from xietong.regional.analyses.run import replay

        axes: Mapping[str, Any] = row.kept.axes
        times, units, codes = (tuple(axes[name]) for name in ("times", "units", "indicators"))
        values = np.frombuffer(zlib.decompress(row.kept.values), "<f8").reshape(len(times), len(units), len(codes))
        panel = Panel(units, times, codes, values, dict(axes["names"]))
        question = Question.of_record(row.kept.asked)
        return replay(json.loads(row.kept.recipe), question, panel, tuple(axes["analysed"]), tuple(axes["places"]))

    def state(self, row: RunRow) -> AnalysisState:
        """Ask the same question again: other data or a refusal make a result out of date."""
        from xietong.regional.analyses.faults import FaultyAnalysisError

        try:
            now = self.compute(Question.of_record(row.kept.asked))
        except FaultyAnalysisError as refusal:
            return AnalysisState(True, None, refusal)
        return AnalysisState(now.id != row.id, now)

    def outdated(self, scores: Iterable[str]) -> frozenset[str]:
        """Those of some computed observations whose analysis is out of date; those of indices are left to `Indices`."""
        runs: dict[str, list[str]] = {}
        for one in scores:
            runs.setdefault(one[:PREFIX], []).append(one)
        rows = {run: self.get(run) for run in runs}
        mine = (run for run, row in rows.items() if row.analysis)
        return frozenset(one for run in mine if self.state(rows[run]).outdated for one in runs[run])

    def recompute(self, run: str) -> str:
        """Compute anew and keep it in place of the old; its id. FaultyAnalysisError where it cannot be: then nothing is
        changed."""
        return self.write(self.compute(Question.of_record(self.get(run).kept.asked)))


def observations(made: Analysed) -> list[Observation]:
    """The numbers of a result as observations."""
    question, method = made.question, f"regional {made.question.analysis} {made.id[:12]}"
    asked = set_of(question.units)
    release = Release("", made.released, method=method)
    about = "、".join(map(named, question.indicators)) + (f"／{named(question.per)}" if question.per else "")
    options = made.given.given.options
    scope = "、".join(sorted([
        _SET_WORDS.get(asked, f"{len(made.panel.units)}个地区"), *(word(one, "zh") for one in options.values()),
        *([f"按{named(question.by)}加权"] if question.by else []),
    ]))  # fmt: skip
    whole = _whole(made)
    return [_observation(one, f"{word(one.key.partition(PART)[0], 'zh')}（{about}）", one.unit or whole, scope, release, made.id)
            for one in made.result.scores]  # fmt: skip


def _observation(score: Score, indicator: str, place: str, scope: str, release: Release, run: str) -> Observation:
    number = Decimal(f"{score.value:.12g}")
    key = Key(indicator, place, str(Period.year(int(score.year))), "level", "", scope, score.key.partition(PART)[2])
    derivation = score_id(run, score.key, score.unit, score.year)
    return Observation(key, (number,), "number", "", "=", f"{number:f}", release, "computed", derivation=derivation)


def _whole(made: Analysed) -> str:
    """The place that a number of all units together is of."""
    units = made.given.given.places or made.panel.units
    for name in SETS:
        if set(units) <= set(territories(name)) and len(units) * 2 > len(territories(name)):
            return places.country() if name == "provinces" else places.whole()
    return places.joined(sorted(units))
