"""The tables of one file against each other: what stands in two of them is one thing, or one of them is misread.

Two sheets that fit one mapping can be years, parts or indicators; where they give one key two values, nobody knows
which is right (most often the mapping names one indicator and the second sheet is of another).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from xietong.tables.doubts import Held, Watch
from xietong.tables.found import Findings


@dataclass(slots=True)
class _Seen:
    sheet: str
    name: str
    watch: Watch


@dataclass(slots=True)
class Across:
    """The sheets of one file that were read, one after the other."""

    seen: list[_Seen] = field(default_factory=list)

    def held(self, sheet: str, name: str, watch: Watch, findings: Findings) -> Iterator[tuple[str, Held]]:
        """What a further sheet gives again: (sheet, cell) to be held back, there and in the sheets before."""
        for earlier in self.seen:
            for key in (one for one in watch.tracks if one in earlier.watch.tracks):
                series = watch.tracks[key].series
                before = {one.order: one for one in earlier.watch.points(key)}
                for one in watch.points(key):
                    other = before.get(one.order)
                    if other is None:
                        continue
                    same = other.value == one.value
                    yield sheet, Held(one.row, one.column, "repeated" if same else "duplicate")
                    if not same:
                        yield earlier.sheet, Held(other.row, other.column, "duplicate")
                    findings.add(
                        "sheet_repeated" if same else "sheet_differs", one.row, one.column, watch.shown(key, one),
                        f"{series.phrase} / {series.place_printed}", subject=f"{earlier.sheet}|{series.phrase}",
                        one=name, earlier=earlier.name, other=earlier.watch.shown(key, other),
                        other_row=other.row, other_column=other.column,
                    )  # fmt: skip
        self.seen.append(_Seen(sheet, name, watch))
