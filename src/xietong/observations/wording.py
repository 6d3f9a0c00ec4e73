"""Figures against the words around them: modifiers, verbs, units, percentage points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache

from xietong.core.issue import Issue, Severity
from xietong.data import table
from xietong.observations.catalogue import catalogue, plain
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed
from xietong.observations.printed import BEFORE, BEHIND
from xietong.observations.same import bare, named
from xietong.observations.sentence import FULL

# What may not stand on both sides of one number.
_LESS = re.compile(f"{BEFORE['less']}(?:了)?$")
_OVER = re.compile(f"{BEFORE['over']}(?:了)?$")
_ABOUT = re.compile(f"{BEFORE['about']}$")
_BOTH = re.compile(rf"(?P<about>{BEFORE['about']}|{BEFORE['less']})(?P<over>{BEFORE['over']})$")
# 突破近2000户: more than it, and less
_CLASH = re.compile(rf"(?P<about>{BEFORE['over']})(?P<over>{BEFORE['about']}|{BEFORE['less']})$")
_MORE_INSIDE = re.compile(r"\d\s*(?:[万亿千百十])*\s*[余多]|[余多](?:[万亿千百])?[家个项人名件条所座户元吨公里亩次]")
_MORE_AFTER = re.compile(rf"^\s*{BEHIND['over']}")
_NEARLY = re.compile(rf"^\s*{BEHIND['about']}")
_MOST = re.compile(r"(?:最多|至多|不超过)$")
_WITHIN = re.compile(rf"^\s*{BEHIND['within']}")


def check_wording(figures: list[Figure], contents: Mapping[str, str]) -> Iterator[Issue]:
    """All checks of one figure and its own words, and of verbs between two figures."""
    before: Figure | None = None
    for at, figure in enumerate(figures):
        content = contents[figure.document]
        yield from _modifiers(figure, content)
        yield from _unit(figure)
        yield from _points(at, figures)
        yield from _minus(figure, content)
        if before is not None and before.document == figure.document:
            yield from _moved(before, figure, content)
        before = figure


def _modifiers(figure: Figure, content: str) -> Iterator[Issue]:
    one = figure.statement
    head = "".join(content[max(0, one.start - 6) : one.start].split())
    tail = "".join(content[one.end : one.end + 6].split())
    less, over, about = _LESS.search(head), _OVER.search(head), _ABOUT.search(head)
    inside, after, within = _MORE_INSIDE.search(one.quote), _MORE_AFTER.match(tail), _WITHIN.match(tail)
    most, nearly = _MOST.search(head), _NEARLY.match(tail)
    more = after.group() if after else ("余" if "余" in one.quote else "多")
    pairs = (
        (less, inside or after, more),
        (most, inside or after, more),
        (over, within, within.group() if within else ""),
        (over, nearly, nearly.group() if nearly else ""),
        (about, inside, more),
    )
    words = next((f"{first.group()}…{second}" for first, clash, second in pairs if first and clash), "")
    both = _BOTH.search(head) or _CLASH.search(head)
    if both and not words:
        words = f"{both['about']}…{both['over']}"
    if words:
        severity: Severity = "warning" if words.startswith(("约", "大约")) and not both else "error"
        lead = next((match.group() for match in (both, less, most, over, about) if match), "")
        behind = next((match.group() for match in (after, within, nearly) if match), "")
        said = f"{lead}{''.join(one.quote.split())}{behind}"
        yield finding("modifiers", severity, [figure], words, said=said, words=words)


def _unit(figure: Figure) -> Iterator[Issue]:
    """A unit that the indicator cannot have, where its own clause names it by the end of its phrase."""
    one = figure.statement
    if re.fullmatch(r"[微毫]克/(?:平方米|平方公里|公里|亩|公顷|人)", one.unit):
        yield finding(  # 微克/平方米: no such unit of air
            "unit", "error", [figure], f"{one.indicator}: ≠ {one.unit}", indicator=one.indicator, unit=one.unit,
            said=printed(figure),
        )  # fmt: skip
        return
    if one.form != "number" or not named(figure):
        return
    if one.measure != "level" or one.unit == "%":
        yield from _percent_of(figure)
        return
    kind = _kind_of(one.indicator)
    if _printed_otherwise(one.indicator, one.unit, one.value[0]):
        yield finding(
            "unit", "error", [figure], f"{one.indicator}: ≠ {one.unit}", indicator=one.indicator, unit=one.unit,
            said=printed(figure),
        )  # fmt: skip
        return
    if not figure.announced and not _ends_phrase(figure):
        return
    if not kind or one.unit in catalogue().kinds[kind] or one.unit in heads()["loose"].split():
        return
    # 重点企业702.8亿元 is what those firms export: counted things stand for their amounts
    others = _others(kind, one.indicator)
    if not any(one.unit in catalogue().kinds[other] for other in others if other != kind):
        return  # a unit that says nothing of its kind
    countable = one.unit in catalogue().kinds["count"] and one.unit not in catalogue().kinds["persons"]
    if kind == "money" and countable and not _by_head(plain(one.indicator)):
        return  # 汽车出口70万辆 is counted too
    yield finding(
        "unit", "error", [figure], f"{one.indicator}: ≠ {one.unit}", indicator=one.indicator, unit=one.unit,
        said=printed(figure),
    )  # fmt: skip


def _percent_of(figure: Figure) -> Iterator[Issue]:
    """PM2.5年均浓度为53%: a per cent that is no change, of what is printed in units of its own."""
    one = figure.statement
    known = catalogue().indicators.get(catalogue().names.get(plain(bare(one.indicator)), ""))
    own = known is not None and known.units and "%" not in known.units and known.kind == "concentration"
    if own and one.unit == "%" and one.measure in ("share", "level") and _ends_phrase(figure):
        yield finding(
            "unit", "error", [figure], f"{one.indicator}: ≠ {one.unit}", indicator=one.indicator, unit=one.unit,
            said=printed(figure),
        )  # fmt: skip


_LINKS = re.compile(
    r"(?:(?:增加|扩大|扩展|扩建|提升|提高|上升|增|升|降|减少|压减|下降)(?:到|至|为)|达到|达|为|是|有|约|近|超过|超|逾|突破|已|共|"
    r"累计|实现|完成|仅|（|\(|:|：|了)+$"
)


def _ends_phrase(figure: Figure) -> bool:
    """Whether the phrase ends right before the number: 高校5所 is of schools, 5所高校…学生 is not of students."""
    one = figure.statement
    before = "".join(one.sentence[: one.start - one.sentence_start].split())
    name = re.sub(r"(?:扩展|扩大|扩建|增加|提升|提高)$", "", plain(one.indicator))
    return plain(_LINKS.sub("", before)).endswith(name[-2:])


_FIRM = (
    "money",
    "persons",
    "mass",
    "volume",
    "area",
    "length",
    "concentration",
    "energy",
    "power",
    "count",
    "days",
    "boxes",
    "turnover",
)
_FIXED = ("concentration", "length", "area", "energy", "power")
_PHYSICAL = ("boxes", "turnover", "mass", "volume", "area", "length", "concentration", "energy", "power")


def heads() -> dict[str, str]:
    """The words phrases end with, by the kind of unit they are measured in."""
    return table("heads.toml")


def _kind_of(phrase: str) -> str:
    """The kind of unit a phrase is measured in: by its entry in the catalogue where all of that name agree, else by
    the word it ends with; "" where neither tells."""
    name = re.sub(r"(?:扩展|扩大|扩建|增加|提升|提高|平均值|均值)$", "", plain(bare(phrase)))
    book = catalogue()
    code = book.names.get(name)
    kind = book.indicators[code].kind if code is not None else ""
    if kind == "money" and any(
        book.indicators[one].kind == "count" for other, one in book.names.items() if other.startswith(name)
    ):
        return ""  # 技术合同 is counted and valued
    if kind in _FIRM or kind in ("share", "rate"):
        return kind
    return _by_head(name)


def _by_head(name: str) -> str:
    found = [
        (len(word), kind)
        for kind, words in heads().items()
        if kind != "loose"
        for word in words.split()
        if name.endswith(word)
    ]
    return max(found)[1] if found and max(found)[1] != "none" else ""


_RATE_WORDS = re.compile(
    r"增速|增幅|降幅|涨幅|占|比重|率|强度|拉动|贡献|高于|低于|快于|慢于|高出|比例|份额|程度|指数|景气|较快|加快|放缓"
)


def _points(at: int, figures: list[Figure]) -> Iterator[Issue]:
    """百分点 said of an amount: 投资提高3个百分点, where no rate was spoken of."""
    figure = figures[at]
    one = figure.statement
    if one.measure != "difference" or one.unit != "百分点":
        return
    amount = _its_amount(figures[at - 1] if at else None, figure)
    if amount is not None:
        yield _wrong_points(figure, amount.statement.unit, [amount])
        return
    begins = figure.line.find(one.quote)
    before = figure.line[:begins] if begins >= 0 else one.sentence
    if _RATE_WORDS.search(f"{before}│{one.indicator}"):
        return
    near = _within(figures, at, _CLOSE)
    rated = [other for other in near if other.statement.start < one.start and other.statement.unit == "%"]
    if any(other.line == figure.line or other.thing[0] == figure.thing[0] for other in rated):
        return
    kind = _kind_of(one.indicator) or (
        figure.known.kind if figure.known is not None and figure.known.kind in _FIRM else ""
    )
    amounts = [
        other
        for other in near
        if other.line == figure.line
        and other.actual_level
        and (other.thing[0] == figure.thing[0] or other.statement.indicator == one.indicator)
        and other.statement.unit in _units()
    ]
    if kind or amounts:
        yield _wrong_points(figure, amounts[0].statement.unit if amounts else kind, amounts[:1])


_CLOSE = 160  # characters


def _within(figures: list[Figure], at: int, most: int) -> list[Figure]:
    """The figures so many characters or less before and behind one in its document."""
    one = figures[at]
    found: list[Figure] = []
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(figures) and figures[other].document == one.document:
            if abs(figures[other].statement.start - one.statement.start) >= most:
                break
            found.append(figures[other])
            other += step
    return sorted(found, key=lambda figure: figure.statement.start)


def _its_amount(last: Figure | None, figure: Figure) -> Figure | None:
    """The amount right before a change in points, where the words between name nothing that has a rate."""
    if last is None or last.line != figure.line or last.document != figure.document or not last.actual_level:
        return None
    between = "".join(figure.line.partition(last.statement.quote)[2].partition(figure.statement.quote)[0].split())
    between = between.translate(FULL)
    if last.statement.unit not in _units() or _RATE_WORDS.search(between):
        return None
    return last if _ITS_CHANGE.fullmatch(between) else None


def _wrong_points(figure: Figure, said: str, amounts: list[Figure]) -> Issue:
    words = f"{figure.statement.indicator}: {said} ≠ 百分点"
    return finding(
        "points", "error", [figure, *amounts], words, indicator=figure.statement.indicator, said=printed(figure)
    )


# from an amount to its change, with nothing else named but its size
_ITS_CHANGE = re.compile(
    r"(?:左右)?，(?:[^，。；\d]{2,14}，)?(?:[一-龥]{0,4}(?:规模|总量|数量|总额|余额))?"
    r"(?:相?[比较]于?(?:上年|去年|上一年度?|年初|上期|(?:19|20)\d\d年)(?:同期|末)?|同比|环比|一年间?)?"
    r"(?:增长|增加|提高|上升|提升|扩大|下降|减少|降低|缩小|回落|[增升降减])(?:了|约|近)*"
)


def _printed_otherwise(phrase: str, unit: str, value: Decimal) -> bool:
    """29毫克/立方米 of NO2: a unit in which the indicator is never printed."""
    name = plain(phrase)
    code = catalogue().names.get(name, "") or next((own for end, own in _own_units() if name.endswith(end)), "")
    known = catalogue().indicators.get(code)
    if known is None or not known.units or unit in known.units:
        return False
    if unit == "毫克/立方米" and value < 1:
        return False  # 0.040毫克/立方米: how concentrations were printed earlier
    return "/" in unit or any(unit in catalogue().kinds[kind] for kind in _FIRM)


@cache
def _own_units() -> tuple[tuple[str, str], ...]:
    """The names of four characters and more of indicators that are printed in units of their own, and their codes."""
    book = catalogue()
    return tuple(
        (name, code) for name, code in book.names.items() if book.indicators[code].units and len(name) >= _LONG
    )


_LONG = 4


def _others(kind: str, phrase: str) -> tuple[str, ...]:
    """The kinds of unit that a phrase of one kind cannot have."""
    if kind == "count" and not _counts(phrase):
        exact = catalogue().names.get(
            plain(bare(phrase))
        )  # 高新技术企业 is of firms, 重点企业 may be of what they make
        return (*_FIXED, "mass", "boxes", "turnover") if exact else _FIXED
    return ("money", *_PHYSICAL) if kind in ("persons", "count") else _FIRM


def _counts(phrase: str) -> bool:
    """Whether a phrase can be of nothing but a number: 企业数量, 专利授权量."""
    return bool(re.search(r"(?:数量|总数|个数|家数|件数|授权量|申请量)$", plain(phrase)))


def _units() -> frozenset[str]:
    return frozenset(unit for kind in _FIRM for unit in catalogue().kinds[kind])


_DOWN = re.compile(r"(?:降幅|跌幅|减幅|下降|降低|减少|回落|下滑|缩短|压缩|收窄|下跌)(?:了|约|近|为|达)?$")
_UP = re.compile(r"(?:增长|提高|上升|增加|上涨|扩大)(?:了|约|近)?$")


def _minus(figure: Figure, content: str) -> Iterator[Issue]:
    """下降-3.2%: twice down."""
    one = figure.statement
    if not one.quote.startswith(("-", "−", "－")):
        return
    head = content[max(0, one.start - 6) : one.start]
    if _DOWN.search(head):
        said = "".join((head[-4:] + one.quote).split())
        yield finding("sign", "error", [figure], said, said=said)
    elif _UP.search(head):
        said = "".join((head[-4:] + one.quote).split())
        yield finding("sign_written", "note", [figure], said, said=said)


_RISES = re.compile(
    r"^[^，。；\d]{0,6}(?:提高|提升|增加|增长|上升|扩大|升|增|攀升|跃升|延长|发展|壮大|扩容|扩展|加快|加速|攀上)(?:到|至|为)(?:了)?[^，。；\d]{0,10}(?:\d{4}年(?:底|末)?的?)?(?:约|近|超|超过|逾)?$"
)
_FALLS = re.compile(
    r"^[^，。；\d]{0,6}(?:降低|下降|减少|缩短|压缩|回落|收窄|降|减|缩减|下滑|萎缩|放缓|减缓|压减)(?:到|至|为)(?:了)?[^，。；\d]{0,10}(?:\d{4}年(?:底|末)?的?)?(?:约|近|超|超过|逾)?$"
)


_IMPROVES = re.compile(r"^[^，。；\d]{0,6}(?:改善|好转)(?:到|至|为)(?:了)?[^，。；\d]{0,10}$")


_FORWARD = re.compile(r"^(?:前移|上升|提升|跃升|前进|升|进)(?:到|至)(?:了)?第?$")
_BACKWARD = re.compile(r"^(?:后移|下降|下滑|退|降|后退)(?:到|至)(?:了)?第?$")


def _rank_moved(first: Figure, second: Figure, between: str) -> Iterator[Issue]:
    """位次由第4位前移至第9位: further forward is a smaller number."""
    forward, backward = _FORWARD.match(between), _BACKWARD.match(between)
    wrong = second.values.above(first.values) if forward else first.values.above(second.values)
    if (forward or backward) and wrong:
        said = f"{printed(first)}{between}{printed(second)}"
        yield finding("sign", "error", [first, second], said, said=said)


def _moved(first: Figure, second: Figure, content: str) -> Iterator[Issue]:
    """由5提高到3: the verb says up, the figures go down."""
    between = "".join(content[first.statement.end : second.statement.start].split())
    year = re.fullmatch(r"，(?:(?:19|20)\d\d年)(?:则|已|进一步)?(?P<verb>[一-龥]{1,4})(?:到|至|为)(?:了)?", between)
    if first.statement.unit == second.statement.unit == "位":
        yield from _rank_moved(first, second, between)
    # a better rank has a smaller number, and fewer steps are an improvement
    if (
        first.statement.unit == "位"
        or re.search(r"优化|精简|第$", between)
        or len(between) > 24
        or first.statement.unit != second.statement.unit
    ):
        return
    head = content[max(0, first.statement.start - 12) : first.statement.start]
    if year is None and not re.search(
        r"[由从](?:\d{4}年(?:底|末)?的?|原来的?|过去的?|[^，。；\d]{0,6})?(?:约|近|超|不足|超过)?$",
        "".join(head.split()),
    ):
        return
    low, high = first.values, second.values
    wrong = False
    if year is not None:  # 2020年为A，2021年缩减至B
        between = f"{year['verb']}至"
        dated = first.period is not None and second.period is not None and first.period.end < second.period.end
        if not dated or first.thing != second.thing:
            return
    better = _IMPROVES.match(between)
    if better and first.known is not None and first.known.direction:
        wrong = high.above(low) if first.known.direction < 0 else low.above(high)
    elif _RISES.match(between):
        wrong = low.above(high)
    elif _FALLS.match(between):
        wrong = high.above(low)
    if wrong:
        said = f"{printed(first)}{between}{printed(second)}"
        yield finding("sign", "error", [first, second], said, said=said)
