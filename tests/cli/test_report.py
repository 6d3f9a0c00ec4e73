"""`xietong report`: what a person types and what comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from xietong.cli.main import app
from xietong.core.period import Period
from xietong.workspace import Settings, Workspace

TEXT = "---\ntitle: 月报 {{ period }}\n---\n# 甲\n\n北京生产总值{{ value indicator=GDP place=北京 period=2023 }}。\n"
FIGURES = "2023年，北京地区生产总值43760.7亿元，同比增长5.2%。\n"
run = CliRunner().invoke


@pytest.fixture
def place(tmp_path: Path) -> Path:
    where = tmp_path / "w"
    with Workspace.create(where, settings=Settings(person="张工")) as workspace:
        workspace.documents.add(FIGURES.encode(), "a.txt", title="公报", date=Period.parse("2024-03-01"))
    (tmp_path / "月报.md").write_text(TEXT, "utf-8")
    (tmp_path / "bad.md").write_text(TEXT + "\n共有35家。{{ nosuch }}\n", "utf-8")
    return where


def said(place: Path, *words: str) -> tuple[int, str]:
    answer = run(app, ["report", *words, "-w", str(place), "--language", "zh"])
    return answer.exit_code, answer.output


def test_from_a_template_to_files(place: Path) -> None:
    folder = place.parent
    assert said(place, "new", "月报", str(folder / "月报.md")) == (0, "已收入模板 月报。\n")
    assert "月报" in said(place, "templates")[1]
    assert said(place, "new", "月报")[1] == TEXT
    code, text = said(place, "build", "月报", "--date", "2024-04-10", "-o", str(folder / "out.pdf"))
    assert code == 0
    identity = text.split()[0]
    assert (folder / "out.pdf").read_bytes().startswith(b"%PDF-")
    assert identity in said(place, "list")[1]
    assert said(place, "show", identity[:8], "-o", str(folder / "out.docx"))[0] == 0
    assert (folder / "out.docx").read_bytes().startswith(b"PK")
    code, text = said(place, "check", identity)
    assert code == 0
    assert "逐字节重做" in text
    assert "数字没有变动" in said(place, "show", identity, "--against", identity)[1]


def test_faults_are_told_with_their_places(place: Path) -> None:
    code, text = said(place, "new", "坏", str(place.parent / "bad.md"))
    assert code == 2
    assert "第8行" in text
    assert "最接近的是" in text
    (place.parent / "bad.md").write_text(TEXT + "\n共有35家。\n", "utf-8")
    code, text = said(place, "preview", "坏", "--file", str(place.parent / "bad.md"))
    assert code == 1
    assert "“甲”第8行第3列：“35家”没有依据" in text
    assert said(place, "new", "坏", str(place.parent / "bad.md"))[0] == 0
    code, text = said(place, "build", "坏")
    assert code == 2
    assert "没有依据" in text
    assert said(place, "list") == (0, "")


def test_wrong_words_get_a_sentence_each(place: Path) -> None:
    for words, part in (
        (("build", "没有"), "没有模板"), (("show", "没有"), "没有编号"), (("build", "brief-zh", "--date", "昨天"), "YYYY-MM-DD"),
        (("build", "brief-zh", "-o", "x.txt"), ".pdf"), (("build", "brief-zh", "--in", "fr"), "--in"),
        (("new", "坏", "/nowhere/x.md"), "无法读取"), (("enter", "甲", "三", "--reason", "x"), "不是数字"),
        (("enter", "甲", "3", "--reason", " "), "理由"),
    ):  # fmt: skip
        code, text = said(place, *words)
        assert code == 2, words
        assert part in text, words
    assert said(place, "enter", "甲", "3", "--unit", "个", "--reason", "台账")[0] == 0
