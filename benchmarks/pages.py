"""The pages that are measured, and what each may cost (docs/architecture.md, budgets)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from . import texts

SHORT, LONG = 8_000, 12_000  # bytes of HTML, gzipped


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    html: int = SHORT
    queries: int = 12
    # Bytes on the wire of a first view, on a phone that has nothing of the site yet.
    first_view: int = 27_000


def measured_pages() -> list[Page]:
    """One of each kind. The space is the one that holds most articles; the two articles are its oldest and the one after."""
    from spaces.models import ArticlePage, QuestionPage, ServicePage
    from territories.models import Theme

    def address(slug: str) -> str:
        return ArticlePage.objects.get(slug=slug).get_url()

    illustrated, text_only = address("article-0"), address("article-1")
    place = ArticlePage.objects.get(slug="article-0").territory.code
    service, question = ServicePage.objects.first(), QuestionPage.objects.first()
    return [
        Page("home", "/", queries=15, first_view=36_000),
        Page("news", "/actualites/", LONG),
        Page("directory of local authorities", "/collectivites/", LONG),
        Page("directory of organisations", "/osc/", LONG),
        Page("space", illustrated.rsplit("/", 2)[0] + "/"),
        Page("article", illustrated),
        Page("article, text only", text_only, first_view=14_000),
        Page("search", f"/recherche/?q={quote(texts.SEARCHED)}", LONG),
        Page("search for a word of every text", f"/recherche/?q={quote(texts.COMMON)}", LONG),
        Page("theme", f"/themes/{Theme.objects.first().slug}/", LONG),
        Page("citizen space", "/citoyens/"),
        Page("practical information", service.get_url()),
        Page("question", question.get_url()),
        Page("database", "/donnees/"),
        Page("documents", "/donnees/documents/", LONG),
        Page("statistics", "/donnees/statistiques/", LONG),
        Page("indicator", "/donnees/indicateurs/population/", LONG),
        Page("territory", f"/donnees/territoires/{place}/"),
        Page("comparator", f"/donnees/comparer/?t={place}&i=population", LONG),
    ]
