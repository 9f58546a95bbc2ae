"""Verbs of this room: report, answer, judge; open, publish and close a matter; call others to act together."""

from ruammue.needs.actions.calls import (
    close_call,
    endorse_call,
    mark_project,
    open_call,
    open_matter_from_project,
    refuse_to_call,
)
from ruammue.needs.actions.erasing import erase_files
from ruammue.needs.actions.matters import (
    close_matter,
    is_unnamed,
    mend_public_words,
    merge_matters,
    open_matter,
    publish_matter,
    rename_matter,
    reopen_matter,
    resume_station,
    skip_station,
    split_need,
    unpublish_matter,
)
from ruammue.needs.actions.telling import (
    answer_need,
    exclude_handler,
    give_verdict,
    hand_over,
    hand_over_all,
    report_need,
    sort_need,
)

__all__ = [
    "answer_need",
    "close_call",
    "close_matter",
    "endorse_call",
    "erase_files",
    "exclude_handler",
    "give_verdict",
    "hand_over",
    "hand_over_all",
    "is_unnamed",
    "mark_project",
    "mend_public_words",
    "merge_matters",
    "open_call",
    "open_matter",
    "open_matter_from_project",
    "publish_matter",
    "refuse_to_call",
    "rename_matter",
    "reopen_matter",
    "report_need",
    "resume_station",
    "skip_station",
    "sort_need",
    "split_need",
    "unpublish_matter",
]
