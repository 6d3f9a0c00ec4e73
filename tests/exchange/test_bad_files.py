"""Changed, damaged and foreign files: an issue with row and column, or a sentence; nothing guessed, nothing else lost."""

from __future__ import annotations

import csv
import io
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from xietong.core.errors import ExchangeError
from xietong.exchange import delimited, files, jsonstat, sdmx, structure, webannotations
from xietong.exchange.model import Entry
from xietong.exchange.record import record
from xietong.exchange.schema import table
from xietong.observations.model import Key, Observation, Release

CASES = tomllib.loads(Path(__file__).with_name("bad_files.toml").read_text("utf-8"))["case"]
NAMES = table("observations").names


def entry(value: str) -> Entry:
    key = Key("GDP", "110000", f"20{value}-01-01/20{value}-12-31", "level")
    release = Release("a" * 64, "2024-01-20", "北京市统计局")
    return Entry(Observation(key, (Decimal(value),), "number", "元", "=", f"{value}元", release), "简报", "text:1-3")


GOOD = tuple(map(entry, ("21", "22", "23")))


def written(case: dict[str, Any]) -> str:
    """A good file with one thing changed."""
    rows = [{name: delimited.text(cell) for name, cell in record(one).items()} for one in GOOD]
    rows[0].update(case.get("set", {}))
    if case.get("repeat"):
        rows.insert(1, rows[0])
    names = [name for name in NAMES if name not in case.get("without", ())]
    if "extra" in case:
        names.append(case["extra"])
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    lines = out.getvalue().split("\r\n")
    if "line" in case:
        lines[1] = case["line"]
    return "\r\n".join(lines)


@pytest.mark.parametrize("case", CASES, ids=[one["reason"][:40] for one in CASES])
def test_changed_files(case: dict[str, Any]) -> None:
    found = delimited.read(io.StringIO(written(case), newline=""), "x.csv")
    said = [[one.code.removeprefix("exchange."), one.row, one.column] for one in found.issues]
    assert said == case["issues"], case["reason"]
    assert len(found.entries) == case["left"], case["reason"]
    assert set(found.entries) <= set(GOOD)
    for one in found.issues:
        for language in ("zh", "en"):
            assert str(one.row) in one.sentence(language) or one.code == "exchange.unknown_column"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("other.csv", "年份,数值\n2023,1\n".encode()),
        ("twice.csv", (",".join([*NAMES, "unit"]) + "\n").encode()),
        ("gb.csv", "指标,数值\n产值,1\n".encode("gb18030")),
        ("quote.csv", (",".join(NAMES) + '\n"a"b,c\n').encode()),
        ("cut.parquet", b"PAR1 and no more"),
        ("cut.zip", b"PK\x03\x04 and no more"),
        ("other.sdmx.csv", b"STRUCTURE,STRUCTURE_ID,ACTION,FREQ,OBS_VALUE\ndataflow,ECB:EXR(1.0),I,D,1\n"),
        ("missing", None),
    ],
)
def test_other_files_are_refused(tmp_path: Path, name: str, content: bytes | None) -> None:
    """With a sentence that names the file, in both languages."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ExchangeError) as refused:
        files.read(path)
    for language in ("zh", "en"):
        assert name.partition(".")[0] in refused.value.sentence(language) or "observations.csv" in str(refused.value)


def test_sdmx_of_another_structure_is_refused() -> None:
    out = io.StringIO(newline="")
    sdmx.write(map(record, GOOD), out)
    other = out.getvalue().replace(sdmx.structure_id(), "ECB:EXR(1.0)", 2)
    with pytest.raises(ExchangeError, match="row 2"):
        sdmx.read(io.StringIO(other, newline=""), "x.csv")


@pytest.mark.parametrize(("wrong", "code"), [("2023-Q7", "bad_period"), ("EQUAL", "bad_code")])
def test_sdmx_rows_that_cannot_be_read(wrong: str, code: str) -> None:
    """The others are."""
    out = io.StringIO(newline="")
    sdmx.write(map(record, GOOD), out)
    text = (
        out.getvalue().replace(",2022,", f",{wrong},", 1)
        if code == "bad_period"
        else out.getvalue().replace(",EQ,", f",{wrong},", 1)
    )
    found = sdmx.read(io.StringIO(text, newline=""), "x.csv")
    assert [one.code for one in found.issues] == [f"exchange.{code}"]
    assert len(found.entries) == 2


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"class": "dataset"}', '{"class": "dataset", "id": 1}', "nonsense"])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(ExchangeError):
        jsonstat.read(text, "x.json")
    with pytest.raises(ExchangeError):
        list(webannotations.read(text, "x.json"))


def test_the_structure_does_not_hide_a_component() -> None:
    """Every concept of the headings is in the message."""
    message = structure.write().decode()
    assert all(f'id="{name}"' in message for name in sdmx.headings()[3:])
