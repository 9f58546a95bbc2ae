"""Why something among people is not done."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class LastAdministrator(Refusal):
    """The last administrator cannot go before another is named."""


class RoleAlreadyHeld(Refusal):
    """Data: `name`, `role` (code): the person holds it already."""


class RoleNeedsVillage(Refusal):
    """Data: `role` (code): a village head or volunteer is one of a village."""


class RoleHasNoVillage(Refusal):
    """Data: `role` (code): this role is for the whole office."""


class EndsBeforeItBegins(Refusal):
    """Data: `from_on`, `until_on`."""


class AlreadyEnded(Refusal):
    """It has ended already. Data: `until_on`."""


class SamePerson(Refusal):
    """A person cannot hand over to themselves."""


class NothingToHandOver(Refusal):
    """Data: `name`: holds no role here."""


class NotKnownHere(Refusal):
    """The person is not listed with this steward."""


class AlreadyBelongs(Refusal):
    """Data: `name`, `organisation`."""


class JuristicNumberTaken(Refusal):
    """Another organisation has this juristic number. Data: `name`."""


class EmailTaken(Refusal):
    """Another account uses this e-mail."""


class HasAccount(Refusal):
    """The person has an account already. Data: `name`."""


class NoAccount(Refusal):
    """The person has no account with password. Data: `name`."""


class NotOneself(Refusal):
    """An administrator cannot reset or close their own account: a colleague does."""


class WorksElsewhere(Refusal):
    """The person works in another office too; their account is not this office's to mend. Data: `name`."""


class CardNotForStaff(Refusal):
    """Who holds an office role comes in with password and second step, not with a card. Data: `name`."""


class Anonymised(Refusal):
    """The person's data were erased; nothing can be added."""


class CardDoesNotOpen(Refusal):
    """Unknown, revoked, of another steward, or its person's account is closed: not told which."""


class WrongPin(Refusal):
    """Data: `left`: tries before the card closes for a while."""


class CardClosed(Refusal):
    """Too many wrong PINs. Data: `until` (moment)."""


class OtherDevice(Refusal):
    """The card is bound to another telephone."""


class StillInOffice(Refusal):
    """The person still holds a role or speaks for an organisation here. Data: `count`."""


class KnownElsewhere(Refusal):
    """Other stewards know the person too. Data: `count`."""


class ReasonMissing(Refusal):
    """This act needs a reason in words."""


class RequestAnswered(Refusal):
    """The request was answered already."""


class SecondStepMissing(Refusal):
    """This account works in the office and has no second step yet."""


class CardNotForOffice(Refusal):
    """Came in by card, and the page is office work."""


class PasswordStillStarting(Refusal):
    """The starting password has to be changed first."""


class AlreadyClaimed(Refusal):
    """The office has claimed this record already. Data: `claimed_at`."""


class PracticeExists(Refusal):
    """There is a practice copy already."""


class AlreadyImported(Refusal):
    """This very file was imported. Data: `imported_at`, `rows`."""


class RowsHaveErrors(Refusal):
    """Nothing was imported because rows have errors. Data: `count`."""


class ColumnMissing(Refusal):
    """No column was chosen for something that every row needs. Data: `column` (label)."""


class ColumnTwice(Refusal):
    """One column of the sheet was chosen twice. Data: `header`."""


class NoImporter(Refusal):
    """Nobody imports this kind. Data: `kind`."""
