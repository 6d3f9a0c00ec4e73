"""The `xietong` command: its sub-commands and what they share."""

from __future__ import annotations

import os
import sys

import typer

from xietong.cli import demo, read

app = typer.Typer(
    name="xietong",
    help="协同：读公文、记数据、指出处。 Xietong reads official documents and keeps every figure with its words.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("read", help="不建工作区，直接读文件中的数据。 Read the figures of files, without a workspace.")(read.command)
app.command("serve", help="在浏览器中打开工作区。 Open a workspace in the browser.")(demo.serve_command)
app.command("demo", help="建立示例工作区并打开。 Build the demo workspace and open it.")(demo.command)


def main() -> None:
    """Entry point of the command; a reader that closes the pipe early (`| head`) ends it quietly."""
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
