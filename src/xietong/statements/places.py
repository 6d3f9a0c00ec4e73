"""Places in a view: territories by name, joint names (京津), functional areas, parks; short names only where safe."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from xietong.data import REGION, raw, table
from xietong.statements.pack import region


@dataclass(frozen=True, slots=True)
class Place:
    """view[start:end] names `names` (several for a joint name or a list); `role` is how the clause uses it."""

    start: int
    end: int
    names: tuple[str, ...]
    kind: str  # whole, joint, province, city, county, area, park, country, stands, here, set2 … set6
    role: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names of the country and of one region pack, ready to be matched."""

    automaton: AhoCorasick
    entries: tuple[tuple[tuple[str, ...], str, str], ...]  # names, kind, parent


WORDS = "places.toml"


def _any(key: str) -> str:
    """A pattern for any of the words of a list."""
    return "|".join(table(WORDS)[key])


_SHORT = re.compile(
    r"(?:维吾尔自治区|壮族自治区|回族自治区|自治区|特别行政区|省|市|地区|满族自治县|回族自治县|满族蒙古族自治县|区|县|盟)$"
)


@cache
def gazetteer() -> Gazetteer:
    """The names of `china.tsv` and the region pack. Where two claim one name, the pack goes before the country."""
    pack = table(REGION)
    names: dict[str, tuple[tuple[str, ...], str, str]] = {}
    ordinary = frozenset(pack["ordinary"])
    rows = [line.split("\t") for line in raw("territories/china.tsv").splitlines()[1:]]
    provinces = {code[:2]: _SHORT.sub("", name) for code, name in rows if code.endswith("0000")}
    home = {code[:2] for code in pack["provinces"]}
    for code, name in rows:
        _add_division(names, code, name, provinces[code[:2]], code[:2] in home, ordinary)
    for word in pack["whole_aliases"]:
        names[word] = ((pack["whole"],), "whole", "")
    for word, members in pack["joint"].items():
        names[word] = (tuple(members), "joint", "")
    for area in pack["area"]:
        for word in (area["name"], *area["aliases"]):
            names[word] = ((area["name"] if len(word) < 3 or word != "核心区" else word,), "area", area["parent"])
    for word, name in pack["stands_for"].items():
        names[word] = ((name,), "stands", "")
    _add_words(names)
    return Gazetteer(AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), tuple(names.values()))


def _add_words(names: dict[str, tuple[tuple[str, ...], str, str]]) -> None:
    """The words for the country, for the place of the text, and for so many places."""
    words = table(WORDS)
    names.update(dict.fromkeys(words["country"], (("全国",), "country", "")))
    names.update(dict.fromkeys(words["here"], ((), "here", "")))
    for members, some in words["sets"].items():
        names.update(dict.fromkeys(some, ((), f"set{members}", "")))


def _add_division(
    names: dict[str, tuple[tuple[str, ...], str, str]],
    code: str,
    name: str,
    province: str,
    home: bool,
    ordinary: frozenset[str],
) -> None:
    short = _SHORT.sub("", name)
    if code.endswith("0000"):
        names[name] = names[short] = ((province,), "province", "")
        return
    kind = "city" if code.endswith("00") else "county"
    whole = len(name) > 2 or (home and name.endswith("县"))  # 蔚县, 易县
    if whole and name not in table(WORDS)["ordinary_names"]:
        names.setdefault(name, ((name,), kind, province))
    if len(short) < 2 or short in ordinary or short in names:
        return
    if home or (kind == "city" and short not in table(WORDS)["ordinary_cities"]):
        names[short] = ((short,), kind, province)


# A place name that goes on as the name of a body or a thing is not a place here: 北京大学, 天津新松智能科技有限公司.
_BODY_AFTER = re.compile(
    r"(?:市|省|区)?(?:时间|日报|晚报|出版社|奥运|冬奥|大兴国际|大兴机场|首都国际|首钢|环球|话|菜|人(?![口均民才才])|队|"
    r"[^，。；：、“”（）\s\d的在和与及设建新推有成完为是向对等累已共增达企流提到至从由距]{0,10}(?:大学(?!城|生)|学院|医院|公司|集团|银行|研究院|研究所|中学|小学|机场|地铁|协会|学会|时报))"
)
_PARK = re.compile(f"(?:{_any('parks')})")
_PARK_LEFT = re.compile(
    r"(?:[.．，。；：、（）“”《》！？\s的在与和及至于为了向从对到把将由并是等其该各以「」]|——)[^.．，。；：、（）“”《》！？\s的在与和及至于为了向从对到把将由并是等其该各以「」]*$"
)
_GENERIC = re.compile(_any("generic"))
_VERBS = re.compile(f".*(?:{_any('verbs')})")


