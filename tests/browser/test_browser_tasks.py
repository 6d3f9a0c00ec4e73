"""Tasks in the browser: an update by keyboard, a wrong one, the agenda; nothing wider than a phone, no page with a fault of access."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import opened, served
from tests.web.test_web_tasks import workspace_in
from xietong.core import clock


@pytest.fixture(scope="module")
def tasked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(workspace_in(tmp_path_factory.mktemp("tasked") / "w")) as found:
        yield found


def test_from_the_board_to_an_update_to_the_agenda(browser: Browser, tasked: str) -> None:
    page = browser.new_page(locale="en", viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    page.on(
        "console",
        lambda message: (
            wrong.append(message.text) if message.type in ("error", "warning") and "422" not in message.text else None
        ),
    )
    page.goto(f"{tasked}/tasks")
    page.locator("table.tasks-table a").filter(has_text="修路").press("Enter")
    page.get_by_label("Day or week").fill(str(clock.today()))
    page.get_by_label("Completion %").fill("140")
    page.get_by_label("What was done").fill("路基完成")
    page.get_by_label("Completion %").press("Enter")
    page.get_by_role("alert").get_by_text("does not lie between 0 and 100").wait_for()
    assert page.get_by_label("What was done").input_value() == "路基完成"  # what was typed is still there
    page.get_by_label("Completion %").fill("60")
    page.get_by_label("开工").check()
    page.get_by_label("Completion %").press("Enter")
    page.get_by_text("Saved.").wait_for()
    assert page.locator("h1 + .stand-line .stand").inner_text() == "on course"
    page.get_by_text("Raise a problem or a request").click()
    page.get_by_label("What the problem is, or what is asked").fill("征地未完成")
    page.get_by_label("The task cannot go on because of it").check()
    page.get_by_label("What the problem is, or what is asked").press("Enter")
    page.locator("h1 + .stand-line .blocked").wait_for()
    page.goto(f"{tasked}/agenda")
    page.get_by_label("Meeting", exact=True).fill("联席会议")
    page.locator("#f-day").fill(str(clock.today()))
    page.get_by_role("button", name="Put on the agenda").press("Enter")
    page.get_by_text("Keep the conclusion").click()
    page.get_by_label("Conclusion").fill("月底前完成")
    page.get_by_label("The task it becomes").fill("完成征地")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="完成征地").click()
    page.get_by_role("link", name="Conclusion of a meeting, point 1").wait_for()
    assert wrong == []
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious(browser: Browser, tasked: str, scheme: Literal["light", "dark"]) -> None:
    """No serious finding of axe on the pages of tasks, with their forms open."""
    page = browser.new_page(locale="en", bypass_csp=True, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    with urllib.request.urlopen(f"{tasked}/tasks/list.json") as answer:
        task = json.load(answer)["items"][0]["address"]
    with urllib.request.urlopen(f"{tasked}/documents.json") as answer:
        plan = json.load(answer)["items"][0]["id"]
    for path in ("/tasks", "/tasks/list", task, f"/tasks/plans/{plan}", "/tasks/new", "/agenda", "/projects"):
        page.goto(tasked + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = [one for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]
        assert not found, (path, [(one["id"], one["nodes"][0]["html"][:200]) for one in found])
    page.close()


@pytest.mark.parametrize("path", ["/tasks", "/tasks/list", "/tasks/new", "/agenda", "/projects"])
def test_nothing_is_wider_than_a_phone(browser: Browser, tasked: str, path: str) -> None:
    page = browser.new_page(locale="zh-CN", viewport={"width": 390, "height": 800})
    page.goto(tasked + path)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.close()


def _reporting(page: Page, address: str) -> None:
    page.goto(f"{address}/tasks/list?lang=en")
    page.locator("table.tasks-table a").filter(has_text="架桥").click()
    if not page.locator("#u-when").is_visible():
        page.locator("#report + details summary, #report ~ details summary").first.click()


def test_evidence_is_chosen_by_keyboard(browser: Browser, tasked: str) -> None:
    """What is typed is looked for; space ticks, and what is ticked moves to what was chosen; enter does not send the form."""
    with opened(browser, tasked) as page:
        _reporting(page, tasked)
        page.locator("#u-text").fill("桥墩完成")
        page.locator("#u-evidence-seek").focus()
        page.keyboard.type("三号线")
        page.locator("#u-evidence [data-found] input").first.wait_for()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")  # the button
        page.keyboard.press("Tab")  # the first box
        page.keyboard.press("Space")
        assert page.locator("#u-evidence [data-chosen] input").count() == 1
        assert page.evaluate("document.activeElement.name") == "evidence"
        page.locator("#u-evidence-seek").fill("没有这样的字")
        page.get_by_text("Nothing found for").wait_for()
        page.locator("#u-text").press("Tab")
        page.locator("#u-completion").press("Enter")
        page.get_by_text("Saved.", exact=True).wait_for()
        page.locator("#report ~ ol a", has_text="甲市行动方案").first.wait_for()


def test_evidence_is_chosen_without_a_script(browser: Browser, tasked: str) -> None:
    context = browser.new_context(base_url=tasked, java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(f"{tasked}/agenda?lang=en")
    page.get_by_text("Raise a problem or a request").click()
    page.get_by_label("What the problem is, or what is asked").fill("没有脚本也能提出")
    page.locator("#m-evidence-seek").fill("三号线")
    page.locator("#m-evidence-seek").press("Enter")  # looks for it, does not save
    page.locator("#m-evidence [data-found] input").first.check()
    assert page.get_by_label("What the problem is, or what is asked").input_value() == "没有脚本也能提出"
    page.locator("#m-evidence-seek").fill("码头")
    page.get_by_role("button", name="Find").click()
    assert page.locator("#m-evidence [data-chosen] input").is_checked()
    page.locator("#matters").get_by_role("button", name="Save").click()
    page.locator("li", has_text="没有脚本也能提出").get_by_role("link", name="甲市行动方案").first.wait_for()
    context.close()


def test_a_day_is_typed_or_chosen(browser: Browser, tasked: str) -> None:
    with opened(browser, tasked) as page:
        page.goto("/tasks/new?lang=en")
        due = page.get_by_label("Due", exact=False).first
        due.fill("2027年3月1日")
        button = due.locator("xpath=..").get_by_role("button", name="Choose in a calendar")
        assert button.is_visible()
        picker = due.locator("xpath=..").locator("input[type=date]")
        picker.evaluate("one => { one.value = '2027-04-05'; one.dispatchEvent(new Event('change')); }")
        assert due.input_value() == "2027-04-05"


def test_titles_of_tasks_are_offered(browser: Browser, tasked: str) -> None:
    with opened(browser, tasked) as page:
        page.goto("/tasks/new?lang=en")
        page.locator("#f-parent").press_sequentially("架桥")
        page.locator("#f-parent + datalist option[value='架桥']").wait_for(state="attached")
        page.locator("#f-after").press_sequentially("架桥、修路")
        option = page.locator("#f-after + datalist option")
        option.wait_for(state="attached")
        assert (option.get_attribute("value") or "").startswith("架桥、")
        assert "修路" in (option.get_attribute("label") or "")
