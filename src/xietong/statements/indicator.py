"""The noun phrase that names what is measured, from the words around the number."""

from __future__ import annotations

import re

from xietong.statements.find import Quantity
from xietong.statements.places import Place
from xietong.statements.times import Time

_LEAD = re.compile(
    r"^(?:【[^】]{1,8}】|实现(?=[一-龥]{2,10}(?:总值|增加值|收入|总额|产值|利润|额|量)$)|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十百]+[条章节](?!规定)|（[一二三四五六七八九十]+）|其中|同时|此外|另外|并且|而且|而|并|且|也|还|又|但|特别是|尤其是|截至|截止|到|至|在(?![校院园建册岗营孵售手库学职籍线地外])|全年|当年|当月|近年来|据(?:介绍|统计|了解|悉|初步统计|测算)|初步核算|经初步核算|"
    r"数据显示|统计显示|分(?:产业|行业|领域|地区|区域|类别|品种|经济类型|登记注册类型|门类|城乡|季度)看|从[^，]{1,10}看|按[^，]{1,12}(?:计算|分)|以来|共(?![同建享治商赢])|已经|已|先后|如今|目前|累计(?=[^，]{0,2}$)|预计|力争|计划|确保|将|的|有(?![效机色限轨线关])|"
    r"[一二三四五六七八九十]是|年末|年底|期间|“(?=[能可仅只就])|成为|相当于|比如|例如|如|本报讯|由于|通过|仅|只|均|都|和|与|及|以及|或|：|——|—|、|\s)+"
)
_UP_DOWN = (
    "增长|上升|提高|提升|增加|上涨|下降|降低|减少|回落|下滑|缩短|收窄|压减|缩减|削减|压缩|下跌|扩大|加快|放缓|延长|增至|升至|降至|攀升|跃升|回升|净增|多增|少增|拉动|上浮|下浮|"
    "改善|高于|低于|多于|少于|快于|慢于|高出|低|高|增|降|减|涨|跌|升"
)
_TRAIL = re.compile(
    rf"(?:平均值|均值|截|{_UP_DOWN}|达到了|达到|达成|达|为|是|有|(?<![签合制契特])约|近|超过|超|逾|突破|保持在|稳定在|控制在|位居|位列|居|列|排名第|第|前|了|至|到|已|共|累计|均|仅|只|分别|依次|各自|各|同比|环比|比上年同期|"
    r"相较于|比上年|较上年同期|较上年|比去年同期|较去年同期|比去年|较去年|比上月|较上月|较年初|比年初|上年同期|由|从|的|在|将|翻了|翻|不低于|不少于|不超过|至少|最多|将近|大约|力争|实现|完成|"
    r"(?:较|比)(?:降幅|涨幅)|不过|只有|仅有|预计|进入|进入全球|进入全国|全球|全国第|累计达|合计|总计|共计|共有|已有|现有|拥有|就|也|高达|低至|仍|还|又|再|接近|不足|不到|约为|升|年均|平均|大幅|明显|快速|稳步|小幅|逆势|由负转正|强势|强劲|持续|显著|进一步|"
    r"以年均|按年均|突破了|跨越|迈上|迈过|站上|首次|历史性|连续|均值|多|少|多增加|少增加|由过去|由现在|由目前|由原来|由此前|原来|过去|最短|压缩|大幅压缩|压缩至|同期|其中|，|、|：|（|\s|—|“|幅度|逐步|净|(?<![之占])比|较|与|相比|水平|高出|达历史|以上|左右|全部|每年|下|同比实际|实际|名义|恢复性|两年|"
    r"(?:位|稳|高|跃|名)?[居列](?:全省|全国|全市|全区|全球|世界|京津冀|区域|三地|各[市区县])(?:各[市区县])?中?|"
    r"定格|停留|变化|(?<=[量额数值入出资])计|实际|只要|只需|仅需|需要|约需|原先需|原需|保持|恢复到|恢复|扩大到|扩到|发展到|壮大至|壮大到|壮大|则|相当于|放慢|最高|最快|首次公布|首次发布|首发)+$"
)
_STOP_AFTER = re.compile(r"[，。；：（）！？…\n]|、(?=[\d近约超“]|[两三四五六七八九十][^级、])|以上|左右|以内|以下|……")
# 该平台目前已上线…: the pronoun names nothing.
_PRONOUN = re.compile(r"^该(?:平台|项目|中心|系统|园区|基地|机构|公司|企业|联盟|产业园|区|馆|院)(?=.{2})")
_VERBS = (
    r"(?:累计)?(?:新增|新设|设立|成立|组建|签约|签订|签署|支持|推出|推动|推进|推介|建设|新建|建成|打造|吸引|引进|引入|承接|资助|举办|召开|开展|实施|发布|投入|引导|发放|落户|落地|注册|培育|认定|获批|获得|完成|"
    r"办理|受理|服务|提供|采用|拆除|疏解|退出|腾退|开通|开行|运行|投用|实现|形成|覆盖|惠及|带动|解决|创造|安排|下达|拨付|整合|梳理|制定|出台|选派|输送|组织|对接|联合举办|共建|共同打造|打通|布局|部署|遴选|评选|选取|展示|转化|输出|"
    r"吸纳|减少|增加|搭建|改造|修复|治理|绿化|种植|造林|捐赠|救助|培训|招收|招聘|拥有|集聚|聚集|入驻|搬迁|上线|启动|开工|竣工|通车|查处|检查|抽检|化解|调解|审结|受益|惠及|达成|促成|征集|采购|销售|出口|进口)"
)
_VERB_END = re.compile(_VERBS + "$")
_VERB_START = re.compile(_VERBS)
_HEAD = re.compile(
    r"(?:率|额|量|值|数|人口|收入|支出|面积|里程|比重|占比|比例|强度|指数|浓度|规模|总量|水平|时间|车程|产值|增加值|投资|贸易|吞吐量|产量|成交额|企业|机构|项目|度)$"
)
_DOES = re.compile(r"接入|实现|完成|获批|开通|入驻|落户|建成|投用|投产|纳入|参加|参与|加入|享受|受益|签约|通过")
_BRACKETS = re.compile(r"（[^）]{0,60}）")
_LONGEST = 36


