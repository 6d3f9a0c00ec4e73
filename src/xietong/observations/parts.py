"""Parts and wholes: shares, sums, structures, quotients, means, days of a year."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.core.period import Period
from xietong.observations import places
from xietong.observations.catalogue import catalogue, plain
from xietong.observations.figures import Figure, same_time
from xietong.observations.finding import finding, number, printed, spread
from xietong.observations.same import bare
from xietong.observations.structures import check_structure

_HUNDRED = Interval.exactly(100)


def check_parts(figures: list[Figure]) -> Iterator[Issue]:
    """All checks of what belongs together at one time."""
    names = _named(figures)
    for figure in figures:
        if figure.statement.measure == "share":
            yield from _share(figure, figures, names)
        elif figure.statement.measure == "ratio":
            yield from check_structure(figure, names)
    yield from _rows_of_shares(figures)
    yield from _regional_sums(figures)
    yield from _identities(figures)
    yield from _insides(figures)
    yield from _quotients(figures)
    yield from _means(figures)


# --- shares ----------------------------------------------------------------------------------------------------------

_OF = re.compile(r"^(?P<part>.+?)占(?P<whole>.+?)(?:的?(?:比重|比例|份额|比))?$")
_MAY_EXCEED = re.compile(
    r"完成|增长|速度|相当于|覆盖率|周转|产销|履约|升学|入学|同比|指数|负债|杠杆|拨备|流动性|充足率|抚养|利用率|兑付"
)
_PARTS_OF_ONE = re.compile(r"占比|比重|比例|占|份额")


def _share(figure: Figure, figures: list[Figure], names: Names) -> Iterator[Issue]:
    one = figure.statement
    if (
        one.unit == "%"
        and figure.values.above(_HUNDRED)
        and not _MAY_EXCEED.search(one.indicator + one.sentence)
        and _PARTS_OF_ONE.search(one.indicator + one.sentence)
    ):
        yield finding("share_over", "error", [figure], f"{printed(figure)} > 100%", said=printed(figure))
        return
    pairs = _parts_and_wholes(figure, names) or _days(figure, figures)
    results = [(about, shown, _ratio(about[0], whole)) for about, whole, shown in pairs]
    # several figures may bear the names of part and whole: where any two of them fit, nothing is said
    if not results or any(ratio is None or ratio.meets(figure.values) for _, _, ratio in results):
        return
    about, shown_whole, computed = results[0]
    assert computed is not None
    part, shown = about[0], spread(computed, "%")
    yield finding(
        "share", "error", [figure, *about], f"{printed(part)} ÷ {shown_whole} × 100 = {shown} ≠ {printed(figure)}",
        part=printed(part), whole=shown_whole, result=shown, said=printed(figure),
    )  # fmt: skip


def _ratio(part: Figure, whole: Interval) -> Interval | None:
    try:
        return part.values / whole * _HUNDRED
    except ValueError:
        return None


_EXACT = 0.95  # a link by the whole name
# whose money: 地方财政支出 is a part of the 财政支出 that a share is of, though both bear one code
_HOLDER = re.compile(r"中央|地方|[省市县本]级")
Pairs = list[tuple[list[Figure], Interval, str]]  # the part, and the whole where it is printed; the whole; as shown


def _parts_and_wholes(figure: Figure, names: Names) -> Pairs:
    """X占Y的比重: the levels of X and Y printed for the same time and place, the nearest first."""
    found = _OF.match(figure.statement.indicator)
    if found is None:
        return []
    return [
        ([part, whole], whole.values, printed(whole))
        for part in _levels(figure, names, found["part"])
        for whole in _levels(figure, names, found["whole"])
        if part.statement.unit == whole.statement.unit and part is not whole
    ]


class Names(dict[tuple[str, str], list[Figure]]):
    """Levels by ("name", plain phrase), by ("code", code), and by ("end", the last two characters of the phrase)."""

    narrow: set[int]  # ids of those that are inside a kind only


def _named(figures: list[Figure]) -> Names:
    found = Names()
    found.narrow = narrow(figures)
    for one in figures:
        if one.actual_level:
            name = bare(one.statement.indicator)
            for key in (("name", name), ("code", one.link.code), ("end", one.statement.indicator[-2:])):
                found.setdefault(key, []).append(one)
    return found


def _levels(figure: Figure, names: Names, phrase: str) -> list[Figure]:
    """The levels of a phrase at the time and place of a figure, nearest first."""
    name = bare(phrase)
    code = catalogue().names.get(plain(phrase), "") or catalogue().names.get(name, "")
    where = figure.thing[1]
    holder = _HOLDER.findall(phrase)
    rest = phrase[2:] if re.match(r"全部..", phrase) else ""  # 占全部投资的: of the 固定资产投资 just named
    near = [*names.get(("name", name), []), *(names.get(("code", code), []) if code else [])]
    near += names.get(("end", rest[-2:]), []) if rest else []
    candidates = [
        one
        for one in {id(one): one for one in near}.values()
        if one.thing[1] == where
        and (
            bare(one.statement.indicator) == name
            or (
                code
                and one.link.code == code
                and (one.link.score >= _EXACT or catalogue().names.get(bare(one.statement.indicator)) == code)
            )
            or (rest and one.statement.indicator.endswith(rest) and _said_before(one, figure))
        )
        and (one.line == figure.line or id(one) not in names.narrow)
        and _HOLDER.findall(one.statement.indicator) == holder
        and (same_time(one.period, figure.period) or _untimed_beside(one, figure))
    ]
    return sorted(candidates, key=lambda one: abs(one.statement.start - figure.statement.start))


def exceeding(part: Figure, whole: Figure) -> Issue:
    """A part that is more than its whole."""
    words = {"part": printed(part), "whole": printed(whole)}
    return finding("part_exceeds", "error", [part, whole], f"{words['part']} > {words['whole']}", **words)


def narrow(figures: list[Figure]) -> set[int]:
    """Levels that 其中 puts inside another that is itself a kind only: 出口1.47万亿元 of 以保税物流方式进出口."""
    found: set[int] = set()
    owner: Figure | None = None
    for one in figures:
        if not one.actual_level:
            continue
        inside = re.match(r"^\W*其中", one.line) is not None
        if not inside:
            owner = one
        elif (
            owner is None
            or not owner.link.code
            or catalogue().names.get(bare(owner.statement.indicator)) != owner.link.code
        ):
            found.add(id(one))
    return found


def _said_before(one: Figure, figure: Figure) -> bool:
    return one.document == figure.document and 0 < figure.statement.start - one.statement.start <= _NEAR


_NEAR = 120  # characters: two or three sentences


def _untimed_beside(one: Figure, figure: Figure) -> bool:
    """In one sentence or the one before, where one of the two has no time."""
    return None in (one.period, figure.period) and (
        (one.document == figure.document and one.line == figure.line) or _said_before(one, figure)
    )


def _days(figure: Figure, figures: list[Figure]) -> Pairs:
    """优良天数267天，占73.2%: of the days of the year."""
    if figure.period is None or not figure.period.is_year:
        return []
    days = [
        one
        for one in figures
        if one.document == figure.document
        and one.line == figure.line
        and one.statement.unit == "天"
        and one.actual_level
        and one.thing[1] == figure.thing[1]
        and one.statement.start < figure.statement.start
        and one.period == figure.period
        and "连续" not in one.statement.sentence
        and not re.search(r"监测", one.statement.indicator)  # 有效监测天数（365天）are what the share is of
        and one.statement.value[0] <= 366
    ]
    if not days or not re.search(r"天数|比率|占比|比例|优良", figure.statement.indicator + figure.statement.sentence):
        return []
    listed = [one for one in figures if _is_all_days(one, figure, days[-1])]
    if listed:  # 有效监测355天，其中优良302天
        return [([days[-1], one], one.values, printed(one)) for one in listed]
    total = 366 if calendar.isleap(figure.period.end.year) else 365
    return [([days[-1]], Interval.exactly(total), f"{total}天")]


def _is_all_days(one: Figure, share: Figure, part: Figure) -> bool:
    """Whether an amount of days just before a share is that of all days looked at."""
    near = one.document == share.document and 0 < share.statement.start - one.statement.start <= _NEAR
    return (
        near and one.statement.unit == "天" and one is not part and one.values.above(part.values) and one.actual_level
    )


_FAR_OVER = Interval.exactly(115)


def _rows_of_shares(figures: list[Figure]) -> Iterator[Issue]:
    """Shares of one whole in one list do not exceed it."""
    rows: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        one = figure.statement
        if (
            one.measure == "share"
            and one.unit == "%"
            and one.value[0] < 100
            and re.search(r"比重|占比|占", one.sentence)
            and "分别" in one.sentence
            and not re.search(r"率(?:、|和|与|分别)", one.sentence)
        ):
            rows[(figure.document, one.sentence)].append(figure)
    for row in rows.values():
        things = {figure.statement.indicator for figure in row}
        places = {figure.thing[1] for figure in row}
        if len(row) < 3 or len(things) != len(row) or len(places) != 1:
            continue
        total = added(figure.values for figure in row)
        if not total.above(_HUNDRED) or total.above(_FAR_OVER):
            continue  # shares that come to far more than the whole are of kinds that overlap
        shown = spread(total, "%")
        listed = "、".join(printed(figure) for figure in row)
        yield finding("shares_sum", "error", row, f"{listed}: {shown} > 100%", parts=listed, result=shown)


# --- sums ------------------------------------------------------------------------------------------------------------

_NO_SUM = re.compile(
    r"人均|平均|每|率$|率(?=\D{0,3}$)|强度|指数|浓度|比重|占比|单位|密度|时间|天数|比例|均值|价格|增速"
)
# Units of what is no amount: rates, times, positions, index points.
_NO_AMOUNT = frozenset(
    ["", "%", "‰", "百分点", "倍", "位", "点", "小时", "分钟", "秒", "天", "工作日", "岁", "年", "级", "度", "分", "折"]
)


def is_quantity(figure: Figure) -> bool:
    """Whether values of kinds make that of all: no rate, mean or time."""
    unit = figure.statement.unit
    return unit not in _NO_AMOUNT and "/" not in unit and not _NO_SUM.search(figure.statement.indicator)


def adds_up(figure: Figure) -> bool:
    """Whether values of places make that of the whole: projects that cross borders are counted in each."""
    return is_quantity(figure) and (figure.known.space if figure.known is not None else True)


def _regional_sums(figures: list[Figure]) -> Iterator[Issue]:
    """The region against the sum of its members, where all are printed for one time in one document."""
    groups: dict[tuple[str, str, str, str], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        if not figure.actual_level or figure.period is None or not adds_up(figure) or len(figure.thing[1]) != 1:
            continue
        key = (figure.document, figure.thing[0], figure.statement.unit, _time(figure.period))
        groups[key].setdefault(figure.thing[1][0], figure)
    for by_place in groups.values():
        whole = by_place.get(places.whole())
        members = [by_place[name] for name in places.members() if name in by_place]
        if whole is None or len(members) != len(places.members()):
            continue
        yield from _compare_sum(whole, members, figures)


def _time(period: Period) -> str:
    """A year and the stock at its end are one time."""
    return (
        str(period.end.year) if period.is_year or period == Period.until(date(period.end.year, 12, 31)) else str(period)
    )


def _compare_sum(whole: Figure, members: list[Figure], figures: list[Figure]) -> Iterator[Issue]:
    total = added(one.values for one in members)
    # 发放3200份，有效2688份，其中北京…: the members may be of another amount of the region printed with them
    wholes = [
        one
        for one in figures
        if one.actual_level
        and (one.document, one.thing[1], one.statement.unit) == (whole.document, whole.thing[1], whole.statement.unit)
    ]
    if any(total.meets(one.values) for one in (whole, *wholes)):
        return
    yield wrong_sum(whole, members, total)


def wrong_sum(whole: Figure, members: list[Figure], total: Interval) -> Issue:
    """Parts that do not come to the whole: `total` is what they do come to."""
    shown = spread(total, whole.statement.unit)
    listed = [printed(one) for one in members]
    return finding(
        "sum", "error", [whole, *members], f"{' + '.join(listed)} = {shown} ≠ {printed(whole)}",
        parts="、".join(listed), result=shown, whole=printed(whole),
    )  # fmt: skip


def _at_one_time(figures: list[Figure]) -> dict[tuple[str, tuple[str, ...], str], dict[str, Figure]]:
    """Levels by document, place and time, and in these by indicator code."""
    groups: dict[tuple[str, tuple[str, ...], str], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.actual_level and figure.link.code and figure.period is not None:
            key = (figure.document, figure.thing[1], _time(figure.period))
            groups[key].setdefault(figure.link.code, figure)
    return groups


def _identities(figures: list[Figure]) -> Iterator[Issue]:
    """进出口 = 出口 + 进口, and the other sums of the catalogue."""
    for by_code in _at_one_time(figures).values():
        for whole, codes in catalogue().identities:
            members = [by_code[code] for code in codes if code in by_code]
            if whole not in by_code or len(members) != len(codes):
                continue
            if len({one.statement.unit for one in (by_code[whole], *members)}) == 1:
                yield from _compare_sum(by_code[whole], members, [])


def _insides(figures: list[Figure]) -> Iterator[Issue]:
    """研发经费A，基础研究经费B: what the catalogue knows to be a part is not more than its whole."""
    for by_code in _at_one_time(figures).values():
        for whole, codes in catalogue().insides:
            for part in (by_code[code] for code in codes if code in by_code and whole in by_code):
                if "累计" in part.statement.scope:
                    continue
                if part.statement.unit == by_code[whole].statement.unit and part.values.above(by_code[whole].values):
                    yield exceeding(part, by_code[whole])


# --- quotients and means ---------------------------------------------------------------------------------------------


def _quotients(figures: list[Figure]) -> Iterator[Issue]:
    """研发投入强度 = 研发经费 ÷ 地区生产总值, and the other quotients of the catalogue."""
    by_time: dict[tuple[str, tuple[str, ...], str], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        good = figure.statement.measure in ("level", "share") and figure.statement.modality == "actual"
        if good and figure.link.code and figure.period is not None and figure.statement.form == "number":
            by_time[(figure.document, figure.thing[1], str(figure.period.end))].setdefault(figure.link.code, figure)
    for by_code in by_time.values():
        for one in catalogue().quotients:
            if not {one.code, one.above, one.below} <= by_code.keys():
                continue
            said, above, below = by_code[one.code], by_code[one.above], by_code[one.below]
            try:
                computed = above.values / below.values * Interval.exactly(one.factor)
            except ValueError:
                continue
            if computed.meets(said.values):
                continue
            shown = spread(computed, said.statement.unit)
            yield finding(
                "quotient", "warning", [said, above, below],
                f"{printed(above)} ÷ {printed(below)} × {one.factor} = {shown} ≠ {printed(said)}",
                above=printed(above), below=printed(below), result=shown, said=printed(said),
            )  # fmt: skip


def _means(figures: list[Figure]) -> Iterator[Issue]:
    """A total index lies between its sub-indices."""
    for by_code in _at_one_time(figures).values():
        for code, members in catalogue().means:
            inside = [by_code[one] for one in members if one in by_code]
            if code not in by_code or len(inside) < len(members):
                continue
            total = by_code[code]
            lows = [one.values.low for one in inside if one.values.low is not None]
            highs = [one.values.high for one in inside if one.values.high is not None]
            if total.values.meets(Interval(min(lows), max(highs))):
                continue
            low, high = (
                number(min(one.statement.value[0] for one in inside)),
                number(max(one.statement.value[0] for one in inside)),
            )
            yield finding(
                "mean_range", "error", [total, *inside], f"{low} ≤ {printed(total)} ≤ {high}: no",
                said=printed(total), low=low, high=high,
            )  # fmt: skip
