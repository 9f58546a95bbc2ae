"""Verbs of thanking: ask for a name, make a paper, share a year, type when an election is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ruammue import rulebook
from ruammue.access.actors import Role
from ruammue.foundation.keys import new_key, new_token, token_hash
from ruammue.foundation.thai_digits import to_arabic
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people.models import Organisation, Person, RoleHeld
from ruammue.places.models import Steward
from ruammue.resources.actions.lines import hand_of
from ruammue.resources.events import (
    ContributionShared,
    ElectionTimeRemoved,
    ElectionTimeSet,
    PrintNameSaid,
    ThanksMade,
    ThanksVoided,
)
from ruammue.resources.refusals import (
    DatesReversed,
    DayBeyondReason,
    NamingNotWeighed,
    NotAskedForPrint,
    NotForPrint,
    NothingGiven,
    NumberUsed,
    PaperVoided,
    ReasonMissing,
    SourceMissing,
)
from ruammue.resources.thanks.contributions import days_of, print_name_of
from ruammue.resources.thanks.models import ContributionLink, ElectionTime, PrintName, Thanks
from ruammue.rulebook.sentences import sentence_of

RULE = "R30"
DAYS_TO_READ = 90
"""How long a partner may read its year by a link."""
DATED_AHEAD = timedelta(days=366)
"""A paper is dated at most so long after the day on which it is made: for the feast at which it is handed over."""
ELECTION_AROUND = timedelta(days=5 * 366)
ELECTION_AT_LONGEST = timedelta(days=366)
"""Our choice: a time of election longer or farther away than that has a mistyped year, and would warn for ever."""


@transaction.atomic
def say_print_name(
    steward: Steward,
    *,
    is_wanted: bool,
    name: str,
    how: str,
    by: Who,
    organisation: Organisation | None = None,
    person: Person | None = None,
    now: datetime | None = None,
) -> PrintName:
    """Write down whether and how a partner or a person wants to be named on papers. The newest word holds."""
    choice: PrintName = PrintName.objects.create(
        steward=steward,
        organisation=organisation,
        person=person,
        is_wanted=is_wanted,
        name=(name.strip() or (organisation or person).name) if is_wanted else "",  # type: ignore[union-attr]
        how=PrintName.How(how),
        said_at=now or timezone.now(),
        said_by_id=hand_of(by),
    )
    record(PrintNameSaid(steward=steward.pk, choice=choice.pk, is_wanted=is_wanted), by=by, at=now)
    return choice


def is_executive(steward: Steward, person: Person | None) -> bool:
    """An executive of this office, now or ever: who left office last month may stand for it again. One statement."""
    if person is None:
        return False
    roles = RoleHeld.objects.of(steward).filter(person=person, role=Role.EXECUTIVE.value)
    return bool(roles.exists())


def executives_of(steward: Steward) -> set[str]:
    """The names of all who are executives of this office, or were. One statement."""
    roles = RoleHeld.objects.of(steward).filter(role=Role.EXECUTIVE.value)
    return {person.name for person in Person.objects.filter(pk__in=roles.values("person"))}


def signers(steward: Steward, *, today: date) -> list[Person]:
    """Who may be named under a paper if somebody chooses so: executives, the chief administrator. One statement."""
    roles = RoleHeld.objects.of(steward).filter(
        Q(until_on=None) | Q(until_on__gte=today),
        role__in=(Role.EXECUTIVE.value, Role.CLERK.value),
        from_on__lte=today,
    )
    found = Person.objects.filter(pk__in=roles.values("person"), anonymised_at=None)
    return list(found.order_by("sort_key", "given_name", "id"))


def findings_words(verdict: rulebook.Verdict) -> str:
    """What a rule finds, in the reader's language."""
    return ", ".join(sentence_of(finding) for finding in verdict.findings)


def naming_verdict(steward: Steward, *, names_executive: bool, days: Iterable[date]) -> rulebook.Verdict:
    """What the rule says to a name of an executive on a paper that is made and dated on these days (R30): it speaks as
    soon as one of them is election time. One statement.
    """
    days = list(dict.fromkeys(days))
    times = ElectionTime.objects.of(steward).filter(removed_at=None, from_on__lte=max(days), until_on__gte=min(days))
    windows = tuple(times.values_list("from_on", "until_on", "source"))
    verdicts = [
        rulebook.check(RULE, rulebook.NamingFacts(today=day, names_executive=names_executive, windows=windows))
        for day in days
    ]
    return next((verdict for verdict in verdicts if not verdict.is_kept), verdicts[0])


