"""The markup of templates: what it means, and every fault with its line and the nearest known word."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.making import made
from xietong.data import names, raw
from xietong.reports.cut import keeping, parts
from xietong.reports.fields import fields
from xietong.reports.model import Heading, Items, Paragraph, Table
from xietong.reports.template import read
from xietong.reports.troubles import FaultyReportError, Trouble

HEAD = "---\ntitle: 标题\n---\n"
FAULTS = [
    ("{{ valeu indicator=GDP place=北京 }}", "unknown_field", 4, "value"),
    ("{{ 数直 指标=GDP 地区=北京 }}", "unknown_field", 4, "数值"),
    ("甲\n乙{{ value indicater=GDP place=北京 }}", "unknown_argument", 5, "indicator"),
    ("{{ value indicator=GDP 地曲=北京 }}", "unknown_argument", 4, "地区"),
    ("{{ value indicator=GDP }}", "needs", 4, ""),
    ("{{ derived formula=growth }}", "needs", 4, ""),
    ("{{ value indicator=GDP place=北京 digits=两 }}", "bad_number", 4, ""),
    ("{{ value indicator=GDP place=北京 digits=99 }}", "bad_number", 4, ""),
    ("{{ derived formula=magic indicator=GDP place=北京 }}", "bad_choice", 4, ""),
    ("甲{{ indicators indicator=GDP }}", "not_inline", 4, ""),
    ("{{ }}", "no_field", 4, ""),
    ("甲{{ value indicator=GDP place=北京", "open_field", 4, ""),
    ("{{ value indicator=GDP place=北京 天津 }}", "stray", 4, ""),
    ("甲**乙", "open_style", 4, ""),
    ("甲[^x]", "no_note", 4, ""),
    ("甲\n\n[^x]: 乙", "idle_note", 6, ""),
    ("|甲|乙|\n|子|丑|", "no_table_head", 4, ""),
    ("|甲|乙|\n|---|---|\n|子|", "table_width", 6, ""),
    ("<!-- 甲", "open_comment", 4, ""),
]


@pytest.mark.parametrize(("body", "code", "line", "nearest"), FAULTS, ids=[f"{one[1]} {one[0][:24]}" for one in FAULTS])
def test_a_fault_is_named_with_its_line(body: str, code: str, line: int, nearest: str) -> None:
    with pytest.raises(FaultyReportError) as caught:
        read(HEAD + body)
    found = next(one for one in caught.value.troubles if one.code == code)
    assert found.at is not None
    assert found.at.line == line
    assert found.values.get("nearest", "") == nearest
    for tongue in ("zh", "en"):
        assert str(line) in found.sentence(tongue)
        assert "{" not in found.sentence(tongue).replace(found.words, "")


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("titel: 标题", "unknown_setting"), ("title: 标题\nlanguage: fr", "bad_choice"), ("title: 标题\nperiod: day", "bad_choice"),
        ("title: 标题\nnames: 12.3%", "no_name"), ("title: 标题\nnames: 三成", "no_name"), ("language: zh", "no_title"),
        ("title: 标题\n乱写", "bad_setting"),
    ],
)  # fmt: skip
def test_faults_of_the_settings(head: str, code: str) -> None:
    with pytest.raises(FaultyReportError) as caught:
        read(f"---\n{head}\n---\n文字")
    assert code in [one.code for one in caught.value.troubles]


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(FaultyReportError) as caught:
        read(HEAD + "{{ valeu }}\n\n{{ nosuch }}\n\n甲**乙")
    assert [one.code for one in caught.value.troubles] == ["unknown_field", "unknown_field", "open_style"]


def test_the_markup() -> None:
    report, _ = made(
        "# 头\n\n甲**乙**\n丙*丁*\\*。\nlatin\nwords\n\n1. 子\n2. 丑\n\n- 寅\n\n|甲|乙|\n|---|--:|\n|子|丑\\|寅|\n\n<!-- 不见 -->"
    )
    head, paragraph, ordered, plain, table = report.blocks
    assert isinstance(head, Heading)
    assert isinstance(paragraph, Paragraph)
    # no space between lines of Chinese, one between Latin words
    assert "".join(one.text for one in paragraph.pieces) == "甲乙丙丁*。latin words"
    assert [one.text for one in paragraph.pieces if one.style] == ["乙", "丁"]
    assert isinstance(ordered, Items)
    assert ordered.ordered
    assert isinstance(plain, Items)
    assert isinstance(table, Table)
    assert table.align == ("left", "right")
    assert "".join(one.text for one in table.rows[0][1]) == "丑|寅"


def faults_of(text: str) -> tuple[Trouble, ...]:
    """What is wrong in a text; nothing where it is a template."""
    try:
        read(text)
    except FaultyReportError as error:
        return error.troubles
    return ()


@given(st.text(max_size=300))
def test_any_text_is_a_template_or_a_fault(text: str) -> None:
    assert all(one.sentence(tongue) for one in faults_of(HEAD + text) for tongue in ("zh", "en"))


@given(
    st.lists(
        st.sampled_from(
            ["{{", "}}", "[", "]", "{", "*", "**", "|", "甲", "12", "[^a]", "value ", "\n", "#", "-", '"', "="]
        ),
        max_size=40,
    )
)
def test_any_mixture_of_marks(marks: list[str]) -> None:
    faults = faults_of(HEAD + "".join(marks))
    if not faults:
        made("".join(marks))


@pytest.mark.parametrize("name", names("templates", ".md"))
def test_ready_templates_can_be_read(name: str) -> None:
    template = read(raw(f"templates/{name}.md"))
    assert template.language == name[-2:]
    assert template.about


def test_both_languages_have_the_same_templates_with_the_same_fields() -> None:
    for name in names("templates", ".md"):
        if name.endswith("zh"):
            calls = [read(raw(f"templates/{name[:-2]}{tongue}.md")).calls for tongue in ("zh", "en")]
            assert {one.name for one in calls[0]} == {one.name for one in calls[1]}, name


def test_sections_are_left_out_by_their_headings() -> None:
    text = "前言\n# 甲\n子\n## 乙\n丑\n# 丙\n寅"
    assert [one.title for one in parts(text)] == ["甲", "丙"]
    assert keeping(text, {1}) == "前言\n# 丙\n寅"
    assert parts("没有标题") == ()


def test_the_documentation_has_every_field_with_its_arguments() -> None:
    lines = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8").splitlines()
    for field in fields().values():
        row = next((one for one in lines if one.startswith("|") and f"`{field.name}` {field.zh}" in one), "")
        assert row, field.name
        assert [one for one in field.takes if f"`{one}`" not in row] == [], field.name


def test_the_example_of_the_documentation_can_be_read() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8")
    example = next(one for one in text.split("```") if one.startswith("\n---"))
    assert [one.name for one in read(example.strip("\n")).calls] == [
        "period",
        "value",
        "value",
        "indicators",
        "targets",
    ]
