"""HTML → text: block elements become lines, table rows lines with tabs, and page furniture is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from xietong.documents import dates
from xietong.documents.formats.plain import decode
from xietong.documents.formats.shape import Extract
from xietong.documents.trouble import trouble

EXTRACTOR: Final = "html/1"

_CHARSET: Final = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,40})", re.I)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,300}>")
_SKIPPED: Final = frozenset(
    ("script", "style", "noscript", "template", "iframe", "object", "svg", "math", "canvas", "video", "audio", "nav",
     "header", "footer", "aside", "form", "button", "select", "head", "dialog", "map")
)  # fmt: skip
_BLOCKS: Final = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "pre", "ul", "ol", "dl", "figure", "section",
     "article", "main", "hr", "address", "fieldset", "details")
)  # fmt: skip
_LINES: Final = frozenset(
    ("div", "li", "tr", "dt", "dd", "caption", "center", "figcaption", "summary", "option", "tbody", "thead")
)
_CELLS: Final = frozenset(("td", "th"))
_FURNITURE: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|breadcrumb|sidebar|footer|toolbar|share|copyright|ads?)(?:$|[\s_-])", re.I
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# ids and classes that content systems of Chinese governments and papers give to the text of a page
_MAIN_IDS: Final = re.compile(
    r"^(?:(?:UCAP-)?content|article|TRS_Editor|zoom|main-?content|article-?(?:content|body)|text|news-?content|con_?con"
    r"|pages_content)$",
    re.I,
)
_SPACE: Final = re.compile(r"[ \t\r\n\f\u200b\ufeff]+")
_MAIN_SHARE: Final = 0.4  # of the whole page's characters that a main part must hold
_TITLES: Final = ("ArticleTitle", "og:title", "dc.title", "headline")
_DATES: Final = ("PubDate", "publishdate", "article:published_time", "dc.date", "date", "datePublished")
_BODIES: Final = ("ContentSource", "og:article:author", "dc.publisher", "publisher", "source")
_DEPTH: Final = 2000  # nesting of elements that is followed


def read(data: bytes, name: str) -> Extract:
    """Text of a web page. DocumentError where it has none, or is in no encoding that can be told."""
    declared = _CHARSET.search(data[:4096])
    markup = _DECLARATION.sub("", decode(data, name, declared[1].decode("ascii") if declared else ""))
    root = _parse(markup)
    if root is None:
        raise trouble(name, "html_damaged")
    content = _render(_main(root))
    if not content.strip():
        content = _render(root)
    if not content.strip():
        raise trouble(name, "empty")
    title, date, publisher = _meta(root)
    return Extract(content, EXTRACTOR, title, date, publisher, trusted=bool(date or publisher))


def _parse(markup: str) -> Any:
    """The tree of a page; entities are not loaded, nothing is fetched, depth is bounded by libxml2."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    data = markup.replace("\0", "").encode("utf-8", "replace")
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return None


def _skipped(element: Any, whole: bool = False) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIPPED:
        # a heading inside <header> of an article is its title
        return not (tag == "header" and element.getparent() is not None and element.getparent().tag == "article")
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    marks = f"{element.get('id') or ''} {element.get('class') or ''}"
    return not whole and tag in ("div", "ul", "span") and len(marks) < 200 and _FURNITURE.search(marks) is not None


def _main(root: Any) -> Any:
    """The element that clearly holds the page's own text, else the body."""
    whole = max(1, _length(root))
    for found in _candidates(root):
        if _length(found) >= _MAIN_SHARE * whole:
            return found
    return root


def _candidates(root: Any) -> Iterator[Any]:
    for tag in ("article", "main"):
        found = root.findall(f".//{tag}")
        if len(found) == 1:
            yield found[0]
    for element in root.iter("div", "td", "section"):
        if _MAIN_IDS.match(element.get("id") or "") or any(
            _MAIN_IDS.match(one) for one in (element.get("class") or "").split()[:6]
        ):
            yield element
            return


