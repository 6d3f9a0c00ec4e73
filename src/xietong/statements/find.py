"""View → quantities: where a number with its unit stands, what it is worth, and how exactly it is meant.

This is the first of three layers (find, read, resolve). It looks at a window of a few characters around each numeral
and abstains where the numeral is a date, a name, a code, an ordinal or an announcement of a list; what it abstains
from is reported with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xietong.data import table
from xietong.statements.model import Form, Modifier
from xietong.statements.numbers import arabic, hanzi, magnitude, plain


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at view[start:end]; `context_start`/`context_end` take in its modifiers."""

    start: int
    end: int
    value: tuple[Decimal, ...]
    form: Form
    unit: str
    modifier: Modifier
    context_start: int
    context_end: int
    counted: bool  # a classifier or a unit that counts things: what follows may be the thing counted


@dataclass(frozen=True, slots=True)
class Skipped:
    """A numeral that is not read, and why."""

    start: int
    end: int
    reason: str


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# From the start of a run of numerals, and no longer than any number is written: a long run costs no second look.
_HAN = r"(?<![零〇一二两三四五六七八九十百千万亿])[一二两三四五六七八九十百千万亿][零〇一二两三四五六七八九十百千万亿]{0,15}+"
_MAG = r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百)"
_MORE = r"[余多来几]"
_DASH = r"(?:至|到|—{1,2}|–|-|~)"


@cache
def _patterns() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    units = table("units.toml")
    arabic_units = _any(units["measured"] + units["classifiers"])
    counted = _any(units["counted"])
    sp = r" ?"
    percent = r"百分之(?P<pct>[零一二两三四五六七八九十百点\d.]{1,24}+)"
    ratio = rf"(?P<ratio>{_NUM}(?::{_NUM})+|{_NUM}比{_NUM}(?:比{_NUM})+)"
    spread = (
        rf"(?P<lo>{_NUM})(?P<lomag>{_MAG})?(?P<lounit>{arabic_units})?{_DASH}(?P<hi>{_NUM})(?P<himag>{_MAG})?(?P<hiunit>{arabic_units})"
    )
    plain = (
        rf"(?P<num>{_NUM}){sp}(?P<more1>{_MORE})?(?P<mag>{_MAG})?(?P<more2>{_MORE})?{sp}(?P<unit>(?:{arabic_units})(?:/(?:{arabic_units}))?)?"
    )
    special = r"(?P<special>翻番|翻了番|一半|(?P<frac>[二三四五八十]分之[一二三四五六七])|(?<=前)(?P<top>十|二十|三十|五十|百)(?=[，。；、”）]|之列))"
    words = (
        rf"(?P<vague>[数几上])?(?P<han>半|{_HAN})(?P<more3>[余多])?(?P<hmag>万|亿|万亿)?"
        rf"(?P<hunit>(?:{counted})(?:/(?:{counted}))?|大(?=[一-龥])|级(?=[一-龥])|量级)(?P<more4>[多余])?"
    )
    pattern = re.compile(rf"{percent}|{ratio}|{spread}|{plain}|(?P<digits>[两双]位数)|{special}|{words}")
    return pattern, frozenset(units["measured"]), frozenset(units["classifiers"])


# --- modifiers -------------------------------------------------------------------------------------------------

_BEFORE: tuple[tuple[Modifier, str], ...] = (
    ("<=", r"不超过[一-龥]{0,6}|不高于[一-龥]{0,6}|不多于|不大于|至多|最多|最高|前"),
    (">=", r"不少于[一-龥]{0,4}|不低于[一-龥]{0,6}|不小于|至少|最少|不短于"),
    ("<", r"不足|不到|低于|小于|少于|未满|不满|未达|跌破|降破"),
    ("~", r"大约|约为|将近|接近|约占|约有|(?<![签合制节预契特公条])约|近乎|(?<![最附邻新临靠])近"),
    (">", r"超过|超越|超出|超|逾|突破|多于|大于|高于|过|跨越"),
)
_PREFIX = re.compile(
    "(?:" + "|".join(f"(?P<m{index}>{words})" for index, (_, words) in enumerate(_BEFORE)) + r")(?:了|达|达到|至)?$"
)
_AFTER = re.compile(r" ?(?:(?P<about>左右|上下|前后)|(?P<within>以内|之内)|(?P<least>以上|及以上|之上)|(?P<below>以下|之下))")
_REACHED = re.compile(r"(?:达到|达|至少|力争|确保|不低于)(?:了|约|近)?$")

