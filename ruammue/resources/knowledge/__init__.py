"""ความรู้: ใครรู้เรื่องนี้ ถามแล้วได้คำตอบ และบทเรียนสามบรรทัดตอนจบเรื่อง. Knowledge among partners.

Who knows it, questions and their answers, and three lines of lessons at the end of a matter, found again when a similar
matter opens. Of a matter about one person's own life nothing of this leaves that matter's page.
"""
