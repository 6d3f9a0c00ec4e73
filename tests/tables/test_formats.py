"""Every format gives the same cells for the same table, merged cells and superscripts included."""

from __future__ import annotations

import io
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables.samples import LONG, YEARS, codes, page, printed, readings, values, word, workbook
from xietong.core.errors import DocumentError, XietongError
from xietong.tables.formats.source import Bytes
from xietong.tables.intake import sheets
from xietong.tables.mapping import parse
from xietong.tables.propose import commented, propose
from xietong.tables.whole import read

ROWS = [["地区", "2022年", "2023年"], ["北京市", "41540.9", "43760.7"], ["天津市", "16132.2", "16737.3"]]
WANTED = {
    ("北京市", "2022"): "41540.9", ("北京市", "2023"): "43760.7", ("天津市", "2022"): "16132.2",
    ("天津市", "2023"): "16737.3",
}  # fmt: skip
TABLE = "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS) + "</table>"
FILES = {
    "a.csv": "\n".join(map(",".join, ROWS)).encode(),
    "gb.csv": "\n".join(map(",".join, ROWS)).encode("gb18030"),
    "bom.csv": b"\xef\xbb\xbf" + "\r\n".join(map(",".join, ROWS)).encode(),
    "utf16.csv": "\n".join(map(",".join, ROWS)).encode("utf-16"),
    "a.tsv": "\n".join(map("\t".join, ROWS)).encode(),
    "a.xlsx": workbook([ROWS[0], *[[one, float(a), float(b)] for one, a, b in ROWS[1:]]]),
    "a.html": page(TABLE),
    "a.docx": word(ROWS),
    "a.pdf": printed(ROWS),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_cells_from_every_format(name: str) -> None:
    """The values, their places and their units do not depend on the format."""
    found = readings(Bytes(name, data=FILES[name]), YEARS)
    assert values(found) == WANTED
    assert [(cell.row, cell.column) for _, cell in found.cells] == [(2, 2), (2, 3), (3, 2), (3, 3)]
    assert {cell.series.indicator for _, cell in found.cells} == {"GDP"}
    assert str(found.cells[0][1].value) == "4154090000000"
    assert found.issues == ()


MERGED = [["地区", "地区生产总值（亿元）", ""], ["", "2022年", "2023年"], *ROWS[1:]]
HTML_MERGED = (
    "<table><tr><td rowspan=2>地区</td><td colspan=2>地区生产总值（亿元）</td></tr><tr><td>2022年</td><td>2023年</td></tr>"
    + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS[1:])
    + "</table>"
)
SPANS = [("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 0), (0, 1))]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", workbook(MERGED, ["B1:C1", "A1:A2"])), ("a.html", page(HTML_MERGED)),
        ("a.pdf", printed(MERGED, SPANS)), ("a.csv", "\n".join(map(",".join, MERGED)).encode()),
    ],
)  # fmt: skip
def test_two_rows_of_merged_headings(name: str, data: bytes) -> None:
    """The mapping that is proposed is whole, and reads indicator, unit and year out of the headings."""
    sheet = sheets(Bytes(name, data=data))[0]
    proposal = propose(sheet, name)
    assert proposal is not None
    assert proposal.remarks == ()
    mapping = parse(commented(proposal), name)
    assert mapping.head == 2
    found = read(Bytes(name, data=data), mapping)
    assert values(found) == WANTED
    assert {(cell.series.indicator, cell.series.unit_printed) for _, cell in found.cells} == {("GDP", "亿元")}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", page(TABLE.replace("16737.3", "16737.3<sup>1</sup>"))), ("a.docx", word(ROWS, (2, 2, "1"))),
        ("a.pdf", printed(ROWS, raised="1")),
    ],
)  # fmt: skip
def test_a_superscript_is_never_part_of_the_number(name: str, data: bytes) -> None:
    """16737.3¹ is not 16737.31, and the finding says where it stands."""
    found = readings(Bytes(name, data=data), YEARS)
    cell = found.cells[-1][1]
    assert (cell.digits, cell.mark) == ("16737.3", "¹")
    assert [(one.code, one.places[0].row, one.places[0].column) for one in found.issues] == [("footnote", 3, 3)]


