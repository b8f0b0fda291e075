"""How an article is begun in the Wagtail admin: its kind first, then its text."""

from __future__ import annotations

import json
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.viewsets.pages import PageViewSet

from .begun_once import BegunOnceView
from .enums import ArticleKind
from .explorer import ExplorerView, OfKnownPeople, ReviewedEditView
from .models import ArticlePage
from .starting_bodies import STARTS


class ArticleCreateView(BegunOnceView):
    """Without `?kind=`, asks what is to be written; with it, opens the editor on that kind's starting blocks."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = request.GET.get("kind")
        if kind not in STARTS:
            return self.ask_kind(request)
        self.page.kind = kind
        # Each with its own key from the start, so that revisions can be compared block by block.
        self.page.body = json.dumps([block | {"id": str(uuid4())} for block in STARTS[kind].body])
        self.page.territory = self.parent_page.space.territory
        return super().get(request)

    def get_header_title(self) -> str:
        return _("New article")

    def ask_kind(self, request: HttpRequest) -> HttpResponse:
        kinds = [{"value": kind.value, "label": kind.label, "purpose": STARTS[kind].purpose} for kind in ArticleKind]
        return TemplateResponse(
            request, "spaces/admin/choose_kind.html", {"parent_page": self.parent_page, "kinds": kinds}
        )


class ArticleEditView(ReviewedEditView):
    def add_save_confirmation_message(self) -> None:
        """After an approval, says what has become of the article, not that it “has been updated”."""
        if getattr(self, "workflow_action", None) != "approve":
            super().add_save_confirmation_message()
            return
        article = ArticlePage.objects.get(pk=self.page.pk)
        if article.live and not article.has_unpublished_changes:
            message = _("“%(title)s” is approved and on line.")
        else:
            message = _("“%(title)s” is approved, and goes on line at its hour.")
        messages.success(self.request, message % {"title": article.title})


class ArticleHistoryView(PageHistoryView):
    def get_header_title(self) -> str:
        return _("History of “%(title)s”") % {"title": self.get_page_subtitle()}


class ArticleViewSet(PageViewSet):
    model = ArticlePage
    index_view_class = ExplorerView
    filterset_class = OfKnownPeople
    add_view_class = ArticleCreateView
    edit_view_class = ArticleEditView
    history_view_class = ArticleHistoryView
