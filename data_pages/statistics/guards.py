"""What is not deleted in the admin, because figures would go with it or stand without a meaning."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Collection

from ..models import Indicator, ObservationChange, StatisticTable


def count_the_tables_of_a_collection(collection: Collection) -> dict[str, object] | None:
    """A collection that holds tables is not deleted: they would go with it, without a word."""
    number = StatisticTable.objects.filter(collection=collection).count()
    return {
        "count": number,
        "count_text": ngettext("%(number)d table of figures", "%(number)d tables of figures", number)
        % {"number": number},
        "url": reverse(StatisticTable.snippet_viewset.get_url_name("list")),
    }


def keep_indicators_in_use(request: HttpRequest, rows: list[models.Model]) -> HttpResponse | None:
    """An indicator stays as long as a figure, a line of the journal or another indicator speaks of it."""
    asked = [row.pk for row in rows if isinstance(row, Indicator)]
    if not asked:
        return None
    kept = Indicator.objects.filter(pk__in=asked).filter(
        models.Exists(ObservationChange.objects.filter(indicator=models.OuterRef("pk")))
        | models.Q(observations__isnull=False)
        | models.Q(parts__isnull=False)
    )
    names = list(kept.distinct().values_list("name", flat=True))
    if not names:
        return None
    messages.error(request, _("Figures were given for %(names)s: it cannot be deleted.") % {"names": ", ".join(names)})
    return redirect(Indicator.snippet_viewset.get_url_name("list"))
