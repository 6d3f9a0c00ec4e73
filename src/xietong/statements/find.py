"""View → quantities: where a number with its unit stands, what it is worth, and how exactly it is meant.

This is the first of three layers (find, read, resolve). It looks at a window of a few characters around each numeral
and abstains where the numeral is a date, a name, a code, an ordinal or an announcement of a list (`exclude.py`); what
it abstains from is reported with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xietong.data import table
from xietong.statements.exclude import CHARACTERS, DIGITS, Sight, in_latin, verdict
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


Found = Quantity | Skipped | None

# --- the shapes of numerals --------------------------------------------------------------------------------------

_NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# From the start of a run of numerals, and no longer than any number is written: a long run costs no second look.
_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_HAN = rf"(?<![{_NUMERALS}])[一二两三四五六七八九十百千万亿][{_NUMERALS}]{{0,15}}+"
_MAG = r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百)"
_OF_UNIT = r"(?!(?<=\d千)[瓦克米伏卡焦赫帕])"  # 120千瓦时: 千 is of the unit
_MORE = r"[余多来几]"
_DASH = r"(?:至|到|—{1,2}|–|-|~)"


@cache
def _patterns() -> tuple[re.Pattern[str], frozenset[str]]:
    """The one pattern that finds all numerals, and the classifiers among the units."""
    units = table("units.toml")
    unit, counted = _any(units["measured"] + units["classifiers"]), _any(units["counted"])
    shapes = (
        r"(?<![\d.A-Za-z])(?P<schooling>\d{1,2}\.\d{1,2})年(?![均度初末底])",
        r"百分之(?P<pct>[零一二两三四五六七八九十百点\d.]{1,24}+)",
        rf"(?P<ratio>{_NUM}(?:：{_NUM}){{2,}}|{_NUM}(?::{_NUM})+|{_NUM}比{_NUM}(?:比{_NUM})+)",
        rf"(?P<lo>{_NUM})(?P<lomag>{_MAG})?(?P<lounit>{unit})?{_DASH}(?P<hi>{_NUM})(?P<himag>{_MAG})?(?P<hiunit>{unit})",
        rf"(?P<num>{_NUM}) ?(?P<more1>{_MORE})?(?P<mag>{_MAG}{_OF_UNIT})?(?P<more2>{_MORE})? ?(?P<unit>(?:{unit})(?:/(?:{unit}))?)?",
        r"(?P<digits>[两双]位数)",
        r"(?P<special>翻番|翻了番|一半|(?P<frac>[二三四五八十]分之[一二三四五六七])|"
        r"(?<=前)(?P<top>三|五|十|二十|三十|五十|百)(?=[，。；、”）]|之列))",
        rf"(?P<vague>[数几上])?(?P<han>半|{_HAN})(?P<more3>[余多])?(?P<hmag>万|亿|万亿)?"
        rf"(?P<hunit>(?:{counted})(?:/(?:{counted}))?|大(?=[一-龥])|级(?=[一-龥])|量级)(?P<more4>[多余])?",
    )
    return re.compile("|".join(shapes)), frozenset(units["classifiers"])


# 指数由100升至134: a verb, no litres
_NOT_BEFORE = {"升": "(?![至到为高幅级])"}


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) + _NOT_BEFORE.get(word, "") for word in sorted(set(words), key=len, reverse=True))


def find(text: str) -> Iterator[Quantity | Skipped]:
    """All numerals of a view, in order, each as a Quantity or as Skipped with a reason."""
    bare = -1  # where the last number without a unit ended
    for match in _patterns()[0].finditer(text):
        found = _one(text, match)
        if isinstance(found, Skipped) and found.reason == "no_unit" and bare >= 0 and _goes_on(text, bare, found):
            value = (arabic(text[found.start : found.end]),)
            found = _finish(text, found.start, found.end, value, "number", "", counted=False)
        if isinstance(found, Quantity) and found.unit == "":
            bare = found.end
        if found is not None:
            yield found


def _goes_on(text: str, bare: int, number: Skipped) -> bool:
    """Whether an index value is followed, in its sentence, by others: 创新发展176.7，绿色发展165.1."""
    written = text[number.start : number.end]
    if not re.fullmatch(r"\d+\.\d+", written) or "。" in text[bare : number.start]:
        return False
    return bool(re.match(r"[，。；、）和]|$", text[number.end : number.end + 1]))


_ENDLESS = re.compile(r"\d{25,}|(?:\d+,){9,}")  # no figure: exact arithmetic keeps 28 digits


def _one(text: str, match: re.Match[str]) -> Found:
    if _ENDLESS.search(match.group()):
        return Skipped(*match.span(), "numeral")
    if match["pct"] is not None:
        return _percent(text, match)
    if match["schooling"] is not None:  # 受教育年限10.6年: no calendar year has a point
        return _finish(text, *match.span(), (arabic(match["schooling"]),), "number", "年", counted=False)
    if match["ratio"] is not None:
        return _ratio(text, match)
    if match["lo"] is not None:
        return _range(text, match)
    if match["digits"] is not None:
        return _finish(text, *match.span(), (Decimal(10),), "number", "%", counted=False)
    if match["special"] is not None:
        return _special(text, match)
    if match["han"] is not None:
        return _words(text, match)
    return _digits(text, match)


def _unit(written: str) -> str:
    """The form of a unit that is kept."""
    same: dict[str, str] = table("units.toml")["same"]
    return same.get(written, written)


# --- one shape each ------------------------------------------------------------------------------------------------


def _percent(text: str, match: re.Match[str]) -> Found:
    """百分之五点三 → 5.3 %."""
    digits = match["pct"]
    whole, _, part = digits.partition("点")
    try:
        rest = Decimal("0." + "".join(str(hanzi(one)) for one in part)) if part else Decimal(0)
        value = arabic(digits) if whole[:1].isdigit() else hanzi(whole) + rest
    except (ValueError, ArithmeticError):
        return Skipped(*match.span(), "numeral")
    return _finish(text, *match.span(), (value,), "number", "%", counted=False)


_SAYS_RATIO = re.compile(r"(?:比|比例|结构|构成|之比|比重|比值)[为是达由从调整至到]*$")


def _ratio(text: str, match: re.Match[str]) -> Found:
    """6.2:35.7:58.1; a clock time is none."""
    start, end = match.span()
    written = match["ratio"]
    if re.fullmatch(r"\d{1,2}:\d\d", written) and not _SAYS_RATIO.search(text[max(0, start - 14) : start]):
        return Skipped(start, end, "clock")
    if in_latin(text, start):
        return Skipped(start, end, "name")
    if re.fullmatch(r"\d\d:\d\d:\d\d", written) and re.search(r"[\d日] ?$", text[max(0, start - 2) : start]):
        return Skipped(start, end, "clock")
    value = tuple(arabic(number) for number in re.split(r"[:：比]", written))
    return _finish(text, start, end, value, "ratio", "比", counted=False)


def _range(text: str, match: re.Match[str]) -> Found:
    """1至1.5小时; 由A至B names two levels and is left to be found one by one."""
    start, end = match.span()
    first_unit, unit = match["lounit"], match["hiunit"]
    if re.search(r"\d[-./]$", text[max(0, start - 2) : start]):
        return Skipped(start, end, "date")
    if in_latin(text, start) or first_unit in ("日", "点") or unit in ("日", "点", "级"):
        return Skipped(start, end, "date" if unit == "日" else "name")
    if unit in ("岁", "周岁"):
        return Skipped(start, end, "definition")
    if first_unit and (text[max(0, start - 1) : start] in ("由", "从") or first_unit != unit):
        return None
    if not first_unit and text[max(0, start - 1) : start] == "第":
        return Skipped(start, end, "ordinal")
    low = arabic(match["lo"]) * magnitude(match["lomag"] or (match["himag"] if not first_unit else "") or "")
    high = arabic(match["hi"]) * magnitude(match["himag"] or "")
    if low > high:
        return None
    return _finish(text, start, end, (low, high), "range", _unit(unit), counted=True)


# Words before a number without a unit that make it an index value or a score.
_BARE = re.compile(
    r"(?:指数|得分|评分|读数)$|(?:指数|指数值|得分|评分|分值|系数|值|读数|均值|综合分|PMI)[^，。；、]{0,14}?"
    r"(?:为|达到|达|是|至|到|报|升至|降至|约|超过|超|突破|从|由|较|的)$"
)
_BARE_DECIMAL = re.compile(r"(?:为|是|达|达到|至|到|下降|上升|提高|降低|升至|降至)(?:了|约)?$")
# 12万群众: the unit is the people themselves.
_PERSONS = re.compile(
    r"(?:名)?[一-龥]{0,6}?(?:群众|人口|居民|职工|学生|老年人|老人|农民|游客|市民|劳动力|考生|旅客|党员|干部|妇女|儿童)"
)
# 47、55和55微克/立方米: the unit stands once, behind the last of the list.
_SHARED = re.compile(
    rf"个?(?:、{_NUM}个?)*(?:、|和|与|及){_NUM}"
    r"(?P<unit>个百分点|百分点|微克/立方米|毫克/立方米|%|天|家|人|公里|吨)"
)
# 82.7、89.7、101.3亿元: the magnitude too; small whole numbers may be parts of something else
_LONG = r"(?:\d{1,3}(?:,\d{3})+|\d{3,}|\d+(?=\.\d))(?:\.\d+)?"
_SHARED_SIZE = re.compile(
    rf"(?:、{_LONG})*(?:、|和|与|及){_LONG}(?P<mag>万亿|亿|万)?"
    r"(?P<unit>元|美元|吨|件|户|辆|张|人次|千瓦时|标准箱|平方米|平方公里|公顷|亩|册|家|个|项|人|公里)"
)


# 增速-1.4%: a minus, where no other number or name stands before it.
_MINUS = re.compile(r"[一-龥、，：（]-$|^-$")


def _digits(text: str, match: re.Match[str]) -> Found:
    start, end = match.span("num")
    stop = match.end()
    digits, unit, mag = match["num"], match["unit"] or "", match["mag"] or ""
    more = bool(match["more1"] or match["more2"])
    before, behind = text[max(0, start - 16) : start], text[end : end + 8]
    sight = Sight(text, start, stop, digits, unit, mag, before, behind, text[stop : stop + 8], more)
    if reason := verdict(sight, DIGITS):
        return None if reason == "silent" else Skipped(start, stop, reason)
    shared = _SHARED.match(text, end) if not mag and unit in ("", "个") and not more else None
    if shared and (not unit or shared["unit"].startswith("个")):
        return _finish(text, start, stop, (arabic(digits),), "number", _unit(shared["unit"]), counted=False)
    if not unit and re.fullmatch(_LONG, digits) and (sized := _SHARED_SIZE.match(text, end)):
        value = arabic(digits) * magnitude(sized["mag"] or "")
        return _finish(text, start, stop, (value,), "number", _unit(sized["unit"]), counted=False)
    if not unit:
        return _without_unit(sight, end)
    value = arabic(digits) * magnitude(mag)
    if unit == "成":
        value, unit = value * 10, "%"
    counted = unit in _patterns()[1] or unit in "人名位次户"
    if _MINUS.search(text[max(0, start - 2) : start]) and unit in ("%", "‰", "个百分点", "百分点", "℃", "摄氏度"):
        start, value = start - 1, -value
    return _finish(text, start, stop, (value,), "number", _unit(unit), counted=counted, more=more)


def _without_unit(sight: Sight, end: int) -> Found:
    """A number without a unit: an index value, persons, an order of magnitude of money, or nothing."""
    text, start, value = sight.text, sight.start, arabic(sight.numeral) * magnitude(sight.magnitude)
    if not sight.magnitude:
        decimal = "." in sight.numeral and _BARE_DECIMAL.search(sight.before)
        if (
            _BARE.search(sight.before)
            or _in_list(text, start, end)
            or (decimal and re.match(r"[，。；、）]|$", sight.behind))
        ):
            return _finish(text, start, end, (value,), "number", "", counted=False)
        return Skipped(start, end, "no_unit")
    if _PERSONS.match(text, sight.stop) or re.search(r"人口[^，。；\d]{0,8}$", sight.before):
        return _finish(text, start, sight.stop, (value,), "number", "人", counted=True, more=sight.more)
    if "亿" in sight.magnitude and re.match(r"级|量级|规模", sight.tail):
        return _finish(text, start, sight.stop, (value,), "number", "元", counted=False, more=sight.more)
    return Skipped(start, sight.stop, "no_unit")


_SUBINDICES = re.compile(r"分指数|分项指数|一级指标|分领域指数")


def _in_list(text: str, start: int, end: int) -> bool:
    """从分指数看，基础设施134.5，公共服务111.0: names with nothing but a number, in a sentence on sub-indices."""
    opens = max(text.rfind(stop, max(0, start - 160), start) for stop in "。！？\n") + 1
    named = re.search(r"[，：:；、看][一-龥]{2,8}$", text[max(opens, start - 9) : start])
    return bool(named) and bool(_SUBINDICES.search(text, opens, start)) and text[end : end + 1] in "，。；、）"


_AMONG_THE_FIRST = re.compile(r"(?:进入|跻身|位列|位居|排名|排在|稳居|列|居)[^，。；]{0,14}前$")


def _special(text: str, match: re.Match[str]) -> Found:
    """Quantities with a word of their own: 翻番, 一半, 四分之一, 前十."""
    start, end = match.span()
    word = match.group()
    if word.startswith("翻"):
        return _finish(text, start, end, (Decimal(2),), "number", "倍", counted=False)
    if word == "一半":
        return _finish(text, start, end, (Decimal(50),), "number", "%", counted=False)
    if match["top"]:
        ranked = _AMONG_THE_FIRST.search(text[max(0, start - 24) : start])
        return _finish(text, start, end, (hanzi(word),), "number", "位", counted=False) if ranked else None
    whole, part = word.split("分之")
    share = hanzi(part) * 100 / hanzi(whole)
    if share != share.quantize(Decimal("0.01")):
        return Skipped(start, end, "numeral")
    return _finish(text, start, end, (share,), "number", "%", counted=False)


def _words(text: str, match: re.Match[str]) -> Found:
    """Numerals in characters, before the units that are counted so: 两个, 近六成, 千余项, 半小时."""
    start, end = match.span()
    letters, unit = match["han"], match["hunit"]
    before, tail = text[max(0, start - 16) : start], text[end : end + 8]
    more = bool(match["more3"] or match["more4"] or match["vague"])
    if reason := verdict(Sight(text, start, end, letters, unit, "", before, tail, tail, more), CHARACTERS):
        return None if reason == "silent" else Skipped(start, end, reason)
    try:
        value = hanzi(letters) * magnitude(match["hmag"] or "")
    except ValueError:
        return Skipped(start, end, "numeral")
    if unit in ("级", "量级"):
        # 千亿级投资强度: an order of magnitude; the unit is not part of the words
        return _finish(text, start, match.end("han"), (value,), "number", "元", counted=False, about=True)
    if unit == "番":
        return _finish(text, start, end, (Decimal(2) ** int(value),), "number", "倍", counted=False, more=more)
    if unit == "成":
        return _finish(text, start, end, (value * 10,), "number", "%", counted=False, more=more)
    return _finish(text, start, end, (value,), "number", _unit(unit), counted=True, more=more)


# --- modifiers -----------------------------------------------------------------------------------------------------

_BEFORE: tuple[tuple[Modifier, str], ...] = (
    ("<=", r"≤ ?|<= ?|不突破|不超(?!过)|不超过[一-龥]{0,6}|不高于[一-龥]{0,6}|不多于|不大于|至多|最多|最高|前"),
    (">=", r"≥ ?|>= ?|不少于[一-龥]{0,4}|不低于[一-龥]{0,6}|不小于|至少|最少|不短于"),
    ("<", r"[<＜] ?|不足|不到|低于|小于|少于|未满|不满|未达|跌破|降破"),
    ("~", r"大约|约为|将近|接近|约占|约有|(?<![签合制节预契特公条])约|近乎|(?<![最附邻新临靠])近"),
    (">", r"[>＞] ?|超过|超越|超出|超|逾|突破|多于|大于|高于|(?<![每不])过|跨越|首破|首超"),
)
_PREFIX = re.compile(
    "(?:" + "|".join(f"(?P<m{index}>{words})" for index, (_, words) in enumerate(_BEFORE)) + r")(?:了|达|达到|至)?$"
)
_AFTER = re.compile(
    r" ?(?:(?P<about>左右|上下|前后)|(?P<beyond>还多|有余)|(?P<within>以内|之内)|(?P<least>以上|及以上|之上)|(?P<below>以下|之下))"
)
_REACHED = re.compile(r"(?:达到|达|至少|力争|确保|不低于)(?:了|约|近)?$")


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
    modifier: Modifier = ">" if more else "~" if about else "="
    context_start = start
    prefix = _PREFIX.search(before)
    ranked = before.endswith("前") and unit in ("位", "名", "强")
    if prefix and (ranked or not prefix.group().startswith("前")):
        modifier = next(_BEFORE[int(key[1:])][0] for key, word in prefix.groupdict().items() if word)
        context_start = start - len(prefix.group())
    after = _AFTER.match(text, end)
    if text[start:end] in ("两位数", "双位数"):
        modifier = ">="
    elif after:
        modifier = _behind(after, modifier, before)
    kept = tuple(plain(number) for number in value)
    return Quantity(start, end, kept, form, unit, modifier, context_start, after.end() if after else end, counted)


def _behind(after: re.Match[str], modifier: Modifier, before: str) -> Modifier:
    """The modifier once 左右, 以内, 以上 or 以下 has been read too."""
    if after["about"]:
        return "~" if modifier == "=" else modifier
    if after["within"]:
        return "<="
    if after["beyond"]:
        return ">"
    if after["least"]:
        return ">=" if _REACHED.search(before) or modifier == ">=" else ">"
    return "<"
