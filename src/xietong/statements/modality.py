"""Whether a figure is reported or aimed at."""

from __future__ import annotations

import re

from xietong.statements.find import Quantity
from xietong.statements.model import Modality

_AIM = re.compile(
    r"力争|争取|规划(?:建设|新建|布局|新增)?(?!总?面积|用地)[一-龥]{0,4}$|(?<!累)计划(?!单列|的|生育|》|指标)|拟(?!定)|预计|目标(?:是|为|达|到|：)|(?<!为)确保|有望|规划(?:到|新增|新建|布局|总|目标)|下一步|今后|明年|预期(?:达|目标|增|实现)|"
    r"将(?:达|实现|建|新增|新建|完成|突破|超|增|提(?!出)|形成|有|开通|投|累计|力争|全面|进一步|持续|继续|会|达到|缩短|减少|降低|下降|安排|组织|开展|打造|培育|惠及|服务|覆盖|带动|实施|集成|逐步|陆续|承接|举办|发放|支持|吸引|接待)|"
    r"要(?:达到|实现|建成|完成|力争|确保|控制|保持)|努力(?:实现|达到|使|把|将|形成)|应(?:达到|不低于|不少于|控制)|不得(?:低于|高于|超过|少于)"
)
_DONE = re.compile(
    r"已|(?<![两二三四五]年)累计|截至|目前|同比|比上年|较上年|比去年|历史新高|首次|获批|建成投用|顺利|成功|现有|共有|总投资|全长|占地(?!区)|仍|尚|不足"
)
_DONE_NEAR = re.compile(
    r"已(?:有|经|达|建|完成|累计|实现|超|开|在|与|投|形成|连续|签|入|成|获|引|落)|截至(?:目前|20|去年|上年|\d{1,2}月)|去年"
)
_GOAL_AFTER = re.compile(r"(?:左右|以上|以内|以下)?(?:的)?[^，。；、\d]{0,4}目标")
# 主要预期目标是：A；B；C: all that is listed is aimed at.
_GOALS = re.compile(r"(?:预期|主要|发展|总体|工作)目标(?:是|为|如下)?[：，]")
_FACT = re.compile(r"(?:总投资|全长|占地(?!区)|面积(?!占比|比[例重]|率)|距(?!离?目标))[^，。；]{0,8}$")
# Where a change sets out from is what is: 由1.3件提高到3件以上.
_FROM = re.compile(
    r"(?:由|从)(?:\d{4}年(?:底|末)?的?|原来的?|现在的?|目前的?|过去的?|上年的?|每[一-龥]{1,3})*(?:近|约|超过|超|不足|的|\s)*$"
)
_TO = re.compile(
    r"(?:左右|以上)?(?:[^，。；\d]{0,6})(?:提高|提升|增加|增长|上升|升|增|扩大|缩短|压缩|降低|下降|降|减少|减|跃升|调整|发展|壮大)(?:到|至|为)"
)


def modality(
    text: str,
    start: int,
    quantity: Quantity,
    end: int,
    *,
    due: bool,
    inherited_due: bool = False,
    plan: bool,
    dated_past: bool,
    aims: bool | None,
) -> Modality:
    """Read the words of the sentence view[start:end] around the number.

    `due`: a deadline ahead of the document governs the clause; `inherited_due`: one of a sentence before does; `plan`:
    the article is a plan; `dated_past`: the figure has a time of its own that lies behind the document; `aims`: whether
    the heading above announces aims (True), an account of what was done (False), or nothing (None).
    """
    position = quantity.context_start
    part = text.rfind("；", start, position) + 1 or start
    before = text[part:position]
    clause = max(before.rfind("，"), before.rfind("："), -1) + 1
    near = before[clause:]
    if _FACT.search(near):
        return "actual"
    if _FROM.search(near) and _TO.match(text, quantity.context_end):
        return "actual"
    if _GOAL_AFTER.match(text, quantity.end) and not re.search(r"(?:实现|达成|达到)[^，。；]{0,40}$", near):
        return "target"
    if dated_past:
        return "actual"
    if _aimed(text[start:position], before, clause):
        return "target"
    if (due or (inherited_due and not _DONE.search(near))) and not _DONE_NEAR.search(near):
        return "target"
    if aims is False:
        return "actual"
    if (plan or aims) and not _DONE.search(before[max(0, clause - 40) :]):
        return "target"
    return "actual"


_TITLE = re.compile("《[^》]*》")


def _aimed(sentence: str, before: str, clause: int) -> bool:
    """Whether a word of aiming governs the number: of the sentence up to it, or of its part (the clause at `clause`)."""
    if _GOALS.search(sentence) and not _DONE_NEAR.search(before[clause:]):
        return True
    found = list(_AIM.finditer(_TITLE.sub(lambda title: "＿" * len(title.group()), before)))
    if not found:
        return False
    last = found[-1]
    held = last.start() >= clause or last.group() not in ("确保", "下一步", "今后")
    return held and not _DONE_NEAR.search(before[last.end() :])


_AIMS_HEADING = re.compile(
    r"目标|任务|思路|部署|举措|要求|保障|实事|打算|安排|计划|重点工作|建议|措施|下一步|展望|愿景"
)
_PAST_HEADING = re.compile(
    r"基础(?!设施|教育|研究|支撑)|现状|回顾|进展|成效|成就|(?:存在|面临|主要)[^，]{0,4}问题|评估|形势|背景|取得|不足|短板|概况|情况"
)


# 夯实基础, 补齐短板, 提升帮扶成效: a deed that is to come
_FORWARD = re.compile(
    r"目标|任务|^(?:第?[（(]?[一二三四五六七八九十]+[、）)章节条] ?)?"
    r"(?:夯实|筑牢|打牢|打好|做实|强化|巩固|加强|补[齐强好]|加快|优化|营造|改善|提升|提高|创新|完善|健全|扩大|放大|拓展|深化|推[动进]|开展|实施|建[立设]|做[好优强]|抓好|解决|破解)"
)


def heading(words: str) -> bool | None:
    """What a heading announces: aims (True), an account of what is or was done (False), neither (None)."""
    if _PAST_HEADING.search(words) and not _FORWARD.search(words):
        return False
    return True if _AIMS_HEADING.search(words) else None


def is_plan(title: str, body: str) -> bool:
    """Whether an article sets out what is to be done: by its title, or by deadlines and headings of aims in its text."""
    named = bool(
        re.search(
            r"(?:方案|规划|计划|纲要|意见|要点|办法|措施|目标|安排)(?:（[^）]*）)?(?:的通知|（20\d\d.*)?$",
            title.strip("“”《》 "),
        )
    )
    aims = bool(re.search(r"(?:工作|主要|发展|总体|预期|行动)目标", body[:6000])) and bool(
        re.search(r"到20\d\d年", body)
    )
    tasks = bool(re.search(r"(?:重点|主要)任务|保障措施|组织实施", body))
    return (named and (aims or tasks)) or (aims and tasks)
