from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Collection, Page, PageQuerySet
from wagtail.snippets.models import register_snippet

from civitac.core.registry import dashboard_panels

from .action_menu import next_step_first
from .article_views import ArticleViewSet
from .enrolment_viewset import EnrolmentViewSet
from .explorer import AnyPageViewSet
from .models import Author, Space, SpacePage
from .models.review import reason_of_return
from .references import published_or_explorable
from .space_views import SpaceViewSet
from .viewsets import AuthorViewSet, OfficeTitleViewSet

register_snippet(AuthorViewSet)
register_snippet(OfficeTitleViewSet)


@hooks.register("register_admin_viewset")
def register_screens() -> list[ViewSet]:
    return [SpaceViewSet(), EnrolmentViewSet(), ArticleViewSet()]


@hooks.register("register_admin_viewset", order=1)
def register_the_explorer() -> ViewSet:
    """After Wagtail's own, which it stands in for."""
    return AnyPageViewSet()


@hooks.register("construct_homepage_panels")
def say_what_to_do_next(request: HttpRequest, panels: list[Component]) -> None:
    """Our panels stand in for Wagtail's: the same facts, in the words of each role."""
    panels[:] = [panel for make in dashboard_panels if (panel := make(request)) is not None]


@hooks.register("construct_homepage_summary_items", order=1000)
def drop_counts(request: HttpRequest, items: list[Component]) -> None:
    """How many pages and pictures the whole site holds tells nobody what to do."""
    items.clear()


@hooks.register("register_log_actions")
def name_the_verbs(actions: LogActionRegistry) -> None:
    actions.register_action("spaces.create", gettext_lazy("Create the space"), gettext_lazy("Space created"))
    actions.register_action("spaces.close", gettext_lazy("Close the space"), gettext_lazy("Space closed"))
    actions.register_action(
        "spaces.accept_enrolment", gettext_lazy("Accept the request"), gettext_lazy("Request accepted")
    )
    actions.register_action("spaces.reopen", gettext_lazy("Reopen the space"), gettext_lazy("Space reopened"))


@hooks.register("construct_page_chooser_queryset")
def offer_published_pages_and_ones_own(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return pages.filter(published_or_explorable(request.user))


hooks.register("construct_page_action_menu", next_step_first)


@hooks.register("describe_collection_contents")
def name_the_space_of_a_collection(collection: Collection) -> dict[str, object] | None:
    """A collection that stands behind a space is not deleted."""
    space = Space.objects.filter(collection=collection).first()
    if space is None:
        return None
    return {
        "count": 1,
        "count_text": _("the space “%(space)s”") % {"space": space},
        "url": reverse("spaces:members", args=(space.pk,)),
    }


@hooks.register("describe_collection_contents")
def count_the_authors_of_a_collection(collection: Collection) -> dict[str, object] | None:
    """Nor is one that holds authors: they would go with it, without a word."""
    number = Author.objects.filter(collection=collection).count()
    return {
        "count": number,
        "count_text": ngettext("%(number)d author", "%(number)d authors", number) % {"number": number},
        "url": reverse("wagtailsnippets_spaces_author:list"),
    }


@hooks.register("before_copy_page")
def refuse_to_copy_a_space(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy would be a page that no space stands behind."""
    if issubclass(page.specific_class, SpacePage):
        messages.error(request, _("A space's page cannot be copied: create a new space instead."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_delete_page")
def refuse_to_delete_a_space(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A space is closed, never deleted; neither is anything that holds spaces."""
    if SpacePage.objects.descendant_of(page, inclusive=True).exists():
        messages.error(request, _("A space is never deleted: close it, its pages leave the site and are kept."))
        return redirect("wagtailadmin_explore", page.pk)
    return None


@hooks.register("before_edit_page")
def say_why_it_came_back(request: HttpRequest, page: Page) -> None:
    """The reason stands where it is answered, not only on the welcome page."""
    if request.method == "GET" and (reason := reason_of_return(page)):
        messages.warning(request, _("Returned for correction by the animation team: %(reason)s") % {"reason": reason})
