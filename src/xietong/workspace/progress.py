"""How the targets of a workspace stand: with the ledger's observations as known on a day, and scorecards of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xietong.core.clock import end_of, today
from xietong.core.grid import Clock
from xietong.core.period import Period
from xietong.observations.choose import choose
from xietong.observations.model import Observation
from xietong.observations.territories import gazetteer
from xietong.store import observations
from xietong.store.ledger import Ledger
from xietong.store.observations import ObservationRow
from xietong.store.rows import Page
from xietong.targets.adding import wished
from xietong.targets.held import Held
from xietong.targets.progress.compare import judged
from xietong.targets.progress.stations import METHOD as STATIONS
from xietong.targets.progress.stations import stations
from xietong.targets.score import Row, Version, late_entries, late_values, rank
from xietong.targets.state import Ahead, Move, Stand, ahead, moves, stand
from xietong.workspace.splits import KeptSplit, Splits
from xietong.workspace.targets import Recorded, Targets

BY = ("territory", "body")


@dataclass(frozen=True, slots=True)
class Progress:
    """One target on a day, whole: the version that is judged, how it stands, what may come, what moved it, its versions,
    splits and parts, and what was changed late. `titles`: of the documents behind its observations, by observation."""

    recorded: Recorded
    stand: Stand
    ahead: Ahead
    moves: tuple[Move, ...]
    versions: tuple[Version, ...]
    splits: tuple[KeptSplit, ...]
    row: Row
    titles: Mapping[str, str]


class Standing:
    """Verdicts are computed from the present ledger; nothing of them is kept."""

    def __init__(self, ledger: Ledger, targets: Targets, splits: Splits) -> None:
        self._ledger, self._targets, self._splits = ledger, targets, splits

    def observed(self, helds: Iterable[Held]) -> dict[tuple[str, str, str], list[ObservationRow]]:
        """The observations of some targets and of their members, by (indicator, place, measure)."""
        keys = {key for one in helds for key in _keys(one)}
        found: dict[tuple[str, str, str], list[ObservationRow]] = {key: [] for key in keys}
        with self._ledger.reading() as connection:
            for row in observations.of_series(connection, keys):
                key = row.observation.key
                found[key.indicator, key.place, key.measure].append(row)
        return found

    def stands(self, helds: Sequence[Held], as_of: date | None = None, *, brief: bool = True) -> tuple[Stand, ...]:
        """How several targets stand on a day, today where none is given."""
        now = today()
        known = self.observed(helds)
        return tuple(stand(one, _of(known, one), as_of or now, now, brief=brief) for one in helds)

    def of(self, subject: str, as_of: date | None = None, grain: str = "", clock: Clock = "periods") -> Progress:
        """One target whole. On an earlier day the version that held then is judged, or the first where it came later."""
        now = today()
        recorded = self._targets.get(subject)
        versions = self._targets.history(recorded.held.subject)
        if as_of is not None:
            recorded = _then(recorded, versions, as_of)
        day, held = as_of or now, recorded.held
        rows = [row for key in _keys(held) for row in self.observed([held])[key]]
        seen = [row.observation for row in rows]
        stood = stand(held, seen, day, now, grain=grain, clock=clock)
        splits = self._splits.of(held.subject)
        stood = _with_years(stood, splits)
        told = tuple(one for one in moves(held, seen, now) if one.day <= day)
        place, peers = self._ranks([stood])[held.subject]
        late = late_entries(versions, end_of(day))
        row = Row(stood, place, peers, late, late_values(held, seen, day, now))
        titles = {one.observation.id: one.document_title for one in rows}
        return Progress(recorded, stood, ahead(stood), told, versions, splits, row, titles)

    def scorecard(
        self, by: str, of: str, as_of: date | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[Page[Row], tuple[Stand, ...]]:
        """The targets of a territory or body on a day, by due day: each with level, rank, effort and change; and how all of
        them stand."""
        now = today()
        day = as_of or now
        page = self._targets.find({by: of}, None, as_of=as_of)
        helds = [one.held for one in page.items]
        known = self.observed(helds)
        stood = tuple(stand(one, _of(known, one), day, now, brief=True) for one in helds)
        shown = stood[offset : offset + limit]
        ranks = self._ranks(shown)
        rows = []
        for one in shown:
            entries = (
                late_entries(self._targets.history(one.held.subject), end_of(day)) if one.held.closes < day else ()
            )
            values = late_values(one.held, _of(known, one.held), day, now)
            rows.append(Row(one, *ranks[one.held.subject], entries, values))
        return Page(tuple(rows), page.total, limit, offset), stood

    def _ranks(self, stood: Sequence[Stand]) -> dict[str, tuple[int | None, int]]:
        """The place of each target's last value among the territories that have a target of the same indicator."""
        asked = {one.target.indicator for one in stood if one.course.readings}
        places = self._targets.territories(asked)
        with self._ledger.reading() as connection:
            everywhere = {place for many in places.values() for place in many}
            periods = {str(one.course.readings[-1].period) for one in stood if one.course.readings}
            rows = observations.of_periods(connection, asked, everywhere, periods)
        values: dict[tuple[str, str, str], dict[str, list[Observation]]] = {}
        for row in rows:
            key = row.observation.key
            values.setdefault((key.indicator, key.measure, key.period), {}).setdefault(key.place, []).append(
                row.observation
            )
        return {one.held.subject: _rank(one, values, places) for one in stood}


