"""`xietong index`: composite indices on the observations of a workspace, opened, compared and audited."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import Tongue, Where, one_of, opened, period, stop
from xietong.cli.rows import FORMS, as_json, put, text

if TYPE_CHECKING:
    from xietong.indices.framework import Framework
    from xietong.workspace import Workspace
    from xietong.workspace.indices import Asked, Computed

app = typer.Typer(
    help="综合指数：计算、分解、比较、审查。 Composite indices: run, explain, compare, audit.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

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


@app.command("frameworks")
def frameworks(form: Form = "table", workspace: Where = "", language: Tongue = "") -> None:
    """列出指标体系及数据覆盖。 List the frameworks and what of them the workspace has data of."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        rows = []
        for one in ws.indices.frameworks():
            found = one.framework
            counts = ws.indices.coverage(found) if found else {}
            covered = sum(indicator.code in counts for indicator in found.indicators) if found else 0
            rows.append(
                {"name": one.name, "origin": one.origin, "title": found.name(tongue) if found else "",
                 "indicators": len(found.indicators) if found else 0, "covered": covered,
                 "faults": [fault.sentence(tongue) for fault in one.trouble.faults] if one.trouble else []}
            )  # fmt: skip
    put(rows, form, {"name": "名称 name", "origin": "来历 origin", "title": "标题 title", "indicators": "指标 indicators",
                      "covered": "有数 with data", "faults": "问题 faults"})  # fmt: skip


