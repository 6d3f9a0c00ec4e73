"""Why a task, an update or a project is not taken: the sentences of `data/messages/tasks.toml`."""

from __future__ import annotations

from collections.abc import Sequence

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


class FaultsError(ValuesError):
    """Everything that is wrong with what was given together; nothing of it was saved. `faults`: (position from 1, or 0 for the
    whole, and why); `given`: how many there were, for of one thing alone nobody asks which."""

    def __init__(self, faults: Sequence[tuple[int, ValuesError]], given: int = 2) -> None:
        self.faults, self.given = tuple(faults), given
        super().__init__(self._joined("en"), self._joined("zh"))

    def _joined(self, language: str) -> str:
        one = len(self.faults) == 1 or self.given == 1
        row = {"en": "Row {at}: ", "zh": "第 {at} 行："}[language]
        return "\n".join(
            ("" if one or not at else row.format(at=at)) + fault.sentence(language) for at, fault in self.faults
        )

    def __reduce__(self) -> tuple[type[FaultsError], tuple[tuple[tuple[int, ValuesError], ...], int]]:
        return type(self), (self.faults, self.given)


def raise_if(faults: Sequence[tuple[int, ValuesError]], given: int = 2) -> None:
    """FaultsError where there are any; `given`: how many things there were."""
    if faults:
        raise FaultsError(faults, given)
