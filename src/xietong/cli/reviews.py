"""`xietong reviews`: implementation reviews of a decision, law or plan, clause by clause."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened, stop
from xietong.core import clock

if TYPE_CHECKING:
    from xietong.store.reviews import ReviewRow
    from xietong.targets.reviews.overview import Line
    from xietong.workspace import Workspace

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
Review = Annotated[str, typer.Argument(help="评估编号（可只写开头） id of a review, or its beginning")]
Form = Annotated[str, typer.Option("--format", help="table | json")]
On = Annotated[str, typer.Option("--date", help="日期 day: YYYY-MM-DD")]
Bodies = Annotated[list[str], typer.Option("--body", help="单位，可多次 body, repeatable")]


def day(given: str, tongue: str) -> date | None:
    """A day as typed; None where nothing is."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        stop(f"--date {given}：写作 YYYY-MM-DD。", f"--date {given}: write YYYY-MM-DD.", tongue)


@app.command("list", help="列出实施评估。 List the implementation reviews.")
def listing(form: Form = "table", limit: Limit = 50, workspace: Where = "", language: Tongue = "") -> None:
    """All reviews, the last opened first."""
    tongue = say.language(language)
    one_of(form, ("table", "json"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        rows = ws.reviews.find(limit=limit).items
        if form == "json":
            print(json.dumps([_summary(one) for one in rows], ensure_ascii=False, indent=2))
            return
        from xietong.cli.table import draw

        draw(
            ("编号 id", "名称 title", "评估单位 by", "起 from", "止 to", "条款 clauses"),
            ((row.id[:12], row.found.review.title, row.found.review.by, str(row.found.review.opened),
              str(row.found.review.closed or ""), _counts(row, tongue)) for row in rows),
            str(len(rows)),
        )  # fmt: skip


@app.command("clauses", help="列出文件中可纳入评估的条款。 List the clauses of a document that can be taken up.")
def clauses(
    document: Annotated[str, typer.Argument(help="文件编号 id of a document")], form: Form = "table", workspace: Where = "",
    language: Tongue = "",
) -> None:  # fmt: skip
    """Each with the bodies its words name."""
    tongue = say.language(language)
    one_of(form, ("table", "json"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        found = ws.reviews.clauses(document)
        if form == "json":
            from dataclasses import asdict

            print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
            return
        from xietong.cli.table import draw

        draw(
            ("编号 id", "条款 clause", "责任单位 lead", "配合单位 supporting"),
            ((one.id[:12], "  " * one.depth + one.label + one.title[:30], "、".join(one.lead), "、".join(one.supporting)) for one in found),
            str(len(found)),
        )  # fmt: skip


@app.command("open", help="开始一次评估。 Open a review of a document.")
def open_one(
    document: Annotated[str, typer.Argument(help="文件编号 id of a document")],
    title: Annotated[str, typer.Option("--title", help="名称 title")],
    by: Annotated[str, typer.Option("--by", help="评估单位 the body that reviews")],
    kind: Annotated[str, typer.Option("--kind", help="decision | law | plan")] = "plan",
    on: On = "", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """Prints its id."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        print(ws.reviews.open(document, title, by, kind, day(on, tongue)))


@app.command("take", help="纳入条款：条款编号、序号或字句。 Take up clauses by id, number or words.")
def take(
    review: Review,
    clause: Annotated[list[str] | None, typer.Argument(help="条款 clauses")] = None,
    everything: Annotated[bool, typer.Option("--all", help="所有写明责任单位的条款 all that name bodies")] = False,
    lead: Annotated[list[str], typer.Option("--lead", help="责任单位 who leads")] = [],  # noqa: B006
    supporting: Annotated[list[str], typer.Option("--supporting", help="配合单位 who supports")] = [],  # noqa: B006
    on: On = "", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """Without bodies, those that the clause names."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        named = dict.fromkeys(clause or (), (lead, supporting))
        if everything:
            named |= {one: ([], []) for one in _innermost(ws, review)}
        if not named:
            stop("请写明条款，或用 --all。", "say which clauses, or --all.", tongue)
        for one in ws.reviews.take_up(review, named, day(on, tongue)):
            print(one)


def _innermost(ws: Workspace, review: str) -> list[str]:
    """Clauses that name bodies and hold no other clause that does; those already taken up are left out."""
    row = ws.reviews.get(review)
    ones = [one for one in ws.reviews.clauses(row.found.review.document) if one.lead]
    taken = {line.clause.clause for line in row.found.lines}
    inner = [
        one for one in ones
        if not any(other is not one and one.start <= other.start and other.end <= one.end for other in ones)
    ]  # fmt: skip
    return [one.id for one in inner if one.id not in taken]


@app.command(
    "show", help="逐条显示一次评估（--date 为某日的情况）。 Show a review clause by clause, or as it stood on a day."
)
def show(review: Review, on: On = "", form: Form = "table", workspace: Where = "", language: Tongue = "") -> None:
    """States, verdicts, and who owes which step by when."""
    tongue = say.language(language)
    one_of(form, ("table", "json"), "--format", tongue)
    with opened(workspace, tongue) as ws:
        row = ws.reviews.get(review, day(on, tongue))
        if form == "json":
            print(json.dumps(_whole(row, tongue), ensure_ascii=False, indent=2))
            return
        from xietong.cli.table import draw

        one = row.found.review
        print(f"{one.title}  {one.document_title}  {one.by}  {row.found.on}")
        draw(
            ("编号 id", "条款 clause", "责任单位 lead", "状态 state", "结论 verdict", "下一步 next"),
            ((line.clause.id[:12], line.clause.name, "、".join(line.clause.lead), *_stands(line, tongue)) for line in row.found.lines),
            _counts(row, tongue),
        )  # fmt: skip
        for line in row.found.lines:
            for late in line.standing.late:
                said = "办结后收到答复" if tongue == "zh" else "reply after the closing"
                print(f"{line.clause.name}  {said}：{late.day} {'、'.join(late.bodies)} {late.text}")
            if line.standing.unreplied and line.standing.closing:
                said = "未得到答复而办结" if tongue == "zh" else "closed without the reply of"
                print(
                    f"{line.clause.name}  {said}：{'、'.join(line.standing.unreplied)}（{line.standing.closing.text}）"
                )


@app.command("step", help="登记一步：依据、评估意见、建议、答复、办结、重新打开。 Enter a step on a clause.")
def step(
    review: Review,
    clause: Annotated[str, typer.Argument(help="评估中条款的编号开头或字句 clause of the review")],
    kind: Annotated[str, typer.Argument(help="evidence | finding | recommendation | reply | closing | reopening")],
    text: Annotated[str, typer.Argument(help="内容 what it says")] = "",
    outcome: Annotated[str, typer.Option("--outcome", help="implemented | partly | not_implemented | unknown")] = "",
    body: Bodies = [],  # noqa: B006
    evidence: Annotated[list[str], typer.Option("--evidence", help="document:ID | statement:ID | observation:ID | task:ID | note:…")] = [],  # noqa: B006
    of: Annotated[list[str], typer.Option("--of", help="针对哪一步 id of the step it follows from")] = [],  # noqa: B006
    due: Annotated[str, typer.Option("--due", help="答复期限 reply by: YYYY-MM-DD")] = "",
    on: On = "", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """Prints its id."""
    from xietong.targets.reviews.model import Step

    tongue = say.language(language)
    one_of(kind, ("evidence", "finding", "recommendation", "reply", "closing", "reopening"), "kind", tongue)
    with opened(workspace, tongue) as ws:
        line = _line(ws.reviews.get(review), clause, tongue)
        known = {each.id[:12]: each.id for each in line.steps}
        follows = tuple(known.get(one[:12], one) for one in of)
        taken = Step(
            line.clause.id, kind, day(on, tongue) or ws.reviews.today, text, tuple(body), follows, outcome,  # type: ignore[arg-type]
            day(due, tongue), ws.reviews.evidence(evidence),
        )  # fmt: skip
        print(ws.reviews.step(taken))


def _line(row: ReviewRow, given: str, tongue: str) -> Line:
    fits = [one for one in row.found.lines if one.clause.id.startswith(given) and len(given) >= 6]
    fits = fits or [one for one in row.found.lines if given and given in one.clause.name]
    if len(fits) != 1:
        stop(f"评估中没有条款“{given}”，或不止一条。", f"the review has no clause {given!r}, or more than one.", tongue)
    return fits[0]


@app.command("withdraw", help="撤回一步，写明理由。 Take a step back, with a reason.")
def withdraw(
    identity: Annotated[str, typer.Argument(metavar="STEP", help="步骤编号 id of a step")],
    reason: Annotated[str, typer.Option("--reason", help="理由 why")],
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """It stays in the history."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        ws.reviews.withdraw(identity, reason)


@app.command("end", help="结束评估（各条均已办结）。 End a review whose clauses are all closed.")
def end(
    review: Review, summary: Annotated[str, typer.Option("--summary", help="总的结论 the result")] = "", on: On = "",
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """Nothing is entered after."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        ws.reviews.end(review, summary, day(on, tongue))


@app.command("log", help="一次评估的全部登记。 All entries of a review, the latest first.")
def log(review: Review, workspace: Where = "", language: Tongue = "") -> None:
    """Withdrawn and replaced entries too."""
    tongue = say.language(language)
    with opened(workspace, tongue) as ws:
        for one in ws.reviews.history(review):
            content = one.content or {}
            gone = ("已撤回" if tongue == "zh" else "withdrawn") if one.content is None else ""
            words = " ".join(
                str(content.get(name, "")) for name in ("kind", "label", "title", "text") if content.get(name)
            )
            print(
                f"{one.number:>6}  {clock.stamp(one.at)}  {one.person}  {one.day or ''}  {gone}{words}  {one.reason}".rstrip()
            )


def _stands(line: Line, tongue: str) -> tuple[str, str, str]:
    from xietong.data import table

    words, one = table("reviews.toml"), line.standing
    owed = one.owed
    following = ""
    if owed is not None:
        late = f" （{'逾期' if tongue == 'zh' else 'overdue'} {owed.overdue}）" if owed.overdue else ""
        following = f"{'、'.join(owed.bodies)} {words['step'][owed.step][tongue]} {owed.due or ''}{late}"
    outcome = words["outcome"][one.outcome][tongue] if one.outcome else ""
    return words["state"][one.state][tongue], outcome, following


def _counts(row: ReviewRow, tongue: str) -> str:
    from xietong.data import table

    words = table("reviews.toml")["state"]
    return "  ".join(f"{words[state][tongue]} {count}" for state, count in row.found.states.items())


def _summary(row: ReviewRow) -> dict[str, Any]:
    one = row.found.review
    return {
        "id": row.id, "kind": one.kind, "title": one.title, "document": one.document, "by": one.by,
        "opened": str(one.opened), "closed": str(one.closed) if one.closed else None, "states": dict(row.found.states),
        "outcomes": dict(row.found.outcomes),
    }  # fmt: skip


def _whole(row: ReviewRow, tongue: str) -> dict[str, Any]:
    return _summary(row) | {"on": str(row.found.on), "summary": row.found.review.summary,
                            "clauses": [_clause(line, tongue) for line in row.found.lines],
                            "debts": {body: [each.clause.id for each in ones] for body, ones in row.found.debts.items()}}  # fmt: skip


def _clause(line: Line, tongue: str) -> dict[str, Any]:
    from xietong.core.content import content

    one, owed = line.standing, line.standing.owed
    steps: Sequence[dict[str, Any]] = [
        {"id": each.id, "entered": each.entered.isoformat() if each.entered else None, "person": each.person, "day": str(each.day),
         "kind": each.kind, "text": each.text, "bodies": list(each.bodies), "of": list(each.of), "outcome": each.outcome,
         "due": str(each.due) if each.due else None, "evidence": [content(some) for some in each.evidence]}
        for each in line.steps
    ]  # fmt: skip
    return {
        "id": one.clause.id, "label": one.clause.label, "title": one.clause.title, "lead": list(one.clause.lead),
        "supporting": list(one.clause.supporting), "state": one.state, "outcome": one.outcome,
        "owed": None if owed is None else {
            "step": owed.step, "bodies": list(owed.bodies), "due": str(owed.due) if owed.due else None, "overdue": owed.overdue,
            "undated": owed.undated.sentence(tongue) if owed.undated else "",
        },
        "unreplied": list(one.unreplied), "late": [each.id for each in one.late], "steps": steps,
    }  # fmt: skip
