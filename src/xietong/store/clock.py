"""Times as the ledger keeps them: ISO 8601, UTC, to the microsecond, so that they sort as text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_SET: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> str:
    """This moment."""
    return (_SET.get() or datetime.now(UTC)).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """Back from the column."""
    return datetime.fromisoformat(text)


@contextmanager
def standing_at(at: datetime) -> Iterator[None]:
    """Inside, it is that moment: for the two years of the demo, and for tests. Entries keep their order all the same: none
    is dated before the last."""
    token = _SET.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _SET.reset(token)
