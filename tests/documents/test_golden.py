"""Golden cases: facts and articles that texts show, as data with a reason each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert (text.title, shown(text.date), text.publisher) == tuple(
        case.get(key, "") for key in ("title", "date", "publisher")
    )


LINES = st.sampled_from(
    ["本报讯 某某 近日，会议召开。", "本报讯", "新华社北京9月25日电 会议召开。", "文 / 某某", "本报记者 某某",
     "编者按：三地协同。", "（据《示例日报》）", "（作者系某局局长）", "成效明显。✎", "某会议强调", "目录",
     "- 01 标题一行", "发布：某局　日期：2024年2月22日", "2024年3月15日", "短标题一行", "再一个标题行",
     "会议召开，成效明显。", "没有说完的一行文字继续到下", "一、工作目标", "某某/摄", "2024年7月26日　星期五",
     "", "", ""]
)  # fmt: skip


@given(st.lists(LINES, max_size=40), st.sampled_from(["\n", "\r\n", "\n　　"]))
def test_articles_are_in_order_and_apart(lines: list[str], line_end: str) -> None:
    """Whatever signs follow each other: spans in order, each character in one article at most, prose in one."""
    content = line_end.join(["开头一句。", *lines])
    articles = extract(content.encode(), "a.txt").articles
    edge = 0
    for article in articles:
        assert edge <= article.start < article.end <= len(content)
        assert "。" not in content[edge : article.start]
        edge = article.end
    assert "。" not in content[edge:]


def test_what_the_caller_knows_goes_first() -> None:
    from xietong.core.period import Period

    june = Period.parse("2024-06")
    data = "标题一行\n2023年1月5日\n\n正文一句。\n".encode()
    text = extract(data, "case.txt", title="另一个题目", date=june, publisher="某单位")
    assert (text.title, text.date, text.publisher) == ("另一个题目", june, "某单位")
    assert (text.articles[0].title, text.articles[0].date) == ("另一个题目", june)


def test_the_name_of_the_file_is_no_date() -> None:
    assert extract("一句话。".encode(), "newspaper-2024-06.txt").date is None
