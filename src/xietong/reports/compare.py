"""Two builds of a report: which figures are other, new or gone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xietong.reports.model import Block, Chart, Heading, Items, Paragraph, Piece, Report, Source, Table

_REACH = 36  # characters before a figure that tell which it is


@dataclass(frozen=True, slots=True)
class Change:
    """One figure: what it is (section, row and column, or the words before it), before and now as printed, "" where it
    was not there, and the source it has now (or had)."""

    what: str
    before: str
    now: str
    source: Source | None


def compare(before: Report, now: Report) -> tuple[Change, ...]:
    """What is other, then what is new, in the order of the later report; then what is gone."""
    old, new = _figures(before), _figures(now)
    other = [what for what, piece in new.items() if what in old and _said(old[what]) != _said(piece)]
    fresh = [what for what in new if what not in old]
    found = [
        Change(what, old[what].text if what in old else "", new[what].text, _first(new[what]))
        for what in (*other, *fresh)
    ]
    return (*found, *(Change(what, piece.text, "", _first(piece)) for what, piece in old.items() if what not in new))


def _first(piece: Piece) -> Source | None:
    return piece.sources[0] if piece.sources else None


def _said(piece: Piece) -> tuple[object, ...]:
    return piece.text, piece.unit  # what is printed; a digit that rounding hides is no news to a reader


def _figures(report: Report) -> dict[str, Piece]:
    """Every figure by what it is; the second of a name bears a number."""
    found: dict[str, Piece] = {}
    head = ""
    for block in report.blocks:
        if isinstance(block, Heading):
            head = _words(block.pieces)
        for what, piece in _of_block(block):
            if any(one.kind == "template" for one in piece.sources):
                continue  # how many decimals are kept is no news
            name = " / ".join(one for one in (head, what) if one)
            key, count = name, 2
            while key in found:
                key, count = f"{name} ({count})", count + 1
            found[key] = piece
    return found


def _words(pieces: tuple[Piece, ...]) -> str:
    return "".join(one.text for one in pieces).strip()


def _of_block(block: Block) -> list[tuple[str, Piece]]:
    match block:
        case Heading() | Paragraph():
            return _in_text(block.pieces)
        case Items():
            return [each for item in block.items for each in _in_text(item)]
        case Table():
            heads, caption = [_words(one) for one in block.head], _words(block.caption)
            # what a line is stands before its first number; what stands behind may change, and is the same line
            first = next((at for at, side in enumerate(block.align) if side == "right"), len(heads))
            found = []
            for row in block.rows:
                labels = [_words(one) for one in row[: first or 1] if all(each.kind != "figure" for each in one)]
                label = " ".join(one for one in (caption, *labels) if one not in ("—", "–"))
                found += [
                    (f"{label} {heads[at]}".strip(), each)
                    for at, one in enumerate(row) for each in one if each.kind == "figure"
                ]  # fmt: skip
            return found
        case Chart():
            return []
    return []


def _in_text(pieces: tuple[Piece, ...]) -> list[tuple[str, Piece]]:
    """Figures of running text by the words before them."""
    found: list[tuple[str, Piece]] = []
    said = since = ""
    for at, one in enumerate(pieces):
        if one.kind != "figure":
            since += one.text
            continue
        # behind a figure, its own clause tells which the next is (天津 …, 受阻 …); without one it goes on (由 … 升至 …)
        parts = re.split(r"[，。；：、,;:]\s*", since, maxsplit=1) if found else [since]
        said = parts[-1] if len(parts) > 1 or not found else f"{said}…{since}"
        behind = pieces[at + 1].text if at + 1 < len(pieces) and pieces[at + 1].kind != "figure" else ""
        found.append((_lead(said) or re.split(r"[，。；：、,;:.]", behind)[0].strip(), one))  # 3 overdue
        since = ""
    return found


def _lead(before: str) -> str:
    """The last words before a figure, from the beginning of one."""
    if len(before) > _REACH:
        before = before[-_REACH:]
        cut = re.search(r"[，。；、,.; ]", before)
        before = before[cut.end() :] if cut else before
    return before.strip("，。；、,.; ")
