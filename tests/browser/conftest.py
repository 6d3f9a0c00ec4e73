"""A served workspace and the system's Chromium; skipped with the reason where there is none."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.samples import explored, fill, fill_checked
from xietong.web.app import make_app
from xietong.web.serve import listen
from xietong.workspace import Workspace

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    with workspace, listen(8600) as listening:
        server = uvicorn.Server(uvicorn.Config(make_app(workspace), log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(fill(tmp_path_factory.mktemp("served") / "w")) as found:
        yield found


@pytest.fixture(scope="session")
def checked_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workspace whose figures do not all hold."""
    with served(fill_checked(tmp_path_factory.mktemp("served") / "w")) as found:
        yield found


@pytest.fixture(scope="session")
def explored_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workspace with series of several places, a revision and derived numbers."""
    with served(explored(tmp_path_factory.mktemp("served") / "w")) as found:
        yield found


@pytest.fixture
def explored_page(browser: Browser, explored_address: str) -> Iterator[Page]:
    with opened(browser, explored_address) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, address) as found:
        yield found


@pytest.fixture
def checked_page(browser: Browser, checked_address: str) -> Iterator[Page]:
    with opened(browser, checked_address) as found:
        yield found


@contextmanager
def opened(browser: Browser, address: str, refusals: int = 0) -> Iterator[Page]:
    """A page with a fresh store of cookies; an error in its scripts or its policy fails the test.

    `refusals`: how many answers with 409 or 422 the test provokes; the browser notes them as errors.
    """
    context = browser.new_context(base_url=address, locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    refused = [one for one in problems if "status of 409" in one or "status of 422" in one]
    assert len(refused) == refusals
    assert [one for one in problems if one not in refused] == []
