"""(5) การประสานความร่วมมือระดับบุคคลและระดับองค์กร / Coordinators, conversations, one inbox, notices.

"ผู้ประสานเชื่อมโยงการทำงานระหว่างกัน ... เจรจาต่อรองและสื่อสารที่เข้าใจได้ง่าย": each network and village has a named
coordinator and deputy, each matter one name and one phone number.
"""
