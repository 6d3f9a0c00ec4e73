"""Targets in the browser: from a plan's goal to its way, corrected with a reason, split, and nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import opened, served
from tests.web.test_web_targets import workspace_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(workspace_in(tmp_path_factory.mktemp("planned") / "w")) as found:
        yield found


def test_from_the_goal_of_a_plan_to_the_sentence_that_moved_it(browser: Browser, planned: str) -> None:
    """Confirm what is ready, correct one with a reason, see both versions, open the sentence behind the last value."""
    with opened(browser, planned, refusals=1) as page:
        page.goto("/targets?lang=en")
        page.get_by_role("link", name="Plans").first.click()
        page.get_by_role("link", name="测试方案").click()
        page.get_by_role("button", name="Confirm them all").click()
        page.get_by_text("Recorded: 2.").wait_for()
        page.locator(".goal.open summary").press("Enter")
        page.get_by_role("button", name="Confirm", exact=True).click()
        page.get_by_text(
            "Nothing was saved"
        ).wait_for()  # it names no indicator yet; the form is open with what was typed
        assert page.locator(".goal.open details[open]").count() == 1
        page.get_by_role("link", name="R&D intensity").click()
        page.get_by_text("What moved the needle last").wait_for()
        assert page.locator("svg .band").count() == 1
        assert page.locator("svg a .dot").count() == 6
        page.get_by_text("Correct or withdraw").press("Enter")
        page.locator("#c-goal").fill("3.8%")
        page.locator("#c-reason").fill("人大会议调整")
        page.get_by_role("button", name="Correct", exact=True).click()
        page.get_by_text("Corrected; the version before is kept below.").wait_for()
        assert page.locator(".versions del").inner_text() == "≈3.7%"
        assert page.locator(".versions ins").inner_text() == "3.8%"
        page.locator(".moved-by a").click()
        page.wait_for_url("**/statements/**")


def test_nothing_is_wider_than_a_phone_and_axe_finds_nothing(browser: Browser, planned: str) -> None:
    """Every page in both languages, light and dark."""
    import json
    import urllib.request

    def get(path: str) -> object:
        with urllib.request.urlopen(planned + path) as answer:
            return json.load(answer)

    plan = get("/plans.json")[0]["address"]  # type: ignore[index]
    targets = [one["target"]["address"] for one in get("/targets.json")["items"]]  # type: ignore[index]
    pages = ["/plans", plan, "/targets", "/targets?year=2050", *targets[:2], "/scorecards", "/scorecards?of=天津"]
    for language, scheme, width in (("zh", "light", 1280), ("en", "dark", 390)):
        context = browser.new_context(base_url=planned, color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
        page = context.new_page()
        for address in pages:
            page.goto(address + ("&" if "?" in address else "?") + f"lang={language}")
            page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, language)
            found = Axe().run(page).response["violations"]
            serious = [one["id"] for one in found if one["impact"] in ("serious", "critical")]
            assert not serious, (
                address,
                language,
                serious,
                [node["html"] for one in found for node in one["nodes"]][:3],
            )
        context.close()
