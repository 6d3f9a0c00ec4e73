"""Title, date and publisher, where a text itself shows them: its head, its last lines, its imprint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xietong.core.period import Period
from xietong.documents import dates, signs
from xietong.documents.lines import Line, finished, heading, section

HEAD: Final = 14  # lines at the beginning that may hold the facts
TAIL: Final = 5
_LABELLED: Final = 100  # lines that may hold labelled facts: printed web pages begin with their menus
_LABEL_DATE: Final = re.compile(
    r"(?<![一-鿿])(?:发布|发文|成文|印发|公布|更新|签发|发表)?(?:时间|日期)[ 　]{0,3}[：:][ 　]{0,3}(.{6,24})"
)
_LABEL_BODY: Final = re.compile(
    r"(?<![一-鿿])(?:(?:信息|文章|稿件|新闻)?来源|稿源|发布(?:机构|单位|机关|者)?|(?:发文|公布|制发|印发)(?:机关|单位|机构)|发布部门)"
    r"[ 　]{0,3}[：:][ 　]{0,3}([^\s　|｜：:]{2,40})"
)
_LABEL_TITLE: Final = re.compile(r"(?:标[ 　]{0,4}题|名[ 　]{0,4}称)[ 　]{0,2}[：:][ 　]{0,3}(\S.{3,80})")
_ANY_LABEL: Final = re.compile(r"[^\s　：:]{2,6}[：:]")
_HELD: Final = re.compile(r"(?:——|—|--)?[ 　]{0,2}(?=[\d一二])(.{7,16})(?:在|于).{2,60}上$")
_PASSED: Final = re.compile(r"[（(].{0,60}(?:通过|印发|发布|公布|批准|施行|审议)")
_WEEKDAY: Final = re.compile(r"(?:星期|周)[一二三四五六日天]")
_WIDE_GAP: Final = re.compile(r"[ 　\t]{3,}")  # a folio: name of the paper on the left, date on the right
_ISSUE: Final = re.compile(r"((?:19|20)\d\d)年第(\d{1,2})期")
_MONTHLY: Final = re.compile(r"每月\d{0,2}[日号]?出版|月刊")
_BODY: Final = re.compile(
    r"(?:局|部|委|委员会|办公室|办公厅|政府|人民政府|总队|调查队|总局|总署|总社|委办|厅|署|院|中心|海关|银行|管委会|领导小组|工作组"
    r"|联合会|协会|研究所|大学|[日晚时导周]报|报社|网|网站|通讯社|新华社|协同办)$"
)
_SPACES: Final = re.compile(r"[ \t　、]+")
_NOTE: Final = re.compile(r"(?:\[\d{1,2}\]|［\d{1,2}］|[①②③*＊✎])+$")
_FROM: Final = re.compile(r"(?:据|摘编自|摘自|原载|转自|来源[：:]?|载于?|选自)")
_PAPER: Final = re.compile(r"《([^》\n]{2,30})》")
# 本刊记者 林一帆, 文/顾平川: who wrote it, up to the end of the line
_WRITTEN_BY: Final = re.compile(
    r"(?:^|(?<=[\s　|｜日号月》]))(?:本[刊报网]|特约|全媒体)?(?:记者|通讯员|作者|撰文|撰稿|编辑|文)"
    r"(?:[/／：:]|[\s　]{1,4})[\s　]{0,4}[一-龥·]{2,4}(?:[\s　、，/／]{1,4}(?:文[/／])?[一-龥·]{2,4}){0,7}$"
)
_AGENCY: Final = re.compile(r"(?:【[^】]{0,20}】)?(新华社|中新社|人民网|中新网|新华网|央视网)[^。，\n]{0,14}[电讯]")
_DATELINE: Final = re.compile(r"[^。，\n]{0,20}?(\d{1,2})月(\d{1,2})日[ 　]?(?:[电讯]|[）)])")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document; empty where it is not."""

    title: str = ""
    date: Period | None = None
    publisher: str = ""

    def over(self, other: Facts) -> Facts:
        """These facts, and the other's where these are silent."""
        return Facts(self.title or other.title, self.date or other.date, self.publisher or other.publisher)


def clean_title(parts: Sequence[str]) -> str:
    """The lines of a title as one, without the mark of a footnote."""
    title, last = "", ""
    for part in (" ".join(_NOTE.sub("", part).split()) for part in parts):
        # a short rest under a full line is the same line, broken by the width of its column
        wrapped = bool(last) and len(part) * 2 <= len(last) and not (last[-1] + part[:1]).isascii()
        title += part if wrapped or not title or not part else f" {part}"
        last = part or last
    return title[:200]


def body_name(text: str) -> bool:
    """True where a short line is made of names of offices, bureaus, agencies or papers and nothing else."""
    parts = [part for part in _SPACES.split(text) if part]
    return bool(parts) and len(text) <= 80 and all(2 < len(part) <= 30 and _BODY.search(part) for part in parts)


def is_fact(text: str) -> bool:
    """True for the lines of a head that give date or publisher, and so are no title."""
    if dates.shaped(text) or _HELD.match(text) or _PASSED.match(text) or _folio_date(text):
        return True
    return (
        body_name(text)
        or _byline(text) != Facts()
        or (_ANY_LABEL.match(text) is not None and _labelled(text) != Facts())
    )


def document(lines: Sequence[Line], reach: int = HEAD) -> Facts:
    """The facts of a text that is one document; its head is looked for in the first `reach` lines."""
    top = list(lines[:reach])
    head = top[: _prose(top)]
    found = Facts(title=_title(head, lines))
    # 发布时间： says what it is; a bare day in a head may be the day on which a page was printed
    for line in lines[: _LABELLED if reach == HEAD else reach]:
        if len(line.text) <= 120:
            found = found.over(_labelled(line.text))
    for line in top[: len(head) + 1]:  # the first line of prose may begin with a dateline
        found = found.over(_of_head(line))
    return found.over(_of_tail(lines[-TAIL:])) if len(lines) > len(head) else found


