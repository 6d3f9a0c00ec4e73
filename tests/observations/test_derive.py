"""Derived numbers: golden cases, properties over random figures, real series against polars, no silence about mixing."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.core.period import Period
from xietong.data import table
from xietong.observations.catalogue import catalogue
from xietong.observations.derivation import Asked, Derived, Refused, observation_of, observation_record
from xietong.observations.derive import derive
from xietong.observations.model import Key, Observation, Release
from xietong.observations.units import factor, first_of, measured
from xietong.statements.numbers import magnitude
from xietong.workspace.observations import place_key

CASES = tomllib.loads(Path(__file__).with_name("derivations.toml").read_text("utf-8"))["case"]
PANEL = Path(__file__).parents[3] / "shared/data/panel"
_FIGURE = re.compile(r"(-?[\d.]+)(万亿|亿|万)?(.*)")


def period(written: str) -> str:
    return str(Period.until(Period.parse(written[4:]).end) if written.startswith("end ") else Period.parse(written))


def fact(
    indicator: str, place: str, when: str, quote: str, *, doc: str = "a", date: str = "2024-01-31", scope: str = "",
    status: Any = "", modifier: Any = "=", unit: str = "", derived: str = "",
) -> Observation:  # fmt: skip
    """An observation with a figure as it is printed."""
    found = _FIGURE.fullmatch(quote)
    assert found
    value = Decimal(found[1]) * (magnitude(found[2]) if found[2] else 1)
    key = Key(indicator, place_key(place), period(when), "level", "", scope)
    release = Release("" if derived else doc, date, method=derived, status=status)
    made = Observation(
        key, (value,), "number", unit or found[3], modifier, quote, release, statement=f"{doc}{date}{quote}"
    )
    if not derived:
        return made
    origin: Any = {"origin": "derived", "derivation": f"{indicator}{place}{when}{quote}", "bounds": made.values}
    return Observation(**{**{name: getattr(made, name) for name in made.__slots__}, **origin})


def asked_of(case: dict[str, Any]) -> Asked:
    given = dict(case["asked"])
    given["places"] = tuple(map(place_key, given["places"]))
    given["periods"] = tuple(map(period, given["periods"]))
    if given.get("of_place"):
        given["of_place"] = place_key(given["of_place"])
    if given.get("base"):
        given["base"] = period(given["base"])
    return Asked(**given)


def answer(case: dict[str, Any]) -> Derived | Refused:
    facts = [fact(*one[:4], **(one[4] if len(one) > 4 else {})) for one in case["facts"]]
    return derive(asked_of(case), facts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["reason"][:60])
def test_cases(case: dict[str, Any]) -> None:
    found = answer(case)
    issues = found.derivation.issues if isinstance(found, Derived) else found.issues
    said = " ".join(issue.message["zh"] for issue in issues)
    assert all(name in said for name in case.get("names", ())), said
    if "refused" in case:
        assert isinstance(found, Refused), found
        assert [issue.code for issue in issues if issue.severity == "error"] == case["refused"]
        return
    assert isinstance(found, Derived), said
    one, key = found.observation, found.observation.key
    assert one.quote == case["shown"]
    assert sorted(issue.code for issue in issues) == case["issues"]
    assert found.derivation.computation == case.get("computation", found.derivation.computation)
    assert one.modifier == case.get("modifier", "=")
    for name in ("indicator", "scope", "breakdown"):
        assert getattr(key, name) == case.get(name, getattr(key, name)), name
    assert key.place == place_key(case.get("place", key.place))
    assert key.period == case.get("period", key.period)


@pytest.mark.parametrize("case", [one for one in CASES if "shown" in one], ids=lambda case: case["reason"][:60])
def test_every_number_is_whole(case: dict[str, Any]) -> None:
    """The value lies in its interval, its id is its derivation's, it survives JSON, and the same is the same again."""
    found = answer(case)
    assert isinstance(found, Derived)
    one = found.observation
    assert one.value[0] in one.values
    assert one.origin == "derived"
    assert one.id == found.derivation.id
    assert observation_of(observation_record(one)) == one
    assert Asked.of_record(found.derivation.asked.record()) == found.derivation.asked
    again = answer(case)
    assert isinstance(again, Derived)
    assert again == found


