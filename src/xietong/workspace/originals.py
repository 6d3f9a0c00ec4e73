"""The bytes of documents as they came, under their SHA-256: originals/ab/cdef…"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from xietong.core.errors import WorkspaceError
from xietong.core.ids import bytes_id


class Originals:
    """A folder of files named by their content; a file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, document: str) -> Path:
        """Where the bytes with this id are, or would be."""
        return self.folder / document[:2] / document[2:]

    def put(self, data: bytes) -> str:
        """Keep the bytes; their id. Durable when it returns."""
        document = bytes_id(data)
        path = self.path(document)
        if path.exists() and path.stat().st_size == len(data):
            return document
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return document

    def put_file(self, source: Path, document: str) -> str:
        """Keep a file whose id is known, without holding it in memory; WorkspaceError where it changed meanwhile."""
        path = self.path(document)
        if path.exists() and path.stat().st_size == source.stat().st_size:
            return document
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=self.folder)
        digest = hashlib.sha256()
        try:
            with os.fdopen(handle, "wb") as file, source.open("rb") as given:
                while piece := given.read(1 << 20):
                    digest.update(piece)
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            if digest.hexdigest() != document:
                raise WorkspaceError(
                    f"{source} changed while it was read. Try again.", f"{source} 在读取时发生了变化，请重试。"
                )
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return document

    def get(self, document: str) -> bytes:
        """The bytes. WorkspaceError where they are gone or no longer what they were."""
        path = self.path(document)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise WorkspaceError(
                f"the original {path} cannot be read: {error.strerror}.", f"原件 {path} 无法读取：{error.strerror}。"
            ) from error
        if bytes_id(data) != document:
            raise WorkspaceError(
                f"the original {path} has been changed: it no longer has the checksum in its name.",
                f"原件 {path} 已被改动：内容与文件名中的校验值不符。",
            )
        return data

    def delete(self, document: str) -> None:
        """Forget the bytes; nothing happens where they are gone already."""
        self.path(document).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; only POSIX systems can and need it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
