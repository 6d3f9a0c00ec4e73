"""Keys of indicators: a code of the catalogue, a code with the occasion it was counted at, or a phrase."""

from __future__ import annotations

from xietong.data import table
from xietong.observations.catalogue import catalogue


def code_and_occasion(key: str) -> tuple[str, str]:
    """The code in a key and the occasion behind it; the code is empty for a phrase."""
    if key in catalogue().indicators:
        return key, ""
    counted: list[str] = table("linking.toml")["occasion_of"]
    code = next((one for one in counted if key.startswith(one)), "")
    return (code, key.removeprefix(code)) if code else ("", "")