def find_places(text: str, start: int, end: int) -> list[Place]:
    """The places of view[start:end], in order, lists joined, nested names reduced to the inner one."""
    book = gazetteer()
    pack = table(REGION)
    cautious = frozenset(pack["cautious"])
    segment = text[start:end]
    places: list[Place] = []
    for index, left, right in book.automaton.find_matches_as_indexes(segment):
        names, kind, parent = book.entries[index]
        word = segment[left:right]
        if kind in ("province", "city") and re.match(
            r"(?:市|省)?(?:市级|省级|市属|省属|级机关|级行政)",
            segment[right - (1 if word.endswith(("市", "省")) else 0) :],
        ):
            continue
        if kind not in ("whole", "here") and word != "天津港" and _names_a_body(segment, word, kind, right):
            continue
        if word in cautious and re.match(
            r"水源|风沙源|城际|高速|铁路|高铁|线|沪|塘|唐|张|哈|滨|石|昆|台|秦|霸|冀|大战", segment[right:]
        ):
            continue
        if _in_name(segment, left, right):
            continue
        if word == "核心区" and left and segment[left - 1] not in "，。；：、（“在于至向达 ":
            continue
        if (
            kind == "stands"
            and word == "首都"
            and re.match(r"功能|机场|师范|医科|博物|图书|经济贸易|发展研究", segment[right:])
        ):
            continue
        places.append(Place(start + left, start + right, names, kind, parent=parent))
    places = _with_ordinary(text, start, end, places)
    places = _with_parks(text, start, end, places)
    places = _with_unknown(text, start, end, places)
    return _nested(text, places)


# 天津市机场, 全国医院: all of a kind that a place has; 天津机场 and 天津市第一医院 are names
_OF_A_KIND = re.compile(r"(?:机场|医院|银行|公司|中学|小学|地铁)(?![路站])")


def _names_a_body(segment: str, word: str, kind: str, right: int) -> bool:
    """Whether the words behind a place make it a part of the name of a body or a thing."""
    if (kind in ("country", "joint") or word.endswith(("市", "省", "区", "县"))) and _OF_A_KIND.match(segment, right):
        return False
    return _BODY_AFTER.match(segment, right) is not None


@lru_cache(maxsize=20_000)
def without_places(phrase: str) -> str:
    """A phrase without the places it names: they are compared by themselves."""
    pieces, at = [], 0
    for place in find_places(phrase, 0, len(phrase)):
        if place.start >= at and place.kind != "stands":
            pieces.append(phrase[at : place.start])
            at = place.end
    return "".join([*pieces, phrase[at:]])


_BOUND = re.compile(r"[、和与及等，。；）\d ]|县|区|市|地|的|联|共|签|建|六|五|四|$")


def _with_ordinary(text: str, start: int, end: int, places: list[Place]) -> list[Place]:
    """Short names that are also words, where a list of places or their province directly before vouches for them."""
    names = _ordinary_names()
    added: list[Place] = []
    for place in places:
        at, kind = place.end, place.kind
        while True:
            joint = text[at : at + 1] in "、和与及" and kind != "here"
            begin = at + 1 if joint else at
            word = next(
                (
                    text[begin : begin + size]
                    for size in (3, 2)
                    if begin + size <= end and text[begin : begin + size] in names
                ),
                "",
            )
            if not word or not (joint or kind in ("province", "city")) or not _BOUND.match(text, begin + len(word)):
                break
            if any(other.start <= begin < other.end for other in places):
                break
            added.append(Place(begin, begin + len(word), (word,), "county", parent=names[word]))
            at, kind = begin + len(word), "county"
    return sorted([*places, *added], key=lambda place: place.start)


@cache
def _ordinary_names() -> dict[str, str]:
    return {word: "" for word in table(REGION)["ordinary"] if len(word) in (2, 3)}


def parent_of(name: str) -> str:
    """The territory a named place lies in, as far as the gazetteer knows; "" otherwise."""
    book = gazetteer()
    for index, left, right in book.automaton.find_matches_as_indexes(name):
        if left == 0 and (right == len(name) or book.entries[index][1] == "province"):
            return book.entries[index][2] or book.entries[index][0][0]
    return ""


def _in_name(segment: str, left: int, right: int) -> bool:
    """Whether a place stands in brackets inside a name: 中科拜克（天津）生物技术公司, 京雄高速（北京段）."""
    opening = segment.rfind("（", max(0, left - 3), left)
    if opening < 0:
        return False
    closing = segment.find("）", right, right + 3)
    return closing > 0 and opening > 0 and segment[closing + 1 : closing + 2] not in "，。；、"


