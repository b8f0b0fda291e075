"""Full-text search over many documents, and the download of one."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import accumulate
from random import Random

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from wagtail.models import Collection

from accounts.models import User
from data_pages.documents.kinds import ensure_document_kinds
from data_pages.documents.search import PER_PAGE, Asked, ContentSearch
from data_pages.models import CivitacDocument, DocumentContent, DocumentKind
from territories.models import Territory

from . import servers
from .measuring import load, queries, warm
from .surroundings import Surroundings
from .table import Bar, Table, number

WORDS_OF_A_DOCUMENT = 5 * 460  # five pages
VOCABULARY = 20_000
SYLLABLES = [
    "ba",
    "bou",
    "ca",
    "dé",
    "fo",
    "gué",
    "ka",
    "la",
    "mé",
    "na",
    "ni",
    "pi",
    "ra",
    "ri",
    "té",
    "tion",
    "ver",
    "vi",
    "za",
]
WEIGHT = 300_000
BATCH = 500
# A word in most documents, one in a few hundred, one in a handful, and two together, by their rank of frequency.
QUESTIONS = {"frequent": (40,), "usual": (900,), "rare": (15_000,), "two words": (60, 1_500)}
SEARCH_BAR, DOWNLOAD_BAR, QUERIES_BAR = Bar(2, of_ratio=True), Bar(1.2, of_ratio=True), Bar(8)

BY_HAND = """
    WITH q AS (SELECT plainto_tsquery('civitac_french', %s) AS q), page AS (
        SELECT document_id, ts_rank(words, q) AS rank
        FROM data_pages_documentcontent JOIN data_pages_civitacdocument d ON d.id = document_id, q
        WHERE words @@ q AND d.visibility = 'public' ORDER BY rank DESC LIMIT %s)
    SELECT d.title, d.file_size, k.name, t.name,
        ts_headline('civitac_french', c.text, q, 'MaxFragments=2,MaxWords=22,MinWords=8')
    FROM page JOIN data_pages_documentcontent c USING (document_id) JOIN data_pages_civitacdocument d ON d.id = document_id
    LEFT JOIN data_pages_documentkind k ON k.id = d.kind_id LEFT JOIN territories_territory t ON t.id = d.territory_id, q
    ORDER BY rank DESC
"""
COUNTED_BY_HAND = """
    SELECT d.kind_id, count(*) FROM data_pages_documentcontent JOIN data_pages_civitacdocument d ON d.id = document_id
    WHERE words @@ plainto_tsquery('civitac_french', %s) AND d.visibility = 'public' GROUP BY d.kind_id
"""


def vocabulary() -> list[str]:
    random = Random(1)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(random.choices(SYLLABLES, k=random.randint(2, 5)))] = None
    return list(words)


def fill(wanted: int) -> list[str]:
    """Documents of five pages whose words are as unequally frequent as those of a language (Zipf); → the words."""
    random, words = Random(2), vocabulary()
    frequencies = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    ensure_document_kinds()
    kinds, places = list(DocumentKind.objects.all()), list(Territory.objects.filter(level="commune"))
    root = Collection.get_first_root_node()
    for start in range(0, wanted, BATCH):
        documents = CivitacDocument.objects.bulk_create(
            CivitacDocument(
                title=f"{random.choice(kinds).name} {2000 + each % 25}",
                file=f"documents/{each}.pdf",
                file_size=WEIGHT,
                file_hash=f"{each:040}",
                kind=random.choice(kinds),
                first_year=2000 + each % 25,
                territory=random.choice(places) if places else None,
                visibility="public" if each % 2 else "identified",
                collection=root,
            )
            for each in range(start, min(start + BATCH, wanted))
        )
        DocumentContent.objects.bulk_create(
            DocumentContent(
                document=document,
                state="read",
                file_hash=document.file_hash,
                pages=5,
                pages_read=5,
                title=document.title,
                description=document.kind.name,
                text=" ".join(random.choices(words, cum_weights=frequencies, k=WORDS_OF_A_DOCUMENT)),
            )
            for document in documents
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return words


def searches(table: Table, wanted: int) -> None:
    if connection.vendor != "postgresql":
        table.section("Search in documents: SKIPPED, it needs PostgreSQL")
        return
    words = fill(wanted)
    table.section(
        f"Search in {number(wanted)} documents of five pages; floor: the same page, extracts and counts in hand-written SQL"
    )
    for name, ranks in QUESTIONS.items():
        asked = " ".join(words[rank] for rank in ranks)

        def ours(asked: str = asked) -> None:
            search = ContentSearch(Asked(words=asked), AnonymousUser())
            search.counted()
            search.page(0, PER_PAGE)

        def by_hand(asked: str = asked) -> None:
            with connection.cursor() as cursor:
                cursor.execute(BY_HAND, [asked, PER_PAGE])
                cursor.fetchall()
                cursor.execute(COUNTED_BY_HAND, [asked])
                cursor.fetchall()

        table.add(f"{name}: time", quickest(ours), "ms", quickest(by_hand), SEARCH_BAR)
        table.add(
            f"{name}: SQL queries of the page", queries(f"/donnees/documents/?q={asked}").total, "", None, QUERIES_BAR
        )


def quickest(act: Callable[[], None], times: int = 7) -> float:
    """Milliseconds, the least of several."""
    found = []
    for _time in range(times):
        start = time.perf_counter()
        act()
        found.append(1000 * (time.perf_counter() - start))
    return min(found)


def downloads(table: Table, app: servers.Server, around: Surroundings, *, seconds: float, rounds: int) -> None:
    """A file of the usual weight, public and identified-only, against Django's own response of the same file."""
    table.section(f"CPU of one download of {number(WEIGHT)} B; floor: the same file from Django's bare FileResponse")
    reader = User.objects.filter(email="lecteur@exemple.civitac.test").first() or User.objects.create_user(
        "lecteur@exemple.civitac.test"
    )
    client = Client()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = f"sessionid={client.cookies['sessionid'].value}"
    for visibility, cookie in (("public", ""), ("identified", session)):
        document = CivitacDocument(
            title="Un fichier", visibility=visibility, collection=Collection.get_first_root_node()
        )
        document.file = ContentFile(Random(3).randbytes(WEIGHT), "a.pdf")
        document.save()
        with servers.bare_file(document.file.path) as floor:
            warm(floor.url + "/")
            ours, bare = [], []
            for _round in range(rounds):
                bare.append(load(floor.url + "/", floor.pid, seconds=seconds).cpu)
                ours.append(load(app.url + document.url, app.pid, seconds=seconds, cookie=cookie).cpu)
        table.add(visibility, min(ours), "ms", min(bare), DOWNLOAD_BAR)
