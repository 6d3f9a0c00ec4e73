"""Why a reading is doubtful: what it leaves out though the words around it have it, and how it is linked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from xietong.data import table
from xietong.statements.model import Statement
from xietong.statements.review.model import Doubt

_YEAR = re.compile(r"(?:19|20)\d\d\s*年|[今去当全]年|上半年|前[一二三四1-4]?季度|\d{1,2}月份?")
UNFIT = "does not fit"  # in the reason of a link: the phrase is known, but not in this unit


@dataclass(frozen=True, slots=True)
class Said:
    """A reading as it is looked at: the sentence around it, and its link (`code` empty where there is none)."""

    statement: Statement
    line: str
    code: str
    score: float
    why: str


def doubts(said: Sequence[Said]) -> list[tuple[Doubt, ...]]:
    """The doubts of each reading of one document, in its order."""
    beside: dict[str, list[Statement]] = defaultdict(list)
    for one in said:
        beside[one.line].append(one.statement)
    return [tuple(_doubts(one, beside[one.line])) for one in said]


def _doubts(one: Said, beside: Sequence[Statement]) -> list[Doubt]:
    statement, found = one.statement, []
    others = [other for other in beside if other is not statement]
    if not statement.indicator:
        found.append(Doubt("no_indicator"))
    if not statement.period:
        near = next((other.period for other in others if other.period), "")
        printed = _YEAR.search(one.line)
        if near or printed:
            found.append(Doubt("no_time", near or (printed.group() if printed else "")))
    if not statement.regions:
        near = next(("、".join(other.regions) for other in others if other.regions), "")
        if near:
            found.append(Doubt("no_place", near))
    if one.code and one.score < table("review.toml")["link"]["low"]:
        found.append(Doubt("low_score", f"{one.score:.2f}"))
    if not one.code and UNFIT in one.why:
        found.append(Doubt("unfit", statement.unit))
    return found
