"""Wagtail's acts on many rows at once, which name the rows they refuse to touch: here only those one may know of."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import CollectionMember, Page
from wagtail.permissions import policy_registry

from civitac.core.permissions import SEEN

from .references import published_or_explorable


class OfKnownRows:
    def get_actionable_objects(self) -> tuple[list[Model], dict[str, object]]:
        rows, others = super().get_actionable_objects()
        refused = others["items_with_no_access"]
        known = known_rows(self.model, self.request.user).filter(pk__in=[row.pk for row in refused])
        keys = set(known.values_list("pk", flat=True))
        return rows, others | {"items_with_no_access": [row for row in refused if row.pk in keys]}


def known_rows(model: type[Model], user: AbstractBaseUser) -> QuerySet:
    if issubclass(model, Page):
        return Page.objects.filter(published_or_explorable(user))
    if issubclass(model, CollectionMember):
        return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, SEEN)
    return model._default_manager.all()


@require_admin_access
def bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponse:
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    stock = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if stock is None:
        raise Http404
    return type(stock.__name__, (OfKnownRows, stock), {})(request, model).dispatch(request)
