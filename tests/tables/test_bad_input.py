"""Tables with their usual faults: each is an issue with row and column, nothing is guessed, nothing else is lost."""

from __future__ import annotations

import pytest

from tests.tables.samples import LONG, WIDE, YEARS, codes, csv, mapping, readings, values
from xietong.tables.mapping import MappingError, parse
from xietong.tables.whole import read

HEAD = "地区,年份,指标,数值,单位"


def line(place: str, year: int | str, value: str, unit: str = "亿元", indicator: str = "地区生产总值") -> str:
    return f"{place},{year},{indicator},{value},{unit}"


def at(found, code: str) -> list[tuple[int, int]]:  # type: ignore[no-untyped-def]
    """Where the findings of a kind stand."""
    return [(place.row, place.column) for one in found.issues if one.code == code for place in one.places]


@pytest.mark.parametrize(
    ("text", "digits", "mark", "code"),
    [
        ("12.3①", "12.3", "①", "footnote"),  # a circled digit is a footnote, never 12.31
        ("12.3*", "12.3", "*", "footnote"),
        ("12.3²", "12.3", "²", "footnote"),
        ("1,234.5", "1234.5", "", ""),  # thousands
        ("１２．３", "12.3", "", ""),  # full width
        ("−5.8", "-5.8", "", ""),  # a minus sign that is no hyphen
        ("12.3亿元", "12.3", "", ""),  # the unit of the column, written again
    ],
)
def test_how_values_are_written(text: str, digits: str, mark: str, code: str) -> None:
    """Digits as they are; a mark behind them is told and never read as a digit."""
    found = readings(csv(HEAD, f'北京市,2023,地区生产总值,"{text}",亿元'), LONG)
    cell = found.cells[0][1]
    assert (cell.digits.replace("−", "-"), cell.mark, cell.state) == (digits, mark, "")
    assert codes(found) == ([code] if code else [])
    assert at(found, code) == ([(2, 4)] if code else [])


@pytest.mark.parametrize("mark", ["…", "-", "—", "n/a", "NA", "空", "——", "..", "*"])
def test_marks_for_missing_are_no_values(mark: str) -> None:
    """Kept as printed, without a value and without a finding."""
    found = readings(csv(HEAD, line("北京市", 2023, mark)), LONG)
    assert [(cell.text, cell.value, cell.state) for _, cell in found.cells] == [(mark, None, "missing")]
    assert found.issues == ()


@pytest.mark.parametrize(
    "text", ["约12", "12.31)", "1,23", "abc", "12.3 45.6", "（12.3）", "12..3", "12.3/13.1", "二十"]
)
def test_words_among_numbers_are_not_read(text: str) -> None:
    """An error with row and column; the other cells are read."""
    found = readings(csv(HEAD, f'北京市,2023,地区生产总值,"{text}",亿元', line("天津市", 2023, "16737.3")), LONG)
    assert [(cell.value is None, cell.state) for _, cell in found.cells] == [(True, "text"), (False, "")]
    assert (codes(found), at(found, "text")) == (["text"], [(2, 4)])
    assert found.issues[0].severity == "error"


def test_two_values_of_one_key_are_both_held_back() -> None:
    """It is not known which is right; the same value twice is taken once."""
    found = readings(
        csv(HEAD, line("北京市", 2023, "43760.7"), line("天津市", 2023, "16737.3"), line("北京", 2023, "43761.7"),
            line("天津市", 2023, "16737.30")), LONG,
    )  # fmt: skip
    assert [cell.state for _, cell in found.cells] == ["duplicate", "", "duplicate", "repeated"]
    assert at(found, "duplicate") == [(4, 4)]
    assert at(found, "repeated") == [(5, 4)]


