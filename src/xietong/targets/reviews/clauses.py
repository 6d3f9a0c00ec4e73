"""The clauses of a text that can be taken up in a review, each with the bodies its own words name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xietong.data.refusals import refusal
from xietong.documents.clauses import clauses
from xietong.documents.model import Text
from xietong.documents.view import repair
from xietong.targets.plans.bodies import notes
from xietong.targets.plans.model import clause_id
from xietong.targets.plans.source import Source
from xietong.targets.reviews.model import MESSAGES
from xietong.targets.tasks.bodies import register

_NONE = ("document", "row", "paragraph")
_LABEL = re.compile(r"[\s、.．,，（）()]+")


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A numbered part or heading: `id` as of plans, `number` its place in the document, `depth` from 0; `lead` and
    `supporting` are the bodies named in it, by their full names where the register has them."""

    id: str
    number: int
    depth: int
    label: str
    title: str
    quote: str
    start: int
    end: int
    lead: tuple[str, ...]
    supporting: tuple[str, ...]


def reviewable(text: Text) -> tuple[Reviewable, ...]:
    """All numbered parts and headings of a text in its order; of two with the same words the first."""
    source = Source(text.content, repair(text.content))
    found: dict[str, Reviewable] = {}
    number = 0
    for tree in clauses(text):
        depths: list[int] = []
        for one in tree:
            depths.append(depths[one.parent] + 1 if one.parent >= 0 else -1)
            number += 1
            if one.kind in _NONE or clause_id(one) in found:
                continue
            said = [body for note in notes(source, *source.clause(one)) for body in note.bodies]
            lead = tuple(dict.fromkeys(_full(body.name) for body in said if body.role != "supporting"))
            supporting = tuple(dict.fromkeys(_full(body.name) for body in said if body.role == "supporting"))
            found[clause_id(one)] = Reviewable(
                clause_id(one), number, depths[-1], one.label, one.title, one.quote, one.start, one.end, lead,
                tuple(body for body in supporting if body not in lead),
            )  # fmt: skip
    return tuple(found.values())


def _full(name: str) -> str:
    return register().name(name)


def chosen(ones: Sequence[Reviewable], given: str, document: str) -> Reviewable:
    """The one that a person means: by the beginning of its id, its number as printed, or words of it. ValuesError where
    none or more than one fits."""
    words = given.strip()
    plain = _LABEL.sub("", words)
    for fits in (
        [one for one in ones if len(words) >= 6 and one.id.startswith(words)],
        [one for one in ones if plain and _LABEL.sub("", one.label) == plain],
        [one for one in ones if words and one.title == words],
        [one for one in ones if words and words in f"{one.label}{one.title}"],
        [one for one in ones if len(words) > 3 and words in one.quote],
    ):
        if len(fits) == 1:
            return fits[0]
    raise refusal(MESSAGES, "no_clause", document=document[:60], clause=words[:60])