@app.command("run")
def run(
    framework: Name, place: Units = [], years: Years = "", known: Known = "", first: First = False,  # noqa: B006
    weight: Weights = [], of: Element = "", form: Form = "table",  # noqa: B006
    write: Annotated[bool, typer.Option("--write", help="写入工作区 keep in the ledger")] = False,
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """计算，列出得分与位次；没有数据的写明。 Compute; scores and ranks, and what has no data."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        made = _computed(ws, framework, _asked(place, years, known, first, weight, tongue), tongue)
        kept = ws.indices.write(made) if write else ""
        code = _element(made, of, tongue)
        rows = [row for row in _scores(made) if form != "table" or row["element"] == code]
        if form == "json":
            as_json({"framework": made.result.framework.code, "kept": kept, "recipe": json.loads(made.result.recipe.as_json()),
                   "uncovered": list(made.result.uncovered), "silent": list(made.given.silent), "scores": rows})  # fmt: skip
            return
        if form == "csv":
            put(rows, form, {name: name for name in rows[0]})
            return
        _show(made, code, rows, tongue)
        _remarks(made, tongue)
        if kept:
            print(f"已写入：{kept[:12]}" if tongue == "zh" else f"kept: {kept[:12]}")


@app.command("explain")
def explain(
    framework: Name,
    unit: Annotated[str, typer.Option("--unit", "-u", help="地区 place")],
    year: Year = "",
    since: Annotated[str, typer.Option("--since", help="与哪一年比，分解变化 the year to explain a change from")] = "",
    place: Units = [], years: Years = "", known: Known = "", first: First = False, weight: Weights = [],  # noqa: B006
    of: Element = "", form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """一个地区的得分由什么构成，直到原值和出处；如何提升位次。 What a score is made of, down to raw values; what would
    raise the rank."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        made = _computed(ws, framework, _asked(place, years, known, first, weight, tongue), tongue)
        code = _element(made, of, tongue)
        who, when = _unit(made, unit, tongue), _time(made, code, year, tongue)
        rows = (
            _change(made, who, _time(made, code, since, tongue), when, code) if since else _parts(made, who, when, code)
        )
        if form == "table":
            _headline(made, who, when, code, tongue)
        put(rows, form, CHANGE if since else PARTS if form == "csv" else SHOWN)


@app.command("compare")
def compare(
    framework: Name,
    other: Annotated[str, typer.Argument(help="另一指标体系；省略则与去掉各要素相比 another framework; else without each element")] = "",
    year: Year = "", place: Units = [], years: Years = "", known: Known = "", first: First = False,  # noqa: B006
    weight: Weights = [], of: Element = "", form: Form = "table", workspace: Where = "", language: Tongue = "",  # noqa: B006
) -> None:  # fmt: skip
    """两个结果的位次之差；只给一个时，改动的权重与原权重相比，或逐一去掉下级。 Ranks beside another framework, beside the
    weights as they were, or without each element."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        made = _computed(ws, framework, _asked(place, years, known, first, weight, tongue), tongue)
        code = _element(made, of, tongue)
        when = _time(made, code, year, tongue)
        if not other and not weight:
            put(
                _without(made, code),
                form,
                {"element": "去掉 without", "name": "名称 name", "shift": "位次平均变动 mean change of ranks"},
            )
            return
        beside = _computed(ws, other or framework, _asked(place, years, known, first, [], tongue), tongue)
        index = _element(beside, "" if other else of, tongue)
        if when not in beside.result.panel.times:
            stop(f"另一结果没有 {when} 年。", f"the other result has no {when}.", tongue)
        put(_beside(made, code, beside, index, when), form, {
            "unit": "地区 place", "name": "名称 name", "score": "得分 score", "rank": "位次 rank", "other_score": "另一得分 other score",
            "other_rank": "另一位次 other rank", "moved": "位次变动 moved",
        })  # fmt: skip


@app.command("audit")
def audit(
    framework: Name, year: Year = "", place: Units = [], years: Years = "", known: Known = "", first: First = False,  # noqa: B006
    weight: Weights = [], form: Form = "table", workspace: Where = "", language: Tongue = "",  # noqa: B006
) -> None:  # fmt: skip
    """审查：覆盖、重复、反向、不起作用的权重、一致性。 Coverage, redundancy, opposites, silent weights, reliability."""
    from xietong.indices.audit import audit as look
    from xietong.indices.explain import principal

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        made = _computed(ws, framework, _asked(place, years, known, first, weight, tongue), tongue)
        found = look(made.result, _time(made, principal(made.result), year, tongue))
        rows = [{"code": one.code, "about": list(one.about), "said": one.sentence(tongue)} for one in found.remarks]
        put(rows, form, {"code": "类别 kind", "about": "对象 about", "said": "说明 remark"})


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
        made = _computed(ws, framework, _asked(place, years, known, first, [], tongue), tongue)
        code = _element(made, of, tongue)
        when = made.result.panel.times.index(_time(made, code, year, tongue))
        varied, plan = _design(made, code, design, runs, seed, tongue, apart=False)
        done = replicate(varied, made.result.panel, plan)
        found, element = ranking(done), done.elements.index(code) if code in done.elements else 0
        rows = [
            {"unit": unit, "name": made.result.panel.name(unit), "rank": _whole(found.nominal[when, who, element]),
             "low": _number(found.low[when, who, element]), "high": _number(found.high[when, who, element]),
             "median": _number(found.median[when, who, element]), "best": _whole(found.best[when, who, element]),
             "worst": _whole(found.worst[when, who, element])}
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
        made = _computed(ws, framework, _asked(place, years, known, first, [], tongue), tongue)
        code = _element(made, of, tongue)
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
            {"input": one.code, "first": _number(shown.first.reshape(-1)[at]), "total": _number(total[at]),
             "low": None if ends[at][0] is None else _number(ends[at][0]), "high": None if ends[at][1] is None else _number(ends[at][1])}
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


# -- what is asked -------------------------------------------------------------------------------------------------


def _asked(
    place: Sequence[str], years: str, known: str, first: bool, weight: Sequence[str], tongue: str
) -> Asked:  # fmt: skip
    from xietong.workspace.indices import Asked, unit_keys

    start, _, end = years.partition("..")
    day = period(known, tongue, "--as-of")
    for year in (start, end):
        if year and not (len(year) == 4 and year.isascii() and year.isdigit()):
            stop(f"--years {years}：写作 YYYY 或 YYYY..YYYY。", f"--years {years}: write YYYY or YYYY..YYYY.", tongue)
    moved = []
    for one in weight:
        code, _, number = one.rpartition("=")
        try:
            moved.append((code.strip(), float(number)))
        except ValueError:
            stop(f"--weight {one}：写作 代码=数字。", f"--weight {one}: write CODE=NUMBER.", tongue)
    return Asked(
        unit_keys(place), start, end or start, str(day.end) if day else "", "first" if first else "latest", tuple(moved)
    )


def _framework(ws: Workspace, name: str, tongue: str) -> Framework:
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


def _computed(ws: Workspace, name: str, asked: Asked, tongue: str) -> Computed:
    path = Path(name)
    return ws.indices.compute(_framework(ws, name, tongue), asked, path.stem if path.suffix == ".toml" else name)


def _element(made: Computed, of: str, tongue: str) -> str:
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


def _unit(made: Computed, given: str, tongue: str) -> str:
    from xietong.workspace.observations import place_key

    key = place_key(given)
    if key not in made.result.panel.units:
        stop(f"结果里没有“{given}”。", f"{given} is not among the places of the result.", tongue)
    return key


def _time(made: Computed, code: str, given: str, tongue: str) -> str:
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


# -- what is said --------------------------------------------------------------------------------------------------

PARTS = {
    "level": "level", "element": "element", "name": "name", "score": "score", "weight": "weight", "points": "points",
    "percent": "percent", "raw": "raw", "unit": "unit", "source": "source", "document": "document", "needed": "needed",
}  # fmt: skip
SHOWN = {
    "shown": "名称 name", "score": "得分 score", "weight": "权重 weight", "points": "贡献 points", "percent": "%",
    "value": "原值 raw", "needed": "升一位须达 to rise", "source": "出处 source",
}  # fmt: skip
CHANGE = {"element": "代码 code", "name": "名称 name", "before": "前 before", "after": "后 after", "value": "数值 value", "weight": "权重 weight",
          "coverage": "有无 coverage"}  # fmt: skip


def _scores(made: Computed) -> list[dict[str, Any]]:
    """One row for every node, place and year, also where there is no score."""
    result = made.result
    return [
        {"element": node.code, "unit": unit, "name": result.panel.name(unit), "year": time,
         "score": _number(result.of(node.code)[when, who]), "rank": _whole(result.rank_of(node.code)[when, who])}
        for node in result.framework.nodes
        for who, unit in enumerate(result.panel.units)
        for when, time in enumerate(result.panel.times)
    ]  # fmt: skip


def _show(made: Computed, code: str, rows: Sequence[Mapping[str, Any]], tongue: str) -> None:
    """Places by their rank in the last year, years across."""
    from xietong.cli.table import draw

    times = [
        time for time in made.result.panel.times if any(row["score"] is not None for row in rows if row["year"] == time)
    ]
    of: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        of.setdefault(row["name"], {})[row["year"]] = row
    last = times[-1] if times else ""
    ordered = sorted(of, key=lambda name: (of[name][last]["rank"] or 10_000) if last else 0)
    element = made.result.framework.element(code)
    none = "无数据" if tongue == "zh" else "no data"
    draw(
        ("地区 place", *times),
        ((name, *(_cell(of[name][time], none) for time in times)) for name in ordered),
        title=f"{made.result.framework.name(tongue)} · {element.zh if tongue == 'zh' else element.en}",
    )


def _cell(row: Mapping[str, Any], none: str) -> str:
    return none if row["score"] is None else f"{row['score']:.2f} ({row['rank']})"


def _remarks(made: Computed, tongue: str) -> None:
    """What has no data, said below a table."""
    framework = made.result.framework
    named = [
        (element.zh if tongue == "zh" else element.en)
        for element in framework.elements
        if element.code in made.result.uncovered
    ]
    if named:
        print(f"没有数据：{'、'.join(named)}" if tongue == "zh" else f"no data: {'; '.join(named)}")
    if made.given.thin:
        listed = ", ".join(f"{code} {year}" for code, year in made.given.thin[:8])
        print(f"有数的地区过少，未用：{listed}" if tongue == "zh" else f"too few places have them, not used: {listed}")


def _headline(made: Computed, who: str, when: str, code: str, tongue: str) -> None:
    from xietong.indices.explain import opened as open_score

    one, element = open_score(made.result, who, when, code), made.result.framework.element(code)
    name = element.zh if tongue == "zh" else element.en
    if one.score != one.score:
        print(
            f"{made.result.panel.name(who)} {when} {name}：无数据"
            if tongue == "zh"
            else f"{who} {when} {name}: no data"
        )
        return
    said = "，第" if tongue == "zh" else ", rank "
    print(f"{made.result.panel.name(who)} {when} {name} {one.score:.2f}{said}{one.rank:.0f}")


def _parts(made: Computed, who: str, when: str, code: str, level: int = 1) -> list[dict[str, Any]]:
    """The children of a node, each followed by its own; missing ones are listed without a score."""
    from xietong.indices.explain import opened as open_score
    from xietong.indices.rise import rises

    result = made.result
    one, framework = open_score(result, who, when, code), result.framework
    needed = {rise.code: rise for rise in rises(result, who, when, code)} if level == 1 else {}
    rows: list[dict[str, Any]] = []
    for part in one.parts:
        element = framework.element(part.code)
        rows.append({"level": level, "element": part.code, "name": element.zh, "score": _number(part.score), "weight": _number(part.weight),
                     "points": _number(part.points), "percent": _number(part.percent), **_raw(made, part.code, who, when)})  # fmt: skip
        if framework.position(part.code) >= len(framework.indicators):
            rows += _parts(made, who, when, part.code, level + 1)
    nothing = {"score": None, "weight": None, "points": None, "percent": None, "raw": None, "unit": "", "source": ""}
    rows += [
        {"level": level, "element": missing, "name": framework.element(missing).zh, **nothing}
        for missing in one.missing
    ]
    if one.start:
        start = {**nothing, "points": one.start, "percent": _number(one.start / one.score * 100)}
        rows.append({"level": level, "element": f"({one.attribution})", "name": "起点 start", **start})
    if level == 1:
        for row in rows:
            rise = needed.get(row["element"])
            row["needed"] = _number(rise.needed) if rise else None
            row["shown"] = f"{'  ' * (row['level'] - 1)}{row['name']} {row['element']}"
            row["value"] = "" if row["raw"] is None else f"{text(row['raw'])} {row['unit']}"
    return rows


def _raw(made: Computed, code: str, who: str, when: str) -> dict[str, Any]:
    """The raw value of an indicator and the observation it is; nothing for a node."""
    framework, panel = made.result.framework, made.result.panel
    if framework.position(code) >= len(framework.indicators) or code not in panel.indicators:
        return {"raw": None, "unit": "", "source": ""}
    value = panel.of(code)[panel.times.index(when), panel.units.index(who)]
    found = made.source(code, who, when)
    where = (found.statement or found.cell or found.derivation or found.id)[:12] if found else ""
    return {"raw": _number(value), "unit": found.unit if found else "", "source": where,
            "document": made.titles.get(found.id, "") if found else ""}  # fmt: skip


def _change(made: Computed, who: str, first: str, last: str, code: str) -> list[dict[str, Any]]:
    from xietong.indices.change import change

    found, framework = change(made.result, who, first, last, code), made.result.framework
    rows = [
        {"element": one.code, "name": framework.element(one.code).zh, "before": _number(one.before), "after": _number(one.after),
         "value": _number(one.value), "weight": _number(one.weight), "coverage": _number(one.coverage)}
        for one in found.effects
    ]  # fmt: skip
    value, coverage = sum(one.value for one in found.effects), sum(one.coverage for one in found.effects)
    rest = {"element": "", "name": "其余 rest", "before": None, "after": None, "value": _number(found.rest)}
    rows.append({**rest, "weight": None, "coverage": None})
    rows.append({"element": code, "name": "合计 total", "before": _number(found.before), "after": _number(found.after),
                 "value": _number(value + found.rest), "weight": _number(found.weights), "coverage": _number(coverage)})  # fmt: skip
    return rows


def _without(made: Computed, code: str) -> list[dict[str, Any]]:
    """How far ranks move without each element under a node (ranks of the index)."""
    from xietong.indices.compare import without

    framework = made.result.framework
    scored = [
        element.code for element in framework.elements if element.parent and element.code not in made.result.uncovered
    ]
    inside = [one for one in scored if framework.position(code) in framework.tree.lineage(framework.position(one))[1:]]
    if code != made.result.index:
        inside = []  # the index has no score: nothing to compare ranks of
    found = without(made.result, inside) if inside else None
    rows = [
        {"element": one, "name": framework.element(one).zh, "shift": _number(shift)}
        for one, shift in zip(inside, found.shift if found else (), strict=True)
    ]
    return sorted(rows, key=lambda row: -(row["shift"] or 0))


def _beside(made: Computed, code: str, beside: Computed, index: str, when: str) -> list[dict[str, Any]]:
    """The places that both have, with scores and ranks in both."""
    rows = []
    for who, unit in enumerate(made.result.panel.units):
        if unit not in beside.result.panel.units:
            continue
        mine, other = made.result.panel.times.index(when), beside.result.panel.times.index(when)
        at = beside.result.panel.units.index(unit)
        rank, before = _whole(made.result.rank_of(code)[mine, who]), _whole(beside.result.rank_of(index)[other, at])
        rows.append({"unit": unit, "name": made.result.panel.name(unit), "score": _number(made.result.of(code)[mine, who]), "rank": rank,
                     "other_score": _number(beside.result.of(index)[other, at]), "other_rank": before,
                     "moved": rank - before if rank and before else None})  # fmt: skip
    return sorted(rows, key=lambda row: row["rank"] or 10_000)


def _number(value: Any) -> float | None:
    number = float(value)
    return None if number != number else number


def _whole(value: Any) -> int | None:
    return None if value != value else int(value)
