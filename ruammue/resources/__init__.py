"""แลกเปลี่ยนทรัพยากรซึ่งกันและกัน: ใครขาด ใครมี ใครรับปาก ใครส่งมอบ / Need lines, offers, commitments, deliveries, loans.

"แลกเปลี่ยนทรัพยากรซึ่งกันและกัน". Words after Valueflows 1.0; status is derived, only decisions are stored; quantities
are integers in minor units; nothing is rewritten: a correction is a reversal. Money is recorded, never held.
"""
