"""พื้นที่และผู้ดูแล: ประเทศ > จังหวัด > อำเภอ > ตำบล > หมู่บ้าน และองค์กรปกครองส่วนท้องถิ่น / Places and their stewards.

Areas are keyed by dated DOPA codes, never by name (37.6 % of tambons have two villages of one name). A steward is
a tenant: a local government, a district office, a provincial office or a national body; its id rides on every row
of the rooms above ("เครือข่ายระดับหมู่บ้าน ตำบล อำเภอ จังหวัด และเครือข่ายภายในประเทศ").
"""
