"""No serious finding of axe on any page, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import served
from tests.web.test_web_indices import MINE
from tests.web.test_web_indices import workspace_in as with_indices
from tests.web.test_web_regional import ASKED, AT
from tests.web.test_web_regional import workspace_in as with_places

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


def index_pages() -> list[str]:
    """Composite indices: list, results, a place, rank intervals, audit, a faulty file, a refusal."""
    return ["/indices", MINE, f"{MINE}?of=GREEN", f"{MINE}/units/120000", f"{MINE}/ranks", f"{MINE}/audit",
            f"{MINE}?w.GDP=2", "/indices/frameworks/wrong", f"{MINE}?from=1990&to=1991"]  # fmt: skip


def regional_pages() -> list[str]:
    """Regional analyses: list, form alone, every kind of chart, a refusal."""
    shown = ("theil", "gini", "beta", "markov", "density", "moran", "flows", "coupling", "quotient")
    return ["/regional", f"{AT}theil", *(f"{AT}{name}?{ASKED[name]}" for name in shown)]


def serious(page: Page, addresses: list[str], language: str) -> list[tuple[str, str, list[str]]]:
    """What axe finds of weight on some pages in a language."""
    found = []
    for path in addresses:
        page.goto(path)
        if page.evaluate(f"document.documentElement.lang.slice(0, 2) !== '{language}'"):
            page.locator(".languages a").click()
        if "#m-" in path or "#at" in path:
            page.locator(".card .card-body").wait_for()
        for finding in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]:
            if finding["impact"] in ("serious", "critical"):
                found.append((path, finding["id"], [node["html"][:120] for node in finding["nodes"][:3]]))
    return found


# each language, each colours, each width; what is wrong in one of them is hardly ever right in the others
SEEN = pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("zh", "light", 1280), ("en", "dark", 390)],
)


@contextmanager
def looked(browser: Browser, scheme: Literal["light", "dark"], width: int) -> Iterator[Page]:
    """A page; axe is put into it as a script, which the policy of the pages rightly refuses."""
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900}, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def computed_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workspace with a framework of its own, sound and faulty."""
    with served(with_indices(tmp_path_factory.mktemp("served") / "w")) as found:
        yield found


@pytest.fixture(scope="module")
def regional_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workspace with three years of places, flows and cities."""
    with served(with_places(tmp_path_factory.mktemp("served") / "w")) as found:
        yield found


@SEEN
def test_nothing_serious(
    browser: Browser, address: str, checked_address: str, explored_address: str, language: str,
    scheme: Literal["light", "dark"], width: int,
) -> None:  # fmt: skip
    ordinary = [address + path for path in pages(address)]
    ordinary += [checked_address + path for path in series_pages(checked_address)]
    ordinary += [explored_address + path for path in explorer_pages(explored_address)]
    with looked(browser, scheme, width) as page:
        assert not serious(page, ordinary, language)


@SEEN
def test_nothing_serious_on_indices(
    browser: Browser, computed_address: str, language: str, scheme: Literal["light", "dark"], width: int
) -> None:
    with looked(browser, scheme, width) as page:
        assert not serious(page, [computed_address + path for path in index_pages()], language)


@SEEN
def test_nothing_serious_on_regional_analyses(
    browser: Browser, regional_address: str, language: str, scheme: Literal["light", "dark"], width: int
) -> None:
    with looked(browser, scheme, width) as page:
        assert not serious(page, [regional_address + path for path in regional_pages()], language)
