"""The code list and the list of changes → territories with dates, former names and successors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import get_args

from xietong.core.errors import TerritoryError
from xietong.core.period import Period
from xietong.core.territory import Change, ChangeKind, FormerName, Kind, Successor, Territory
from xietong.observations.territories.spelling import short

COUNTRY = "000000"
LIST = "GB/T 2260"


def read_list(text: str) -> dict[str, str]:
    """Code → name from a table with one division a line."""
    names: dict[str, str] = {}
    for code, name in (line.split("\t") for line in text.splitlines()[1:]):
        if code in names:
            raise TerritoryError(
                f"The code {code} stands twice in the list of divisions: {names[code]} and {name}. Remove one line.",
                f"行政区划表里代码 {code} 出现了两次：{names[code]} 和 {name}，请删去一行。",
            )
        names[code] = name
    return names


def read_changes(text: str) -> tuple[Change, ...]:
    """The lines of a list of changes, earliest first; within one time as listed."""
    changes = []
    for line in text.splitlines()[1:]:
        cells = line.split("\t")
        try:
            when, kind, code, name, into, source = cells
            if kind not in get_args(ChangeKind):
                raise ValueError(kind)
            received = tuple(_successor(one) for one in into.split(";") if one)
            changes.append(Change(Period.parse(when), kind, code, name, received, source))  # type: ignore[arg-type]
        except ValueError as error:
            raise TerritoryError(
                f"A line of the list of changes cannot be read ({error}): {line}",
                f"区划变更表中有一行读不懂（{error}）：{line}",
            ) from None
    return tuple(sorted(changes, key=lambda change: (change.when.start or date.min, change.when.end)))


def _successor(text: str) -> Successor:
    code, _, name = text.removeprefix("+").partition(" ")
    if not name:
        raise ValueError(text)
    return Successor(code, name, text.startswith("+"))


@dataclass
class _History:
    """What the changes say of each code, gathered line by line."""

    names: dict[str, str]
    began: dict[str, date] = field(default_factory=dict)
    ended: dict[str, Change] = field(default_factory=dict)
    former: dict[str, list[FormerName]] = field(default_factory=lambda: defaultdict(list))
    sources: dict[str, str] = field(default_factory=dict)


def with_changes(names: Mapping[str, str], changes: Iterable[Change]) -> dict[str, Territory]:
    """Territories by code. TerritoryError where list and changes contradict each other."""
    changes = tuple(changes)
    history = _History(dict(names))
    for change in changes:  # first, as what ended may have received land before
        if change.kind != "renamed":
            history.names.setdefault(change.code, change.name)
    for change in changes:
        _end(history, change)
        for receiver in change.into:
            _begin(history, change, receiver)
        if change.kind == "established":
            history.began[change.code] = change.when.start or change.when.end
            history.sources[change.code] = change.source
    for change in changes:
        _agrees(history, change.code, change.name)
        for receiver in change.into:
            _agrees(history, receiver.code, receiver.name)
    known = {code: _territory(history, code) for code in history.names}
    _ends_somewhere(known)
    return known


def _ends_somewhere(known: Mapping[str, Territory]) -> None:
    for one in known.values():
        seen, heirs = {one.code}, list(one.successors)
        while heirs:
            code = heirs.pop()
            if code == one.code:
                raise TerritoryError(
                    f"{one.name} ({one.code}) became, by the list of changes, in the end itself. Correct the list.",
                    f"按区划变更表，{one.name}（{one.code}）几经变更又成了自己，请更正该表。",
                )
            if code not in seen:
                seen.add(code)
                heirs.extend(known[code].successors)


def last_day(when: Period) -> date:
    """The last day on which what a change ended may have been in force."""
    return when.end - timedelta(days=1) if when.start == when.end else when.end


def ended_with(change: Change) -> date | None:
    """The last day of the name that a change did away with; None where it did away with none."""
    return last_day(change.when) if change.kind in ("renamed", "status", "merged", "split") else None


def said(when: Period) -> str:
    """A time as exactly as it is known: 2010-06-28, 2015, 2018-01-01/2019-01-09."""
    if when.start == when.end:
        return str(when.end)
    return str(when.end.year) if when == Period.year(when.end.year) else str(when)


def _end(history: _History, change: Change) -> None:
    if change.kind == "renamed":
        replaced = change.when.start or change.when.end
        history.former[change.code].append(FormerName(change.name, last_day(change.when), replaced))
    elif change.kind in ("status", "merged", "split"):
        if change.code in history.ended:
            raise TerritoryError(
                f"{change.name} ({change.code}) ends twice in the list of changes. Keep one of the lines.",
                f"区划变更表里 {change.name}（{change.code}）终止了两次，请只留一行。",
            )
        history.ended[change.code] = change


def _begin(history: _History, change: Change, receiver: Successor) -> None:
    if receiver.new:
        history.names.setdefault(receiver.code, receiver.name)
        history.began.setdefault(receiver.code, change.when.start or change.when.end)
        history.sources.setdefault(receiver.code, change.source)
    elif change.kind == "renamed":
        history.names[change.code] = receiver.name
    elif receiver.code not in history.names:
        raise TerritoryError(
            f"{change.name} ({change.code}) is said to have gone to {receiver.code} {receiver.name}, which no list "
            "knows. Write + before the code if it began then.",
            f"{change.name}（{change.code}）并入的 {receiver.code} {receiver.name} 不在行政区划表里；"
            "如果它是那时设立的，请在代码前加 +。",
        )


def _agrees(history: _History, code: str, name: str) -> None:
    known = {history.names.get(code, ""), *(one.name for one in history.former[code])}
    if name not in known:
        raise TerritoryError(
            f"The list of changes calls {code} {name}, the list of divisions {'/'.join(sorted(known))}. Correct one.",
            f"代码 {code} 在区划变更表里叫 {name}，在行政区划表里叫 {'/'.join(sorted(known))}，请更正其一。",
        )


def _territory(history: _History, code: str) -> Territory:
    name = history.names[code]
    kind: Kind = "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
    end = history.ended.get(code)
    return Territory(
        code, name, kind, short(name), _parent(history.names, code, name),
        former=tuple(sorted(history.former[code], key=lambda one: one.valid_to)),
        valid_from=history.began.get(code), valid_to=last_day(end.when) if end else None,
        successors=tuple(one.code for one in end.into) if end else (),
        continued=end is not None and end.kind == "status",
        source=end.source if end else history.sources.get(code, LIST),
    )  # fmt: skip


def _parent(names: Mapping[str, str], code: str, name: str) -> str:
    if code.endswith("0000"):
        return COUNTRY
    for parent in (code[:4] + "00", code[:2] + "0000"):
        if parent != code and parent in names:
            return parent
    raise TerritoryError(
        f"{name} ({code}) lies in no province of the list: {code[:2]}0000 is missing.",
        f"{name}（{code}）所在的省级区划 {code[:2]}0000 不在行政区划表里。",
    )
