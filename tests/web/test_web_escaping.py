"""File names, titles and texts may hold anything; on the pages they are text and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xietong.web import addresses
from xietong.web.app import make_app
from xietong.workspace import Workspace

HOSTILE = st.lists(
    st.sampled_from(
        ["<script>x()</script>", "<img src=x onerror=x()>", '"><b id=in>', "'><i>", "{{7*7}}", "{% raw %}", "&lt;",
         "]]>", "<!--", "</template>", "</title>", "</textarea>", "javascript:x()", "\u202e", "甲市", "12", "家", "，"]
    ),
    min_size=2, max_size=8,
).map("".join)  # fmt: skip
TAGS = {"script", "link", "meta", "title", "html", "head", "body"}


class Structure(HTMLParser):
    """The tags and the names of attributes of a page, without any text."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction"):
                assert (value or "").startswith(("/", "#", "?")), value


def check(client: TestClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code in (200, 404), address
    found = Structure()
    found.feed(page.text)
    assert sum(tag == "script" for tag, _ in found.seen) == 1, address
    for tag, names in found.seen:
        assert tag not in ("img", "b", "i") or names in ((), ("data-x",)), address
        assert not any(name.startswith("on") or name == "style" for name in names)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


counter = iter(range(10_000))


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_nothing_hostile_becomes_markup(place: Path, name: str, title: str, publisher: str, body: str) -> None:
    with Workspace.create(place / str(next(counter))) as workspace:
        client = TestClient(make_app(workspace), base_url="http://127.0.0.1:8000")
        text = f"2023年，北京{body}专利授权量10件，同比增长5%。2022年，北京{body}专利授权量4件。近5000余家{body}。"
        text += f"2023年，{body}新增企业1200家，{body}数量增长5%，占{body}的12%。据{body}统计，另有{body}3000家。"
        added = workspace.documents.add(text.encode(), name, title=title, publisher=publisher)
        rows = workspace.statements.of_document(added.id)
        pages = [
            "/",
            "/documents",
            f"/documents/{added.id}",
            f"/documents/{added.id}?at=1-8",
            "/statements",
            "/indicators",
            "/issues",
            "/catalogue",
            f"/catalogue?text={quote(body)}&taught={quote(body)}",
            "/territories",
            f"/series/{quote(title, safe='')}/{quote(body, safe='')}",
            f"/territories/{quote(body, safe='')}",
        ]
        pages += [f"/issues/{one.id}" for one in workspace.issues.find().items]
        pages += [f"/statements/{row.id}/life" for row in rows[:2]]
        pages += [addresses.series(one[0], one[1]) for one in workspace.observations.all_series(limit=2)]
        pages += [addresses.territory(one[1]) for one in workspace.observations.all_series(limit=2)]
        pages += [f"/statements/{row.id}" for row in rows]
        pages += [f"/statements/{row.id}/card" for row in rows[:0]]
        pages += [f"/indicators/{quote(row.statement.indicator, safe='')}" for row in rows if row.statement.indicator]
        pages += [f"/search?q={quote(body)}", f"/statements?text={quote(body)}&indicator={quote(title)}"]
        pages += [f"/indicators?text={quote(body)}", f"/{quote(body, safe='')}", f"/documents/{quote(name, safe='')}"]
        for page in dict.fromkeys(pages):
            check(client, page)
        token = client.get("/index.json").json()["token"]
        for form in ({"text": text, "title": title}, {"text": text, "date": body}):
            answer = client.post("/read", data={"token": token, **form})
            assert "<script>x()" not in answer.text
            assert "<img src=x" not in answer.text
        phrase = next((one["phrase"] for one in client.get("/catalogue.json").json()["unresolved"]), "")
        if phrase:
            taught = client.post(
                "/catalogue/assign", data={"token": token, "phrase": phrase, "code": "GDP", "reason": body}
            )
            assert taught.status_code == 200
            check(client, "/catalogue?taught=" + quote(phrase))
        client.post(f"/documents/{added.id}/remove", data={"token": token})
        check(client, f"/documents/{added.id}")
        check(client, "/documents?removed=true")
