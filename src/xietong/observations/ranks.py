"""Ranks against the values listed with them: 居第2位, when three values printed beside it are greater."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xietong.core.issue import Issue, Place
from xietong.data import table
from xietong.observations import places
from xietong.observations.catalogue import catalogue, plain
from xietong.observations.figures import Figure, same_time
from xietong.observations.finding import finding, printed
from xietong.observations.named import goes_into
from xietong.observations.rank_lists import RankList, rank_lists
from xietong.observations.same import ALIKE, alike
from xietong.statements.places import find_places, without_places

_NUMBER = r"(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})"
_AMONG = r"[^，。；、\d第]{0,10}?"
_RANK = re.compile(
    rf"(?:位居|位列|名列|稳居|跃居|高居|排名|排在|排|居|列){_AMONG}(?:第{_NUMBER}(?:位|名|[，。；]|$)|(?P<first>首位|榜首|第一))|(?P<top>拔得头筹|独占鳌头|力压群雄|居首(?!位)|领跑|之首|夺冠)|"
    rf"(?P<most>最高|最多|最大|最快)(?=[，。；]|$)|(?P<least>最低|最少|最小|最慢|末位|垫底)(?=[，。；]|$)|"
    rf"(?:位列|居|列|进入|跻身|排名|排在)前(?P<within>[一二三四五六七八九十]|\d)(?=位|名|[，。；]|$)"
)
_HAN = {char: value for value, char in enumerate("零一二三四五六七八九十")}
_FROM_BELOW = re.compile(r"倒数|由低到高|从低到高|升序|后\d位")
_TURN = re.compile(r"占比|比重|人均|较上年|比上年|上升|提升|前进|下降|由第|从第|全国|全球|世界")
_OF_RATES = re.compile(r"增速|增幅|涨幅|降幅|增长率")
_OF_AMOUNTS = re.compile(r"总量|总额|规模|绝对量|总数")
_VIEW = re.compile(r"(?:从|就|论|按)([^，。；]{1,12}?)(?:来?看|而言|来说|论)?，")  # 从投资总量看，邯郸市居首
_AFTER = re.compile(r"仅次于[^，。；]{2,8}?，")
_FIRST_OF_ALL = re.compile(
    r"(?P<turn>由低到高)?[^。；]{0,12}前(?P<count>[二三四五两])(?:位|名)?(?:依次|分别)(?:为|是)(?P<list>[^。；，]{5,40})|"
    r"[从由](?:高到低|大到小|多到少)(?:排列?|排序|依次)*，?(?:依次|分别)?(?:是|为)：?(?P<all>[^。；，\d]{5,60})(?=[。；\n]|$)"
)
_BARE = 8
_APART = 90  # characters between two values of one list
_REACH = 420  # characters around a rank in which the list it is of may stand


@dataclass(frozen=True, slots=True)
class Claim:
    """A place is said to be the `rank`-th from above, or from below."""

    document: str
    start: int
    place: str
    rank: int
    below: bool
    wider: bool = False  # among more places than a list may hold: 居全省第3位
    year: int = 0
    within: bool = False  # among the first so many
    rates: bool = False  # by their growth
    amounts: bool = False  # by their size, as the words say
    words: str = ""  # of its clause, without the place
    thing: str = ""  # what the places are ranked by, where its clause says it
    over: str = ""  # the one place that it is said to be above


def check_ranks(figures: Sequence[Figure], contents: Mapping[str, str]) -> Iterator[Issue]:
    """A rank must fit the values of one list of places around it; where it fits any, nothing is said."""
    for document, content in contents.items():
        own = [figure for figure in figures if figure.document == document and len(figure.thing[1]) == 1]
        listed = list(rank_lists(content))
        yield from (_out_of_order(document, one) for one in listed if not one.in_order)
        inside = [(one.start, one.end) for one in listed]
        for claim in _claims(document, content):
            if any(start <= claim.start < end for start, end in inside):
                continue  # each of the list has its own rank: the list as a whole is looked at
            lists = _on_topic([row for row in _lists(own, claim) if _is_of(claim, row)], claim)
            if claim.over:
                lists = [pair for row in lists if len(pair := _only(row, claim.place, claim.over)) == 2]
            if lists and not any(_fits(claim, row) for row in lists):
                yield _issue(claim, lists[0])


def _on_topic(lists: list[list[Figure]], claim: Claim) -> list[list[Figure]]:
    """消费方面则是石家庄增长最快: of several lists those whose head has most words of the claim; all where none has."""
    clause = re.split("[，：]", claim.words)[-1]
    shared = [[len(_pairs_of(_head(row)) & _pairs_of(words)) for words in (clause, claim.words)] for row in lists]
    return [row for row, count in zip(lists, shared, strict=True) if count == max(shared)]


def _head(row: list[Figure]) -> str:
    """What a list is of: the words before its first figure, and its phrase."""
    first = row[0].statement
    return first.indicator + "│" + "".join(row[0].line.partition(first.quote)[0].split())[-40:]


def _pairs_of(words: str) -> set[str]:
    return set(re.findall(r"(?=([一-龥]{2}))", _topic(words)))


def _only(row: list[Figure], *chosen: str) -> list[Figure]:
    return [one for one in row if one.thing[1][0] in chosen]


def _is_of(claim: Claim, row: list[Figure]) -> bool:
    """Whether a claim can be of a list: its place is in it, and a rank by growth is of rates of growth."""
    mine = next((one for one in row if one.thing[1][0] == claim.place), None)
    if mine is None or (claim.amounts and mine.statement.unit == "%"):
        return False
    if claim.thing and not any(_names(claim.thing, one) for one in row):
        return False
    of_rates = mine.statement.measure == "growth" or bool(
        _OF_RATES.search(mine.line.partition(mine.statement.quote)[0])
    )
    of_rates = of_rates or bool(_OF_RATES.search(mine.statement.indicator))
    return not claim.rates or (mine.statement.unit == "%" and of_rates)


# 廊坊市客运量居第一位: what the place is ranked by, as its own clause says
_THING = re.compile(
    r"^(?:市|省|区|县|的|则|又|也|以|在)*(?P<thing>[一-龥A-Za-z0-9.]{3,12}?)(?:增速|增幅|总量|总额|规模|方面|均|都|也|稳|跃|则|已|仍|继续|再次|首次|分别)*$"
)


def _thing(after_place: str) -> str:
    """What the words between a place and its rank say it is ranked by; "" where they say nothing of it."""
    found = _THING.match(after_place)
    thing = found["thing"] if found else ""
    return "" if _SAYS_LITTLE.search(thing) or re.search(r"[，。；：\d]", after_place) else thing


_SAYS_LITTLE = re.compile(r"增速|增长|增幅|总量|规模|位|排|居|列|数值|分别|表现|综合|最|领|以|和|与|比|超|高|低")


def _names(thing: str, one: Figure) -> bool:
    """Whether a figure can be of a thing: by its words, or as the catalogue has one code for both."""
    said = one.statement.indicator + "".join(one.line.split())[:200]
    if _nameless(one):  # a list under a heading of its own
        return True
    code = catalogue().names.get(plain(thing), "")
    return goes_into(thing, said) or (bool(code) and code == one.link.code) or thing[:2] in said


_PAIR = re.compile(r"(?:^|[，。；\n])(?P<words>[^，。；\d]{4,24})(?=[，。；])")
_MORE = re.compile(r"(?P<more>高于|多于|大于|快于|超过|领先于?)|(?P<less>低于|少于|小于|慢于|不及|不如|落后于)")


def _pairs(document: str, content: str) -> Iterator[Claim]:
    """正定县高于涿州市: two places of a list, and no more words than that."""
    for found in _PAIR.finditer(content):
        said = _MORE.search(found["words"])
        named = [one for one in find_places(found["words"], 0, len(found["words"])) if len(one.names) == 1]
        if said is None or len(named) != 2 or not named[0].end <= said.start() <= said.end() == named[1].start:
            continue
        first, second = (places.key(one.names[0]) for one in named)
        if found["words"][named[1].end :] or re.search(r"[^增幅速总量产]", found["words"][named[0].end : said.start()]):
            continue
        greater, smaller = (first, second) if said["more"] else (second, first)
        yield Claim(document, found.start(), greater, 1, False, over=smaller)


def _claims(document: str, content: str) -> Iterator[Claim]:
    for found in _RANK.finditer(content):
        stop = max(content.rfind(mark, max(0, found.start() - 60), found.start()) for mark in "，。；：、")
        clause = content[stop + 1 : found.end()]
        before = content[max(0, found.start() - 60) : found.start()]
        view = "".join(_VIEW.findall(re.split("[。；\n]", before)[-1])[-1:])
        if (
            re.search(r"最高[与和、]最低|最低[与和、]最高", clause)
            or _FROM_BELOW.search(clause)
            or _TURN.search(clause)
        ):
            continue
        named = [one for one in find_places(clause, 0, found.start() - stop - 1) if len(one.names) == 1]
        sentence = _AFTER.sub("，", re.split("[。；]", before)[-1])
        named_here = bool(named)
        if not named:  # 丰台区…，以593.3亿元位居榜首: the place stands in the clause before
            named = [one for one in find_places(sentence, 0, len(sentence)) if len(one.names) == 1]
        if not named:
            continue
        number = found["number"] or found["within"]
        rank = (int(number) if number.isdigit() else _han(number)) if number else 1
        if rank:
            years = re.findall(r"((?:19|20)\d\d)年", clause)
            yield Claim(
                document, found.start(), places.key(named[-1].names[0]), rank, bool(found["least"]),
                bool(re.search("全省|全市|全区|全部", found[0])), int(years[-1]) if years else 0, bool(found["within"]),
                bool(_OF_RATES.search(clause)), bool(_OF_AMOUNTS.search(view + clause)),
                re.split("[。；\n]", before)[-1] + found[0],
                _thing(clause[named[-1].end : found.start() - stop - 1]) if named_here else "",
            )  # fmt: skip
    yield from _ends(document, content)
    yield from _first_of_all(document, content)
    yield from _pairs(document, content)


_END = re.compile(
    r"(?:(?P<least>垫底|最低|最少|最小|最慢|末位|排名?最后)|(?:最高|最多|最大|最快|居首|排名?第一|领跑))的(?:是|为|当属)"
)


def _ends(document: str, content: str) -> Iterator[Claim]:
    """垫底的是河西区: the place behind."""
    for found in _END.finditer(content):
        behind = re.split("[，。；\n]", content[found.end() : found.end() + 12])[0]
        named = [one for one in find_places(behind, 0, len(behind)) if len(one.names) == 1 and one.start == 0]
        if len(named) == 1 and named[0].end == len(behind):
            yield Claim(document, found.start(), places.key(named[0].names[0]), 1, bool(found["least"]))


def _first_of_all(document: str, content: str) -> Iterator[Claim]:
    """前三位依次为甲、乙、丙."""
    for found in _FIRST_OF_ALL.finditer(content):
        listed = found["list"] or found["all"]
        named = [one for one in find_places(listed, 0, len(listed)) if len(one.names) == 1]
        rates = bool(_OF_RATES.search(content[max(0, found.start() - 20) : found.end()]))
        for rank, place in enumerate(named, 1):
            yield Claim(document, found.start(), places.key(place.names[0]), rank, bool(found["turn"]), rates=rates)


def _topic(clause: str) -> str:
    """Words without places, without what says a rank, and without what all rates and amounts share."""
    return re.sub(
        r"增速|增长|增幅|总量|方面|最[高低多少大小快慢]|第|位|名|居", "，", without_places(_RANK.sub("，", clause))
    )


def _han(number: str) -> int:
    if len(number) == 1:
        return _HAN[number]
    if number.startswith("十"):
        return 10 + _HAN.get(number[1], 0)
    return 0


def _lists(figures: Sequence[Figure], claim: Claim) -> list[list[Figure]]:
    """Values of one unit, measure and time for three places or more in a row, near a rank; the nearest list first."""
    runs: list[list[Figure]] = []
    for figure in figures:
        one = figure.statement
        if abs(one.start - claim.start) > _REACH or one.form != "number" or one.modality != "actual":
            continue
        before = one.sentence[: one.start - one.sentence_start][-12:]
        if re.search(r"相差|差距|[由从][^，]*$|[比较][^，]{0,8}的$", before):
            continue
        if one.measure not in ("level", "share", "growth") or figure.thing[1][0] in (places.whole(), places.country()):
            continue
        run = next((run for run in reversed(runs) if _goes_on(run[-1], figure)), None)
        if run is None:
            runs.append([figure])
        else:
            run.append(figure)
    rows = []
    for run in runs:
        by_place: dict[str, Figure] = {}
        for figure in run:
            by_place.setdefault(figure.thing[1][0], figure)
        if len(by_place) >= (2 if claim.over else 3):
            rows.append(list(by_place.values()))
    return sorted(rows, key=lambda row: min(abs(one.statement.start - claim.start) for one in row))


def _goes_on(before: Figure, figure: Figure) -> bool:
    """Whether a value stands in the list of another: of one unit and time, not far behind it, of another place."""
    one, other = before.statement, figure.statement
    at_one_time = before.period == figure.period or same_time(before.period, figure.period)
    # 河西区98.7分，东丽区73.4分: with nothing but places between
    bare = _nameless(before) and _nameless(figure) and not before.link.code and other.start - one.end <= _BARE
    same = (one.unit, one.measure) == (other.unit, other.measure) and at_one_time
    # a list of one thing: by its code, or both by phrases that the reader may have cut differently
    named = before.link.code == figure.link.code and (
        bool(before.link.code) or ((before.thing[0] or before.line == figure.line) and alike(before, figure) >= ALIKE)
    )
    return same and (named or bare) and other.start - one.end <= _APART and before.thing[1] != figure.thing[1]


def _nameless(figure: Figure) -> bool:
    """Whether nothing but its place is said of a figure."""
    return not without_places(figure.statement.indicator).strip("市区县省为：:")


def _fits(claim: Claim, row: list[Figure]) -> bool:
    """Whether the place can have the rank: from above, or from below where less is better or was said so."""
    mine = next(one for one in row if one.thing[1][0] == claim.place)
    period = mine.period
    if claim.year and period is not None and period.end.year != claim.year:
        return True  # the rank is of another year
    greater = sum(one.values.above(mine.values) for one in row)
    smaller = sum(mine.values.above(one.values) for one in row)
    tied = len(row) - 1 - greater - smaller
    falling = mine.known is not None and mine.known.direction < 0 and not claim.over
    falling = falling or bool(_LESS_IS_BETTER.search(_head(row) + claim.words))
    least = claim.below and re.search(r"最[低少小]$", claim.words) is not None
    orders = [smaller] if least else [greater, smaller] if falling else [smaller] if claim.below else [greater]
    # where a list leaves places out, a rank may be lower than in the list, and never better
    if claim.within:
        return any(better + 1 <= claim.rank for better in orders)
    open_ended = claim.wider or claim.rank > len(row) or any("等" in one.statement.sentence for one in row)
    return any(better + 1 <= claim.rank and (open_ended or claim.rank <= better + tied + 1) for better in orders)


_LESS_IS_BETTER = re.compile(
    r"用时|时长|时间|耗时|能耗|电耗|水耗|浓度|指数[^，。]{0,4}改善|投诉|事故|排放|成本|失业|死亡|空气|污染|尘|降幅|负荷|最[低少短小][^，。；]{0,8}第"
)


def _issue(claim: Claim, row: list[Figure]) -> Issue:
    mine = next(one for one in row if one.thing[1][0] == claim.place)
    others = [one for one in row if one is not mine]
    before = [
        one for one in others if (mine.values.above(one.values) if claim.below else one.values.above(mine.values))
    ]
    shown = "、".join(f"{places.words(one.thing[1][0])} {printed(one)}" for one in (before or others))
    place = places.words(claim.place)
    return finding(
        "rank", "error", [mine, *(before or others)], f"{place} {printed(mine)}; {shown}", place=place,
        said=str(claim.rank), count=str(len(before)), others=shown,
    )  # fmt: skip


def _out_of_order(document: str, found: RankList) -> Issue:
    shown = "、".join(f"{one.place} {one.quote} ({one.rank})" for one in found.items)
    first, second = found.worst
    about = tuple(Place(document, one.start, one.end, one.quote, one.sentence) for one in (first, second))
    templates = table("messages/issues.toml")["rank"]
    words = {"place": first.place, "said": str(first.rank), "count": "1", "others": f"{second.place} {second.quote}"}
    return Issue(
        "rank", "error", about, shown, {language: text.format(**words) for language, text in templates.items()}
    )
