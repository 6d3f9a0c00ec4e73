"""`xietong regional`: disparity, convergence, space, flows, coupling, specialisation on the observations of a workspace."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xietong.cli import say
from xietong.cli.options import Tongue, Where, one_of, opened, period, stop, years
from xietong.cli.rows import FORMS, put, put_json
from xietong.regional.analyses.catalogue import Analysis, analyses, word

if TYPE_CHECKING:
    from xietong.regional.analyses.model import Column, Table, Value
    from xietong.workspace.regional import Analysed

app = typer.Typer(
    help="区域分析：差异、收敛、空间、流向、耦合、专业化。 Regional analysis: disparity, convergence, space, flows, coupling.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Indicators = Annotated[list[str], typer.Argument(help="指标代码、名称或短语 indicators: codes, names or phrases")]
Places = Annotated[
    list[str],
    typer.Option("--place", "-p", help="地区，可多次；或 provinces、members、cities place, repeatable, or a set"),
]
Years = Annotated[str, typer.Option("--years", help="YYYY 或 YYYY..YYYY")]
Known = Annotated[str, typer.Option("--as-of", help="截至某日已发布的 released by: YYYY-MM-DD")]
First = Annotated[bool, typer.Option("--first", help="首次发布 first releases")]
Per = Annotated[str, typer.Option("--per", help="除以哪个指标，如人口 the indicator to divide by, such as population")]
By = Annotated[str, typer.Option("--by", help="以哪个指标为权重 the indicator that weighs places")]
Less = Annotated[list[str], typer.Option("--less", help="越小越好的指标，可多次 an indicator of which less is better")]
Year = Annotated[str, typer.Option("--year", help="看哪一年，默认数据较全的最近一年 the year to look at")]
Form = Annotated[str, typer.Option("--format", help="table | json | csv")]
Part = Annotated[str, typer.Option("--table", help="CSV 输出哪张表，默认第一张 which table as CSV; the first")]
Write = Annotated[bool, typer.Option("--write", help="写入工作区 keep in the ledger")]


def _parameters(kind: Analysis) -> list[inspect.Parameter]:
    """The parameters of a command: those of all analyses that fit it, and its own options."""
    common: list[tuple[str, Any, Any]] = [
        ("place", Places, []), ("years_", Years, ""), ("known", Known, ""), ("first", First, False),
    ]  # fmt: skip
    if kind.per:
        common.append(("per", Per, ""))
    if kind.by:
        common.append(("by", By, ""))
    if kind.name == "coupling":
        common.append(("less", Less, []))
    if kind.year:
        common.append(("year", Year, ""))
    own = [
        (f"option_{one.name}", Annotated[str, typer.Option(f"--{one.name}", help=f"{one.words['zh']} {one.words['en']}: {one.allowed}")],
         one.default)
        for one in kind.options
    ]  # fmt: skip
    ends: list[tuple[str, Any, Any]] = [
        ("form", Form, "table"), ("part", Part, ""), ("write", Write, False), ("workspace", Where, ""),
        ("language", Tongue, ""),
    ]  # fmt: skip
    keyword = inspect.Parameter.KEYWORD_ONLY
    made = [inspect.Parameter("indicators", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Indicators)]
    return made + [
        inspect.Parameter(name, keyword, annotation=kept, default=value) for name, kept, value in (*common, *own, *ends)
    ]


def _command(kind: Analysis) -> None:
    """Register the command of an analysis; its options are those of data/analyses.toml."""

    def command(**given: Any) -> None:
        _run(kind, given)

    parameters = _parameters(kind)
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    command.__doc__ = f"{kind.title['zh']}：{kind.about['zh']} {kind.title['en']}. {kind.about['en']}"
    app.command(kind.name)(command)


for _kind in analyses().values():
    _command(_kind)


def _run(kind: Analysis, given: dict[str, Any]) -> None:
    from xietong.regional.analyses.question import Question

    tongue = say.language(given["language"])
    form = one_of(given["form"], FORMS, "--format", tongue)
    first, last = years(given["years_"], tongue)
    day = period(given["known"], tongue, "--as-of")
    options = tuple((one.name, given[f"option_{one.name}"]) for one in kind.options
                    if given[f"option_{one.name}"] != one.default)  # fmt: skip
    question = Question(
        kind.name, tuple(given["indicators"]), tuple(given["place"]), first, last, str(day.end) if day else "",
        "first" if given["first"] else "latest", given.get("per", ""), given.get("by", ""), tuple(given.get("less", ())),
        given.get("year", ""), options,
    )  # fmt: skip
    with opened(given["workspace"], tongue) as workspace:
        made = workspace.regional.compute(question)
        kept = workspace.regional.write(made) if given["write"] else ""
    if form == "json":
        put_json({**as_record(made), "kept": kept})
    elif form == "csv":
        _csv(made, given["part"], tongue)
    else:
        _show(made, tongue)
        if kept:
            print(f"已写入：{kept[:12]}" if tongue == "zh" else f"kept: {kept[:12]}")


def as_record(made: Analysed) -> dict[str, Any]:
    """A result as JSON, with the observation behind every raw value."""
    from xietong.regional.analyses.naming import named
    from xietong.regional.analyses.run import record

    given = made.given
    remarks = (*given.remarks, *made.result.remarks)
    return {
        "question": made.question.record(), "year": given.given.year, "tables": record(made.result),
        "units": {unit: named(unit) for unit in (*made.panel.units, *given.silent)},
        "measured": dict(given.measured),
        "remarks": [{"code": one.code, "zh": one.sentence("zh"), "en": one.sentence("en")} for one in remarks],
        "silent": list(given.silent),
        "left": [{"unit": unit, "zh": why.sentence("zh"), "en": why.sentence("en")} for unit, why in made.result.left],
        "observations": [
            {"indicator": code, "unit": unit, "year": year, "id": one.id, "released": one.release.date, "document": one.release.document}
            for (code, unit, year), one in sorted(given.observations.items())
        ],
    }  # fmt: skip


def _csv(made: Analysed, part: str, tongue: str) -> None:
    tables = {table.key: table for table in made.result.tables}
    if part and part not in tables:
        known = ", ".join(tables)
        stop(f"没有表“{part}”；有：{known}。", f"there is no table {part!r}; there are: {known}.", tongue)
    table = tables[part] if part else made.result.tables[0]
    headings = {column.key: column.key for column in table.columns}
    put([dict(zip(headings, row.cells, strict=True)) for row in table.rows], "csv", headings)


def _show(made: Analysed, tongue: str) -> None:
    """Every table; below them what it rests on and what is missing."""
    from xietong.regional.analyses.naming import label, named

    for table in made.result.tables:
        headings = {column.key: label(column.key, tongue) for column in table.columns}
        rows = [{column.key: _cell(column, value, tongue) for column, value in zip(table.columns, row.cells, strict=True)}
                for row in table.rows]  # fmt: skip
        put(rows, "table", headings, _title(made, table, tongue))
    for one in (*made.given.remarks, *made.result.remarks):
        print(one.sentence(tongue))
    if made.given.silent:
        listed = "、".join(map(named, made.given.silent))
        print(f"没有任何数据：{listed}" if tongue == "zh" else f"no data at all: {listed}")
    for unit, why in made.result.left:
        print(f"{named(unit)}{'：' if tongue == 'zh' else ': '}{why.sentence(tongue)}")
    for document, title, day, count in made.documents():
        print(f"{'依据' if tongue == 'zh' else 'rests on'}: {title or '—'} {document[:12]} {day} ({count})")


def _title(made: Analysed, table: Table, tongue: str) -> str:
    from xietong.regional.analyses.naming import named

    about = "、".join(named(code, tongue) for code in made.given.given.indicators)
    return " · ".join(filter(None, (word(table.key, tongue), about, table.year)))


def _cell(column: Column, value: Value, tongue: str) -> Value:
    from xietong.regional.analyses.naming import said

    return "—" if value is None else said(column, value, tongue)