# 1小时通勤圈: what takes the hour is the circle.
_CIRCLE = re.compile(r"(?P<name>[一-龥“]{0,6}(?:通勤|交通|生活|经济|都市|休闲|度假|流通|服务|商业|养老服务)圈)")
# Words that say what happens, not what is measured: alone they name nothing.
_VERBS_ONLY = re.compile(
    r"(?:推出|仅用|只用|保持|坚持以|坚持|投入|采取|壮大|节省|推动|推进|实现|形成|打造|持续|给予|设立|建设|新建|新增|建成|拉动|带动|压缩|缩短|扩大|减少|增加|提供|承载|按|按照|以|构建|初步|组织|完成|累计|已|基本|最多|最高|最|单个|"
    r"努力|包括|涉及|涵盖|上线|实施|引入|引进|签约|新签|其中|约|共|有|达|为|从|由|到|至|将|被|把|使|让|中|内|里|就|的|了|和|与|及|等|在|向|东移|西移|用时|需|仅|只|需要|只需|仅需|最快|前往|乘坐|人|每|新|又|再|大幅|进一步|分别|“|”|、)+"
)
# Nouns that depend on what was spoken of just before: 成交额 of the contracts, 总投资 of the projects.
_DEPENDENT = re.compile(
    r"(?:每[百千万]?人口?|人均|户均|指数|比率|里程|总投资|总投资额|成交额|投资额|金额|成交金额|总金额|总额|强度|投入强度|占比|比重|比例|面积|总面积|全长|总长|产值|销售额|利润|数量|总数|件数|人数|户数|增加值|营业收入|增速|覆盖率|年均增速|合同额|合同金额|占.{0,14}|(?:拉动|带动|贡献|快于|高于|低于|慢于|高出|对).{0,14})"
)
_EVENT = re.compile(
    r"(?:举办|召开|举行|组织|承办|联合举办)(?:了|的)?(?P<name>[^，。；]{3,24}?(?:会|论坛|大会|活动|展|节|赛))(?:上|期间|中)?(?=[，,]|$)"
)
_EVENT_FIGURE = re.compile(r"(?:共|现场|集中|累计)?(?:签约|意向|达成|成交|推介|对接|参展|参会)")


