"""Do two figures speak of one thing? And if not quite: of another time, base or scope.

Figures of the catalogue are one thing where their codes are; others where the words around them are nearly the same.
Everything but the words that only say that something was done counts, by its length; quoted names count threefold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from typing import Literal

from xietong.core.period import Period
from xietong.data import table
from xietong.observations.catalogue import plain
from xietong.observations.figures import Figure, at_constant_prices, same_time
from xietong.statements.places import without_places

ALIKE = 0.75
"""Share of the words, by weight, that two phrases must have in common to name one thing."""
_SHORTEST = 2  # characters of a name that can stand for a longer one
_OTHER_OCCASION = 0.6  # one indicator, counted at two events by their names
_LEAST = 6  # weight below which words are too few to tell a thing
_NOW = 45  # days from a document's date within which 目前 and 截至上月底 lie
_REPORTS = 5  # months into a year in which reports are on the year before
_NEAR = 100  # days between two documents whose undated figures are still of one time

When = Literal["same", "undated", "other"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures of one thing: how alike the names are (1 for one code), and what else differs."""

    one: Figure
    other: Figure
    alike: float
    when: When
    base: bool  # of one base, or both without
    scopes: tuple[str, ...]  # scope words of one figure only


_QUOTED = re.compile(r"“([^”]{1,12})”")
_CLASSIFIERS = frozenset(["家", "户", "个", "项", "条", "座", "所", "类", "种", "次", "场", "批", "件"])
_UNTOLD = frozenset(["累计", "平均", "全部", "存量"])  # scopes that two sources of one figure often leave out
_WORD = re.compile(r"[^\W\d_]+")
_WHOLE = re.compile(r"总(?=面积|里程|人数|产量)")


@cache
def _kinds() -> tuple[frozenset[str], frozenset[str]]:
    lists = table("phrases.toml")
    return frozenset(lists["neutral"].split()), frozenset(lists["narrowing"].split())


@lru_cache(maxsize=20_000)
def words(phrase: str) -> dict[str, int]:
    """The words that tell what a phrase names, with their weights."""
    import rjieba  # late: its dictionary takes an eighth of a second

    neutral, narrowing = _kinds()
    weights = {name: 3 * len(name) for name in _QUOTED.findall(phrase)}
    rest = without_places(_QUOTED.sub("，", phrase)).replace("规上", "规模以上")
    rest = _WHOLE.sub("", rest).replace("限上", "限额以上")
    for word in rjieba.cut(rest):
        if _WORD.fullmatch(word) and word not in neutral:
            weights.setdefault(word, len(word) * (2 if word in narrowing else 1))
    return weights


def alike(one: Figure, other: Figure) -> float:
    """How nearly two figures name one thing, 0 to 1."""
    if one.link.code and other.link.code:
        if one.link.code != other.link.code:
            return 0.0
        return 1.0 if one.link.occasion == other.link.occasion else _OTHER_OCCASION
    if bool(one.link.code) != bool(other.link.code):
        return 0.0
    if quoted(one) and quoted(other) and not quoted(one) & quoted(other):
        return 0.0
    if re.findall(r"[A-Za-z]+", one.thing[0]) != re.findall(r"[A-Za-z]+", other.thing[0]):
        return 0.0  # A标段, B标段
    if one.thing[0] == other.thing[0]:
        return 1.0
    if _other_part(one, other):
        return 0.0
    best = 1.0 if _named(one) == _named(other) and len(_named(one)) > 1 else 0.0
    for mine, others in ((_named(one), _named(other)), (_said(one), _said(other))):
        if min(_weight(mine), _weight(others)) < _LEAST:
            continue
        shared = sum(weight for word, weight in mine.items() if word in others)
        union = _weight(mine | others)
        best = max(best, shared / union)
    return best


def _other_part(one: Figure, other: Figure) -> bool:
    """一般贸易进出口占进出口总额, 加工贸易进出口占进出口总额: shares of one whole that are of two parts."""
    parts = [words(figure.statement.indicator.partition("占")[0]) for figure in (one, other)]
    if any("占" not in figure.statement.indicator[1:] for figure in (one, other)) or not all(parts):
        return False
    shared = sum(weight for word, weight in parts[0].items() if word in parts[1])
    return shared < ALIKE * _weight(parts[0] | parts[1])


def similar(phrase: str, other: str) -> bool:
    """Whether two phrases have so many words in common that their figures are worth comparing."""
    mine, others = words(phrase), words(other)
    shared = sum(weight for word, weight in mine.items() if word in others)
    return 2 * shared >= max(1, min(_weight(mine), _weight(others)))


def akin(one: Figure, other: Figure) -> bool:
    """Whether the name of one is the end of the other's: what an article calls 养老床位 once it calls 床位 later."""
    if one.link.code and other.link.code:
        return one.link.code == other.link.code
    first, second = (bare(figure.statement.indicator) for figure in (one, other))
    return len(min(first, second, key=len)) >= _SHORTEST and (first.endswith(second) or second.endswith(first))


