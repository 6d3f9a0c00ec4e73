"""Which territories a figure is for: flows, subjects of the clause, then of the clauses and sentences before it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from xietong.statements.pack import region
from xietong.statements.places import Place, find_places, groups, joined, joint_name, parent_of

_AT = re.compile(
    r"(?:在|于|到|至|向|往|赴|对|对接|支持|服务|入驻|落户|迁入|搬迁至|疏解至|转移至|面向|与|同|和|为|从|自|由|援建|对口|联合|携手|会同|依托|辐射)$"
)
_COMPARED = re.compile(
    r"(?:占|进入|跻身|走在|处于|高于|低于|高出|快于|慢于|多于|少于|超过|居|位居|位列|列|排名|比|较|相当于|是|占到|全部|好于|优于)$"
)


@dataclass(frozen=True, slots=True)
class Home:
    """What an article speaks of when it names no place: its own territory and the members of 两地."""

    names: tuple[str, ...] = ()
    city: str = ""
    province: str = ""
    sets: dict[int, tuple[str, ...]] = field(default_factory=dict)  # by size: the first list of so many places


def home(title: str, publisher: str, body: str) -> Home:
    """The territory an article speaks of: its issuer's, its title's, or the one most of its sentences begin with."""
    whole = (region().whole,)
    head = f"{title}。{publisher}"
    # a bureau named in a sentence is a source (据北京市统计局介绍); one that signs stands in a line of its own
    signed = "。".join(line for line in body[:300].split("\n") if len(line) < 40 and not re.search("[，。；]", line))
    if re.search(
        r"国家统计局(?![一-龥]{2,5}调查)(?!.{0,4}(?:北京|天津|河北))|中华人民共和国20\d\d年|全国人口普查",
        f"{head}。{signed}",
    ):
        return Home(("全国",))
    sample = body[:12000]
    counts: Counter[tuple[str, ...]] = Counter()
    for group in groups(head, find_places(head, 0, len(head))):
        names = joined(group)
        if names and group[0].kind not in ("stands", "country"):
            counts[names] += 4 if names != whole else 3
    sets: dict[int, tuple[str, ...]] = {}
    for group in groups(sample, find_places(sample, 0, len(sample))):
        names = joined(group)
        if len(names) > 1 and (group[0].kind != "joint" or len(group) == 1):
            sets.setdefault(len(names), names)
        if group[0].kind.startswith("set"):
            names = sets.get(int(group[0].kind[3:]), ()) if int(group[0].kind[3:]) > 3 else ()
        if names and group[0].kind not in ("stands", "country") and _opens_clause(sample, group[0].start):
            counts[names] += 1
    issuer = _issuer(f"{head}。{signed}")
    sets = {size: tuple(_short(name) for name in names) if size > 2 else names for size, names in sets.items()}
    author = _AUTHOR.search(body[-400:])
    names = (issuer,) if issuer else counts.most_common(1)[0][0] if counts else ()
    itself = next((place for place in find_places(names[0], 0, len(names[0])) if place.names), None) if names else None
    province = (itself.parent or itself.names[0]) if itself is not None else ""
    first = names[0] if names else ""
    if itself is not None and itself.kind in ("area", "park", "county"):
        first = province  # 全市 in a text on a part of the city is the city
    if author is not None and names == whole:
        return Home(names, author[1], author[1], sets)
    return Home(names, first, province or first, sets)


_AUTHOR = re.compile(r"作者[^）]{0,60}?(北京|天津|河北)(?:市|省)")


def place_behind(text: str, clause: tuple[int, int], quantity_end: int, grouped: list[list[Place]]) -> tuple[str, ...]:
    """The place right behind a number that opens its clause: 200余项“京津冀+雄安”政务服务事项."""
    for group in grouped:
        if (
            quantity_end <= group[0].start <= quantity_end + 2
            and group[-1].end <= clause[1]
            and group[0].kind in ("whole", "joint", "area", "province")
        ):
            return joined(group)
    return ()


# What may stand between a stop and the place a clause opens with: a time, a preposition.
_INTRODUCES = re.compile(
    r"(?:“|在|目前|如今|其中|同期|同年|而|\d{1,2}[.．]|（?[一二三四五六七八九十]{1,3}[是、）]|截至.*|今年|去年|全年|[上下]半年|前?[一二三四\d]{1,2}个?季度|前[\d一二三四五六七八九十]+个月|"
    r"[\d一二三四五六七八九十]+[年月日]|[—\-至底末初份，]|以来)*"
)


def _opens_clause(text: str, at: int) -> bool:
    """Whether only a time or a preposition stands between the last stop and `at`."""
    stop = max(text.rfind(mark, max(0, at - 14), at) for mark in "。，；！？\n：")
    return (stop >= 0 and bool(_INTRODUCES.fullmatch(text[stop + 1 : at]))) or at < 4


def _short(name: str) -> str:
    """兴隆县 beside 平谷, 蓟州 and 三河 is 兴隆."""
    return name[:-1] if len(name) > 2 and name[-1] in "区县" and name != "雄安新区" else name


_BODY = re.compile(
    r"(?:市|省|区|县|自治区)?(?:委|人民政府|政府|人大|统计局|发展和?改革委|发展改革委|海关|第[一二三四五六七八九十]+届|国民经济|政府工作报告)"
)


def _issuer(head: str) -> str:
    """The territory whose party committee, government, people's congress or bureau issues the text."""
    for place in find_places(head, 0, len(head)):
        if place.kind in ("province", "city") and (_BODY.match(head, place.end) or _BODY.match(head, place.end - 1)):
            return place.names[0]
    return ""