def event(text: str, start: int, end: int) -> str:
    """The name of the meeting or fair that view[start:end] says was held; "" where none."""
    found = list(_EVENT.finditer(text, start, end))
    return found[-1]["name"] if found else ""


def phrase(
    text: str, quantity: Quantity, clause: tuple[int, int], times: list[Time], places: list[Place], previous_end: int
) -> str:
    """What the clause itself says is measured; "" where it says nothing (同比增长10.8%)."""
    listed = previous_end > clause[0]
    left = max(clause[0], previous_end)
    if listed:
        left = _last_item(text, left, quantity.context_start)
    before = _before(text, left, quantity.context_start, times, places)
    if before.endswith("等") and quantity.counted:
        before = ""
    if quantity.unit in ("小时", "分钟"):
        circle = _CIRCLE.match(text, quantity.end)
        if circle and ("“" in text[quantity.context_start - 1] + before or len(before) > 12 or len(before) <= 2):
            return circle["name"].strip("“")
        if there := _reached(text, quantity, clause, places):
            return there
    named = bool(before) and not _VERBS_ONLY.fullmatch(before) and not _only_places(before, places, text)
    after = ""
    if quantity.counted or not named:
        after = _after(text, quantity, clause[1])
    if len(after) >= 2 and before and not named and _only_places(before, places, text):
        return before + after
    if len(after) >= 2:
        return _with_object(before, after, named)
    return _shortened(before) if named else ""


def _shortened(words: str) -> str:
    """A long phrase without the first of what it lists."""
    while len(words) > _LONGEST and (cut := re.search("[、，和与及]", words)):
        words = words[cut.end() :]
    return words[-_LONGEST:]


def shared_head(first: str, behind: str) -> str:
    """What the first of a list of things counted shares with the rest, `behind` being the text after its number.

    上线5万名专家、2万台设备: the verb; 快巴有6条主线、36条支线: the owner; 合同惠及职工12万人、企业995户: up to the verb.
    """
    for size in range(len(first) - 1, 1, -1):
        if behind.startswith(first[-size:]):
            return first[:-size]
    verbs = [found for found in _VERB_START.finditer(first) if found.end() < len(first)]
    return first[: verbs[-1].end()] if verbs else ""


def has_verb(words: str) -> bool:
    """Whether a phrase begins with a verb of its own."""
    return bool(_VERB_START.match(words))


def _only_places(words: str, places: list[Place], text: str) -> bool:
    """Whether nothing is named but places: 北京20621.3亿元 says whose figure it is, not what."""
    for place in places:
        words = words.replace(text[place.start : place.end], "")
    return not words.strip("、和与及在市省区的地全京津冀三两依次各均是为，")


def completed(words: str, subject: str, held: str) -> str:
    """A phrase that leans on what was said before, made whole with it."""
    if held and _EVENT_FIGURE.match(words) and held not in words:
        return held + words
    if subject and _DEPENDENT.fullmatch(words):
        return subject if subject.endswith(words) else subject + words if words not in subject else words
    return words


# What a clause without a figure says of its subject: 住宿餐饮业恢复尤其明显, 交通运输业次之.
_SAYS = re.compile(
    r"(?:均|都|也|仍|持续|继续|总体|逐步|稳步|较快|快速|明显|尤其|加快|保持|表现|恢复|实现|呈|有所|小幅|大幅)*"
    r"(?:次之|领先|居首|最快|最高|最大|突出|明显|较快|平稳|稳定|活跃|向好|增长|上升|提高|下降|减少|回落|回升|好转|改善|扩大|"
    r"加快|放缓|收窄|增加|提升|增势|态势|良好|旺盛|强劲|亮眼|恢复)[^，。；]{0,6}$"
)
_ON = re.compile(r"^在?(?P<name>[^，。；]{2,14}?)方面$")


