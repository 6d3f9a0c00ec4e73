"""What kind of figure it is: a level, a growth rate, a difference, a multiple, a share, a rank or a ratio; its sign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from xietong.statements.find import Quantity
from xietong.statements.model import Measure


@dataclass(frozen=True, slots=True)
class Meant:
    """The measure, the value with its sign, and whether the figure says where something arrived (提高到15%)."""

    measure: Measure
    value: tuple[Decimal, ...]
    note: str = ""
    change: bool = False  # a verb of change stands directly before the number
    said: bool = True  # False where no word tells the kind and it is only the likeliest
    average: bool = False  # 年均: a rate over several years


_UP = (
    "增产|增收|多收|多出|增长|上升|提高|提升|增加|上涨|增|升|扩大|加快|高|多|涨|增幅|增速|涨幅|延长|上浮|快|改善|回升|攀升|净增|扩|跃升|前移|提前|高出|新增|"
    "走高|上行|上调|好转|提速|增量|长(?=了)"
)
_DOWN = (
    "减产|减收|少收|下降|降低|减少|回落|下滑|减|降|跌|缩短|收窄|压减|缩减|压缩|下跌|减量|减排|低|少|降幅|节约|削减|放缓|下调|缩小|跌幅|精简|节省|慢|"
    "下行|走低|后移|收缩|贬值|消减|退后|低于|下浮|便宜|腾退减少|可省|减招"
)
# What may stand between a verb of change and its number.
_LINK = (
    r"(?:了|约|近|超过|超|逾|达到|达|为|不低于|不少于|均|分别|各|幅度|率|幅|速度|累计|已|也|又|均值|仅|只|至少|将|共|大约|将近|高达|"
    r"同比|环比|突破|不到|不足|下|到位|近乎|再|更|就|在|于|以上|均超过|均超|都|\s|、|：|是|比例|全年|了约|接近|最多|最高|平均)*"
)
# 全年多运5500万人次, 少用了63.7吨: more or less of what is done
_MORE, _LESS = (rf"{word}[运收卖产用耗排烧招建赚挣缴销]" for word in "多少")
_CHANGE = re.compile(rf"(?P<verb>{_UP}|{_DOWN}|{_MORE}|{_LESS}){_LINK}$")
_ARRIVED = re.compile(r"(?:到|至|为|达到|达|增至|升至|降至)(?:了|约|近|超过|超|\s)*$")
_DOWN_VERB = re.compile(rf"(?:{_DOWN}|{_LESS})$")
_UP_VERB = re.compile(rf"(?:{_UP}|{_MORE})$")
_GROWTH_NOUN = re.compile(
    r"(?:增速|增长率|增长速度|(?:增长|下降|上升|降低|提高|减少|增加)幅度|增幅|涨幅|降幅|跌幅|升幅|降低率|下降率|上涨率|增长|同比|环比|下降|涨跌幅|年均增速)(?:的?(?:预期|调控)?目标)?(?:均|也|分别|各|已|都)*(?:为|达到|达|是|约为|超过|超|近|约|在|保持在|高达|均为|不低于|保持|居|仍|\s)*$"
)
_LEVEL_NOUN = re.compile(
    r"(?:强度|指数|浓度|利率|税率|费率|汇率|PMI|景气度|失业率|负债率|出生率|死亡率|自然增长率|杠杆率|收益率|回报率|利润率|不良率|不良贷款率|抚养比|性别比|赤字率|价格|周转率|产能利用率|产销率|生育率|人口密度|密度|通胀率|存款准备金率|分项)[^，。；占]{0,14}$"
)
_SHARE = re.compile(
    r"占(?!地|用|领|据(?!.*的)|有率)|之比|占比|比重|比例|份额|贡献率|[^增长速下降利税费汇]率|程度|覆盖|完成(?!了)|过半|其中有|中有|的(?:企业|人|居民|学生|项目|产品|面积|群众|家庭|受访)"
)
_OF = re.compile(r"^(?:左右|以上|以下|以内)?的(?!速度|增速|增长|目标|增幅|降幅|涨幅)|^以上(?=[供来由为用])")
_INDICES = re.compile(r"(?:指数|PMI|景气)")


_BRACKETS = re.compile(r"（[^（）]{0,40}）")


def measure(
    text: str, quantity: Quantity, clause: int, lead: Quantity | None = None, last: Quantity | None = None
) -> Meant:
    """Read the words of the clause up to the number and the few after it.

    `lead` is the first value of the list the number stands in (增长5.4%、4.9%和5.0%) and `last` its last: the verb
    before the one and the noun behind the other (年均10.5%、14.8%的增速) are theirs.
    """
    at = quantity.context_start if lead is None else lead.context_start
    before = _BRACKETS.sub("", text[max(clause, at - 60) : at])[-40:]
    stop = quantity.end if last is None else last.end
    after = text[stop : stop + 12]
    value, unit = quantity.value, quantity.unit
    if unit == "位" and text[quantity.start - 1] == "前":
        return Meant("rank", value)
    if quantity.form == "ratio":
        return Meant("ratio", value)
    average = bool(re.search(r"年均|年平均|平均每年|两年平均|月均(?=增)", text[max(clause, at - 24) : at]))
    if unit == "倍":
        return _multiple(text, quantity, before, average)
    if unit in ("位", "名") and re.search(
        r"(?:前|第|居|列|排名|位次|后)(?:全国|全球|世界|全省|全市)?第?$",
        before[-8:] + text[at : quantity.start if lead is None else at],
    ):
        return Meant("rank", value)
    if unit == "位" and re.search(r"(?:前移|后移|上升|提升|下降|跃升|提高|前进|后退)(?:了)?$", before):
        return Meant("difference", _signed(value, before), change=True)
    found = _CHANGE.search(before)
    arrived = bool(_ARRIVED.search(before)) and not _GROWTH_NOUN.search(before)
    if unit in ("百分点", "基点", "千分点"):
        return Meant("difference", _signed(value, before), change=True, average=average)
    if unit in ("%", "‰"):
        return _percent(text, quantity, before, after, found, arrived, average)
    saved = _SAVED.search(before)
    if saved and unit not in ("%", "倍"):
        return Meant("difference", tuple(-number for number in value), change=True, average=average)
    if found and not arrived and _absolute_change(found["verb"], before, text, quantity):
        return Meant("difference", _signed(value, before), change=True, average=average)
    return Meant("level", value)


# 减排二氧化碳15万吨, 节约成本约2亿元: a saving said with its object between verb and number.
_SAVED = re.compile(
    r"(?:减少|节约|节省|减排|少跑|压减|削减|减量|少用)(?!到|至|为|的|了?$|利用|型|集约|率|量|核算)(?:了)?[^，。；、\d等]{0,16}$"
)
# 提升包裹周转率50%: the rate of change stands behind the thing changed.
_CHANGED_OBJECT = re.compile(r"(?P<verb>提升|提高|降低|减少|压缩|缩短)(?!到|至|的)[^，。；、占比达为]{2,12}$")
_ABSOLUTE = re.compile(
    rf"(?:{_MORE}|{_LESS}|增加|减少|提高|提升|上升|下降|降低|缩短|延长|上涨|下跌|高出|多出|高|低|多|少|增|降|减|净增|减量|压缩|涨|快|慢|扩大|缩小|回落|节省|节约|提前|增长|缩减|减排|压减|便宜|跌|加快|升|增量|可省|减招)$"
)


def _absolute_change(verb: str, before: str, text: str, quantity: Quantity) -> bool:
    """A change in the indicator's own unit: 增加3.5万个 is one, 新增588家 counts what is new."""
    if not _ABSOLUTE.match(verb) or re.search(r"新增|净增长额", before[-6:]):
        return False
    if re.search(rf"(?:最|更|不|至|很|提|缩)(?:{verb})", before[-4:]) and verb in ("高", "低", "多", "少", "快", "慢"):
        return False
    if re.fullmatch(rf"[再又]?{verb}", before.rstrip("约近超")):
        return True  # 人均经费46.6万元，多0.5万元
    if verb in ("高", "低", "多", "少", "快", "慢", "减", "降", "增", "涨", "跌", "升"):
        return bool(
            re.search(rf"(?:比|较|同比|环比|相比|高于|低于|人均|每|各|共)[^，。；]*{verb}", before)
        ) or verb in ("增", "减", "降", "升")
    return True


