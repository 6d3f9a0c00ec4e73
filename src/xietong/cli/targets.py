"""`xietong targets`: goals of plans confirmed, targets entered and corrected, how they stand, scorecards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened, period, stop
from xietong.cli.rows import FORMS, as_json, put

if TYPE_CHECKING:
    from xietong.workspace.targets import Recorded

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
Document = Annotated[str, typer.Argument(help="文件编号 id of the document (its beginning will do)")]
Subject = Annotated[str, typer.Argument(help="目标编号 id of the target (its beginning will do)")]
Sets = Annotated[
    list[str],
    typer.Option(
        "--set",
        help="字段=值 field=value: indicator territory goal due baseline baseline_period direction strength measure scope "
        "members title body freeze",
    ),
]
Reason = Annotated[str, typer.Option("--reason", help="理由或所依据的条款 why, or the clause it rests on")]
AsOf = Annotated[str, typer.Option("--as-of", help="截至某日 as known on: YYYY-MM-DD")]
Form = Annotated[str, typer.Option("--format", help="table | json | csv")]
_TARGET = {
    "short": "编号 id", "title": "指标 indicator", "territory_name": "地区 territory", "goal_text": "目标 goal", "due": "期限 due",
    "strength": "性质 kind", "body": "责任单位 body",
}  # fmt: skip


@app.command(
    "plan", help="把文件读成规划：条款、目标及其进度。 Read a document as a plan: clauses, goals and their state."
)
def plan(document: Document, form: Form = "table", workspace: Where = "", language: Tongue = "") -> None:
    """The clause tree with the goals of each clause."""
    from xietong.targets import told

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        rows: list[dict[str, Any]] = []
        for read in ws.plans.of(document):
            decided = ws.targets.decided(one.subject for one in read.proposals)
            stands = {one.held.subject: one for one in ws.standing.stands([one.held for one in decided.values()])}
            goals = {one.goal.clause: [] for one in read.proposals}  # type: dict[int, list[Any]]
            for one in read.proposals:
                goals[one.goal.clause].append(one)
            for clause in read.plan.clauses:
                depth = _depth(read.plan.clauses, clause.index)
                rows.append(
                    {"clause": "  " * depth + (clause.title or clause.quote[:40].replace("\n", "")), "kind": clause.kind, "goal": "", "state": ""}
                )  # fmt: skip
                for one in goals.get(clause.index, []):
                    known, stood = decided.get(one.subject), stands.get(one.subject)
                    state = "open" if known is None else known.held.state
                    status = stood.status if stood is not None and state == "held" else ""
                    rows.append(
                        {**told.proposal(one), "clause": "", "kind": "goal", "state": status or state,
                         "goal": f"{one.subject[:8]} {one.goal.indicator} {one.goal.goal} → {one.goal.due or '?'}"}
                    )  # fmt: skip
        put(rows, form, {"clause": "条款 clause", "goal": "目标 goal", "state": "状态 state"})


def _depth(clauses: Any, index: int) -> int:
    depth = -1
    while index >= 0:
        depth, index = depth + 1, clauses[index].parent
    return max(depth - 1, 0)


@app.command("propose", help="列出文件中待确认的目标。 List the goals of a document that may be confirmed.")
def propose(
    document: Document,
    everything: Annotated[bool, typer.Option("--all", help="连同已决定的 also those decided")] = False,
    form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """Open proposals, each with what it is linked to and what is lacking."""
    from xietong.targets import told

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        found = [one for read in ws.plans.of(document) for one in read.proposals]
        decided = ws.targets.decided(one.subject for one in found)
        rows = [
            {**told.proposal(one), "short": one.subject[:8], "due_text": f"{one.goal.due or '?'}{'*' if one.goal.inherited else ''}",
             "state": decided[one.subject].held.state if one.subject in decided else "open",
             "lacking": [error.sentence(tongue) for _, error in one.lacks]}
            for one in found if everything or one.subject not in decided
        ]  # fmt: skip
        below = "* 沿用全文期限" if tongue == "zh" else "* the plan's horizon, inherited"
        put(rows, form, {
            "short": "编号 id", "quote": "原文 quote", "phrase": "短语 phrase", "indicator": "指标 indicator", "territory": "地区 territory",
            "goal_text": "目标 goal", "due_text": "期限 due", "state": "状态 state", "lacking": "还缺 lacking",
        }, below)  # fmt: skip


@app.command(
    "confirm", help="确认文件中的目标；不写编号则确认全部齐备的。 Confirm goals; all that lack nothing unless told."
)
def confirm(
    document: Document,
    goal: Annotated[str, typer.Argument(help="目标编号 id of the goal")] = "",
    sets: Sets = [], reason: Reason = "", workspace: Where = "", language: Tongue = "",  # noqa: B006
) -> None:  # fmt: skip
    """One goal, with corrections, or all that lack nothing."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        if goal:
            _say([ws.targets.confirm(document, goal, _fields(sets, tongue), reason)], tongue)
            return
        if sets:
            stop("更正时须写明是哪个目标。", "say which goal is corrected.", tongue)
        made = ws.targets.confirm_all(document, reason)
        _say(list(made), tongue)
        print(f"已确认 {len(made)} 个目标" if tongue == "zh" else f"{len(made)} targets confirmed")


