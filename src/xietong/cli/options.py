"""Options that several commands share, and how a command ends."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from xietong.cli import say

if TYPE_CHECKING:
    from xietong.core.period import Period
    from xietong.documents.model import Text
    from xietong.workspace import Workspace

Where = Annotated[str, typer.Option("--workspace", "-w", help="工作区目录 workspace directory (XIETONG_WORKSPACE)")]
Tongue = Annotated[str, typer.Option("--language", help="zh | en")]
Limit = Annotated[int, typer.Option(min=1, help="至多几条 at most how many")]
Day = Annotated[str, typer.Option("--date", help="文件日期 date of the document: YYYY-MM[-DD]")]

DONE_IN_PART = 1  # some files could not be read
WRONG_USE = 2  # the command was not understood, or there is no such workspace or document


def stop(zh: str, en: str, tongue: str, code: int = WRONG_USE) -> NoReturn:
    """Say why, and end the command."""
    say.complain(zh if tongue == "zh" else en)
    raise typer.Exit(code)


def texts(
    paths: Iterable[Path], tongue: str, date: Period | None, title: str = "", publisher: str = ""
) -> Iterator[tuple[Path, bytes, Text] | None]:
    """Each file with its bytes and its text; None for one that could not be read, which is complained of."""
    from xietong.core.errors import DocumentError
    from xietong.documents.intake import extract

    for path in paths:
        try:
            data = path.read_bytes()
            yield path, data, extract(data, path.name, title=title, date=date, publisher=publisher)
        except DocumentError as error:
            say.complain(error.sentence(tongue))
            yield None
        except OSError as error:
            say.cannot_open(path, error, tongue)
            yield None


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files themselves, and those of folders (all below, hidden ones left out), in order of name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (one for one in path.rglob("*") if one.is_file())
            found.extend(
                sorted(one for one in inside if not any(part.startswith(".") for part in one.relative_to(path).parts))
            )
        else:
            found.append(path)
    return found


def period(given: str, tongue: str, option: str = "--date") -> Period | None:
    """A date or period as typed; ends the command where it is none."""
    from xietong.core.period import Period

    try:
        return Period.parse(given) if given else None
    except ValueError:
        stop(
            f"{option} {given}：写作 YYYY、YYYY-MM 或 YYYY-MM-DD。",
            f"{option} {given}: write YYYY, YYYY-MM or YYYY-MM-DD.",
            tongue,
        )


@contextmanager
def opened(where: str, tongue: str) -> Iterator[Workspace]:
    """The workspace of --workspace, else XIETONG_WORKSPACE, else the current directory; errors become one sentence."""
    from xietong.core.errors import XietongError
    from xietong.workspace import Workspace

    try:
        with Workspace.open(Path(where or os.environ.get("XIETONG_WORKSPACE", "") or ".")) as workspace:
            yield workspace
    except XietongError as error:
        say.complain(error.sentence(tongue))
        raise typer.Exit(WRONG_USE) from None


def one_of(given: str, allowed: tuple[str, ...], option: str, tongue: str) -> str:
    """`given` if it is allowed; ends the command otherwise."""
    if given not in allowed:
        choice = " | ".join(allowed)
        stop(f"{option} 只能是 {choice}，不能是“{given}”。", f"{option} is one of {choice}, not {given!r}.", tongue)
    return given


def years(given: str, tongue: str) -> tuple[str, str]:
    """YYYY or YYYY..YYYY as first and last year; ends the command for anything else."""
    start, _, end = given.partition("..")
    for year in (start, end):
        if year and not (len(year) == 4 and year.isascii() and year.isdigit()):
            stop(f"--years {given}：写作 YYYY 或 YYYY..YYYY。", f"--years {given}: write YYYY or YYYY..YYYY.", tongue)
    return start, end or start
