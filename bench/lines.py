"""How the time of reading grows with the length of one line: a line twice as long should take about twice as long.

usage: python bench/lines.py [--characters N]

Prints, for lines made of one piece over and over, seconds for N and 2N characters and their ratio, each the least of
three runs. The bar is 2.5.
"""

from __future__ import annotations

import argparse
import time

from xietong.core.period import Period
from xietong.documents.intake import extract
from xietong.statements.read import read

PIECES = (
    "1", "一", "万亿", "增长5%，", "增长5%。", "北京、", "（", "）", "“", "2023年", "由", "占", "科技园", "1,", "1:", "1 ", "a1 ", "、",
    "百分之五", "分别", "2014年以来", "京津冀协同发展取得新进展", "2023年北京、天津、河北分别增长5.2%、4.3%和5.5%，",
)  # fmt: skip
BAR = 2.5


def seconds(piece: str, length: int) -> float:
    """The least of three runs of extract and read over a line of `length` characters."""
    data = (piece * (length // len(piece) + 1))[:length].encode()
    runs = []
    for _ in range(3):
        start = time.perf_counter()
        read(extract(data, "line.txt", date=Period.parse("2024-02")))
        runs.append(time.perf_counter() - start)
    return min(runs)


def main() -> None:
    """Print a row for each piece, and the worst ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--characters", type=int, default=20_000)
    length = parser.parse_args().characters
    worst = 0.0
    for piece in PIECES:
        once, twice = seconds(piece, length), seconds(piece, 2 * length)
        worst = max(worst, twice / once)
        print(f"{twice / once:5.2f}  {once:8.4f} s {twice:8.4f} s  {piece}")
    print(f"worst ratio {worst:.2f} (bar {BAR})")


if __name__ == "__main__":
    main()
