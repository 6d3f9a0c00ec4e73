"""The review at work: a long queue, answers as they are written down, and the next question on the screen by keys.

python bench/review.py [DOCUMENTS]      # 40 generated documents unless told: some thousands of questions
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from xietong.core.period import Period
from xietong.observations.territories import gazetteer
from xietong.web.app import make_app
from xietong.web.serve import listen
from xietong.workspace import Settings, Workspace

BAR = 100  # milliseconds from the key to the next question
_WORDS = (
    "协同",
    "创新",
    "共建",
    "跨省",
    "绿色",
    "数字",
    "产业",
    "生态",
    "交通",
    "教育",
    "医疗",
    "养老",
    "文化",
    "旅游",
    "科技",
    "金融",
    "物流",
    "冰雪",
    "林业",
    "水利",
)
_KINDS = ("服务站", "平台", "项目", "通道", "基地", "园区", "联盟", "工程", "试点", "中心")
# from the key to the frame after the one that shows the next question
PRESS = """async ([keys, turns]) => {
  const times = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const before = document.querySelector("[data-question]").dataset.question;
    // a person looks at the question for a moment; the next ones are fetched meanwhile
    await new Promise(r => setTimeout(r, 250));
    const started = performance.now();
    for (const key of keys) document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    while (document.querySelector("[data-question]")?.dataset.question === before) await new Promise(r => setTimeout(r, 0));
    await new Promise(r => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = r;
      channel.port2.postMessage(0);
    }));
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b);
}"""


def text(number: int) -> str:
    """A report of 120 figures at as many places: phrases that no catalogue has, some without a time, one wrong rate."""
    draw = random.Random(number)
    places = [one.name for one in gazetteer().territories.values() if one.code.isdigit() and one.valid_to is None]
    lines = [f"{2000 + number % 24}年，天津市完成货物吞吐量5.58亿吨，同比增长9.7%。上年完成货物吞吐量5.49亿吨。"]
    for at in range(120):
        thing = "".join(draw.choice(_WORDS) for _ in range(3)) + draw.choice(_KINDS)
        year = f"{2000 + number % 24}年，" if at % 3 else ""
        lines.append(
            f"{year}{draw.choice(places)}{thing}为{draw.randint(10, 9999)}家，2010年为{draw.randint(10, 99)}家。"
        )
    return "\n".join(lines) + "\n"


def timed(ask: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def summary(times: list[float]) -> str:
    """Median and p95."""
    ordered = sorted(times)
    return f"median {statistics.median(ordered):6.1f} ms, p95 {ordered[int(len(ordered) * 0.95)]:6.1f} ms"


def at_the_ledger(workspace: Workspace) -> None:
    """Asking and answering without a browser."""
    review = workspace.review
    print(f"{review.queue(limit=1).total} questions: {review.counts()}")
    print("queue of 20          ", summary([timed(lambda: review.queue(limit=20)) for _ in range(50)]))
    for kind in review.kinds:
        items = review.queue(kind, limit=30).items
        if items:
            asked = [timed(partial(review.get, one.kind, one.subject)) for one in items]
            took = [timed(partial(review.decide, one.kind, one.subject, "accept")) for one in items]
            print(f"show a {kind:<14}", summary(asked))
            print(f"accept a {kind:<12}", summary(took))
    mentions = [one.mention_id for one in workspace.statements.find(limit=20).items]
    took = [timed(partial(review.decide, "reading", one, "correct", {"value": "7"})) for one in mentions]
    print("correct a figure     ", summary(took), "(its document is linked and checked again)")


def in_browser(browser: Browser, address: str) -> None:
    """By keys."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN").new_page()
    for kind, keys, what in (
        ("name", ["a"], "accept"),
        ("issue", ["w", "2"], "waive"),
        ("reading", ["r", "2"], "reject"),
    ):
        page.goto(f"{address}/review?kind={kind}")
        times: list[float] = page.evaluate(PRESS, [keys, 15])
        worst = times[int(len(times) * 0.95)]
        print(
            f"{what} a {kind}, {len(keys)} keys: next question shown {summary(times)} (bar {BAR}: {'ok' if worst < BAR else 'MISSED'})"
        )
        page.wait_for_timeout(3000)  # what was answered is written down behind


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "w", settings=Settings(reviewer="bench"))
        for number in range(count):
            workspace.documents.add(text(number).encode(), f"{number}.txt", date=Period.year(2001 + number % 24))
        with workspace, listen(8800) as listening:
            at_the_ledger(workspace)
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            server = uvicorn.Server(uvicorn.Config(make_app(workspace), log_level="warning", ws="none"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.01)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                in_browser(browser, address)
                browser.close()
            server.should_exit = True
            thread.join(10)


if __name__ == "__main__":
    main()
