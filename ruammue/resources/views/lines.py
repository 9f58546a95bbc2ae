"""What is lacking: choose the thing, ask for a quantity, look at one line, close it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ruammue.access.gate import allows, gate
from ruammue.foundation.refusals import Refusal
from ruammue.needs.models import Matter
from ruammue.resources import actions, forms, kinds, queries, rules
from ruammue.resources.finder import fits_for
from ruammue.resources.models import NeedLine, Spec
from ruammue.resources.next_acts import next_acts
from ruammue.resources.reading import wishes_of
from ruammue.resources.views.common import one_act, url
from ruammue.resources.wording import amount


def chosen_spec(request: Any) -> Spec | None:
    """The thing named in the address, if it is on this office's list."""
    key = request.GET.get("spec", "")
    return next((spec for spec in queries.specs(request.steward, request.actor) if str(spec.pk) == key), None)


def choose_spec(request: Any, *, title: str, back: str, may_name: bool, matter: Matter | None = None) -> HttpResponse:
    """Which thing? Those on the list, common ones that one tap adds, or a new one."""
    known = list(queries.specs(request.steward, request.actor))
    with override("th"):
        names = {spec.name for spec in known}
        common = [(one.key, str(one.name)) for one in kinds.COMMON if str(one.name) not in names] if may_name else []
    form = forms.SpecForm(request.POST if request.method == "POST" and "new" in request.POST else None)
    if request.method == "POST" and may_name:
        try:
            spec = _named(request, form, matter)
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            if spec is not None:
                return redirect(f"{request.path}?spec={spec.pk}")
    groups = [(label, [spec for spec in known if spec.kind == kind]) for kind, label in Spec.Kind.choices]
    context = {
        "form": form,
        "groups": [(label, specs) for label, specs in groups if specs],
        "common": common,
        "title": title,
        "back": back,
        "may_name": may_name,
    }
    return render(request, "resources/choose_thing.html", context, status=422 if form.errors else 200)


def _named(request: Any, form: forms.SpecForm, matter: Matter | None) -> Spec | None:
    common = next((one for one in kinds.COMMON if one.key == request.POST.get("common")), None)
    if common is not None:
        with override("th"):
            name = str(common.name)
        known = next((spec for spec in queries.specs(request.steward, request.actor) if spec.name == name), None)
        return known or actions.add_spec(
            request.steward, name=name, kind=common.kind, unit=common.unit, by=request.actor
        )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        return actions.add_spec(
            request.steward, name=data["name"], kind=data["kind"], unit=data["unit"], named_in=matter, by=request.actor
        )
    return None


@gate(rules.RAISE_LINE, of=Matter)
def raise_line(request: Any, matter: Matter) -> HttpResponse:
    """Ask for something: first which thing, then how much."""
    back, spec = url(request, "matter", matter.pk), chosen_spec(request)
    if spec is None:
        return choose_spec(
            request,
            title=_("What do we lack?"),
            back=back,
            may_name=allows(request.actor, rules.NAME_SPEC),
            matter=matter,
        )
    form = forms.LineForm(
        request.POST if request.method == "POST" else None, spec=spec, steward=request.steward, actor=request.actor
    )

    def do(data: dict[str, Any]) -> str:
        actions.raise_line(matter, spec=spec, by=request.actor, key=data.pop("once"), **data)
        return back

    return one_act(
        request,
        form,
        do,
        title=_("We lack: %(thing)s") % {"thing": spec.name},
        button=_("Ask for it"),
        back=back,
        lead=matter.title,
        done=_("Now it stands on the board. Look who could have it."),
    )


