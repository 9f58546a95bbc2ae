"""What the refusals of the promise ledger say: which thing, how much there is, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ruammue.foundation import quantities, thai_dates
from ruammue.foundation.refusals import says
from ruammue.resources import refusals, schedules
from ruammue.resources.kinds import typed_unit
from ruammue.resources.models import Commitment, Confirmation, LossDecision, Spec
from ruammue.resources.wording import amount
from ruammue.rulebook.sentences import sentence_of

_IN_UNIT = (
    "asked",
    "missing",
    "remaining",
    "promised",
    "confirmed",
    "waiting",
    "left",
    "lent",
    "returned",
    "delivered",
    "least",
)


def _day(value: Any) -> str:
    return thai_dates.long(value, (get_language() or "th").split("-")[0])


def _unit(code: str) -> str:
    return quantities.UNITS[typed_unit(code)].label((get_language() or "th").split("-")[0])


def _told(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with every quantity in words of its unit."""
    return {**data, **{name: amount(data[name], data["unit"]) for name in _IN_UNIT if name in data}}


def _over_commitment(data: Mapping[str, Any]) -> str:
    if data["missing"] <= 0:
        return _(
            "“%(name)s” is fully promised already, so %(asked)s more cannot be taken. Thank them, and ask what"
            " else they have."
        ) % _told(data)
    return _("Of “%(name)s” only %(missing)s still lack, not %(asked)s. Promise %(missing)s or less.") % _told(data)


def _offer_too_small(data: Mapping[str, Any]) -> str:
    if data["remaining"] <= 0:
        return _(
            "Nothing is left of what %(giver)s offered (“%(name)s”). Ask another, or ask them whether they have more."
        ) % _told(data)
    return _("%(giver)s has %(remaining)s of “%(name)s” left, not %(asked)s. Ask for %(remaining)s or less.") % _told(
        data
    )


def _over_delivery(data: Mapping[str, Any]) -> str:
    told = _told(data)
    if data["left"] <= 0:
        return (
            _(
                "%(giver)s promised %(promised)s of “%(name)s”: arrived and confirmed %(confirmed)s, waiting for"
                " confirmation %(waiting)s. That is all of it. If more came, let them promise the rest first; if a"
                " number is wrong, take that delivery back and write it anew."
            )
            % told
        )
    return (
        _(
            "%(giver)s promised %(promised)s of “%(name)s”: arrived and confirmed %(confirmed)s, waiting for"
            " confirmation %(waiting)s. So %(left)s can still come, not %(asked)s. Look at the number once more."
        )
        % told
    )


_ENDS = {
    Commitment.End.FULFILLED: lambda: _("all of it has come"),
    Commitment.End.ENOUGH: lambda: _("what came was enough"),
    Commitment.End.CANCELLED_BY_PROVIDER: lambda: _("the giver took it back"),
    Commitment.End.CANCELLED_BY_RECEIVER: lambda: _("the receiver no longer needed it"),
    Commitment.End.EXPIRED: lambda: _("nobody answered in time"),
    Commitment.End.DEFAULTED: lambda: _("it was not kept"),
}


def _unit_not_of_kind(data: Mapping[str, Any]) -> str:
    return _(
        "“%(name)s” is of the kind “%(kind)s” and cannot be counted in that unit. Choose another unit or kind."
    ) % {
        "name": data["name"],
        "kind": Spec.Kind(data["kind"]).label,
    }


def _units_do_not_meet(data: Mapping[str, Any]) -> str:
    return _(
        "“%(name)s” is counted in %(unit)s and “%(other)s” in %(other_unit)s: the two cannot be added up. Say how many"
        " of the one do for how many of the other, or choose a thing that is counted alike."
    ) % {
        "name": data["name"],
        "unit": _unit(data["unit"]),
        "other": data["other_name"],
        "other_unit": _unit(data["other_unit"]),
    }


def _already_confirmed(data: Mapping[str, Any]) -> str:
    if data["whose"]:
        return _("%(side)s has confirmed this already (%(whose)s). Nothing was changed.") % {
            "side": Confirmation.Side(data["side"]).label,
            "whose": data["whose"],
        }
    return _("%(side)s has confirmed this already. Nothing was changed.") % {
        "side": Confirmation.Side(data["side"]).label
    }


