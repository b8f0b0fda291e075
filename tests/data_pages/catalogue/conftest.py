"""A small database: a table and a document for each visibility in Ouahigouya's space, and one national table."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection

from civitac.core.visibility import Visibility
from data_pages.models import CivitacDocument, Indicator, Observation, StatisticTable
from spaces.models import Space
from territories.models import Territory, Theme

VISIBILITIES = list(Visibility.values)


@pytest.fixture
def indicator(themes) -> Indicator:
    return make_indicator("forages", "Forages (essai)", themes["eau-assainissement"])


def make_indicator(code: str, name: str, theme: Theme | None = None) -> Indicator:
    return Indicator.objects.create(
        code=code,
        name=name,
        definition="Nombre de forages en état de marche.",
        unit="forages",
        source="Relevé de la commune",
        theme=theme,
    )


@pytest.fixture
def make_table(indicator) -> Callable[..., StatisticTable]:
    """`make_table(title, space=…, visibility=…, values={period: value})` → a table of that space, or a national one."""

    def make(
        title: str,
        *,
        space: Space | None = None,
        visibility: str = Visibility.PUBLIC,
        values: dict[str, str | None] | None = None,
        place: Territory | None = None,
        of: Indicator | None = None,
        **fields,
    ) -> StatisticTable:
        collection = space.collection if space else Collection.get_first_root_node()
        table = StatisticTable.objects.create(
            title=title, source="Relevé (essai)", collection=collection, visibility=visibility, **fields
        )
        table.indicators.add(of or indicator)
        place = place or (space.territory if space else None)
        for period, value in (values or {}).items():
            Observation.objects.create(
                table=table,
                indicator=of or indicator,
                territory=place,
                period=period,
                value=None if value is None else Decimal(value),
                status="M" if value is None else "A",
            )
        return table

    return make


def make_document(
    title: str, space: Space, visibility: str = Visibility.PUBLIC, content: bytes = b"un texte", **fields
):
    return CivitacDocument.objects.create(
        title=title,
        collection=space.collection,
        visibility=visibility,
        file=ContentFile(content, fields.pop("name", "budget.pdf")),
        file_size=len(content),
        **fields,
    )
