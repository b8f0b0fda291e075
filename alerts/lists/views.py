"""The screens of a list, for whoever may change its group. Each one is a page and forms: nothing needs a script."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.widgets.button import HeaderButton

from civitac.core.paging import page_number, paged
from civitac.core.sheets.cells import UnreadableError, column_name
from civitac.core.sheets.writing import lines
from civitac.core.steps import NotNowError
from civitac.core.text import harmless
from spaces.enums import TextLanguage

from .. import consent
from ..enums import REFUSED, Act, ListedKind, ListState, WrongNumber
from ..models import ListImport
from ..people.group import SCREENS, OfOneGroup, address, buttons, shown
from . import services
from .forms import ColumnsForm, ListForm
from .staging import PER_PAGE, lines_of, page_of

SECONDS_BETWEEN_LOOKS = 3


class ListsView(OfOneGroup, View):
    """The lists brought into a group, and the way to bring another."""

    template_name = "alerts/lists/lists.html"
    page_title = SCREENS["lists"].label
    form: ListForm | None = None

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return buttons(HeaderButton, self.object, "people")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.form = ListForm(request.POST, request.FILES)
        if self.form.is_valid():
            file = self.form.cleaned_data["file"]
            try:
                row = services.receive(self.object, file.read(), file.name, request.user, **self.form.agreed())
            except UnreadableError as refusal:
                self.form.add_error("file", str(refusal))
            else:
                return redirect(address(self.object, "list_import", row.pk))
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        lists = self.object.lists.select_related("made_by").defer("reading")
        return super().get_context_data(**kwargs) | {
            "group": self.object,
            "form": self.form or ListForm(),
            "page": paged(self.request, lists),
        }


class OfOneList(OfOneGroup):
    @cached_property
    def row(self) -> ListImport:
        """Raises Http404 for a list of another group."""
        return get_object_or_404(
            ListImport.objects.select_related("made_by"), group=self.object, pk=self.kwargs["of_list"]
        )


class ListView(OfOneList, View):
    """Where a list stands: what it waits for is asked, what it would do is shown."""

    columns_form: ColumnsForm | None = None

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return buttons(HeaderButton, self.object, *SCREENS)

    def get_page_title(self) -> str:
        return self.row.name

    def get_template_names(self) -> list[str]:
        name = "working" if self.row.work else STEPS.get(self.row.state, "ended")
        return [f"alerts/lists/{name}.html"]

    def get(self, request: HttpRequest, pk: int, of_list: int) -> HttpResponse:
        response = self.render_to_response(self.get_context_data())
        if self.row.work:
            response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
        return response

    def post(self, request: HttpRequest, pk: int, of_list: int) -> HttpResponse:
        acts = {"choose": self.choose, "apply": self.apply, "give_up": self.give_up}
        acts |= {"restart": self.restart, "undo": self.undo}
        if (act := acts.get(request.POST.get("act", ""))) is None:
            raise Http404
        try:
            return act()
        except NotNowError as refusal:
            messages.warning(request, str(refusal))
        return self.back()

    def back(self) -> HttpResponse:
        return redirect(address(self.object, "list_import", self.row.pk))

    def choose(self) -> HttpResponse:
        if not self.row.reading:
            raise NotNowError(_("This import has moved on meanwhile: here is where it stands."))
        self.columns_form = ColumnsForm(self.row, self.request.POST)
        if not self.columns_form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        services.choose(self.row, self.columns_form.wanted(), self.request.user)
        return self.back()

    def apply(self) -> HttpResponse:
        services.approve(self.row, self.request.user)
        return self.back()

    def undo(self) -> HttpResponse:
        services.undo(self.row, self.request.user)
        return self.back()

    def restart(self) -> HttpResponse:
        services.start_again(self.row, self.request.user)
        return self.back()

    def give_up(self) -> HttpResponse:
        services.give_up(self.row)
        messages.success(
            self.request, _("The list “%(name)s” has been thrown away, with its numbers.") % {"name": self.row.name}
        )
        return redirect(address(self.object, "lists"))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs) | {
            "group": self.object,
            "row": self.row,
            "counts": counted(self.row),
            "rejects_url": address(self.object, "list_rejects", self.row.pk),
            "lists_url": address(self.object, "lists"),
        }
        if not self.row.work and self.row.state in STEPS:
            context["form"] = self.columns_form or ColumnsForm(self.row)
        if not self.row.work and self.row.state == ListState.PREVIEWED:
            context |= self.preview()
        if not self.row.work and self.row.state == ListState.APPLIED:
            context["would_leave"] = consent.added_by(self.row).count()
        return context

    def preview(self) -> dict[str, object]:
        """One page of one kind of lines; wrong ones first."""
        counts = {kind: self.row.counts[kind] for kind in ListedKind}
        kind = self.request.GET.get("lines") or next((kind for kind in ListedKind if counts[kind]), ListedKind.NEW)
        if kind not in ListedKind.values:
            raise Http404
        number = page_number(self.request)
        found = page_of(self.row, ListedKind(kind), number)
        if not found and number > 1:
            raise Http404
        return {
            "tabs": list(counts.items()),
            "kind": kind,
            "lines": [told(ListedKind(kind), line) for line in found],
            "number": number,
            "last": -(-counts[ListedKind(kind)] // PER_PAGE),
            "refused": sum(counts[each] for each in REFUSED),
            "where": where(self.row),
            "otherwise": TextLanguage(self.row.wanted.get("otherwise", TextLanguage.FRENCH)).label.lower(),
        }


STEPS = {ListState.ASKED: "columns", ListState.PREVIEWED: "preview"}


def counted(row: ListImport) -> list[tuple[ListedKind, int]]:
    """What one looks for first: who is added."""
    return [(kind, row.counts.get(kind, 0)) for kind in reversed(ListedKind)]


def where(row: ListImport) -> dict[str, object]:
    """Which part of the file was read, as people name it in their spreadsheet."""
    columns = row.reading["columns"]
    titles = {index: title for index, title, _cells in row.reading["choices"]}

    def named(index: int) -> str:
        letter, title = column_name(index), titles.get(index, "")
        return f"{letter} ({title})" if title not in ("", letter) else letter

    return {
        "sheet": columns["sheet"],
        "number": named(columns["number"]),
        "language": named(columns["language"]) if columns["language"] is not None else "",
    }


def told(kind: ListedKind, line: list) -> tuple[int, str, str]:
    """Row, number and what is said of it, in words."""
    place, text, *rest = line
    if kind == ListedKind.WRONG:
        return place, text, str(WrongNumber(rest[0]).label)
    if kind == ListedKind.LEFT:
        day = datetime.date.fromisoformat(rest[1])
        if rest[0] == Act.STOPPED:
            said = _("Asked on %(day)s to receive nothing any more: only this person can come back.")
        else:
            said = _("Left the group on %(day)s: comes back only by asking for it, on the site or at the desk.")
        return place, text, said % {"day": f"{day:%d/%m/%Y}"}
    if kind == ListedKind.REPEATED:
        return place, text, _("Stands in row %(row)d already.") % {"row": rest[0]}
    return place, shown(text), str(TextLanguage(rest[0]).label) if rest else ""


class RejectsView(OfOneList, View):
    """The refused rows of the preview with their reasons, for a French spreadsheet."""

    page_title = gettext_lazy("Refused rows")

    def get(self, request: HttpRequest, pk: int, of_list: int) -> StreamingHttpResponse:
        if self.row.work or self.row.state != ListState.PREVIEWED:
            raise Http404
        return StreamingHttpResponse(
            lines(self.rows()),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="liste-{self.row.pk}-refus.csv"',
                "Cache-Control": "private, no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    def rows(self) -> Iterator[list[object]]:
        yield [_("Mobile number"), _("Language"), _("Row"), _("Reason")]
        for kind in REFUSED:
            for line in lines_of(self.row, kind):
                place, text, reason = told(kind, line)
                language = line[3] if kind == ListedKind.WRONG else ""
                yield [harmless(text), harmless(language), place, reason]
