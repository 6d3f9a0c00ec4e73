"""`xietong observations, series`: what is known of an indicator at a place, from which release, and why that one."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened, period, stop

if TYPE_CHECKING:
    from xietong.observations.model import Observation
    from xietong.workspace import ObservationRow

Indicator = Annotated[str, typer.Option(help="代码、名称或短语 code, name or phrase")]
Territory = Annotated[str, typer.Option(help="地区或流向 place, or A→B")]


def listing(
    indicator: Indicator = "",
    territory: Territory = "",
    when: Annotated[str, typer.Option("--period", help="YYYY[-MM[-DD]] 或 or A/B")] = "",
    measure: Annotated[str, typer.Option(help="level growth difference multiple share rank ratio")] = "",
    known: Annotated[str, typer.Option("--as-of", help="截至某日已发布的 released by: YYYY-MM-DD")] = "",
    form: Annotated[str, typer.Option("--format", help="table | jsonl")] = "table",
    limit: Limit = 100,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """List observations: every source of every key."""
    from xietong.statements.model import Measure
    from xietong.workspace import ObservationFilter
    from xietong.workspace.observations import indicator_key, place_key

    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    one_of(measure, ("", *get_args(Measure)), "--measure", tongue)
    wanted = ObservationFilter(
        indicator_key(indicator), place_key(territory), period(when, tongue, "--period"), measure,
        known=_day(known, tongue),
    )  # fmt: skip
    with opened(workspace, tongue) as ws:
        page = ws.observations.find(wanted, limit)
        if form == "jsonl":
            for row in page.items:
                sys.stdout.write(json.dumps(record(row), ensure_ascii=False) + "\n")
            return
        from xietong.cli.table import draw

        headings = (
            "指标 indicator", "地区 place", "时期 period", "类型 measure", "数值 value", "发布 released", "文件 document",
        )  # fmt: skip
        words = f"{len(page.items)} / {page.total} 个观测值" if tongue == "zh" else f"{len(page.items)} of {page.total}"
        draw(headings, map(_cells, page.items), words)


def _cells(row: ObservationRow) -> tuple[str, ...]:
    one = row.observation
    return (
        one.key.indicator, one.key.place, one.key.period, one.key.measure, "".join(one.quote.split()),
        one.release.date, row.document_title[:24],
    )  # fmt: skip


def series(
    indicator: Annotated[str, typer.Argument(help="代码、名称或短语 code, name or phrase")] = "",
    territory: Annotated[str, typer.Argument(help="地区或流向 place, or A→B")] = "",
    measure: Annotated[str, typer.Option(help="level growth difference multiple share rank ratio")] = "level",
    known: Annotated[str, typer.Option("--as-of", help="截至某日已知的 as known on: YYYY-MM-DD")] = "",
    first: Annotated[bool, typer.Option("--first", help="首次发布 first releases")] = False,
    form: Annotated[str, typer.Option("--format", help="table | jsonl")] = "table",
    limit: Limit = 100,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """One series with the reason for each value, its revisions and breaks; without a territory, the series there are."""
    from xietong.statements.model import Measure
    from xietong.workspace.observations import indicator_key, place_key

    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    one_of(measure, get_args(Measure), "--measure", tongue)
    day = _day(known, tongue)
    with opened(workspace, tongue) as ws:
        if not territory:
            for code, place, kind, count in ws.observations.all_series(indicator_key(indicator), limit=limit):
                if form == "jsonl":
                    line = {"indicator": code, "place": place, "measure": kind, "observations": count}
                    print(json.dumps(line, ensure_ascii=False))
                else:
                    print(f"{count:>6}  {code}  {place}  {kind}")
            return
        found = ws.observations.series(
            indicator_key(indicator), place_key(territory), measure, day, "first" if first else "latest"
        )
        if not found.points:
            print("没有这样的观测值。" if tongue == "zh" else "there are no such observations")
        for point in found.points:
            chosen = point.choice.chosen
            others = [_source(one) for one in point.choice.differing]
            if form == "jsonl":
                line = {
                    "period": str(point.period), **_value(chosen), "why": point.choice.explained(tongue),
                    "sources": point.choice.sources, "differing": others,
                }  # fmt: skip
                sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
            else:
                print(f"{point.period}  {''.join(chosen.quote.split())}  {point.choice.explained(tongue)}")
        if form == "table":
            for revision in found.revisions:
                steps = " → ".join(f"{''.join(one.quote.split())} ({one.release.date})" for one in revision.values)
                print(f"{'修订' if tongue == 'zh' else 'revised'}  {revision.period}  {steps}")
            for one in found.breaks:
                words = _BREAKS[tongue][one.kind]
                print(f"{words}  {one.before.key.period} | {one.after.key.period}  {one.words}")


_BREAKS = {
    "zh": {"scope": "口径不同", "unit": "单位不同", "vintage": "版次混用"},
    "en": {"scope": "other scope", "unit": "other unit", "vintage": "mixed vintages"},
}


def _day(known: str, tongue: str) -> str:
    """An ISO day as typed, the last of a month or year; ends the command where it is none."""
    if not known:
        return ""
    day = period(known, tongue, "--as-of")
    if day is None:
        stop("--as-of？", "--as-of?", tongue)
    return str(day.end)


def record(row: ObservationRow) -> dict[str, Any]:
    """One line of `xietong observations --format jsonl`."""
    one = row.observation
    key = one.key
    return {
        "id": one.id, "indicator": key.indicator, "place": key.place, "period": key.period, "measure": key.measure,
        "base_period": key.base_period, "scope": key.scope, "breakdown": key.breakdown, **_value(one),
        "origin": one.origin, "status": one.release.status, "released": one.release.date,
        "publisher": one.release.publisher, "attribution": one.release.attribution, "document": one.release.document,
        "document_title": row.document_title, "statement": one.statement,
        "cell": one.cell,
    }  # fmt: skip


def _value(one: Observation) -> dict[str, Any]:
    value = [str(number) for number in one.value]
    return {
        "value": value[0] if one.form == "number" else value, "unit": one.unit, "modifier": one.modifier,
        "quote": one.quote,
    }  # fmt: skip


def _source(one: Observation) -> dict[str, Any]:
    return {
        **_value(one),
        "released": one.release.date,
        "document": one.release.document,
        "statement": one.statement,
        "cell": one.cell,
    }
