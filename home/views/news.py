from __future__ import annotations

from typing import NamedTuple

from django import forms
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from civitac.core.cache import remembered
from civitac.core.forms import Choice
from civitac.core.paging import paged, query_without_page
from civitac.core.text import fold
from spaces.enums import ArticleKind
from spaces.models import ArticlePage, Space
from spaces.querysets import ArticleQuerySet, CitizenPageQuerySet
from territories.filters import FilterForm
from territories.models import Theme
from territories.offered import themes

# A longer list is heavy on a phone; every space has its own page, which leads here.
MOST_SPACES_OFFERED = 60
MOST_NAMED = 10


@remembered
def published() -> int:
    return ArticlePage.objects.live().count()


@remembered
def publishers() -> list[tuple[str, str]]:
    """The spaces that published last, by name."""
    latest = ArticlePage.objects.live().filter(space=OuterRef("pk")).order_by("-first_published_at")
    spaces = Space.objects.listed().alias(latest=Subquery(latest.values("first_published_at")[:1]))
    rows = spaces.filter(latest__isnull=False).order_by("-latest").values_list("page__slug", "page__title")
    return sorted(rows[:MOST_SPACES_OFFERED], key=lambda row: fold(row[1]))


class NewsFilterForm(FilterForm):
    """What the list of articles can be narrowed by; each field is a query parameter."""

    genre = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *ArticleKind.choices], widget=Choice
    )
    espace = forms.ModelChoiceField(
        Space.objects.open().select_related("page"),
        label=_("Space"),
        required=False,
        to_field_name="page__slug",
        empty_label=_("All spaces"),
        widget=Choice,
    )
    field_order = ["genre", "theme", "territoire", "espace"]

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.offer("espace", publishers(request))

    def narrow(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """The articles asked for; none when a filter is unknown."""
        if not self.is_valid():
            return articles.none()
        wanted = self.cleaned_data
        if wanted["genre"]:
            articles = articles.filter(kind=wanted["genre"])
        if wanted["theme"]:
            articles = articles.about(wanted["theme"])
        if wanted["territoire"]:
            articles = articles.located_in(wanted["territoire"])
        if wanted["espace"]:
            articles = articles.in_space(wanted["espace"])
        return articles


def news(request: HttpRequest) -> HttpResponse:
    """All articles, newest first, narrowed by kind, theme, place or space."""
    form = NewsFilterForm(request)
    is_narrowed = not form.is_valid() or any(form.cleaned_data.values())
    count = None if is_narrowed else published(request)
    results = paged(request, form.narrow(ArticlePage.objects.for_listing()), count=count)
    context = {
        "form": form,
        "results": results,
        "query": query_without_page(request, list(form.fields)),
        "space": form.cleaned_data.get("espace") if form.is_valid() else None,
    }
    response = render(request, "home/news.html", context)
    if not form.is_valid():
        # Of unknown filters there is no end: their answers are not for a cache.
        patch_cache_control(response, private=True)
    return response


def named(pages: CitizenPageQuerySet) -> list[Page]:
    """The first of these pages by title, with what a list of links shows."""
    return list(pages.live().only("title", "url_path").order_by("title")[:MOST_NAMED])


class OnTheme(NamedTuple):
    articles: int
    services: list[Page]
    questions: list[Page]


@remembered
def on_theme(theme: Theme) -> OnTheme:
    """What stands on every page of the list of a theme."""
    articles = ArticlePage.objects.live().about(theme).count()
    return OnTheme(articles, named(theme.services.all()), named(theme.questions.all()))


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything the site holds on one theme."""
    subject = next((each for each in themes(request) if each.slug == slug), None)
    if subject is None:
        raise Http404
    found = on_theme(request, subject)
    results = paged(request, ArticlePage.objects.for_listing().about(subject), count=found.articles)
    context = {
        "theme": subject,
        "results": results,
        "services": found.services,
        "questions": found.questions,
    }
    return render(request, "home/theme.html", context)
