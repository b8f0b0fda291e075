"""The screens of an import, in the admin. Each one is a page and forms: nothing needs a script."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.permissions import policy_registry

from civitac.core.paging import page_number, paged
from civitac.core.sheets.cells import UnreadableError
from civitac.core.steps import NotNowError
from spaces.enums import SpaceKind
from spaces.models import Space

from ..enums import ImportedKind, ImportState
from ..models import StatisticTable, TableImport
from . import services
from .comparing import PER_PAGE, shown_page
from .forms import FileForm, QuestionsForm, ReadingForm, UnderstandingForm
from .places import Gazetteer
from .rejects import rejects
from .understanding import Understanding

SECONDS_BETWEEN_LOOKS = 3


def changeable_table(request: HttpRequest, pk: int) -> StatisticTable:
    """The table, for whoever may change it. Raises Http404 and PermissionDenied."""
    table = get_object_or_404(StatisticTable.objects.select_related("collection"), pk=pk)
    policy = policy_registry.get_by_type(StatisticTable)
    if not policy.user_has_permission_for_instance(request.user, "change", table):
        raise PermissionDenied
    return table


def changeable_import(request: HttpRequest, pk: int) -> TableImport:
    row = get_object_or_404(TableImport.objects.select_related("table__collection", "made_by"), pk=pk)
    changeable_table(request, row.table_id)
    return row


@require_admin_access
def table_imports(request: HttpRequest, pk: int) -> HttpResponse:
    """The files brought into a table, and the way to bring another."""
    table = changeable_table(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        row = services.receive(table, file.read(), file.name, request.user)
        return redirect("data_pages_import:import", row.pk)
    imports = TableImport.objects.filter(table=table).select_related("made_by").defer("reading", "questions")
    return render(
        request,
        "data_pages/importer/table.html",
        {"table": table, "form": form, "page": paged(request, imports)},
        status=200 if request.method == "GET" or form.is_valid() else 422,
    )


@require_admin_access
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an import stands: what it waits for is asked, what it would do is shown."""
    row = changeable_import(request, pk)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            return act(request, row)
        except NotNowError as refusal:
            messages.warning(request, str(refusal))
            return redirect("data_pages_import:import", row.pk)
    return show(request, row)


def show(request: HttpRequest, row: TableImport) -> HttpResponse:
    context: dict[str, object] = {"row": row, "table": row.table}
    if row.work:
        response = render(request, "data_pages/importer/working.html", context)
        response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return response
    step = ImportState.UNDERSTOOD.value if request.GET.get("step") == "understanding" and is_open(row) else row.state
    template, make = SCREENS.get(step, ("refused", rereading))
    context |= make(request, row)
    return render(request, f"data_pages/importer/{template}.html", context)


def is_open(row: TableImport) -> bool:
    return row.state in (ImportState.UNDERSTOOD, ImportState.ASKED, ImportState.PREVIEWED)


def understanding(
    request: HttpRequest, row: TableImport, data: object = None, reading: object = None
) -> dict[str, object]:
    understood = Understanding.from_json(row.understanding)
    gazetteer = Gazetteer.load()
    owner = Space.objects.filter(collection=row.table.collection_id, kind=SpaceKind.ORGANISATION).first()
    return {
        "understood": understood,
        "form": UnderstandingForm(understood, gazetteer, str(owner or ""), data),
        "reading": ReadingForm(row, understood, reading),
        "places": gazetteer.placed_names,
        "problems": understood.problems(),
    }


def rereading(request: HttpRequest, row: TableImport) -> dict[str, object]:
    """What may be tried with a file that could not be read: a text, in another encoding."""
    return {"reading": ReadingForm(row, Understanding.from_json(row.understanding))}


def questions(request: HttpRequest, row: TableImport, data: object = None) -> dict[str, object]:
    gazetteer = Gazetteer.load()
    return {
        "form": QuestionsForm(row.questions, gazetteer, data),
        "places": gazetteer.placed_names,
    }


