"""Bodies with time: what an office is called, where it belongs, from when to when, and who took over from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from xietong.core.errors import CatalogueError
from xietong.core.period import Period

_FORMER = re.compile(r"^原(?=.{3})|[\s　]+")


@dataclass(frozen=True, slots=True)
class Body:
    """An office that tasks can be given to.

    `territory` is the code of the province (or the key of the region) it belongs to. `valid_from` and `valid_to` are the
    first and the last day on which it may have existed under this name (None: not known, or still): where only the year of
    a change is known, old and new are both in force in that year. `successors` are the names of those that took over, one
    where it was renamed or merged, several where its duties were divided.
    """

    name: str
    territory: str
    short: tuple[str, ...] = ()
    kind: str = "government"
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    source: str = ""

    def in_force(self, on: date) -> bool:
        """Whether it may have existed on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class Bodies:
    """The register. A name that it does not hold stays as it is printed: it is listed, never dropped."""

    def __init__(self, bodies: Iterable[Body], seats: Mapping[str, str]) -> None:
        """`seats`: what the names of a territory's bodies begin with, by its code ({"120000": "天津市"}); in a document of that
        territory it may be shortened to its last character (市发展改革委)."""
        self.all = tuple(bodies)
        self._seats = dict(seats)
        self.by_name = {one.name: one for one in self.all}
        if len(self.by_name) != len(self.all):
            raise _wrong("a name stands twice", "名称重复")
        for one in self.all:
            _sound(one, self.by_name)

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Bodies:
        """The register from its table. CatalogueError for a name or short form that stands for two bodies of one time, an end
        without a successor or the other way round, a successor that is not listed or begins after the end, a source
        that is not named."""
        sources = data["sources"]
        found = []
        for row in data["body"]:
            if row["source"] not in sources:
                raise _wrong(f"{row['name']}: unknown source", f"{row['name']}：来源未列出")
            begins, ends = (Period.parse(row[key]) if key in row else None for key in ("from", "until"))
            found.append(
                Body(
                    row["name"], row["territory"], tuple(row.get("short", ())), row.get("kind", "government"),
                    begins.start if begins else None, ends.end if ends else None, tuple(row.get("into", ())),
                    sources[row["source"]],
                )
            )  # fmt: skip
        register = cls(found, data["seats"])
        register._names  # noqa: B018  # built once, so that a name that stands for two is found when the data is loaded
        return register

    @cached_property
    def _names(self) -> dict[str, tuple[Body, ...]]:
        names: dict[str, list[Body]] = {}
        for one in self.all:
            seat = self._seats.get(one.territory, "")
            spelled = {one.name, *one.short}
            # 中共 and the province are left out inside a document of that province: 市委社会工作部
            spelled |= {f"{one.territory} {_bare(each, seat)}" for each in tuple(spelled) if seat and seat in each}
            for each in spelled:
                names.setdefault(each, []).append(one)
        for name, many in names.items():
            for at, one in enumerate(many):
                other = next((each for each in many[at + 1 :] if _together(one, each)), None)
                if other is not None:
                    raise _wrong(
                        f"{name} stands for {one.name} and {other.name}", f"“{name}”同时指 {one.name} 和 {other.name}"
                    )
        return {name: tuple(many) for name, many in names.items()}

    def find(self, name: str, territory: str = "", on: date | None = None) -> Body | None:
        """The body of a name or short form; `territory` (a code) is that of the document, for names without province. Of several
        in succession the one in force on a day, else the last. None where it is not in the register."""
        plain = _FORMER.sub("", name)
        many = self._names.get(plain) or self._names.get(f"{territory} {plain}") or ()
        if not many:
            return None
        ordered = sorted(many, key=lambda one: one.valid_from or date.min)
        return next((one for one in ordered if on is not None and one.in_force(on)), ordered[-1])

    def name(self, name: str, territory: str = "", on: date | None = None) -> str:
        """The full name in the register, or the name as it is given."""
        found = self.find(name, territory, on)
        return found.name if found else " ".join(name.split())

    def now(self, name: str, on: date) -> str:
        """Who answers on a day for what was given to a name: its successor where there is one alone, and so on; the name itself
        where it is not in the register, still in force, or its duties were divided."""
        one = self.by_name.get(name)
        seen = {name}
        while one is not None and not one.in_force(on) and one.valid_to is not None and one.valid_to < on:
            if len(one.successors) != 1 or one.successors[0] in seen:
                break
            one = self.by_name[one.successors[0]]
            seen.add(one.name)
        return one.name if one is not None else name

    def names(self, name: str, on: date) -> tuple[str, ...]:
        """The names that stand for a body on a day: its own first, then those it took over from."""
        return (name, *(one.name for one in self.all if one.name != name and self.now(one.name, on) == name))


def _bare(name: str, seat: str) -> str:
    """天津市发展改革委 → 市发展改革委; 中共天津市委社会工作部 → 市委社会工作部."""
    return name.removeprefix("中共").replace(seat, seat[-1], 1)


def _together(one: Body, other: Body) -> bool:
    """Whether two were in force on one day; days of a change, which is known to a span, do not count."""
    if one.name in other.successors or other.name in one.successors:
        return False
    return (one.valid_from or date.min) <= (other.valid_to or date.max) and (other.valid_from or date.min) <= (
        one.valid_to or date.max
    )


def _sound(one: Body, known: Mapping[str, Body]) -> None:
    if (one.valid_to is None) != (not one.successors):
        raise _wrong(
            f"{one.name}: an end needs a successor, a successor an end", f"{one.name}：止期与承接单位须同时写明"
        )
    if one.valid_from is not None and one.valid_to is not None and one.valid_to < one.valid_from:
        raise _wrong(f"{one.name} ends before it begins", f"{one.name}：先止后起")
    for name in one.successors:
        after = known.get(name)
        if after is None:
            raise _wrong(f"{one.name}: the successor {name} is not listed", f"{one.name}：承接单位 {name} 未列出")
        if one.valid_to is not None and not after.in_force(one.valid_to):
            raise _wrong(f"{one.name}: {name} was not there when it ended", f"{one.name}：终止时 {name} 并不存在")


def _wrong(en: str, zh: str) -> CatalogueError:
    return CatalogueError(
        f"The register of bodies contradicts itself: {en}. Correct it.", f"单位名录有误：{zh}，请改正。"
    )
