"""HTTP in, one act, HTTP out: the public pages, the officer's result form, the participation page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.coordination.queries import Contact, contact_for
from ruammue.decisions.models import Meeting
from ruammue.evidence import actions, open_data, participation, queries, rules
from ruammue.evidence.chain import chain_of, chains_of
from ruammue.evidence.forms import FilterForm, NumberForm, ResultForm
from ruammue.evidence.models import Result
from ruammue.evidence.refusals import MatterNotPublic, NothingMeasured, NumberIsEmpty, ResultIsEmpty
from ruammue.evidence.values import Chain, GoalPart
from ruammue.evidence.words import DUTY_ROLES, LACKS, STANDINGS, TITLES, VOTES
from ruammue.foundation.addresses import outside
from ruammue.foundation.answers import download
from ruammue.foundation.sheets import MEDIA_TYPE, write_sheet
from ruammue.foundation.sheets import Column as SheetColumn
from ruammue.goals.values import decimal
from ruammue.needs.links import mark_of, public_page
from ruammue.needs.models import Matter, Station
from ruammue.needs.views.acts import act, send_file
from ruammue.papers.kinds import ItaDraft
from ruammue.papers.photos import UnusablePhoto
from ruammue.papers.render import render as render_paper
from ruammue.papers.share import Facts, share_text
from ruammue.resources.wording import amount

# ------------------------------------------------------------------------------------------- the list


def _filters(request: Any) -> tuple[FilterForm, queries.Filters]:
    form = FilterForm(request.GET, villages=queries.villages(request.steward))
    return form, queries.Filters(state=form.word("state"), village=form.word("village"), category=form.word("category"))


@gate(rules.SEE_MATTERS, methods="GET")
def matters(request: Any) -> HttpResponse:
    """What is public here, and how far each matter has come. Without login."""
    form, filters = _filters(request)
    page = queries.matters_page(request.steward, filters, page=request.GET.get("page"))
    return render(
        request,
        "evidence/matters.html",
        {
            "filter": form,
            "page": page,
            "rows": [(row, *STANDINGS[row.standing]) for row in page.object_list],
            "is_filtered": filters != queries.Filters(),
            "summary": queries.summary_of(request.steward),
        },
    )


@gate(rules.SEE_MATTERS, methods="GET")
def matters_sheet(request: Any) -> HttpResponse:
    """All public matters as open data: Excel, or `?as=csv`."""
    now = timezone.localtime()
    chains = chains_of(request.steward.pk, now=now)
    name = f"matters-{request.steward.slug}-{now.date().isoformat()}"
    if request.GET.get("as") == "csv":
        return download(open_data.as_csv(chains), "text/csv; charset=utf-8", f"{name}.csv")
    note = f"source: {request.steward.name}; as of {now.date().isoformat()}; small counts are left empty"
    content = open_data.as_xlsx(chains, title="public_matters", note=note, mark=str(mark_of(request.steward)))
    return download(content, MEDIA_TYPE, f"{name}.xlsx")


# ------------------------------------------------------------------------------------------- one matter


@dataclass(frozen=True, slots=True)
class Step:
    """One station on the public page: what stands there, or why it was passed by."""

    key: str
    label: str
    title: str
    is_there: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the duty table."""

    role: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One piece of work, with a cell for each organisation."""

    label: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One organisation of the duty table."""

    label: str


@gate(rules.SEE_MATTER, of=rules.published_matter, methods="GET")
def matter(request: Any, matter: Matter) -> HttpResponse:
    """The whole way of one public matter, from the trouble to its result, for everybody."""
    chain = chain_of(matter, now=timezone.localtime())
    who = contact_for(matter)
    lacks = _lacks(chain)
    link = public_page(matter)
    words, state = STANDINGS[chain.standing]
    mobilised = reverse("resources:board_picture", args=[request.steward.slug, matter.pk])
    return render(
        request,
        "evidence/matter.html",
        {
            "matter": matter,
            "chain": chain,
            "steps": {step.key: step for step in _steps(chain)},
            "standing": words,
            "standing_state": state,
            "photos": _photos(request, matter, chain),
            "call_is_open": chain.is_calling,
            "lacks": lacks,
            "called_for": [(str(LACKS[code]), said) for code, said in chain.call.lacks] if chain.call else [],
            "decisions": [
                (
                    decision,
                    [(str(VOTES[code]), count) for code, count in decision.votes if not count.is_suppressed],
                    any(count.is_suppressed for _code, count in decision.votes),
                )
                for decision in chain.decisions
            ],
            "goals": [(goal, _measured(goal)) for goal in chain.goals],
            "columns": [Column(name) for name in chain.parties],
            "duties": _duties(chain),
            "lines": [(line, _shares(line.givers)) for line in chain.lines],
            "done": [work for work in chain.works if work.done_on],
            "who": who,
            "link": link,
            "picture": outside(mobilised) if chain.lines and not chain.is_sensitive else "",
            "share_text": _share(request, chain, lacks, who, link),
        },
    )  # fmt: skip


