"""Shares of one sentence: 其中P，占s; P占W的s: where no reading of the words makes the share true."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.observations.beside import RELATIVE
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed, spread
from xietong.observations.sentence import Row
from xietong.statements.places import find_places

_HUNDRED = Interval.exactly(100)
_RATE = re.compile(r"(?P<verb>[一-龥]{1,3})率(?:为|达到?|约|超过?|近|:|：|仅|只有)*$")
NO_SHARE = re.compile(
    r"增长|下降(?!到|至)|提高(?!到|至)|同比|增速|涨|完成.{0,6}(?:计划|目标|预算|任务)|高于|低于|贡献|相当于"
)


def check_shares(row: Row) -> Iterator[Issue]:
    if re.search(r"分别|依次", row.words):
        return
    for index in range(len(row)):
        figure = row.figures[index]
        one = figure.statement
        if one.unit != "%" or one.form != "number" or one.measure == "growth" or one.modality == "target":
            continue
        part = _part(row, index)
        if part is None:
            continue
        wholes = _wholes(row, index, part)
        if not wholes:
            continue
        results = [(whole, _ratio(row.figures[part], row.figures[whole])) for whole in wholes]
        if any(result is None or result.meets(figure.values) for _, result in results):
            continue
        whole, result = results[0]
        assert result is not None
        shown = spread(result, "%")
        about = [figure, row.figures[part], row.figures[whole]]
        part_words, whole_words = printed(about[1]), printed(about[2])
        yield finding(
            "share", "error", about, f"{part_words} ÷ {whole_words} × 100 = {shown} ≠ {printed(figure)}",
            part=part_words, whole=whole_words, result=shown, said=printed(figure),
        )  # fmt: skip


def _ratio(part: Figure, whole: Figure) -> Interval | None:
    try:
        return part.values / whole.values * _HUNDRED
    except ValueError:
        return None


# Between an amount and its share: nothing that names another thing.
_TAKES = re.compile(r"^[，、）)（(]?(?:约|大约|已|仅|就|共|大概|合计|更|也|即|达)*(?:占|所占)")
# 有864家表示订单增加，占比72%
_DO_TAKE = re.compile(r"[一-龥]{1,12}，(?:约|仅|已|大约)*占比?(?:为|达到?|约|近|超过?)*")
_OF_THEM = re.compile(r"[）)]?[^，。；\d]{0,14}的(?:比重|比例|份额)?(?:已经|已|到了|到|为|达到?|约|近|超过?)*")
_TO_SHARE = re.compile(r"[）)]?(?:的|之)?(?:比重|比例|份额|比)?(?:已经|已|到了|到|为|达到?|约|近|超过?)*")
_THIS_IS = re.compile(r"^[，（(]?(?:为|有|即|计|约|达|来自[^，。；]{2,14}，(?:为|有|达))+")
_GENERIC = re.compile(
    r"(?:比|总量|总数|总额|总规模|全部|全市|全省|全区|其|合计|的|比重|比例|份额|总|了|为|达到?|约|近|超过?|高达)*"
)
_TAKES_OF = re.compile(r"(?:占|所占)(?P<whole>[^，。；\d]{0,24})$")


def _part(row: Row, share: int) -> int | None:
    """The amount whose share is said: the one before it, the one before its whole (P占W的s), or 为P right behind."""
    lead = row.lead(share)
    if NO_SHARE.search(lead) or re.search(r"合计|总计|共占|(?:19|20)\d\d年", lead):
        return None
    if share > 1 and row.unit(share - 1) == "%" and re.fullmatch(r"，(?:达到?|为)(?:了|约|近)*", lead):
        return _part(row, share - 1)  # 占比超三成，达到32.2%
    if share and row.is_amount(share - 1):
        before = share - 1
        if _TAKES.match(lead) or _RATE.search(lead) or _DO_TAKE.fullmatch(lead):
            return before
        if _BARELY.fullmatch(lead) and re.match(
            r"^的?[^，。；]{0,12}(?:当中|之中|中|里)，", row.gap(before - 1, before) if before else ""
        ):
            return before  # W里，P，比重为s; W中，P，超过七成
        if (
            own := re.fullmatch(r"[，；](?P<name>[一-龥]{2,8}?)占(?:比重|比|到)?(?:为|达到?|约|近|超过?)*", lead)
        ) is not None:
            # 其中引江A，引滦B，引江占s: the one of that name; 其中税收收入A，税收占比s
            return next((at for at in range(share) if row.is_amount(at) and _is_called(row, at, own["name"])), None)
        # P占W的s, P占W（W的数）的s
        # 占全部1570家外资企业的s
        told = _TO_SHARE.fullmatch(lead) or (
            re.search("占全部|占全市|占总", row.lead(before)) and _OF_THEM.fullmatch(lead)
        )
        if told and before and _linked(row, before):
            return before - 1
    behind = share + 1
    if behind < len(row) and row.is_amount(behind) and _THIS_IS.match(row.gap(share, behind)):
        return behind
    return None


_BARELY = re.compile(r"，(?:比重|占比|比例|份额)?(?:为|达到?|约|近|超过?|接近|不足|不到|仅|已|高达)*")


def _is_called(row: Row, at: int, name: str) -> bool:
    words = row.lead(at)
    return words.endswith(name) or bool(re.search(rf"其中，?{re.escape(name)}[^，。；]{{0,4}}$", words))


def _linked(row: Row, whole: int) -> bool:
    """Whether 占 stands between an amount and the one before it: P占全部W."""
    same = row.is_amount(whole - 1) and row.unit(whole - 1) == row.unit(whole)
    # P，相当于地区生产总值W的s; P，与地区生产总值W之比为s; 53所参与院校占全市113所职业院校的s
    ratio = re.match(
        r"^，(?:仅|约)?(?:相当于|与)[^，。；\d]{0,16}$|^[^，。；\d]{2,8}占(?:全[市省区]|全部|总)", row.lead(whole)
    )
    return same and bool(_TAKES.match(row.lead(whole)) or ratio or re.match(r"^）占", row.lead(whole)))


def _wholes(row: Row, share: int, part: int) -> list[int]:
    """The amounts that a share may be of, the likeliest first; [] where the words name none."""
    unit = row.unit(part)
    lead = row.lead(share)
    if share == part + 2 and row.is_amount(part + 1):
        return [part + 1] if row.unit(part + 1) == unit else []
    first = min(part, share)
    where = row.figures[part].thing[1]
    before = [
        at
        for at in range(first)
        if row.is_amount(at)
        and row.unit(at) == unit
        and not _is_earlier(row, at)
        and (
            not where or not row.figures[at].thing[1] or not named_place(row, part) or row.figures[at].thing[1] == where
        )
    ]
    named = _TAKES_OF.search(lead)
    if named is not None and not _GENERIC.fullmatch(named["whole"]):
        wider = re.match(r"全国|全省|全市|全区|区域|京津冀|[一-龥]{2,3}[省市]", named["whole"])
        if wider and not any(wider[0] in row.lead(at) for at in before):
            return []  # 占全省工业用电量: of another place's
        word = re.sub(
            r"^(?:全部|所有|整个)|(?:的|比重|比例|份额|总量|总数|总额|为|达到?|约|近|超过?)*$", "", named["whole"]
        )
        return [at for at in before if word and _bears(word, row, at, inside=is_inside(row, at, first))]
    verb = _RATE.search(lead)
    if verb is not None and named is None:
        said = before and verb["verb"][-2:] in row.lead(part) and row.figures[share].statement.value[0] != 100
        return list(reversed(before)) if said and not _sum_fits(row, before, part, share) else []
    inside = [at for at in before if is_inside(row, at, first)]
    if not inside and re.match(r"^(?:的[^，。；]{2,14})?来自", row.gap(share, part) if share < part else ""):
        return before[-1:]  # W，s来自…，为P
    if inside:
        return list(reversed(inside))
    # W，P，占s: nothing else of the unit stands in the sentence
    only = [at for at in range(len(row)) if row.is_amount(at) and row.unit(at) == unit and at != part]
    alone = len(only) == 1 and only[0] < part and part == share - 1
    return (
        only if alone and not re.search("[；。]", "".join(row.gap(at, at + 1) for at in range(only[0], part))) else []
    )


def _bears(word: str, row: Row, at: int, *, inside: bool) -> bool:
    """Whether an amount is what 占… names: by its end, or, of an amount with 其中 behind it, by most of its characters."""
    # 进出口 is one word: 出口总额 is not most of it
    said, word = (
        (row.lead(at) + row.figures[at].statement.indicator).replace("进出口", "外贸"),
        word.replace("进出口", "外贸"),
    )
    return word[-3:] in said or (inside and 3 * sum(char in said for char in word) >= 2 * len(word))


def _sum_fits(row: Row, before: list[int], part: int, share: int) -> bool:
    """Whether a rate is of what the amounts before come to together: 三河19个、香河16个、大厂15个，已开工28个，开工率56%."""
    for start in range(len(before) - 1):
        total = added(row.figures[at].values for at in before[start:])
        try:
            result = row.figures[part].values / total * _HUNDRED
        except ValueError:
            return False
        if result.meets(row.figures[share].values):
            return True
    return False


def named_place(row: Row, at: int) -> bool:
    """Whether the words right before an amount name its place: it is then no part of another place's amount by itself."""
    return any(one.names for one in find_places(row.lead(at), 0, len(row.lead(at)))) and "其中" not in row.lead(at)


def _is_earlier(row: Row, at: int) -> bool:
    """上年为W: a value to compare with, of which nothing is said to be part."""
    return at > 0 and bool(RELATIVE.search(row.lead(at)))


def is_inside(row: Row, whole: int, part: int) -> bool:
    """Whether 其中 stands between an amount and a later one: what follows is part of it."""
    words = "".join(row.gap(at, at + 1) for at in range(whole, part))
    return bool(re.search(r"其中", words)) or bool(re.match(r"^的?[^，。；]{0,12}(?:中|里|内)，", words))