_VITAL_RATE = re.compile(r"(?:自然增长率|出生率|死亡率|失业率)[^，。；]{0,4}$")
_BEHIND = re.compile(r"的?(?:增长|增速|增幅|速度增长|速度递增|速度|涨幅|降幅)")
_COMPARING = ("高", "低", "多", "少", "快", "慢")


def _percent(
    text: str, quantity: Quantity, before: str, after: str, found: re.Match[str] | None, arrived: bool, average: bool
) -> Meant:
    value = quantity.value
    if text[quantity.start : quantity.end] in ("两位数", "双位数"):
        return Meant("growth", value, change=True)
    if _VITAL_RATE.search(before):
        return Meant("level", value)
    if value[0] < 0:  # 投资-3.2%: no part of a whole is negative
        return Meant("growth", value, change=True, average=average)
    growth = _growth(value, before, after, found, arrived)
    if growth is not None:
        return Meant("growth", growth, change=True, average=average)
    if _LEVEL_NOUN.search(before):
        return Meant("level", value)
    if _OF.match(after) or _SHARE.search(before):
        return Meant("share", value)
    if _INDICES.search(before):
        return Meant("level", value)
    return Meant("share", value, said=bool(re.match(r"(?:左右|以上|以下)?的", after)))


def _growth(
    value: tuple[Decimal, ...], before: str, after: str, found: re.Match[str] | None, arrived: bool
) -> tuple[Decimal, ...] | None:
    """The signed rate, where the words make the percentage one of change."""
    if _GROWTH_NOUN.search(before):
        return value if re.search(r"增速|增长率|增幅|涨幅", before[-12:]) else _signed(value, before)
    if found and not arrived and found["verb"] not in (*_COMPARING, "提前"):
        return _signed(value, before)
    if found and found["verb"] in _COMPARING and re.search(r"[比较于]", before):
        return _signed(value, before)
    if _BEHIND.match(after):
        return value
    changed = _CHANGED_OBJECT.search(before)
    return _signed(value, changed["verb"]) if changed and not arrived else None


