"""Statements as a table on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from xietong.statements.model import Reading, Statement

_SIGN = {"=": "", "~": "约", ">": "超", ">=": "≥", "<": "不足", "<=": "≤"}


def show(name: str, reading: Reading) -> None:
    """One row a statement; below it how many numbers were left unread."""
    table = Table(title=name, title_justify="left")
    for heading in ("原文 quote", "指标 indicator", "类型 measure", "地区 regions", "时期 period", "基期 base", "句 clause"):
        table.add_column(heading, overflow="fold")
    for statement in reading.statements:
        table.add_row(*_cells(statement))
    console = Console()
    console.print(table)
    console.print(f"{len(reading.statements)} 条陈述 statements · {len(reading.unread)} 处未读数字 numbers left unread")


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
