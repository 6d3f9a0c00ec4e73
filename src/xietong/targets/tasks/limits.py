"""How long, how many and in which units what persons enter may be; the words are bounded, nothing in them is evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xietong.data import table
from xietong.targets.model import usable
from xietong.targets.tasks.refusal import refused

LONGEST = {
    "title": 300, "text": 5000, "reason": 1000, "milestone": 300, "name": 300,
}  # fmt: skip
MOST = 100
CURRENCIES: dict[str, tuple[str, Decimal]] = {
    one["unit"]: (one["currency"], Decimal(one["times"])) for one in table("tasks.toml")["money"]
}
_REQUIRED = frozenset(("title", "milestone", "name"))


def said(field: str, words: str) -> None:
    """ValuesError for words that are missing where they must be, too long, or hold control characters."""
    if field in _REQUIRED and not words.strip():
        raise refused(f"no_{field}")
    if len(words) > LONGEST[field]:
        raise refused("too_long", start=words[:20], length=len(words), most=LONGEST[field])
    if any(ord(one) < 32 and one not in "\n\t" for one in words) or "\x7f" in words:
        raise refused("control", start=words[:20].strip())


def listed(field: str, many: Sequence[object]) -> None:
    """ValuesError for a list with more than a hundred, or with one that stands in it twice."""
    if len(many) > MOST:
        raise refused("too_many", count=len(many), most=MOST)
    twice = next((one for at, one in enumerate(many) if one in many[:at]), None)
    if twice is not None:
        raise refused("twice", one=twice[0] if isinstance(twice, tuple) else twice)


def amount(value: Decimal, unit: str) -> None:
    """ValuesError for what is no amount of money."""
    if unit not in CURRENCIES:
        raise refused("money_unit", unit=unit, units="、".join(CURRENCIES))
    if not usable(value) or value < 0:
        raise refused("money_amount", amount=value)


def share(value: Decimal) -> None:
    """ValuesError for a completion that is no percentage from 0 to 100."""
    if not usable(value) or not 0 <= value <= 100:
        raise refused("completion", completion=value)