@lru_cache(maxsize=20_000)
def bare(phrase: str) -> str:
    """A phrase without places and without the words that always may stand before a name."""
    bare = plain(without_places(phrase))
    words = table("linking.toml")["always"]
    while found := next(
        (word for word in words if len(word) > 1 and bare.startswith(word) and not bare.startswith("建成区")), ""
    ):
        bare = bare.removeprefix(found)
    return bare


def telling(figure: Figure) -> bool:
    """Whether a figure without a time can be told from others of its words: 投资总额 alone is of many things, and
    3家 of those of one kind are others than 5家."""
    return (
        bool(figure.link.code)
        or (not _is_count(figure) and max(_weight(_named(figure)), _weight(_said(figure))) >= _LEAST)
        or (figure.statement.value[0] >= 10 and _weight(_named(figure)) >= _LEAST)
        or bool(quoted(figure))
    )


def _weight(told: dict[str, int]) -> int:
    return sum(told.values())


def _is_count(figure: Figure) -> bool:
    return unit_class(figure.statement.unit) == "件"


def named(figure: Figure) -> bool:
    """Whether a figure's own clause names what it is of: a subject taken over from another may be the wrong one."""
    if figure.announced:
        return True
    # 生物医药产业营业收入总量：184.9亿元: what a colon or bracket parts from the number
    before = re.split(r"\d", _YEARS.sub("", figure.line.partition(figure.statement.quote)[0]))[-1]
    own = set(figure.statement.sentence) | set(before)
    name = plain(without_places(figure.statement.indicator))
    return bool(name) and 5 * sum(char in own for char in name) >= 3 * len(name)


_YEARS = re.compile(r"(?:19|20)\d\d年|\d{1,2}月(?:\d{1,2}日)?|PM2\.5|PM10")
_GREW_TO = re.compile(r"(?:扩大|增加|扩展|上升|提高|发展|拓展|增|升)(?:到|至)(?:了|约|近|超过?)*$")


def has_grown(figure: Figure) -> bool:
    """扩大到74家: an undated count that was another before."""
    one = figure.statement
    return figure.period is None and bool(
        _GREW_TO.search("".join(one.sentence[: one.start - one.sentence_start].split()))
    )


_TIME = re.compile(r"\d年|今年|去年|上年|全年|半年|季度|\d月|月份|年[末底]|目前|同期|当年|[一二三四五六七八九十]年")


_AGO = re.compile(r"为基期|基期情况|(?:\d|[一二三四五六七八九十两几多])年(?:之|以)?前(?!后)[^。；]*$")
_FROM = re.compile(r"[由从][^，。；]{0,16}$")


def is_start(figure: Figure) -> bool:
    """Whether a figure without a time is where a change begins (由5天减为2天): it was so before, nobody says when."""
    one = figure.statement
    return figure.period is None and bool(_FROM.search(one.sentence[: max(0, one.start - one.sentence_start)]))


_KIND = re.compile(
    r"(?:^|[，；])(?P<kind>民营|国有|外资|外商投资|私营|集体|港澳台资?|中小微?|小微|规模以上|限额以上|个体)(?:企业|经济|工商户|单位)[^，。；\d]*，"
)


def of_a_part(figure: Figure) -> str:
    """民营企业表现活跃，进出口9403.8亿元: the kind of firms that a clause before sets and the name leaves out."""
    kinds = _KIND.findall("".join(figure.line.partition(figure.statement.quote)[0].split()))
    return kinds[-1] if kinds and kinds[-1] not in figure.statement.indicator else ""


def is_past(figure: Figure) -> bool:
    """五年前…1500家: without a date, and not of the time of writing."""
    return figure.period is None and bool(_AGO.search(figure.line.partition(figure.statement.quote)[0]))


def timed(figure: Figure) -> bool:
    """Whether the sentence of a figure says when."""
    return bool(_TIME.search("".join(figure.line.split())))


def quoted(figure: Figure) -> set[str]:
    """Names in quotes that stand with a figure between two commas."""
    one = figure.statement
    start = one.start - one.sentence_start
    sentence = one.sentence
    left = max(sentence.rfind(mark, 0, max(0, start)) for mark in "，、；") + 1
    ends = [at for mark in "，、；" if (at := sentence.find(mark, start + len(one.quote))) >= 0]
    return set(_QUOTED.findall(sentence[left : min(ends, default=len(sentence))]))


def _named(figure: Figure) -> dict[str, int]:
    return words(figure.statement.indicator)


def _said(figure: Figure) -> dict[str, int]:
    """The words of the clause, where the figure is the only one in it."""
    one = figure.statement
    clause = "".join(one.sentence.split())
    if len(clause) > 60 or len(re.findall(r"\d+(?:\.\d+)?", clause.replace("".join(one.quote.split()), "", 1))) > 0:
        return {}
    return words(clause.replace("".join(one.quote.split()), "，", 1))