def of_level(words: str) -> bool:
    """Whether a percentage of what `words` name is a level of it (投入强度, 景气指数) rather than a share."""
    return bool(_LEVEL_NOUN.search(words))


def _multiple(text: str, quantity: Quantity, before: str, average: bool) -> Meant:
    if text[quantity.start] == "翻" or re.search("翻了?$", text[quantity.start - 2 : quantity.start]):
        return Meant("multiple", quantity.value, change=True)
    if re.search(
        r"(?:增长|提高|提升|增加|上升|扩大|上涨|增|翻|涨|高出|多)(?:了|约|近|超过|超|逾|达到|达|\s)*$", before
    ) and not re.search(r"(?:到|至)(?:了|约|近|超)*$", before):
        return Meant("multiple", quantity.value, note="increase", change=True, average=average)
    return Meant("multiple", quantity.value)


def _signed(value: tuple[Decimal, ...], before: str) -> tuple[Decimal, ...]:
    """Negative where the nearest verb of change goes down."""
    verbs = list(re.finditer(rf"(?P<down>{_DOWN})|(?P<up>{_UP})", before))
    down = bool(verbs) and bool(verbs[-1]["down"])
    if down and re.search(r"降幅[^，。；]*(?:扩大|增加)", before):
        down = False
    return tuple(-number for number in value) if down else value
