"""`xietong review`: what the machine doubts, by the value of an answer; answering, taking back, and the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened, stop
from xietong.core import clock

if TYPE_CHECKING:
    from xietong.statements.review.model import Decision, Item
    from xietong.store.review.kind import Shown
    from xietong.workspace import Workspace

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
Kind = Annotated[str, typer.Option("--kind", help="reading | cell | issue | name | place")]
Document = Annotated[str, typer.Option("--document", help="文件编号 id of a document")]
Form = Annotated[str, typer.Option("--format", help="table | jsonl")]
Reason = Annotated[str, typer.Option("--reason", help="理由 why (拒绝和豁免必填 required for reject and waive)")]


@app.command("list", help="列出待复核的问题，最值得回答的在前。 List the questions, the most valuable first.")
def listing(
    kind: Kind = "", document: Document = "", form: Form = "table", limit: Limit = 20, workspace: Where = "",
    language: Tongue = "",
) -> None:  # fmt: skip
    """The queue."""
    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        page = ws.review.queue(kind, document, limit)
        if form == "jsonl":
            for one in page.items:
                print(json.dumps(_record(one), ensure_ascii=False))
            return
        from xietong.cli.table import draw

        draw(
            ("题号 question", "价值 value", "涉及 reach", "疑点 doubt", "内容 about"),
            (
                (_short(one), f"{one.weight:.2f}", str(one.reach), _doubts(one, tongue), _about(ws, one, tongue))
                for one in page.items
            ),
            f"{len(page.items)} / {page.total}",
        )


@app.command(
    "next", help="显示最值得回答的问题（或指定的一个）。 Show the question most worth answering, or a given one."
)
def upcoming(
    question: Annotated[str, typer.Argument(help="题号 kind:subject")] = "",
    kind: Kind = "", document: Document = "", form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """One question with what an answer rests on."""
    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        if not question:
            items = ws.review.queue(kind, document, 1).items
            if not items:
                print("没有待复核的问题。" if tongue == "zh" else "nothing is open")
                return
            found = ws.review.get(items[0].kind, items[0].subject)
        else:
            found = ws.review.get(*_question(ws, question, tongue))
        if form == "jsonl":
            print(json.dumps(_shown(found, tongue), ensure_ascii=False))
        else:
            _print(found, tongue)


@app.command("decide", help="回答一个问题。 Answer a question.")
def decide(
    question: Annotated[str, typer.Argument(help="题号 kind:subject (可只写开头 its beginning will do)")],
    verdict: Annotated[str, typer.Argument(help="accept | correct | reject | merge | waive")],
    fields: Annotated[
        list[str] | None, typer.Option("--set", help="更正 字段=值 field=value；合并 as=名称 name or code")
    ] = None,
    reason: Reason = "",
    state: Annotated[str, typer.Option("--state", help="所见状态 the state that was shown")] = "",
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """One more row in the log; what follows from it is done at once."""
    from xietong.statements.review.model import VERDICTS

    tongue = say.language(language)
    one_of(verdict, VERDICTS, "verdict", tongue)
    with opened(workspace, tongue) as ws:
        kind, subject = _question(ws, question, tongue)
        made = ws.review.decide(kind, subject, verdict, _fields(fields or [], tongue), reason, state)  # type: ignore[arg-type]
        print(_line(made, tongue))


@app.command("undo", help="撤销一个决定（缺省为自己最近的一个）。 Undo a decision; the last one unless told.")
def undo(
    number: Annotated[int, typer.Argument(help="决定的编号 its number")] = 0,
    reason: Reason = "",
    workspace: Where = "",
    language: Tongue = "",
) -> None:
    """One more row; what held before holds again."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        if not number:
            number = ws.review.last()
            if not number:
                stop("没有可撤销的决定。", "there is no decision to undo.", tongue)
        print(_line(ws.review.undo(number, reason), tongue))


