"""What is not a quantity: dates, names, codes, ordinals, slogans, definitions, counts that only announce a list.

Each rule looks at one numeral in its surroundings and answers with a reason (a key of `data/reasons.toml`, or
"silent" for what nobody would take for a figure), with QUANTITY where it is sure of one, or with None where it has
nothing to say. The rules are tried in order and the first answer holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from xietong.statements.numbers import arabic, hanzi

QUANTITY = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """A numeral with its unit at text[start:stop] and what stands around it.

    `numeral` is the number as written, `more` whether 余 or 多 stands within; `before` has the 16 characters before,
    `behind` the 8 after the digits alone, `tail` the 8 after the unit.
    """

    text: str
    start: int
    stop: int
    numeral: str
    unit: str
    magnitude: str
    before: str
    behind: str
    tail: str
    more: bool = False

    @property
    def bare(self) -> bool:
        """No unit and no magnitude: a naked number."""
        return not self.unit and not self.magnitude

    @property
    def lone(self) -> bool:
        """A numeral that is nothing but a magnitude: 千, 百万."""
        return bool(_MAGNITUDES.match(self.numeral)) and (self.numeral != "十" or self.more)

    @property
    def ranked(self) -> bool:
        """前十名, 第三位."""
        return self.unit in ("名", "位") and bool(re.search(r"(?:前|第|后)$", self.before))


Rule = Callable[[Sight], str | None]


def verdict(sight: Sight, rules: tuple[Rule, ...]) -> str:
    """The first answer of the rules; QUANTITY where none has one."""
    for rule in rules:
        answer = rule(sight)
        if answer is not None:
            return answer
    return QUANTITY


_MAGNITUDES = re.compile(r"^[百千万亿十]+$")
_LATIN_BEFORE = re.compile(r"[A-Za-zⅠ-Ⅻα-ω_/+×＋#.](?:-|—)?$")
_CALENDAR = re.compile(r" ?(?:年|月|日|号|时(?!\w)|世纪|年代|季度|年级|周年|旬|届|点\d|时\d|[:：]\d\d)")
_NAMED = re.compile(
    r"号(?:线|楼|院|路|文|令|公告|机组|井|泊位)?|号|路(?:公交|车)|强(?![度化])|版|届|期(?!间|末)|后[、，,。的]|字头|"
    r"环(?:路|外|内|以)|院校|大精神|时代|码|星级|星(?:饭店|酒店)|化|带|寸|英寸"
)
_ACHIEVED = re.compile(
    r"(?:缩短|压缩|延长|提前|减少|达到|达|平均|长达|缩减|增加|增长|提高)(?:了|到|至|为|近|约|超过|超)*$"
)
_AGE = re.compile(r"(?:年龄|寿命|岁数|平均|提高|增长|增加|达到|升至|延长)[^，。；]{0,12}$")
_ANNOUNCED = re.compile(r"(?:举措|措施|要求|原则|方面的要求|意见|建议|要点|工作举措|任务如下|内容如下)[：:]|举措。")
_ABSTRACT = re.compile(
    r"(?:重点)?(?:重点|[^，。；、]{0,4}(?:方式|办法|模式|途径|渠道)|领域|方面|环节|维度|层面|关系|关键|要素|阶段|角度|功能|"
    r"主题|目标|板块|原则|理念|统筹|体系|特征|特点|问题|主体|梯次|定位)"
)
# Classifiers that are as often part of a name: 3号线, 第2期, 5区.
_NAMING_UNITS = frozenset(
    [
        "期",
        "届",
        "号",
        "版",
        "级",
        "线",
        "代",
        "轮",
        "区",
        "国",
        "市",
        "省",
        "层",
        "字",
        "度",
        "g",
        "t",
        "L",
        "段",
        "环",
    ]
)
_ALWAYS_NAMES = frozenset(["线", "版", "届", "期", "级", "代", "字", "段"])


def in_latin(text: str, start: int) -> bool:
    """Whether a numeral belongs to a Latin name: PM2.5, 5G, +2."""
    return bool(_LATIN_BEFORE.search(text[max(0, start - 2) : start]))


def lists_all(text: str, start: int, numeral: str) -> bool:
    """Whether the things counted were all named just before: A、B、C三个方面 only announces its own list."""
    left = max(text.rfind(mark, max(0, start - 120), start) for mark in "，。；：\n")
    named = re.split(r"[、和及]|以及", text[left + 1 : start].removesuffix("等"))
    try:
        count = int(arabic(numeral) if numeral.isascii() else hanzi(numeral))
    except ValueError:
        return False
    return len(named) >= count > 1


def quoted(text: str, start: int, end: int, longest: int = 8) -> bool:
    """Whether the number stands inside a short quoted name (“871”, “3+2”) or a title."""
    left = max(text.rfind("“", max(0, start - longest), start), text.rfind("《", max(0, start - 30), start))
    if left < 0 or "”" in text[left:start] or "》" in text[left:start]:
        return False
    closing = "”" if text[left] == "“" else "》"
    right = text.find(closing, end, end + (longest + 2 if closing == "”" else 40))
    if right < 0:
        return False
    return closing == "》" or (right - left <= longest and not re.search(r"[，。；、达增超]", text[left:right]))


# --- numerals in digits ------------------------------------------------------------------------------------------


def _latin_name(sight: Sight) -> str | None:
    if _LATIN_BEFORE.search(sight.before[-2:]) and not re.search(r"[A-Za-z]{3,} $", sight.before):
        return "name"
    return "name" if sight.bare and re.match(r"[A-Za-z]", sight.behind) else None


def _ordinal(sight: Sight) -> str | None:
    if not re.search(r"第 ?$", sight.before):
        return None
    return QUANTITY if sight.unit in ("位", "名") else "ordinal"


def _date(sight: Sight) -> str | None:
    if sight.magnitude or (sight.unit == "届" and _HELD.search(sight.before)):
        return None
    if re.match(r" ?年", sight.behind) and len(sight.numeral) == 4:
        return "silent"
    if re.match(r" ?[—–\-~至到]+ ?\d{1,4} ?[年月日]", sight.behind):
        return "silent"
    return "silent" if sight.unit in ("", "日", "点", "届") and _CALENDAR.match(sight.behind) else None


# 已举办4届, 公路自行车赛（7届）: how often it was held.
_HELD = re.compile(r"(?:（|举办|召开|举行)(?:了)? ?$")


def _stretch(sight: Sight) -> str | None:
    """A stretch of time is a period, unless the duration itself is what was achieved."""
    if sight.unit == "个" and re.match(r"月|季度|年|星期|学期|世纪", sight.tail):
        return "silent"
    spans = sight.unit == "天" and re.match(r"来|间|内(?!可)|后|里|以来", sight.tail)
    if spans and not _ACHIEVED.search(sight.before):
        return "silent"
    return "silent" if sight.unit == "日" or (sight.unit == "时" and not sight.magnitude) else None


def _numbered_name(sight: Sight) -> str | None:
    if sight.unit not in _NAMING_UNITS or sight.magnitude:
        return None
    if sight.unit == "届" and _HELD.search(sight.before):
        return QUANTITY
    if sight.unit in _ALWAYS_NAMES or (sight.unit != "轮" and _NAMED.match(sight.behind)):
        return "name"
    if sight.unit in ("省", "市", "国", "区"):
        return "place"
    return "name" if sight.unit in ("g", "t", "L") else None


def _followed_by_name(sight: Sight) -> str | None:
    return "name" if sight.bare and _NAMED.match(sight.behind) else None


def _clock(sight: Sight) -> str | None:
    if sight.unit == "点" and "." not in sight.numeral and re.match(r"\d|钟|半|，|至|到|前|后|以", sight.tail):
        return "clock" if int(sight.numeral.replace(",", "")) <= 24 else None
    return "clock" if sight.unit == "分" and re.search(r"\d ?[时点]$", sight.before) else None


def _rest_of_a_span(sight: Sight) -> str | None:
    return "silent" if not sight.unit and re.search(r"[\d年][—\-~至到]$", sight.before) else None


def _defines(sight: Sight) -> str | None:
    """Numbers that draw a border: ages, sizes, the base of an index, a rate of exchange."""
    if sight.unit in ("户", "口") and not sight.magnitude and re.match(r"型|径", sight.tail):
        return "name"
    if sight.unit in ("岁", "周岁") and not _AGE.search(sight.before):
        return "definition"
    whom = sight.unit == "人" and not sight.magnitude
    if whom and re.match(r"(?:及)?以上(?:的)?(?:大班|企业|单位|会议|团体|集体)", sight.tail):
        return "definition"
    based = sight.numeral in ("100", "1000") and not sight.unit
    if based and re.search(r"以[^，。；（]{2,12}(?:为|=)$", sight.before):
        return "definition"
    exchanged = sight.unit.endswith("元") and sight.numeral == "1" and re.match(r"兑|=|折合|对", sight.tail)
    return "definition" if exchanged else None


_SIZED = re.compile(
    r"(?:元|吨|米|千瓦|兆瓦|亩|人|户|套|床|千米|公里|公顷|立方米|平方米|蒸吨|蒸吨/小时|岁|分贝|毫米|厘米|伏|瓦|马力)$"
)


def _draws_line(sight: Sight) -> str | None:
    """10亿元以上在建项目942个, 经费逾500亿元的行业10个: the first number says which are counted."""
    if not _SIZED.search(sight.unit):
        return None
    rest = sight.text[sight.stop : sight.stop + 24]
    if re.match(
        r"(?:及)?以[上下](?:的)?(?=[一-龥]{0,12}?\d)(?!.{0,3}(?:增|降|减|比|较|达|占|目标))[一-龥]{0,12}?\d[^，。；]{0,6}[个家项户台座套人名条处]",
        rest,
    ):
        return "definition"
    if re.match(r"(?:及)?以下(?:的)?[一-龥]{3}", rest) and sight.unit not in ("元", "人", "公里"):
        return "definition"
    over = re.search(r"(?:逾|超过?|不足|不到|大于|小于|在)$", sight.before)
    whose = re.match(r"(?:以[上下])?的[一-龥]{1,10}(?:（[^）]{1,4}）)?有?\d[\d.,万]*[个家项户台座套人名条处]", rest)
    return "definition" if over and whose else None


def _points_back(sight: Sight) -> str | None:
    """这10个行业: counted before."""
    return "list" if sight.unit and re.search(r"(?:这|该|此|上述|专栏|附表|附图) ?$", sight.before) else None


def _announces(sight: Sight) -> str | None:
    if sight.unit == "点" and re.match(r"要求|意见|建议|希望|启示|体会", sight.tail):
        return "list"
    if sight.unit in ("个", "位", "家") and sight.tail.startswith("大中城市"):
        return "name"
    if sight.unit in ("项", "个", "家", "市", "地") and not sight.magnitude and re.match("合计|共计|总计", sight.tail):
        return "list"  # 两项合计575.8亿元
    follows = sight.tail + sight.text[sight.stop + 8 : sight.stop + 16]
    extremes = sight.unit and re.search(r"[高低多少大小]的$", sight.before)
    return "list" if extremes and re.match(r"[^，。；]{0,8}依次[是为]", follows) else None


_KEPT_WITHIN = re.compile(r"(?:控制在|缩短[到至]|压缩[到至]|不超过|不高于)$")  # else round the clock


def _named_in_full(sight: Sight) -> str | None:
    if sight.unit == "大":
        counts = sight.before.endswith("等") and not lists_all(sight.text, sight.start, sight.numeral)
        return QUANTITY if counts else "name"
    if (sight.unit == "小时" and sight.numeral == "24" and not _KEPT_WITHIN.search(sight.before)) or (
        not sight.unit and quoted(sight.text, sight.start, sight.stop)
    ):
        return "name"
    if sight.unit and _ANNOUNCED.match(sight.tail):
        return "list"
    listing = sight.unit in ("个", "项", "类", "条") and not sight.magnitude and _ABSTRACT.match(sight.tail)
    return "list" if listing and lists_all(sight.text, sight.start, sight.numeral) else None


DIGITS: tuple[Rule, ...] = (
    _latin_name,
    _ordinal,
    _date,
    _stretch,
    _numbered_name,
    _followed_by_name,
    _clock,
    _rest_of_a_span,
    _defines,
    _draws_line,
    _points_back,
    _announces,
    _named_in_full,
)


# --- numerals in characters ----------------------------------------------------------------------------------------

_SLOGAN_BEFORE = re.compile(
    r"(?:第|[每上这该其同各首头某另下此那哪几数整任]|唯|逐|统|独|进|不|之|合|单|专|万|[“《]|周|星期|学|初|(?<![提升])高|大|小|"
    r"农历|正)$"
)
_MEANT = re.compile(r"(?:近|超|超过|逾|约|过|突破|达|达到|不足|将近|上)$")
_GROWN = re.compile(r"(?:增长|翻|翻了|提高|增加|扩大|高|多|超|超过|近|约|不足|达|提升)(?:了)?(?:近|约|超|超过|不止)?$")
_ONLY = re.compile(r"(?:仅用|只用|仅需|只需|缩短至|压缩至|压缩到|缩短到|缩短为)(?:了)?$")
_PER_UNIT = re.compile(r"(?:GDP|国内生产|地区生产|工业|增加值|产值|单位|能耗|以上|以下|名|口|计)")
# Classifiers that a single numeral rarely counts with in such texts, and the words before that make it a count.
_RARE = {
    **dict.fromkeys("人头单元门层道口对分起", r"$^"),
    **dict.fromkeys("位次名类套支部成", r""),
    "门": r"",
    "天": r"(?:仅用|缩短|压缩|增加|减少)",
    "场": r"(?:举办|召开|开展|组织|举行|活动)",
}


def _magnitude_class(sight: Sight) -> str | None:
    """千亿级 is an order of magnitude, 三级 a name."""
    if sight.unit in ("级", "量级"):
        return QUANTITY if sight.numeral.endswith("亿") else "name"
    return None


def _article(sight: Sight) -> str | None:
    """一 is a number only in 增长一倍, 一小时通勤圈, 仅用一天; 二 counts nothing (两 does)."""
    if sight.numeral == "一" and not _one_counts(sight):
        return "silent"
    return "name" if sight.numeral == "二" and sight.unit not in ("成", "倍", "番") else None


def _one_counts(sight: Sight) -> bool:
    if sight.unit in ("倍", "番", "成"):
        return bool(_GROWN.search(sight.before))
    if sight.unit in ("小时", "个小时"):
        return True
    return sight.unit in ("天", "个工作日", "工作日") and bool(_ONLY.search(sight.before))


def _lone_magnitude(sight: Sight) -> str | None:
    """近百家 is a figure, 百家 a way of speaking, 万元GDP a unit."""
    if not sight.lone:
        return None
    meant = sight.more or bool(_MEANT.search(sight.before))
    if not meant and not sight.ranked and sight.unit not in ("元", "张", "名"):
        return "name"
    if meant and sight.unit != "大":
        return "name" if re.match(r"强|佳|优|万工程", sight.tail) else QUANTITY
    per = sight.before.endswith("每") or (sight.unit in ("元", "吨", "人", "户") and _PER_UNIT.match(sight.tail))
    step = sight.unit == "元" and (re.search(r"[个条]$", sight.before) or re.match(r"台阶|级", sight.tail))
    return "unit" if per or step else None


def _rank(sight: Sight) -> str | None:
    return QUANTITY if sight.ranked else None


def _slogan(sight: Sight) -> str | None:
    hours = sight.before.endswith("“") and "小时" in sight.unit
    if _SLOGAN_BEFORE.search(sight.before) and not re.search(r"(?:超|近|约)$", sight.before) and not hours:
        return "name"
    if re.search(r"[一二三四五六七八九十\d]$", sight.before):
        return "silent"
    return "name" if sight.unit == "位" and sight.tail.startswith("一体") else None


def _one_of_them(sight: Sight) -> str | None:
    return "list" if re.match(r"[^，。；、]{1,8}之一", sight.tail) else None


def _great(sight: Sight) -> str | None:
    """等五大主干河流 counts; 三大动力源 is a name."""
    if sight.unit != "大":
        return None
    counts = sight.before.endswith("等") and not lists_all(sight.text, sight.start, sight.numeral)
    return QUANTITY if counts else "name"


def _months(sight: Sight) -> str | None:
    spans = sight.unit in ("个", "项", "类", "种", "条", "点") and re.match(r"月|季度|年|星期|世纪", sight.tail)
    return "silent" if spans else None


def _rarely_counted(sight: Sight) -> str | None:
    if len(sight.numeral) > 1 or sight.numeral == "半" or sight.unit not in _RARE:
        return None
    return None if re.search(_RARE[sight.unit], sight.before) else "name"


def _idiom(sight: Sight) -> str | None:
    if sight.unit == "成" and re.match(r"[立为功就果本]", sight.tail):
        return "silent"
    if sight.unit == "次" and re.match(r"[会全创元方世数级]|产业|分配", sight.tail):
        return "name"
    if sight.unit == "项" and re.match(r"赛|全能", sight.tail):
        return "name"
    return "silent" if sight.unit in ("天", "日") and re.match(r"内|来|间|后", sight.tail) else None


def _half(sight: Sight) -> str | None:
    if sight.numeral != "半":
        return None
    if sight.unit not in ("小时", "个小时", "天", "倍", "成", "数") or re.search(r"[个一]$", sight.before):
        return "silent"
    return None


def _quoted_name(sight: Sight) -> str | None:
    timed = sight.unit in ("小时", "个小时", "分钟")
    if timed:
        return None
    return "name" if quoted(sight.text, sight.start, sight.stop, 18) or _slogans(sight) else None


def _slogans(sight: Sight) -> bool:
    """“两个层次、九个重点领域”, “三带、九片”: numbers one after another in quotation marks."""
    left = sight.text.rfind("“", max(0, sight.start - 24), sight.start)
    right = sight.text.find("”", sight.stop, sight.stop + 24)
    inside = sight.text[left + 1 : right] if 0 <= left < right else ""
    parts = inside.split("、")
    return len(parts) > 1 and "”" not in inside and all(re.match("[一二两三四五六七八九十多]", part) for part in parts)


_THEM = re.compile(r"[一-龥]{2,8}?(?:中，|里，|之比|分别|依次|之中)")


def _counted_again(sight: Sight) -> str | None:
    """汽车、电力两个行业分别…, 五个分指数中，…: those just named, or those about to be."""
    if sight.unit not in ("个", "类", "种", "项", "家", "大类", "大") or not _THEM.match(
        sight.tail + sight.text[sight.stop + 8 : sight.stop + 14]
    ):
        return None
    opens = not sight.before or sight.before[-1] in "，。；：\n"
    return "list" if opens or lists_all(sight.text, sight.start, sight.numeral) else None


def _announced(sight: Sight) -> str | None:
    if sight.unit == "部" and sight.tail.startswith("分"):
        return "list"  # 由甲、乙、丙三部分组成
    if sight.unit in ("项", "类", "个", "家", "市", "地") and re.match("合计|共计|总计", sight.tail):
        return "list"  # 三项合计290.8亿元
    if sight.tail.startswith("“") and lists_all(sight.text, sight.start, sight.numeral):
        return "list"
    if re.match(r"(?:举措|措施|要求|原则|特点|问题|要点)|[^，。；：]{0,8}[：:]", sight.tail):
        return "list"
    listing = _ABSTRACT.match(sight.tail) and lists_all(sight.text, sight.start, sight.numeral)
    return "list" if listing else None


CHARACTERS: tuple[Rule, ...] = (
    _draws_line,
    _magnitude_class,
    _article,
    _lone_magnitude,
    _rank,
    _slogan,
    _one_of_them,
    _great,
    _months,
    _rarely_counted,
    _idiom,
    _half,
    _quoted_name,
    _counted_again,
    _announced,
)