def test_a_year_that_stands_twice_is_told_as_a_row() -> None:
    """One finding for the row, every cell of it held back."""
    places = ["北京市", "天津市", "河北省", "山西省", "辽宁省", "吉林省"]
    found = readings(
        csv("年份," + ",".join(places), "2021,41045.6,15685.1,40397.1,22870.4,27569.5,13163.8",
            "2022,41540.9,16132.2,41988.0,25583.9,28826.1,12818.1", "2022,43760.7,16737.3,43944.1,25698.2,30209.4,13531.2"),
        WIDE,
    )  # fmt: skip
    assert codes(found) == ["row_repeated"]
    assert at(found, "row_repeated") == [(4, 0)]
    assert [cell.state for _, cell in found.cells] == [""] * 6 + ["duplicate"] * 12


def test_a_row_copied_under_another_year() -> None:
    """The same values under two years: kept, and told."""
    places = "北京市,天津市,河北省,山西省,辽宁省,吉林省"
    row = "41045.6,15685.1,40397.1,22870.4,27569.5,13163.8"
    found = readings(csv(f"年份,{places}", f"2021,{row}", f"2022,{row}"), WIDE)
    assert (codes(found), at(found, "row_copied")) == (["row_copied"], [(3, 0)])
    assert len(values(found)) == 12


def test_a_row_that_slipped_sideways_in_a_wide_table() -> None:
    """From 河北 on every value stands one column too far to the right; the same row in its place is not doubted."""
    places = "北京市,天津市,河北省,山西省,内蒙古自治区,辽宁省,吉林省,黑龙江省"
    before = "2021,41045.6,15685.1,40397.1,22870.4,21166.0,27569.5,13163.8,14858.2"
    good = readings(
        csv(f"年份,{places}", before, "2022,41540.9,16132.2,41988.0,25583.9,23388.9,28826.1,12818.1,15831.5"), WIDE
    )
    assert codes(good) == []
    slipped = "2022,41540.9,16132.2,,41988.0,25583.9,23388.9,28826.1,12818.1"
    assert at(readings(csv(f"年份,{places}", before, slipped), WIDE), "shifted_row") == [(3, 5)]


def test_a_row_that_slipped_sideways_in_a_long_table() -> None:
    """The unit stands where the value should: the row is told, the value is not read, the others are."""
    found = readings(
        csv(
            HEAD, line("北京市", 2023, "43760.7"), "天津市,,2023,地区生产总值,16737.3", line("河北省", 2023, "43944.1")
        ),
        LONG,
    )
    assert codes(found) == ["shifted"]
    assert at(found, "shifted")[0][0] == 3
    assert list(values(found)) == [("北京市", "2023"), ("河北省", "2023")]


def test_a_row_of_another_width() -> None:
    """A separator too many or too few: the row is told and not read."""
    found = readings(
        csv(
            HEAD,
            line("北京市", 2023, "43760.7"),
            "天津市,2023,地区生产总值,16737.3",
            "河北省,2023,,地区生产总值,43944.1,亿元",
        ),
        LONG,
    )
    assert codes(found) == ["width"] or codes(found) == ["width", "width"]
    assert {row for row, _ in at(found, "width")} == {3, 4}
    assert list(values(found)) == [("北京市", "2023")]


def test_two_units_for_one_value() -> None:
    """Between heading and column, and between column and cell: held back."""
    text = LONG.replace('column = "指标"', 'column = "指标"').replace('column = "数值"', 'column = "数值"')
    found = readings(
        csv(HEAD, "北京市,2023,地区生产总值（亿元）,43760.7,万元", line("天津市", 2023, "16737.3万元")), text
    )
    assert [cell.state for _, cell in found.cells] == ["unit", "unit"]
    assert set(codes(found)) == {"two_units"}
    assert at(found, "two_units") == [(2, 4), (3, 4)]


