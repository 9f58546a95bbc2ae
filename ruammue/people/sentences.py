"""What each refusal of this room says, whole, with a way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.access.actors import Role
from ruammue.foundation import sheets, thai_dates
from ruammue.foundation.refusals import Refusal, says
from ruammue.people import refusals as no
from ruammue.people.models import ROLE_LABELS


def _day(value: date | datetime) -> str:
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return thai_dates.long(local, "en" if get_language() == "en" else "th")


def _closed(data: Mapping[str, Any]) -> str:
    until = timezone.localtime(data["until"])
    language = "en" if get_language() == "en" else "th"
    return _("Too many wrong PINs. The card opens again at %(time)s. If you forgot the PIN, call the office.") % {
        "time": thai_dates.clock(until.time(), language)
    }


def _role(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**data, "role": ROLE_LABELS[Role(data["role"])]}


def _not_a_sheet(data: Mapping[str, Any]) -> str:
    return {
        "empty": _("This file is empty. Open it in Excel, see that there is something in it, and choose it again."),
        "text": _(
            "This is a text file (.csv), not an Excel file, even if its name says .xlsx."
            " Open it in Excel, choose Save as, Excel (.xlsx), and choose the new file."
        ),
        "old_xls": _("This is an old Excel file (.xls). Open it, choose Save as, Excel (.xlsx), and try again."),
        "encrypted": _("This file is locked with a password. Take the password off in Excel and try again."),
        "other_zip": _("This is not an Excel file. Choose a file that ends in .xlsx."),
        "damaged": _("This file is damaged and cannot be read. Open it in Excel and save it under a new name."),
    }.get(data["found"], _("This is not an Excel file. Choose a file that ends in .xlsx."))


_PLAIN: dict[type[Refusal], Callable[[Mapping[str, Any]], str]] = {
    no.LastAdministrator: lambda d: _("This is the last administrator. Name another one first, then end this role."),
    no.RoleAlreadyHeld: lambda d: _("%(name)s is %(role)s already.") % _role(d),
    no.RoleNeedsVillage: lambda d: _("Choose the village for the role %(role)s.") % _role(d),
    no.RoleHasNoVillage: lambda d: _("The role %(role)s is for the whole office. Leave the village empty.") % _role(d),
    no.EndsBeforeItBegins: lambda d: (
        _("The last day (%(until)s) is before the first day (%(first)s).")
        % {"until": _day(d["until_on"]), "first": _day(d["from_on"])}
    ),
    no.AlreadyEnded: lambda d: _("This ended on %(day)s already.") % {"day": _day(d["until_on"])},
    no.SamePerson: lambda d: _("Choose another person. One cannot hand over to oneself."),
    no.NothingToHandOver: lambda d: _("%(name)s holds no role here, so there is nothing to hand over.") % d,
    no.NotKnownHere: lambda d: _("This person is not on our list yet. Add the person first."),
    no.AlreadyBelongs: lambda d: _("%(name)s belongs to %(organisation)s already.") % d,
    no.JuristicNumberTaken: lambda d: (
        _("%(name)s has this juristic number already. Use that one instead of adding it again.") % d
    ),
    no.EmailTaken: lambda d: _("Another account uses this e-mail. Use a different one."),
    no.HasAccount: lambda d: _("%(name)s has an account already.") % d,
    no.NoAccount: lambda d: _("%(name)s has no account with a password yet.") % d,
    no.NotOneself: lambda d: _("Nobody does this for their own account. Ask the other administrator."),
    no.WorksElsewhere: lambda d: (
        _("%(name)s works in another office too, so this office alone cannot change the account.") % d
    ),
    no.CardNotForStaff: lambda d: (
        _("%(name)s works in the office and comes in with password and second step. A card is for villagers.") % d
    ),
    no.Anonymised: lambda d: _("The data of this person were erased. Nothing can be added."),
    no.CardDoesNotOpen: lambda d: _("This card does not open any more. Call the office to get a new one."),
    no.WrongPin: lambda d: _("The PIN is not right. You may try %(left)d more times.") % d,
    no.CardClosed: _closed,
    no.OtherDevice: lambda d: _(
        "This card belongs to another telephone. If it is yours and you have a new telephone, call the office:"
        " they can move the card."
    ),
    no.StillInOffice: lambda d: _("This person still has %(count)d roles or representations here. End them first.") % d,
    no.KnownElsewhere: lambda d: (
        _("%(count)d other offices know this person too. They have to agree before the name is erased.") % d
    ),
    no.ReasonMissing: lambda d: _("Write why. The reason stays in the record."),
    no.RequestAnswered: lambda d: _("This request was answered already."),
    no.SecondStepMissing: lambda d: _(
        "Who works in the office needs a second step: a code from your telephone. Set it up once, then go on."
    ),
    no.CardNotForOffice: lambda d: _("You came in with a card. For office work, come in with e-mail and password."),
    no.PasswordStillStarting: lambda d: _("Choose a password of your own first, then go on."),
    no.AlreadyClaimed: lambda d: (
        _("The office took over this site on %(day)s already.") % {"day": _day(d["claimed_at"])}
    ),
    no.PracticeExists: lambda d: _("There is a practice copy already."),
    no.AlreadyImported: lambda d: (
        _("This very file was imported on %(day)s (%(rows)d rows). Nothing was changed.")
        % {"day": _day(d["imported_at"]), "rows": d["rows"]}
    ),
    no.RowsHaveErrors: lambda d: (
        _("Nothing was imported: %(count)d rows have something to mend. Mend the Excel file and choose it again.") % d
    ),
    no.ColumnMissing: lambda d: _("Choose which column of the sheet holds “%(column)s”.") % d,
    no.ColumnTwice: lambda d: _("The column “%(header)s” was chosen twice. Choose each column once.") % d,
    no.NoImporter: lambda d: _("This kind of list cannot be imported here yet."),
    sheets.NotASheet: _not_a_sheet,
    sheets.FileTooBig: lambda d: _(
        "This file is too big (up to 10 MB). Delete pictures and empty sheets, and try again."
    ),
    sheets.TooManyRows: lambda d: _("This sheet has too many rows. Up to %(limit)d are possible; cut it in two.") % d,
    sheets.NoRows: lambda d: _("There are no rows under the header. See that the list is on the first sheet."),
    sheets.NoSuchSheet: lambda d: _("There is no sheet of this name in the file."),
}
for refusal, sentence in _PLAIN.items():
    says(refusal, sentence)
