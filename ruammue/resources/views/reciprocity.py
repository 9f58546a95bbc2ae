"""Giving and taking in a network: what it resolved, what a rule costs, hard times, trust towards other networks."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.decisions.models import Resolution
from ruammue.foundation import thai_dates, thai_digits
from ruammue.foundation.answers import told
from ruammue.networks.models import Network, NetworkMember
from ruammue.resources import rules
from ruammue.resources.actions import reciprocity as deciding
from ruammue.resources.dividing import scene_of
from ruammue.resources.exchange import fair, forms
from ruammue.resources.exchange.models import Hardship, ReciprocityRule, TrustLimit
from ruammue.resources.refusals import DatesReversed, RuleBeforeResolution, RuleIsOver, RuleTooLong
from ruammue.resources.views.common import one_act, url


@gate(rules.SEE_RECIPROCITY, of=Network, methods="GET")
def reciprocity(request: Any, network: Network) -> HttpResponse:
    """The rule, its price, who took and gave, hard times (for those who work on it), and trust."""
    steward, today = request.steward, timezone.localdate()
    rule = _rule_of(network)
    sees_all = allows(request.actor, rules.DECIDE_RECIPROCITY)
    looking, since = _looking(request, rule, today)
    dial = _dial(request, network, rule, since, today) if sees_all else {"since": since}
    worth = fair.worth_of(steward, since=fair.weighed_since([fair.Cap(network.pk, 0, since)], today))
    standing = fair.standings(steward, network.pk, since=since, worth=worth).values()
    hardships = Hardship.objects.of(steward).filter(network=network, ended_at=None).select_related("organisation")
    limits = TrustLimit.objects.of(steward).filter(giver=network, ended_at=None)
    context = {
        "network": network,
        "rule": rule,
        "resolved": forms.resolved_words(rule.agreed_in) if rule else "",
        "names_cap": rule is not None and names_number(rule.agreed_in, rule.cap),
        "looking": looking,
        **dial,
        "sees_all": sees_all,
        "may_decide": sees_all,
        "standing": [row for row in standing if sees_all or row.organisation_id in request.actor.represents],
        "hardships": hardships if sees_all else [],
        "limits": [
            (limit, forms.resolved_words(limit.agreed_in), names_number(limit.agreed_in, limit.most))
            for limit in limits.select_related("taker", "agreed_in__item")
        ],
    }
    return render(request, "resources/reciprocity.html", context)


def _rule_of(network: Network) -> ReciprocityRule | None:
    rows = ReciprocityRule.objects.of(network.steward_id).filter(network=network, ended_at=None)
    return rows.select_related("agreed_in__item").first()


def _looking(
    request: Any, rule: ReciprocityRule | None, today: date, *, resolved_on: date = date.min
) -> tuple[forms.FirstDayForm, date]:
    """The day from which the price is reckoned: the chosen one, else that of the rule, else the first of this year,
    none before it was resolved.
    """
    usual = max(rule.from_on if rule else today.replace(month=1, day=1), resolved_on)
    form = forms.FirstDayForm(
        request.GET if "from_on" in request.GET else None, initial={"from_on": usual}, auto_id="look_%s"
    )
    chosen = form.cleaned_data["from_on"] if form.is_bound and form.is_valid() else None
    return form, chosen or usual


def _dial(request: Any, network: Network, rule: ReciprocityRule | None, since: date, today: date) -> dict[str, Any]:
    """The price of each cap since a day, with the rules of others beside it."""
    others = [one for one in fair.rules_in_force(network.steward, today=today) if one.network_id != network.pk]
    scene = scene_of(network.steward, request.actor, today=today)
    chosen = rule.cap if rule and rule.from_on == since else None
    caps = fair.caps_of(others)
    members = NetworkMember.objects.of(network.steward_id).filter(network=network, until_on=None)
    has_members = members.exists()
    weighs = bool(scene.wants) and has_members
    found = fair.prices(scene, network.pk, since=since, chosen=chosen, others=caps) if weighs else []
    return {"since": since, "others": others, "prices": found, "has_members": has_members}


def names_number(resolution: Resolution, number: int) -> bool:
    """Whether the words of a resolution hold this number of portions or times themselves, in digits or in letters."""
    words = thai_digits.to_arabic(f"{resolution.item.title} {resolution.text}")
    spoken = f"|{_SPOKEN[number]}" if number < len(_SPOKEN) else ""
    return re.search(rf"(?<!\d)(?:{number}{spoken})\s*(?:ส่วน|ครั้ง|เท่า)", words) is not None


_SPOKEN = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ")


def _without_resolution(request: Any, network: Network, title: str) -> HttpResponse:
    """Nothing can be written down yet: what has to come before it."""
    context = {"network": network, "title": title, "back": url(request, "reciprocity", network.pk)}
    return render(request, "resources/no_resolution.html", context)


def _resolutions(network: Network) -> list[Resolution]:
    rows = Resolution.objects.of(network.steward_id).filter(meeting__network=network, outcome__in=deciding.AGREED)
    return list(rows.order_by("-resolved_at", "-id")[:30])


@gate(rules.DECIDE_RECIPROCITY, of=Network)
def decide(request: Any, network: Network) -> HttpResponse:
    """Write down the rule that the network resolved."""
    found = _resolutions(network)
    if not found:
        return _without_resolution(request, network, _("A rule of giving and taking"))
    today, rule = timezone.localdate(), _rule_of(network)
    looking, since = _looking(request, rule, today, resolved_on=timezone.localdate(found[0].resolved_at))
    form = forms.ReciprocityForm(
        request.POST if request.method == "POST" else None,
        network=network,
        resolutions=found,
        initial={"from_on": since},
    )
    if form.is_bound:
        form.is_valid()
        since = form.cleaned_data.get("from_on") or since
        looking = forms.FirstDayForm(initial={"from_on": since}, auto_id="look_%s")

    def do(data: dict[str, Any]) -> str:
        deciding.decide_reciprocity(
            network,
            cap=data["cap"],
            from_on=data["from_on"],
            until_on=data["until_on"],
            agreed_in=data["agreed_in"],
            by=request.actor,
        )
        language = request.LANGUAGE_CODE
        words = _("Written down. From %(from_on)s until %(until_on)s the month's division keeps to it.") % {
            "from_on": thai_dates.long(data["from_on"], language),
            "until_on": thai_dates.long(data["until_on"], language),
        }
        messages.success(request, words)
        return url(request, "reciprocity", network.pk)

    return one_act(
        request,
        form,
        do,
        title=_("A rule of giving and taking"),
        button=_("It was resolved so"),
        back=url(request, "reciprocity", network.pk),
        lead=_("A rule rests on a resolution of the network. Look at its price first."),
        template="resources/decide_reciprocity.html",
        beside={
            DatesReversed: "until_on",
            RuleIsOver: "until_on",
            RuleTooLong: "until_on",
            RuleBeforeResolution: "from_on",
        },
        network=network,
        looking=looking,
        **_dial(request, network, rule, since, today),
    )


@gate(rules.DECIDE_RECIPROCITY, of=Network, methods="POST")
def end(request: Any, network: Network) -> HttpResponse:
    """Back to the default."""
    told(request, lambda: deciding.end_reciprocity(network, by=request.actor), _("There is no rule any more."))
    return redirect(url(request, "reciprocity", network.pk))


@gate(rules.DECIDE_RECIPROCITY, of=Network)
def hardship(request: Any, network: Network) -> HttpResponse:
    """Exempt a member, with the reason that only the stewards read."""
    form = forms.HardshipForm(request.POST if request.method == "POST" else None, network=network)

    def do(data: dict[str, Any]) -> str:
        deciding.say_hardship(network, data["organisation"], reason=data["reason"], by=request.actor)
        return url(request, "reciprocity", network.pk)

    return one_act(
        request,
        form,
        do,
        title=_("Exempt a member"),
        button=_("No rule binds them"),
        back=url(request, "reciprocity", network.pk),
        done=_("Exempt. Others read nothing of it."),
    )


@gate(rules.END_HARDSHIP, of=Hardship, methods="POST")
def end_hardship(request: Any, said: Hardship) -> HttpResponse:
    """The rule binds them again."""
    told(request, lambda: deciding.end_hardship(said, by=request.actor), _("The rule binds them again."))
    return redirect(url(request, "reciprocity", said.network_id))


@gate(rules.DECIDE_RECIPROCITY, of=Network)
def trust(request: Any, network: Network) -> HttpResponse:
    """How often to another network before something comes back."""
    found = _resolutions(network)
    if not found:
        return _without_resolution(request, network, _("Set a limit"))
    form = forms.TrustForm(request.POST if request.method == "POST" else None, network=network, resolutions=found)

    def do(data: dict[str, Any]) -> str:
        deciding.set_trust(network, data["taker"], most=data["most"], agreed_in=data["agreed_in"], by=request.actor)
        return url(request, "reciprocity", network.pk)

    return one_act(
        request,
        form,
        do,
        title=_("Set a limit"),
        button=_("It was resolved so"),
        back=url(request, "reciprocity", network.pk),
        done=_("Written down. The month's division keeps to it."),
    )


@gate(rules.END_HARDSHIP, of=TrustLimit, methods="POST")
def end_trust(request: Any, limit: TrustLimit) -> HttpResponse:
    """No limit any more."""
    told(request, lambda: deciding.end_trust(limit, by=request.actor), _("There is no limit any more."))
    return redirect(url(request, "reciprocity", limit.giver_id))
