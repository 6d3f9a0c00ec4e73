"""Proposals for layouts as offices send them: whole, or saying what is open; and what they read."""

from __future__ import annotations

import json

import pytest

from tests.tables.samples import YEARS, codes, mapping, readings, values, workbook
from xietong.tables.formats.source import Bytes
from xietong.tables.intake import sheets
from xietong.tables.mapping import parse
from xietong.tables.propose import Proposal, commented, named_apart, propose
from xietong.tables.whole import TableReading, read

GDP_AND_PEOPLE = [
    ["地区", "2022年", "", "2023年", ""], ["", "生产总值", "人口", "生产总值", "人口"], ["", "亿元", "万人", "亿元", "万人"],
    ["北京", "41540.9", "2184.3", "43760.7", "2185.8"], ["天津", "16132.2", "1363.0", "16737.3", "1364.0"],
]  # fmt: skip


def proposed(source: Bytes) -> tuple[Proposal, TableReading]:
    """The proposal for a file, and what it reads when used as it is."""
    proposal = propose(sheets(source)[0], source.name)
    assert proposal is not None
    return proposal, read(source, parse(commented(proposal), source.name))


def text(*lines: str) -> Bytes:
    return Bytes("a.csv", data="\n".join(lines).encode())


def test_a_row_of_units_below_the_headings() -> None:
    """The unit is a level of the heading, and no part of the indicator's name."""
    proposal, found = proposed(text(*map(",".join, GDP_AND_PEOPLE)))
    assert proposal.remarks == ()
    said = {(cell.series.phrase, cell.series.unit_printed, cell.when and cell.when.span[:4]) for _, cell in found.cells}
    assert said == {(p, u, y) for p, u in (("生产总值", "亿元"), ("人口", "万人")) for y in ("2022", "2023")}


@pytest.mark.parametrize(
    ("part", "period"),
    [
        ("月份,3月", "2023-03-01/2023-03-31"), ("月,3", "2023-03-01/2023-03-31"), ("季度,第二季度", "2023-04-01/2023-06-30"),
        ("季度,Q2", "2023-04-01/2023-06-30"), ("半年,下半年", "2023-07-01/2023-12-31"),
    ],
)  # fmt: skip
def test_a_year_and_its_part_in_two_columns(part: str, period: str) -> None:
    """Both are the period; the year alone would make all rows one key."""
    heading, value = part.split(",")
    _, found = proposed(text(f"年份,{heading},地区,社会消费品零售总额（亿元）", f"2023,{value},北京,1037.5"))
    assert [(cell.period, cell.state) for _, cell in found.cells] == [(period, "")]


def test_a_column_of_which_little_can_be_read() -> None:
    """Its heading is like the others': it belongs to the values, so that its cells are kept and told."""
    source = text("地区,2022年,2023年", "北京,(0.5),-2.1", "天津,（3.2）,-0.4", "河北,△0.9,-1.1")
    proposal = propose(sheets(source)[0], "a.csv")
    assert proposal is not None
    assert proposal.mapping.columns == ("地区", "{period}+")
    assert [cell.state for _, cell in readings(source, YEARS).cells] == ["text", "", "text", "", "text", ""]


def test_line_breaks_inside_cells() -> None:
    """A quoted line break is a blank, in headings, years and names."""
    _, found = proposed(
        text('"地\n区","指标","2022\n年","2023年\n（初步）"', '"北\n京","生产总值（亿元）",41540.9,43760.7', '"天\n津","生产总值（亿元）",16132.2,16737.3')
    )  # fmt: skip
    assert [(cell.series.place, cell.period[:4], cell.series.status) for _, cell in found.cells] == [
        ("110000", "2022", ""), ("110000", "2023", "preliminary"), ("120000", "2022", ""), ("120000", "2023", "preliminary"),
    ]  # fmt: skip


def test_names_that_a_message_gives_its_codes() -> None:
    """A code nobody knows is named as the file names it; a known one stays."""
    message = {
        "data": {
            "dataSets": [{"series": {"0:0": {"observations": {"0": [41540.9]}}}}],
            "structures": [
                {
                    "dimensions": {
                        "series": [
                            {"id": "REF_AREA", "values": [{"id": "R01", "name": "北京市"}]},
                            {"id": "INDICATOR", "values": [{"id": "Y.1", "name": "地区生产总值"}]},
                        ],
                        "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2022"}]}],
                    }
                }
            ],
        }
    }
    proposal, found = proposed(Bytes("s.json", data=json.dumps(message).encode()))
    assert dict(proposal.mapping.sources["place"].names) == {"R01": "北京市"}
    assert [(cell.series.place, cell.series.phrase) for _, cell in found.cells] == [("110000", "地区生产总值")]


def two_sheets() -> bytes:
    """GDP on the first sheet, population on the second, both laid out alike."""
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook([["地区", "2022年", "2023年"], ["北京市", 41540.9, 43760.7]])))
    book.worksheets[0].title = "生产总值"
    second = book.create_sheet("人口")
    for row in (["地区", "2022年", "2023年"], ["北京市", 2184.3, 43760.7], ["天津市", 1363.0, 1364.0]):
        second.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_sheets_laid_out_alike_are_not_one_table() -> None:
    """The proposal reads one; a mapping that reads both holds back what they give twice and otherwise, and says so."""
    source = Bytes("a.xlsx", data=two_sheets())
    first, second = (propose(sheet, "a.xlsx") for sheet in sheets(source))
    assert first is not None
    assert second is not None
    one = named_apart(first, [second])
    assert len(one.remarks) == len(first.remarks) + 1
    only = readings(source, YEARS.replace('name = "years"', f'name = "years"\nsheet = "{one.mapping.sheet}"'))
    assert values(only) == {("北京市", "2022"): "41540.9", ("北京市", "2023"): "43760.7"}
    both = read(source, mapping(YEARS))
    assert sorted(codes(both)) == ["sheet_differs", "sheet_repeated"]
    assert [(sheet, cell.row, cell.column, cell.state) for sheet, cell in both.cells] == [
        ("生产总值", 2, 2, "duplicate"), ("生产总值", 2, 3, ""), ("人口", 2, 2, "duplicate"), ("人口", 2, 3, "repeated"),
        ("人口", 3, 2, ""), ("人口", 3, 3, ""),
    ]  # fmt: skip
