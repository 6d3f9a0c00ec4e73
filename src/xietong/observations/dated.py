"""Documents without a date, and documents dated in the future."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from xietong.core.issue import Issue, Place
from xietong.data import table
from xietong.observations.figures import Source


def check_dates(sources: Sequence[Source], today: date) -> Iterator[Issue]:
    """A release dated after today; a document whose figures need a date that it does not bear."""
    for source in sources:
        if source.date is not None and (source.date.start or source.date.end) > today:
            shown = str(source.date.end)
            yield _about(source, "future", f"{shown} > {today}", "warning", date=shown)
        open_times = sum(not one.period for one in source.reading.statements)
        if source.date is None and open_times:
            yield _about(
                source, "no_date", f"{open_times} / {len(source.reading.statements)}", "note", count=str(open_times)
            )


def _about(source: Source, code: str, computation: str, severity: str, **words: str) -> Issue:
    first = next((one for one in source.reading.statements if code == "future" or not one.period), None)
    place = (
        Place(source.name, first.start, first.end, first.quote, first.sentence)
        if first is not None
        else Place(source.name, 0, 0, "")
    )
    message = {language: text.format(**words) for language, text in table("messages/issues.toml")[code].items()}
    return Issue(code, "warning" if severity == "warning" else "note", (place,), computation, message)
