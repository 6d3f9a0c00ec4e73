"""What is written beside the figures of a draft."""

from __future__ import annotations

import pytest

from xietong.core.issue import Issue, Place
from xietong.data import table
from xietong.observations.remarks import remarks

MESSAGE = {"zh": "两个数不同。", "en": "Two values differ."}


def place(document: str, start: int, quote: str, sentence: str = "") -> Place:
    return Place(document, start, start + len(quote), quote, sentence)


def test_the_figure_of_the_draft_is_remarked_and_the_others_quoted() -> None:
    """Whichever of them the issue names first; each sentence once, the one under the comment not at all."""
    here = place("稿.docx", 8, "1400余家", "企业\n1400余家")
    issue = Issue(
        "values",
        "error",
        (
            place("简报.txt", 3, "1328家", "注册企业  1328家"),
            here,
            place("稿.docx", 40, "1328家", "另处写1328家"),
            place("稿.docx", 9, "400余家", "企业 1400余家"),
            place("简报.txt", 9, "28家", "注册企业 1328家"),
        ),
        "1328 < 1400",
        MESSAGE,
    )
    (one,) = remarks([issue], "稿.docx", "zh")
    assert (one.start, one.end) == (here.start, here.end)
    assert one.text.splitlines() == [
        "错误：两个数不同。",
        "计算：1328 < 1400",
        "原句：“注册企业 1328家”（简报.txt）",
        "原句：“另处写1328家”（稿.docx）",
    ]
    (one,) = remarks([issue], "稿.docx", "en")
    assert one.text.splitlines()[:3] == [
        "Error: Two values differ.",
        "Computation: 1328 < 1400",
        "Passage: “注册企业 1328家” (简报.txt)",
    ]


def test_issues_of_other_documents_are_not_the_drafts() -> None:
    assert remarks([Issue("x", "note", (place("b.txt", 0, "1家"),), "", MESSAGE)], "a.docx", "zh") == []


def test_each_issue_of_one_figure_is_a_remark() -> None:
    here = place("a.docx", 0, "1家")
    issues = [Issue(code, "warning", (here,), "", MESSAGE) for code in ("x", "y")]
    assert [one.text for one in remarks(issues, "a.docx", "en")] == ["Doubtful: Two values differ."] * 2


def test_a_long_sentence_is_cut_and_a_missing_one_is_the_quote() -> None:
    issue = Issue(
        "x", "note", (place("a", 0, "1家"), place("b", 0, "2家", "长" * 900), place("c", 0, "3家")), "", MESSAGE
    )
    lines = remarks([issue], "a", "zh")[0].text.splitlines()
    assert lines[1:] == [f"原句：“{'长' * 200}…”（b）", "原句：“3家”（c）"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_is_there_in_both_languages(language: str) -> None:
    for key in ("error", "warning", "note", "computation", "place"):
        assert "{" in table("messages/remarks.toml")[key][language]