_FLOW = (
    # over the clause with its places marked ⟦i⟧: a is the origin, b the destination
    re.compile(
        r"⟦(?P<a>\d+)⟧[^，⟦]{0,6}(?:流向|流入|转出至|转至|输出到|输出|输往|输入|转移到|转移至|疏解到|疏解至|迁往|搬迁至|外溢到|辐射|直达|输送到)⟦(?P<b>\d+)⟧"
    ),
    re.compile(r"⟦(?P<a>\d+)⟧[^，⟦]{0,28}(?:对接支持|援建|支援|对口支援|帮扶|援助|支持)⟦(?P<b>\d+)⟧"),
    re.compile(
        r"⟦(?P<a>\d+)⟧(?:市|省)?向⟦(?P<b>\d+)⟧(?:市|省|两地)?(?:地区)?(?:输出|转移|输送|疏解|转化|投资|供应|提供|出口)"
    ),
    re.compile(
        r"⟦(?P<a>\d+)⟧[^，⟦]{0,18}(?:企业|机构|院校|高校|医院|学校)[^，⟦]{0,8}在⟦(?P<b>\d+)⟧(?:市|省|两地)?[^，]{0,10}(?:设立|投资|落户|布局|设点|开设|注册|建立|备案|建设分校)"
    ),
    re.compile(r"⟦(?P<b>\d+)⟧(?:市|省|新区)?[^，⟦]{0,8}(?:承接|吸纳|引进|吸引|接收|承载|引入)(?:来自|了)?⟦(?P<a>\d+)⟧"),
    re.compile(r"⟦(?P<a>\d+)⟧(?:市|省)?(?:[^，⟦]{0,10})(?:落户|迁入|疏解至|搬迁至|转移至|入驻)⟦(?P<b>\d+)⟧"),
    re.compile(
        r"⟦(?P<a>\d+)⟧[^，⟦]{0,16}(?:校长|教师|专家|学生|干部|人员|医生|医师|团队|队伍|游客|人才)[^，⟦]{0,4}(?:到|赴|前往|来)⟦(?P<b>\d+)⟧"
    ),
    re.compile(r"⟦(?P<a>\d+)⟧[^，⟦]{0,20}(?:赴|前往)⟦(?P<b>\d+)⟧"),
    re.compile(r"⟦(?P<b>\d+)⟧[^，⟦]{0,8}从⟦(?P<a>\d+)⟧(?:承接|吸纳|引进|吸引|接收|引入)"),
    re.compile(r"来自⟦(?P<a>\d+)⟧[^，⟦]{0,10}在⟦(?P<b>\d+)⟧"),
)
_FLOW_SHORT = re.compile(r"⟦(?P<a>\d+)⟧[^，]{0,40}(?:来|赴|进|入)(?P<b>[京津冀])(?![津冀张雄唐滨沪广哈])")
_FLOW_IN_CAPITAL = re.compile(
    r"⟦(?P<a>\d+)⟧[^，⟦]{0,6}在(?P<b>[京津冀])(?:就业|务工|工作|就读|就医|投资|养老|旅居|创业)"
)
_FLOW_OUT = re.compile(r"(?:转出至|转往|输出到|外迁至|转移至|疏解至|输送至)⟦(?P<b>\d+)⟧")
_FLOW_FROM = re.compile(r"(?:由|从|来自)⟦(?P<a>\d+)⟧(?:市|省)?(?:转入|流入|迁入|引进|转移|输入|吸纳|承接|接收|引入)")
_FLOW_IN = re.compile(
    r"(?:承接|吸纳|引进|接收|吸引)(?:来自|了)?⟦(?P<a>\d+)⟧(?:市|省)?[^，]{0,6}(?:功能|项目|技术|转移|转入|法人|资金|投资|企业|产业|疏解|合同|资源)"
)
_FLOW_TO = re.compile(r"(?:供应|输往|销往|供给|流向)⟦(?P<b>\d+)⟧")


