"""Whether a figure is reported or aimed at."""

from __future__ import annotations

import re

from xietong.statements.model import Modality

_AIM = re.compile(
    r"力争|争取|计划(?!单列|投资|的|生育|》)|拟(?![定])|预计|预期|目标(?:是|为|达|到|：)|确保|有望|规划(?:到|新增|建设|新建|布局|总|目标)|未来|下一步|今后|明年|"
    r"将(?:达|实现|建|新增|新建|完成|突破|超|增|提|形成|有|开通|投|推|累计|力争|全面|进一步|持续|继续|会|于|在|达到|缩短至|缩短到|减少|降低|下降|安排|组织|开展|打造|培育|为|惠及|服务|覆盖|带动|实施|集成|逐步|陆续|承接|举办|发放|支持|吸引|接待)|"
    r"要(?:达到|实现|建成|完成|力争|确保|控制|保持|在)|努力(?:实现|达到|使|把|将|形成)|应(?:达到|不低于|不少于|控制)|不得(?:低于|高于|超过|少于)|"
    r"(?:提高|提升|增加|扩大|降低|下降|控制|压减|缩短|达|建成|打造成?)(?:到|至)?[^，。；]{0,12}的目标(?!(?:任务)?(?:已|全面|圆满|顺利|基本)?(?:完成|实现|达成))"
)
_DONE = re.compile(r"(?:实现|完成|达成|超额完成)[^，。；]{0,30}(?:的)?目标|目标[^，。；]{0,6}(?:完成|实现|达成)|已|累计|截至|目前|同比|比上年|较上年|比去年|历史新高|首次|获批|建成投用|顺利|成功|现有|共有|总投资|全长|占地")
_DONE_NEAR = re.compile(r"已(?:有|经|达|建|完成|累计|实现|超|开|在|与|投|形成|连续|签|入|成|获|引|落)|截至(?:目前|20|去年|上年|\d{1,2}月)|较上年|比上年|同比|去年")
_IMPERATIVE = re.compile(
    r"^(?:[一二三四五六七八九十]+是|\d+[.、．]|（[一二三四五六七八九十]+）|——)?[“”]?(?:大力|着力|积极|全面|加快|扎实|深入|持续|继续|进一步|稳步|有序|高标准|高质量|高水平|努力|切实|坚决|不断|统筹|全力)*"
    r"(?:推进|推动|实施|建设|打造|培育|支持|加强|强化|深化|完善|建立|健全|形成|推出|新建|新增|实现|提升|提高|扩大|优化|促进|落实|开展|组织|引导|鼓励|争取|力争|建成|发展|做强|壮大|构建|布局|引进|创建|改造|完成|确保|压减|严控|拓展|加大|加快|启动|新开|增开|办好|开工)"
)


def modality(text: str, start: int, position: int, end: int, *, due: bool, plan: bool, dated_past: bool) -> Modality:
    """Read sentence words view[start:end] around the number at `position`.

    `due`: a deadline ahead of the document governs the clause; `plan`: the article is a plan; `dated_past`: the
    figure has a time of its own that lies behind the document.
    """
    before = text[start:position]
    clause = max(before.rfind("，"), before.rfind("；"), before.rfind("："), -1) + 1
    near = before[clause:]
    around = near + text[position : min(end, position + 16)].partition("，")[0]
    if dated_past:
        return "actual"
    if re.search(r"(?:实现|完成|达成|超额完成)[^，。；]{0,40}目标", around):
        return "actual"
    aims = list(_AIM.finditer(before))
    if aims and not _DONE_NEAR.search(before[aims[-1].end() :]):
        if aims[-1].start() >= clause or not _DONE_NEAR.search(near):
            return "target"
    if due and not _DONE_NEAR.search(near):
        return "target"
    if plan and not _DONE.search(before[max(0, clause - 40) :]):
        return "target"
    return "actual"


def is_plan(title: str, body: str) -> bool:
    """Whether an article sets out what is to be done: by its title, or by deadlines and headings of aims in its text."""
    named = bool(re.search(r"(?:方案|规划|计划|纲要|意见|要点|办法|措施|目标)(?:（[^）]*）)?(?:的通知|（20\d\d.*)?$", title.strip("“”《》 ")))
    aims = bool(re.search(r"(?:工作|主要|发展|总体|预期|行动)目标", body[:6000])) and bool(re.search(r"到20\d\d年", body))
    tasks = bool(re.search(r"(?:重点|主要)任务|保障措施|组织实施", body))
    return (named and (aims or tasks)) or (aims and tasks)
