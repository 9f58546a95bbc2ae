"""Who may do what with work and duties: tables to read aloud. Any row, all of the row."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from ruammue.access.actors import Actor, Role
from ruammue.access.claims import (
    is_auditor,
    is_clerk,
    is_coordinator,
    is_executive,
    is_member_here,
    is_officer,
    is_partner,
    is_village_head,
    is_volunteer,
)
from ruammue.access.gate import EVERYONE, Policy
from ruammue.foundation.private_words import signs_in
from ruammue.needs import rules as needs
from ruammue.needs.models import Matter
from ruammue.networks.models import NetworkMember
from ruammue.people.models import Acquaintance, Affiliation, Organisation
from ruammue.people.queries import organisation_here
from ruammue.people.rules import OrganisationHere
from ruammue.work.models import (
    Competence,
    Duty,
    Project,
    SignUp,
    Slot,
    Task,
    TaskChange,
    TaskPart,
    ToldActivity,
    ToldSheet,
    Work,
)
from ruammue.work.models.tasks import LIVE
from ruammue.work.who_where.actions import WORDS, is_named, others_in


def _matter(subject: Any) -> Matter:
    """The matter of a matter, a project, a piece of work or a duty."""
    if isinstance(subject, Matter):
        return subject
    found: Matter = subject.matter if isinstance(subject, Work | Project) else subject.work.matter
    return found


def may_open(actor: Actor, subject: Any) -> bool:
    """May open the matter."""
    return needs.may_open(actor, _matter(subject))


def its_matter_is_public(_actor: Actor, subject: Any) -> bool:
    """The matter stands on the public page."""
    matter = _matter(subject)
    return matter.is_public and matter.merged_into_id is None


def heads_its_village(actor: Actor, subject: Any) -> bool:
    """Head of the village of the matter."""
    village = _matter(subject).village_id
    return is_village_head(actor, subject) and village is not None and village in actor.villages


def has_a_part(actor: Actor, subject: Any) -> bool:
    """Speaks for an organisation in a network of this matter, or with a duty in it."""
    if not actor.represents:
        return False
    matter = _matter(subject)
    members = NetworkMember.objects.of(matter.steward_id).filter(network__matter=matter, until_on=None)
    duties = Duty.objects.of(matter.steward_id).filter(work__matter=matter)
    return any(rows.filter(organisation_id__in=actor.represents).exists() for rows in (members, duties))


def leads_it(actor: Actor, work: Work) -> bool:
    """Speaks for an organisation that leads this work or does it together with others."""
    active = (Duty.Part.LEAD, Duty.Part.JOINT)
    return work.duties.filter(part__in=active, organisation_id__in=actor.represents).exists()


def speaks_for_it(actor: Actor, duty: Duty) -> bool:
    """Speaks for the organisation that has this duty."""
    return duty.organisation_id in actor.represents


SEE: Policy = [[may_open], [has_a_part]]
LIST: Policy = [[is_member_here]]
SEE_PROJECT: Policy = SEE
PRINT_PROJECT_BOARD: Policy = [[its_matter_is_public], *SEE]
"""Of a public matter for everybody, in public words; of another for those who see the project."""
SEE_PROJECT_PICTURE: Policy = EVERYONE
"""The loader finds projects of public matters only: a picture is made to be passed on."""
DIVIDE: Policy = [
    [may_open, is_officer],
    [may_open, is_clerk],
    [may_open, is_executive],
    [may_open, is_coordinator],
    [may_open, heads_its_village],
]
SEE_SHARES: Policy = [*DIVIDE, [may_open, is_auditor]]
ASK: Policy = [[may_open, is_officer], [may_open, is_clerk], [may_open, is_coordinator]]
OPEN_PROJECT: Policy = DIVIDE
SET_PROJECT_LINES: Policy = ASK
CLOSE_PROJECT: Policy = ASK
TELL_PROJECT_LESSON: Policy = [[is_member_here, may_open]]
"""Read and written by those who may open the matter, as its own lessons are."""
ENTER_PAPER: Policy = [*ASK, [may_open, heads_its_village]]
SIGN: Policy = [[has_a_part, is_partner]]
FINISH: Policy = [
    [may_open, is_officer],
    [may_open, is_clerk],
    [may_open, is_coordinator],
    [may_open, heads_its_village],
    [leads_it],
]
NAME_FOR_OTHERS: Policy = [[may_open, is_officer], [may_open, is_coordinator]]
NAME_PERSON: Policy = [[speaks_for_it], *NAME_FOR_OTHERS]
OPEN_LINK: Policy = EVERYONE


def is_council(actor: Actor, _subject: Any) -> bool:
    """A member of the council."""
    return actor.has(Role.COUNCIL)


def work_with_matter(request: Any, key: Any) -> Work:
    """Loader: a piece of work with its matter. Raises Http404."""
    found: Work | None = Work.objects.of(request.steward).select_related("matter__steward").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def duty_with_work(request: Any, key: Any) -> Duty:
    """Loader: a duty with its work, matter and organisation. Raises Http404."""
    rows = Duty.objects.of(request.steward).select_related("work__matter__steward", "organisation")
    found: Duty | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


# ------------------------------------------------------------------------------------------- within


def is_oneself(actor: Actor, subject: Any) -> bool:
    """It is about the reader."""
    return actor.person_id is not None and subject.person_id == actor.person_id


def keeps_their_village(actor: Actor, subject: Any) -> bool:
    """Heads the village in which the person lives, or is its volunteer or coordinator."""
    known = subject if isinstance(subject, Acquaintance) else None
    if known is None and subject.person_id is not None:
        known = Acquaintance.objects.of(subject.steward_id).filter(person_id=subject.person_id).first()
    return known is not None and known.village_id is not None and known.village_id in actor.villages


def speaks_for_theirs(actor: Actor, subject: Any) -> bool:
    """Speaks for an organisation to which the person belongs."""
    if not actor.represents or subject.person_id is None:
        return False
    today = timezone.localdate()
    ties = Affiliation.objects.of(subject.steward_id).filter(Q(until_on=None) | Q(until_on__gte=today))
    return bool(ties.filter(person_id=subject.person_id, organisation_id__in=actor.represents).exists())


def speaks_for_this_organisation(actor: Actor, subject: Any) -> bool:
    """Speaks for the organisation that it is about."""
    found = subject.organisation if isinstance(subject, OrganisationHere | Competence) else None
    return found is not None and found.pk in actor.represents


def is_of_another_organisation(actor: Actor, subject: Any) -> bool:
    """Speaks for an organisation, and it is about one that they do not speak for: nobody confirms for themselves."""
    about = getattr(subject, "organisation_id", None)
    return about is not None and bool(actor.represents) and about not in actor.represents


def is_about_another(actor: Actor, subject: Any) -> bool:
    """It is about a person, and that is not the reader."""
    return subject.person_id is not None and subject.person_id != actor.person_id


def is_known_here(actor: Actor, _subject: Any) -> bool:
    """Somebody whom this steward knows, with or without a role."""
    if actor.person_id is None or actor.steward_id is None:
        return False
    return Acquaintance.objects.of(actor.steward_id).filter(person_id=actor.person_id).exists()


def may_open_its_matter(actor: Actor, subject: Any) -> bool:
    """May open the matter of this task, place or sign-up."""
    return needs.may_open(actor, task_of(subject).matter)


def heads_village_of_task(actor: Actor, subject: Any) -> bool:
    """Heads the village where it is done, or that of the matter."""
    task = task_of(subject)
    return is_village_head(actor, subject) and not actor.villages.isdisjoint({task.village_id, task.matter.village_id})


def leads_the_task(actor: Actor, subject: Any) -> bool:
    """Is the one responsible for the task on the spot."""
    if actor.person_id is None:
        return False
    task = task_of(subject)
    rows = TaskPart.objects.of(task.steward_id).filter(task=task, part=TaskPart.Part.LEAD, person_id=actor.person_id)
    return rows.exists()


def is_in_it(actor: Actor, task: Task) -> bool:
    """Was asked for this task, or said yes."""
    if actor.person_id is None:
        return False
    rows = SignUp.objects.of(task.steward_id).filter(LIVE, slot__task=task, person_id=actor.person_id)
    return bool(rows.filter(asked_at__isnull=False).exists())


def task_of(subject: Any) -> Task:
    """The task of a task, a place, a change or a sign-up."""
    if isinstance(subject, Task):
        return subject
    found: Task = subject.slot.task if isinstance(subject, SignUp) else subject.task
    return found


DIVIDERS: Policy = [[is_officer], [is_clerk], [is_coordinator]]
"""Who divides the work of the tambon, and therefore sees who can do what."""
SEE_SKILLS: Policy = [*DIVIDERS, [is_village_head], [is_volunteer], [is_partner]]
"""The words, and organisations that can do it. Of persons each reads no more than `queries.skills` lets them."""
SEE_ORGANISATION_SKILLS: Policy = [[is_member_here]]
"""What an organisation can do is no personal matter: whoever works with us may know whom to ask."""
SEE_PERSON_SKILLS: Policy = [*DIVIDERS, [keeps_their_village], [speaks_for_theirs], [is_oneself]]
SAY_SKILL: Policy = SEE_PERSON_SKILLS
SAY_ORGANISATION_SKILL: Policy = [*DIVIDERS, [speaks_for_this_organisation]]
CONFIRM_SKILL: Policy = [
    [is_of_another_organisation],
    *(
        [is_partner, is_about_another, claim]
        for claim in (is_officer, is_clerk, is_coordinator, keeps_their_village, speaks_for_theirs)
    ),
]
TAKE_BACK_SKILL: Policy = [*DIVIDERS, [keeps_their_village], [is_oneself], [speaks_for_this_organisation]]
SEE_HOURS: Policy = [*DIVIDERS, [is_oneself]]
"""Somebody's hours are theirs: they and the office read them, nobody else."""
OWN_WORK: Policy = [[is_known_here]]
KEEP_SEASONS: Policy = DIVIDERS
KEEP_APART: Policy = [[is_officer], [is_coordinator]]
"""As few as possible: it is nobody's business but theirs who put people together."""
SEE_MONTH: Policy = [
    [is_officer], [is_clerk], [is_executive], [is_coordinator], [is_village_head], [is_council], [is_auditor],
]  # fmt: skip
SEE_NAMES_OF_MONTH: Policy = [[is_officer], [is_clerk], [is_executive], [is_coordinator], [is_village_head]]
PLAN_MONTH: Policy = DIVIDERS
OPEN_TASK: Policy = DIVIDE
CHANGERS: Policy = [*DIVIDERS, [is_village_head]]
"""Who may change tasks at all: what waits in them is shown to these, of matters that each may open."""
SEE_TASK: Policy = [
    *([claim, may_open_its_matter] for claim in (is_officer, is_clerk, is_executive, is_coordinator)),
    [heads_village_of_task, may_open_its_matter],
    [leads_the_task],
]
CHANGE_TASK: Policy = [
    *([claim, may_open_its_matter] for claim in (is_officer, is_clerk, is_coordinator)),
    [heads_village_of_task, may_open_its_matter],
]
WRITE_WHO_CAME: Policy = [*CHANGE_TASK, [leads_the_task]]
ANSWER: Policy = [*CHANGE_TASK, [is_oneself]]
ASK_CHANGE: Policy = [*SEE_TASK, [is_in_it]]
"""Whoever is in a task may say that another day would suit; whether it is moved is for those who may change it."""


