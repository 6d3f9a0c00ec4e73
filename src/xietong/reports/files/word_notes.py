"""Footnotes of a Word file: the part that python-docx does not write itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
# the two marks that Word wants to find in every such part
_MARKS = ((-1, "separator"), (0, "continuationSeparator"))


class Footnotes:
    """Notes in the order they are added; `write` puts them into the document at the end."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes: list[str] = []

    def add(self, paragraph: Paragraph, text: str) -> None:
        """A footnote behind what stands in a paragraph so far."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._notes.append(text)
        run = paragraph.add_run()
        run.style = "Footnote Mark"
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(len(self._notes)))
        run._r.append(mark)

    def write(self) -> None:
        """Put the notes into the document; nothing where there are none."""
        if not self._notes:
            return
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from lxml import etree

        root = etree.Element(f"{{{_W}}}footnotes", nsmap={"w": _W})
        for number, kind in _MARKS:
            note = etree.SubElement(root, f"{{{_W}}}footnote", {f"{{{_W}}}type": kind, f"{{{_W}}}id": str(number)})
            run = etree.SubElement(etree.SubElement(note, f"{{{_W}}}p"), f"{{{_W}}}r")
            etree.SubElement(run, f"{{{_W}}}{kind}")
        for number, text in enumerate(self._notes, 1):
            self._note(root, number, text)
        data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        main = self._document.part
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, data, main.package)
        main.relate_to(part, _RELATION)
        settings = self._document.settings.element
        marks = etree.Element(f"{{{_W}}}footnotePr")
        for number, _ in _MARKS:
            etree.SubElement(marks, f"{{{_W}}}footnote", {f"{{{_W}}}id": str(number)})
        settings.insert(_before_compat(settings), marks)

    def _note(self, root: object, number: int, text: str) -> None:
        from lxml import etree

        note = etree.SubElement(root, f"{{{_W}}}footnote", {f"{{{_W}}}id": str(number)})
        paragraph = etree.SubElement(note, f"{{{_W}}}p")
        about = etree.SubElement(paragraph, f"{{{_W}}}pPr")
        etree.SubElement(about, f"{{{_W}}}pStyle", {f"{{{_W}}}val": "FootnoteEntry"})
        mark = etree.SubElement(paragraph, f"{{{_W}}}r")
        look = etree.SubElement(mark, f"{{{_W}}}rPr")
        etree.SubElement(look, f"{{{_W}}}rStyle", {f"{{{_W}}}val": "FootnoteMark"})
        etree.SubElement(mark, f"{{{_W}}}footnoteRef")
        run = etree.SubElement(paragraph, f"{{{_W}}}r")
        words = etree.SubElement(run, f"{{{_W}}}t")
        words.text = " " + text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _before_compat(settings: object) -> int:
    """Where `footnotePr` belongs among the settings: before `endnotePr`, `compat` and what follows."""
    names = [one.tag.rpartition("}")[2] for one in settings]  # type: ignore[attr-defined]
    return next(
        (at for at, name in enumerate(names) if name in ("endnotePr", "compat", "docVars", "rsids", "mathPr")),
        len(names),
    )
