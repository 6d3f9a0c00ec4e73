"""The report builder in the browser, by keyboard alone and on a phone: type, see what is unbound, correct it, build."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import served
from tests.web.samples import fill

TEXT = "---\ntitle: 港口月报\n---\n# 甲\n\n吞吐量{{ statement id=ID }}，共有35家。\n"


@pytest.fixture(scope="module")
def reporting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(fill(tmp_path_factory.mktemp("reporting") / "w")) as found:
        yield found


def test_from_a_typed_figure_to_a_frozen_report(browser: Browser, reporting: str) -> None:
    page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    listed = page.request.get(f"{reporting}/statements.json?text=货物吞吐量5.58").json()["items"]
    identity = next(one["id"] for one in listed if one["statement"]["quote"] == "5.58亿吨")
    page.goto(f"{reporting}/reports")
    page.get_by_role("link", name="新建报告").press("Enter")
    page.get_by_label("模板文字").fill(TEXT.replace("ID", identity))
    fault = page.locator("#preview [data-line]")
    fault.wait_for()
    assert "第6行" in fault.inner_text()
    assert "35家" in fault.inner_text()
    fault.press("Enter")
    chosen = (
        "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
    )
    assert page.evaluate(chosen) == "35家"
    page.keyboard.press("Backspace")
    page.get_by_text("所有数字都有依据").first.wait_for()
    page.get_by_label("模板名称").fill("港口")
    page.get_by_role("button", name="生成并冻结").press("Enter")
    page.get_by_role("link", name="下载 PDF").wait_for()
    assert page.locator("article.report a.figure").first.inner_text() == "5.58亿吨"
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 Word").press("Enter")
    assert download.value.suggested_filename.endswith(".docx")
    page.locator("article.report a.figure").first.click()
    page.wait_for_url("**/statements/**")
    assert wrong == []
    page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["/reports", "/reports/builder?template=monthly-{0}", "/reports/entered"])
def test_nothing_is_wider_than_a_phone(browser: Browser, reporting: str, path: str, language: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    address = reporting + path.format(language)
    page.goto(f"{address}{'&' if '?' in path else '?'}lang={language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_the_builder_works_without_script(browser: Browser, reporting: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{reporting}/reports/builder?template=brief-zh")
    text = TEXT.replace("{{ statement id=ID }}", "")
    page.get_by_label("模板文字").fill(text)
    page.get_by_role("button", name="预览").click()
    page.get_by_text("1 处问题").first.wait_for()
    assert page.get_by_label("模板文字").input_value() == text
    context.close()


@pytest.mark.parametrize(("language", "scheme", "width"), [("zh", "light", 1280), ("en", "dark", 390)])
def test_axe_finds_nothing_serious(
    browser: Browser, reporting: str, language: str, scheme: Literal["light", "dark"], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    listed = page.request.get(f"{reporting}/reports.json").json()["reports"]
    for path in ("/reports", "/reports/builder", "/reports/entered", *(one["address"] for one in listed[:1])):
        page.goto(f"{reporting}{path}?lang={language}")
        if path.endswith("builder"):
            page.locator("#preview article").wait_for()
        found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], path
    page.close()
