"""The site's search: Wagtail's index of pages, narrowed by what a reader can name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, PageQuerySet

from civitac.core.models import BasePage
from civitac.core.text import searched_words
from civitac.core.visibility import open_to_all
from spaces.models import ArticlePage, QuestionPage, ServicePage, SpacePage
from territories.models import Territory, Theme

from .models import StandardPage

PER_PAGE = 10
LONGEST = 200
SUGGESTIONS = 8

# What a line of results shows, whatever it is.
LINE = ("title", "summary", "url_path", "content_type")
# What a result can be, as the address names it.
TYPES = {
    "articles": ArticlePage,
    "espaces": SpacePage,
    "demarches": ServicePage,
    "questions": QuestionPage,
    "pages": StandardPage,
}
FILED_UNDER_THEMES = (ArticlePage, SpacePage, ServicePage, QuestionPage)
IN_A_SPACE = (ArticlePage, SpacePage)


@dataclass
class Found:
    results: ResultPage  # of pages as what they are
    counts: dict[str, int]


def searchable(request: HttpRequest) -> PageQuerySet:
    """Pages that anyone may read, of the kinds that answer a question. Never a draft, never a private page."""
    return Page.objects.live().filter(open_to_all(request)).type(*TYPES.values())


def search(
    request: HttpRequest,
    words: str,
    *,
    kind: str = "",
    theme: Theme | None = None,
    territory: Territory | None = None,
    page: int = 1,
) -> Found:
    """Pages that hold all the words, best first, with how many of each type there are.

    Raises EmptyPage for a page of results that does not exist.
    """
    words = searched_words(words)
    if not words:
        return Found(Paginator([], PER_PAGE).page(page), {})
    pages = searchable(request)
    if theme is not None:
        pages = pages.filter(about(theme))
    if territory is not None:
        pages = pages.filter(located_in(territory))
    counts = counts_by_type(pages.search(words, operator="and", order_by_relevance=False))
    if kind:
        pages = pages.type(TYPES[kind])
    paginator = Paginator(pages.only("content_type").search(words, operator="and"), PER_PAGE)
    paginator.count = counts[kind] if kind else sum(counts.values())
    results = paginator.page(page)
    results.object_list = specific_rows(results.object_list)
    return Found(results, counts)


def about(theme: Theme) -> Q:
    return reduce(or_, (Q(pk__in=model.objects.filter(themes=theme).values("pk")) for model in FILED_UNDER_THEMES))


def located_in(territory: Territory) -> Q:
    """Articles about a territory, and spaces of a territory, or of what lies in it."""
    spaces = SpacePage.objects.filter(space__territory__path__startswith=territory.path)
    articles = ArticlePage.objects.located_in(territory)
    return Q(pk__in=articles.values("pk")) | Q(pk__in=spaces.values("pk"))


def counts_by_type(results: object) -> dict[str, int]:
    by_content_type = results.facet("content_type_id")
    types = ContentType.objects.get_for_models(*TYPES.values())
    return {name: by_content_type.get(types[model].pk, 0) for name, model in TYPES.items()}


def specific_rows(pages: Iterable[Page]) -> list[BasePage]:
    """The same pages as what they are, in the same order; one query for each kind there is."""
    keys = defaultdict(list)
    for page in pages:
        keys[page.specific_class].append(page.pk)
    rows: dict[int, BasePage] = {}
    for model, wanted in keys.items():
        rows |= lines(model).order_by().in_bulk(wanted)
    return [rows[page.pk] for page in pages if page.pk in rows]


def lines(model: type[BasePage]) -> PageQuerySet:
    """Pages of one kind with what a line of results shows."""
    if model not in IN_A_SPACE:
        return model.objects.only(*LINE)
    return model.objects.select_related("space").only(*LINE, "space__kind")


def suggestions(request: HttpRequest, words: str) -> list[str]:
    """Titles that begin with what is being typed."""
    words = searched_words(words)
    titles = [page.title for page in searchable(request).autocomplete(words)[:SUGGESTIONS]] if words else []
    return list(dict.fromkeys(titles))
