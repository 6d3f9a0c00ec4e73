"""`xietong export`: observations, statements and findings as files that others read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from xietong.cli import say
from xietong.cli.options import WRONG_USE, Tongue, Where, one_of, opened, period, stop

if TYPE_CHECKING:
    from xietong.workspace.export import Noun, Wanted

# what a file's name says of its form
_ENDINGS = {"csv": "csv", "parquet": "parquet", "jsonl": "jsonl", "zip": "datapackage", "xml": "sdmx-structure"}
_COUNTED = {
    "zh": {"observations": "个观测值", "statements": "条陈述", "issues": "条核对结果"},
    "en": {"observations": "observations", "statements": "statements", "issues": "issues"},
}


def command(
    what: Annotated[
        str,
        typer.Argument(help="observations | statements | issues；或文件名，导出陈述 or a file, to which statements go"),
    ],
    path: Annotated[Path | None, typer.Argument(help="写到 file to write")] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            help="csv parquet jsonl datapackage · 观测值另有 observations also: sdmx-csv sdmx-structure json-stat ·"
            " 陈述另有 statements also: annotations；缺省看文件名 by the name's ending",
        ),
    ] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到 file or directory to write")] = None,
    indicator: Annotated[str, typer.Option(help="只要某指标 only of an indicator")] = "",
    territory: Annotated[str, typer.Option(help="只要某地 only of a place, or A→B")] = "",
    when: Annotated[str, typer.Option("--period", help="YYYY[-MM[-DD]] 或 or A/B")] = "",
    measure: Annotated[str, typer.Option(help="level growth difference multiple share rank ratio")] = "",
    document: Annotated[str, typer.Option(help="只要某文件 only of a document")] = "",
    title: Annotated[str, typer.Option(help="数据包标题 title of the data package")] = "",
    licence: Annotated[
        str, typer.Option("--licence", help="数据包许可，如 CC-BY-4.0；缺省不注明 licence; none is stated by default")
    ] = "",
    base: Annotated[str, typer.Option("--base", help="批注里网页的地址 address of the pages, for annotations")] = "",
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """Write observations, statements or issues to a file. Exit code 2 where that cannot be done."""
    from xietong.statements.model import Measure
    from xietong.workspace import About, Order
    from xietong.workspace.export import FORMS

    tongue = say.language(language)
    if what not in FORMS:  # a file's name alone, as before there were other nouns
        what, path = "statements", path if output or path else Path(what)
    target = _target(path, output, tongue)
    noun: Noun = what  # type: ignore[assignment]
    form = one_of(form or _ENDINGS.get(target.suffix.lower()[1:], ""), FORMS[noun], "--format", tongue)
    one_of(measure, ("", *get_args(Measure)), "--measure", tongue)
    asked = {"indicator": indicator, "territory": territory, "period": when, "measure": measure, "document": document}
    with opened(workspace, tongue) as ws:
        if document:
            asked["document"] = ws.documents.get(document).id
        order = Order(noun, form, _wanted(noun, asked, tongue), About(title, licence), base.rstrip("/"))
        count = ws.exports.write(order, target)
    words = _COUNTED[tongue][noun]
    if form == "sdmx-structure":
        print(f"已写出数据结构到 {target}。" if tongue == "zh" else f"the data structure written to {target}")
    else:
        print(f"已写出 {count} {words}到 {target}。" if tongue == "zh" else f"{count} {words} written to {target}")


def _target(path: Path | None, output: Path | None, tongue: str) -> Path:
    if path is not None and output is not None:
        stop(
            f"写到 {path} 还是 {output}？请只写一个。",
            f"to {path} or to {output}? Name one of them.",
            tongue,
            WRONG_USE,
        )
    target = output or path
    if target is None:
        stop("请用 --output 写明文件。", "name the file with --output.", tongue, WRONG_USE)
    return target


def _wanted(noun: str, asked: dict[str, str], tongue: str) -> Wanted:
    """The filter of a noun; options that it does not have end the command."""
    from xietong.workspace import IssueFilter, ObservationFilter, StatementFilter
    from xietong.workspace.observations import indicator_key, place_key

    given: dict[str, Any] = {name: value for name, value in asked.items() if value}
    if noun == "issues":
        others = sorted(set(given) - {"document"})
        if others:
            stop(
                f"核对结果不能按 --{'、--'.join(others)} 筛选。",
                f"issues have no --{', --'.join(others)}.",
                tongue,
                WRONG_USE,
            )
        return IssueFilter(document=asked["document"])
    span = period(asked["period"], tongue, "--period")
    if noun == "statements":
        return StatementFilter(
            indicator=asked["indicator"], territory=asked["territory"], period=span, measure=asked["measure"],  # type: ignore[arg-type]
            document=asked["document"],
        )  # fmt: skip
    return ObservationFilter(
        indicator_key(asked["indicator"]), place_key(asked["territory"]), span, asked["measure"], asked["document"]
    )
