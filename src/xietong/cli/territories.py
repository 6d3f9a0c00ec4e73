"""`xietong territories`: the places that are known, and what a printed name is taken for."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from xietong.cli import say
from xietong.cli.options import Tongue, one_of, period, stop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from xietong.core.territory import Territory
    from xietong.observations.territories import Gazetteer, Resolution


def command(
    names: Annotated[list[str] | None, typer.Argument(help="地名，缺省为列表 names; without any, a list")] = None,
    on: Annotated[str, typer.Option("--on", help="某日的地名 as on a date: YYYY[-MM[-DD]]")] = "",
    within: Annotated[str, typer.Option(help="在某地之内 within a place: 河北, 全国 …")] = "",
    kind: Annotated[str, typer.Option(help="province prefecture county area new_area park port joint")] = "",
    form: Annotated[str, typer.Option("--format", help="table | jsonl")] = "table",
    language: Tongue = "",
) -> None:
    """Say what names mean, or list the territories of the region (of another place with --within)."""
    from xietong.core.territory import Kind
    from xietong.observations.territories import gazetteer, resolve

    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    one_of(kind, ("", *get_args(Kind)), "--kind", tongue)
    span = period(on, tongue, "--on")
    day = span.end if span is not None else None
    book = gazetteer()
    outer = resolve(within or book.whole, day)
    if outer.territory is None:
        stop(f"--within {within}：{outer.why('zh')}", f"--within {within}: {outer.why('en')}", tongue)
    if names:
        _explain([resolve(name, day, within) for name in names], form, tongue)
    else:
        _list(book, outer.territory.code, kind, day, form, tongue)


def _explain(answers: Sequence[Resolution], form: str, tongue: str) -> None:
    if form == "jsonl":
        for one in answers:
            sys.stdout.write(json.dumps(_answer(one, tongue), ensure_ascii=False) + "\n")
        return
    from xietong.cli.table import draw

    rows = (
        (one.printed, " → ".join(side.label for side in one.sides) or _means(one), one.key, f"{one.score:.2f}", one.why(tongue))
        for one in answers
    )  # fmt: skip
    draw(("地名 name", "指 means", "键 key", "分 score", "理由 why"), rows)
    open_ones = sum(not one.known for one in answers)
    if open_ones:
        print(f"{open_ones} 个地名未能确定。" if tongue == "zh" else f"{open_ones} left open")


def _means(one: Resolution) -> str:
    return one.territory.name if one.territory is not None else "—"


def _answer(one: Resolution, tongue: str) -> dict[str, object]:
    """One line of `xietong territories NAME … --format jsonl`."""
    return {
        "name": one.printed,
        "key": one.key,
        "how": one.how,
        "score": one.score,
        "why": one.why(tongue),
        "territory": None if one.territory is None else _record(one.territory),
        "members": [member.code for member in one.members],
        "successors": [heir.code for heir in one.successors],
        "sides": [_answer(side, tongue) for side in one.sides],
        "candidates": [candidate.code for candidate in one.candidates],
    }


def _record(one: Territory) -> dict[str, object]:
    return {
        "code": one.code,
        "name": one.name,
        "short": one.short,
        "kind": one.kind,
        "parent": one.parent,
        "aliases": list(one.aliases),
        "former": [former.name for former in one.former],
        "valid_from": _day(one.valid_from),
        "valid_to": _day(one.valid_to),
        "successors": list(one.successors),
        "members": list(one.members),
        "source": one.source,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


_KINDS = {
    "country": "国家", "region": "区域", "province": "省级", "prefecture": "地级", "county": "县级", "area": "功能区", "new_area": "新区",
    "park": "园区", "port": "港口", "joint": "合称",
}  # fmt: skip


def _list(book: Gazetteer, within: str, kind: str, day: date | None, form: str, tongue: str) -> None:
    found = book.select(within, kind or None, day)  # type: ignore[arg-type]
    if form == "jsonl":
        for one in found:
            sys.stdout.write(json.dumps(_record(one), ensure_ascii=False) + "\n")
        return
    from xietong.cli.table import draw

    headings = ("代码 code", "名称 name", "类别 kind", "上级 in", "起 from", "止 to", "别名 also")
    below = f"{len(found)} 个地区。" if tongue == "zh" else f"{len(found)} territories"
    draw(headings, (_cells(one, book, day, tongue) for one in found), below)


def _cells(one: Territory, book: Gazetteer, day: date | None, tongue: str) -> tuple[str, ...]:
    outer = book.territories.get(one.parent)
    return (
        one.code, one.name if day is None else one.name_on(day), _KINDS[one.kind] if tongue == "zh" else one.kind,
        "" if outer is None else outer.name, _day(one.valid_from) or "", _day(one.valid_to) or "",
        "、".join((*one.aliases, *(former.name for former in one.former))),
    )  # fmt: skip
