"""`xietong index`: composite indices on the observations of a workspace, opened, compared and audited."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from xietong.cli import say
from xietong.cli.index_asked import (
    Element,
    First,
    Form,
    Known,
    Name,
    Units,
    Weights,
    Year,
    Years,
    asked_of,
    computed,
    element_of,
    time_of,
    unit_of,
)  # fmt: skip
from xietong.cli.index_rows import (
    CHANGE,
    PARTS,
    SHOWN,
    beside_rows,
    changed,
    headline,
    parts,
    remarks,
    scores,
    show,
    without,
)  # fmt: skip
from xietong.cli.options import Tongue, Where, one_of, opened, stop
from xietong.cli.rows import FORMS, put, put_json

app = typer.Typer(
    help="综合指数：计算、分解、比较、审查。 Composite indices: run, explain, compare, audit.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("frameworks")
def frameworks(form: Form = "table", workspace: Where = "", language: Tongue = "") -> None:
    """列出指标体系及数据覆盖。 List the frameworks and what of them the workspace has data of."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        rows = []
        for one in ws.indices.frameworks():
            found = one.framework
            counts = ws.indices.coverage(found) if found else {}
            covered = sum(indicator.code in counts for indicator in found.indicators) if found else 0
            rows.append(
                {"name": one.name, "origin": one.origin, "title": found.name(tongue) if found else "",
                 "indicators": len(found.indicators) if found else 0, "covered": covered,
                 "faults": [fault.sentence(tongue) for fault in one.trouble.faults] if one.trouble else []}
            )  # fmt: skip
    put(rows, form, {"name": "名称 name", "origin": "来历 origin", "title": "标题 title", "indicators": "指标 indicators",
                      "covered": "有数 with data", "faults": "问题 faults"})  # fmt: skip


@app.command("run")
def run(
    framework: Name, place: Units = [], years: Years = "", known: Known = "", first: First = False,  # noqa: B006
    weight: Weights = [], of: Element = "", form: Form = "table",  # noqa: B006
    write: Annotated[bool, typer.Option("--write", help="写入工作区 keep in the ledger")] = False,
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """计算，列出得分与位次；没有数据的写明。 Compute; scores and ranks, and what has no data."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        made = computed(ws, framework, asked_of(place, years, known, first, weight, tongue), tongue)
        kept = ws.indices.write(made) if write else ""
        code = element_of(made, of, tongue)
        rows = [row for row in scores(made) if form != "table" or row["element"] == code]
        if form == "json":
            put_json({"framework": made.result.framework.code, "kept": kept, "recipe": json.loads(made.result.recipe.as_json()),
                   "uncovered": list(made.result.uncovered), "silent": list(made.given.silent), "scores": rows})  # fmt: skip
            return
        if form == "csv":
            put(rows, form, {name: name for name in rows[0]})
            return
        show(made, code, rows, tongue)
        remarks(made, tongue)
        if kept:
            print(f"已写入：{kept[:12]}" if tongue == "zh" else f"kept: {kept[:12]}")


@app.command("explain")
def explain(
    framework: Name,
    unit: Annotated[str, typer.Option("--unit", "-u", help="地区 place")],
    year: Year = "",
    since: Annotated[str, typer.Option("--since", help="与哪一年比，分解变化 the year to explain a change from")] = "",
    place: Units = [], years: Years = "", known: Known = "", first: First = False, weight: Weights = [],  # noqa: B006
    of: Element = "", form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """一个地区的得分由什么构成，直到原值和出处；如何提升位次。 What a score is made of, down to raw values; what would
    raise the rank."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        made = computed(ws, framework, asked_of(place, years, known, first, weight, tongue), tongue)
        code = element_of(made, of, tongue)
        who, when = unit_of(made, unit, tongue), time_of(made, code, year, tongue)
        rows = (
            changed(made, who, time_of(made, code, since, tongue), when, code)
            if since
            else parts(made, who, when, code)
        )
        if form == "table":
            headline(made, who, when, code, tongue)
        put(rows, form, CHANGE if since else PARTS if form == "csv" else SHOWN)


@app.command("compare")
def compare(
    framework: Name,
    other: Annotated[str, typer.Argument(help="另一指标体系；省略则与去掉各要素相比 another framework; else without each element")] = "",
    year: Year = "", place: Units = [], years: Years = "", known: Known = "", first: First = False,  # noqa: B006
    weight: Weights = [], of: Element = "", form: Form = "table", workspace: Where = "", language: Tongue = "",  # noqa: B006
) -> None:  # fmt: skip
    """两个结果的位次之差；只给一个时，改动的权重与原权重相比，或逐一去掉下级。 Ranks beside another framework, beside the
    weights as they were, or without each element."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        made = computed(ws, framework, asked_of(place, years, known, first, weight, tongue), tongue)
        code = element_of(made, of, tongue)
        when = time_of(made, code, year, tongue)
        if not other and not weight:
            put(
                without(made, code),
                form,
                {"element": "去掉 without", "name": "名称 name", "shift": "位次平均变动 mean change of ranks"},
            )
            return
        beside = computed(ws, other or framework, asked_of(place, years, known, first, [], tongue), tongue)
        index = element_of(beside, "" if other else of, tongue)
        if when not in beside.result.panel.times:
            stop(f"另一结果没有 {when} 年。", f"the other result has no {when}.", tongue)
        put(beside_rows(made, code, beside, index, when), form, {
            "unit": "地区 place", "name": "名称 name", "score": "得分 score", "rank": "位次 rank", "other_score": "另一得分 other score",
            "other_rank": "另一位次 other rank", "moved": "位次变动 moved",
        })  # fmt: skip


@app.command("audit")
def audit(
    framework: Name, year: Year = "", place: Units = [], years: Years = "", known: Known = "", first: First = False,  # noqa: B006
    weight: Weights = [], form: Form = "table", workspace: Where = "", language: Tongue = "",  # noqa: B006
) -> None:  # fmt: skip
    """审查：覆盖、重复、反向、不起作用的权重、一致性。 Coverage, redundancy, opposites, silent weights, reliability."""
    from xietong.indices.audit import audit as look
    from xietong.indices.explain import principal

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        made = computed(ws, framework, asked_of(place, years, known, first, weight, tongue), tongue)
        found = look(made.result, time_of(made, principal(made.result), year, tongue))
        rows = [{"code": one.code, "about": list(one.about), "said": one.sentence(tongue)} for one in found.remarks]
        put(rows, form, {"code": "类别 kind", "about": "对象 about", "said": "说明 remark"})
