"""The office begins with its own lack: a list comes in, a row is beyond us, others are called."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from openpyxl import Workbook

from ruammue.access.actors import STRANGER
from ruammue.foundation.citizen_id import contains
from ruammue.foundation.telephone import grouped
from ruammue.ledger.models import Entry
from ruammue.needs import actions, handlers
from ruammue.needs.forms import CallForm
from ruammue.needs.importing import check_project
from ruammue.needs.models import Call, Matter, OfficeProject
from ruammue.needs.refusals import (
    AlreadyEndorsed,
    CallExists,
    CallIsClosed,
    CallLacksNothing,
    NobodyCalled,
    ProjectHasMatter,
    ProjectIsOwn,
    SensitiveStaysQuiet,
)
from ruammue.people.actions import run_import
from tests.cast import Cast
from tests.rooms.needs.pictures import jpeg
from tests.rooms.needs.test_telling import words


@pytest.fixture(autouse=True)
def _no_finders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "_finders", [])


def sheet(*rows: tuple[object, ...]) -> bytes:
    """A project list as offices keep it: a merged title, Thai headers, Thai digits, stray blanks."""
    book = Workbook()
    page = book.active
    page.append(["บัญชีโครงการพัฒนาท้องถิ่น แบบ ผ.02"])
    page.merge_cells("A1:F1")
    page.append(["ที่", "โครงการ", "วัตถุประสงค์", "ปีงบประมาณ", "งบประมาณ (บาท)", "หน่วยงานรับผิดชอบหลัก"])
    for row in rows:
        page.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


ROWS = (
    ("๑", "  ขุดลอกร่องน้ำ   หมู่ 3 ", "ให้น้ำถึงนา", "๒๕๗๐", "1,200,000.-", "กองช่าง"),
    ("๒", "อบรมกลุ่มแม่บ้าน", "", "2570", 50000, "สำนักปลัด"),
    ("๓", "ประชุมประชาคม", "", "2571", "-", ""),
)


def bring_in(cast: Cast, *rows: tuple[object, ...]) -> object:
    return run_import(cast.steward, kind="projects", data=sheet(*rows), by=cast.actor("officer"))


def test_the_list_the_office_has_comes_in_as_it_is(cast: Cast) -> None:
    bring_in(cast, *ROWS)
    projects = list(OfficeProject.objects.of(cast.steward))
    assert [(p.number, p.name, p.fiscal_year, p.budget_satang) for p in projects] == [
        ("1", "ขุดลอกร่องน้ำ หมู่ 3", 2570, 120_000_000),
        ("2", "อบรมกลุ่มแม่บ้าน", 2570, 5_000_000),
        ("3", "ประชุมประชาคม", 2571, None),
    ]
    assert projects[0].unit == "กองช่าง"


def test_a_newer_list_changes_what_it_knows_better_and_keeps_the_marks(cast: Cast) -> None:
    bring_in(cast, *ROWS)
    project = OfficeProject.objects.of(cast.steward).get(number="1")
    actions.mark_project(project, strength="beyond", by=cast.actor("officer"))
    bring_in(cast, (*ROWS[0][:4], "900,000", ""), ROWS[1], ROWS[1])
    project.refresh_from_db()
    assert (project.budget_satang, project.unit, project.strength) == (90_000_000, "กองช่าง", "beyond")
    assert OfficeProject.objects.of(cast.steward).count() == 3


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": ""}, "name"),
        ({"name": "ก" * 301}, "name"),
        ({"name": "ถนน", "fiscal_year": "ปีหน้า"}, "fiscal_year"),
        ({"name": "ถนน", "budget": "แสนห้า"}, "budget"),
        ({"name": "ถนน", "budget": "-500"}, "budget"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_write(cells: dict[str, str], column: str) -> None:
    _values, wrong = check_project(None, cells)
    assert [place for place, _sentence in wrong] == [column]
    assert all(sentence for _place, sentence in wrong)


def test_a_citizen_number_in_a_cell_does_not_come_in(cast: Cast) -> None:
    bring_in(cast, ("1", "ซ่อมบ้าน 1101700203450", "", "2570", "", ""))
    assert not contains(OfficeProject.objects.of(cast.steward).get().name)


# ------------------------------------------------------------------------------------------- marks


@pytest.fixture
def project(cast: Cast) -> OfficeProject:
    """One row of the list."""
    bring_in(cast, ROWS[0])
    return OfficeProject.objects.of(cast.steward).get()


def test_one_tap_marks_a_row_and_one_more_begins_the_call(cast: Cast, project: OfficeProject) -> None:
    officer = cast.client("officer")
    listed = reverse("needs:projects", args=[cast.steward.slug])
    assert "ขุดลอกร่องน้ำ" in words(officer.get(listed))
    mark = reverse("needs:mark", args=[cast.steward.slug, project.pk])
    back = officer.post(mark, {"strength": "beyond", "back": f"{listed}?strength=all&page=1"}).headers["Location"]
    assert back == f"{listed}?strength=all&page=1#p-{project.pk}"
    elsewhere = officer.post(mark, {"strength": "beyond", "back": "https://evil.example/"}).headers["Location"]
    assert elsewhere.startswith(listed)
    brief = officer.post(reverse("needs:begin", args=[cast.steward.slug, project.pk])).headers["Location"]
    matter = Matter.objects.of(cast.steward).get()
    assert brief == reverse("needs:open_call", args=[cast.steward.slug, matter.pk])
    assert (matter.origin, matter.title, matter.category) == ("office", "ขุดลอกร่องน้ำ หมู่ 3", "water")
    assert "ขุดลอกร่องน้ำ หมู่ 3" in officer.get(brief).content.decode()


def test_a_row_that_we_can_do_alone_calls_nobody(cast: Cast, project: OfficeProject) -> None:
    officer = cast.actor("officer")
    actions.mark_project(project, strength="own", by=officer)
    with pytest.raises(ProjectIsOwn):
        actions.open_matter_from_project(project, by=officer)
    actions.mark_project(project, strength="beyond", by=officer)
    matter = actions.open_matter_from_project(project, by=officer)
    assert actions.open_matter_from_project(project, by=officer) == matter, "one row, one matter"
    with pytest.raises(ProjectHasMatter):
        actions.mark_project(project, strength="own", by=officer)


@pytest.mark.parametrize("who", ["head", "volunteer", "coordinator", "auditor", "nurse"])
def test_only_the_office_marks(cast: Cast, project: OfficeProject, who: str) -> None:
    mark = reverse("needs:mark", args=[cast.steward.slug, project.pk])
    assert cast.client(who).post(mark, {"strength": "own"}).status_code == 403
    listed = cast.client(who).get(reverse("needs:projects", args=[cast.steward.slug])).status_code
    assert listed == (200 if who == "auditor" else 403)
    told = cast.client(who).get(reverse("needs:list", args=[cast.steward.slug])).content.decode()
    assert ("เริ่มจากสิ่งที่เราขาดเอง" in told) == (listed == 200), "nobody is asked to look through what is shut to them"


def test_the_list_goes_out_as_excel(cast: Cast, project: OfficeProject) -> None:
    sheet = cast.client("officer").get(reverse("needs:projects_sheet", args=[cast.steward.slug]))
    assert sheet.content.startswith(b"PK")
    assert "filename*=utf-8''%E0%B8" in sheet.headers["Content-Disposition"]


# ------------------------------------------------------------------------------------------- the call


BRIEF = {
    "what": "ขุดลอกร่องน้ำหลังวัด 400 เมตร",
    "where": "หมู่ 3 บ้านดอนแดง",
    "for_how_many": "๘๖",
    "lacks_things": "รถแบ็คโฮ 1 คัน 2 วัน",
    "lacks_people": "คนขับ 1 คน",
    "sectors": ["state", "private"],
}


@pytest.fixture
def matter(cast: Cast, project: OfficeProject) -> Matter:
    """A matter of the office's own lack."""
    actions.mark_project(project, strength="beyond", by=cast.actor("officer"))
    return actions.open_matter_from_project(project, by=cast.actor("officer"))


