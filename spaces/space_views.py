"""The animation team's screen of spaces: create, invite, close, reopen."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput

from accounts.permissions import is_animator
from territories.models import Territory, Theme
from territories.viewsets import TerritoryChooser

from .enrolment import accept, opening
from .enums import Invitation, SpaceKind
from .models import EnrolmentRequest, Space
from .services import SpaceError, add_member, close_space, create_space, reopen_space

ADDED = {
    Invitation.NEEDLESS: gettext_lazy("%(address)s has been added: this person has an account already."),
    Invitation.SENT: gettext_lazy("%(address)s has been added: the invitation has left."),
    Invitation.NOT_SENT: gettext_lazy(
        "%(address)s has been added, but the invitation has not left: tell this person to use “forgotten password”."
    ),
}


class AddressesField(forms.CharField):
    """E-mail addresses, one a line. Cleans to a list without repetitions."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: str) -> list[str]:
        lines = [line.strip().lower() for line in super().clean(value).splitlines() if line.strip()]
        for line in lines:
            forms.EmailField().clean(line)
        return list(dict.fromkeys(lines))


class MembersForm(forms.Form):
    editors = AddressesField(
        label=gettext_lazy("Editors"),
        required=False,
        help_text=gettext_lazy("E-mail addresses, one a line. They write and submit articles."),
    )
    managers = AddressesField(
        label=gettext_lazy("Managers"),
        required=False,
        help_text=gettext_lazy("E-mail addresses, one a line. They also keep the space's sheet."),
    )


class SpaceForm(MembersForm):
    """What is asked to open a space; everything else follows."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SpaceKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=255,
        help_text=gettext_lazy("As it is written on its letters: “Commune de Kaya”, “Association …”."),
    )
    territory = forms.ModelChoiceField(
        Territory.objects.current(),
        label=gettext_lazy("Territory"),
        widget=TerritoryChooser(),
        help_text=gettext_lazy("The commune or region itself for a local authority, the seat for an organisation."),
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=gettext_lazy("Fields of action"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    charter_signed_on = forms.DateField(label=gettext_lazy("Charter signed on"), required=False, widget=AdminDateInput)
    field_order = ["kind", "title", "territory", "themes", "charter_signed_on", "editors", "managers"]


class CharterForm(forms.ModelForm):
    """The charter is often signed after the space has been opened."""

    class Meta:
        model = Space
        fields = ["charter_signed_on"]
        widgets = {"charter_signed_on": AdminDateInput}


class SpaceIndexView(generic.IndexView):
    """Every space, open or closed."""

    def get_base_queryset(self) -> object:
        return Space.objects.select_related("page", "territory__parent").order_by("page__title")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "page__title",
                label=_("Space"),
                accessor="page.title",
                url_name="spaces:members",
                sort_key="page__title",
            ),
            Column("get_kind_display", label=_("Kind")),
            Column("territory.placed_name", label=_("Territory")),
            DateColumn("charter_signed_on", label=_("Charter"), sort_key="charter_signed_on"),
            DateColumn("closed_at", label=_("Closed"), sort_key="closed_at"),
        ]


def animators_only(view: object) -> object:
    @require_admin_access
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_animator(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@animators_only
def add(request: HttpRequest) -> HttpResponse:
    """Opens a space; with `?demande=`, the one that a request to join asks for."""
    enrolment = None
    if asked := request.GET.get("demande"):
        waiting = EnrolmentRequest.objects.waiting()
        enrolment = get_object_or_404(waiting, pk=int(asked) if asked.isdecimal() and len(asked) < 19 else 0)
    form = SpaceForm(request.POST or None, initial=opening(enrolment) if enrolment else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        people = {"editors": given.pop("editors"), "managers": given.pop("managers")}
        try:
            with transaction.atomic():
                space = create_space(**given, user=request.user)
                if enrolment:
                    accept(enrolment, space, request.user)
        except SpaceError as error:
            form.add_error(None, str(error))
        else:
            invite_members(request, space, people)
            messages.success(request, _("“%(space)s” is open.") % {"space": space})
            return redirect("wagtailadmin_pages:edit", space.page_id)
    return render(request, "spaces/admin/space_add.html", {"form": form, "enrolment": enrolment})


@animators_only
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who writes in a space; new addresses receive an invitation, people are taken out one by one.

    `?remove=editors:12` asks for a confirmation, the same in a POST takes the person out.
    """
    space = get_object_or_404(Space.objects.select_related("page", "territory", "editors", "managers"), pk=pk)
    if leaving := request.POST.get("remove") or request.GET.get("remove"):
        return take_out(request, space, leaving)
    sent = request.POST or None
    is_charter = "charter" in request.POST
    form = MembersForm(None if is_charter else sent)
    charter = CharterForm(sent if is_charter else None, instance=space)
    if is_charter and charter.is_valid():
        charter.save()
        messages.success(request, _("The date of the charter has been kept."))
        return redirect("spaces:members", pk)
    if form.is_valid():
        invite_members(request, space, form.cleaned_data)
        return redirect("spaces:members", pk)
    people = [(role, label, group.user_set.order_by("last_name", "email")) for role, label, group in roles(space)]
    context = {"space": space, "form": form, "charter": charter, "people": people}
    return render(request, "spaces/admin/space_members.html", context)


