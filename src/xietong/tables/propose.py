"""A sheet nobody has mapped → the mapping it seems to want, and what a person must confirm or fill in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from xietong.data import table
from xietong.observations.territories.spelling import simplified
from xietong.tables import mapping as mapped
from xietong.tables.fit import folded, headings, is_place
from xietong.tables.mapping import Source, Value
from xietong.tables.model import Row, Sheet
from xietong.tables.numbers import is_missing, read_number
from xietong.tables.periods import read_period
from xietong.tables.resolve import places_free, what
from xietong.tables.units import in_brackets, is_unit, unit_level

_SAMPLE = 300
_DEEPEST = 4  # rows of headings
_YEAR_ABOVE = r"((?:19|20)\d\d)年"
_PLACE_ABOVE = re.compile(r"(?:^|[^\u4e00-\u9fff])([\u4e00-\u9fff]{1,7}?(?:省|市|自治区))(?!场)")
_CAPTION_INDICATOR = r"指标\s*[:：]\s*([^（(]+(?:[（(][^）)]*[）)])?)"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping to be confirmed, with what is open (`zh`, `en` sentences); `sure` is how many things were told."""

    sheet: str
    mapping: mapped.Mapping
    remarks: tuple[tuple[str, str], ...]
    values: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """A column: its headings, and what share of its cells are times, places, units and numbers."""

    at: int
    path: tuple[str, ...]
    filled: int
    period: float
    place: float
    unit: float
    number: float
    different: int

    @property
    def heading(self) -> str:
        return " / ".join(self.path)


def propose(sheet: Sheet, name: str) -> Proposal | None:
    """The mapping of a sheet; None where it does not look like a table of figures."""
    rows = list(islice(iter(sheet.rows), _SAMPLE))
    span = _heads(sheet, rows)
    if span is None:
        return None
    start, first = span
    paths = headings(sheet, rows[start:first], start + 1, _filled(sheet, rows[start:first]))
    columns = [_seen(at, path, _texts(sheet, rows, first, at)) for at, path in enumerate(paths)]
    above = " ".join(" ".join(row) for row in rows[:start])
    return _Proposer(sheet, name, columns, first - start, f"{above} {sheet.title} {sheet.name} {sheet.context}").made()


def _heads(sheet: Sheet, rows: Sequence[Row]) -> tuple[int, int] | None:
    """The rows of the headings, as (first, behind last)."""
    for at in range(1, min(len(rows), 40)):
        if _is_data(rows[at]) and not _is_data(rows[at - 1]) and sum(map(bool, rows[at - 1])):
            start = at - 1
            while start > 0 and at - start < _DEEPEST and _is_head(sheet, rows[start - 1], start):
                start -= 1
            return start, at
    return None


def _is_data(row: Row) -> bool:
    """Whether a row has values: numbers that are no years."""
    numbers = [(cell, read_number(cell)) for cell in row if cell]
    return any(
        one.value is not None and (not one.unit or is_unit(one.unit)) and read_period(cell) is None
        for cell, one in numbers
    )


def _is_head(sheet: Sheet, row: Row, number: int) -> bool:
    """A row above others of the headings: several words, or one that is merged over part of the table."""
    filled = [column for column, cell in enumerate(row, start=1) if cell.strip()]
    if not filled or row[filled[0] - 1].startswith(tuple(table("tables.toml")["notes"])):
        return False
    if len(filled) >= 2:
        return not any("：" in row[column - 1] or ":" in row[column - 1] for column in filled)
    width = sum(1 for (r, _), origin in sheet.covered.items() if r == number and origin[0] == number) + 1
    return 1 < width < len(row) - 1


def _filled(sheet: Sheet, heads: Sequence[Row]) -> bool:
    """Whether the upper headings lost their merging: blanks to the right of a heading, and no spans."""
    return len(heads) > 1 and not sheet.covered and any(not cell for cell in heads[0][1:])


def _texts(sheet: Sheet, rows: Sequence[Row], first: int, at: int) -> list[str]:
    found = []
    for number in range(first, len(rows)):
        row, column = sheet.covered.get((number + 1, at + 1), (number + 1, at + 1))
        text = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""
        if text.strip():
            found.append(text.strip())
    return found


def _seen(at: int, path: tuple[str, ...], texts: Sequence[str]) -> _Seen:
    count = max(1, len(texts))
    return _Seen(
        at, path, len(texts),
        sum(read_period(text) is not None for text in texts) / count,
        sum(is_place(text) for text in texts) / count,
        sum(is_unit(text) for text in texts) / count,
        sum(read_number(text).value is not None or is_missing(text) for text in texts) / count,
        len(set(texts)),
    )  # fmt: skip


def _in_catalogue(phrase: str) -> bool:
    return what(phrase, "", "", "", {}).indicator != places_free(phrase)


