"""Who may do what with needs, matters and calls. Tables to be read aloud: any row, all of the row."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from ruammue.access.actors import Actor, Role
from ruammue.access.claims import is_auditor, is_clerk, is_coordinator, is_executive, is_officer, is_staff
from ruammue.access.gate import EVERYONE, Policy
from ruammue.foundation.keys import plain_code
from ruammue.needs import throttle
from ruammue.needs.models import Call, Matter, Need, NeedFile, villages_headed_by
from ruammue.papers.models import Attachment


def may_read(actor: Actor, need: Need) -> bool:
    """One of those to whom this need is not private."""
    return Need.objects.visible_to(actor).filter(pk=need.pk).exists()


def may_open(actor: Actor, matter: Matter) -> bool:
    """May open the working page of this matter."""
    return Matter.objects.of(matter.steward_id).visible_to(actor).filter(pk=matter.pk).exists()


def may_open_its_matter(actor: Actor, thing: Any) -> bool:
    """May open the matter that this call or project belongs to."""
    return may_open(actor, thing.matter)


def handles_it(actor: Actor, need: Need) -> bool:
    """The named human who answers this need."""
    return actor.person_id is not None and need.handler_id == actor.person_id


def told_it(actor: Actor, need: Need) -> bool:
    """Told this need, or entered it for a neighbour: those who were given its receipt code."""
    return actor.person_id is not None and actor.person_id in (need.reporter_id, need.entered_by_id)


def heads_its_village(actor: Actor, need: Need) -> bool:
    """Heads the village of this need today."""
    return actor.has(Role.VILLAGE_HEAD) and villages_headed_by(actor).filter(village_id=need.village_id).exists()


def handles_a_need_of_it(actor: Actor, matter: Matter) -> bool:
    """Answers one of the needs in this matter."""
    return actor.person_id is not None and matter.needs.filter(handler_id=actor.person_id).exists()


def works_here(actor: Actor, _subject: Any) -> bool:
    """Has some role at this steward."""
    return bool(actor.roles)


def is_on_the_council(actor: Actor, _subject: Any) -> bool:
    """A member of the council."""
    return actor.has(Role.COUNCIL)


def may_read_its_need(actor: Actor, file: NeedFile) -> bool:
    """The file belongs to a need that is not private to this actor."""
    return may_read(actor, file.need)


def is_public_photo(_actor: Actor, file: NeedFile) -> bool:
    """A photo that an officer chose, of a matter that is published."""
    attachment, matter = file.attachment, file.need.matter
    return attachment.kind == Attachment.Kind.PHOTO and attachment.is_public and matter.is_public


def is_public_call(_actor: Actor, call: Call) -> bool:
    """A call of a published matter: anybody may have its sheet."""
    return call.matter.is_public


REPORT: Policy = EVERYONE
ASK_BY_CODE: Policy = EVERYONE
LIST_NEEDS: Policy = [[works_here]]
READ_NEED: Policy = [[may_read]]
ANSWER_NEED: Policy = [[may_read, is_officer], [may_read, handles_it], [may_read, heads_its_village]]
ENTER_VERDICT: Policy = ANSWER_NEED
USE_RECEIPT: Policy = [[told_it]]
SORT_NEED: Policy = [[may_read, is_officer], [may_read, handles_it]]
HAND_OVER: Policy = [[may_read, is_officer], [may_read, handles_it]]
EXCLUDE_HANDLER: Policy = [[may_read, is_officer]]
SPLIT_NEED: Policy = [[may_read, is_officer]]
SEE_FILE: Policy = [[may_read_its_need]]
SEE_PUBLIC_PHOTO: Policy = [[is_public_photo]]
OPEN_MATTER: Policy = [[may_open]]
WORK_ON_MATTER: Policy = [
    [may_open, is_officer],
    [may_open, is_clerk],
    [may_open, is_coordinator],
    [may_open, handles_a_need_of_it],
]
RENAME_MATTER: Policy = WORK_ON_MATTER
SKIP_STATION: Policy = WORK_ON_MATTER
CLOSE_MATTER: Policy = [[may_open, is_officer], [may_open, is_clerk], [may_open, handles_a_need_of_it]]
MERGE_MATTERS: Policy = [[may_open, is_officer]]
PUBLISH_MATTER: Policy = [[may_open, is_officer]]
OPEN_CALL: Policy = [[may_open, is_officer], [may_open, is_executive]]
SEE_CALL: Policy = [[may_open_its_matter]]
CALL_SHEET: Policy = [[is_public_call], [may_open_its_matter]]
ENDORSE_CALL: Policy = [[may_open_its_matter, is_executive]]
CLOSE_CALL: Policy = [[may_open_its_matter, is_officer], [may_open_its_matter, is_executive]]
LIST_PROJECTS: Policy = [[is_staff], [is_auditor], [is_on_the_council]]
MARK_PROJECT: Policy = [[is_officer], [is_executive], [is_clerk]]


def need_of_code(request: Any, key: Any) -> Need:
    """Loader: the need of a receipt code. Wrong codes count against the phone and place they come from.

    Raises Http404, and TooManyCodes once too many were wrong.
    """
    throttle.check_codes(request)
    need: Need | None = (
        Need.objects.of(request.steward)
        .select_related("village", "handler", "matter")
        .filter(receipt=plain_code(str(key)))
        .first()
    )
    if need is None:
        throttle.count_wrong_code(request)
        raise Http404
    throttle.remember_right_code(request, need.receipt)
    return need


def matter_with_place(request: Any, key: Any) -> Matter:
    """Loader: a matter with its village, its steward and the matter it was joined to. Raises Http404."""
    matters = Matter.objects.of(request.steward).select_related("village", "merged_into")
    matter: Matter | None = matters.filter(pk=key).first()
    if matter is None:
        raise Http404
    matter.steward = request.steward
    return matter


def file_with_need(request: Any, key: Any) -> NeedFile:
    """Loader: a need's file with what the rules ask about. Raises Http404."""
    file: NeedFile | None = (
        NeedFile.objects.of(request.steward).select_related("need__matter", "attachment").filter(pk=key).first()
    )
    if file is None:
        raise Http404
    return file


def call_with_matter(request: Any, key: Any) -> Call:
    """Loader: a call with its matter. Raises Http404."""
    call: Call | None = Call.objects.of(request.steward).select_related("matter").filter(pk=key).first()
    if call is None:
        raise Http404
    return call
