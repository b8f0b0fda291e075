"""The site's search: Wagtail's index of pages, narrowed by what a reader can name."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from wagtail.models import Page

from spaces.models import ArticlePage, QuestionPage, ServicePage, SpacePage
from territories.models import Territory, Theme

from .models import StandardPage

PER_PAGE = 10
LONGEST = 200
SUGGESTIONS = 8

# What a result can be, as the address names it.
TYPES = {
    "articles": ArticlePage,
    "espaces": SpacePage,
    "demarches": ServicePage,
    "questions": QuestionPage,
    "pages": StandardPage,
}


@dataclass
class Found:
    results: ResultPage
    counts: dict[str, int] = field(default_factory=dict)


def searchable() -> object:
    """Pages that anyone may read, of the kinds that answer a question. Never a draft, never a private page."""
    return Page.objects.live().public().type(*TYPES.values())


def search(
    words: str, *, kind: str = "", theme: Theme | None = None, territory: Territory | None = None, page: int = 1
) -> Found:
    """Pages that hold all the words, best first, with how many of each type there are."""
    pages = searchable()
    if theme is not None or territory is not None:
        articles = ArticlePage.objects.live()
        if theme is not None:
            articles = articles.about(theme)
        if territory is not None:
            articles = articles.located_in(territory)
        pages = pages.filter(pk__in=list(articles.values_list("pk", flat=True)))
    counts = counts_by_type(pages.search(words, operator="and"))
    if kind:
        pages = pages.type(TYPES[kind])
    results = Paginator(pages.specific(defer=False).search(words, operator="and"), PER_PAGE)
    return Found(results.get_page(page), counts)


def counts_by_type(results: object) -> dict[str, int]:
    by_content_type = results.facet("content_type_id")
    types = ContentType.objects.get_for_models(*TYPES.values())
    return {name: by_content_type.get(types[model].pk, 0) for name, model in TYPES.items()}


def suggestions(words: str) -> list[str]:
    """Titles that begin with what is being typed."""
    titles = [page.title for page in searchable().autocomplete(words)[:SUGGESTIONS]]
    return list(dict.fromkeys(titles))
