"""Totals of scores and indices that a text says how to make: means, weighted means, sums of parts it names or lists.

总分为四项得分的算术平均…商品质量86.2分; 三个分指数按4∶3∶3加权; a table that ends with 合计. Works on the numbers as printed,
as those of scores and tables bear no unit and are no statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.observations.figures import Figure, Source, figure
from xietong.observations.finding import finding, number, printed, spread
from xietong.observations.link import link
from xietong.observations.parts import wrong_sum
from xietong.statements.model import Statement

_EQUAL = re.compile(r"等权|简单平均|算术平均|各占一半|平均值|平均得出|平均计算")
_SHARES = re.compile(r"(\d+(?:\.\d+)?%(?:[、，和与及]\d+(?:\.\d+)?%)+)|(\d+(?:[:：∶]\d+)+)")
_MADE = re.compile(rf"{_EQUAL.pattern}|加权|合成|汇总|权重")
_ADDED = re.compile(r"满分|合计$|总分|总计$")
_TOTAL = re.compile(r"(?:总|综合|合成|融合)[^，。；]{0,6}(?:指数|得分|评分|分值|得数|分)|总指数|总分|合计|总计")
_MADE_INTO = re.compile(
    r"(?:汇总|合成|加权|计算|平均)(?:计算|汇总|合成)?(?:为|成|得到|得出|出)的?([一-龥]{2,10}?(?:指数|得分|分))"
)
_TAKES_FROM = re.compile(r"(?:^|[。\n])([一-龥]{2,12}?(?:指数|得分))(?:取|由|是|为)")
_LEFT_OUT = re.compile(r"另有|另外|暂未|暂不|未列|附加|加分|扣分|其余|其他因素|等[三四五六七八]?[项个]指")
_OTHER_TIME = re.compile(
    r"[比较].{0,8}$|上期|上年|去年|提高|下降|上升|回落|增[长加幅]|[=＝]$|取值|以为$|基期|极差|缩小"
)
_NUMBER = re.compile(r"(?<![\d.=＝—–-])\d+(?:\.\d+)?(?![\d.%％年月日季个家项名份卷所位天位次级万亿]|[:：∶]\d|分之)")
_COUNT = re.compile(r"([两二三四五六七八九])(?:个|项|类|大|地|方面|者)")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_NAMES = re.compile(r"[一-龥]{2,8}(?:、[一-龥]{2,8})+(?:[和与及][一-龥]{2,8})?")
_REACH = 600  # characters behind a sentence on how a total is made, in which its parts stand
_ROW = re.compile(r"^\s*([^\d\n|｜\t]{2,20}?)[ \t　|｜:：]+(\d+(?:\.\d+)?)\s*分?$", re.M)


@dataclass(frozen=True, slots=True)
class _Score:
    start: int
    quote: str
    unit: str
    words: str  # between the number before it and it
    name: str  # the last clause of these

    @property
    def values(self) -> Interval:
        return Interval.rounded(Decimal(self.quote), Decimal(1).scaleb(-len(self.quote.partition(".")[2])))


def check_composed(source: Source) -> Iterator[Issue]:
    """Every total of a document whose making the text tells and whose parts all are printed."""
    for sentence in re.finditer(r"[^。\n]+", source.content):
        if _MADE.search(sentence.group()):
            yield from _told(source, sentence)
        elif re.search(r"满分|总分", sentence.group()):
            scores = _scores(source.content, sentence.start(), sentence.end())
            parts, totals = _apart(scores, "")
            yield from _sum(source, sentence.group(), parts, totals)
        yield from _against_all(source, sentence)
    yield from _tables(source)


_ALL = re.compile(
    r"(?:指数|得分|分项)[^，。；]{0,8}?(?:全部|全都|均|都|齐|同时|悉数)(?:有所|实现|呈)?(?:(?P<up>上升|提高|增长|上涨|走高)|(?P<down>下降|回落|降低|走低))"
)
_MOVED = re.compile(
    r"总(?:体)?(?:指数|得分)[^，。；\d]{0,10}?(?:(?P<up>上升|提高|增长|上涨)|(?P<down>下降|回落|降低))(?:了)?(?=\d)"
)


def _against_all(source: Source, sentence: re.Match[str]) -> Iterator[Issue]:
    """三个分指数全部上升，总指数下降4.5: with weights that do not change, a mean goes where all its parts go."""
    told = sentence.group()
    parts, total = _ALL.search(told), _MOVED.search(told)
    if parts is None or total is None or not re.search(r"固定|不变|等权|平均", told):
        return
    quote = re.compile(r"\d+(?:\.\d+)?").match(told, total.end())
    if quote is not None and bool(parts["up"]) != bool(total["up"]):
        about = _figure(source, _Score(sentence.start() + quote.start(), quote.group(), "", "", total[0]))
        said = f"{parts[0]}；{total[0]}{quote.group()}"
        yield finding("sign", "error", [about], said, said=said)


def _told(source: Source, sentence: re.Match[str]) -> Iterator[Issue]:
    """A total whose making one sentence tells: its parts by the names of that sentence, or in it and the next ones."""
    told = sentence.group()
    paragraph = source.content.find("\n", sentence.end())
    near = source.content[sentence.start() : paragraph if paragraph >= 0 else None]
    scores = _scores(source.content, sentence.start(), sentence.start() + len(near))
    parts, totals = _apart(scores, _named_total(told))
    if len(totals) != 1 or len(parts) < 2:
        scores = _scores(source.content, sentence.start(), sentence.end() + _REACH)
        parts, totals = _apart(scores, _named_total(told))
        parts = _by_names(told, parts)
    said = [_DIGITS[one] for one in _COUNT.findall(near)]
    equal = _EQUAL.search(told)
    whole = len(parts) in said or (equal and "一半" in equal[0] and len(parts) == 2)
    weights = _weights(told, len(parts))
    if not totals or len(parts) < 2 or not (whole or (weights and not equal)) or _LEFT_OUT.search(near):
        return
    about = [_figure(source, one) for one in (totals[0], *parts)]
    yield from _compare(about[0], about[1:], weights)


def _named_total(told: str) -> str:
    found = _MADE_INTO.search(told) or _TAKES_FROM.search(told)
    return found[1] if found else ""


def _apart(scores: Sequence[_Score], total: str) -> tuple[list[_Score], list[_Score]]:
    """The parts among some scores and the totals, without those of another time; scores with a unit are not mixed."""
    now = [one for one in scores if not _OTHER_TIME.search(one.name)]
    unit = max({one.unit for one in now}, key=lambda unit: sum(one.unit == unit for one in now), default="")
    now = [one for one in now if one.unit == unit]
    totals = [one for one in now if total and total[-4:] in one.name] or [one for one in now if _TOTAL.search(one.name)]
    return [one for one in now if one not in totals], totals


def _by_names(told: str, parts: Sequence[_Score]) -> list[_Score]:
    """For each name of a list its first score; [] where one has none."""
    listed = max(_NAMES.findall(told), key=len, default="")
    counts = {_DIGITS[one] for one in _COUNT.findall(told)}
    names = next((n for n in (listed.split("、"), re.split(r"[、和与及]", listed)) if len(n) in counts), [])
    names = [
        re.split(r"[从由以]|包括|包含", re.sub(r"[两二三四五六七八九][个项类大].*$", "", one))[-1] for one in names
    ]
    found = [next((one for one in parts if name and name in one.name), None) for name in names if name]
    return [one for one in found if one is not None] if all(found) else []


def _weights(told: str, count: int) -> list[Interval]:
    """The share of each part in per cent, as many as there are parts; [] where the words give none."""
    if _EQUAL.search(told):
        return [Interval.exactly(Decimal(100) / count)] * count if count else []
    said = next(
        (_SHARES.findall(one)[-1] for one in [told] if "权" in told or "比例" in told if _SHARES.search(one)), None
    )
    if said is None:
        return []
    values = [Decimal(one) for one in re.findall(r"\d+(?:\.\d+)?", said[0] or said[1])]
    whole = sum(values)
    fits = len(values) == count and (whole == 100 or bool(said[1]))
    return [Interval.exactly(one * 100 / whole) for one in values] if fits else []


def _compare(total: Figure, parts: list[Figure], weights: list[Interval]) -> Iterator[Issue]:
    try:
        mean = added(one.values * weight for one, weight in zip(parts, weights, strict=False)) / Interval.exactly(100)
    except ValueError:
        return
    values = [one.statement.value[0] for one in parts]
    if weights and not mean.meets(total.values):
        shown = spread(mean)
        terms = " + ".join(
            f"{printed(one)} × {number(w.low or Decimal(0), '%')}" for one, w in zip(parts, weights, strict=True)
        )
        yield finding(
            "weighted",
            "error",
            [total, *parts],
            f"{terms} = {shown} ≠ {printed(total)}",
            said=printed(total),
            result=shown,
        )
    elif not weights and not total.values.meets(Interval(min(values), max(values))):
        low, high = number(min(values)), number(max(values))
        yield finding(
            "mean_range", "error", [total, *parts], f"{low} ≤ {printed(total)} ≤ {high}: no", said=printed(total),
            low=low, high=high,
        )  # fmt: skip


def _sum(source: Source, words: str, parts: Sequence[_Score], totals: Sequence[_Score]) -> Iterator[Issue]:
    """满分400分，四个单项…，总分346分: single scores of as many as are said, and what they come to."""
    counts = {_DIGITS[one] for one in _COUNT.findall(words)}
    parts = [one for one in parts if not re.search(r"满分|各$|各占", one.name)]
    totals = [one for one in totals if "满分" not in one.words]
    if len(totals) == 1 and len(parts) > 2 and len(parts) in counts and not _LEFT_OUT.search(words):
        about = [_figure(source, one) for one in (totals[0], *parts)]
        total = added(one.values for one in about[1:])
        if not total.meets(about[0].values):
            yield wrong_sum(about[0], about[1:], total)


def _tables(source: Source) -> Iterator[Issue]:
    """Rows of a name and a number with a total below them: 合计 is their sum, 加权平均 lies between them."""
    run: list[re.Match[str]] = []
    for row in (*_ROW.finditer(source.content), None):
        if row is None or (run and source.content[run[-1].end() : row.start()].strip()):
            yield from _table(source, run)
            run = []
        if row is not None:
            run.append(row)


def _table(source: Source, run: Sequence[re.Match[str]]) -> Iterator[Issue]:
    if len(run) < 4 or any(re.search(r"其中|小计", row[1]) for row in run):
        return
    rows = [_Score(row.start(2), row[2], "", row[1], row[1]) for row in run]
    about = [_figure(source, one) for one in (rows[-1], *rows[:-1])]
    head = source.content[max(0, run[0].start() - 60) : run[0].start()]
    if re.search(r"(?:加权|平均)", rows[-1].name) and _TOTAL.search(rows[-1].name):
        yield from _compare(about[0], about[1:], [])
    elif re.search(r"(?:合计|总计|总分)$", rows[-1].name) and not re.search(r"指数|率|均|%|％|强度", head):
        total = added(one.values for one in about[1:])
        if not total.meets(about[0].values):
            yield wrong_sum(about[0], about[1:], total)


def _scores(content: str, start: int, end: int) -> list[_Score]:
    found: list[_Score] = []
    before = start
    for one in _NUMBER.finditer(content, start, min(end, len(content))):
        behind = content[one.end() : one.end() + 1]
        words = re.sub(r"(?:19|20)\d\d年", "", content[before : one.start()])
        unit = behind if behind in ("分", "点") and content[one.end() : one.end() + 2] != "点多" else ""
        if unit or not re.match(r"[一-龥A-Za-z]", behind) or behind in "和与及加":
            name = re.split(r"[，。；：、\n（]", words.rstrip("，：、 "))[-1]
            listed = not re.search(r"[一-龥]", words) and found
            found.append(_Score(one.start(), one.group(), unit, words, found[-1].name if listed else name))
        before = one.end() + len(unit)
    return found


def _figure(source: Source, one: _Score) -> Figure:
    statement = Statement(
        start=one.start, end=one.start + len(one.quote), quote=one.quote, sentence_start=one.start,
        sentence_end=one.start + len(one.quote), sentence=one.quote, value=(Decimal(one.quote),), form="number",
        unit=one.unit, modifier="=", measure="level", modality="actual", indicator=one.name[-36:], regions=(), period="",
    )  # fmt: skip
    return figure(source.name, statement, one.quote, source.date, link(statement))
