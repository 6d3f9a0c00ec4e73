"""`xietong tables propose, read, add, list, cells`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import DONE_IN_PART, WRONG_USE, Limit, Tongue, Where, files_in, one_of, opened, period, stop

if TYPE_CHECKING:
    from xietong.core.issue import Issue
    from xietong.tables.mapping import Mapping
    from xietong.tables.model import Cell
    from xietong.tables.propose import Proposal

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
MappingFile = Annotated[Path | None, typer.Option("--mapping", "-m", help="映射文件 mapping file (TOML)")]
Released = Annotated[str, typer.Option("--date", help="发布日期 day of the release: YYYY[-MM[-DD]]")]


@app.command("propose", help="提出一张表的映射，打印为 TOML。 Propose the mapping of a table, as TOML.")
def propose(
    file: Annotated[Path, typer.Argument(help="文件 file")],
    sheet: Annotated[int, typer.Option(help="第几张表 which table of the file, from 1")] = 0,
    language: Tongue = "",
) -> None:
    """Print the mapping the best table of a file seems to want; save it, check it, use it with --mapping."""
    from xietong.core.errors import XietongError
    from xietong.tables.formats.source import Bytes
    from xietong.tables.intake import sheets
    from xietong.tables.propose import commented, named_apart
    from xietong.tables.propose import propose as proposed

    tongue = say.language(language)
    try:
        found = sheets(Bytes(file.name, file))
    except XietongError as error:
        say.complain(error.sentence(tongue))
        raise typer.Exit(WRONG_USE) from None
    except OSError as error:
        say.cannot_open(file, error, tongue)
        raise typer.Exit(WRONG_USE) from None
    if sheet > len(found):
        stop(f"文件里只有 {len(found)} 张表。", f"the file has {len(found)} tables.", tongue)
    looked = [(i, proposed(one, file.name)) for i, one in enumerate(found, 1) if sheet in (0, i)]
    likely = [(i, one) for i, one in looked if one is not None]
    if not likely:
        stop("没有看到带数值的表。", "no table of figures was seen.", tongue)
    number, best = max(likely, key=lambda each: _likely(each[1]))
    sys.stdout.write(commented(named_apart(best, [one for i, one in likely if i != number])))
    if len(likely) > 1:
        others = ", ".join(f"{i}" for i, _ in likely if i != number)
        say.complain(
            f"这是第 {number} 张表；另有 {others}，用 --sheet 选择。"
            if tongue == "zh"
            else f"this is table {number}; there are also {others}: choose with --sheet."
        )


def _likely(one: Proposal) -> tuple[int, int]:
    """Tables of which more is understood go first."""
    return -len(one.remarks), one.values


@app.command("read", help="不建工作区，直接读一张表。 Read a table without a workspace.")
def read(
    file: Annotated[Path, typer.Argument(help="文件 file")],
    mapping: MappingFile = None,
    date: Released = "",
    form: Annotated[str, typer.Option("--format", help="jsonl | table | csv")] = "table",
    language: Tongue = "",
) -> None:
    """Print what every cell says, and what is doubtful. Exit code 2 where the file or the mapping cannot be used."""
    from xietong.core.errors import XietongError
    from xietong.tables.formats.source import Bytes
    from xietong.tables.whole import read as read_tables

    tongue = say.language(language)
    one_of(form, ("jsonl", "table", "csv"), "--format", tongue)
    day = period(date, tongue)
    source = Bytes(file.name, file)
    try:
        chosen = _mapping(mapping, file)
        found = read_tables(source, chosen, str(day.end) if day else "")
    except XietongError as error:
        say.complain(error.sentence(tongue))
        raise typer.Exit(WRONG_USE) from None
    except OSError as error:
        say.cannot_open(file, error, tongue)
        raise typer.Exit(WRONG_USE) from None
    records = [record(sheet, cell) for sheet, cell in found.cells]
    if form == "jsonl":
        from xietong.cli import findings

        for one in records:
            sys.stdout.write(json.dumps({"type": "cell", **one}, ensure_ascii=False) + "\n")
        for issue in found.issues:
            line = {"type": "issue", **findings.record(issue, tongue)}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        return
    _print(records, form, tongue)
    _complain(found.issues, tongue)


def _mapping(path: Path | None, file: Path) -> Mapping:
    """The mapping given, else the one proposed, if nothing of it is open."""
    from xietong.tables import mapping
    from xietong.tables.formats.source import Bytes
    from xietong.tables.intake import sheets
    from xietong.tables.propose import commented
    from xietong.tables.propose import propose as proposed

    if path is not None:
        return mapping.load(path)
    found = [proposed(sheet, file.name) for sheet in sheets(Bytes(file.name, file))]
    likely = [one for one in found if one is not None]
    if not likely:
        raise mapping.MappingError(f"{file.name}: no table of figures was seen.", f"{file.name}：没有看到带数值的表。")
    return mapping.parse(commented(max(likely, key=_likely)), file.name)


def record(sheet: str, cell: Cell) -> dict[str, Any]:
    """What one cell says, with its place."""
    said = cell.series
    return {
        "sheet": sheet, "row": cell.row, "column": cell.column, "path": cell.path, "text": cell.text,
        "indicator": said.indicator, "phrase": said.phrase, "place": said.place, "place_printed": said.place_printed,
        "period": cell.period, "value": None if cell.value is None else str(cell.value), "unit": said.unit,
        "measure": said.measure, "scope": said.scope, "breakdown": said.breakdown, "vintage": said.vintage,
        "released": said.released, "status": said.status, "state": cell.state, "mark": cell.mark, "note": cell.note,
    }  # fmt: skip


def _print(records: list[dict[str, Any]], form: str, tongue: str) -> None:
    if form == "csv":
        if records:
            out = csv.DictWriter(sys.stdout, list(records[0]), lineterminator="\n")
            out.writeheader()
            out.writerows(records)
        return
    from xietong.cli.table import draw

    shown = ("row", "column", "indicator", "place_printed", "period", "text", "value", "unit", "state")
    words = f"{len(records)} 格" if tongue == "zh" else f"{len(records)} cells"
    draw(shown, (tuple(str(one[name] if one[name] is not None else "") for name in shown) for one in records), words)


def _complain(issues: Iterable[Issue], tongue: str) -> None:
    for issue in issues:
        say.complain(f"{issue.severity}  {issue.code}  {issue.sentence(tongue)}")


@app.command("add", help="把表读入工作区。 Read tables into the workspace.")
def add(
    files: Annotated[list[Path], typer.Argument(help="文件或文件夹 files or folders")],
    mapping: MappingFile = None,
    date: Released = "",
    publisher: Annotated[str, typer.Option(help="发布单位 publisher")] = "",
    title: Annotated[str, typer.Option(help="标题 title")] = "",
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """Keep every cell of the tables. Without --mapping, one that was used here before and fits. Exit code 1 when some
    files could not be read; the others are kept."""
    from xietong.core.errors import XietongError
    from xietong.tables.mapping import load

    tongue = say.language(language)
    day = period(date, tongue)
    paths = files_in(files)
    refused = 0
    with opened(workspace, tongue) as ws:
        given = load(mapping) if mapping is not None else None
        for path in paths:
            try:
                chosen = given or ws.tables.fitting(path)
                added = ws.tables.add(path, chosen, date=day, publisher=publisher, title=title)
            except XietongError as error:
                say.complain(error.sentence(tongue))
                refused += 1
                continue
            except OSError as error:
                say.cannot_open(path, error, tongue)
                refused += 1
                continue
            print(
                f"{path.name}：{added.sheets} 张表，{added.cells} 格，其中 {added.held} 格没有作为观测值；"
                f"{len(added.issues)} 条问题。"
                if tongue == "zh"
                else f"{path.name}: {added.sheets} tables, {added.cells} cells, {added.held} of them no observation; "
                f"{len(added.issues)} findings"
            )
            _complain((one for one in added.issues if one.severity != "note"), tongue)
    if refused:
        raise typer.Exit(DONE_IN_PART)


@app.command("list", help="列出已读的表。 List the tables that were read.")
def listing(workspace: Where = "", language: Tongue = "") -> None:
    """One line a table."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        rows = ws.tables.all()
        if not rows:
            print(
                "还没有表；用 xietong tables add 读入。"
                if tongue == "zh"
                else "no tables yet; read some with: xietong tables add"
            )
        for row in rows:
            name = f"{row.document_title} {row.name}".strip()
            print(f"{row.document[:12]}  {row.released or '-':10}  {row.cells:7}  {row.held:5}  {row.mapping}  {name}")


