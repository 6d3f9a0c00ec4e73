"""Why a method does not compute: sentences of `data/messages/`, in both languages, with their blanks filled in."""

from __future__ import annotations

from collections.abc import Mapping

from xietong.core.errors import ValuesError
from xietong.data import table


def refusal(messages: str, code: str, /, **words: object) -> ValuesError:
    """The error of a code of `data/messages/<messages>.toml`; `words` fill its sentences. KeyError for an unknown code.

    A word that differs by language is given as {"zh": …, "en": …}.
    """
    said = table(f"messages/{messages}.toml")[code]
    en, zh = (
        said[tongue].format(**{name: one[tongue] if isinstance(one, Mapping) else one for name, one in words.items()})
        for tongue in ("en", "zh")
    )
    return ValuesError(en, zh)
