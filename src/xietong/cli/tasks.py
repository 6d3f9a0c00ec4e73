"""`xietong tasks`: tasks from a plan, their updates, boards, problems, meetings; lists in and out."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import WRONG_USE, Limit, Tongue, Where, one_of, opened, stop
from xietong.core import clock

if TYPE_CHECKING:
    from datetime import date

    from xietong.core.issue import Issue
    from xietong.targets.tasks.listing import What
    from xietong.workspace import Workspace
    from xietong.workspace.tasks import AsOf, TaskRow

app = typer.Typer(
    help="任务：从规划提出、确认、填报、看板、议程。 Tasks: proposed from a plan, reported, boards, agenda.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Form = Annotated[str, typer.Option("--format", help="table | json | csv")]
FORMS = ("table", "json", "csv")
Id = Annotated[str, typer.Argument(help="编号，可只写开头 id, or the beginning of it")]
Reason = Annotated[str, typer.Option("--reason", help="理由 reason")]
OnDay = Annotated[str, typer.Option("--day", help="截至哪天，默认今天 as of a day: YYYY-MM-DD")]
Known = Annotated[str, typer.Option("--known", help="当时已录入的 as known then: YYYY-MM-DD")]
Body = Annotated[str, typer.Option("--body", help="单位（任何角色） body in any role")]
Lead = Annotated[str, typer.Option("--lead", help="牵头或责任单位 body that answers")]
Plan = Annotated[str, typer.Option("--plan", help="规划文件编号 id of the plan's document")]
Standing = Annotated[
    list[str], typer.Option("--standing", help="overdue | blocked | late | running | ahead | planned | done | dropped")
]
NAMES = {
    "overdue": "逾期", "blocked": "受阻", "late": "滞后", "running": "推进中", "ahead": "超前", "planned": "未启动",
    "done": "已完成", "dropped": "已取消",
}  # fmt: skip


_FEW = 5  # remarks of a kind


def reference(ws: Workspace, given: str) -> str:
    """A task by the beginning of its id or by its title."""
    from xietong.workspace.task_lists import References

    return References(ws.tasks.titles()).find(given)


@app.command("propose")
def propose(
    document: Annotated[str, typer.Argument(help="文件编号 id of a document")], form: Form = "table", workspace: Where = "",
    language: Tongue = "",
) -> None:  # fmt: skip
    """列出规划文本里要做的事，供确认。 What a plan's text says is to be done, to be confirmed."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        rows = [
            {"id": one.id[:12] if form == "table" else one.id, "known": "✓" if one.id in plan.known else "",
             "title": ("  " if one.task.parent else "") + one.task.title, "due": str(one.task.due or ""),
             "inherited": one.task.inherited, "lead": "、".join(one.task.answering),
             "supporting": "、".join(one.task.supporting), "sizes": "、".join(size.words for size in one.task.sizes)}
            for plan in ws.tasks.propose(document) for one in plan.tasks
        ]  # fmt: skip
    put(rows, form, {"id": "编号 id", "known": "已确认 confirmed", "title": "任务 task", "due": "期限 due", "lead": "牵头 lead",
                     "sizes": "规模 sizes"})  # fmt: skip