# --- what is not a quantity --------------------------------------------------------------------------------------

_LATIN_BEFORE = re.compile(r"[A-Za-zⅠ-Ⅻα-ω_/+×＋#.](?:-|—)?$")
_LATIN_AFTER = re.compile(r"[A-Za-z]")
_ORDINAL = re.compile(r"第 ?$")
_YEAR = re.compile(r" ?(?:年|/\d{1,2}/\d{1,2}|-\d{1,2}-\d{1,2})")
_CALENDAR = re.compile(r" ?(?:年|月|日|号|时(?!\w)|世纪|年代|季度|年级|周年|旬|届|点\d|时\d|[:：]\d\d)")
_NAMED = re.compile(
    r"号(?:线|楼|院|路|文|令|公告|机组|井|泊位)?|号|路(?:公交|车)|强(?![度化])|版|届|期(?!间|末)|后[、，,。的]|字头|环(?:路|外|内|以)|院校|大精神|时代|码|星级|星(?:饭店|酒店)|化|带|寸|英寸"
)
_DURATION = re.compile(r"(?:多|余)?(?:个)?(?:年|月|星期|周|季度|世纪|学期)")
_SPAN_AFTER = re.compile(r"(?:来|间|内|以来|里|中|前|后|期|的|多|余|之|时间|度|计划|行动|规划)")
_ACHIEVED = re.compile(r"(?:缩短|压缩|延长|提前|减少|达到|达|平均|长达|缩减|增加|增长|提高)(?:了|到|至|为|近|约|超过|超)*$")
_AGE = re.compile(r"(?:年龄|寿命|岁数|平均|提高|增长|增加|达到|升至|延长)[^，。；]{0,12}$")
_PERSONS = re.compile(r"(?:名)?[一-龥]{0,6}?(?:群众|人口|居民|职工|学生|老年人|老人|农民|游客|市民|劳动力|考生|旅客|党员|干部|妇女|儿童)")
_BARE = re.compile(r"(?:指数|指数值|得分|评分|分值|系数|值|读数|均值|综合分|PMI)[^，。；、]{0,14}?(?:为|达到|达|是|至|到|报|升至|降至|约|超过|超|突破|从|由|较|的)$")
_BARE_DECIMAL = re.compile(r"(?:为|是|达|达到|至|到|下降|上升|提高|降低|升至|降至)(?:了|约)?$")
_COUNT_AFTER = re.compile(r"(?:举措|措施|要求|原则|方面的要求|意见|建议|要点|工作举措|任务如下|内容如下)[：:]|举措。")


def find(text: str) -> Iterator[Quantity | Skipped]:
    """All numerals of a view, in order, each as a Quantity or as Skipped with a reason."""
    pattern, measured, classifiers = _patterns()
    bare = -1  # where the last number without a unit ended
    for found in pattern.finditer(text):
        got = _one(text, found, measured, classifiers)
        if isinstance(got, Skipped) and got.reason == "no unit" and bare >= 0 and _goes_on_bare(text, bare, got):
            got = _finish(text, got.start, got.end, (arabic(text[got.start : got.end]),), "number", "", counted=False)
        if isinstance(got, Quantity) and got.unit == "":
            bare = got.end
        if got is not None:
            yield got


def _goes_on_bare(text: str, bare: int, number: Skipped) -> bool:
    """Whether an index value is followed, in its sentence, by others: 创新发展176.7，绿色发展165.1."""
    written = text[number.start : number.end]
    if not re.fullmatch(r"\d+\.\d+", written) or "。" in text[bare : number.start]:
        return False
    return bool(re.match(r"[，。；、）和]|$", text[number.end : number.end + 1]))


