"""Whole ways through the pages, from an empty workspace on: a coordinator with a plan, a project, a yearly assessment."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from datetime import timedelta

import icalendar
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import opened, served
from tests.web.followed import ASSESSMENT
from xietong.core import clock
from xietong.workspace import Workspace

pytestmark = pytest.mark.browser
TODAY = clock.today()
DUE = TODAY + timedelta(days=40)
PLAN = f"""甲市港口行动方案

{TODAY.year}年1月5日

一、重点任务

1.码头。{DUE.year}年{DUE.month}月底前建成三号码头，建设规模120万吨。（牵头单位：天津市交通运输委员会；配合单位：天津市财政局）

2.公路。推进国道改造。（牵头单位：天津市交通运输委员会）
"""
REPORT = "港口周报\n\n三号码头已完成投资3.5亿元，完成率45%。\n"
FIGURES = "2023年，北京市地区生产总值43760.7亿元，天津市地区生产总值16737.3亿元。"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(Workspace.create(tmp_path_factory.mktemp("journey") / "w")) as found:
        yield found


def keep(page: Page, text: str, title: str, date: str = "") -> str:
    """Paste a text on the home page and keep it; the address of the document."""
    page.goto("/")
    page.locator("#text").fill(text)
    page.locator("#title").fill(title)
    page.locator("#date").fill(date)
    page.get_by_role("button", name="存入工作区").click()
    page.wait_for_url("**/documents/*")
    return page.url.partition("?")[0]


def sign(page: Page) -> None:
    """Say who enters, where the page asks for it."""
    if page.locator("#person").count():
        page.locator("#person").fill("综合处")
        page.get_by_role("button", name="开始录入").click()


def test_from_a_plan_to_a_conclusion_that_is_done(browser: Browser, empty: str) -> None:
    with opened(browser, empty) as page:
        plan = keep(page, PLAN, "甲市港口行动方案")
        report = keep(page, REPORT, "港口周报")

        page.goto(plan.replace("/documents/", "/tasks/plans/"))
        sign(page)
        page.get_by_role("button", name="全部确认").click()
        page.get_by_role("link", name="码头").last.click()
        assert "天津市财政局" in page.locator(".attributes").inner_text()

        if not page.locator("#u-when").is_visible():
            page.get_by_text("填报进展").click()
        page.locator("#u-completion").fill("45")
        page.locator("#u-text").fill("主体施工")
        page.locator("#u-evidence-seek").fill("三号码头 完成率")
        page.locator("#u-evidence [data-found] label", has_text="45%").get_by_role("checkbox").check()
        page.locator("#u-completion").press("Enter")
        page.get_by_text("已保存。", exact=True).wait_for()

        page.get_by_text("提出问题或请求").click()
        page.locator("#m-title").fill("用地未落实")
        page.locator("#m-asked").fill("天津市规划和自然资源局")
        page.get_by_label("任务因此停下").check()
        page.locator("#m-title").press("Enter")
        page.locator("h1 + .stand-line .blocked").wait_for()
        task = page.url.partition("?")[0]

        page.get_by_role("link", name="议程", exact=True).click()
        page.locator("#f-title").fill("港口联席会议")
        page.locator("#f-day").fill(str(TODAY))
        page.get_by_role("button", name="列入议程").click()
        page.get_by_text("写下结论").click()
        page.get_by_label("结论", exact=True).fill("月底前供地")
        page.get_by_label("由此成为的任务").fill("落实三号码头用地")
        page.locator("#l-1").fill("天津市规划和自然资源局")
        page.locator("#d-1").fill(str(DUE))
        page.get_by_role("button", name="保存").click()
        page.get_by_role("link", name="落实三号码头用地").click()
        page.get_by_role("link", name="会议结论，第 1 个议题").wait_for()
        if not page.locator("#u-when").is_visible():
            page.get_by_text("填报进展").click()
        page.locator("#u-status").select_option("done")
        page.locator("#u-text").fill("已供地")
        page.locator("#u-text").press("Tab")
        page.locator("#report ~ details").first.get_by_role("button", name="保存").click()
        page.locator("h1 + .stand-line .done").wait_for()

        page.goto(task)
        page.get_by_label("怎样解决").fill("已供地")
        page.get_by_role("button", name="了结").click()
        page.locator("h1 + .stand-line .running, h1 + .stand-line .late, h1 + .stand-line .ahead").first.wait_for()

        page.goto(report)
        page.get_by_text("用在哪里").click()
        page.locator("#uses a[href^='/tasks/']").first.click()
        assert page.url.partition("?")[0] == task

        page.goto("/tasks")
        page.locator("table.board").get_by_role("link", name="天津市规划和自然资源局").wait_for()
        with urllib.request.urlopen(f"{empty}/calendar.ics") as answer:
            feed = icalendar.Calendar.from_ical(answer.read())
        due = [one for one in feed.walk("VEVENT") if "建成三号码头" in str(one["SUMMARY"])]
        assert [str(one.decoded("DTSTART"))[:7] for one in due] == [f"{DUE:%Y-%m}"]


def test_a_project_from_signing_to_production(browser: Browser, empty: str) -> None:
    with opened(browser, empty, refusals=1) as page:
        page.goto("/projects")
        page.get_by_text("录入项目").click()
        sign(page)
        if not page.locator("#p-title").is_visible():
            page.get_by_text("录入项目").click()
        fields = {"title": "装备厂", "origin": "北京", "host": "天津", "signed": "2025-01-10", "intended": "5亿元"}
        for field, value in fields.items():
            page.locator(f"#p-{field}").fill(value)
        page.locator("#p-title").press("Enter")
        page.get_by_role("heading", name="装备厂").wait_for()
        for stage, day in (("landed", "2025年3月1日"), ("started", "2025-06-01"), ("production", "2026-02-01")):
            page.get_by_text("修改项目").click()
            page.locator(f"#p-{stage}").fill(day)
            page.locator("#p-reason").fill("进入下一阶段")
            page.locator("#p-reason").press("Enter")
            page.get_by_text("全部记录").wait_for()
        page.get_by_text("修改项目").click()
        page.locator("#p-started").fill("2024-01-01")  # before it was signed
        page.locator("#p-reason").fill("更正")
        page.locator("#p-reason").press("Enter")
        page.get_by_text("（落地）").wait_for()
        assert page.locator("#p-started").input_value() == "2024-01-01"
        page.goto("/projects")
        shown = [text.strip() for text in page.locator(".funnel text.label").all_text_contents()]
        assert (shown[0], {one[0] for one in shown}) == ("1", {"1"})  # one project, which came to each stage


def test_a_yearly_assessment_with_a_joint_goal(browser: Browser, empty: str) -> None:
    with opened(browser, empty, refusals=1) as page:
        keep(page, FIGURES, "统计公报", "2024-02")
        page.goto("/assessments")
        sign(page)
        page.locator("#a-source").fill(ASSESSMENT.replace("year = 2023", "year = 二〇二三"))
        page.get_by_role("button", name="登记").click()
        page.get_by_text("没有保存").wait_for()
        assert "二〇二三" in page.locator("#a-source").input_value()
        page.locator("#a-source").fill(ASSESSMENT)
        page.get_by_role("button", name="登记").click()
        page.get_by_role("heading", name="2023 年度考核").wait_for()
        assert "两地 2023 年会商纪要" in page.inner_text("main")
        page.get_by_role("button", name="定稿").click()
        page.get_by_text("定稿于").first.wait_for()
        page.get_by_text("没有数据").first.wait_for()  # Hebei