def _lacks(chain: Chain) -> list[tuple[str, str]]:
    """What still lacks, each with its name: of the lines once there are any, before that of the call. `needs.saying`
    tells the same of a matter to the texts of the other rooms.
    """
    is_over = chain.is_sensitive or chain.is_closed or chain.result or (chain.call and not chain.call.is_open)
    if is_over:
        return []
    if chain.lines:
        return [(line.name, amount(line.missing, line.unit)) for line in chain.lacking]
    return [(str(LACKS[code]), said) for code, said in chain.call.lacks] if chain.call else []


def _steps(chain: Chain) -> list[Step]:
    """The eight stations in the seed's order. Of a matter about one person only the first."""
    reasons = {station: reason for station, _label, reason in chain.skips}
    there = {
        Station.PROBLEM: True,
        Station.CALL: chain.call is not None,
        Station.NETWORK: bool(chain.networks),
        Station.DECIDE: bool(chain.decisions),
        Station.GOAL: bool(chain.goals),
        Station.DIVIDE: bool(chain.works or chain.lines),
        Station.ACT: any(work.done_on for work in chain.works) or any(line.arrived for line in chain.lines),
        Station.RESULT: chain.result is not None,
    }
    return [
        Step(
            station.value,
            str(Station(station).label),
            str(TITLES[station]),
            is_there,
            "" if is_there else reasons.get(station.value, ""),
        )
        for station, is_there in there.items()
    ]


def _photos(request: Any, matter: Matter, chain: Chain) -> list[dict[str, str]]:
    return [
        {
            "url": reverse("needs:photo", args=[request.steward.slug, photo]) + "?small=1",
            "full_url": reverse("needs:photo", args=[request.steward.slug, photo]),
            "alt": _("Picture %(number)d of the trouble") % {"number": number},
        }
        for number, photo in enumerate(chain.problem.photos, 1)
    ]


def _measured(goal: GoalPart) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name,
            "unit": row.unit,
            "baseline": decimal(row.baseline_milli),
            "target": decimal(row.target_milli),
            "value": None if row.value_milli is None else decimal(row.value_milli),
            "source": row.source,
            "on": row.read_on,
            "owner": row.owner,
        }
        for row in goal.indicators
    ]


def _duties(chain: Chain) -> list[DutyRow]:
    rows = []
    for work in chain.works:
        parts = dict(work.duties)
        cells = tuple(Cell(DUTY_ROLES[parts[name]]) if name in parts else None for name in chain.parties)
        rows.append(DutyRow(work.title, cells))
    return rows


def _shares(givers: Any) -> list[tuple[str, Any]]:
    return [(giver.name or _("villagers"), giver) for giver in givers]


def _share(request: Any, chain: Chain, lacks: list[tuple[str, str]], who: Contact, link: str) -> str:
    """What is passed on: the trouble and what lacks, and once there is a result, the result."""
    facts = Facts(
        title=chain.problem.category_label,
        place=chain.problem.village or chain.problem.tambon,
        sentence=chain.result.text if chain.result else chain.problem.sentence,
        lacks=tuple(f"{name} {words}" if chain.lines else words for name, words in lacks),
        coordinator=who.name,
        phone=who.phone,
        mark=str(mark_of(request.steward)),
    )
    return share_text(facts, link)


@gate(rules.SEE_PHOTO, of=rules.result_with_matter, methods="GET")
def photo(request: Any, result: Result) -> HttpResponse:
    """The picture of a result: for everybody once it is published, before that for those who work on it."""
    is_public = rules.has_public_photo(request.actor, result)
    small = "small" in request.GET
    return send_file(request, queries.photo_of(result), small=small, is_public=is_public)


# ------------------------------------------------------------------------------------------- the result


@gate(rules.WRITE_RESULT, of=Matter)
def result(request: Any, matter: Matter) -> HttpResponse:
    """Write what came of it: keep it, or keep and publish it. Nothing is asked that is already on record."""
    state, unmeasured = queries.result_state(matter), actions.unmeasured_goals(matter)
    is_post = request.method == "POST"
    form = ResultForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        state=state,
        is_sensitive=matter.is_sensitive,
        unmeasured=unmeasured if matter.is_published else (),
    )
    publishes = is_post and "publish" in request.POST and matter.is_published

    def do(data: dict[str, Any]) -> str:
        photo = next(iter(data.get("photo") or ()), None)
        improved = data.get("improved", state.improved_before)
        with transaction.atomic():  # words that cannot be published as asked are not kept behind the writer's back
            actions.write_result(matter, data["text"], improved, photo.read() if photo else None, by=request.actor)
            if publishes:
                actions.publish_result(matter, reason=data.get("unmeasured", ""), by=request.actor)
        return reverse("needs:matter", args=[request.steward.slug, matter.pk])

    known = chain_of(matter, now=timezone.localtime()) if matter.is_published else None
    return act(
        request,
        form,
        do=do,
        template="evidence/result.html",
        beside={ResultIsEmpty: "text", UnusablePhoto: "photo", MatterNotPublic: "text", NothingMeasured: "unmeasured"},
        done=_("The result stands on the public page now.") if publishes else _("The result is kept, not public yet."),
        matter=matter,
        state=state,
        known=known,
        unmeasured=unmeasured,
    )