def _rank(
    one: Stand, values: Mapping[tuple[str, str, str], Mapping[str, list[Observation]]], places: Mapping[str, set[str]]
) -> tuple[int | None, int]:  # fmt: skip
    if not one.course.readings:
        return rank(one.aim, None, ())
    period: Period = one.course.readings[-1].period
    found = values.get((one.target.indicator, one.target.measure, str(period)), {})
    peers = {key for key in places.get(one.target.indicator, ()) if _kind(key) == _kind(one.target.territory)}
    peers -= {one.target.territory}
    others = []
    for place in sorted(peers & found.keys()):
        fit = [each for each in found[place] if each.unit == one.target.goal.unit and each.form == "number"]
        if fit:
            others.append(choose(fit).chosen.value[0])
    return rank(one.aim, one.value, others)


def _with_years(stood: Stand, splits: Sequence[KeptSplit]) -> Stand:
    """Beside the methods what was set for the years on the way, where the target is split along them."""
    years = next((one.split.parts for one in splits if one.split.along == "years"), ())
    if not years:
        return stood
    way, day = wished(stood.target.indicator), stood.as_of
    said = judged(STATIONS, lambda: stations(stood.target, years, stood.course.readings, day, wished=way), stood.target)
    return replace(stood, verdicts=(*stood.verdicts, said))


def _kind(key: str) -> str:
    """Provinces are ranked among provinces, cities among cities."""
    known = gazetteer().territories.get(key)
    return known.kind if known else ""


def _keys(held: Held) -> list[tuple[str, str, str]]:
    one = held.target
    keys: list[tuple[str, str, str]] = [
        (one.indicator, place, one.measure) for place in dict.fromkeys((one.territory, *one.members))
    ]
    return [*keys, (one.indicator, one.territory, "growth")] if one.measure == "level" else keys


def _of(known: Mapping[tuple[str, str, str], list[ObservationRow]], held: Held) -> list[Observation]:
    return [row.observation for key in _keys(held) for row in known[key]]


def _then(recorded: Recorded, versions: Sequence[Version], as_of: date) -> Recorded:
    held = [one for one in versions if one.held is not None]
    past = [one for one in held if one.at <= end_of(as_of)]
    one = past[-1] if past else held[0]
    assert one.held is not None
    return Recorded(one.held, recorded.number, one.at, one.person, one.reason)
