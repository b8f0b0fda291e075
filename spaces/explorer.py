"""Pages in the Wagtail admin: lists whose filters name the people one may know of and nobody else, and a form that says
what has become of an approval.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet, PageFilterSet
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


class ReviewedEditView(EditView):
    def get_header_title(self) -> str:
        return _("Edit “%(title)s”") % {"title": self.get_page_subtitle()}

    def perform_workflow_action(self) -> HttpResponse:
        """A correction made while approving is saved, and left for another person to approve."""
        try:
            return super().perform_workflow_action()
        except PermissionDenied:
            saved = _(
                "Your correction of “%(title)s” is saved, and nothing is on line yet: since you edited it last, a"
                " colleague approves it."
            )
            messages.warning(self.request, saved % {"title": self.page.get_admin_display_title()})
            return self.redirect_and_remain()


class ExplorerView(ExplorableIndexView):
    def get_side_panels(self) -> MediaContainer:
        """Where a page is used is told to those who may edit it: others are not offered the list."""
        panels = super().get_side_panels()
        if not self.permissions.can_edit():
            for panel in panels:
                panel.usage_url = None
        return panels


class AnyPageViewSet(PageViewSet):
    """For every kind of page that has no view set of its own."""

    model = Page
    index_view_class = ExplorerView
    filterset_class = AnyPageFilterSet
    add_view_class = BegunOnceView
    edit_view_class = ReviewedEditView
