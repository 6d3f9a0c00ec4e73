"""Time expressions of a view → periods, seen from the date of the document.

An expression knows where it stands, which days it covers and what it is for: a span (2023年, 前三季度), a point up to
which something is counted (截至3月底, 目前), a start (2014年以来), or the base of a comparison (比2013年).
Conventions: 目前 is the last day of the document's month; 月初 its 10th; months that would lie ahead of the document
belong to the year before; 今年, 去年 count from the document's year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from xietong.core.period import Period, days_in
from xietong.data import REGION, table
from xietong.statements.numbers import hanzi

Kind = Literal["span", "until", "since", "years", "base", "same", "from"]


@dataclass(frozen=True, slots=True)
class Time:
    """view[start:end] says `period`; `relative` marks what only makes sense beside another time (同期, 上年)."""

    start: int
    end: int
    kind: Kind
    period: Period | None
    words: str
    due: bool = False  # 到2027年, “十四五”末: what is said is to be reached by then
    relative: str = ""


_N = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR = (
    r"(?P<year>(?:19|20)\d{2}) ?年(?:全年|度(?!假))?|"
    r"(?P<hanyear>[一二]〇[〇一二三四五六七八九]{2})年|(?P<reyear>今年|本年度?|当年|去年(?!同[期月])|上年(?!同[期月])|上一年度?|前年|同年|那一?年(?!度|代)|明年|全年|次年|转年|第二年)(?:(?<!全年)全年)?"
)
_PART = (
    rf"(?P<half>上半年|下半年)|(?P<quarters>前(?P<nq>[一二三123])(?:个)?季度)|(?P<quarter>第?(?P<q>[一二三四1234])[ 、]?季度)|"
    rf"(?P<months>(?P<m1>{_N})(?: ?月份?)? ?(?:—|–|-|~|至|到)+ ?(?P<m2>{_N}) ?月份?)|"
    rf"(?P<first>前(?P<nm>{_N})个月)|"
    rf"(?P<month>(?P<m>{_N}) ?月(?:份|(?P<mid>上旬|中旬|下旬|初|底|末))?"
    rf"(?: ?(?P<d1>{_N}) ?日?(?:—|–|-|~|至|到)(?: ?(?P<mm2>{_N}) ?月)? ?(?P<d2>{_N}) ?日| ?(?P<d>{_N}) ?[日号])?)"
)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<long>(?P<ly1>(?:19|20)\d{2}) ?年 ?(?P<lm1>\d{1,2}) ?月(?:份)? ?(?:—|–|-|~|至|到)+ ?(?P<ly2>(?:19|20)\d{2}) ?年 ?(?P<lm2>\d{1,2}) ?月(?:份)?)"
        rf"|(?P<years>(?P<y1>(?:19|20)\d{{2}}) ?年? ?(?:—|–|-|~|至|到)+ ?(?P<y2>(?:19|20)\d{{2}}) ?年(?!\d))"
        rf"|(?P<dated>(?:{_YEAR})(?:(?P<yend>年?底|年?末|初)|(?:的?(?:{_PART})))?)"
        rf"|(?P<part>{_PART.replace('(?P<', '(?P<p_')})"
        r"|(?P<plan>[“\"]?(?P<pn>十[一二三四五六])[五][”\"]?(?:规划)?(?P<pspan>时期|期间)?(?P<pend>末|收官|开局之年|以来|前[一二三四]年)?)"
        r"|(?P<now>截至目前|截止目前|到目前为止|到目前|目前|截至发稿|迄今|如今|现已|当前)"
        r"|(?P<past>(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:多|余)?年(?P<pw>来|间|以来))"
        r"|(?P<recent>(?P<rw>过去|近|最近|连续|连续第|此前|前)(?P<rn>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:个)?(?P<ru>年(?!前|级|代)))"
        r"|(?P<ends>年底|年末|月底|月末|季末|期末|年终|季度末|同期末)"
        r"|(?P<same>上年同期|去年同期|上年同月|去年同月|同期|同比|环比|上月|上季度|上个月|年初)"
        r"|(?P<iso>(?P<iy>(?:19|20)\d{2})[.\-/](?P<im>\d{1,2})[.\-/](?P<id>\d{1,2})(?!\d))"
        r"|(?P<nowyear>本月|当月|本季度|今年以来|过去一年)"
    )


_SINCE = re.compile(r"[^，。；]{0,14}?以来|起|至今")
_AHEAD = re.compile(r"(?:力争|预计|确保|争取|计划|今年|目标|预期|有望|将在|到)[^，。；]{0,4}$")
_UNTIL_BEFORE = re.compile(r"(?:截至|截止|截止到|截至到|止|直至)$")
_DUE_BEFORE = re.compile(r"(?:到|至|力争|在|争取|力争到|力争在|预计到|预计|于|计划到)$")
_DUE_LEADS = re.compile(r"(?:^|[，。；：！\n” .、）条])(?:力争|确保|争取|预计|计划|努力)?(?:到|至|展望)$")
_BEFORE_THEN = re.compile(r"(?:以|之)?前(?![年\d])")
_COMPARES = re.compile(r"(?:(?<![之占])比|较|相比|相较|相较于|相对于?|对比)$")
_COMPARED_AFTER = re.compile(
    r"(?:水平)?为?[\d.]+）|(?:[^，。；]{0,6}|（[^）]{0,30}）的?[\d.]*[一-龥]{0,4})(?:相比|对照|比较|对比)|[^，。；]{0,4}的水平相比|为(?:基[期数]|起点)|(?:基本|大体)?(?:持平|相当)|[^，。；]{0,4}基础上"
)


def _tells_of_the_strategy(now: date) -> bool:
    """Whether ten years, said in a text of that day, are those since the region's strategy began."""
    first, last = table(REGION)["tenth_year"]
    return bool(first <= now <= last)