@cache
def _roles() -> dict[str, str]:
    return {word: role for role, words in table("tables.toml")["heads"].items() for word in words}


class _Proposer:
    """One sheet: the columns by what they hold, then the sources."""

    def __init__(self, sheet: Sheet, name: str, columns: list[_Seen], head: int, around: str) -> None:
        self.sheet, self.name, self.columns, self.head, self.around = sheet, name, columns, head, around
        self.roles: dict[str, list[_Seen]] = {}
        self.remarks: list[tuple[str, str]] = []
        for one in columns:
            role = _roles().get(simplified(one.path[-1].split(":")[0].strip().lower()), "")
            if role and self._holds(one, role):
                self.roles.setdefault(role, []).append(one)
        for role, share in (("period", 0.9), ("place", 0.7), ("unit", 0.9)):
            if role not in self.roles:
                fitting = [one for one in columns if self._free(one) and getattr(one, role) >= share and one.filled]
                self.roles[role] = fitting[:1]
        parts = table("tables.toml")["parts_of_years"]
        if years := self.roles["period"][:1]:
            self.roles["period"] = (
                years
                + [one for one in columns if one not in years and one.period < 0.6 and one.path[-1].lower() in parts][
                    :1
                ]
            )
        heads = [self._open_path(one.path) for one in columns if one.number >= 0.5 and self._free(one)]
        self.alike = frozenset(head for head in heads if any(level.startswith("{") for level in head))

    def _holds(self, one: _Seen, role: str) -> bool:
        """Whether what stands in a column is what its heading promises."""
        least = {"period": 0.6, "place": 0.0, "value": 0.5, "unit": 0.0}.get(role, 0.0)
        return getattr(one, {"value": "number"}.get(role, role), 1.0) >= least

    def _free(self, one: _Seen) -> bool:
        return not any(one in taken for taken in self.roles.values())

    def _figures(self, one: _Seen) -> bool:
        """Whether a column is of values: most are numbers, or its heading is like that of a column where they are."""
        return self._free(one) and (one.number >= 0.5 or self._open_path(one.path) in self.alike)

    def _open_path(self, path: tuple[str, ...]) -> tuple[str, ...]:
        return tuple("{period}" if read_period(x) else "{place}" if self._place_head(x) else x for x in path)

    def _entry(self, one: _Seen) -> str:
        """A column in the layout: what changes from release to release stands open."""
        if not self._figures(one):
            return one.heading
        levels = self._open_path(one.path)
        return " / ".join(levels) + ("+" if any(level.startswith("{") for level in levels) else "")

    def _place_head(self, word: str) -> bool:
        heads = [one.path for one in self.columns if one.number >= 0.5 and self._free(one)]
        return is_place(word) and sum(any(is_place(level) for level in path) for path in heads) >= 2

    def made(self) -> Proposal | None:
        """The whole of it."""
        values = self._values()
        if not values:
            return None
        layout = tuple(dict.fromkeys(self._entry(one) for one in self.columns))
        sources: dict[str, Source] = {}
        for field in mapped.FIELDS:
            source = self._source(field, values)
            if source is not None:
                sources[field] = source
        listed = self._listed(values, sources)
        self._open(sources, listed)
        one = mapped.Mapping(
            re.sub(r"\W+", "-", self.name.rsplit(".", 1)[0]).strip("-") or "table", layout, listed, sources,
            head=self.head, title=self.sheet.title[:60], fill=self.head > 1 and not self.sheet.covered,
        )  # fmt: skip
        return Proposal(self.sheet.name, one, tuple(self.remarks), len(values))

    def _values(self) -> list[_Seen]:
        if named := self.roles.get("value"):
            return named[:1]
        order = ("index", "序号", "编号", "no", "no.", "id")
        return [
            one for one in self.columns
            if self._figures(one) and one.filled and one.path[-1].lower() not in order
            and not (one.period > 0.9 and one.number > 0.9 and one.different < one.filled / 2)
        ]  # fmt: skip

    def _source(self, field: str, values: Sequence[_Seen]) -> Source | None:
        if columns := self.roles.get(field):
            # several headings say "note"; a period may be a year and a month; of the others one column is meant
            chosen = columns if field in ("note", "period") else columns[:1]
            return Source(column=tuple(self._entry(one) for one in chosen), names=self._labels(field, chosen[0]))
        for level in range(1, max(len(one.path) for one in values) + 1):
            words = [one.path[level - 1] for one in values if len(one.path) >= level]
            if field == "period" and all(read_period(word) for word in words):
                return Source(header=level)
            if field == "place" and len(words) > 1 and sum(map(is_place, words)) >= 0.5 * len(words):
                return Source(header=level)
        if field == "place" and (found := _PLACE_ABOVE.search(self.around)) and is_place(found[1]):
            self.remarks.append(
                (f"地区“{found[1]}”取自标题，请确认。", f"the place, {found[1]}, was taken from the title; confirm it.")
            )
            return Source(fixed=found[1])
        if field == "period" and re.search(_YEAR_ABOVE, self.around):
            return Source(caption=_YEAR_ABOVE)
        if field == "indicator" and re.search(_CAPTION_INDICATOR, self.around):
            return Source(caption=_CAPTION_INDICATOR)
        if field == "indicator" and (text := self._named()):
            return Source(column=(text.heading,))
        return None

    def _labels(self, field: str, one: _Seen) -> dict[str, str]:
        """What the file itself calls the codes of a column, where the codes alone say nothing."""
        known = is_place if field == "place" else _in_catalogue
        labels = self.sheet.labels.get(one.path[-1], {}) if field in ("place", "indicator") else {}
        return {code: name for code, name in labels.items() if not known(code)}

    def _named(self) -> _Seen | None:
        """A column of words that may name indicators, where headings are times or places."""
        open_ = [one for one in self.columns if "{" in self._entry(one)]
        words = [one for one in self.columns if self._free(one) and one.number < 0.3 and one.filled]
        return words[0] if open_ and words else None

    def _listed(self, values: Sequence[_Seen], sources: dict[str, Source]) -> tuple[Value, ...]:
        found: dict[str, Value] = {}
        for one in values:
            entry = self._entry(one)
            said = {}
            told = [level for level in one.path if not read_period(level) and not self._place_head(level)]
            open_ = [level for level in told if not unit_level(level, one.path)]
            if "indicator" not in sources and open_ and entry not in ("value",) and "value" not in self.roles:
                phrase, unit = in_brackets(" ".join(open_))
                unit = unit or next((level for level in told if level not in open_), "")
                said = {"indicator": phrase} | ({"unit": unit} if unit else {})
            found[entry] = Value(entry, said)
        return tuple(found.values())

    def _open(self, sources: dict[str, Source], values: Sequence[Value]) -> None:
        """What a person must fill in or confirm."""
        for one in self.roles.get("place", ())[:1]:
            if one.place < 0.5:
                self.remarks.append(
                    (f"“{one.heading}”中的地名多数不认识：请在 [place.names] 中写明。",
                     f"most places in {one.heading!r} are not known: name them under [place.names].")
                )  # fmt: skip
        words = {"place": ("地区", "place"), "period": ("时期", "period"), "indicator": ("指标", "indicator")}
        for field, (zh, en) in words.items():
            if field in sources or all(field in value.said for value in values):
                continue
            sources[field] = Source()
            self.remarks.append(
                (f"没有找到{zh}：请在 [{field}] 中填写 column、caption 或 fixed。",
                 f"no {en} was found: give [{field}] a column, a caption or a fixed value.")
            )  # fmt: skip
        above = re.search(r"单位\s*[:：]\s*([^\s，,；;。)）]{1,16})", self.around)
        united = "unit" in sources or all("unit" in value.said for value in values)
        if not united and not (above and is_unit(above[1])) and not self._caption_unit():
            self.remarks.append(
                (
                    "没有找到单位：请在 [unit] 或各 [[value]] 中填写。",
                    "no unit was found: give it in [unit] or each [[value]].",
                )
            )
        used = {value.column for value in values} | {word for source in sources.values() for word in source.column}
        rest = sorted({one.heading for one in self.columns if self._free(one) and self._entry(one) not in used})
        if rest and len(rest) < 12:
            listed = "、".join(rest)
            self.remarks.append((f"没有用到的列：{listed}。", f"columns that are not used: {listed}."))

    def _caption_unit(self) -> bool:
        found = re.search(_CAPTION_INDICATOR, self.around)
        return bool(found and in_brackets(folded(found[1]))[1])


def named_apart(one: Proposal, others: Sequence[Proposal]) -> Proposal:
    """A proposal that reads its own sheet only, where others of the file are laid out alike and could be of something
    else; a person takes the pattern out where they are one table."""
    if not one.sheet or all(other.mapping.columns != one.mapping.columns for other in others):
        return one
    remark = (
        f"还有同样格式的表；只读“{one.sheet}”，要一起读就删去 sheet 一行。",
        f"other tables are laid out alike; only {one.sheet!r} is read: take out the line sheet to read them all.",
    )
    mapping = replace(one.mapping, sheet=f"^{re.escape(one.sheet)} ")
    return replace(one, mapping=mapping, remarks=(*one.remarks, remark))


def commented(one: Proposal) -> str:
    """The TOML of a proposal, what is open as comments on top."""
    remarks = [
        "由程序提出，请核对后使用 · proposed by the program; check it before use",
        *(f"{zh} {en}" for zh, en in one.remarks),
    ]
    return mapped.written(replace(one.mapping), tuple(remarks))