def test_the_brief_opens_a_call_with_everything_to_carry_it_out(cast: Cast, matter: Matter) -> None:
    officer = cast.client("officer")
    page = reverse("needs:open_call", args=[cast.steward.slug, matter.pk])
    sent = officer.post(page, BRIEF)
    call = Call.objects.of(cast.steward).get()
    assert sent.headers["Location"] == reverse("needs:call", args=[cast.steward.slug, call.pk])
    assert (call.for_how_many, call.sectors) == (86, ["state", "private"])
    matter.refresh_from_db()
    assert matter.public_sentence == BRIEF["what"], "a call is public"
    shown = words(officer.get(sent.headers["Location"]))
    assert "ยังขาด: คนขับ 1 คน · รถแบ็คโฮ 1 คัน 2 วัน" in shown
    assert f"{cast.officer.name} โทร {grouped(cast.steward.phone)}" in shown, "by the office's telephone"
    assert "081-000-0002" not in shown, "the officer's own was never given for everybody"
    assert "สวัสดีพี่น้อง" in shown
    assert "ภาครัฐ · ภาคเอกชน" in shown
    assert officer.get(page).status_code == 302, "the call stands already"
    for wanted, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        sheet = cast.client().get(reverse("needs:call_sheet", args=[cast.steward.slug, call.pk]), {"as": wanted})
        assert sheet.content.startswith(start)


