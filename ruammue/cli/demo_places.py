"""The places of the demonstration: two tenants that do not exist, on codes that do not exist. Django must be up.

Nine villages, two of one name, as 37.6 % of real tambons have. Nothing here stands for a real office or person.
"""

from __future__ import annotations

from ruammue.ledger.who import SYSTEM
from ruammue.networks.actions import prepare_slots
from ruammue.places.actions import make_fictional_steward
from ruammue.places.compact import AreaRow
from ruammue.places.models import Steward

VILLAGES = (
    "บ้านนาร่วมใจ",
    "บ้านโนนสะอาด",
    "บ้านดอนแดง",
    "บ้านหนองบัวคำ",
    "บ้านดอนแดง",
    "บ้านโคกสว่าง",
    "บ้านทุ่งกว้าง",
    "บ้านท่าน้ำใส",
    "บ้านป่าไผ่งาม",
)
NEIGHBOURS = ("บ้านทุ่งสามัคคี", "บ้านคลองใส", "บ้านสวนมะม่วง", "บ้านเนินทอง")


def make_places() -> tuple[Steward, Steward]:
    """อบต.นาร่วมใจ and its neighbour, with their villages and unconfirmed places. Once, inside a door."""
    home = make_fictional_steward(
        slug="na-ruam-jai",
        name="องค์การบริหารส่วนตำบลนาร่วมใจ (สาธิต)",
        short_name="อบต.นาร่วมใจ (สาธิต)",
        tambon=AreaRow("999901", "tambon", "นาร่วมใจ", "Na Ruam Jai", "9999", "", "", ""),
        villages=VILLAGES,
        phone="042000000",
        by=SYSTEM,
    )
    neighbour = make_fictional_steward(
        slug="thung-samakkhi",
        name="เทศบาลตำบลทุ่งสามัคคี (สาธิต)",
        short_name="ทต.ทุ่งสามัคคี (สาธิต)",
        tambon=AreaRow("999902", "tambon", "ทุ่งสามัคคี", "Thung Samakkhi", "9999", "", "", ""),
        villages=NEIGHBOURS,
        phone="042000001",
        by=SYSTEM,
    )
    for steward in (home, neighbour):
        prepare_slots(steward, by=SYSTEM)
    return home, neighbour
