"""Territories with time: what printed names mean, and what a list or a pack may not say."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong.core.errors import TerritoryError
from xietong.core.territory import FormerName, Territory
from xietong.data import REGION, raw, table
from xietong.observations.territories import Gazetteer, Resolution, canonical, gazetteer, load, resolve
from xietong.observations.territories.gazetteer import CHANGES, LIST
from xietong.observations.territories.spelling import distance, plain, short

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "territories.toml").read_text("utf-8"))["case"]

# a list small enough to be read at one glance, to be contradicted
SMALL = "code\tname\n110000\t北京市\n110101\t东城区\n110102\t西城区\n"
HEAD = "when\tkind\tcode\tname\tinto\tsource\n"
PACK: dict[str, Any] = {"provinces": ["110000"], "whole": "京", "members": ["北京"]}


@pytest.fixture(scope="module")
def delta() -> Gazetteer:
    """The second region pack on the same lists."""
    return load(raw(LIST), raw(CHANGES), tomllib.loads((HERE / "delta.toml").read_text("utf-8")))


# --- what names mean ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["reason"][:70] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """What the case lists is so; whatever is taken has a score, whatever is not has none."""
    found = resolve(case["name"], case.get("on"), case.get("within", ""))
    assert found.key == case["key"]
    assert found.how == case.get("how", found.how)
    assert case.get("territory") in (None, found.territory and found.territory.code)
    for group in ("members", "successors", "candidates"):
        codes = [one.code for one in getattr(found, group)]
        assert codes == case.get(group, codes)
    if found.how != "flow":
        assert (found.score > 0) == found.known == (found.territory is not None)


def test_every_territory_is_found_within_its_parent() -> None:
    """By its full name; where its parent has two of that name, both are listed."""
    book = gazetteer()
    lost = []
    for one in book.territories.values():
        if not one.parent:
            continue
        found = resolve(one.name, one.valid_to or one.valid_from, one.parent)
        if found.key != book.place(one.code) and one not in found.candidates:
            lost.append((one.code, one.name, found))
    assert lost == []


def test_every_name_of_the_pack_is_found() -> None:
    """Names, aliases and joint names of the region pack, each its own place."""
    pack = table(REGION)
    for entry in (*pack["area"], *pack["place"]):  # aliases come under the name and under nothing else
        key = entry.get("code", entry["name"])
        assert {canonical(word) for word in (entry["name"], *entry["aliases"], *entry.get("also", ()))} == {key}
    for word in pack["joint"]:
        assert resolve(word).known, word


@given(st.text(), st.none() | st.dates(), st.text(max_size=4))
def test_any_text_has_an_answer(text: str, on: date | None, within: str) -> None:
    """No text raises, the reason is a sentence in both languages, and the key never has a space."""
    found = resolve(text, on, within)
    assert found.why("zh")
    assert found.why("en")
    assert not any(char.isspace() for char in found.key)


@given(st.text("北京天津河唐山市区县新海→、和与县冀此 —", max_size=14))
def test_any_text_of_such_characters_has_an_answer(text: str) -> None:
    """What is unknown keeps what was printed; what is known has a key by which it is found again."""
    found = resolve(text)
    if found.known and all(side.known for side in found.sides):
        assert canonical(found.key) == found.key
    elif not found.known and not found.sides:
        assert found.key == plain(text)


@given(st.sampled_from(sorted(one.name for one in gazetteer().territories.values() if len(one.name) > 3)), st.data())
def test_a_damaged_name_is_never_dropped(name: str, data: st.DataObject) -> None:
    """One character like no other: the place itself, or left open under its printed name; never another place."""
    at = data.draw(st.integers(0, len(name) - 1))
    damaged = name[:at] + "囧" + name[at + 1 :]
    found = resolve(damaged)
    meant = {canonical(name), *(one.code for one in resolve(name).candidates)}
    assert found.key in (meant if found.territory is not None else {plain(damaged)})
    assert found.territory is None or found.score < 0.9


def test_keys_group_what_is_one_place() -> None:
    """Every way to print it is one key; places that are not one are kept apart."""
    ways = ["雄安新区", "河北雄安新区", "雄安", "雄 安 新 区", "河北省雄安新区"]
    assert {canonical(way) for way in ways} == {"雄安新区"}
    assert canonical("兴隆") == canonical("兴隆县") == "130822"  # read as a place: an ordinary word no longer
    assert canonical("资源") == "资源"  # the region has none of that name
    assert len({canonical(way) for way in ("东城区", "崇文区", "通州", "北京城市副中心", "天津", "天津港")}) == 6


def test_what_happened_to_a_territory() -> None:
    """Changes of land between two days break a series; a change of rank, or what founded the place, does not."""
    book = gazetteer()
    first, last = date(2000, 1, 1), date(2024, 12, 31)
    assert [change.name for change in book.breaks("110101", first, last)] == ["崇文区"]
    assert not book.breaks("110101", date(2011, 1, 1), last)
    assert not book.breaks("110118", first, last)
    assert not book.breaks("130209", first, last)
    assert {change.kind for change in book.changes_of("130502")} == {"renamed", "split"}
    assert [one.code for one in book.successors("130103")] == ["130102", "130104"]


def test_names_and_days() -> None:
    """In force on its first and its last day; a former name on its days."""
    one = Territory(
        "1", "新", "county", former=(FormerName("旧", date(2010, 1, 1), date(2010, 1, 2)),),
        valid_from=date(2000, 1, 1), valid_to=date(2020, 12, 31),
    )  # fmt: skip
    days = [date(1999, 12, 31), date(2000, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    assert [one.in_force(day) for day in days] == [False, True, True, False]
    assert [one.name_on(day) for day in (date(2010, 1, 1), date(2010, 1, 2))] == ["旧", "新"]


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("石家庄市", "石家庄"), ("恩施土家族苗族自治州", "恩施"), ("围场满族蒙古族自治县", "围场"), ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"), ("滦县", ""), ("井陉矿区", ""), ("阿拉善左旗", ""), ("大兴安岭地区", "大兴安岭"),
    ],
)  # fmt: skip
def test_short_names(name: str, stem: str) -> None:
    """The proper name, where it is two characters at the least."""
    assert short(name) == stem


def test_distance_of_damaged_names() -> None:
    """Half a step for characters that look alike, whole ones for others; no further than asked."""
    assert distance("天律市", "天津市", 2) == 0.5
    assert distance("天门市", "天津市", 2) == 1
    assert distance("雄安新", "雄安新区", 2) == 1
    assert distance("甲乙丙丁", "戊己庚辛", 1) > 1


# --- another region -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("长三角三省市", "长三角三省市"), ("沪苏浙", "长三角三省市"), ("上海、江苏、浙江", "长三角三省市"),
        ("苏浙", "320000+330000"), ("沪→苏浙", "310000→320000+330000"), ("青吴嘉", "310118+320509+330421"),
        ("昆山", "320583"), ("通州区", "320612"), ("长三角示范区", "长三角生态绿色一体化发展示范区"), ("上海市洋山港", "洋山港"),
        ("崇明县", "310151"), ("滨海", "滨海"), ("江苏滨海", "320922"), ("玉田", "玉田"), ("京津", "京津"), ("北京", "110000"),
    ],
)  # fmt: skip
def test_another_pack(delta: Gazetteer, name: str, key: str) -> None:
    """Its whole, joint names, areas and short names; those of the shipped region are not its own."""
    assert resolve(name, book=delta).key == key


def test_packs_do_not_mix(delta: Gazetteer) -> None:
    """One name, two regions, two answers, in whatever order they are asked."""
    for _ in range(2):
        assert (canonical("通州区"), canonical("通州区", book=delta)) == ("110112", "320612")
    assert delta.inside("320583", delta.whole)
    assert not delta.inside("110105", delta.whole)


# --- bad input ----------------------------------------------------------------------------------------------------------


def test_a_territory_that_ends_before_it_begins() -> None:
    """An error with the name and both days, in two languages."""
    with pytest.raises(TerritoryError) as error:
        Territory("1", "某县", "county", valid_from=date(2015, 1, 1), valid_to=date(2014, 12, 31))
    for language in ("zh", "en"):
        sentence = error.value.sentence(language)
        assert "某县" in sentence
        assert "2014-12-31" in sentence
        assert "2015-01-01" in sentence
    assert error.value.sentence("zh") != error.value.sentence("en")


BAD_LISTS = {
    "a code twice": (SMALL + "110101\t东城\n", "", "110101"),
    "no province": (SMALL + "120101\t和平区\n", "", "120000"),
    "gone to nowhere": (SMALL, "2010\tmerged\t110103\t崇文区\t110199 某区\t某文\n", "110199"),
    "ends twice": (
        SMALL,
        "2010\tmerged\t110103\t崇文区\t110101 东城区\t某文\n2011\tmerged\t110103\t崇文区\t110102 西城区\t某文\n",
        "110103",
    ),
    "ends before it begins": (
        SMALL,
        "2012\tstatus\t110228\t甲县\t+110118 甲区\t某文\n2010\tmerged\t110118\t甲区\t110101 东城区\t某文\n",
        "110118",
    ),
    "becomes itself": (
        SMALL,
        "2010\tstatus\t110103\t甲区\t+110104 乙区\t某文\n2012\tstatus\t110104\t乙区\t110103 甲区\t某文\n",
        "110103",
    ),
    "two names": (SMALL, "2010\tadjusted\t110101\t东区\t110102 西城区\t某文\n", "东区"),
    "no such kind": (SMALL, "2010\tvanished\t110101\t东城区\t\t某文\n", "vanished"),
    "no date": (SMALL, "soon\tmerged\t110103\t崇文区\t110101 东城区\t某文\n", "soon"),
    "a cell missing": (SMALL, "2010\tmerged\t110103\t崇文区\n", "崇文区"),
}


@pytest.mark.parametrize("bad", BAD_LISTS.values(), ids=BAD_LISTS)
def test_lists_that_contradict_themselves(bad: tuple[str, str, str]) -> None:
    """The sentence names the line."""
    divisions, changes, named = bad
    with pytest.raises(TerritoryError, match=named) as error:
        load(divisions, HEAD + changes, PACK)
    assert error.value.sentence("zh") != error.value.sentence("en")


AREA = {"name": "某区域", "aliases": [], "parent": "北京"}
BAD_PACKS: dict[str, tuple[dict[str, Any], str]] = {
    "one place twice": ({"area": [AREA, AREA]}, "某区域"),
    "unknown parent": ({"area": [{**AREA, "parent": "无处"}]}, "无处"),
    "unknown member": ({"area": [{**AREA, "members": ["无处"]}]}, "无处"),
    "unknown member of a joint name": ({"joint": {"京某": ["北京", "无处"]}}, "无处"),
    "ends before it begins": ({"area": [{**AREA, "valid_from": "2015", "valid_to": "2014"}]}, "某区域"),
    "no date": ({"area": [{**AREA, "valid_from": "soon"}]}, "soon"),
    "no such kind": ({"area": [{**AREA, "kind": "village"}]}, "village"),
    "in itself": ({"area": [{**AREA, "parent": "某区域"}]}, "某区域"),
    "an unknown province": ({"provinces": ["110000", "990000"]}, "990000"),
    "a letter for nothing": ({"letters": {"某": "无处"}}, "无处"),
}


@pytest.mark.parametrize("bad", BAD_PACKS.values(), ids=BAD_PACKS)
def test_packs_that_contradict_themselves(bad: tuple[dict[str, Any], str]) -> None:
    """The sentence names the entry."""
    extra, named = bad
    with pytest.raises(TerritoryError, match=named) as error:
        load(SMALL, HEAD, {**PACK, **extra})
    assert error.value.sentence("zh") != error.value.sentence("en")


def test_years_overlap_where_the_day_is_not_known() -> None:
    """Known is only the year: in it, both the old and the new territory are in force."""
    book = load(SMALL, HEAD + "2015\tstatus\t110228\t甲县\t+110118 甲区\t某文\n", PACK)
    old, new = book.territories["110228"], book.territories["110118"]
    assert (old.valid_to, new.valid_from) == (date(2015, 12, 31), date(2015, 1, 1))
    assert old.continued
    day: Resolution = resolve("甲县", date(2016, 1, 1), book=book)
    assert (day.how, day.key, day.territory) == ("former", "110118", new)
