"""The screen where figures are typed, and their journal."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from civitac.core.paging import paged

from ...models import ObservationChange, StatisticTable
from ...periods import Period
from ..figures import Content, Overtaken
from .cells import shown
from .choice import GridForm
from .sheet import Grid

PER_PAGE = 50


class OfOneTable(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin):
    """A screen below a table, for those who may change it."""

    permission_required = "change"
    model = StatisticTable
    index_url_name = edit_url_name = ""

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Tables of figures")},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.page_title, "sublabel": str(self.object)},
        ]


class FiguresView(OfOneTable, View):
    """Figures typed on one screen; the address says which."""

    template_name = "data_pages/admin/figures.html"
    page_title = gettext_lazy("Type the figures")

    @cached_property
    def choice(self) -> GridForm:
        return GridForm(self.object, self.request.GET)

    @cached_property
    def grid(self) -> Grid | None:
        if not self.choice.is_valid():
            return None
        chosen = self.choice.cleaned_data
        return Grid.standing(self.object, chosen["indicators"], chosen["places"], chosen["periods"])

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Journal of the figures"), url=journal_of(self.object), icon_name="history")]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.answer()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.grid is None:
            return self.answer()
        changed = self.grid.take(request.POST, with_notes=self.with_notes)
        try:
            counts = self.grid.save(changed, request.user)
        except Overtaken:
            messages.error(request, _("Somebody was writing the same figures. Nothing is saved: save once more."))
            return self.answer()
        if counts is None:
            return self.answer()
        messages.success(request, said(counts.altered))
        return redirect(request.get_full_path())

    @property
    def with_notes(self) -> bool:
        return bool(self.choice.cleaned_data.get("notes"))

    def answer(self) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {
            "table": self.object,
            "choice": self.choice,
            "was_asked": bool(self.request.GET),
            "grid": self.grid,
            "with_notes": self.grid is not None and self.with_notes,
            "journal": journal_of(self.object),
        }


def said(altered: int) -> str:
    if not altered:
        return _("Nothing was changed.")
    return ngettext("%(number)d figure saved.", "%(number)d figures saved.", altered) % {"number": altered}


def journal_of(table: StatisticTable) -> str:
    return reverse(StatisticTable.snippet_viewset.get_url_name("journal"), args=[table.pk])


class JournalForm(forms.Form):
    """Narrows the journal to one indicator, place or period; what makes no sense is not asked."""

    indicateur = forms.SlugField(max_length=60, required=False)
    lieu = forms.RegexField(r"^[ts]\d{1,18}$", required=False)
    periode = forms.CharField(max_length=7, required=False)


class JournalView(OfOneTable, View):
    """Who wrote which figure, when, and what stood there before."""

    template_name = "data_pages/admin/journal.html"
    page_title = gettext_lazy("Journal of the figures")

    @property
    def header_buttons(self) -> list[HeaderButton]:
        address = reverse(StatisticTable.snippet_viewset.get_url_name("figures"), args=[self.object.pk])
        return [HeaderButton(_("Type the figures"), url=address, icon_name="edit")]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    @cached_property
    def lines(self) -> Page:
        form = JournalForm(self.request.GET)
        form.is_valid()
        asked = form.cleaned_data
        lines = ObservationChange.objects.filter(table=self.object)
        if asked.get("indicateur"):
            lines = lines.filter(indicator__code=asked["indicateur"])
        if asked.get("lieu"):
            column = "territory" if asked["lieu"].startswith("t") else "space"
            lines = lines.filter(**{column: int(asked["lieu"][1:])})
        if asked.get("periode"):
            lines = lines.filter(period=asked["periode"])
        related = ("made_by", "indicator", "territory", "space__page", "table_import")
        page = paged(self.request, lines.select_related(*related).order_by("-pk"), PER_PAGE)
        for line in page.object_list:
            line.period_name = str(Period.parse(line.period))
            line.before = shown(Content(line.value_before, line.status_before, line.note_before))
            line.after = shown(Content(line.value_after, line.status_after, line.note_after))
        return page

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        known = list(JournalForm.base_fields)
        return super().get_context_data(**kwargs) | {
            "table": self.object,
            "lines": self.lines,
            "narrowed": any(self.request.GET.get(name) for name in known),
        }
