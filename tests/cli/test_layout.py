"""Tables on the terminal: pieces stay whole, text folds where a reader would, nothing is wider than the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from xietong.cli import layout
from xietong.cli.table import draw

ID, DAY = "1d07e6a90fce", "2026-09-30"
TITLE = "每年组织一次项目推介会，2026年9月底前建成跨界道路12条"
HEADINGS = ("编号 id", "任务 task", "期限 due", "内容 note")
ROWS = [(ID, TITLE, DAY, "短"), ("00b672d34c60", "评估", "", "x" * 300)]


def drawn(width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    draw(HEADINGS, ROWS, "共 2 项")
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", [30, 50, 60, 80, 132])
def test_it_fits_and_pieces_stay_whole(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = drawn(width, monkeypatch, capsys)
    assert max(map(cell_len, lines)) <= width
    text = "\n".join(lines)
    for whole in (ID, DAY, "2026年" if width >= 60 else DAY, "共 2 项"):
        assert whole in text
    assert text.replace("\n", "").replace(" ", "").count("x") == 300  # nothing is cut off


def test_narrow_terminals_get_a_block_for_each_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = drawn(30, monkeypatch, capsys)
    assert lines[0] == ID
    assert lines[1].startswith("  任务 task: ")
    assert "─" not in "".join(lines)
    assert not any(
        line.strip().startswith("期限 due:") for line in lines[lines.index("00b672d34c60") :]
    )  # says nothing


def test_marks_that_close_do_not_begin_a_line() -> None:
    assert layout.wrapped("河北省工业和信息化厅、河北省财政厅", 20) == ["河北省工业和信息化", "厅、河北省财政厅"]
    assert layout.wrapped("底前完成2026年10月，共12345678901234567890个", 10) == [
        "底前完成", "2026年10", "月，共", "1234567890", "1234567890", "个"
    ]  # fmt: skip
    assert layout.wrapped("一\n\n二", 4) == ["一", "", "二"]


@given(st.text(max_size=80), st.integers(2, 30))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    lines = layout.wrapped(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(
    st.lists(st.tuples(*[st.text(alphabet="甲乙 a1，、", max_size=40)] * 3), min_size=1, max_size=4),
    st.integers(10, 90),
)
def test_columns_fit_or_are_refused(rows: list[tuple[str, str, str]], room: int) -> None:
    found = layout.widths(layout.columns(("一 a", "二 b", "三 c"), rows), room)
    assert found is None or sum(found) + 2 * layout.GAP <= room
