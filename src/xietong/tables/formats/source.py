"""Where a table's bytes are: in memory, or in a file that may be longer than memory should hold."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Bytes:
    """A file by its path, or bytes by themselves; `name` is what the person calls it."""

    name: str
    path: Path | None = None
    data: bytes | None = None

    def open(self) -> IO[bytes]:
        """The bytes from the beginning. OSError where the file does not open."""
        if self.path is not None:
            return self.path.open("rb")
        return io.BytesIO(self.data or b"")

    def chunks(self) -> Iterator[bytes]:
        """All bytes, a piece at a time."""
        with self.open() as file:
            while piece := file.read(CHUNK):
                yield piece

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self.path.stat().st_size if self.path is not None else len(self.data or b"")

    def head(self, count: int = 4096) -> bytes:
        """The first bytes."""
        with self.open() as file:
            return file.read(count)

    def whole(self) -> bytes:
        """All of them in memory."""
        if self.data is not None:
            return self.data
        with self.open() as file:
            return file.read()

    def id(self) -> str:
        """The SHA-256 of the bytes, as `core.ids.bytes_id` gives it."""
        digest = hashlib.sha256()
        for piece in self.chunks():
            digest.update(piece)
        return digest.hexdigest()
