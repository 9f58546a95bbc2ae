"""A sheet comes in: chosen, its columns named, looked at, confirmed whole or dropped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ruammue.access.gate import gate
from ruammue.foundation.forms import masked_notice
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.people import actions, forms, imports, queries, rules
from ruammue.people.models import PendingImport
from ruammue.people.views.common import PER_PAGE, sheet, to

PROBLEMS_SHOWN = 100


@gate(rules.IMPORT)
def start(request: Any) -> HttpResponse:
    """Choose what and which file."""
    bound = request.method == "POST"
    form = forms.UploadForm(
        request.POST if bound else None,
        request.FILES if bound else None,
        kinds=imports.importers(),
        initial={"kind": request.GET.get("kind", "people")},
    )
    if bound and form.is_valid():
        try:
            pending = actions.receive_sheet(
                request.steward, kind=form.cleaned_data["kind"], data=form.cleaned_data["file"], by=request.actor
            )
            if pending.masked:
                messages.warning(request, masked_notice(pending.masked))
            return redirect(to(request, "import_columns", pending.pk))
        except Refusal as refusal:
            form.add_refusal(refusal, "file")
    return render(
        request,
        "people/import.html",
        {"form": form, "past": queries.past_imports(request.steward), "importers": imports.importers()},
    )


@gate(rules.IMPORT, methods="GET")
def template(request: Any) -> HttpResponse:
    """An empty sheet with the right headings, for an office that has no list yet."""
    importer = imports.importer_for(request.GET.get("kind", "people"))
    return sheet(request.steward, str(importer.label), [str(column.label) for column in importer.columns], [])


@gate(rules.IMPORT, of=queries.pending_of)
def columns(request: Any, pending: PendingImport) -> HttpResponse:
    """Say which column holds what; the guess stands there already."""
    importer = imports.importer_for(pending.kind)
    form = forms.ColumnsForm(
        request.POST if request.method == "POST" else None,
        importer=importer,
        headers=pending.headers,
        mapping=pending.mapping,
    )
    if form.is_bound and form.is_valid():
        try:
            actions.set_columns(pending, mapping=form.mapping(), by=request.actor)
            return redirect(to(request, "import_preview", pending.pk))
        except Refusal as refusal:
            form.add_refusal(refusal)
    samples = [[header, *(row[1][at] for row in pending.rows[:3])] for at, header in enumerate(pending.headers)]
    return render(
        request,
        "people/import_columns.html",
        {"form": form, "pending": pending, "importer": importer, "samples": samples, "row_count": len(pending.rows)},
    )


@gate(rules.IMPORT, of=queries.pending_of)
def preview(request: Any, pending: PendingImport) -> HttpResponse:
    """What would happen, row by row; POST makes it happen, whole or not at all."""
    importer = imports.importer_for(pending.kind)
    try:
        if request.method == "POST":
            batch = actions.confirm_import(pending, by=request.actor)
            return render(request, "people/imported.html", {"batch": batch, "importer": importer})
        imports.check_mapping(importer, pending.headers, pending.mapping)
        reading = imports.read_rows(importer, pending.steward, pending.rows, pending.mapping)
    except Refusal as refusal:
        messages.warning(request, sentence_for(refusal))
        return redirect(to(request, "import_columns", pending.pk))
    labels = {column.key: column.label for column in importer.columns}
    page = Paginator(list(zip(reading.numbers, reading.values, reading.fates, strict=True)), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "people/import_preview.html",
        {
            "pending": pending,
            "importer": importer,
            "reading": reading,
            "problems": [
                (problem.row, labels.get(problem.column, ""), problem.sentence)
                for problem in reading.problems[:PROBLEMS_SHOWN]
            ],
            "more_problems": max(len(reading.problems) - PROBLEMS_SHOWN, 0),
            "new": reading.count("new"),
            "changed": reading.count("changed"),
            "same": reading.count("same"),
            "page": page,
            "rows": [(number, importer.title_of(values), fate) for number, values, fate in page],
        },
    )


@gate(rules.IMPORT, of=queries.pending_of, methods="POST")
def drop(request: Any, pending: PendingImport) -> HttpResponse:
    """Not this sheet after all."""
    actions.drop_import(pending, by=request.actor)
    messages.success(request, _("The sheet is forgotten. Nothing was changed."))
    return redirect(to(request, "import"))
