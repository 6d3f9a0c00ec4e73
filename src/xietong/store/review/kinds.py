"""The kinds of question there are. A further one is added here and nowhere else in the store."""

from __future__ import annotations

from xietong.core.errors import NotFoundError
from xietong.store.review.cells import Cells
from xietong.store.review.findings import Findings
from xietong.store.review.kind import Kind
from xietong.store.review.names import Names, Places
from xietong.store.review.readings import Readings

KINDS: tuple[Kind, ...] = (Findings(), Cells(), Readings(), Names(), Places())


def named(name: str) -> Kind:
    """A kind by its name. NotFoundError where there is none."""
    found = next((one for one in KINDS if one.name == name), None)
    if found is None:
        names = "、".join(one.name for one in KINDS)
        raise NotFoundError(
            f"there is no kind of question {name!r}; there are {names.replace('、', ', ')}.",
            f"没有“{name}”这类问题；有 {names}。",
        )
    return found


def stored_as(stored: str) -> Kind | None:
    """The kind whose decisions are written down under a name."""
    return next((one for one in KINDS if one.stored == stored), None)
