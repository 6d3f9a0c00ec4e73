"""Shares, parts and totals of one sentence: 其中P，占s; P占W的s; A、B、C，合计T.

The words say what is part of what; a figure is only doubted where no reading of them makes it true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xietong.core.interval import Interval, added
from xietong.core.issue import Issue
from xietong.observations import places
from xietong.observations.beside import RELATIVE
from xietong.observations.figures import Figure
from xietong.observations.finding import finding, printed, spread
from xietong.observations.partitions import counted, exclusive, exhaustive, left_open
from xietong.observations.parts import adds_up, exceeding, is_quantity, wrong_sum
from xietong.observations.sentence import Row, compact
from xietong.statements.places import find_places

_HUNDRED = Interval.exactly(100)
_RATE = re.compile(r"(?P<verb>[一-龥]{1,3})率(?:为|达到?|约|超过?|近|:|：|仅|只有)*$")
_NO_SHARE = re.compile(r"增长|下降|提高|同比|增速|涨|完成.{0,6}(?:计划|目标|预算|任务)|高于|低于|贡献|相当于")


def check_within(row: Row) -> Iterator[Issue]:
    """All checks of parts and wholes in a sentence."""
    yield from _shares(row)
    yield from _share_lists(row)
    yield from _totals(row)
    yield from _insides(row)
    yield from _part_of_whole(row)


# --- shares ----------------------------------------------------------------------------------------------------------


def _shares(row: Row) -> Iterator[Issue]:
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
_TAKES = re.compile(r"^[，）)（(]?(?:约|大约|已|仅|就|共|大概|合计|更|也|即|达)*(?:占|所占)")
_OF_THEM = re.compile(r"[）)]?[^，。；\d]{0,14}的(?:比重|比例|份额)?(?:已经|已|到了|到|为|达到?|约|近|超过?)*")
_TO_SHARE = re.compile(r"[）)]?(?:的|之)?(?:比重|比例|份额)?(?:已经|已|到了|到|为|达到?|约|近|超过?)*")
_THIS_IS = re.compile(r"^[，（(]?(?:为|有|即|计|约|达|来自[^，。；]{2,14}，(?:为|有|达))+")
_GENERIC = re.compile(
    r"(?:比|总量|总数|总额|总规模|全部|全市|全省|全区|其|合计|的|比重|比例|份额|总|了|为|达到?|约|近|超过?|高达)*"
)
_TAKES_OF = re.compile(r"(?:占|所占)(?P<whole>[^，。；\d]{0,24})$")


def _part(row: Row, share: int) -> int | None:
    """The amount whose share is said: the one before it, the one before its whole (P占W的s), or 为P right behind."""
    lead = row.lead(share)
    if _NO_SHARE.search(lead) or re.search(r"合计|总计|共占|(?:19|20)\d\d年", lead):
        return None
    if share and row.is_amount(share - 1):
        before = share - 1
        if _TAKES.match(lead) or _RATE.search(lead):
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
    return same and bool(_TAKES.match(row.lead(whole)) or re.match(r"^）占", row.lead(whole)))


def _wholes(row: Row, share: int, part: int) -> list[int]:
    """The amounts that a share may be of, the likeliest first; [] where the words name none."""
    unit = row.unit(part)
    lead = row.lead(share)
    if share == part + 2:
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
        return [at for at in before if word and _bears(word, row, at, inside=_is_inside(row, at, first))]
    verb = _RATE.search(lead)
    if verb is not None and named is None:
        said = before and verb["verb"][-2:] in row.lead(part) and row.figures[share].statement.value[0] != 100
        return list(reversed(before)) if said and not _sum_fits(row, before, part, share) else []
    inside = [at for at in before if _is_inside(row, at, first)]
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
    said = row.lead(at) + row.figures[at].statement.indicator
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


def _is_inside(row: Row, whole: int, part: int) -> bool:
    """Whether 其中 stands between an amount and a later one: what follows is part of it."""
    words = "".join(row.gap(at, at + 1) for at in range(whole, part))
    return bool(re.search(r"其中", words)) or bool(re.match(r"^的?[^，。；]{0,12}(?:中|里|内)，", words))


# --- lists of shares -------------------------------------------------------------------------------------------------

_EXCLUSIVE = re.compile(
    r"来源|来自|来的|籍的|只计一次|划分|构成|结构|按[^，。]{1,10}分|单选|分[^，]{1,6}看|从[^，]{1,8}看|其余|其他|总量中|里国内"
)
_OVERLAP = re.compile(r"交叉|多选|可选多|重叠|兼|不重复|可重复|其中.*其中|率")


def _share_lists(row: Row) -> Iterator[Issue]:
    """煤炭占a，石油占b，天然气占c: shares of one whole are not more than it; all parts of it are not less."""
    shares = [at for at in range(len(row)) if _is_share(row, at)]
    runs: list[list[int]] = []
    for at in shares:
        before = runs[-1][-1] if runs else -1
        if before >= 0 and at == before + 1 and _goes_on(row, before, at):
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs:
        of_others = any(re.search(r"占(?:全国|全省|全市|京津冀|区域)", row.lead(at)) for at in run)
        words = row.around(run[0], run[-1])
        start = row.figures[run[0]].statement.start
        many = re.search(r"多选|可选多|选多项", compact(row.content[max(0, start - 60) : start]))
        if len(run) < 2 or of_others or many or _OVERLAP.search(words):
            continue
        origins = all(re.match(r"^(?:的[^，。；]{2,14})?来自", row.tail(at)) for at in run)  # 42%来自甲，35%来自乙
        rest = origins or bool(re.search(r"其余|剩余", row.lead(run[-1])))  # 其余76.1%为入境游客: nothing is left out
        about = [row.figures[at] for at in run]
        total = added(figure.values for figure in about)
        listed, shown = "、".join(map(printed, about)), spread(total, "%")
        if "构成全部" in words and _HUNDRED.above(total):
            yield finding("ratio_sum", "error", about, f"{listed}: {shown} < 100%", said=listed, result=shown)
            continue
        names = [row.figures[at].statement.indicator + row.lead(at).replace("第一、第二、第三产业", "") for at in run]
        composed = len(run) > 2 and re.search(r"构成|结构", words) and _NEARLY.meets(total) and not left_open(names)
        told = counted(words, len(run)) or bool(re.search(r"单选", words) or composed)
        nearly = len(run) > 2 and _A_LITTLE.meets(total)  # kinds that overlap hardly ever come to a little over 100
        kinds = len(run) > 2 and (_EXCLUSIVE.search(words) or _siblings(names) or nearly)
        if not exclusive(names) and not kinds and not rest and not told:
            continue
        if total.above(_HUNDRED):
            yield finding("shares_sum", "error", about, f"{listed}: {shown} > 100%", parts=listed, result=shown)
        elif re.match(r"^[，；、]?(?:其余|其他|余下|剩余)", row.tail(run[-1])):
            continue
        elif _HUNDRED.above(total) and (_is_structure(names) or told or _divided(names)):
            yield finding("ratio_sum", "error", about, f"{listed}: {shown} < 100%", said=listed, result=shown)


_NEARLY = Interval(Decimal(88), Decimal(112))
_A_LITTLE = Interval(Decimal("100.5"), Decimal(106))


def _divided(names: list[str]) -> bool:
    """Whether names are all of a way of dividing that is no division of firms or goods by branch."""
    return exhaustive(names) and not any("第二产业" in name or "二产" in name for name in names)


# What many of a kind are at once: private firms are small ones too.
_MANIFOLD = re.compile(r"民营|国有|高新|中小|专精特新|外资|规上|规模以上|限额以上|上市|本科|党员|重点|新增|科技型")


def _siblings(names: list[str]) -> bool:
    """Whether shares are of kinds of one thing: 先进制造业项目, 现代服务业项目, 社会民生项目."""
    stems = [re.split(r"占|比重|所占", name)[0] for name in names]
    alike = len({stem[-2:] for stem in stems}) == 1 and min(map(len, stems)) > 2
    return alike and not any(_MANIFOLD.search(stem) for stem in stems)


def _is_structure(names: list[str]) -> bool:
    """Whether the shares are those of the three industries: nothing is left out."""
    whole = (
        all(any(word in name for name in names) for word in ("第一产业", "第二产业", "第三产业")) and len(names) == 3
    )
    return whole and all("增加值" in name or not re.search(r"量|人员|投资|收入", name) for name in names)


def _goes_on(row: Row, before: int, at: int) -> bool:
    """Whether a share belongs to the list of the one before."""
    gap = row.gap(before, at)
    if re.search(r"。|其中|中，|合计|总计|(?:19|20)\d\d年|[由从到至](?:$|[^，]{0,4}$)", gap):
        return False
    origin = bool(find_places(gap, 0, len(gap))) and bool(re.search(r"来自|来的|区占|其余", gap))
    return origin or row.figures[at].thing[1] == row.figures[before].thing[1]


def _is_share(row: Row, at: int) -> bool:
    one = row.figures[at].statement
    return (
        one.unit == "%" and one.form == "number" and one.measure in ("share", "level") and not _NO_SHARE.search(row.lead(at))
        and one.modality == "actual"
    )  # fmt: skip


# --- totals ----------------------------------------------------------------------------------------------------------

_TOTAL = re.compile(
    r"(?:(?P<count>[两二三四五六七八九十\d]+)(?:项|者|地|市|区|县|类|家|省市|方|部分|个部分|部分组成))?"
    r"(?:；(?:以上|上述)(?:各项|各类|各部分)?(?:合计|相加|加总|总计)，[^。；\d]{0,16}(?:(?:19|20)\d\d年[^。；\d]{0,16})?|[^，。；]{0,14}?(?:合计|共计|总计|总共|合起来|加起来)[^，。；\d]{0,14}|，?共(?:计|有)?)$"
)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}


def _totals(row: Row) -> Iterator[Issue]:
    """A、B、C，合计T: the total is the sum of what is listed right before it."""
    for index in range(2, len(row)):
        found = _TOTAL.search(row.lead(index))
        if found is None or not _adds(row, index) or not re.match(r"[，、；）)]", row.lead(index)):
            continue
        if re.search(r"其余|其他|另|累计|去重|剔除|扣除|重复|不计", row.lead(index)):
            continue
        run: list[int] = []
        at = index - 1
        while at >= 0 and row.is_amount(at) and row.unit(at) == row.unit(index):
            run.insert(0, at)
            at -= 1
        said = found["count"]
        count = (int(said) if said.isdigit() else _DIGITS.get(said, 0)) if said else 0
        if count and len(run) >= count:
            candidates = [run[-count:]]
        elif count or len(run) < 2:
            continue
        else:
            candidates = [run[start:] for start in range(len(run) - 1)]
        yield from _compare_total(row, index, candidates)


def _adds(row: Row, at: int) -> bool:
    return row.is_amount(at) and is_quantity(row.figures[at])


def _compare_total(row: Row, index: int, candidates: list[list[int]]) -> Iterator[Issue]:
    total = row.figures[index]
    sums = [added(row.figures[at].values for at in run) for run in candidates]
    if not sums or any(result.meets(total.values) for result in sums):
        return
    yield wrong_sum(total, [row.figures[at] for at in candidates[0]], sums[0])


# --- parts -----------------------------------------------------------------------------------------------------------


def _insides(row: Row) -> Iterator[Issue]:
    """W，其中A、B、C: no part, nor all of them, is more than the whole; where nothing is left out, not less either."""
    if re.search(r"交叉|重叠|重复|兼有", row.words + row.tail(len(row) - 1)):
        return
    for whole in range(len(row) - 1):
        parts = _parts_of(row, whole) if _adds(row, whole) else []
        if len(parts) == 1 and _other_noun(row, whole, parts[0]):
            continue  # 两个方向，包括…6个专业
        parts = parts or (_listed_after(row, whole) if _adds(row, whole) else [])
        if not parts:
            continue
        total = added(row.figures[at].values for at in parts)
        figure = row.figures[whole]
        if len({row.figures[at].thing[1] for at in parts}) == len(parts) > 1 and not adds_up(figure):
            continue
        over = total.above(figure.values)
        under = figure.values.above(total) and _leave_nothing(row, whole, parts)
        if not over and not under:
            continue
        if over and any(_fits(row, at, whole, total) for at in range(whole)):
            continue  # what is inside may be inside an amount before that one
        if len(parts) == 1:
            part = row.figures[parts[0]]
            yield exceeding(part, figure)
            continue
        yield wrong_sum(figure, [row.figures[at] for at in parts], total)


def _other_noun(row: Row, one: int, other: int) -> bool:
    """Whether two counts stand before different nouns."""
    nouns = [re.match(r"^[一-龥]{2,8}", row.tail(at, 10)) for at in (one, other)]
    if row.unit(one) not in ("个", "项", "类", "种", "条") or not all(nouns):
        return False
    first, second = (noun[0] for noun in nouns if noun)
    return first[-2:] != second[-2:] and first[:2] != second[:2]


def _fits(row: Row, at: int, whole: int, total: Interval) -> bool:
    return row.is_amount(at) and row.unit(at) == row.unit(whole) and not total.above(row.figures[at].values)


def _leave_nothing(row: Row, whole_at: int, parts: list[int]) -> bool:
    """Whether parts are all there are: the last are the others, or they are opposites (进口 and 出口)."""
    names = [row.lead(at) for at in parts]
    around = row.lead(whole_at) + "".join(names)
    composed = re.search(r"共同构成|构成全部|别无其他", row.words + row.tail(len(row) - 1))
    listed = len(parts) > 2 and bool(re.search(r"(?:组成|构成|分布为|分布是|分布|构成为)[：:][^：:]*$", names[0]))
    kin = "包括" in names[0] and len(parts) > 2 and _siblings([name.split("包括")[-1] for name in names])
    included = listed or kin
    told = counted(around, len(parts)) and len({row.figures[at].thing[1] for at in parts}) in (1, len(parts))
    whole = exhaustive(names) or composed or included or told or bool(_composed(row, whole_at))
    where = {row.figures[at].thing[1] for at in parts}
    members = {(name,) for name in places.members()}
    whole_region = row.figures[whole_at].thing[1] == (places.whole(),)
    others = (where == members and whole_region) or re.search(
        r"其他|其余", names[-1] + row.figures[parts[-1]].statement.indicator
    )
    return len(parts) > 1 and bool(whole or others)


def _parts_of(row: Row, whole: int) -> list[int]:
    """What 其中 (or 包括, 内含) puts inside an amount: the run of parts of one kind and its unit that follows."""
    if RELATIVE.search(row.lead(whole)) and whole and row.is_amount(whole - 1):
        return []  # 上年为W，其中…: the parts are this year's
    first = _next_amount(row, whole, whole)
    if first is not None and RELATIVE.search(row.lead(first)):
        first = _next_amount(row, whole, first)
    if first is None:
        return []
    bracketed = _in_brackets(row, whole) or _composed(row, whole) or _spelled_out(row, whole)
    if bracketed:
        return bracketed
    between = "".join(row.gap(at, at + 1) for at in range(whole, first))
    opening = re.search(
        r"其中|由[^，。；]{1,8}(?:组成|构成)[：:]|(?:具体)?(?:分布|构成)(?:为|是|如下)?[：:]|这当中|此当中|内含|包括(?!在内)|(?:^|[，（])含(?![^，。；]*的)",
        between,
    )
    if opening is None and not (first == whole + 1 and _contained(row, first, between)):
        return _by_members(row, whole)
    if opening is not None and _other_matter(between, opening):
        return []
    parts = [first]
    for at in range(first + 1, len(row)):
        words = row.gap(at - 1, at)
        if not (row.is_amount(at) and row.unit(at) == row.unit(whole)) or not _sibling(row, parts[-1], at, words):
            break
        parts.append(at)
    return parts


def _next_amount(row: Row, whole: int, after: int) -> int | None:
    """The next amount in the unit of another."""
    return next(
        (at for at in range(after + 1, len(row)) if row.is_amount(at) and row.unit(at) == row.unit(whole)), None
    )


def _contained(row: Row, part: int, between: str) -> bool:
    """W中，P; W（P包括在内）; W，已有P…，余下的…: inside, though nothing says 其中."""
    rest = re.match(r"^[，；]已有?$", between) and re.search("余下|其余|剩余|剩下", row.tail(part, 40))
    inside = re.match(r"^(?:[^，。；]{0,10}中，|(?:范围)?内(?=已|建成|完成)|。在全部[^，。；]{0,14}中，)", between)
    return bool(rest or inside or re.match(r"^[^，。；]{0,6}包括在内", row.tail(part)))


_GREW = re.compile(r"(?:19|20)\d\d年(?:比|较)?[^，。；]{0,6}(?:增长|下降)")


def _other_matter(between: str, opening: re.Match[str]) -> bool:
    """Whether other matter has come up between an amount and 其中, or what is inside is a change or of a year without
    a value (2020年W，2021年增长8%，其中…)."""
    before, after = between[: opening.start()], between[opening.end() :]
    if re.search(r"；.", before) or between.count("其中") > 1 or _GREW.search(before):
        return True
    return bool(re.search(r"增长|增加(?!值)|新增|较|比上年|同比", after))


_COMPOSED = re.compile(
    r"由(?P<names>[^，。；\d]+?)(?:等?(?:[两三四五六七]|\d)?(?:部分|类|项)?)?(?:构成|组成)，"
    r"(?:总量|总数|总额|合计|共计?|总计)(?:为|达到?)?$"
)


def _composed(row: Row, whole: int) -> list[int]:
    """由甲、乙、丙构成，总量为W，甲A、乙B、丙C: the amounts of just those names behind it."""
    found = _COMPOSED.search(row.lead(whole))
    if found is None:
        return []
    names = [name for name in re.split(r"[、和与及]", found["names"]) if name]
    parts = list(range(whole + 1, whole + 1 + len(names)))
    if parts[-1] >= len(row) or len(names) < 2:
        return []
    fits = all(
        row.is_amount(at) and row.unit(at) == row.unit(whole) and name[-4:] in row.lead(at)
        for at, name in zip(parts, names, strict=True)
    )
    return parts if fits else []


def _in_brackets(row: Row, whole: int) -> list[int]:
    """W（甲A，乙B，丙C）: amounts in brackets right behind another, with nothing but their names."""
    if not re.match(
        r"^（(?!含|同比|比|较|其中|上年|去年|(?:19|20)\d\d)[一-龥A-Za-z]{2,12}(?:为|有)?$", row.gap(whole, whole + 1)
    ):
        return []
    parts = [whole + 1]
    while parts[-1] + 1 < len(row) and re.match(
        r"^[，、；和及][一-龥A-Za-z]{2,12}(?:为|有)?$", row.gap(parts[-1], parts[-1] + 1)
    ):
        parts.append(parts[-1] + 1)
    same = all(row.is_amount(at) and row.unit(at) == row.unit(whole) for at in parts)
    closed = row.tail(parts[-1]).startswith("）")
    names = [re.sub(r"^[（，、；和及]", "", row.lead(at)) for at in parts]
    return parts if same and closed and len(parts) > 1 and (exclusive(names) or _siblings(names)) else []


def _spelled_out(row: Row, whole: int) -> list[int]:
    """四块用地共W：甲A，乙B; 常住人口W，男性A，女性B: a list right behind an amount that a colon, or a known division, makes its parts."""
    parts = [whole + 1]
    if not re.match(r"^[：，；][一-龥“”A-Za-z]{1,12}(?:为|有)?$", row.gap(whole, whole + 1)):
        return []
    while parts[-1] + 1 < len(row) and re.match(
        r"^[，、；][一-龥“”A-Za-z]{1,12}(?:为|有)?$", row.gap(parts[-1], parts[-1] + 1)
    ):
        parts.append(parts[-1] + 1)
    if len(parts) < 2 or any(not row.is_amount(at) or row.unit(at) != row.unit(whole) for at in parts):
        return []
    names = [row.lead(at).strip("：，、；") for at in parts]
    if re.search(r"累计|增[长加幅]|同比|新增|其中|均|上年|去年|合计|目标|计划|预算|预计", "".join(names)):
        return []
    colon = row.gap(whole, whole + 1)[0] == "：" and re.search(r"共|合计|总|全部|计", row.lead(whole))
    behind = row.tail(parts[-1])
    return parts if colon or exhaustive(names) or re.search(r"构成全部|别无其他", behind) else []


def _by_members(row: Row, whole: int) -> list[int]:
    """三地共586场，北京224场，天津138场，河北196场: an amount of the region and those of all its members right behind it."""
    if row.figures[whole].thing[1] != (places.whole(),):
        return []
    parts = list(range(whole + 1, whole + 1 + len(places.members())))
    if parts[-1] >= len(row) or any(not row.is_amount(at) or row.unit(at) != row.unit(whole) for at in parts):
        return []
    return parts if {row.figures[at].thing[1] for at in parts} == {(name,) for name in places.members()} else []


_LIST = re.compile(
    r"^[，；：:](?:[^；]*。(?:具体|分类)来?看，)?[^，。；]*[、和与及][^，。；]*(?:分别|依次)[一-龥]{0,3}$"
)


def _listed_after(row: Row, whole: int) -> list[int]:
    """W，甲、乙和其他丙分别为A、B和C: a list that ends with the others is all there is of an amount right before it."""
    first = whole + 1
    if first >= len(row) or row.unit(first) != row.unit(whole):
        return []
    counted_run = re.fullmatch(r"[，；：:][^，。；\d]{0,10}(?:依次|分别)[为是有]?", row.gap(whole, first))
    if counted_run and re.search(r"相加|合计|总计|加起来|共", row.lead(whole)):
        run = [first]
        while run[-1] + 1 < len(row) and re.fullmatch(r"[、和与及]", row.gap(run[-1], run[-1] + 1)):
            run.append(run[-1] + 1)
        return run if counted(row.words, len(run)) else []
    if not _LIST.match(row.gap(whole, first)):
        return []
    listed = row.gap(whole, first)
    names = re.split(r"[、和与及]", listed)
    if not exhaustive(names) and not re.search(r"其他|其余", listed) and not counted(listed, len(names)):
        return []
    parts = [first]
    while parts[-1] + 1 < len(row) and re.fullmatch(r"[、和与及]", row.gap(parts[-1], parts[-1] + 1)):
        parts.append(parts[-1] + 1)
    return parts


def _part_of_whole(row: Row) -> Iterator[Issue]:
    """P，是W（…）的一部分; P包括在内: a part that is said to be one, behind or before its whole."""
    for at in range(1, len(row)):
        same = _adds(row, at) and _adds(row, at - 1) and row.unit(at) == row.unit(at - 1)
        if same and re.match(r"^[）)]?的(?:一)?(?:部分|组成部分)", row.tail(at)):
            part, whole = row.figures[at - 1], row.figures[at]
            if part.values.above(whole.values):
                yield exceeding(part, whole)


def _sibling(row: Row, one: int, other: int, words: str) -> bool:
    """Whether an amount goes on with the list that another stands in: A家、B家, or names alike: 公路货运量…，铁路货运量…."""
    if re.search(r"其中|合计|(?<![公])共(?![享同建治用])|总计|上年|去年|比|占|。|(?:19|20)\d\d年", words):
        return False
    if bool(_MANIFOLD.search(row.lead(one))) != bool(_MANIFOLD.search(row.lead(other))):
        return False  # 城镇零售额A，限额以上单位零售额B: two ways of dividing
    if re.match(r"^(?:左右)?[、和与及]", words):
        return True
    first, second = (row.lead(at).split("其中")[-1].strip("，；、：:") for at in (one, other))
    names = [re.sub(r"(?:达到?|为|是|有|约|近|超过?|贡献突出，)*$", "", name) for name in (first, second)]
    alike = len(min(names, key=len)) > 2 and names[0][-2:] == names[1][-2:]
    return alike or exclusive(names)