def test_a_unit_that_does_not_belong_to_the_series() -> None:
    """Most rows are in 件; those in 万元 cannot be the same thing."""
    rows = [line("北京市", 2015 + i, str(3000 + 137 * i), "件", "有效发明专利数") for i in range(6)]
    rows[4] = line("北京市", 2019, "3548", "万元", "有效发明专利数")
    found = readings(csv(HEAD, *rows), LONG)
    assert at(found, "units_of_series") == [(6, 4)]


@pytest.mark.parametrize(
    ("printed", "code", "key"),
    [
        ("内蒙占", "place_damaged", "150000"), ("广西壮族自治医", "place_damaged", "450000"), ("东北虎省", "place_unknown", "东北虎省"),
        ("合计", "place_unknown", "合计"), ("全 国", "", "000000"), ("北　京", "", "110000"),
    ],
)  # fmt: skip
def test_names_of_places(printed: str, code: str, key: str) -> None:
    """A damaged name is matched and told, an unknown one kept as printed and told; none is dropped."""
    found = readings(csv(HEAD, line(printed, 2023, "24627.0")), LONG)
    assert found.cells[0][1].series.place == key
    assert found.cells[0][1].state == ""
    assert codes(found) == ([code] if code else [])
    assert at(found, code) == ([(2, 1)] if code else [])


def test_a_damaged_name_beside_the_whole_one() -> None:
    """河此省 may be 河北省, but the table has 河北省 already: the damaged one is held back, not the good one."""
    found = readings(csv(HEAD, line("河北省", 2023, "43944.1"), line("河此省", 2023, "59132.4")), LONG)
    assert [cell.state for _, cell in found.cells] == ["", "duplicate"]
    assert at(found, "place_twice") == [(3, 4)]


def series(*numbers: str) -> list[str]:
    return [line("北京市", 2010 + i, one) for i, one in enumerate(numbers)]


@pytest.mark.parametrize(
    ("numbers", "code", "row"),
    [
        # interpolated: five points on one line
        (["14964.0", "16000.4", "17036.8", "18073.2", "19109.6", "20146.0", "25669.1", "28000.4"], "linear", 2),
        # computed: one rate throughout
        (["10000.0", "11000.0", "12100.0", "13310.0", "14641.0", "16105.1", "17715.6", "19487.2"], "geometric", 2),
        # a zero for missing
        (["14964.0", "17188.8", "0", "21134.6", "22926.0", "24779.1", "27041.2"], "zero", 4),
        # in another unit for one year
        (["14964.0", "17188.8", "1902.47", "21134.6", "22926.0", "24779.1", "27041.2"], "value_power", 4),
        # alone
        (["14964.0", "17188.8", "94024.7", "21134.6", "22926.0", "24779.1", "27041.2"], "outlier", 4),
        # a new level that stays
        (["14964.0", "15188.8", "15902.5", "46134.6", "47926.0", "48779.1", "49041.2"], "break", 5),
    ],
)
def test_series_that_look_defective(numbers: list[str], code: str, row: int) -> None:
    """Each fault by its name, where it begins; the values are kept."""
    found = readings(csv(HEAD, *series(*numbers)), LONG)
    assert (codes(found), at(found, code)) == ([code], [(row, 4)])
    assert len(values(found)) == len(numbers)


@pytest.mark.parametrize(
    "numbers",
    [
        ["14964.0", "17188.8", "19024.7", "21134.6", "22926.0", "24779.1", "27041.2", "29883.0"],  # Beijing's own
        ["1", "2", "3", "4", "5", "6"],  # counts go up by one
        ["0", "0", "1", "0", "2", "1"],  # small counts have zeros
        ["2183", "2184", "2186", "2185", "2184", "2183"],  # a population that hardly moves
        ["5.1", "4.9", "5.0", "5.2", "4.8", "5.0"],
    ],
)
def test_series_that_are_as_they_should_be(numbers: list[str]) -> None:
    """Nothing is said."""
    assert codes(readings(csv(HEAD, *series(*numbers)), LONG)) == []


