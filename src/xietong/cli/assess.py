"""`xietong assess`: yearly assessments of territories: entered, scored, frozen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened, stop

if TYPE_CHECKING:
    from xietong.workspace.assessments import AssessmentRow

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
Which = Annotated[str, typer.Argument(metavar="ASSESSMENT", help="考核编号（可只写开头） its id, or the beginning")]
Form = Annotated[str, typer.Option("--format", help="table | json")]


@app.command("add", help="登记或修改考核方案（TOML）。 Enter or change an assessment.")
def add(
    file: Annotated[Path, typer.Argument(help="考核方案 .toml")],
    reason: Annotated[str, typer.Option("--reason", help="修改理由 why it changes")] = "",
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """Prints its id; a frozen one is refused."""
    tongue = say.language(language)
    try:
        source = file.read_text("utf-8")
    except OSError as error:
        say.cannot_open(file, error, tongue)
        raise typer.Exit(2) from None
    except UnicodeDecodeError:
        stop(f"{file} 不是 UTF-8 文本。", f"{file} is no UTF-8 text.", tongue)
    with opened(workspace, tongue) as ws:
        print(ws.assessments.put(source, reason))


@app.command("list", help="列出年度考核。 List the assessments.")
def listing(limit: Limit = 50, workspace: Where = "", language: Tongue = "") -> None:
    """The latest year first."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        for kept, one, frozen in ws.assessments.find(limit).items:
            state = ("已定稿", "frozen") if frozen else ("未定稿", "not frozen")
            print(f"{kept.subject[:12]}  {one.year}  {one.title}  {one.by}  {state[tongue != 'zh']}")


@app.command(
    "show",
    help="得分、位次、理由；定稿的并列出与现在的差别。 Scores, ranks and reasons; a frozen one with how the present differs.",
)
def show(which: Which, form: Form = "table", workspace: Where = "", language: Tongue = "") -> None:
    """No data gives no score and no rank."""
    tongue = say.language(language)
    one_of(form, ("table", "json"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        row = ws.assessments.get(which)
        if form == "json":
            print(json.dumps(_record(row, tongue), ensure_ascii=False, indent=2))
        else:
            _print(row, tongue)


@app.command("freeze", help="定稿。 Freeze the result on the present data.")
def freeze(which: Which, workspace: Where = "", language: Tongue = "") -> None:
    """It never changes after."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        _print(ws.assessments.freeze(which), tongue)


def _print(row: AssessmentRow, tongue: str) -> None:
    from xietong.cli.table import draw
    from xietong.observations import places

    draw(
        ("位次 rank", "地区 territory", "得分 score", "应得 of", "缺数据 no data"),
        ((str(one.rank or "—"), places.words(one.territory), str(one.score), str(one.possible), "、".join(one.missing)) for one in row.result.totals),
        row.assessment.title,
    )  # fmt: skip
    for cell in row.result.cells:
        print(f"{cell.item}  {places.words(cell.territory)}  {cell.sentence(tongue)}")
    for one in row.differences:
        print(f"≠ {places.words(one.territory)} {one.item} {one.fact}: {one.then or '—'} → {one.now or '—'}")
    if row.trouble is not None:
        say.complain(row.trouble.sentence(tongue))


def _record(row: AssessmentRow, tongue: str) -> dict[str, Any]:
    from dataclasses import asdict

    from xietong.targets.assessment.record import of_result

    reasons = [cell.sentence(tongue) for cell in row.result.cells]
    return {
        "id": row.id, "title": row.assessment.title, "year": row.assessment.year, "frozen": row.frozen,
        "result": of_result(row.result), "reasons": reasons, "differences": [asdict(one) for one in row.differences],
    }  # fmt: skip
