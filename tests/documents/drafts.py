"""Word drafts made of raw XML, and what a reader of their XML sees of the comments in them."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from io import BytesIO
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15"'
)
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# where the schema has runs and marks side by side
HOLDERS = {"p", "ins", "moveTo", "hyperlink", "fldSimple", "smartTag", "customXml", "dir", "bdo"}


def run(words: str, properties: str = "") -> str:
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


def box(*paragraphs: str) -> str:
    """A text box as Word writes it: once for itself and once for older programs."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    words = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return f"{mark.format('begin')}{words}{mark.format('separate')}{result}{mark.format('end')}"


def draft(body: str, **parts: str) -> bytes:
    """A package with this body; further parts ("comments", "footnotes", …) by name, as the XML of their root."""
    written = {"document": f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>", **parts}
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{name}{".main" * (name == "document")}+xml"/>'
        for name in written
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(parts, 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        "customXml/item1.xml": "<x>  left alone </x>",
        **{f"word/{name}.xml": xml for name, xml in written.items()},
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in files.items():
            archive.writestr(name, xml)
    return buffer.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def root(data: bytes, part: str = "word/document.xml") -> Any:
    return etree.fromstring(parts(data)[part])


def comments(data: bytes) -> dict[str, str]:
    """id → what the comment says, a line for each paragraph."""
    found = root(data, "word/comments.xml")
    return {
        one.get(f"{W}id"): "\n".join("".join(words.text or "" for words in line.iter(f"{W}t")) for line in one)
        for one in found
    }


def anchored(data: bytes) -> dict[str, str]:
    """id → the visible words between the two marks of a comment."""
    found: dict[str, str] = {}
    open_ids: set[str] = set()

    def go(element: Any) -> None:
        tag = etree.QName(element).localname
        if tag in ("del", "moveFrom", "Fallback", "rPr", "pPr", "instrText"):
            return
        if tag == "commentRangeStart":
            open_ids.add(element.get(f"{W}id"))
            found[element.get(f"{W}id")] = ""
        elif tag == "commentRangeEnd":
            open_ids.remove(element.get(f"{W}id"))
        words = {"t": element.text or "", "tab": "\t", "br": "\n", "noBreakHyphen": "-"}.get(tag, "")
        for child in element:
            go(child)
        for one in open_ids:
            found[one] += words + ("\n" if tag == "p" else "")

    go(root(data))
    return {one: found[one] for one in sorted(found, key=int) if one not in open_ids}


def assert_conformant(data: bytes, new: set[str]) -> None:
    """Each new comment has one start, one end and one reference, in this order, where the schema allows them."""
    main = root(data)
    order = {element: index for index, element in enumerate(main.iter())}
    for one in new:
        marks = []
        for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            (mark,) = main.iterfind(f".//{W}{tag}[@{W}id='{one}']")
            marks.append(mark)
            assert next(mark.iterancestors(f"{W}txbxContent"), None) is None
        start, end, reference = marks
        assert order[start] < order[end] < order[reference]
        assert {etree.QName(mark.getparent()).localname for mark in (start, end)} <= HOLDERS
        assert reference.getparent().tag == f"{W}r"
        assert reference.getparent().getparent().tag == f"{W}p"
        said = root(data, "word/comments.xml").findall(f"{W}comment[@{W}id='{one}']")
        assert len(said) == 1
    types, links = root(data, "[Content_Types].xml"), root(data, "word/_rels/document.xml.rels")
    assert len([one for one in types if one.get("PartName") == "/word/comments.xml"]) == 1
    assert len([one for one in links if one.get("Type") == f"{_LINKS}/comments"]) == 1
    assert len({one.get("Id") for one in links}) == len(links)


def without(data: bytes, new: set[str]) -> bytes:
    """The body in canonical form without these comments, runs of one formatting joined."""
    main = deepcopy(root(data))
    for element in list(main.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")):
        if element.get(f"{W}id") in new:
            gone = element.getparent() if element.tag == f"{W}commentReference" else element
            assert gone.tail is None
            gone.getparent().remove(gone)
    for element in list(main.iter(f"{W}r")):
        before = element.getprevious()
        if before is not None and before.tag == f"{W}r" and _look(before) == _look(element):
            before.extend([child for child in element if child.tag != f"{W}rPr"])
            element.getparent().remove(element)
    for element in list(main.iter(f"{W}t")):
        element.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
        before = element.getprevious()
        if before is not None and before.tag == f"{W}t":
            before.text = (before.text or "") + (element.text or "")
            element.getparent().remove(element)
    canonical: bytes = etree.tostring(main, method="c14n")
    return canonical


def _look(element: Any) -> bytes:
    """Attributes and formatting of a run; the ids of tracked changes of formatting are left out."""
    found = etree.Element("x", dict(element.attrib))
    properties = element.find(f"{W}rPr")
    if properties is not None:
        found.append(deepcopy(properties))
    for change in found.iter(f"{W}rPrChange"):
        change.attrib.pop(f"{W}id", None)
    canonical: bytes = etree.tostring(found, method="c14n")
    return canonical
