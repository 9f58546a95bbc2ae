"""กฎและเกณฑ์เป็นข้อมูล / Law and criteria as data: each rule with its citation, its date and whether it was read in the source.

A rule that nobody read in its source (`is_confirmed=False`) is a parameter and is shown as ไม่ยืนยัน, never as law.
"""
