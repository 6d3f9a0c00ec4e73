"""Comments in Word drafts: on the figure they are about, and nothing else in the draft changes."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.drafts import (
    NAMES,
    W,
    anchored,
    assert_conformant,
    box,
    comments,
    draft,
    field,
    paragraph,
    parts,
    root,
    run,
    without,
)
from xietong.core.errors import DocumentError
from xietong.documents.formats import word_comments
from xietong.documents.formats.word import read
from xietong.documents.formats.word_comments import Commented, Remark, comment

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
CHANGED = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}


def said(data: bytes, *quotes: str) -> Commented:
    """The draft with a comment on the first place of each quote, everything checked that always holds."""
    content = read(data, "a.docx").content
    return placed(data, [(content.index(quote), content.index(quote) + len(quote)) for quote in quotes])


def placed(data: bytes, ranges: list[tuple[int, int]]) -> Commented:
    content = read(data, "a.docx").content
    done = comment(data, "a.docx", [Remark(*one, "请核对") for one in ranges], NOON)
    assert done.written + len(done.unplaced) == len(ranges)
    assert read(done.data, "a.docx").content == content
    before, after = parts(data), parts(done.data)
    if not done.written:
        assert done.data == data
        return done
    assert [name for name in after if name in before] == list(before)
    assert {name for name in after if after[name] != before.get(name)} <= CHANGED
    old = set(comments(data)) if "word/comments.xml" in before else set()
    new = set(comments(done.data)) - old
    assert len(new) == done.written
    assert_conformant(done.data, new)
    assert without(done.data, new) == without(data, set())
    return done


def test_a_figure_inside_a_run() -> None:
    """The run is parted in three of the same formatting; blanks at the cut are kept."""
    data = draft(paragraph('<w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr><w:t>共 12家 企业</w:t></w:r>'))
    done = said(data, "12家")
    assert anchored(done.data) == {"0": "12家"}
    runs = [one for one in root(done.data).iter(f"{W}r") if one.find(f"{W}t") is not None]
    assert [one.find(f"{W}t").text for one in runs] == ["共 ", "12家", " 企业"]
    assert all(one.find(f"{W}rPr/{W}b") is not None and one.get(f"{W}rsidR") == "00A1" for one in runs)
    preserved = [one.find(f"{W}t").get("{http://www.w3.org/XML/1998/namespace}space") for one in runs]
    assert preserved == ["preserve", None, "preserve"]
    assert comments(done.data) == {"0": "请核对"}


def test_author_date_and_paragraphs() -> None:
    """A line of the text is a paragraph; the date is written in UTC; characters XML cannot hold are left out."""
    east = timezone(timedelta(hours=8))
    remark = Remark(0, 2, "错误：甲\x00\n计算：1 < 2")
    done = comment(draft(paragraph(run("12家"))), "a.docx", [remark], datetime(2024, 3, 5, 20, tzinfo=east))
    (one,) = Document(BytesIO(done.data)).comments
    assert (one.author, one.initials, one.timestamp) == ("协同 Xietong", "协", NOON)
    assert [line.text for line in one.paragraphs] == ["错误：甲", "计算：1 < 2"]


def test_without_remarks_the_bytes_stay() -> None:
    data = draft(paragraph(run("12家")))
    assert comment(data, "a.docx", [], NOON) == Commented(data, 0)


def test_the_same_is_written_twice() -> None:
    data = draft(paragraph(run("12家")))
    assert said(data, "12").data == said(data, "12").data


def test_several_remarks_on_one_place_and_overlapping_ones() -> None:
    done = said(draft(paragraph(run("共1328家企业"))), "1328家", "1328家", "328家企", "共1328")
    assert anchored(done.data) == {"0": "1328家", "1": "1328家", "2": "328家企", "3": "共1328"}


OLD = (
    f"<w:comments {NAMES} xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'>"
    "<w:comment w:id='7' w:author='甲' w:initials='J'><w:p w14:paraId='0A'><w:r><w:t>旧</w:t></w:r></w:p></w:comment>"
    "<w:comment w:id='3' w:author='乙'><w:p w14:paraId='0B'><w:r><w:t>答</w:t></w:r></w:p></w:comment></w:comments>"
)


def test_existing_comments_stay_and_ids_go_on() -> None:
    """Also where an old range crosses the figure, and with the part that tells answers from comments."""
    extended = (
        f"<w15:commentsEx {NAMES}><w15:commentEx w15:paraId='0A'/>"
        "<w15:commentEx w15:paraId='0B' w15:paraIdParent='0A'/></w15:commentsEx>"
    )
    marks = [f"<w:commentRange{edge} w:id='{one}'/>" for edge in ("Start", "End") for one in (7, 3)]
    references = [f"<w:r><w:commentReference w:id='{one}'/></w:r>" for one in (7, 3)]
    body = paragraph(run("增长"), *marks[:2], run("12"), *marks[2:], *references, run("家"))
    data = draft(body, comments=OLD, commentsExtended=extended)
    done = said(data, "12家")
    assert anchored(done.data) == {"3": "12", "7": "12", "8": "12家"}
    before, after = (root(one, "word/comments.xml") for one in (data, done.data))
    assert [one.attrib for one in after[:2]] == [one.attrib for one in before]
    assert list(comments(done.data).items()) == [("7", "旧"), ("3", "答"), ("8", "请核对")]
    assert parts(done.data)["word/commentsExtended.xml"] == parts(data)["word/commentsExtended.xml"]


def test_ids_of_marks_without_a_comment_are_not_used_again() -> None:
    body = paragraph("<w:r><w:commentReference w:id='41'/></w:r>", run("12家"))
    assert set(comments(said(draft(body), "12").data)) == {"42"}


def test_ids_that_cannot_go_on_fill_gaps() -> None:
    old = OLD.replace("w:id='7'", "w:id='2147483647'").replace("w:id='3'", "w:id='0'")
    done = said(draft(paragraph(run("12家")), comments=old), "12", "家")
    assert list(comments(done.data))[2:] == ["1", "2"]


INSERTED = "<w:ins w:id='1' w:author='甲'>{}</w:ins>"
DELETED = "<w:del w:id='2' w:author='甲'><w:r><w:delText>{}</w:delText></w:r></w:del>"


def test_tracked_changes_stay_as_they_are() -> None:
    """A figure partly deleted and partly inserted; the reference is no part of the insertion."""
    body = paragraph(run("增长1"), DELETED.format("3"), INSERTED.format(run("5%，")), run("较快"))
    done = said(draft(body), "15%")
    assert anchored(done.data) == {"0": "15%"}
    main = root(done.data)
    assert "".join(main.find(f".//{W}del").itertext()) == "3"
    inserted = main.find(f".//{W}ins")
    assert [child.tag for child in inserted] == [f"{W}r", f"{W}commentRangeEnd", f"{W}r"]
    assert inserted.getnext().find(f"{W}commentReference") is not None


def test_marks_stand_outside_an_insertion_that_is_the_figure() -> None:
    """Rejecting the insertion leaves the comment whole."""
    moved = "<w:moveFrom w:id='5' w:author='甲'>{0}</w:moveFrom><w:moveTo w:id='6' w:author='甲'>{0}</w:moveTo>"
    for inside in (INSERTED, moved, "<w:hyperlink r:id='rId9'>{}</w:hyperlink>"):
        done = said(draft(paragraph(run("增长"), inside.format(run("15%")), run("。"))), "15%")
        assert anchored(done.data) == {"0": "15%"}
        assert root(done.data).find(f".//{W}commentRangeStart").getparent().tag == f"{W}p"
        assert root(done.data).find(f".//{W}commentRangeEnd").getparent().tag == f"{W}p"


def test_a_tracked_change_of_formatting_has_an_id_for_each_run() -> None:
    change = "<w:b/><w:rPrChange w:id='9' w:author='甲'><w:rPr/></w:rPrChange>"
    done = said(draft(paragraph(run("增长15%。", change), run("x"))), "15%")
    ids = [one.get(f"{W}id") for one in root(done.data).iter(f"{W}rPrChange")]
    assert ids[0] == "9"
    assert len(set(ids)) == len(ids) == 3


@pytest.mark.parametrize(
    "holder",
    [
        "<w:hyperlink r:id='rId9'>{}</w:hyperlink>",
        "<w:fldSimple w:instr='REF a'>{}</w:fldSimple>",
        "<w:smartTag w:element='x'>{}</w:smartTag>",
        "<w:bdo w:val='rtl'>{}</w:bdo>",
        "<w:hyperlink r:id='rId9'><w:ins w:id='1' w:author='甲'>{}</w:ins></w:hyperlink>",
    ],
)
def test_a_figure_within_a_link_or_field(holder: str) -> None:
    """Across its edge and inside it; what it holds stays together."""
    body = paragraph(run("共1", "<w:i/>"), holder.format(run("328") + run("家企业")), run("等"))
    done = said(draft(body), "1328家", "28", "企业等")
    assert anchored(done.data) == {"0": "1328家", "1": "28", "2": "企业等"}


CONTROL = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"


def test_a_content_control_is_commented_as_a_whole() -> None:
    """Word has plain text in it, without marks; the comment says which of its words it is about."""
    done = said(draft(paragraph(run("共1"), CONTROL.format(run("328家")), run("等"))), "28", "家等", "共1")
    assert anchored(done.data) == {"0": "328家", "1": "328家等", "2": "共1"}
    assert list(comments(done.data).values()) == ["〔28〕\n请核对", "〔家等〕\n请核对", "请核对"]


def test_the_reference_stands_behind_a_field() -> None:
    """An update of the field takes its words away, with all marks between them."""
    done = said(draft(paragraph(run("共"), field("= SUM(ABOVE)", run("1328家")), run("。"))), "1328")
    assert anchored(done.data) == {"0": "1328"}
    before = next(root(done.data).iter(f"{W}commentReference")).getparent().getprevious()
    assert before.find(f"{W}fldChar").get(f"{W}fldCharType") == "end"


@pytest.mark.parametrize("one_run", [False, True])
def test_marks_stand_outside_a_field_that_is_the_figure(one_run: bool) -> None:
    """A sum computed by Word: its result is replaced when it is computed again."""
    figure = field("= SUM(ABOVE)", field("REF a", run("1328家")))
    figure = figure.replace("</w:r><w:r>", "") if one_run else figure
    done = said(draft(paragraph(run("共"), figure, run("。"))), "1328家")
    assert anchored(done.data) == {"0": "1328家"}
    first = root(done.data).find(f".//{W}commentRangeStart").getnext()
    last = root(done.data).find(f".//{W}commentRangeEnd").getprevious()
    assert [len(list(one.iter(f"{W}fldChar"))) for one in (first, last)] == ([4, 2] if one_run else [1, 1])
    assert first[0].get(f"{W}fldCharType") == "begin"
    assert last[-1].get(f"{W}fldCharType") == "end"


def test_a_field_over_paragraphs() -> None:
    """In a table of contents the reference stays in the paragraph of the figure."""
    start, end = field("TOC", run("第一章 12家") + "|").split("|")
    data = draft(paragraph(start) + paragraph(run("第二章 15家"), end))
    done = said(data, "12家", "15家")
    assert anchored(done.data) == {"0": "12家", "1": "15家"}


def test_breaks_and_tabs_belong_to_a_run() -> None:
    body = paragraph("<w:r><w:t>共</w:t><w:tab/><w:t>12</w:t><w:br/><w:t>家</w:t><w:lastRenderedPageBreak/></w:r>")
    done = said(draft(body), "12\n家", "\t12", "12\n", "家")
    assert list(anchored(done.data).values()) == ["12\n家", "\t12", "12\n", "家"]


def test_a_figure_over_two_paragraphs() -> None:
    """Lines pasted from a PDF are paragraphs."""
    done = said(draft(paragraph(run("共12")) + paragraph(run("亿元"))), "12\n亿元")
    assert anchored(done.data) == {"0": "12\n亿元"}


CELL = "<w:tc><w:tcPr/>{}</w:tc>"


def test_cells() -> None:
    """White space that a row leaves out does not shift the comment; a range does not leave its cell."""
    cells = [CELL.format(paragraph(run(words))) for words in (" 北京 ", "  5.2% ", "1 2\t3")]
    nested = CELL.format(paragraph(run("外")) + f"<w:tbl><w:tr>{cells[1]}</w:tr></w:tbl>" + paragraph())
    data = draft(f"<w:tbl><w:tr>{''.join(cells)}{nested}</w:tr></w:tbl>" + paragraph())
    content = read(data, "a.docx").content
    assert content == "北京\t5.2%\t1 2\t3\t外 5.2%\n\n"
    last = content.rindex("5.2%")
    done = placed(data, [(3, 7), (last, last + 4), (1, 7)])
    assert anchored(done.data) == {"0": "5.2%", "1": "5.2%", "2": "京"}
    assert list(comments(done.data).values()) == ["请核对", "请核对", "〔京 5.2%〕\n请核对"]


def test_a_text_box_is_commented_where_it_hangs() -> None:
    """Word ignores marks in boxes; the comment says which words it is about."""
    body = paragraph(run("段落12家"), box(paragraph(run("框中15%"), box(paragraph(run("内框18%"))))), run("其后20人"))
    done = said(draft(body), "15%", "18%", "其后20")
    assert comments(done.data) == {"0": "〔15%〕\n请核对", "1": "〔18%〕\n请核对", "2": "请核对"}
    assert anchored(done.data)["2"] == "其后20"
    for one in ("0", "1"):
        start = root(done.data).find(f".//{W}commentRangeStart[@{W}id='{one}']")
        assert "15%" in "".join(
            start.xpath("following-sibling::*[self::w:r][1]", namespaces={"w": W[1:-1]})[0].itertext()
        )


def test_a_run_with_words_and_a_box_is_parted_around_both() -> None:
    both = box(paragraph(run("框中15%"))).replace("<w:r>", "<w:r><w:t>段落12家</w:t>", 1)
    done = said(draft(paragraph(both)), "12家", "15%")
    assert anchored(done.data)["0"] == "12家"
    assert "框中15%" in anchored(done.data)["1"]


NOTES = "<w:{0}s {1}><w:{0} w:id='0' w:type='separator'/><w:{0} w:id='2'>{2}</w:{0}></w:{0}s>"


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_commented_at_their_mark(kind: str) -> None:
    notes = {f"{kind}s": NOTES.format(kind, NAMES, paragraph(run("注中1328家")))}
    mark = f"<w:r><w:rPr><w:b/></w:rPr><w:t>文</w:t><w:{kind}Reference w:id='2'/><w:t>后</w:t></w:r>"
    data = draft(paragraph(run("正"), mark), **notes)
    done = said(data, "1328")
    assert comments(done.data) == {"0": "〔1328〕\n请核对"}
    start = root(done.data).find(f".//{W}commentRangeStart")
    assert start.getnext()[-1].tag == f"{W}{kind}Reference"
    assert start.getnext().find(f"{W}t") is None
    assert start.getnext().getnext().tag == f"{W}commentRangeEnd"


def test_a_note_whose_mark_is_deleted_has_no_place() -> None:
    notes = NOTES.format("footnote", NAMES, paragraph(run("注中1328家")))
    gone = "<w:del w:id='1' w:author='甲'><w:r><w:footnoteReference w:id='2'/></w:r></w:del>"
    data = draft(paragraph(run("正文12家"), gone), footnotes=notes)
    done = said(data, "1328", "12家")
    assert [one.start for one in done.unplaced] == [read(data, "a").content.index("1328")]
    assert anchored(done.data) == {"0": "12家"}
    assert said(data, "1328").data == data


def test_made_up_characters_have_no_place() -> None:
    data = draft(paragraph(run("甲")) + paragraph(run("乙")))
    assert not placed(data, [(1, 2)]).written
    assert anchored(placed(data, [(1, 3)]).data) == {"0": "乙"}


def test_the_two_lines_of_a_ruby_are_commented_as_one() -> None:
    inside = f"<w:ruby><w:rubyPr/><w:rt>{run('shi')}</w:rt><w:rubyBase>{run('十')}</w:rubyBase></w:ruby>"
    done = said(draft(paragraph(f"<w:r>{inside}</w:r>", run("家"))), "十家")
    assert anchored(done.data) == {"0": "shi十家"}
    assert comments(done.data) == {"0": "〔十家〕\n请核对"}


def test_right_to_left_and_beyond_the_basic_plane() -> None:
    """Offsets are code points."""
    body = paragraph("<w:pPr><w:bidi/></w:pPr>", run("نمو ١٢٪ في 𠮷野 12家", "<w:rtl/>"))
    done = said(draft(body), "١٢٪", "12家")
    assert anchored(done.data) == {"0": "١٢٪", "1": "12家"}


def test_styles_of_comments_are_found_by_name() -> None:
    """Their ids differ from language to language of Word."""
    style = "<w:style w:type='{}' w:styleId='{}'><w:name w:val='annotation {}'/></w:style>"
    styles = f"<w:styles {NAMES}>{style.format('paragraph', 'a5', 'text')}{style.format('character', 'a6', 'reference')}</w:styles>"
    done = said(draft(paragraph(run("12家")), styles=styles), "12")
    one = root(done.data, "word/comments.xml")[0]
    assert one.find(f"{W}p/{W}pPr/{W}pStyle").get(f"{W}val") == "a5"
    assert one.find(f"{W}p/{W}r/{W}rPr/{W}rStyle").get(f"{W}val") == "a6"
    assert root(done.data).find(f".//{W}rStyle").get(f"{W}val") == "a6"


def test_what_xml_allows_around_the_words_stays() -> None:
    """White space between elements, comments and instructions of XML, a prefix that is not w."""
    body = paragraph("\n  <!-- a -->", run("共12家"), "\n  <?b c?>\n", run("企业"), "<w:proofErr w:type='x'/>")
    data = draft(body)
    done = said(data, "12家企")
    assert b"<!-- a -->" in parts(done.data)["word/document.xml"]
    assert b"<?b c?>" in parts(done.data)["word/document.xml"]
    other = BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        for name, blob in parts(data).items():
            prefixed = blob.replace(b"w:", b"o:").replace(b":w=", b":o=")
            archive.writestr(name, prefixed if name.endswith("document.xml") else blob)
    done = comment(other.getvalue(), "a.docx", [Remark(1, 4, "x")], NOON)
    assert b"<o:commentRangeStart o:id=" in parts(done.data)["word/document.xml"]


def test_a_package_keeps_what_nothing_refers_to() -> None:
    """Also a part that has the name comments would take, stored parts, their dates, and the archive's own comment."""
    buffer = BytesIO(draft(paragraph(run("12家"))))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(zipfile.ZipInfo("word/Comments.xml", (2020, 1, 2, 3, 4, 6)), "<orphan/>")
        archive.comment = "附言".encode()
    data = buffer.getvalue()
    done = comment(data, "a.docx", [Remark(0, 2, "x")], NOON)
    assert parts(done.data)["word/Comments.xml"] == b"<orphan/>"
    assert len(Document(BytesIO(done.data)).comments) == 1
    with zipfile.ZipFile(BytesIO(done.data)) as after:
        one = after.getinfo("word/Comments.xml")
        assert (one.date_time, one.compress_type) == ((2020, 1, 2, 3, 4, 6), zipfile.ZIP_STORED)
        assert after.comment == "附言".encode()


