"""Which territories a figure is for: flows, subjects of the clause, then of the clauses and sentences before it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from xietong.data import table
from xietong.statements.places import REGION, Place, find_places, groups, joined, joint_name

_AT = re.compile(r"(?:在|于|到|至|向|往|赴|对|对接|支持|服务|入驻|落户|迁入|搬迁至|疏解至|转移至|面向|与|同|和|为|从|自|由|援建|对口|联合|携手|会同|依托|辐射)$")
_COMPARED = re.compile(r"(?:占|高于|低于|高出|快于|慢于|多于|少于|超过|居|位居|位列|列|排名|比|较|相当于|是|占到|全部|好于|优于)$")


@dataclass(frozen=True, slots=True)
class Home:
    """What an article speaks of when it names no place: its own territory and the members of 两地."""

    names: tuple[str, ...] = ()
    city: str = ""
    province: str = ""


def home(title: str, publisher: str, body: str) -> Home:
    """The territory an article speaks of: its issuer's, its title's, or the one most of its sentences begin with."""
    whole = (str(table(REGION)["whole"]),)
    head = f"{title}。{publisher}"
    if re.search(r"国家统计局(?![一-龥]{2,5}调查)(?!.{0,4}(?:北京|天津|河北))|中华人民共和国20\d\d年|全国人口普查", head + body[:60]):
        return Home(("全国",))
    sample = body[:12000]
    counts: Counter[tuple[str, ...]] = Counter()
    for group in groups(head, find_places(head, 0, len(head))):
        names = joined(group)
        if names and group[0].kind not in ("stands", "country"):
            counts[names] += 4 if names != whole else 3
    for group in groups(sample, find_places(sample, 0, len(sample))):
        names = joined(group)
        if names and group[0].kind not in ("stands", "country") and _opens_clause(sample, group[0].start):
            counts[names] += 1
    issuer = _issuer(head + sample[:300])
    names = (issuer,) if issuer else counts.most_common(1)[0][0] if counts else ()
    province = next((place.parent or place.names[0] for place in find_places(names[0], 0, len(names[0])) if place.names), "") if names else ""
    return Home(names, names[0] if names else "", province or (names[0] if names else ""))


def opening(text: str, clause: tuple[int, int], grouped: list[list[Place]], around: tuple[str, ...], here: Home) -> tuple[str, ...]:
    """The place a clause opens with, which the clauses after it go on speaking of; () where it opens with none."""
    first = next((group for group in grouped if clause[0] <= group[0].start < clause[1]), None)
    if first is None or not _opens_clause(text, first[0].start):
        return ()
    return subject(text, clause, [first], clause[1], around, here)


def _opens_clause(text: str, at: int) -> bool:
    """Whether only a time or a preposition stands between the last stop and `at`."""
    stop = max(text.rfind(mark, max(0, at - 14), at) for mark in "。，；！？\n：")
    return stop >= 0 and bool(re.fullmatch(r"(?:在|\d+年|目前|如今|截至.*|其中|今年|去年|\d+月|[底末，])*", text[stop + 1 : at])) or at < 4


def _issuer(head: str) -> str:
    """The province or city whose party committee, government or people's congress issues the text."""
    found = re.search(r"(?:中共)?(北京|天津|河北|上海|重庆|[一-龥]{2,3}(?=省))(?:市|省)?(?:委|人民政府|政府|人大|统计局|发展和?改革委|发展改革委|海关)", head)
    return found[1] if found else ""


_FLOW = (
    # (pattern over the clause with places marked ⟦i⟧, index group of origin, of destination)
    re.compile(r"⟦(?P<a>\d+)⟧(?:市|省|地区|三地|两地)?(?:的?(?:企业|项目|资金|技术|游客|资源))?(?:流向|流入|输出到|输往|输入|转移到|转移至|疏解到|疏解至|迁往|搬迁至|外溢到|辐射|对接支持|援建|支援|对口支援|帮扶|对口帮扶|直达|输送到)⟦(?P<b>\d+)⟧"),
    re.compile(r"⟦(?P<a>\d+)⟧(?:市|省)?向⟦(?P<b>\d+)⟧(?:市|省|两地)?(?:地区)?(?:输出|转移|输送|疏解|转化|投资|供应|提供|出口)"),
    re.compile(r"⟦(?P<a>\d+)⟧(?:市|省)?[一-龥“”]{0,10}(?:企业|机构|院校|高校|医院)[^，⟦]{0,8}在⟦(?P<b>\d+)⟧(?:市|省|两地)?[^，]{0,10}(?:设立|投资|落户|布局|设点|开设|注册|建立)"),
    re.compile(r"⟦(?P<b>\d+)⟧(?:市|省|新区)?[^，⟦]{0,8}(?:承接|吸纳|引进|吸引|接收|承载|引入)(?:来自|了)?⟦(?P<a>\d+)⟧"),
    re.compile(r"⟦(?P<a>\d+)⟧(?:市|省)?(?:[^，⟦]{0,10})(?:落户|迁入|疏解至|搬迁至|转移至|入驻)⟦(?P<b>\d+)⟧"),
)
_FLOW_IN = re.compile(r"(?:承接|吸纳|引进|接收|吸引)(?:来自|了)?⟦(?P<a>\d+)⟧(?:市|省)?[^，]{0,6}(?:功能|项目|技术|转移|资金|投资|企业|产业|疏解|合同|资源)")
_FLOW_TO = re.compile(r"(?:供应|输往|销往|供给)⟦(?P<b>\d+)⟧")
_MEMBERS = frozenset(("北京", "天津", "河北", "雄安新区", "津冀", "京津", "京冀"))


