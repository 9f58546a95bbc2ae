"""ความทรงจำ: บันทึกที่เพิ่มได้อย่างเดียว และข่าวที่ยังรอคนฟัง / The memory: append-only entries and the news still to be heard.

`record()` stores what happened in the transaction in which it happened; `on()` names who wants to hear;
`deliver()` lets them hear, once each; `seal()` numbers the leaves and extends an RFC 6962 log with heads that
travel out of the machine; `verify()` replays it all. Leaves and payloads hold no personal data and no free text.
"""
