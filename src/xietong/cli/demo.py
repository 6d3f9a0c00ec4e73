"""`xietong demo` and `xietong serve`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xietong.cli import say


def command(
    directory: Annotated[Path, typer.Argument(help="示例工作区目录 directory of the demo workspace")] = Path(
        "demo-workspace"
    ),
    port: Annotated[int, typer.Option(help="端口 port")] = 8000,
) -> None:
    """Build the demo workspace where it is missing, and serve it."""
    from xietong.core.errors import XietongError
    from xietong.demo import build
    from xietong.web.serve import serve
    from xietong.workspace import Workspace
    from xietong.workspace.workspace import is_workspace

    try:
        workspace = Workspace.open(directory) if is_workspace(directory) else Workspace.create(directory)
        with workspace:
            build(workspace)
            serve(workspace, port)
    except XietongError as error:
        say.complain(error.sentence(say.language()))
        raise typer.Exit(1) from None


def serve_command(
    directory: Annotated[Path, typer.Argument(help="工作区目录 workspace directory")] = Path(),
    port: Annotated[int, typer.Option(help="端口 port")] = 8000,
) -> None:
    """Serve a workspace on the loopback address."""
    from xietong.core.errors import XietongError
    from xietong.web.serve import serve
    from xietong.workspace import Workspace

    try:
        with Workspace.open(directory) as workspace:
            serve(workspace, port)
    except XietongError as error:
        say.complain(error.sentence(say.language()))
        raise typer.Exit(1) from None