says(refusals.NotACount, lambda _d: _("A quantity is a number above zero. Look at the number once more."))
says(refusals.SpecExists, lambda d: _("“%(name)s” stands on the list already. Choose it there.") % d)
says(refusals.UnitNotOfKind, _unit_not_of_kind)
says(refusals.UnitsDoNotMeet, _units_do_not_meet)
says(
    refusals.NotOfThisSteward,
    lambda _d: _("That belongs to another office and cannot be used here. Choose from this office's own list."),
)
says(
    refusals.DatesReversed,
    lambda d: (
        _("The last day, %(until)s, is before the first, %(since)s. Look at the days once more.")
        % {"until": _day(d["until_on"]), "since": _day(d["from_on"])}
    ),
)
says(
    refusals.DayIsOver,
    lambda d: (
        _("%(day)s is already past; today is %(today)s. Give a day from today on.")
        % {"day": _day(d["on"]), "today": _day(d["today"])}
    ),
)
says(
    refusals.NotLent,
    lambda d: _("“%(name)s” is given, not lent: there is nothing to bring back. Leave “lent” out.") % d,
)
says(
    refusals.MatterIsClosed,
    lambda d: _("The matter was closed on %(day)s, so nothing more is asked for in it.") % {"day": _day(d["on"])},
)
says(
    refusals.LineIsClosed,
    lambda d: (
        _("“%(name)s” is no longer asked for: what came is enough.") if d["why"] == "enough"
        else _("“%(name)s” was asked for twice; the other line carries it. Promise it there.") if d["why"] == "merged"
        else _("“%(name)s” is no longer asked for: it was taken back.")
    )
    % d,
)  # fmt: skip
says(
    refusals.LineHasPromises,
    lambda d: (
        _(
            "%(promised)s of “%(name)s” are promised and still to come. End those promises first: people are"
            " preparing for them."
        )
        % _told(d)
    ),
)
says(
    refusals.LineHasDeliveries,
    lambda d: (
        _("%(delivered)s of “%(name)s” have come, and that stays in the record. Say that it is enough instead.")
        % _told(d)
    ),
)
says(
    refusals.NothingCameYet,
    lambda d: _("Nothing of “%(name)s” has come, so it cannot be enough. Take the line back instead.") % d,
)
says(refusals.OverCommitment, _over_commitment)
says(refusals.OfferTooSmall, _offer_too_small)
says(
    refusals.OfferIsWithdrawn, lambda d: _("The offer of “%(name)s” was taken back. Choose another, or call them.") % d
)
says(
    refusals.OfferOfAnotherKind,
    lambda d: (
        _(
            "“%(offered)s” was offered where “%(wanted)s” is asked for, and nobody has said that the one can"
            " stand in for the other."
        )
        % d
    ),
)
says(
    refusals.OfferForAnotherMatter,
    lambda d: _("The offer of “%(name)s” was made for another matter. Ask them whether it may be used here.") % d,
)
says(refusals.NobodyGives, lambda _d: _("Say who gives: one organisation or one person."))
says(
    refusals.GiverIsReceiver,
    lambda d: _("%(name)s cannot promise something to itself. Choose another giver or receiver.") % d,
)
says(refusals.ReasonMissing, lambda _d: _("Write the reason in a few words. It stays with the record."))
says(
    refusals.WhoseWordMissing,
    lambda _d: _("You write this down for somebody else. Write whose word it is, for example “ครูวิชา โทรมาบอก”."),
)
says(
    refusals.SameKeyOtherAct,
    lambda _d: _("This form was sent before with other numbers. Open it anew, then fill it in once more."),
)
says(
    refusals.PromisedJustNow,
    lambda _d: _("The same was promised a moment ago; it was not written down twice."),
)
says(
    refusals.AlreadyAccepted,
    lambda d: _("That side has said yes to the promise of %(giver)s (“%(name)s”) already. Nothing was changed.") % d,
)
says(
    refusals.AnsweredBefore,
    lambda d: _("%(giver)s answered on %(day)s already. To change it, call the office.") % {**d, "day": _day(d["on"])},
)
says(
    refusals.LinkExpired,
    lambda d: _("This link was good until %(day)s. Call the office: they send a new one.") % {"day": _day(d["on"])},
)
says(
    refusals.MoreThanAsked,
    lambda d: (
        _("Asked for were %(asked)s of “%(name)s”. Write that or less; more you can offer by telephone.") % _told(d)
    ),
)
says(refusals.NotAnsweredYet, lambda d: _("%(giver)s has not answered by link yet. Nothing was changed.") % d)
says(
    refusals.CommitmentIsOver,
    lambda d: (
        _("The promise of %(giver)s (“%(name)s”) has ended: %(why)s.") % {**d, "why": _ENDS[Commitment.End(d["end"])]()}
    ),
)
says(
    refusals.NotAcceptedYet,
    lambda d: (
        _("Not both sides have said yes to the promise of %(giver)s (“%(name)s”). First let the other side say yes.")
        % d
    ),
)
says(
    refusals.DeliveriesWaiting,
    lambda d: (
        ngettext(
            "%(count)d delivery of %(giver)s (“%(name)s”) waits for the word of one side. Confirm it or take it back"
            " first.",
            "%(count)d deliveries of %(giver)s (“%(name)s”) wait for the word of one side. Confirm them or take"
            " them back first.",
            d["count"],
        )
        % d
    ),
)
says(
    refusals.NothingDelivered,
    lambda d: (
        _(
            "Nothing of the promise of %(giver)s (“%(name)s”) has come, so it cannot be enough. Release them"
            " from it instead."
        )
        % d
    ),
)
says(refusals.OverDelivery, _over_delivery)
says(
    refusals.NotToday,
    lambda d: (
        _("%(day)s has not come yet; today is %(today)s. Write it down on the day it comes.")
        % {"day": _day(d["on"]), "today": _day(d["today"])}
    ),
)
says(
    refusals.BeforePromise,
    lambda d: (
        _(
            "It was promised on %(promised)s; %(day)s is long before that. Look at the day once more; what came before"
            " belongs to a promise of its own."
        )
        % {"day": _day(d["on"]), "promised": _day(d["promised"])}
    ),
)
says(
    refusals.ExchangeCannotBe,
    lambda d: (
        _(
            "“%(name)s” from %(giver)s is needed no more or is no longer free, so this exchange cannot be as it was"
            " agreed. Let it go, then propose anew what still can be."
        )
        % d
    ),
)
says(
    refusals.ReceiptNumberMissing,
    lambda d: (
        _(
            "Money does not go through this system. Let the finance desk take what %(giver)s gives, then type"
            " the number of"
            " the official receipt."
        )
        % d
    ),
)
says(
    refusals.NotALoan,
    lambda d: _("What %(giver)s promised (“%(name)s”) is a gift, not a loan: nothing has to go back.") % d,
)
says(
    refusals.OverReturn,
    lambda d: (
        _(
            "%(lent)s of “%(name)s” from %(giver)s are still here, so %(asked)s cannot go back. Look at the"
            " number once more."
        )
        % _told(d)
    ),
)
says(refusals.AlreadyConfirmed, _already_confirmed)
says(
    refusals.SamePersonBothSides,
    lambda _d: _(
        "You have confirmed this for one side. Somebody else confirms it for the other, so that two people saw it."
    ),
)
says(
    refusals.AlreadyReversed,
    lambda d: (
        _("This delivery was taken back on %(day)s. Write it down anew if it came after all.") % {"day": _day(d["on"])}
    ),
)
says(
    refusals.IsAReversal,
    lambda _d: _("This row only takes another back. If that was wrong, write the delivery down anew."),
)
says(
    refusals.ReturnsStand,
    lambda d: _("%(returned)s of “%(name)s” already went back to %(giver)s. Take that return back first.") % _told(d),
)
says(
    refusals.LentOnAlready,
    lambda d: (
        _(
            "What went back to %(giver)s (“%(name)s”) has been promised to others since; only %(remaining)s are"
            " free. Record a new promise instead."
        )
        % _told(d)
    ),
)
says(refusals.NobodyActs, lambda _d: _("This is written down by a person who signed in. Sign in and try again."))


