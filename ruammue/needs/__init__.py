"""(1) การริเริ่มความร่วมมือ: อะไรที่เดือดร้อน ใครเห็น และการชวนกันแก้ / What hurts, who noticed, and the call to act together.

"มีรายได้น้อยและมีทรัพยากรไม่เพียงพอ จึงเกิดแนวคิดริเริ่มสร้างความร่วมมือกับภาคส่วนต่างๆ". A `Need` is a person's or
the office's problem and is private; a `Matter` is the public thread that runs from it round the wheel.
"""
