"""Open the document that a paper is written into, and write the same file every time."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.document import Document as Opened
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from screc.diagram.wrap import clean
from screc.diagram.zipped import zipped
from screc.errors import InputError, Problem
from screc.model.text import Language
from screc.scoping.paper import Paper
from screc.scoping.styles import Styles
from screc.scoping.word.styles import Style
from screc.scoping.word.xml import Element

OWN = "paper.docx"
"""The document in a template's folder whose styles, page and header are taken."""

LOCALES: dict[Language, str] = {"ja": "ja-JP", "en": "en-US"}

_LATIN, _JAPANESE = "Calibri", "BIZ UDPGothic"
_UNREADABLE = (
    AttributeError,
    BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OpcError,
    RuntimeError,
    SyntaxError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What the library raises for other files; its errors in XML are SyntaxErrors."""

_LONGEST = 255
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_KINDS = {
    "document": CONTENT_TYPE.WML_DOCUMENT_MAIN,
    "styles": CONTENT_TYPE.WML_STYLES,
    "numbering": CONTENT_TYPE.WML_NUMBERING,
    "settings": CONTENT_TYPE.WML_SETTINGS,
    "fontTable": CONTENT_TYPE.WML_FONT_TABLE,
}
_PAGE = """
<w:body><w:sectPr>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1361" w:right="1247" w:bottom="1361" w:left="1247" w:header="680" w:footer="624"
 w:gutter="0"/>
</w:sectPr></w:body>
"""
# The hint sets marks that both scripts have, such as ○, in the Japanese font.
_STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts {hint}w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{japanese}" w:cs="{latin}"/>
<w:sz w:val="21"/><w:szCs w:val="21"/>
<w:lang w:val="en-US" w:eastAsia="ja-JP" w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"
 w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>
"""
_SETTINGS = """
<w:defaultTabStop w:val="720"/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat><w:compatSetting w:name="compatibilityMode"
 w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/>
"""
# A system without the font takes another of the same script and kind.
_FONTS = """
<w:font w:name="{latin}"><w:charset w:val="00"/><w:family w:val="swiss"/>
<w:pitch w:val="variable"/></w:font>
<w:font w:name="{japanese}"><w:altName w:val="Meiryo"/><w:charset w:val="80"/>
<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>
"""


def open_document(styles: Styles, language: Language) -> Opened:
    """Open the municipality's own document, emptied, or else a new one.

    Args:
        styles: whose folder may have a document.
        language: of the paper.

    Raises:
        InputError: the municipality's document cannot be read, or is none.
    """
    own = styles.own(OWN)
    if own is None:
        return Document(BytesIO(_new(language)))
    try:
        opened = Document(BytesIO(own))
        _empty(opened)
        _ = opened.styles, opened.settings, opened.core_properties, numbering_of(opened)
    except _UNREADABLE:
        raise _problem(
            styles, "Word の文書（.docx）ではありません。", "this is no Word document (.docx)"
        ) from None
    return opened


def _empty(document: Opened) -> None:
    """Take out what stands in a document, with its pictures; its page stays."""
    body = document.element.body
    before = _named_parts(body)
    body.clear_content()
    body.get_or_add_sectPr()
    for id_ in before - _named_parts(body):
        document.part.rels.pop(id_, None)


def _named_parts(body: Element) -> set[str]:
    return {str(value) for value in body.xpath(".//@r:*")}


def numbering_of(document: Opened) -> Element:
    """Return what numbers the lists of a document; it is made where there is none."""
    part = document.part
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            own: Element = relation.target_part.element
            return own
    name, kind = PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING
    made = parse_xml(_root("numbering"))
    part.relate_to(NumberingPart(name, kind, made, part.package), RELATIONSHIP_TYPE.NUMBERING)
    return made


def style_ids(document: Opened, needed: tuple[Style, ...], styles: Styles) -> dict[str, str]:
    """Add the styles that a document does not have, and tell the ids of all that are needed.

    Args:
        document: its styles keep their looks.
        needed: the styles by which a paper is set.
        styles: where the document came from.

    Raises:
        InputError: a style of the municipality's document is of another kind.
    """
    root = document.styles.element
    found = {_name(style): style for style in root.findall(qn("w:style"))}
    taken = {style.get(qn("w:styleId")) for style in found.values()}
    ids: dict[str, str] = {}
    missing: list[Style] = []
    for style in needed:
        own = found.get(style.name.lower())
        if own is None:
            ids[style.name] = _free_id(style.id, taken)
            taken.add(ids[style.name])
            missing.append(style)
            continue
        kind = own.get(qn("w:type"), "paragraph")
        if kind != style.kind:
            ja = f"スタイル「{style.name}」は {kind} ではなく {style.kind} の種類で作ってください。"
            en = f'the style "{style.name}" must be a {style.kind} style; it is a {kind} style'
            raise _problem(styles, ja, en)
        ids[style.name] = own.get(qn("w:styleId"))
    root.extend(style.element(ids[style.name], ids) for style in missing)
    return ids


def describe(document: Opened, paper: Paper) -> None:
    """State what the file is, and nothing of when or by whom it was written."""
    properties = document.core_properties
    properties.title = clean(paper.title)[:_LONGEST]
    properties.subject = clean(paper.subtitle)[:_LONGEST]
    properties.language = LOCALES[paper.language]
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = _WRITTEN
    properties.revision = 1


def packed(document: Opened) -> bytes:
    """Write a document to a file that does not tell when it was written."""
    draft = BytesIO()
    document.save(draft)
    with ZipFile(draft) as file:
        return zipped((name, file.read(name)) for name in file.namelist())


def _new(language: Language) -> bytes:
    """Make an empty document of A4, without the hundreds of styles of the library's own."""
    fonts = {"latin": _LATIN, "japanese": _JAPANESE}
    hint = 'w:hint="eastAsia" ' if language == "ja" else ""
    contents = {
        "document": _PAGE,
        "styles": _STYLES.format(hint=hint, **fonts),
        "numbering": "",
        "settings": _SETTINGS,
        "fontTable": _FONTS.format(**fonts),
    }
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>'
        for name, kind in _KINDS.items()
    )
    types = (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{CONTENT_TYPE.OPC_RELATIONSHIPS}"/>'
        f'<Default Extension="xml" ContentType="{CONTENT_TYPE.XML}"/>{kinds}</Types>'
    )
    others = [name for name in contents if name != "document"]
    file = BytesIO()
    with ZipFile(file, "w") as parts:
        parts.writestr("[Content_Types].xml", types)
        parts.writestr("_rels/.rels", _relations("word/", ["document"]))
        parts.writestr("word/_rels/document.xml.rels", _relations("", others))
        for name, content in contents.items():
            parts.writestr(f"word/{name}.xml", _root(name, content))
    return file.getvalue()


def _relations(folder: str, names: list[str]) -> str:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(
        f'<Relationship Id="rId{number}" Target="{folder}{name}.xml"'
        f' Type="{office}/{"officeDocument" if name == "document" else name}"/>'
        for number, name in enumerate(names, 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_XML}<Relationships xmlns="{package}">{listed}</Relationships>'


def _root(name: str, content: str = "") -> bytes:
    tag = "fonts" if name == "fontTable" else name
    # What is not declared here gets a prefix that depends on what else the process has loaded.
    return f"{_XML}<w:{tag} {nsdecls('w', 'r')}>{content}</w:{tag}>".encode()


def _name(style: Element) -> str:
    """Read a style's name, whose letters Word does not tell apart by their case."""
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"), "")).lower()


def _free_id(wanted: str, taken: set[str | None]) -> str:
    """Find an id that no style has; Word's own ids differ from language to language."""
    id_, number = wanted, 1
    while id_ in taken:
        id_, number = f"{wanted}{number}", number + 1
    return id_


def _problem(styles: Styles, ja: str, en: str) -> InputError:
    return InputError([Problem(ja, en, path=str(Path(str(styles.folder)) / OWN))])