def folio(lines: Sequence[Line]) -> Facts:
    """What the head of a page or the imprint of an issue says of a whole that holds several articles."""
    for line in lines[:HEAD]:
        if date := _folio_date(line.text):
            rest = dates.without(line.text).strip()
            return Facts(clean_title([rest]) if 1 < len(rest) <= 40 else "", date)
    return Facts()


def _folio_date(text: str) -> Period | None:
    """The date in the head line of a page: with a weekday, or set far apart from the name of the paper."""
    if len(text) > 120 or "。" in text or not (_WEEKDAY.search(text) or _WIDE_GAP.search(text)):
        return None
    return dates.first(text)


def _byline(text: str) -> Facts:
    """《区域观察》2024年3月 本刊记者 林一帆: a paper, a day or month and who wrote it, and nothing else in a line."""
    if len(text) > 60:
        return Facts()
    plain = _WRITTEN_BY.sub("", text.strip())
    date = dates.first(plain)
    paper = _PAPER.search(plain)
    rest = dates.without(plain) if date is not None else plain
    rest = (rest.replace(paper[0], "") if paper else rest).strip(" \t　，|｜·")
    if date is None or (rest and not body_name(rest)) or not (paper or rest or plain != text.strip()):
        return Facts()
    return Facts(date=date, publisher=paper[1] if paper else rest)


def imprint(content: str) -> Facts:
    """Month of an issue of a monthly, from an imprint in the first or last pages."""
    for part in (content[:8000], content[8000:][-3000:]):
        found = _ISSUE.search(part)
        if found and _MONTHLY.search(part):
            return Facts(date=dates.read(found[1], found[2]))
    return Facts()


def dateline(text: str, known: Period | None) -> Facts:
    """Agency and day at the beginning of a report; its year is that of `known` (of the whole) or the one before."""
    agency = _AGENCY.match(text)
    facts = Facts(publisher=agency[1] if agency else "")
    found = _DATELINE.match(dates.normal(text[:40])) if "讯" in text[:40] or "电" in text[:40] else None
    if found is None or known is None:
        return facts
    for year in (known.end.year, known.end.year - 1):
        day = dates.read(str(year), found[1], found[2])
        if day is not None and day.end <= known.end:
            return Facts(date=day, publisher=facts.publisher)
    return facts


def closing(text: str) -> Facts:
    """What a closing line in brackets tells: （摘编自2014年2月28日《人民日报》）, （据《…》）."""
    if not _FROM.search(text[:12]):
        return Facts()
    paper = _PAPER.search(text)
    return Facts(date=dates.first(text), publisher=paper[1] if paper else "")


def _prose(lines: Sequence[Line]) -> int:
    """Index of the first line of prose."""
    for index, line in enumerate(lines):
        if len(line.text) > 60 or finished(line) or "。" in line.text:
            if is_fact(line.text):
                continue
            return index
    return len(lines)


def _title(head: Sequence[Line], lines: Sequence[Line]) -> str:
    """The first lines that look like a title and are followed by something set apart."""
    for line in head:
        if found := _LABEL_TITLE.match(line.text):
            return clean_title([found[1]])
    parts: list[str] = []
    for index, line in enumerate(head):
        if is_fact(line.text) or signs.closing(line):
            if parts:
                return clean_title(parts)
            continue
        apart = (
            index + 1 >= len(lines) or lines[index + 1].gap or lines[index + 1].indent or is_fact(lines[index + 1].text)
        )
        if not heading(line) or section(line) or (parts and (line.gap or line.indent)):
            break
        parts.append(line.text)
        if apart or len(parts) == 3:
            return clean_title(parts) if apart else ""
    return clean_title(parts) if len(head) == len(lines) else ""


def _labelled(text: str) -> Facts:
    """`发布：…　日期：…`, 来源：, 发布时间： wherever they stand in one line."""
    text = text[:300]
    date: Period | None = None
    for found in _LABEL_DATE.finditer(text):
        date = date or dates.first(found[1])
    publisher = ""
    for found in _LABEL_BODY.finditer(text):
        if dates.first(found[1]):
            date = date or dates.first(found[1])
        else:
            publisher = publisher or found[1].strip("，。；;")
    return Facts("", date, publisher)


def _of_head(line: Line) -> Facts:
    text = line.text
    if len(text) > 120:
        return Facts()
    if date := dates.alone(text):
        return Facts(date=date)
    found = _labelled(text)
    if found != Facts():
        return found
    if (held := _HELD.match(text)) or _PASSED.match(text):
        return Facts(date=dates.first(held[1] if held else text))
    if body_name(text):
        return Facts(publisher=text)
    if (written := _byline(text)) != Facts():
        return written
    rest = dates.without(text).strip(" \t　编印")
    if rest != text and body_name(rest):  # a bulletin's head: office on the left, day on the right
        return Facts(date=dates.first(text), publisher=rest)
    return Facts(date=_folio_date(text))


def _of_tail(lines: Sequence[Line]) -> Facts:
    """Signature and day below the text, or labelled lines there."""
    found = Facts()
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].text
        if len(text) > 120:
            continue
        if date := dates.alone(text):
            above = lines[index - 1].text if index else ""
            found = found.over(Facts("", date, above if body_name(above) else ""))
        elif text[0] in "（(":
            found = found.over(closing(text[1:])).over(_labelled(text))
        else:
            found = found.over(_labelled(text))
    return found