def unit_class(unit: str) -> str:
    """Classifiers of things that are counted stand for each other: 5个园区, 5家园区."""
    return "件" if unit in _CLASSIFIERS else unit


def when(one: Figure, other: Figure) -> When:
    """Whether two figures are of one time; figures without a time are of their documents' time, as far as one knows."""
    if one.period is not None and other.period is not None:
        return "same" if same_time(one.period, other.period) else "other"
    if one.document == other.document:
        return "undated"
    if one.date is None or other.date is None or abs((one.date.end - other.date.end).days) > _NEAR:
        return "other"
    return "undated" if _present(one) and _present(other) else "other"


def _present(figure: Figure) -> bool:
    """Without a time, or of the time of its document."""
    if figure.period is None or figure.date is None:
        return True
    if figure.period == Period.year(figure.date.end.year - 1) and figure.date.end.month <= _REPORTS:
        return True  # what a report at the beginning of a year tells without a time is of the year before
    return abs((figure.period.end - figure.date.end).days) <= _NOW and (
        figure.period.start is None or (figure.period.end - figure.period.start).days <= _NOW
    )


def _scopes(one: Figure, other: Figure) -> tuple[str, ...]:
    mine, others = (set(map(plain, figure.statement.scope)) for figure in (one, other))
    differing = {scope for scope in (mine ^ others) - _UNTOLD if not _says_again(scope, one)}
    if one.statement.measure in ("growth", "multiple") and at_constant_prices(one) != at_constant_prices(other):
        differing.add("不变价")
    return tuple(sorted(differing))


def _says_again(scope: str, figure: Figure) -> bool:
    """Whether a scope only repeats what the indicator is: 城镇化率（按常住人口计算）of 常住人口城镇化率."""
    core = re.sub(r"按照?|计算|口径|统计", "", scope)
    return figure.known is not None and len(core) > 1 and core in figure.known.zh


def _comparable(figure: Figure) -> bool:
    one = figure.statement
    # what an unknown change is of is too often taken over from elsewhere
    named = bool(figure.link.code) or (len(figure.thing[0]) >= 4 and one.measure in ("level", "share"))
    return one.modality == "actual" and one.measure not in ("rank", "ratio") and named


def same_sort(one: Figure, other: Figure) -> bool:
    """Whether two figures can be values of one thing: of one measure, unit, place and base."""
    first, second = one.statement, other.statement
    return (
        _comparable(one)
        and _comparable(other)
        and (first.measure, first.note) == (second.measure, second.note)
        and unit_class(first.unit) == unit_class(second.unit)
        and one.thing[1] == other.thing[1]
        and (one.base == other.base or one.base is None or other.base is None)
    )


def pairs(figures: Iterable[Figure]) -> Iterator[Pair]:
    """All pairs of figures that speak of one thing at one place, whatever else differs."""
    blocks: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if _comparable(figure):
            said = figure.statement
            sort = (said.measure, said.note, unit_class(said.unit))
            if figure.thing[1]:
                blocks[("", *sort, figure.thing[1], figure.link.code)].append(figure)
            elif figure.period is not None:  # where no place is said: only in one document and at one time
                blocks[(figure.document, figure.period.end, *sort, figure.link.code)].append(figure)
    for key, repeated in blocks.items():
        block = _once(repeated)
        if len(block) < 2:
            continue
        candidates = combinations(block, 2) if key[-1] else _sharing(block)
        for one, other in candidates:
            if not _one_subject(one, other):
                continue
            score = alike(one, other)
            if score >= ALIKE:
                same_base = one.base == other.base or one.base is None or other.base is None
                yield Pair(one, other, score, when(one, other), same_base, _scopes(one, other))


def _once(block: list[Figure]) -> list[Figure]:
    """Of figures that a document repeats word for word the first."""
    first: dict[tuple[object, ...], Figure] = {}
    for one in block:
        said = one.statement
        first.setdefault(
            (one.document, one.values, one.period, one.base, said.modifier, said.scope, "".join(one.line.split())), one
        )
    return list(first.values())


def _one_subject(one: Figure, other: Figure) -> bool:
    """Where no place is said: only in one document, which is of one place, and at one time that both say."""
    return bool(one.thing[1]) or (one.document == other.document and when(one, other) == "same")


def _sharing(block: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Pairs that have one of their rarer words in common: others are hardly alike enough."""
    bags = [words(figure.statement.indicator) | _said(figure) for figure in block]
    counts: dict[str, int] = defaultdict(int)
    for bag in bags:
        for word in bag:
            counts[word] += 1
    holders: dict[str, list[int]] = defaultdict(list)
    for index, bag in enumerate(bags):
        left = sum(bag.values()) * 0.5
        for word in sorted(bag, key=lambda word: (counts[word], word)):
            holders[word].append(index)
            left -= bag[word]
            if left < 0:
                break
    seen: set[tuple[int, int]] = set()
    for indices in holders.values():
        seen.update(combinations(indices, 2))
    for first, second in sorted(seen):
        yield block[first], block[second]