@pytest.mark.parametrize(
    ("change", "sign"),
    [
        ({"what": "ทำทางลาดบ้านยายสี"}, "ชื่อคน"), ({"where": "บ้านเลขที่ 12"}, "บ้านเลขที่"),
        ({"lacks_people": "ช่างไม้ โทร 081-234-5678"}, "หมายเลขโทรศัพท์"),
    ],
)  # fmt: skip
def test_a_brief_that_points_at_a_person_is_asked_about(
    cast: Cast, matter: Matter, change: dict[str, str], sign: str
) -> None:
    officer, page = cast.client("officer"), reverse("needs:open_call", args=[cast.steward.slug, matter.pk])
    asked = officer.post(page, {**BRIEF, **change})
    assert not Call.objects.exists()
    assert sign in words(asked)
    assert 'name="is_meant"' in asked.content.decode()
    assert officer.post(page, {**BRIEF, **change, "is_meant": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": ""}, "ยังไม่ได้กรอก “ต้องทำอะไร?”"),
        ({"for_how_many": "-5"}, "ตั้งแต่ 1"),
        ({"lacks_things": "", "lacks_people": ""}, "บอกอย่างน้อยหนึ่งอย่าง"),
        ({"sectors": []}, "เลือกอย่างน้อยหนึ่งภาคส่วน"),
        ({"sectors": ["nobody"]}, "ตัวเลือก"),
    ],
)
def test_a_brief_that_lacks_something_says_what(
    cast: Cast, matter: Matter, change: dict[str, object], said: str
) -> None:
    page = reverse("needs:open_call", args=[cast.steward.slug, matter.pk])
    assert said in words(cast.client("officer").post(page, {**BRIEF, **change}))
    assert not Call.objects.of(cast.steward).exists()
    matter.refresh_from_db()
    assert not matter.is_published


def call_of(cast: Cast, matter: Matter, **change: object) -> Call:
    told = {**BRIEF, "for_how_many": 86, **change}
    return actions.open_call(matter, by=cast.actor("officer"), **told)  # type: ignore[arg-type]


def test_the_executive_stands_behind_it_and_nobody_else_can(cast: Cast, matter: Matter) -> None:
    call = call_of(cast, matter)
    endorse = reverse("needs:endorse", args=[cast.steward.slug, call.pk])
    for who in ("officer", "clerk", "head", "auditor", "nurse"):
        assert cast.client(who).post(endorse).status_code == 403, who
    assert "ฉันหนุนคำชวนนี้" in words(cast.client("mayor").get(reverse("needs:call", args=[cast.steward.slug, call.pk])))
    cast.client("mayor").post(endorse)
    call.refresh_from_db()
    assert call.endorsed_by_id == cast.mayor.pk
    with pytest.raises(AlreadyEndorsed):
        actions.endorse_call(call, by=cast.actor("mayor"))


def test_a_call_is_opened_once_lacks_something_and_ends(cast: Cast, matter: Matter) -> None:
    with pytest.raises(CallLacksNothing):
        call_of(cast, matter, lacks_things="", lacks_people="")
    with pytest.raises(NobodyCalled):
        call_of(cast, matter, sectors=[])
    call = call_of(cast, matter)
    with pytest.raises(CallExists):
        call_of(cast, matter)
    actions.close_call(call, by=cast.actor("officer"))
    for act in (actions.close_call, actions.endorse_call):
        with pytest.raises(CallIsClosed):
            act(call, by=cast.actor("mayor"))


def test_answering_together_leads_to_the_brief(cast: Cast) -> None:
    need = actions.report_need(cast.steward, by=STRANGER, text="ร่องน้ำตื้น", village=cast.villages[2])
    page = reverse("needs:answer", args=[cast.steward.slug, need.pk])
    sent = cast.client("officer").post(page, {"way": "together", "text": "เกินกำลัง จะชวนหลายฝ่าย"})
    assert sent.headers["Location"] == reverse("needs:open_call", args=[cast.steward.slug, need.matter_id])
    by_head = actions.report_need(cast.steward, by=STRANGER, text="ร่องน้ำตื้น", village=cast.villages[2])
    page = reverse("needs:answer", args=[cast.steward.slug, by_head.pk])
    sent = cast.client("head").post(page, {"way": "together", "text": "เกินกำลังหมู่บ้าน"})
    assert sent.headers["Location"] == reverse("needs:need", args=[cast.steward.slug, by_head.pk]), "officers call"


