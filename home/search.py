"""The site's search: Wagtail's index of pages, narrowed by what a reader can name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpRequest
from wagtail.models import Page, PageQuerySet

from civitac.core.models import BasePage
from civitac.core.text import searched_words
from civitac.core.visibility import open_to_all
from spaces.enums import SpaceKind
from spaces.models import ArticlePage, QuestionPage, ServicePage, SpacePage
from territories.models import Territory, Theme
from territories.naming import Called, names_beginning, places_called

from .models import StandardPage

PER_PAGE = 10
LONGEST = 200
SUGGESTIONS = 8
MOST_PLACES, MOST_NAMES = 6, 3

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


@dataclass
class Found:
    results: ResultPage  # of pages as what they are
    counts: dict[str, int]


@dataclass(frozen=True)
class FoundPlace:
    called: Called
    spaces: list[SpacePage]


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
    # To count what there is of each type is to ask for every match: they come once, ranked, as keys.
    ranked = list(pages.search(words, operator="and").get_queryset().values_list("pk", "content_type"))
    content_types = {name: found.pk for name, found in content_types_by_name().items()}
    counts = Counter(content_type for _key, content_type in ranked)
    if kind:
        ranked = [match for match in ranked if match[1] == content_types[kind]]
    results = Paginator(ranked, PER_PAGE).page(page)
    results.object_list = specific_rows(request, results.object_list)
    return Found(results, {name: counts[content_type] for name, content_type in content_types.items()})


def content_types_by_name() -> dict[str, ContentType]:
    found = ContentType.objects.get_for_models(*TYPES.values())
    return {name: found[model] for name, model in TYPES.items()}


def about(theme: Theme) -> Q:
    return reduce(or_, (Q(pk__in=model.objects.filter(themes=theme).values("pk")) for model in FILED_UNDER_THEMES))


def located_in(territory: Territory) -> Q:
    """Articles about a territory, and spaces of a territory, or of what lies in it."""
    spaces = SpacePage.objects.filter(space__territory__path__startswith=territory.path)
    articles = ArticlePage.objects.located_in(territory)
    return Q(pk__in=articles.values("pk")) | Q(pk__in=spaces.values("pk"))


def specific_rows(request: HttpRequest, matches: Sequence[tuple[int, int]]) -> list[BasePage]:
    """Pages, given by key and content type, as what they are, in the same order; one query for each kind there is."""
    keys = defaultdict(list)
    for key, content_type in matches:
        keys[content_type].append(key)
    rows: dict[int, BasePage] = {}
    for content_type, wanted in keys.items():
        rows |= lines(ContentType.objects.get_for_id(content_type).model_class()).order_by().in_bulk(wanted)
    for page in rows.values():
        if isinstance(page, ArticlePage):
            page.take_space(request)
    return [rows[key] for key, _content_type in matches if key in rows]


def lines(model: type[BasePage]) -> PageQuerySet:
    """Pages of one kind with what a line of results shows."""
    if model is SpacePage:
        return model.objects.select_related("space").only(*LINE, "space__kind")
    return model.objects.only(*LINE, "space") if model is ArticlePage else model.objects.only(*LINE)


def places(request: HttpRequest, words: str) -> list[FoundPlace]:
    """The places that are named, with the spaces of their authorities; no query where there is none, else one."""
    called = places_called(request, words)[:MOST_PLACES]
    if not called:
        return []
    spaces = defaultdict(list)
    for page in (
        SpacePage.objects.live()
        .filter(
            open_to_all(request),
            space__territory__in=[each.unit.pk for each in called],
            space__kind=SpaceKind.COLLECTIVITY,
            space__closed_at=None,
        )
        .annotate(place=F("space__territory"))
        .only("title", "url_path")
    ):
        spaces[page.place].append(page)
    return [FoundPlace(each, spaces[each.unit.pk]) for each in called]


def suggestions(request: HttpRequest, words: str) -> list[str]:
    """Names of places, then titles, that begin with what is being typed."""
    words = searched_words(words)
    if not words:
        return []
    titles = [page.title for page in searchable(request).autocomplete(words)[:SUGGESTIONS]]
    return list(dict.fromkeys([*names_beginning(request, words, MOST_NAMES), *titles]))[:SUGGESTIONS]
