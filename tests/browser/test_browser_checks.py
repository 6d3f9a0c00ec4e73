"""What does not hold: from a finding to its sentence and back; a phrase that is assigned; marks in a pasted text."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_browser_axe import series_pages

pytestmark = pytest.mark.browser
WRONG = "2023年，天津市完成货物吞吐量6.58亿吨，同比增长9.7%。2022年，天津市完成货物吞吐量5.49亿吨。"


def test_from_a_finding_to_its_sentence_and_back(checked_page: Page) -> None:
    page = checked_page
    page.goto("/")
    page.get_by_role("link", name="校核", exact=True).click()
    first = page.locator("article.finding").first
    expect(first.locator("span.found")).to_have_text("错误")
    expect(first.locator("mfrac")).to_be_visible()
    first.locator("a.said").first.click()
    expect(page).to_have_url(re.compile(r"/documents/[0-9a-f]{64}"))
    here = page.locator(".text a.fig.here")
    expect(here).to_have_text("9.7%")
    expect(here).to_be_in_viewport()
    card = page.locator(".card")
    expect(card.locator(".short-findings")).to_contain_text("错误")
    card.locator(".short-findings a").first.click()
    expect(page).to_have_url(re.compile("/issues/"))
    expect(page.locator(".sides mark").first).to_have_text("9.7%")


def test_a_phrase_is_assigned_and_its_statements_are_linked(checked_page: Page) -> None:
    page = checked_page
    page.goto("/catalogue")
    page.get_by_text("协同服务站数量").click()
    page.get_by_label("对应的指标").fill("FIRM_OUT")
    page.get_by_role("button", name="归入", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已归入")
    page.get_by_role("link", name="查看这个指标").click()
    expect(page.locator(".chart circle.dot")).to_have_count(2)
    page.goto("/catalogue")
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_role("status")).to_contain_text("已撤回")


def test_a_figure_has_a_life(checked_page: Page) -> None:
    page = checked_page
    page.goto("/statements?text=5.65")
    page.locator(".row a").first.click()
    page.get_by_role("link", name="数字的来历").click()
    expect(page.locator(".life > li")).to_have_count(3)
    page.locator(".life > li a").nth(1).click()
    expect(page.locator(".text a.fig.here")).to_have_text("5.58亿吨")


def test_a_pasted_text_shows_what_does_not_hold(checked_page: Page) -> None:
    page = checked_page
    page.goto("/")
    page.locator("#text").fill(WRONG)
    wrong = page.locator("#readings .text a.fig.found.error", has_text="9.7%")
    wrong.click()
    expect(page.locator(".card .short-findings")).to_contain_text("9.7%")
    page.locator(".card .short-findings a").first.click()
    expect(page.locator("#readings article.finding").first).to_be_in_viewport()
    page.locator("#readings article.finding a.said").first.click()
    expect(wrong).to_have_class(re.compile("here"))


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_checks_scrolls_sideways(checked_page: Page, checked_address: str, width: int) -> None:
    checked_page.set_viewport_size({"width": width, "height": 844})
    for path in series_pages(checked_address):
        checked_page.goto(path)
        assert checked_page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
