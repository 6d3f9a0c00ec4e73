"""What is doubtful in a table, gathered while it is read: one finding for each kind and subject, with all its places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from xietong.core.issue import Issue, Place, Severity
from xietong.data import table

MESSAGES = "messages/tables.toml"
SHOWN = 100  # places of one finding that are kept; the others are counted


@dataclass(slots=True)
class _Group:
    words: dict[str, object]
    count: int = 0
    last: tuple[int, int] = (-1, -1)
    places: list[Place] = field(default_factory=list)


class Findings:
    """Findings of one table of one document."""

    def __init__(self, document: str, sheet: str = "") -> None:
        self.document, self.sheet = document, sheet
        self._groups: dict[tuple[str, str], _Group] = {}

    def add(
        self, code: str, row: int, column: int, quote: str = "", path: str = "", *, subject: str = "", **words: object
    ) -> None:
        """Note a place; those of one code and subject are one finding, worded after the first."""
        group = self._groups.get((code, subject))
        if group is None:
            group = self._groups[code, subject] = _Group({"quote": quote, "subject": subject, "path": path, **words})
        if group.last == (row, column):  # a name is met once for each column of values
            return
        group.last = row, column
        group.count += 1
        if len(group.places) < SHOWN:
            group.places.append(Place(self.document, 0, 0, quote, path, self.sheet, row, column))

    def count(self, code: str) -> int:
        """How many places were noted of a kind."""
        return sum(group.count for (one, _), group in self._groups.items() if one == code)

    def issues(self) -> tuple[Issue, ...]:
        """The findings, errors first, then by row and column."""
        found = [_issue(code, group) for (code, _), group in self._groups.items()]
        order = ("error", "warning", "note")
        return tuple(
            sorted(
                found, key=lambda one: (order.index(one.severity), one.places[0].row, one.places[0].column, one.code)
            )
        )


def _issue(code: str, group: _Group) -> Issue:
    entry: dict[str, Any] = table(MESSAGES)[code]
    first = group.places[0]
    words = {**group.words, "row": first.row, "column": first.column, "count": group.count}
    severity: Severity = entry["severity"]
    more = {"zh": "", "en": ""}
    if group.count > 1:
        more = {"zh": f"（同样的共 {group.count} 处）", "en": f" ({group.count} places like this)"}
    message = {language: entry[language].format(**words) + more[language] for language in ("zh", "en")}
    computation = str(group.words.get("computation", "")) or where(first)
    return Issue(code, severity, tuple(group.places), computation, message)


def where(place: Place) -> str:
    """R3C4 of a place, with its sheet."""
    at = f"R{place.row}C{place.column}" if place.column else f"R{place.row}"
    return f"{place.sheet}!{at}" if place.sheet else at
