"""The page lists of the Wagtail admin, whose filters name the people one may know of and nobody else."""

from __future__ import annotations

from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import policy_registry

from accounts.models import User

from .begun_once import BegunOnceView


class OfKnownPeople(PageFilterSet):
    """Wagtail's own filters would name everyone who ever owned or edited a page of the site."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        met = policy_registry.get_by_type(Page).explorable_instances(self.request.user).order_by()
        edits = PageLogEntry.objects.order_by().filter(action="wagtail.edit", page__in=met.values("pk"))
        self.filters["owner"].queryset = User.objects.filter(pk__in=met.values("owner"))
        self.filters["edited_by"].queryset = User.objects.filter(pk__in=edits.values("user"))


class AnyPageFilterSet(OfKnownPeople, GenericPageFilterSet):
    pass


class AnyPageViewSet(PageViewSet):
    """For every kind of page that has no view set of its own."""

    model = Page
    filterset_class = AnyPageFilterSet
    add_view_class = BegunOnceView
