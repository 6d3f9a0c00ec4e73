"""Texts → what the checks say of them: found, missed, true and false alarms, by kind and by shape."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.planted.article import Document
from tests.planted.make import Planted
from tests.planted.shapes import Kind
from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.documents.intake import extract
from xietong.observations.check import check
from xietong.observations.figures import Source
from xietong.statements.read import read


@dataclass(frozen=True, slots=True)
class Alarm:
    """An issue and the shape or filler in which its first place stands."""

    issue: Issue
    origin: str


@dataclass(frozen=True, slots=True)
class Result:
    """One text: which alarms were right and which were not. A twin has no right ones."""

    text: Planted
    right: tuple[Alarm, ...]
    false: tuple[Alarm, ...]

    @property
    def found(self) -> bool:
        """Whether the planted error was reported."""
        return self.text.wrong and bool(self.right)


def score(kind: Kind, texts: Iterable[Planted]) -> list[Result]:
    """Check every text and tell right alarms from false ones.

    Right is an alarm of one of the kind's codes with a place on a planted figure. Any other alarm is false: on a twin,
    on the text around, or of a code that the error does not deserve. Where only a note is right (`severity`), a note
    of the kind's codes counts as its alarm, in the twins too.
    """
    return [_result(kind, text) for text in texts]


def _result(kind: Kind, text: Planted) -> Result:
    sources = [_source(document) for document in text.documents]
    by_name = {document.name: document for document in text.documents}
    right: list[Alarm] = []
    false: list[Alarm] = []
    for issue in check(sources):
        alarm = Alarm(issue, _origin(issue, by_name))
        note = issue.severity == "note"
        if note and not (kind.severity == "note" and issue.code in kind.codes):
            continue
        deserved = text.wrong and issue.code in kind.codes and note == (kind.severity == "note")
        (right if deserved and _on_a_mark(issue, by_name) else false).append(alarm)
    return Result(text, tuple(right), tuple(false))


def _source(document: Document) -> Source:
    text = extract(document.content.encode(), document.name, date=Period.parse(document.date))
    if text.content != document.content:
        raise ValueError(f"{document.name}: reading it changed the text, so that places cannot be compared")
    return Source(document.name, text.content, read(text))


def _on_a_mark(issue: Issue, documents: dict[str, Document]) -> bool:
    return any(
        place.start < end and start < place.end
        for place in issue.places
        for start, end in documents[place.document].marks
    )


def _origin(issue: Issue, documents: dict[str, Document]) -> str:
    place = issue.places[0]
    return next((name for start, end, name in documents[place.document].origins if start <= place.start < end), "title")
