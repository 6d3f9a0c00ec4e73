"""The button that hands a Word draft back with comments."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from tests.documents.drafts import anchored, comments, draft, paragraph, run
from tests.web.test_web_forms import token

WRONG = "2022年，乙市新设企业1000家。2023年，乙市新设企业1200家，比上年增长12%。"
DRAFT = draft(paragraph(run(WRONG)))
OTHER = "2023年，乙市常住人口100.5万人。"


def test_a_draft_of_the_box_comes_back_with_comments(own: TestClient) -> None:
    before = own.get("/documents.json").json()["total"]
    given = [("file", ("别的.txt", OTHER.encode())), ("file", ("草稿.docx", DRAFT))]
    answer = own.post("/read/commented.docx", data={"token": token(own), "draft": "2"}, files=given)
    assert answer.status_code == 200
    assert unquote(answer.headers["content-disposition"]).endswith("草稿（已核对）.docx")
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    [said] = comments(answer.content).values()
    assert "19.89%…20.11%" in said
    assert set(anchored(answer.content).values()) <= {"1200家", "1000家", "12%"}
    assert own.get("/documents.json").json()["total"] == before


def test_the_button_stands_beside_a_draft_only(own: TestClient) -> None:
    def part(name: str, data: bytes) -> str:
        form = {"token": token(own)}
        return own.post("/read", data=form, files=[("file", (name, data))], headers={"x-fragment": "1"}).text

    assert 'formaction="/read/commented.docx"' in part("草稿.docx", DRAFT)
    assert "commented.docx" not in part("草稿.txt", WRONG.encode())
    assert "commented.docx" not in part("草稿.docx", draft(paragraph(run(OTHER))))


def test_a_kept_draft_is_commented_and_stays_as_it_is(own: TestClient) -> None:
    kept = own.post("/documents.json", data={"token": token(own)}, files=[("file", ("草稿.docx", DRAFT))]).json()
    address = kept["outcomes"][0]["address"]
    assert f'href="{address}/commented.docx"' in own.get(address).text
    answer = own.get(f"{address}/commented.docx", headers={"accept-language": "en"})
    assert len(comments(answer.content)) == 1
    assert unquote(answer.headers["content-disposition"]).endswith("草稿 (checked).docx")
    assert own.get(f"{address}/original").content == DRAFT


@pytest.mark.parametrize(
    "given",
    [
        [("file", ("a.docx", DRAFT)), ("file", ("b.docx", DRAFT))],
        [("file", ("a.txt", WRONG.encode()))],
    ],
    ids=["two", "none"],
)
def test_which_draft_is_meant_is_not_guessed(own: TestClient, given: list[tuple[str, tuple[str, bytes]]]) -> None:
    answer = own.post("/read/commented.docx", data={"token": token(own)}, files=given)
    assert answer.status_code == 422
    assert ".docx" in answer.text


def test_what_is_no_word_file_is_refused(own: TestClient) -> None:
    form = {"token": token(own), "draft": "1"}
    answer = own.post("/read/commented.docx", data=form, files=[("file", ("a.docx", WRONG.encode()))])
    assert answer.status_code == 422
    kept = own.post("/documents.json", data={"token": token(own), "text": WRONG}).json()["outcomes"][0]
    assert own.get(f"{kept['address']}/commented.docx").status_code == 422


def test_a_forged_form_gets_nothing(own: TestClient) -> None:
    assert own.post("/read/commented.docx", data={"draft": "1"}, files=[("file", ("a.docx", DRAFT))]).status_code == 403
