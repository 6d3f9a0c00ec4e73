"""A Frictionless data package: tables as CSV, with a descriptor that says what every column means and who made it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from xietong.core import clock
from xietong.core.errors import ExchangeError
from xietong.core.ids import content_id
from xietong.exchange import delimited
from xietong.exchange.model import Incoming, Record
from xietong.exchange.schema import Column, Table, table

DESCRIPTOR = "datapackage.json"
# tables whose column points at another table of the package
_POINTERS = (("observations", "document", "documents"), ("statements", "document", "documents"),
             ("issue_places", "issue", "issues"), ("issue_places", "document", "documents"))  # fmt: skip
_NO_LICENCE = (
    "没有注明许可：使用前请向数据的发布单位和整理者确认。 "
    "No licence is stated: ask the publishers and whoever compiled the data before you use it."
)
# The path of the licences that are chosen most; any other name is given as it is.
LICENCES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}


@dataclass(frozen=True, slots=True)
class About:
    """What the descriptor says of the package. `licence` is a name (CC-BY-4.0 …) or empty: then none is stated.

    `sources` are (title, publisher) of the documents; they are asked for when all tables are written.
    """

    title: str = ""
    licence: str = ""
    version: str = ""
    made: datetime | None = None
    sources: Iterable[tuple[str, str]] = ()


def write(tables: Mapping[str, Iterable[Record]], path: Path, about: About, *, zipped: bool = False) -> dict[str, int]:
    """A directory, or with `zipped` a ZIP file; returns how many records each table has, in the order of writing."""
    target: _Target = _Zip(path) if zipped else _Folder(path)
    counts: dict[str, int] = {}
    resources = []
    with target:
        for name, records in tables.items():
            own = table(name)
            with target.opened(f"{name}.csv") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as out:
                counts[name] = delimited.write(records, own.names, out, spreadsheet=False)
            resources.append(_resource(own, target.size(f"{name}.csv"), tables))
        with target.opened(DESCRIPTOR) as raw:
            raw.write(json.dumps(_descriptor(resources, about), ensure_ascii=False, indent=2).encode())
    return counts


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> _Folder:
        self._path.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def opened(self, name: str) -> IO[bytes]:
        return (self._path / name).open("wb")

    def size(self, name: str) -> int:
        return (self._path / name).stat().st_size


class _Zip:
    def __init__(self, path: Path) -> None:
        self._file = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> _Zip:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def opened(self, name: str) -> IO[bytes]:
        return self._file.open(name, "w")

    def size(self, name: str) -> int:
        return self._file.getinfo(name).file_size


_Target = _Folder | _Zip


def _descriptor(resources: Sequence[dict[str, Any]], about: About) -> dict[str, Any]:
    made = (about.made or clock.now()).astimezone(UTC)
    title = about.title or "协同工作区的数据 Data of a Xietong workspace"
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"xietong-{content_id(title, made.isoformat())[:12]}",
        "title": title,
        "description": _description(resources, about),
        "created": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        **({"version": about.version} if about.version else {}),
    }
    if about.licence:
        known = LICENCES.get(about.licence)
        found["licenses"] = [{"name": about.licence, **({"path": known} if known else {})}]
    sources = [{"title": " · ".join(filter(None, one))} for one in about.sources if any(one)]
    if sources:
        found["sources"] = sources
    return {**found, "resources": list(resources)}


def _description(resources: Sequence[dict[str, Any]], about: About) -> str:
    parts = [f"- {one['path']}: {one['description']}" for one in resources]
    return "\n".join(parts if about.licence else [*parts, "", _NO_LICENCE])


def _resource(own: Table, size: int, there: Collection[str]) -> dict[str, Any]:
    return {
        "name": own.name.replace("_", "-"),
        "path": f"{own.name}.csv",
        "profile": "tabular-data-resource",
        "title": own.zh.partition("：")[0],
        "description": f"{own.zh}。 {own.en}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": schema(own, there),
    }


def schema(own: Table, there: Collection[str] = ()) -> dict[str, Any]:
    """The Table Schema of a table; `there` are the tables that stand beside it."""
    found: dict[str, Any] = {"fields": [_field(one) for one in own.columns], "missingValues": [""]}
    if any(one.name == "id" for one in own.columns):
        found["primaryKey"] = ["id"]
    pointers = [
        {"fields": [column], "reference": {"resource": other, "fields": ["id"]}}
        for name, column, other in _POINTERS
        if name == own.name and other in there
    ]
    return {**found, **({"foreignKeys": pointers} if pointers else {})}


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    said = f"{column.zh}。 {column.en}."
    if column.codes:
        constraints["enum"] = [code.value for code in column.codes]
        said += " " + " · ".join(f"{code.value} {code.zh} {code.en}" for code in column.codes)
    return {
        "name": column.name,
        "type": column.type,
        "title": column.zh.partition("：")[0],
        "description": said,
        **({"constraints": constraints} if constraints else {}),
    }


def read(path: Path) -> Incoming:
    """The observations of a package (directory, ZIP, or its descriptor). ExchangeError where it is none of ours."""
    name = "observations.csv"
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as file:
                content = file.read(name)
        else:
            folder = path.parent if path.name == DESCRIPTOR else path
            content = (folder / name).read_bytes()
        lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ExchangeError(
            f"{path} holds no readable {name}: {error}.", f"{path} 中没有可读的 {name}：{error}。"
        ) from error
    return delimited.read(lines, name, spreadsheet=False)
