"""The indicator catalogue: what indicators there are, how texts print them, and what adds up to what."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from xietong.core.errors import CatalogueError
from xietong.data import table

FILE = "indicators.toml"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of `data/indicators.toml`; the fields are explained there."""

    code: str
    zh: str
    en: str
    unit: str
    direction: int
    dimension: str
    kind: str
    space: bool
    time: str
    growth: str
    aliases: tuple[str, ...]
    definition: str
    scopes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()  # where it is not printed in every unit of its kind


@dataclass(frozen=True, slots=True)
class Quotient:
    """`code` is `above` / `below` × `factor`."""

    code: str
    above: str
    below: str
    factor: int


@dataclass(frozen=True)
class Catalogue:
    """Indicators by code and by the names they are printed under; identities between them."""

    indicators: Mapping[str, Indicator]
    names: Mapping[str, str]
    identities: tuple[tuple[str, tuple[str, ...]], ...]
    quotients: tuple[Quotient, ...]
    means: tuple[tuple[str, tuple[str, ...]], ...]
    insides: tuple[tuple[str, tuple[str, ...]], ...]  # what is a part of what: none is more than its whole
    kinds: Mapping[str, frozenset[str]]

    def fits(self, code: str, unit: str) -> bool:
        """Whether a level of an indicator can be printed in a unit."""
        known = self.indicators[code]
        return unit in (known.units or self.kinds[known.kind])


def plain(phrase: str) -> str:
    """A phrase without marks, brackets, spaces and case, short forms written out: how names are compared."""
    bare = "".join(char for char in phrase if char.isalnum()).upper()
    for short, whole in _SHORT_FORMS:
        bare = bare.replace(short, whole)
    return bare


_SHORT_FORMS = (("规上", "规模以上"), ("限上", "限额以上"))


def load(data: Mapping[str, Any]) -> Catalogue:
    """A catalogue from its table.

    CatalogueError for a code or a name that stands twice, an entry that is not whole, a unit that does not fit its
    kind, a sum or a quotient of something that is no indicator.
    """
    indicators: dict[str, Indicator] = {}
    names: dict[str, str] = {}
    for entry in data["indicator"]:
        one = _indicator(entry, data["kinds"])
        if one.code in indicators:
            raise CatalogueError(
                f"The indicator code {one.code} stands twice in the catalogue. Give one of them another code.",
                f"指标目录里代码 {one.code} 出现了两次，请给其中一个换一个代码。",
            )
        indicators[one.code] = one
        for name in {plain(name) for name in (one.zh, *one.aliases)}:
            if names.setdefault(name, one.code) != one.code:
                raise CatalogueError(
                    f"“{name}” names both {names[name]} and {one.code}. Take it from one of them.",
                    f"“{name}”同时是 {names[name]} 和 {one.code} 的名称，请从其中一个删去。",
                )
    related = [(one["whole"], tuple(one["parts"])) for one in data.get("identity", ())]
    means = [(one["code"], tuple(one["parts"])) for one in data.get("mean", ())]
    insides = [(one["whole"], tuple(one["parts"])) for one in data.get("inside", ())]
    quotients = [Quotient(**one) for one in data.get("quotient", ())]
    _known(indicators, (code for whole, parts in (*related, *means, *insides) for code in (whole, *parts)))
    _known(indicators, (code for one in quotients for code in (one.code, one.above, one.below)))
    kinds = {kind: frozenset(units) for kind, units in data["kinds"].items()}
    return Catalogue(indicators, names, tuple(related), tuple(quotients), tuple(means), tuple(insides), kinds)


def _indicator(entry: Mapping[str, Any], kinds: Mapping[str, Iterable[str]]) -> Indicator:
    """One entry, with all its fields, of a kind that there is."""
    lists = {name: tuple(entry[name]) for name in ("aliases", "scopes", "units") if name in entry}
    name = str(entry.get("code") or entry.get("zh") or "?")
    try:
        one = Indicator(**{**entry, **lists})
    except TypeError as error:
        fields = "、".join(field.name for field in dataclasses.fields(Indicator))
        raise CatalogueError(
            f"The indicator {name} lacks a field or has an unknown one. The fields are {fields.replace('、', ', ')}.",
            f"指标 {name} 缺少字段或有不认识的字段。字段为：{fields}。",
        ) from error
    if one.unit not in kinds.get(one.kind, ()):
        raise CatalogueError(
            f"The unit “{one.unit}” of {name} does not fit its kind, {one.kind}. Change one of them.",
            f"指标 {name} 的单位“{one.unit}”与类别 {one.kind} 不符，请改正其中之一。",
        )
    return one


def _known(indicators: Mapping[str, Indicator], codes: Iterable[str]) -> None:
    for code in codes:
        if code not in indicators:
            raise CatalogueError(
                f"The catalogue speaks of {code}, which is no indicator of it.", f"指标目录提到的 {code} 不在目录里。"
            )


@cache
def catalogue() -> Catalogue:
    """The catalogue that ships with the project."""
    return load(table(FILE))
