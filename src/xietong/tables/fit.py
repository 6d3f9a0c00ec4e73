"""Sheet × Mapping → where the headings stand and which columns are which; or the first difference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from xietong.observations.territories import resolve
from xietong.tables.mapping import Mapping, MappingError, bare, repeats
from xietong.tables.model import Row, Sheet
from xietong.tables.numbers import clean, read_number
from xietong.tables.periods import read_period

SEARCHED = 60  # rows at the top in which headings are looked for
_CJK = re.compile(r"[\u3400-\u9fff]")
# behind a word or a bracket: km² and CO₂ keep theirs
_MARKED = re.compile(r"(?<=[\u3400-\u9fff)])(?:[①-⑳*＊#†‡]|[¹²³⁰⁴-⁹]{1,2}|\[[\d¹²³⁰⁴-⁹①-⑳]{1,2}\])+(?=$|\()")
_PLACES = 0.5  # of the headings that stand for places must be places


@dataclass(frozen=True, slots=True)
class Fit:
    """`start` is the first row of the headings, `first` the first of data (from 1); `paths` the headings of each
    column, level by level; `entries` the layout entry of each column; `above` the words over the table."""

    start: int
    first: int
    paths: tuple[tuple[str, ...], ...]
    entries: tuple[int, ...]
    above: tuple[str, ...]
    heads: tuple[Row, ...]
    blocks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first heading that is not as the mapping has it; `matched` headings before it were."""

    sheet: str
    row: int
    column: int
    expected: str
    found: str
    matched: int


@lru_cache(8192)
def folded(heading: str) -> str:
    """A heading as headings are compared: narrow signs, no blanks inside Chinese, no marks of footnotes."""
    text = clean(heading).replace("＆", "&").replace("\u200b", "").replace("\ufeff", "")
    return _MARKED.sub("", re.sub(r"\s+", "" if _CJK.search(text) else " ", text).strip())


@lru_cache(8192)
def is_place(word: str) -> bool:
    """Whether a heading names a place that is known, be the name damaged."""
    found = resolve(word)
    return found.score >= 0.5 or found.how == "context"


def fit(sheet: Sheet, mapping: Mapping) -> Fit | Misfit:
    """Where a sheet's headings stand as the mapping has them, or the nearest miss."""
    rows = list(islice(iter(sheet.rows), SEARCHED))
    nearest = Misfit(sheet.name, 1, 1, mapping.columns[0], "", -1)
    for start in range(len(rows)):
        heads = rows[start : start + mapping.head]
        if len(heads) < mapping.head or not any(cell.strip() for cell in heads[0]):
            continue
        paths = headings(sheet, heads, start + 1, mapping.fill)
        entries = _matched(paths, mapping.columns)
        if isinstance(entries, Misfit):
            if entries.matched > nearest.matched:
                row = start + mapping.head
                nearest = Misfit(sheet.name, row, entries.column, entries.expected, entries.found, entries.matched)
            continue
        columns, blocks = entries
        above = tuple(" ".join(cell for cell in row if cell.strip()) for row in rows[:start])
        return Fit(start + 1, start + mapping.head + 1, paths, columns, above, tuple(heads), blocks)
    return nearest


def headings(sheet: Sheet, heads: Sequence[Row], start: int, fill: bool) -> tuple[tuple[str, ...], ...]:
    """The headings of each column from top to bottom, those of merged cells for all columns below them."""
    width = max(len(row) for row in heads)
    while width and not any(_at(sheet, heads, start, level, width) for level in range(len(heads))):
        width -= 1
    levels: list[list[str]] = []
    for level in range(len(heads)):
        texts = [_at(sheet, heads, start, level, column) for column in range(1, width + 1)]
        if fill and level < len(heads) - 1:  # merged cells that lost their merging on the way
            for at in range(1, width):
                texts[at] = texts[at] or texts[at - 1]
        levels.append(texts)
    return tuple(_path([texts[column] for texts in levels]) for column in range(width))