# ------------------------------------------------------------------------------------------- participation


def _year(request: Any) -> tuple[int, list[int]]:
    years = participation.years_known(request.steward, timezone.localdate())
    asked = request.GET.get("year", "")
    return (int(asked) if asked in map(str, years) else years[0]), years


@gate(rules.SEE_PARTICIPATION, methods="GET")
def participation_page(request: Any) -> HttpResponse:
    """The four fields of each event of a fiscal year; for the office also what is still missing."""
    year, years = _year(request)
    sees_gaps = allows(request.actor, rules.SEE_GAPS, request.steward)
    return render(
        request,
        "evidence/participation.html",
        {
            "year": participation.participation_of(request.steward, year),
            "years": years,
            "may_type": allows(request.actor, rules.TYPE_NUMBER, request.steward),
            "sees_gaps": sees_gaps,
            "hidden": participation.hidden_meetings(request.steward, year) if sees_gaps else (),
        },
    )


@gate(rules.SEE_PARTICIPATION, methods="GET")
def participation_sheet(request: Any) -> HttpResponse:
    """The same year as Excel: one event a row, the four fields beside each other."""
    asked, _years = _year(request)
    year = participation.participation_of(request.steward, asked)
    columns = [
        SheetColumn(_("Day"), "date"),
        SheetColumn(_("Event")),
        SheetColumn(_("Issue")),
        SheetColumn(_("Who took part")),
        SheetColumn(_("What came of it")),
        SheetColumn(_("How it improved the work")),
        SheetColumn(_("Matter no.")),
    ]
    lines = [
        (
            event.held_on,
            event.title,
            "\n".join(event.issue),
            "\n".join(event.participants),
            "\n".join(event.result),
            "\n".join(event.improvement),
            ", ".join(str(number) for _id, number in event.matters),
        )
        for event in year.events
    ]
    title = _("How people took part, fiscal year %(year)s") % {"year": year.fiscal_year}
    note = _("Draft from the record, not official. It becomes official when the office has checked, signed and"
             " published it.")  # fmt: skip
    content = write_sheet(
        title, columns, lines, note=note, mark=str(mark_of(request.steward)), language=request.LANGUAGE_CODE
    )
    return download(content, MEDIA_TYPE, f"{title}.xlsx")


@gate(rules.TYPE_NUMBER)
def number(request: Any) -> HttpResponse:
    """Type under which number participation is filed this fiscal year: it moves, and no machine can know it."""
    year, _years = _year(request)
    form = NumberForm(request.POST if request.method == "POST" else None)
    back = f"{reverse('evidence:participation', args=[request.steward.slug])}?year={year}"

    def do(data: dict[str, Any]) -> str:
        actions.type_number(request.steward, year, data["number"], by=request.actor)
        return back

    return act(
        request,
        form,
        do=do,
        template="evidence/number.html",
        beside={NumberIsEmpty: "number"},
        done=_("The number is kept."),
        year=year,
        back=back,
    )


def _paper(request: Any, event: participation.Event | None, fmt: str) -> HttpResponse:
    if event is None:
        raise Http404
    matter_id, _number = event.matters[0]
    link = outside(reverse("evidence:matter", args=[request.steward.slug, matter_id]))
    paper: ItaDraft = participation.paper_of(event, request.steward, timezone.localdate(), link)
    made = render_paper(paper, fmt)
    return download(made.content, made.media_type, made.filename)


@gate(rules.SEE_PARTICIPATION, of=rules.closed_meeting, methods="GET")
def meeting_paper(request: Any, meeting: Meeting, fmt: str) -> HttpResponse:
    """The four fields of one meeting as PDF, Word or Excel: a draft, nothing official."""
    with translation.override("th"):
        return _paper(request, participation.event_of_meeting(meeting), fmt)


@gate(rules.SEE_PARTICIPATION, of=rules.published_matter, methods="GET")
def matter_paper(request: Any, matter: Matter, fmt: str) -> HttpResponse:
    """The four fields of one matter's result as PDF, Word or Excel: a draft, nothing official."""
    with translation.override("th"):
        return _paper(request, participation.event_of_matter(matter), fmt)