def _one(text: str, found: re.Match[str], measured: frozenset[str], classifiers: frozenset[str]) -> Quantity | Skipped | None:
    start, end = found.span()
    groups = found.groupdict()
    if groups["pct"] is not None:
        return _percent(text, found)
    if groups["ratio"] is not None:
        return _ratio(text, found)
    if groups["lo"] is not None:
        return _range(text, found)
    if groups["digits"] is not None:
        return _finish(text, start, end, (Decimal(10),), "number", "%", counted=False)
    if groups["special"] is not None:
        return _special(text, found)
    if groups["han"] is not None:
        return _words(text, found)
    return _plain(text, found, classifiers)


def _unit(written: str) -> str:
    """The form of a unit that is kept."""
    same: dict[str, str] = table("units.toml")["same"]
    return same.get(written, written)


def _percent(text: str, found: re.Match[str]) -> Quantity | Skipped:
    digits = found["pct"]
    whole, _, part = digits.partition("点")
    try:
        if whole[:1].isdigit():
            value = arabic(digits)
        else:
            value = hanzi(whole) + (Decimal("0." + "".join(str(hanzi(one)) for one in part)) if part else 0)
    except (ValueError, ArithmeticError):
        return Skipped(*found.span(), "numeral")
    return _finish(text, found.start(), found.end(), (value,), "number", "%", counted=False)


def _ratio(text: str, found: re.Match[str]) -> Quantity | Skipped | None:
    start, end = found.span()
    numbers = re.split(r"[:比]", found["ratio"])
    if len(numbers) == 2 and re.fullmatch(r"\d{1,2}:\d\d", found["ratio"]):
        hint = text[max(0, start - 14) : start]
        if not re.search(r"(?:比|比例|结构|构成|之比|比重|比值)[为是达由从调整至到]*$", hint):
            return Skipped(start, end, "clock")
    if _LATIN_BEFORE.search(text[max(0, start - 2) : start]):
        return Skipped(start, end, "name")
    if re.fullmatch(r"\d\d:\d\d:\d\d", found["ratio"]) and re.search(r"[\d日] ?$", text[max(0, start - 2) : start]):
        return Skipped(start, end, "clock")
    return _finish(text, start, end, tuple(arabic(number) for number in numbers), "ratio", "比", counted=False)


def _range(text: str, found: re.Match[str]) -> Quantity | Skipped | None:
    start, end = found.span()
    unit = found["hiunit"]
    if _LATIN_BEFORE.search(text[max(0, start - 2) : start]) or found["lounit"] in ("日", "点") or unit in ("日", "点", "级"):
        return Skipped(start, end, "date" if unit == "日" else "name")
    if unit in ("岁", "周岁"):
        return Skipped(start, end, "definition")
    if found["lounit"] and text[max(0, start - 1) : start] in ("由", "从"):
        return _shorter(text, found)  # 由A至B: two levels, not a range
    if found["lounit"] and found["lounit"] != unit:
        return _shorter(text, found)
    if not found["lounit"] and re.search(r"第$", text[max(0, start - 1) : start]):
        return Skipped(start, end, "ordinal")
    low = arabic(found["lo"]) * magnitude(found["lomag"] or (found["himag"] if not found["lounit"] else "") or "")
    high = arabic(found["hi"]) * magnitude(found["himag"] or "")
    if low > high:
        return _shorter(text, found)
    return _finish(text, start, end, (low, high), "range", _unit(unit), counted=True)


def _shorter(text: str, found: re.Match[str]) -> Quantity | Skipped | None:
    """A range pattern that is no range: its first half alone; the second is found by itself."""
    return None


