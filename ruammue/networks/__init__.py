"""เครือข่าย: ใครอยู่ในคณะกรรมการไหน ภาคีไหนร่วมกับเรา ห้าระดับ / Networks: committees, partners and seats at five levels.

The seed: "(2) การจัดตั้งเครือข่าย ... ในระดับหมู่บ้าน ตำบล อำเภอ จังหวัด และภายในประเทศ ในรูปแบบคณะกรรมการและภาคีเครือข่าย".
A seat is not its holder; an order number is typed from the office's register; an invitation is answered on a
phone without an account, and stays a claim until an officer has confirmed it.
"""
