"""แบ่งงานแบ่งหน้าที่กันทำตามความถนัด: ตารางแบ่งหน้าที่และงาน / The duty table, projects, tasks, division by aptitude.

"มีการแบ่งงานแบ่งหน้ากันทำตามความถนัด": first between organisations (the duty table, negotiated and signed by each), then
within them.
"""
