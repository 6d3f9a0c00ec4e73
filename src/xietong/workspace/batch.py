"""Many files into a workspace: read by a pool of processes, written by this one, each in a transaction of its own.

A process that dies takes the files it held with it: they are tried again one by one, each in a process of its own, so
that one file that kills its reader is named and the others are kept.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from xietong.core.errors import DocumentError, XietongError
from xietong.core.ids import bytes_id
from xietong.documents.intake import extract
from xietong.statements.read import read
from xietong.store.prepare import Given, Prepared, prepare
from xietong.store.rows import Added
from xietong.workspace.workspace import Workspace

_FEW = 4  # for fewer files a pool costs more than it gives


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: kept (`added`) or refused (`error`)."""

    path: Path
    added: Added | None = None
    error: XietongError | None = None


def add_files(
    workspace: Workspace, paths: list[Path], given: Given | None = None, workers: int = 0
) -> Iterator[Outcome]:
    """Add every file, yielding what became of each as soon as it is written (in the order given).

    `workers`: processes that read; 0 reads in this one.
    """
    given = given or Given()
    if workers < 1 or len(paths) < _FEW:
        for path in paths:
            yield _add_here(workspace, path, given)
        return
    yield from _add_by_pool(workspace, paths, given, workers)


def _add_here(workspace: Workspace, path: Path, given: Given) -> Outcome:
    try:
        data = _bytes(path, workspace.settings.size_limit)
        return Outcome(
            path,
            workspace.documents.add(data, path.name, title=given.title, date=given.date, publisher=given.publisher),
        )
    except XietongError as error:
        return Outcome(path, error=error)


def _add_by_pool(workspace: Workspace, paths: list[Path], given: Given, workers: int) -> Iterator[Outcome]:
    waiting: deque[tuple[Path, Future[Prepared] | Outcome]] = deque()
    rest = iter(paths)
    pool = _pool(workers)
    try:
        while True:
            # a bounded queue: memory does not grow with the number of files
            while len(waiting) < 2 * workers and (path := next(rest, None)) is not None:
                waiting.append((path, _submit(workspace, pool, path, given)))
            if not waiting:
                return
            path, pending = waiting.popleft()
            if isinstance(pending, Outcome):
                yield pending
                continue
            try:
                yield _write(workspace, path, pending.result())
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                held = [path, *(one for one, _ in waiting)]
                waiting.clear()
                for one in held:
                    yield _alone(workspace, one, given)
                pool = _pool(workers)
            except XietongError as error:
                yield Outcome(path, error=error)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    # spawned, not forked: the parent holds database connections
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _submit(workspace: Workspace, pool: ProcessPoolExecutor, path: Path, given: Given) -> Future[Prepared] | Outcome:
    try:
        data = _bytes(path, workspace.settings.size_limit)
    except XietongError as error:
        return Outcome(path, error=error)
    known = workspace.documents.known(bytes_id(data), given)
    if known is not None:
        return Outcome(path, known)
    return pool.submit(prepare_file, path, given, workspace.settings.size_limit)


def prepare_file(path: Path, given: Given, limit: int) -> Prepared:
    """Extract and read one file: the work of a reading process."""
    data = _bytes(path, limit)
    text = extract(data, path.name, title=given.title, date=given.date, publisher=given.publisher, limit=limit)
    return prepare(data, path.name, given, text, read(text))


def _write(workspace: Workspace, path: Path, prepared: Prepared) -> Outcome:
    return Outcome(path, workspace.documents.put(_bytes(path, workspace.settings.size_limit), prepared))


def _alone(workspace: Workspace, path: Path, given: Given) -> Outcome:
    """One file in a process of its own; if that dies, the file is the reason."""
    with _pool(1) as pool:
        try:
            return _write(
                workspace, path, pool.submit(prepare_file, path, given, workspace.settings.size_limit).result()
            )
        except BrokenProcessPool:
            return Outcome(path, error=DocumentError(path.name, _KILLS, _ADVICE))
        except XietongError as error:
            return Outcome(path, error=error)


_KILLS = {"zh": "读取时进程中断。", "en": "the process reading it died."}
_ADVICE = {
    "zh": "其他文件不受影响；请另存为 PDF 或文本后再试。",
    "en": "The other files are kept; save it as PDF or text and try again.",
}


def _bytes(path: Path, limit: int) -> bytes:
    """A file's bytes; a file over the limit is refused before it is read."""
    try:
        if path.stat().st_size > limit:
            with path.open("rb") as file:
                extract(file.read(limit + 1), path.name, limit=limit)
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            str(path),
            {"zh": f"无法打开（{error.strerror}）。", "en": f"cannot be opened ({error.strerror})."},
            {"zh": "请检查路径和权限。", "en": "Check the path and the permissions."},
        ) from error
