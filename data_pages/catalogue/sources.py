"""Rows of the database as entries of the catalogue: which ones, in which order, in few queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from civitac.core.structured_data import absolute
from spaces.models import Space

from ..models import CivitacDocument, Indicator, Observation, StatisticTable
from ..periods import Period
from .entries import Entry, File, address, distinct, place_of, publisher_of
from .vocabularies import FORMATS, FREQUENCIES, LANGUAGES, THEME_OF

PAGE_SIZE = 100
YEARS = range(datetime.MINYEAR, datetime.MAXYEAR + 1)


@dataclass(frozen=True)
class Holdings:
    """How much there is, and since when nothing has changed."""

    tables: int
    documents: int
    modified: datetime.datetime | None

    @property
    def total(self) -> int:
        return self.tables + self.documents

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def described_tables() -> QuerySet[StatisticTable]:
    """Tables that the catalogue names, whoever may read their figures: all but those of closed spaces."""
    return StatisticTable.objects.listed().order_by("pk")


def described_documents() -> QuerySet[CivitacDocument]:
    """Documents that the catalogue names, whoever may open them: all but those of closed spaces."""
    return CivitacDocument.objects.on_line().order_by("pk")


def holdings() -> Holdings:
    tables = described_tables().order_by().aggregate(count=Count("pk"), latest=Max("updated_at"))
    documents = described_documents().order_by().aggregate(count=Count("pk"), latest=Max("updated_at"))
    moments = [held["latest"] for held in (tables, documents) if held["latest"]]
    return Holdings(tables["count"], documents["count"], max(moments, default=None))


def entries_of_page(number: int, held: Holdings) -> list[Entry]:
    """Page `number`, from 1: tables first, then documents, each in the order in which they were made."""
    start, end = (number - 1) * PAGE_SIZE, number * PAGE_SIZE
    tables = described_tables()[start:end]
    documents = described_documents()[max(0, start - held.tables) : max(0, end - held.tables)]
    return [
        *(entries_of_tables(tables) if start < held.tables else ()),
        *(entries_of_documents(documents) if end > held.tables else ()),
    ]


def entries_of_tables(tables: QuerySet[StatisticTable]) -> list[Entry]:
    rows = list(tables.prefetch_related(Prefetch("indicators", Indicator.objects.select_related("theme"))))
    spaces = spaces_of(rows)
    periods = periods_of(rows)
    return [
        table_entry(row, spaces.get(row.collection_id), list(row.indicators.all()), periods[row.pk]) for row in rows
    ]


def entries_of_documents(documents: QuerySet[CivitacDocument]) -> list[Entry]:
    rows = list(
        documents.for_page().select_related("territory").annotate(former=Count("versions")).prefetch_related("tags")
    )
    spaces = spaces_of(rows)
    return [document_entry(row, spaces.get(row.collection_id)) for row in rows]


def spaces_of(rows: Sequence[StatisticTable | CivitacDocument]) -> dict[int, Space]:
    """Collection → the space that it is of, with its page and territory; one query."""
    wanted = {row.collection_id for row in rows}
    found = Space.objects.filter(collection__in=wanted).select_related("page", "territory")
    return {space.collection_id: space for space in found.defer("page__presentation", "page__key_figures")}


def periods_of(tables: Sequence[StatisticTable]) -> dict[int, list[Period]]:
    """Table → the periods that it has figures of; one query."""
    periods: dict[int, list[Period]] = defaultdict(list)
    codes = Observation.objects.filter(table__in=tables).order_by().values_list("table", "period").distinct()
    for table, code in codes:
        periods[table].append(Period.parse(code))
    return periods


def table_entry(
    table: StatisticTable, space: Space | None, indicators: Sequence[Indicator], periods: Sequence[Period]
) -> Entry:
    frequencies = {indicator.frequency for indicator in indicators}
    return Entry(
        identifier=f"tableau-{table.pk}",
        page=page_of_table(table),
        title=table.title,
        description=table.description or description_of_figures(table, indicators),
        publisher=publisher_of(space),
        visibility=table.visibility,
        issued=timezone.localdate(table.created_at),
        modified=table.updated_at,
        language=LANGUAGES["fr"],
        files=files_of_table(table),
        place=place_of(space.territory if space else None),
        themes=distinct(THEME_OF.get(each.theme.slug, "") for each in indicators if each.theme) or ("GOVE",),
        keywords=distinct(
            [*(each.name for each in indicators), *(each.theme.name for each in indicators if each.theme)]
        ),
        start=min((period.start for period in periods), default=None),
        end=max((period.end for period in periods), default=None),
        frequency=FREQUENCIES[frequencies.pop()] if len(frequencies) == 1 else "",
    )


def page_of_table(table: StatisticTable) -> str:
    return absolute(table.get_absolute_url())


def description_of_figures(table: StatisticTable, indicators: Sequence[Indicator]) -> str:
    names = ", ".join(indicator.name for indicator in indicators)
    return _("Figures: %(names)s. Source: %(source)s.") % {"names": names or table.title, "source": table.source}


def files_of_table(table: StatisticTable) -> tuple[File, ...]:
    csv = File("csv", _("Figures (CSV)"), FORMATS["csv"], address("table_csv", table.pk), licence=table.licence)
    package = _("Data package (figures and their description)")
    return csv, File("paquet", package, FORMATS["zip"], address("table_package", table.pk), licence=table.licence)


def document_entry(document: CivitacDocument, space: Space | None) -> Entry:
    kind = document.kind.name if document.kind else ""
    territory = document.territory or (space.territory if space else None)
    first, last = document.first_year, document.last_year or document.first_year
    return Entry(
        identifier=f"document-{document.pk}",
        page=page_of_document(document),
        title=document.title,
        description=document.summary or description_of_document(document, kind, space),
        publisher=publisher_of(space),
        visibility=document.visibility,
        issued=document.adopted_on or timezone.localdate(document.created_at),
        modified=document.updated_at,
        language=LANGUAGES.get(document.language, ""),
        files=(file_of_document(document),),
        place=place_of(territory),
        themes=("ECON", "GOVE") if document.kind and is_about_money(document.kind.slug) else ("GOVE",),
        keywords=distinct([kind, *(tag.name for tag in document.tags.all())]),
        start=datetime.date(first, 1, 1) if first in YEARS else None,
        end=datetime.date(last, 12, 31) if last in YEARS else None,
        version=str(document.former + 1),
    )


def page_of_document(document: CivitacDocument) -> str:
    return absolute(document.page_url)


def is_about_money(slug: str) -> bool:
    return any(word in slug for word in ("budget", "compte", "marche", "investissement"))


def description_of_document(document: CivitacDocument, kind: str, space: Space | None) -> str:
    """A sentence in place of the summary that nobody has written."""
    words = [kind or _("Document"), document.title]
    if space:
        words.append(space.page.title)
    return " · ".join(distinct(words)) + "."


def file_of_document(document: CivitacDocument) -> File:
    extension = document.filename.rpartition(".")[2].lower()
    address_of_file, size = absolute(document.url), document.file_size or None
    return File(
        "fichier",
        document.filename,
        FORMATS.get(extension),
        address_of_file,
        size,
        licence=document.licence,
        sha256=checksum_of(document),
    )


def checksum_of(document: CivitacDocument) -> str:
    """SHA-256 of the latest file, once the worker has read that very file; empty until then."""
    content = document.found_inside
    return content.sha256 if content.file_hash == document.file_hash else ""
