"""What the commands of `xietong index` say: rows and sentences of a computed index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from xietong.cli.rows import number, text, whole

if TYPE_CHECKING:
    from xietong.workspace.indices import Computed

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


def scores(made: Computed) -> list[dict[str, Any]]:
    """One row for every node, place and year, also where there is no score."""
    result = made.result
    return [
        {"element": node.code, "unit": unit, "name": result.panel.name(unit), "year": time,
         "score": number(result.of(node.code)[when, who]), "rank": whole(result.rank_of(node.code)[when, who])}
        for node in result.framework.nodes
        for who, unit in enumerate(result.panel.units)
        for when, time in enumerate(result.panel.times)
    ]  # fmt: skip


def show(made: Computed, code: str, rows: Sequence[Mapping[str, Any]], tongue: str) -> None:
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


def remarks(made: Computed, tongue: str) -> None:
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


def headline(made: Computed, who: str, when: str, code: str, tongue: str) -> None:
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


def parts(made: Computed, who: str, when: str, code: str, level: int = 1) -> list[dict[str, Any]]:
    """The children of a node, each followed by its own; missing ones are listed without a score."""
    from xietong.indices.explain import opened as open_score
    from xietong.indices.rise import rises

    result = made.result
    one, framework = open_score(result, who, when, code), result.framework
    needed = {rise.code: rise for rise in rises(result, who, when, code)} if level == 1 else {}
    rows: list[dict[str, Any]] = []
    for part in one.parts:
        element = framework.element(part.code)
        rows.append({"level": level, "element": part.code, "name": element.zh, "score": number(part.score), "weight": number(part.weight),
                     "points": number(part.points), "percent": number(part.percent), **_raw(made, part.code, who, when)})  # fmt: skip
        if framework.position(part.code) >= len(framework.indicators):
            rows += parts(made, who, when, part.code, level + 1)
    nothing = {"score": None, "weight": None, "points": None, "percent": None, "raw": None, "unit": "", "source": ""}
    rows += [
        {"level": level, "element": missing, "name": framework.element(missing).zh, **nothing}
        for missing in one.missing
    ]
    if one.start:
        start = {**nothing, "points": one.start, "percent": number(one.start / one.score * 100)}
        rows.append({"level": level, "element": f"({one.attribution})", "name": "起点 start", **start})
    if level == 1:
        for row in rows:
            rise = needed.get(row["element"])
            row["needed"] = number(rise.needed) if rise else None
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
    return {"raw": number(value), "unit": found.unit if found else "", "source": where,
            "document": made.titles.get(found.id, "") if found else ""}  # fmt: skip


def changed(made: Computed, who: str, first: str, last: str, code: str) -> list[dict[str, Any]]:
    from xietong.indices.change import change

    found, framework = change(made.result, who, first, last, code), made.result.framework
    rows = [
        {"element": one.code, "name": framework.element(one.code).zh, "before": number(one.before), "after": number(one.after),
         "value": number(one.value), "weight": number(one.weight), "coverage": number(one.coverage)}
        for one in found.effects
    ]  # fmt: skip
    value, coverage = sum(one.value for one in found.effects), sum(one.coverage for one in found.effects)
    rest = {"element": "", "name": "其余 rest", "before": None, "after": None, "value": number(found.rest)}
    rows.append({**rest, "weight": None, "coverage": None})
    rows.append({"element": code, "name": "合计 total", "before": number(found.before), "after": number(found.after),
                 "value": number(value + found.rest), "weight": number(found.weights), "coverage": number(coverage)})  # fmt: skip
    return rows


def without(made: Computed, code: str) -> list[dict[str, Any]]:
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
        {"element": one, "name": framework.element(one).zh, "shift": number(shift)}
        for one, shift in zip(inside, found.shift if found else (), strict=True)
    ]
    return sorted(rows, key=lambda row: -(row["shift"] or 0))


def beside_rows(made: Computed, code: str, beside: Computed, index: str, when: str) -> list[dict[str, Any]]:
    """The places that both have, with scores and ranks in both."""
    rows = []
    for who, unit in enumerate(made.result.panel.units):
        if unit not in beside.result.panel.units:
            continue
        mine, other = made.result.panel.times.index(when), beside.result.panel.times.index(when)
        at = beside.result.panel.units.index(unit)
        rank, before = whole(made.result.rank_of(code)[mine, who]), whole(beside.result.rank_of(index)[other, at])
        rows.append({"unit": unit, "name": made.result.panel.name(unit), "score": number(made.result.of(code)[mine, who]), "rank": rank,
                     "other_score": number(beside.result.of(index)[other, at]), "other_rank": before,
                     "moved": rank - before if rank and before else None})  # fmt: skip
    return sorted(rows, key=lambda row: row["rank"] or 10_000)
