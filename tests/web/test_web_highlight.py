"""The pieces of a highlighted text are the text, whatever is marked in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xietong.web.highlight import Mark, blocks

TEXTS = st.text(alphabet="甲乙12.%\n 𠀀<&", max_size=3000) | st.text(max_size=300)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    spans = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, 30)), max_size=30))
    marks = [
        Mark(start, min(start + length, len(text)), f"m-{number}", "fig")
        for number, (start, length) in enumerate(spans)
    ]
    return text, marks


@given(marked())
def test_nothing_is_added_and_nothing_is_lost(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_
    made = blocks(text, marks)
    assert "".join(piece.text for block in made for piece in block.pieces) == text
    assert [piece.mark for block in made for piece in block.pieces if piece.mark] == sorted(
        marks, key=lambda one: (one.start, -one.end)
    )


@given(marked())
def test_blocks_begin_where_they_say(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_
    position = 0
    for block in blocks(text, marks):
        assert block.start == position
        position += sum(len(piece.text) for piece in block.pieces)


@given(st.text(alphabet="甲1\n", max_size=3000))
def test_marks_apart_from_each_other_cover_their_own_characters(text: str) -> None:
    marks = [Mark(at, at + 2, f"m-{at}", "fig") for at in range(0, len(text) - 2, 5)]
    for block in blocks(text, marks):
        for piece in block.pieces:
            assert piece.mark is None or piece.text == text[piece.mark.start : piece.mark.end]


def test_a_long_text_is_cut_at_line_ends() -> None:
    text = ("甲" * 39 + "\n") * 100
    made = blocks(text, [])
    assert len(made) > 3
    assert all(text[block.start - 1] == "\n" for block in made[1:])
