"""From every page the main ones can be reached, and one sees where one is."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from xietong.web.navigation import navigation


def test_every_entry_leads_to_a_page_that_marks_it(client: TestClient) -> None:
    for group in navigation("/").groups:
        first = navigation(group.address)
        assert [one.key for one in first.groups if one.here] == [group.key]
        for entry in first.pages or (group,):
            page = client.get(entry.address)
            assert page.status_code == 200, entry.address
            assert "aria-current" in page.text


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/documents/" + "a" * 64, "documents"),
        ("/cells/x", "tables"),
        ("/series/GDP/110000", "catalogue"),
        ("/review/log", "review"),
        ("/search", ""),
        ("/", ""),
    ],
)
def test_pages_below_belong_to_their_entry(path: str, key: str) -> None:
    assert next((one.key for one in navigation(path).pages if one.here), "") == key
