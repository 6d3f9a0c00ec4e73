"""`xietong projects`: projects between territories, from signing to production."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened
from xietong.cli.tasks import (
    FORMS,
    Form,
    Id,
    Known,
    OnDay,
    Reason,
    as_of,
    dump,
    give_file,
    put,
    reference,
    said,
    said_as,
    set_fields,
    take_file,
)

if TYPE_CHECKING:
    from xietong.targets.tasks.funnel import Flow
    from xietong.targets.tasks.project import Project

app = typer.Typer(
    help="项目：签约、落地、开工、投产，按来源地和承接地。 Projects from signing to production, by origin and host.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_SETS = Annotated[
    list[str], typer.Option("--set", help="字段=值 field=value, repeatable: signed=2025-03-01 intended=5亿元")
]


@app.command("add")
def add(
    title: Annotated[str, typer.Argument(help="项目名称 name")],
    origin: Annotated[str, typer.Option(help="来源地 origin")], host: Annotated[str, typer.Option(help="承接地 host")],
    field: _SETS = [], reason: Reason = "", workspace: Where = "", language: Tongue = "",  # noqa: B006
) -> None:  # fmt: skip
    """录入一个项目。 Enter a project."""
    from xietong.targets.tasks.fields import project_of

    tongue = say.language(language)
    given = {"title": title, "origin": origin, "host": host, **set_fields(field, "project", tongue)}
    with opened(workspace, tongue) as ws:
        saved = ws.projects.add([project_of(given, lambda one: reference(ws, one))], reason)
    print(saved.ids[0])


@app.command("change")
def change(project: Id, field: _SETS, reason: Reason = "", workspace: Where = "", language: Tongue = "") -> None:
    """修改一个项目，写明理由。 Change a project; the reason is kept."""
    from xietong.targets.tasks.fields import project_of

    tongue = say.language(language)
    given = set_fields(field, "project", tongue)
    with opened(workspace, tongue) as ws:
        held = ws.projects.get(project)
        saved = ws.projects.change(
            held.id, project_of(given, lambda one: reference(ws, one), held.project), reason
        )  # fmt: skip
    said(1, saved.issues, tongue)


@app.command("list")
def listing(
    origin: Annotated[str, typer.Option(help="来源地 origin")] = "", host: Annotated[str, typer.Option(help="承接地 host")] = "",
    limit: Limit = 50, day: OnDay = "", form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """列出项目及其阶段。 List projects with their stages."""
    from xietong.targets.tasks.fields import territory

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    on = as_of(day, "", tongue).day
    with opened(workspace, tongue) as ws:
        page = ws.projects.find(territory(origin), territory(host), limit=limit)
    rows = [
        {"id": one.id[:12] if form == "table" else one.id, **_shown(one.project, on, form, tongue)}
        for one in page.items
    ]
    put(rows, form, {"id": "编号 id", "title": "项目 project", "origin": "来源地 origin", "host": "承接地 host", "stage": "阶段 stage",
                     "intended": "意向 intended", "agreed": "协议 agreed", "paid": "到位 paid"})  # fmt: skip


def _shown(project: Project, on: Any, form: str, tongue: str) -> dict[str, Any]:
    from xietong.targets.tasks.fields import project_fields

    return {
        **project_fields(project),
        "stage": said_as("stage", project.stage(on) or "", form, tongue),
        "over": project.is_over(on),
    }


@app.command("show")
def show(project: Id, workspace: Where = "", language: Tongue = "") -> None:
    """一个项目的全部和历次修改。 All of a project with its history, as JSON."""
    from xietong.core.content import content

    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        row = ws.projects.get(project)
        entries = [
            {"at": one.at.isoformat(), "person": one.person, "reason": one.reason, "content": one.content}
            for one in ws.projects.history(row.id)
        ]
    dump({"id": row.id, "project": content(row.project), "history": entries})


@app.command("funnel")
def funnel(
    day: OnDay = "", known: Known = "", form: Form = "table", workspace: Where = "", language: Tongue = ""
) -> None:
    """漏斗：多少签约，多少落地、开工、投产。 The funnel: how many were signed, landed, started, in production."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        whole, flows = ws.projects.funnel(as_of(day, known, tongue))
    rows = [_flow(one) for one in (*flows, whole)]
    put(rows, form, {"origin": "来源地 origin", "host": "承接地 host", "signed": "签约 signed", "landed": "落地 landed",
                     "started": "开工 started", "production": "投产 in production", "ended": "终止 ended",
                     "money": "意向/协议/到位（亿） intended/agreed/paid (1e8)"})  # fmt: skip


def _flow(one: Flow) -> dict[str, Any]:
    from xietong.observations import places

    money = [
        f"{currency} {sums.intended / 10**8:f}/{sums.agreed / 10**8:f}/{sums.paid / 10**8:f}"
        for currency, sums in one.money.items()
    ]
    origin, host = (places.words(key) if key else "合计" for key in (one.origin, one.host))
    return {
        "origin": origin,
        "host": host,
        **{str(stage): count for stage, count in one.reached.items()},
        "ended": one.ended,
        "money": money,
    }


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV、Excel 文件 file")], reason: Reason = "", workspace: Where = "",
    language: Tongue = "",
) -> None:  # fmt: skip
    """读入项目清单；有一行不对，就一行也不存。 Take a list; one wrong row, and nothing is saved."""
    take_file(file, "project", reason, workspace, say.language(language))


@app.command("export")
def export(workspace: Where = "", language: Tongue = "") -> None:
    """写出项目清单（CSV）。 Write the list as CSV."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        give_file(ws, "project", tongue)