def _path(texts: Sequence[str]) -> tuple[str, ...]:
    """The levels of one heading; a cell merged over several rows is one level."""
    found: list[str] = []
    for text in texts:
        if text and (not found or found[-1] != text):
            found.append(text)
    return tuple(found) or ("",)


def _at(sheet: Sheet, heads: Sequence[Row], start: int, level: int, column: int) -> str:
    row, col = sheet.covered.get((start + level, column), (start + level, column))
    if not start <= row < start + len(heads) or col > len(heads[row - start]):
        return ""
    return folded(heads[row - start][col - 1])


def _matched(
    paths: Sequence[tuple[str, ...]], layout: Sequence[str]
) -> tuple[tuple[int, ...], tuple[int, ...]] | Misfit:
    """The layout entry of each column and its block, or the first column that none fits. The whole layout may stand
    again to the right: a long table folded into two."""
    found: list[int] = []
    blocks: list[int] = []
    block = 0
    at, open_ = 0, set[int]()  # entries with + that may go on
    for column, path in enumerate(paths, start=1):
        again = next((one for one in sorted(open_) if _fits(path, layout[one])), None)
        if at < len(layout) and _fits(path, layout[at]):
            chosen = at
            open_ = (open_ | {at}) if repeats(layout[at]) else set()
            at += 1
        elif again is not None:
            chosen = again
        elif at == len(layout) > 1 and _fits(path, layout[0]):
            chosen, at, open_ = 0, 1, set()
            block += 1
        else:
            expected = layout[at] if at < len(layout) else ""
            return Misfit("", 0, column, expected, " / ".join(path), len(found))
        found.append(chosen)
        blocks.append(block)
    if at < len(layout):
        return Misfit("", 0, len(paths) + 1, layout[at], "", len(found))
    named = [paths[i] for i, one in enumerate(found) if "{place}" in layout[one]]
    known = sum(any(is_place(level) for level in path) for path in named)
    if named and known < _PLACES * len(named):
        column = next(i for i, one in enumerate(found) if "{place}" in layout[one])
        return Misfit("", 0, column + 1, "{place}", " / ".join(paths[column]), column)
    return tuple(found), tuple(blocks)


def _fits(path: tuple[str, ...], entry: str) -> bool:
    return any(_like(path, wording) for wording in bare(entry))


@lru_cache(1024)
def _levels(wording: str) -> tuple[str, ...]:
    return tuple(folded(part) for part in wording.split(" / "))


def _like(path: tuple[str, ...], wording: str) -> bool:
    levels = _levels(wording)
    if levels == ("{any}",):
        return True
    return len(levels) == len(path) and all(map(_stands_for, levels, path))


def _stands_for(level: str, text: str) -> bool:
    if level == "{period}":
        return read_period(text) is not None
    if level == "{place}":
        return bool(text) and read_period(text) is None and read_number(text).value is None
    return level == "{any}" or level == text


def refused(name: str, mapping: Mapping, miss: Misfit) -> MappingError:
    """The error that names the first difference."""
    sheet_zh = f"“{miss.sheet}”" if miss.sheet else ""
    sheet_en = f" of {miss.sheet!r}" if miss.sheet else ""
    expected_zh = f"应为“{miss.expected}”" if miss.expected else "映射中没有这一列"
    expected_en = f"{miss.expected!r} was expected" if miss.expected else "the mapping has no such column"
    found_zh = f"“{miss.found}”" if miss.found else "没有列名"
    found_en = f"{miss.found!r}" if miss.found else "no heading"
    return MappingError(
        f"{name}: the mapping {mapping.name!r} does not fit: row {miss.row}, column {miss.column}{sheet_en} has "
        f"{found_en}, {expected_en}. Nothing was read; propose a new mapping with `xietong tables propose`.",
        f"{name}：映射“{mapping.name}”不合：{sheet_zh}第 {miss.row} 行第 {miss.column} 列是{found_zh}，{expected_zh}。"
        "没有读入任何数据；请用 `xietong tables propose` 重新生成映射。",
    )
