"""The five levels of the seed, nearest first."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Where a network stands: village, tambon, amphoe, changwat, country."""

    VILLAGE = "village", _("village")
    TAMBON = "tambon", _("tambon")
    AMPHOE = "amphoe", _("amphoe")
    CHANGWAT = "changwat", _("changwat")
    COUNTRY = "country", _("country")


class Sector(TextChoices):
    """The seed's four sectors. Everything else (school, temple, clinic) is a kind beneath."""

    STATE = "state", _("state sector")
    PRIVATE = "private", _("private sector")
    CIVIL = "civil", _("civil society")
    CITIZEN = "citizen", _("citizens")
