"""The package around a Word document: its parts and how they name each other."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from io import BytesIO
from itertools import count
from typing import Any, Final

from xietong.documents.formats.word_walk import W

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # date of new parts: what is written depends on nothing but what is given
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPES: Final = "[Content_Types].xml"


def parsed(blob: bytes) -> Any:
    """The root of an XML part, with all that stands in it."""
    from lxml import etree

    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False))


def written(root: Any) -> bytes:
    """The XML part with that root."""
    from lxml import etree

    blob: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)
    return blob


def part(data: bytes, name: str) -> bytes:
    """The bytes of one part."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)


def exchanged(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with these parts in place of those of the same name, or behind all others.

    All other parts keep their bytes, their order and their dates.
    """
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys(old.namelist()):  # of two parts with one name, the one that programs read
            info = old.getinfo(name)
            new.writestr(_like(info), parts[name] if name in parts else old.read(info), info.compress_type)
        for name in parts.keys() - set(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, _EARLIEST), parts[name], zipfile.ZIP_DEFLATED)
        new.comment = old.comment
    return buffer.getvalue()


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    fresh = zipfile.ZipInfo(info.filename, info.date_time)
    fresh.external_attr, fresh.create_system, fresh.comment = info.external_attr, info.create_system, info.comment
    return fresh


def related(document: Any, kind: str) -> str | None:
    """The part that the main part names for this purpose: "comments", "styles", "settings"."""
    for relationship in document.part.rels.values():
        if relationship.reltype == f"{_RELATIONSHIPS}/{kind}" and not relationship.is_external:
            return str(relationship.target_part.partname.membername)
    return None


def protected(document: Any) -> bool:
    """Whether the document's author allows neither changes nor comments."""
    if related(document, "settings") is None:
        return False
    rule = document.settings.element.find(f"{W}documentProtection")
    if rule is None or rule.get(f"{W}enforcement", "0") in ("0", "false", "off"):
        return False
    return rule.get(f"{W}edit", "none") in ("readOnly", "forms")


def with_new_part(data: bytes, document: Any, kind: str, content_type: str) -> tuple[str, dict[str, bytes]]:
    """A name for a part that the main part shall name for this purpose, and the parts that have to say so."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        present = archive.namelist()
    taken = {name.lower() for name in present}
    main = document.part.partname
    folder = posixpath.dirname(main.membername)
    names = (posixpath.join(folder, f"{kind}{number or ''}.xml") for number in count())
    name = next(one for one in names if one.lower() not in taken)

    rels = main.rels_uri.membername
    empty = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()
    links = parsed(part(data, rels) if rels in present else empty)
    ids = {one.get("Id") for one in links}
    _append(
        links,
        f"{{{_PACKAGE}/relationships}}Relationship",
        Id=next(one for number in count(1) if (one := f"rId{number}") not in ids),
        Type=f"{_RELATIONSHIPS}/{kind}",
        Target=posixpath.relpath(name, folder or "."),
    )
    types = parsed(part(data, _TYPES))
    _append(types, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{name}", ContentType=content_type)
    return name, {rels: written(links), _TYPES: written(types)}


def _append(root: Any, tag: str, **attributes: str) -> None:
    root.append(root.makeelement(tag, attributes, root.nsmap))
