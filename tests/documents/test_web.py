"""Web pages: what is shown as the page's own text, in lines; nothing is fetched or run."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.documents.test_golden import cases
from xietong.core.errors import DocumentError
from xietong.documents.intake import extract


@pytest.mark.parametrize("case", cases("golden_pages.toml"))
def test_rendering(case: dict[str, Any]) -> None:
    text = extract(case["markup"].strip().encode(), "a.html")
    assert text.extractor == "html/1"
    assert text.content == case["text"]


def test_external_entities_are_not_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    markup = f"<!DOCTYPE html [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><html><p>甲&x;</p></html>"
    assert "秘密" not in extract(markup.encode(), "a.html").content


PAGE = """<html><head><meta charset="{charset}"><title>外贸增长_示例网</title>
<meta name="ArticleTitle" content="前三季度外贸增长"><meta name="PubDate" content="2024-10-18 09:30">
<meta name="ContentSource" content="示例海关"></head>
<body><div id="content"><p>前三季度，外贸进出口总值保持增长，出口快于进口，民营企业占比提高。</p></div></body></html>"""


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "iso-8859-1"])
def test_declared_charset_does_not_mislead(codec: str, charset: str) -> None:
    """Pages often declare what they are not: the bytes decide."""
    text = extract(PAGE.format(charset=charset).encode(codec), "a.html")
    assert text.content == "前三季度，外贸进出口总值保持增长，出口快于进口，民营企业占比提高。\n"
    assert (text.title, str(text.date), text.publisher) == ("前三季度外贸增长", "2024-10-18/2024-10-18", "示例海关")


def test_the_title_loses_the_name_of_the_site() -> None:
    text = extract("<html><head><title>外贸增长_示例网</title></head><p>甲。</p></html>".encode(), "a.html")
    assert text.title == "外贸增长"


ENTITIES = "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 40))


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div>" * 50_000 + "甲", id="nesting"),
        pytest.param("<html>" + "<table><tr><td>" * 5_000 + "甲", id="nested tables"),
        pytest.param("<html><p " + "a='1' " * 50_000 + ">甲</p>", id="attributes"),
        pytest.param("<html>" + "<b><i>" * 20_000 + "甲", id="unclosed inline elements"),
        pytest.param(f"<!DOCTYPE html [{ENTITIES}]><html><p>甲&a39;", id="entities"),
    ],
)
def test_hostile_markup_ends(markup: str) -> None:
    with suppress(DocumentError):
        assert len(extract(markup.encode(), "a.html").content) < 2 * len(markup)