def preview(request: HttpRequest, row: TableImport) -> dict[str, object]:
    """One page of one kind of lines; wrong ones first."""
    counts = {kind: row.counts.get(kind.value, 0) for kind in ImportedKind}
    kind = request.GET.get("lines") or next(
        (kind.value for kind in ImportedKind if counts[kind]), ImportedKind.NEW.value
    )
    if kind not in ImportedKind.values:
        raise Http404
    number = page_number(request)
    lines = shown_page(row, ImportedKind(kind), number)
    if lines is None and number > 1:
        raise Http404
    return {
        "tabs": [(each, counts[each]) for each in ImportedKind],
        "kind": kind,
        "lines": lines or [],
        "number": number,
        "last": -(-counts[ImportedKind(kind)] // PER_PAGE),
        "written": row.counts.get("new", 0) + row.counts.get("changed", 0) - row.counts.get("beside_wrong", 0),
    }


def journal(request: HttpRequest, row: TableImport) -> dict[str, object]:
    """What the application of the file changed, figure by figure."""
    changes = row.changes.select_related("indicator", "territory__parent", "space__page").order_by("pk")
    return {"page": paged(request, changes, 50)}


# The template of each state and what it shows; any other state has nothing but its reason to say.
SCREENS: dict[str, tuple[str, Callable[[HttpRequest, TableImport], dict[str, object]]]] = {
    ImportState.UNDERSTOOD.value: ("understanding", understanding),
    ImportState.ASKED.value: ("questions", questions),
    ImportState.PREVIEWED.value: ("preview", preview),
    ImportState.APPLIED.value: ("journal", journal),
    ImportState.UNDONE.value: ("journal", journal),
}


def ask_again(request: HttpRequest, row: TableImport, template: str, context: dict[str, object]) -> HttpResponse:
    """The same screen, with what was typed and what is wrong with it."""
    context |= {"row": row, "table": row.table}
    return render(request, f"data_pages/importer/{template}.html", context, status=422)


def settle(request: HttpRequest, row: TableImport) -> HttpResponse:
    context = understanding(request, row, data=request.POST)
    if not context["form"].is_valid():
        return ask_again(request, row, "understanding", context)
    services.settle(row, context["form"].settled(), request.user)
    return redirect("data_pages_import:import", row.pk)


def read_again(request: HttpRequest, row: TableImport) -> HttpResponse:
    context = understanding(request, row, reading=request.POST)
    if not context["reading"].is_valid():
        return ask_again(request, row, "understanding", context)
    services.read_again(row, context["reading"].wanted(context["understood"]), request.user)
    return redirect("data_pages_import:import", row.pk)


def answer(request: HttpRequest, row: TableImport) -> HttpResponse:
    context = questions(request, row, data=request.POST)
    if not context["form"].is_valid():
        return ask_again(request, row, "questions", context)
    services.answer(row, context["form"].answers(), request.user)
    return redirect("data_pages_import:import", row.pk)


def apply(request: HttpRequest, row: TableImport) -> HttpResponse:
    services.approve(row, request.user, without_wrong=bool(request.POST.get("without_wrong")))
    return redirect("data_pages_import:import", row.pk)


def undo(request: HttpRequest, row: TableImport) -> HttpResponse:
    services.take_back(row, request.user)
    return redirect("data_pages_import:import", row.pk)


def restart(request: HttpRequest, row: TableImport) -> HttpResponse:
    services.start_again(row, request.user)
    return redirect("data_pages_import:import", row.pk)


def give_up(request: HttpRequest, row: TableImport) -> HttpResponse:
    services.give_up(row)
    messages.success(
        request, _("The file “%(name)s” has been thrown away; nothing of it was in the table.") % {"name": row.name}
    )
    return redirect("data_pages_import:table", row.table_id)


ACTS: dict[str, Callable[[HttpRequest, TableImport], HttpResponse]] = {
    "settle": settle,
    "read": read_again,
    "answer": answer,
    "apply": apply,
    "undo": undo,
    "restart": restart,
    "give_up": give_up,
}


@require_admin_access
@require_safe
def rejected_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The wrong rows of the preview with their reasons, for a French spreadsheet."""
    row = changeable_import(request, pk)
    if row.work or not row.counts.get("wrong") or row.state not in (ImportState.PREVIEWED, ImportState.APPLIED):
        raise Http404
    try:
        text = "".join(rejects(row))
    except UnreadableError as error:
        raise Http404 from error
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    return kept_private(response, f"a-corriger-{row.pk}.csv")


@require_admin_access
@require_safe
def original_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was sent, to be saved and never shown inside the site."""
    row = changeable_import(request, pk)
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=row.name, content_type="application/octet-stream")
    return kept_private(response, "")


def kept_private(response: HttpResponse, name: str) -> HttpResponse:
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
