"""Times as the ledger keeps them: ISO 8601, UTC, to the microsecond, so that they sort as text."""

from __future__ import annotations

from datetime import datetime

from xietong.core import clock


def now() -> str:
    """This moment."""
    return clock.now().isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """Back from the column."""
    return datetime.fromisoformat(text)
