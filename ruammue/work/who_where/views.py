"""Who does what, where: the page, its files and paper; lists that organisations bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ruammue.access.gate import allows, gate
from ruammue.foundation import thai_dates
from ruammue.foundation.answers import download, form_page, told, tried
from ruammue.foundation.forms import HouseForm, masked_notice
from ruammue.foundation.private_words import sign_words
from ruammue.foundation.sheets import MEDIA_TYPE, write_csv, write_sheet
from ruammue.needs.links import mark_of, office
from ruammue.needs.models import Category
from ruammue.networks.models import Network
from ruammue.networks.queries import known_organisations
from ruammue.networks.rules import FORM as FORM_NETWORK
from ruammue.papers import kinds
from ruammue.papers.render import NoSuchFormat
from ruammue.papers.render import render as render_paper
from ruammue.people.models import Organisation
from ruammue.work import rules
from ruammue.work.models import ToldActivity, ToldSheet
from ruammue.work.sentences import language
from ruammue.work.views.common import bound, url
from ruammue.work.who_where import actions, board, columns
from ruammue.work.who_where.board import Board, Overlap
from ruammue.work.who_where.forms import BoardForm, ToldSheetForm
from ruammue.work.who_where.rows import Body, Gap, Place, Reading, Row, Status, read, split_names, waiting_rows

PER_PAGE = 20
FIRST = 5
"""So many gaps and overlaps stand open; the others are a tap away."""
SIGNS = {Status.PLANNED: "ahead", Status.ONGOING: "doing", Status.DONE: "done"}
PROBLEMS_SHOWN = 100
THINGS = 3


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row with its words. `url`: the page that knows more."""

    row: Row
    theme: str
    when: str
    sign: str
    standing: str
    who: tuple[tuple[str, str], ...]
    told: str
    url: str


@dataclass(frozen=True, slots=True)
class GapShown:
    """What lacks of one matter, thing by thing (name, how much, page), or one gap alone; and what mends it."""

    title: str
    things: tuple[tuple[str, str, str], ...]
    theme: str
    place: str
    when: str
    near: tuple[str, ...]
    is_asked: bool
    is_public: bool
    told: str
    act: str
    act_label: str


@dataclass(frozen=True, slots=True)
class ToldShown:
    """A row of a list, as it is looked at before everybody reads it: what it says, and why it waits."""

    what: str
    theme: str
    place: str
    when: str
    who: tuple[tuple[str, str], ...]
    whom: str
    counts: tuple[str, ...]
    much: str
    lacking: str
    others: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverlapShown:
    """Who should talk with whom: each side with its matter or list, its bodies and what they do."""

    theme: str
    place: str
    when: str
    sides: tuple[tuple[str, str, str], ...]
    act: str


@gate(rules.SEE_WHO_WHERE, methods="GET")
def who_where(request: Any) -> HttpResponse:
    """The board of one reader: what nobody does, what two do, villages by themes, and every row."""
    actor, today = request.actor, timezone.localdate()
    is_member = not actor.is_anonymous and bool(actor.roles or actor.represents)
    reading = read(request.steward, actor, today=today)
    form = BoardForm(request.GET, reading=reading, today=today, language=language())
    found = board.build(reading, form.asked, today=today)
    said = request.GET.copy()
    said.pop("page", None)
    ordered = _in_order(found.rows, form.in_order)
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    gaps = _gaps(request, found.gaps, is_member)
    overlaps = _overlaps(request, found.overlaps, is_member)
    context = {
        "form": form,
        "board": found,
        "gaps": gaps[:FIRST],
        "more_gaps": gaps[FIRST:],
        "overlaps": overlaps,
        "matrix": _matrix(found, reading.places, form),
        "page": page,
        "groups": _grouped([(head, _row(request, row, is_member)) for head, row in page.object_list]),
        "query": said.urlencode(),
        "is_member": is_member,
        "may_bring": allows(actor, rules.BRING_TOLD),
        "waiting": sum(may for _told, may in _waiting(request)) if is_member else 0,
        "in_order": form.in_order,
    }
    return render(request, "work/who_where.html", context)


