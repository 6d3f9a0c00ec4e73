"""What a person typed into a form that was not taken, so that it is shown again; and why it was not taken."""

from __future__ import annotations

from collections.abc import Mapping

from xietong.core.errors import CalendarError, DocumentError, NotFoundError, ValuesError, XietongError
from xietong.web.language import words
from xietong.web.problems import ProblemError


class Typed(dict[str, str]):
    """Fields by name; one that was not typed is empty."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        super().__init__(given or {})

    def __missing__(self, name: str) -> str:
        return ""


BLANK = Typed()
REFUSALS = (ValuesError, NotFoundError, CalendarError, DocumentError, ProblemError)


def said(fault: Exception) -> XietongError:
    """A refusal as forms show it: with a sentence of its own."""
    if isinstance(fault, ProblemError):
        return ValuesError(*(fault.fault(words(one)).message for one in ("en", "zh")))
    assert isinstance(fault, XietongError)
    return fault
