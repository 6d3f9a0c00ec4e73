"""Releases as vintages: a number is what was published on a day, and series across releases are linked, not mixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from xietong.indices.numbers.link import linked
from xietong.indices.refused import refused


@dataclass(frozen=True)
class Release:
    """What one publication says: its date (ISO, so that dates sort), and values by period (labels that sort)."""

    date: str
    values: Mapping[str, float] = field(hash=False)
    base: str = ""

    @classmethod
    def with_change(cls, date: str, period: str, value: float, before: str, change: float, base: str = "") -> Release:
        """A release that gives a value and its change in points from the period before: it implies the value then."""
        return cls(date, {before: value - change, period: value}, base)

    @classmethod
    def with_growth(cls, date: str, period: str, value: float, before: str, rate: float, base: str = "") -> Release:
        """A release that gives a value and its growth in per cent. Raises ValuesError for growth of −100 or less."""
        if rate <= -100:
            raise refused("no_level", kind="plain", rate=rate)
        return cls(date, {before: value / (1.0 + rate / 100.0), period: value}, base)


@dataclass(frozen=True)
class Linked:
    """A series by period on the level of the latest release; what each release was multiplied by, and whose each value is."""

    values: dict[str, float] = field(hash=False)
    factors: dict[str, float] = field(hash=False)
    sources: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Revision:
    """A period as two releases have it."""

    period: str
    date: str
    before: float
    later: str
    after: float

    @property
    def points(self) -> float:
        """By how much it was changed."""
        return self.after - self.before


@dataclass(frozen=True)
class Vintages:
    """Releases of one index, in the order of their dates. Raises ValuesError for two of one day."""

    releases: tuple[Release, ...]

    def __post_init__(self) -> None:
        dates = [release.date for release in self.releases]
        if not dates or len(set(dates)) != len(dates):
            raise refused("releases", dates=", ".join(sorted({date for date in dates if dates.count(date) > 1})) or "—")
        object.__setattr__(self, "releases", tuple(sorted(self.releases, key=lambda release: release.date)))

    def as_of(self, day: str) -> tuple[Release, ...]:
        """The releases that were out on a day. Raises ValuesError for a day before the first."""
        out = tuple(release for release in self.releases if release.date <= day)
        if not out:
            raise refused("not_released", day=day, first=self.releases[0].date)
        return out

    def value(self, period: str, day: str = "9999") -> float:
        """What the latest release of a day that has the period says of it. Raises ValuesError where none does."""
        for release in reversed(self.as_of(day)):
            if period in release.values:
                return release.values[period]
        raise refused("no_period", period=period, day=day)

    def change(self, period: str, before: str, day: str = "9999") -> float:
        """The change between two periods within one release, the latest that has both.

        Raises ValuesError where no release has both: a difference of two releases would mix their vintages.
        """
        for release in reversed(self.as_of(day)):
            if period in release.values and before in release.values:
                return release.values[period] - release.values[before]
        raise refused("mixed_vintages", period=period, before=before)

    def linked(self, day: str = "9999") -> Linked:
        """One series from all releases of a day: the latest as it is, those before brought to its level where they overlap.

        Only changes within a release are used; between releases values are multiplied by the ratio over the periods both
        have (see `link.linked`). Raises ValuesError for a release that shares no period with those after it.
        """
        out = self.as_of(day)
        periods = sorted({period for release in out for period in release.values})
        series = _row(out[-1], periods)
        factors, sources = {out[-1].date: 1.0}, dict.fromkeys(out[-1].values, out[-1].date)
        for release in reversed(out[:-1]):
            older = _row(release, periods)
            if not (~np.isnan(older) & ~np.isnan(series)).any():
                raise refused("not_linked", date=release.date, later=out[-1].date)
            link = linked(older, series)
            series, factors[release.date] = link.values, link.factor
            sources = dict.fromkeys(release.values, release.date) | sources
        return Linked({period: float(series[at]) for at, period in enumerate(periods)}, factors, sources)

    def revisions(self) -> tuple[Revision, ...]:
        """Every period that a later release has otherwise than the one before it."""
        found: list[Revision] = []
        last: dict[str, Release] = {}
        for release in self.releases:
            for period, value in sorted(release.values.items()):
                was = last.get(period)
                if was is not None and was.values[period] != value:
                    found.append(Revision(period, was.date, was.values[period], release.date, value))
                last[period] = release
        return tuple(found)


def _row(release: Release, periods: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([release.values.get(period, np.nan) for period in periods], dtype=np.float64)
