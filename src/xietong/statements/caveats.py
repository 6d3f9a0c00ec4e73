"""Scope (口径) and attribution (出处): what the figure is said to cover, and who is said to have said it."""

from __future__ import annotations

import re

_SCOPE = re.compile(
    r"按(?:不变价格?|可比价格?|现价|当年价格?|可比口径|常住人口|户籍人口|美元计?价?|人民币计?价?|可比|在地|法人)(?:计算|计价|计)?|扣除价格因素|剔除[^，。；]{1,12}因素|"
    r"规模以上|规上|限额以上|限上|不含农户|不含[^，。；（）]{1,8}|全口径|全部|累计|新增|净增|实际(?=增长|下降)|名义(?=增长)|人均|单位面积|日均|月均|年均|平均|"
    r"(?:全社会|全行业|全部工业|大中型)|亿元以上(?=[一-龥])|存量|当月|当季|年内|期末|季节调整后|经季节调整"
)
_ATTRIBUTION = re.compile(
    r"(?:据|根据|依据|按照|按)(?P<by>[^，。；：“”]{2,30}?)(?:的?(?:最新)?(?:统计|数据显示|数据|测算|核算|监测|调查|介绍|消息|发布的数据|通报|初步统计|初步核算|公布的数据|公告|报道|反馈|透露|预测|评估)(?:结果)?(?:显示|表明)?)(?=[，：,]|$)|"
    r"从(?P<from>[^，。；：]{2,30}?)(?:了解到|获悉|得知|传来)|"
    r"(?P<says>[^，。；：“”\s]{2,24}?)(?:最新|日前|近日|昨日|今日|\d{1,2}日)?(?:发布的?|公布的?)?(?:统计|监测|调查)?(?:数据|结果|报告|公报)(?:显示|表明)|"
    r"(?P<official>[^，。；：“”\s]{3,20}(?:负责人|主任|局长|发言人|厅长))(?:介绍|表示|说|透露|通报)"
)


# 按不变价格计算，…: said in a clause of its own, it holds for what follows in the sentence.
_BASIS = re.compile(r"按[^，。；]{2,12}(?:计算|计价|计)|扣除价格因素|剔除[^，。；]{1,12}因素")


def scope(text: str, sentence: int, clause: int, end: int) -> tuple[str, ...]:
    """The scope words that bear on a number of the clause text[clause:end], as printed, in order, each once."""
    words = [found.group() for found in _BASIS.finditer(text, sentence, clause)]
    words += [found.group() for found in _SCOPE.finditer(text, clause, end)]
    return tuple(dict.fromkeys(words))


# Without one of these nobody is named; the pattern above is dear on long sentences.
_SAYS = re.compile(r"据|从|按照?[^，。；]{2,30}(?:统计|测算|核算)|显示|表明|介绍|表示|说|透露|通报")


def attribution(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Span of the source named in view[start:end] ("据国家统计局统计" → 国家统计局), or None."""
    if not _SAYS.search(text, start, end):
        return None
    for found in _ATTRIBUTION.finditer(text, start, end):
        for group in ("by", "from", "says", "official"):
            if found[group] is not None:
                left, right = found.span(group)
                lead = re.match(r"(?:记者|日前|近日|今天|昨天|本报讯|示例讯|[\d年月日]+)+", text[left:right])
                left += lead.end() if lead else 0
                right -= len(text[left:right]) - len(re.sub(r" ?\d{1,4} ?[年月日份\d ]*$", "", text[left:right]))
                word = text[left:right]
                if len(word) >= 2 and not re.fullmatch(r"(?:初步|最新|有关|相关|此|上述|不完全|悉|了解)", word):
                    return left, right
    return None
