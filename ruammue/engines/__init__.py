"""Engines: arithmetic that a citizen may want to check (งานคำนวณที่ใครก็ตรวจซ้ำได้).

Pure: no Django, clock, randomness of its own, input or output, nor anything of ours; frozen values in and
out; exact numbers; reasons as codes and numbers. Engines do not import one another.
"""