def _plain(text: str, found: re.Match[str], classifiers: frozenset[str]) -> Quantity | Skipped | None:
    start, end = found.span("num")
    digits, unit, mag = found["num"], found["unit"] or "", found["mag"] or ""
    before, after = text[max(0, start - 16) : start], text[end : end + 8]
    reason = _not_a_quantity(digits, unit, mag, before, after, text, start, found)
    if reason:
        return Skipped(start, found.end(), reason) if reason != "silent" else None
    shared = _SHARED.match(text, end) if not mag and unit in ("", "个") and not (found["more1"] or found["more2"]) else None
    if shared and (not unit or shared["unit"].startswith("个")):
        return _finish(text, start, found.end(), (arabic(digits),), "number", _unit(shared["unit"]), counted=False)
    if not unit and not mag:
        if not _BARE.search(before) and not ("." in digits and _BARE_DECIMAL.search(before) and re.match(r"[，。；、）]|$", after)):
            return Skipped(start, end, "no unit")
        return _finish(text, start, end, (arabic(digits),), "number", "", counted=False)
    more = bool(found["more1"] or found["more2"])
    stop = found.end()
    if not unit:
        follows = text[stop : stop + 3]
        if not mag:
            return Skipped(start, stop, "no unit")
        if mag and (_PERSONS.match(text, stop) or re.search(r"人口[^，。；\d]{0,8}$", before)):
            return _finish(text, start, stop, (arabic(digits) * magnitude(mag),), "number", "人", counted=True, more=more)
        unit = "元" if "亿" in mag and re.match(r"级|量级|规模", follows) else ""
        if not unit:
            return Skipped(start, stop, "no unit")
    value = arabic(digits) * magnitude(mag)
    if unit == "成":
        value, unit = value * 10, "%"
    return _finish(text, start, stop, (value,), "number", _unit(unit), counted=unit in classifiers or unit in "人名位次户", more=more)


# 47、55和55微克/立方米: the unit stands once, behind the last of the list.
_SHARED = re.compile(rf"个?(?:、{_NUM}个?)*(?:、|和|与|及){_NUM}(?P<unit>个百分点|百分点|微克/立方米|毫克/立方米|%|天|家|人|公里|吨)")


def _not_a_quantity(
    digits: str, unit: str, mag: str, before: str, after: str, text: str, start: int, found: re.Match[str]
) -> str:
    stop = found.end()
    tail = text[stop : stop + 8]
    if _LATIN_BEFORE.search(before[-2:]) and not re.search(r"[A-Za-z]{3,} $", before):
        return "name"
    if not unit and not mag and _LATIN_AFTER.match(after):
        return "name"
    if _ORDINAL.search(before):
        return "" if unit in ("位", "名") else "ordinal"
    if not mag and re.match(r" ?年", after) and len(digits) == 4:
        return "silent"
    if not mag and _CALENDAR.match(after) and unit in ("", "日", "点", "届"):
        if re.match(r" ?(?:年|个月|周)", after) and len(digits) <= 3:
            return _duration(before, text, end=start + len(digits))
        return "silent"
    if unit == "个" and re.match(r"月|季度|年|星期|学期|世纪", tail):
        return "silent"
    if unit == "天" and re.match(r"来|间|内(?!可)|后|里|以来", tail) and not _ACHIEVED.search(before):
        return "silent"
    if unit == "日" or (unit == "时" and not mag):
        return "silent"
    if unit in ("期", "届", "号", "版", "级", "线", "代", "轮", "区", "国", "市", "省", "层", "字", "度", "g", "t", "L", "段", "环") and not mag:
        named = _NAMED.match(after)
        if unit == "届" and re.search(r"(?:（|举办|召开|举行)(?:了)?$", before):
            return ""
        if unit in ("线", "版", "届", "期", "级", "代", "字", "段") or (named and unit != "轮"):
            return "name"
        if unit in ("省", "市", "国", "区") and not re.match(r"个", unit):
            return "place"
        if unit in ("g", "t", "L"):
            return "name"
    if not unit and not mag and _NAMED.match(after):
        return "name"
    if unit == "点" and (re.match(r"\d|钟|半|，|至|到|前|后|以", tail) and int(float(digits.replace(",", ""))) <= 24 and "." not in digits):
        return "clock"
    if unit == "分" and re.search(r"\d ?[时点]$", before):
        return "clock"
    if re.search(r"[\d年][—\-~至到]$", before) and not unit:
        return "silent"
    if unit in ("户", "口") and not mag and re.match(r"型|径", tail):
        return "name"
    if unit in ("岁", "周岁") and not _AGE.search(before):
        return "definition"
    if unit == "人" and not mag and re.match(r"(?:及)?以上(?:的)?(?:大班|企业|单位|会议|团体|集体)", tail):
        return "definition"
    if digits in ("100", "1000") and not unit and re.search(r"以[^，。；（]{2,12}(?:为|=)$", before):
        return "definition"
    if unit.endswith("元") and digits == "1" and re.match(r"兑|=|折合|对", tail):
        return "definition"
    if re.search(r"(?:这|该|此|上述|专栏|附表|附图) ?$", before) and unit:
        return "list"
    if unit == "点" and re.match(r"要求|意见|建议|希望|启示|体会", tail):
        return "list"
    if unit in ("个", "位", "家") and re.match(r"大中城市", tail):
        return "name"
    if unit and re.search(r"[高低多少大小]的$", before) and re.match(r"[^，。；]{0,8}依次[是为]", tail + text[stop + 8 : stop + 16]):
        return "list"
    if unit == "大":
        return "" if before.endswith("等") and not _lists_all(text, start, digits) else "name"
    if unit == "小时" and digits == "24":
        return "name"
    if not unit and _quoted(text, start, stop):
        return "name"
    if unit and _COUNT_AFTER.match(tail):
        return "list"
    if unit in ("个", "大", "项", "类", "条") and not mag and _ABSTRACT.match(tail) and _lists_all(text, start, digits):
        return "list"
    return ""


