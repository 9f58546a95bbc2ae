"""คน องค์กร และบัญชีผู้ใช้ / People, organisations, accounts; persons without accounts; consent and rights.

"ทั้งภาครัฐ ภาคเอกชน ภาคประชาสังคม และประชาชนในท้องถิ่น": identities of persons and organisations are shared by
the whole installation; every relation to them belongs to a steward.
"""