@transaction.atomic
def make_thanks(
    steward: Steward,
    *,
    form: str,
    fiscal_year: int,
    gave: Sequence[str],
    about: str,
    by: Who,
    organisation: Organisation | None = None,
    person: Person | None = None,
    number: str = "",
    dated_on: date | None = None,
    signer: Person | None = None,
    signer_position: str = "",
    despite: str = "",
    key: UUID | None = None,
    now: datetime | None = None,
) -> Thanks:
    """Make a paper of thanks for what was confirmed. The name of an executive stands on it only when chosen. `key` is
    the form's own: sent twice, it is one paper.

    Raises NothingGiven, NotAskedForPrint (before the first paper), NotForPrint (a certificate), NamingNotWeighed,
    DayBeyondReason, NumberUsed.
    """
    now = now or timezone.now()
    # Two forms with one number, or one sent twice at once, wait for each other here.
    steward = Steward.objects.select_for_update().get(pk=steward.pk)
    before: Thanks | None = Thanks.objects.of(steward).filter(pk=key).first() if key else None
    if before is not None:
        return before
    receiver = organisation or person
    name = receiver.name if receiver else ""
    if not gave:
        raise NothingGiven(name=name, year=fiscal_year)
    choice = print_name_of(steward, organisation=organisation, person=person)
    if choice is None:
        raise NotAskedForPrint(name=name)
    if not choice.is_wanted and form == Thanks.Form.CERTIFICATE:
        raise NotForPrint(name=name)
    today = timezone.localdate(now)
    dated = dated_on or today
    within(dated, days_of(fiscal_year)[0], today + DATED_AHEAD)
    verdict = naming_verdict(steward, names_executive=is_executive(steward, signer), days=(today, dated))
    if not verdict.is_kept and not despite.strip():
        raise NamingNotWeighed(findings=verdict.findings)
    warned = "" if verdict.is_kept else f"{verdict.rule_id} {verdict.pack} {verdict.version}"
    number = " ".join(to_arabic(number).split())
    _not_used(steward, form, number, dated.year)
    made: Thanks = Thanks.objects.create(
        id=key or new_key(),
        steward=steward,
        form=Thanks.Form(form),
        organisation=organisation,
        person=person,
        fiscal_year=fiscal_year,
        printed_name=choice.name or name,
        about=about.strip(),
        gave=list(gave),
        number=number,
        register_year=dated.year,
        dated_on=dated_on,
        signer_name=signer.name if signer else "",
        signer_position=signer_position.strip() if signer else "",
        warned=warned,
        despite=despite.strip() if warned else "",
        made_at=now,
        made_by_id=hand_of(by),
    )
    record(
        ThanksMade(steward=steward.pk, thanks=made.pk, form=str(made.form), warned=bool(warned)),
        by=by,
        reason=made.despite,
        at=now,
    )
    return made


def _not_used(steward: Steward, form: str, number: str, year: int) -> None:
    """Raises NumberUsed."""
    papers = Thanks.objects.of(steward).filter(form=form, register_year=year, number=number)
    other = papers.first() if number else None
    if other is not None:
        raise NumberUsed(number=number, name=other.printed_name, on=other.dated_on or timezone.localdate(other.made_at))


@transaction.atomic
def void_thanks(thanks: Thanks, *, reason: str, by: Who, now: datetime | None = None) -> Thanks:
    """Let a paper count no longer: it stays with who, when and why, and what is printed of it says so. Its number is
    not used again. Raises ReasonMissing, PaperVoided.
    """
    now = now or timezone.now()
    thanks = Thanks.objects.of(thanks.steward_id).select_for_update().get(pk=thanks.pk)
    if not reason.strip():
        raise ReasonMissing()
    if thanks.voided_at is not None:
        raise PaperVoided(on=timezone.localdate(thanks.voided_at))
    thanks.voided_at, thanks.voided_by_id, thanks.void_reason = now, hand_of(by), reason.strip()
    thanks.save(update_fields=["voided_at", "voided_by_id", "void_reason"])
    record(ThanksVoided(steward=thanks.steward_id, thanks=thanks.pk), by=by, reason=thanks.void_reason, at=now)
    return thanks


def within(on: date, first: date, last: date) -> None:
    """Raises DayBeyondReason."""
    if not first <= on <= last:
        raise DayBeyondReason(on=on, first=first, last=last)


@transaction.atomic
def set_election_time(
    steward: Steward, *, title: str, from_on: date, until_on: date, source: str, by: Who, now: datetime | None = None
) -> ElectionTime:
    """Type from when to when it is election time, with its source. Raises SourceMissing, DatesReversed,
    DayBeyondReason.
    """
    today = timezone.localdate(now) if now else timezone.localdate()
    if not source.strip():
        raise SourceMissing()
    if until_on < from_on:
        raise DatesReversed(from_on=from_on, until_on=until_on)
    within(from_on, today - ELECTION_AROUND, today + ELECTION_AROUND)
    within(until_on, from_on, from_on + ELECTION_AT_LONGEST)
    time: ElectionTime = ElectionTime.objects.create(
        steward=steward,
        title=title.strip(),
        from_on=from_on,
        until_on=until_on,
        source=source.strip(),
        set_at=now or timezone.now(),
        set_by_id=hand_of(by),
    )
    record(ElectionTimeSet(steward=steward.pk, time=time.pk), by=by, at=now)
    return time


@transaction.atomic
def remove_election_time(time: ElectionTime, *, by: Who, now: datetime | None = None) -> ElectionTime:
    """It was typed wrongly: from now on it counts no longer; the row stays. Done twice, it is once."""
    time = ElectionTime.objects.select_for_update().get(pk=time.pk)
    if time.removed_at is None:
        time.removed_at, time.removed_by_id = now or timezone.now(), hand_of(by)
        time.save(update_fields=["removed_at", "removed_by_id"])
        record(ElectionTimeRemoved(steward=time.steward_id, time=time.pk), by=by, at=now)
    return time


@dataclass(frozen=True, slots=True)
class Shared:
    """A link with its token, which is shown once: only its hash is stored."""

    link: ContributionLink
    token: str


@transaction.atomic
def share_contribution(
    steward: Steward, organisation: Organisation, fiscal_year: int, *, by: Who, now: datetime | None = None
) -> Shared:
    """A link by which a partner without an account reads what it gave in a year; for so many days."""
    now, token = now or timezone.now(), new_token()
    link: ContributionLink = ContributionLink.objects.create(
        steward=steward,
        organisation=organisation,
        fiscal_year=fiscal_year,
        token_hash=token_hash(token),
        expires_on=timezone.localdate(now) + timedelta(days=DAYS_TO_READ),
        made_at=now,
        made_by_id=hand_of(by),
    )
    record(ContributionShared(steward=steward.pk, link=link.pk, organisation=organisation.pk), by=by, at=now)
    return Shared(link, token)
