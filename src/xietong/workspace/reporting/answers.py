"""The calls of a template answered from the ledger, at a day and as known then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xietong.core import clock
from xietong.core.errors import XietongError
from xietong.core.period import Period
from xietong.observations import places
from xietong.observations.catalogue import catalogue
from xietong.observations.derivation import Asked as AskedDerived
from xietong.observations.derivation import Refused
from xietong.observations.series import Point
from xietong.reports.fields import Call, nearest
from xietong.reports.given import About, Answer, Missing, Named, Said, Value
from xietong.reports.model import At, Language, Source
from xietong.reports.say import indicator_words, place_words, word
from xietong.reports.troubles import FaultyReportError, Trouble
from xietong.statements.model import Statement
from xietong.store.issues import IssueFilter
from xietong.workspace.observations import indicator_key, place_key
from xietong.workspace.reporting import blocks, indices, periods, regional, vintage, work
from xietong.workspace.reporting.bound import Binder
from xietong.workspace.sets import is_set

if TYPE_CHECKING:
    from xietong.workspace.workspace import Workspace


class Answers:
    """Answers for one report. `about.day` is the vintage: what was released later is not known."""

    def __init__(self, workspace: Workspace, about: About) -> None:
        self.workspace, self.about = workspace, about
        self.indices: dict[Any, Any] = {}  # computed once a report
        self.report_period = Period.parse(about.period)
        self.binder = Binder(
            about.language, workspace.documents, workspace.statements, workspace.tables, workspace.derived
        )

    @property
    def language(self) -> Language:
        """Of the report."""
        return self.about.language

    @property
    def day(self) -> date:
        """Of the report."""
        return date.fromisoformat(self.about.day)

    @property
    def known(self) -> datetime | None:
        """The moment up to which entries count: that of the edition; else the end of the day, on the day itself all."""
        if self.about.known:
            return datetime.fromisoformat(self.about.known)
        return clock.end_of(self.day) if self.day < clock.today() else None

    def all(self, calls: Mapping[Call, At]) -> dict[Call, Answer]:
        """Every call with its answer. FaultyReportError with all that cannot be answered whatever the data, and where."""
        found: dict[Call, Answer] = {}
        troubles: list[Trouble] = []
        for call, at in calls.items():
            if call.name in ("page", "sources"):
                continue
            try:
                self._check_places(call)
                found[call] = _ANSWERS[call.name](self, call)
            except FaultyReportError as error:
                troubles += [replace(one, at=one.at or at) for one in error.troubles]
            except XietongError as error:
                why = {tongue: error.sentence(tongue) for tongue in ("zh", "en")}
                troubles.append(Trouble("refused", at=at, words=call.name, values={"why": why}))
        if troubles:
            raise FaultyReportError(sorted(troubles, key=lambda one: one.at or At(0, 0)))
        return found

    def _check_places(self, call: Call) -> None:
        """FaultyReportError with the nearest for places that nobody knows and no observation is of."""
        for given in call.several("place"):
            if is_set((given,)) or all(map(places.known, given.split("+"))):
                continue
            if not self.workspace.observations.all_series(place=place_key(given), limit=1):
                raise FaultyReportError(
                    [Trouble("unknown_place", words=given, values={"nearest": nearest(given, places.names())})]
                )

    def period(self, given: str) -> Period | None:
        """A period as written, by the period of the report; None for the latest."""
        return periods.resolved(given, self.report_period)

    def indicator(self, given: str) -> str:
        """A code or phrase that there is data of. FaultyReportError with the nearest of the catalogue for others."""
        key = indicator_key(given)
        if key in catalogue().indicators or self.workspace.observations.all_series(key, limit=1):
            return key
        known = [one.zh if self.language == "zh" else one.en for one in catalogue().indicators.values()]
        raise FaultyReportError([Trouble("unknown_indicator", words=given, values={"nearest": nearest(given, known)})])

    def points(self, indicator: str, place: str, measure: str) -> tuple[Point, ...]:
        """The points of a series as known on the day of the report."""
        return self.workspace.observations.series(indicator, place, measure or "level", self.about.day).points

    def missing(self, indicator: str, place: str, period: Period | None) -> Missing:
        """No data, in both languages."""
        said = {}
        for tongue in ("zh", "en"):
            language: Language = "zh" if tongue == "zh" else "en"
            words = {
                "indicator": indicator_words(indicator, language),
                "place": place_words(place, language),
                "day": str(self.about.day),
            }
            if period is None:
                said[tongue] = word("missing.not_yet", language, **words)
            else:
                said[tongue] = word("missing.no_observation", language, period=periods.words(period, language), **words)
        return Missing(said["zh"], said["en"])


# --- in running text -----------------------------------------------------------------------------------------------


def _value(of: Answers, call: Call) -> Answer:
    indicator, place = of.indicator(call.get("indicator")), place_key(call.get("place"))
    wanted = of.period(call.get("period"))
    found = [
        one
        for one in of.points(indicator, place, call.get("measure"))
        if wanted is None or periods.same(wanted, one.period)
    ]
    if periods.of_year(call.get("period")):
        found = [one for one in found if periods.is_year(one.period)]
    if not found:
        return of.missing(indicator, place, wanted)
    return replace(of.binder.value(found[-1].choice.chosen), when=periods.words(found[-1].period, of.language))


def _statement(of: Answers, call: Call) -> Answer:
    row = of.workspace.statements.get(call.get("id"))
    one: Statement = row.statement
    change = one.measure in ("growth", "difference")
    sources = (of.binder.of_statement(row),)
    return Value(one.value, one.unit, sources, one.form, one.modifier, change, period=one.period)


def _cell(of: Answers, call: Call) -> Answer:
    row = of.workspace.tables.cell(call.get("id"))
    if row.value is None:
        return Missing(f"单元格“{row.text}”没有数值", f"the cell {row.text!r} has no value")
    return Value((Decimal(row.value),), row.unit, (of.binder.of_cell(row),))


def _derived(of: Answers, call: Call) -> Answer:
    if call.get("id"):
        kept = of.workspace.derived.get(call.get("id"))
        return of.binder.value(kept.derived.observation)
    indicator, wanted = of.indicator(call.get("indicator")), of.period(call.get("period"))
    units = tuple(place_key(one) for one in call.several("place"))
    if wanted is None:
        points = of.points(indicator, units[0], "level")
        if not points:
            return of.missing(indicator, units[0], None)
        wanted = points[-1].period
    asked = AskedDerived(
        call.get("formula"), indicator, units, (str(wanted),), of=indicator_key(call.get("of")) if call.get("of") else "",  # type: ignore[arg-type]
        known=of.about.day,
    )  # fmt: skip
    made = of.workspace.derived.derive(asked)
    if isinstance(made, Refused):
        said = {tongue: " ".join(one.sentence(tongue) for one in made.issues) for tongue in ("zh", "en")}
        return Missing(said["zh"], said["en"])
    language = of.language
    computed = made.derivation
    said_how = word("source.derived", language, formula=computed.words(language), computation=computed.computation)
    inputs = tuple(of.binder.source(one.observation) for one in computed.inputs)
    source = Source("derivation", computed.id, said=said_how, href=f"/derived/{computed.id}")
    from xietong.observations.doubts import shown

    one = made.observation
    number = shown(one.value[0], one.values, one.unit)
    return Value((number,), one.unit, (source, *inputs), change=one.key.measure == "growth", period=one.key.period)


def _entered(of: Answers, call: Call) -> Answer:
    record = of.workspace.reports.entered_value(call.get("name"), of.day)
    said = record.content or {}
    how = word(
        "source.entered", of.language, person=record.person, day=str(clock.day_of(record.at)), reason=record.reason
    )
    source = Source("entered", f"{record.subject}#{record.number}", said=how, href=f"/reports/entered#{record.number}")
    return Value((Decimal(said["value"]),), str(said["unit"]), (source,), change=bool(said.get("change")))


def _count(of: Answers, call: Call) -> Answer:
    what, workspace = call.get("of"), of.workspace
    match what:
        case "documents":
            number = workspace.documents.all(1, 0).total
        case "observations":
            number = workspace.observations.find(limit=1).total
        case "errors":
            number = workspace.issues.find(IssueFilter(severity="error"), 1).total
        case _:
            number = workspace.issues.find(limit=1).total
    said = word("source.count", of.language, what=word(f"counted.{what}", of.language))
    return Value((Decimal(number),), "", (Source("count", what, said=said),))


def _document(of: Answers, call: Call) -> Answer:
    row = of.workspace.documents.get(call.get("id"))
    title, day = of.binder.title(row.id)
    return Named(title, Source("document", row.id, title, day, href=f"/documents/{row.id}"))


def _period(of: Answers, call: Call) -> Answer:
    wanted = of.period(call.get("which") or "this")
    return Said(periods.words(wanted or of.report_period, of.language))


def _date(of: Answers, _: Call) -> Answer:
    return Said(periods.words(Period.day(of.day), of.language))


_ANSWERS: dict[str, Callable[[Answers, Call], Answer]] = {
    "value": _value,
    "statement": _statement,
    "cell": _cell,
    "derived": _derived,
    "entered": _entered,
    "count": _count,
    "document": _document,
    "period": _period,
    "date": _date,
    "score": indices.score,
    "index": indices.section,
    "explanation": indices.explanation,
    "indicators": blocks.indicators_section,
    "edition": vintage.section,
    "regional": regional.section,
    "findings": blocks.findings_section,
    "documents": blocks.documents_section,
    "changes": blocks.no_changes,
    "targets": work.targets_section,
    "tasks": work.tasks_section,
    "reviews": work.reviews_section,
}
