"""ค่าพื้นฐานที่ไม่มีห้องของตัวเอง / Values with no home: dates, digits, money, quantities, keys, whole transactions.

No tables live here and nothing of ours is imported: every other room stands on this one.
"""
