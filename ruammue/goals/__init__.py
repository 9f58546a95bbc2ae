"""(4) การวางเป้าหมายการทำงานร่วมกัน: เป้าหมายร่วม ตัวชี้วัด ค่าที่วัดได้ / Shared goals, indicators, targets, readings.

"วางเป้าหมายการทำงานร่วมกันเพื่อไปสู่ผลสำเร็จตามที่ตั้งไว้". A goal is *shared* once two organisations of different
sectors have signed it.
"""