@app.command("cells", help="列出单元格及其位置。 List cells with their places.")
def cells(
    document: Annotated[str, typer.Option(help="文件编号 id of a document")] = "",
    indicator: Annotated[str, typer.Option(help="代码、名称或短语 code, name or phrase")] = "",
    territory: Annotated[str, typer.Option(help="地区 place")] = "",
    held: Annotated[
        bool, typer.Option("--held", help="只列没有作为观测值的 only those that are no observation")
    ] = False,
    form: Annotated[str, typer.Option("--format", help="table | jsonl")] = "table",
    limit: Limit = 100,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """Cells in reading order."""
    from dataclasses import asdict

    from xietong.workspace import CellFilter
    from xietong.workspace.observations import indicator_key, place_key

    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    wanted = CellFilter(document, indicator_key(indicator), place_key(territory), "held" if held else "")
    with opened(workspace, tongue) as ws:
        page = ws.tables.cells(wanted, limit)
        if form == "jsonl":
            for row in page.items:
                sys.stdout.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
            return
        from xietong.cli.table import draw

        headings = (
            "位置 place",
            "标题 path",
            "原文 text",
            "数值 value",
            "单位 unit",
            "时期 period",
            "状态 state",
            "文件 document",
        )
        words = f"{len(page.items)} / {page.total} 格" if tongue == "zh" else f"{len(page.items)} of {page.total} cells"
        draw(
            headings,
            (
                (
                    f"{row.sheet}!R{row.row}C{row.column}".lstrip("!"), row.path, row.text, row.value or "", row.unit,
                    row.period, row.state, row.document_title[:24],
                )
                for row in page.items
            ),
            words,
        )  # fmt: skip
