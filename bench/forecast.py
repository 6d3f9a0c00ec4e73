"""Coverage and score of the 80 % forecast interval on held-back years of the shared panel, by file, horizon and length of the past.

python bench/forecast.py [FOLDER]      # ../shared/data/panel unless told; two or three minutes

Every series is cut at its 5th, 6th, 8th and 12th point and before its end, and forecast one to five years ahead; "to end": the
last year is the one held back. The score is the interval's width and ten times what lies outside it, in mean changes of the
known series: the less the better. Series are in one of two halves by the checksum of their name: a choice of parameters that
suited only some series would show between them. Where the series of a file move together (provinces in one year), a cell
is worth hardly more than one trial, and lies anywhere.
"""

from __future__ import annotations

import sys
import zlib
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.targets.panel import HIGH, HORIZONS, LOW, SHAPES, covered, series


def main(folder: Path) -> int:
    """Print the table; the exit code says whether every file lies within 70–90 %."""
    hits: Counter[tuple[str, int]] = Counter()
    tries: Counter[tuple[str, int]] = Counter()
    scores: defaultdict[str, float] = defaultdict(float)
    for path in sorted(folder / name for name in SHAPES):
        for name, values in series(path).items():
            half = "half 0" if zlib.crc32(name.encode()) % 2 == 0 else "half 1"
            for known, ahead, hit, score in covered(values):
                ends = (f"{path.stem[:34]} to end",) if known + ahead == len(values) else ()
                for row in (path.stem, *ends, half, f"{min(known, 13):2d} points", "all"):
                    scores[row] += score
                    for column in (0, ahead):
                        tries[row, column] += 1
                        hits[row, column] += hit
    print(f"{'':42}{'score':>7}{'any':>14}" + "".join(f"{f'{ahead} ahead':>14}" for ahead in HORIZONS))
    shares = {cell: 100 * hits[cell] / count for cell, count in tries.items()}
    for row in sorted({row for row, _ in tries}):
        cells = (f"{shares[row, at]:.1f} ({tries[row, at]})" if tries[row, at] else "–" for at in (0, *HORIZONS))
        print(f"{row:42}{scores[row] / tries[row, 0]:>7.2f}" + "".join(f"{cell:>14}" for cell in cells))
    files = [shares[Path(name).stem, 0] for name in SHAPES]
    return 0 if all(LOW <= share <= HIGH for share in files) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/panel")))
