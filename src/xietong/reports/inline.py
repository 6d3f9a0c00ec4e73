"""Running text of a template → spans: words, strong and emphasised words, fields, typed words with what binds them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xietong.reports.fields import Call, call
from xietong.reports.model import At, Style
from xietong.reports.text_lines import Located
from xietong.reports.troubles import Trouble

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CALL = re.compile(r"\{\{(.*?)\}\}")
_BOUND = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]\{([^{}]*)\}")
_NOTE = re.compile(r"\[\^([\w-]+)\]")
_STARS = re.compile(r"\*{1,2}")


@dataclass(frozen=True, slots=True)
class Span:
    """Words in a style; with `call` alone a field, with `call` and `text` typed words that it binds; `footnote` names a
    note of the template."""

    text: str
    at: At
    style: Style = ""
    call: Call | None = None
    footnote: str = ""


def spans(given: Located, troubles: list[Trouble]) -> tuple[Span, ...]:
    """The spans of a text; what is wrong is added to `troubles`."""
    found: list[Span] = []
    words: list[str] = []
    begin, at = 0, 0
    style: Style = ""
    opened = At(1, 1)

    def flush() -> None:
        if words:
            found.append(Span("".join(words), given.at(begin), style))
            words.clear()

    while at < len(given.text):
        match = _CALL.match(given.text, at) or _BOUND.match(given.text, at) or _NOTE.match(given.text, at)
        stars = _STARS.match(given.text, at)
        escaped = _ESCAPED.match(given.text, at)
        if match:
            flush()
            span = _span(given, match, style, troubles)
            found += [span] if span else []
            at = match.end()
        elif stars and (style or given.text[stars.end() : stars.end() + 1].strip()):
            flush()
            wanted: Style = "strong" if stars.end() - at == 2 else "emphasis"
            style, opened = ("" if style == wanted else wanted), given.at(at)
            at = stars.end()
        else:
            if given.text.startswith("{{", at):
                troubles.append(Trouble("open_field", at=given.at(at), words=given.text[at : at + 20]))
            place, first = given.at(at), given.at(begin)
            if words and (place.line, place.column) != (first.line, first.column + len(words)):
                flush()  # so that the place of every character of a span is known from its first
            if not words:
                begin = at
            words.append(escaped[1] if escaped else given.text[at])
            at = escaped.end() if escaped else at + 1
    flush()
    if style:
        troubles.append(Trouble("open_style", at=opened))
    return tuple(found)


def _span(given: Located, match: re.Match[str], style: Style, troubles: list[Trouble]) -> Span | None:
    place = given.at(match.start())
    if match.re is _NOTE:
        return Span("", place, style, footnote=match[1])
    if match.re is _CALL:
        made = call(given.part(match.start(1), match.end(1)), "inline", troubles)
        return Span("", place, style, made) if made else None
    made = call(given.part(match.start(2), match.end(2)), "inline", troubles)
    return Span(_ESCAPED.sub(r"\1", match[1]), given.at(match.start(1)), style, made) if made else None
