"""People, in the Wagtail admin."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.views.users import (
    CreateView,
    EditView,
    GroupFilter,
    IndexView,
    UserColumn,
    UserFilterSet,
)
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from .forms import UserForm
from .models import User
from .permissions import outranks
from .roles import Role, role_groups
from .services import invite


def roles_of(user: User) -> str:
    """The roles in words, from prefetched groups."""
    labels = [str(Role(group.name).label) for group in user.groups.all() if group.name in Role.values]
    if user.is_superuser:
        labels.insert(0, _("Full access"))
    return ", ".join(labels)


def count_spaces(user: User) -> int | str:
    """How many groups of spaces someone is in, from prefetched groups; nothing rather than zero."""
    return sum(group.name not in Role.values for group in user.groups.all()) or ""


class PeopleFilterSet(UserFilterSet):
    """Offers the roles, not the two groups of each of hundreds of spaces."""

    def __init__(self, *args: object, is_searching: bool = False, **kwargs: object) -> None:
        super().__init__(*args, is_searching=is_searching, **kwargs)
        self.filters["group"] = GroupFilter(
            field_name="groups",
            queryset=role_groups(),
            label=gettext_lazy("Role"),
            use_subquery=is_searching,
            widget=CheckboxSelectMultiple,
        )


class PeopleView(IndexView):
    template_name = "wagtailadmin/generic/index.html"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column_class(UserColumn)(
                "name", accessor=str, label=_("Name"), sort_key="name", get_url=self.get_edit_url, classname="name"
            ),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("roles", label=_("Roles"), accessor=roles_of),
            Column("spaces", label=_("Groups of spaces"), accessor=count_spaces),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> models.QuerySet[User]:
        return super().get_base_queryset().prefetch_related("groups")

    def get_edit_url(self, instance: User) -> str | None:
        return super().get_edit_url(instance) if outranks(self.request.user, instance) else None


class NewPersonView(CreateView):
    success_message = gettext_lazy("The account of %(object)s is created.")

    def form_valid(self, form: UserForm) -> HttpResponse:
        """The account is there before its invitation leaves: a mail server that is down loses no one."""
        response = super().form_valid(form)
        if invite(self.object):
            messages.success(self.request, _("An e-mail invites them to choose their password."))
        else:
            messages.warning(
                self.request,
                _(
                    "No invitation could be sent. They can sign in all the same: the sign-in page sends a code to their"
                    " phone number or e-mail address."
                ),
            )
        return response


class PersonView(EditView):
    success_message = gettext_lazy("The account of %(object)s is saved.")

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not outranks(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class UserViewSet(WagtailUserViewSet):
    ordering = "name"
    copy_view_enabled = False
    filterset_class = PeopleFilterSet
    index_view_class = PeopleView
    add_view_class = NewPersonView
    edit_view_class = PersonView
    index_template_name = "wagtailadmin/generic/index.html"
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[UserForm]:
        return UserForm
