"""`xietong check`: do the figures of files hold?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xietong.cli import say
from xietong.cli.options import WRONG_USE, Day, Tongue, files_in, one_of, period

if TYPE_CHECKING:
    from xietong.core.issue import Issue
    from xietong.observations.figures import Source


def command(
    files: Annotated[list[Path], typer.Argument(help="文件或文件夹 files or folders")],
    date: Day = "",
    form: Annotated[str, typer.Option("--format", help="jsonl | table")] = "table",
    target: Annotated[
        Path | None, typer.Option("--write", help="带批注的副本 copy of the one DOCX with comments: CHECKED.docx")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的副本 write over an existing copy")] = False,
    language: Tongue = "",
) -> None:
    """Check the figures of files against each other. Exit code 0 whatever is found, 2 when a file could not be read."""
    from xietong.cli import draft
    from xietong.core.errors import DocumentError
    from xietong.documents.intake import extract
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
    failed = False
    for path in paths:
        try:
            data = path.read_bytes()
            text = extract(data, path.name, date=day)
        except DocumentError as error:
            say.complain(error.sentence(tongue))
            failed = True
            continue
        except OSError as error:
            say.cannot_open(path, error, tongue)
            failed = True
            continue
        name = _name(path, sources)
        if path == chosen:
            drafted = data, name
        sources.append(Source(name, text.content, read(text)))
    issues = check(sources)
    if form == "jsonl":
        for issue in issues:
            sys.stdout.write(json.dumps(_record(issue, tongue), ensure_ascii=False) + "\n")
    else:
        _show(issues, tongue, len(sources))
    if target and chosen and drafted:
        draft.write(chosen, *drafted, issues, target, tongue)
    if failed:
        raise typer.Exit(WRONG_USE)


def _name(path: Path, sources: list[Source]) -> str:
    """The file's name; its whole path where two files have one name."""
    return str(path) if any(source.name == path.name for source in sources) else path.name


def _record(issue: Issue, tongue: str) -> dict[str, object]:
    """One line of `xietong check --format jsonl`."""
    return {
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.sentence(tongue),
        "computation": issue.computation,
        "places": [
            {"document": one.document, "start": one.start, "end": one.end, "quote": one.quote} for one in issue.places
        ],
    }


_NAMES = {
    "zh": {"error": "错误", "warning": "存疑", "note": "提示"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}


def _show(issues: list[Issue], tongue: str, documents: int) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    styles = {"error": "bold red", "warning": "bold yellow", "note": "bold blue"}
    for issue in issues:
        head = Text(_NAMES[tongue][issue.severity], style=styles[issue.severity])
        head.append(f"  {issue.code}  ", style="dim")
        head.append(issue.sentence(tongue), style="not dim")
        console.print(head)
        console.print(Text(f"    {issue.computation}"))
        for place in issue.places:
            clause = " ".join(place.sentence.split())[:100]
            console.print(Text(f"    {place.document}:{place.start}  {clause}", style="dim"))
    counts = {severity: sum(issue.severity == severity for issue in issues) for severity in styles}
    if tongue == "zh":
        print(f"{documents} 个文件：错误 {counts['error']}，存疑 {counts['warning']}，提示 {counts['note']}。")
    else:
        print(f"{documents} files: {counts['error']} errors, {counts['warning']} warnings, {counts['note']} notes.")
