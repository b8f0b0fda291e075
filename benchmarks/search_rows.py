"""Full-text search over many documents, beside one bare SQL statement that finds, sorts and quotes the same ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from accounts.models import User
from civitac.core.paging import PER_PAGE
from data_pages.documents.search import MOST_COUNTED, Asked, ContentSearch
from data_pages.models import DocumentContent

from .costs import side_by_side, uncached
from .filling_documents import COMMON, RARE, USUAL, fill_documents
from .measuring import queries, read
from .table import Bar, Table, number

if TYPE_CHECKING:
    from .database import DatabaseScale

QUERIES_BAR, TIME_BAR = Bar(8), Bar(2, of_ratio=True)
ASKED = {"a rare word": RARE, "two usual words": USUAL, "a word of every document": COMMON}
# What whoever writes the statement by hand would write: nobody's rights are asked about.
POSTGRESQL = f"""
WITH asked AS (SELECT plainto_tsquery('civitac_french', %s) AS query),
found AS (
    SELECT c.document_id, d.title, c.text, ts_rank(c.words, asked.query) AS rank
    FROM data_pages_documentcontent c JOIN data_pages_civitacdocument d ON d.id = c.document_id, asked
    WHERE c.words @@ asked.query ORDER BY rank DESC, c.document_id DESC LIMIT {PER_PAGE}
)
SELECT document_id, title, ts_headline('civitac_french', text, asked.query),
    (SELECT count(*) FROM (SELECT FROM data_pages_documentcontent c WHERE c.words @@ asked.query LIMIT {MOST_COUNTED + 1}) few)
FROM found, asked ORDER BY rank DESC
"""
SQLITE = f"""
WITH found AS (
    SELECT rowid, title, snippet(data_pages_documentwords, 2, '[', ']', '…', 40) AS passage
    FROM data_pages_documentwords WHERE data_pages_documentwords MATCH %s ORDER BY rank LIMIT {PER_PAGE}
)
SELECT rowid, title, passage, (SELECT count(*) FROM (
    SELECT rowid FROM data_pages_documentwords WHERE data_pages_documentwords MATCH %s LIMIT {MOST_COUNTED + 1}
)) FROM found
"""


def bare(words: str) -> Callable[[], list]:
    """A first page of results with their passages and their count, in one statement."""

    def ask() -> list:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(POSTGRESQL, [words])
            else:
                cursor.execute(SQLITE, [words, words])
            return cursor.fetchall()

    return ask


def ours(words: str, user: User | AnonymousUser) -> Callable[[], list]:
    """The same as the page of documents asks for it, each result with what a line shows, by what this reader may open."""

    def ask() -> list:
        search = ContentSearch(Asked(words=words), user)
        search.counted()
        return search.page(0, PER_PAGE)

    return ask


def searches(table: Table, database: str, scale: DatabaseScale) -> None:
    fill_documents(scale.documents)
    someone, _created = User.objects.get_or_create(email="banc@exemple.test")
    total = number(DocumentContent.objects.count())
    table.section(f"{database}: search over {total} documents of 5 pages; floor: one bare SQL statement")
    identified = Client()
    identified.force_login(someone)
    for name, words in ASKED.items():
        address = "/donnees/documents/?" + urlencode({"q": words})
        assert ours(words, someone)(), f"{words} is found nowhere"
        with uncached():
            spent = side_by_side(
                {
                    "bare": bare(words),
                    "anonymous": ours(words, AnonymousUser()),
                    "identified": ours(words, someone),
                    "page": lambda address=address: read(identified, address),
                },
                seconds=scale.seconds,
            )
        table.add(f"{name}, SQL queries of the page", queries(address).total, "", None, QUERIES_BAR)
        floor = spent["bare"].clock
        table.add(f"{name}, an anonymous reader", spent["anonymous"].clock, "ms", floor, TIME_BAR)
        table.add(f"{name}, an identified reader", spent["identified"].clock, "ms", floor, TIME_BAR)
        table.add(f"{name}, the whole page of an identified reader", spent["page"].clock, "ms", floor)
