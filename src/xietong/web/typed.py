"""What a person typed into a form that was not taken, so that it is shown again."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import FormData


class Typed(dict[str, str]):
    """Fields by name; one that was not typed is empty."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        super().__init__(given or {})

    def __missing__(self, name: str) -> str:
        return ""


BLANK = Typed()


def typed(form: FormData) -> dict[str, str]:
    """What stands in the fields of a form, the token left out; boxes of one name together."""
    found: dict[str, str] = {}
    for name, value in form.multi_items():
        if isinstance(value, str) and name != "token":
            found[name] = f"{found[name]}\n{value}" if name in found else value
    return found
