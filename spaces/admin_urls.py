"""Addresses of the Wagtail admin that would show what belongs to other spaces; they stand before Wagtail's own."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, re_path
from taggit.models import Tag, TaggedItem
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import pages as page_urls
from wagtail.admin.urls import reports
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.tags import TAGS_AUTOCOMPLETE_LIMIT
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtailmedia import get_media_model
from wagtailmedia.views.media import usage

from accounts.permissions import is_animator
from civitac.core.permissions import SEEN

from .bulk_actions import bulk_action
from .models import ArticlePage, ArticleTag, Space
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
    """Nothing in the admin asks for it, and it would list every space's pictures or documents, or only fail."""
    raise Http404


def for_every_space(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wagtail's reports are about all spaces, people and drafts: for those who read every space."""

    @require_admin_access
    def checked(request: HttpRequest) -> HttpResponse:
        if not is_animator(request.user):
            raise PermissionDenied
        return view(request)

    return checked


@require_admin_access
def suggest_tags(request: HttpRequest) -> HttpResponse:
    """Wagtail's own suggestions, less the words that stand only on what others have not published."""
    articles = Page.objects.filter(published_or_explorable(request.user))
    described = ContentType.objects.get_for_models(get_image_model(), get_document_model())
    known = Tag.objects.filter(
        Q(pk__in=ArticleTag.objects.filter(content_object__in=articles.values("pk")).values("tag"))
        | Q(pk__in=TaggedItem.objects.filter(content_type__in=described.values()).values("tag"))
    )
    start = request.GET.get("term")
    found = known.filter(name__istartswith=start).order_by("name") if start else known.none()
    return JsonResponse(list(found.values_list("name", flat=True)[:TAGS_AUTOCOMPLETE_LIMIT]), safe=False)


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
    path("tag-autocomplete/", suggest_tags),
    path("choose-page/chosen-multiple/", chosen_pages),
    path("failwhale/", closed),
    re_path(r"^api/main/(?:images|documents|media)/", closed),
    *(path(f"reports/{report.pattern}", for_every_space(report.callback)) for report in reports.urlpatterns),
]
