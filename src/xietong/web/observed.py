"""Observations as the pages show them: grouped into series, worded and charted like the statements they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from xietong.observations import places
from xietong.observations.doubts import shown
from xietong.observations.model import Observation
from xietong.observations.series import Break, Point, Revision
from xietong.statements.model import Statement
from xietong.store.observations import ObservationRow
from xietong.web import addresses
from xietong.web.chart import Chart, Given, charts
from xietong.workspace.observations import Series

_Key = tuple[str, str, str]


class Line(Series):
    """A series in short."""

    __slots__ = ()

    @property
    def latest(self) -> Observation:
        """What is shown of the last period."""
        return self.points[-1].choice.chosen

    @property
    def href(self) -> str:
        """Its page."""
        return addresses.series(self.indicator, self.place, self.measure)


def lines(rows: Iterable[ObservationRow]) -> list[Line]:
    """Rows as series, those of most periods first."""
    groups: dict[_Key, list[ObservationRow]] = {}
    for row in rows:
        key = row.observation.key
        groups.setdefault((key.indicator, key.place, key.measure), []).append(row)
    made = [Line.of(key, group) for key, group in groups.items()]
    return sorted(made, key=lambda one: (-len(one.points), -len(one.rows), one.indicator, one.place, one.measure))


def as_statement(one: Observation, name: Callable[[str], str]) -> Statement:
    """An observation in the form that charts and sentences are made of; `name` turns its indicator into words."""
    key = one.key
    value = (shown(one.value[0], one.values, one.unit),) if one.derivation else one.value
    scope = tuple(part for words in (key.scope, key.breakdown) if words for part in words.split("、"))
    return Statement(
        start=0, end=0, quote=one.quote, sentence_start=0, sentence_end=0, sentence="", value=value, form=one.form,
        unit=one.unit, modifier=one.modifier, measure=key.measure, modality="actual", indicator=name(key.indicator),
        regions=_regions(key.place), period=key.period, base_period=key.base_period,
        scope=scope, attribution=one.release.attribution,
        attribution_start=-1, attribution_end=-1, note="",
    )  # fmt: skip


def _regions(place: str) -> tuple[str, ...]:
    return (places.words(place),) if "→" in place else tuple(map(places.words, place.split("+")))


def source(one: Observation) -> str:
    """Where an observation was read: its statement, its cell, or else its document; how it was derived; empty for one
    without."""
    if one.origin == "computed":
        return addresses.score(one.id)
    if one.derivation:
        return addresses.derived(one.derivation)
    if one.statement:
        return addresses.statement(one.statement)
    if one.cell:
        return addresses.cell(one.cell)
    return addresses.document(one.release.document) if one.release.document else ""


def drawn(
    points: Sequence[Point], revisions: Sequence[Revision], breaks: Sequence[Break], name: Callable[[str], str]
) -> tuple[Chart, ...]:
    """The charts of a series: what is shown of each period, and what was said of it before."""
    given = []
    broken = {one.after.id for one in breaks}
    shown = {}
    for point in points:
        chosen = point.choice.chosen
        shown[str(point.period)] = chosen
        given.append(Given(as_statement(chosen, name), source(chosen), broken=chosen.id in broken))
    for revision in revisions:
        now = shown.get(str(revision.period))
        for one in revision.values:
            if now is not None and one.release.date < now.release.date and not one.values.meets(now.values):
                given.append(Given(as_statement(one, name), source(one), earlier=True))
    return charts(given)


def named_sources(rows: Iterable[ObservationRow]) -> Callable[[Chart], list[tuple[str, str]]]:
    """The documents that the points of a chart were read in, for its caption: (address, title)."""
    known = {source(row.observation): row for row in rows}

    def sources(chart: Chart) -> list[tuple[str, str]]:
        by_document: dict[str, str] = {}
        for point in chart.points:
            row = known.get(point.given.href)
            if row is not None and row.observation.release.document:
                document = row.observation.release.document
                by_document[addresses.document(document)] = row.document_title or document[:12]
        return list(by_document.items())

    return sources