def person_here(request: Any, key: Any) -> Acquaintance:
    """Loader: the steward's side of a person, by the person's id. Raises Http404."""
    rows = Acquaintance.objects.of(request.steward).select_related("person", "village", "steward")
    found: Acquaintance | None = rows.filter(person_id=key, person__anonymised_at=None).first()
    if found is None:
        raise Http404
    return found


def organisation_of_ours(request: Any, key: Any) -> OrganisationHere:
    """Loader: an organisation of our area or of our lists. What others can do is others' to tell. Raises Http404."""
    here = organisation_here(request, key)
    if not here.is_ours:
        raise Http404
    return here


def competence_at(request: Any, key: Any) -> Competence:
    """Loader: a skill of somebody. Raises Http404."""
    rows = Competence.objects.of(request.steward).select_related("person", "organisation", "steward")
    found: Competence | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def project_at(request: Any, key: Any) -> Project:
    """Loader: a project with its matter. Raises Http404."""
    rows = Project.objects.of(request.steward).select_related("matter__steward", "steward")
    found: Project | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def public_project_at(request: Any, key: Any) -> Project:
    """Loader: a project of a matter of which everybody may read. Raises Http404."""
    found = project_at(request, key)
    if not its_matter_is_public(request.actor, found):
        raise Http404
    return found


