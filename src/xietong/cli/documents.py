"""`xietong init, add, documents, remove, restore, reread`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from xietong.cli import say
from xietong.cli.options import DONE_IN_PART, WRONG_USE, Day, Limit, Tongue, Where, files_in, opened, period, stop


def init(
    directory: Annotated[Path, typer.Argument(help="目录 directory")],
    database: Annotated[str, typer.Option(help="postgresql+psycopg://…，多人共用 for many users")] = "",
    language: Tongue = "",
) -> None:
    """Make a workspace in a directory."""
    from xietong.core.errors import XietongError
    from xietong.workspace import Workspace

    tongue = say.language(language)
    try:
        Workspace.create(directory, database).close()
    except XietongError as error:
        say.complain(error.sentence(tongue))
        raise typer.Exit(WRONG_USE) from None
    print(f"已建立工作区 {directory}。" if tongue == "zh" else f"workspace made in {directory}")


def add(
    files: Annotated[list[Path], typer.Argument(help="文件或文件夹 files or folders")],
    workspace: Where = "",
    date: Day = "",
    title: Annotated[str, typer.Option(help="标题 title")] = "",
    publisher: Annotated[str, typer.Option(help="发布单位 publisher")] = "",
    jobs: Annotated[int, typer.Option(help="读取进程数 reading processes")] = 0,
    language: Tongue = "",
) -> None:
    """Read files into the workspace. Exit code 1 when some could not be read; the others are kept."""
    from rich.console import Console
    from rich.progress import Progress

    from xietong.store.prepare import Given
    from xietong.workspace.batch import add_files

    tongue = say.language(language)
    given = Given(title, period(date, tongue), publisher)
    paths = files_in(files)
    if not paths:
        stop("没有文件可读。", "there is no file to read.", tongue)
    kept = refused = statements = 0
    with (
        opened(workspace, tongue) as ws,
        Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar,
    ):
        task = bar.add_task("读取" if tongue == "zh" else "reading", total=len(paths))
        for outcome in add_files(ws, paths, given, jobs or min(4, os.cpu_count() or 1)):
            bar.advance(task)
            if outcome.error is not None:
                refused += 1
                bar.console.print(outcome.error.sentence(tongue), markup=False, highlight=False, soft_wrap=True)
            elif outcome.added is not None:
                kept += 1
                statements += outcome.added.statements
    print(
        f"读入 {kept} 个文件，{statements} 条陈述；{refused} 个未能读入。"
        if tongue == "zh"
        else f"{kept} files kept, {statements} statements; {refused} could not be read"
    )
    if refused:
        raise typer.Exit(DONE_IN_PART)


def listing(
    workspace: Where = "",
    removed: Annotated[bool, typer.Option("--removed", help="只列已移除的 only removed ones")] = False,
    limit: Limit = 200,
    language: Tongue = "",
) -> None:
    """List the documents."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        page = ws.documents.all(limit, 0, removed)
        if not page.items:
            print(
                "还没有文件；用 xietong add 文件 读入。"
                if tongue == "zh"
                else "no documents yet; read some with: xietong add FILE"
            )
        for row in page.items:
            print(f"{row.id[:12]}  {str(row.date or '')[-10:]:10}  {row.statements:5}  {row.title or row.name}")
        if page.total > len(page.items):
            print(f"… {page.total}")


def remove(
    document: Annotated[str, typer.Argument(help="文件编号（开头几位即可） id, or its unique beginning")],
    purge: Annotated[bool, typer.Option("--purge", help="彻底删除，不能恢复 delete for good")] = False,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """Hide a document and its statements (undone by `restore`), or delete it for good."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        row = ws.documents.get(document)
        if purge:
            ws.documents.purge(row.id)
        else:
            ws.documents.remove(row.id)
    name = row.title or row.name
    if purge:
        print(f"已彻底删除《{name}》。" if tongue == "zh" else f"deleted for good: {name}")
    else:
        print(
            f"已移除《{name}》；恢复：xietong restore {row.id[:12]}"
            if tongue == "zh"
            else f"removed: {name}; undo with: xietong restore {row.id[:12]}"
        )


def restore(
    document: Annotated[str, typer.Argument(help="文件编号 id")], workspace: Where = "", language: Tongue = ""
) -> None:
    """Show a removed document again."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        ws.documents.restore(document)
        row = ws.documents.get(document)
    print(f"已恢复《{row.title or row.name}》。" if tongue == "zh" else f"restored: {row.title or row.name}")


def reread(
    documents: Annotated[list[str] | None, typer.Argument(help="文件编号，缺省为全部 ids, all by default")] = None,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """Read documents again with the present reader: what it says the same is confirmed, the rest superseded."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        chosen = documents or [row.id for row in ws.documents.all(1_000_000).items]
        count = sum(ws.documents.reread(document).statements for document in chosen)
    print(
        f"重读 {len(chosen)} 个文件，{count} 条陈述。"
        if tongue == "zh"
        else f"{len(chosen)} documents read again, {count} statements"
    )
