"""Has the row of a long table slipped sideways? Told by what its columns can hold."""

from __future__ import annotations

from collections.abc import Callable

from xietong.tables.columns import Layout
from xietong.tables.fit import is_place
from xietong.tables.found import Findings
from xietong.tables.model import Row
from xietong.tables.numbers import read_number
from xietong.tables.periods import read_period
from xietong.tables.units import is_unit


class Slips:
    """Looks at the rows in which something does not read as it should."""

    def __init__(self, layout: Layout, findings: Findings) -> None:
        self.columns, self.findings = layout.columns, findings
        self.kinds = self._kinds()

    def _kinds(self) -> tuple[tuple[int, Callable[[str], bool]], ...]:
        tests: dict[str, Callable[[str], bool]] = {
            "period": lambda text: read_period(text) is not None,
            "place": is_place,
            "unit": is_unit,
        }
        found: dict[int, Callable[[str], bool]] = {}
        for column in self.columns:
            found[column.at] = lambda text: read_number(text).value is not None
            for name, test in tests.items():
                for i in column.columns.get(name, ()):
                    found[i] = test
        return tuple(sorted(found.items()))

    def told(self, row: Row, number: int) -> bool:
        """Whether a row reads better when moved by one column; then that is noted."""
        if len(self.kinds) < 2:
            return False
        here = sum(test(row[i]) for i, test in self.kinds)
        for by in (1, -1):
            beside = [(i, test) for i, test in self.kinds if 0 <= i + by < len(row)]
            fits = sum(test(row[i + by]) for i, test in beside)
            if fits > here and fits >= 2:
                column = min((i for i, test in beside if not test(row[i]) and test(row[i + by])), default=0) + 1
                self.findings.add(
                    "shifted", number, column, row[column - 1], " ".join(row)[:80], subject=str(by),
                    way_zh="右" if by > 0 else "左", way_en="right" if by > 0 else "left",
                )  # fmt: skip
                return True
        return False