def task_at(request: Any, key: Any) -> Task:
    """Loader: a task with its matter. Raises Http404."""
    rows = Task.objects.of(request.steward).select_related(
        "matter__steward", "village", "package", "steward", "hours_line"
    )
    found: Task | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def change_at(request: Any, key: Any) -> TaskChange:
    """Loader: a wish to change a task. Raises Http404."""
    rows = TaskChange.objects.of(request.steward).select_related(
        "task__matter__steward", "task__village", "person", "steward"
    )
    found: TaskChange | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def slot_at(request: Any, key: Any) -> Slot:
    """Loader: a place with its task. Raises Http404."""
    rows = Slot.objects.of(request.steward).select_related("task__matter__steward", "task__village", "steward")
    found: Slot | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def sign_up_at(request: Any, key: Any) -> SignUp:
    """Loader: a sign-up with its place, task and person. Raises Http404."""
    rows = SignUp.objects.of(request.steward).select_related(
        "slot__task__matter__steward",
        "slot__task__village",
        "person",
        "steward",
        "covers__person",
        "in_exchange__slot__task",
    )
    found: SignUp | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


# ------------------------------------------------------------------------------------------- who does what, where


def speaks_for_teller(actor: Actor, sheet: ToldSheet) -> bool:
    """Speaks for the organisation whose list it is."""
    return sheet.organisation_id in actor.represents