@app.command("confirm")
def confirm(
    document: Annotated[str, typer.Argument(help="文件编号 id of a document")],
    task: Annotated[list[str], typer.Option("--task", help="只确认这些 only these, repeatable")] = [],  # noqa: B006
    reason: Reason = "", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """确认规划中的任务，全部或其中几项。 Confirm the tasks of a plan, all or some."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        saved = ws.tasks.confirm(document, task, reason)
    said(len(saved.ids), saved.issues, tongue)


@app.command("add")
def add(
    title: Annotated[str, typer.Argument(help="要做什么 what is to be done")],
    lead: Lead = "", supporting: Annotated[str, typer.Option(help="配合单位 supporting bodies")] = "",
    responsible: Annotated[str, typer.Option(help="责任单位 responsible bodies")] = "",
    territories: Annotated[str, typer.Option("--place", help="地区 territories")] = "",
    start: Annotated[str, typer.Option(help="开始 YYYY-MM-DD")] = "", due: Annotated[str, typer.Option(help="期限 YYYY-MM-DD")] = "",
    milestones: Annotated[str, typer.Option("--milestone", help="“日期 名称”，用；分开 “day title”, parted by ;")] = "",
    after: Annotated[str, typer.Option(help="前置任务 waits for, ids or titles")] = "",
    planned: Annotated[str, typer.Option(help="计划投资 3.5亿元")] = "",
    parent: Annotated[str, typer.Option(help="上级任务 belongs to")] = "",
    text: Annotated[str, typer.Option(help="说明 note")] = "", reason: Reason = "", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """录入一项任务。 Enter a task."""
    from xietong.targets.tasks.fields import task_of

    tongue = say.language(language)
    given = {
        "title": title, "lead": lead, "supporting": supporting, "responsible": responsible, "territories": territories,
        "start": start, "due": due, "milestones": milestones, "after": after, "planned": planned, "parent": parent,
        "text": text,
    }  # fmt: skip
    with opened(workspace, tongue) as ws:
        saved = ws.tasks.add([task_of(given, lambda one: reference(ws, one))], reason)
    print(saved.ids[0])
    remarks(saved.issues, tongue)


@app.command("change")
def change(
    task: Id,
    field: Annotated[list[str], typer.Option("--set", help="字段=值 field=value, repeatable: due=2026-06-30")],
    reason: Reason = "", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """修改一项任务，写明理由。 Change a task; the reason is kept."""
    from xietong.targets.tasks.fields import task_of

    tongue = say.language(language)
    given = set_fields(field, "task", tongue)
    with opened(workspace, tongue) as ws:
        held = ws.tasks.get(reference(ws, task))
        saved = ws.tasks.change(held.id, task_of(given, lambda one: reference(ws, one), held.task), reason)
    said(1, saved.issues, tongue)


def set_fields(given: list[str], what: What, tongue: str) -> dict[str, str]:
    """The fields of `--set name=value`; stops at one that such lists do not have."""
    from xietong.targets.tasks.listing import columns

    found = dict(one.partition("=")[::2] for one in given)
    unknown = sorted(set(found) - set(columns(what)) | set(found) & {"id"})
    if unknown:
        listed = "、".join(name for name in columns(what) if name != "id")
        stop(
            f"--set：没有“{unknown[0]}”；可用：{listed}。",
            f"--set: no field {unknown[0]!r}; there are: {listed}.",
            tongue,
        )
    return found


@app.command("withdraw")
def withdraw(task: Id, reason: Reason = "", workspace: Where = "", language: Tongue = "") -> None:
    """撤下一项任务；记录仍在。 Take a task out of lists; its history stays."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        ws.tasks.withdraw(reference(ws, task), reason)
    said(1, (), tongue)


@app.command("update")
def update(
    task: Id,
    when: Annotated[str, typer.Option("--for", help="哪天或哪周 day or week: 2025-06-30, 2025-W26")],
    status: Annotated[str, typer.Option(help="planned | running | blocked | done | dropped")],
    completion: Annotated[str, typer.Option(help="完成率 per cent")] = "",
    invested: Annotated[str, typer.Option(help="完成投资 3.5亿元")] = "",
    text: Annotated[str, typer.Option(help="进展 what was done")] = "",
    evidence: Annotated[list[str], typer.Option(help="佐证 document:ID | statement:ID")] = [],  # noqa: B006
    reached: Annotated[list[str], typer.Option(help="已到节点 milestone reached")] = [],  # noqa: B006
    correction: Annotated[bool, typer.Option("--correction", help="更正该周已报的进展 replaces that week's update")] = False,
    reason: Reason = "", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """填报一条进展。 Report how a task stands in a week."""
    from xietong.targets.tasks.fields import update_of

    tongue = say.language(language)
    given = {
        "task": task, "when": when, "status": status, "completion": completion, "invested": invested, "text": text,
        "evidence": "、".join(evidence), "reached": "\n".join(reached), "correction": "yes" if correction else "",
        "reason": reason,
    }  # fmt: skip
    with opened(workspace, tongue) as ws:
        saved = ws.tasks.report([update_of(given, lambda one: reference(ws, one))])
    said(1, saved.issues, tongue)


@app.command("list")
def listing(
    body: Body = "", lead: Lead = "", plan: Plan = "", standing: Standing = [], words: Annotated[str, typer.Option(help="标题中的字 words in the title")] = "",  # noqa: B006
    silent: Annotated[bool, typer.Option("--silent", help="久未填报 not reported for weeks")] = False,
    day: OnDay = "", known: Known = "", limit: Limit = 50, form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """列出任务，最要紧的在前。 List tasks, the worst first."""
    from xietong.targets.tasks.standing import STANDINGS
    from xietong.workspace.tasks import Asked

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    for one in standing:
        one_of(one, STANDINGS, "--standing", tongue)
    with opened(workspace, tongue) as ws:
        document = ws.tasks.plan(plan).document if plan else ""
        asked = Asked(body, lead, document, words=words, silent=silent, standings=tuple(standing))  # type: ignore[arg-type]
        page = ws.tasks.find(asked, as_of(day, known, tongue), limit, by_concern=True)
    put([_row(one, form, tongue) for one in page.items], form, HEADINGS)
    if form == "table" and page.total > len(page.items):
        print(f"共 {page.total} 项" if tongue == "zh" else f"{page.total} in all")


HEADINGS = {
    "id": "编号 id", "standing": "现状 standing", "title": "任务 task", "lead": "牵头 lead", "due": "期限 due",
    "completion": "完成率 %", "reported": "最近进展 reported",
}  # fmt: skip


def _row(row: TaskRow, form: str, tongue: str) -> dict[str, Any]:
    done = row.state.completion
    return {
        "id": row.id[:12] if form == "table" else row.id,
        "standing": NAMES[row.standing] if form == "table" and tongue == "zh" else row.standing, "title": row.task.title,
        "lead": "、".join(row.task.answering), "supporting": "、".join(row.task.supporting), "due": str(row.task.due or ""),
        "status": row.state.status, "completion": "" if done is None else f"{done:f}",
        "reported": str(row.state.reported or ""), "silent": row.silent,
    }  # fmt: skip


@app.command("show")
def show(task: Id, day: OnDay = "", known: Known = "", workspace: Where = "", language: Tongue = "") -> None:
    """一项任务的全部。 All of a task, as JSON."""
    from xietong.core.content import content

    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        at = as_of(day, known, tongue)
        row = ws.tasks.get(reference(ws, task), at)
        updates = ws.tasks.updates([row.id], last=at.day, known=at.known).items
        found = {
            "id": row.id, "standing": row.standing, "silent": row.silent, "task": content(row.task),
            "state": content(row.state),
            "updates": [{**content(one.update), "entered": one.record.at.isoformat(), "person": one.record.person,
                         "late": one.late} for one in updates],
            "matters": [{"id": one.id, **content(one.matter)} for one in ws.tasks.matters(task=row.id, limit=None).items],
        }  # fmt: skip
    dump(found)


@app.command("board")
def board(
    plan: Plan = "",
    day: OnDay = "",
    known: Known = "",
    form: Form = "table",
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """各单位名下任务的现状。 The bodies with how their tasks stand."""
    from xietong.targets.tasks.standing import STANDINGS

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        document = ws.tasks.plan(plan).document if plan else ""
        rows = [
            {"body": one.body, "total": one.total, **{name: one.counts.get(name, 0) for name in STANDINGS},
             "silent": one.silent, "supporting": one.supporting, "problems": one.problems, "known": one.known}
            for one in ws.tasks.board(as_of(day, known, tongue), document)
        ]  # fmt: skip
    names: dict[str, str] = {name: (NAMES[name] if tongue == "zh" else name) for name in STANDINGS}
    put(rows, form, {"body": "单位 body", "total": "任务 tasks", **names, "silent": "久未填报 silent",
                     "supporting": "配合 supporting", "problems": "问题 problems"})  # fmt: skip


@app.command("history")
def history(task: Id, form: Form = "table", workspace: Where = "", language: Tongue = "") -> None:
    """谁在何时录入、修改了什么。 Who entered or changed what, and when."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        try:
            key = reference(ws, task)
        except ValueError:
            key = task  # one that was withdrawn is in no list
        from xietong.store.task_rows import late

        rows = [
            {"at": clock.stamp(one.at), "person": one.person, "kind": one.kind, "day": str(one.day or ""),
             "late": late(one.day, one.at) if one.kind == "update" and one.day else "", "reason": one.reason,
             "content": one.content if form == "json" else brief(one.content)}
            for one in ws.tasks.history(key)
        ]  # fmt: skip
    put(rows, form, {"at": "录入 entered", "person": "何人 by", "kind": "类别 kind", "day": "所属日 for", "late": "迟录天数 days late",
                     "content": "内容 content", "reason": "理由 reason"})  # fmt: skip


def brief(content: Any) -> str:
    """The main fields of an entry on one line."""
    if content is None:
        return "–"
    shown = ("title", "status", "completion", "due", "text", "resolution", "conclusion")
    return " · ".join(str(content[name])[:60] for name in shown if content.get(name) not in (None, ""))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV、Excel 文件 file")],
    what: Annotated[str, typer.Option("--what", help="task | update")] = "task", reason: Reason = "", workspace: Where = "",
    language: Tongue = "",
) -> None:  # fmt: skip
    """读入单位的任务清单或进展表；有一行不对，就一行也不存。 Take a list; one wrong row, and nothing is saved."""
    tongue = say.language(language)
    one_of(what, ("task", "update"), "--what", tongue)
    take_file(file, "update" if what == "update" else "task", reason, workspace, tongue)


@app.command("export")
def export(
    what: Annotated[str, typer.Option("--what", help="task | update")] = "task", body: Body = "", lead: Lead = "",
    plan: Plan = "", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """写出任务清单或进展表（CSV）；任务表改好后可读回。 Write a list as CSV; it can be taken back when edited."""
    from xietong.workspace.tasks import Asked

    tongue = say.language(language)
    one_of(what, ("task", "update"), "--what", tongue)
    with opened(workspace, tongue) as ws:
        document = ws.tasks.plan(plan).document if plan else ""
        give_file(ws, "update" if what == "update" else "task", tongue, Asked(body, lead, document))


# -- what `xietong projects` shares ---------------------------------------------------------------------------------------


def take_file(file: Path, what: What, reason: str, workspace: str, tongue: str) -> None:
    """Take a list into the workspace and say what came of it."""
    from xietong.workspace.task_lists import rows_of, take

    try:
        data = file.read_bytes()
    except OSError as error:
        say.cannot_open(file, error, tongue)
        raise typer.Exit(WRONG_USE) from None
    with opened(workspace, tongue) as ws:
        taken = take(ws, what, rows_of(data, file.name, what), reason)
    print(
        f"新增 {taken.new} 行，改动 {taken.changed} 行，相同 {taken.same} 行" if tongue == "zh"
        else f"{taken.new} new, {taken.changed} changed, {taken.same} the same"
    )  # fmt: skip
    remarks(taken.issues, tongue)


def give_file(ws: Workspace, what: What, tongue: str, asked: Any = None) -> None:
    """Write a list on the standard output."""
    from xietong.workspace.task_lists import lines

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerows(lines(ws, what, tongue, asked))


def as_of(day: str, known: str, tongue: str) -> AsOf:
    """--day and --known; what was known at the end of that day."""

    from xietong.workspace.tasks import AsOf

    then = day_of(known, tongue)
    return AsOf(day_of(day, tongue) or clock.today(), clock.end_of(then) if then else None)


def day_of(given: str, tongue: str) -> date | None:
    """A day as typed; ends the command where it is none."""
    from xietong.core.errors import ValuesError
    from xietong.targets.tasks.fields import day

    try:
        return day(given)
    except ValuesError as error:
        stop(error.sentence("zh"), error.sentence("en"), tongue)


def said(count: int, issues: Iterable[Issue], tongue: str) -> None:
    """That it is kept, and what to look at."""
    print(f"已保存 {count} 项" if tongue == "zh" else f"saved: {count}")
    remarks(issues, tongue)


def remarks(issues: Iterable[Issue], tongue: str) -> None:
    """What is worth a look, each sentence once; of many of a kind the first few and how many more."""
    kinds: dict[str, list[str]] = {}
    for one in issues:
        kinds.setdefault(one.code, []).append(one.sentence(tongue))
    for sentences in kinds.values():
        different = list(dict.fromkeys(sentences))
        for sentence in different[:_FEW]:
            say.complain(sentence)
        if more := len(different[_FEW:]):
            say.complain(f"……同类另有 {more} 条" if tongue == "zh" else f"… and {more} more of the kind")


def put(rows: Sequence[dict[str, Any]], form: str, headings: dict[str, str]) -> None:
    """Rows as a table of some columns, as JSON, or as CSV."""
    if form == "json":
        dump(list(rows))
    elif form == "csv":
        from xietong.exchange.delimited import harmless

        names = list(rows[0]) if rows else list(headings)
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(names)
        out.writerows([harmless(_cell(row.get(name))) for name in names] for row in rows)
    else:
        from xietong.cli.table import draw

        draw(tuple(headings.values()), (tuple(_cell(row.get(name)) for name in headings) for row in rows))


def said_as(group: str, code: str, form: str, tongue: str) -> str:
    """A code in the words of the pages, on the terminal; programs get the code."""
    from xietong.web.language import words

    return words(tongue)(f"{group}.{code}") if form == "table" and code else code


def _cell(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def dump(found: Any) -> None:
    """JSON on the standard output."""
    print(json.dumps(found, ensure_ascii=False, indent=1))
