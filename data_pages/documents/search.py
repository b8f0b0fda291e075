"""Documents found by their words and narrowed by what a reader can name.

What describes a document is searched for everyone; its contents only for those who may open it. All the words asked for
must be found, and none can be excluded: with an exclusion, an absence from the results would tell what is inside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import connection, models
from django.db.models import Case, F, Q, Value, When
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from civitac.core.addresses import address_of
from civitac.core.cache import remembered
from civitac.core.text import in_either_spelling, searched_words
from civitac.core.visibility import opens_to
from spaces.models import Space
from territories.enums import Level
from territories.models import Territory
from territories.offered import units

from ..models import CivitacDocument, DocumentContent, DocumentKind
from ..models.documents import about_year, in_open_spaces

# Beyond this many, results are not counted: nobody reads so far, and counting costs.
MOST_COUNTED = 1000
# Quoting costs by length: a passage is cut from this many characters around the longest word asked for, in the beginning
# (some 60 pages) of a very long text.
LONGEST_QUOTED, AROUND = 150_000, 2_000

TABLE = "data_pages_documentcontent"
QUERY = "plainto_tsquery('civitac_french', %s)"
START, STOP = "\x02", "\x03"
QUOTING = f'MaxFragments=2, MinWords=8, MaxWords=22, FragmentDelimiter=" … ", StartSel={START}, StopSel={STOP}'

# How results are sorted, by the name that addresses use; without words, relevance means nothing and the newest come first.
SORTS = {
    "recents": [F("document__created_at").desc(), F("pk").desc()],
    "annee": [F("document__first_year").desc(nulls_last=True), F("document__created_at").desc(), F("pk").desc()],
    "titre": [F("document__title").asc(), F("pk").asc()],
}


@dataclass(frozen=True)
class Asked:
    """What a reader asks for."""

    words: str = ""
    kind: DocumentKind | None = None
    territory: Territory | None = None
    space: Space | None = None
    year: int | None = None
    sort: str = ""


@dataclass
class Counted:
    """How many results there are, up to `MOST_COUNTED`; by key of kind and by key of collection too."""

    total: int
    is_more: bool
    by_kind: Counter[int | None] = field(default_factory=Counter)
    by_collection: Counter[int] = field(default_factory=Counter)


class ContentSearch:
    """The results of one question, for one reader."""

    def __init__(self, asked: Asked, user: AbstractBaseUser | AnonymousUser) -> None:
        self.asked = asked
        self.words = searched_words(asked.words)
        self.may_open = opens_to(user, at="document__")

    @cached_property
    def rows(self) -> models.QuerySet:
        return self.matching(self.narrowed(DocumentContent.objects.filter(in_open_spaces("document__"))))

    def narrowed(self, rows: models.QuerySet) -> models.QuerySet:
        asked = self.asked
        if asked.kind:
            rows = rows.filter(document__kind=asked.kind)
        if asked.territory:
            rows = rows.filter(document__territory__path__startswith=asked.territory.path)
        if asked.space:
            rows = rows.filter(document__collection=asked.space.collection_id)
        if asked.year:
            rows = rows.filter(about_year(asked.year, "document__"))
        return rows

    def matching(self, rows: models.QuerySet) -> models.QuerySet:
        if not self.asked.words.strip():
            return rows
        if not self.words:
            return rows.none()
        inside, described = (self.holds(column) for column in ("words", "described"))
        found = rows.filter(inside)
        return found.filter(self.may_open | Q(described)) if self.may_open else found

    def holds(self, column: str) -> RawSQL:
        """Whether all the words are in a column of the index: what describes the document, or that and its contents."""
        if connection.vendor == "postgresql":
            return RawSQL(f'"{TABLE}"."{column}" @@ {QUERY}', [self.words], models.BooleanField())
        match = " AND ".join(map(in_either_spelling, self.words.split()))
        if column == "described":
            match = f"{{title description}} : ({match})"
        return RawSQL(
            f'"{TABLE}"."document_id" IN (SELECT rowid FROM data_pages_documentwords WHERE data_pages_documentwords MATCH %s)',
            [match],
            models.BooleanField(),
        )

    def order(self) -> list:
        if self.asked.sort in SORTS:
            return SORTS[self.asked.sort]
        return [self.rank().desc(), *SORTS["annee"]] if self.words else SORTS["recents"]

    def rank(self) -> models.Expression:
        """How well a row answers. What a reader may not open ranks by its description alone: order too would tell."""
        if connection.vendor != "postgresql":
            return Case(When(self.holds("described"), then=Value(1)), default=Value(0))
        whole, described = (
            RawSQL(f'ts_rank("{TABLE}"."{column}", {QUERY})', [self.words], models.FloatField())
            for column in ("words", "described")
        )
        return Case(When(self.may_open, then=whole), default=described) if self.may_open else whole

    @cached_property
    def best(self) -> list[tuple[int, bool, int | None, int]]:
        """Key, whether it opens to this reader, keys of kind and of collection: of the first results, best first, as many as
        are counted and one more. One query: found and sorted once, they are counted and shown.
        """
        may_open = Case(When(self.may_open, then=Value(True)), default=Value(False)) if self.may_open else Value(True)
        rows = self.rows.annotate(opens=may_open).order_by(*self.order())
        return list(rows.values_list("pk", "opens", "document__kind", "document__collection")[: MOST_COUNTED + 1])

    def counted(self) -> Counted:
        by_kind, by_collection = (Counter(row[at] for row in self.best) for at in (2, 3))
        return Counted(min(len(self.best), MOST_COUNTED), len(self.best) > MOST_COUNTED, by_kind, by_collection)

    def page(self, start: int, stop: int) -> list[CivitacDocument]:
        """Some of the results, each with what a line shows, `may_open` and `extract`; two queries."""
        opens = {key: is_open for key, is_open, *_others in self.best[start : min(stop, MOST_COUNTED)]}
        contents = for_listing(DocumentContent.objects.all()).in_bulk(opens)
        extracts = self.extracts([key for key, is_open in opens.items() if is_open]) if self.words else {}
        documents = [contents[key].document for key in opens if key in contents]
        for document in documents:
            document.may_open = opens[document.pk]
            document.extract = quoted(extracts.get(document.pk, ""))
        return documents

    def extracts(self, keys: list[int]) -> dict[int, str]:
        """The passages in which the words stand, of documents that the reader may open."""
        if not keys:
            return {}
        if connection.vendor == "postgresql":
            text = f'left("{TABLE}"."text", {LONGEST_QUOTED})'
            place = f"strpos(lower(unaccent({text})), (ts_lexize('french_stem', lower(unaccent(%s))))[1])"
            around = f"substr({text}, greatest(1, coalesce({place}, 1) - {AROUND // 8}), {AROUND})"
            longest = max(self.words.split(), key=len)
            passage = RawSQL(
                f"ts_headline('civitac_french', {around}, {QUERY}, %s)",
                [longest, self.words, QUOTING],
                models.TextField(),
            )
            rows = DocumentContent.objects.filter(pk__in=keys).annotate(passage=passage)
            return dict(rows.values_list("pk", "passage"))
        either = " OR ".join(map(in_either_spelling, self.words.split()))
        places = ", ".join(["%s"] * len(keys))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid, snippet(data_pages_documentwords, 2, char(2), char(3), ' … ', 40)"
                f" FROM data_pages_documentwords WHERE data_pages_documentwords MATCH %s AND rowid IN ({places})",
                [f"text : ({either})", *keys],
            )
            return dict(cursor.fetchall())


# What a line of a list shows of a document and of its content, the text left out; then of whose it is.
LINE = (
    "state",
    "pages",
    "document__title",
    "document__file",
    "document__file_size",
    "document__first_year",
    "document__last_year",
    "document__adopted_on",
    "document__created_at",
    "document__visibility",
    "document__language",
    "document__kind__name",
)
OWNER = ("document__territory__name", "document__collection__space__page__title")


def for_listing(rows: models.QuerySet) -> models.QuerySet:
    """Contents with their documents and what a line of a list shows, without the texts."""
    owner = ("document__territory", "document__collection__space__page")
    return rows.select_related("document__kind", *owner).only(*LINE, *OWNER)


def latest_of_collection(collection: int, number: int) -> list[CivitacDocument]:
    """The newest documents of a collection that is on line, each with what a line shows of it; one query."""
    rows = DocumentContent.objects.filter(document__collection=collection).select_related("document__kind").only(*LINE)
    return [row.document for row in rows.order_by(*SORTS["recents"])[:number]]


class Titled(NamedTuple):
    title: str
    page_url: str


def titled(words: str, number: int) -> list[Titled]:
    """Documents whose title and description hold all the words, for the site's own search; one query."""
    search = ContentSearch(Asked(words=words), AnonymousUser())
    if not search.words:
        return []
    rows = DocumentContent.objects.filter(in_open_spaces("document__"), search.holds("described"))
    named = rows.order_by(*SORTS["annee"]).values_list("document__title", "document")[:number]
    return [Titled(title, address_of("data_pages:document_page", key)) for title, key in named]