def _with_parks(text: str, start: int, end: int, places: list[Place]) -> list[Place]:
    parks: list[Place] = []
    for found in _PARK.finditer(text, start, end):
        at = found.start()
        left = _PARK_LEFT.search(text, max(start, at - 16), at)
        begin = left.start() + (2 if left.group().startswith("——") else 1) if left else max(start, at - 14)
        verb = _VERBS.match(text, begin, at)
        if verb:
            begin = verb.end()
        inside = [
            place
            for place in places
            if (begin <= place.start or place.end == begin)
            and place.start < at
            and place.end <= found.end()
            and place.kind != "here"
        ]
        if inside and not re.search(r"[，。；、]", text[inside[0].start : begin]):
            begin = min(begin, inside[0].start) if text[inside[0].end : begin] == "" else begin
        if (dash := text.rfind("——", begin, at)) >= 0:
            begin = dash + 2
        name = text[begin : found.end()]
        if name.endswith("技术创新中心") or name.startswith(region().whole):
            continue
        if len(name) - len(found.group()) < 2 or len(name) > 18 or re.match(r"[一二三四五六七八九十两\d多几]", name):
            continue
        if name in ("雄安新区", "滨海新区") or (not inside and (len(name) < 5 or _GENERIC.match(name))):
            continue
        parks.append(
            Place(begin, found.end(), (name,), "park", parent=inside[0].names[0] if inside and inside[0].names else "")
        )
    kept = [place for place in places if not any(park.start <= place.start < park.end for park in parks)]
    return sorted([*kept, *parks], key=lambda place: place.start)


# 青河县, 海平新区: places that no list has. What stands before the name, the name, and words that end like one.
_UNKNOWN = re.compile(
    r"(?:(?<![一-龥])|(?<=[年在于由从向与和及为看进据访给以让的使、]))"
    r"(?P<stem>[一-龥]{2,3}?)(?P<kind>市|县|区|新区|自治县|自治州|旗)(?![级内外域长委场民区县政党])"
)
_NO_STEM = {
    "市": re.compile(r"[城都超股上入楼夜集门菜开级辖各全该本两省跨三四五六七八九十几多首个大小和及属我外县区一周边]$"),
    "县": re.compile(r"[各全该本两市区级强困大跨三四五六七八九十几多个和及属我一乡贫民周边]$"),
    "区": re.compile(
        r"[地城园社小景校灾片郊辖库林牧矿街厂院特疫港市县湖海战专新示能范发合护贸治营住老旧个各全该本两三四五六七八九十几多示度流河生主核中作试商展工保自险导居禁敏缓塌水岭行假通领公动先引启覆经备份段层时误雷]$"
    ),
}
_NO_NAME = re.compile(
    r"[的了在是和与及或等各全本该此每某我为第个这那其他几]|以及|年|月|日|[一二三四五六七八九十两]个|全国|各类|国家|城市|地区"
)
_TWICE = 2  # a name that stands once may be no name


def _with_unknown(text: str, start: int, end: int, places: list[Place]) -> list[Place]:
    added: list[Place] = []
    for found in _UNKNOWN.finditer(text, start, end):
        last = found["kind"][-1]
        stems = _NO_STEM.get("区" if found["kind"].endswith("区") else last)
        if _NO_NAME.search(found["stem"]) or (found["kind"] == last and stems and stems.search(found["stem"])):
            continue
        if any(one.start < found.end() and found.start() < one.end for one in places):
            continue
        if text.count(found[0]) >= _TWICE:
            kind = "city" if last == "市" else "county"
            added.append(Place(found.start(), found.end(), (found[0],), kind))
    return sorted([*places, *added], key=lambda place: place.start) if added else places


def _nested(text: str, places: list[Place]) -> list[Place]:
    """北京市通州区 is 通州区: a larger place directly before a smaller one only says where that lies."""
    kept: list[Place] = []
    for place in places:
        last = kept[-1] if kept else None
        outer = False
        gap = text[last.end : place.start] if last is not None else "-"
        if (
            last is not None
            and gap in ("", "的", "市", "省")
            and last.kind in ("province", "city", "whole")
            and place.kind in ("city", "county", "area", "park")
        ) or (last is not None and gap == "" and last.kind == "whole" and place.kind == "whole"):
            outer = True
        if outer and last is not None:
            kept.pop()
            place = replace(place, start=last.start)
        kept.append(place)
    return kept


_AND = frozenset({"、", "和", "与", "及", "以及", "同", "·", "？", "+", " + "})


def groups(text: str, places: list[Place]) -> list[list[Place]]:
    """Places that are listed together (北京、天津和河北), each list one group."""
    result: list[list[Place]] = []
    for place in places:
        if (
            result
            and text[result[-1][-1].end : place.start] in _AND
            and place.kind not in ("here", "whole")
            and result[-1][-1].kind not in ("here", "whole")
        ):
            result[-1].append(place)
        else:
            result.append([place])
    return result


def joined(group: list[Place]) -> tuple[str, ...]:
    """The names of a list of places; all three members of the region are the region."""
    pack = table(REGION)
    names: list[str] = []
    for place in group:
        names.extend(name for name in place.names if name not in names)
    for area, members in pack["together"].items():
        if set(members) <= {name.removesuffix("市").removesuffix("县") for name in names}:
            names = [name for name in names if name.removesuffix("市").removesuffix("县") not in members] + [area]
    return region().united(tuple(names))


def joint_name(names: tuple[str, ...]) -> str:
    """One word for several places in a flow: (天津, 河北) → 津冀; else joined by 、."""
    for word, members in table(REGION)["joint"].items():
        if tuple(members) == tuple(names):
            return str(word)
    return "、".join(names)
