"""`xietong read`: the figures of files, without a workspace."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xietong.cli import say
from xietong.cli.options import DONE_IN_PART, Day, Tongue, files_in, one_of, period, texts

if TYPE_CHECKING:
    from xietong.statements.model import Reading


def command(
    files: Annotated[list[Path], typer.Argument(help="文件或文件夹 files or folders")],
    date: Day = "",
    form: Annotated[str, typer.Option("--format", help="jsonl | table")] = "table",
    title: Annotated[str, typer.Option(help="标题 title")] = "",
    publisher: Annotated[str, typer.Option(help="发布单位 publisher")] = "",
    language: Tongue = "",
) -> None:
    """Offsets are half-open code points of the decoded text. Exit code 1 when a file could not be read."""
    from xietong.statements.read import read

    tongue = say.language(language)
    day = period(date, tongue)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    paths = files_in(files)
    read_ones = 0
    for found in texts(paths, tongue, day, title, publisher):
        if found is not None:
            read_ones += 1
            _show(read(found[2]), found[0], form, several=len(paths) > 1)
    if read_ones < len(paths):
        raise typer.Exit(DONE_IN_PART)


def _show(reading: Reading, path: Path, form: str, *, several: bool) -> None:
    from xietong.statements.exchange import record

    if form == "jsonl":
        for statement in reading.statements:
            line = record(statement)
            if several:
                line = {"document": path.name, **line}
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        return
    from xietong.cli.table import show

    show(path.name, reading)
