"""`xietong tasks` further: problems and requests, the agenda they are gathered into, meetings and their conclusions."""

from __future__ import annotations

from typing import Annotated

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened, stop
from xietong.cli.tasks import FORMS, Body, Form, Id, Lead, app, day_of, put, reference, remarks, said, said_as
from xietong.core import clock

__all__ = ["app"]


@app.command("problems")
def problems(
    body: Body = "", all_: Annotated[bool, typer.Option("--all", help="含已了结的 settled ones too")] = False, limit: Limit = 50,
    form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """未了结的问题和协调请求。 Open problems and requests for coordination."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        found = ws.tasks.matters(body=body, is_open=None if all_ else True, limit=limit)
        rows = [
            {"id": one.id[:12] if form == "table" else one.id, "kind": said_as("matter", one.matter.kind, form, tongue), "day": str(one.matter.day),
             "title": one.matter.title, "task": one.task, "asked": "、".join(one.matter.asked),
             "blocking": one.matter.blocking, "status": said_as("matter_status", one.matter.status, form, tongue), "meeting": one.matter.meeting}
            for one in found.items
        ]  # fmt: skip
    put(rows, form, {"id": "编号 id", "kind": "类别 kind", "day": "提出 raised", "title": "事项 title", "task": "任务 task",
                     "asked": "请谁处理 asked", "status": "状态 status"})  # fmt: skip


@app.command("raise")
def raise_(
    title: Annotated[str, typer.Argument(help="什么问题，或请求什么 what")],
    task: Annotated[str, typer.Option(help="哪项任务 of which task")] = "",
    request: Annotated[bool, typer.Option("--request", help="协调请求 a request for coordination")] = False,
    blocking: Annotated[bool, typer.Option("--blocking", help="任务因此停下 the task cannot go on")] = False,
    day: Annotated[str, typer.Option("--day", help="提出日期，默认今天 day; today")] = "",
    asked: Annotated[str, typer.Option(help="请谁处理 bodies that shall act")] = "",
    by: Annotated[str, typer.Option(help="由谁提出 body that raises it")] = "",
    problem: Annotated[str, typer.Option(help="关于哪个问题 about which problem")] = "",
    text: Annotated[str, typer.Option(help="说明 note")] = "",
    evidence: Annotated[list[str], typer.Option(help="佐证 document:ID | statement:ID")] = [],  # noqa: B006
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """提出问题或协调请求。 Raise a problem or a request."""

    from xietong.targets.tasks.fields import matter_of

    tongue = say.language(language)
    given = {
        "title": title, "task": task, "day": day or str(clock.today()), "asked": asked, "raised_by": by, "text": text,
        "blocking": "yes" if blocking else "", "problem": problem, "evidence": "、".join(evidence),
    }  # fmt: skip
    with opened(workspace, tongue) as ws:
        matter = matter_of("request" if request else "problem", given, lambda one: reference(ws, one))
        saved = ws.agenda.put([matter])
    print(saved.ids[0])
    remarks(saved.issues, tongue)


@app.command("resolve")
def resolve(
    matter: Id, resolution: Annotated[str, typer.Argument(help="怎样解决 how it was settled")],
    day: Annotated[str, typer.Option("--day", help="哪天，默认今天 day; today")] = "", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """了结一个问题或请求。 Settle a problem or request."""

    tongue = say.language(language)
    on = day_of(day, tongue) or clock.today()
    with opened(workspace, tongue) as ws:
        ws.agenda.resolve(matter, on, resolution)
    said(1, (), tongue)


@app.command("agenda")
def agenda(
    title: Annotated[str, typer.Argument(help="会议名称；省略则只列出待上会的 the meeting; without it the points waiting")] = "",
    day: Annotated[str, typer.Option("--day", help="召开日期 YYYY-MM-DD")] = "",
    bodies: Annotated[str, typer.Option("--bodies", help="参加单位 bodies")] = "",
    point: Annotated[list[str] | None, typer.Option("--point", help="另加的议题，可重复 a further point; repeated")] = None,
    form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """把未上会的问题和请求归成议程；给出会议名称和日期则列入。 Gather what is open into an agenda; with a title and a day
    the meeting is called."""
    from xietong.targets.tasks.fields import meeting_of

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        items = ws.agenda.gather()
        if title:
            on = day_of(day, tongue)
            if on is None:
                stop("请用 --day 写明召开日期。", "Give the day of the meeting: --day.", tongue)
            called = {"title": title, "day": str(on), "bodies": bodies, "points": "\n".join(point or ())}
            print(ws.agenda.plan(meeting_of(called, items)).ids[0])
        rows = [
            {"item": at, "title": one.title, "matters": [key[:12] for key in one.matters]}
            for at, one in enumerate(items, 1)
        ]
    put(rows, form, {"item": "序号 item", "title": "议题 point", "matters": "问题与请求 matters"})


@app.command("meetings")
def meetings(limit: Limit = 50, form: Form = "table", workspace: Where = "", language: Tongue = "") -> None:
    """会议、议题和结论。 Meetings with their points and conclusions."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        rows = [
            {"id": one.id[:12] if form == "table" else one.id, "day": str(one.meeting.day), "title": one.meeting.title,
             "item": at, "point": item.title, "conclusion": item.conclusion, "tasks": [key[:12] for key in item.tasks]}
            for one in ws.tasks.meetings(limit=limit).items for at, item in enumerate(one.meeting.items, 1)
        ]  # fmt: skip
    put(rows, form, {"id": "编号 id", "day": "日期 day", "title": "会议 meeting", "item": "序号 item", "point": "议题 point",
                     "conclusion": "结论 conclusion", "tasks": "任务 tasks"})  # fmt: skip


@app.command("conclude")
def conclude(
    meeting: Id, item: Annotated[int, typer.Argument(help="第几个议题 number of the point", min=1)],
    conclusion: Annotated[str, typer.Argument(help="结论 what was concluded")],
    task: Annotated[str, typer.Option("--task", help="由此成为的任务 the task it becomes")] = "",
    lead: Lead = "", supporting: Annotated[str, typer.Option(help="配合单位 supporting bodies")] = "",
    due: Annotated[str, typer.Option(help="期限 YYYY-MM-DD")] = "", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """写下一个议题的结论，并使之成为任务。 Keep a conclusion, and make it a task."""
    from xietong.targets.tasks.fields import task_of
    from xietong.workspace.agenda import Conclusion

    tongue = say.language(language)
    given = {"title": task, "lead": lead, "supporting": supporting, "due": due}
    with opened(workspace, tongue) as ws:
        made = (task_of(given, lambda one: reference(ws, one)),) if task else ()
        saved = ws.agenda.conclude(meeting, [Conclusion(item, conclusion, made)])
    said(1 + len(made), saved.issues, tongue)


@app.command("evidence")
def evidence(
    words: Annotated[str, typer.Argument(help="题名、字句或编号 words of a title or clause, or an id")], limit: Limit = 8,
    form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """查找可作佐证的文件、数字和任务。 Look for documents, figures and tasks that entries can rest on."""
    from xietong.core import clock

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        rows = [
            {"reference": f"{one.kind}:{one.id[:12]}" if form == "table" and one.kind != "statement" else one.reference,
             "title": one.title, "words": one.words, "of": one.of, "day": one.day}
            for one in ws.evidence.find(words, limit=limit, day=clock.today())
        ]  # fmt: skip
    put(rows, form, {"reference": "写作 write", "title": "题名、字句 title", "words": "数字 figure", "of": "文件 document",
                     "day": "日期 date"})  # fmt: skip