def matter(text: str, start: int, end: int, times: list[Time], places: list[Place]) -> str:
    """What a clause without a figure brings up for the figures of the next clause; "" where it is not plain.

    A heading phrase (投入强度方面), a noun (技术合同成交额), or the subject of a clause on how it fares (交通运输业次之).
    """
    words = _before(text, start, end, times, places)
    on = _ON.match(text[start:end])
    if on is not None:
        return _without_place(on["name"], text, start, end, places)
    said = _SAYS.search(words)
    if said is not None and said.start() >= 2:
        words = _TRAIL.sub("", words[: said.start()])
    elif not _HEAD.search(words) and (text[end : end + 1] != "：" or re.search(r"[以为是的如下期]", words)):
        return ""
    return words if 2 <= len(words) <= 20 and not _VERBS_ONLY.fullmatch(words) else ""


_TO = re.compile(
    r"(?:以内|之内|左右)?(?:可|就|即|内|便|能|就可|即可|就能)?(?:直达|直通|通达|抵达|到达|达|到|至)(?:了)?$"
)
_TO_NAME = re.compile(
    r"(?:以内|之内|左右)?(?:可|即可|就能)?(?:直达|直通|抵达|到达)(?P<name>[一-龥]{2,16}?)(?=[，。；、和]|$)"
)
_BY = re.compile(r"(?:至|到|直达)$")


def _reached(text: str, quantity: Quantity, clause: tuple[int, int], places: list[Place]) -> str:
    """What a travel time that names its end is of: 29分钟可到大厂, 至宝坻51分钟; "" for other times."""
    for place in places:
        name = text[place.start : place.end]
        if quantity.end < place.start < clause[1] and _TO.fullmatch(text[quantity.end : place.start]):
            return f"到{name}时间"
        if clause[0] <= place.start and place.end == quantity.context_start:
            before = text[clause[0] : place.start]
            if _BY.search(before) and len(before) <= 3:
                return f"到{name}时间"
    named = _TO_NAME.match(text, quantity.end, clause[1])
    return f"到{named['name']}时间" if named else ""


def _last_item(text: str, start: int, end: int) -> int:
    """In a list of quantities the words since the last one begin with the rest of its own item: where this one's begin."""
    cut = max(text.rfind(mark, start, end) for mark in "、和及与")
    return cut + 1 if cut >= 0 and end - cut < 24 else start


def _before(text: str, start: int, end: int, times: list[Time], places: list[Place]) -> str:
    """The words of the clause up to the number, without times, introductions and links."""
    pieces, at = [], start
    for time in times:
        if start <= time.start and time.end <= end and time.start >= at:
            pieces.append(text[at : time.start])
            at = time.end
    pieces.append(text[at:end])
    words = _BRACKETS.sub("", "".join(pieces))
    words = re.sub(r"^[^（]*）", "", words)
    words = _LEAD.sub("", words)
    words = _TRAIL.sub("", words)
    words = (
        re.sub(r"(?:(?<![之占])比|较|由|从|截至|截止|与|到|至|是|自|以来|较之)(?=的|$)", "", words) if words else words
    )
    words = _TRAIL.sub("", words)
    words = _LEAD.sub("", _PRONOUN.sub("", words))
    return "" if _COMPARES.match(words) else _without_place(words, text, start, end, places)


# 比整体进出口增速高出2.9个百分点: what a figure is compared with is not what it is of.
_COMPARES = re.compile(r"比(?![例重率值较赛特亚利邻选拼武]).{2,}")


# What goes on with the place before it: 北京流向…, 保定东站.
_BELONGS = re.compile(r"流向|输出|至|到|—|与|和|向|对|占|[东西南北]?站(?!点)|路(?!网|面)|桥(?!梁)|港(?!口)")