def flow(text: str, clause: tuple[int, int], grouped: list[list[Place]], here: tuple[str, ...]) -> str:
    """A directed flow said in the clause ("北京→津冀"), or ""."""
    marked, names, at = [], [], clause[0]
    for group in grouped:
        if group[0].start < clause[0] or group[-1].end > clause[1] or group[0].kind == "here":
            continue
        marked.append(text[at : group[0].start])
        marked.append(f"⟦{len(names)}⟧")
        names.append(_end_name(group))
        at = group[-1].end
    if not names:
        return ""
    line = "".join([*marked, text[at : clause[1]]])
    for pattern in _FLOW:
        found = pattern.search(line)
        if found:
            origin, target = names[int(found["a"])], names[int(found["b"])]
            if origin != target and origin and target and "京津冀" not in (origin, target) and origin != "全国":
                return f"{origin}→{target}"
    inward = _FLOW_IN.search(line)
    if inward and len(here) == 1 and here[0] not in ("京津冀", "全国", names[int(inward["a"])]) and names[int(inward["a"])] in _MEMBERS:
        return f"{names[int(inward['a'])]}→{here[0]}"
    outward = _FLOW_TO.search(line)
    if outward and len(here) == 1 and here[0] not in ("京津冀", "全国", names[int(outward["b"])]):
        return f"{here[0]}→{names[int(outward['b'])]}"
    return ""


def _end_name(group: list[Place]) -> str:
    """One end of a flow: firms of 中关村 are firms of Beijing wherever the park of that name lies."""
    name = joint_name(joined(group))
    return "北京" if name.startswith("中关村") else name


def subject(text: str, clause: tuple[int, int], grouped: list[list[Place]], upto: int, around: tuple[str, ...], here: Home) -> tuple[str, ...]:
    """The place a clause is about, as far as it names one before `upto`; () where it names none."""
    best: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    for group in grouped:
        first = group[0]
        if first.start < clause[0] or first.start >= upto:
            continue
        names = _resolve(text, group, around, here)
        if not names:
            continue
        before = text[max(clause[0], first.start - 4) : first.start]
        if _COMPARED.search(before):
            continue
        if first.kind == "country" and (best or before.strip("，、") or _NATIONAL.match(text, first.end)):
            continue
        if _route(text, clause, group, grouped):
            weak = weak or ()
            continue
        if first.kind == "stands" and (best or first.names[0] in around):
            continue
        if _AT.search(before) and not re.search(r"(?:在)$", before):
            weak = weak or names
            continue
        if not best or (first.kind in ("park", "area") and best != names and text[first.end : first.end + 1] not in "的"):
            best = names
    return best or weak


_NATIONAL = re.compile(r"首|第|唯一|重点|最|先进|统一|范围|领先|平均|各地|文明|著名|知名|前|百强|人大|政协|两会|优秀|示范|一体化|性|科普|五一|三八|劳动|道德|航运|城市空气")
_ROUTE = re.compile(r"(?:站|市|县|区|段|南|北|东|西)?(?:至|到|—|-|–|~|直达|通往)$")


def _route(text: str, clause: tuple[int, int], group: list[Place], grouped: list[list[Place]]) -> bool:
    """Whether a place is one end of a route (平谷至遵化): then the clause is not about it."""
    for other in grouped:
        if other is group or other[0].start < clause[0] or other[-1].end > clause[1]:
            continue
        first, second = (group, other) if group[0].start < other[0].start else (other, group)
        between = text[first[-1].end : second[0].start]
        if 0 < len(between) <= 3 and _ROUTE.fullmatch(between):
            return True
    return False


def route_ends(text: str, clause: tuple[int, int], grouped: list[list[Place]], around: tuple[str, ...]) -> tuple[str, ...]:
    """Both ends of the route a clause speaks of (北京到天津, 距离北京): what a travel time or a distance is for."""
    inside = [group for group in grouped if clause[0] <= group[0].start and group[-1].end <= clause[1] and group[0].names]
    for group in inside:
        if re.search(r"距离?$", text[max(clause[0], group[0].start - 2) : group[0].start]):
            return tuple(dict.fromkeys((*around, *joined(group))))
    for first, second in zip(inside, inside[1:], strict=False):
        between = text[first[-1].end : second[0].start]
        if 0 < len(between) <= 3 and _ROUTE.fullmatch(between):
            return tuple(dict.fromkeys((*joined(first), *joined(second))))
    return ()


def _resolve(text: str, group: list[Place], around: tuple[str, ...], here: Home) -> tuple[str, ...]:
    first = group[0]
    if first.kind == "pair":
        return around if len(around) == 2 else ()
    if first.kind == "here":
        word = text[first.start : first.end]
        if "省" in word:
            return (here.province,) if here.province else ()
        if "区" in word or "县" in word:
            return around
        return (here.city,) if here.city else around
    return joined(group)
