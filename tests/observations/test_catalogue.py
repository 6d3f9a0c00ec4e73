"""The indicator catalogue: it loads, does not contradict itself, and says what is wrong with one that does."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from xietong.core.errors import CatalogueError
from xietong.data import table
from xietong.observations.catalogue import FILE, catalogue, load, plain

SMALL: dict[str, Any] = {
    "indicator": [
        {
            "code": code, "zh": zh, "en": code.lower(), "unit": "元", "direction": 1, "dimension": "开放",
            "kind": "money", "space": True, "time": "sum", "growth": "nominal", "aliases": [zh + "额"],
            "definition": zh + "的价值",
        }
        for code, zh in (("TRADE", "进出口"), ("EXPORT", "出口"), ("IMPORT", "进口"))
    ],
    "identity": [{"whole": "TRADE", "parts": ["EXPORT", "IMPORT"]}],
    "quotient": [{"code": "TRADE", "above": "EXPORT", "below": "IMPORT", "factor": 1}],
    "mean": [{"code": "TRADE", "parts": ["EXPORT"]}],
    "kinds": {"money": ["元", "美元"]},
}  # fmt: skip


def test_loads() -> None:
    """At least the 150 indicators that are promised, of every dimension, each explained in both languages."""
    book = catalogue()
    assert len(book.indicators) >= 150
    assert {one.dimension for one in book.indicators.values()} >= {"创新", "协调", "绿色", "开放", "共享"}
    for one in book.indicators.values():
        assert one.zh
        assert one.en
        assert one.definition, one.code


def test_units_fit_kinds() -> None:
    """An indicator can be printed in its own unit, and takes nothing but what its kind allows."""
    book = catalogue()
    for code, one in book.indicators.items():
        assert book.fits(code, one.unit), code
    assert not book.fits("POP", "元")
    assert not book.fits("MOTORWAY", "条")


def test_values_of_fields() -> None:
    """Fields that are words of a short list hold no other."""
    for one in catalogue().indicators.values():
        assert one.direction in (-1, 0, 1), one.code
        assert one.time in ("sum", "stock", "none"), one.code
        assert one.growth in ("real", "comparable", "nominal", ""), one.code
        if one.kind in ("share", "rate", "ratio", "index", "level_pct", "concentration"):
            assert not one.space, one.code  # shares and rates of provinces do not add up
            assert one.time == "none", one.code


def test_names_are_of_one_indicator() -> None:
    """No name stands for two, and every name leads back to its indicator."""
    book = catalogue()
    for one in book.indicators.values():
        for name in (one.zh, *one.aliases):
            assert book.names[plain(name)] == one.code
            assert len(plain(name)) > 1, one.code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("城区人口", ""),  # the population of built-up quarters, not of towns
        ("财政收入", ""),  # may hold funds that are no general public budget revenue
        ("机动车保有量", "CAR_MOTOR"),  # motorcycles too
        ("发明专利授权量", "PATENT_INV"),  # a part of the patents granted
        ("农林牧渔业增加值", "VA_AGRI"),  # more than primary industry
        ("PM2.5优良天数", "GOODPM_D"),  # one pollutant of six
        ("二氧化碳排放量", "CO2"),  # not what is saved of it
        ("制造业投资", "FAI_MFG"),
        ("新设市场主体", "ENT_NEW"),  # self-employed too
    ],
)
def test_names_that_are_mistaken(name: str, code: str) -> None:
    """Names that are often taken for a wider or narrower indicator."""
    assert catalogue().names.get(plain(name), "") == code


def test_relations() -> None:
    """What is summed is in one unit; the parts of a quotient are not the quotient."""
    book = catalogue()
    for whole, parts in book.identities:
        assert {book.indicators[code].kind for code in parts} == {book.indicators[whole].kind}
        assert whole not in parts
    for one in book.quotients:
        assert len({one.code, one.above, one.below}) == 3
    quotients = {one.code for one in book.quotients}
    assert "GDP_PC" not in quotients  # it divides by the mean population of the year, which texts do not print


def _twice(data: dict[str, Any]) -> None:
    data["indicator"].append(data["indicator"][0])


def _one_name(data: dict[str, Any]) -> None:
    data["indicator"][2]["aliases"] = ["出口 额"]


def _sum_of_nothing(data: dict[str, Any]) -> None:
    data["identity"][0]["parts"] = ["EXPORT", "SURPLUS"]


def _quotient_of_nothing(data: dict[str, Any]) -> None:
    data["quotient"][0]["below"] = "GDP"


def _mean_of_nothing(data: dict[str, Any]) -> None:
    data["mean"][0]["code"] = "INDEX"


def _wrong_unit(data: dict[str, Any]) -> None:
    data["indicator"][1]["unit"] = "吨"


def _no_definition(data: dict[str, Any]) -> None:
    del data["indicator"][1]["definition"]


def _unknown_field(data: dict[str, Any]) -> None:
    data["indicator"][1]["colour"] = "red"


def test_small_catalogue() -> None:
    """What the bad ones below are made of is good."""
    book = load(SMALL)
    assert book.names["出口额"] == "EXPORT"
    assert book.indicators["EXPORT"].scopes == ()


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_twice, "TRADE"),
        (_one_name, "出口额"),
        (_sum_of_nothing, "SURPLUS"),
        (_quotient_of_nothing, "GDP"),
        (_mean_of_nothing, "INDEX"),
        (_wrong_unit, "吨"),
        (_no_definition, "EXPORT"),
        (_unknown_field, "EXPORT"),
    ],
)
def test_bad_catalogues(spoil: Callable[[dict[str, Any]], None], named: str) -> None:
    """Each says what is wrong, with its name, in both languages."""
    data = deepcopy(SMALL)
    spoil(data)
    with pytest.raises(CatalogueError) as caught:
        load(data)
    for language in ("zh", "en"):
        assert named in caught.value.sentence(language)
    assert caught.value.sentence("zh") != caught.value.sentence("en")


def test_file_is_the_catalogue() -> None:
    """The file that ships is what is loaded, entry for entry."""
    assert len(table(FILE)["indicator"]) == len(catalogue().indicators)
