"""`xietong indicators`: the catalogue, what it does not know yet, and what this workspace was taught."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened

if TYPE_CHECKING:
    from xietong.observations.catalogue import Indicator

WORKSPACE_ONLY = "这些需要工作区 need a workspace"


def command(
    text: Annotated[str, typer.Argument(help="名称、别名或代码含有 name, alias or code contains")] = "",
    unresolved: Annotated[
        bool, typer.Option("--unresolved", help="尚无指标的短语 phrases without an indicator")
    ] = False,
    assign: Annotated[
        tuple[str, str] | None,
        typer.Option("--assign", help="短语 代码（none：没有这样的指标） phrase and code, or none"),
    ] = None,
    withdraw: Annotated[str, typer.Option("--withdraw", help="撤回的短语 phrase to forget")] = "",
    proposals: Annotated[bool, typer.Option("--proposals", help="可并入目录的别名 aliases for the catalogue")] = False,
    reason: Annotated[str, typer.Option("--reason", help="理由 why")] = "",
    form: Annotated[str, typer.Option("--format", help="table | jsonl")] = "table",
    limit: Limit = 100,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """List the indicator catalogue; with the other options look at, teach and export what a workspace learnt."""
    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    if not (unresolved or assign or withdraw or proposals):
        _list(text, form, tongue)
        return
    with opened(workspace, tongue) as ws:
        if assign:
            phrase, code = assign
            count = ws.observations.assign(phrase, "" if code.lower() == "none" else code, reason)
            print(
                f"“{phrase}” → {code}：{count} 条陈述。"
                if tongue == "zh"
                else f"“{phrase}” → {code}: {count} statements"
            )
        if withdraw:
            count = ws.observations.withdraw(withdraw, reason)
            print(
                f"“{withdraw}”已撤回：{count} 条陈述。"
                if tongue == "zh"
                else f"“{withdraw}” withdrawn: {count} statements"
            )
        if proposals:
            for code, phrases in ws.observations.proposals().items():
                print(json.dumps({"code": code, "aliases": phrases}, ensure_ascii=False))
        if unresolved:
            for phrase, count in ws.observations.unresolved(text, limit):
                if form == "jsonl":
                    print(json.dumps({"phrase": phrase, "statements": count}, ensure_ascii=False))
                else:
                    print(f"{count:>6}  {phrase}")


def _list(text: str, form: str, tongue: str) -> None:
    from xietong.observations.catalogue import catalogue

    found = [one for one in catalogue().indicators.values() if _holds(one, text)]
    if form == "jsonl":
        for one in found:
            sys.stdout.write(json.dumps(_record(one), ensure_ascii=False) + "\n")
        return
    from xietong.cli.table import draw

    arrows = {1: "↑", -1: "↓", 0: "·"}
    draw(
        ("代码 code", "名称 name", "单位 unit", "领域 dimension", "方向 direction", "别名 aliases"),
        (
            (
                one.code, one.zh if tongue == "zh" else f"{one.zh} {one.en}", one.unit, one.dimension,
                arrows[one.direction], "、".join(one.aliases),
            )
            for one in found
        ),
        f"{len(found)} 个指标" if tongue == "zh" else f"{len(found)} indicators",
    )  # fmt: skip


def _holds(one: Indicator, text: str) -> bool:
    return any(text.upper() in name.upper() for name in (one.code, one.zh, one.en, *one.aliases))


def _record(one: Indicator) -> dict[str, object]:
    return {
        "code": one.code, "zh": one.zh, "en": one.en, "unit": one.unit, "direction": one.direction,
        "dimension": one.dimension, "additive_over_territories": one.space, "over_time": one.time,
        "growth": one.growth, "aliases": list(one.aliases), "definition": one.definition,
    }  # fmt: skip
