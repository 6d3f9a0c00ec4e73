"""Numbers and spans of days as the pages write them: those of `core/numerals.py`."""

from xietong.core.numerals import a_year_before, amount, lead, plain, span

__all__ = ["a_year_before", "amount", "lead", "plain", "span"]
