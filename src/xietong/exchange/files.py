"""Read back any file of observations that was written here: the form is told by the file itself."""

from __future__ import annotations

from pathlib import Path

from xietong.core.errors import ExchangeError
from xietong.exchange import datapackage, delimited, parquet, sdmx
from xietong.exchange.model import Incoming


def read(path: Path) -> Incoming:
    """Observations of a CSV, SDMX-CSV, Parquet file or data package. ExchangeError where it is none of these.

    A CSV with the mark of UTF-8 at its start was written for spreadsheets, one without for programs.
    """
    try:
        if path.is_dir() or path.name == datapackage.DESCRIPTOR:
            return datapackage.read(path)
        with path.open("rb") as file:
            head = file.read(16)
        if head.startswith(b"PK\x03\x04"):
            return datapackage.read(path)
        if head.startswith(b"PAR1"):
            return parquet.read(path)
        with path.open(encoding="utf-8-sig", newline="") as lines:
            if head.startswith(b"STRUCTURE,"):
                return sdmx.read(lines, path.name)
            return delimited.read(lines, path.name, spreadsheet=head.startswith(b"\xef\xbb\xbf"))
    except UnicodeDecodeError as error:
        raise ExchangeError(f"{path.name} is not UTF-8: {error}.", f"{path.name} 不是 UTF-8：{error}。") from error
    except OSError as error:
        raise ExchangeError(
            f"{path} cannot be read: {error.strerror}.", f"{path} 无法读取：{error.strerror}。"
        ) from error
