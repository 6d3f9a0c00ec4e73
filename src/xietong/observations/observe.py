"""Statement → Observation: what it is of, by whom and when it was made known."""

from __future__ import annotations

import re

from xietong.core.ids import content_id
from xietong.observations import places
from xietong.observations.figures import thing
from xietong.observations.link import Link
from xietong.observations.model import Key, Observation, Release, Status
from xietong.statements.model import Statement

_STATUS: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("final", re.compile(r"最终核实|最终核算|年鉴")),
    ("revised", re.compile(r"修订|调整后|重新核算|普查后")),
    ("preliminary", re.compile(r"初步(?:核算|统计|测算|核实)|快报|预计(?:数|值)|快速核算")),
)
# Scopes that two sources of one figure give or leave out at will; they make no other series.
_FREE = frozenset(["累计", "平均", "全部", "人均", "年内", "日均", "月均", "年均"])


def observe(key: str, statement: Statement, named: Link, release: Release) -> Observation | None:
    """The observation a statement is; None for aims and where indicator, place or time is not known.

    `key` is the id of the statement.
    """
    what, where = thing(statement, named)
    if statement.modality != "actual" or not (what and where and statement.period):
        return None
    scope = "、".join(sorted(set(statement.scope) - _FREE))
    return Observation(
        Key(what, places.joined(where), statement.period, statement.measure, statement.base_period, scope),
        statement.value,
        statement.form,
        statement.unit,
        statement.modifier,
        statement.quote,
        release,
        statement=key,
        passage=passage(statement),
    )


def passage(statement: Statement) -> str:
    """The same for reprints of one clause: its letters and digits without spaces and marks, and which number of it."""
    words = "".join(char for char in statement.sentence if char.isalnum() or char == ".")
    return content_id(words, "".join(statement.quote.split()))[:16]


def status(line: str) -> Status:
    """What a sentence says of the state of its figures."""
    return next((name for name, words in _STATUS if words.search(line)), "")
