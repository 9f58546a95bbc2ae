"""หลักฐานเชิงประจักษ์: หน้าสาธารณะและสายโซ่จากปัญหาถึงผล / Public pages and the chain from a need to its result.

Counts only, one suppression function, no personal data of villagers.
"""