def quoted(passage: str) -> SafeString:
    """A passage with its words marked, and nothing in it that a page would take for its own."""
    if START not in passage:
        return SafeString("")
    marked = escape(" ".join(passage.split())).replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(marked)


@remembered
def years_on_line() -> list[int]:
    """The years that documents begin in, the latest first."""
    years = CivitacDocument.objects.on_line().exclude(first_year=None).order_by("-first_year")
    return list(years.values_list("first_year", flat=True).distinct())


@remembered
def collections_on_line() -> frozenset[int]:
    """The collections of which the site names documents."""
    return frozenset(CivitacDocument.objects.on_line().values_list("collection", flat=True).distinct())


@remembered
def spaces_on_line() -> dict[int, tuple[str, str]]:
    """Collection → address name and title of its space, for the spaces that have documents."""
    with_documents = CivitacDocument.objects.on_line().values("collection")
    spaces = Space.objects.listed().filter(collection__in=with_documents)
    return {key: (slug, title) for key, slug, title in spaces.values_list("collection", "page__slug", "page__title")}


def territories_offered(request: HttpRequest, chosen: str) -> Iterable[Territory]:
    """The regions, and around the one that is asked for: what it lies in and what lies directly in it."""
    current = [each for each in units(request).values() if each.is_current]
    place = next((each for each in current if each.slug == chosen), None)
    if place is None:
        return [each for each in current if each.level == Level.REGION]
    near = {place.pk, place.parent_id}
    return [each for each in current if each.level == Level.REGION or each.pk in near or each.parent_id == place.pk]
