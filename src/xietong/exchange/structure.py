"""The SDMX-ML 3.0 structure message of observations: code lists, concepts, data structure and dataflow."""

from __future__ import annotations

from datetime import UTC, datetime

from lxml import etree

from xietong.core import clock
from xietong.data import table as data
from xietong.exchange.schema import FILE, Code, Column
from xietong.exchange.sdmx import KIND, TIME, components

_ROOT = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
_SPACES = {"mes": _ROOT + "message", "str": _ROOT + "structure", "com": _ROOT + "common"}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEME = "CONCEPTS"
_FORMATS = {"string": "String", "number": "Decimal", "integer": "Integer", "date": "GregorianDay"}


def write(prepared: datetime | None = None) -> bytes:
    """The message as XML; `prepared` is the time it says of itself (default: now)."""
    root = etree.Element(_name("mes", "Structure"), nsmap=_SPACES)
    _header(root, prepared or clock.now())
    structures = _put(root, "mes", "Structures")
    _dataflow(_put(structures, "str", "Dataflows"))
    _code_lists(_put(structures, "str", "Codelists"))
    _concepts(_put(structures, "str", "ConceptSchemes"))
    _data_structure(_put(structures, "str", "DataStructures"))
    message: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return message


def _name(space: str, tag: str) -> str:
    return f"{{{_SPACES[space]}}}{tag}"


def _put(above: etree._Element, space: str, tag: str, text: str = "", **attributes: str) -> etree._Element:
    one = etree.SubElement(above, _name(space, tag), **attributes)
    one.text = text or None
    return one


def _named(above: etree._Element, zh: str, en: str) -> None:
    for language, words in (("en", en), ("zh", zh)):
        _put(above, "com", "Name", words).set(_LANGUAGE, language)


def _maintained(above: etree._Element, tag: str, identity: str, zh: str, en: str, **more: str) -> etree._Element:
    own = data(FILE)["sdmx"]
    one = _put(above, "str", tag, "", id=identity, agencyID=own["agency"], version=own["version"], **more)
    _named(one, zh, en)
    return one


def _urn(package: str, kind: str, identity: str, item: str = "") -> str:
    own = data(FILE)["sdmx"]
    whole = f"urn:sdmx:org.sdmx.infomodel.{package}.{kind}={own['agency']}:{identity}({own['version']})"
    return f"{whole}.{item}" if item else whole


def _header(root: etree._Element, prepared: datetime) -> None:
    header = _put(root, "mes", "Header")
    _put(header, "mes", "ID", f"XIETONG_{prepared:%Y%m%d%H%M%S}")
    _put(header, "mes", "Test", "false")
    _put(header, "mes", "Prepared", prepared.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _put(header, "mes", "Sender", "", id=data(FILE)["sdmx"]["agency"])


def _dataflow(above: etree._Element) -> None:
    name, own = data(FILE)["tables"]["observations"], data(FILE)["sdmx"]["structure"]
    flow = _maintained(above, "Dataflow", own, name["zh"], name["en"])
    _put(flow, "str", "Structure", _urn("datastructure", "DataStructure", own))


def _code_lists(above: etree._Element) -> None:
    lists: dict[str, tuple[Column | None, tuple[Code, ...]]] = {
        one.code_list.upper(): (one, one.codes) for one in components() if one.codes
    }
    for identity, (column, codes) in lists.items():
        assert column is not None
        made = _maintained(above, "Codelist", f"CL_{identity}", column.zh, column.en)
        for code in codes:
            _named(_put(made, "str", "Code", "", id=code.sdmx), code.zh, code.en)
    kind = data(FILE)["sdmx"][KIND]
    made = _maintained(above, "Codelist", f"CL_{KIND}", kind["zh"], kind["en"])
    for code, said in kind["codes"].items():
        _named(_put(made, "str", "Code", "", id=code), said["zh"], said["en"])


def _concepts(above: etree._Element) -> None:
    scheme = _maintained(above, "ConceptScheme", _SCHEME, "概念", "Concepts")
    kind = data(FILE)["sdmx"][KIND]
    for identity, zh, en in (*((one.sdmx, one.zh, one.en) for one in components()), (KIND, kind["zh"], kind["en"])):
        _named(_put(scheme, "str", "Concept", "", id=identity), zh, en)


def _component(above: etree._Element, tag: str, identity: str, **attributes: str) -> etree._Element:
    one = _put(above, "str", tag, "", id=identity, **attributes)
    _put(one, "str", "ConceptIdentity", _urn("conceptscheme", "Concept", _SCHEME, identity))
    return _put(one, "str", "LocalRepresentation")


def _represented(above: etree._Element, column: Column) -> None:
    if column.codes:
        _put(above, "str", "Enumeration", _urn("codelist", "Codelist", f"CL_{column.code_list.upper()}"))
    else:
        _put(above, "str", "TextFormat", "", textType=_FORMATS[column.type])


def _data_structure(above: etree._Element) -> None:
    name, own = data(FILE)["tables"]["observations"], data(FILE)["sdmx"]["structure"]
    made = _maintained(above, "DataStructure", own, name["zh"], name["en"])
    parts = _put(made, "str", "DataStructureComponents")
    _dimensions(_put(parts, "str", "DimensionList"))
    attributes = _put(parts, "str", "AttributeList")
    for one in components():
        if one.role == "attribute":
            usage = "mandatory" if one.required else "optional"
            _represented(_component(attributes, "Attribute", one.sdmx, usage=usage), one)
            _put(_put(attributes[-1], "str", "AttributeRelationship"), "str", "Observation")
    measures = _put(parts, "str", "MeasureList")
    for one in components():
        if one.role == "measure":
            _represented(_component(measures, "Measure", one.sdmx), one)


def _dimensions(above: etree._Element) -> None:
    position = 0
    for one in components():
        if one.role == "dimension" and one.sdmx != TIME:
            position += 1
            _represented(_component(above, "Dimension", one.sdmx, position=str(position)), one)
    kind = _component(above, "Dimension", KIND, position=str(position + 1))
    _put(kind, "str", "Enumeration", _urn("codelist", "Codelist", f"CL_{KIND}"))
    time = _component(above, "TimeDimension", TIME)
    _put(time, "str", "TextFormat", "", textType="ObservationalTimePeriod")
