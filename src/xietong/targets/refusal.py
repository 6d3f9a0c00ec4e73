"""Why a target is not taken or a method does not judge: the sentences of `data/messages/targets.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xietong.data.refusals import refusal

if TYPE_CHECKING:
    from xietong.core.errors import ValuesError


def refused(code: str, **words: object) -> ValuesError:
    """The error of a code of `data/messages/targets.toml`, its sentences filled with `words`."""
    return refusal("targets", code, **words)
