"""Regional analyses for reports: one that is kept, by its id, or the answer to a question on what was known on the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xietong.core.period import Period
from xietong.regional.analyses.catalogue import analyses
from xietong.regional.analyses.catalogue import word as analysis_word
from xietong.regional.analyses.model import Remark, Result
from xietong.regional.analyses.question import Question
from xietong.reports.fields import Call, nearest
from xietong.reports.given import Answer, Missing, Section
from xietong.reports.model import Source
from xietong.reports.say import indicator_words, place_words, word
from xietong.reports.sections.analysis import Analysis, Shown, analysis
from xietong.reports.troubles import FaultyReportError, Trouble
from xietong.workspace.reporting.periods import words
from xietong.workspace.sets import SETS, unit_keys

if TYPE_CHECKING:
    from xietong.store.indices import RunRow
    from xietong.workspace.regional import Analysed
    from xietong.workspace.reporting.answers import Answers

_ROWS = 31


@dataclass(frozen=True, slots=True)
class _Answered:
    """A result with what it was asked, how many places, years and observations it rests on, and where its page is."""

    question: Question
    result: Result
    remarks: tuple[Remark, ...]
    units: int
    times: tuple[str, ...]
    inputs: int
    documents: tuple[str, ...]
    id: str
    href: str
    note: str = ""


def section(of: Answers, call: Call) -> Answer:
    """The section `regional`."""
    from xietong.regional.analyses.faults import FaultyAnalysisError

    try:
        found = _kept(of, call.get("id")) if call.get("id") else _computed(of, _question(of, call))
    except FaultyAnalysisError as error:
        return Missing(error.sentence("zh").replace("\n", " "), error.sentence("en").replace("\n", " "))
    if isinstance(found, Missing):
        return found
    keys = {
        one.key: {"zh": analysis_word(one.key, "zh"), "en": analysis_word(one.key, "en")} for one in found.result.tables
    }
    wanted = tuple(_key(one, keys, "unknown_table") for one in call.several("tables"))
    shown = Shown(of.language, wanted, call.number("most", _ROWS), call.yes("chart", True), call.get("title"))
    return Section(analysis(_told(of, found), shown))


def _question(of: Answers, call: Call) -> Question:
    """What a field asks, as known on the day of the report."""
    titles = {name: dict(one.title) for name, one in analyses().items()}
    name = _key(call.get("analysis"), titles, "unknown_analysis")
    first, last, year = (_year(of, call.get(one)) for one in ("first", "last", "period"))
    known = {one.name: dict(one.words) for one in analyses()[name].options}
    options = []
    for pair in call.several("options"):
        option, _, value = pair.partition("=")
        options.append((_key(option.strip(), known, "unknown_option") if known else option, value.strip()))
    return Question(
        name, tuple(map(of.indicator, call.several("indicator"))), unit_keys(call.several("place")), first, last, of.about.day,
        per=of.indicator(call.get("per")) if call.get("per") else "", by=of.indicator(call.get("by")) if call.get("by") else "",
        less=tuple(map(of.indicator, call.several("less"))), year=year, options=tuple(options),
    )  # fmt: skip


def _year(of: Answers, given: str) -> str:
    wanted = of.period(given) if given else None
    return str(wanted.end.year) if wanted is not None else ""


def _key(given: str, known: dict[str, dict[str, str]], code: str) -> str:
    """The key of what is named by its key or in either language. FaultyReportError with the nearest."""
    for key, named in known.items():
        if given in (key, *named.values()):
            return key
    every = [one for key, said in known.items() for one in (key, said["zh"])]
    raise FaultyReportError([Trouble(code, words=given, values={"nearest": nearest(given, every)})])


def _computed(of: Answers, question: Question) -> _Answered:
    made: Analysed = of.workspace.regional.compute(question)
    found = tuple(one for one, *_ in made.documents() if one)
    remarks = (*made.given.remarks, *made.result.remarks, *_unused(made))
    return _Answered(
        made.question, made.result, remarks, len(made.given.given.places or made.panel.units), made.panel.times, len(made.given.observations), found,
        made.id, f"/regional/{made.question.analysis}",
    )  # fmt: skip


def _unused(made: Analysed) -> tuple[Remark, ...]:
    """Places that could not be used, with why."""
    return tuple(why for _, why in made.result.left)


def _kept(of: Answers, identity: str) -> _Answered | Missing:
    """A kept analysis, computed again from its own panel; none that rests on what was released after the day."""
    row: RunRow = of.workspace.regional.get(identity)
    if not row.analysis:
        raise FaultyReportError([Trouble("no_analysis", words=identity)])
    late = later(row, of.about.day)
    if late is not None:
        return late
    result, inputs = of.workspace.regional.replayed(row), of.workspace.indices.inputs(row.id)
    axes, language = row.kept.axes, of.language
    note = ""
    if row.superseded is not None or of.workspace.regional.state(row).outdated:
        note = word("sentence.outdated", language, day=row.made.date().isoformat())
    found = dict.fromkeys(one.document for one in inputs if one.document)
    return _Answered(
        Question.of_record(row.kept.asked), result, result.remarks, len(axes["places"] or axes["units"]), tuple(axes["times"]), len(inputs),
        tuple(found), row.id, f"/regional/runs/{row.id}", note,
    )  # fmt: skip


def later(row: RunRow, day: str) -> Missing | None:
    """No data where a kept result rests on what was released after a day."""
    known = row.kept.released or row.made.date().isoformat()
    told = {"id": row.id[:12], "day": known}
    return Missing(word("missing.later", "zh", **told), word("missing.later", "en", **told)) if known > day else None


def _told(of: Answers, found: _Answered) -> Analysis:
    language, question = of.language, found.question
    comma = "、" if language == "zh" else ", "
    title = question.kind.title[language]
    about = comma.join(indicator_words(one, language) for one in question.indicators)
    if question.per:
        about += word("analysis.per", language, per=indicator_words(question.per, language))
    said = word("source.analysis", language, title=title, about=about, count=found.inputs, id=found.id[:12])
    source = Source("computed", found.id, said=said, href=found.href)
    rests = tuple(_document(of, one) for one in found.documents)
    return Analysis(
        found.result, title, about, _recipe(of, found, title, about), found.remarks, source, rests, found.note
    )


def _document(of: Answers, document: str) -> Source:
    title, day = of.binder.title(document)
    return Source("document", document, title, day, href=f"/documents/{document}")


def _recipe(of: Answers, found: _Answered, title: str, about: str) -> str:
    """What was asked, in one sentence: analysis, indicators, places, years, what weighs, options."""
    language, question = of.language, found.question
    chosen = question.chosen()
    options = [
        f"{option.words[language]}{word('page.colon', language)}{analysis_word(chosen[option.name], language)}"
        for option in question.kind.options
        if chosen[option.name]
    ]
    stop, comma = ("；", "、") if language == "zh" else ("; ", ", ")
    where = question.units[0] if len(question.units) == 1 and question.units[0] in SETS else ""
    named = comma.join(place_words(one, language) for one in question.units[:8]) if question.units and not where else ""
    parts = [
        word("analysis.what", language, title=title, about=about),
        word("analysis.places", language, count=found.units)
        + (word("analysis.named", language, names=named) if named else ""),
        word("analysis.years", language, first=found.times[0], last=found.times[-1]),
        *([word("analysis.by", language, by=indicator_words(question.by, language))] if question.by else []),
        *options,
        *(
            [word("analysis.known", language, day=words(Period.parse(question.known), language))]
            if question.known
            else []
        ),
    ]
    return stop.join(parts) + ("。" if language == "zh" else ".")
