"""Every paper in every format: the same words, the same bytes, and never official by itself."""

from __future__ import annotations

import dataclasses
import io
import re
import unicodedata
import zipfile
from datetime import date
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from django.utils import translation
from docx.oxml.ns import qn

from ruammue.foundation.citizen_id import MASK
from ruammue.foundation.refusals import has_sentence, sentence_for
from ruammue.papers import kinds, typeset
from ruammue.papers.blocks import address, in_digits, phone, say
from ruammue.papers.compose import DRAFT, compose
from ruammue.papers.kinds import Mark, Office
from ruammue.papers.render import MEDIA_TYPES, NoSuchFormat, formats, render
from tests.rooms.papers import samples
from tests.rooms.papers.reading import pages_of

pytestmark = pytest.mark.any_database

EVERY = [pytest.param(paper, fmt, id=f"{name}-{fmt}") for name, paper in samples.ALL.items() for fmt in formats(paper)]
KINDS = [pytest.param(paper, id=name) for name, paper in samples.ALL.items()]


def squeezed(text: str) -> str:
    """Without blanks and line ends, which each format sets where it likes; marks in one order."""
    return re.sub(r"\s|\u200b", "", unicodedata.normalize("NFC", text))


def pdf_pages(content: bytes) -> list[str]:
    return [squeezed(page) for page in pages_of(content)]


def docx_text(content: bytes) -> str:
    book = docx.Document(io.BytesIO(content))
    parts = [book.element.body, book.sections[0].header._element, book.sections[0].footer._element]
    return squeezed("".join(node.text or "" for part in parts for node in part.iter(qn("w:t"))))


def html_text(content: bytes) -> str:
    return squeezed(re.sub(r"<[^>]+>", "", re.sub(r"<svg.*?</svg>", "", content.decode(), flags=re.DOTALL)))


def said(paper: Any, fmt: str) -> str:
    content = render(paper, fmt).content
    match fmt:
        case "pdf":
            return "".join(pdf_pages(content))
        case "docx":
            return docx_text(content)
        case "html":
            return html_text(content)
        case _:
            page = openpyxl.load_workbook(io.BytesIO(content)).active
            return squeezed("".join(str(cell or "") for row in page.iter_rows(values_only=True) for cell in row))


def is_to_be_signed(paper: Any) -> bool:
    """A slip, a card and a picture are what they are: nobody's signature brings them into force."""
    return not isinstance(paper, kinds.ReceiptSlips | kinds.CitizenCards | kinds.FairShare)


@pytest.mark.parametrize(("paper", "fmt"), EVERY)
def test_the_same_paper_is_the_same_bytes_and_says_what_it_is(paper: Any, fmt: str) -> None:
    made = render(paper, fmt)
    assert made == render(paper, fmt)
    assert made.media_type == MEDIA_TYPES[fmt]
    assert made.filename.endswith(f".{fmt}")
    text = said(paper, fmt)
    for words in (str(Mark.DEMO), "ที่มา: บันทึกของ อบต.นาร่วมใจ"):
        assert squeezed(words) in text
    assert (squeezed(DRAFT) in text) is is_to_be_signed(paper)
    assert squeezed("พิมพ์เมื่อ") in text


@pytest.mark.parametrize("paper", KINDS)
def test_every_pdf_page_says_draft_and_mark_and_belongs_to_screen_readers(paper: Any) -> None:
    content = render(paper, "pdf").content
    for page in pdf_pages(content):
        assert (squeezed(DRAFT) in page) is is_to_be_signed(paper)
        assert squeezed(Mark.DEMO) in page
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert reader.metadata.title
    # The clock stays out of the file.
    assert "/CreationDate" not in reader.metadata
    embedded = {str(font["/BaseFont"]) for page in reader.pages for font in _fonts(page)}
    assert embedded
    assert all("Sarabun" in name for name in embedded)


