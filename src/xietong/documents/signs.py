"""The printed signs by which papers and magazines begin and close an article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from xietong.documents.lines import Line, finished, heading, ornament

_M: Final = re.M
_LEFT: Final = r"^[ \t　]*"
# 本报讯, 本报北京6月5日电, 新华社天津5月12日电: the text of an article begins
_REPORT: Final = re.compile(
    _LEFT + r"(?:【[^】\n]{1,20}】)?[（(]?(?:本[ 　]?[报刊网台社][ 　]?讯|"
    r"(?:本报|新华社|新华网|中新社|中新网|人民网|央视网|本刊)[^。，\n]{0,14}\d{1,2}月\d{1,2}日[ 　]?[电讯]|"
    r"(?:本报|新华社|中新社)[^。，：\n]{1,6}[电讯][ 　（(]|[一-鿿]{2,6}讯[（(])", _M,
)  # fmt: skip
_LEAD: Final = re.compile(
    _LEFT + r"(?:【(?:编者按|导读|核心阅读)】|(?:编者按|编者的话|核心阅读|核心提示|内容提要|阅读提示)[ 　]?[：:])", _M
)
_WHO: Final = r"(?:特约|首席|见习|实习|通讯)?(?:记者|通讯员|撰稿人)"
_PAPERS: Final = r"(?:本报|本刊|本网|本台|新华社|新华网|人民网|中新社|[一-鿿]{2,6}(?:日报|晚报|网))"
_BYLINE: Final = re.compile(
    _LEFT + r"[□■◎●◆▲]?[ 　]?"
    rf"(?:(?:文|图文|文图|撰文|作者|采写|撰稿|执笔)[ 　]{{0,3}}[／/|丨：:][ 　]{{0,3}}\S|{_PAPERS}{_WHO}[ 　：:]|"
    rf"{_WHO}[ 　：:])[^。！？；，,\n]{{0,40}}$", _M,
)  # fmt: skip
_PHOTO: Final = re.compile(r"摄$|供图$|[／/][ 　]?图$|图[ 　]?[／/]")
_LABELS: Final = re.compile(
    _LEFT + r"[（(]?(?:发布(?:时间|日期|单位|机构)?|发文(?:日期|机关)|成文日期|日期|时间|(?:信息)?来源)[ 　]{0,2}[：:]",
    _M,
)
_KICKER: Final = re.compile(r"^(?![ \t　]*[—-])[^。\n]{6,60}(?:强调|指出|要求|表示)[ \t　\r]*$", _M)
_CONTENTS: Final = re.compile(_LEFT + r"(?:本期)?目[ \t　]{0,4}录(?:[ \t　].{0,12})?[ \t　\r]*$", _M)
_CLOSING: Final = re.compile(
    _LEFT + r"(?:[（(](?:完|全文完|本文完)[）)]|"
    r"[（(][^）)\n]{0,80}?(?:据《|据[^，。\n]{0,12}(?:网|报|社|局)|摘编自|摘自|转自|原载|载于|作者|供稿|撰稿|执笔|本文|来源[：:]|记者|通讯员|责任编辑|责编)[^\n]{0,400}"
    r"|作者(?:分别)?系[^。\n]{4,300}|责任?编辑?[：:][^。\n]{1,30})$", _M,
)  # fmt: skip
_NUMBERED: Final = re.compile(r"(?:^[-—·]?[ 　]?\d{1,3}\b)|(?:[.…·\s]\d{1,3}$)")


def at(lines: Sequence[Line], starts: Sequence[int], offset: int) -> int:
    """Index of the line that holds an offset."""
    del lines
    return max(0, bisect_right(starts, offset) - 1)


def begins(content: str, lines: Sequence[Line], large: set[int]) -> list[tuple[int, str]]:
    """(index of line, sign) of all signs that an article begins here, in order; one sign for a line.

    `large` are the lines that are set as headlines.
    """
    starts = [line.start for line in lines]
    found: dict[int, str] = {}
    for sign, pattern in (
        ("report", _REPORT), ("lead", _LEAD), ("byline", _BYLINE), ("labels", _LABELS), ("kicker", _KICKER),
        ("contents", _CONTENTS),
    ):  # fmt: skip
        for match in pattern.finditer(content):
            index = at(lines, starts, match.end() - 1)
            if index not in found and _holds(sign, lines, index):
                found[index] = sign
    for index in large:
        if index - 1 not in large:
            found.setdefault(index, "headline")
    return sorted(found.items())


def _holds(sign: str, lines: Sequence[Line], index: int) -> bool:
    """What must stand around a sign for it to count."""
    line = lines[index]
    above = lines[index - 1] if index else None
    if sign == "byline":
        return not _PHOTO.search(line.text) and above is not None and heading(above) and not finished(above)
    if sign == "labels":
        return above is not None and heading(above) and not finished(above)
    if sign == "kicker":
        fresh = above is None or finished(above) or closing(above)
        after = lines[index + 1 : index + 3]
        return line.gap and fresh and len(after) == 2 and after[0].gap and heading(after[0])
    if sign == "contents":
        return sum(1 for one in lines[index + 1 : index + 16] if _NUMBERED.search(one.text)) >= 4
    return True


def closing(line: Line) -> bool:
    """True for a line that closes an article: （据《…》）, （作者系…）, or the symbol behind its last sentence."""
    return _CLOSING.match(line.text) is not None or ornament(line.text)


def credit(line: Line) -> bool:
    """True for the line under a photograph that names who took it."""
    return _PHOTO.search(line.text) is not None


def closes(content: str, lines: Sequence[Line]) -> list[int]:
    """Indices of the lines that close an article; under a heading such a line is a byline, not a close."""
    starts = [line.start for line in lines]
    found = {at(lines, starts, match.end() - 1) for match in _CLOSING.finditer(content)}
    found |= {index for index, line in enumerate(lines) if ornament(line.text)}
    return sorted(
        one for one in found if one and (finished(lines[one - 1]) or ornament(lines[one].text) or one - 1 in found)
    )
