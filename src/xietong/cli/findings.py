"""Findings on the terminal: one JSON object a line, or sentences to read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from xietong.core.issue import Issue, Place

_NAMES = {
    "zh": {"error": "错误", "warning": "存疑", "note": "提示"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}
_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold blue"}


def record(issue: Issue, tongue: str) -> dict[str, object]:
    """One line of `--format jsonl`."""
    return {
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.sentence(tongue),
        "computation": issue.computation,
        "places": [
            {"document": one.document, "start": one.start, "end": one.end, "quote": one.quote, **_in_table(one)}
            for one in issue.places
        ],
    }


def _in_table(place: Place) -> dict[str, object]:
    return {"sheet": place.sheet, "row": place.row, "column": place.column} if place.in_table else {}


def write_jsonl(issues: Iterable[Issue], tongue: str) -> None:
    """One object a line on standard output."""
    for issue in issues:
        sys.stdout.write(json.dumps(record(issue, tongue), ensure_ascii=False) + "\n")


def show(issues: Sequence[Issue], tongue: str) -> None:
    """Each finding with its computation and the clauses of its figures, and how many there are."""
    console = Console(highlight=False, soft_wrap=True)
    for issue in issues:
        head = Text(_NAMES[tongue][issue.severity], style=_STYLES[issue.severity])
        head.append(f"  {issue.code}  ", style="dim")
        head.append(issue.sentence(tongue), style="not dim")
        console.print(head)
        console.print(Text(f"    {issue.computation}"))
        for place in issue.places:
            clause = " ".join(place.sentence.split())[:100]
            at = f"R{place.row}C{place.column}" if place.in_table else str(place.start)
            console.print(Text(f"    {place.document}:{at}  {clause}", style="dim"))


def counted(issues: Iterable[Issue], tongue: str) -> str:
    """How many errors, warnings and notes."""
    found = [issue.severity for issue in issues]
    errors, warnings, notes = (found.count(severity) for severity in ("error", "warning", "note"))
    if tongue == "zh":
        return f"错误 {errors}，存疑 {warnings}，提示 {notes}。"
    return f"{errors} errors, {warnings} warnings, {notes} notes."