def test_more_comments_than_word_opens_are_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the draft count; the last remarks are named."""
    monkeypatch.setattr(word_comments, "_MOST", 4)
    data = draft(paragraph(run("12家")), comments=OLD)
    done = comment(data, "a.docx", [Remark(0, 2, str(number)) for number in range(4)], NOON)
    assert done.written == 2
    assert [one.text for one in done.unplaced] == ["2", "3"]


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 1), (2, 1), (0, 99)])
def test_a_remark_outside_the_text_is_an_error_of_the_program(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no text at"):
        comment(draft(paragraph(run("12家"))), "a.docx", [Remark(start, end, "x")], NOON)


RULE = f"<w:settings {NAMES}><w:documentProtection w:edit='{{}}' w:enforcement='{{}}'/></w:settings>"


def test_restricted_editing_is_respected() -> None:
    for edit, enforced, allowed in (
        ("readOnly", "1", False), ("forms", "true", False), ("comments", "1", True), ("trackedChanges", "1", True),
        ("readOnly", "0", True),
    ):  # fmt: skip
        data = draft(paragraph(run("12家")), settings=RULE.format(edit, enforced))
        if allowed:
            assert said(data, "12").written == 1
        else:
            with pytest.raises(DocumentError, match="restricted"):
                comment(data, "a.docx", [Remark(0, 1, "x")], NOON)


def test_other_files_are_refused() -> None:
    for data, words in ((b"12", "not a DOCX"), (b"PK\x03\x04", "damaged"), (b"{\\rtf1 12}", "RTF")):
        with pytest.raises(DocumentError, match=words):
            comment(data, "a.docx", [Remark(0, 1, "x")], NOON)


@settings(deadline=None)
@given(st.data())
def test_a_damaged_draft_that_can_be_read_is_commented_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(DAMAGED)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with suppress(DocumentError):
        content = read(bytes(damaged), "a").content
        done = comment(bytes(damaged), "a.docx", [Remark(0, len(content), "x")], NOON)
        assert read(done.data, "a").content == content


DAMAGED = draft(paragraph(run("共12家")), comments=OLD)


# --- any draft -------------------------------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("甲乙12.5%家 𠮷"), max_size=6)
INSIDE = st.one_of(
    WORDS.map(lambda words: f'<w:t xml:space="preserve">{words}</w:t>'),
    st.sampled_from(["<w:tab/>", "<w:br/>", "<w:lastRenderedPageBreak/>", "<w:noBreakHyphen/>"]),
)
LOOKS = st.sampled_from(
    ["", "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:i/><w:rPrChange w:id='90' w:author='x'><w:rPr/></w:rPrChange></w:rPr>"]
)
RUNS = st.builds(lambda look, inside: f"<w:r>{look}{''.join(inside)}</w:r>", LOOKS, st.lists(INSIDE, max_size=4))
AROUND = st.sampled_from(
    ["<w:ins w:id='91' w:author='x'>{}</w:ins>", "<w:moveTo w:id='92' w:author='x'>{}</w:moveTo>",
     "<w:hyperlink w:anchor='x'>{}</w:hyperlink>",
     "<w:fldSimple w:instr='x'>{}</w:fldSimple>", field("x", "{}")]
)  # fmt: skip
ALONE = st.sampled_from(
    [DELETED.format("3"), "<w:bookmarkStart w:id='93' w:name='x'/>", "<w:commentRangeStart w:id='7'/>",
     "<w:moveFrom w:id='94' w:author='x'><w:r><w:t>9</w:t></w:r></w:moveFrom>", "<w:proofErr w:type='gramStart'/>"]
)  # fmt: skip
HELD = st.recursive(
    st.one_of(RUNS, RUNS, ALONE),
    lambda inner: st.builds(lambda one, inside: one.format("".join(inside)), AROUND, st.lists(inner, max_size=3)),
    max_leaves=4,
)
PARAGRAPHS = st.lists(HELD, max_size=5).map(lambda inside: paragraph(*inside))
NOTE = "<w:r><w:footnoteReference w:id='2'/></w:r>"
BLOCKS = st.recursive(
    PARAGRAPHS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map(lambda inside: paragraph(run("前"), box(*inside), NOTE)),
        st.lists(inner, min_size=1, max_size=2).map(
            lambda inside: f"<w:tbl><w:tr>{CELL.format(''.join(inside) + paragraph())}</w:tr></w:tbl>"
        ),
        inner.map(lambda inside: f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"),
        st.lists(HELD, max_size=3).map(lambda inside: paragraph(run("前"), CONTROL.format("".join(inside)))),
    ),
    max_leaves=5,
)


def ranges(data: st.DataObject, length: int) -> list[tuple[int, int]]:
    ends = st.lists(st.integers(0, length), min_size=2, max_size=2, unique=True).map(sorted)
    return [(one[0], one[1]) for one in data.draw(st.lists(ends, min_size=1, max_size=5))]


@settings(deadline=None)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=3), st.data())
def test_any_words_are_commented_exactly(body: list[str], data: st.DataObject) -> None:
    """Whatever the runs, links and changes of a body: between the marks stand the words of the remark."""
    whole = draft("".join([*body, paragraph(run("终"))]))
    content = read(whole, "a").content
    asked = ranges(data, len(content))
    done = placed(whole, asked)
    unplaced = {(one.start, one.end) for one in done.unplaced}
    assert not any(content[start:end].strip() for start, end in unplaced)
    quotes = [content[start:end].strip("\n") for start, end in asked if (start, end) not in unplaced]
    assert [words.strip("\n") for words in anchored(done.data).values()] == quotes


@settings(deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=4), st.data())
def test_any_draft_stays_as_it_is(body: list[str], data: st.DataObject) -> None:
    """Tables, boxes, controls and notes, in each other; `placed` checks what holds."""
    notes = NOTES.format("footnote", NAMES, paragraph(run("注中1328家")))
    whole = draft("".join([*body, paragraph(run("终"))]), footnotes=notes)
    placed(whole, ranges(data, len(read(whole, "a").content)))
