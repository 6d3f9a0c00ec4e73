"""Numbers and spans of days as people of one language write them; never rounded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xietong.core.period import Period, days_in, shift_years

# scale, its word, and how many decimals it may carry before the plain digits read better
_SCALES = {
    "zh": (
        (Decimal(10) ** 12, "万亿", 5),
        (Decimal(10) ** 8, "亿", 4),
        (Decimal(10) ** 4, "万", 2),
    ),
    "en": (
        (Decimal(10) ** 12, " trillion", 5),
        (Decimal(10) ** 9, " billion", 4),
        (Decimal(10) ** 6, " million", 4),
    ),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def plain(value: Decimal) -> str:
    """All digits with thousands separators, without trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal, language: str) -> str:
    """A number with 万, 亿 (million, billion) where that reads better than its digits: "271.8亿", "-5.4", "25,913"."""
    for scale, word, places in _SCALES[language]:
        if abs(value) >= scale:
            scaled = (value / scale).normalize()
            exponent = scaled.as_tuple().exponent
            if isinstance(exponent, int) and -exponent <= places:
                return plain(scaled) + word
    return plain(value)


def _day(day: date, language: str) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _month(year: int, month: int, language: str) -> str:
    return f"{year}年{month}月" if language == "zh" else f"{_MONTHS[month - 1]} {year}"


def _end_of(day: date, language: str) -> str:
    """A day, said as the end of its year or month where it is one."""
    if (day.month, day.day) == (12, 31):
        return f"{day.year}年底" if language == "zh" else f"the end of {day.year}"
    if day.day == days_in(day.year, day.month):
        return (
            _month(day.year, day.month, language) + "底"
            if language == "zh"
            else f"the end of {_month(day.year, day.month, language)}"
        )
    return _day(day, language)


def _between(start: date, end: date, language: str) -> str:
    whole_months = start.day == 1 and end.day == days_in(end.year, end.month)
    if whole_months and start.month == 1 and end.month == 12:
        years = (
            str(start.year) if start.year == end.year else f"{start.year}{'—' if language == 'zh' else '–'}{end.year}"
        )
        return years + "年" if language == "zh" else years
    if start == end:
        return _day(start, language)
    if whole_months and start.year == end.year:
        if start.month == end.month:
            return _month(start.year, start.month, language)
        if language == "zh":
            return f"{start.year}年{start.month}—{end.month}月"
        return f"{_MONTHS[start.month - 1]}–{_MONTHS[end.month - 1]} {start.year}"
    if language == "zh":
        return f"{_day(start, language)}至{_day(end, language)}"
    return f"{_day(start, language)} to {_day(end, language)}"


def span(text: str, language: str) -> str:
    """An ISO interval in words: "2023年", "截至2023年底", "January–March 2024"; as it is where it cannot be read."""
    try:
        period = Period.parse(text)
    except ValueError:
        return text
    if period.start is None:
        end = _end_of(period.end, language)
        return f"截至{end}" if language == "zh" else f"as of {end}"
    return _between(period.start, period.end, language)


def lead(text: str, language: str, target: bool) -> str:
    """The same at the head of a sentence: "到2027年底", "By the end of 2027", "In 2023"; empty for an empty span."""
    if not text:
        return ""
    try:
        period = Period.parse(text)
    except ValueError:
        return text
    if period.start is None:
        end = _end_of(period.end, language)
        if language == "zh":
            return f"{'到' if target else '截至'}{end}"
        return f"{'By' if target else 'As of'} {end}"
    words = _between(period.start, period.end, language)
    if language == "zh":
        return words
    return f"On {words}" if period.start == period.end else f"{'In' if ' to ' not in words else 'From'} {words}"


def a_year_before(period: str, base: str) -> bool:
    """Whether `base` is the same span as `period` one year earlier (同比)."""
    try:
        first, second = Period.parse(period), Period.parse(base)
    except ValueError:
        return False
    if first.start is None or second.start is None:
        return first.start == second.start and shift_years(first.end, -1) == second.end
    return first.shifted(-1) == second
