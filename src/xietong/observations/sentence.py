"""The figures of one sentence in a row, with the words between them: what a check of words and numbers works on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xietong.observations.figures import Figure

_STOP = re.compile(r"[。！？!?]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Row:
    """The figures of one sentence in the order of the text, which is `content`."""

    figures: tuple[Figure, ...]
    content: str

    def __len__(self) -> int:
        return len(self.figures)

    def gap(self, first: int, second: int) -> str:
        """The words between two figures, without spaces and line breaks."""
        return _SPACE.sub("", self.content[self.figures[first].statement.end : self.figures[second].statement.start])

    def lead(self, index: int) -> str:
        """The words before a figure, back to the figure before it or the beginning of the sentence."""
        if index:
            return self.gap(index - 1, index)
        return _SPACE.sub("", self.content[self.start : self.figures[0].statement.start])

    def tail(self, index: int, most: int = 24) -> str:
        """The words behind a figure, up to the next one, at most so many characters of the text."""
        end = self.figures[index].statement.end
        stop = self.figures[index + 1].statement.start if index + 1 < len(self) else end + most
        found = _STOP.search(self.content, end, min(stop, end + most))
        return _SPACE.sub("", self.content[end : found.start() if found else min(stop, end + most)])

    @cached_property
    def start(self) -> int:
        """Where the sentence begins."""
        first = self.figures[0].statement.start
        stops = [found.end() for found in _STOP.finditer(self.content, max(0, first - 300), first)]
        return stops[-1] if stops else max(0, first - 300)

    @cached_property
    def words(self) -> str:
        """The sentence from its beginning to its last figure and a little on."""
        return _SPACE.sub("", self.content[self.start : self.figures[-1].statement.end]) + self.tail(len(self) - 1)

    def unit(self, index: int) -> str:
        """The unit of a figure."""
        return self.figures[index].statement.unit

    def is_level(self, index: int) -> bool:
        """Whether a figure says how much there is: the reader may have taken a base for a difference."""
        one = self.figures[index].statement
        return (
            one.measure in ("level", "difference")
            and one.form == "number"
            and one.unit not in ("%", "百分点", "倍", "位")
        )


def rows(figures: Sequence[Figure], contents: Mapping[str, str]) -> Iterator[Row]:
    """Sentences with two figures and more, of documents whose text is at hand."""
    start = 0
    for index, figure in enumerate(figures):
        after = figures[index + 1] if index + 1 < len(figures) else None
        content = contents[figure.document]
        ends = (
            after is None
            or after.document != figure.document
            or bool(_STOP.search(content, figure.statement.end, after.statement.start))
        )
        if ends:
            if index > start:
                yield Row(tuple(figures[start : index + 1]), content)
            start = index + 1
