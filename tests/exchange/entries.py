"""Observations of every kind that the ledger can hold, for properties."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import get_args

from hypothesis import strategies as st

from xietong.core.period import Period
from xietong.exchange.model import Entry
from xietong.observations.model import Key, Observation, Origin, Release, Status
from xietong.statements.model import Form, Measure, Modifier

# text of documents: anything but halves of characters; with what CSV, spreadsheets, SDMX and JSON take amiss made likely
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text(st.sampled_from("=+-@'\"\\,;\n\r\t\v\x85\u2028 _Zn京津冀→、12./:\x00\ufeff"), max_size=8),
    st.sampled_from(
        ["_Z", "__Z", "=cmd()", "'=1", "-5", "\\n", "\\u000a", "NaN", "null", "NA", "True", "1e5", "2023", "0012"]
    ),
)
WORD = TEXT.filter(bool)
NUMBER = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30),
    st.sampled_from(
        [Decimal("0.10"), Decimal("1E+3"), Decimal("-0"), Decimal("4.9E+12"), Decimal("1E-20"), Decimal(10) ** 40]
    ),
)
DAY = st.dates(date(1, 1, 1), date(9000, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> str:
    day, kind = draw(DAY), draw(st.sampled_from(["stock", "day", "month", "quarter", "half", "year", "years", "any"]))
    months = {"month": 1, "quarter": 3, "half": 6}.get(kind)
    if months:
        first = (day.month - 1) // months * months + 1
        return str(Period.months(day.year, first, first + months - 1))
    if kind in ("year", "years"):
        return str(Period.year(day.year, day.year + (draw(st.integers(1, 30)) if kind == "years" else 0)))
    if kind == "any":
        return str(Period(day, day + timedelta(days=draw(st.integers(1, 4000)))))
    return str(Period.until(day) if kind == "stock" else Period.day(day))


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    form: Form = draw(st.sampled_from(get_args(Form)))
    count = {"number": 1, "range": 2}.get(form) or draw(st.integers(2, 4))
    key = Key(
        draw(st.one_of(st.sampled_from(["GDP", "PORT"]), WORD)), draw(st.one_of(st.sampled_from(["110000", "110000+120000"]), WORD)),
        draw(periods()), draw(st.sampled_from(get_args(Measure))), draw(st.one_of(st.just(""), periods())), draw(TEXT), draw(TEXT),
    )  # fmt: skip
    release = Release(
        draw(TEXT), draw(st.one_of(st.just(""), DAY.map(str))), draw(TEXT), draw(TEXT), draw(TEXT), draw(st.sampled_from(get_args(Status))),
    )  # fmt: skip
    values = [draw(NUMBER) for _ in range(count)]
    return Observation(
        key, tuple(sorted(values) if form == "range" else values), form, draw(TEXT), draw(st.sampled_from(get_args(Modifier))), draw(TEXT),
        release, draw(st.sampled_from(get_args(Origin))), draw(TEXT), draw(TEXT),
    )  # fmt: skip


ENTRIES = st.lists(
    st.builds(Entry, observations(), TEXT, TEXT), max_size=6, unique_by=lambda one: one.observation.id
).map(tuple)
