"""What a document or a statement is used for, on pages and as JSON."""

from __future__ import annotations

from pydantic import BaseModel

from xietong.web import addresses
from xietong.workspace import evidence


class Resting(BaseModel):
    """An entry that rests on a document or statement (`on`): an update, a problem or request of a task, or a step of a review."""

    kind: str
    title: str
    day: str
    on: str
    address: str


class Uses(BaseModel):
    """What was taken from a document (how many tasks and targets), the addresses of its reviews and of the targets that its
    values are compared with, and the entries that rest on it or on its statements: the latest, and how many in all."""

    tasks: int
    targets: int
    reviews: list[str]
    moved: list[str]
    entries: list[Resting]
    count: int


def address(use: evidence.Use) -> str:
    """Where the entry stands: on the page of its task, or of the clause under review; on the agenda where it is of no task."""
    if use.kind == "review_step":
        return addresses.reviewed(use.within, use.part)
    return addresses.task(use.within) if use.within else addresses.AGENDA


def uses(found: evidence.Uses) -> Uses:
    """As JSON."""
    return Uses(
        tasks=found.tasks, targets=found.targets, reviews=[addresses.reviewed(key) for key, _ in found.reviews],
        moved=[addresses.target(one) for one in found.moved], count=found.count,
        entries=[
            Resting(kind=one.kind, title=one.title, day=str(one.day or ""), on=one.on, address=address(one))
            for one in found.entries
        ],
    )  # fmt: skip