def test_vertical_merging_gives_every_row_its_label() -> None:
    """A place merged over the rows of its years is the place of each of them; a merged value counts once."""
    rows: list[list[object]] = [["地区", "年份", "数值"], ["北京市", 2022, 41540.9], [None, 2023, 43760.7]]
    text = YEARS.replace('columns = ["地区", "{period}+"]', 'columns = ["地区", "年份", "数值"]')
    text = text.replace("header = 1", 'column = "年份"').replace('column = "{period}+"', 'column = "数值"')
    found = readings(Bytes("a.xlsx", data=workbook(rows, ["A2:A3"])), text)
    assert values(found) == {("北京市", "2022"): "41540.9", ("北京市", "2023"): "43760.7"}


def test_a_merged_unit_is_that_of_every_row() -> None:
    """Not only labels are merged: what a cell says of values it says in all rows that it spans."""
    head = "<tr><td>地区</td><td>年份</td><td>指标</td><td>数值</td><td>单位</td></tr>"
    first = (
        "<tr><td rowspan=2>北京市</td><td>2022</td><td>地区生产总值</td><td>41540.9</td><td rowspan=2>亿元</td></tr>"
    )
    second = "<tr><td>2023</td><td>地区生产总值</td><td>43760.7</td></tr>"
    found = readings(Bytes("a.html", data=page(f"<table>{head}{first}{second}</table>")), LONG)
    assert [str(cell.value) for _, cell in found.cells] == ["4154090000000", "4376070000000"]
    assert found.issues == ()


@pytest.mark.parametrize(
    "shown",
    [
        "<del>40000.0</del><ins>41540.9</ins>", "<s>4</s>41540.9", "<span style='display: none'>7</span>41540.9",
        "<b hidden>7</b>41540.9", "41540.9<script>7</script><!-- 7 -->",
        "41540.9<table><tr><td>7</td></tr></table>",
    ],
)  # fmt: skip
def test_a_page_is_read_as_it_is_shown(shown: str) -> None:
    """What is struck out, hidden or in a table inside a cell is no digit of its number."""
    found = readings(Bytes("a.html", data=page(TABLE.replace("41540.9", shown))), YEARS)
    assert values(found) == WANTED


def test_a_row_of_a_page_that_is_hidden() -> None:
    """It is not in the table that a person sees."""
    hidden = "<tr style='display:none'><td>河北省</td><td>1</td><td>2</td></tr>"
    found = readings(Bytes("a.html", data=page(TABLE.replace("</table>", f"{hidden}</table>"))), YEARS)
    assert values(found) == WANTED


def _changed(mark: str, text: str) -> bytes:
    """The table in Word, where the first value has a further run in a `mark` element."""
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document = Document(io.BytesIO(word(ROWS)))
    paragraph = document.tables[0].cell(1, 1).paragraphs[0]
    run = OxmlElement("w:r")
    if mark.startswith("w:rPr/"):
        run.append(OxmlElement("w:rPr"))
        run[0].append(OxmlElement(mark.removeprefix("w:rPr/")))
    words = OxmlElement("w:delText" if mark == "w:del" else "w:t")
    words.text = text
    run.append(words)
    change = run
    if not mark.startswith("w:rPr/"):
        change = OxmlElement(mark)
        change.set(qn("w:id"), "1")
        change.append(run)
    paragraph._p.insert(0, change)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("mark", ["w:del", "w:moveFrom", "w:rPr/w:vanish", "w:rPr/w:strike"])
def test_word_is_read_with_its_changes_accepted(mark: str) -> None:
    """What was deleted, moved away, hidden or struck out is no digit of the number."""
    assert values(readings(Bytes("a.docx", data=_changed(mark, "40000.0")), YEARS)) == WANTED