_GOES_ON = re.compile(_INTRODUCES.pattern + r"(?:仅|只有|为|达到?|升至|增至|超过?|突破|约|近|共|累计)*\d")


def goes_on(text: str, at: int) -> bool:
    """Whether a clause names nothing before its number: it goes on with what the clause before has named."""
    return bool(_GOES_ON.match(text, at))


def flow(text: str, clause: tuple[int, int], grouped: list[list[Place]], here: tuple[str, ...], home_: Home) -> str:
    """A directed flow said in the clause ("北京→津冀"), or ""."""
    line, names = _marked(text, clause, grouped, here, home_)
    if not names:
        return ""
    for pattern in _FLOW:
        found = pattern.search(line)
        if found:
            origin, target = names[int(found["a"])], names[int(found["b"])]
            if origin != target and origin and target and region().whole not in (origin, target) and origin != "全国":
                return f"{origin}→{target}"
    return _flow_to_capital(line, names) or _flow_with_here(line, names, here)


def _marked(
    text: str, clause: tuple[int, int], grouped: list[list[Place]], here: tuple[str, ...], home_: Home
) -> tuple[str, list[str]]:
    """The clause with its places written ⟦0⟧, ⟦1⟧ …, and their names."""
    pieces: list[str] = []
    names: list[str] = []
    at = clause[0]
    for group in grouped:
        if clause[0] <= group[0].start and group[-1].end <= clause[1]:
            pieces += [text[at : group[0].start], f"⟦{len(names)}⟧"]
            names.append(_end_name(text, group, here, home_))
            at = group[-1].end
    return "".join([*pieces, text[at : clause[1]]]), names


def _flow_to_capital(line: str, names: list[str]) -> str:
    """…来京跟岗, …在京就业: the destination is one character."""
    short = _FLOW_SHORT.search(line) or _FLOW_IN_CAPITAL.search(line)
    if short is not None and re.search(r"服务|为", line[: short.start()]):
        return ""  # 已服务北京来津企业: what serves them stands where it is
    if short is None or names[int(short["a"])] in ("", region().letters[short["b"]], region().whole, "全国"):
        return ""
    return f"{names[int(short['a'])]}→{region().letters[short['b']]}"


