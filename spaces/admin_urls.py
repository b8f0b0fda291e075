"""Addresses of the Wagtail admin that would show what belongs to other spaces; they stand before Wagtail's own."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, re_path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import pages as page_urls
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtailmedia import get_media_model
from wagtailmedia.views.media import usage

from accounts.permissions import is_animator
from civitac.core.permissions import SEEN

from .bulk_actions import bulk_action
from .models import ArticlePage, Space
from .references import published_or_explorable


@require_admin_access
def chosen_pages(request: HttpRequest) -> HttpResponse:
    """Wagtail's own view, asked only about pages that may be linked to; unreadable keys are left out."""
    keys = [key for key in request.GET.getlist("id") if key.isdecimal() and len(key) < 19]
    allowed = Page.objects.filter(published_or_explorable(request.user), pk__in=keys, depth__gt=1).values_list(
        "pk", flat=True
    )
    narrowed = QueryDict(mutable=True)
    narrowed.setlist("id", [str(pk) for pk in allowed])
    request.GET = narrowed
    return ChosenMultipleView.as_view()(request)


@require_admin_access
def choose_page(request: HttpRequest) -> HttpResponse:
    """Wagtail's own view; an article is first looked for in one's own space, not where every space begins."""
    mine = None
    if request.GET.get("page_type") == ArticlePage._meta.label_lower:
        mine = Space.objects.of_member(request.user).first()
    return BrowseView.as_view()(request, parent_page_id=mine.page_id if mine else None)


@require_admin_access
def closed(request: HttpRequest) -> HttpResponse:
    """Lists every space's pictures or documents, and nothing in the admin asks for it."""
    raise Http404


@require_admin_access
def page_types_usage(request: HttpRequest, *, results_only: bool = False) -> HttpResponse:
    """The titles of every space's latest edited pages: for those who read every space."""
    if not is_animator(request.user):
        raise PermissionDenied
    return PageTypesUsageReportView.as_view(results_only=results_only)(request)


@require_admin_access
def media_usage(request: HttpRequest, media_id: int) -> HttpResponse:
    """wagtailmedia's own view, which asks whether one may change sounds and films, and not this one."""
    media = get_object_or_404(get_media_model(), pk=media_id)
    if not policy_registry.get_by_type(type(media)).user_has_any_permission_for_instance(request.user, SEEN, media):
        raise PermissionDenied
    return usage(request, media_id)


# Views of Wagtail's that show a page's draft title before they ask whether it is one's own.
PAGE_VIEWS = {pattern.name: pattern.callback for pattern in page_urls.urlpatterns}


def editable_only(name: str, key: str) -> Callable[..., HttpResponse]:
    @require_admin_access
    def checked(request: HttpRequest, **kwargs: object) -> HttpResponse:
        page = get_object_or_404(Page, pk=kwargs[key]).specific
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return PAGE_VIEWS[name](request, **kwargs)

    return checked


STATE = "<int:page_id>/<slug:action_name>/<int:task_state_id>/"
urlpatterns = [
    path("pages/<int:page_to_move_id>/move/", editable_only("move", "page_to_move_id")),
    path(
        "pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
        editable_only("move_confirm", "page_to_move_id"),
    ),
    path(f"pages/workflow/action/{STATE}", editable_only("workflow_action", "page_id")),
    path(f"pages/workflow/collect_action_data/{STATE}", editable_only("collect_workflow_action_data", "page_id")),
    path("pages/workflow/preview/<int:page_id>/<int:task_id>/", editable_only("workflow_preview", "page_id")),
    path(
        "pages/workflow/confirm_cancellation/<int:page_id>/",
        editable_only("confirm_workflow_cancellation", "page_id"),
    ),
    path("bulk/<str:app_label>/<str:model_name>/<str:action>/", bulk_action),
    path("media/usage/<int:media_id>/", media_usage),
    path("choose-page/", choose_page),
    path("choose-page/chosen-multiple/", chosen_pages),
    re_path(r"^api/main/(?:images|documents|media)/", closed),
    path("reports/page-types-usage/", page_types_usage),
    path("reports/page-types-usage/results/", page_types_usage, {"results_only": True}),
]
