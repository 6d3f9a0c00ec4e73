"""`xietong check`: do the figures of files hold?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xietong.cli import say
from xietong.cli.options import WRONG_USE, Day, Tongue, files_in, one_of, opened, period, texts
from xietong.core import clock

if TYPE_CHECKING:
    from xietong.observations.figures import Source


def command(
    files: Annotated[list[Path], typer.Argument(help="文件或文件夹 files or folders")],
    date: Day = "",
    against: Annotated[
        str, typer.Option("--against", help="同时与工作区中的数据核对 compare with a workspace too")
    ] = "",
    form: Annotated[str, typer.Option("--format", help="jsonl | table")] = "table",
    target: Annotated[
        Path | None, typer.Option("--write", help="带批注的副本 copy of the one DOCX with comments: CHECKED.docx")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的副本 write over an existing copy")] = False,
    language: Tongue = "",
) -> None:
    """Check the figures of files against each other. Exit code 0 whatever is found, 2 when a file could not be read."""
    from xietong.cli import draft, findings
    from xietong.core.ids import bytes_id
    from xietong.observations.check import check
    from xietong.observations.figures import Source
    from xietong.statements.read import read

    tongue = say.language(language)
    day = period(date, tongue)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    paths = files_in(files)
    chosen = draft.chosen(paths, target, tongue, force=force) if target else None
    drafted: tuple[bytes, str] | None = None
    sources: list[Source] = []
    kept: list[str] = []  # ids under which a workspace may hold the same files
    for found in texts(paths, tongue, day):
        if found is None:
            continue
        path, data, text = found
        name = _name(path, sources)
        if path == chosen:
            drafted = data, name
        sources.append(Source(name, text.content, read(text), text.date, text))
        kept.append(bytes_id(data))
    if against:
        with opened(against, tongue) as workspace:
            issues = workspace.issues.check(sources, without=kept)
    else:
        issues = check(sources, today=clock.today())
    if form == "jsonl":
        findings.write_jsonl(issues, tongue)
    else:
        findings.show(issues, tongue)
        files_read = f"{len(sources)} 个文件：" if tongue == "zh" else f"{len(sources)} files: "
        print(files_read + findings.counted(issues, tongue))
    if target and chosen and drafted:
        draft.write(chosen, *drafted, issues, target, tongue)
    if len(sources) < len(paths):
        raise typer.Exit(WRONG_USE)


def _name(path: Path, sources: list[Source]) -> str:
    """The file's name; its whole path where two files have one name."""
    return str(path) if any(source.name == path.name for source in sources) else path.name
