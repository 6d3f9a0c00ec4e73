"""Reviews, the calendar and editions in the browser: by keyboard, with what goes wrong, nothing wider than a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import opened, served
from tests.web.followed import followed

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(followed(tmp_path_factory.mktemp("followed") / "w")) as found:
        yield found


def test_a_clause_from_evidence_to_closure(browser: Browser, address: str) -> None:
    """A recommendation before any finding is refused with a sentence; then the steps in order, up to the closing."""
    with opened(browser, address, refusals=2) as page:
        page.goto("/reviews?lang=en")
        page.get_by_role("link", name="协同决定实施评估").click()
        page.get_by_role("link", name="一、完善交通网络").first.click()
        page.get_by_label("Step").select_option("recommendation")
        page.get_by_label("What it says").fill("请加快")
        page.get_by_role("button", name="Enter").press("Enter")
        page.get_by_text("has no finding yet").wait_for()
        assert page.get_by_label("What it says").input_value() == "请加快"  # what was written is still there
        page.get_by_label("Step").select_option("evidence")
        page.get_by_label("What it says").fill("")
        page.get_by_label("Other evidence").fill("建设周报")
        page.get_by_role("button", name="Enter").press("Enter")
        page.get_by_text("建设周报").wait_for()
        assert page.get_by_label("Step").input_value() == "finding"
        page.get_by_label("Verdict (finding)").select_option("partly")
        page.get_by_label("What it says").fill("进度滞后")
        page.get_by_role("button", name="Enter").press("Enter")
        page.get_by_label("Body (who replies, or who is asked)").fill("北京市交通委员会")
        page.get_by_label("What it says").fill("请加快")
        page.get_by_role("button", name="Enter").press("Enter")
        page.get_by_text("请加快").wait_for()
        page.get_by_label("Step").select_option("closing")
        page.get_by_role("button", name="Enter").press("Enter")
        page.get_by_text("have not replied").wait_for()
        assert page.get_by_label("Step").input_value() == "closing"
        page.get_by_label("What it says").fill("另行督办")
        page.get_by_role("button", name="Enter").press("Enter")
        page.get_by_text("Closed without a reply of 北京市交通委员会").wait_for()


def test_from_the_calendar_to_an_edition_and_what_came_late(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto("/calendar?month=2025-03&lang=en")
        assert page.locator(".month th").all_inner_texts()[0] == "Mon"
        page.get_by_role("link", name="Weekly follow-up").nth(1).click()
        page.go_back()
        page.goto("/cadence/weekly/2025-W11")
        page.get_by_text("Entered after the event").first.wait_for()
        page.get_by_role("link", name="2025-W10").click()
        page.get_by_role("link", name="Compare with now").press("Enter")
        page.get_by_role("heading", name="Changed since it was frozen").wait_for()
        page.goto("/cadence/weekly/2025-W12")
        page.get_by_role("button", name="Freeze").click()
        page.get_by_text("frozen after its day").wait_for()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, language: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{address}/reviews?lang={language}")
    links = page.locator("table a[href^='/reviews/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    page.goto(f"{address}/assessments")
    links += page.locator("a[href^='/assessments/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    pages = [
        "/reviews",
        "/cadence",
        "/cadence/weekly/2025-W11?beside=now",
        "/calendar?month=2024-10",
        "/duties",
        "/assessments",
    ]
    for path in [*pages, *links, "/duties/河北省科学技术厅"]:
        page.goto(f"{address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    page.close()


@pytest.mark.parametrize(("language", "scheme", "width"), [("zh", "light", 1280), ("en", "dark", 390)])
def test_axe_finds_nothing_serious(
    browser: Browser, address: str, language: str, scheme: Literal["light", "dark"], width: int
) -> None:
    """On the pages of reviews, the calendar, editions, duties and assessments."""
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/reviews?lang={language}")
    links = page.locator("table a[href^='/reviews/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    page.goto(f"{address}{links[0]}")
    links += page.locator("table a[href*='/clauses/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    page.goto(f"{address}/assessments")
    links += page.locator("a[href^='/assessments/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    pages = [
        "/reviews",
        "/cadence",
        "/cadence/weekly/2025-W11",
        "/cadence/weekly/2025-W10?beside=now",
        "/calendar?month=2024-10",
    ]
    wrong = []
    for path in [*pages, "/calendar?month=2031-01", "/duties", "/duties/河北省科学技术厅", "/assessments", *links]:
        page.goto(f"{address}{path}")
        for found in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
            if found["impact"] in ("serious", "critical"):
                wrong.append((path, found["id"], [node["html"][:160] for node in found["nodes"][:2]]))
    context.close()
    assert wrong == []
