"""Verbs of this room, one file a noun."""

from ruammue.work.actions.duties import Asked, Cell, ask_to_sign, object_to_duties, set_duties, set_duty, sign_duties
from ruammue.work.actions.works import (
    change_work,
    drop_work,
    finish_work,
    name_person,
    open_work,
    release_person,
    reopen_work,
)

__all__ = [
    "Asked",
    "Cell",
    "ask_to_sign",
    "change_work",
    "drop_work",
    "finish_work",
    "name_person",
    "object_to_duties",
    "open_work",
    "release_person",
    "reopen_work",
    "set_duties",
    "set_duty",
    "sign_duties",
]
