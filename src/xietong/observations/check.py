"""Documents → findings: every check over every figure, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence

from xietong.core.issue import Issue
from xietong.observations.changes import check_changes
from xietong.observations.conflicts import check_conflicts
from xietong.observations.courses import check_courses
from xietong.observations.figures import Source, figures
from xietong.observations.parts import check_parts
from xietong.observations.ranks import check_ranks
from xietong.observations.wording import check_wording

_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(sources: Sequence[Source]) -> list[Issue]:
    """What does not hold in some documents, each alone and with the others."""
    found = figures(sources)
    contents = {source.name: source.content for source in sources}
    issues = [
        *check_wording(found, contents), *check_changes(found), *check_parts(found), *check_conflicts(found),
        *check_courses(found), *check_ranks(found),
    ]  # fmt: skip
    order = {source.name: at for at, source in enumerate(sources)}
    unique = {(issue.code, issue.places): issue for issue in issues}
    return sorted(
        unique.values(),
        key=lambda issue: (order[issue.places[0].document], issue.places[0].start, _ORDER[issue.severity], issue.code),
    )