def test_every_message_is_used_and_whole() -> None:
    """Each kind of doubt occurs in a case, in both languages."""
    messages = table("messages/derivation.toml")
    seen = set()
    for case in CASES:
        found = answer(case)
        for issue in found.derivation.issues if isinstance(found, Derived) else found.issues:
            seen.add(issue.code)
            assert set(issue.message) == {"zh", "en"}
            assert "{" not in "".join(issue.message.values())
    assert seen >= set(messages) - {"ground", "no_number"}


@given(st.permutations(range(4)), st.lists(st.integers(1, 10**9), min_size=4, max_size=4))
def test_a_sum_is_the_sum_in_any_order(order: list[int], values: list[int]) -> None:
    names = ["石家庄", "唐山", "保定", "廊坊"]
    facts = [fact("GDP", name, "2023", f"{value}元") for name, value in zip(names, values, strict=True)]
    asked = Asked("sum", "GDP", tuple(map(place_key, names)), (period("2023"),))
    found = derive(asked, [facts[at] for at in order])
    assert isinstance(found, Derived)
    assert found.observation.value == (Decimal(sum(values)),)


@given(
    st.decimals("0.1", "99999", places=1), st.decimals("0.1", "99999", places=1),
    st.decimals("-0.05", "0.05", places=4), st.decimals("-0.05", "0.05", places=4),
)  # fmt: skip
def test_whatever_was_rounded_lies_inside(later: Decimal, base: Decimal, up: Decimal, down: Decimal) -> None:
    """The growth between any two values that print as these is in the interval."""
    facts = [fact("PORT", "天津", "2023", f"{later}亿吨"), fact("PORT", "天津", "2022", f"{base}亿吨")]
    found = derive(Asked("growth", "PORT", (place_key("天津"),), (period("2023"),)), facts)
    assert isinstance(found, Derived)
    true = (Fraction(later + up) / Fraction(base + down) - 1) * 100
    low, high = found.observation.values.low, found.observation.values.high
    assert low is not None
    assert high is not None
    assert Fraction(low) <= true <= Fraction(high)
    exact = (Fraction(later) / Fraction(base) - 1) * 100
    assert abs(Fraction(found.observation.value[0]) - exact) <= Fraction(1, 10**18) * (1 + abs(exact))


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["", "不含农户", "规模以上"]), min_size=1, max_size=4), st.data())
def test_scopes_never_meet_in_silence(scopes: list[str], data: st.DataObject) -> None:
    """Whatever the scopes of two years: the inputs have one, or an issue names both."""
    others = data.draw(st.lists(st.sampled_from(["", "不含农户", "规模以上"]), min_size=1, max_size=4))
    facts = [fact("FAI", "河北", "2023", f"{5 + at}亿元", scope=one, doc=f"x{at}") for at, one in enumerate(scopes)]
    facts += [fact("FAI", "河北", "2022", f"{3 + at}亿元", scope=one, doc=f"y{at}") for at, one in enumerate(others)]
    for mark in (False, True):
        found = derive(Asked("growth", "FAI", ("130000",), (period("2023"),), mark=mark), facts)
        if isinstance(found, Refused):
            assert not mark
            assert not set(scopes) & set(others)
            assert [one.code for one in found.issues] == ["scope_mixed"]
        else:
            used = {one.observation.key.scope for one in found.derivation.inputs}
            codes = [one.code for one in found.derivation.issues]
            assert (len(used) > 1) == ("scope_differs" in codes)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(2023, 2026), st.sampled_from("abc")), min_size=2, max_size=6))
