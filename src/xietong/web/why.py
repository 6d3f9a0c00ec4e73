"""Why a statement is linked as it is, in words: links give their reason in English, with words of the text in it."""

from __future__ import annotations

import re
from functools import cache

from xietong.web.language import words


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each English reason as a pattern, with its key: what stands in braces there is taken out of it."""
    texts = words("en")
    found = []
    for key in _KEYS:
        pieces = re.split(r"\{(\w+)\}", texts(f"why.{key}"))
        pattern = "".join(re.escape(one) if at % 2 == 0 else f"(?P<{one}>.*)" for at, one in enumerate(pieces))
        found.append((re.compile(pattern, re.S), key))
    return tuple(found)


_KEYS = (
    "name", "placeless", "scoped", "occasion", "narrowed", "unfit", "either", "only_those",
    "no_share_name", "no_share", "no_name", "no_phrase", "assigned", "denied", "within",
)  # fmt: skip


def explained(why: str, language: str) -> str:
    """A reason in one language; as it is where it is none of those known here."""
    for pattern, key in _patterns():
        if found := pattern.fullmatch(why):
            texts, said = words(language), found.groupdict()
            if "measure" in said and f"measure.{said['measure']}" in texts:
                said["measure"] = texts(f"measure.{said['measure']}")
            return texts(f"why.{key}", **said)
    return why
