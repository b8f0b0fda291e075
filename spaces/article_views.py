"""How an article is begun in the Wagtail admin: its kind first, then its text."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.viewsets.pages import PageViewSet

from .enums import ArticleKind
from .models import ArticlePage
from .starting_bodies import STARTS


class ArticleCreateView(CreateView):
    """Without `?kind=`, asks what is to be written; with it, opens the editor on that kind's starting blocks."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = request.GET.get("kind")
        if kind not in STARTS:
            return self.ask_kind(request)
        self.page.kind = kind
        self.page.body = json.dumps(STARTS[kind].body)
        self.page.territory = self.parent_page.space.territory
        return super().get(request)

    def ask_kind(self, request: HttpRequest) -> HttpResponse:
        kinds = [{"value": kind.value, "label": kind.label, "purpose": STARTS[kind].purpose} for kind in ArticleKind]
        return TemplateResponse(
            request, "spaces/admin/choose_kind.html", {"parent_page": self.parent_page, "kinds": kinds}
        )


class ArticleViewSet(PageViewSet):
    model = ArticlePage
    add_view_class = ArticleCreateView
