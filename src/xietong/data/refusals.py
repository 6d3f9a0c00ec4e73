"""Why a method does not compute: sentences of `data/messages/`, in both languages, with their blanks filled in."""

from __future__ import annotations

from xietong.core.errors import ValuesError
from xietong.data import table


def refusal(messages: str, code: str, **words: object) -> ValuesError:
    """The error of a code of `data/messages/<messages>.toml`; `words` fill its sentences. KeyError for an unknown code."""
    said = table(f"messages/{messages}.toml")[code]
    return ValuesError(said["en"].format(**words), said["zh"].format(**words))
