"""Sizes of projects: 120万吨乙烯, 30万吨级航道, 建筑面积17.4万平方米. They say what a project is, not what is to be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from xietong.data import table
from xietong.statements.numbers import hanzi, magnitude
from xietong.targets.plans.model import Size
from xietong.targets.plans.source import Source

_STOP = re.compile(r"[，。；：、（）()\n“” ]|(?<=[一-龥]{2})[和及与等](?=[一-龥\d])")
_LEAD = re.compile(
    r"^(?:\d{1,2}[.、]|\d{1,3}[个座条家项台套艘栋处](?=\d|[一-龥]|$)|\d{1,2}(?=[一-龥])|"
    r"第[一二三四五六七八九十百]+条 ?|（[一二三四五六七八九十\d]+）| |到?\d+年(?:\d{1,2}月)?|[底末]?(?:以|之)?前|[等和及与]|"
    r"加快|推动|推进|实施|建设|开工|启动|新建|扩建|续建|改建|提升|完成|谋划|支持|继续|重点|抓好|确保|力争|争取|加快推进|规划|持续|建成|引进|依托|投产)+"
)
_TRAIL = re.compile(
    r"(?:等|重大|重点|标志性)*(?:项目|工程)?(?:的)?(?:建设|投产|达产|落地|提升|改造|扩建|投用|竣工|开工|前期|工作|达标|完工)*(?:项目|工程)?$"
)
_TIMES = re.compile(r"\d{1,2}[×xX*]$")  # 2×66万千瓦: two of a size
_NEAR = 120  # characters around a size that may hold the name of the project; none is longer
_BOUND = re.compile(r"(?:以上|以下|及以上|及以下|左右|以内)?")


@dataclass(frozen=True, slots=True)
class _Words:
    quantity: re.Pattern[str]
    kinds: dict[str, str]
    measured: re.Pattern[str]
    changes: re.Pattern[str]
    moves: re.Pattern[str]
    extent: frozenset[str]
    reached: re.Pattern[str]
    project: re.Pattern[str]


@cache
def _lexicon() -> _Words:
    said: dict[str, Any] = table("plans.toml")["sizes"]
    kinds = dict.fromkeys(said["capacity"], "capacity") | dict.fromkeys(said["class"], "class") | {"元": "money"}
    units = "|".join(re.escape(unit) for unit in sorted(kinds, key=len, reverse=True))
    number = (
        r"(?<![\d.])(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|(?<![零一二三四五六七八九十百千万两])[零一二三四五六七八九十百千万两]{1,8}+)"
        r"(?:[余多])?(?P<mag>万亿|亿|万|千(?![瓦伏克米卡焦])|百)?(?:[余多])?"
    )
    return _Words(
        re.compile(rf"{number}(?P<unit>{units})(?!\d|/(?!\d))"), kinds, re.compile(said["measured_by"]),
        re.compile(said["changes"]), re.compile(said["moves"]), frozenset(said["extent"]),
        re.compile(said["reached"]), re.compile(said["project"]),
    )  # fmt: skip


def sizes(source: Source, start: int, end: int) -> Iterator[Size]:
    """The sizes in view[start:end], in order."""
    words = _lexicon()
    for found in words.quantity.finditer(source.text, start, end):
        if _is_size(source.text, found, start, end, words):
            yield Size(_of(source.text, found, start, end), _value(found), found["unit"], source.words(*found.span()))


def _value(found: re.Match[str]) -> tuple[Decimal, ...]:
    said = found["number"].replace(",", "")
    number = Decimal(said) if said.replace(".", "").isascii() else hanzi(said)
    return (number * magnitude(found["mag"] or ""),)


def _is_size(text: str, found: re.Match[str], start: int, end: int, words: _Words) -> bool:
    kind, unit = words.kinds[found["unit"]], found["unit"]
    clause = max(text.rfind(mark, start, found.start()) for mark in "，。；\n")
    before = text[max(start, clause + 1, found.start() - _NEAR) : found.start()]
    if kind == "class":
        return not re.match(r"以内|标准$", text[found.end() : end])
    if said := words.measured.search(before):
        return words.reached.search(before[: said.start()]) is None
    if kind == "money":
        return False
    if text[found.start() - 1 : found.start()] == "（" and text[found.end() : found.end() + 1] in ("）", "，", "、"):
        return bool(re.search(r"[一-龥”]（$", before))
    before = _TIMES.sub("", before)
    noun = re.match(r"(?:/[\d.]+[A-Za-z]{1,3})?的?[一-龥A-Z]{2,}", text[found.end() : end]) and not re.match(
        r"以[上下内]|左右|及以|目标|的目标", text[found.end() : end]
    )
    changed = (words.changes if unit in words.extent else words.moves).search(before)
    if not noun or changed or re.search(r"[为到至]$", before):
        return False
    if before.endswith("、"):  # one of a list of projects
        stop = re.compile(r"[，。；\n]").search(text, found.end(), min(end, found.end() + _NEAR))
        return bool(words.project.search(text, found.end(), stop.start() if stop else end))
    return bool(re.search(r"[一-龥）—·]$|[A-Za-z]/$", before))


def _of(text: str, found: re.Match[str], start: int, end: int) -> str:
    """The project around a size: 南港120万吨乙烯 → 南港乙烯; in brackets or behind 总投资 what stands before."""
    left = found.start()
    bracket = text[left - 1 : left] == "（"
    near = max(start, left - _NEAR)
    measured = _lexicon().measured.search(text[near:left])
    if bracket:
        left -= 1
    if measured:
        left = near + measured.start()
        while left > start and text[left - 1] in "，：、":
            left -= 1
    near = max(start, left - _NEAR)
    stops = [one.end() for one in _STOP.finditer(text, near, left)]
    before = _LEAD.sub("", text[stops[-1] if stops else near : left])
    if measured:
        before = _TRAIL.sub("", before)
    if bracket or (measured and before):
        return before
    last = min(end, found.end() + _NEAR)
    stop = _STOP.search(text, found.end(), last)
    behind = text[found.end() : stop.start() if stop else last]
    return before + _TRAIL.sub("", _BOUND.sub("", behind, count=1).removeprefix("的"))
