"""DOCX by python-docx, as a Thai office expects it: TH Sarabun New 16, marks of Thai set for complex script."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any, assert_never

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor
from docx.table import _Cell

from ruammue.foundation.thai_digits import to_thai
from ruammue.papers.blocks import (
    Bars,
    Block,
    Cards,
    Document,
    Facts,
    Frame,
    Heading,
    Line,
    Paragraph,
    People,
    Qr,
    Run,
    Sign,
    Signatures,
    Space,
    Split,
    Table,
    Text,
    Title,
    Together,
    in_digits,
)
from ruammue.papers.typeset import qr_png

FONT = "TH Sarabun New"
_SIZES = {"small": 13, "normal": 16, "large": 22, "huge": 36}
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "centre": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip
_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
_ZIP_MOMENT = (2020, 1, 1, 0, 0, 0)


def docx_bytes(document: Document, author: str = "") -> bytes:
    """The paper as .docx, the same bytes for the same paper."""
    book = docx.Document()
    _page(book, document)
    _styles(book)
    properties = book.core_properties
    properties.title, properties.author, properties.language = document.title, author, "th-TH"
    properties.created = properties.modified = _MOMENT
    properties.last_modified_by = author
    properties.comments = ""
    writer = _Writer(book, document)
    for block in document.blocks:
        writer.write(book, block)
    return _repacked(book)


def _page(book: Any, document: Document) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if document.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    if document.margins == "official":
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin, section.bottom_margin = Cm(2.5), Cm(2)
    else:
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    section.header_distance = section.footer_distance = Cm(1.4 if document.margins == "certificate" else 1)
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if document.mark:
        _run(head, f"{document.mark}    ", size=13, heavy=True, colour=RGBColor(0xA8, 0x3A, 0x24))
    _run(head, document.standing, size=13)
    foot = section.footer.paragraphs[0]
    source = in_digits(f"{document.source}   {document.dated}   หน้า ", document.thai_digits)
    _run(foot, source, size=12)
    _page_number(foot)
    if document.thai_digits:
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn("w:fmt"), "thaiNumbers")
        section._sectPr.find(qn("w:pgMar")).addnext(numbers)
    if document.margins == "certificate":
        _border(section)  # last, so that it stands before the page numbers, as the schema wants it
    if document.mark:
        _run(foot, f"   {document.mark}", size=12, heavy=True, colour=RGBColor(0xA8, 0x3A, 0x24))


def _border(section: Any) -> None:
    """A double line around the page, as a certificate has it."""
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "double"), ("sz", "12"), ("space", "24"), ("color", "1F3A5F")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    section._sectPr.find(qn("w:pgMar")).addnext(borders)


def _page_number(paragraph: Any) -> None:
    """A field that the word processor fills in."""
    run = _run(paragraph, "", size=12)
    for kind in ("begin", "", "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = " PAGE "
        run._r.append(mark)


def _styles(book: Any) -> None:
    """Thai is a complex script to Word: its font and size live in attributes of their own (cs, szCs, bidi)."""
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(_SIZES["normal"])
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(attribute), FONT)
    _append(properties, "w:szCs", val=str(_SIZES["normal"] * 2))
    _append(properties, "w:lang", val="en-US", bidi="th-TH", eastAsia="th-TH")
    for level in (1, 2, 3):
        heading = book.styles[f"Heading {level}"]
        heading.font.name, heading.font.bold, heading.font.color.rgb = FONT, True, RGBColor(0, 0, 0)
        heading.font.size = Pt(18 if level == 1 else _SIZES["normal"])
        heading.paragraph_format.space_before = Pt(0 if level == 1 else 6)
        heading.paragraph_format.space_after = Pt(0)
        properties = heading.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            if fonts.get(qn(attribute)) is not None:
                del fonts.attrib[qn(attribute)]
        for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), FONT)
        for old in properties.findall(qn("w:szCs")) + properties.findall(qn("w:bCs")):
            properties.remove(old)
        _append(properties, "w:szCs", val=str((18 if level == 1 else _SIZES["normal"]) * 2))
        _append(properties, "w:bCs")


# The schema fixes the order of run properties; a word processor may call a file damaged otherwise.
_ORDER = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "spacing", "kern", "sz", "szCs", "u", "cs", "lang")


def _append(properties: Any, tag: str, **attributes: str) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    place = _ORDER.index(tag.removeprefix("w:"))
    for index, other in enumerate(properties):
        name = re.sub(r"^\{.*\}", "", other.tag)
        if name in _ORDER and _ORDER.index(name) > place:
            properties.insert(index, element)
            return
    properties.append(element)


def _run(paragraph: Any, text: str, *, size: int = 0, heavy: bool = False, colour: RGBColor | None = None) -> Any:
    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    if heavy:
        run.bold = True
        _append(properties, "w:bCs")
    if colour is not None:
        run.font.color.rgb = colour
    if size:
        run.font.size = Pt(size)
        _append(properties, "w:szCs", val=str(size * 2))
    _append(properties, "w:cs")
    return run


class _Writer:
    """Writes blocks into a document or a cell. Knows whether digits are Thai."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book = book
        self.thai = document.thai_digits
        self.is_certificate = document.margins == "certificate"

    def text(self, run: Run) -> str:
        text = run.text if run.as_is else in_digits(run.text, self.thai)
        return text.replace(" ", "\u00a0") if run.keep and len(text) <= 48 else text

    def runs(self, paragraph: Any, text: Text, size: int = 0) -> None:
        for run in text:
            _run(paragraph, self.text(run), size=size, heavy=run.bold)

    def paragraph(self, place: Any, text: Text, *, size: str = "normal", align: str = "left") -> Any:
        paragraph = place.add_paragraph()
        paragraph.alignment = _ALIGN[align]
        self.runs(paragraph, text, 0 if size == "normal" else _SIZES[size])
        return paragraph

    def heading(self, place: Any, text: Text, level: int, size: int = 0) -> Any:
        paragraph = place.add_paragraph(style=f"Heading {level}")
        self.runs(paragraph, text, size)
        return paragraph

    def write(self, place: Any, block: Block) -> None:
        match block:
            case Title():
                size = _SIZES["huge"] if self.is_certificate else 0
                for number, line in enumerate(block.lines):
                    made = self.paragraph(place, line) if number else self.heading(place, line, 1, size)
                    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
                self.paragraph(place, ())
            case Heading():
                made = self.heading(place, block.text, block.level + 1)
                made.paragraph_format.keep_with_next = True
                if block.level > 1:
                    made.paragraph_format.left_indent = Cm(1.25)
            case Line():
                self.paragraph(place, block.text, size=block.size, align=block.align)
            case Paragraph():
                made = self.paragraph(place, block.text, size=block.size)
                if block.indent:
                    made.paragraph_format.first_line_indent = Cm(2.5)
            case Facts():
                for label, value in block.rows:
                    made = self.paragraph(place, label)
                    made.paragraph_format.tab_stops.add_tab_stop(Cm(2))
                    made.paragraph_format.left_indent = Cm(2)
                    made.paragraph_format.first_line_indent = Cm(-2)
                    _run(made, "\t")
                    self.runs(made, value)
            case People():
                self.people(place, block)
            case Table():
                self.table(place, block)
            case Bars():
                self.bars(place, block)
            case Signatures():
                self.signatures(place, block)
            case Qr():
                made = place.add_paragraph()
                made.alignment = WD_ALIGN_PARAGRAPH.CENTER
                picture = made.add_run().add_picture(io.BytesIO(qr_png(block.data)), width=Mm(block.mm))
                picture._inline.docPr.set("descr", block.alt)
            case Split():
                width = self.width(place)
                left, right = self.grid(place, (width - Mm(block.right_mm + 3), Mm(block.right_mm + 3)))
                for part, blocks in ((left, block.left), (right, block.right)):
                    self.fill(part, blocks)
            case Frame():
                (cell,) = self.grid(place, (self.width(place),), style="Table Grid")
                # The cell's first, empty paragraph stays: it keeps pictures off the border.
                for part in block.blocks:
                    self.write(cell, part)
            case Together():
                before = len(place.paragraphs)
                for part in block.blocks:
                    self.write(place, part)
                for made in place.paragraphs[before:-1]:
                    made.paragraph_format.keep_with_next = True
            case Space():
                made = place.add_paragraph()
                made.paragraph_format.line_spacing = Mm(block.mm)
            case Cards():
                # Cut-apart cards need an exact size, which only the PDF gives; here they follow one another.
                for card in block.cards:
                    self.write(place, Frame(card))
            case _:
                assert_never(block)

    def width(self, place: Any) -> Any:
        if isinstance(place, _Cell) and place.width:
            return place.width - Mm(4)
        section = self.book.sections[0]
        return section.page_width - section.left_margin - section.right_margin

    def grid(self, place: Any, widths: tuple[Any, ...], *, style: str = "Normal Table") -> list[Any]:
        """One row of cells of the given widths."""
        table = self.new_table(place, 1, len(widths), style)
        self.set_widths(table, widths)
        return list(table.rows[0].cells)

    def new_table(self, place: Any, rows: int, columns: int, style: str) -> Any:
        table = place.add_table(rows, columns)
        table.style = self.book.styles[style]
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        return table

    @staticmethod
    def set_widths(table: Any, widths: tuple[Any, ...]) -> None:
        """Widths in the grid and in every cell: Word believes the cells, LibreOffice the grid."""
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
            for cell in column.cells:
                cell.width = width

    def fill(self, cell: Any, blocks: tuple[Block, ...]) -> None:
        """Blocks into a cell, whose obligatory first paragraph is then taken away."""
        for block in blocks:
            self.write(cell, block)
        first = cell.paragraphs[0]
        if blocks and not first.text and len(cell.paragraphs) > 1:
            first._p.getparent().remove(first._p)

    def cell(self, cell: Any, text: Text, *, size: int = 0, centre: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.alignment = _ALIGN["centre" if centre else "left"]
        self.runs(paragraph, text, size)

    def people(self, place: Any, block: People) -> None:
        table = self.new_table(place, len(block.rows), 4, "Normal Table")
        self.set_widths(table, (Cm(1.2), Cm(4.8), Cm(5.5), Cm(4.5)))
        for number, (row, person) in enumerate(zip(table.rows, block.rows, strict=True), start=1):
            shown = to_thai(str(number)) if self.thai else str(number)
            for cell, text in zip(row.cells, ((Run(f"{shown}."),), *person), strict=True):
                self.cell(cell, text)

    def table(self, place: Any, block: Table) -> None:
        table = self.new_table(place, 1 + len(block.rows), len(block.columns), "Table Grid")
        total = sum(column.share for column in block.columns)
        width = self.width(place)
        self.set_widths(table, tuple(width * column.share // total for column in block.columns))
        size = 14
        for number, row in enumerate(table.rows):
            texts = (
                block.rows[number - 1] if number else tuple((Run(column.title, bold=True),) for column in block.columns)
            )
            for cell, column, text in zip(row.cells, block.columns, texts, strict=True):
                self.cell(cell, text, size=22 if column.large and number else size, centre=column.centre or not number)
            properties = row._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            elif block.row_mm:
                row.height = Mm(block.row_mm)

    def bars(self, place: Any, block: Bars) -> None:
        """Each bar as a row of ten squares, so that it can be edited as text."""
        width = self.width(place)
        table = self.new_table(place, len(block.rows), 3, "Normal Table")
        self.set_widths(table, (width * 36 // 100, width * 34 // 100, width * 30 // 100))
        for row, (label, percent, words) in zip(table.rows, block.rows, strict=True):
            filled = (percent + 5) // 10
            squares = (Run("■" * filled + "□" * (10 - filled), as_is=True),)
            for cell, text in zip(row.cells, (label, squares, words), strict=True):
                self.cell(cell, text, size=13)

    def signatures(self, place: Any, block: Signatures) -> None:
        columns = max(2, block.columns)
        lines = -(-len(block.signs) // block.columns)
        table = self.new_table(place, lines, columns, "Normal Table")
        width = self.width(place)
        alone = (width // 4, width * 3 // 4)  # "ผู้ตรวจรายงานการประชุม" fits on the line of its signature
        self.set_widths(table, alone if block.columns == 1 else (width // columns,) * columns)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for number, sign in enumerate(block.signs):
            row, column = (number, 1) if block.columns == 1 else divmod(number, columns)
            cell = table.cell(row, column)
            self.sign(cell, sign)

    def sign(self, cell: Any, sign: Sign) -> None:
        lines = [sign.closing, "", ""] if sign.closing else [f"(ลงชื่อ)\u00a0{'.' * 20} {sign.label}"]
        lines += [f"({sign.name or '.' * 36})", sign.position, ""]
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(paragraph, in_digits(line, self.thai))


def _repacked(book: Any) -> bytes:
    """The package with fixed times and order, so that nothing but the content decides the bytes."""
    saved = io.BytesIO()
    book.save(saved)
    file = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            # The sample picture of the template is nobody's.
            if entry.filename != "docProps/thumbnail.jpeg":
                content = _without_thumbnail(entry.filename, old.read(entry))
                new.writestr(zipfile.ZipInfo(entry.filename, _ZIP_MOMENT), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _without_thumbnail(name: str, content: bytes) -> bytes:
    if name != "_rels/.rels":
        return content
    return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
