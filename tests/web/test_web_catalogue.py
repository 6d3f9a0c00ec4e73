"""The catalogue, what it is taught, series, territories."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from tests.web.test_web_forms import token
from xietong.observations.catalogue import catalogue
from xietong.web.language import LANGUAGES, words
from xietong.web.why import explained
from xietong.workspace import Workspace

PHRASE = "协同服务站数量"
PORT = "/series/PORT/120000"


def test_all_indicators_by_dimension(checked: TestClient) -> None:
    data = checked.get("/catalogue.json").json()
    assert len(data["indicators"]) == len(catalogue().indicators)
    assert next(one for one in data["indicators"] if one["code"] == "PORT")["statements"] == 6
    page = checked.get("/catalogue?lang=en").text
    assert "Green development" in page
    assert 'href="/catalogue/PORT"' in page


def test_the_catalogue_is_filtered_by_code_name_and_alias(checked: TestClient) -> None:
    for text in ("PORT", catalogue().indicators["PORT"].zh, catalogue().indicators["PORT"].en.upper()):
        assert "PORT" in [
            one["code"] for one in checked.get("/catalogue.json", params={"text": text}).json()["indicators"]
        ]
    nothing = checked.get("/catalogue?text=没有的东西").text
    assert "没有包含这几个字的指标" in nothing


def test_a_phrase_is_assigned_and_withdrawn(own_checked: TestClient) -> None:
    assert [one["phrase"] for one in own_checked.get("/catalogue.json").json()["unresolved"]] == [PHRASE]
    form = {"token": token(own_checked), "phrase": PHRASE, "code": "FIRM_OUT", "reason": "测试"}
    page = own_checked.post("/catalogue/assign", data=form)
    assert page.status_code == 200
    assert page.url.path == "/catalogue"
    assert "已归入" in page.text
    assert own_checked.get("/catalogue/FIRM_OUT.json").json()["series"][0]["periods"] == 2
    assert own_checked.get("/catalogue.json").json()["unresolved"] == []
    assert own_checked.get("/catalogue/proposals.json").json()[0]["aliases"] == [PHRASE]
    taught = own_checked.get("/catalogue.json").json()["taught"]
    assert [(one["phrase"], one["code"], one["reason"]) for one in taught] == [(PHRASE, "FIRM_OUT", "测试")]
    back = own_checked.post("/catalogue/withdraw", data={"token": token(own_checked), "phrase": PHRASE})
    assert "已撤回" in back.text
    assert own_checked.get("/catalogue.json").json()["taught"] == []
    assert own_checked.get("/catalogue/FIRM_OUT.json").json()["series"] == []


def test_a_phrase_may_name_no_indicator(own_checked: TestClient) -> None:
    form = {"token": token(own_checked), "phrase": PHRASE, "code": "ignored", "verdict": "none"}
    answer = own_checked.post("/catalogue/assign.json", data=form).json()
    assert answer == {"phrase": PHRASE, "code": "", "statements": 2}
    assert own_checked.get("/catalogue/proposals.json").json() == []
    assert "没有对应指标" in own_checked.get("/catalogue").text


@pytest.mark.parametrize("written", ["PORT", "port", "{zh}", "{en}", "{zh} (PORT)", "{zh}（PORT）", "{en} (PORT)"])
def test_an_indicator_is_named_by_code_or_name(own_checked: TestClient, written: str) -> None:
    known = catalogue().indicators["PORT"]
    form = {"token": token(own_checked), "phrase": PHRASE, "code": written.format(zh=known.zh, en=known.en)}
    assert own_checked.post("/catalogue/assign.json", data=form).json()["code"] == "PORT"


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"phrase": PHRASE, "code": "没有的指标"}, "no_such_indicator"),
        ({"phrase": PHRASE, "code": ""}, "no_such_indicator"),
        ({"phrase": PHRASE}, "no_such_indicator"),
        ({"phrase": " ，", "code": "PORT"}, "no_phrase"),
        ({"code": "PORT"}, "no_phrase"),
    ],
)
def test_what_cannot_be_assigned_is_said(own_checked: TestClient, form: dict[str, str], code: str) -> None:
    data = form | {"token": token(own_checked)}
    answer = own_checked.post("/catalogue/assign.json", data=data)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert f'data-code="{code}"' in own_checked.post("/catalogue/assign", data=data).text
    assert own_checked.get("/catalogue.json").json()["taught"] == []


def test_what_was_not_taught_cannot_be_withdrawn(own_checked: TestClient) -> None:
    answer = own_checked.post("/catalogue/withdraw.json", data={"token": token(own_checked), "phrase": PHRASE})
    assert answer.status_code == 404


def test_hostile_phrases_are_text(own_checked: TestClient) -> None:
    phrase = '甲<script>x()</script>"乙'
    form = {"token": token(own_checked), "phrase": phrase, "code": "PORT", "reason": "<img src=x onerror=x()>"}
    page = own_checked.post("/catalogue/assign", data=form).text
    assert "甲&lt;script&gt;" in page
    assert "<script>x()" not in page
    assert "<img src=x" not in page


def test_an_indicator_says_what_it_is_and_shows_its_series(checked: TestClient) -> None:
    page = checked.get("/catalogue/PORT").text
    known = catalogue().indicators["PORT"]
    assert known.definition in page
    assert all(alias in page for alias in known.aliases)
    assert "越高越好" in page
    assert f'href="{PORT}?measure=level"' in page
    assert page.count('<figure class="chart') == 1  # two years of levels; the rate is of one year
    assert "此" not in checked.get("/catalogue/PORT?lang=en").text.partition("<main")[0]


@pytest.mark.parametrize(
    "address",
    ["/catalogue/NOTHING", "/series/NOTHING/x", "/series/PORT/火星", "/territories/火星", "/catalogue/PORT?charts=7"],
)
def test_wrong_addresses(checked: TestClient, address: str) -> None:
    path, _, query = address.partition("?")
    assert checked.get(address).status_code in (400, 404)
    if not query:
        assert checked.get(f"{path}.json").json()["error"]["code"] == "not_found"


def test_a_series_has_its_choice_its_sources_and_its_revision(checked: TestClient) -> None:
    data = checked.get(f"{PORT}.json").json()
    assert data["measure"] == "level"
    last = data["points"][-1]
    assert (last["chosen"]["quote"], len(last["agreeing"]), len(last["differing"])) == ("5.65亿吨", 0, 2)
    assert last["explanation"]["zh"]
    assert [one["quote"] for one in data["revisions"][0]["values"]] == ["5.58亿吨", "5.65亿吨"]
    page = checked.get(PORT).text
    assert last["explanation"]["zh"] in page
    assert f'href="{last["chosen"]["address"]}"' in page
    assert 'class="earlier"' in page
    assert 'class="moved"' in page
    assert "旧值：" in page


def test_names_lead_to_a_series_and_a_place_too(checked: TestClient) -> None:
    by_name = checked.get(f"/series/{catalogue().indicators['PORT'].zh}/天津市.json").json()
    assert by_name == checked.get(f"{PORT}.json").json()
    assert "天津" in checked.get("/territories/天津").text


def test_a_series_as_known_on_a_day_and_at_first_release(checked: TestClient) -> None:
    def last(query: str) -> str:
        return str(checked.get(f"{PORT}.json?{query}").json()["points"][-1]["chosen"]["quote"])

    assert last("") == "5.65亿吨"
    assert last("known=2024-03") == last("known=2024-03-31") == last("view=first") == "5.58亿吨"
    assert "2024-03-31" in checked.get(f"{PORT}?known=2024-03").text
    early = checked.get(f"{PORT}?known=2020").text
    assert 'class="empty"' in early
    assert checked.get(f"{PORT}.json?known=soon").json()["error"]["code"] == "bad_date"
    assert checked.get(f"{PORT}?view=last").status_code == 400


def test_the_measure_of_a_series_is_chosen(checked: TestClient) -> None:
    data = checked.get(f"{PORT}.json?measure=growth").json()
    assert (data["measure"], data["measures"]) == ("growth", {"level": 4, "growth": 2})
    assert data["points"][0]["chosen"]["unit"] == "%"


def test_a_phrase_is_a_series_too(checked: TestClient) -> None:
    page = checked.get(f"/series/{PHRASE}/120000").text
    assert f'href="/indicators/{quote(PHRASE, safe="")}"' in page
    phrases = checked.get(f"/indicators/{PHRASE}").text
    assert f'href="/series/{quote(PHRASE, safe="")}/120000"' in phrases
    assert "/catalogue?text=" in phrases


def test_territories_with_their_latest_values(checked: TestClient) -> None:
    (place,) = checked.get("/territories.json").json()
    assert (place["place"], place["name"]["en"], place["series"]) == ("120000", "Tianjin", 3)
    data = checked.get(place["address"] + ".json").json()
    latest = {(one["indicator"], one["measure"]): one["latest"]["quote"] for one in data["series"]}
    assert latest == {("PORT", "level"): "5.65亿吨", ("PORT", "growth"): "9.7%", (PHRASE, "level"): "120家"}
    page = checked.get(place["address"]).text
    assert page.index(catalogue().indicators["PORT"].zh) < page.index(PHRASE)
    assert checked.get("/territories.json?text=tian").json() == [place]
    assert checked.get("/territories.json?text=河北").json() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_says_why_in_words(doubtful: Workspace, language: str) -> None:
    for row in doubtful.statements.find().items:
        link = doubtful.observations.link(row.id)
        assert link
        said = explained(link[3], language)
        assert said
        assert language == "en" or re.search("[一-鿿]", said)


def test_reasons_keep_their_words() -> None:
    assert explained("level in 个 does not fit 地区生产总值", "zh") == "以“个”计的数值不适用于“地区生产总值”"
    assert explained("“出口” with words that do not narrow it", "zh").startswith("“出口”")
    assert explained("something new", "zh") == "something new"
    assert all(words("zh")(f"why.{key}") for key in ("name", "assigned"))
