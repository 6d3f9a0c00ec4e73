"""The review by keys: two keys a decision, the next question at once; the same without scripts; what goes wrong is said."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import opened, served
from tests.web.samples import fill_checked
from xietong.workspace import Workspace

pytestmark = pytest.mark.browser


@pytest.fixture
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = fill_checked(tmp_path_factory.mktemp("review") / "w")
    made.review.set_reviewer("复核员")
    return made


@pytest.fixture
def address(workspace: Workspace) -> Iterator[str]:
    with served(workspace) as found:
        yield found


@pytest.fixture
def refused_once(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address, refusals=1) as found:
        yield found


def here(page: Page) -> str:
    return page.locator("[data-question]").get_attribute("data-question") or ""


def told(page: Page) -> str:
    return page.locator("[data-told]").inner_text()


def test_two_keys_waive_and_one_takes_back(page: Page, workspace: Workspace) -> None:
    page.goto("/review")
    first = here(page)
    assert first.startswith("issue:")
    expect(page.locator(".question mfrac").first).to_be_visible()
    before = workspace.issues.find().total
    page.keyboard.press("w")
    page.keyboard.press("2")
    expect(page.locator("[data-question]")).not_to_have_attribute("data-question", first)
    expect(page.locator("[data-told]")).to_contain_text("已记下第 1 号决定")
    made = workspace.review.log().items[0].decision
    assert (made.verdict, made.reason, made.person) == ("waive", "时点或版次不同", "复核员")
    assert workspace.issues.find().total == before - 1
    page.keyboard.press("u")
    expect(page.locator("[data-question]")).to_have_attribute("data-question", first)
    assert workspace.issues.find().total == before


def test_one_key_accepts_each_until_none_is_left(page: Page, workspace: Workspace) -> None:
    page.goto("/review?kind=name")
    total = workspace.review.queue("name").total
    assert total >= 1
    for number in range(1, total + 1):
        page.keyboard.press("a")
        expect(page.locator("[data-told]")).to_contain_text(f"第 {number} 号")
    expect(page.locator(".review .empty")).to_be_visible()
    assert workspace.review.queue("name").total == 0
    expect(page.locator('[data-count="name"]')).to_have_text("0")


def test_skipping_and_going_back(page: Page) -> None:
    page.goto("/review")
    first = here(page)
    page.keyboard.press("j")
    expect(page.locator("[data-question]")).not_to_have_attribute("data-question", first)
    page.keyboard.press("k")
    expect(page.locator("[data-question]")).to_have_attribute("data-question", first)
    expect(page).to_have_url(re.compile(urllib.parse.quote(first, safe="")[:20]))
    page.reload()  # the address keeps the question
    assert here(page) == first


def test_a_figure_of_a_finding_is_corrected(refused_once: Page, workspace: Workspace) -> None:
    page = refused_once
    page.goto("/review")
    page.get_by_role("link", name="更正 9.7%").click()
    assert here(page).startswith("reading:")
    page.keyboard.press("c")
    expect(page.get_by_label("指标", exact=True)).to_be_focused()
    page.get_by_label("数值", exact=True).fill("abc")
    page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_contain_text("未被接受")
    assert workspace.review.log().total == 0
    page.keyboard.press("c")
    page.get_by_label("数值", exact=True).fill("1.6")
    page.keyboard.press("Enter")
    expect(page.locator("[data-told]")).to_contain_text("已记下第 1 号决定")
    observed = [one.observation for one in workspace.observations.find(limit=100).items]
    assert [str(one.value[0]) for one in observed if one.judged == "corrected"] == ["1.6"]


def test_an_answer_that_came_too_late_is_shown_again(refused_once: Page, workspace: Workspace) -> None:
    page = refused_once
    page.goto("/review")
    first = here(page)
    kind, _, subject = first.partition(":")
    workspace.review.decide(kind, subject, "accept")
    page.keyboard.press("w")
    page.keyboard.press("1")
    expect(page.locator("[data-told]")).to_contain_text("已在此期间作了决定")
    expect(page.locator("[data-question]")).to_have_attribute("data-question", first)
    expect(page.locator(".question")).to_contain_text("此前的决定")
    assert workspace.review.log().total == 1


def test_the_same_without_scripts(browser: Browser, address: str, workspace: Workspace) -> None:
    context = browser.new_context(base_url=address, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/review")
    first = here(page)
    page.get_by_text("豁免…").click()
    page.get_by_role("button", name="口径不同").click()
    assert here(page) != first
    assert "已记下第 1 号决定" in told(page)
    page.get_by_role("button", name="撤销").click()
    assert here(page) == first
    page.get_by_text("否定…").click()
    page.locator("details[open]").get_by_role("button", name="否定").click()  # without a reason
    expect(page.locator("main")).to_contain_text("请写明理由")
    page.goto("/review/log")
    assert page.locator("tbody tr").count() == 2
    context.close()
    assert workspace.review.log().total == 2


def test_typing_is_no_deciding(page: Page, workspace: Workspace) -> None:
    page.goto("/review?kind=name")
    page.keyboard.press("m")
    page.keyboard.type("a1rwu")
    expect(page.locator("#set-as")).to_have_value("a1rwu")
    page.keyboard.press("Escape")
    assert workspace.review.log().total == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_scrolls_sideways(page: Page, workspace: Workspace, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    item = workspace.review.queue("issue").items[0]
    workspace.review.decide("issue", item.subject, "waive", reason="口径不同")
    for kind in workspace.review.kinds:
        page.goto(f"/review?kind={kind}")
        for key in ("c", "m", "r", "w"):
            if page.locator(f'[data-open="{key}"]').count():
                page.keyboard.press(key)
                page.keyboard.press("Escape")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind
    page.goto("/review/log")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_queue_as_json(address: str, page: Page) -> None:
    answer = page.request.get("/review.json")
    found = json.loads(answer.text())
    assert found["items"][0]["kind"] == "issue"
    assert found["reviewer"] == "复核员"
