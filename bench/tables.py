"""Tables into a ledger: cells a second from file to commit on SQLite, and memory for a CSV of 300 MB.

python bench/tables.py [MEGABYTES]      # 300 unless told; takes some minutes and five gigabytes of disk
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from xietong.observations.catalogue import catalogue
from xietong.observations.territories import gazetteer
from xietong.tables.mapping import parse
from xietong.workspace import Workspace

CELLS_A_SECOND = 20_000
MEMORY = 1024  # megabytes
MAPPING = """
name = "bench"
date = "2025"
columns = ["地区", "年份", "指标", "数值", "单位", "版次", "来源"]
[place]
column = "地区"
[period]
column = "年份"
[indicator]
column = "指标"
[unit]
column = "单位"
[vintage]
column = "版次"
[note]
column = "来源"
[[value]]
column = "数值"
"""


def generate(path: Path, megabytes: int) -> int:
    """A long table as statistical data services give them: place by place, indicator by indicator, year by year."""
    draw = random.Random(1)
    places = [one.name for one in gazetteer().territories.values() if one.code.isdigit() and one.valid_to is None]
    indicators = [one for one in catalogue().indicators.values() if one.kind == "money"]
    written = lines = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        written += file.write("地区,年份,指标,数值,单位,版次,来源\r\n")
        while True:
            for place in places:
                for one in indicators:
                    level = draw.uniform(10, 9000)
                    for year in range(1995, 2025):
                        level *= draw.uniform(0.99, 1.12)
                        line = f"{place},{year},{one.zh},{level:.2f},亿元,2025,分省年度数据 {one.code}\r\n"
                        file.write(line)
                        written += len(line.encode())
                        lines += 1
                    if written >= megabytes * 1_000_000:
                        return lines
            places = places[::-1]


def processor() -> float:
    """Seconds of processor time so far, of this process and of those it started and waited for."""
    return sum(os.times()[:4])


def peak() -> float:
    """The most memory in megabytes: this process and the largest it started, as if they peaked together."""
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def main() -> None:
    """Generate, read, print the two ratios. Processor time beside the clock: other work slows the clock alone."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "long.csv"
        lines = generate(path, megabytes)
        with Workspace.create(Path(place) / "ws") as ws:
            start, busy = time.perf_counter(), processor()
            added = ws.tables.add(path, parse(MAPPING, "bench"))
            took, busy = time.perf_counter() - start, processor() - busy
            assert added.cells == lines
        memory = peak()
    rate = added.cells / took
    print(f"{path.name}: {megabytes} MB, {added.cells} cells in {took:.1f} s ({busy:.1f} s of processors)")
    print(f"cells a second: {rate:,.0f}  ({rate / CELLS_A_SECOND:.2f} × {CELLS_A_SECOND})")
    print(f"memory: {memory:,.0f} MB  ({memory / MEMORY:.2f} × {MEMORY})")


if __name__ == "__main__":
    main()
