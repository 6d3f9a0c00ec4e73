"""Text as persons type it, before anything is made of it: what nobody sees is taken out, what is a person's is masked."""

from __future__ import annotations

import re

from xietong.targets.personal import masked
from xietong.targets.tasks.limits import said
from xietong.targets.tasks.refusal import refused

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
# marks of direction, joiners and others of no width, which come along when text is copied (Unicode 15, general category Cf)
_UNSEEN = dict.fromkeys(
    [
        0xAD,
        0x61C,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x2070),
    ]
)


def visible(given: str) -> str:
    """Without characters that nobody sees: marks of direction, of no width. ValuesError for other control characters."""
    text = given.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN)
    if _CONTROL.search(text):
        raise refused("control", start=_CONTROL.sub("", text)[:20].strip())
    return text


def line(given: str) -> str:
    """One line: blanks and line ends made one blank; what is a person's is masked. ValuesError for control characters."""
    return masked(" ".join(visible(given).split()))


def words(given: str) -> str:
    """Several lines, line ends alike; what is a person's is masked. ValuesError for control characters."""
    return masked(visible(given).strip())


def reason(given: str) -> str:
    """Why something is changed. ValuesError for what is too long or holds control characters."""
    found = words(given)
    said("reason", found)
    return found


def named_line(given: str) -> str:
    """One line that is a name or nothing. ValuesError for one that is too long."""
    found = line(given)
    if found:
        said("name", found)
    return found
