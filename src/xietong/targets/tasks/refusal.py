"""Why a task, an update or a project is not taken: the sentences of `data/messages/tasks.toml`."""

from __future__ import annotations

from xietong.core.errors import ValuesError
from xietong.core.issue import Issue, Severity
from xietong.data import table
from xietong.data.refusals import refusal


def refused(code: str, **words: object) -> ValuesError:
    """The error of a code of `data/messages/tasks.toml`, its sentences filled with `words`."""
    return refusal("tasks", code, **words)


def issue(code: str, severity: Severity, computation: str = "", **words: object) -> Issue:
    """A finding of a code of the same file: worth knowing, or to be put right, but no reason to refuse."""
    said = table("messages/tasks.toml")[code]
    return Issue(code, severity, (), computation, {tongue: said[tongue].format(**words) for tongue in ("zh", "en")})
