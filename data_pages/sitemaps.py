"""The addresses of the database that search engines are told of."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from territories.models import Territory

from .models import CivitacDocument, Indicator, StatisticTable


def addresses() -> Iterator[str]:
    """The lists and the page about open data, then each indicator, table, document and territory of today."""
    for name in ("home", "statistics", "places", "compare", "documents"):
        yield reverse(f"data_pages:{name}")
    yield reverse("open_data")
    for code in Indicator.objects.values_list("code", flat=True):
        yield reverse("data_pages:indicator", args=[code])
    for pk in StatisticTable.objects.listed().order_by("pk").values_list("pk", flat=True):
        yield reverse("data_pages:table", args=[pk])
    for pk in CivitacDocument.objects.on_line().order_by("pk").values_list("pk", flat=True):
        yield reverse("data_pages:document_page", args=[pk])
    for code in Territory.objects.current().order_by("code").values_list("code", flat=True):
        yield reverse("data_pages:territory", args=[code])
