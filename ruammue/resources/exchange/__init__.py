"""ใครขาด ใครมี และการแลกเปลี่ยน: what fits whom from either side, and agreements in which several give at once.

"แลกเปลี่ยนทรัพยากรซึ่งกันและกัน". Recognition without a balance is the default: nobody has to give back. Whoever wants
something in return proposes it; a proposal becomes promises on all sides in one act, or none.
"""