def _duration(before: str, text: str, end: int) -> str:
    """A stretch of time is a period, unless the duration itself is what was achieved; years are never units here."""
    return "silent"


def _quoted(text: str, start: int, end: int, longest: int = 8) -> bool:
    """Whether the number stands inside a short quoted name: “871”, “3+2”, “一箭26星” is one too but reports its number."""
    left = max(text.rfind("“", max(0, start - longest), start), text.rfind("《", max(0, start - 30), start))
    if left < 0 or "”" in text[left:start] or "》" in text[left:start]:
        return False
    closing = "”" if text[left] == "“" else "》"
    right = text.find(closing, end, end + (longest + 2 if closing == "”" else 40))
    if right < 0:
        return False
    return closing == "》" or (right - left <= longest and not re.search(r"[，。；、达增超]", text[left:right]))


# --- numerals in characters --------------------------------------------------------------------------------------

_SLOGAN_BEFORE = re.compile(r"(?:第|[每上这该其同各首头某另下此那哪几数整任]|唯|逐|统|独|进|不|之|合|单|专|万|[“《]|周|星期|学|初|(?<![提升])高|大|小|农历|正)$")
_ABSTRACT = re.compile(r"(?:重点)?(?:重点|[^，。；、]{0,4}(?:方式|办法|模式|途径|渠道)|领域|方面|环节|维度|层面|关系|关键|要素|阶段|角度|功能|主题|目标|板块|原则|理念|统筹|体系|特征|特点|问题|主体|梯次|定位)")
_PLACES = re.compile(r"(?:地|市|省|省市|省份|区|县|方|国|州|镇|村|城|校|院|厅|委|部|级|者|岸|翼|端|侧|季|餐|线|期|手|胎|孩|本|类|中|环|星|维|网|线城市)")
_BARE_MAGNITUDE = re.compile(r"^[百千万亿十]+$")


def _special(text: str, found: re.Match[str]) -> Quantity | Skipped | None:
    """Quantities with a word of their own: 翻番, 一半, 四分之一, 前十."""
    start, end = found.span()
    word = found.group()
    if word.startswith("翻"):
        return _finish(text, start, end, (Decimal(2),), "number", "倍", counted=False)
    if word == "一半":
        return _finish(text, start, end, (Decimal(50),), "number", "%", counted=False)
    if found["top"]:
        if not re.search(r"(?:进入|跻身|位列|位居|排名|排在|稳居|列|居)[^，。；]{0,14}前$", text[max(0, start - 24) : start]):
            return None
        return _finish(text, start, end, (hanzi(word),), "number", "位", counted=False)
    whole, part = word.split("分之")
    share = hanzi(part) * 100 / hanzi(whole)
    if share != share.quantize(Decimal("0.01")):
        return Skipped(start, end, "numeral")
    return _finish(text, start, end, (share.normalize() + 0,), "number", "%", counted=False)


