"""What is worth a look though it was taken: said once, on the page that the person comes to after the form."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from starlette.requests import Request

from xietong.core.issue import Issue
from xietong.web.tokens import SESSION

_SESSIONS = 200
_FEW = 5  # of a kind
Kind = tuple[str, tuple[Issue, ...], int]
"""Severity, the first few that differ, and how many more there are (below zero where there are fewer)."""


class Remarks:
    """By session, in memory only: the first few of each kind and how many there were; those of sessions that never came back are
    forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Kind, ...]] = OrderedDict()
        self._lock = Lock()

    def keep(self, session: str, issues: Iterable[Issue]) -> None:
        """Keep what a form brought up."""
        found = _by_kind(issues)
        with self._lock:
            self._kept.pop(session, None)
            if found and session:
                self._kept[session] = found
            while len(self._kept) > _SESSIONS:
                self._kept.popitem(last=False)

    def take(self, session: str) -> tuple[Kind, ...]:
        """What was kept, which is then forgotten."""
        with self._lock:
            return self._kept.pop(session, ())


def _by_kind(issues: Iterable[Issue]) -> tuple[Kind, ...]:
    kinds: dict[tuple[str, str], dict[str, Issue]] = {}
    for one in issues:
        kinds.setdefault((one.severity, one.code), {})[one.sentence("zh")] = one
    return tuple((severity, tuple(many.values())[:_FEW], len(many) - _FEW) for (severity, _), many in kinds.items())


def keep(request: Request, issues: Iterable[Issue]) -> None:
    """Say these on the next page of this browser."""
    request.app.state.remarks.keep(request.cookies.get(SESSION, ""), issues)


def said(request: Request, language: str) -> list[tuple[str, list[str], int]]:
    """By severity and kind: the first few sentences, each once, and how many more there are."""
    if request.method != "GET" or "x-fragment" in request.headers:
        return []
    kept: tuple[Kind, ...] = request.app.state.remarks.take(request.cookies.get(SESSION, ""))
    return [(severity, [one.sentence(language) for one in few], more) for severity, few, more in kept]