def test_closing_the_matter_ends_its_call(cast: Cast, matter: Matter) -> None:
    call = call_of(cast, matter)
    actions.close_matter(matter, by=cast.actor("officer"))
    call.refresh_from_db()
    assert call.closed_at is not None


def test_a_call_takes_chosen_pictures_along_and_sentence_and_pictures_can_be_mended(cast: Cast) -> None:
    need = actions.report_need(
        cast.steward, by=STRANGER, text="ร่องน้ำหลังวัดตัน", photos=[jpeg(), jpeg("red")], village=cast.villages[2]
    )
    first, second = need.files.order_by("id")
    officer, matter = cast.client("officer"), need.matter
    page = reverse("needs:open_call", args=[cast.steward.slug, matter.pk])
    assert str(first.pk) in officer.get(page).content.decode()
    assert officer.post(page, {**BRIEF, "photos": [str(first.pk)]}).status_code == 302
    public = reverse("evidence:matter", args=[cast.steward.slug, matter.pk])
    shown = cast.client().get(public).content.decode()
    assert str(first.pk) in shown
    assert str(second.pk) not in shown
    mend = reverse("needs:publish", args=[cast.steward.slug, matter.pk])
    assert mend in officer.get(reverse("needs:matter", args=[cast.steward.slug, matter.pk])).content.decode()
    form = words(officer.get(mend))
    assert "แก้ที่ทุกคนอ่าน" in form
    assert BRIEF["what"] in form
    mended = {"sentence": "ร่องน้ำหลังวัดตัน น้ำท่วมลานวัด", "photos": [str(second.pk)]}
    assert "น้ำท่วมลานวัด" in words(officer.post(mend, {**mended, "preview": "1"}))
    assert officer.post(mend, mended).status_code == 302
    shown = cast.client().get(public).content.decode()
    assert "น้ำท่วมลานวัด" in shown
    assert str(second.pk) in shown
    assert str(first.pk) not in shown
    assert Entry.objects.filter(kind="needs.public_words_mended").count() == 1
    assert cast.client("clerk").post(mend, mended).status_code == 403
    Matter.objects.filter(pk=matter.pk).update(is_sensitive=True)
    with pytest.raises(SensitiveStaysQuiet):
        actions.mend_public_words(matter, by=cast.actor("officer"), sentence="อื่น")


def test_matters_that_were_called_alike_are_told_apart(cast: Cast) -> None:
    told = ("ของเก่าตั้งขวางศาลา", "หลังคาศาลารั่ว")
    rows = [actions.report_need(cast.steward, by=STRANGER, text=text, village=cast.villages[2]) for text in told]
    assert rows[0].matter.title == rows[1].matter.title
    home = reverse("loop:home", args=[cast.steward.slug])
    for who, reads in (("officer", True), ("head", True), ("clerk", False), ("auditor", False)):
        page = cast.client(who).get(home).content.decode()
        assert rows[0].matter.title in page
        assert [text in page for text in told] == [reads, reads], who
    call_of(cast, rows[0].matter, what="ขนของเก่าออกจากศาลา")
    call_of(cast, rows[1].matter, title="หลังคาศาลาหมู่ 3")
    assert [Matter.objects.get(pk=row.matter_id).title for row in rows] == ["ขนของเก่าออกจากศาลา", "หลังคาศาลาหมู่ 3"]


def test_a_bare_number_is_people_or_baht_or_asked_about() -> None:
    said = {"what": "ขุดลอก", "where": "หมู่ 3", "sectors": ["civil"]}
    form = CallForm({**said, "lacks_people": "๓", "lacks_money": "5,000"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["lacks_people"].endswith(" คน")
    assert form.cleaned_data["lacks_money"] == "5,000 บาท"
    for field in ("lacks_things", "lacks_knowledge"):
        assert field in CallForm({**said, field: "3"}).errors
    assert "for_how_many" in CallForm({**said, "lacks_people": "3 คน", "for_how_many": "1,000,000,000"}).errors


def test_a_call_whose_matter_was_taken_down_is_not_passed_on(cast: Cast, matter: Matter) -> None:
    call, officer = call_of(cast, matter), cast.client("officer")
    page = reverse("needs:call", args=[cast.steward.slug, call.pk])
    assert "line.me" in officer.get(page).content.decode()
    actions.unpublish_matter(matter, by=cast.actor("officer"), reason="พิมพ์ผิด")
    shown = officer.get(page).content.decode()
    assert "line.me" not in shown
    assert "จึงยังไม่มีอะไรให้ส่งต่อ" in shown
