"""(2) การจัดตั้งเครือข่าย: คณะกรรมการและภาคีเครือข่ายห้าระดับ / Networks and committees at five levels, seats, orders, ties.

"ในรูปแบบคณะกรรมการและรูปแบบภาคีเครือข่ายการทำงาน ... ระดมกำลังคน ทรัพยากรและความรู้". A seat is not its holder; a seat
may stand empty; an answer to an invitation is claimed until the officer confirmed it by phone or paper.
"""
