"""Documents → findings: every check over every figure, in the order of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xietong.core.issue import Issue
from xietong.observations.aliases import NONE
from xietong.observations.changes import check_changes
from xietong.observations.conflicts import check_conflicts
from xietong.observations.courses import check_courses
from xietong.observations.figures import Figure, Source, figures
from xietong.observations.grid import grid_figures
from xietong.observations.parts import check_parts
from xietong.observations.quotients import check_quotients
from xietong.observations.ranks import check_ranks
from xietong.observations.sentences import check_sentences
from xietong.observations.wording import check_wording

_ORDER = {"error": 0, "warning": 1, "note": 2}


def check(sources: Sequence[Source], beside: Sequence[Figure] = (), aliases: Mapping[str, str] = NONE) -> list[Issue]:
    """What does not hold in some documents, each alone, with the others, and with figures of further documents.

    Every issue has a place in one of `sources`. `aliases` are what a workspace was taught (plain phrase → code).
    """
    own = figures(sources, aliases)
    found = [*own, *(one for source in sources for one in grid_figures(source)), *beside]
    contents = {source.name: source.content for source in sources}
    issues = [
        *check_wording(own, contents), *check_changes(found), *check_parts(found), *check_conflicts(found),
        *check_courses(found), *check_ranks(own, contents), *check_sentences(own, contents),
        *check_quotients(own),
    ]  # fmt: skip
    order = {source.name: at for at, source in enumerate(sources)}
    unique = {
        (issue.code, frozenset(issue.places)): issue
        for issue in issues
        if any(place.document in order for place in issue.places)
    }
    last = len(order)
    return sorted(
        unique.values(),
        key=lambda issue: (
            order.get(issue.places[0].document, last), issue.places[0].start, _ORDER[issue.severity], issue.code,
        ),
    )  # fmt: skip
