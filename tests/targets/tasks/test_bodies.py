"""The register of bodies: names over time, who took over, and that the data holds together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xietong.core.body import Bodies
from xietong.core.errors import CatalogueError
from xietong.targets.tasks.bodies import early, ended, register, remarks

DATA: dict[str, Any] = {
    "seats": {"120000": "天津市"},
    "sources": {"s": "a source"},
    "body": [
        {"name": "天津市甲局", "territory": "120000", "short": ["天津市甲"], "until": "2018-11", "into": ["天津市乙局"], "source": "s"},
        {"name": "天津市乙局", "territory": "120000", "from": "2018-11", "source": "s"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "territory", "on", "full"),
    [
        ("北京市经信局", "", None, "北京市经济和信息化局"),  # a short form
        ("市发展改革委", "120000", None, "天津市发展和改革委员会"),  # the province is left out in a document of its own
        ("市发展改革委", "", None, "市发展改革委"),  # of which city nobody knows: kept as printed
        ("原北京市环境保护局", "", None, "北京市环境保护局"),  # 原: as it was called
        ("市委社会工作部", "110000", None, "中共北京市委社会工作部"),  # 中共 is left out too
        ("某某办公室", "110000", None, "某某办公室"),  # not in the register: kept, never dropped
    ],
)
def test_names(name: str, territory: str, on: date | None, full: str) -> None:
    assert register().name(name, territory, on) == full


def test_who_answers_follows_every_change_but_not_a_division() -> None:
    later = date(2020, 1, 1)
    assert register().now("北京市规划委员会", later) == "北京市规划和自然资源委员会"  # 2016, then 2018
    assert register().now("北京市规划委员会", date(2015, 1, 1)) == "北京市规划委员会"
    assert register().now("天津市国土资源和房屋管理局", later) == "天津市国土资源和房屋管理局"  # its duties went to two
    assert "北京市国土资源局" in register().names("北京市规划和自然资源委员会", later)


def test_in_the_span_of_a_change_both_names_are_taken() -> None:
    assert ended("天津市环境保护局", date(2018, 11, 15)) is None
    assert early("天津市生态环境局", date(2018, 11, 15)) is None
    gone = ended("天津市环境保护局", date(2018, 12, 1))
    assert gone is not None
    assert "天津市生态环境局" in gone.sentence("zh")
    assert "天津市生态环境局" in gone.sentence("en")
    assert early("天津市生态环境局", date(2018, 10, 31)) is not None


def test_a_body_whose_duties_were_divided_names_all_that_took_over() -> None:
    gone = ended("天津市国土资源和房屋管理局", date(2019, 1, 1))
    assert gone is not None
    assert "天津市规划和自然资源局、天津市住房和城乡建设委员会" in gone.sentence("zh")


def test_what_is_said_of_a_span() -> None:
    codes = [
        one.code
        for one in remarks(("北京市政务服务管理局", "某局", "北京市财政局"), date(2024, 1, 1), date(2026, 1, 1))
    ]
    assert codes == ["body_taken_over", "body_unknown"]


def test_every_successor_leads_somewhere_and_every_body_has_a_source() -> None:
    for one in register().all:
        assert one.source
        assert register().now(one.name, date(2026, 1, 1)) in register().by_name
        assert register().find(one.name) == one


@pytest.mark.parametrize(
    "change",
    [
        {"into": ["没有的局"]},  # a successor that is not listed
        {"into": []},  # an end that leads nowhere
        {"until": "2018-09"},  # over before the other began
        {"from": "2019", "until": "2018-12"},  # over before it began
        {"source": "x"},  # a source that is not named
        {"name": "天津市乙局"},  # twice
    ],
)
def test_a_register_that_contradicts_itself_is_refused(change: dict[str, Any]) -> None:
    assert Bodies.load(DATA).name("市甲", "120000") == "天津市甲局"
    first, second = DATA["body"]
    with pytest.raises(CatalogueError):
        Bodies.load({**DATA, "body": [{**first, **change}, second]})


def test_a_name_that_stands_for_two_at_one_time_is_refused() -> None:
    third = {"name": "天津市丙局", "territory": "120000", "short": ["天津市乙局"], "source": "s"}
    with pytest.raises(CatalogueError, match="天津市乙局"):
        Bodies.load({**DATA, "body": [*DATA["body"], third]})