@app.command("reject", help="不采纳文件中的一个目标，须写理由。 Turn a goal down; the reason is needed.")
def reject(
    document: Document, goal: Annotated[str, typer.Argument(help="目标编号 id of the goal")], reason: Reason = "",
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """Kept with its reason; it may be confirmed later all the same."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        made = ws.targets.reject(document, goal, reason)
        print(f"{made.held.subject[:12]} {made.held.title} {made.held.target.goal}")


@app.command("add", help="手工录入目标，须写理由或条款。 Enter a target by hand; a reason or clause is needed.")
def add(sets: Sets, reason: Reason = "", workspace: Where = "", language: Tongue = "") -> None:
    """indicator, territory, goal and due are needed."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        _say([ws.targets.add(_fields(sets, tongue), reason)], tongue)


@app.command("correct", help="更正目标，须写理由；原样保留在记录里。 Correct a target; the reason is needed.")
def correct(subject: Subject, sets: Sets, reason: Reason = "", workspace: Where = "", language: Tongue = "") -> None:
    """One more version; what held before stays in its history."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        _say([ws.targets.correct(subject, _fields(sets, tongue), reason)], tongue)


@app.command("withdraw", help="撤回目标，须写理由。 Withdraw a target; the reason is needed.")
def withdraw(subject: Subject, reason: Reason = "", workspace: Where = "", language: Tongue = "") -> None:
    """Its history stays."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        ws.targets.withdraw(subject, reason)
        print("已撤回" if tongue == "zh" else "withdrawn")


@app.command("list", help="列出目标。 List the targets.")
def listing(
    territory: Annotated[str, typer.Option("--territory", help="地区 territory")] = "",
    indicator: Annotated[str, typer.Option("--indicator", help="指标 indicator")] = "",
    body: Annotated[str, typer.Option("--body", help="责任单位 body")] = "",
    document: Annotated[str, typer.Option("--document", help="文件编号 id of the plan")] = "",
    year: Annotated[str, typer.Option("--year", help="到期年份 year due")] = "",
    rejected: Annotated[bool, typer.Option("--rejected", help="不采纳的 those turned down")] = False,
    as_of: AsOf = "", form: Form = "table", limit: Limit = 50, workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """By due day; as they were on a day with --as-of."""
    from xietong.targets import told
    from xietong.workspace.observations import indicator_key, place_key

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    asked = {
        "territory": place_key(territory) if territory else "", "indicator": indicator_key(indicator) if indicator else "",
        "body": body, "year": year, "state": "rejected" if rejected else "held",
    }  # fmt: skip
    with opened(workspace, tongue) as ws:
        if document:
            asked["document"] = ws.documents.get(document).id
        terms = {name: value for name, value in asked.items() if value}
        page = ws.targets.find(terms, limit, as_of=_day(as_of, tongue))
        rows = [_row(told.target(one.held), one) for one in page.items]
        put(rows, form, _TARGET, f"{len(rows)} / {page.total}")


@app.command("show", help="一个目标的全部。 One target whole.")
def show(subject: Subject, workspace: Where = "", language: Tongue = "") -> None:
    """As JSON: the target, its parts, splits and versions."""
    from xietong.targets import told

    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        one = ws.targets.get(subject)
        parts = ws.targets.find({}, None, whole=one.held.subject).items
        as_json(
            {**_row(told.target(one.held), one), "parts": [told.target(part.held) for part in parts],
             "splits": [told.split(each.split, each.issues) for each in ws.splits.of(one.held.subject)]}
        )  # fmt: skip


@app.command("split", help="分解到地区或年份，核对合计。 Split over places or years; the parts must make the whole.")
def split(
    subject: Subject,
    along: Annotated[str, typer.Option("--along", help="places | years")] = "places",
    parts: Annotated[list[str], typer.Option("--part", help="地区或年份=目标 place or year=goal, repeatable")] = [],  # noqa: B006
    weights: Annotated[list[str], typer.Option("--weight", help="按权重分摊 key=number, repeatable")] = [],  # noqa: B006
    step: Annotated[str, typer.Option("--step", help="分摊的最小单位 smallest unit of a share")] = "",
    reason: Reason = "", form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """By parts as written, or in proportion to agreed weights."""
    from xietong.targets import told

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    if bool(parts) == bool(weights):
        stop("请用 --part 或 --weight 之一。", "give either --part or --weight.", tongue)
    with opened(workspace, tongue) as ws:
        if parts:
            made = ws.splits.by_parts(subject, along, _pairs(parts, "--part", tongue), reason)
        else:
            made = ws.splits.by_weights(subject, along, _pairs(weights, "--weight", tongue), reason, step)
        rows = told.split(made.split, made.issues)
        if form == "json":
            as_json(rows)
            return
        put(
            rows["parts"],
            form,
            {"key": "部分 part", "goal_text": "目标 goal"},
            "\n".join(one.sentence(tongue) for one in made.issues),
        )


@app.command(
    "progress", help="进度：各种方法的结论、预测、哪句话推动了它。 Verdicts of all methods, forecast, what moved it."
)
def progress(
    subject: Subject, as_of: AsOf = "",
    grain: Annotated[str, typer.Option("--grain", help="week | month | quarter | half | year | stock")] = "",
    form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """As sentences; everything with --format json, the readings with csv."""
    from xietong.targets import told

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    if grain:
        one_of(grain, ("week", "month", "quarter", "half", "year", "stock"), "--grain", tongue)
    with opened(workspace, tongue) as ws:
        found = ws.standing.of(subject, _day(as_of, tongue), grain)
        one = found.stand
        if form == "json":
            as_json(
                {"target": told.target(one.held), "stand": told.stand(one, found.titles), "ahead": told.ahead(found.ahead),
                 "moves": [told.move(each, found.titles) for each in found.moves], "late": told.late(found.row, found.titles)}
            )  # fmt: skip
            return
        if form == "csv":
            put(told.stand(one, found.titles)["readings"], form, {"name": "", "value": "", "released": ""})
            return
        print(f"{one.held.title} {one.target.territory} {one.target.goal} → {one.target.due}")
        for each in one.verdicts:
            print("· " + each.sentence(tongue))
        print("· " + ahead_words(told.ahead(found.ahead), tongue))
        for last in one.course.latest:
            print(
                "  "
                + " ".join(
                    (
                        last.quote,
                        found.titles.get(last.id, ""),
                        last.release.date,
                        last.statement[:12] or last.cell[:12],
                    )
                )
            )


def ahead_words(one: Mapping[str, Any], tongue: str) -> str:
    """The forecast as a sentence."""
    if "reason" in one:
        return str(one["reason"][tongue])
    low, high, chance = f"{one['low']:,.6g}", f"{one['high']:,.6g}", f"{one['chance']:.0%}"
    if tongue == "zh":
        return f"预测：到期有 {one['level']:.0%} 的可能在 {low} 至 {high} 之间，达到目标的概率 {chance}（只依据 {one['points']} 个点本身）。"
    return f"Forecast: {one['level']:.0%} between {low} and {high} when due; the goal is met with probability {chance} (from {one['points']} points alone)."


@app.command("scorecard", help="成绩单：水平、位次、努力、变化放在一起。 Level, rank, effort and change together.")
def scorecard(
    territory: Annotated[str, typer.Option("--territory", help="地区 territory")] = "",
    body: Annotated[str, typer.Option("--body", help="责任单位 body")] = "",
    as_of: AsOf = "", form: Form = "table", limit: Limit = 200, workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """Of a territory or a body; without either the list of both."""
    from xietong.targets import told
    from xietong.workspace.observations import place_key

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    if territory and body:
        stop("地区和责任单位只写一个。", "give a territory or a body, not both.", tongue)
    with opened(workspace, tongue) as ws:
        if not territory and not body:
            groups = [
                {"by": by, "key": key, "targets": count}
                for by in ("territory", "body") for key, count in ws.targets.counts(by).items()
            ]  # fmt: skip
            put(groups, form, {"by": "类别 by", "key": "名称 name", "targets": "目标 targets"})
            return
        by, of = ("territory", place_key(territory)) if territory else ("body", body)
        page, _ = ws.standing.scorecard(by, of, _day(as_of, tongue), limit)
        rows = [
            {**told.row(one, {}), "short": one.stand.held.subject[:8], "title": one.stand.held.title,
             "goal": str(one.stand.target.goal), "place": f"{one.rank}/{one.peers}" if one.rank else "",
             "marked": "!" if one.late else ""}
            for one in page.items
        ]  # fmt: skip
        put(rows, form, {
            "short": "编号 id", "title": "指标 indicator", "goal": "目标 goal", "status": "状态 status", "value": "水平 level", "place": "位次 rank",
            "effort": "努力 effort", "change": "变化 change", "marked": "期后改动 late",
        }, "努力＝已实现的年均变化 ÷ 今后所需的年均变化" if tongue == "zh" else "effort: yearly change achieved over that required from now on")  # fmt: skip


@app.command("history", help="目标的所有版本：谁在何时改了什么。 All versions of a target: who changed what when.")
def history(subject: Subject, form: Form = "table", workspace: Where = "", language: Tongue = "") -> None:
    """The first first."""
    from xietong.targets.held import changed

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        versions = ws.targets.history(ws.targets.get(subject).held.subject)
        rows = []
        for before, one in zip((None, *versions), versions, strict=False):
            fields = changed(before.held, one.held) if before and before.held and one.held else ()
            rows.append(
                {"at": one.at.isoformat(timespec="seconds"), "person": one.person, "reason": one.reason,
                 "changed": [f"{field}: {old or '–'} → {new or '–'}" for field, old, new in fields],
                 "goal": str(one.held.target.goal) if one.held else ""}
            )  # fmt: skip
        put(
            rows,
            form,
            {
                "at": "时间 when",
                "person": "谁 who",
                "goal": "目标 goal",
                "changed": "改动 changed",
                "reason": "理由 why",
            },
        )


def _row(made: dict[str, Any], one: Recorded) -> dict[str, Any]:
    return {
        **made, "short": one.held.subject[:8], "person": one.person, "at": one.at.isoformat(timespec="seconds"), "reason": one.reason,
    }  # fmt: skip


def _say(made: list[Recorded], tongue: str) -> None:
    for one in made:
        held = one.held
        due = "到" if tongue == "zh" else "by"
        print(f"{held.subject[:12]} {held.title} {held.target.territory} {held.target.goal} {due} {held.target.due}")


def _pairs(given: list[str], option: str, tongue: str) -> dict[str, str]:
    found = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name.strip() or name.strip() in found:
            stop(
                f"{option} {one}：写作 名称=值，每个名称一次。",
                f"{option} {one}: write name=value, each name once.",
                tongue,
            )
        found[name.strip()] = value.strip()
    return found


def _fields(given: list[str], tongue: str) -> dict[str, str]:
    return _pairs(given, "--set", tongue)


def _day(given: str, tongue: str) -> date | None:
    found = period(given, tongue, "--as-of")
    return found.end if found else None