def _at_end(named: dict[str, str | None]) -> bool:
    """年底, 3月末, 月初, 十四五末: a point in time."""
    marks = (named["yend"], named["ends"], named["pend"] in ("末", "收官"))
    return any(marks) or any(named[key] in ("底", "末", "初") for key in ("mid", "p_mid"))


def _titled(text: str, at: int, start: int) -> bool:
    """Whether a time belongs to the title of a document: 《…行动计划（2016—2018年）》."""
    opening = text.rfind("《", start, at)
    return opening >= 0 and "》" not in text[opening:at]


def _number(words: str) -> int:
    return int(words) if words.isascii() else int(hanzi(words))


class Clock:
    """Reads the times of one article in order; remembers the year last spoken of. Made anew for every article."""

    def __init__(self, document: Period | None, *, plan: bool = False) -> None:
        self.document = document
        self.plan = (
            plan  # without a date of its own, 到2027年 at the head of a clause of a plan is a deadline all the same
        )
        self.year: int | None = None  # the year last named, for bare months and 同年

    @property
    def now(self) -> date | None:
        """The last day of the document's month: 目前 in official texts."""
        if self.document is None:
            return None
        end = self.document.end
        return date(end.year, end.month, days_in(end.year, end.month))

    def paragraph(self, section: Time | None) -> None:
        """A new paragraph: bare months count from the year of the section again, not from one named in passing."""
        self.year = section.period.end.year if section is not None and section.period is not None else None

    def read(self, text: str, start: int, end: int) -> list[Time]:
        """The times of view[start:end], in order."""
        return list(self._read(text, start, end))

    def _read(self, text: str, start: int, end: int) -> Iterator[Time]:
        for found in _pattern().finditer(text, start, end):
            if _titled(text, found.start(), start):
                continue
            time = self._one(text, found, end)
            if time is not None:
                yield time

    def _one(self, text: str, found: re.Match[str], end: int) -> Time | None:
        named = found.groupdict()
        at, stop = found.span()
        if named["same"]:
            return Time(at, stop, "same", None, found.group(), relative=found.group())
        if at and text[at - 1].isdecimal():
            return None
        if named["past"]:
            return self._past(found)
        if named["recent"]:
            return self._recent(found)
        if named["now"] or named["nowyear"]:
            return self._now(found)
        return self._calendar(text, found, text[max(0, at - 6) : at], text[stop : min(end, stop + 48)])

    def _calendar(self, text: str, found: re.Match[str], before: str, after: str) -> Time | None:
        """A year, a part of one, a day, a plan period: which days, and what they are for."""
        named = found.groupdict()
        at, stop = found.span()
        comparing = self._is_base(before, after)
        leaving = bool(re.search(r"(?:由|从|自)$", before)) and bool(re.match(r"的|不足|约|近|超", after))
        period = self._period(named, before, after)
        if period is None:
            return None
        said = (
            named["year"]
            or named["hanyear"]
            or named["reyear"] in ("今年", "去年", "前年")
            or named["long"]
            or named["years"]
        )
        if said and not comparing and not leaving and not self._ahead(period):
            self.year = period.end.year
        at_end = _at_end(named)
        if comparing or leaving:
            kind: Kind = "base" if comparing else "from"
            return Time(at, stop, kind, Period.until(period.end) if at_end else period, found.group())
        if named["long"]:
            return Time(at, stop, "span", period, found.group())
        kind, due = self._purpose(named, before, after, period)
        if kind == "until":
            return Time(at, stop, kind, Period.until(period.end), found.group(), due=due)
        if kind == "since":
            return self._since(found, period, after)
        return Time(at, stop, kind, period, found.group(), due=due)

    def _purpose(self, named: dict[str, str | None], before: str, after: str, period: Period) -> tuple[Kind, bool]:
        """What a stretch of the calendar is for, and whether it is a deadline."""
        if _UNTIL_BEFORE.search(before):
            return "until", False
        if _SINCE.match(after) or re.search(r"自从?$", before) or named["pend"] == "以来":
            return "since", False
        at_end = _at_end(named)
        if self._ahead(period):
            reached = _DUE_BEFORE.search(before) and named["reyear"] not in ("全年", "今年")
            if reached or at_end or re.match(r"[^，。；]{0,8}(?:后|时|前)(?:，|$)", after):
                return "until", True
        elif self.document is None and self.plan and self._set_by(before, after):
            return "until", True
        return ("until", named["pend"] is not None) if at_end else ("span", False)

    @staticmethod
    def _set_by(before: str, after: str) -> bool:
        """Whether the words around a time of a plan without a date make it a deadline: 到2027年, 即到2026年底，…, 2026年前."""
        led = _DUE_LEADS.search(before) or _BEFORE_THEN.match(after)
        return bool(led) or (before[-1:] in ("到", "至") and bool(re.match(r"[底末]?[，：]", after)))

    def _since(self, found: re.Match[str], period: Period, after: str) -> Time | None:
        """2014年以来: from its first day to now."""
        now, more = self.now, _SINCE.match(after)
        if now is None or period.start is None or period.start > now:
            return None
        stop = found.end() + (more.end() if more else 0)
        return Time(found.start(), stop, "since", Period(period.start, now), found.group())

    def _is_base(self, before: str, after: str) -> bool:
        """比2013年, 是2013年的1.9倍, 与2013年相比, 在2013年基础上."""
        if _COMPARES.search(before):
            return True
        if re.search(r"(?:相当于|是|为|达到|约为|约是)$", before):
            return bool(re.match(r"的[^，。；]{0,8}倍|水平的|[^，。；]{0,8}的[^，。；]{0,6}倍", after))
        if re.search(r"(?:与|同|和|较|比)[^，。；（]{1,8}（$", before):  # 与起步时（2016年）相比
            return bool(re.match(r"）(?:的[^，。；]{0,6})?(?:相比|对照|比较|对比|增|减|下降|上升|提高)", after))
        return bool(re.search(r"(?:与|同|和|以|在)$", before)) and bool(_COMPARED_AFTER.match(after))

    def _ahead(self, period: Period) -> bool:
        return self.document is not None and period.end > self.document.end

    def _now(self, found: re.Match[str]) -> Time | None:
        now = self.now
        words = found.group()
        if now is None or self.document is None:
            return Time(*found.span(), "until", None, words)
        if words == "今年以来":
            return Time(*found.span(), "since", Period(date(now.year, 1, 1), now), words)
        if words == "过去一年":
            return Time(*found.span(), "span", Period.year(now.year - 1), words) if now.month <= 4 else None
        if words in ("本月", "当月", "本季度", "当前"):
            return None
        return Time(*found.span(), "until", Period.until(now), words)

    def _past(self, found: re.Match[str]) -> Time | None:
        now, count = self.now, _number(found["n"])
        if now is None or not 1 <= count <= 40:
            return None
        if count == 10 and _tells_of_the_strategy(now):
            return Time(*found.span(), "years", Period(table(REGION)["began"], now), found.group())
        return Time(*found.span(), "years", Period.year(now.year - count, now.year - 1), found.group())

    def _recent(self, found: re.Match[str]) -> Time | None:
        now, count = self.now, _number(found["rn"])
        if now is None or not 1 < count <= 40 or found["rw"] == "前":
            return None
        return Time(*found.span(), "years", Period.year(now.year - count, now.year - 1), found.group())

    def _period(self, named: dict[str, str | None], before: str, after: str) -> Period | None:
        try:
            if named["long"]:
                return _long_span(named)
            if named["years"]:
                first, last = int(named["y1"] or 0), int(named["y2"] or 0)
                return Period.year(first, last) if first <= last else None
            if named["iso"]:
                return Period.day(date(int(named["iy"] or 0), int(named["im"] or 0), int(named["id"] or 0)))
            if named["plan"]:
                return _plan(named)
            if named["ends"]:
                return self._ends(named["ends"], before, after)
            return self._in_year(named, before) if named["dated"] else self._bare_part(named, before, after)
        except (ValueError, KeyError):
            return None

    def _in_year(self, named: dict[str, str | None], before: str) -> Period | None:
        """A year, or the part of it that is named with it."""
        year = self._named_year(named, before)
        if year is None:
            return None
        if part := self._part(named, "", year):
            return part
        return Period.day(date(year, 1, 10)) if (named["yend"] or "").endswith("初") else Period.year(year)

    def _named_year(self, named: dict[str, str | None], before: str = "") -> int | None:
        if named["year"]:
            return int(named["year"])
        if named["hanyear"]:
            return int(hanzi(named["hanyear"]))
        words = named["reyear"] or ""
        if words in ("同年", "当年", "那年", "那一年"):
            return self.year
        if words == "全年":
            return self._whole_year(before)
        if words in ("次年", "转年", "第二年") and self.year is not None:
            return self.year + 1
        if self.document is None:
            return None
        now = self.document.end.year
        shift = {
            "去年": -1,
            "上年": -1,
            "上一年": -1,
            "上一年度": -1,
            "前年": -2,
            "明年": 1,
            "次年": 1,
            "转年": 1,
            "第二年": 1,
        }.get(words, 0)
        if words in ("上年", "上一年", "上一年度") and self.year is not None:
            return self.year - 1
        return now + shift

    def _whole_year(self, before: str) -> int | None:
        if self.document is None:
            return self.year
        now = self.document.end
        if _AHEAD.search(before):
            return now.year
        if self.year is not None and self.year < now.year:
            return self.year
        return now.year if now.month == 12 else now.year - 1

    def _bare_part(self, named: dict[str, str | None], before: str, after: str) -> Period | None:
        """A part of a year without its year: of the year last named, or the last that had begun by the document's date."""
        for year in self._years():
            period = self._part(named, "p_", year)
            if period is None:
                return None
            ahead = _AHEAD.search(before) or (self.plan and _BEFORE_THEN.match(after))  # 9月底前 in a plan lies ahead
            if self.document is None or period.end <= self._latest(named) or ahead:
                return period
        return None

    def _years(self) -> list[int]:
        if self.document is None:
            return [self.year] if self.year else []
        now = self.document.end.year
        return [self.year, now, now - 1] if self.year in (now - 1,) else [now, now - 1]

    def _latest(self, named: dict[str, str | None]) -> date:
        assert self.document is not None
        end = self.document.end
        return date(end.year, end.month, days_in(end.year, end.month))

    def _part(self, named: dict[str, str | None], prefix: str, year: int) -> Period | None:
        def get(name: str) -> str:
            return named.get(prefix + name) or ""

        if get("half"):
            return Period.months(year, 1, 6) if get("half")[0] == "上" else Period.months(year, 7, 12)
        if get("quarters"):
            return Period.months(year, 1, 3 * _number(get("nq")))
        if get("quarter"):
            quarter = _number(get("q"))
            return Period.months(year, 3 * quarter - 2, 3 * quarter)
        if get("months"):
            first, last = _number(get("m1")), _number(get("m2"))
            return Period.months(year, first, last) if 1 <= first <= last <= 12 else None
        if get("first"):
            return Period.months(year, 1, _number(get("nm")))
        if get("month"):
            return self._month(get, year)
        return None

    def _month(self, get: object, year: int) -> Period | None:
        assert callable(get)
        month = _number(get("m"))
        if not 1 <= month <= 12:
            return None
        if get("d1"):
            other = _number(get("mm2")) if get("mm2") else month
            return Period(date(year, month, _number(get("d1"))), date(year, other, _number(get("d2"))))
        if get("d"):
            return Period.day(date(year, month, _number(get("d"))))
        part = get("mid")
        last = days_in(year, month)
        if part == "初":
            return Period.day(date(year, month, 10))
        if part in ("上旬", "中旬", "下旬"):
            first, end = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last)}[part]
            return Period(date(year, month, first), date(year, month, end))
        return Period.months(year, month, month)

    def _ends(self, words: str, before: str, after: str) -> Period | None:
        if words not in ("年底", "年末", "年终") or (self.document is None and self.year is None):
            return None
        if self.document is None:
            return Period.year(self.year or 1)
        now = self.document.end
        if re.match(r"前|之前", after) or re.search(r"(?:力争|预计|到|争取|计划|今年)$", before):
            return Period.year(now.year)
        if self.year is not None and self.year < now.year:
            return Period.year(self.year)
        return Period.year(now.year if now.month == 12 else now.year - 1)


def _long_span(named: dict[str, str | None]) -> Period:
    """2019年10月—2020年3月."""
    year, month = int(named["ly2"] or 0), int(named["lm2"] or 0)
    first = date(int(named["ly1"] or 0), int(named["lm1"] or 0), 1)
    return Period(first, date(year, month, days_in(year, month)))


def _plan(named: dict[str, str | None]) -> Period | None:
    """A five-year plan: its span, its last year, its first, its first few. The eleventh ran from 2006 to 2010."""
    first = 2006 + 5 * "一二三四五六".index((named["pn"] or "")[-1])
    part = named["pend"] or ""
    if not part:
        return Period.year(first, first + 4) if named["pspan"] else None
    if part == "末":
        return Period.year(first + 4)
    if part == "开局之年":
        return Period.year(first)
    if part.startswith("前"):
        return Period.year(first, first + _number(part[1]) - 1)
    return Period.year(first, first + 4)


def as_until(time: Time) -> Time:
    """The same time read as a deadline."""
    return replace(time, kind="until", due=True, period=Period.until(time.period.end)) if time.period else time
