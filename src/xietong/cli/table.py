"""Tables on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from xietong.statements.model import Reading, Statement
from xietong.workspace import Page, StatementRow

_SIGN = {"=": "", "~": "约", ">": "超", ">=": "≥", "<": "不足", "<=": "≤"}


def draw(headings: Sequence[str], rows: Iterable[Sequence[str]], below: str = "", title: str = "") -> None:
    """A table whose cells fold, and a line below it; words of documents are shown as they are, never as markup."""
    table = Table(title=Text(title) if title else None, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console = Console()
    console.print(table)
    if below:
        console.print(below, markup=False, highlight=False)


def show(name: str, reading: Reading) -> None:
    """One row a statement; below it how many numbers were left unread."""
    draw(
        ("原文 quote", "指标 indicator", "类型 measure", "地区 regions", "时期 period", "基期 base", "句 clause"),
        map(_cells, reading.statements),
        f"{len(reading.statements)} 条陈述 statements · {len(reading.unread)} 处未读数字 numbers left unread",
        name,
    )


def show_rows(page: Page[StatementRow], tongue: str) -> None:
    """Statements of a workspace, one row each, and how many there are in all."""
    draw(
        ("编号 id", "原文 quote", "指标 indicator", "类型 measure", "地区 regions", "时期 period", "文件 document"),
        ((row.id[:12], *_cells(row.statement)[:5], row.document_title[:24]) for row in page.items),
        f"{len(page.items)} / {page.total} 条陈述"
        if tongue == "zh"
        else f"{len(page.items)} of {page.total} statements",
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
