"""Lists of numbers set in a text or a small table, one after another in one unit: 承德市384.2；邯郸市247.1 under 产值（亿元）.

The unit may stand in the head alone, so that the numbers are no statements; what can be said of them needs no more than
their row: which places they are of, and which of them has lost its decimal point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xietong.core.issue import Issue
from xietong.observations.figures import Figure, Source, figure
from xietong.observations.finding import finding, number, printed
from xietong.observations.link import link
from xietong.statements.model import Statement
from xietong.statements.places import find_places

_NUMBER = re.compile(r"(?<![\d.—–-])\d+(?:\.\d+)?(?![\d年月日])")
_NEXT = re.compile(
    r"^(?P<unit>[^、，；\s\d：:|｜。]{0,6}?)[ \t　]*[、，；;\n]\s*(?P<label>[一-龥“”（）]{0,10}?)[为有：:，|｜\t 　]*$"
)
_LAST = re.compile(r"^(?P<unit>[^、，；\s\d：:|｜。—]{0,6}?)(?=[、，；。\s—]|$)")
_LABEL = re.compile(r"([一-龥“”（）]{0,10})[为有：:，|｜\t 　]*$")
_HEAD = re.compile(r"([一-龥A-Za-z0-9]{2,24})（(?:单位：)?([^（）\d]{1,8})）[^（）。]*$")
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One number of a list and the words before it."""

    start: int
    quote: str
    label: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Numbers of one unit in a row; `name` and `unit` as the head or the numbers say them."""

    name: str
    unit: str
    items: tuple[Item, ...]
    bare: bool  # the numbers bear no unit of their own


def lists(content: str) -> Iterator[Listed]:
    """The lists of three numbers and more of a text."""
    found = list(_NUMBER.finditer(content))
    run: list[re.Match[str]] = []
    unit: str | None = None
    for one in found:
        gap = _NEXT.match(content[run[-1].end() : one.start()]) if run and one.start() - run[-1].end() < 24 else None
        if gap is None or (unit is not None and gap["unit"] != unit):
            yield from _list(content, run, unit)
            run, unit = [], None
        else:
            unit = gap["unit"]
        run.append(one)
    yield from _list(content, run, unit)


def _list(content: str, run: Sequence[re.Match[str]], unit: str | None) -> Iterator[Listed]:
    if len(run) < _LEAST or unit is None:
        return
    last = _LAST.match(content[run[-1].end() : run[-1].end() + 10])
    if last is None or last["unit"] != unit:
        run = run[:-1]
    if len(run) < _LEAST:
        return
    starts = [run[0].start() - 30 if run[0].start() > 30 else 0, *(one.end() for one in run)]
    labels = [_LABEL.search(content[begin : one.start()]) for begin, one in zip(starts, run, strict=False)]
    head = _HEAD.search(content[max(0, run[0].start() - 80) : run[0].start()])
    yield Listed(
        head[1] if head else "",
        unit or (head[2] if head else ""),
        tuple(
            Item(one.start(), one.group(), label[1] if label else "") for one, label in zip(run, labels, strict=True)
        ),
        not unit,
    )


def figures_of(source: Source, listed: Listed) -> Iterator[Figure]:
    """The numbers of a list as figures, each with the place that stands before it."""
    for item in listed.items:
        named = [one for one in find_places(item.label, 0, len(item.label)) if len(one.names) == 1]
        yield _figure(source, listed, item, named[-1].names if named else ())


def placed(source: Source) -> Iterator[Figure]:
    """The figures of lists that go from place to place and whose numbers bear no unit of their own."""
    for listed in lists(source.content):
        if listed.bare:
            own = list(figures_of(source, listed))
            if all(one.thing[1] for one in own):
                yield from own


def check_points(source: Source) -> Iterator[Issue]:
    """88.4，92.3，898，88.3: one number without the point that all the others have, and ten times their size."""
    for listed in lists(source.content):
        without = [one for one in listed.items if "." not in one.quote]
        others = [Decimal(one.quote) for one in listed.items if "." in one.quote]
        if len(without) != 1 or len(others) < _LEAST or min(others) <= 0 or max(others) > 2 * min(others):
            continue
        value = Decimal(without[0].quote)
        decimals = max(len(one.quote.partition(".")[2]) for one in listed.items)
        shift = Decimal(10) ** decimals
        if not min(others) / _WIDER <= value / shift <= max(others) * _WIDER or value < 3 * max(others):
            continue
        about = [
            _figure(source, listed, one, ()) for one in (without[0], *(i for i in listed.items if i is not without[0]))
        ]
        shown = "、".join(printed(one) for one in about[1:])
        mended = number(value / shift)
        yield finding(
            "magnitude", "warning", about, f"{printed(about[0])} ÷ {shift} = {mended}; {shown}", said=printed(about[0]),
            others=shown, result=mended,
        )  # fmt: skip


_WIDER = Decimal("1.5")


def _figure(source: Source, listed: Listed, item: Item, regions: tuple[str, ...]) -> Figure:
    end = item.start + len(item.quote)
    statement = Statement(
        start=item.start, end=end, quote=item.quote, sentence_start=item.start, sentence_end=end, sentence=item.quote,
        value=(Decimal(item.quote),), form="number", unit=listed.unit, modifier="=", measure="level", modality="actual",
        indicator=listed.name[-36:], regions=regions, period="",
    )  # fmt: skip
    return figure(source.name, statement, item.quote, source.date, link(statement))
