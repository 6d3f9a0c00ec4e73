"""An index in the browser: weights moved by keyboard, a place opened to its words, nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import served
from tests.web.test_web_indices import MINE, workspace_in


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(workspace_in(tmp_path_factory.mktemp("indexed") / "w")) as found:
        yield found


def test_from_the_table_to_the_sentence(browser: Browser, indexed: str) -> None:
    """Move a weight, see the order change, open a place, open its raw value, keep the result."""
    page = browser.new_page(locale="en", viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(f"{indexed}/indices")
    page.get_by_role("link", name="Trial index").click()
    places = page.locator("table.ranking tbody th")
    assert places.all_inner_texts() == ["Beijing", "Hebei", "Tianjin"]
    page.locator("#weights summary").press("Enter")
    page.locator("input[name='w.GDP']").fill("0")
    page.locator("input[name='w.GDP']").press("Enter")
    page.get_by_text("Weights were moved").wait_for()
    assert "w.GDP=0" in page.url
    assert places.all_inner_texts() == ["Beijing", "Tianjin", "Hebei"]
    page.get_by_role("link", name="Tianjin").press("Enter")
    page.get_by_text("rank 2 of 3").wait_for()
    page.locator("table.parts a.value").last.click()
    page.wait_for_url("**/statements/**")
    page.go_back()
    page.get_by_role("link", name="Back to the weights as given").wait_for()
    page.get_by_role("link", name="Results").click()
    page.get_by_role("button", name="Keep as observations").click()
    page.wait_for_url("**/indices/runs/**")
    assert wrong == []
    page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/indices", MINE, f"{MINE}/units/120000", f"{MINE}/ranks", f"{MINE}/audit"])
def test_nothing_is_wider_than_a_phone(browser: Browser, indexed: str, path: str, language: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{indexed}{path}?lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
