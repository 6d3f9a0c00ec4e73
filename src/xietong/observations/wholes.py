"""Parts whose whole is named and printed elsewhere: 在W中占s, X中的Y为P, 在W的X中，有P…，比重s."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.observations.catalogue import catalogue, plain
from xietong.observations.figures import Figure, same_time
from xietong.observations.finding import finding, printed, spread
from xietong.observations.named import goes_into
from xietong.observations.parts import exceeding, is_quantity, narrow
from xietong.observations.same import bare
from xietong.observations.sentence import Row

_HUNDRED = Interval.exactly(100)
_SHARE_WORDS = r"(?:所?占(?:比重|比例|比|份额)?|比重|比例|份额)(?:已|仅|只)?(?:为|达到?|约|近|超|有)*$"
_IN_WHOLE = re.compile(rf"(?:^|[，；])在(?:全部|所有)?(?P<whole>[^，。；\d]{{2,20}}?)中的?{_SHARE_WORDS}")
_OF_WHOLE = re.compile(r"^(?P<whole>.{2,16}?)(?:当中|之中|中)的?(?P<part>.{2,20})$")
_AMONG = re.compile(r"(?:^|[，。；])在(?:全部|所有|全区|全市|全省)?的?(?P<whole>[^，。；\d]{2,20})(?:中|里|当中)，")
# 研发投入P，占营收比例为s
_TAKES = re.compile(
    r"[，（](?:约|已|仅|大约)*占(?P<whole>[^，。；\d]{2,16}?)的?(?:比重|比例|份额)?的?(?:已|仅|只)?(?:为|达到?|约|近|超过?|高达)*"
)
_WIDER = re.compile(
    r"(?<!我国)全国|全省|全球|世界|区域|京津冀|三地|同期|当年|年度|计划|目标|预算|[一-龥]{2,3}[省市](?!场)"
)
_PASSAGE = 400  # characters around a part in which a whole that is named in short stands
_NEAR = 160  # characters between a share and the sentence that gives its whole


class Levels(dict[tuple[str, str], list[Figure]]):
    """Levels by document and unit."""

    narrow: set[int]  # ids of those that are inside a kind only


def levels_of(figures: Iterable[Figure]) -> Levels:
    """The levels of some figures, where `check_wholes` looks for wholes."""
    figures = list(figures)
    found = Levels()
    found.narrow = narrow(figures)
    for one in figures:
        if one.actual_level:
            found.setdefault((one.document, one.statement.unit), []).append(one)
    return found


def check_wholes(row: Row, levels: Levels) -> Iterator[Issue]:
    """Shares and parts of one sentence against wholes of the document."""
    for at in range(len(row)):
        if row.unit(at) == "%":
            yield from _share(row, at, levels)
        elif row.is_amount(at) and is_quantity(row.figures[at]):
            yield from _part(row, at, levels)


def _share(row: Row, at: int, levels: Levels) -> Iterator[Issue]:
    said = row.figures[at]
    if said.statement.form != "number" or said.statement.measure == "growth" or said.statement.modality != "actual":
        return
    pair = _part_and_wholes(row, at, levels)
    if pair is None or not pair[1]:
        yield from _of_sum(row, at)
        return
    part, wholes = pair
    try:
        results = [(whole, part.values / whole.values * _HUNDRED) for whole in wholes]
    except ValueError:
        return
    if any(result.meets(said.values) for _, result in results):
        return
    whole, result = results[0]
    shown = spread(result, "%")
    yield finding(
        "share", "error", [said, part, whole], f"{printed(part)} ÷ {printed(whole)} × 100 = {shown} ≠ {printed(said)}",
        part=printed(part), whole=printed(whole), result=shown, said=printed(said),
    )  # fmt: skip


_OF_SUM = re.compile(r"(?:两者|二者|三者)(?:之和|合计|总和)?(?:当中|之中|中|里)，?(?P<name>[一-龥]{2,8}?)(?:所占|占)")
_OF_TRADE = re.compile(r"^，(?P<name>出口|进口)占(?:外贸)?进出口")


def _of_sum(row: Row, at: int) -> Iterator[Issue]:
    """工业A，生活B，两者之和当中工业占s; 出口A，进口B，出口占进出口的s: a share of amounts right before it together."""
    said = row.figures[at]
    found = _OF_SUM.search(row.lead(at)) or _OF_TRADE.search(row.lead(at))
    count = 3 if "三者" in row.lead(at) else 2
    parts = range(at - count, at)
    if found is None or at < count or any(not row.is_amount(k) or row.unit(k) != row.unit(at - 1) for k in parts):
        return
    named = [k for k in parts if re.search(rf"{found['name']}[^，。；]{{0,4}}$", row.lead(k))]
    if len(named) != 1 or (_OF_TRADE.search(row.lead(at)) and not re.search("出口|进口", row.lead(at - 1))):
        return
    part, total = row.figures[named[0]], added(row.figures[k].values for k in parts)
    try:
        result = part.values / total * _HUNDRED
    except ValueError:
        return
    if not result.meets(said.values):
        shown, whole = spread(result, "%"), " + ".join(printed(row.figures[k]) for k in parts)
        others = [row.figures[k] for k in parts if k != named[0]]
        yield finding(
            "share", "error", [said, part, *others], f"{printed(part)} ÷ ({whole}) × 100 = {shown} ≠ {printed(said)}",
            part=printed(part), whole=whole, result=shown, said=printed(said),
        )  # fmt: skip


def _part_and_wholes(row: Row, at: int, levels: Levels) -> tuple[Figure, list[Figure]] | None:
    """What a share is of, as its words tell: the part and what may be its whole."""
    lead = row.lead(at)
    beside = bool(at) and row.is_amount(at - 1)
    if beside and (named := _IN_WHOLE.search(lead)):
        return row.figures[at - 1], _named(named["whole"], row.figures[at - 1], levels)
    if beside and at > 1 and row.is_amount(at - 2) and row.unit(at - 1) == row.unit(at - 2):
        found = _of_two(row, at)
        if found is not None:
            return found
    if beside and (taken := _TAKES.fullmatch(lead)):
        return row.figures[at - 1], named_loosely(taken["whole"], row.figures[at - 1], levels)
    if beside and re.fullmatch(rf"，所{_SHARE_WORDS}", lead):
        return row.figures[at - 1], _just_before(row, at - 1, levels)
    named = re.fullmatch(rf"[，、；]?(?P<name>[一-龥]{{2,8}}?){_SHARE_WORDS}", lead)
    return _listed_before(row, at, named["name"], levels) if named else None


def _of_two(row: Row, at: int) -> tuple[Figure, list[Figure]] | None:
    """A share of two amounts right before it, which of them the words say."""
    lead, gap = row.lead(at), row.gap(at - 2, at - 1)
    first, second = row.figures[at - 2], row.figures[at - 1]
    inside = re.match(r"^的[^，。；]{2,20}中，(?:有|共有|其中)?$", gap) and "在" in row.lead(at - 2)
    if inside and re.search(rf"，{_SHARE_WORDS}", lead):
        return second, [first]  # 在W的X中，有P是Y，比重达s
    if gap == "，在" and re.match(rf"^的[^，。；]{{2,20}}(?:中|里|当中|之中){_SHARE_WORDS}", lead):
        return first, [second]  # P，在W的X中所占比重为s
    if re.match(r"^，新增(?:量|数|部分)?占(?:总数|总量|全部)的$", lead) and "新增" in row.lead(at - 2):
        return first, [second]
    planned = re.search("计划|预算|目标", row.lead(at - 2)) and re.search("实际|完成", row.lead(at - 1))
    if planned and re.match(r"^，(?:实际)?(?:完成|为|占|达到?)(?:年度|全年)?(?:计划|预算|目标)(?:任务)?的$", lead):
        return second, [first]
    return None


def _listed_before(row: Row, at: int, name: str, levels: Levels) -> tuple[Figure, list[Figure]] | None:
    """W，其中种植业A、畜牧业B。…种植业占s: the amount of that name in the sentence before, and what it is part of."""
    said = row.figures[at].statement
    own = [one for (document, _), found in levels.items() if document == row.figures[at].document for one in found]
    near = [one for one in own if 0 < said.start - one.statement.end < _NEAR and one not in row.figures]
    parts = [one for one in near if plain(one.statement.indicator).endswith(name)]
    if len(parts) != 1:
        return None
    part = parts[0]
    before = [
        one
        for one in near
        if one.line == part.line
        and one.statement.end < part.statement.start
        and one.statement.unit == part.statement.unit
    ]
    wholes = [
        one for one in before if re.match(r"[，；：]?其中", row.content[one.statement.end : one.statement.end + 4])
    ]
    return (part, wholes) if len(wholes) == 1 else None


def _part(row: Row, at: int, levels: Levels) -> Iterator[Issue]:
    """在全部X中，Y为P; X中的Y为P: no more than any X that is printed for that time and place."""
    figure = row.figures[at]
    words = "".join(figure.line.partition(figure.statement.quote)[0].split())
    found = _AMONG.search(words) or _OF_WHOLE.match(plain(figure.statement.indicator))
    if found is None or not figure.actual_level:
        return
    wholes = [one for one in _named(found["whole"], figure, levels) if one is not figure]
    if wholes and all(figure.values.above(whole.values) for whole in wholes):
        yield exceeding(figure, wholes[0])


def _named(name: str, part: Figure, levels: Levels) -> list[Figure]:
    """The levels of a name at the place and time of a part, as far as both say them, nearest first."""
    wanted = bare(name).removesuffix("总量")
    own = levels.get((part.document, part.statement.unit), ())
    found = [
        one
        for one in own
        if one.statement.unit == part.statement.unit
        and one is not part
        and one.thing[1] == part.thing[1]
        and _one_year(one, part)
        and len(wanted) > 1
        and (
            bare(one.statement.indicator).removesuffix("总量") == wanted
            or (one.link.code and one.link.code == _code(wanted))
        )
    ]
    return sorted(found, key=lambda one: abs(one.statement.start - part.statement.start))


def named_loosely(name: str, part: Figure, levels: Levels) -> list[Figure]:
    """The levels near a part that a whole may be called in short: 营收 for 营业收入, 全部投资 for 固定资产投资."""
    wanted = bare(re.sub(r"^(?:全部|所有|全市|全区|全县|我市|公司|总)|(?:总量|总数|总额|总值|合计)$", "", name))
    wider = _WIDER.search(name)
    if len(wanted) < _SHORTEST:
        return []
    code = _code(wanted) or _code(re.sub("^(?:外贸|货物贸易)", "进出口", wanted))
    found = [
        one
        for one in levels.get((part.document, part.statement.unit), ())
        if one is not part
        and id(one) not in levels.narrow
        and (one.thing[1] == part.thing[1] or not (one.thing[1] and part.thing[1]))
        and (one.period is None or part.period is None or same_time(one.period, part.period))
        and (wider is None or wider[0] in one.line)
        and _HOLDER.findall(one.statement.indicator) == _HOLDER.findall(name)
        and (_is_exactly(code, one) or (_stands_free(one, part) and _short_for(wanted, one.statement.indicator)))
    ]
    if len({one.thing[1] for one in found}) > 1:
        found = [one for one in found if one.thing[1] == part.thing[1]]
    return sorted(found, key=lambda one: abs(one.statement.start - part.statement.start))


def _is_exactly(code: str, one: Figure) -> bool:
    """Whether a level is of an indicator by a whole name of it, and not of a kind of it."""
    return bool(code) and one.link.code == code and _code(bare(one.statement.indicator)) == code


def _stands_free(one: Figure, part: Figure) -> bool:
    """Whether a level is near a part and not inside another."""
    near = abs(one.statement.start - part.statement.start) < _PASSAGE
    return near and not re.search(r"^\W*其中|其中[^，。；]*$", one.line.partition(one.statement.quote)[0])


_SHORTEST = 2
_HOLDER = re.compile(r"中央|地方|[省市县本]级")
_LONGER = 5  # characters that a name may have besides those of its short form


def _short_for(wanted: str, phrase: str) -> bool:
    """Whether a name is the short form of a phrase: its characters in their order, from the first on; what stands before
    would make the phrase another thing's (加工贸易进出口 is no 进出口)."""
    stem = re.sub(
        r"^.*?(?:实现|完成|取得)|^(?:公司|集团|企业|共计?|已|新增(?=净))+|(?:总量|总数|总额|总值|合计)$",
        "",
        bare(phrase),
    )
    same_ends = stem[:1] == wanted[0] and (stem[-1:] == wanted[-1] or stem.endswith(wanted))
    if len(stem) == 2 * len(wanted) and stem[::2] == wanted:
        return True  # 营收: 营业收入
    return same_ends and len(stem) <= len(wanted) + _LONGER and goes_into(wanted, stem)


def _code(name: str) -> str:
    return catalogue().names.get(name, "")


def _one_year(one: Figure, other: Figure) -> bool:
    return one.period is None or other.period is None or one.period.end.year == other.period.end.year


def _just_before(row: Row, at: int, levels: Levels) -> list[Figure]:
    """W in the sentence before, of the same kind of thing: 公路总里程…W。农村公路里程P，所占比重s."""
    part = row.figures[at]
    if at and row.unit(at - 1) == row.unit(at):
        return []
    own = levels.get((part.document, part.statement.unit), ())
    before = [
        one
        for one in own
        if 0 < part.statement.start - one.statement.end < _NEAR and one.statement.unit == part.statement.unit
    ]
    names = plain(part.statement.indicator), plain(before[-1].statement.indicator) if before else ""
    kin = any(names[0][at : at + 2] in names[1] for at in range(len(names[0]) - 1))
    return before[-1:] if kin and before[-1].thing[1] == part.thing[1] else []
