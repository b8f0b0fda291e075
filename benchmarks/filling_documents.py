"""As many documents of five pages as asked for, with words as rare and as common as those of real ones."""

from __future__ import annotations

import re
from itertools import accumulate
from random import Random

from django.db.models import Max
from wagtail.models import Collection

from civitac.core.visibility import Visibility
from data_pages.documents.kinds import ensure_document_kinds
from data_pages.enums import ContentState
from data_pages.models import CivitacDocument, DocumentContent, DocumentKind
from territories.enums import Level
from territories.models import Territory

from . import texts
from .filling_figures import settle_down

PAGES, WORDS_OF_A_PAGE = 5, 450
# Documents are made of pages drawn from so many; a batch of documents is all that is held in memory.
DIFFERENT_PAGES, BATCH = 1500, 500
RARE_WORDS = 4000
BEGINNINGS = [
    "ba",
    "be",
    "da",
    "do",
    "fa",
    "go",
    "ka",
    "ko",
    "la",
    "ma",
    "na",
    "pa",
    "ra",
    "sa",
    "ta",
    "wa",
    "ya",
    "za",
]
# In some documents, in every tenth or so, in nearly all.
RARE, USUAL, COMMON = "rakadabe", "bibliothèque marché", "commune"
VISIBILITIES = [Visibility.PUBLIC, Visibility.IDENTIFIED, Visibility.IDENTIFIED, Visibility.MEMBERS]


def vocabulary(random: Random) -> list[str]:
    """Words of the made-up articles, then made-up words, from the most to the least common."""
    plain = " ".join([*texts.SENTENCES, *texts.SUBJECTS, *texts.HEADINGS])
    known = list(dict.fromkeys(re.findall(r"\w+", plain.lower())))
    made = {"".join(random.choices(BEGINNINGS, k=4)) for _number in range(RARE_WORDS)} - {RARE}
    return [COMMON, *known, *sorted(made), RARE]


def pages(random: Random) -> list[str]:
    """Each word is as common as its rank is low (Zipf's law)."""
    words = vocabulary(random)
    weights = list(accumulate(1 / (rank + 5) for rank in range(len(words))))
    drawn = [
        " ".join(random.choices(words, cum_weights=weights, k=WORDS_OF_A_PAGE)) for _page in range(DIFFERENT_PAGES)
    ]
    drawn[0] += f" {RARE}"
    return drawn


def fill_documents(number: int) -> None:
    """Bring the database to that many documents; their files exist in name only. Needs the places and the kinds."""
    random = Random(4)
    ensure_document_kinds()
    kinds = list(DocumentKind.objects.order_by("pk"))
    places = list(Territory.objects.current().filter(level=Level.COMMUNE).order_by("pk"))
    root, drawn = Collection.get_first_root_node(), pages(random)
    first = (CivitacDocument.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for start in range(first, first + number - CivitacDocument.objects.count(), BATCH):
        ranks = range(start, min(start + BATCH, first + number))
        rows = [document(rank, random.choice(kinds), random.choice(places), root, random) for rank in ranks]
        DocumentContent.objects.bulk_create(
            DocumentContent(
                document=row,
                state=ContentState.READ,
                file_hash=row.file_hash,
                pages=PAGES,
                pages_read=PAGES,
                title=row.title,
                description=row.words_of_description(),
                text="\n".join(random.sample(drawn, PAGES)),
            )
            for row in CivitacDocument.objects.bulk_create(rows)
        )
    settle_down()


def document(rank: int, kind: DocumentKind, place: Territory, root: Collection, random: Random) -> CivitacDocument:
    year = 2005 + rank % 20
    return CivitacDocument(
        title=f"{kind.name} {year}, commune de {place.name} (exemple)",
        file=f"documents/document-{rank}.pdf",
        file_size=200_000,
        file_hash=f"{rank:040}",
        kind=kind,
        first_year=year,
        territory=place,
        collection=root,
        visibility=random.choice(VISIBILITIES),
        summary=random.choice(texts.SENTENCES),
    )
