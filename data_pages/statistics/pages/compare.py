"""The comparator's page and files."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from civitac.core.templatetags.civitac import NO_BREAK_SPACE
from civitac.core.visibility import reader_of

from ...enums import Status
from ...framing import framed
from .asking import unkept
from .comparison import (
    MOST_INDICATORS,
    MOST_PLACES,
    Block,
    Comparison,
    ComparisonForm,
    Question,
    compare,
    understand,
)
from .front import by_theme
from .places import called
from .signing import may_be_opened, open_or_ask, sign_in_address
from .taking_away import Sheet, Value, csv_file, xlsx_file


def comparator(request: HttpRequest) -> HttpResponse:
    """Up to ten places side by side. What is compared is all in the address."""
    asked = cleaned(request)
    question = understand(request, asked)
    candidates = [place for place in called(asked["lieu"]) if place.code not in question.codes]
    if len(candidates) == 1 and not question.is_full:
        return redirect(question.with_place(candidates[0]))
    comparison = compare(request, question)
    context = framed(_("Compare"), reverse("data_pages:compare")) | {
        "summary": _("Places side by side: up to ten, with several indicators, over the years."),
        "question": question,
        "comparison": comparison,
        "marks": comparison.marks,
        "asked": asked["lieu"],
        "candidates": [(place, question.with_place(place)) for place in candidates],
        "themes": by_theme(question.offered),
        "chosen": {indicator.code for indicator in question.indicators},
        "references": reference_choices(question),
        "most_places": MOST_PLACES,
        "most_indicators": MOST_INDICATORS,
        "sign_in": sign_in_address(question.address()),
        "opens": may_be_opened(comparison.shown, comparison.tables, reader_of(request)),
        "downloads": [("CSV", question.address(name="csv")), ("XLSX", question.address(name="xlsx"))],
    }
    response = render(request, "data_pages/statistics/compare.html", context)
    return unkept(response) if question.unknown else response


def comparator_file(request: HttpRequest, form: str) -> HttpResponse:
    """What the page of the same query shows, to take away, with the periods for which it has no room."""
    question = understand(request, cleaned(request))
    comparison = compare(request, question, every_period=True)
    if not comparison.blocks:
        raise Http404
    if elsewhere := open_or_ask(comparison.shown, request, question.address()):
        return elsewhere
    headings = [_("Indicator"), _("Unit"), _("Period"), *(place.label for place in comparison.columns)]
    headings += [_("Remarks"), _("Source")]
    sheet = Sheet("comparaison", headings, lines(comparison), notes(question, comparison))
    return csv_file(sheet) if form == "csv" else xlsx_file(sheet)


def cleaned(request: HttpRequest) -> dict[str, object]:
    form = ComparisonForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data


def lines(comparison: Comparison) -> Iterator[list[Value]]:
    for block in comparison.blocks:
        source = f"{NO_BREAK_SPACE}; ".join(dict.fromkeys(table.source for table in block.tables))
        for period, row in block.rows.items():
            values = [cell.value if cell and cell.is_open else None for cell in row]
            yield [block.measure.name, block.measure.unit, period, *values, remarks(block, row), source]


def remarks(block: Block, row: list) -> str:
    """What the signs on the page say: whose figure is not final, missing or reserved."""
    said = []
    for place, cell in zip(block.columns, row, strict=True):
        if cell is None or cell.status == Status.MISSING:
            said.append(f"{place.name}{NO_BREAK_SPACE}: {Status.MISSING.label}")
        elif not cell.is_open:
            reserved = _("reserved")
            said.append(f"{place.name}{NO_BREAK_SPACE}: {reserved}")
        elif cell.status != Status.ACTUAL:
            said.append(f"{place.name}{NO_BREAK_SPACE}: {Status(cell.status).label}")
    return f"{NO_BREAK_SPACE}; ".join(said)


def notes(question: Question, comparison: Comparison) -> list[str]:
    found = [_("Page: %(address)s") % {"address": settings.SITE_URL + question.address()}]
    if comparison.inhabitants_of:
        found.append(_("Populations of: %(periods)s") % {"periods": ", ".join(comparison.inhabitants_of)})
    return found


def reference_choices(question: Question) -> list[tuple[str, str, bool]]:
    """(name in the address, label, whether it stands among the columns)"""
    levels = {place.level for place in question.references}
    return [
        ("province", _("Province"), "province" in levels),
        ("region", _("Region"), "region" in levels),
        ("pays", _("Country"), "country" in levels),
    ]
