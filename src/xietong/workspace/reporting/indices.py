"""Composite indices for reports: a score or rank in running text, and the ranking as a section."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xietong.indices.explain import opened, principal
from xietong.reports.fields import Call, nearest
from xietong.reports.given import Answer, Missing, Section, Value
from xietong.reports.model import Paragraph, Piece, Source
from xietong.reports.say import place_words, word
from xietong.reports.sections.explanation import Given, Head, parted
from xietong.reports.sections.ranking import Ranked, ranking
from xietong.reports.troubles import FaultyReportError, Trouble
from xietong.workspace.indices import Asked
from xietong.workspace.observations import place_key
from xietong.workspace.reporting.bound import of_number
from xietong.workspace.reporting.regional import later
from xietong.workspace.sets import unit_keys

if TYPE_CHECKING:
    from xietong.indices.run import Result
    from xietong.workspace.reporting.answers import Answers


def section(of: Answers, call: Call) -> Answer:
    """The section `index`."""
    places = unit_keys(call.several("place"))
    made = _computed(of, call.get("name"), places, call.get("id"))
    if isinstance(made, Missing):
        return made
    code = _element(call, made)
    year = _year(of, made, code, call.get("period"))
    if year is None:
        return Missing("没有可以计算的年份", "there is no year it can be computed for")
    scores = _scores(made, code, year)
    rows = [
        Ranked(place, _value(of, made, year, score), _value(of, made, year, _rank(scores, score), "位"))
        for place, score in sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    ]
    framework = made.result.framework
    element = framework.element(code)
    name = framework.name(of.language)
    if element.parent:
        name = f"{name}·{element.zh}" if of.language == "zh" else f"{name}: {element.en}"
    top = call.number("top", 31)
    when = f"{year}年" if of.language == "zh" else year
    blocks = ranking(name, when, rows[:top], of.language, chart=call.yes("chart", True), title=call.get("title"))
    return Section((*_noted(made), *blocks))


def explanation(of: Answers, call: Call) -> Answer:
    """The section `explanation`: what a score is made of, part by part."""
    place = place_key(call.get("place"))
    made = _computed(of, call.get("index"), (), call.get("id"))
    if isinstance(made, Missing):
        return made
    code = _element(call, made)
    year = _year(of, made, code, call.get("period"))
    framework = made.result.framework
    scores = _scores(made, code, year) if year else {}
    if year is None or place not in scores or code not in {one.code for one in framework.nodes}:
        return Missing(
            f"{place_words(place, 'zh')}没有可以分解的得分", f"there is no score of {place_words(place, 'en')} to open"
        )
    found = opened(made.result, place, year, code)

    def value(number: float, unit: str = "") -> Value:
        return _value(of, made, year, number, unit)

    def name(one: str) -> str:
        return framework.element(one).zh if of.language == "zh" else framework.element(one).en

    parts = [
        Given(
            name(one.code), value(one.score), value(one.weight * 100, "%"), value(one.points), value(one.percent, "%")
        )
        for one in found.parts
    ]
    head = Head(
        name(code), place_words(place, of.language), f"{year}年" if of.language == "zh" else year, value(found.score),
        replace(value(_rank(scores, scores[place])), unit="位"), value(found.start), tuple(map(name, found.missing)),
    )  # fmt: skip
    return Section((*_noted(made), *parted(head, parts, of.language, call.get("title"))))


def _noted(made: _Made) -> tuple[Paragraph, ...]:
    return (Paragraph((Piece(made.note, "quote"),)),) if made.note else ()


def score(of: Answers, call: Call) -> Answer:
    """The field `score`: a score, or a rank among all places it was computed for."""
    place = place_key(call.get("place"))
    made = _computed(of, call.get("index"), ())
    if isinstance(made, Missing):
        return made
    code = _element(call, made)
    year = _year(of, made, code, call.get("period"))
    scores = _scores(made, code, year) if year else {}
    if year is None or place not in scores:
        return Missing(f"{place_words(place, 'zh')}没有得分", f"there is no score of {place_words(place, 'en')}")
    when = f"{year}年" if of.language == "zh" else year
    if call.get("what") == "rank":
        return replace(_value(of, made, year, _rank(scores, scores[place]), "位"), when=when, period=year)
    return replace(_value(of, made, year, scores[place]), when=when, period=year)


@dataclass(frozen=True, slots=True)
class _Made:
    """Scores with what they rest on, and where their page is; a kept one may be noted to be out of date."""

    result: Result
    id: str
    inputs: int
    href: str
    note: str = ""


def _computed(of: Answers, name: str, places: tuple[str, ...], identity: str = "") -> _Made | Missing:
    """The index as known on the day of the report, or one that is kept by its id; refused ones are no data."""
    key = (name, places, identity)
    if key not in of.indices:
        of.indices[key] = _kept(of, identity) if identity else _anew(of, name, places)
    found: _Made | Missing = of.indices[key]
    return found


def _anew(of: Answers, name: str, places: tuple[str, ...]) -> _Made | Missing:
    from xietong.indices.faults import FaultyIndexError

    framework = of.workspace.indices.framework(name)
    try:
        made = of.workspace.indices.compute(framework, Asked(units=places, known=of.about.day), name)
    except FaultyIndexError as error:
        return Missing(error.sentence("zh").replace("\n", " "), error.sentence("en").replace("\n", " "))
    return _Made(made.result, made.id, len(made.inputs), f"/indices/frameworks/{name}")


def _kept(of: Answers, identity: str) -> _Made | Missing:
    """A kept one computed again from its own panel; none that rests on what was released after the day."""
    row = of.workspace.indices.get(identity)
    if row.analysis:
        raise FaultyReportError([Trouble("no_index", words=identity)])
    late = later(row, of.about.day)
    if late is not None:
        return late
    note = ""
    if row.superseded is not None or of.workspace.indices.state(row).outdated:
        note = word("sentence.outdated", of.language, day=row.made.date().isoformat())
    result = of.workspace.indices.replayed(row)
    return _Made(result, row.id, len(of.workspace.indices.inputs(row.id)), f"/indices/runs/{row.id}", note)


def _element(call: Call, made: _Made) -> str:
    """The element asked for, else what the data cover. FaultyReportError with the nearest for one that is not there."""
    code, codes = call.get("element"), made.result.framework.codes
    if code and code not in codes:
        raise FaultyReportError([Trouble("unknown_element", words=code, values={"nearest": nearest(code, codes)})])
    return code or principal(made.result)


def _year(of: Answers, made: _Made, code: str, given: str) -> str | None:
    """The year asked for, else the last in which half of the places that ever have one have a score."""
    wanted = of.period(given)
    counts = {time: len(_scores(made, code, time)) for time in made.result.panel.times}
    times = [time for time, count in counts.items() if count and count * 2 >= max(counts.values())]
    if wanted is not None:
        return next((time for time, count in counts.items() if count and time == str(wanted.end.year)), None)
    return times[-1] if times else None


def _scores(made: _Made, code: str, year: str) -> dict[str, float]:
    panel = made.result.panel
    if year not in panel.times:
        return {}
    values = made.result.of(code)[panel.times.index(year)]
    return {unit: float(value) for unit, value in zip(panel.units, values, strict=True) if value == value}


def _rank(scores: dict[str, float], score: float) -> int:
    return 1 + sum(one > score for one in scores.values())


def _value(of: Answers, made: _Made, year: str, number: float | int, unit: str = "") -> Value:
    name = made.result.framework.name(of.language)
    said = word("source.score", of.language, name=name, year=year, count=made.inputs)
    href = f"{made.href}?year={year}"
    return of_number(number, Source("score", made.id, said=said, href=href), unit)