@app.command("log", help="所有决定，最近的在前。 All decisions, the latest first.")
def log(
    kind: Kind = "", document: Document = "", form: Form = "table", limit: Limit = 50, workspace: Where = "",
    language: Tongue = "",
) -> None:  # fmt: skip
    """Every row that was ever added."""
    tongue = say.language(language)
    one_of(form, ("table", "jsonl"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        for row in ws.review.log(kind, document, limit).items:
            one = row.decision
            if form == "jsonl":
                record = {
                    "number": one.number, "at": one.at.isoformat(), "person": one.person, "kind": one.kind,
                    "subject": one.subject, "verdict": one.verdict, "content": one.content, "reason": one.reason,
                    "document": one.document, "undoes": one.undoes, "undone": row.undone,
                }  # fmt: skip
                print(json.dumps(record, ensure_ascii=False))
            else:
                gone = f"  （已由 {row.undone} 撤销 undone）" if row.undone else ""
                print(_line(one, tongue) + gone)


@app.command("name", help="写明复核人。 Say who reviews.")
def name(
    who: Annotated[str, typer.Argument(help="姓名 name")] = "", workspace: Where = "", language: Tongue = ""
) -> None:
    """The name that answers bear; without an argument it is shown."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        if who:
            ws.review.set_reviewer(who)
        print(ws.review.reviewer or ("（未填写）" if tongue == "zh" else "(none)"))


def _question(ws: Workspace, given: str, tongue: str) -> tuple[str, str]:
    """Kind and whole subject of a question as typed; a subject may be the beginning of one that is open."""
    kind, colon, subject = given.partition(":")
    if not colon or not subject:
        stop(f"题号写作 类别:编号，不能是“{given}”。", f"a question is kind:subject, not {given!r}.", tongue)
    if kind not in ws.review.kinds:
        return kind, subject  # refused with the kinds there are
    found = ws.review.beginning(kind, subject)
    if len(found) > 1:
        stop(f"有多个问题以“{given}”开头；请多写几位。", f"more than one question begins with {given!r}.", tongue)
    return kind, found[0] if found else subject


def _fields(given: list[str], tongue: str) -> Mapping[str, str]:
    fields = {}
    for one in given:
        field, equals, value = one.partition("=")
        if not equals:
            stop(f"--set 写作 字段=值，不能是“{one}”。", f"--set takes field=value, not {one!r}.", tongue)
        fields[field.strip()] = value.strip()
    return fields


def _short(one: Item) -> str:
    if one.kind == "cell":  # ends in row and column
        return f"{one.kind}:{one.subject}"
    subject = one.subject[:12] if one.kind in ("reading", "issue") else one.subject
    return f"{one.kind}:{subject}"


def _doubts(one: Item | Shown, tongue: str) -> str:
    from xietong.data import table

    words = table("messages/review.toml")
    return "；".join(words[doubt.code][tongue].format(words=doubt.words) for doubt in one.doubts)


def _about(ws: Workspace, one: Item, tongue: str) -> str:
    from xietong.core.errors import NotFoundError

    try:
        shown = ws.review.get(one.kind, one.subject)
    except NotFoundError:
        return ""
    if shown.issue is not None:
        return shown.issue.issue.sentence(tongue)
    if shown.kind == "reading":
        said = shown.rows[0][0].statement
        return f"{said.quote}  {' '.join(said.sentence.split())}"[:120]
    return shown.title


def _print(found: Shown, tongue: str) -> None:
    from xietong.statements.review.correct import FIELDS, written

    print(f"{found.kind}:{found.subject}  {found.title}")
    if found.doubts:
        print("  " + _doubts(found, tongue))
    if found.issue is not None:
        issue = found.issue.issue
        print(f"  {issue.severity}: {issue.sentence(tongue)}\n  {issue.computation}")
        for place in issue.places:
            print(f"    {place.quote}  {' '.join(place.sentence.split())}")
    _print_cell(found, tongue)
    for row, holds in found.rows if found.issue is None else ():
        print(f"  {row.statement.quote}  {' '.join(row.statement.sentence.split())}")
        if found.kind == "reading":
            said = holds.statement or row.statement
            for field in FIELDS:
                print(f"    {field:<12} {written(said, field)}")
    for at, one in enumerate(found.proposals, 1):
        print(f"  [{at}] {one.verdict} {' '.join(f'{field}={value}' for field, value in one.fields.items())}")
    for decision in found.decisions:
        print("  " + _line(decision, tongue))
    print("  " + " | ".join(found.verdicts) + f"    --state {found.state}")


def _print_cell(found: Shown, tongue: str) -> None:
    for one in found.on_cell:
        print(f"  {one.issue.severity}: {one.issue.sentence(tongue)}")
    for field, value in found.cell.written.items() if found.cell is not None else ():
        print(f"    {field:<12} {value}")


def _line(one: Decision, tongue: str) -> str:
    what = f"{one.kind}:{one.subject[:12]}" if not one.undoes else f"{one.kind}:{one.subject[:12]} ← {one.undoes}"
    return f"{one.number:>5}  {clock.stamp(one.at)}  {one.person}  {one.verdict}  {what}  {one.reason}".rstrip()


def _record(one: Item) -> dict[str, object]:
    return {
        "kind": one.kind, "subject": one.subject, "weight": one.weight, "reach": one.reach,
        "doubts": [{"code": doubt.code, "words": doubt.words} for doubt in one.doubts], "documents": list(one.documents),
    }  # fmt: skip


def _shown(found: Shown, tongue: str) -> dict[str, object]:
    from xietong.statements.exchange import record

    issue = found.issue.issue if found.issue is not None else None
    return {
        "kind": found.kind, "subject": found.subject, "state": found.state, "title": found.title,
        "document": found.document, "verdicts": list(found.verdicts),
        "doubts": [{"code": doubt.code, "words": doubt.words} for doubt in found.doubts],
        "readings": [record(row.statement) for row, _ in found.rows],
        "holds": [record(holds.statement) if holds.statement else None for _, holds in found.rows],
        "issue": {"code": issue.code, "severity": issue.severity, "computation": issue.computation,
                  "message": issue.sentence(tongue)} if issue is not None else None,
        "cell": {"row": found.cell.row.row, "column": found.cell.row.column, "text": found.cell.row.text,
                 "path": found.cell.row.path, "read": found.cell.read, "holds": found.cell.holds,
                 "judged": found.cell.mark} if found.cell is not None else None,
        "proposals": [{"verdict": one.verdict, "fields": dict(one.fields)} for one in found.proposals],
    }  # fmt: skip
