"""เอกสาร: ร่างที่พิมพ์ได้ แก้ได้ และอ่านออกเสียงได้ / Papers: drafts to print, to edit and to read aloud.

The seed asks for "เทคโนโลยีและการสื่อสารที่เข้าใจได้ง่าย"; for half of the people here that is a sheet of paper.
One pipeline: a frozen dataclass of `kinds` is composed into blocks (`compose`), which are drawn as PDF
(`typeset`, with `typst/paper.typ`), DOCX (`word`), HTML (`page`) or XLSX. `render.render` is the door.

Papers are Thai forms with Thai words, so their text is not looked up in a catalogue; what the room says to
its users (refusals) is. Nothing printed is official: every page says so, no emblem is drawn, no number minted.
"""
