"""Serve a workspace on the loopback address."""

from __future__ import annotations

import errno
import socket

import uvicorn

from xietong.web.app import make_app
from xietong.workspace import Workspace

ADDRESS = "127.0.0.1"
_TRIES = 100


def listen(port: int) -> socket.socket:
    """A socket on the loopback address at `port` or the next free one; OSError where none of 100 is free."""
    for candidate in range(port, min(port + _TRIES, 65536)):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((ADDRESS, candidate))
            # bound is not yet listening: two servers that start together would both believe they have the port
            listening.listen(128)
        except OSError as error:
            listening.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        return listening
    raise OSError(errno.EADDRINUSE, f"no free port from {port} to {port + _TRIES - 1}")


def serve(workspace: Workspace, port: int = 8000) -> None:
    """Serve until interrupted; prints the address, which is the next free port where `port` is taken."""
    with listen(port) as listening:
        print(f"http://{ADDRESS}:{listening.getsockname()[1]}/", flush=True)
        config = uvicorn.Config(
            make_app(workspace), log_level="warning", access_log=False, server_header=False, ws="none"
        )
        uvicorn.Server(config).run(sockets=[listening])