def take_out(request: HttpRequest, space: Space, leaving: str) -> HttpResponse:
    """Asks, then takes the person out; `leaving` is a role and the person's key, "editors:12"."""
    role, _separator, key = leaving.partition(":")
    group = {"editors": space.editors, "managers": space.managers}.get(role)
    person = group.user_set.filter(pk=int(key)).first() if group and key.isdecimal() and len(key) < 19 else None
    if person is None:
        return redirect("spaces:members", space.pk)
    if request.method == "POST":
        group.user_set.remove(person)
        messages.success(request, _("This person no longer writes in this space."))
        return redirect("spaces:members", space.pk)
    return render(request, "spaces/admin/space_take_out.html", {"space": space, "person": person, "leaving": leaving})


def roles(space: Space) -> list[tuple[str, str, object]]:
    return [("editors", _("Editors"), space.editors), ("managers", _("Managers"), space.managers)]


def invite_members(request: HttpRequest, space: Space, people: dict[str, list[str]]) -> None:
    for role, _label, group in roles(space):
        for address in people[role]:
            invitation = add_member(group, address)
            tell = messages.warning if invitation is Invitation.NOT_SENT else messages.success
            tell(request, ADDED[invitation] % {"address": address})


@animators_only
def change_state(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Close or reopen, after a confirmation that says what will happen."""
    space = get_object_or_404(Space, pk=pk)
    if request.method == "POST":
        try:
            {"close": close_space, "reopen": reopen_space}[verb](space, user=request.user)
        except SpaceError as error:
            messages.error(request, str(error))
        else:
            done = _("“%(space)s” is closed.") if verb == "close" else _("“%(space)s” is open again.")
            messages.success(request, done % {"space": space})
        return redirect("spaces:members", pk)
    return render(request, "spaces/admin/space_state.html", {"space": space, "verb": verb})


class SpaceViewSet(ModelViewSet):
    """Spaces are neither edited as rows nor deleted: they are created, filled with people, closed and reopened."""

    model = Space
    name = "spaces"
    icon = "group"
    menu_label = gettext_lazy("Spaces")
    menu_order = 500
    add_to_admin_menu = True
    index_view_class = SpaceIndexView
    form_fields = ["charter_signed_on"]
    list_filter = ["kind"]
    search_fields = ["page__title"]
    inspect_view_enabled = False
    copy_view_enabled = False

    def get_urlpatterns(self) -> list:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", add, name="add"),
            path("<int:pk>/", members, name="members"),
            path("<int:pk>/edit/", members, name="edit"),
            path("<int:pk>/close/", change_state, {"verb": "close"}, name="close"),
            path("<int:pk>/reopen/", change_state, {"verb": "reopen"}, name="reopen"),
        ]
