"""Composite indices for reports: a score or rank in running text, and the ranking as a section."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xietong.reports.fields import Call, nearest
from xietong.reports.given import Answer, Missing, Section, Value
from xietong.reports.model import Source
from xietong.reports.say import place_words, word
from xietong.reports.sections.ranking import Ranked, ranking
from xietong.reports.troubles import FaultyReportError, Trouble
from xietong.workspace.indices import Asked, Computed
from xietong.workspace.observations import place_key
from xietong.workspace.reporting.bound import of_number
from xietong.workspace.sets import unit_keys

if TYPE_CHECKING:
    from xietong.workspace.reporting.answers import Answers


def section(of: Answers, call: Call) -> Answer:
    """The section `index`."""
    places = unit_keys(call.several("place"))
    made = _computed(of, call.get("name"), places)
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
    return Section(ranking(name, when, rows[:top], of.language, chart=call.yes("chart", True), title=call.get("title")))


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


def _computed(of: Answers, name: str, places: tuple[str, ...]) -> Computed | Missing:
    """The index as known on the day of the report; refused ones are no data."""
    from xietong.indices.faults import FaultyIndexError

    framework = of.workspace.indices.framework(name)
    try:
        return of.workspace.indices.compute(framework, Asked(units=places, known=of.about.day), name)
    except FaultyIndexError as error:
        return Missing(error.sentence("zh").replace("\n", " "), error.sentence("en").replace("\n", " "))


def _element(call: Call, made: Computed) -> str:
    """The element asked for, else what the data cover. FaultyReportError with the nearest for one that is not there."""
    code, codes = call.get("element"), made.result.framework.codes
    if code and code not in codes:
        raise FaultyReportError([Trouble("unknown_element", words=code, values={"nearest": nearest(code, codes)})])
    return code or _covered(made)


def _covered(made: Computed) -> str:
    """The index itself, or the first of its dimensions that has scores where the data do not cover all of them."""
    framework = made.result.framework
    root = framework.tree.root
    every: list[str] = [framework.codes[at] for at in (root, *framework.tree.children[root])]
    return next(
        (code for code in every if any(_scores(made, code, time) for time in made.result.panel.times)), every[0]
    )


def _year(of: Answers, made: Computed, code: str, given: str) -> str | None:
    """The year asked for, else the last that has scores."""
    wanted = of.period(given)
    times = [time for time in made.result.panel.times if _scores(made, code, time)]
    if wanted is not None:
        return next((time for time in times if time == str(wanted.end.year)), None)
    return times[-1] if times else None


def _scores(made: Computed, code: str, year: str) -> dict[str, float]:
    panel = made.result.panel
    if year not in panel.times:
        return {}
    values = made.result.of(code)[panel.times.index(year)]
    return {unit: float(value) for unit, value in zip(panel.units, values, strict=True) if value == value}


def _rank(scores: dict[str, float], score: float) -> int:
    return 1 + sum(one > score for one in scores.values())


def _value(of: Answers, made: Computed, year: str, number: float | int, unit: str = "") -> Value:
    name = made.result.framework.name(of.language)
    said = word("source.score", of.language, name=name, year=year, count=len(made.inputs))
    href = f"/indices/frameworks/{made.name}?year={year}"
    return of_number(number, Source("score", made.id, said=said, href=href), unit)
