"""The figures of one sentence in a row, with the words between them: what a check of words and numbers works on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xietong.observations.figures import Figure

_STOP = re.compile(r"[。！？!?]")
_SPACE = re.compile(r"\s+")
FULL = str.maketrans(",;:()", "，；：（）")  # many write half-width marks between Chinese words


def compact(words: str) -> str:
    """Words without spaces and line breaks, with full-width marks."""
    return _SPACE.sub("", words).translate(FULL)


@dataclass(frozen=True)
class Row:
    """The figures of one sentence in the order of the text, which is `content`."""

    figures: tuple[Figure, ...]
    content: str

    def __len__(self) -> int:
        return len(self.figures)

    def gap(self, first: int, second: int) -> str:
        """The words between two figures, without spaces and line breaks."""
        found = self._gaps.get((first, second))
        if found is None:
            found = compact(self.content[self.figures[first].statement.end : self.figures[second].statement.start])
            self._gaps[(first, second)] = found
        return found

    @cached_property
    def _gaps(self) -> dict[tuple[int, int], str]:
        """The words between figures that were asked for: most checks ask for the same."""
        return {}

    def lead(self, index: int) -> str:
        """The words before a figure, back to the figure before it or the beginning of the sentence."""
        return self.gap(index - 1, index) if index else self._opening

    @cached_property
    def _opening(self) -> str:
        return compact(self.content[self.start : self.figures[0].statement.start])

    def tail(self, index: int, most: int = 24) -> str:
        """The words behind a figure, up to the next one, at most so many characters of the text."""
        end = self.figures[index].statement.end
        stop = self.figures[index + 1].statement.start if index + 1 < len(self) else end + most
        found = _STOP.search(self.content, end, min(stop, end + most))
        return compact(self.content[end : found.start() if found else min(stop, end + most)])

    @cached_property
    def start(self) -> int:
        """Where the sentence begins."""
        first = self.figures[0].statement.start
        stops = [found.end() for found in _STOP.finditer(self.content, max(0, first - 300), first)]
        return stops[-1] if stops else max(0, first - 300)

    @cached_property
    def words(self) -> str:
        """The sentence from its beginning to its last figure and a little on."""
        return compact(self.content[self.start : self.figures[-1].statement.end]) + self.tail(len(self) - 1)

    def around(self, first: int, last: int) -> str:
        """The sentence, or sentences, from one figure to another, without spaces."""
        start, end = self.figures[first].statement.start, self.figures[last].statement.end
        stops = [found.end() for found in _STOP.finditer(self.content, max(0, start - 200), start)]
        stop = _STOP.search(self.content, end, end + 120)
        return _SPACE.sub(
            "", self.content[stops[-1] if stops else max(0, start - 200) : stop.start() if stop else end + 60]
        )

    def unit(self, index: int) -> str:
        """The unit of a figure."""
        return self.figures[index].statement.unit

    def is_amount(self, index: int) -> bool:
        """Whether a figure says how much there is, in a unit that can be added."""
        one = self.figures[index].statement
        return (
            one.form == "number" and one.unit not in NO_AMOUNT and one.measure == "level" and not self.is_change(index)
        )

    def is_index(self, index: int) -> bool:
        """Whether a figure is the value of an index, with 点 or without a unit."""
        one = self.figures[index].statement
        plain = one.unit in ("", "点") and one.measure == "level" and one.form == "number"
        return plain and "指数" in one.indicator and not self.is_change(index)

    def is_change(self, index: int) -> bool:
        """Whether a figure is a change: by its measure, or as a verb of change stands right before it."""
        one = self.figures[index].statement
        if one.measure in ("growth", "multiple") or one.unit in ("倍", "百分点"):
            return True
        lead = self.lead(index)
        return bool(CHANGED.search(lead)) and not _AS_MUCH_AS.search(lead)


NO_AMOUNT = frozenset(["%", "百分点", "倍", "位", "‰"])
UP = "递增|增产|增收|多收|扩容|扩建|增长|增加|提高|上升|(?<!改造)提升|扩大|上涨|新增|净增|新建|扩增|增|升|涨|多出|多|高出|高|延长|拓展"
DOWN = "节省|节约|递减|减产|缩小|下降|减少|降低|回落|缩短|缩减|压缩|压减|下跌|下滑|收窄|减|降|跌|少"
# 增加│3.6亿元, 同比多│10项; 增加到 and 减至 lead up to a level.
CHANGED = re.compile(
    rf"(?:{UP}|{DOWN})(?:了|约|近|超过?|逾|达|:|：)*$|(?:增量|减量|增加额|[增减升降涨跌]幅|增速)(?:约|近|超过?|逾|达|为|:|：)*$"
)
_AS_MUCH_AS = re.compile(r"[高多]达(?:约|近|超过?)*$")  # 高达72.3: how much there is
# A sentence that begins so goes on about the figures of the one before.
_GOES_ON = re.compile(
    r"[”』\s]*(?:其中|在?这当中|在?此当中|具体来?看|分[^，。]{1,8}看|从[^，。]{1,10}看|按[^，。]{1,14}(?:看|分|计算)|在全部|包括|三地中|由此|总指数|也就是说|换句话说|换言之|也即|折[算合]|算下来|与[^，。]{2,16}(?:相比|对照|比较|对比)|同比|年均|平均每年|[一二三四五六七八九十两]+年(?:间|来)|[^，。]{0,10}(?:中|里)，)"
)


_ASIDE = 2  # ends of sentences: one sentence without figures may stand in between


def rows(figures: Sequence[Figure], contents: Mapping[str, str], least: int = 2) -> Iterator[Row]:
    """Sentences with so many figures or more, of documents whose text is at hand."""
    start = 0
    for index, figure in enumerate(figures):
        after = figures[index + 1] if index + 1 < len(figures) else None
        content = contents[figure.document]
        ends = after is None or after.document != figure.document
        if not ends and after is not None:
            stops = list(_STOP.finditer(content, figure.statement.end, after.statement.start))
            ends = bool(stops) and (len(stops) > _ASIDE or not _GOES_ON.match(content, stops[-1].end()))
        if ends:
            if index - start + 1 >= least:
                yield Row(tuple(figures[start : index + 1]), content)
            start = index + 1