def speaks_for_named(actor: Actor, activity: ToldActivity) -> bool:
    """Speaks for an organisation that the row is about, and did not bring it itself."""
    told = activity.sheet
    if not actor.represents or told.organisation_id in actor.represents:
        return False
    facts = {name: getattr(activity, name) for name in ("lead", "implementers", "funder")}
    others = others_in(facts, told.organisation)
    return any(is_named(name, body) for body in Organisation.objects.filter(pk__in=actor.represents) for name in others)


def names_no_person(_actor: Actor, activity: ToldActivity) -> bool:
    """Nothing in the row points at one person."""
    return not signs_in(*(getattr(activity, name) for name in WORDS))


SEE_WHO_WHERE: Policy = EVERYONE
"""The page asks what each reader may open; whoever did not come in reads what everybody may."""
BRING_TOLD: Policy = [*DIVIDERS, [is_partner]]
KEEP_TOLD: Policy = [*DIVIDERS, [speaks_for_teller]]
WEIGH_TOLD: Policy = [*DIVIDERS, [names_no_person, speaks_for_named]]
"""Whom a row is about says yes or no to it; where it points at one person, the office alone."""


def told_activity_at(request: Any, key: Any) -> ToldActivity:
    """Loader: a row of a list that an organisation told us. Raises Http404."""
    rows = ToldActivity.objects.of(request.steward).select_related("sheet__organisation", "sheet__steward__area")
    found: ToldActivity | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def told_sheet_at(request: Any, key: Any) -> ToldSheet:
    """Loader: a list that an organisation told us. Raises Http404."""
    rows = ToldSheet.objects.of(request.steward).select_related("organisation", "steward__area")
    found: ToldSheet | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found
