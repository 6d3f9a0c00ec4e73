"""W3C Web Annotations of statements: what is said as the body, the place in the text as the target, and back.

The target is the text as extracted: by position (code points, end not included) and, should the text be another, by
the quote with the clause around it. The body is the statement in the exchange form, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from xietong.core.errors import ExchangeError

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_BASE = "urn:xietong:"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A statement as an annotation needs it: ids, the title of its document, and the record of the exchange form with
    its clause [sentence_start, …)."""

    id: str
    document: str
    title: str
    sentence_start: int
    record: Mapping[str, Any]
    read: str = ""
    reader: str = ""


def annotation(one: Annotated, base: str = "") -> dict[str, Any]:
    """One annotation. `base` is the address of the pages ("https://host"); without it things have URNs."""
    record = one.record
    at = record["start"] - one.sentence_start
    sentence = record["sentence"]
    return {
        "id": _iri("statement", one.id, base),
        "type": "Annotation",
        "motivation": "describing",
        **({"created": one.read} if one.read else {}),
        **({"generator": {"type": "Software", "name": one.reader}} if one.reader else {}),
        "body": {
            "type": "TextualBody",
            "format": "application/json",
            "purpose": "describing",
            "value": json.dumps(record, ensure_ascii=False),
        },
        "target": {
            "type": "SpecificResource",
            "source": {"id": _iri("document", one.document, base), "type": "Text", "dc:title": one.title},
            "selector": [
                {"type": "TextPositionSelector", "start": record["start"], "end": record["end"]},
                {
                    "type": "TextQuoteSelector",
                    "exact": record["quote"],
                    "prefix": sentence[:at],
                    "suffix": sentence[at + len(record["quote"]) :],
                },
            ],
        },
    }


def _iri(kind: str, identity: str, base: str) -> str:
    return f"{base}/{kind}s/{identity}" if base else f"{_BASE}{kind}:{identity}"


def write(statements: Iterable[Annotated], out: IO[str], label: str = "", base: str = "") -> int:
    """An AnnotationPage with all of them, one a line; returns how many."""
    head: dict[str, Any] = {"@context": CONTEXT, "id": f"{base}/annotations" if base else f"{_BASE}annotations"}
    out.write(json.dumps({**head, "type": "AnnotationPage"}, ensure_ascii=False)[:-1])
    out.write(f', "label": {json.dumps(label, ensure_ascii=False)}, "items": [' if label else ', "items": [')
    count = 0
    for one in statements:
        out.write((",\n" if count else "\n") + json.dumps(annotation(one, base), ensure_ascii=False))
        count += 1
    out.write("\n]}\n")
    return count


def read(text: str, name: str = "") -> Iterator[dict[str, Any]]:
    """The records of the statements of a page that `write` wrote. ExchangeError where it is none."""
    try:
        for item in json.loads(text)["items"]:
            yield json.loads(item["body"]["value"])
    except (KeyError, TypeError, ValueError) as error:
        raise ExchangeError(
            f"{name} is no annotation page of Xietong ({error!r}).", f"{name} 不是本程序写出的批注页（{error!r}）。"
        ) from error
