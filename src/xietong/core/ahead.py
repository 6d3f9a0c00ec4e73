"""What a generator yields, made in a second process while this one works on what came before.

A child of its own kind, not one of `multiprocessing`: that runs the caller's main module once more, which a script
that adds a table need not be written for.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from subprocess import PIPE, Popen
from typing import Any, TypeVar

T = TypeVar("T")
_ROOM = 1 << 20  # bytes, the most that Linux lets anyone have
_MORE, _END, _ERROR = range(3)


def ahead(make: Callable[..., Iterator[T]], *given: object) -> Iterator[T]:
    """The items of `make(*given)`, the next being made while one is used.

    `make` is a function of a module; what it is given and yields goes through `pickle`. An error in it is raised here;
    ChildProcessError where its process dies. It ends with the iterator, and with this process.
    """
    if not sys.executable:  # a program that Python is built into
        yield from make(*given)
        return
    start = f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"
    with Popen([sys.executable, "-c", start], stdin=PIPE, stdout=PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        _widen(child.stdout)
        try:
            with suppress(BrokenPipeError), child.stdin:
                pickle.dump((make, given), child.stdin)
            yield from _received(child.stdout)
        finally:
            child.kill()


def _widen(pipe: Any) -> None:
    """Room for what is made ahead, where a pipe can be told so; elsewhere the two wait for each other more often."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _received(source: Any) -> Iterator[Any]:
    while True:
        try:
            kind, item = pickle.load(source)
        except (EOFError, pickle.UnpicklingError):
            raise ChildProcessError("the process that reads ahead died") from None
        if kind == _END:
            return
        if kind == _ERROR:
            raise item
        yield item


def serve() -> None:
    """The other end: a job on the standard input, its items on the standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process is told, and ends this one
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no item
    try:
        for message in _sent(*pickle.load(sys.stdin.buffer)):
            pickle.dump(message, out, pickle.HIGHEST_PROTOCOL)
            out.flush()
    except BrokenPipeError:  # nobody reads on
        os._exit(0)


def _sent(make: Callable[..., Iterator[T]], given: tuple[object, ...]) -> Iterator[tuple[int, T | Exception | None]]:
    try:
        for item in make(*given):
            yield _MORE, item
    except Exception as error:
        yield _ERROR, error
    else:
        yield _END, None
