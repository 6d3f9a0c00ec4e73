"""How fast texts are read, how much memory that takes, and how soon a command answers.

usage: python bench/reading.py [--peers] [--memory] [--startup]

Without options: characters per second of extract and read for complete statements on one core over ../shared/corpus
(the demo corpus where that is absent), and the peak memory of the process. --peers runs recognizers-text-suite over the
same text in an environment of its own under build/peers. --memory adds 200 and 2,000 distinct documents to a workspace,
each in a process of its own. --startup times whole commands.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared/corpus"
DEMO = ROOT / "src/xietong/demo/texts"
PEER = """
import sys, time
from recognizers_number_with_unit import recognize_currency, recognize_dimension
from recognizers_number import recognize_number, recognize_percentage
from recognizers_text import Culture
text = open(sys.argv[1], encoding="utf-8").read()
start = time.perf_counter()
for line in text.splitlines():
    for recognize in (recognize_number, recognize_percentage, recognize_currency, recognize_dimension):
        recognize(line, Culture.Chinese)
print(len(text) / (time.perf_counter() - start))
"""


def texts() -> list[Path]:
    """The texts that are read; the folder is named where it is not the usual one."""
    found = sorted(CORPUS.glob("*.txt"))
    if not found:
        print("../shared/corpus is not here: the demo corpus instead")
        found = sorted(DEMO.glob("*.txt"))
    return found


def peak(who: int = resource.RUSAGE_SELF) -> float:
    """Peak memory in MB."""
    return resource.getrusage(who).ru_maxrss / 1024


def reading() -> float:
    """Characters per second, the best of three rounds over all texts."""
    from xietong.core.period import Period
    from xietong.documents.intake import extract
    from xietong.statements.read import read

    day = Period.parse("2024-02")
    files = [path.read_bytes() for path in texts()]
    characters = sum(len(data.decode()) for data in files)
    statements, best = 0, float("inf")
    for _ in range(3):
        start = time.perf_counter()
        statements = sum(len(read(extract(data, "a.txt", date=day)).statements) for data in files)
        best = min(best, time.perf_counter() - start)
    print(f"{characters} characters, {statements} statements, {best:.2f} s")
    print(f"{characters / best:,.0f} characters a second (bar 40,000); peak memory {peak():.0f} MB")
    return characters / best


def peers(ours: float) -> None:
    """The same text through recognizers-text-suite."""
    folder = ROOT / "build/peers"
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "-q", "recognizers-text-suite", "emoji<2", "setuptools<80"]
        if subprocess.run(pip, check=False).returncode:
            print("recognizers-text-suite could not be installed: no comparison")
            return
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as sample:
        sample.write("".join(path.read_text("utf-8") for path in texts())[:20_000])
        sample.flush()
        done = subprocess.run([str(python), "-c", PEER, sample.name], capture_output=True, text=True, check=False)
    if done.returncode:
        print("recognizers-text-suite does not run here:", done.stderr.strip().splitlines()[-1])
        return
    theirs = float(done.stdout)
    print(
        f"recognizers-text-suite: {theirs:,.0f} characters a second, numbers and units alone; ratio {ours / theirs:.0f}"
    )


def memory() -> None:
    """Peak memory of adding 200 and 2,000 distinct documents."""
    figures = {}
    for count in (200, 2000):
        command = [sys.executable, __file__, "--documents", str(count)]
        figures[count] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        print(f"{count} documents: {figures[count]['seconds']:.1f} s, peak {figures[count]['peak']:.0f} MB")
    print(f"ratio {figures[2000]['peak'] / figures[200]['peak']:.3f} (bar 1.10)")


def varied(text: str, index: int) -> str:
    """The same text with other figures, so that no two documents are alike."""

    def other(digit: re.Match[str]) -> str:
        return str((int(digit[0]) + index) % 9 + 1)

    return re.sub(r"\d(?=[.\d]*[亿万家个项])", other, text) + f"\n{index}"


def add(count: int) -> None:
    """Add that many variations of the demo corpus to a workspace, in this process."""
    from xietong.workspace import Workspace
    from xietong.workspace.batch import add_files

    with tempfile.TemporaryDirectory() as folder:
        sources = sorted(DEMO.glob("*.txt"))
        paths = []
        for index in range(count):
            text = sources[index % len(sources)].read_text("utf-8")
            path = Path(folder) / f"{index:05}.txt"
            path.write_text(varied(text, index), "utf-8")
            paths.append(path)
        start = time.perf_counter()
        with Workspace.create(Path(folder) / "ws") as workspace:
            kept = sum(outcome.added is not None for outcome in add_files(workspace, paths))
            assert kept == count, f"{kept} of {count} kept"
        print(json.dumps({"seconds": time.perf_counter() - start, "peak": peak()}))


def startup() -> None:
    """Whole commands, the least and the middle of seven."""
    page = texts()[-1]
    xietong = str(Path(sys.executable).with_name("xietong"))
    for command, bar in (([xietong, "--help"], 0.4), ([xietong, "read", str(page), "--format", "jsonl"], 1.0)):
        runs = []
        for _ in range(7):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "XIETONG_LANGUAGE": "zh"})
            runs.append(time.perf_counter() - start)
        runs.sort()
        print(f"xietong {command[1]}: least {runs[0]:.2f} s, middle {runs[3]:.2f} s (bar {bar})")


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--peers", "--memory", "--startup"):
        parser.add_argument(option, action="store_true")
    parser.add_argument("--documents", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.documents:
        add(asked.documents)
        return
    ours = reading()
    if asked.peers:
        peers(ours)
    if asked.memory:
        memory()
    if asked.startup:
        startup()


if __name__ == "__main__":
    main()
