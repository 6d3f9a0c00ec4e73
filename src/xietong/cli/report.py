"""`xietong report`: templates, reports built from them and frozen, values that persons enter."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xietong.cli import say
from xietong.cli.options import DONE_IN_PART, Limit, Tongue, Where, one_of, opened, stop
from xietong.core import clock

if TYPE_CHECKING:
    from xietong.reports.compare import Change
    from xietong.workspace import Workspace
    from xietong.workspace.reports import Built

app = typer.Typer(
    help="报告：模板、生成、核对。 Reports: templates, builds, checks.", no_args_is_help=True, rich_markup_mode=None
)
Template = Annotated[str, typer.Argument(help="模板名称 name of a template")]
Identity = Annotated[str, typer.Argument(help="报告编号或其开头 id of a report, or its beginning")]
Day = Annotated[str, typer.Option("--date", help="报告日期，默认今天 day of the report, today: YYYY-MM-DD")]
Speech = Annotated[str, typer.Option("--in", help="报告语言，默认按模板 language of the report: zh | en")]
Form = Annotated[str, typer.Option("--format", help="table | jsonl")]


@app.command("templates")
def templates(form: Form = "table", workspace: Where = "", language: Tongue = "") -> None:
    """列出模板。 List the templates."""
    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        for one in ws.reports.templates():
            about = one.read.about if one.read else "！" if tongue == "zh" else "!"
            if form == "jsonl":
                print(json.dumps({"name": one.name, "origin": one.origin, "about": about}, ensure_ascii=False))
            else:
                print(f"{one.name:<16} {one.origin:<6} {about}")


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="模板名称 name of the template")],
    file: Annotated[
        Path | None, typer.Argument(help="模板文件；不写则输出现有模板 its text; without, print the template")
    ] = None,
    start: Annotated[str, typer.Option("--from", help="以某模板为底稿 start from a template")] = "",
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """把文件收为模板；有错逐条指出行列，不收。 Keep a file as a template; faults are named with line and column."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        if file is None and not start:
            print(ws.reports.template(name).text, end="")
            return
        text = _text(file, tongue) if file else ws.reports.template(start).text
        ws.reports.write_template(name, text)
        print(f"已收入模板 {name}。" if tongue == "zh" else f"Template {name} kept.")


def _text(file: Path, tongue: str) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{file} 无法读取：{error}。", f"{file} cannot be read: {error}.", tongue)


