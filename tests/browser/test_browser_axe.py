"""No serious finding of axe on any page, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

import json
import urllib.request
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def get(address: str, path: str) -> Any:
    with urllib.request.urlopen(address + path) as answer:
        return json.load(answer)


def series_pages(address: str) -> list[str]:
    """The pages of findings, catalogue, series and territories; and where their marks and cards are."""
    finding = get(address, "/issues.json")["items"][0]
    series = get(address, "/catalogue/PORT.json")["series"][0]
    statement = get(address, "/statements.json?text=5.65")["items"][0]
    return [
        "/export", "/issues", "/issues?code=none", finding["address"], finding["places"][0]["address"], "/catalogue",
        "/catalogue?text=GDP&taught=x", "/catalogue/PORT", "/catalogue/GDP", series["address"],
        series["address"] + "&known=2020", "/territories", get(address, "/territories.json")[0]["address"],
        "/review", "/review?kind=reading", "/review?kind=name", "/review?kind=place", "/review/log",
        "/issues?state=aside", statement["address"] + "/life", statement["address"], statement["place"],
    ]  # fmt: skip


def pages(address: str) -> list[str]:
    document = next(one for one in get(address, "/documents.json")["items"] if one["title"] == "测试简报")
    statements = get(address, document["address"] + ".json")["statements"]
    phrase = next(one for one in get(address, "/indicators.json") if "吞吐量" in one["phrase"])
    return [
        "/", "/documents", "/documents?removed=true", document["address"], statements[1]["place"], "/statements",
        "/statements?text=没有", statements[0]["address"], "/indicators", phrase["address"], "/search",
        "/search?q=2023", "/api", "/nothing",
    ]  # fmt: skip


def explorer_pages(address: str) -> list[str]:
    """The explorer in its forms and empty states, and derived numbers."""
    mean = next(one for one in get(address, "/derived.json")["items"] if one["formula"] == "mean/1")
    gdp = "/explore?indicator=GDP"
    return [
        "/explore", gdp, f"{gdp}&show=lines", f"{gdp}&show=multiples", f"{gdp}&show=map", f"{gdp}&known=2001",
        f"{gdp}&indicator=POP&place=110000&place=110000%2B120000&grain=all&view=first", "/derived", mean["address"],
    ]  # fmt: skip


# every two of language, colours and width meet
@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("zh", "light", 1280), ("en", "dark", 1280), ("en", "light", 390), ("zh", "dark", 390)],
)
def test_nothing_serious(
    browser: Browser, address: str, checked_address: str, explored_address: str, language: str,
    scheme: Literal["light", "dark"], width: int,
) -> None:  # fmt: skip
    # axe is put into the page as a script, which the policy of the pages rightly refuses
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}, locale="zh-CN"
    )
    page = context.new_page()
    found = []
    ordinary = [address + path for path in pages(address)]
    ordinary += [checked_address + path for path in series_pages(checked_address)]
    for path in [*ordinary, *(explored_address + path for path in explorer_pages(explored_address))]:
        page.goto(path)
        if page.evaluate(f"document.documentElement.lang.slice(0, 2) !== '{language}'"):
            page.locator(".languages a").click()
        if "#m-" in path or "#at" in path:
            page.locator(".card .card-body").wait_for()
        for finding in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
            if finding["impact"] in ("serious", "critical"):
                found.append((path, finding["id"], [node["html"][:120] for node in finding["nodes"][:3]]))
    context.close()
    assert not found
