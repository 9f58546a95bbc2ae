"""What points at one person in a text that everybody is about to read."""

from __future__ import annotations

import pytest

from ruammue.foundation.private_words import signs_in

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("ช่วยยายมา บ้าน 12/3 โทร 081-234-5678", ("telephone", "house", "name")),
        ("โทร ๐๔๒ ๑๒๓ ๔๕๖", ("telephone",)),
        ("+66 81 234 5678", ("telephone",)),
        ("บ้านเลขที่ 45 น้ำท่วม", ("house",)),
        ("123/4 หมู่ 5", ("house",)),
        ("ช่วยนายสมชาย ใจดี", ("name",)),
        ("น.ส. สมใจ", ("name",)),
        ("ด.ช.ก้อง", ("name",)),
        ("พาลุงแดงไปหาหมอ", ("name",)),
        ("Mr. Smith helps", ("name",)),
        ("น้ำท่วมบ้าน 12 หลัง", ()),
        ("นายก อบต. นายอำเภอ นายช่าง", ()),
        ("ขยายถนน ติดป้ายเตือน นางฟ้า", ()),
        ("ถึงเป้าหมายแล้ว ตั้งเป้าด้วยกัน", ()),
        ("ทำทางลาดบ้านยายสี หน้าบ้านป้าดา", ("name",)),
        ("ยายที่อยู่คนเดียว ลุงและป้า", ()),
        ("บ้านโนนสวรรค์ 1/12/2569", ()),
        ("2026-12-01 ถึง 2027-01-31, 99990101, 1 250 000 บาท", ()),
        ("", ()),
    ],
)
def test_what_points_at_a_person_is_found_and_what_everybody_says_is_not(text: str, signs: tuple[str, ...]) -> None:
    assert signs_in(text) == signs


def test_several_texts_are_read_apart() -> None:
    """A number that only two cells together make is no telephone."""
    assert signs_in("08123", "45678") == ()
    assert signs_in("ปกติ", "โทร 0812345678") == ("telephone",)
