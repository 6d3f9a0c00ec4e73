"""Documents → findings: every check over every figure, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from xietong.core.issue import Issue
from xietong.observations.aliases import NONE
from xietong.observations.changes import check_changes
from xietong.observations.composed import check_composed
from xietong.observations.conflicts import check_conflicts
from xietong.observations.courses import check_courses
from xietong.observations.dated import check_dates
from xietong.observations.figures import Figure, Source
from xietong.observations.grid import grid_figures
from xietong.observations.limits import check_limits
from xietong.observations.listed import check_points, placed
from xietong.observations.named import figures
from xietong.observations.parts import check_parts
from xietong.observations.quotients import check_quotients
from xietong.observations.ranks import check_ranks
from xietong.observations.sentences import check_sentences
from xietong.observations.tabular import check_tables
from xietong.observations.wording import check_wording

_ORDER = {"error": 0, "warning": 1, "note": 2}


# Findings that compare one figure with what is computed from others: one for each figure is enough.
_COMPUTED = {
    "growth": "growth", "difference": "difference", "multiple": "multiple", "average": "average", "implied": "growth",
    "share": "share", "quotient": "share", "sum": "sum",
}  # fmt: skip


def check(
    sources: Sequence[Source],
    beside: Sequence[Figure] = (),
    aliases: Mapping[str, str] = NONE,
    today: date | None = None,
) -> list[Issue]:
    """What does not hold in some documents, each alone, with the others, and with figures of further documents.

    Every issue has a place in one of `sources`. `aliases` are what a workspace was taught (plain phrase → code);
    with `today` the dates of the documents are looked at too.
    """
    own = figures(sources, aliases)
    found = [*own, *(one for source in sources for one in grid_figures(source)), *beside]
    if beside:  # a finding between two documents is the same from whichever of them one looks
        found.sort(key=lambda one: (one.document, one.statement.start))
    contents = {source.name: source.content for source in sources}
    issues = [
        *check_wording(own, contents), *check_changes(found), *check_parts(found), *check_conflicts(found),
        *check_courses(found), *check_ranks([*own, *(one for source in sources for one in placed(source))], contents), *check_sentences(own, contents),
        *check_limits(own), *check_quotients(own),
        *(issue for source in sources for issue in (*check_tables(source), *check_composed(source), *check_points(source))),
        *(check_dates(sources, today) if today is not None else ()),
    ]  # fmt: skip
    order = {source.name: at for at, source in enumerate(sources)}
    last = len(order)
    return sorted(
        _each_once(_weighed(issue) for issue in issues if any(place.document in order for place in issue.places)),
        key=lambda issue: (
            order.get(issue.places[0].document, last), issue.places[0].start, _ORDER[issue.severity], issue.code,
        ),
    )  # fmt: skip


def _weighed(issue: Issue) -> Issue:
    """Between documents nothing is certain: another may have been revised, or be of another scope."""
    apart = issue.severity == "error" and len({place.document for place in issue.places}) > 1
    return replace(issue, severity="warning") if apart else issue


def _each_once(issues: Iterable[Issue]) -> list[Issue]:
    """The same finding of two checks once, with all the places that either of them knows."""
    kept: dict[tuple[object, ...], Issue] = {}
    for issue in issues:
        computed = _COMPUTED.get(issue.code)
        key = (computed, issue.places[0]) if computed else (issue.code, frozenset(issue.places))
        before = kept.get(key)
        if before is None or (len(before.places), before.code != "quotient") < (
            len(issue.places), issue.code != "quotient",
        ):  # fmt: skip
            kept[key] = issue
    return list(kept.values())
