"""(3) การตัดสินใจร่วมกัน: เวทีประชาคม ประชุม มติ รายงานการประชุม / Forums, meetings, motions, ballots, minutes, resolutions.

"กระบวนการมีส่วนร่วมของทุกภาคส่วนในการกำหนดแนวทางและการตัดสินใจร่วมกัน ผ่านคณะกรรมการ ภาคีเครือข่าย และผู้บริหาร".
Three doors: a committee with its quorum, a partner network by consensus, the executive who approves or gives reasons.
"""
