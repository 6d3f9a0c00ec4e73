"""Shapes → texts: so many with one planted error each, and as many harmless twins, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.planted import (
    schemes_changes,
    schemes_conflicts,
    schemes_parts,
    schemes_rows,
    schemes_wording,
)
from tests.planted.article import Block, Document, compose, fillers, genre, render, scene
from tests.planted.claims import Claim, broken, exact, follows, gap, holds
from tests.planted.draw import Draw, Filled, Scene
from tests.planted.shapes import Kind, Shape, kinds

Scheme = Callable[[Draw, bool], Filled]
SCHEMES: dict[str, Scheme] = {
    name: scheme
    for module in (schemes_changes, schemes_parts, schemes_wording, schemes_rows, schemes_conflicts)
    for name, scheme in vars(module).items()
    if callable(scheme) and getattr(scheme, "__module__", "") == module.__name__ and not name.startswith("_")
}
TRIES = 500
# kinds whose sentences, with figures that hold, stand in the articles around
AROUND = ("growth", "difference", "multiple", "average", "share", "structure", "sum", "quotient")


@dataclass(frozen=True, slots=True)
class Planted:
    """One text: an error (`wrong`) or a twin of `kind`, in one or two documents."""

    kind: str
    shape: Shape
    wrong: bool
    documents: tuple[Document, ...]
    figures: dict[str, str]
    claims: tuple[Claim, ...]


def texts(kind: Kind, seed: int, count: int) -> Iterator[Planted]:
    """`count` planted errors and as many twins, spread evenly over the shapes."""
    for at in range(count):
        yield one(kind.planted[at % len(kind.planted)], True, f"{seed}/{at}")
    # the same sentences with figures that hold only by rounding, and sentences of their own
    twins = list(kind.twins) if kind.apart else _alternate(kind.planted, kind.twins)
    for at in range(count):
        yield one(twins[at % len(twins)], False, f"{seed}/{at}")


def one(shape: Shape, wrong: bool, seed: str) -> Planted:
    """The text of one shape for one seed."""
    rng = Random(f"{seed}/{shape.id}/{wrong}")
    where, everywhere = scene(rng)
    filled = numbers(shape, wrong, where, everywhere, rng)
    chosen = genre(rng)
    year = int(shape.options.get("year_of_date", 1)) + where.year
    month = int(shape.options.get("month", 0)) or rng.choice(chosen["months"])
    # an article that appears within the year tells of the year before
    past = where if shape.options.get("year_of_date", 1) else replace(where, year=where.year - 1)
    documents = []
    used = set(filled.topics)  # of all documents: two of them may not tell of one thing twice
    for at, part in enumerate(shape.text.split("‖")):
        paragraphs = part.split("¶")
        blocks = [render(paragraph, filled, shape.id, rng) for paragraph in paragraphs]
        others = _clean(rng, past, everywhere, 2, used)
        others += fillers(rng, past, everywhere, rng.randint(4, 8), used)
        rng.shuffle(others)
        words = Filled(words={"place": where.place, "year": str(past.year), "month": str(month)})
        title = render(rng.choice(chosen["titles"]), words, "title", rng).text
        later = int(shape.options.get("later", 0)) if at else 0  # the second document, some months after
        total = year * 12 + month - 1 + later
        date = f"{total // 12}-{total % 12 + 1:02}"
        documents.append(compose(f"{shape.id}-{at + 1}.txt", date, title, chosen["headings"], blocks, others, rng))
    shown = {name: figure if isinstance(figure, str) else figure.text for name, figure in filled.figures.items()}
    return Planted(shape.kind, shape, wrong, tuple(documents), shown, tuple(filled.claims))


def numbers(
    shape: Shape, wrong: bool, where: Scene, everywhere: str, rng: Random, avoid: frozenset[str] = frozenset()
) -> Filled:
    """Draw until the claims are clearly broken, or hold: at first only by rounding, where that can be had."""
    draw = Draw(rng, shape, where, avoid)
    for attempt in range(TRIES):
        filled = SCHEMES[shape.scheme](draw, wrong or shape.off)
        filled.words["all"] = everywhere
        if _vague(filled) or not all(_sensible(claim) for claim in filled.claims):
            continue
        if wrong or shape.off:
            if filled.claims and not any(broken(claim) for claim in filled.claims):
                continue
            # what another scope or base explains is off, but not absurd
            if shape.off and any(claim.said.unit in ("%", "倍") and gap(claim) > 8 for claim in filled.claims):
                continue
            return filled
        if not all(holds(claim) and (not _counted(claim) or exact(claim)) for claim in filled.claims):
            continue
        if attempt > 40 or not filled.claims or not all(map(exact, filled.claims)):
            return filled
    raise ValueError(f"{shape.id}: no figures after {TRIES} tries")


def _vague(filled: Filled) -> bool:
    """Whether a bare whole number ends in 0, so that one cannot tell how far it was rounded."""
    return any(
        not isinstance(one, str) and not one.word and one.step >= 1 and one.number % 10 == 0
        for one in filled.figures.values()
    )


def _counted(claim: Claim) -> bool:
    """Whether whole things are added or taken away: there rounding explains nothing."""
    return claim.relation in ("difference", "decrease", "sum") and claim.said.step == 1 and not claim.said.word


def _sensible(claim: Claim) -> bool:
    """Whether levels move in the direction that the sentence says; a wrong sign is a kind of its own."""
    if claim.relation in ("hundred", "hundred or less", "rank", "rank low", "more", "less", "fallen"):
        return True
    return follows(claim)[0] > 0 or claim.relation in ("within", "earlier")


def _clean(rng: Random, where: Scene, everywhere: str, count: int, used: set[str]) -> list[Block]:
    """Sentences of other kinds whose figures hold, about what is not in `used`, which grows."""
    found: list[Block] = []
    while len(found) < count:
        kind = kinds()[rng.choice(AROUND)]
        shape = rng.choice([one for one in kind.planted if "¶" not in one.text and "‖" not in one.text])
        try:
            filled = numbers(shape, False, where, everywhere, rng, frozenset(used))
        except (IndexError, RecursionError):  # nothing left that is not spoken of yet
            continue
        if filled.topics & used:
            continue
        used |= filled.topics
        block = render(shape.text, filled, f"clean {shape.id}", rng)
        found.append(Block(block.text, (), block.origin))
    return found


def _alternate(planted: tuple[Shape, ...], twins: tuple[Shape, ...]) -> list[Shape]:
    mixed: list[Shape] = []
    for at in range(max(len(planted), len(twins))):
        mixed += [*planted[at : at + 1], *twins[at : at + 1]]
    return mixed
