"""The explorer in a browser: without a script, by keyboard, on a phone; from a point to its sentence."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def test_from_nothing_to_a_sentence(explored_page: Page) -> None:
    """Choose an indicator, add a place, see lines, open a point."""
    page = explored_page
    page.goto("/")
    page.get_by_role("link", name="数据", exact=True).click()
    page.get_by_role("link", name="探索", exact=True).click()
    page.locator("main").get_by_role("link", name="地区生产总值", exact=True).click()
    expect(page.locator("table.grid")).to_contain_text("43,760.7")
    page.get_by_label("加一个地区或流向").fill("北京")
    page.get_by_role("button", name="显示", exact=True).click()
    expect(page).to_have_url(re.compile("place="))
    page.get_by_role("navigation", name="显示为").get_by_role("link", name="折线图").click()
    expect(page.locator(".lines-chart .name")).to_have_text(["北京"])
    page.locator(".lines-chart a[href^='/statements/']").last.click()
    expect(page.locator(".bigquote")).to_contain_text("北京市地区生产总值")
    page.go_back()
    expect(page.locator(".lines-chart")).to_be_visible()


def test_the_map_steps_and_opens(explored_page: Page) -> None:
    page = explored_page
    page.goto("/explore?indicator=GDP&show=map")
    expect(page.locator(".tiles a")).to_have_count(12)
    page.get_by_role("link", name="2022年").click()
    expect(page.locator(".tiles a")).to_have_count(2)
    page.locator(".tiles a").first.click()
    expect(page).to_have_url(re.compile("/statements/"))


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("shown", ["table", "lines", "multiples", "map"])
def test_nothing_is_wider_than_the_page(browser: Browser, explored_address: str, width: int, shown: str) -> None:
    """Neither on a phone nor without a script; what is wide scrolls by itself."""
    context = browser.new_context(
        java_script_enabled=True, viewport={"width": width, "height": 800}, base_url=explored_address
    )
    page = context.new_page()
    page.goto(f"/explore?indicator=GDP&indicator=POP&show={shown}&lang=en")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert wide <= 0


def test_it_works_without_scripts(browser: Browser, explored_address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=explored_address, locale="zh-CN")
    page = context.new_page()
    page.goto("/explore?indicator=GDP")
    page.locator("#x-place").fill("天津")
    page.locator("form.explorer button").click()
    expect(page.locator("table.grid tbody tr")).to_have_count(1)
    expect(page.locator("table.grid")).to_contain_text("16,737.3")
    page.get_by_role("link", name="去掉 天津").click()
    expect(page.locator("table.grid tbody tr")).to_have_count(14)
    context.close()


def test_a_derived_number_down_to_the_ground(explored_page: Page) -> None:
    page = explored_page
    page.goto("/derived")
    page.get_by_role("row").filter(has_text="平均").get_by_role("link").first.click()
    expect(page.locator(".formula math").first).to_be_visible()
    expect(page.locator(".below .below q").first).to_contain_text("亿元")
    page.locator(".below .below a.value").first.click()
    expect(page).to_have_url(re.compile("/statements/"))
