"""`xietong read`: the figures of files, without a workspace."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xietong.cli import say
from xietong.cli.options import DONE_IN_PART, Day, Tongue, files_in, one_of, period

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
    from xietong.core.errors import DocumentError
    from xietong.documents.intake import extract
    from xietong.statements.read import read

    tongue = say.language(language)
    day = period(date, tongue)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    failed = False
    paths = files_in(files)
    for path in paths:
        try:
            data = path.read_bytes()
            text = extract(data, path.name, title=title, date=day, publisher=publisher)
        except DocumentError as error:
            say.complain(error.sentence(tongue))
            failed = True
            continue
        except OSError as error:
            say.cannot_open(path, error, tongue)
            failed = True
            continue
        _show(read(text), path, form, several=len(paths) > 1)
    if failed:
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
