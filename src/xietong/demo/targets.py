"""The targets of the demo: those of the plan of the three places, confirmed and followed on the demo's own figures."""

from __future__ import annotations

from xietong.targets.proposals import Proposal
from xietong.workspace import Workspace
from xietong.workspace.splits import Splits

PLAN = "16-plan-region-2027.txt"
PERSON = "协同示例"
_REASON = "按《京津冀协同发展重点任务安排（2025—2027年）（示例文本）》确认"
# who answers in the demo, by indicator and the first two digits of the place
_BODIES = {
    ("RD", "11"): "北京市科学技术委员会", ("RD", "12"): "天津市科学技术局", ("RD", "13"): "河北省科学技术厅",
    ("RD_INT", "11"): "北京市科学技术委员会", ("RD_INT", "12"): "天津市科学技术局", ("RD_INT", "13"): "河北省科学技术厅",
    ("PATENT_STOCK", "11"): "北京市科学技术委员会", ("PATENT_STOCK", "12"): "天津市科学技术局",
    ("PATENT_STOCK", "13"): "河北省科学技术厅", ("TEU", "12"): "天津市交通运输委员会", ("RAIL_SEA", "12"): "天津市交通运输委员会",
    ("HSR", "12"): "天津市交通运输委员会",
}  # fmt: skip
_INNOVATION = "分省五维发展指数（本项目编制，非官方指数）·创新发展"
_TECHNOLOGY = "技术市场流入地域合同金额"


def keep_targets(workspace: Workspace, document: str) -> int:
    """Confirm the goals of the demo's plan, split one over years, enter one on a computed index; how many targets there are.
    Nothing is done where there are targets already."""
    targets = workspace.targets.by(PERSON)
    if targets.find(limit=1).total:
        return 0
    for read in targets.plans.of(document):
        for one in read.proposals:
            if one.goal.indicator == _TECHNOLOGY:
                targets.confirm(document, one.subject, {"indicator": _TECHNOLOGY}, _REASON)
            elif not one.lacks:
                targets.confirm(document, one.subject, {"body": body} if (body := _body(one)) else {}, _REASON)
            elif one.goal.indicator == "对接科技企业":
                targets.reject(document, one.subject, "这是工作量，不是结果，列入任务跟踪")
    _by_hand(workspace)
    return targets.find(limit=1).total


def _body(one: Proposal) -> str:
    return _BODIES.get((one.code, one.place[:2]), "")


def _by_hand(workspace: Workspace) -> None:
    targets = workspace.targets.by(PERSON)
    whole = targets.find({"indicator": "RD", "territory": "京津冀"}, 1).items[0].held.subject
    splits = Splits.of_targets(targets)
    years = {"2025": "4980亿元", "2026": "5270亿元", "2027": "5600亿元"}
    splits.by_parts(whole, "years", years, "示例：按大体均匀的步子分到各年")
    targets.add(
        {"indicator": _INNOVATION, "territory": "天津", "goal": "55以上", "due": "2027", "baseline": "39.085121",
         "baseline_period": "2022", "title": "创新发展得分（本项目编制的指数）"},
        "示例：目标也可以定在计算出来的指数上",
    )  # fmt: skip