def test_a_raised_tone_is_said_once_and_drawn_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is searched in a paper is what stands on it. Without the mending, Typst says such clusters twice."""
    words = "ครั้งนั้น (สิ้นปี) เชื่อมั่น ตลิ่ง ทั้งหมด"
    paper = dataclasses.replace(samples.INVITATION, matter=words)
    mended = render(paper, "pdf").content
    assert squeezed(words) in said(paper, "pdf")
    assert len(pypdf.PdfReader(io.BytesIO(mended), strict=True).pages) == 1
    monkeypatch.setattr(typeset, "said_once", lambda content: content)
    assert squeezed(words) not in said(paper, "pdf")
    before = pypdf.PdfReader(io.BytesIO(render(paper, "pdf").content)).pages[0].get_contents().get_data()
    after = pypdf.PdfReader(io.BytesIO(mended)).pages[0].get_contents().get_data()
    words_out = re.compile(rb"/Span<</ActualText<[0-9A-F]*>>>BDC|\n?EMC|\s")
    assert words_out.sub(b"", before) == words_out.sub(b"", after)


def _fonts(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


@pytest.mark.parametrize("paper", KINDS)
def test_real_life_carries_no_mark(paper: Any) -> None:
    real = dataclasses.replace(paper, office=dataclasses.replace(paper.office, mark=Mark.NONE))
    assert squeezed(Mark.DEMO) not in said(real, "pdf")
    assert (squeezed(DRAFT) in said(real, "pdf")) is is_to_be_signed(paper)


@pytest.mark.parametrize("fmt", ["pdf", "docx", "html"])
def test_minutes_have_the_words_of_form_11_in_their_order(fmt: str) -> None:
    text = said(samples.MINUTES, fmt)
    words = [
        "รายงานการประชุมคณะกรรมการพัฒนาท้องถิ่น", "ครั้งที่ ๓/๒๕๖๙", "เมื่อวันอาทิตย์ที่ ๒๒ พฤศจิกายน ๒๕๖๙", "ณ ห้องประชุม", "ผู้มาประชุม",
        "นายมานะ ตั้งใจ", "มาประชุมแทนกำนันตำบลนาร่วมใจ", "ผู้ไม่มาประชุม", "เนื่องจากติดราชการ", "ผู้เข้าร่วมประชุม",
        "เริ่มประชุมเวลา ๐๙.๓๐ น.", "ระเบียบวาระที่ ๑", "มติที่ประชุม รับทราบ", "ระเบียบวาระที่ ๔", "๔.๑ การขุดลอกหนองสาธารณะ",
        "มติที่ประชุม เห็นชอบให้ร่วมกันขุดลอกหนองสาธารณะ", "เห็นชอบ ๙ เสียง", "ไม่เห็นชอบ ๒ เสียง", "งดออกเสียง ๑ เสียง",
        "ผู้มีความเห็นแย้ง: นายตัวอย่าง ลำดับ๗ ให้เหตุผลว่า เห็นว่าควรสำรวจแนวเขตก่อน", "ระเบียบวาระที่ ๕", "เลิกประชุมเวลา ๑๒.๐๕ น.",
        "ผู้จดรายงานการประชุม", "นายแก้ว กล้าดี", "ผู้ตรวจรายงานการประชุม",
    ]  # fmt: skip
    place = 0
    for word in words:
        found = text.find(squeezed(word), place)
        assert found >= 0, word
        place = found
    assert "บันทึกการประชุม" not in text
    assert squeezed("เมื่อวันที่") not in text


def test_each_matter_ends_with_a_resolution_an_empty_item_with_none() -> None:
    text = said(samples.MINUTES, "docx")
    items = text.split("ระเบียบวาระที่")[1:]
    assert [item.count("มติที่ประชุม") for item in items] == [1, 1, 0, 3, 0]
    assert items[2].endswith("ไม่มี")
    # What was discussed but not worded is left to the pen.
    assert len(re.findall(r"มติที่ประชุม\.{20}", text)) == 1


def test_the_head_of_the_record_stands_below_the_signatures_in_groups() -> None:
    sealed = dataclasses.replace(samples.MINUTES, seal=(275, "910aeb21ea8a154f46a78c6f00112233"))
    for fmt in ("pdf", "docx", "html"):
        text = said(sealed, fmt)
        assert text.find("910aeb21ea8a154f46a78c6f00112233") > text.find("ผู้ตรวจรายงานการประชุม") > 0, fmt
    assert "เลขตรวจสอบ" not in said(samples.MINUTES, "pdf")


def test_the_sheet_of_a_forum_says_how_people_choose() -> None:
    assert squeezed("ยกมือ คนหนึ่งยกได้หลายเรื่อง") in said(samples.FORUM, "pdf")
    stickers = dataclasses.replace(samples.FORUM, stickers_each=3)
    assert squeezed("ติดสติกเกอร์ คนละ 3 ดวง") in said(stickers, "pdf")
    few = dataclasses.replace(samples.FORUM, groups=samples.FORUM.groups[:5])
    assert len(pdf_pages(render(few, "pdf").content)) == 1


def test_without_quorum_the_minutes_say_so() -> None:
    short = dataclasses.replace(samples.MINUTES, quorum=(5, 13, 7))
    assert squeezed("ไม่ครบองค์ประชุม จึงเป็นการหารือ ไม่มีการลงมติ") in said(short, "pdf")
    unknown = dataclasses.replace(samples.MINUTES, quorum=None)
    assert squeezed("องค์ประชุมต้องมี") not in said(unknown, "pdf")


def test_signatures_never_stand_alone_on_a_page() -> None:
    for count in range(1, 9):
        paper = dataclasses.replace(samples.MINUTES, present=samples.MINUTES.present[:1] * count * 2)
        last = pdf_pages(render(paper, "pdf").content)[-1]
        assert squeezed("ผู้จดรายงานการประชุม") in last
        assert squeezed("ระเบียบวาระที่") in last


def test_no_heading_is_the_last_line_of_a_page() -> None:
    seen = 0
    titles = [squeezed(item.title) for item in samples.MINUTES.agenda]
    for count in range(1, 14):
        paper = dataclasses.replace(samples.MINUTES, others=samples.MINUTES.others * count)
        for page in pdf_pages(render(paper, "pdf").content):
            body, _, _ = page.partition("ที่มา:")
            seen += sum(title in body for title in titles)
            assert not body.endswith(tuple(titles)), body[-60:]
    assert seen == 13 * len(titles)


def test_numbers_are_typed_or_dotted_never_minted() -> None:
    assert re.search(r"ที่\.{20}", said(samples.INVITATION, "pdf"))
    assert squeezed("ที่ นพ ๙๙๙๐๑/๑๒๓") in said(samples.THANKS, "pdf")
    register = said(samples.REGISTER, "xlsx")
    assert "........" in register
    assert "2/2569" in register
    assert squeezed("(ไม่ยืนยัน)") in register


@pytest.mark.parametrize("name", ["FORUM", "INVITATION", "THANKS", "CARDS", "SLIPS", "MATTER"])
def test_where_no_address_can_be_reached_a_paper_has_no_code_but_the_telephone(name: str) -> None:
    paper = getattr(samples, name)
    if name in ("CARDS", "SLIPS"):
        part = name.lower()
        bare = dataclasses.replace(
            paper, **{part: tuple(dataclasses.replace(one, link="") for one in getattr(paper, part))}
        )
    else:
        bare = dataclasses.replace(paper, link="")
    assert "Qr(" in repr(compose(paper))
    assert "Qr(" not in repr(compose(bare))
    text = said(bare, "pdf")
    assert "สแกน" not in text
    assert "http" not in text
    if name in ("INVITATION", "MATTER", "SLIPS", "CARDS"):
        assert squeezed("โทร.") in text


def test_letters_greet_a_monk_as_one() -> None:
    monk, layman = said(samples.THANKS, "pdf"), said(samples.INVITATION, "pdf")
    assert all(squeezed(word) in monk for word in ("นมัสการ", "พระคุณท่าน", "ขอนมัสการด้วยความเคารพ"))
    assert squeezed("ขอแสดงความนับถือ") in layman
    assert "นมัสการ" not in layman


def test_the_forum_sheet_has_its_row_ids_and_room_for_more() -> None:
    text = said(samples.FORUM, "pdf")
    for row_id in ("A1", "A10", "+1", "+3"):
        assert row_id in text
    assert squeezed("ปช-3-0142") in text
    assert squeezed("ขีดนับ") in text


def test_an_ita_draft_does_not_pretend() -> None:
    assert squeezed("ยังไม่มีข้อมูล – ต้องเติมก่อนเผยแพร่") in said(samples.ITA, "pdf")
    page = openpyxl.load_workbook(io.BytesIO(render(samples.ITA, "xlsx").content)).active
    assert page.max_row >= 7


def test_the_duty_table_speaks_in_words() -> None:
    text = said(samples.DUTIES, "xlsx")
    assert all(str(duty) in text for duty in kinds.Duty)
    uneven = dataclasses.replace(samples.DUTIES, partners=samples.DUTIES.partners[:2])
    with pytest.raises(ValueError, match="row 1 has 5 duties for 2 partners"):
        compose(uneven)


def test_a_receipt_for_things_is_none_for_money() -> None:
    text = said(samples.HANDOVER, "docx")
    assert squeezed("(ไม่ใช่ใบเสร็จรับเงิน)") in text
    assert "ผู้มอบ" in text
    assert "ผู้รับมอบ" in text


def test_ten_cards_and_four_slips_go_on_a_sheet_and_each_piece_has_the_mark() -> None:
    cards, slips = pdf_pages(render(samples.CARDS, "pdf").content), pdf_pages(render(samples.SLIPS, "pdf").content)
    assert len(cards) == 2
    assert cards[0].count(squeezed("รหัสลับ")) >= 10
    assert cards[0].count(squeezed(Mark.DEMO)) == 10 + 2
    assert len(slips) == 1
    assert slips[0].count("กข-") == 4
    assert slips[0].count(squeezed(Mark.DEMO)) == 4 + 2


def test_what_a_user_types_is_placed_and_never_run() -> None:
    attack = (
        '#panic("ran") #sys.version $x^2$ *bold* `raw` <script>alert(1)</script> {% now "Y" %} {{ 7 }} \\ " // /* @ref'
    )
    paper = dataclasses.replace(
        samples.INVITATION, to=attack, matter=attack, why=attack, asks=(attack,), place=attack,
        office=dataclasses.replace(samples.OFFICE, name=attack, address=attack),
    )  # fmt: skip
    for fmt in ("pdf", "docx"):
        text = said(paper, fmt)
        assert squeezed('#panic("ran")') in text
        assert squeezed("$x^๒$*bold*`raw`") in text
    page = render(paper, "html").content.decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7 }}" in page
    assert "style=" not in page
    assert "onclick" not in page


def test_foreign_letters_emoji_and_controls_do_not_stop_a_paper() -> None:
    odd = "น้ำแห้ง 😀 水 ລາວ \x00\x0b\ud800 " + "น" + "\u0e49" * 1000
    paper = dataclasses.replace(samples.MATTER, title=odd, sentence=odd)
    for fmt in ("pdf", "docx", "html"):
        text = said(paper, fmt)
        assert "น้ำแห้ง" in text or squeezed("นํ้าแห้ง") in text
        assert text.count("\u0e49") < 40


def test_a_citizen_id_is_masked_on_paper() -> None:
    paper = dataclasses.replace(samples.LOUDSPEAKER, sentences=("เลข 1-1017-00203-45-0 ของคุณยาย",))
    assert MASK in said(paper, "html")
    assert "00203" not in said(paper, "html")


def test_long_and_many_still_fit() -> None:
    long = "คำยาวมากไม่มีช่องว่าง" * 60
    people = tuple(kinds.Attendee(name=f"นาย{long[:60]} {n}", position=long[:200]) for n in range(120))
    paper = dataclasses.replace(samples.MINUTES, present=people, place=long)
    pages = pypdf.PdfReader(io.BytesIO(render(paper, "pdf").content)).pages
    assert 5 < len(pages) < 60
    register = dataclasses.replace(samples.REGISTER, rows=samples.REGISTER.rows * 40)
    pages = pdf_pages(render(register, "pdf").content)
    assert len(pages) > 20
    assert all(squeezed("ผลทางกฎหมาย") in page for page in pages[:-1])


def test_word_gets_its_thai_attributes_and_margins() -> None:
    content = render(samples.MINUTES, "docx").content
    book = docx.Document(io.BytesIO(content))
    section = book.sections[0]
    assert [round(length.cm, 1) for length in (section.left_margin, section.right_margin)] == [3.0, 2.0]
    assert [round(length.cm, 1) for length in (section.top_margin, section.bottom_margin)] == [2.5, 2.0]
    normal = book.styles["Normal"].element.rPr
    assert normal.find(qn("w:rFonts")).get(qn("w:cs")) == "TH Sarabun New"
    assert normal.find(qn("w:szCs")).get(qn("w:val")) == "32"
    assert normal.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"
    heavy = [run for paragraph in book.paragraphs for run in paragraph.runs if run.bold]
    assert heavy
    assert all(run._r.rPr.find(qn("w:bCs")) is not None for run in heavy)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in name for name in archive.namelist())
        assert b"thumbnail" not in archive.read("_rels/.rels")


def test_run_properties_stand_in_the_order_of_the_schema() -> None:
    order = ["rStyle", "rFonts", "b", "bCs", "color", "sz", "szCs", "cs", "lang"]
    for name in ("minutes", "matter", "duties"):
        book = docx.Document(io.BytesIO(render(samples.ALL[name], "docx").content))
        roots = [book.element.body, book.sections[0].footer._element, book.styles.element]
        for properties in (node for root in roots for node in root.iter(qn("w:rPr"))):
            places = [order.index(tag) for child in properties if (tag := child.tag.split("}")[1]) in order]
            assert places == sorted(places)


def test_a_page_calls_and_leads_but_only_where_it_should() -> None:
    page = render(samples.MATTER, "html").content.decode()
    assert 'href="tel:+66810000000"' in page
    assert 'href="https://example.org/m/8842"' in page
    assert '<html lang="th">' in page
    assert page.count("<h1") == 1
    assert "aria-label" in page
    assert address("javascript:alert(1)").link == ""
    assert phone("๐๘๑-๐๐๐ ๐๐๐๐").link == "tel:+66810000000"


def test_digits_of_addresses_stay_and_numbers_hold_their_units() -> None:
    assert in_digits("หมู่ 3 ดู https://a.org/m/12 ก่อน 5", True) == "หมู่ ๓ ดู https://a.org/m/12 ก่อน ๕"
    kept = [run.text for run in say("ยืมโต๊ะ 40 ตัว 1 วัน ที่หมู่ 3 วันที่ 22 พ.ย. 2569 เวลา 09.30 น. มี 2 คนขับ") if run.keep]
    assert kept == ["40 ตัว", "1 วัน", "หมู่ 3", "วันที่ 22 พ.ย. 2569", "เวลา 09.30 น."]


def test_a_format_a_paper_does_not_have_is_refused_in_words() -> None:
    with pytest.raises(NoSuchFormat) as refused:
        render(samples.CARDS, "docx")
    assert refused.value.data == {"wanted": "docx", "formats": ("pdf", "html")}
    assert has_sentence(NoSuchFormat)
    with translation.override("th"):
        assert sentence_for(refused.value) == "เอกสารนี้ไม่มีแบบ DOCX เลือกแบบใดแบบหนึ่งต่อไปนี้: PDF, HTML"


def test_file_names_hold_no_person_and_nothing_is_no_paper() -> None:
    assert render(samples.SLIPS, "pdf").filename == "ใบรับเรื่อง-2569-11-22.pdf"
    with pytest.raises(TypeError):
        compose(object())
    assert Office(name="ก", printed_on=date(2026, 1, 1)).mark is Mark.NONE


def test_qr_codes_are_svg_without_script_or_style() -> None:
    svg = typeset.qr_svg("https://example.org/?a=1&b=<x>")
    assert svg.startswith("<svg")
    assert "style" not in svg
    assert "<x>" not in svg
    assert typeset.qr_png("https://example.org/").startswith(b"\x89PNG")
