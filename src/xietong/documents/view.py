"""A repaired view of a text, with the way back to every character.

Extracted text is damaged in small ways: hard-wrapped columns, blank lines inside sentences, stray spaces between
characters, ASCII punctuation among Chinese, a number cut by a line break. The view repairs these for the reader; what
is reported is always offsets into the text as extracted. Only white space is removed and single characters are
exchanged one for one, so the map back is a list of removed runs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

# One for one: the length never changes.
_PLAIN = str.maketrans("０１２３４５６７８９％．＋－／～〜∼﹣−︰", "0123456789%.+-/~~~--:")
_TO_CHINESE = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！", "∶": "："}
_ASCII_MARK = re.compile(r"[,;:()?!∶]")
_RUN = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200b\u3000\ufeff]+")

_TERMINAL = "。！？!?…"
_CLOSERS = "”’」』）)】》"
_OPENS_BLOCK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|"
    r"\d{1,2}(?:\.\d{1,2}){1,2} (?=[一-龥]{2})(?![万亿千百个倍公平立元美吨级点米年])|第[一二三四五六七八九十百零\d]{1,5}[章节条部]|"
    r"——|[一二三四五六七八九十]是|本报讯|文\s*[/／]|编者按|核心阅读|[（(](?:据|作者|摘编|记者)|[①-⑳■●◆▲★·]|#"
)
# A line that ends in one of these goes on in the next, whatever stands between.
_GOES_ON = re.compile(
    r"[，,、：:；;（(“《\-—~～至到由从约超近达为的和与及等在将于是占比较对向把被以含\d.]$(?<![方导取投]向)"
)  # 发展方向 ends a heading
_DATE_LINE = re.compile(r"(?:19|20)\d\d(?:[-./年])\d{1,2}(?:[-./月])\d{1,2}日?(?: ?\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?")
_ABOUT = re.compile(r"(?:发布|日期|来源|作者|时间|发布时间|发布日期|发布机构|文号|索引号)[：:].{0,60}日$")
# 责任单位：市水务局、市财政局: a line of its own, and what follows a whole name does not go on with it
_CHARGED = re.compile(
    r"(?:牵头|责任|配合|主办|主责|协办|参加|实施|承担)(?:单位|部门|主体)?[：:].*(?:局|委|厅|办|府|院|部|会|司|团|行|位|门|[市区县镇])$"
)
# （责任单位：市水务局）, （市水务局牵头）: behind it nothing goes on
_NOTE = re.compile(
    r"[（(](?:责任|牵头|配合|主责|负责)(?:单位|部门)[^（）()]{2,120}[）)]$|[（(][^（）()]{2,80}(?:牵头|配合|负责|落实)[）)]$"
)
_MIDDLE = re.compile(r"[，,；;、]")
_REST = re.compile(r"[^，。；！？]{1,12}。")  # the rest of a sentence cut near its end
_WIDE_LINE = 45  # a line longer than any heading


@dataclass(frozen=True, slots=True)
class View:
    """`text` is what is read; `starts[i]` is where the i-th kept run begins in `text`, `origins[i]` in the original."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, at: int) -> int:
        """Offset in the original of the character at `at` of the view."""
        run = bisect_right(self.starts, at) - 1
        return self.origins[run] + at - self.starts[run]

    def at(self, origin: int) -> int:
        """The place in the view of the first kept character at or behind an offset of the original."""
        run = bisect_right(self.origins, origin) - 1
        if run < 0:
            return 0
        stop = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
        return min(self.starts[run] + origin - self.origins[run], stop)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Half-open span in the original of view[start:end]; `start < end`."""
        return self.origin(start), self.origin(end - 1) + 1


def repair(content: str) -> View:
    """The repaired view of a text, in time linear in its length."""
    content = _full_stops(content)
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = at = 0
    breaks = dict(_line_breaks(content))
    for found in _RUN.finditer(content):
        start, end = found.span()
        if start > at:
            starts.append(length)
            origins.append(at)
            pieces.append(content[at:start])
            length += start - at
        kept = breaks[start] if start in breaks else _kept_space(content, start, end)
        if kept:
            # the one character that stands for the run takes the place of the run's first
            starts.append(length)
            origins.append(start)
            pieces.append(kept)
            length += 1
        at = end
    if at < len(content):
        starts.append(length)
        origins.append(at)
        pieces.append(content[at:])
    return View(_punctuation("".join(pieces).translate(_PLAIN)), tuple(starts or (0,)), tuple(origins or (0,)))


def _kept_space(content: str, start: int, end: int) -> str:
    """A space inside a line: kept between Latin letters, and between two phrases of a line without punctuation."""
    before, after = content[start - 1 : start], content[end : end + 1]
    if not before or not after:
        return ""
    if before.isascii() and after.isascii() and before.isalpha() and after.isalpha():
        return " "
    if before.isascii() and after.isascii() and before.isdigit() and after.isdigit():
        return "" if _parts_thousands(content, start, end) else " "
    if content[start:end] in ("\u3000", "\u3000\u3000") or end - start > 1:
        return " " if not _latin(before) and not _latin(after) and after not in "，。；、）" else ""
    phrase_before = not before.isascii() or before == "%"
    if phrase_before and not after.isascii() and _is_heading_space(content, start, end):
        return " "
    return ""


_BEFORE_GROUP = re.compile(r"(?<![\d.,/\-])\d{1,3}(?: \d{3})*$")
_GROUP = re.compile(r"\d{3}(?![\d])")


def _parts_thousands(content: str, start: int, end: int) -> bool:
    """Whether a space between digits parts thousands: 64 000 (ISO 80000-1, 7.3.1)."""
    return (
        end - start == 1
        and bool(_GROUP.match(content, end))
        and bool(_BEFORE_GROUP.search(content[max(0, start - 12) : start]))
    )


def _latin(char: str) -> bool:
    return char.isascii() and char.isdigit()


def _is_heading_space(content: str, start: int, end: int) -> bool:
    """Whether the line around a space holds nothing but a few phrases: then the space separates them."""
    left = content.rfind("\n", max(0, start - 60), start) + 1 or max(0, start - 60)
    right = content.find("\n", end, end + 60)
    line = content[left : right if right >= 0 else end + 60]
    return len(line) < 58 and line.count(" ") <= 3 and not any(mark in line for mark in "。，,；")


def _line_breaks(content: str) -> Iterator[tuple[int, str]]:
    """For each run of white space that holds a line end: its start and what stands for it ("" joins, "\\n" parts)."""
    runs = [found.span() for found in _RUN.finditer(content) if "\n" in found.group() or "\r" in found.group()]
    lines, at = [], 0
    for start, end in runs:
        lines.append((at, start))
        at = end
    lines.append((at, len(content)))
    counts = _around([float(end - start) for start, end in lines])
    widths = _around([_width(content[start:end]) for start, end in lines])
    for index, (start, end) in enumerate(runs):
        line, following = content[slice(*lines[index])], content[lines[index + 1][0] : lines[index + 1][1]]
        blank = content.count("\n", start, end) > 1
        yield start, "" if _joins(line, following, counts[index], widths[index], blank) else "\n"


def _width(line: str) -> float:
    """How wide a line is printed, in Chinese characters: a digit or a Latin letter takes half of one."""
    return len(line) - len(line.encode("ascii", "ignore")) / 2


def _around(widths: list[float]) -> list[float]:
    """How wide the text runs around each line: the median width of the lines near it, the long ones counting."""
    around: list[float] = []
    for block in range(0, len(widths), 24):
        near = sorted(widths[max(0, block - 12) : block + 36])
        around.extend([float(median(near[len(near) // 2 :]))] * min(24, len(widths) - block))
    return around


def _stands_alone(line: str) -> bool:
    """Whether a line is no part of running text: a row of a table, a date, a line about the document."""
    return "\t" in line or bool(_DATE_LINE.fullmatch(line)) or bool(_ABOUT.match(line)) or bool(_CHARGED.match(line))


def _ends(line: str) -> bool:
    """Whether a line ends with the end of a sentence."""
    if _NOTE.search(line):
        return True
    return line.rstrip(_CLOSERS)[-1:] in _TERMINAL or line[-1] in _TERMINAL


def _joins(line: str, following: str, count: float, width: float, blank: bool) -> bool:
    """Whether the sentence goes on over a line end.

    `count` is how many characters a full line has here and `width` how wide it is: a page breaks lines by width, a
    program by count, and lines with many digits differ in one.
    """
    if not line or not following:
        return False
    if _stands_alone(line) or _stands_alone(following) or _ends(line) or _OPENS_BLOCK.match(following):
        return False
    if following[0] in "，。、；：”）》%" or following[0] in ",;":
        return True
    if _GOES_ON.search(line) and not (blank and line[-1] in "：:"):
        return True
    if blank and _MIDDLE.search(line) and _REST.fullmatch(following):
        return True
    if count > _WIDE_LINE:  # one line a paragraph: only a long line, or one with a comma, is a sentence cut in two
        size = len(line)
        within = _OPENS_BLOCK.sub("", line, count=1)  # 一、2025年主要目标 is no sentence for the mark of its number
        return size > _WIDE_LINE or (bool(_MIDDLE.search(within)) and (blank or size > 30) and size > 12)
    wide = _width(line)
    if blank:
        exact = abs(len(line) - count) <= 3 or abs(wide - width) <= 3
        return exact and (len(line) >= 0.8 * count or wide >= 0.8 * width) and len(following) > 4
    if len(line) >= 0.8 * count or wide >= 0.8 * width:
        return True
    if _OPENS_BLOCK.match(line) and len(line) < 0.5 * count:
        return False  # a heading, far from the edge
    return len(following) < 0.8 * count and not re.search(r"[：:／/\d]", line + following)


_ENDS_A_LINE = re.compile(r"(?<=[一-龥%％）)\d])[.．](?=[ \t]*(?:[\r\n]|$))")
_STOP_BETWEEN = re.compile(r"(?<=[一-龥%％）)])[.．](?=[一-龥])")


def _full_stops(content: str) -> str:
    """Typed with an ASCII keyboard: where no sentence has a Chinese full stop and lines end in “.”, that is the stop."""
    if "。" in content or len(_ENDS_A_LINE.findall(content)) < 3:
        return content
    return _STOP_BETWEEN.sub("。", _ENDS_A_LINE.sub("。", content))


def _punctuation(text: str) -> str:
    """Chinese marks for ASCII ones, except inside numbers, clock times and Latin words."""

    def exchange(found: re.Match[str]) -> str:
        at, mark = found.start(), found.group()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if mark in ",:∶" and before.isdigit() and after.isdigit():
            thousands = mark == "," and text[at + 1 : at + 4].isdigit() and not text[at + 4 : at + 5].isdigit()
            return ("," if thousands else "，") if mark == "," else ":"
        if mark in "()" and before.isascii() and before.isalpha() and after.isascii() and after.isalpha():
            return mark
        return _TO_CHINESE[mark]

    return _ASCII_MARK.sub(exchange, text)
