"""Derived numbers of a workspace: made from its observations, kept, found out of date, made anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from xietong.core.period import Period
from xietong.observations import places
from xietong.observations.catalogue import catalogue
from xietong.observations.derivation import Asked, Derived, Formula, Refused
from xietong.observations.territories import gazetteer
from xietong.store import derived
from xietong.store.derived import DerivedRow, State
from xietong.store.ledger import Ledger
from xietong.store.rows import Page
from xietong.workspace.observations import indicator_key, place_key

TOGETHER: tuple[Formula, ...] = ("sum", "mean")
_YEARS = re.compile(r"(\d{4})\s*(?:\.\.|—|–)\s*(\d{4})")


def periods(given: Iterable[str]) -> tuple[str, ...]:
    """Periods as keys have them: YYYY, YYYY-MM, A/B, ../A, and YYYY..YYYY for each year of a span. ValueError for
    others."""
    found = []
    for one in given:
        years = _YEARS.fullmatch(one.strip())
        if years:
            found += [str(Period.year(year)) for year in range(int(years[1]), int(years[2]) + 1)]
        else:
            found.append(str(Period.parse(one.strip())))
    return tuple(dict.fromkeys(found))


def each(asked: Asked, over: str = "") -> tuple[Asked, ...]:
    """One question for each place and period; of sums and means, one for each period over all places, or with `over`
    "periods" one for each place over all periods (also where there is but one place)."""
    if asked.formula not in TOGETHER:
        return tuple(
            replace(asked, places=(place,), periods=(when,)) for place in asked.places for when in asked.periods
        )
    if over == "periods" or (not over and len(asked.places) == 1):
        return tuple(replace(asked, places=(place,)) for place in asked.places)
    return tuple(replace(asked, periods=(when,)) for when in asked.periods)


def denominator(given: str) -> tuple[str, str]:
    """What `--of` names, as (indicator, place): an indicator of the catalogue, else a place or flow that is known, else
    an indicator by its phrase."""
    if not given:
        return "", ""
    if "→" in given or "->" in given:
        return "", place_key(given)
    code = indicator_key(given)
    place = place_key(given)
    known = place == places.whole() or all(one in gazetteer().territories for one in place.split("+"))
    return ("", place) if known and code not in catalogue().indicators else (code, "")


class DerivedNumbers:
    """Made on demand, kept where that is wanted. What is kept is asked again whenever it is looked at."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def derive(self, asked: Asked) -> Derived | Refused:
        """A number from the present observations; nothing is written."""
        with self._ledger.reading() as connection:
            return derived.make(connection, asked)

    def write(self, made: Iterable[Derived]) -> int:
        """Keep derived numbers as observations; how many are new. The same question with other inputs supersedes."""
        with self._ledger.writing() as connection:
            count = 0
            for one in made:
                count += derived.put(connection, one)
                for other in derived.same_question(connection, one):
                    derived.supersede(connection, other, one.derivation.id)
            return count

    def get(self, derivation: str) -> DerivedRow:
        """One that is or was kept, by its id or the beginning of it. NotFoundError where there is none."""
        with self._ledger.reading() as connection:
            return derived.get(connection, derivation)

    def find(
        self, indicator: str = "", limit: int = 50, offset: int = 0, *, superseded: bool = False
    ) -> Page[DerivedRow]:
        """Those that are kept, the last made first."""
        with self._ledger.reading() as connection:
            return derived.find(connection, indicator, limit, offset, superseded=superseded)

    def state(self, row: DerivedRow) -> State:
        """Whether one is out of date, and what it would be now."""
        with self._ledger.reading() as connection:
            return derived.state(connection, row)

    def states(self, rows: Sequence[DerivedRow]) -> tuple[State, ...]:
        """The same of several, in one look at the ledger."""
        with self._ledger.reading() as connection:
            seen: derived.Seen = {}
            return tuple(derived.state(connection, row, seen) for row in rows)

    def outdated(self, derivations: Iterable[str]) -> frozenset[str]:
        """Those of some derived observations that are out of date."""
        with self._ledger.reading() as connection:
            seen: derived.Seen = {}
            rows = derived.several(connection, derivations)
            return frozenset(row.id for row in rows if derived.state(connection, row, seen).outdated)

    def recompute(self, derivation: str) -> Derived | Refused:
        """Make one anew and keep it in place of the old, inputs that are derived first; the old keeps its address. What
        cannot be made any more is left as it is, out of date."""
        with self._ledger.writing() as connection:
            return derived.renew(connection, derivation)

    def withdraw(self, derivation: str) -> None:
        """Take one out of the ledger's present; its page stays."""
        with self._ledger.writing() as connection:
            derived.supersede(connection, derived.get(connection, derivation).id, None)

    def using(self, observation: str) -> tuple[str, ...]:
        """Ids of the derived numbers that an observation is an input of."""
        with self._ledger.reading() as connection:
            return derived.using(connection, observation)
