"""Uncertainty and sensitivity of an index: time and peak memory, and how near the converged reference.

python bench/indices.py [FOLDER]     # the reference numbers of COINr's ASEM example, ../shared/indices/coinr unless told

Every case runs in a process of its own, so that its peak memory is its own; times are medians.
"""

from __future__ import annotations

import csv
import resource
import statistics
import subprocess
import sys
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong.core.panel import Panel
from xietong.indices.exchange import coinr
from xietong.indices.framework_read import from_table as framework_from
from xietong.indices.framework_read import ready
from xietong.indices.uncertain.analyse import sensitivity, uncertainty
from xietong.indices.uncertain.read import from_table, sound
from xietong.indices.vary import vary
from xietong.tables.formats.source import Bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from xietong.indices.framework import Framework
    from xietong.indices.run import Groupings
    from xietong.indices.uncertain.model import Design

    Given = tuple[Framework, Panel, Groupings]

FOLDER = Path(__file__).parents[2] / "shared/indices/coinr"
REPEATS, SEEDS, NEAR = 5, 20, 0.05
VARY = tomllib.loads((Path(__file__).parents[1] / "examples/designs/asem.toml").read_text(encoding="utf-8"))["vary"]
INPUTS = tuple(entry["code"] for entry in VARY)


def design(runs: int, bootstrap: int = 0, extra: tuple[dict[str, Any], ...] = ()) -> Design:
    """Treatment, normalisation, weights and aggregation varied as the reference does."""
    return sound(from_table({"design": {"runs": runs, "bootstrap": bootstrap}, "vary": [*VARY, *extra]}))


def asem(folder: Path) -> Given:
    """The framework that comes with the package, on the data of the reference."""
    framework = ready("asem")
    incoming = coinr.read(Bytes("iMeta", folder / "in_iMeta.csv"), Bytes("iData", folder / "in_iData.csv"))
    return framework, incoming.panel, incoming.groups


def provinces(folder: Path) -> Given:
    """31 units × 24 years × 60 indicators in six dimensions, with gaps and tails; from a seed."""
    random = np.random.default_rng(31)
    values = random.lognormal(3.0, 0.8, (24, 31, 60))
    values[random.random(values.shape) < 0.03] = np.nan
    codes = tuple(f"x{number:02}" for number in range(60))
    panel = Panel(tuple(f"p{number:02}" for number in range(31)), tuple(map(str, range(2000, 2024))), codes, values)
    table = {
        "code": "I",
        "step": [{"do": "impute", "method": "linear"}, {"do": "treat"}, {"do": "normalise", "across": "all"}],
        "node": [{"code": "I"}, *({"code": f"d{number}", "parent": "I"} for number in range(6))],
        "indicator": [{"code": code, "parent": f"d{place % 6}"} for place, code in enumerate(codes)],
    }
    return framework_from(table), panel, {}


def reference(folder: Path, estimator: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The converged indices of the four inputs."""
    with (folder / "sa_converged_reference.csv").open(encoding="utf-8") as file:
        found = next(
            row
            for row in csv.DictReader(file)
            if (row["N"], row["design"], row["estimator"]) == ("8192", "sobol", estimator)
        )
    return np.array([float(found[name]) for name in INPUTS])


def timed(title: str, action: Callable[[], object], limit: float, repeats: int = REPEATS) -> None:
    """Print the median time beside what it must be below, and the peak memory of the process."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = "ok" if statistics.median(times) < limit else "TOO SLOW"
    print(
        f"{title}: {statistics.median(times):.2f} s (least {min(times):.2f}, below {limit:g}: {said}), peak {peak:.0f} MB"
    )


def nearness(folder: Path) -> None:
    """How many seeds come near the converged reference in all inputs, first order and total."""
    framework, panel, groups = asem(folder)
    first, total = (reference(folder, name) for name in ("Si_centred", "STi"))
    worst = []
    for seed in range(1, SEEDS + 1):
        found = sensitivity(framework, panel, replace(design(512), seed=seed), groups).indices
        worst.append(max(np.abs(found.first - first).max(), np.abs(found.total - total).max()))
    near = sum(distance < NEAR for distance in worst)
    print(f"sensitivity N = 512: {near} of {SEEDS} seeds within {NEAR} of the reference, worst {max(worst):.3f}")


def case(name: str, folder: Path) -> None:
    """One case."""
    if name == "near":
        nearness(folder)
        return
    given, work, runs, bootstrap, limit, title = CASES[name]
    framework, panel, groups = given(folder)
    if name == "panel":
        framework = vary(framework, steps={"normalise": {"lower": 1, "across": "all"}})
    extra = ({"what": "data", "noise": 0.05, "sets": 100},) if name == "noise" else ()
    plan = design(runs, bootstrap, extra)
    if given is provinces:
        plan = sound(from_table({"design": {"runs": runs}, "vary": [*ALL_YEARS, *extra]}))
    timed(title, lambda: work(framework, panel, plan, groups), limit, 3 if limit > 10 else REPEATS)


ALL_YEARS = [
    VARY[0],
    {**VARY[1], "choices": [{**choice, "across": "all"} for choice in VARY[1]["choices"]]},
    {"code": "Weights", "what": "weights", "noise": 0.25},
    VARY[3],
]
CASES: dict[str, tuple[Callable[[Path], Given], Any, int, int, float, str]] = {
    "uncertainty": (asem, uncertainty, 500, 0, 0.5, "ASEM, uncertainty N = 500"),
    "sensitivity": (asem, sensitivity, 512, 0, 1, "ASEM, sensitivity N = 512 (3,072 runs)"),
    "bootstrap": (asem, sensitivity, 512, 1000, 3, "the same with 1,000 bootstrap resamples"),
    "large": (asem, sensitivity, 8192, 1000, 5, "ASEM, sensitivity N = 8192 (49,152 runs) with bootstrap"),
    "panel": (provinces, uncertainty, 1000, 0, 30, "31 × 24 × 60, uncertainty N = 1,000"),
    "noise": (asem, uncertainty, 500, 0, 30, "ASEM, uncertainty N = 500 with 100 draws of noise on the data"),
}


def main() -> None:
    """Every case, each in its own process."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder = folder / "coinr" if (folder / "coinr").is_dir() else folder
    if len(sys.argv) > 2:
        case(sys.argv[2], folder)
        return
    for name in ("near", *CASES):
        subprocess.run([sys.executable, __file__, str(folder), name], check=True)


if __name__ == "__main__":
    main()
