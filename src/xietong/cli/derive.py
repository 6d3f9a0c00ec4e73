"""`xietong derive`: numbers made from observations, each with its formula, its inputs and what must be known of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import DONE_IN_PART, Limit, Tongue, Where, one_of, opened, period, stop

if TYPE_CHECKING:
    from xietong.observations.derivation import Derived, Formula, Refused
    from xietong.observations.model import Observation
    from xietong.workspace import DerivedRow, State, Workspace

app = typer.Typer(
    help="推算：增长率、比重、人均、合计、平均、流向占比，带公式和依据。 Derive numbers, with formula and inputs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Indicator = Annotated[str, typer.Option(help="代码、名称或短语 code, name or phrase")]
Places = Annotated[list[str], typer.Option("--place", "-p", help="地区或流向，可多次 place or A→B, repeatable")]
Periods = Annotated[
    list[str], typer.Option("--period", "-t", help="YYYY[-MM[-DD]]、A/B、YYYY..YYYY，可多次 repeatable")
]
Known = Annotated[str, typer.Option("--as-of", help="截至某日已发布的 released by: YYYY-MM-DD")]
First = Annotated[bool, typer.Option("--first", help="首次发布 first releases")]
Scope = Annotated[str | None, typer.Option("--scope", help="口径（空字符串：未注明） scope; '' for none stated")]
Mark = Annotated[bool, typer.Option("--mark", help="口径或版次不同也计算，并标明 compute across scopes, marked")]
Form = Annotated[str, typer.Option("--format", help="table | jsonl")]
Write = Annotated[bool, typer.Option("--write", help="写入工作区 keep in the ledger")]


@app.command("growth")
def growth(
    indicator: Indicator, place: Places, period: Periods,
    base: Annotated[str, typer.Option("--base", help="基期，默认上年同期 base period; the year before")] = "",
    known: Known = "", first: First = False, scope: Scope = None, mark: Mark = False, form: Form = "table",
    write: Write = False, workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """增长率，默认比上年同期。 Growth on the base period, in per cent."""
    _run("growth", indicator, place, period, known, first, scope, mark, form, write, workspace, language, base=base)


@app.command("share")
def share(
    indicator: Indicator, place: Places, period: Periods,
    of: Annotated[str, typer.Option("--of", help="总体：指标或地区 the whole: an indicator, or a place")],
    known: Known = "", first: First = False, scope: Scope = None, mark: Mark = False, form: Form = "table",
    write: Write = False, workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """比重：占另一指标，或占更大的地区。 Share in another indicator, or in a larger place."""
    _run("share", indicator, place, period, known, first, scope, mark, form, write, workspace, language, of=of)


@app.command("per-head")
def per_head(
    indicator: Indicator, place: Places, period: Periods,
    of: Annotated[str, typer.Option("--of", help="除数，默认常住人口 divisor; resident population")] = "",
    known: Known = "", first: First = False, scope: Scope = None, mark: Mark = False, form: Form = "table",
    write: Write = False, workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """人均；年度流量除以年平均人口。 Per head; yearly flows by the mean population of the year."""
    _run("per_head", indicator, place, period, known, first, scope, mark, form, write, workspace, language, of=of)


@app.command("sum")
def sum_(
    indicator: Indicator, place: Places, period: Periods,
    over: Annotated[str, typer.Option("--over", help="places | periods")] = "",
    known: Known = "", first: First = False, scope: Scope = None, mark: Mark = False, form: Form = "table",
    write: Write = False, workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """合计：各地区相加，或一地各时期相加。 Sum over places, or over the periods of one place."""
    _run("sum", indicator, place, period, known, first, scope, mark, form, write, workspace, language, over=over)


@app.command("mean")
def mean(
    indicator: Indicator, place: Places, period: Periods,
    over: Annotated[str, typer.Option("--over", help="places | periods")] = "",
    weight: Annotated[str, typer.Option("--weight", help="权数指标 indicator that weights")] = "",
    known: Known = "", first: First = False, scope: Scope = None, mark: Mark = False, form: Form = "table",
    write: Write = False, workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """平均：各地区或一地各时期，可加权。 Mean over places or periods, weighted if wanted."""
    _run(
        "mean", indicator, place, period, known, first, scope, mark, form, write, workspace, language, over=over,
        weight=weight,
    )  # fmt: skip


@app.command("flow-share")
def flow_share(
    indicator: Indicator,
    place: Annotated[list[str], typer.Option("--place", "-p", help="流向，如 北京→天津 a flow, repeatable")],
    period: Periods,
    of: Annotated[
        str, typer.Option("--of", help="总体：默认同一起点的各流向；→B 为同一终点；或起点地区、流向 the whole")
    ] = "",
    known: Known = "", first: First = False, scope: Scope = None, mark: Mark = False, form: Form = "table",
    write: Write = False, workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """一条流向在同一起点（或终点）全部流量中的占比。 The share of a flow in all from its origin, or to its destination."""
    _run("flow_share", indicator, place, period, known, first, scope, mark, form, write, workspace, language, of=of)


@app.command("list")
def listing(
    indicator: Indicator = "",
    outdated: Annotated[bool, typer.Option("--outdated", help="只列已过时的 only those out of date")] = False,
    recompute: Annotated[
        bool, typer.Option("--recompute", help="重新计算已过时的 make those out of date anew")
    ] = False,
    form: Form = "table",
    limit: Limit = 100,
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """工作区里的推算值，是否过时。 The derived numbers that are kept, and whether they are out of date."""
    from xietong.workspace.observations import indicator_key

    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        page = ws.derived.find(indicator_key(indicator) if indicator else "", limit)
        rows = list(zip(page.items, ws.derived.states(page.items), strict=True))
        if recompute:
            rows = [_renewed(ws, row, state) for row, state in rows]
        kept = [(row, state) for row, state in rows if state.outdated or not outdated]
        if form == "jsonl":
            for row, state in kept:
                _line({**record(row.derived, tongue), "outdated": state.outdated})
            return
        from xietong.cli.table import draw

        stale = {"zh": "已过时", "en": "out of date"}[tongue]
        draw(
            ("编号 id", "指标 indicator", "地区 place", "时期 period", "数值 value", "状态 state"),
            ((*_cells(row.derived), stale if state.outdated else "") for row, state in kept),
            f"{len(kept)} / {page.total} 个推算值"
            if tongue == "zh"
            else f"{len(kept)} of {page.total} derived numbers",
        )


def _renewed(ws: Workspace, row: DerivedRow, state: State) -> tuple[DerivedRow, State]:
    from xietong.observations.derivation import Derived

    if not state.outdated:
        return row, state
    again = ws.derived.recompute(row.id)
    if not isinstance(again, Derived):
        return row, state
    fresh = ws.derived.get(again.derivation.id)
    return fresh, ws.derived.state(fresh)


@app.command("show")
def show(
    derivation: Annotated[str, typer.Argument(help="编号或其开头 id or its beginning")],
    form: Form = "table",
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """一个推算值的公式、算式和每项依据的原文。 One derived number: formula, computation, and the words below it."""
    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        row = ws.derived.get(derivation)
        state = ws.derived.state(row)
        sentences = {
            one.observation.id: ws.statements.get(one.observation.statement).statement.sentence
            for one in row.derived.derivation.inputs
            if one.observation.statement
        }
        if form == "jsonl":
            _line({**record(row.derived, tongue, sentences), "outdated": state.outdated})
            return
        _show(row.derived, tongue, sentences, dict(row.titles))
        if state.outdated:
            print(
                "已过时：依据有变动，可用 list --recompute 重算。" if tongue == "zh" else "Out of date; make it anew."
            )


@app.command("withdraw")
def withdraw(
    derivation: Annotated[str, typer.Argument(help="编号或其开头 id or its beginning")],
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """从工作区撤下一个推算值，页面仍可查看。 Take a derived number out; its page stays."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        ws.derived.withdraw(derivation)


