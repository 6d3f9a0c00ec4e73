"""A ledger of a million observations: a filtered series, and a document of 10,000 characters checked against it.

python bench/ledger.py [OBSERVATIONS]      # 1,000,000 unless told; takes some minutes and two gigabytes to build
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from xietong.core.ids import content_id
from xietong.core.period import Period
from xietong.demo import samples
from xietong.documents.intake import extract
from xietong.observations.catalogue import catalogue
from xietong.observations.check import check
from xietong.observations.figures import Source
from xietong.observations.territories import gazetteer
from xietong.statements.read import read
from xietong.store import model
from xietong.workspace import Workspace

EACH = 500  # statements of one document
ASKED = 200  # series asked for


def rows(count: int) -> Iterator[dict[str, Any]]:
    """So many observations: each indicator at each place in a run of years, as printed by yearly bulletins."""
    draw = random.Random(1)
    codes = list(catalogue().indicators.values())
    places = [one for one in gazetteer().territories.values() if one.code.isdigit() and one.valid_to is None][:400]
    made = 0
    for year in range(2024, 1990, -1):
        for place in places:
            for one in codes:
                if made >= count:
                    return
                made += 1
                value = f"{draw.randint(10_000, 999_999) / 10:.1f}"
                yield {
                    "indicator": one.code, "phrase": one.zh, "place": place.code, "name": place.name, "year": year,
                    "unit": one.unit, "value": value,
                }  # fmt: skip


def build(workspace: Workspace, count: int) -> None:
    """Write the observations with their documents, mentions, statements and links, in bulk."""
    part: list[dict[str, Any]] = []
    for row in rows(count):
        part.append(row)
        if len(part) == EACH:
            write(workspace, part)
            part = []
    if part:
        write(workspace, part)


def write(workspace: Workspace, part: list[dict[str, Any]]) -> None:
    first = part[0]
    document = content_id("bench", first["place"], first["indicator"], str(first["year"]))
    text = content_id("text", document)
    day = f"{first['year'] + 1}-03-01"
    at = "2026-01-01T00:00:00.000000+00:00"
    given = {"given_title": "", "given_date": "", "given_publisher": ""}
    tables: dict[Any, list[dict[str, Any]]] = {
        model.Document: [
            {
                "id": document, "name": "bulletin.txt", "size": 1, "added": at, "hidden": None, "text_id": text,
                "title": f"{first['name']} {first['year']}", "date": f"{day}/{day}", "day": day,
                "publisher": "统计局", "reader": "bench", **given,
            }
        ],
        model.DocumentText: [
            {
                "id": text, "document_id": document, "extractor": "bench", "content": "-", "characters": 1,
                "title": "", "date": "", "publisher": "", "articles": [], "pages": None, "boxes": None, "added": at,
            }
        ],
        model.Mention: [], model.StatementTable: [], model.LinkTable: [], model.ObservationTable: [],
    }  # fmt: skip
    for number, one in enumerate(part):
        key = content_id("statement", document, number)
        sentence = f"{one['year']}年，{one['name']}{one['phrase']}{one['value']}{one['unit']}"
        period = str(Period.year(one["year"]))
        span = {"start": number * 40, "sentence_start": number * 40, "sentence_end": number * 40 + len(sentence)}
        read_at = {"first_reader": "bench", "first_read": at, "last_reader": "bench", "last_read": at}
        said = {
            "value": [one["value"]], "form": "number", "unit": one["unit"], "modifier": "=", "measure": "level",
            "base_period": "",
        }  # fmt: skip
        quote = f"{one['value']}{one['unit']}"
        tables[model.Mention].append(
            {"id": key, "text_id": text, "start": number * 40, "end": number * 40 + len(quote), "quote": quote}
        )
        tables[model.StatementTable].append(
            {
                "id": key, "mention_id": key, "document_id": document, **span, "sentence": sentence, "plain": sentence,
                **said, "modality": "actual", "indicator": one["phrase"], "regions": [one["name"]], "period": period,
                "first_day": f"{one['year']}-01-01", "last_day": f"{one['year']}-12-31", "scope": [],
                "attribution": "", "attribution_start": -1, "attribution_end": -1, "note": "", **read_at,
                "superseded_at": None, "superseded_by": None,
            }
        )  # fmt: skip
        link = {"indicator": one["indicator"], "place": one["place"]}
        tables[model.LinkTable].append({"statement_id": key, **link, "score": 1.0, "why": "name"})
        tables[model.ObservationTable].append(
            {
                "id": key, **link, "period": period, "last_day": f"{one['year']}-12-31", **said, "scope": "",
                "breakdown": "", "quote": quote, "origin": "reported", "status": "", "method": "", "attribution": "",
                "passage": key[:16], "document_id": document, "statement_id": key,
            }
        )  # fmt: skip
    with workspace._ledger.writing() as connection:
        for table, values in tables.items():
            connection.execute(insert(table), values)


def timed(ask: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def document() -> Source:
    """10,000 characters of the demo's texts, with the date of the last."""
    words = "\n\n".join(sample.data.decode() for sample in samples())
    text = extract((words * 3)[:10_000].encode(), "draft.txt", date=Period.parse("2024-11"))
    return Source("draft.txt", text.content, read(text), text.date)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w") as workspace:
        print(f"building took {timed(lambda: build(workspace, count)) / 1000:.0f} s")
        for sample in samples():
            workspace.documents.add(sample.data, f"{sample.name}.txt", title=sample.title, date=sample.date)
        total = workspace.observations.find(limit=1).total
        draw = random.Random(2)
        keys = [(row["indicator"], row["place"]) for row in rows(min(count, 120_000))]
        some = [draw.choice(keys) for _ in range(ASKED)]
        times = sorted(timed(lambda one=one: workspace.observations.series(*one)) for one in some)  # type: ignore[misc]
        worst = times[int(len(times) * 0.95)]
        print(f"{total} observations; a series: median {statistics.median(times):.1f} ms, p95 {worst:.1f} ms (bar 50)")
        source = document()
        check([source])
        alone = min(timed(lambda: check([document()])) for _ in range(3))
        against = min(timed(lambda: workspace.issues.check([document()])) for _ in range(3))
        figures = len(source.reading.statements)
        print(
            f"10,000 characters, {figures} figures: read and checked alone {alone:.0f} ms (bar 500), against the ledger {against:.0f} ms (bar 2000)"
        )


if __name__ == "__main__":
    main()