def test_a_deleted_row_of_word_is_no_row() -> None:
    """A row that is marked as deleted does not count."""
    from docx import Document
    from docx.oxml import OxmlElement

    document = Document(io.BytesIO(word([*ROWS, ["河北省", "1", "2"]])))
    document.tables[0].rows[3]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    out = io.BytesIO()
    document.save(out)
    assert values(readings(Bytes("a.docx", data=out.getvalue()), YEARS)) == WANTED


def test_hidden_rows_and_columns_are_told() -> None:
    """Read all the same, each with its place."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(FILES["a.xlsx"]))
    sheet = book.worksheets[0]
    sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = True
    out = io.BytesIO()
    book.save(out)
    found = readings(Bytes("a.xlsx", data=out.getvalue()), YEARS)
    assert values(found) == WANTED
    (told,) = found.issues
    assert (told.code, [(one.row, one.column) for one in told.places]) == ("hidden_cells", [(1, 3), (3, 0)])


def test_macros_links_and_formulas_of_a_workbook() -> None:
    """Macros are not run, other files not opened; a formula without a kept result has no value; all is said."""
    rows: list[list[object]] = [
        ["地区", "2022年", "2023年"],
        ["北京市", 41540.9, "=B2*1.05"],
        ["天津市", "#DIV/0!", 16737.3],
    ]
    extra = {
        "xl/vbaProject.bin": b"macro",
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": b'<Relationships><Relationship Target="file:///other.xlsx"/></Relationships>',
    }
    found = readings(Bytes("a.xlsm", data=workbook(rows, extra=extra)), YEARS)
    assert values(found) == {("北京市", "2022"): "41540.9", ("天津市", "2023"): "16737.3"}
    places = {one.code: (one.places[0].row, one.places[0].column) for one in found.issues}
    assert places == {"macros": (1, 0), "external_links": (1, 0), "formula_empty": (2, 3), "formula_error": (3, 2)}
    assert "other.xlsx" in next(one for one in found.issues if one.code == "external_links").message["zh"]


def test_percent_is_as_shown() -> None:
    """A spreadsheet keeps 6.44% as 0.0644; what is printed is 6.44%."""
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook([["地区", "2020年"], ["北京市", 0.0644], ["天津市", 3.44]])))
    book.worksheets[0]["B2"].number_format = "0.00%"
    out = io.BytesIO()
    book.save(out)
    found = readings(
        Bytes("a.xlsx", data=out.getvalue()), YEARS.replace("亿元", "%").replace("地区生产总值", "研发强度")
    )
    assert [(str(cell.value), cell.series.unit) for _, cell in found.cells] == [("6.44", "%"), ("3.44", "%")]
    assert found.issues == ()


SDMX_CSV = """DATAFLOW,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS
X:GDP(1.0),A,110000,地区生产总值,2022,41540.9,元,8,A
X:GDP(1.0),A,120000,地区生产总值,2022,16132.2,元,8,P
X:GDP(1.0),A,130000,地区生产总值,2022,,元,8,M
"""


def test_sdmx_csv_needs_no_hand() -> None:
    """Its headings are standard: the mapping proposed is whole; the multiplier and the status count."""
    source = Bytes("s.csv", data=SDMX_CSV.encode())
    proposal = propose(sheets(source)[0], "s.csv")
    assert proposal is not None
    found = read(source, parse(commented(proposal), "s"))
    cells = [cell for _, cell in found.cells]
    assert [(cell.series.place, str(cell.value), cell.series.unit, cell.series.status) for cell in cells] == [
        ("110000", "4154090000000", "元", ""), ("120000", "1613220000000", "元", "preliminary"),
    ]  # fmt: skip


def test_sdmx_json_is_read_as_its_csv() -> None:
    """Dimensions, attributes and values by their indexes."""
    message = {
        "data": {
            "dataSets": [
                {"series": {"0:0": {"attributes": [0], "observations": {"0": [41540.9], "1": [43760.7]}},
                            "1:0": {"attributes": [0], "observations": {"0": [16132.2]}}}}
            ],
            "structures": [
                {
                    "dimensions": {
                        "series": [
                            {"id": "REF_AREA", "values": [{"id": "110000"}, {"id": "120000"}]},
                            {"id": "INDICATOR", "values": [{"id": "地区生产总值"}]},
                        ],
                        "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2022"}, {"id": "2023"}]}],
                    },
                    "attributes": {"series": [{"id": "UNIT_MEASURE", "values": [{"id": "亿元"}]}]},
                }
            ],
        }
    }  # fmt: skip
    source = Bytes("s.json", data=json.dumps(message).encode())
    proposal = propose(sheets(source)[0], "s.json")
    assert proposal is not None
    found = read(source, parse(commented(proposal), "s"))
    assert [(cell.series.place, cell.period[:4], cell.text) for _, cell in found.cells] == [
        ("110000", "2022", "41540.9"), ("110000", "2023", "43760.7"), ("120000", "2022", "16132.2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""), ("blank.csv", b"\n\n"), ("binary.csv", b"\x00\x01\x02" * 50), ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("broken.xlsx", b"PK\x03\x04" + b"x" * 200), ("cut.xlsx", workbook(ROWS)[:2000]), ("no.html", b"<html><body><p>x</p></body></html>"),
        ("not.json", b'{"a": 1}'), ("broken.json", b'{"a": '), ("deep.json", b"[" * 100_000), ("no.pdf", b"%PDF-1.4 nothing"),
        ("latin.csv", b"\xff\xfe\xfa,1\n\xff"),
        ("quote.csv", b'a,b\n"' + b"x" * 2_000_000),
    ],
)  # fmt: skip
def test_files_that_are_no_tables_are_refused_by_name(name: str, data: bytes) -> None:
    """One error, which names the file and the next step, and no other exception."""
    with pytest.raises(DocumentError) as caught:
        readings(Bytes(name, data=data), YEARS)
    for language in ("zh", "en"):
        assert name in caught.value.sentence(language)


@given(
    st.sampled_from(sorted(FILES)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=4),
    st.floats(0, 1),
)
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_read_or_refused(name: str, changes: list[tuple[float, bytes]], rest: float) -> None:
    """Whatever bytes are changed or cut off: cells, or an error for the person; nothing else is raised."""
    data = bytearray(FILES[name])
    for where, words in changes:
        at = int(where * len(data))
        data[at : at + len(words)] = words
    with suppress(XietongError):
        readings(Bytes(name, data=bytes(data[: int((0.5 + rest) * len(data))])), YEARS)


def test_a_part_of_a_workbook_that_is_damaged() -> None:
    """Links are looked at before the package is opened: a broken part is no other error."""
    link = "xl/externalLinks/_rels/externalLink1.xml.rels"
    data = workbook(ROWS, extra={link: b"<Relationships/>"})
    at = data.rindex(b"PK\x03\x04", 0, data.index(b"<Relationships/>"))
    with pytest.raises(DocumentError):
        readings(Bytes("a.xlsx", data=data[:at] + b"XX" + data[at + 2 :]), YEARS)


def test_no_finding_without_words() -> None:
    """Every code that is used has its sentences, and every sentence its code."""
    import re
    import tomllib
    from pathlib import Path

    root = Path(__file__).parents[2] / "src" / "xietong"
    known = set(tomllib.loads((root / "data/messages/tables.toml").read_text("utf-8")))
    source = "".join(
        path.read_text("utf-8") for path in (*root.glob("tables/**/*.py"), root / "store/table_reading.py")
    )
    used = {word for word in re.findall(r'"([a-z_]+)"', source) if word in known}
    assert used == known
    assert codes(readings(Bytes("a.csv", data=FILES["a.csv"]), YEARS)) == []
