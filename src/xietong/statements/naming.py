"""What a figure of an article measures: what its clause says, else what was spoken of before it."""

from __future__ import annotations

import re

from xietong.statements.context import InSentence, Standing
from xietong.statements.coordinate import Coordination
from xietong.statements.find import Quantity
from xietong.statements.indicator import completed, has_verb, phrase, shared_head
from xietong.statements.measure import Meant
from xietong.statements.places import Place
from xietong.statements.times import Time
from xietong.statements.where import bracketed

# Words that name nothing by themselves: the figure is of what was spoken of before (分别增长, 相当于, 这一里程).
_EMPTY = re.compile(
    r"(?:按[^，]{0,12}计算|[比较]?(?:年初)?预算数?|扣除价格因素|(?:这一|该|上述|此)[一-龥]{1,3}|两者|二者|三者|(?:首次|近期|最终)?(?:公布|发布|修订|统计|核实|更新|记录)(?:数字|数据|结果|后|值)?|"
    r"另[一有][一-龥]{2,4}(?:记|表述)?|首发值?|(?:上年|去年|前年)(?:同月|同期)?|今年|发展|壮大|后来|改用|一年|原先|此前|早先|合占|若以为基数|以为基数|则|需|的|相当于|增量|减量|再|最快|最高|最低|依次|[较比]?[快慢高低多少]|同比|环比|其中|年均|比上年|较上年|均|分别|增速|增幅|同期|实际|名义|可比|总数|总量|总额|总|数量|规模|全部|幅度|降幅|涨幅|增长|年均增长率|增长率|平均|每年|连续|达)+"
)
_PART = re.compile(r"占比?(?:约|近|超|超过|达|为)*$")
_RELATIVE = re.compile(r"占|拉动|贡献|高于|低于|快于|慢于")


def indicator_of(
    standing: Standing, span: tuple[int, int], quantity: Quantity, times: list[Time], places: list[Place],
    state: InSentence, member: Coordination | None, meant: Meant, previous_end: int,
) -> str:  # fmt: skip
    """The noun phrase of a figure; remembers in `state` what the figures after it may leave out."""
    text = standing.text
    if member is not None and member.indicator:
        state.indicator = member.indicator
        return member.indicator
    if bracketed(text, quantity, places):
        return state.indicator or standing.said.indicator
    if previous_end > span[0]:
        previous_end = max(previous_end, min(state.taken, quantity.context_start))
    words = phrase(text, quantity, span, times, places, previous_end)
    state.taken = quantity.context_end + _common(words, text[quantity.context_end : quantity.context_end + 30])
    if len(words) < 2 or _EMPTY.fullmatch(words):
        return _inherited(standing, span, quantity, state, meant, first=previous_end <= span[0])
    words = _with_head(
        words, text[quantity.context_end : quantity.context_end + 30], quantity, state, first=previous_end <= span[0]
    )
    whole = completed(words, state.subject or standing.said.indicator, state.held)
    if meant.measure == "share":
        state.share = whole
    if not _RELATIVE.match(words):
        state.indicator = whole
        if whole == words and "占" not in words:
            state.subject = words
    return whole


def _inherited(
    standing: Standing, span: tuple[int, int], quantity: Quantity, state: InSentence, meant: Meant, *, first: bool
) -> str:
    """What a figure is of whose clause names nothing."""
    if state.indicator and meant.measure == "share" and _PART.search(standing.text, span[0], quantity.start):
        return state.indicator.removesuffix("占比") + "占比"
    if state.share and quantity.unit == "百分点":
        return state.share
    if state.matter and first:
        state.indicator = state.subject = completed(state.matter, standing.said.indicator, "")
    return state.indicator or standing.said.indicator


def _with_head(words: str, behind: str, quantity: Quantity, state: InSentence, *, first: bool) -> str:
    """The thing counted with what the list shares, which the first of a list says: 上线5万名专家、2万台设备."""
    if first:
        state.head = shared_head(words, behind) if quantity.counted else ""
    elif state.head and quantity.counted and len(words) <= 8 and not has_verb(words):
        return state.head + words
    return words


def _common(words: str, behind: str) -> int:
    """How many characters behind a number its phrase has taken in."""
    return next((size for size in range(len(words), 1, -1) if behind.startswith(words[-size:])), 0)
