"""`xietong targets`: goals of plans confirmed, targets entered and corrected, how they stand, scorecards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened, stop
from xietong.cli.rows import FORMS, put, put_json
from xietong.cli.standing import AsOf, Form, Subject, day, described, history, plan, progress, scorecard

if TYPE_CHECKING:
    from xietong.targets.model import Goal
    from xietong.targets.state import Stand
    from xietong.workspace.targets import Recorded

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
Document = Annotated[str, typer.Argument(help="文件编号 id of the document (its beginning will do)")]
Sets = Annotated[
    list[str],
    typer.Option(
        "--set",
        help="字段=值 field=value: indicator territory goal due baseline baseline_period direction strength measure scope "
        "members title body freeze",
    ),
]
Reason = Annotated[str, typer.Option("--reason", help="理由或所依据的条款 why, or the clause it rests on")]
_TARGET = {
    "short": "编号 id", "title": "指标 indicator", "territory_name": "地区 territory", "goal_text": "目标 goal", "due": "期限 due",
    "strength": "性质 kind", "status": "状态 status", "value": "水平 level", "period": "时期 period", "body": "责任单位 body",
}  # fmt: skip


@app.command("propose", help="列出文件中待确认的目标。 List the goals of a document that may be confirmed.")
def propose(
    document: Document,
    everything: Annotated[bool, typer.Option("--all", help="连同已决定的 also those decided")] = False,
    form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """Open proposals, each with what it is linked to and what is lacking."""
    from xietong.observations import places
    from xietong.targets import told

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        found = [one for read in ws.plans.of(document) for one in read.proposals]
        decided = ws.targets.decided(one.subject for one in found)
        rows = [
            {**told.proposal(one), "short": one.subject[:8], "due_text": f"{one.goal.due or '?'}{'*' if one.goal.inherited else ''}",
             "state": decided[one.subject].held.state if one.subject in decided else "open",
             "lacking": [field for field, _ in one.lacks],
             "goal_text": _goal(one.goal.goal, form, tongue), "territory_name": places.words(one.place)}
            for one in found if everything or one.subject not in decided
        ]  # fmt: skip
        below = "* 沿用全文期限" if tongue == "zh" else "* the plan's horizon, inherited"
        put(rows, form, {
            "short": "编号 id", "quote": "原文 quote", "phrase": "短语 phrase", "indicator": "指标 indicator", "territory_name": "地区 territory",
            "goal_text": "目标 goal", "due_text": "期限 due", "state": "状态 state", "lacking": "还缺 lacking",
        }, below=below)  # fmt: skip


@app.command(
    "confirm", help="确认文件中的目标；不写编号则确认全部齐备的。 Confirm goals; all that lack nothing unless told."
)
def confirm(
    document: Document,
    goal: Annotated[str, typer.Argument(help="目标编号 id of the goal")] = "",
    printed: Annotated[
        bool, typer.Option("--as-printed", help="指标、地区不明的按原文记 those not linked, under their own words")
    ] = False,
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
        made = ws.targets.confirm_all(document, reason, printed=printed)
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
        _say([made], tongue)


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
        page = ws.targets.find(terms, limit, as_of=day(as_of, tongue))
        helds = [one.held for one in page.items]
        stood = [] if rejected else ws.standing.stands(helds, day(as_of, tongue))
        rows = [_row(told.target(one.held), one) for one in page.items]
        rows = (
            [{**row, **_standing(one, form, tongue)} for row, one in zip(rows, stood, strict=True)] if stood else rows
        )
        put(rows, form, _TARGET, below=f"{len(rows)} / {page.total}")


@app.command("show", help="一个目标的全部。 One target whole.")
def show(subject: Subject, workspace: Where = "", language: Tongue = "") -> None:
    """As JSON: the target, its parts, splits and versions."""
    from xietong.targets import told

    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        one = ws.targets.get(subject)
        parts = ws.targets.find({}, None, whole=one.held.subject).items
        put_json(
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
    from xietong.observations import places
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
            put_json(rows)
            return
        put(
            [
                {**row, "name": places.words(part.key), "goal_text": _goal(part.goal, form, tongue)}
                for row, part in zip(rows["parts"], made.split.parts, strict=True)
            ],
            form,
            {"name": "部分 part", "goal_text": "目标 goal"},
            below="\n".join(one.sentence(tongue) for one in made.issues),
        )


def _standing(one: Stand, form: str, tongue: str) -> dict[str, Any]:
    """How a target stands, in codes and exact numbers for programs, in words and magnitudes for a table."""
    from xietong.core.grid import name
    from xietong.targets.words import figure, goal_words, status_words, when

    last = one.last.period if one.last else None
    if form != "table":
        value = None if one.value is None else str(one.value)
        return {"status": one.status, "value": value, "period": name(last) if last else ""}
    unit = one.target.goal.unit
    return {
        "status": status_words(one.status, tongue), "value": "" if one.value is None else figure(one.value, unit, tongue),
        "period": when(last, tongue) if last else "", "goal_text": goal_words(one.target.goal, tongue),
    }  # fmt: skip


def _row(made: dict[str, Any], one: Recorded) -> dict[str, Any]:
    return {
        **made, "short": one.held.subject[:8], "person": one.person, "at": one.at.isoformat(timespec="seconds"), "reason": one.reason,
    }  # fmt: skip


def _say(made: list[Recorded], tongue: str) -> None:
    for one in made:
        print(f"{one.held.subject[:12]} {described(one.held, tongue)}")


def _goal(goal: Goal, form: str, tongue: str) -> str:
    """In words and magnitudes for a table, exact for programs."""
    from xietong.targets.words import goal_words

    return goal_words(goal, tongue) if form == "table" else str(goal)


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


app.command(
    "plan", help="把文件读成规划：条款、目标及其进度。 Read a document as a plan: clauses, goals and their state."
)(plan)
app.command(
    "progress", help="进度：各种方法的结论、预测、哪句话推动了它。 Verdicts of all methods, forecast, what moved it."
)(progress)
app.command("scorecard", help="成绩单：水平、位次、努力、变化放在一起。 Level, rank, effort and change together.")(
    scorecard
)
app.command("history", help="目标的所有版本：谁在何时改了什么。 All versions of a target: who changed what when.")(
    history
)
