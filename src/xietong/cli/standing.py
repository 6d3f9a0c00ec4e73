"""`xietong targets plan|progress|scorecard|history`: how targets stand; the others are in `targets.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened, period, stop
from xietong.cli.rows import FORMS, put, put_json

if TYPE_CHECKING:
    from xietong.targets.held import Held
    from xietong.targets.state import Stand

Subject = Annotated[str, typer.Argument(help="目标编号 id of the target (its beginning will do)")]
AsOf = Annotated[str, typer.Option("--as-of", help="截至某日 as known on: YYYY-MM-DD")]
Form = Annotated[str, typer.Option("--format", help="table | json | csv")]
_EFFORT = {
    "zh": "努力＝已实现的年均变化 ÷ 今后所需的年均变化",
    "en": "effort: the yearly change achieved over the one required from now on",
}


def day(given: str, tongue: str) -> date | None:
    """The last day of what --as-of says; None without."""
    found = period(given, tongue, "--as-of")
    return found.end if found else None


def plan(
    document: Annotated[str, typer.Argument(help="文件编号，不写则列出 id of a document; the list of them without")] = "",
    form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """The clause tree with the goals of each clause; without a document those in which something is to be reached."""
    from xietong.targets import told
    from xietong.targets.words import goal_words, status_words

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        rows: list[dict[str, Any]] = []
        if not document:
            rows = [
                {"id": row.id, "short": row.id[:12], "title": row.title or row.name, "date": str(row.date or ""), "goals": count}
                for row, count in ws.plans.documents(200).items
            ]  # fmt: skip
            put(
                rows,
                form,
                {"short": "编号 id", "title": "文件 document", "date": "日期 date", "goals": "要达到的数 to reach"},
            )
            return
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
                    goal = goal_words(one.goal.goal, tongue) if form == "table" else one.goal.goal
                    said = status_words(status, tongue) if status and form == "table" else status
                    rows.append(
                        {**told.proposal(one), "clause": "", "kind": "goal", "state": said or state,
                         "goal": f"{one.subject[:8]} {one.goal.indicator} {goal} → {one.goal.due or '?'}"}
                    )  # fmt: skip
        put(rows, form, {"clause": "条款 clause", "goal": "目标 goal", "state": "状态 state"})


def _depth(clauses: Any, index: int) -> int:
    depth = -1
    while index >= 0:
        depth, index = depth + 1, clauses[index].parent
    return max(depth - 1, 0)


def progress(
    subject: Subject, as_of: AsOf = "",
    grain: Annotated[str, typer.Option("--grain", help="week | month | quarter | half | year | stock")] = "",
    form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """As sentences; everything with --format json, the readings with csv."""
    from xietong.targets import told
    from xietong.targets.progress.verdict import said_together, together
    from xietong.targets.words import left_words

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    if grain:
        one_of(grain, ("week", "month", "quarter", "half", "year", "stock"), "--grain", tongue)
    with opened(workspace, tongue) as ws:
        found = ws.standing.of(subject, day(as_of, tongue), grain)
        one = found.stand
        if form == "json":
            put_json(
                {"target": told.target(one.held), "stand": told.stand(one, found.titles), "ahead": told.ahead(found.ahead),
                 "moves": [told.move(each, found.titles) for each in found.moves], "late": told.late(found.row, found.titles)}
            )  # fmt: skip
            return
        if form == "csv":
            put(told.stand(one, found.titles)["readings"], form, {"name": "", "value": "", "released": ""})
            return
        print(described(one.held, tongue))
        for some in together(one.verdicts):
            print("· " + said_together(some, tongue))
        print("· " + ahead_words(told.ahead(found.ahead), one.target.goal.unit, tongue))
        for last in one.latest:
            where = last.statement[:12] or last.cell[:12] or last.derivation[:12]
            print("  " + " ".join((last.quote, found.titles.get(last.id, ""), last.release.date, where)))
            if last.statement:
                print("    " + ws.statements.get(last.statement).statement.sentence)
        if one.course.left:
            print("· " + left_words(one.course.left, tongue))


def ahead_words(one: Mapping[str, Any], unit: str, tongue: str) -> str:
    """The forecast as a sentence."""
    from xietong.targets.words import near

    head = "预测：" if tongue == "zh" else "Forecast: "
    if "reason" in one:
        return head + str(one["reason"][tongue])
    low, high = (near(Decimal(repr(one[end])), unit, tongue) for end in ("low", "high"))
    chance = f"{one['chance']:.0%}"
    if tongue == "zh":
        return f"预测：到期有 {one['level']:.0%} 的可能在 {low} 至 {high} 之间，达到目标的概率 {chance}（只依据 {one['points']} 个点本身）。"
    return f"Forecast: {one['level']:.0%} between {low} and {high} when due; the goal is met with probability {chance} (from {one['points']} points alone)."


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
        page, _ = ws.standing.scorecard(by, of, day(as_of, tongue), limit)
        rows = [
            {**told.row(one, {}), "short": one.stand.held.subject[:8], "title": one.stand.held.title,
             "goal": str(one.stand.target.goal), "place": f"{one.rank}/{one.peers}" if one.rank else "",
             "marked": "!" if one.late else ""}
            for one in page.items
        ]  # fmt: skip
        if form == "table":
            rows = [{**row, **_read(one.stand, tongue)} for row, one in zip(rows, page.items, strict=True)]
        put(rows, form, {
            "short": "编号 id", "title": "指标 indicator", "goal": "目标 goal", "status": "状态 status", "value": "水平 level", "place": "位次 rank",
            "effort": "努力 effort", "change": "变化 change", "marked": "期后改动 late",
        }, below=_EFFORT[tongue])  # fmt: skip


def _read(stood: Stand, tongue: str) -> dict[str, str]:
    """What of a line of a scorecard reads better in words and magnitudes."""
    from xietong.targets.words import figure, goal_words, near, status_words

    unit, pace = stood.target.goal.unit, stood.pace
    return {
        "goal": goal_words(stood.target.goal, tongue), "status": status_words(stood.status, tongue),
        "value": "" if stood.value is None else figure(stood.value, unit, tongue),
        "change": near(pace.last, "百分点" if unit == "%" else unit, tongue) if pace and pace.last is not None else "",
    }  # fmt: skip


def described(held: Held, tongue: str) -> str:
    """A target on one line: title, place, goal, due day."""
    from xietong.observations import places
    from xietong.targets.words import goal_words

    one = held.target
    return f"{held.title} {places.words(one.territory)} {goal_words(one.goal, tongue)} → {one.due}"


def history(subject: Subject, form: Form = "table", workspace: Where = "", language: Tongue = "") -> None:
    """The first first."""
    from xietong.core.clock import stamp
    from xietong.targets.held import changed
    from xietong.targets.words import goal_words

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        versions = ws.targets.history(ws.targets.get(subject).held.subject)
        rows = []
        for before, one in zip((None, *versions), versions, strict=False):
            fields = changed(before.held, one.held) if before and before.held and one.held else ()
            rows.append(
                {"at": stamp(one.at) if form == "table" else one.at.isoformat(timespec="seconds"), "person": one.person, "reason": one.reason,
                 "changed": [f"{field}: {old or '–'} → {new or '–'}" for field, old, new in fields],
                 "goal": "" if one.held is None else goal_words(one.held.target.goal, tongue) if form == "table"
                 else str(one.held.target.goal)}
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
