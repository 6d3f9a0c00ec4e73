"""Names that a person assigns or merges: written down, and the statements that bear them linked and checked again."""

from __future__ import annotations

from sqlalchemy import Connection

from xietong.observations.catalogue import catalogue, plain
from xietong.statements.review.model import UNDO, Decision
from xietong.store import decisions, links
from xietong.store.beside import recheck
from xietong.store.decisions import ALIAS


def teach(
    connection: Connection, person: str, phrase: str, verdict: str, content: dict[str, object], reason: str
) -> tuple[int, frozenset[str]]:
    """Decide on a phrase; how many statements bear it, and the documents they stand in."""
    decisions.take_turn(connection)
    decisions.decide(connection, person, ALIAS, plain(phrase), verdict, content, reason)
    return follow(connection, phrase)


def follow(connection: Connection, phrase: str) -> tuple[int, frozenset[str]]:
    """Link and check again what bears a phrase that was decided on."""
    count, documents, changed = links.of_phrase(connection, phrase)
    for document in changed:
        recheck(connection, document)  # figures that bear one name now are compared
    return count, frozenset(documents)


def merging(phrase: str, other: str) -> tuple[str, dict[str, object]]:
    """Verdict and content that make a phrase one with another: with its indicator, where the catalogue has it."""
    code = other if other in catalogue().indicators else catalogue().names.get(plain(other), "")
    if code:
        return "assign", {"code": code, "phrase": phrase}
    return "merge", {"as": other, "phrase": phrase}


def merge(
    connection: Connection, person: str, phrase: str, other: str, reason: str, because_of: int
) -> tuple[int, frozenset[str]]:
    """Two names are one, as follows from a decision on something else."""
    verdict, content = merging(phrase, other)
    return teach(connection, person, phrase, verdict, {**content, "because_of": because_of}, reason)


def undo_merge(connection: Connection, because_of: int, undo: Decision) -> frozenset[str]:
    """Take back the names that followed from a decision that is undone."""
    made = [one for one in decisions.of_kind(connection, ALIAS) if one.content.get("because_of") == because_of]
    already = decisions.undoing(connection, (one.number for one in made))
    documents: frozenset[str] = frozenset()
    for one in made:
        if one.number not in already:
            decisions.decide(
                connection, undo.person, ALIAS, one.subject, UNDO, {"because_of": undo.number}, undo.reason,
                undoes=one.number,
            )  # fmt: skip
            documents |= follow(connection, one.subject)[1]
    return documents
