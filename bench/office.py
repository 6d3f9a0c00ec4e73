"""Whether any page of an office's workspace is slow: 20,000 tasks and 2,000 targets together, all kinds of page that links lead to.

python bench/office.py [FOLDER]      # the folder keeps the workspace for another run

Starting from the home page links are followed; of each kind of address (its route and the names of its parameters) the first
few are asked for again and again, warm, and p95 is to stay under 200 ms. Downloads and prints are listed, not judged.
"""

from __future__ import annotations

import http.client
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import uvicorn
from lxml import html

import targets
import tasks
from cadence import editions, reviewed
from xietong.web.app import make_app
from xietong.web.serve import listen
from xietong.workspace import Workspace

EACH, REQUESTS, MOST, PAGES = 2, 15, 200.0, 400


def kind(address: str) -> str:
    """An address with its identities taken out: folders in plain words and the names of its parameters, sorted."""
    parts = urlsplit(address)
    folders = [one if re.fullmatch(r"[a-z_-]+(\.\w+)?", one) else "*" for one in parts.path.strip("/").split("/")]
    names = sorted({name for name, _ in parse_qsl(parts.query)})
    return "/" + "/".join(folders) + ("?" + "&".join(names) if names else "")


def links(address: str, body: bytes) -> Iterator[str]:
    """Where a page's own links and forms that ask lead, without fragments."""
    page = html.fromstring(body)
    for one in page.xpath("//a/@href"):
        found = urlsplit(urljoin(address, str(one)))
        if not found.netloc and found.path.startswith("/") and not found.path.startswith("/static"):
            yield found.path + ("?" + found.query if found.query else "")


class Asking:
    """One connection after another to the server under test."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __call__(self, address: str) -> tuple[int, str, bytes, float]:
        connection = http.client.HTTPConnection(self._place)
        begin = time.perf_counter()
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - begin
        connection.close()
        return answer.status, answer.headers.get("content-type", ""), body, took


def found(ask: Asking) -> dict[str, tuple[list[str], bool]]:
    """Addresses by kind, the first few of each, as a walk over links comes upon them, and whether they are pages."""
    known: dict[str, list[str]] = defaultdict(list)
    files: set[str] = set()
    waiting, seen = deque(["/"]), {"/"}
    walked = 0
    while waiting and walked < PAGES:
        address = waiting.popleft()
        of = kind(address)
        if len(known[of]) >= EACH:
            continue
        status, media, body, _ = ask(address)
        walked += 1
        if status != 200:
            print(f"{status} {address}")
            continue
        known[of].append(address)
        if not media.startswith("text/html"):
            files.add(of)
        else:
            for one in links(address, body):
                if one not in seen:
                    seen.add(one)
                    waiting.append(one)
    return {of: (many, of not in files) for of, many in known.items()}


def measured(ask: Asking) -> float:
    """p95 of each kind; the worst of those that are pages."""
    rows = []
    for of, (addresses, page) in found(ask).items():
        for one in addresses:  # warm
            ask(one)
        times = [ask(one)[3] for one in addresses for _ in range(REQUESTS)]
        if times:
            slow = tasks.p95(times)
            rows.append((slow, page))
            print(
                f"{slow:7.1f} ms p95  {statistics.median(times) * 1000:7.1f} ms median  {of}  {addresses[0][:60]}",
                flush=True,
            )
    judged = [slow for slow, page in rows if page]
    print(f"{len(judged)} kinds of page, {len(rows) - len(judged)} of file")
    return max(judged)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "workspace"
    if not folder.exists():
        with Workspace.create(folder) as workspace:
            tasks.fill(workspace)
            targets.fill(workspace)
            editions(workspace)
            reviewed(workspace)
    with Workspace.open(folder) as workspace, listen(8860) as listening:
        app = make_app(workspace)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        worst = measured(Asking(f"127.0.0.1:{listening.getsockname()[1]}"))
        server.should_exit = True
        thread.join(10)
    print(f"worst page: {worst:.1f} ms p95 (limit {MOST:.0f})")
    sys.exit(0 if worst < MOST else 1)


if __name__ == "__main__":
    main()
