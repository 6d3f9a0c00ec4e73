"""What an analysis is asked: as a value that goes into addresses, records and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from xietong.core.errors import NotFoundError
from xietong.observations.series import View
from xietong.regional.analyses.catalogue import Analysis, analyses
from xietong.regional.analyses.model import Remark


@dataclass(frozen=True, slots=True)
class Question:
    """analysis: its name; indicators: keys of observations, in order; units: keys of places, or the name of a set
    (empty: what has data); first, last: years, empty for all; known: only what was made known by that day; per, by:
    indicators that the others are divided by, and that weigh the units; less: those of which less is better; year: the
    one that is looked at; options: by name, those not said are as they always are; least: the share of the units that
    must have an indicator in a year for it to count."""

    analysis: str
    indicators: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    known: str = ""
    view: View = "latest"
    per: str = ""
    by: str = ""
    less: tuple[str, ...] = ()
    year: str = ""
    options: tuple[tuple[str, str], ...] = ()
    least: float = 0.5

    @property
    def kind(self) -> Analysis:
        """The analysis. NotFoundError for a name that is none."""
        known = analyses()
        if self.analysis not in known:
            names = ", ".join(known)
            raise NotFoundError(
                f"there is no analysis {self.analysis!r}; there are: {names}.",
                f"没有分析“{self.analysis}”；现有：{names}。",
            )
        return known[self.analysis]

    @property
    def needed(self) -> tuple[str, ...]:
        """Codes of observations that it takes: the indicators, then what divides and what weighs."""
        return tuple(dict.fromkeys(one for one in (*self.indicators, self.per, self.by) if one))

    def chosen(self) -> dict[str, str]:
        """Every option of the analysis with its value."""
        said = dict(self.options)
        return {one.name: said.get(one.name, one.default) for one in self.kind.options}

    def faults(self) -> Iterator[Remark]:
        """What is wrong with it before any data are looked at."""
        kind = self.kind
        for name, value in self.options:
            option = kind.option(name)
            if option is None:
                known = ", ".join(one.name for one in kind.options) or "—"
                yield Remark("unknown_option", {"name": name, "known": known})
            elif not option.fits(value):
                yield Remark("bad_option", {"name": name, "value": value, "allowed": option.allowed})
        for given, taken, what in (
            (self.per, kind.per, {"zh": "除数", "en": "divisor"}),
            (self.by, kind.by, {"zh": "权重指标", "en": "weight"}),
        ):
            if given and not taken:
                yield Remark("no_part", {"what": what, "name": given})
        twice = [one for one, count in Counter(self.indicators).items() if count > 1]
        if twice:
            yield Remark("repeated", {"names": "、".join(twice)})
        yield from self._number(kind)

    def _number(self, kind: Analysis) -> Iterator[Remark]:
        got = len(self.indicators)
        wanted = 1 if kind.takes == "structure" else kind.least
        if got < wanted:
            yield Remark("few_indicators", {"got": got, "wanted": wanted})
        if got > 1 and kind.takes in ("one", "flow"):
            yield Remark("many_indicators", {"got": got})

    def record(self) -> dict[str, Any]:
        """As JSON."""
        said = asdict(self)
        lists = {name: list(said[name]) for name in ("indicators", "units", "less")}
        return {**said, **lists, "options": [list(one) for one in self.options], "least": str(self.least)}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Self:
        """The same back from JSON."""
        lists = {name: tuple(record[name]) for name in ("indicators", "units", "less")}
        options = tuple((name, value) for name, value in record["options"])
        return cls(**{**record, **lists, "options": options, "least": float(record["least"])})