@app.command("preview")
def preview(
    name: Template,
    file: Annotated[Path | None, typer.Option("--file", help="用此文件的文字 text of this file instead")] = None,
    day: Day = "",
    speech: Speech = "",
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """列出没有依据的数字，不保存。 List figures that are bound to nothing; nothing is kept."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        text = _text(file, tongue) if file else ws.reports.template(name).text
        _, troubles = ws.reports.preview(text, name, _day(day, tongue), _speech(speech, tongue))
    for one in troubles:
        print(one.sentence(tongue))
    if troubles:
        raise typer.Exit(DONE_IN_PART)
    print("所有数字都有依据。" if tongue == "zh" else "Every figure is bound.")


@app.command("build")
def build(
    name: Template,
    day: Day = "",
    speech: Speech = "",
    edition: Annotated[
        str, typer.Option("--edition", help="按哪一期例行清单 of a frozen edition: monthly/2024-05")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="另存为 .pdf、.docx、.html save as well")
    ] = None,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """生成报告并冻结。 Build a report and freeze it; refused, with each place, where a figure is unbound."""
    tongue = say.language(language)
    if output is not None and output.suffix not in (".pdf", ".docx", ".html", ".json"):
        stop(f"--output {output}：应以 .pdf、.docx、.html 或 .json 结尾。",
             f"--output {output}: the name ends in .pdf, .docx, .html or .json.", tongue)  # fmt: skip
    with opened(workspace, tongue) as ws:
        built = ws.reports.build(name, _day(day, tongue), _speech(speech, tongue), edition)
        if output is not None:
            _write(ws, built, output, tongue)
        print(f"{built.id}  {built.day}  {built.title}")


def _write(ws: Workspace, built: Built, output: Path, tongue: str) -> None:
    try:
        output.write_bytes(ws.reports.file(built.id, output.suffix[1:]))  # type: ignore[arg-type]
    except OSError as error:
        stop(f"无法写入 {output}：{error.strerror}。", f"{output} cannot be written: {error.strerror}.", tongue)


@app.command("list")
def listing(
    template: Annotated[str, typer.Option(help="只列此模板的 of this template")] = "",
    form: Form = "table",
    limit: Limit = 50,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """列出冻结的报告。 List frozen reports, the latest day first."""
    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        for one in ws.reports.find(template, limit).items:
            if form == "jsonl":
                said = {
                    "id": one.id,
                    "template": one.template,
                    "day": one.day.isoformat(),
                    "title": one.title,
                    "hash": one.hash,
                }
                print(json.dumps(said, ensure_ascii=False))
            else:
                print(f"{one.id}  {one.day}  {one.template:<14} {one.title}")


@app.command("show")
def show(
    report: Identity,
    output: Annotated[Path | None, typer.Option("--output", "-o", help=".pdf | .docx | .html | .json")] = None,
    against: Annotated[str, typer.Option("--against", help="与另一份比较 compare with another report")] = "",
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """看一份报告：取出文件，或与另一份比较。 Show a report: take out a file, or compare with another."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        built = ws.reports.get(report)
        if output is not None:
            if output.suffix not in (".pdf", ".docx", ".html", ".json"):
                stop(f"--output {output}：应以 .pdf、.docx、.html 或 .json 结尾。",
                     f"--output {output}: the name ends in .pdf, .docx, .html or .json.", tongue)  # fmt: skip
            _write(ws, built, output, tongue)
        print(
            f"{built.id}  {built.day}  {built.template}  {built.title}\n{built.person or '—'}  {clock.stamp(built.at)}  {built.hash}"
        )
        if against:
            _changes(ws.reports.compare(against, built.id), tongue)


def _changes(found: tuple[Change, ...], tongue: str) -> None:
    if not found:
        print("数字没有变动。" if tongue == "zh" else "No figure is other.")
    for one in found:
        print(f"{one.what}: {one.before or '—'} → {one.now or '—'}")


@app.command("check")
def check(report: Identity, workspace: Where = "", language: Tongue = "") -> None:
    """核对一份冻结的报告：能否逐字节重做，账本现在是否另有说法。 Rebuild a frozen report, and compare with the ledger."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        found = ws.reports.check(report)
    if found.same_bytes:
        print("文件可以逐字节重做。" if tongue == "zh" else "Its files are rebuilt to the same bytes.")
    else:
        print("文件重做后与冻结时不同（程序库或字体已变）；冻结的文件仍在。" if tongue == "zh"
              else "Its files are not rebuilt to the same bytes (libraries or fonts have changed); the frozen ones are kept.")  # fmt: skip
    for one in found.troubles:
        print(one.sentence(tongue))
    _changes(found.changes, tongue)
    if not found.same_bytes or found.troubles or found.changes:
        raise typer.Exit(DONE_IN_PART)


@app.command("enter")
def enter(
    name: Annotated[str, typer.Argument(help="名称 name")],
    value: Annotated[str, typer.Argument(help="数值 value")],
    reason: Annotated[str, typer.Option(help="理由、来历 why, where it comes from")],
    unit: Annotated[str, typer.Option(help="单位 unit")] = "",
    change: Annotated[bool, typer.Option("--change", help="是增减 it is a change")] = False,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """填报一个数值，署名并写明理由。 Enter a value under a name, with a reason; it bears your name."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        made = ws.reports.enter(name, value, unit, reason, change=change)
        print(f"{made.subject} = {made.content and made.content['value']} {unit}  {made.person}")


def _day(given: str, tongue: str) -> date:
    from xietong.workspace.reports import today

    try:
        return date.fromisoformat(given) if given else today()
    except ValueError:
        stop(f"--date {given}：写作 YYYY-MM-DD。", f"--date {given}: write YYYY-MM-DD.", tongue)


def _speech(given: str, tongue: str) -> str:
    return one_of(given, ("", "zh", "en"), "--in", tongue)
