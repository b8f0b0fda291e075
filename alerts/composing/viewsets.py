"""Alerts in the Wagtail admin: the list, the composing screen, and the lists of words beside them."""

from __future__ import annotations

import django_filters
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from civitac.core.ownership import SpaceOwnedViewSet

from .. import rights, workflow
from ..enums import EDITABLE, AlertState
from ..models import Alert, AlertKind, AlertTemplate, AuthorityLabel, Budget, Tariff
from ..public.reading import kinds
from .forms import AlertForm, BeginForm, TemplateForm, TextsFormSet
from .sheet import SheetView
from .widgets import SmsTextarea


class StateColumn(Column):
    cell_template_name = "alerts/admin/state_cell.html"


LIFE_SAFETY = BooleanColumn("life_safety", label=gettext_lazy("Lives may depend on it"), sort_key="life_safety")


class TextsPanel(InlinePanel):
    def get_form_options(self) -> dict[str, object]:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = TextsFormSet
        return options


class AlertFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=AlertState.choices, widget=CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"))

    class Meta:
        model = Alert
        fields = ["state", "kind"]

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)
        self.filters["kind"].extra["choices"] = [(kind.pk, kind.name) for kind in kinds(self.request).values()]


class AlertIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("kind", "collection", "created_by")

    def get_edit_url(self, instance: Alert) -> str | None:
        """The page of the alert: what waits is read there first, what is frozen is only read."""
        return reverse(Alert.snippet_viewset.get_url_name("sheet"), args=[instance.pk])

    def get_list_more_buttons(self, instance: Alert) -> list[Button]:
        user = self.request.user
        url_name = Alert.snippet_viewset.get_url_name
        offered = [
            (rights.may_edit(user, instance), gettext_lazy("Edit"), "edit", "edit"),
            (True, gettext_lazy("Read"), "sheet", "view"),
            (rights.may(user, "delete", instance), gettext_lazy("Delete"), "delete", "bin"),
        ]
        return [
            Button(label, url=reverse(url_name(name), args=[instance.pk]), icon_name=icon, priority=rank * 10)
            for rank, (may, label, name, icon) in enumerate(offered)
            if may
        ]


class BeginView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """A new message: whose, from which ready text or about what. It is then a draft that is written in the editor."""

    model = Alert
    permission_required = "add"
    template_name = "alerts/admin/begin.html"
    page_title = gettext_lazy("New message")
    header_icon = "mobile-alt"
    index_url_name = edit_url_name = ""

    def form(self, data: object = None) -> BeginForm:
        policy = policy_registry.get_by_type(Alert)
        allowed = policy.collections_user_has_permission_for(self.request.user, "add")
        return BeginForm(self.request.user, allowed, data)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        asked = form.cleaned_data
        draft = workflow.begin(request.user, asked["owner"], asked.get("kind"), asked.get("template"))
        return redirect(self.edit_url_name, draft.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Alerts and notices")},
            {"url": "", "label": _("New message")},
        ]


class AlertEditView(EditView):
    """What is being written. What is frozen is read on its sheet."""

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        # A stray key must not take back what somebody else is reading.
        self.autosave_enabled &= self.object.state != AlertState.PENDING

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if self.object.state not in EDITABLE and rights.may(request.user, "change", self.object):
            return redirect(self.sheet_url)
        return super().dispatch(request, *args, **kwargs)

    @property
    def sheet_url(self) -> str:
        return reverse(Alert.snippet_viewset.get_url_name("sheet"), args=[self.object.pk])

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        alert = self.object
        if alert.state == AlertState.RETURNED:
            messages.warning(request, _("Returned to be corrected: %(reason)s") % {"reason": alert.reason})
        elif alert.state == AlertState.PENDING:
            messages.warning(request, _("This message waits for approval: it is a draft again as soon as you save it."))
        return super().get(request, *args, **kwargs)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Check, test, submit"), url=self.sheet_url, icon_name="check")]

    def get_available_actions(self) -> list[str]:
        return [*super().get_available_actions(), "check"]

    def form_valid(self, form: AlertForm) -> HttpResponse:
        try:
            with transaction.atomic():
                # Here and not where the row is saved: the screen of earlier versions saves in its own way.
                workflow.begin_edit(form.instance, self.request.user)
                return super().form_valid(form)
        except workflow.Overtaken as error:
            if self.expects_json_response:
                return self.json_error_response("blocked", str(error))
            messages.error(self.request, str(error))
            return redirect(self.sheet_url)

    def get_success_url(self) -> str:
        return self.sheet_url if self.action == "check" else self.get_edit_url()

    def get_success_message(self, instance: Alert | None = None) -> str | None:
        return None if self.action == "check" else _("Saved. Nothing has left.")

    def get_success_buttons(self) -> list:
        return []