def _in_order(rows: Sequence[Row], group: str) -> list[tuple[str, Row]]:
    """(heading, row), in the order of the chosen heading. By partner a row stands under each who takes part."""
    if group == "theme":
        themes = list(Category.values)
        return sorted(
            ((str(Category(row.theme).label), row) for row in rows), key=lambda pair: themes.index(pair[1].theme)
        )
    if group == "partner":
        pairs = [(body, row) for row in rows for body in row.bodies]
        pairs.sort(key=lambda pair: (pair[0].organisation_id is None, pair[0].name, pair[0].key))
        return [(body.name, row) for body, row in pairs]
    return [(row.place.label, row) for row in rows]


def _grouped(pairs: Iterable[tuple[str, Any]]) -> list[tuple[str, list[Any]]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for head, row in pairs:
        found[head].append(row)
    return list(found.items())


def _when(start: Any, end: Any) -> str:
    if start and end and start != end:
        return f"{thai_dates.short(start, language())} – {thai_dates.short(end, language())}"
    if start and not end:
        return _("from %(day)s on") % {"day": thai_dates.short(start, language())}
    return thai_dates.short(end, language()) if end else ""


def _page_of(request: Any, one: Row | Gap, is_member: bool) -> str:
    """Where more is said; for whoever did not come in, the public page of the matter."""
    if one.address is None:
        return ""
    if not is_member:
        return reverse("evidence:matter", args=[request.steward.slug, one.matter_id])
    name, key = one.address
    if name == "work:task" and not allows(request.actor, rules.DIVIDERS):
        name, key = "work:duty_table", one.matter_id  # type: ignore[assignment]
    return reverse(name, args=[request.steward.slug, key])


def _row(request: Any, row: Row, is_member: bool) -> RowShown:
    who = ((_("leads"), row.lead), (_("does it"), row.impl), (_("pays"), row.funder))
    return RowShown(
        row, str(Category(row.theme).label), _when(row.start, row.end), SIGNS[Status(row.status)],
        str(Status(row.status).label), tuple((label, _names(bodies)) for label, bodies in who if bodies),
        columns.told_words(row, language()), _page_of(request, row, is_member),
    )  # fmt: skip


def _gaps(request: Any, gaps: Sequence[Gap], is_member: bool) -> list[GapShown]:
    """What lacks of one matter stands together, and is mended on its page."""
    found: dict[object, list[Gap]] = defaultdict(list)
    for gap in gaps:
        found[(gap.matter_id, gap.place, gap.kind) if gap.kind in ("line", "work") else gap.id].append(gap)
    shown = []
    for several in found.values():
        first = several[0]
        pages = [_page_of(request, gap, is_member) for gap in several]
        act = pages[0]
        if first.kind == "line" and is_member and len(several) > 1:
            act = reverse("resources:matter", args=[request.steward.slug, first.matter_id])
        until = min((gap.until for gap in several if gap.until), default=None)
        is_of_matter = first.kind in ("line", "work")
        shown.append(
            GapShown(
                title=first.matter if is_of_matter else first.what,
                things=tuple((gap.what, gap.lacking, page) for gap, page in zip(several, pages, strict=True))
                if is_of_matter else (("", first.lacking, ""),) if first.lacking else (),
                theme=str(Category(first.theme).label), place=first.place.label, when=_when(None, until),
                near=tuple(dict.fromkeys(name for gap in several for name in gap.near)),
                is_asked=any(gap.is_asked for gap in several), is_public=first.is_public,
                told=columns.told_words(first, language()), act=act, act_label=_mends(request, first, is_member),
            )
        )  # fmt: skip
    return shown


def _mends(request: Any, gap: Gap, is_member: bool) -> str:
    """What mends a gap, in this reader's hands. What was told from outside is mended by whom the page names."""
    if gap.kind == "told":
        return ""
    if not is_member:
        return _("I can help")
    if gap.kind == "work":
        return _("Agree on who does it")
    if gap.kind == "matter":
        return _("Call others to act together")
    return _("Ask a partner") if allows(request.actor, rules.DIVIDERS) else _("Who could give it")


def _overlaps(request: Any, overlaps: Sequence[Overlap], is_member: bool) -> list[OverlapShown]:
    """Each with the way to bring the two together: the network of one of the matters, or a new one."""
    matters = {row.matter_id for one in overlaps for row in one.rows if row.matter_id}
    may_form = is_member and allows(request.actor, FORM_NETWORK)
    networks: dict[UUID, UUID] = {}
    if may_form and matters:
        known = Network.objects.of(request.steward).filter(matter__in=matters, removed_at=None)
        networks = {one.matter_id: one.pk for one in known.order_by("made_at", "id") if one.matter_id}
    found = []
    for one in overlaps:
        own = [row.matter_id for row in one.rows if row.matter_id]
        act = ""
        if may_form and own:
            there = next((networks[matter] for matter in own if matter in networks), None)
            slug = request.steward.slug
            act = reverse("networks:invite", args=[slug, there]) if there else ""
            act = act or f"{reverse('networks:new', args=[slug])}?matter={own[0]}"
        sides: dict[object, list[Row]] = defaultdict(list)
        for row in one.rows:
            sides[row.matter_id or row.told].append(row)
        found.append(
            OverlapShown(
                str(Category(one.theme).label), one.place.label, _months(one), tuple(map(_side, sides.values())), act
            )
        )
    return found


def _side(rows: Sequence[Row]) -> tuple[str, str, str]:
    """One side of an overlap: its matter or whose word it is, who takes part, what they do."""
    bodies = {body.key: body for row in rows for body in row.bodies}
    whats = list(dict.fromkeys(row.what for row in rows))
    more = [_("and %(n)d more") % {"n": len(whats) - THINGS}] if len(whats) > THINGS else []
    head = rows[0].matter or columns.told_words(rows[0], language())
    return head, _names(bodies.values()), " · ".join([*whats[:THINGS], *more])


def _months(one: Overlap) -> str:
    first, last = one.months[0], one.months[-1]
    words = thai_dates.month_and_year(first, language())
    return words if first == last else f"{words} – {thai_dates.month_and_year(last, language())}"


def _names(bodies: Iterable[Body]) -> str:
    return " · ".join(body.name for body in bodies)


def _matrix(found: Board, places: Sequence[Place], form: BoardForm) -> dict[str, Any]:
    """Villages down, themes across: those of which there is anything, with the address of each cell's rows."""
    asked = form.asked
    kept = {"partner": asked.partner, "period": asked.period, "group": form.in_order}
    rest = "".join(f"&{key}={value}" for key, value in kept.items() if value)
    themes = [(code, label) for code, label in Category.choices if any(key[1] == code for key in found.cells)]
    lines = []
    for place in places:
        key = board.key_of(place)
        cells = [
            (label, found.cells.get((key, code)), f"?village={key}&theme={code}{rest}#rows") for code, label in themes
        ]
        if place.village_id or any(cell for _label, cell, _url in cells):
            lines.append((place.label, f"?village={key}{rest}#rows", cells))
    return {"themes": [label for _code, label in themes], "lines": lines}


# ------------------------------------------------------------------------------------------- out of the house


def _public(request: Any) -> tuple[Reading, BoardForm, Board]:
    """What everybody may read, filtered as the page is: nothing else leaves the house as a file or on paper."""
    today = timezone.localdate()
    reading = read(request.steward, None, today=today)
    form = BoardForm(request.GET, reading=reading, today=today, language=language())
    return reading, form, board.build(reading, form.asked, today=today)


@gate(rules.SEE_WHO_WHERE, methods="GET")
def who_where_sheet(request: Any, fmt: str) -> HttpResponse:
    """The rows and gaps with a row of hashtags, as Excel or as text."""
    _reading, _form, found = _public(request)
    lines = columns.lines_of(found.rows, found.gaps, language())
    heads = columns.headings()
    title = _("Who does what, where")
    if fmt == "csv":
        content = write_csv([[head.title for head in heads], columns.tags(), *lines])
        return download(content, "text/csv; charset=utf-8", f"{title}.csv")
    if fmt != "xlsx":
        raise Http404
    note = _("%(office)s, from the record of %(day)s") % {
        "office": request.steward.name, "day": thai_dates.long(timezone.localdate(), language()),
    }  # fmt: skip
    content = write_sheet(
        title, heads, lines, note=note, mark=str(mark_of(request.steward)), language=language(), tags=columns.tags()
    )
    return download(content, MEDIA_TYPE, f"{title}.xlsx")


@gate(rules.SEE_WHO_WHERE, methods="GET")
def who_where_paper(request: Any, fmt: str) -> HttpResponse:
    """The board on paper, in the order in which it is read: by village, by theme or by partner. Papers are Thai,
    whoever prints them.
    """
    with override("th"):
        reading, form, found = _public(request)
        paper = kinds.WhoWhere(
            office=office(request.steward, timezone.localdate()),
            asked=_asked_words(form),
            places=_parts_on_paper(reading, found, form.in_order),
            first={"village": "เรื่อง", "theme": "ที่ไหน", "partner": "เรื่อง ที่ไหน"}[form.in_order],
        )
        try:
            rendered = render_paper(paper, fmt)
        except NoSuchFormat:
            raise Http404 from None
    if fmt == "html":
        return HttpResponse(rendered.content, content_type=rendered.media_type)
    return download(rendered.content, rendered.media_type, rendered.filename)


def _asked_words(form: BoardForm) -> str:
    """The filter in words, for the head of the paper."""
    said = []
    for name in ("village", "theme", "partner", "period"):
        chosen = getattr(form.asked, name)
        said.append(str(dict(form.fields[name].choices)[chosen]))  # type: ignore[attr-defined]
    return " · ".join(said)


def _people(count: int | None) -> str:
    return "" if count is None else ngettext("%(n)d person", "%(n)d people", count) % {"n": count}


def _parts_on_paper(reading: Reading, found: Board, order: str) -> tuple[kinds.WhoWherePlace, ...]:
    """The board part by part: by village, by theme, or by partner with what nobody does at the end."""
    told: list[tuple[str, Sequence[Row], Sequence[Gap], Sequence[Overlap]]]
    if order == "partner":
        told = [(head, rows, (), ()) for head, rows in _grouped(_in_order(found.rows, order))]
        told.append(("", (), found.gaps, found.overlaps))
    elif order == "theme":
        told = [(str(label), *_having(found, "theme", theme)) for theme, label in Category.choices]
    else:
        told = [(place.label, *_having(found, "place", place)) for place in reading.places]
    return tuple(_part_on_paper(*part, order) for part in told if any(part[1:]))


def _having(found: Board, name: str, value: Any) -> tuple[list[Row], list[Gap], list[Overlap]]:
    return (
        [row for row in found.rows if getattr(row, name) == value],
        [gap for gap in found.gaps if getattr(gap, name) == value],
        [one for one in found.overlaps if getattr(one, name) == value],
    )


def _part_on_paper(
    label: str, rows: Iterable[Row], gaps: Iterable[Gap], overlaps: Iterable[Overlap], order: str
) -> kinds.WhoWherePlace:
    def about(one: Row | Gap | Overlap) -> str:
        theme = str(Category(one.theme).label)
        return {"village": theme, "theme": one.place.label, "partner": f"{theme} {one.place.label}"}[order]

    def place_of(gap: Gap) -> str:
        return "" if order == "village" else f"({gap.place.label})"

    return kinds.WhoWherePlace(
        label=label,
        rows=tuple(
            kinds.WhoWhereRow(
                what=row.what, theme=about(row), lead=_names(row.lead), doers=_names(row.impl),
                funders=_names(row.funder), when=_when(row.start, row.end), standing=str(Status(row.status).label),
                lacking=row.lacking, for_whom=row.for_whom, how_many=_people(row.targeted),
                told_by=columns.told_words(row, "th"),
            )
            for row in rows
        ),
        gaps=tuple(" ".join(filter(None, (gap.what, gap.lacking, place_of(gap)))) for gap in gaps),
        overlaps=tuple(f"{about(one)} {_months(one)}: {_names(one.bodies)}" for one in overlaps),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------- told from outside


def _tellers(request: Any) -> Any:
    """Whose lists this reader may bring: any that we know, or their own."""
    known = known_organisations(request.steward)
    if allows(request.actor, rules.DIVIDERS):
        return known
    return Organisation.objects.filter(pk__in=request.actor.represents).order_by("sort_key", "name", "id")


@gate(rules.BRING_TOLD)
def told_sheets(request: Any) -> HttpResponse:
    """Bring a list; those that stand, with the way to take one back."""
    today = timezone.localdate()
    tellers = _tellers(request)
    form = ToldSheetForm(
        **bound(request),
        files=request.FILES if request.method == "POST" else None,
        organisations=tellers,
        initial={"told_on": today, "organisation": tellers.first() if tellers.count() == 1 else None},
    )
    if form.is_valid():
        made: list[ToldSheet] = []
        name, data = form.cleaned_data["file"]

        def act() -> None:
            made.append(
                actions.read_told_sheet(
                    form.cleaned_data["organisation"], steward=request.steward, data=data, name=name,
                    told_on=form.cleaned_data["told_on"], is_public=form.cleaned_data["is_public"], by=request.actor,
                )
            )  # fmt: skip

        if tried(form, act, "file"):
            if made[0].masked:
                messages.warning(request, masked_notice(made[0].masked))
            return redirect(url(request, "told_list", made[0].pk))
    standing = ToldSheet.objects.of(request.steward).filter(taken_in_at__isnull=False, taken_back_at=None)
    mine = standing.filter(organisation__in=tellers).select_related("organisation")
    context = {
        "form": form,
        "sheets": list(mine),
        "may_add": allows(request.actor, rules.DIVIDERS),
        "waiting": [
            (row.pk, _told_shown(row.sheet.organisation, _facts_of(row)), row.sheet, may)
            for row, may in _waiting(request)
        ],
    }
    return render(request, "work/told_sheets.html", context, status=422 if form.errors else 200)


@gate(rules.KEEP_TOLD, of=rules.told_sheet_at)
def told_sheet(request: Any, sheet: ToldSheet) -> HttpResponse:
    """What taking a list in would do, row by row; POST takes it in."""
    if sheet.taken_in_at is not None:
        return redirect(url(request, "told_lists"))
    if request.method == "POST":
        done = _("Taken in. It stands on the board as told by %(organisation)s.") % {
            "organisation": sheet.organisation.name
        }
        judged = actions.judge(sheet, today=timezone.localdate())
        if waits := sum(row.waits(request.actor) for row in judged.rows if row.fate in ("new", "changed")):
            words = ngettext("%(n)d row waits for a yes first.", "%(n)d rows wait for a yes first.", waits)
            done += " " + words % {"n": waits}
        if told(request, lambda: actions.take_in_sheet(sheet, by=request.actor), done):
            return redirect(url(request, "who_where"))
        return redirect(url(request, "told_list", sheet.pk))
    found = actions.judge(sheet, today=timezone.localdate())
    titles = {column.key: column.title for column in columns.COLUMNS}
    context = {
        "sheet": sheet,
        "found": found,
        "new": found.count("new"),
        "changed": found.count("changed"),
        "known": found.count("same"),
        "ours": found.count("ours"),
        "rows": [(row, _told_shown(sheet.organisation, row.values)) for row in found.rows[:PROBLEMS_SHOWN]],
        "waits": sum(row.waits(request.actor) for row in found.rows if row.fate in ("new", "changed")),
        "more_rows": max(0, len(found.rows) - PROBLEMS_SHOWN),
        "problems": [(one.row, titles.get(one.column, ""), one.sentence) for one in found.problems[:PROBLEMS_SHOWN]],
        "more_problems": max(0, len(found.problems) - PROBLEMS_SHOWN),
    }
    return render(request, "work/told_sheet.html", context)


def _facts_of(row: ToldActivity) -> dict[str, Any]:
    return {name: getattr(row, name) for name in actions.FACTS}


def _told_shown(teller: Organisation, values: dict[str, Any]) -> ToldShown:
    """All that a row says, in words."""
    counts = [
        words % {"n": values[name]}
        for name, words in (("targeted", _("for %(n)d people")), ("reached", _("%(n)d people reached")))
        if values[name] is not None
    ]
    who = ((_("leads"), values["lead"]), (_("does it"), values["implementers"]), (_("pays"), values["funder"]))
    return ToldShown(
        what=values["what"], theme=str(Category(values["theme"]).label),
        place=values["village"].label if values["village"] else _("the whole tambon"),
        when=_when(values["from_on"], values["until_on"]),
        who=tuple((label, " · ".join(split_names(names))) for label, names in who if names),
        whom=values["for_whom"], counts=tuple(counts), much=values["capacity"], lacking=values["lacking"],
        others=" · ".join(actions.others_in(values, teller)),
        signs=sign_words(*(str(values[name]) for name in actions.WORDS)),
    )  # fmt: skip


def _waiting(request: Any) -> list[tuple[ToldActivity, bool]]:
    """Rows of public lists that wait for a yes and concern this reader; whether they may say it. One statement, and one
    a row for a partner.
    """
    rows = waiting_rows(request.steward)
    found = rows.select_related("sheet__organisation", "village__area").order_by("sheet__told_on", "number", "id")
    pairs = [(row, allows(request.actor, rules.WEIGH_TOLD, row)) for row in found[:PROBLEMS_SHOWN]]
    return [(row, may) for row, may in pairs if may or row.sheet.organisation_id in request.actor.represents]


@gate(rules.WEIGH_TOLD, of=rules.told_activity_at, methods="POST")
def weigh(request: Any, activity: ToldActivity) -> HttpResponse:
    """May everybody read this row? Yes or no, by the office or by whom it is about."""
    is_wanted = request.POST.get("word") == "yes"
    done = _("Everybody may read it now.") if is_wanted else _("It stands on the board no longer.")
    told(request, lambda: actions.weigh_told(activity, is_wanted=is_wanted, by=request.actor), done)
    return redirect(url(request, "told_lists") + "#waiting")


@gate(rules.KEEP_TOLD, of=rules.told_sheet_at, methods="POST")
def drop_sheet(request: Any, sheet: ToldSheet) -> HttpResponse:
    """Not this list after all."""
    told(request, lambda: actions.drop_told_sheet(sheet, by=request.actor), _("Forgotten. Nothing was changed."))
    return redirect(url(request, "told_lists"))


@gate(rules.KEEP_TOLD, of=rules.told_sheet_at)
def take_back(request: Any, sheet: ToldSheet) -> HttpResponse:
    """A list that does not hold any more."""
    if request.method == "POST":
        done = _("Taken back. Its rows stand on the board no longer.")
        told(request, lambda: actions.take_back_sheet(sheet, by=request.actor), done)
        return redirect(url(request, "told_lists"))
    return form_page(
        request,
        HouseForm(),
        title=_("Take this list back: %(name)s") % {"name": sheet.name},
        act=_("Take it back"),
        back=url(request, "told_lists"),
        lead=_("What %(organisation)s told us in it stands on the board no longer.")
        % {"organisation": sheet.organisation.name},
    )
