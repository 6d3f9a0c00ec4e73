"""What 其中, brackets and lists put inside an amount of a sentence: which amounts are parts of which."""

from __future__ import annotations

import re

from xietong.observations import places
from xietong.observations.beside import RELATIVE
from xietong.observations.partitions import counted, exclusive, exhaustive
from xietong.observations.sentence import Row
from xietong.observations.within_lists import MANIFOLD, siblings


def parts_of(row: Row, whole: int) -> list[int]:
    """What 其中 (or 包括, 内含) puts inside an amount: the run of parts of one kind and its unit that follows."""
    if RELATIVE.search(row.lead(whole)) and whole and row.is_amount(whole - 1):
        return []  # 上年为W，其中…: the parts are this year's
    first = _next_amount(row, whole, whole)
    if first is not None and RELATIVE.search(row.lead(first)):
        first = _next_amount(row, whole, first)
    if first is None:
        return []
    bracketed = _in_brackets(row, whole) or composed_of(row, whole) or _spelled_out(row, whole)
    if bracketed:
        return bracketed
    between = "".join(row.gap(at, at + 1) for at in range(whole, first))
    opening = re.search(
        r"其中|[，：]分别(?:为|是|有)(?=[一-龥])|由[^，。；]{1,8}(?:组成|构成)[：:]|(?:具体)?(?:分布|构成)(?:为|是|如下)?[：:]|这当中|此当中|内含|包括(?!在内)|(?:^|[，（])含(?![^，。；]*的)",
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


def composed_of(row: Row, whole: int) -> list[int]:
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
    return parts if same and closed and len(parts) > 1 and (exclusive(names) or siblings(names)) else []


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
    named = row.figures[whole].thing[1] or (re.search("区域|三地|三省市", row.lead(whole)) and (places.whole(),))
    counted_up = re.search(r"(?:共计?|总计|合计|共有)$", row.lead(whole))
    if named != (places.whole(),) and not counted_up:
        return []
    parts = list(range(whole + 1, whole + 1 + len(places.members())))
    if parts[-1] >= len(row) or any(not row.is_amount(at) or row.unit(at) != row.unit(whole) for at in parts):
        return []
    return parts if {row.figures[at].thing[1] for at in parts} == {(name,) for name in places.members()} else []


_LIST = re.compile(
    r"^[，；：:](?:[^；]*。(?:具体|分类)来?看，)?[^，。；]*[、和与及][^，。；]*(?:分别|依次)[一-龥]{0,3}$"
)


_SO_MANY = re.compile(r"([两二三四五六七八])(?:地|省市|市|区|县|家|方)[^，。；]{0,8}(?:共|合计|总计|总)")


def _counts_all(lead: str, count: int) -> bool:
    """三地海关共监管W: how many there are, before what they have together."""
    found = _SO_MANY.search(lead)
    return found is not None and "零一二三四五六七八".index(found[1].replace("两", "二")) == count


def listed_after(row: Row, whole: int) -> list[int]:
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
    told = counted(listed, len(names)) or _counts_all(row.lead(whole), len(names))
    if not exhaustive(names) and not re.search(r"其他|其余", listed) and not told:
        return []
    parts = [first]
    while parts[-1] + 1 < len(row) and re.fullmatch(r"[、和与及]", row.gap(parts[-1], parts[-1] + 1)):
        parts.append(parts[-1] + 1)
    return parts


# 其中通州区A，三河市、大厂县、香河县分别为B、C和D
_ONLY_PLACES = re.compile(r"(?:左右)?[，；](?:[一-龥]{2,6}[市区县][、和与及]?)+(?:分别)?(?:为|达到?|是)?")


def _sibling(row: Row, one: int, other: int, words: str) -> bool:
    """Whether an amount goes on with the list that another stands in: A家、B家, or names alike: 公路货运量…，铁路货运量…."""
    if re.search(r"其中|合计|(?<![公])共(?![享同建治用])|总计|上年|去年|比|占|。|(?:19|20)\d\d年", words):
        return False
    own = [row.lead(at).split("其中")[-1] for at in (one, other)]  # 其中│小学 has no 中小
    if bool(MANIFOLD.search(own[0])) != bool(MANIFOLD.search(own[1])):
        return False  # 城镇零售额A，限额以上单位零售额B: two ways of dividing
    if re.match(r"^(?:左右)?[、和与及]", words):
        return True
    where = row.figures[one].thing[1], row.figures[other].thing[1]
    if where[0] and where[1] and where[0] != where[1] and _ONLY_PLACES.fullmatch(words):
        return True
    first, second = (row.lead(at).split("其中")[-1].strip("，；、：:") for at in (one, other))
    names = [re.sub(r"(?:达到?|为|是|有|约|近|超过?|贡献突出，)*$", "", name) for name in (first, second)]
    alike = len(min(names, key=len)) > 2 and names[0][-2:] == names[1][-2:]
    # 国有控股企业A，外资企业B: what many are at once does not add up
    return (alike and not any(map(MANIFOLD.search, names))) or exclusive(names) or _ends_with_others(row, other)


def _ends_with_others(row: Row, at: int) -> bool:
    """Whether a list goes on, name by name in one unit, to the others: 汽车A，家电B，其他品类C."""
    for behind in range(at, len(row)):
        name = _SHORT_NAME.fullmatch(row.lead(behind))
        if name is None or not row.is_amount(behind) or row.unit(behind) != row.unit(at):
            return False
        if re.match("其他|其余", name[1]):
            return True
    return False


_SHORT_NAME = re.compile(r"[，、；和与及]([一-龥]{2,7}?)(?:为|有|达)?")
