"""Which articles set out what is to be done, and so are read as plans."""

from __future__ import annotations

import re
from bisect import bisect_left

from xietong.data import table
from xietong.documents.model import Article, Text
from xietong.documents.view import View
from xietong.statements.modality import is_plan
from xietong.statements.model import Reading, Statement
from xietong.targets.plans.goals import between
from xietong.targets.plans.title_years import title_lines, titled

_HEADING = re.compile(
    r"^(?P<number>第[一二三四五六七八九十]{1,3}[编章节条部]分?[ 　:：]*|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、])?"
    r"(?P<title>[^，。；\n]{2,16})$",
    re.M,
)
_BRACKETS = str.maketrans("()", "（）")
_HEAD = 600  # characters in which what a text is called is looked for
_ENOUGH = 2  # figures aimed at under a heading of goals, in a text that is not called a plan
_FIGURES, _PARTS, _AHEAD = 5, 3, 3  # in a text that is not called a plan, and words ahead to one of what has been


def sets_out(text: Text, view: View, article: Article, reading: Reading) -> bool:
    """Whether an article is a plan: by its words, or as it is called one (规划纲要, 决定) and names a figure that is aimed
    at, or a figure and a deadline, as it has a part of goals with figures that are, or as it
    hardly speaks of anything but what is to come."""
    figures = between(reading.statements, article.start, article.end)
    bounds = range(len(view.text))
    start, end = (bisect_left(bounds, at, key=view.origin) for at in (article.start, article.end))
    body = view.text[start:end]
    words = table("plans.toml")["sections"]
    called = (article.title or text.title).strip("“”《》 ")
    printed = text.content[
        article.start : min(article.end, article.start + _HEAD)
    ]  # short lines that the view may join
    heads = (*title_lines(body, 0, min(len(body), _HEAD)), *title_lines(printed, 0, len(printed)))
    names = [called, *(line.strip("“”《》 ").translate(_BRACKETS) for _, line in heads)]
    if figures and any(re.search(words["named"], one) for one in names):
        aims = any(one.modality == "target" for one in figures)
        if aims or re.search(words["dated"], body):
            return True
    if any(is_plan(one, body) for one in [called, *body[:300].split("\n")[:4]]):
        return True
    account = any(re.search(words["account"], one) for one in names[:3])
    if account:
        return False
    years = (titled(one) for one in names)
    ahead = any(one is not None and one.first is not None and one.first < one.last for one in years)
    least = 1 if ahead else _AHEAD  # 发展愿景与行动路线（2026—2035年）
    return _aims_under_headings(view, body, start, figures) or _looks_ahead(body, len(figures), least)


def _looks_ahead(body: str, figures: int, least: int) -> bool:
    """Whether a text in numbered parts with figures speaks of what is to come, and hardly of what has been."""
    words = table("plans.toml")["sections"]
    ahead, told, parts = (len(re.findall(words[one], body)) for one in ("ahead", "told", "listed"))
    return figures >= _FIGURES and parts >= _PARTS and ahead >= max(least, least * told)


def _aims_under_headings(view: View, body: str, start: int, figures: tuple[Statement, ...]) -> bool:
    """Whether figures that are aimed at stand under a heading of goals (二、发展目标), before the next heading."""
    words = table("plans.toml")["sections"]
    goals, told = re.compile(words["goals"]), re.compile(words["told"])
    heads = list(_HEADING.finditer(body))
    ends = [*(one.start() for one in heads[1:]), len(body)]
    for head, end in zip(heads, ends, strict=False):
        if not goals.search(head["title"]):
            continue
        left, right = view.origin(start + head.end()), view.origin(min(start + end, len(view.text) - 1))
        here = between(figures, left, right)
        aims = sum(one.modality == "target" for one in here)
        counted = head["number"] and len(here) >= _ENOUGH and not told.search(body, head.end(), end)
        if aims >= _ENOUGH or counted:
            return True
    return False