# -- one run ---------------------------------------------------------------------------------------------------------


def _run(
    formula: Formula, indicator: str, place: Sequence[str], when: Sequence[str], known: str, first: bool,
    scope: str | None, mark: bool, form: str, write: bool, workspace: str, language: str, *, base: str = "",
    of: str = "", over: str = "", weight: str = "",
) -> None:  # fmt: skip
    from xietong.observations.derivation import Asked, Derived
    from xietong.workspace.derived import denominator, each
    from xietong.workspace.observations import indicator_key, place_key

    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    one_of(over, ("", "places", "periods"), "--over", tongue)
    code, whole = (indicator_key(of) if of else "", "") if formula == "per_head" else denominator(of)
    asked = Asked(
        formula, indicator_key(indicator), tuple(dict.fromkeys(map(place_key, place))), _periods(when, tongue),
        code, whole, _one_period(base, tongue), indicator_key(weight) if weight else "", _day(known, tongue),
        "first" if first else "latest", scope, mark,
    )  # fmt: skip
    with opened(workspace, tongue) as ws:
        answers = [ws.derived.derive(one) for one in each(asked, over)]
        made = [one for one in answers if isinstance(one, Derived)]
        if write:
            ws.derived.write(made)
        if form == "jsonl":
            for one in answers:
                _line(record(one, tongue) if isinstance(one, Derived) else refusal(one, tongue))
        else:
            _table(answers, tongue, write)
    if len(made) < len(answers):
        raise typer.Exit(DONE_IN_PART)