def _offer_not_then(data: Mapping[str, Any]) -> str:
    told = {"giver": data["giver"], "name": data["name"], "days": schedules.words(data["schedule"])}
    if data["schedule"]:
        return (
            _(
                "%(giver)s can give “%(name)s” %(days)s, and no such day is among those on which it is needed. Choose"
                " another day with them."
            )
            % told
        )
    since, until = data["from_on"], data["until_on"]
    if since and data["due"] and since > data["due"]:
        return _(
            "%(giver)s has “%(name)s” only from %(day)s on, and it is needed before. Choose another day with them."
        ) % {**told, "day": _day(since)}
    return _("%(giver)s has “%(name)s” only until %(day)s, and it is needed later. Choose another day with them.") % {
        **told,
        "day": _day(until),
    }


def _not_overdue(data: Mapping[str, Any]) -> str:
    if data["due"] is None:
        return _("No day was agreed for the promise of %(giver)s (“%(name)s”), so it cannot be late. Call them.") % data
    return _("The promise of %(giver)s (“%(name)s”) has until %(day)s. Wait for that day, or call them.") % {
        **data,
        "day": _day(data["due"]),
    }


says(
    refusals.MoreThanAll,
    lambda d: _("The least, %(least)s, is more than all of it, %(asked)s. Look at the two numbers.") % _told(d),
)
says(
    refusals.LinesDiffer,
    lambda d: _("“%(name)s” and “%(other)s” are not the same thing asked for twice. Choose a line that is.") % d,
)
says(
    refusals.NothingLacks,
    lambda d: _("All of “%(name)s” has come, so the other line has nothing to carry. It can stay as it is.") % d,
)
says(
    refusals.TooLittleToCome,
    lambda d: _("%(giver)s gives “%(name)s” from %(least)s on, not %(asked)s. Ask for %(least)s or more.") % _told(d),
)
says(refusals.OfferNotThen, _offer_not_then)
says(
    refusals.OfferNeverFree,
    lambda d: (
        _("Between the first and the last day there is no such day (%(days)s). Look at the days once more.")
        % {"days": schedules.words(d["schedule"])}
    ),
)
says(
    refusals.OfferOnlyInExchange,
    lambda d: (
        _(
            "%(giver)s gives “%(name)s” only in exchange, for: %(wants)s. Say that it was agreed in an exchange, or"
            " choose another."
        )
        % d
    ),
)
says(
    refusals.NotAgreedThere,
    lambda _d: _("Say in which resolution, offer or duty it was agreed; or choose “by word of mouth”."),
)
says(refusals.NotOverdue, _not_overdue)
says(
    refusals.MediatorMissing,
    lambda _d: _("Write who heard both sides, for example “กำนันสมชาย”. Without that it is one side's word."),
)
says(
    refusals.DisputeIsOpen,
    lambda d: (
        _("A delivery of %(giver)s (“%(name)s”) is disputed. Settle that first: both sides together, or a mediator.")
        % d
    ),
)
says(
    refusals.DisputeIsOver,
    lambda d: _("This was settled on %(day)s already. Nothing was changed.") % {"day": _day(d["on"])},
)
says(
    refusals.NoSuchWord,
    lambda d: (
        _("%(side)s has given no word for this yet, so there is none to dispute. Dispute the delivery itself.")
        % {"side": Confirmation.Side(d["side"]).label}
    ),
)
says(
    refusals.OwnProposal,
    lambda _d: _("Your side proposed this. The other side agrees to it, or proposes something else."),
)
says(
    refusals.LossCameBack,
    lambda d: (
        _(
            "Only %(left)s of “%(name)s” are still lent, not the %(lost)s of this loss: what was brought or came back"
            " was corrected in the meantime. Choose that it was not so; tell a smaller loss if there is one."
        )
        % {"name": d["name"], "left": amount(d["left"], d["unit"]), "lost": amount(d["lost"], d["unit"])}
    ),
)
says(
    refusals.LossIsDecided,
    lambda d: (
        _("What follows from this loss (“%(name)s”) was said already: %(outcome)s. Nothing was changed.")
        % {"name": d["name"], "outcome": LossDecision.Outcome(d["outcome"]).label}
    ),
)
says(
    refusals.NotAnExchange,
    lambda d: (
        (
            _(
                "%(name)s would only give, or only take. Add the part that is missing: what they lack, opened first in"
                " its matter, or what they give. Without a return, promise it plainly."
            )
            if d["name"]
            else _("An exchange has at least two parts, each from another giver.")
        )
        % d
    ),
)
says(
    refusals.ExchangeIsOver,
    lambda d: (
        _("Everybody has agreed already: change the promises themselves.")
        if d["how"] == "agreed"
        else _("This proposal has ended. Make a new one if it is still wanted.")
    ),
)
says(refusals.NotAParty, lambda d: _("%(name)s has no part in this exchange.") % d)
says(
    refusals.RuleIsOver,
    lambda d: (
        _("The last day, %(day)s, is past already; today is %(today)s. Such a rule would bind nobody.")
        % {"day": _day(d["day"]), "today": _day(d["today"])}
    ),
)
says(
    refusals.RuleTooLong,
    lambda d: (
        _("A rule holds for %(years)d years at most, then the network decides anew. Give an earlier last day.") % d
    ),
)
says(
    refusals.RuleBeforeResolution,
    lambda d: (
        _("The resolution is of %(resolved_on)s. The rule cannot begin before it, on %(day)s.")
        % {"day": _day(d["day"]), "resolved_on": _day(d["resolved_on"])}
    ),
)
says(
    refusals.WishNotOpened,
    lambda d: _("The office has not opened “%(name)s” yet. Once it has, everybody can agree.") % d,
)
says(refusals.PartyAgreedAlready, lambda d: _("%(name)s has agreed already. Nothing was changed.") % d)
says(refusals.LessonIsGone, lambda _d: _("This lesson was taken back meanwhile. Write it down anew if it holds."))
says(
    refusals.ReplyNotHeard,
    lambda d: _("It came by link, as “%(name)s”. Hear it from them first, then everybody may read it.") % d,
)
says(
    refusals.KnowledgeOfPrivateMatter,
    lambda _d: _("This belongs to a matter that is not public. Publish the matter first."),
)
says(
    refusals.NotResolvedByIt,
    lambda d: _("Choose a resolution that %(name)s adopted in its own meeting.") % d,
)
says(refusals.NotAMember, lambda d: _("%(name)s is no member of %(network)s.") % d)
says(
    refusals.InterestNotWeighed,
    lambda d: (
        _("%(name)s: %(findings)s. Write why it is right to take it all the same; then it is done.")
        % {"name": d["name"], "findings": ", ".join(sentence_of(finding) for finding in d["findings"])}
    ),
)
says(
    refusals.InterestNotedAlready,
    lambda d: _("This is written down of %(name)s already and still holds. End that first.") % d,
)
says(refusals.SourceMissing, lambda _d: _("Write where this is known from, for example a contract number or a letter."))
says(
    refusals.NamingNotWeighed,
    lambda d: (
        _("%(findings)s. Leave the name out, or write why it should stand there all the same.")
        % {"findings": ", ".join(sentence_of(finding) for finding in d["findings"])}
    ),
)
says(
    refusals.NotAskedForPrint,
    lambda d: _("Ask %(name)s first whether and how they want to be named on paper, and write their answer down.") % d,
)
says(
    refusals.NotForPrint,
    lambda d: _("%(name)s does not want to be named on a certificate. Thank them with a letter, or face to face.") % d,
)
says(
    refusals.NothingGiven,
    lambda d: _("Nothing that both sides confirmed came of %(name)s in the fiscal year %(year)d.") % d,
)
says(
    refusals.DayBeyondReason,
    lambda d: (
        _("%(on)s cannot be. Look at the year: it is a day from %(first)s to %(last)s.")
        % {name: _day(d[name]) for name in ("on", "first", "last")}
    ),
)
says(
    refusals.NumberUsed,
    lambda d: (
        _("The number %(number)s stands on a paper for %(name)s of %(day)s already. Take the next of your register.")
        % {"number": d["number"], "name": d["name"], "day": _day(d["on"])}
    ),
)
says(refusals.PaperVoided, lambda d: _("This paper was voided on %(day)s already.") % {"day": _day(d["on"])})
says(
    refusals.MediatorIsParty,
    lambda d: _("%(name)s is a party itself. Choose somebody who stands between them.") % d,
)
