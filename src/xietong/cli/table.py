"""Statements as a table on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from xietong.statements.model import Reading, Statement
from xietong.workspace import Page, StatementRow

_SIGN = {"=": "", "~": "约", ">": "超", ">=": "≥", "<": "不足", "<=": "≤"}


def show(name: str, reading: Reading) -> None:
    """One row a statement; below it how many numbers were left unread."""
    table = Table(title=name, title_justify="left")
    for heading in (
        "原文 quote",
        "指标 indicator",
        "类型 measure",
        "地区 regions",
        "时期 period",
        "基期 base",
        "句 clause",
    ):
        table.add_column(heading, overflow="fold")
    for statement in reading.statements:
        table.add_row(*_cells(statement))
    console = Console()
    console.print(table)
    console.print(f"{len(reading.statements)} 条陈述 statements · {len(reading.unread)} 处未读数字 numbers left unread")


def show_rows(page: Page[StatementRow], tongue: str) -> None:
    """Statements of a workspace, one row each, and how many there are in all."""
    table = Table()
    for heading in (
        "编号 id",
        "原文 quote",
        "指标 indicator",
        "类型 measure",
        "地区 regions",
        "时期 period",
        "文件 document",
    ):
        table.add_column(heading, overflow="fold")
    for row in page.items:
        quote, indicator, measure, regions, period, *_ = _cells(row.statement)
        table.add_row(row.id[:12], quote, indicator, measure, regions, period, row.document_title[:24])
    console = Console()
    console.print(table)
    console.print(
        f"{len(page.items)} / {page.total} 条陈述"
        if tongue == "zh"
        else f"{len(page.items)} of {page.total} statements"
    )


def _cells(statement: Statement) -> tuple[str, ...]:
    return (
        _SIGN[statement.modifier] + "".join(statement.quote.split()),
        statement.indicator,
        statement.measure + (" ◎" if statement.modality == "target" else ""),
        "、".join(statement.regions),
        statement.period,
        statement.base_period,
        "".join(statement.sentence.split())[:48],
    )
