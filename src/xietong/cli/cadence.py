"""`xietong cadence`: occasions, editions of lists and reports, what is owed, the calendar as a feed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import Limit, Tongue, Where, one_of, opened, stop
from xietong.cli.reviews import day
from xietong.core import clock

if TYPE_CHECKING:
    from xietong.targets.cadence.changes import Change
    from xietong.targets.cadence.edition import Line
    from xietong.workspace.cadence import Shown

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
Code = Annotated[str, typer.Argument(help="weekly | monthly | quarterly …")]
Name = Annotated[str, typer.Argument(metavar="PERIOD", help="2024-W09 | 2024-03 | 2024-Q1 …")]
Form = Annotated[str, typer.Option("--format", help="table | json")]
FORMS = ("table", "json")


@app.command("occasions", help="列出例行工作的日子，遇休息日已移动。 When editions are made, moved over days off.")
def occasions(
    first: Annotated[str, typer.Option("--from", help="YYYY-MM-DD")] = "",
    last: Annotated[str, typer.Option("--to", help="YYYY-MM-DD")] = "",
    form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """From today for two months unless told; what a year without a table leaves unknown is said."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        begin = day(first, tongue) or ws.cadence.today
        until = day(last, tongue) or begin + timedelta(days=62)
        if until < begin or until - begin > timedelta(days=3700):
            stop("--to 应在 --from 之后，至多十年。", "--to must come after --from, by ten years at most.", tongue)
        found, unknown = ws.cadence.occasions(begin, until)
        if form == "json":
            rows = [{"code": one.rule.code, "period": one.name, "planned": str(one.planned), "day": str(one.day),
                     "reminders": [str(each) for each in one.reminders]} for one in found]  # fmt: skip
            print(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for one in found:
                moved = f"  （{'原定' if tongue == 'zh' else 'planned'} {one.planned}）" if one.moved else ""
                print(f"{one.day}  {one.rule.code:<10} {one.name:<9} {one.rule.name(tongue)}{moved}")
        if unknown is not None:
            say.complain(unknown.sentence(tongue))


@app.command("list", help="列出已定稿的各期，及到期未定稿的。 Frozen editions, and those that wait.")
def listing(
    code: Annotated[str, typer.Option("--code", help="weekly | monthly | …")] = "", limit: Limit = 30, form: Form = "table",
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """The latest first."""
    from xietong.cli.table import draw

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        rows = ws.cadence.find(code, limit).items
        if form == "json":
            found = [{"code": row.edition.code, "period": row.edition.period, "day": str(row.edition.day),
                      "counts": dict(row.edition.counts), "late": row.edition.late, "made": row.record.at.isoformat(),
                      "person": row.record.person, "afterwards": row.afterwards} for row in rows]  # fmt: skip
            print(json.dumps(found, ensure_ascii=False, indent=2))
            return
        after, waits = ("事后定稿", "到期未定稿") if tongue == "zh" else ("afterwards", "waits to be frozen")
        lines = [
            (str(row.edition.day), f"{row.edition.code} {row.edition.period}", _counts(row.edition.counts, tongue),
             "\n".join(one for one in (clock.stamp(row.record.at), row.record.person, after if row.afterwards else "") if one))
            for row in rows
        ]  # fmt: skip
        lines += [(str(one.day), f"{one.rule.code} {one.name}", "", waits) for one in ws.cadence.waiting()]
    draw(("日期 day", "期 edition", "内容 holds", "定稿 frozen"), lines)


@app.command(
    "show",
    help="显示一期：内容、与上一期的变化；--now 与现在比较。 Show an edition, what changed since the last, and (--now) since it was frozen.",
)
def show(
    code: Code, period: Name, now: Annotated[bool, typer.Option("--now", help="与现在比较 beside the present")] = False,
    form: Form = "table", workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """One that is not frozen is shown as it would be now."""
    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        shown = ws.cadence.get(code, period, beside=now)
        if form == "json":
            print(json.dumps(_record(shown), ensure_ascii=False, indent=2))
        else:
            _print(shown, tongue)


@app.command("freeze", help="定稿一期；--all 把到期的都定稿。 Freeze an edition, or with --all those that wait.")
def freeze(
    code: Annotated[str, typer.Argument(help="weekly | monthly | …")] = "",
    period: Annotated[str, typer.Argument(help="2024-W09 | 2024-03 | …")] = "",
    everything: Annotated[bool, typer.Option("--all", help="到期未定稿的各期 all that wait")] = False,
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """As of the end of its day; it never changes after."""
    tongue = say.language(language)
    if everything == bool(code):
        stop("请写明哪一期，或用 --all。", "say which edition, or --all.", tongue)
    with opened(workspace, tongue) as ws:
        for row in ws.cadence.freeze_all() if everything else [ws.cadence.freeze(code, period)]:
            print(f"{row.edition.code}  {row.edition.period}  {_counts(row.edition.counts, tongue)}")


@app.command("owed", help="各单位应办事项；写明单位则列出明细。 What every body owes, or what one does.")
def owed(
    body: Annotated[str, typer.Argument(help="单位 body")] = "", limit: Limit = 50, form: Form = "table",
    workspace: Where = "", language: Tongue = "",
) -> None:  # fmt: skip
    """Overdue first."""
    from dataclasses import asdict

    tongue = say.language(language)
    one_of(form, FORMS, "--format", tongue)
    with opened(workspace, tongue) as ws:
        if body:
            duties = (*ws.duties.steps(body), *ws.duties.of(body, None, limit).items)
            if form == "json":
                print(json.dumps([asdict(one) for one in duties], ensure_ascii=False, indent=2, default=str))
                return
            for one in duties:
                print(f"{one.due or '':<10}  {'' if one.days is None else one.days:>5}  {one.title}  {one.step}")
            return
        rows = ws.duties.bodies()
        if form == "json":
            print(json.dumps([asdict(one) for one in rows], ensure_ascii=False, indent=2))
            return
        from xietong.cli.table import draw

        draw(
            ("单位 body", "逾期 overdue", "即将到期 soon", "久未填报 silent", "问题 problems", "评估待办 steps"),
            ((one.body, *(str(n or "") for n in (one.overdue, one.soon, one.silent, one.matters, one.steps))) for one in rows[:limit]),
            str(len(rows)),
        )  # fmt: skip


def _counts(counts: Any, tongue: str) -> str:
    from xietong.data import table

    words = table("cadence.toml")["section"]
    return "  ".join(f"{words[name][tongue]} {count}" for name, count in counts.items())


def _print(shown: Shown, tongue: str) -> None:
    from xietong.data import table

    one, words = shown.edition, table("cadence.toml")["section"]
    frozen = (
        f"{clock.stamp(shown.row.record.at)} {shown.row.record.person}"
        if shown.row
        else ("未定稿" if tongue == "zh" else "not frozen")
    )
    print(
        f"{shown.occasion.rule.name(tongue)} {one.period}  {one.day}  {frozen}  {clock.stamp(one.vintage.known)} #{one.vintage.number}"
    )
    for section in shown.occasion.rule.sections:
        lines = [line for line in shown.lines.lines if line.section == section]
        if lines:
            print(f"\n{words[section][tongue]}（{len(lines)}）")
            for line in lines:
                print("  " + _line(line, line.section, tongue))
    if shown.lines.late:
        print(f"\n{words['late'][tongue]}（{len(shown.lines.late)}）")
        for line in shown.lines.late:
            print("  " + _line(line, line.section, tongue))
    if shown.before:
        print(f"\n{'比上一期' if tongue == 'zh' else 'changed since'} {shown.before.edition.period}")
        _changes(shown.moved, tongue)
    if shown.since is not None:
        print("\n" + ("定稿之后" if tongue == "zh" else "changed since it was frozen"))
        _changes(shown.since, tongue)


def _line(line: Line, section: str, tongue: str) -> str:
    """A line of an edition in the words of its page, folded to the terminal."""
    from xietong.web.cadence_view import HIDDEN, fact, title
    from xietong.web.wording import wording

    say = wording(tongue)
    facts = [
        f"{say.words(f'fact.{name}')} {fact(name, value, say, section)}"
        for name, value in line.facts.items() if name not in HIDDEN and value
    ]  # fmt: skip
    return _folded(" · ".join(one for one in (title(line, say), "、".join(line.bodies), *facts) if one))


def _folded(text: str) -> str:
    from rich.console import Console

    from xietong.cli.layout import wrapped

    return "\n    ".join(wrapped(text, max(Console().width - 4, 20)))


def _changes(found: tuple[Change, ...], tongue: str) -> None:
    from xietong.web.cadence_view import fact, section_name, title
    from xietong.web.wording import wording

    signs, say = {"new": "+", "gone": "−", "changed": "≠"}, wording(tongue)
    for one in found:
        section = one.line.section
        facts = [
            f"{say.words(f'fact.{name}')} {fact(name, was, say, section) or '—'} → {fact(name, now, say, section) or '—'}"
            for name, was, now in one.facts
        ]
        said = (section_name(section, tongue), title(one.line, say), *facts)
        print(f"  {signs[one.kind]} " + _folded(" · ".join(said)))
    if not found:
        print("  " + ("没有变化" if tongue == "zh" else "nothing"))


def _record(shown: Shown) -> dict[str, Any]:
    from dataclasses import asdict

    def changed(found: tuple[Change, ...]) -> list[dict[str, Any]]:
        return [
            {"kind": one.kind, "line": asdict(one.line), "facts": {name: [was, now] for name, was, now in one.facts}}
            for one in found
        ]

    head = asdict(shown.edition)
    head["vintage"]["known"] = shown.edition.vintage.known.isoformat()
    for at in (head, head["vintage"]):
        for name, value in at.items():
            if isinstance(value, date):
                at[name] = str(value)
    return head | {
        "made": shown.row.record.at.isoformat() if shown.row else None, "lines": [asdict(one) for one in shown.lines.lines],
        "entered_late": [asdict(one) for one in shown.lines.late], "changed": changed(shown.moved),
        "since": None if shown.since is None else changed(shown.since),
    }  # fmt: skip
