"""Planted errors: what the checks find, and where they cry wolf, by kind.

usage: python bench/planted.py [--kind K]… [--seed N] [--count N] [--shapes] [--show misses|alarms] [--write FOLDER]

Every kind is planted into short clean articles, one error a text, beside as many harmless twins that rounding, scope
or base explains. `found` is recall; precision is the share of true ones among all alarms (errors and warnings) of the
kind's texts and twins, those on the text around included. Conflicts have totals of their own.
The bar: precision ≥ 0.99 and recall ≥ 0.92; conflicts 0.92 and 0.85.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

if TYPE_CHECKING:
    from tests.planted.make import Planted
    from tests.planted.score import Result

BARS = {False: (0.99, 0.92), True: (0.92, 0.85)}


def main() -> None:
    """Make, check, and print."""
    from tests.planted.make import texts
    from tests.planted.score import score
    from tests.planted.shapes import kinds

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", action="append", choices=list(kinds()), help="only this kind; may be repeated")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40, help="planted errors of each kind, and as many twins")
    parser.add_argument("--shapes", action="store_true", help="figures by shape of the sentence")
    parser.add_argument("--show", choices=("misses", "alarms"), help="every miss, or every false alarm")
    parser.add_argument("--write", type=Path, help="write the texts of the kinds into a folder and check nothing")
    given = parser.parse_args()
    start = time.perf_counter()
    everything: dict[str, list[Result]] = {}
    for name in given.kind or kinds():
        made = list(texts(kinds()[name], given.seed, given.count))
        if given.write:
            write(given.write, made)
            continue
        everything[name] = score(kinds()[name], made)
    if given.write:
        return
    table(everything, {name for name, kind in kinds().items() if kind.conflict})
    if given.shapes:
        shapes(everything)
    if given.show:
        show(everything, given.show)
    print(f"{sum(map(len, everything.values()))} texts, seed {given.seed}, {time.perf_counter() - start:.1f} s")


def write(folder: Path, made: list[Planted]) -> None:
    """The texts as files: for reading, and for `xietong check`."""
    folder.mkdir(parents=True, exist_ok=True)
    for at, text in enumerate(made):
        for document in text.documents:
            name = f"{at:03}-{'planted' if text.wrong else 'twin'}-{document.date}-{document.name}"
            (folder / name).write_text(document.content, "utf-8")


def table(everything: dict[str, list[Result]], conflicts: set[str]) -> None:
    """One line a kind, then the totals, conflicts apart."""
    head = ("kind", "planted", "found", "recall", "alarms", "true", "precision", "twins", "twins alarmed")
    print("{:19}{:>8}{:>7}{:>8}{:>8}{:>6}{:>11}{:>7}{:>15}".format(*head))
    for name, results in everything.items():
        line(name, results, name in conflicts)
    for apart, name in ((False, "all but conflicts"), (True, "conflicts")):
        results = [one for kind, found in everything.items() if (kind in conflicts) == apart for one in found]
        if results:
            line(name, results, apart)


def line(name: str, results: list[Result], conflict: bool) -> None:
    """One line of the table, with a mark where a bar is missed."""
    planted = [one for one in results if one.text.wrong]
    twins = [one for one in results if not one.text.wrong]
    right = sum(len(one.right) for one in planted)
    alarms = right + sum(len(one.false) for one in results)
    found = sum(one.found for one in planted)
    recall = found / len(planted)
    precision = right / alarms if alarms else 1.0
    alarmed = sum(bool(one.false) for one in twins)
    bars = BARS[conflict]
    short = f"{'  P' if precision < bars[0] else '   '}{'R' if recall < bars[1] else ' '}".rstrip()
    print(
        f"{name:19}{len(planted):8}{found:7}{recall:8.3f}{alarms:8}{right:6}{precision:11.3f}{len(twins):7}{alarmed:15}{short}"
    )


def shapes(everything: dict[str, list[Result]]) -> None:
    """What is missed and what alarms, shape by shape; and where in the texts around false alarms stand."""
    print("\nshape               found  of    twins alarmed  of   text")
    strays: Counter[str] = Counter()
    for results in everything.values():
        by_shape: dict[str, list[Result]] = defaultdict(list)
        for one in results:
            by_shape[one.text.shape.id].append(one)
            strays.update(alarm.origin for alarm in one.false if alarm.origin != one.text.shape.id)
        for name, some in by_shape.items():
            planted = [one for one in some if one.text.wrong]
            twins = [one for one in some if not one.text.wrong]
            found = sum(one.found for one in planted)
            alarmed = sum(any(alarm.origin == name for alarm in one.false) for one in twins)
            text = " ".join(some[0].text.shape.text.split())
            print(f"{name:21}{found:4}{len(planted):4}{alarmed:17}{len(twins):4}   {text}")
    print("\nfalse alarms in the text around, by the sentence in which their first place stands")
    for origin, count in strays.most_common():
        print(f"{count:4}  {origin}")


def show(everything: dict[str, list[Result]], what: str) -> None:
    """The sentences that were missed, or the alarms that are false."""
    for name, results in everything.items():
        for one in results:
            if what == "misses" and one.text.wrong and not one.found:
                print(f"\n{name} {one.text.shape.id} missed: {sentence(one.text)}")
                for alarm in one.false:
                    print(f"    but {alarm.issue.code} {alarm.issue.computation}")
            if what == "alarms":
                for alarm in one.false:
                    state = "planted" if one.text.wrong else f"twin ({one.text.shape.why or 'the figures hold'})"
                    print(
                        f"\n{name} {one.text.shape.id} {state}: {alarm.issue.severity} {alarm.issue.code} in {alarm.origin}"
                    )
                    print(f"    {alarm.issue.computation}")
                    for place in alarm.issue.places:
                        print(f"    {place.quote!r}: {' '.join(place.sentence.split())}")
                    if alarm.origin == one.text.shape.id:
                        print(f"    text: {sentence(one.text)}")


def sentence(text: Planted) -> str:
    """The planted sentences of a text, with its dates where there are several documents."""
    parts = []
    for document in text.documents:
        own = [document.content[start:end] for start, end, name in document.origins if name == text.shape.id]
        parts.append(f"[{document.date}] " + " ¶ ".join(" ⏎ ".join(one.split("\n")) for one in own))
    return " ‖ ".join(parts)


if __name__ == "__main__":
    main()
