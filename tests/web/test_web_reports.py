"""Pages of reports: the list, the builder, a frozen report with its files; hostile templates; refusals in sentences."""

from __future__ import annotations

from html import unescape

import pytest
from fastapi.testclient import TestClient

from tests.web.test_web_forms import token

TEXT = "---\ntitle: 试报\nlanguage: zh\n---\n# 甲\n\n文件{{ count of=documents }}份。\n\n# 乙\n\n文字。\n"


def sent(client: TestClient, address: str, text: str = TEXT, **more: str) -> tuple[int, str, str]:
    answer = client.post(
        address, data={"token": token(client), "template": "试报", "text": text, "date": "2024-03-05", **more}
    )
    return answer.status_code, unescape(answer.text), str(answer.url)


def test_empty_states_say_what_to_do(empty: TestClient) -> None:
    page = empty.get("/reports").text
    assert "还没有报告" in page
    assert "/reports/builder" in page
    assert empty.get("/reports.json").json()["total"] == 0
    assert empty.get("/reports/entered").status_code == 200


@pytest.mark.parametrize("name", ["monthly-zh", "brief-en"])
def test_the_builder_opens_at_once_and_is_composed_when_asked(client: TestClient, name: str) -> None:
    page = client.get(f"/reports/builder?template={name}")
    assert page.status_code == 200
    assert 'name="text"' in page.text
    assert client.get(f"/reports/builder.json?template={name}&date=2024-03-05").json()["ready"]


def test_a_report_is_built_shown_and_downloaded(own: TestClient) -> None:
    status, page, address = sent(own, "/reports/build")
    assert status == 200, page
    identity = address.rpartition("/")[2]
    assert "试报" in page
    for kind, begins in (("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype"), ("json", b"{")):
        answer = own.get(f"/reports/{identity}/file.{kind}")
        assert answer.content.startswith(begins)
        assert answer.headers["content-disposition"].startswith("attachment;")
    assert own.get(f"/reports/{identity}/file.exe").status_code == 404
    assert own.get("/reports/nosuch").status_code == 404
    data = own.get(f"/reports/{identity}.json").json()
    assert data["frozen"]["id"] == identity
    assert data["changes"] is None
    assert own.get("/reports.json").json()["reports"][0]["id"] == identity


def test_an_unbound_figure_is_listed_with_its_place_and_nothing_is_kept(own: TestClient) -> None:
    bad = TEXT + "\n共有35家。\n"
    data = own.post("/reports/preview.json", data={"token": token(own), "text": bad, "template": "试报"}).json()
    assert not data["ready"]
    (fault,) = data["faults"]
    assert (fault["code"], fault["line"], fault["column"], fault["words"]) == ("unbound", 13, 3, "35家")
    part = own.post(
        "/reports/preview", data={"token": token(own), "text": bad, "template": "试报"}, headers={"x-fragment": "1"}
    ).text
    assert "<html" not in part
    assert 'data-line="13" data-column="3"' in part
    status, page, _ = sent(own, "/reports/build", bad)
    assert status == 422
    assert "第13行第3列" in page
    assert "共有35家" in page  # what was typed is still there
    assert own.get("/reports.json").json()["total"] == 0
    assert "试报" not in [one["name"] for one in own.get("/reports.json").json()["templates"]]


def test_an_unknown_field_names_the_nearest(own: TestClient) -> None:
    status, page, _ = sent(own, "/reports/templates", TEXT.replace("count", "coutn"))
    assert status == 422
    assert "最接近的是“count”" in page


def test_sections_can_be_left_out_without_script(own: TestClient) -> None:
    status, page, _ = sent(own, "/reports/preview", cut="yes", part="1")
    assert status == 200
    assert "# 乙" in page
    assert "# 甲" not in page


def test_markup_of_a_template_is_text(own: TestClient) -> None:
    hostile = "---\ntitle: <script>alert(1)</script>\n---\n<img src=x onerror=alert(1)> {% raw %} {{% x %}}".replace(
        "{{%", "%"
    )
    data = own.post("/reports/preview.json", data={"token": token(own), "text": hostile, "template": "试报"}).json()
    assert "<script" not in data["html"]
    assert "<img" not in data["html"]
    page = own.post("/reports/preview", data={"token": token(own), "text": hostile, "template": '"><b>'}).text
    assert "<script>alert" not in page
    assert '"><b>' not in page


def test_a_day_that_is_none_is_said(own: TestClient) -> None:
    answer = own.post(
        "/reports/preview.json", data={"token": token(own), "text": TEXT, "template": "试报", "date": "昨天"}
    )
    assert answer.json()["error"]["code"] == "bad_date"


@pytest.mark.parametrize("address", ["/reports/preview", "/reports/build"])
def test_a_day_that_is_none_leads_back_to_the_builder(own: TestClient, address: str) -> None:
    status, page, _ = sent(own, address, date='昨天"<b>')
    assert status == 422
    assert '“昨天"<b>”不是日期。' in page
    assert "文件{{ count of=documents }}份。" in page  # what was typed is there
    assert 'value="昨天"<b>"' in page  # as text of the field: the page is unescaped here
    assert own.get("/reports.json").json()["total"] == 0
    part = own.post(
        address,
        data={"token": token(own), "text": TEXT, "template": "试报", "date": "昨天"},
        headers={"x-fragment": "1"},
    )
    assert part.status_code == 400
    assert "<textarea" not in part.text


def test_a_name_that_is_none_leads_back_to_the_builder(own: TestClient) -> None:
    for address in ("/reports/templates", "/reports/build"):
        status, page, _ = sent(own, address, template="../坏")
        assert status == 422
        assert "“../坏”不能作模板名称" in page
        assert "文件{{ count of=documents }}份。" in page
    status, page, _ = sent(own, "/reports/build", text="", template="没有的")
    assert (status, "没有模板“没有的”；现有" in page) == (422, True)
    missing = own.get("/reports/builder?template=没有的&date=2024-03-05")
    assert missing.status_code == 404
    assert "没有模板“没有的”" in missing.text
    assert 'value="2024-03-05"' in missing.text
    assert own.get("/reports/builder.json?template=没有的").status_code == 404


def test_values_are_entered_with_a_name_and_a_reason(own: TestClient) -> None:
    assert 'name="value"' not in own.get("/reports/entered").text  # nobody has said who they are
    own.post("/review/name", data={"token": token(own), "name": "张工"})
    form = {"token": token(own), "name": "专班", "value": "3", "unit": "个", "reason": "台账"}
    assert own.post("/reports/entered", data=form).status_code == 200
    (row,) = own.get("/reports/entered.json").json()
    assert (row["name"], row["value"], row["person"], row["reason"]) == ("专班", "3", "张工", "台账")
    refused = own.post("/reports/entered", data={**form, "value": "三"})
    assert refused.status_code == 422
    assert "不是数字" in unescape(refused.text)
    assert len(own.get("/reports/entered.json").json()) == 1
