"""`xietong index uncertainty` and `sensitivity`: what other choices would do to the ranks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.index import app
from xietong.cli.index_asked import (
    Element,
    First,
    Form,
    Known,
    Name,
    Units,
    Year,
    Years,
    asked_of,
    computed,
    element_of,
    time_of,
)  # fmt: skip
from xietong.cli.options import Tongue, Where, one_of, opened, stop
from xietong.cli.rows import FORMS, number, put, whole

if TYPE_CHECKING:
    from xietong.indices.framework import Framework
    from xietong.workspace.indices import Computed

__all__ = ["app"]

Design = Annotated[
    Path | None,
    typer.Option("--design", help="设计文件，默认权重各变动四分之一 design file; weights a quarter up or down"),
]
Runs = Annotated[int, typer.Option(min=2, max=65536, help="重复次数 replications")]
Seed = Annotated[int, typer.Option(min=0, help="随机种子 seed")]


@app.command("uncertainty")
def uncertainty(
    framework: Name, design: Design = None, runs: Runs = 512, seed: Seed = 1, year: Year = "", place: Units = [],  # noqa: B006
    years: Years = "", known: Known = "", first: First = False, of: Element = "", form: Form = "table",
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """位次在各种选择下的区间。 Rank intervals under other choices: weights, or what a design file varies."""
    from xietong.indices.uncertain.analyse import ranking
    from xietong.indices.uncertain.analyse import uncertainty as replicate

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        made = computed(ws, framework, asked_of(place, years, known, first, [], tongue), tongue)
        code = element_of(made, of, tongue)
        when = made.result.panel.times.index(time_of(made, code, year, tongue))
        varied, plan = _design(made, code, design, runs, seed, tongue, apart=False)
        done = replicate(varied, made.result.panel, plan)
        found, element = ranking(done), done.elements.index(code) if code in done.elements else 0
        rows = [
            {"unit": unit, "name": made.result.panel.name(unit), "rank": whole(found.nominal[when, who, element]),
             "low": number(found.low[when, who, element]), "high": number(found.high[when, who, element]),
             "median": number(found.median[when, who, element]), "best": whole(found.best[when, who, element]),
             "worst": whole(found.worst[when, who, element])}
            for who, unit in enumerate(made.result.panel.units)
        ]  # fmt: skip
        level = f"{plan.level:.0%}"
        put(sorted(rows, key=lambda row: row["rank"] or 10_000), form, {
            "unit": "地区 place", "name": "名称 name", "rank": "位次 rank", "low": f"{level} 下 low", "high": f"{level} 上 high",
            "median": "中位 median", "best": "最好 best", "worst": "最差 worst",
        })  # fmt: skip


@app.command("sensitivity")
def sensitivity(
    framework: Name, design: Design = None, runs: Runs = 256, seed: Seed = 1, place: Units = [],  # noqa: B006
    years: Years = "", known: Known = "", first: First = False, of: Element = "", form: Form = "table",
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """位次变动由哪些选择引起：一阶与总效应指数。 Which choices move the ranks: first-order and total indices."""
    from xietong.indices.uncertain.analyse import sensitivity as explained

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        made = computed(ws, framework, asked_of(place, years, known, first, [], tongue), tongue)
        code = element_of(made, of, tongue)
        varied, plan = _design(made, code, design, runs, seed, tongue, apart=True)
        found = explained(varied, made.result.panel, plan)
        shown = found.indices
        if shown.first.ndim > 1 and shown.first.shape[1:] not in ((), (1,)):
            stop("设计的 target 须是一个数（如 rank_shift），命令行不列各地区。",
                 "the design's target must be one number, such as rank_shift; the command does not list units.", tongue)  # fmt: skip
        ends = [(None, None)] * len(plan.inputs)
        total = shown.total.reshape(len(plan.inputs))
        if shown.low is not None and shown.high is not None:
            ends = list(zip(shown.low[1].ravel(), shown.high[1].ravel(), strict=True))
        rows = [
            {"input": one.code, "first": number(shown.first.reshape(-1)[at]), "total": number(total[at]),
             "low": None if ends[at][0] is None else number(ends[at][0]), "high": None if ends[at][1] is None else number(ends[at][1])}
            for at, one in enumerate(plan.inputs)
        ]  # fmt: skip
        put(
            rows,
            form,
            {
                "input": "输入 input",
                "first": "一阶 first order",
                "total": "总效应 total",
                "low": "总效应下限 low",
                "high": "总效应上限 high",
            },
        )


def _design(
    made: Computed, code: str, path: Path | None, runs: int, seed: int, tongue: str, *, apart: bool
) -> tuple[Framework, Any]:
    """The framework and design of an analysis: those of a file, else every weight a quarter up or down."""
    from xietong.indices.uncertain.read import load
    from xietong.indices.uncertain.usual import usual

    if path is None:
        return usual(made.result.framework, code, runs, seed, apart=apart)
    try:
        return made.result.framework, load(path)
    except OSError as error:
        stop(f"{path}：无法打开（{error.strerror}）。", f"{path}: cannot be opened ({error.strerror}).", tongue)
