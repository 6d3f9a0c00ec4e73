"""The demo's statistical tables: read through the same mappings as any other file."""

from __future__ import annotations

import gzip
import tempfile
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from xietong.core.ids import bytes_id
from xietong.core.period import Period
from xietong.tables.mapping import Mapping, parse
from xietong.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Panel:
    """One table file as it is read; `source` and `licence` say where it comes from."""

    name: str
    title: str
    date: Period | None
    publisher: str
    mapping: Mapping
    source: str
    licence: str
    data: bytes


def panels() -> list[Panel]:
    """All table files of the demo, in the order in which they are read."""
    here = files("xietong.demo")
    described = tomllib.loads(here.joinpath("tables.toml").read_text(encoding="utf-8"))
    return [_panel(name, about) for name, about in described.items()]


def _panel(name: str, about: dict[str, str]) -> Panel:
    place = files("xietong.demo").joinpath("tables")
    data = place.joinpath(about.get("packed", name)).read_bytes()
    mapping = parse(place.joinpath(f"{about['mapping']}.toml").read_text(encoding="utf-8"), about["mapping"])
    return Panel(
        name=name,
        title=about["title"],
        date=Period.parse(about["date"]) if "date" in about else None,
        publisher=about["publisher"],
        mapping=mapping,
        source=about["source"],
        licence=about["licence"],
        data=gzip.decompress(data) if "packed" in about else data,
    )


def add(workspace: Workspace, tables: list[Panel]) -> int:
    """Read tables into a workspace, but those that it has read already; how many it was."""
    known = {one.document for one in workspace.tables.all()}
    new = [one for one in tables if bytes_id(one.data) not in known]
    with tempfile.TemporaryDirectory() as place:
        for one in new:
            path = Path(place) / one.name
            path.write_bytes(one.data)
            workspace.tables.add(path, one.mapping, date=one.date, publisher=one.publisher, title=one.title)
    return len(new)