@gate(rules.FROM_CALL, of=Matter)
def from_call(request: Any, matter: Matter) -> HttpResponse:
    """What the call says that it lacks becomes what is asked for, looked at once: nothing is typed twice."""
    call = queries.call_of(matter)
    if call is None:
        raise Http404
    back = url(request, "matter", matter.pk)
    form = forms.FromCallForm(
        request.POST if request.method == "POST" else None,
        wishes=wishes_of(call),
        specs=list(queries.specs(request.steward, request.actor)),
        steward=request.steward,
        actor=request.actor,
    )

    def do(data: dict[str, Any]) -> str:
        actions.raise_lines(matter, data["asked"], receiver=data["receiver"], by=request.actor, key=data["once"])
        return back

    return one_act(
        request,
        form,
        do,
        title=_("What the call lacks, to be asked for"),
        button=_("Ask for all of it"),
        back=back,
        lead=_("Read from the call. Mend what is read wrongly; leave a quantity empty to ask for it later."),
        done=_("Now it stands on the board. Look who could have it."),
    )


@gate(rules.SEE_LINE, of=rules.line_at, methods="GET")
def line(request: Any, line: NeedLine) -> HttpResponse:
    """One line: who was asked, who promised, who fits."""
    actor, today = request.actor, timezone.localdate()
    row = queries.line_row(line, queries.promises_of_line(line, today=today))
    may_ask = line.matter.is_open and allows(actor, rules.ASKERS, row)
    sees_givers = allows(actor, rules.SEE_ALL_GIVERS)
    fits = fits_for(request.steward, [row], today=today, sees_givers=sees_givers) if may_ask else {}
    acts = next_acts(actor, request.steward, row.promises)
    context = {
        "line": line,
        "row": row,
        "fits": fits.get(row.id),
        "may_ask": may_ask,
        "may_close": may_ask and line.is_open,
        "may_promise": line.matter.is_open and line.matter.is_published and allows(actor, rules.PROMISERS, line),
        "promises": [(promise, acts.get(promise.id)) for promise in row.promises],
        "sees_all": allows(actor, rules.SEE_ALL_PROMISES),
    }
    return render(request, "resources/line.html", context)


@gate(rules.CLOSE_LINE, of=rules.line_at)
def close_line(request: Any, line: NeedLine) -> HttpResponse:
    """Enough came, or it is no longer needed."""
    twins = {str(row.id): row for row in queries.twins_of(line, request.actor)}
    form = forms.CloseLineForm(
        request.POST if request.method == "POST" else None,
        initial={"how": "enough" if line.delivered else "withdraw"},
        twins=[
            (key, f"{row.matter} · {amount(row.quantity, row.unit)} · {row.receiver}") for key, row in twins.items()
        ],
    )
    back = url(request, "line", line.pk)

    def do(data: dict[str, Any]) -> str:
        if data["how"] == "enough":
            actions.accept_as_enough(line, reason=data["reason"], by=request.actor)
            return back
        if data["how"] == "merge":
            into = rules.line_at(request, twins[data["into"]].id)
            actions.merge_lines(line, into=into, reason=data["reason"], by=request.actor)
            return url(request, "line", into.pk)
        actions.withdraw_line(line, reason=data["reason"], by=request.actor)
        return url(request, "matter", line.matter_id)

    return one_act(
        request,
        form,
        do,
        title=_("Stop asking for %(thing)s") % {"thing": line.spec.name},
        button=_("Stop asking"),
        back=back,
        done=_("It is no longer asked for."),
    )


@gate(rules.NAME_SPEC)
def substitutes(request: Any) -> HttpResponse:
    """Which thing may stand in for which."""
    form = forms.SubstituteForm(
        request.POST if request.method == "POST" else None, specs=queries.specs(request.steward, request.actor)
    )
    here = url(request, "substitutes")

    def do(data: dict[str, Any]) -> str:
        actions.name_substitute(
            data["spec"], stand_in=data["stand_in"], wanted=data["wanted"], given=data["given"], by=request.actor
        )
        return here

    return one_act(
        request,
        form,
        do,
        title=_("What may stand in for what"),
        button=_("It may stand in"),
        back=url(request, "offers"),
        template="resources/substitutes.html",
        pairs=queries.substitutes(request.steward, request.actor),
        done=_("Written down. The search looks at both from now on."),
    )
