"""What was attached: photos, voices, signed scans, existing orders and minutes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.privacy import Retention, classify
from ruammue.places.models import Held


class Attachment(Held):
    """A file as it was given (photos: re-encoded, position stripped), with its SHA-256.

    `is_public` is set by an act of publishing one photo or scan; a voice is never public.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        VOICE = "voice", _("voice")
        SCAN = "scan", _("signed scan")
        DOCUMENT = "document", _("document")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    file = models.FileField(upload_to="attachments/%Y/%m")
    thumbnail = models.FileField(upload_to="attachments/%Y/%m", blank=True)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    caption = models.CharField(max_length=200, blank=True)
    given_by_id = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    is_public = models.BooleanField(default=False)

    class Meta(Held.Meta):
        verbose_name = _("attachment")
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(kind="voice", is_public=True), name="attachment_voice_private"),
        ]


_USE = "to answer a need"
classify("papers.Attachment", internal="id steward kind sha256 media_type size given_at is_public", purpose=_USE)
classify(
    "papers.Attachment", personal="file thumbnail name caption given_by_id", purpose=_USE, retention=Retention.MATTER
)