def _flow_with_here(line: str, names: list[str], here: tuple[str, ...]) -> str:
    """One end is named, the other is the place the text speaks of: 转出至津冀, 承接北京项目, 供应北京."""
    if len(here) != 1 or here[0] not in region().parts:
        return ""
    for pattern, end, known in (
        (_FLOW_OUT, "b", None),
        (_FLOW_FROM, "a", None),
        (_FLOW_IN, "a", region().parts),
        (_FLOW_TO, "b", None),
    ):
        found = pattern.search(line)
        other = names[int(found[end])] if found else ""
        if other and other != here[0] and (known is None or other in known):
            return f"{here[0]}→{other}" if end == "b" else f"{other}→{here[0]}"
    return ""


def _end_name(text: str, group: list[Place], around: tuple[str, ...], here: Home) -> str:
    """One end of a flow: firms of 中关村 are firms of Beijing wherever the park of that name lies."""
    name = joint_name(resolved(text, group, around, here))
    return "北京" if name.startswith("中关村") else name


_STATE = re.compile(
    _INTRODUCES.pattern
    + r"国家(?:(?:累计|已|共|先后|新)?(?:公布|发布|出台|安排|下达|批复|认定|批准)|财政|一般公共预算)"
)
_INTO = re.compile(r"(?:落户|迁入|迁至|搬迁至|搬到|更名为|改名为)$")
_TOWARDS = re.compile(r"(?:向|面向|往|赴|拉动|带动)$")
_TOGETHER = re.compile(r"(?:市|省)?[^，⟦。]{0,16}(?:与|同|会同|联合|携手)$")
_ACT_TOGETHER = re.compile(r"[^，。]{0,12}(?:签|联合|共建|共同|合作|联动|携手)")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a clause says of place: `firm` where it opens with one or says 在…, `loose` where one only occurs in it."""

    firm: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


def topic(
    text: str, clause: tuple[int, int], grouped: list[list[Place]], upto: int, around: tuple[str, ...], here: Home
) -> Topic:
    """The places a clause names before `upto`, as far as it can be about them."""
    said = Topic(_opened(text, clause[0], here))
    last: Place | None = None
    for group in grouped:
        if not clause[0] <= group[0].start < upto:
            continue
        names = resolved(text, group, around, here)
        before = text[max(clause[0], group[0].start - 4) : group[0].start]
        if not names or _is_no_topic(text, group[0], before, around):
            continue
        ends = _route(text, clause, group, grouped)
        if ends:
            if _LINE.match(text, ends[1]) and not said.firm:
                said = replace(said, firm=ends[0])
            continue
        said = _with(said, text, group, names, before, last)
        if group[0].kind != "stands" and _opens_clause(text, group[0].start):
            last = group[-1]
    return said


_HELPS = re.compile(r"(?:市|省)?(?:援建|支援|帮扶|捐建)(?:建设)?的")  # 北京援建的学校 stand elsewhere
_DATELINE = re.compile(r"(?:市|省)?\d{1,2}月\d{1,2}日(?:电|讯|）|消息|报道|，)")


def _opened(text: str, at: int, here: Home) -> tuple[str, ...]:
    """What a clause is about by its first words alone: the state (国家累计公布), the region (区域内)."""
    if _STATE.match(text, at):
        return ("全国",)
    opening = _INTRODUCES.match(text, at)
    if here.names == (region().whole,) and opening and text.startswith(region().words, opening.end()):
        return here.names
    return ()


def _is_no_topic(text: str, first: Place, before: str, around: tuple[str, ...]) -> bool:
    """Places that are compared with, gone to, of a dateline, or only meant in passing."""
    if _DATELINE.match(text, first.end) or _HELPS.match(text, first.end):
        return True
    if _COMPARED.search(before) or (_TOWARDS.search(before) and not _INTO.search(before)):
        return True
    if first.kind == "country":
        return not _opens_clause(text, first.start) or bool(_NATIONAL.match(text, first.end))
    return first.kind == "stands" and first.names[0] in around


def _with(said: Topic, text: str, group: list[Place], names: tuple[str, ...], before: str, last: Place | None) -> Topic:
    """What the clause says of place once one more of its places has been read."""
    first, follows = group[0], text[group[-1].end : group[-1].end + 1]
    real = first.kind != "stands"
    if _INTO.search(before) or follows == "段" or (before.endswith(("按", "照")) and follows == "的"):
        return replace(said, firm=names)
    if said.firm and last and _acts_together(text, last, group):
        return replace(said, firm=_united(said.firm, names))
    if real and (_opens_clause(text, first.start) or (before.endswith("在") and follows != "的")):
        return replace(said, firm=said.firm or names)
    within = first.kind in ("park", "area") and follows != "的" and not _AT.search(before)
    if said.firm and within:
        return replace(said, firm=names)
    if not said.loose or first.kind in ("park", "area", "county"):
        return replace(said, loose=names)
    return said


def _acts_together(text: str, last: Place, group: list[Place]) -> bool:
    """北京市与河北省签署: what is signed belongs to both."""
    joins = _TOGETHER.fullmatch(text[last.end : group[0].start])
    return bool(joins) and bool(_ACT_TOGETHER.match(text, group[-1].end))


def _united(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return region().united((*names, *(name for name in more if name not in names)))


_NATIONAL = re.compile(
    r"首|第|唯一|重点|最|先进|统一|范围|领先|平均|各地|文明|著名|知名|前|百强|人大|政协|两会|优秀|示范|一体化|性|科普|五一|三八|劳动|道德|航运|城市空气"
)
_ROUTE = re.compile(r"(?:站|市|县|区|段|南|北|东|西)?(?:至|到|—|-|–|~|直达|通往)$")


_LINE = re.compile(r"[^，。；]{0,6}(?:管道|铁路|城际|高速|通道|工程|航线)")


def _route(
    text: str, clause: tuple[int, int], group: list[Place], grouped: list[list[Place]]
) -> tuple[tuple[str, ...], int] | None:
    """Both ends of the route a place is one end of (平谷至遵化) and where it stops; a clause is not about one end."""
    for other in grouped:
        if other is group or other[0].start < clause[0] or other[-1].end > clause[1]:
            continue
        first, second = (group, other) if group[0].start < other[0].start else (other, group)
        between = text[first[-1].end : second[0].start]
        if 0 < len(between) <= 3 and _ROUTE.fullmatch(between):
            return tuple(dict.fromkeys((*joined(first), *joined(second)))), second[-1].end
    return None


_ARRIVES = re.compile(
    r"(?:以内|之内|左右)?(?:可|就|即|内|便|能|就可|即可|就能)?(?:直达|直通|通达|抵达|到达|达|到|至)(?:了)?"
)
_LEAVES = re.compile(r"(?:由|从|自)$")
_REACHES = re.compile(r"(?:至|到|达|直达)$")


def _travelled(
    text: str, clause: tuple[int, int], at: tuple[int, int], grouped: list[list[Place]], around: tuple[str, ...]
) -> tuple[str, ...]:
    """Where a travel time at view[at] leads (29分钟可到大厂, 至宝坻51分钟) and, where it is said, where from."""
    arrives = _ARRIVES.match(text, at[1], clause[1])
    for group in grouped:
        there = arrives is not None and group[0].start == arrives.end()
        before = clause[0] <= group[0].start and group[-1].end == at[0]
        if not group[0].names or not (there or (before and _REACHES.search(text, 0, group[0].start))):
            continue
        left = [one for one in grouped if one[-1].end <= group[0].start and _LEAVES.search(text, 0, one[0].start)]
        origin = joined(left[-1]) if left else around if len(around) == 1 else ()
        return tuple(dict.fromkeys((*origin, *joined(group))))
    return ()


def route_ends(
    text: str,
    clause: tuple[int, int],
    quantity: tuple[int, int],
    grouped: list[list[Place]],
    around: tuple[str, ...],
) -> tuple[str, ...]:
    """Both ends of the route a clause speaks of (北京到天津, 距离北京): what a travel time or a distance is for."""
    if travelled := _travelled(text, clause, quantity, grouped, around):
        return travelled
    inside = [
        group for group in grouped if clause[0] <= group[0].start and group[-1].end <= clause[1] and group[0].names
    ]
    for group in inside:
        if group[-1].end == quantity[0] and re.search(r"距离?", text[clause[0] : group[0].start]):
            return tuple(dict.fromkeys((*around, *joined(group))))  # 距北京100公里、天津20公里
    for group in inside:
        if re.search(r"距离?$", text[max(clause[0], group[0].start - 2) : group[0].start]):
            return tuple(dict.fromkeys((*around, *joined(group))))
    for first, second in itertools.pairwise(inside):
        between = text[first[-1].end : second[0].start]
        if 0 < len(between) <= 3 and _ROUTE.fullmatch(between):
            return tuple(dict.fromkeys((*joined(first), *joined(second))))
    return ()


_ENTERS = re.compile(r"(?:落户|入驻|迁入|迁至|搬迁至|落地|前往|进驻)(?:到|在)?$")


def entered(text: str, clause: tuple[int, int], at: int, grouped: list[list[Place]]) -> tuple[str, ...]:
    """The place that what is counted goes to: 17家企业落户通州."""
    for group in grouped:
        if at <= group[0].start < clause[1] and _ENTERS.search(text, at, group[0].start):
            return joined(group)
    return ()


def directly_before(
    text: str, clause: tuple[int, int], at: int, grouped: list[list[Place]], around: tuple[str, ...], here: Home
) -> tuple[str, ...]:
    """The place a number stands right behind: 北京33462.0亿元、天津12673.9亿元."""
    for group in grouped:
        if (
            clause[0] <= group[0].start
            and group[-1].end <= at
            and (
                _IS.fullmatch(text, group[-1].end, at)
                or (_LISTED.search(text, clause[0], group[0].start) and _DOES.fullmatch(text, group[-1].end, at))
            )
        ):
            before = text[max(clause[0], group[0].start - 4) : group[0].start]
            if _is_no_topic(text, group[0], before, around) or _AT.search(before):
                return ()
            return resolved(text, group, around, here)
    return ()


# 石家庄增长6.1%、唐山增长5.9%: in a list each number has the place of its own item
_LISTED = re.compile(r"\d[\d.%万亿]*[^，。；、\d]{0,6}(?:、|[、，]?[和与及])$")
_DOES = re.compile(
    r"(?:市|省|区|县)?(?:同比)?(?:增长|下降|增加|减少|上升|提高|完成|实现|达到?|新增|吸引|引进|签约|建成)(?:了|约|近|超)*"
)
_IS = re.compile(r"(?:市|省)?(?:则)?(?:为|是|达|达到|有)?")


def resolved(text: str, group: list[Place], around: tuple[str, ...], here: Home) -> tuple[str, ...]:
    """The names a list of places stands for; 两地 and 全市 are those spoken of, "" where that is not known."""
    first = group[0]
    if first.kind.startswith("set"):
        size = int(first.kind[3:])
        if size > 2 and size in here.sets:
            return here.sets[size]
        return around if len(around) == size else here.sets.get(size, ())
    if first.kind == "here":
        word = text[first.start : first.end]
        if "区" in word or "县" in word or "域" in word:
            return around
        mine = here.province if "省" in word else here.city
        if mine and mine != region().whole and mine != "全国":
            return (mine,)
        return (parent_of(around[0]) or around[0],) if len(around) == 1 and around[0] != region().whole else ()
    return joined(group)
