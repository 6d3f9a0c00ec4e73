"""A regional analysis in the browser: chosen by keyboard, opened to its words, nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import served
from tests.web.test_web_regional import ASKED, AT, workspace_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def regional(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(workspace_in(tmp_path_factory.mktemp("regional") / "w")) as found:
        yield found


def test_from_the_list_to_the_sentence(browser: Browser, regional: str) -> None:
    """Choose an analysis, type indicators, open a point of a chart and its sentence, keep the result."""
    page = browser.new_page(locale="en", viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(f"{regional}/regional")
    page.get_by_role("link", name="Theil index by groups").press("Enter")
    page.locator("#g-indicator").fill("GDP")
    page.locator("#g-per").fill("常住人口")
    page.locator("#g-place").select_option("members")
    page.locator("#g-per").press("Enter")
    page.get_by_role("heading", name="Year by year").wait_for()
    assert "per=" in page.url
    assert page.locator(".plot rect.part").count() > 0
    page.locator("nav.kinds").get_by_role("link", name="Gini").click()
    page.get_by_role("heading", name="Lorenz curve").wait_for()
    page.locator(".plot a[aria-label^='Hebei']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#d-130000")
    page.locator("tr#d-130000 a.value").last.click()
    page.wait_for_url("**/statements/**")
    page.go_back()
    page.get_by_role("button", name="Keep as observations").click()
    page.wait_for_url("**/regional/runs/**")
    page.get_by_role("link", name="Ask again with what is known now").click()
    page.get_by_role("heading", name="Lorenz curve").wait_for()
    assert wrong == []
    page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "path", ["/regional", f"{AT}coupling", *(f"{AT}{name}?{asked}" for name, asked in ASKED.items())]
)
def test_nothing_is_wider_than_a_phone(browser: Browser, regional: str, path: str, language: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{regional}{path}{'&' if '?' in path else '?'}lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
