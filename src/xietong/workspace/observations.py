"""The observations of a workspace: series, choices, revisions, the life of a figure, links and what was taught."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from xietong.core.errors import CatalogueError, NotFoundError
from xietong.exchange.model import Entry
from xietong.observations import places
from xietong.observations.catalogue import catalogue, plain
from xietong.observations.choose import Choice, choose
from xietong.observations.life import Part, life
from xietong.observations.series import Break, Point, Revision, View, breaks, points, revisions
from xietong.store import decisions, observations, statements, teach
from xietong.store.beside import life_of
from xietong.store.decisions import ALIAS, Decision
from xietong.store.ledger import Ledger
from xietong.store.observations import ObservationFilter, ObservationRow
from xietong.store.review import queue
from xietong.store.rows import Page, StatementRow
from xietong.workspace.tables import Tables

EVERYTHING = ObservationFilter()


def indicator_key(given: str) -> str:
    """A code, a name or an alias of the catalogue as the code; any other phrase as observations keep it."""
    return given if given in catalogue().indicators else catalogue().names.get(plain(given), plain(given))


def place_key(given: str) -> str:
    """A place, several joined by 、 or +, or a flow, as observations keep it."""
    if "→" in given or "->" in given:
        return places.flow(given)
    return places.joined(places.keys(one for one in re.split("[、+]", given) if one.strip()))


@dataclass(frozen=True, slots=True)
class Series:
    """One measure of an indicator at a place: its points, what was revised, where it breaks, and all sources."""

    indicator: str
    place: str
    measure: str
    points: tuple[Point, ...]
    revisions: tuple[Revision, ...]
    breaks: tuple[Break, ...]
    rows: tuple[ObservationRow, ...]

    @classmethod
    def of(cls, key: tuple[str, str, str], rows: Iterable[ObservationRow], view: View = "latest") -> Self:
        """The series of an (indicator, place, measure) from its observations."""
        rows = tuple(rows)
        found = [row.observation for row in rows]
        line = points(found, view)
        return cls(*key, tuple(line), tuple(revisions(found)), tuple(breaks(line)), rows)


class Observations:
    """Only those of documents that are not removed."""

    def __init__(self, ledger: Ledger, reviewer: Callable[[], str], tables: Tables) -> None:
        self._ledger, self._reviewer, self._tables = ledger, reviewer, tables

    def find(self, wanted: ObservationFilter = EVERYTHING, limit: int = 50, offset: int = 0) -> Page[ObservationRow]:
        """Those that fulfil the filter, by indicator, place and time."""
        with self._ledger.reading() as connection:
            return observations.find(connection, wanted, limit, offset)

    def get(self, observation: str) -> ObservationRow:
        """One by its id. NotFoundError where there is none."""
        with self._ledger.reading() as connection:
            rows = observations.between(connection, observation, observation)
        if not rows:
            raise NotFoundError(f"no observation has the id {observation!r}.", f"没有编号为“{observation}”的观测值。")
        return rows[0]

    def stream(self, wanted: ObservationFilter = EVERYTHING) -> Iterator[Entry]:
        """All of them with their places, few in memory at a time; the state of one moment throughout."""
        with self._ledger.reading() as connection:
            yield from observations.stream(connection, wanted)

    def series(
        self, indicator: str, place: str, measure: str = "level", known: str = "", view: View = "latest"
    ) -> Series:
        """One series, as known on an ISO day if one is given, by latest or first release."""
        wanted = ObservationFilter(indicator, place, measure=measure, known=known)
        with self._ledger.reading() as connection:
            rows = observations.all_of(connection, wanted)
        return Series.of((indicator, place, measure), rows, view)

    def grid(
        self,
        indicators: Sequence[str],
        places: Sequence[str] = (),
        measure: str = "level",
        known: str = "",
        most: int = 20_000,
    ) -> tuple[ObservationRow, ...]:
        """Observations of several indicators at several places (none given: all), by indicator, place and time."""
        with self._ledger.reading() as connection:
            return observations.grid(connection, indicators, places, measure, known, most)

    def all_series(
        self, indicator: str = "", place: str = "", limit: int = 500
    ) -> tuple[tuple[str, str, str, int], ...]:
        """(indicator, place, measure, observations) of the series there are, the longest first."""
        with self._ledger.reading() as connection:
            return observations.series_of(connection, indicator, place, limit)

    def choice(self, row: ObservationRow) -> Choice:
        """Which source of the key of an observation is shown, and why."""
        key = row.observation.key
        rows = self.series(key.indicator, key.place, key.measure).rows
        return choose([one.observation for one in rows if one.observation.key == key])

    def life(self, statement: str) -> tuple[tuple[Part, StatementRow], ...]:
        """Where a figure appears: who said it first, who repeats it, who differs; by the dates of the documents."""
        with self._ledger.reading() as connection:
            row = statements.get(connection, statement)
            one, others = life_of(connection, row)
        rows = {(each.document_id, each.statement.start): each for each in (row, *others.values())}
        return tuple(
            (each.part, rows[(each.figure.document, each.figure.statement.start)]) for each in life(one, others)
        )

    # -- links ---------------------------------------------------------------------------------------------------

    def resolved(self) -> tuple[tuple[str, int], ...]:
        """Codes that statements are linked to, with how many."""
        with self._ledger.reading() as connection:
            return observations.resolved(connection)

    def unresolved(self, text: str = "", limit: int = 100) -> tuple[tuple[str, int], ...]:
        """Phrases that no indicator answers to, the most frequent first."""
        with self._ledger.reading() as connection:
            return observations.unresolved(connection, text, limit)

    def link(self, statement: str) -> tuple[str, str, float, str] | None:
        """(indicator, place, score, why) of a present statement."""
        with self._ledger.reading() as connection:
            return observations.link_of(connection, statement)

    def assign(self, phrase: str, code: str, reason: str = "") -> int:
        """Teach this workspace that a phrase names an indicator ("" for none); how many statements and cells bear it.

        CatalogueError for a code the catalogue does not have, or an empty phrase.
        """
        if code and code not in catalogue().indicators:
            raise CatalogueError(
                f"the catalogue has no indicator {code!r}; `xietong indicators` lists them.",
                f"指标目录里没有代码“{code}”；可用 `xietong indicators` 查看。",
            )
        return self._teach(phrase, "assign" if code else "none", {"code": code, "phrase": phrase}, reason)

    def withdraw(self, phrase: str, reason: str = "") -> int:
        """Take an assignment back: the phrase is linked by the catalogue again."""
        return self._teach(phrase, "withdraw", {"phrase": phrase}, reason)

    def _teach(self, phrase: str, verdict: str, content: dict[str, object], reason: str) -> int:
        if not plain(phrase):
            raise CatalogueError("Say which phrase.", "请写明是哪个指标短语。")
        with self._ledger.writing() as connection:
            count, documents = teach.teach(connection, self._reviewer(), phrase, verdict, content, reason)
            queue.refresh(connection, documents)
        return count + self._tables.reread_phrase(phrase)

    def taught(self) -> tuple[Decision, ...]:
        """All assignments ever made here, the first first."""
        with self._ledger.reading() as connection:
            return decisions.of_kind(connection, ALIAS)

    def proposals(self) -> dict[str, list[str]]:
        """What was taught and still holds, as aliases for the catalogue: code → phrases."""
        with self._ledger.reading() as connection:
            known = decisions.aliases(connection)
            said = {
                one.subject: str(one.content.get("phrase", one.subject)) for one in decisions.of_kind(connection, ALIAS)
            }
        found: dict[str, list[str]] = {}
        for subject, code in sorted(known.items()):
            if code:
                found.setdefault(code, []).append(said[subject])
        return found
