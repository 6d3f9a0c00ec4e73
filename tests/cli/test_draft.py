"""`xietong check DRAFT.docx --write CHECKED.docx`."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from tests.documents.drafts import NAMES, anchored, comments, draft, paragraph, run
from xietong.cli.main import app

BODY = paragraph(run("三次产业构成为6.2:"), run("35.7:59.1。", "<w:b/>"))
BODY += paragraph(run("2023年，河北省地区生产总值4.6"), run("9万亿元。"))
SOURCE = "2023年，河北省地区生产总值4.39万亿元。\n"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Run the command in a directory with a draft and a source, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XIETONG_LANGUAGE", "en")
    Path("draft.docx").write_bytes(draft(BODY))
    Path("source.txt").write_text(SOURCE, "utf-8")
    runner = CliRunner()
    return lambda *words: runner.invoke(app, ["check", *words])


def test_every_doubtful_figure_has_its_comment(check) -> None:  # type: ignore[no-untyped-def]
    """The computation; the other sentence and its document. The draft stays; the output of the command too."""
    before = Path("draft.docx").read_bytes()
    files = ("draft.docx", "source.txt", "--date", "2024-03", "--format", "jsonl")
    done = check(*files, "--write", "checked.docx")
    assert done.exit_code == 0
    assert done.stdout == check(*files).stdout
    issues = [json.loads(line) for line in done.stdout.splitlines()]
    assert "checked.docx written with 2 comments" in done.stderr
    assert len(issues) == 2
    checked = Path("checked.docx").read_bytes()
    assert list(anchored(checked).values()) == ["6.2:35.7:59.1", "4.69万亿元"]
    first, second = comments(checked).values()
    assert first.startswith("Error: ")
    assert "6.2 + 35.7 + 59.1 = 101" in first
    assert second.startswith("Doubtful: ")
    assert "“河北省地区生产总值4.39万亿元” (source.txt)" in second
    assert len(Document(BytesIO(checked)).comments) == 2
    assert Path("draft.docx").read_bytes() == before


def test_in_chinese(check) -> None:  # type: ignore[no-untyped-def]
    done = check("draft.docx", "--write", "checked.docx", "--language", "zh")
    assert "已写出 checked.docx：1 条批注。" in done.stderr
    assert next(iter(comments(Path("checked.docx").read_bytes()).values())).startswith("错误：")


def test_a_draft_without_findings_is_copied(check) -> None:  # type: ignore[no-untyped-def]
    Path("draft.docx").write_bytes(draft(paragraph(run("示例园区企业1400家。"))))
    assert "with 0 comments" in check("draft.docx", "--write", "checked.docx").stderr
    assert Path("checked.docx").read_bytes() == Path("draft.docx").read_bytes()


def test_what_has_no_place_is_said(check) -> None:  # type: ignore[no-untyped-def]
    note = f"<w:footnotes {NAMES}><w:footnote w:id='2'>{paragraph(run('构成为6.2:35.7:59.1。'))}</w:footnote></w:footnotes>"
    Path("draft.docx").write_bytes(draft(paragraph(run("正文。")), footnotes=note))
    assert "0 comments; 1 more have no place" in check("draft.docx", "--write", "checked.docx").stderr


@pytest.mark.parametrize(
    ("files", "target", "words"),
    [
        (("source.txt",), "checked.docx", "there are 0."),
        (("old.doc",), "checked.docx", "Save an old .doc as .docx first"),
        (("draft.docx", "other.docx"), "checked.docx", "there are 2 (draft.docx, other.docx)"),
        (("draft.docx",), "draft.docx", "not written over"),
        (("draft.docx",), "./inside/../draft.docx", "not written over"),
        (("draft.docx", "source.txt"), "source.txt", "has to end in .docx"),
        (("draft.docx",), "other.docx", "exists; add --force"),
        (("draft.docx",), "nowhere/checked.docx", "cannot be written"),
        (("draft.docx",), "source.txt/checked.docx", "cannot be written"),
        (("bad.docx",), "checked.docx", "damaged"),
        (("doc.docx",), "checked.docx", "Word 97–2003"),
        (("locked.docx",), "checked.docx", "password"),
        (("text.docx",), "checked.docx", "not a DOCX"),
        (("fixed.docx",), "checked.docx", "restricted"),
        (("missing.docx",), "checked.docx", "missing.docx: cannot be opened"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(check, files: tuple[str, ...], target: str, words: str) -> None:  # type: ignore[no-untyped-def]
    """Exit code 2 and a sentence, in Chinese too."""
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    rule = f"<w:settings {NAMES}><w:documentProtection w:edit='readOnly' w:enforcement='1'/></w:settings>"
    Path("inside").mkdir()
    for name, data in {
        "other.docx": draft(BODY),
        "bad.docx": draft(BODY)[:500],
        "doc.docx": container + "WordDocument\0".encode("utf-16-le"),
        "locked.docx": container + "EncryptedPackage\0".encode("utf-16-le"),
        "text.docx": "构成为6.2:35.7:59.1。".encode(),
        "fixed.docx": draft(BODY, settings=rule),
    }.items():
        Path(name).write_bytes(data)
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    for language in ("en", "zh"):
        done = check(*files, "--write", target, "--language", language)
        assert done.exit_code == 2
        assert words in done.stderr or language == "zh"
        assert done.stderr.rstrip().endswith("。" if language == "zh" else ".")
        assert "Traceback" not in done.output
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_force_writes_over_an_old_copy_but_never_over_the_draft(check) -> None:  # type: ignore[no-untyped-def]
    before = Path("draft.docx").read_bytes()
    Path("checked.docx").write_bytes(b"old")
    assert check("draft.docx", "--write", "checked.docx", "--force").exit_code == 0
    assert len(comments(Path("checked.docx").read_bytes())) == 1
    Path("link.docx").symlink_to("draft.docx")
    for target in ("draft.docx", "link.docx"):
        assert check("draft.docx", "--write", target, "--force").exit_code == 2
    assert Path("draft.docx").read_bytes() == before


def test_a_source_that_cannot_be_read_does_not_hold_up_the_draft(check) -> None:  # type: ignore[no-untyped-def]
    Path("bad.pdf").write_bytes(b"%PDF-1.4 broken")
    done = check("draft.docx", "bad.pdf", "--write", "checked.docx")
    assert done.exit_code == 2
    assert len(comments(Path("checked.docx").read_bytes())) == 1


def test_a_folder_with_one_draft(check) -> None:  # type: ignore[no-untyped-def]
    """Word's own small file beside an open document is none."""
    Path("in").mkdir()
    Path("draft.docx").rename("in/draft.docx")
    Path("in/~$draft.docx").write_bytes(b"\x05name")
    assert "1 comments" in check("in", "--write", "checked.docx").stderr
