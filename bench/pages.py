"""How fast the pages are: warm requests of a workspace, and a document of 100,000 characters in Chromium.

python bench/pages.py [WORKSPACE]      # without one, a workspace of generated texts
"""

from __future__ import annotations

import http.client
import json
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from xietong.web.app import make_app
from xietong.web.serve import listen
from xietong.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.web.samples import fill, long_text

REQUESTS = 200


def fetched(address: str, path: str) -> bytes:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    return body


def requests(address: str) -> None:
    """p95 of warm requests for each kind of page."""

    def get(path: str) -> Any:
        return json.loads(fetched(address, path))

    document = min(get("/documents.json")["items"], key=lambda one: abs(one["statements"] - 50))["address"]
    statement = get("/statements.json")["items"][0]["address"]
    indicator = get("/indicators.json")[0]["address"]
    paths = ["/", "/documents", document, "/statements", "/statements?text=" + quote("增长"), statement]
    series = get("/catalogue/GDP.json")["series"]
    places = get("/territories.json")
    findings = get("/issues.json")["items"]
    paths += ["/issues", "/catalogue", "/catalogue/GDP", "/territories", statement + "/life"]
    paths += [one["address"] for one in (*series[:1], *places[:1], *findings[:1])]
    paths += [statement + "/card", "/indicators", indicator, "/search?q=" + quote("增长"), document + ".json"]
    for path in paths:
        for _ in range(5):
            fetched(address, path)
        times = []
        for _ in range(REQUESTS):
            started = time.perf_counter()
            fetched(address, path)
            times.append((time.perf_counter() - started) * 1000)
        p95, median = statistics.quantiles(times, n=20)[-1], statistics.median(times)
        print(f"p95 {p95:7.1f} ms   median {median:6.1f} ms   {path[:60]}")


PAINT = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries()[0].startTime))
  .observe({ type: "largest-contentful-paint", buffered: true }))"""
# from the key to the frame after the one that shows the figure and its card
STEP = """async () => {
  const times = [];
  for (let turn = 0; turn < 60; turn += 1) {
    const started = performance.now();
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
    const here = document.querySelector(".text a.fig.here");
    while (document.querySelector(".card-body")?.dataset.anchor !== here.id) await new Promise(r => setTimeout(r, 0));
    document.body.getBoundingClientRect();
    await new Promise(r => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = r;
      channel.port2.postMessage(0);
    }));
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b);
}"""
PASTE = """text => new Promise(done => {
  const started = performance.now();
  const shown = document.getElementById("readings");
  const finish = () => done(performance.now() - started);
  new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(finish)))
    .observe(shown, { childList: true });
  const box = document.getElementById("text");
  box.value = text;
  box.dispatchEvent(new ClipboardEvent("paste", { bubbles: true }));
})"""


def summary(times: list[float]) -> str:
    """Median and p95 of sorted times."""
    return f"median {times[len(times) // 2]:.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms"


def in_browser(browser: Browser, address: str, large: str, page_text: str) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address + "/documents")
    for name in ("first", "second"):
        started = time.perf_counter()
        page.goto(address + large)
        loaded = (time.perf_counter() - started) * 1000
        print(f"100,000 characters, {name} time: painted {page.evaluate(PAINT):.0f} ms, loaded {loaded:.0f} ms")
    figures = page.locator(".text a.fig").count()
    times = page.evaluate(STEP)
    print(
        f"next of {figures} figures: median {times[len(times) // 2]:.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms"
    )
    page.locator(".text a.fig").nth(figures - 100).click()
    page.wait_for_selector(".card-body")
    times = page.evaluate(STEP)
    print(f"next near the end: {summary(times)}")
    empty = browser.new_context().new_page()
    started = time.perf_counter()
    empty.goto(address + "/")
    took = empty.evaluate(PASTE, page_text)
    whole = (time.perf_counter() - started) * 1000
    print(f"pasted page of {len(page_text):,} characters: {took:.0f} ms, {whole:.0f} ms from an empty browser")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 1:  # a copy: the long document is not added to the person's own
            shutil.copytree(sys.argv[1], Path(folder) / "w")
        workspace = Workspace.open(Path(folder) / "w") if len(sys.argv) > 1 else fill(Path(folder) / "w")
        with workspace, listen(8700) as listening:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            server = uvicorn.Server(uvicorn.Config(make_app(workspace), log_level="warning", ws="none"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.01)
            requests(address)
            added = workspace.documents.add(long_text(100_000).encode(), "long.txt")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                in_browser(browser, address, f"/documents/{added.id}", long_text(8_000).replace("，", "，\n"))
                browser.close()
            server.should_exit = True
            thread.join(10)


if __name__ == "__main__":
    main()
