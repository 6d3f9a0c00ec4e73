"""Text that every file format takes: no control characters, no half of a pair, no direction marks that hide words."""

from __future__ import annotations

import unicodedata

_HIDING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """The text without what XML forbids and without marks that turn the order of words around; line ends are spaces."""
    return "".join(" " if one in "\n\t\r" else one for one in text if _taken(one))


def _taken(char: str) -> bool:
    if char in "\n\t\r":
        return True
    kind = unicodedata.category(char)
    return kind not in ("Cc", "Cs", "Cn") and char not in _HIDING and ord(char) & 0xFFFE != 0xFFFE
