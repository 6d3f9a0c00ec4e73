"""What the commands of `xietong index` are asked: their common options, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xietong.cli.options import period, stop
from xietong.cli.options import years as years_of

if TYPE_CHECKING:
    from xietong.indices.framework import Framework
    from xietong.workspace import Workspace
    from xietong.workspace.indices import Asked, Computed

Name = Annotated[str, typer.Argument(help="指标体系名称或 .toml 文件 framework: a name, or a .toml file")]
Units = Annotated[
    list[str],
    typer.Option("--place", "-p", help="地区，可多次；或 provinces、members、cities place, repeatable, or a set"),
]
Years = Annotated[str, typer.Option("--years", help="YYYY 或 YYYY..YYYY")]
Known = Annotated[str, typer.Option("--as-of", help="截至某日已发布的 released by: YYYY-MM-DD")]
First = Annotated[bool, typer.Option("--first", help="首次发布 first releases")]
Weights = Annotated[list[str], typer.Option("--weight", help="改权重 move a weight: CODE=NUMBER, repeatable")]
Element = Annotated[str, typer.Option("--of", help="哪个节点，默认总指数 which node; the index")]
Year = Annotated[str, typer.Option("--year", help="年份，默认最近一年 year; the last with scores")]
Form = Annotated[str, typer.Option("--format", help="table | json | csv")]


def asked_of(
    place: Sequence[str], years: str, known: str, first: bool, weight: Sequence[str], tongue: str
) -> Asked:  # fmt: skip
    from xietong.workspace.indices import Asked
    from xietong.workspace.sets import unit_keys

    start, end = years_of(years, tongue)
    day = period(known, tongue, "--as-of")
    moved = []
    for one in weight:
        code, _, number = one.rpartition("=")
        try:
            moved.append((code.strip(), float(number)))
        except ValueError:
            stop(f"--weight {one}：写作 代码=数字。", f"--weight {one}: write CODE=NUMBER.", tongue)
    return Asked(
        unit_keys(place), start, end, str(day.end) if day else "", "first" if first else "latest", tuple(moved)
    )


def framework_of(ws: Workspace, name: str, tongue: str) -> Framework:
    """One by its name, or a file; an error of the file is a sentence."""
    from xietong.indices.framework_read import load

    path = Path(name)
    if path.suffix != ".toml":
        return ws.indices.framework(name)
    try:
        return load(path)
    except OSError as error:
        stop(f"{path}：无法打开（{error.strerror}）。", f"{path}: cannot be opened ({error.strerror}).", tongue)
    except UnicodeDecodeError:
        stop(f"{path}：不是 UTF-8 文本。", f"{path}: not UTF-8 text.", tongue)


def computed(ws: Workspace, name: str, asked: Asked, tongue: str) -> Computed:
    path = Path(name)
    return ws.indices.compute(framework_of(ws, name, tongue), asked, path.stem if path.suffix == ".toml" else name)


def element_of(made: Computed, of: str, tongue: str) -> str:
    """The node that is meant, by code or name; without one the index, or what has scores where it has none."""
    from xietong.indices.explain import principal

    framework = made.result.framework
    for node in framework.nodes:
        if of in (node.code, node.zh, node.en):
            return node.code
    if of:
        known = "、".join(node.code for node in framework.nodes)
        stop(f"没有节点“{of}”；有：{known}。", f"there is no node {of!r}; there are: {known}.", tongue)
    return principal(made.result)


def unit_of(made: Computed, given: str, tongue: str) -> str:
    from xietong.workspace.observations import place_key

    key = place_key(given)
    if key not in made.result.panel.units:
        stop(f"结果里没有“{given}”。", f"{given} is not among the places of the result.", tongue)
    return key


def time_of(made: Computed, code: str, given: str, tongue: str) -> str:
    """The year that is meant; without one the last in which a node has scores."""
    import numpy as np

    times = made.result.panel.times
    if given and given not in times:
        stop(
            f"结果里没有 {given} 年；有：{'、'.join(times)}。",
            f"the result has no {given}; it has {', '.join(times)}.",
            tongue,
        )
    there = ~np.isnan(made.result.of(code)).all(axis=1)
    return given or (times[int(np.flatnonzero(there)[-1])] if there.any() else times[-1])
