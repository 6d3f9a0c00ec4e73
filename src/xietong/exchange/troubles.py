"""What is wrong with a row, in words."""

from __future__ import annotations

from xietong.core.issue import Severity
from xietong.data import table
from xietong.exchange.model import RowIssue


def trouble(code: str, row: int, column: str, severity: Severity = "error", **words: object) -> RowIssue:
    """An issue at a row and column; `words` fill the sentence of `data/messages/exchange.toml`."""
    said = table("messages/exchange.toml")[code]
    filled = {language: said[language].format(row=row, column=column, **words) for language in ("zh", "en")}
    return RowIssue(f"exchange.{code}", severity, (), f"row {row}, column {column}", filled, row, column)
