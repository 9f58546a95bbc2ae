"""What may be a person's name: letters of any script, and nothing that is a number, a link or mark-up."""

from __future__ import annotations

import pytest
from django import forms

from ruammue.foundation import thai_names
from ruammue.foundation.forms import NameField

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    "name",
    [
        "สมใจ", "มานะ ณ นคร", "ว่าที่ ร.ต. มานะ", "พระครูสุตธรรม (วัดกลาง)", "น้ำผึ้ง", "เบิร์ด", "Jean-Luc", "O’Neil",
        "O'Neil", "J. R. Smith", "ສົມໃຈ", "Nguyễn Văn Đạt", "မောင်", "Zoë", "",
    ],
)  # fmt: skip
def test_names_of_every_script_pass(name: str) -> None:
    assert NameField(required=False).clean(name) == name


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("สมชาย 2", "“2”"), ("สมชาย ๒", "“๒”"), ("0812345678", "“0”"), ("<b>สมใจ</b>", "“<”"), ("http://x.th", "“:”"),
        ("www.x.th", "ที่อยู่เว็บ"), ("ซื้อที่ spam.com", "ที่อยู่เว็บ"), ("สมใจ@x", "“@”"), ("...", "ตัวอักษร"), ("🙂", "“🙂”"),
        ("=1+1", "“=”"), ("1-1037-02071-81-1", "เลขประจำตัว"),
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_in_a_sentence(name: str, says: str) -> None:
    with pytest.raises(forms.ValidationError, match=r"\S") as refused:
        NameField().clean(name)
    assert says in refused.value.messages[0]


def test_mutant_without_the_check_anything_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thai_names, "check", lambda name: None)
    assert NameField().clean("www.x.th 081") == "www.x.th 081"
