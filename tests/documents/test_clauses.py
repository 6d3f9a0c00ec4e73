"""The tree of numbered parts: cases by kind of numbering, and what holds of every tree."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.documents.clauses import clauses
from xietong.documents.intake import extract
from xietong.documents.model import Article, Clause, Text

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "clauses.toml").read_text("utf-8"))["case"]
TITLE = "某市航运发展方案"


def read(body: str) -> tuple[str, tuple[Clause, ...]]:
    content = f"{TITLE}\n{body}"
    text = Text(content, "test", TITLE, articles=(Article(0, len(content), TITLE),))
    (tree,) = clauses(text)
    return content, tree


def depth(tree: tuple[Clause, ...], clause: Clause) -> int:
    return 0 if clause.parent < 0 else 1 + depth(tree, tree[clause.parent])


# Paragraphs as long as a document has them: how lines are joined is told from the lines around.
PROSE = (
    "各有关方面按照职责抓好落实，加强协调配合，及时研究解决推进过程中出现的新情况和新问题，确保各项工作落到实处。\n"
    * 40
)


@pytest.mark.parametrize("case", CASES, ids=lambda one: str(one["why"]))
def test_cases(case: dict[str, Any]) -> None:
    content, tree = read(case["text"] + PROSE)
    inside = [one for one in tree[1:] if one.start < len(content) - len(PROSE)]
    found = [[depth(tree, one), one.kind, one.label, one.title if one.kind != "paragraph" else ""] for one in inside]
    assert found == case["tree"]


def test_numbers_are_read_as_they_were_meant() -> None:
    _, tree = read("第二十三章 甲\n第一百零一条 乙。\n")
    assert [one.number for one in tree[1:]] == [(23,), (101,)]


def blank(words: str) -> bool:
    """What stands between clauses: white space, and the marks of no width that a text may begin with."""
    return not words.replace("\u200b", "").replace("\ufeff", "").strip()


def holds(content: str, tree: tuple[Clause, ...]) -> None:
    """Clauses nest, cover, never overlap; each is quoted; every word belongs to one clause's own words."""
    for one in tree:
        assert content[one.start : one.end] == one.quote
        assert one.start <= one.own_end <= one.end
        assert one.title_start <= one.title_end <= one.end
        children = [child for child in tree if child.parent == one.index]
        assert all(one.start <= child.start < child.end <= one.end and child.index > one.index for child in children)
        assert all(blank(content[left.end : right.start]) for left, right in pairwise(children))
        if children:
            assert blank(content[one.own_end : children[0].start])
            assert blank(content[children[-1].end : one.end])
    assert [one.start for one in tree] == sorted(one.start for one in tree)


_PIECES = st.sampled_from(
    ["第一章", "第二条", "一、", "二、", "—、", "（一）", "（二）", "(三)", "1.", "2.", "3、", "12.", "2.5%", "1.1 ", "（1）", "①", "②", "一是", "二是",
     "——", "■", "专栏1", "附件2", "港口", "建设航道", "\n", "\n\n", "。", "；", "：", "，", "到2027年", "\t", " ", "\u3000", "“", "”", "O.", "+、", "）"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=80))
def test_every_tree_nests_and_covers(pieces: list[str]) -> None:
    holds(*read("".join(pieces)))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_a_tree(body: str) -> None:
    holds(*read(body))


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[2] / "src/xietong/demo/texts").glob("*.txt")), ids=lambda one: one.stem
)
def test_every_article_of_the_demo_has_a_tree(path: Path) -> None:
    text = extract(path.read_bytes(), path.name)
    trees = clauses(text)
    assert len(trees) == len(text.articles)
    for article, tree in zip(text.articles, trees, strict=True):
        holds(text.content, tree)
        assert text.content[article.start : article.end].strip() == tree[0].quote


def test_a_long_list_is_read_in_linear_time() -> None:
    """A bound on work, not on time: twice the text must not make more than twice the clauses, nor lose any."""
    for size in (200, 400):
        _, tree = read("\n".join(f"{number}.建设第{number}段航道。" for number in range(1, size + 1)))
        assert [one.number for one in tree if one.kind == "arabic"] == [(number,) for number in range(1, size + 1)]
