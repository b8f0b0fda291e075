"""The admin of things that spaces own.

Wagtail's snippet screens ask whether someone may change *this kind* of thing, never whether they may change *this one*, so
that an editor of one space reaches every other space's rows. The view sets here ask about the row, in every view; each
snippet that belongs to a space uses them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
    SnippetCreateView,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from .permissions import OFFERED, SEEN


class SpaceOwnedForm(BaseCollectionMemberForm, WagtailAdminModelForm):
    """A form whose collections are those the person may add to; there is nothing to choose for one space."""

    @cached_property
    def permission_policy(self) -> CollectionPermissionPolicy:
        return policy_registry.get_by_type(self._meta.model)

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.for_user = kwargs.pop("for_user", None)
        super().__init__(*args, user=self.for_user, **kwargs)

    def save(self, commit: bool = True) -> models.Model:
        if self.instance.pk and len(self.collections) == 1:
            # Editing never moves a row, not even when its collection is the only one on offer.
            return super(BaseCollectionMemberForm, self).save(commit=commit)
        return super().save(commit=commit)


class RowPolicy:
    """A registered policy that answers for one row whatever it is asked."""

    def __init__(self, policy: CollectionPermissionPolicy, row: models.Model) -> None:
        self._policy = policy
        self._row = row

    def __getattr__(self, name: str) -> object:
        return getattr(self._policy, name)

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return self._policy.user_has_permission_for_instance(user, action, self._row)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        return self._policy.user_has_any_permission_for_instance(user, actions, self._row)


class RowChecked:
    """Mixed into a view: with a key in its address, every permission is asked about that row."""

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        # Some of Wagtail's views keep the key of their row out of `self.kwargs`.
        self.row_key = kwargs.get("pk")
        super().setup(request, *args, **kwargs)

    @cached_property
    def permission_policy(self) -> CollectionPermissionPolicy | RowPolicy:
        policy = policy_registry.get_by_type(self.model)
        if self.row_key is None:
            return policy
        row = self.model._default_manager.filter(pk=self.row_key).first()
        return policy if row is None else RowPolicy(policy, row)

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> object:
        if "pk" in kwargs and not self.permission_policy.user_has_any_permission(request.user, SEEN):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OfferedRows:
    """Mixed into a chooser's view: only rows the person may choose, also by key."""

    def get_object_list(self) -> models.QuerySet:
        return offered(self.model, self.request.user)

    def get_object(self, pk: object) -> models.Model:
        row = offered(self.model, self.request.user).filter(pk=pk).first()
        if row is None:
            raise PermissionDenied
        return row

    def get_objects(self, pks: list[object]) -> models.QuerySet:
        return offered(self.model, self.request.user).filter(pk__in=pks)


def offered(model: type[models.Model], user: AbstractBaseUser) -> models.QuerySet:
    policy = policy_registry.get_by_type(model)
    return policy.instances_user_has_any_permission_for(user, OFFERED).select_related("collection")


class OfferedCollections:
    """Mixed into a chooser's view that creates: the form knows who is asking."""

    def get_creation_form_kwargs(self) -> dict[str, object]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}


class SpaceOwnedChooseView(OfferedRows, OfferedCollections, ChooseView):
    page_subtitle = ""


class SpaceOwnedChooseResultsView(OfferedRows, ChooseResultsView):
    pass


class SpaceOwnedChosenView(OfferedRows, SnippetChosenView):
    pass


class SpaceOwnedChosenMultipleView(OfferedRows, SnippetChosenMultipleView):
    pass


class SpaceOwnedCreateView(OfferedCollections, SnippetCreateView):
    pass


class SpaceOwnedChooserViewSet(SnippetChooserViewSet):
    choose_view_class = SpaceOwnedChooseView
    choose_results_view_class = SpaceOwnedChooseResultsView
    chosen_view_class = SpaceOwnedChosenView
    chosen_multiple_view_class = SpaceOwnedChosenMultipleView
    create_view_class = SpaceOwnedCreateView


class SpaceOwnedViewSet(SnippetViewSet):
    """The one base for snippets that spaces own; the model is a `CollectionMember` with a registered collection policy."""

    chooser_viewset_class = SpaceOwnedChooserViewSet
    row_form_class = SpaceOwnedForm
    copy_view_enabled = False

    def construct_view(self, view_class: type, **kwargs: object) -> Callable:
        checked = type(view_class.__name__, (RowChecked, view_class), {})
        return super().construct_view(checked, **kwargs)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(request.user, SEEN).select_related("collection")

    def get_edit_handler(self) -> object:
        handler = super().get_edit_handler()
        handler.base_form_class = self.row_form_class
        return handler.bind_to_model(self.model)
