"""Small tables set as plain text: rows of numbers under a line of years or names, as figures beside those of sentences.

指标　2019年　2020年 / 出口　2107.8　2152.6. Tables of files proper are read elsewhere; this is for what stands in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xietong.core.period import Period
from xietong.observations.catalogue import catalogue
from xietong.observations.figures import Figure, Source, figure
from xietong.observations.link import link
from xietong.statements.model import Statement
from xietong.statements.numbers import magnitude
from xietong.statements.places import find_places, without_places

_CELL = re.compile(r"[^\s　|｜]+(?: [^\s　|｜\d]+)*")
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_YEAR = re.compile(r"((?:19|20)\d\d)年?$")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d$")
_SPAN = re.compile(r"((?:19|20)\d\d)年?(?:—|–|-|~|至|到)+((?:19|20)\d\d)年")
_SAID_UNIT = re.compile(r"单位[：:]\s*([一-龥/%]{1,8})")
_IN_BRACKETS = re.compile(r"[（(](?P<unit>(?:万亿|亿|万|千|百)?(?P<plain>[一-龥/%％]{1,6}))[）)]")
_SIZE = re.compile(r"(万亿|亿|万|千|百)?(.+)")
_LABEL = re.compile(r"^(?:其中[：:]?|#|[（(]?[一二三四五六七八九十\d]+[)）、.．])\s*")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    cells: tuple[tuple[int, int, str], ...]  # start, end, words

    def numbers(self) -> tuple[tuple[int, int, str], ...]:
        """The cells behind the first that are numbers."""
        return tuple(cell for cell in self.cells[1:] if _NUMBER.fullmatch(cell[2]))

    @property
    def is_row(self) -> bool:
        """A label (a year may be one) and nothing but numbers behind it, that are not all years themselves."""
        label = bool(self.cells) and (
            not _NUMBER.fullmatch(self.cells[0][2]) or bool(_BARE_YEAR.match(self.cells[0][2]))
        )
        numbers = self.numbers()
        years = len(numbers) > 1 and all(_BARE_YEAR.match(cell[2]) for cell in numbers)
        return label and len(self.cells) > 1 and len(numbers) == len(self.cells) - 1 and not years


@dataclass(frozen=True, slots=True)
class Block:
    """A table of a text: `names` of its columns of numbers, `labels` of its rows, and the figures column by column."""

    caption: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    columns: tuple[tuple[Figure | None, ...], ...]


_UNIT_HEAD = re.compile(r"^(?:计量)?单位$")


def blocks(source: Source) -> Iterator[Block]:
    """The tables of a text that have a line of names over two rows or more."""
    lines = list(_lines(source.content))
    index = 0
    while index < len(lines):
        head = lines[index]
        end = index + 1
        if len(head.cells) > 1 and not head.is_row:
            while end < len(lines) and _fits(lines[end], head):
                end += 1
        if end - index > 2:
            yield _named_block(source, lines, index, end)
            index = end
        else:
            index += 1


def _fits(line: _Line, head: _Line) -> bool:
    """Whether a line is a row under a line of names: as many cells, numbers behind the label (and the unit)."""
    label = line.cells[0][2]
    if len(line.cells) != len(head.cells) or (_NUMBER.fullmatch(label) and not _BARE_YEAR.match(label)):
        return False
    first = 2 if len(head.cells) > 2 and _UNIT_HEAD.match(head.cells[1][2]) else 1
    return all(_NUMBER.fullmatch(cell[2]) or cell[2] in _MISSING for cell in line.cells[first:])


_MISSING = frozenset(["-", "—", "–", "…", "/", "", "－"])


def _named_block(source: Source, lines: Sequence[_Line], index: int, end: int) -> Block:
    head, rows = lines[index], lines[index + 1 : end]
    caption = _caption(lines[max(0, index - 2) : index])
    first = 2 if len(head.cells) > 2 and _UNIT_HEAD.match(head.cells[1][2]) else 1
    place = _place(caption) or _place(source.content[:60])
    columns = []
    for at in range(first, len(head.cells)):
        name = head.cells[at][2]
        unit = "" if first == 1 else None  # in a column of its own
        found: list[Figure | None] = []
        for row in rows:
            cell = row.cells[at]
            if not _NUMBER.fullmatch(cell[2]):
                found.append(None)
                continue
            written = row.cells[1][2] if unit is None else _unit(name) or _unit(row.cells[0][2]) or _unit(caption)
            label = f"{row.cells[0][2]}{name}" if first == 1 else row.cells[0][2]
            found.append(_cell_figure(source, row, cell, label, written, place))
        columns.append(tuple(found))
    names = tuple(cell[2] for cell in head.cells[first:])
    return Block(caption, names, tuple(row.cells[0][2] for row in rows), tuple(columns))


def grid_figures(source: Source) -> list[Figure]:
    """The figures of all small tables in a text, in its order."""
    lines = list(_lines(source.content))
    found: list[Figure] = []
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and lines[end].is_row and len(lines[end].cells) == len(lines[index].cells):
            end += 1
        dated = index and sum(bool(_YEAR.match(cell[2])) for cell in lines[index - 1].cells) >= 3
        if end - index >= (1 if dated else 2):
            found += _block(source, lines, index, end)
        index = max(end, index + 1)
    found += [one for line in re.finditer(r"[^\n]+", source.content) for one in _inline(source, line)]
    return found


_BY_YEAR = re.compile(r"((?:19|20)\d\d)年?[为是：:]?(\d+(?:\.\d+)?)(?![\d年月日%％.])")
_RUN = re.compile(r"^(?P<label>[^：:\d]{2,14})[：:](?P<values>\d+(?:\.\d+)?(?:[、，,]\d+(?:\.\d+)?){2,})[；;。]?$")


def _inline(source: Source, line: re.Match[str]) -> Iterator[Figure]:
    """健康服务业增加值（亿元）：2015年18.2，2016年21.5…; 密云区：4.6、3.9、5.2…: numbers whose unit stands in a head."""
    words, at = line.group(), line.start()
    caption = source.content[max(0, at - 240) : at]
    for part in re.finditer(r"(?:^|[。；])([^。；：:\d]{2,30}?)[：: 　]+((?:19|20)\d\d年[^。；]+)", words):
        years = list(_BY_YEAR.finditer(part[2]))
        head = part[1] if _unit(part[1]) else caption
        if len(years) >= 3 and _unit(head):
            start = at + part.start(2)
            for one in years:
                cell = (start + one.start(2), start + one.end(2), one[2])
                row = _Line(at + part.start(1), ((at + part.start(1), at + part.end(1), part[1]), cell))
                yield _figure(source, row, cell, part[1], head, _place(source.content[:60]), int(one[1]))
    run = _RUN.match(words.strip())
    if run is None:
        return
    before = source.content[max(0, at - 160) : at]
    values = list(re.finditer(r"\d+(?:\.\d+)?", run["values"]))
    years_of = _years_of(before, len(values))
    offset = source.content.index(run["values"], at)
    for value, year in zip(values, years_of, strict=False):
        if year is not None:
            cell = (offset + value.start(), offset + value.end(), value.group())
            row = _Line(at, ((at, at + len(run["label"]), run["label"]), cell))
            yield _figure(source, row, cell, run["label"], before[-60:], (), int(year[1]))


def _lines(content: str) -> Iterator[_Line]:
    for found in re.finditer(r"[^\n]+", content):
        if not found.group().strip():
            continue
        cells = tuple(
            (found.start() + cell.start(), found.start() + cell.end(), cell.group())
            for cell in _CELL.finditer(found.group()[:400])
        )
        yield _Line(found.start(), cells)


def _block(source: Source, lines: Sequence[_Line], first: int, end: int) -> list[Figure]:
    head = lines[first - 1] if first else None
    caption = _caption(lines[max(0, first - 3) : first])
    width = len(lines[first].cells)
    names = _names(head, width)
    rows = lines[first:end]
    years_above = [_YEAR.search(name) for name in names] or _years_of(caption, width - 1)
    years_beside = [_YEAR.match(row.cells[0][2]) for row in rows]
    found: list[Figure] = []
    place = _place(caption) or _place(source.content[:60])
    for row, beside in zip(rows, years_beside, strict=True):
        for column, cell in enumerate(row.cells[1:]):
            above = years_above[column] if column < len(names) else None
            if above is not None and beside is None:
                label, year = _row_name(row.cells[0][2], caption), int(above[1])
            elif beside is not None and names and above is None:
                label, year = names[column] if names[column] not in _VALUES else _caption_name(caption), int(beside[1])
            elif beside is not None and width == 2:
                label, year = _caption_name(caption) or caption, int(beside[1])
            else:
                continue
            found.append(_figure(source, row, cell, label, caption, place, year))
    return found


_VALUES = frozenset(["数值", "绝对数", "总量", "数量", "实绩", "指标值"])
_CAPTION = re.compile(
    r"^表\s*\d*|(?:19|20)\d\d年?(?:末|底)?|[—–~至到-]|[（(][^）)]*[）)]|如下|情况|主要指标|部分年份|分年度|各地|分地区|历年|[：:　 ]"
)


def _caption_name(caption: str) -> str:
    """What a table is of, by the line above it: 各地粮食总产量（万吨） → 粮食总产量."""
    lines = [line for line in caption.split("\n") if " " not in line and "。" not in line]
    return _CAPTION.sub("", without_places(lines[-1]))[-36:] if lines else ""


def _caption(lines: Sequence[_Line]) -> str:
    """The lines above a table, its line of names last, a line each."""
    return "\n".join(" ".join(cell[2] for cell in line.cells) for line in lines)


def _row_name(label: str, caption: str) -> str:
    """A row of a place is of what the table is of: the place and that."""
    own = find_places(label, 0, len(label))
    return f"{label}{_caption_name(caption)}" if own and own[0].end == len(label) else label


def _years_of(caption: str, count: int) -> list[re.Match[str] | None]:
    """附：2018—2022年…: the years of a span that has as many as there are columns."""
    found = _SPAN.search(caption)
    if found is None or int(found[2]) - int(found[1]) + 1 != count:
        return []
    return [_YEAR.search(str(year)) for year in range(int(found[1]), int(found[2]) + 1)]


def _unit(words: str) -> str:
    """The unit that a head says, with its magnitude: 单位：亿元, （万人）; the last one said, "" where none is."""
    said = _SAID_UNIT.findall(words)
    if said:
        return str(said[-1])
    known = frozenset(unit for units in catalogue().kinds.values() for unit in units) | {"册", "张", "％"}
    found = [one["unit"] for one in _IN_BRACKETS.finditer(words) if one["plain"] in known]
    return found[-1] if found else ""


def _names(head: _Line | None, width: int) -> list[str]:
    """The names of the columns behind the first; [] where the line above is none of names."""
    if head is None or (head.is_row and not all(_YEAR.match(cell[2]) for cell in head.cells[1:])):
        return []
    words = [cell[2] for cell in head.cells]
    if len(words) == width:
        return words[1:]
    return words if len(words) == width - 1 else []


def _place(words: str) -> tuple[str, ...]:
    named = [one for one in find_places(words, 0, len(words)) if one.names and one.kind not in ("country", "stands")]
    return named[0].names if named else ()


def _figure(
    source: Source, row: _Line, cell: tuple[int, int, str], label: str, caption: str, place: tuple[str, ...], year: int
) -> Figure:
    return _cell_figure(source, row, cell, label, _unit(label) or _unit(caption), place, str(Period.year(year)))


def _cell_figure(
    source: Source, row: _Line, cell: tuple[int, int, str], label: str, written: str, place: tuple[str, ...],
    period: str = "",
) -> Figure:  # fmt: skip
    """A cell as a figure; `written` is its unit with its magnitude."""
    start, end, quote = cell
    own = find_places(label, 0, len(label))
    leads = bool(own) and own[0].start == 0 and bool(own[0].names)
    regions = own[0].names if leads else place
    name = _LABEL.sub("", label[own[0].end :] if leads and own[0].end < len(label) else label)
    size = _SIZE.fullmatch(written)
    scale = magnitude(size[1]) if size and size[1] else Decimal(1)
    unit = (size[2] if size else "").replace("％", "%")
    name = re.sub(r"[（(][^）)]*[）)]|单位[：:].*", "", name).strip("　 ：:")
    last = row.cells[-1][1]
    statement = Statement(
        start=start, end=end, quote=quote, sentence_start=row.start, sentence_end=last,
        sentence=source.content[row.start : last], value=(Decimal(quote.replace(",", "")) * scale,), form="number",
        unit=unit, modifier="=", measure="level", modality="actual", indicator=name[-36:], regions=tuple(regions),
        period=period,
    )  # fmt: skip
    return figure(source.name, statement, statement.sentence, source.date, link(statement))