class AlertViewSet(SpaceOwnedViewSet):
    model = Alert
    icon = "mobile-alt"
    menu_label = gettext_lazy("SMS messages")
    index_view_class = AlertIndexView
    edit_view_class = AlertEditView
    list_display = [
        "headline",
        StateColumn("state", label=gettext_lazy("State"), sort_key="state"),
        Column("kind", label=gettext_lazy("Kind"), sort_key="kind__name"),
        Column("collection", label=gettext_lazy("Owner")),
        DateColumn("created_at", label=gettext_lazy("Begun"), sort_key="created_at"),
    ]
    list_per_page = 50
    filterset_class = AlertFilterSet
    search_fields = ["headline"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("severity")]),
                    FieldPanel("headline"),
                ],
                heading=gettext_lazy("What it is about"),
            ),
            TextsPanel(
                "texts",
                [FieldPanel("language"), FieldPanel("text", widget=SmsTextarea)],
                heading=gettext_lazy("Text message"),
                label=gettext_lazy("Text"),
                help_text=gettext_lazy(
                    "One text for each language that you write. Everybody else receives the French one. Say what happens,"
                    " where, what to do, and who speaks."
                ),
                min_num=1,
                max_num=5,
            ),
            MultiFieldPanel(
                [
                    FieldPanel("groups", widget=CheckboxSelectMultiple),
                    FieldRowPanel([FieldPanel("send_at"), FieldPanel("expires_at")]),
                ],
                heading=gettext_lazy("For whom, when"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("instruction"),
                    FieldPanel("details"),
                    FieldPanel("territories", widget=CheckboxSelectMultiple),
                ],
                heading=gettext_lazy("On the site"),
                classname="collapsed",
            ),
        ],
        base_form_class=AlertForm,
    )

    @property
    def add_view(self) -> object:
        return self.construct_view(BeginView, **self.get_add_view_kwargs(template_name=BeginView.template_name))

    @cached_property
    def sheet_view(self) -> object:
        return self.construct_view(SheetView, **self.get_edit_view_kwargs(template_name=SheetView.template_name))

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("sheet/<int:pk>/", self.sheet_view, name="sheet")]

    def get_edit_handler(self) -> object:
        return super(SpaceOwnedViewSet, self).get_edit_handler().bind_to_model(self.model)


class AlertTemplateViewSet(SpaceOwnedViewSet):
    model = AlertTemplate
    icon = "doc-full"
    menu_label = gettext_lazy("Texts ready to use")
    list_display = [
        "name",
        Column("kind", label=gettext_lazy("Kind"), sort_key="kind__name"),
        Column("collection", label=gettext_lazy("Owner")),
    ]
    list_filter = ["kind"]
    list_per_page = 50
    search_fields = ["name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("name", help_text=gettext_lazy("It becomes the title of the message.")),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("severity")]),
            TextsPanel(
                "texts",
                [FieldPanel("language"), FieldPanel("text", widget=SmsTextarea)],
                heading=gettext_lazy("Text message"),
                label=gettext_lazy("Text"),
                help_text=gettext_lazy("Write {lieu}, {heure} and the like where something is to be filled in."),
                min_num=1,
                max_num=5,
            ),
            FieldPanel(
                "single_signature",
                help_text=gettext_lazy(
                    "Only where lives may depend on it, and only while nothing but the blanks is filled in: four different"
                    " ones at most."
                ),
            ),
            FieldPanel("collection", heading=gettext_lazy("Owner")),
        ],
        base_form_class=TemplateForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("kind")

    def get_edit_handler(self) -> object:
        return super(SpaceOwnedViewSet, self).get_edit_handler().bind_to_model(self.model)


class AlertKindViewSet(SnippetViewSet):
    model = AlertKind
    icon = "tag"
    menu_label = gettext_lazy("Kinds of message")
    copy_view_enabled = False
    sort_order_field = "order"
    list_display = ["name", LIFE_SAFETY, Column("lasts", label=gettext_lazy("Hours"))]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("life_safety"),
            FieldRowPanel([FieldPanel("category"), FieldPanel("lasts")]),
            FieldPanel("for_organisations"),
            FieldPanel("granted_to"),
        ]
    )


class AuthorityLabelViewSet(SnippetViewSet):
    model = AuthorityLabel
    icon = "comment"
    menu_label = gettext_lazy("Words of authorities")
    copy_view_enabled = False
    list_display = [
        TitleColumn("label", label=gettext_lazy("Word")),
        LIFE_SAFETY,
        Column("get_severity_display", label=gettext_lazy("Severity")),
        Column("collection", label=gettext_lazy("Authority")),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return AuthorityLabel.objects.select_related("collection")


class TariffViewSet(SnippetViewSet):
    model = Tariff
    icon = "calendar-check"
    menu_label = gettext_lazy("Tariffs")
    copy_view_enabled = False
    list_display = ["operator", "prefixes", "price"]


class BudgetViewSet(SnippetViewSet):
    model = Budget
    icon = "calendar"
    menu_label = gettext_lazy("Budgets")
    copy_view_enabled = False
    list_display = [
        TitleColumn("collection", label=gettext_lazy("Owner")),
        DateColumn("month", label=gettext_lazy("Month"), sort_key="month"),
        Column("amount", label=gettext_lazy("Amount")),
        Column("reserved", label=gettext_lazy("Set aside")),
        Column("spent", label=gettext_lazy("Spent")),
    ]
    list_filter = ["month"]
    list_per_page = 50
    edit_handler = ObjectList(
        [FieldPanel("collection"), FieldPanel("month", help_text=gettext_lazy("Any day of it.")), FieldPanel("amount")]
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return Budget.objects.select_related("collection")
