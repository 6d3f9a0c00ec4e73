"""Links of statements to the catalogue: against hand-made answers, and rule by rule."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from xietong.core.period import Period
from xietong.documents.intake import extract
from xietong.observations.catalogue import catalogue
from xietong.observations.link import link
from xietong.statements.model import Measure, Modality, Statement
from xietong.statements.score import load, locate

SHARED = Path(__file__).parents[3] / "shared"
ANSWERS = Path(__file__).parent / "links.jsonl"
PRECISION, FOUND = 0.95, 0.70  # of those linked; linked rightly or rightly left, of all


def _answers() -> list[dict[str, Any]]:
    return load(ANSWERS.read_text("utf-8").splitlines())


def test_answers_are_whole() -> None:
    """At least the 150 promised, each of its own place, each an indicator of the catalogue or none."""
    answers = _answers()
    assert len({(one["text"], one["start"], one["end"]) for one in answers}) == len(answers) >= 150
    codes = {one["code"] for one in answers}
    assert codes - {""} <= catalogue().indicators.keys()
    assert sum(bool(one["code"]) for one in answers) >= 100  # not won by leaving everything
    assert all(one["start"] < one["end"] for one in answers)


def _statement(gold: dict[str, Any], text: str) -> Statement:
    """The statement that an annotation describes, in its clause."""
    start, end = locate(gold, text)
    left = max(text.rfind(stop, 0, start) for stop in "，。；,;") + 1
    right = min((at for stop in "，。；,;" if (at := text.find(stop, end)) >= 0), default=len(text))
    values = gold["value"] if isinstance(gold["value"], list) else [gold["value"]]
    return Statement(
        start, end, text[start:end], left, right, text[left:right],
        tuple(Decimal(str(value)) for value in values),
        "number" if len(values) == 1 else "ratio" if gold["measure"] == "ratio" else "range",
        gold["unit"], gold["modifier"], gold["measure"], gold["modality"], gold["indicator"], tuple(gold["regions"]),
        gold["period"], gold["base_period"],
    )  # fmt: skip


def test_hand_made_answers() -> None:
    """The bars over all annotated statements of ../shared; every wrong link is named."""
    golds = sorted((SHARED / "evaluation/gold").glob("*.jsonl"))
    if not golds:
        pytest.skip("../shared with its annotations is not here")
    answers = {(one["text"], one["index"]): one for one in _answers()}
    linked = right = kept = 0
    wrong = []
    for gold in golds:
        data = (SHARED / "corpus" / f"{gold.stem}.txt").read_bytes()
        text = extract(data, gold.stem, date=Period.parse(gold.stem.split("-", 1)[1][:7])).content
        for index, record in enumerate(load(gold.read_text("utf-8").splitlines())):
            answer = answers.pop((gold.stem, index))
            statement = _statement(record, text)
            assert (statement.start, statement.end) == (answer["start"], answer["end"])
            found = link(statement)
            linked += bool(found.code)
            right += bool(found.code) and found.code == answer["code"]
            kept += found.code == answer["code"]
            if found.code and found.code != answer["code"]:
                wrong.append((gold.stem, index, found.code, answer["code"], found.why))
    assert not answers  # none is left over
    total = len(_answers())
    assert right / linked >= PRECISION, wrong
    assert kept / total >= FOUND, wrong
    assert linked >= total / 3  # a linker that leaves everything would pass the two above


def _said(
    indicator: str, unit: str, measure: Measure = "level", regions: tuple[str, ...] = (), modality: Modality = "actual",
    sentence: str = "", quote: str = "5",
) -> Statement:  # fmt: skip
    at = sentence.find(quote) if sentence else 0
    return Statement(
        at, at + len(quote), quote, 0, len(sentence) or len(quote), sentence or quote, (Decimal(5),), "number", unit,
        "=", measure, modality, indicator, regions,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (_said("出口", "元"), "EXPORT"),
        (_said("出口", "%", "growth"), "EXPORT"),
        (_said("汽车零部件出口", "元"), ""),  # narrower
        (_said("北京出口增速", "%", "growth", ("北京",)), "EXPORT"),
        (_said("出口增速", "元"), ""),  # 增速 is no amount
        (_said("新增常住人口", "人"), ""),  # what is new of a stock is another thing
        (_said("新增旅游收入", "元"), "TOUR_REV"),  # a flow is what is new
        (_said("规划学校", "所", modality="target"), "SCHOOL"),
        (_said("规划学校", "所"), ""),  # said of what there is, 规划 names others
        (_said("环境空气质量综合指数排名", "位", "rank"), "AIR_IDX"),
        (_said("环境空气质量综合指数排名", "点"), ""),
        # the direction is the place; without it those that go there are some of all
        (_said("北京流向津冀技术合同成交额", "元", regions=("北京→津冀",)), "TECH_VAL"),
        (_said("北京流向津冀技术合同成交额", "元", regions=("北京",)), ""),
        # a place the statement is not for narrows it
        (_said("河北规模以上工业增加值", "%", "growth", ("河北",)), "VA_IND"),
        (_said("河北规模以上工业增加值", "%", "growth", ("天津",)), ""),
        # shares are the quotients of the catalogue
        (_said("金融业增加值占GDP比重", "%", "share"), "SHARE_VA_FIN"),
        (_said("研发经费支出占地区生产总值的比重", "%", "share"), "RD_INT"),
        (_said("汽车制造业增加值占GDP比重", "%", "share"), ""),
        (_said("出口", "%", "share"), ""),  # a share of what?
        # what is counted and valued too: a change does not say which
        (_said("技术合同", "项"), "TECH_NUM"),
        (_said("技术合同", "%", "growth"), ""),
        # units
        (_said("技术合同成交额", "项"), ""),
        (_said("固定资产投资", "百分点", "difference"), ""),
        (_said("城镇化率", "百分点", "difference"), "URBANISATION"),
        # what the clause goes on to say narrows what it counts
        (_said("高校", "所", sentence="全市共有5所高校", quote="5所"), "UNIV"),
        (_said("高校", "所", sentence="已有5所高校选定新址", quote="5所"), ""),
        (_said("承接京津转移项目签约投资额", "元", regions=("京津→河北",)), "PROJ_IN_INV"),
        (_said("没有这样的指标", "个"), ""),
        (_said("", "个"), ""),
    ],
)
def test_rules(statement: Statement, code: str) -> None:
    """One rule each; every answer says why."""
    found = link(statement)
    assert found.code == code, found.why
    assert found.why
    assert (found.score > 0) == bool(code)
    assert 0 <= found.score <= 1


def test_occasions_are_kept_apart() -> None:
    """Figures of two events are of one indicator, and not of one thing."""
    first, second = (link(_said(f"{event}签约项目", "个")) for event in ("京津冀大数据洽谈会", "廊坊经洽会"))
    assert first.code == second.code == "PROJ_SIGN"
    assert first.occasion != second.occasion
    assert first.occasion
    assert not link(_said("签约项目", "个")).occasion
    assert not link(_said("某某洽谈会参会企业", "家")).code


def test_scores_follow_the_way() -> None:
    """A name as it stands is surer than one with words around it."""
    name, around = link(_said("进出口总额", "元")), link(_said("全年累计进出口总额", "元"))
    assert name.code == around.code == "TRADE"
    assert name.score > around.score


def test_answers_hold_no_sentences() -> None:
    """The answers say where they stand, never what stands there."""
    for one in _answers():
        assert set(one) == {"text", "index", "start", "end", "code", "reason"}
        assert not any("一" <= char <= "鿿" for char in json.dumps(one, ensure_ascii=False))