def test_vintages_never_meet_in_silence(told: list[tuple[int, int, str]]) -> None:
    """Two inputs of different releases always have an issue that says so."""
    facts = [
        fact("PORT", "天津", "2023" if at % 2 else "2022", f"{value}亿吨", doc=f"{doc}{year}", date=f"{year}-03-01")
        for at, (value, year, doc) in enumerate(told)
    ]
    found = derive(Asked("growth", "PORT", ("120000",), (period("2023"),)), facts)
    if isinstance(found, Derived):
        documents = {one.observation.release.document for one in found.derivation.inputs}
        codes = {one.code for one in found.derivation.issues}
        assert len(documents) == 1 or codes & {"releases", "vintage_differs"}
    else:
        assert {one.code for one in found.issues} <= {"vintage_mixed", "missing"}


def test_territory_that_moved_is_said() -> None:
    """Laiwu went to Jinan between the two years: growth across is of other ground."""
    facts = [fact("GDP", "济南市", "2019", "9443.4亿元"), fact("GDP", "济南市", "2018", "7856.6亿元")]
    found = derive(Asked("growth", "GDP", (place_key("济南市"),), (period("2019"),)), facts)
    assert isinstance(found, Derived)
    assert "ground" in [one.code for one in found.derivation.issues]


def test_composition_is_no_number() -> None:
    """A ratio a:b:c is never a term."""
    one = fact("GDP", "北京", "2023", "43760.7亿元")
    ratio = Observation(one.key, (Decimal(1), Decimal(2)), "ratio", "", "=", "1:2", one.release)
    found = derive(Asked("growth", "GDP", (one.key.place,), (one.key.period,)), [ratio])
    assert isinstance(found, Refused)


# -- units -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "into", "by"),
    [
        ("亿元", "元", 10**8), ("万人", "人", 10**4), ("亩", "公顷", Fraction(1, 15)), ("万吨公里", "吨公里", 10**4),
        ("千瓦时", "千瓦", None), ("元", "美元", None), ("‰", "%", Fraction(1, 10)), ("TEU", "标准箱", 1),
        ("万户", "户", 10**4), ("户", "家", None), ("百万元", "万元", 100), ("吨标准煤", "吨", None),
    ],
)  # fmt: skip
def test_units_are_converted_by_data(unit: str, into: str, by: object) -> None:
    assert factor(unit, into) == by


@given(st.sampled_from(sorted({one.unit for one in catalogue().indicators.values()})))
def test_every_unit_of_the_catalogue_is_itself(unit: str) -> None:
    assert factor(unit, unit) == 1
    assert factor(first_of(unit), unit) == 1 / measured(unit)[1]


# -- the real series -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not PANEL.is_dir(), reason="../shared with its tables is not here")
def test_growth_of_real_series_agrees_with_polars() -> None:
    """Nominal growth of 31 provinces in each year against polars' pct_change on the same cells."""
    frame = polars.read_csv(PANEL / "nbs_gdp_vintages.csv", infer_schema_length=None)
    name = frame["indicator"].unique().sort().to_list()
    total = next(one for one in name if "地区生产总值" in one and "指数" not in one and "人均" not in one)
    frame = frame.filter(polars.col("indicator") == total)
    frame = frame.filter(polars.col("vintage") == frame["vintage"].sort()[0]).sort("region", "year")
    expected = frame.with_columns(rate=polars.col("value").cast(float).pct_change().over("region") * 100)
    facts = {
        (row["region"], row["year"]): fact("GDP", row["region"], str(row["year"]), str(row["value"]), unit="亿元")
        for row in frame.iter_rows(named=True)
    }
    checked = 0
    for row in expected.drop_nulls("rate").iter_rows(named=True):
        both = [facts[row["region"], row["year"]], facts.get((row["region"], row["year"] - 1))]
        if both[1] is None:
            continue
        asked = Asked("growth", "GDP", (place_key(row["region"]),), (period(str(row["year"])),))
        found = derive(asked, [one for one in both if one is not None])
        assert isinstance(found, Derived), (row, found)
        assert float(found.observation.value[0]) == pytest.approx(row["rate"], abs=1e-9)
        checked += 1
    assert checked > 500
