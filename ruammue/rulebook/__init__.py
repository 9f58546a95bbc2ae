"""กติกา: กฎหมายและระเบียบเป็นข้อมูล มีรุ่น มีวันที่ มีที่มา / The rules: law as versioned, dated, cited data.

The seed: "การตัดสินใจร่วมกัน ผ่านคณะกรรมการ ภาคีเครือข่าย และผู้บริหาร". Who sits in a committee, when enough are
there and what a resolution is worth stand here as data, each with its source and whether we read it ourselves.

    rulebook.check("R01", SeatFacts(...))                  -> Verdict
    rulebook.quorum_rule("committee.development")          -> Quorum
    rulebook.effect_of("committee.development", "committee")  -> LegalEffect(code, is_confirmed, citation)
    rulebook.committee("committee.development")            -> Committee, or None
"""

from ruammue.rulebook.judging import (
    NoSuchRule,
    check,
    committee,
    committees,
    effect_of,
    notice_days,
    packs,
    quorum_rule,
    rule,
    rules,
)
from ruammue.rulebook.values import (
    Clock,
    Committee,
    Evidence,
    Finding,
    Force,
    InterestFacts,
    LegalEffect,
    MinutesFacts,
    NamingFacts,
    NoticeFacts,
    Pack,
    Quorum,
    QuorumFacts,
    Rule,
    SeatFacts,
    SeatRule,
    ShareFacts,
    TermFacts,
    Verdict,
)

__all__ = [
    "Clock",
    "Committee",
    "Evidence",
    "Finding",
    "Force",
    "InterestFacts",
    "LegalEffect",
    "MinutesFacts",
    "NamingFacts",
    "NoSuchRule",
    "NoticeFacts",
    "Pack",
    "Quorum",
    "QuorumFacts",
    "Rule",
    "SeatFacts",
    "SeatRule",
    "ShareFacts",
    "TermFacts",
    "Verdict",
    "check",
    "committee",
    "committees",
    "effect_of",
    "notice_days",
    "packs",
    "quorum_rule",
    "rule",
    "rules",
]