def _length(element: Any) -> int:
    """Characters of the text under an element, without what is skipped; one pass, no recursion."""
    return sum(len(text) for kind, text in _events(element) if kind == "text")


def _events(root: Any) -> Iterator[tuple[str, str]]:
    """("text", characters), ("open", tag) and ("close", tag) in document order, without the skipped elements."""
    walk = etree.iterwalk(root, events=("start", "end"))
    depth = 0
    for event, element in walk:
        if event == "start":
            depth += 1
            if (element is not root and _skipped(element)) or depth > _DEPTH:
                walk.skip_subtree()
                continue
            yield "open", element.tag
            if element.text:
                yield "text", element.text
        else:
            depth -= 1
            if element is root or not (_skipped(element) or depth >= _DEPTH):
                yield "close", element.tag if isinstance(element.tag, str) else ""
            if element is not root and element.tail:
                yield "text", element.tail


def _render(root: Any) -> str:
    """Lines of text: a blank line around paragraphs and tables, one line for a table row, cells parted by tabs."""
    writer = _Writer()
    for kind, value in _events(root):
        if kind == "text":
            writer.text(value)
        else:
            writer.tag(value, kind == "open")
    return writer.result()


class _Writer:
    """Collects lines; collapses white space as a browser does, except inside <pre>."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.cells = 0  # open cells: blocks inside them are parted by spaces, so that a row stays one line
        self.column = 0  # cells begun in the row
        self.pre = 0

    def text(self, value: str) -> None:
        if self.pre:
            first, *rest = value.splitlines() or [""]
            self.line.append(first)
            for one in rest:
                self.end()
                self.line.append(one)
            return
        value = _SPACE.sub(" ", value.replace("\xa0", " "))
        if value != " " or (self.line and not self.line[-1].endswith((" ", "\t"))):
            self.line.append(value)

    def tag(self, tag: str, opens: bool) -> None:
        if tag == "pre" and not self.cells:
            self.end()
            self.pre = max(0, self.pre + (1 if opens else -1))
        if tag == "tr" and not self.cells:
            self.column = 0
        if tag in _CELLS:
            if opens and (self.column if self.cells == 0 else self.line):
                self.line.append("\t")
            self.column += opens
            self.cells = max(0, self.cells + (1 if opens else -1))
        elif self.cells:
            if tag in _BLOCKS or tag in _LINES or tag == "br":
                self.line.append(" ")
        elif tag in _BLOCKS:
            self.end()
            self.blank()
        elif tag in _LINES or (tag == "br" and opens):
            self.end()

    def end(self) -> None:
        line = "".join(self.line)
        line = line if self.pre else re.sub(r" ?\t ?", "\t", re.sub(r" {2,}", " ", line)).strip(" ")
        if line.strip():
            self.lines.append(line.rstrip())
        self.line = []

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def result(self) -> str:
        self.end()
        return "\n".join(self.lines).strip("\n") + ("\n" if self.lines else "")


def _meta(root: Any) -> tuple[str, Any, str]:
    """Title, date and publisher of the page's meta tags; the title element without the name of the site."""
    values: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("name") or element.get("property") or element.get("itemprop") or "").lower()
        content = " ".join((element.get("content") or "").split())[:200]
        if key and content:
            values.setdefault(key, content)

    def first(keys: tuple[str, ...]) -> str:
        return next((values[key.lower()] for key in keys if key.lower() in values), "")

    heading = next((text for tag in ("h1",) for one in root.iter(tag) if (text := _plain(one))), "")
    page = next((text for one in root.iter("title") if (text := _plain(one))), "")
    title = first(_TITLES) or heading or re.split(r"\s*(?:[_|–—]|\s-\s)\s*", page)[0]
    return title[:200], dates.first(first(_DATES)), first(_BODIES)


def _plain(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())[:200]