def test_headings_repeated_notes_and_lines_between() -> None:
    """A page break, footnotes and remarks are no data, and are told or kept."""
    found = readings(
        csv("地区,2022年,2023年", "北京市,41540.9,43760.7①", "地区,2022年,2023年", "天津市,16132.2,16737.3", "注：① 初步核算数", "数据来源：国家统计局"),
        YEARS,
    )  # fmt: skip
    assert len(values(found)) == 4
    assert at(found, "header_repeated") == [(3, 0)]


def test_a_mapping_that_no_longer_fits_is_refused_with_the_first_difference() -> None:
    """Row, column, what was expected and what is there; nothing is read."""
    for head, column, expected, there in (
        ("地区,年份,指标,金额,单位", 4, "数值", "金额"), ("地区,年份,数值,指标,单位", 3, "指标", "数值"),
        ("地区,年份,指标,数值", 5, "单位", ""), ("地区,年份,指标,数值,单位,备注", 6, "", "备注"),
    ):  # fmt: skip
        with pytest.raises(MappingError) as caught:
            readings(csv(head, "北京市,2023,地区生产总值,1,亿元,x"), LONG)
        for word in (f"第 1 行第 {column} 列", expected, there, "long"):
            assert word in caught.value.sentence("zh")
        assert f"row 1, column {column}" in caught.value.sentence("en")


def test_the_next_release_needs_no_work() -> None:
    """Years and places come and go, blanks and full-width signs differ, lines stand above: the mapping still fits."""
    found = readings(
        csv("数据库：分省年度数据,,,", "指标：地区生产总值(亿元),,,", "地　区,2024年,2023年,2022年", "北京市,49843.1,47889.6,"), YEARS
    )  # fmt: skip
    assert values(found) == {("北京市", "2024"): "49843.1", ("北京市", "2023"): "47889.6"}


@pytest.mark.parametrize(
    "text",
    [
        "", "name = 1", "not toml", LONG.replace("[place]", "[palce]"), LONG.replace('column = "年份"', 'column = "年"'),
        LONG.replace('[indicator]\ncolumn = "指标"', "[indicator]"), LONG + "\nextra = 1", LONG.replace('column = "地区"', 'caption = "("'),
    ],
)  # fmt: skip
def test_mappings_that_are_not_whole_are_refused(text: str) -> None:
    """With the file's name, in both languages."""
    with pytest.raises(MappingError) as caught:
        parse(text, "my.toml")
    assert "my.toml" in caught.value.sentence("zh")
    assert "my.toml" in caught.value.sentence("en")


def test_the_unit_claimed_beside_the_actual_one() -> None:
    """亿元 and 万元 for one column: read as the one the mapping takes, and told with the power of ten."""
    text = LONG.replace('"单位"]', '"单位", "文件名单位"]') + '\n[claimed]\ncolumn = "文件名单位"\n'
    text = text.replace("[[value]]", "", 1).replace('column = "数值"\n', "", 1) + '[[value]]\ncolumn = "数值"\n'
    found = read(csv(HEAD + ",文件名单位", line("北京市", 2012, "197.34") + ",万元"), mapping(text))
    assert codes(found) == ["unit_claimed"]
    assert "10 的 4 次方" in found.issues[0].message["zh"]
    assert str(found.cells[0][1].value) == "19734000000"


def test_the_year_of_a_title_in_characters() -> None:
    """二〇二〇年 over the table is 2020年."""
    fixed = YEARS.replace('["地区", "{period}+"]', '["地区", "地区生产总值"]').replace(
        "header = 1", 'caption = "(\\\\d{4})年"'
    )
    fixed = fixed.replace('column = "{period}+"', 'column = "地区生产总值"')
    found = readings(csv("二〇二〇年各地区生产总值,", "地区,地区生产总值", "北京市,35943.3"), fixed)
    assert [cell.period[:4] for _, cell in found.cells] == ["2020"]
