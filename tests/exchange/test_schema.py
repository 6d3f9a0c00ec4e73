"""One schema for all forms: whole, in both languages, and no field of an observation without a column."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import get_args

import pytest

from tests.exchange.test_bad_files import GOOD
from xietong.core.issue import Severity
from xietong.data import table as data
from xietong.exchange.described import described, refreshed
from xietong.exchange.model import Entry
from xietong.exchange.record import record
from xietong.exchange.schema import codes, table, tables
from xietong.observations.model import Key, Observation, Origin, Release, Status
from xietong.statements.model import Form, Measure, Modality, Modifier

DOCS = Path(__file__).parents[2] / "docs"


def test_every_field_of_an_observation_has_its_column() -> None:
    """Nothing is lost on the way out: a new field without a line in the schema fails here."""
    own = {one.name for one in dataclasses.fields(Observation)} - {"key", "release"}
    wanted = own | {f"key.{one.name}" for one in dataclasses.fields(Key)}
    wanted |= {f"release.{one.name}" for one in dataclasses.fields(Release)}
    wanted |= {f"row.{one.name}" for one in dataclasses.fields(Entry)} - {"row.observation"}
    assert {one.path for one in table("observations").columns if one.path} == wanted


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("measure", Measure), ("form", Form), ("modifier", Modifier), ("origin", Origin), ("status", Status),
        ("modality", Modality), ("severity", Severity),
    ],
)  # fmt: skip
def test_code_lists_are_those_of_the_model(name: str, values: object) -> None:
    assert [one.value for one in codes(name)] == [one for one in get_args(values) if one]


def test_every_column_has_a_meaning_in_both_languages() -> None:
    for own in tables().values():
        for one in own.columns:
            assert any("\u4e00" <= char <= "\u9fff" for char in one.zh), one.name
            assert one.en.isascii() or any(char.isascii() for char in one.en), one.name
            assert one.en[0].isupper(), one.name


def test_keys_are_the_dimensions() -> None:
    """What an observation is of is what SDMX tells rows apart by, with the source."""
    columns = table("observations").columns
    assert {one.name for one in columns if one.key} | {"id"} == {one.name for one in columns if one.role == "dimension"}
    assert {one.path for one in columns if one.key} == {f"key.{one.name}" for one in dataclasses.fields(Key)}


def test_records_have_the_columns_in_order() -> None:
    assert tuple(record(GOOD[0])) == table("observations").names


def test_the_page_says_what_the_schema_says() -> None:
    """docs/sql.md is made from the schema: python -m xietong.exchange.described docs/sql.md."""
    page = (DOCS / "sql.md").read_text("utf-8")
    assert refreshed(page) == page
    for name in data("exchange.toml")["tables"]:
        assert described(table(name)) in page