def _periods(given: Sequence[str], tongue: str) -> tuple[str, ...]:
    from xietong.workspace.derived import periods

    try:
        return periods(given)
    except ValueError:
        stop(
            f"--period {' '.join(given)}：写作 YYYY、YYYY-MM、YYYY-MM-DD、A/B 或 YYYY..YYYY。",
            f"--period {' '.join(given)}: write YYYY, YYYY-MM, YYYY-MM-DD, A/B or YYYY..YYYY.",
            tongue,
        )


def _one_period(given: str, tongue: str) -> str:
    return str(period(given, tongue, "--base") or "")


def _day(given: str, tongue: str) -> str:
    day = period(given, tongue, "--as-of")
    return str(day.end) if day else ""


def _table(answers: Iterable[Derived | Refused], tongue: str, kept: bool) -> None:
    from xietong.cli.table import draw
    from xietong.observations.derivation import Derived

    made = [one for one in answers if isinstance(one, Derived)]
    if made:
        draw(
            ("编号 id", "指标 indicator", "地区 place", "时期 period", "数值 value", "注意 issues"),
            ((*_cells(one), "、".join(issue.code for issue in one.derivation.issues)) for one in made),
        )
        for one in made:
            print(f"{one.derivation.id[:12]}  {one.derivation.computation}")
        if kept:
            print("已写入工作区。" if tongue == "zh" else "Kept in the ledger.")
    said = dict.fromkeys(
        (issue.severity, issue.sentence(tongue))
        for one in answers
        for issue in (one.derivation.issues if isinstance(one, Derived) else one.issues)
    )
    for severity, sentence in said:
        print(f"{_SEVERITY[tongue][severity]}  {sentence}")


_SEVERITY = {
    "zh": {"error": "未算", "warning": "存疑", "note": "提示"},
    "en": {"error": "refused", "warning": "marked", "note": "note"},
}


def _cells(one: Derived) -> tuple[str, ...]:
    from xietong.observations import places
    from xietong.observations.doubts import span

    key = one.observation.key
    what = "·".join(part for part in (key.indicator, key.measure, key.scope, key.breakdown) if part)
    return (one.derivation.id[:12], what, places.words(key.place), span(key.period), one.observation.quote)


def _show(one: Derived, tongue: str, sentences: dict[str, str], titles: dict[str, str]) -> None:
    key = one.observation.key
    print(f"{key.indicator} {key.place} {key.period} {key.measure} {key.scope} {key.breakdown}".rstrip())
    print(one.derivation.words(tongue))
    print(one.derivation.computation)
    for each in one.derivation.inputs:
        source = each.observation
        title = titles.get(source.release.document, "")
        print(f"  [{each.role}] {''.join(source.quote.split())}  {title} {source.release.date}")
        if source.id in sentences:
            print(f"      {''.join(sentences[source.id].split())}")
    for issue in one.derivation.issues:
        print(f"{_SEVERITY[tongue][issue.severity]}  {issue.sentence(tongue)}")


def _line(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")


def record(one: Derived, tongue: str, sentences: dict[str, str] | None = None) -> dict[str, Any]:
    """One line of `--format jsonl`: the number, what it can be, and all that it was made from."""
    made, found = one.derivation, one.observation
    key, bounds = found.key, found.values
    return {
        "id": made.id, "indicator": key.indicator, "place": key.place, "period": key.period, "measure": key.measure,
        "base_period": key.base_period, "scope": key.scope, "breakdown": key.breakdown, "value": str(found.value[0]),
        "low": _end(bounds.low), "high": _end(bounds.high), "unit": found.unit, "modifier": found.modifier,
        "shown": found.quote, "released": found.release.date, "status": found.release.status, "formula": made.formula,
        "formula_words": made.words(tongue), "computation": made.computation, "marked": one.marked,
        "asked": made.asked.record(),
        "inputs": [
            {"role": each.role, **_input(each.observation), "sentence": (sentences or {}).get(each.observation.id, "")}
            for each in made.inputs
        ],
        "issues": _issues(made.issues, tongue),
    }  # fmt: skip


def refusal(one: Refused, tongue: str) -> dict[str, Any]:
    """One line for a number that could not be made."""
    return {"refused": True, "asked": one.asked.record(), "issues": _issues(one.issues, tongue)}


def _input(one: Observation) -> dict[str, Any]:
    key = one.key
    return {
        "observation": one.id, "indicator": key.indicator, "place": key.place, "period": key.period,
        "scope": key.scope, "quote": one.quote, "value": str(one.value[0]), "unit": one.unit,
        "released": one.release.date, "document": one.release.document, "statement": one.statement,
        "origin": one.origin,
    }  # fmt: skip


def _issues(issues: Iterable[Any], tongue: str) -> list[dict[str, Any]]:
    return [{"code": one.code, "severity": one.severity, "message": one.sentence(tongue)} for one in issues]


def _end(number: object) -> str | None:
    return None if number is None else str(number)