def _words(text: str, found: re.Match[str]) -> Quantity | Skipped | None:
    start, end = found.span()
    letters, unit = found["han"], found["hunit"]
    before, tail = text[max(0, start - 16) : start], text[end : end + 8]
    reason = _not_counted(letters, unit, before, tail, text, start, found)
    if reason:
        return None if reason == "silent" else Skipped(start, end, reason)
    try:
        value = hanzi(letters) * magnitude(found["hmag"] or "")
    except ValueError:
        return Skipped(start, end, "numeral")
    more = bool(found["more3"] or found["more4"] or found["vague"])
    if unit in ("级", "量级"):
        # 千亿级投资强度: an order of magnitude; the unit is not part of the words
        return _finish(text, start, found.end("han"), (value,), "number", "元", counted=False, about=True)
    if unit == "大":
        return _finish(text, start, end, (value,), "number", "个", counted=True)
    if unit == "番":
        return _finish(text, start, end, (Decimal(2) ** int(value),), "number", "倍", counted=False, more=more)
    if unit == "成":
        return _finish(text, start, end, (value * 10,), "number", "%", counted=False, more=more)
    if re.search(r"前$", before) and unit in ("名", "位"):
        pass
    return _finish(text, start, end, (value,), "number", _unit(unit), counted=True, more=more)


_MEANT = re.compile(r"(?:近|超|超过|逾|约|过|突破|达|达到|不足|将近|上)$")


def _one_counts(unit: str, before: str) -> bool:
    """Whether 一 is a number and no article: 增长一倍, 一小时通勤圈, 仅用一天."""
    if unit in ("倍", "番", "成"):
        return bool(re.search(r"(?:增长|翻|翻了|提高|增加|扩大|高|多|超|超过|近|约|不足|达|提升)(?:了)?(?:近|约|超|超过|不止)?$", before))
    if unit in ("小时", "个小时"):
        return True
    return unit in ("天", "个工作日", "工作日") and bool(re.search(r"(?:仅用|只用|仅需|只需|缩短至|压缩至|压缩到|缩短到|缩短为)(?:了)?$", before))


