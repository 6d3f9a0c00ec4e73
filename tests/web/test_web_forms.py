"""Reading, keeping, removing; and that nobody else can do it in a person's name."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.web.samples import BULLETIN, fill
from xietong.web.app import make_app
from xietong.workspace import Settings, Workspace

TEXT = "2023年，乙市新设企业1200家，同比增长8.5%。"


def token(client: TestClient) -> str:
    given = client.get("/index.json").json()["token"]
    assert isinstance(given, str)
    return given


def test_reading_keeps_nothing(own: TestClient) -> None:
    before = own.get("/documents.json").json()["total"]
    page = own.post("/read", data={"token": token(own), "text": TEXT})
    assert page.status_code == 200
    assert ">1200家</a>" in page.text
    data = own.post("/read.json", data={"token": token(own), "text": TEXT}).json()["readings"][0]
    assert [one["statement"]["quote"] for one in data["statements"]] == ["1200家", "8.5%"]
    assert own.get("/documents.json").json()["total"] == before


def test_a_part_of_the_page_for_the_script(own: TestClient) -> None:
    part = own.post("/read", data={"token": token(own), "text": TEXT}, headers={"x-fragment": "1"}).text
    assert "<html" not in part
    assert part.count("<template id=") == 2


def test_what_the_person_knows_goes_into_the_reading(own: TestClient) -> None:
    form = {"token": token(own), "text": TEXT, "date": "2024-03", "title": "我的标题", "publisher": "协同示例"}
    data = own.post("/read.json", data=form).json()["readings"][0]
    assert (data["title"], data["date"], data["publisher"]) == ("我的标题", "2024-03-01/2024-03-31", "协同示例")


def test_line_ends_of_forms_are_those_that_were_pasted(own: TestClient) -> None:
    data = own.post("/read.json", data={"token": token(own), "text": TEXT + "\r\n" + TEXT}).json()["readings"][0]
    assert data["text"] == TEXT + "\n" + TEXT


def test_keeping_adds_once(own: TestClient) -> None:
    first = own.post("/documents", data={"token": token(own), "text": TEXT})
    assert first.url.path.startswith("/documents/")
    assert first.url.query == b"outcome=added"
    again = own.post("/documents.json", data={"token": token(own), "text": TEXT}).json()["outcomes"][0]
    assert again["outcome"] == "known"


def test_a_bad_file_does_not_hold_up_the_others(own: TestClient) -> None:
    files = [("file", ("empty.txt", b"")), ("file", ("good.txt", TEXT.encode()))]
    data = own.post("/documents.json", data={"token": token(own)}, files=files).json()["outcomes"]
    assert data[0]["error"]["code"] == "unreadable"
    assert "empty.txt" in data[0]["error"]["message"]
    assert data[1]["outcome"] == "added"
    page = own.post("/documents", data={"token": token(own)}, files=files)
    assert page.status_code == 200
    assert 'data-code="unreadable"' in page.text
    read = own.post("/read", data={"token": token(own)}, files=files)
    assert 'data-code="unreadable"' in read.text
    assert ">1200家</a>" in read.text


def test_removing_and_restoring(own: TestClient) -> None:
    documents = own.get("/documents.json").json()
    address = next(one["address"] for one in documents["items"] if one["name"] == "bulletin.txt")
    page = own.post(f"{address}/remove", data={"token": token(own)})
    assert f'action="{address}/restore"' in page.text
    assert own.get("/documents.json").json()["total"] == documents["total"] - 1
    assert address in own.get("/documents?removed=true").text
    assert own.post(f"{address}/restore.json", data={"token": token(own)}).json()["removed"] is None
    assert own.get("/documents.json").json()["total"] == documents["total"]


def test_the_original_is_a_download_of_the_same_bytes(own: TestClient) -> None:
    name = '名"字\r\n<b>.txt'
    added = own.post(
        "/documents.json", data={"token": token(own)}, files=[("file", ("x.txt", (TEXT + "乙").encode()))]
    ).json()["outcomes"][0]
    answer = own.get(added["address"] + "/original")
    assert answer.content == (TEXT + "乙").encode()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    workspace = own.app.state.workspace  # type: ignore[attr-defined]
    hostile = workspace.documents.add((TEXT + "丙").encode(), name)
    assert "\n" not in own.get(f"/documents/{hostile.id}/original").headers["content-disposition"]


@pytest.mark.parametrize(
    ("form", "code"),
    [({}, "nothing_given"), ({"text": "  \n"}, "nothing_given"), ({"text": "1家", "date": "昨天"}, "bad_date")],
)
def test_what_cannot_be_read_is_said(own: TestClient, form: dict[str, str], code: str) -> None:
    for address in ("/read.json", "/documents.json"):
        answer = own.post(address, data={"token": token(own), **form})
        assert answer.json()["error"]["code"] == code


def posts(client: TestClient) -> list[str]:
    documents = client.get("/documents.json").json()["items"]
    paths = client.get("/openapi.json").json()["paths"]
    routes = [path for path, methods in paths.items() if "post" in methods]
    assert len(routes) == 81
    return [one.replace("{identity}", documents[0]["id"]) for one in routes]


def test_every_form_needs_its_token(own: TestClient) -> None:
    other = own.app.state.tokens.sign("another session")  # type: ignore[attr-defined]
    right = token(own)
    for address in posts(own):
        for wrong in (None, "", "x", other, right[:-12] + "x" * 12):
            form = {"text": TEXT} | ({"token": wrong} if wrong is not None else {})
            answer = own.post(address, data=form)
            assert answer.status_code == 403, address
            assert "stale_form" in answer.text
    assert own.get("/documents.json").json()["total"] == 3


def test_a_token_is_worth_nothing_without_its_session(own: TestClient) -> None:
    right = token(own)
    own.cookies.clear()
    assert own.post("/read", data={"token": right, "text": TEXT}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_forms_of_other_sites_are_refused(own: TestClient, headers: dict[str, str]) -> None:
    for address in posts(own):
        answer = own.post(address, data={"token": token(own), "text": TEXT}, headers=headers)
        assert answer.status_code == 403
        assert "cross_site" in answer.text


def test_our_own_pages_may_post(own: TestClient) -> None:
    answer = own.post("/read", data={"token": token(own), "text": TEXT}, headers={"origin": "http://127.0.0.1:8000"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8000", True),
        ("localhost:8000", True),
        ("LOCALHOST", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("localhost:abc", False),
        ("localhost@evil.example", False),
        ("evil.example#localhost", False),
        ("0.0.0.0:8000", False),
        ("", False),
    ],
)
def test_only_the_loopback_names_are_answered(own: TestClient, host: str, allowed: bool) -> None:
    assert (own.get("/index.json", headers={"host": host}).status_code == 200) is allowed


def test_an_upload_above_the_limit_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w", settings=Settings(size_limit=2000)) as workspace:
        client = TestClient(make_app(workspace), base_url="http://127.0.0.1:8000")
        for size in (2100, 3_000_000):
            files = [("file", ("big.txt", b"a" * size))]
            answer = client.post("/documents.json", data={"token": token(client)}, files=files)
            assert answer.status_code in (200, 413)
            assert "error" in answer.text
            assert workspace.documents.all(1, 0).total == 0

        def endless() -> object:
            yield b"--x\r\n"
            for _ in range(40):
                yield b"a" * 100_000

        kind = {"content-type": "multipart/form-data; boundary=x"}
        assert client.post("/read.json", content=endless(), headers=kind).status_code in (400, 413)  # type: ignore[arg-type]


def test_a_long_pasted_text_is_read_whole(own: TestClient) -> None:
    text = "甲乙丙丁\n" * 150_000
    answer = own.post("/read.json", data={"token": token(own), "text": text + TEXT})
    assert answer.status_code == 200
    assert len(answer.json()["readings"][0]["text"]) == len(text + TEXT)


def test_an_unexpected_error_has_the_shape_and_the_headers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with fill(tmp_path / "w") as workspace:
        client = TestClient(make_app(workspace), base_url="http://127.0.0.1:8000", raise_server_exceptions=False)

        def fail(*_: object) -> None:
            raise RuntimeError(BULLETIN)

        monkeypatch.setattr(workspace.statements, "find", fail)
        answer = client.get("/statements.json")
        assert answer.status_code == 500
        assert answer.json()["error"]["code"] == "unexpected"
        assert BULLETIN not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
