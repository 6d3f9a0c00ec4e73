"""What a person does, from an empty box to a figure's own words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
TEXT = "2023年，丙市新设企业1200家，同比增长8.5%。\n据丙市统计局测算，服务业占比为61.2%。"


def open_bulletin(page: Page) -> None:
    page.goto("/documents")
    page.get_by_role("link", name="测试简报").click()
    page.wait_for_url(re.compile("/documents/[0-9a-f]{64}"), wait_until="load")


def test_a_pasted_text_is_read_at_once_and_kept_on_demand(page: Page) -> None:
    page.goto("/")
    page.locator("#text").focus()
    page.evaluate(
        """text => {
          const box = document.getElementById("text");
          box.value = text;
          box.dispatchEvent(new ClipboardEvent("paste", { bubbles: true }));
        }""",
        TEXT,
    )
    figures = page.locator("#readings .text a.fig")
    expect(figures).to_have_text(["1200家", "8.5%", "61.2%"])
    figures.nth(1).click()
    card = page.locator(".card")
    expect(card).to_contain_text("增长8.5%")
    expect(figures.nth(1)).to_have_class(re.compile("here"))
    expect(page).to_have_url(re.compile(r"/#m-"))
    page.get_by_role("button", name="存入工作区").click()
    expect(page).to_have_url(re.compile(r"/documents/[0-9a-f]{64}\?outcome=added"))
    expect(page.locator(".text a.fig")).to_have_count(3)
    page.get_by_role("button", name="移除").click()  # a question is asked; playwright dismisses it
    expect(page.get_by_role("button", name="移除")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_role("button", name="恢复")).to_be_visible()


def test_a_dropped_file_is_read_in_place(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        """text => {
          const dropped = new DataTransfer();
          dropped.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
          window.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, cancelable: true, bubbles: true }));
        }""",
        TEXT,
    )
    expect(page.locator("#readings .text a.fig")).to_have_count(3)
    expect(page.locator("#chosen")).to_have_text("dropped.txt")
    page.goto("/documents")
    expect(page.locator("main")).not_to_contain_text("dropped.txt")


def test_a_chosen_file_that_cannot_be_read_is_named(page: Page, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    page.goto("/")
    page.locator("#file").set_input_files(tmp_path / "empty.txt")
    expect(page.locator("#readings .fault")).to_contain_text("empty.txt")


def test_from_a_figure_to_its_statement_and_back(page: Page) -> None:
    open_bulletin(page)
    page.locator(".text a.fig", has_text="5.58亿吨").click()
    card = page.locator(".card")
    expect(card).to_contain_text("5.58亿")
    card.get_by_role("link", name="这条陈述").click()
    expect(page).to_have_url(re.compile("/statements/"))
    page.get_by_role("link", name="在文档中查看").click()
    expect(page).to_have_url(re.compile("/documents/.*#m-"))
    expect(page.locator(".text a.fig.here")).to_have_text("5.58亿吨")
    expect(page.locator(".card")).to_contain_text("5.58亿")
    page.go_back()
    expect(page).to_have_url(re.compile("/statements/"))


def test_the_keyboard_does_it_all(page: Page) -> None:
    open_bulletin(page)
    here = page.locator(".text a.fig.here")
    page.keyboard.press("j")
    expect(here).to_have_text("5.58亿吨")
    page.keyboard.press("j")
    expect(here).to_have_text("1.7%")
    page.keyboard.press("k")
    expect(here).to_have_text("5.58亿吨")
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(here).to_have_count(0)
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).not_to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("养老")
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_have_text("养老")


def test_a_search_hit_leads_to_its_place(page: Page) -> None:
    page.goto("/search?q=力争")
    page.locator(".hits a").first.click()
    expect(page.locator("mark#at")).to_have_text("力争")
    expect(page.locator("mark#at")).to_be_in_viewport()


def test_a_point_of_a_chart_leads_to_its_sentence(page: Page) -> None:
    page.goto("/indicators?text=货物吞吐量")
    page.locator(".phrases a").first.click()
    page.locator(".chart a circle.dot").first.click()
    expect(page.locator(".text a.fig.here")).to_have_count(1)


def test_the_language_is_switched_and_kept(page: Page) -> None:
    page.goto("/statements?measure=growth")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile("measure=growth.*lang=en"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Statements")
    page.goto("/documents")
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents")


def test_the_sentence_is_lit_around_its_figure(page: Page) -> None:
    open_bulletin(page)
    page.locator(".text a.fig", has_text="49.1%").click()
    expect(page.locator(".card .card-body")).to_be_visible()
    lit = page.evaluate("Array.from(CSS.highlights.get('sentence')).map(one => one.toString()).join('|')")
    assert "占比为" in lit
    assert "49.1%" not in lit


def test_on_a_phone_the_card_is_a_sheet_from_below(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_bulletin(page)
    expect(page.locator(".card")).not_to_be_visible()
    page.locator(".text a.fig").first.click()
    page.locator(".card-body").wait_for()
    box = page.locator(".card").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    page.get_by_role("button", name="关闭").first.click()
    expect(page.locator(".card")).not_to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for path in ("/", "/documents", "/statements", "/indicators", "/search?q=2023", "/api"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_without_scripts_a_text_is_read_and_a_figure_leads_to_its_statement(page: Page, address: str) -> None:
    assert page.context.browser is not None
    context = page.context.browser.new_context(base_url=address, locale="zh-CN", java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/")
    plain.locator("#text").fill(TEXT)
    plain.get_by_role("button", name="读出数字").click()
    expect(plain.locator(".text a.fig")).to_have_count(3)
    open_bulletin(plain)
    plain.locator(".text a.fig").first.click()
    expect(plain).to_have_url(re.compile("/statements/"))
    context.close()


def test_a_pdf_shows_its_page_with_the_figure_framed(page: Page, tmp_path: Path) -> None:
    """The PDF is printed by the same browser: one line, two figures."""
    page.set_content(f"<p style='font-size: 16px'>{TEXT}</p>")
    (tmp_path / "printed.pdf").write_bytes(page.pdf())
    page.goto("/")
    page.locator("#file").set_input_files(tmp_path / "printed.pdf")
    expect(page.locator("#readings .text a.fig")).to_have_count(3)
    page.get_by_role("button", name="存入工作区").click()
    page.locator(".text a.fig").nth(1).click()
    expect(page.locator(".card .crop image")).to_be_visible()
    page.screenshot(path=tmp_path / "pdf.png")
    page.locator(".card .crop").click()
    image = page.locator(".pageview img")
    expect(image).to_be_visible()
    page.wait_for_function("document.querySelector('.pageview img').naturalWidth > 100")
    page.locator(".text a.fig").nth(1).click()
    framed = page.locator(".pageview a.here rect")
    expect(framed).to_have_count(1)
    box, sheet = framed.bounding_box(), image.bounding_box()
    assert box is not None
    assert sheet is not None
    assert sheet["x"] < box["x"] < sheet["x"] + sheet["width"]
    assert sheet["y"] < box["y"] < sheet["y"] + sheet["height"] / 4
    page.locator(".pageview a").first.click()
    expect(page.locator(".text a.fig.here")).to_have_text("1200家")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_role("button", name="恢复")).to_be_visible()
