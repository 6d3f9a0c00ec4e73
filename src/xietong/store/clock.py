"""Times as the ledger keeps them: ISO 8601, UTC, to the microsecond, so that they sort as text."""

from datetime import UTC, datetime


def now() -> str:
    """This moment."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """Back from the column."""
    return datetime.fromisoformat(text)
