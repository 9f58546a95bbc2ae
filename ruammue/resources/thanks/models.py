"""What the office knows and chose about thanking: ties of interest, times of elections, names for print, papers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.privacy import Retention, classify
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Held
from ruammue.resources.exchange.models import Exchange
from ruammue.resources.models import Commitment


class InterestTie(Held):
    """That a partner sells to the office, or is related to its executive (R29). Read by the office and the auditor.

    It stops nobody from giving and is no blame: who takes the gift for the office sees it first.
    """

    class How(models.TextChoices):
        CONTRACTOR = "contractor", _("sells to the office, or builds for it")
        RELATIVE = "relative", _("is related to an executive")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    source = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    noted_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("tie of interest")
        ordering = ["-from_on", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")), name="interest_tie_dates"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="interest_tie_has_source"),
            models.UniqueConstraint(
                fields=["steward", "organisation", "how"], condition=Q(until_on=None), name="interest_tie_once"
            ),
        ]


class InterestWord(Held):
    """Why a gift of such a partner was taken all the same, in the words of whoever took it. `rule`: which warned."""

    tie = models.ForeignKey(InterestTie, on_delete=models.PROTECT, related_name="words")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="interest_words")
    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, null=True, related_name="interest_words")
    reason = models.CharField(max_length=300)
    rule = models.CharField(max_length=60)
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("word on a tie of interest")
        ordering = ["said_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="interest_word_has_reason"),
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, exchange=None) | Q(commitment=None, exchange__isnull=False),
                name="interest_word_of_one",
            ),
        ]


class ElectionTime(Held):
    """From when to when it is election time here, as the office typed it with its source (R30)."""

    title = models.CharField(max_length=160)
    from_on = models.DateField()
    until_on = models.DateField()
    source = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()
    removed_at = models.DateTimeField(null=True)
    removed_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("time of an election")
        ordering = ["-from_on", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(until_on__gte=models.F("from_on")), name="election_time_dates"),
            models.CheckConstraint(condition=~Q(source=""), name="election_time_has_source"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by_id=None)
                | Q(removed_at__isnull=False, removed_by_id__isnull=False),
                name="election_time_removed_at_and_by",
            ),
        ]


class PrintName(Held):
    """Whether and how a partner or a person wants to stand on a paper of thanks: asked before the first of them.

    The newest word holds. `is_wanted` False: no certificate, and no name on the picture that hangs on a wall.
    """

    class How(models.TextChoices):
        OWN = "own", _("by themselves, signed in")
        PHONE = "phone", _("by telephone")
        PAPER = "paper", _("on paper")
        FACE = "face", _("face to face")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    is_wanted = models.BooleanField()
    name = models.CharField(max_length=160, blank=True)
    how = models.CharField(max_length=5, choices=How.choices)
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("name for print")
        ordering = ["said_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, person=None) | Q(organisation=None, person__isnull=False),
                name="print_name_of_one",
            ),
            models.CheckConstraint(
                condition=Q(is_wanted=False, name="") | (Q(is_wanted=True) & ~Q(name="")), name="print_name_when_wanted"
            ),
        ]


class Thanks(Held):
    """A paper of thanks that was made: to whom, for what, and whose name stands under it. Printed as often as needed.

    `gave`: the lines as they were confirmed on the day it was made, so that the paper says the same tomorrow.
    `number` and `dated_on`: typed from the office's register; a number stands on one paper of a kind in a year, also
    when that was voided: the register has one line for it. A voided paper stays, and says so. `signer_name` is empty
    unless somebody chose it; where a rule warned (`warned`), `despite` says why it was chosen all the same.
    """

    class Form(models.TextChoices):
        LETTER = "letter", _("letter of thanks")
        CERTIFICATE = "certificate", _("certificate")

    form = models.CharField(max_length=11, choices=Form.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    printed_name = models.CharField(max_length=160)
    about = models.CharField(max_length=300)
    gave = models.JSONField(default=list)
    number = models.CharField(max_length=60, blank=True)
    register_year = models.PositiveSmallIntegerField()
    dated_on = models.DateField(null=True)
    signer_name = models.CharField(max_length=160, blank=True)
    signer_position = models.CharField(max_length=160, blank=True)
    warned = models.CharField(max_length=60, blank=True)
    despite = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    voided_at = models.DateTimeField(null=True)
    voided_by_id = models.UUIDField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta(Held.Meta):
        verbose_name = _("paper of thanks")
        ordering = ["-made_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, person=None) | Q(organisation=None, person__isnull=False),
                name="thanks_to_one",
            ),
            models.CheckConstraint(
                condition=Q(warned="", despite="") | (~Q(warned="") & ~Q(despite="") & ~Q(signer_name="")),
                name="thanks_despite_a_warning",
            ),
            models.UniqueConstraint(
                fields=["steward", "form", "register_year", "number"],
                condition=~Q(number=""),
                name="thanks_number_once",
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by_id=None, void_reason="")
                | (Q(voided_at__isnull=False, voided_by_id__isnull=False) & ~Q(void_reason="")),
                name="thanks_voided_at_and_by",
            ),
        ]


class ContributionLink(Held):
    """A link by which a partner without an account reads what it gave in a year. Of the token only the hash is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField()
    token_hash = models.BinaryField(max_length=32)
    expires_on = models.DateField()
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("link to a contribution")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "token_hash"], name="contribution_link_token"),
        ]


_TOGETHER = "to work together"
classify(
    "resources.InterestTie",
    internal="id steward organisation how from_on until_on source noted_at noted_by_id",
    purpose=_TOGETHER,
)
classify(
    "resources.InterestWord", internal="id steward tie commitment exchange reason rule said_at said_by_id",
    purpose=_TOGETHER,
)  # fmt: skip
classify(
    "resources.ElectionTime",
    internal="id steward title from_on until_on source set_at set_by_id removed_at removed_by_id",
    purpose=_TOGETHER,
)
classify("resources.PrintName", internal="id steward organisation is_wanted how said_at said_by_id", purpose=_TOGETHER)
classify("resources.PrintName", personal="person name", purpose=_TOGETHER, retention=Retention.RELATION)
classify(
    "resources.Thanks",
    internal="id steward form organisation fiscal_year about gave number register_year dated_on signer_name"
    " signer_position warned despite made_at made_by_id voided_at voided_by_id void_reason",
    purpose=_TOGETHER,
)
classify("resources.Thanks", personal="person printed_name", purpose=_TOGETHER, retention=Retention.RELATION)
classify(
    "resources.ContributionLink",
    internal="id steward organisation fiscal_year expires_on made_at made_by_id",
    sensitive="token_hash",
    purpose=_TOGETHER,
)
