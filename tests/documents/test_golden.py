"""Golden cases: facts and articles that texts show, as data with a reason each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from xietong.documents.intake import extract

HERE = Path(__file__).parent


def cases(name: str) -> list[Any]:
    found = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(case, id=case["reason"][:60]) for case in found]


def shown(period: object) -> str:
    return "" if period is None else str(period)


@pytest.mark.parametrize("case", cases("golden_facts.toml"))
def test_facts(case: dict[str, Any]) -> None:
    text = extract(case["text"].encode(), "case.txt")
    assert (text.title, shown(text.date), text.publisher) == (case["title"], case["date"], case["publisher"])
    (article,) = text.articles
    assert (article.start, article.end) == (0, len(text.content))
    assert (article.title, article.date, article.publisher) == (text.title, text.date, text.publisher)


@pytest.mark.parametrize("case", cases("golden_articles.toml"))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_articles(case: dict[str, Any], line_end: str) -> None:
    text = extract(case["text"].replace("\n", line_end).encode(), "case.txt")
    if not case["articles"]:
        assert [(one.start, one.end) for one in text.articles] == [(0, len(text.content))]
        return
    found = [(text.content[one.start : one.end], one) for one in text.articles]
    assert [one.title for _, one in found] == [one["title"] for one in case["articles"]]
    for (words, one), expected in zip(found, case["articles"], strict=True):
        assert words.startswith(expected["starts"])
        assert words.endswith(expected["ends"])
        assert shown(one.date) == expected.get("date", "")
        assert one.publisher == expected.get("publisher", "")
    assert (text.title, shown(text.date), text.publisher) == tuple(case.get(key, "") for key in ("title", "date", "publisher"))


def test_what_the_caller_knows_goes_first() -> None:
    from xietong.core.period import Period

    june = Period.parse("2024-06")
    data = "标题一行\n2023年1月5日\n\n正文一句。\n".encode()
    text = extract(data, "case.txt", title="另一个题目", date=june, publisher="某单位")
    assert (text.title, text.date, text.publisher) == ("另一个题目", june, "某单位")
    assert (text.articles[0].title, text.articles[0].date) == ("另一个题目", june)


def test_the_name_of_the_file_is_no_date() -> None:
    assert extract("一句话。".encode(), "newspaper-2024-06.txt").date is None