def _without_place(words: str, text: str, start: int, end: int, places: list[Place]) -> str:
    """A place that only says where is taken off the front, if enough is left to name the thing."""
    for place in places:
        if not start <= place.start < end:
            continue
        name = text[place.start : place.end]
        for lead in (f"在{name}", name):
            if words.startswith(lead) and place.kind not in ("stands",):
                rest = re.sub(
                    r"^(?:市|省|区域|地区(?!生产总值)|全市|全省|全域|范围内|境内|内|段|的|、|和|与|等地|三地|两地|，)+",
                    "",
                    words[len(lead) :],
                )
                if name.endswith("地区") and rest.startswith("生产总值"):
                    rest = "地区" + rest
                if len(rest) >= 2 and not _BELONGS.match(rest):
                    words = rest
    return words


_NOT_A_THING = re.compile(
    r"[和及与、至到](?=\d)|(?:明显|大幅|显著|有所|小幅|净|共)?(?:增长|增加|提高|提升|上升|上涨|下降|降低|减少|回落|下滑|扩大|缩短|压缩|压减|壮大|发展|大幅|扩|跃)(?=[到至了为，。；\d]|[^，。；]{0,4}[到至]|$)|"
    r"达|占|同比|比上|较上|左右|以上|以下|以内|是|为(?!主)|增至|由|的(?:增|速|目标|水平|幅|基础|比)|(?:来|间|内|后|前|时)(?![一-龥])|[内里](?=[可实完就])|，|计(?!算)|“?$|"
    r"降至|升至|变为|跃|实现|以[来内]|起|在|于|向|从|以|被|将|已|均|都|大关|关口|不等|多|余|算|用于|不变|直达|开往|到达|可"
)
_ASIDE = re.compile(r"（[^（）]{1,3}）")


def _after(text: str, quantity: Quantity, end: int) -> str:
    """The thing counted: 34个协同创新项目 → 协同创新项目."""
    at = quantity.context_end
    behind = _ASIDE.sub("", text[at : min(end, at + 80)])
    stop = _STOP_AFTER.search(behind)
    words = behind[: stop.start() if stop else len(behind)].removeprefix("的")
    words = re.sub(r"^(?:级|量级)(?:的)?", "", words)
    if not words or words[0] in "、和及与" or _NOT_A_THING.match(words):
        return ""
    if not quantity.counted and quantity.unit in ("%", "百分点", "倍") and text[at : at + 1] != "的":
        return ""
    number = re.search(r"\d", words)
    if number and number.start() < 2:
        return ""
    if number and not words[number.start() - 1].isascii():
        words = _item_before(words[: number.start()])
    return _unquoted(words)[:28]


def _item_before(words: str) -> str:
    """The first thing of 信息和增值税留抵等│3项: what follows its link belongs to the next number."""
    words = re.sub(r"(?:近|约|超|超过|达|达到|共|和|及|与|设立|累计|里有|里就有|中有|、)+$", "", words)
    link = re.search(r"(?<=.{2})[和及与、]", words)
    return words[: link.start()] if link and words.endswith("等") else words


def _unquoted(words: str) -> str:
    """Without quotation marks that lost their partner or embrace everything."""
    if words.count("“") == words.count("”") == 1 and words[0] == "“" and words[-1] == "”":
        return words[1:-1]
    if words.count("“") > words.count("”"):
        return words.replace("“", "", 1) if words.startswith("“") else words[: words.rindex("“")] or words
    return words.replace("”", "", 1) if words.count("”") > words.count("“") else words


def _with_object(before: str, after: str, named: bool) -> str:
    verb = _VERB_END.search(before)
    if verb is not None:
        head = before[: verb.start()]
        return (before if len(before) <= 8 and named and head else verb.group()) + after
    if named and len(before) <= 12 and (not _HEAD.search(before) or _DOES.match(after)):
        return before + after
    last = re.split("[的，、]", before)[-1][-12:]
    return after if len(after) >= 3 or not named else last + after