def _not_counted(letters: str, unit: str, before: str, tail: str, text: str, start: int, found: re.Match[str]) -> str:
    bare = bool(_BARE_MAGNITUDE.match(letters)) and letters != "十" or (letters == "十" and bool(found["vague"] or found["more3"]))
    rank = unit in ("名", "位") and bool(re.search(r"(?:前|第|后)$", before))
    if unit in ("级", "量级"):
        return "" if letters.endswith("亿") else "name"
    if letters == "一" and not _one_counts(unit, before):
        return "silent"
    if letters == "二" and unit not in ("成", "倍", "番"):
        return "name"
    meant = bool(found["more3"] or found["more4"] or found["vague"] or _MEANT.search(before))
    if bare and not meant and not rank and unit not in ("元", "张", "名"):
        return "name"
    if bare and meant and unit not in ("大",):
        return "name" if re.match(r"强|佳|优|万工程", tail) else ""
    if bare and re.search(r"每$", before):
        return "unit"
    if bare and unit in ("元", "吨", "人", "户") and re.match(r"(?:GDP|国内生产|地区生产|工业|增加值|产值|单位|能耗|以上|以下|名|口|计)", tail):
        return "unit"
    if bare and unit == "元" and (re.search(r"[个条]$", before) or re.match(r"台阶|级", tail)):
        return "unit"
    if rank:
        return ""
    if _SLOGAN_BEFORE.search(before) and not re.search(r"(?:超|近|约)$", before) and not (before.endswith("“") and "小时" in unit):
        return "name"
    if re.search(r"[一二三四五六七八九十\d]$", before):
        return "silent"
    if unit == "位" and tail.startswith("一体"):
        return "name"
    if re.match(r"[^，。；、]{1,8}之一", tail):
        return "list"
    if unit == "大":
        return "" if re.search(r"等$", before) and not _lists_all(text, start, letters) else "name"
    if unit in ("个", "项", "类", "种", "大", "条", "点") and re.match(r"月|季度|年|星期|世纪", tail):
        return "silent"
    if unit in ("人", "位", "次", "天", "门", "场", "层", "道", "部", "口", "对", "分", "单", "成", "名", "元", "头", "支", "起", "套", "类") and len(letters) == 1 and letters not in "半":
        ok = {
            "人": r"$^", "天": r"(?:仅用|缩短|压缩|增加|减少)", "场": r"(?:举办|召开|开展|组织|举行|活动)", "成": r".*", "次": r".*",
            "位": r".*", "名": r".*", "类": r".*", "套": r".*", "支": r".*", "部": r".*", "门": r".*", "头": r"$^", "单": r"$^", "元": r"$^",
        }.get(unit, r"$^")
        if not re.search(ok, before):
            return "name"
    if unit == "成" and re.match(r"[立为功就果本]", tail):
        return "silent"
    if unit == "次" and re.match(r"[会全创元方世数级]|产业|分配", tail):
        return "name"
    if unit in ("天", "日") and re.match(r"内|来|间|后", tail):
        return "silent"
    if letters == "半" and unit not in ("小时", "个小时", "天", "倍", "成", "数"):
        return "silent"
    if letters == "半" and re.search(r"[个一]$", before):
        return "silent"
    if _quoted(text, start, found.end(), 18) and unit not in ("小时", "个小时", "分钟"):
        return "name"
    if tail.startswith("“") and _lists_all(text, start, letters):
        return "list"
    if re.match(r"(?:举措|措施|要求|原则|特点|问题|要点)", tail) or re.match(r"[^，。；：]{0,8}[：:]", tail):
        return "list"
    if _ABSTRACT.match(tail) and _lists_all(text, start, letters):
        return "list"
    return ""


def _lists_all(text: str, start: int, numeral: str) -> bool:
    """Whether the things counted were all named just before: A、B、C三个方面 only announces its own list."""
    left = max(text.rfind(mark, max(0, start - 120), start) for mark in "，。；：\n")
    named = re.split(r"[、和及]|以及", text[left + 1 : start].removesuffix("等"))
    try:
        count = int(arabic(numeral) if numeral.isascii() else hanzi(numeral))
    except ValueError:
        return False
    return len(named) >= count > 1


# --- finishing -----------------------------------------------------------------------------------------------------


def _finish(
    text: str,
    start: int,
    end: int,
    value: tuple[Decimal, ...],
    form: Form,
    unit: str,
    *,
    counted: bool,
    more: bool = False,
    about: bool = False,
) -> Quantity:
    """A quantity with its modifier, from the words directly before and after it."""
    before = text[max(0, start - 8) : start]
    modifier: Modifier = "="
    context_start, context_end = start, end
    rank = bool(re.search(r"前$", before)) and unit in ("位", "名", "强")
    found = _PREFIX.search(before)
    if found and not (found.group().startswith("前") and not rank):
        modifier = next(_BEFORE[int(key[1:])][0] for key, word in found.groupdict().items() if word)
        context_start = start - len(found.group())
    if modifier == "=" and (more or about):
        modifier = ">" if more else "~"
    after = _AFTER.match(text, end)
    if after:
        context_end = after.end()
        if after["about"]:
            modifier = "~" if modifier == "=" else modifier
        elif after["within"]:
            modifier = "<="
        elif after["least"]:
            modifier = ">=" if _REACHED.search(before) or modifier == ">=" else ">"
        elif after["below"]:
            modifier = "<"
    if text[start:end] in ("两位数", "双位数"):
        modifier = ">="
    return Quantity(start, end, tuple(plain(number) for number in value), form, unit, modifier, context_start, context_end, counted)
