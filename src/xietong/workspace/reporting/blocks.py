"""Sections of reports filled from the ledger: indicators, findings, documents, changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from xietong.core.grid import Grain, cells, grain_of
from xietong.core.period import Period
from xietong.data import table
from xietong.observations import places as known_places
from xietong.observations.model import Observation
from xietong.observations.series import Point, points
from xietong.reports.fields import Call, nearest
from xietong.reports.given import Answer, Section, Value
from xietong.reports.model import Source
from xietong.reports.sections import indicators, lists
from xietong.reports.troubles import FaultyReportError, Trouble
from xietong.store.issues import IssueFilter
from xietong.workspace.sets import territories, unit_keys

if TYPE_CHECKING:
    from xietong.workspace.reporting.answers import Answers

_LISTED = 50
_COLUMNS = 120  # periods of a chart, those without data among them
_DOCUMENTS = 10_000
_PLACES = 3  # of so many each has a row, with data or without


# --- indicators ----------------------------------------------------------------------------------------------------


def indicators_section(of: Answers, call: Call) -> Answer:
    """The section `indicators`."""
    codes = [of.indicator(one) for one in call.several("indicator")]
    units = _places(call)
    series = _series(of, codes, units, call.get("measure") or "level")
    first, last = (of.period(call.get(name)) if call.get(name) else None for name in ("first", "last"))
    found = {key: _within(line, first, last) for key, line in series.items()}
    grain = _grain(first or last, found.values())
    columns = _columns(found.values(), grain)
    if not columns:
        return of.missing(codes[0], units[0] if units else known_places.whole(), None)
    rows = [
        indicators.Row(code, place, _row(of, found.get((code, place), []), columns, grain))
        for code in codes for place in units
        if len(units) <= _PLACES or found.get((code, place))
    ]  # fmt: skip
    digits = int(call.get("digits")) if call.get("digits") else None
    manner = indicators.Manner(of.language, digits, call.yes("chart", True), call.yes("table", True), call.get("title"))
    return Section(indicators.indicators(rows, [str(one) for one in columns], manner))


def _places(call: Call) -> tuple[str, ...]:
    """The places of a call: named ones, those of a set, else the members of the region."""
    keys = unit_keys(call.several("place"))
    if not keys:
        return known_places.members()
    return territories(keys[0]) if keys[0] in ("provinces", "members", "cities") else keys


def _series(of: Answers, codes: list[str], units: tuple[str, ...], measure: str) -> dict[tuple[str, str], list[Point]]:
    groups: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for row in of.workspace.observations.grid(codes, units, measure, of.about.day, 200_000):
        key = row.observation.key
        groups[key.indicator, key.place].append(row.observation)
    return {key: points(group) for key, group in groups.items()}


def _within(line: list[Point], first: Period | None, last: Period | None) -> list[Point]:
    start = first.start or first.end if first else None
    return [
        one for one in line if (start is None or one.period.end >= start) and (last is None or one.period.end <= last.end)
    ]  # fmt: skip


def _kind(period: Period) -> Grain | None:
    """Which columns a period belongs to: a stock at the end of a year to the years."""
    if period.start is None:
        return "year" if (period.end.month, period.end.day) == (12, 31) else "month"
    return grain_of(period)


def _grain(asked: Period | None, lines: Iterable[list[Point]]) -> Grain | None:
    """Years or months or quarters: that of the period asked from or to, else that of most points, years first."""
    if asked is not None and (grain := grain_of(asked)) is not None:
        return grain
    counts = Counter(_kind(one.period) for line in lines for one in line)
    return max(counts, key=lambda one: (counts[one], one == "year")) if counts else None


def _columns(lines: Iterable[list[Point]], grain: Grain | None) -> list[Period]:
    """The periods of a table in order; a stock stands under the period that it ends."""
    found = {_column(one.period) for line in lines for one in line if _kind(one.period) == grain}
    if not found or grain is None:
        return sorted(found, key=lambda one: one.end)
    first, last = min(one.end for one in found), max(one.end for one in found)
    every = list(cells(first, last, grain))
    return every if len(every) <= _COLUMNS else sorted(found, key=lambda one: one.end)


def _column(period: Period) -> Period:
    if period.start is not None:
        return period
    return Period.year(period.end.year) if _kind(period) == "year" else Period(period.end.replace(day=1), period.end)


def _row(of: Answers, line: list[Point], columns: list[Period], grain: Grain | None) -> tuple[Value | None, ...]:
    known = {_column(one.period): one for one in line if _kind(one.period) == grain}
    return tuple(of.binder.value(known[one].choice.chosen) if one in known else None for one in columns)


# --- lists ---------------------------------------------------------------------------------------------------------


def findings_section(of: Answers, call: Call) -> Answer:
    """The section `findings`."""
    code, codes = call.get("code"), table("messages/issues.toml")
    if code and code not in codes:
        raise FaultyReportError([Trouble("unknown_code", words=code, values={"nearest": nearest(code, codes)})])
    wanted = IssueFilter(call.get("severity"), code)
    page = of.workspace.issues.find(wanted, call.number("most", _LISTED))
    rows = [(row.issue, next(iter(row.titles), "")) for row in page.items]
    return Section(lists.findings(rows, page.total, of.language, call.get("title")))


def documents_section(of: Answers, call: Call) -> Answer:
    """The section `documents`: those whose date lies in the period of the report, or in the one asked for."""
    first = of.period(call.get("first")) if call.get("first") else of.report_period
    last = of.period(call.get("last")) if call.get("last") else first
    start, end = (first or of.report_period), (last or of.report_period).end
    since = start.start or start.end
    rows = []
    for row in of.workspace.documents.all(_DOCUMENTS, 0).items:
        if row.date is not None and since <= row.date.end <= min(end, of.day):
            title, day = of.binder.title(row.id)
            source = Source("document", row.id, title, day, href=f"/documents/{row.id}")
            rows.append(lists.Listed(source, row.publisher))
    shown = rows[: call.number("most", _LISTED)]
    return Section(lists.documents(shown, len(rows), of.language, call.get("title")))


def no_changes(of: Answers, call: Call) -> Answer:
    """The section `changes` before it is known what changed: it is filled when the rest is composed."""
    return Section(())
