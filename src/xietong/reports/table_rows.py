"""The rows of a table in a template."""

from __future__ import annotations

from xietong.reports.model import Align
from xietong.reports.text_lines import Located


def alignment(mark: str) -> Align:
    if mark.endswith(":"):
        return "center" if mark.startswith(":") else "right"
    return "left"


def cells(line: Located) -> list[Located]:
    """The cells of a row; `\\|` and a stroke inside braces are none of its marks."""
    found, start, depth = [], 0, 0
    text = line.text
    for at, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if char == "|" and not depth and (at == 0 or text[at - 1] != "\\"):
            found.append((start, at))
            start = at + 1
    if text[start:].strip():
        found.append((start, len(text)))
    return [_stripped(line.part(first, last)) for first, last in found[1:]]


def _stripped(one: Located) -> Located:
    return one.part(len(one.text) - len(one.text.lstrip()), len(one.text.rstrip()))
