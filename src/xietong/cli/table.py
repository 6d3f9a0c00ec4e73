"""Tables on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from xietong.cli import layout
from xietong.statements.model import Reading, Statement
from xietong.workspace import Page, StatementRow

_SIGN = {"=": "", "~": "约", ">": "超", ">=": "≥", "<": "不足", "<=": "≤"}


def draw(headings: Sequence[str], rows: Iterable[Sequence[str]], below: str = "", title: str = "") -> None:
    """A table that fits the terminal, and a line below it; words of documents are shown as they are, never as markup."""
    cells, console = [tuple(row) for row in rows], Console()
    many = layout.columns(headings, cells)
    widths = layout.widths(many, console.width)
    if widths is not None or not cells:
        console.print(_table(many, widths or tuple(one.least for one in many), cells, title))
    else:
        for line in (*([title] if title else ()), *layout.blocks(headings, cells, console.width)):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    if below:
        console.print(below, markup=False, highlight=False)


def _table(
    many: Sequence[layout.Column], widths: Sequence[int], cells: Sequence[Sequence[str]], title: str
) -> Table:  # fmt: skip
    """Rows whose text folds are set apart by a blank line."""
    folded = any(width < one.wish for width, one in zip(widths, many, strict=True))
    table = Table(
        title=Text(title) if title else None, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False,
        padding=(0, layout.GAP - 1, 0, 0), leading=int(folded),  # the box puts one blank more between columns
    )  # fmt: skip

    def folds(text: str, width: int) -> Text:
        return Text("\n".join(layout.wrapped(text, width)))

    for one, width in zip(many, widths, strict=True):
        table.add_column(folds(one.heading, width), width=width, no_wrap=True)
    for row in cells:
        table.add_row(*map(folds, row, widths))
    return table


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
