"""Pages of results, as addresses name them."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PER_PAGE = 15
# More digits than any list needs; Python takes its time over thousands of them.
MOST_DIGITS = 6


def page_number(request: HttpRequest) -> int:
    """What `?page=` names, 1 when it is absent. Raises Http404 for what is not a number of pages."""
    number = request.GET.get("page") or "1"
    if not (number.isascii() and number.isdecimal()) or len(number) > MOST_DIGITS:
        raise Http404
    return int(number)


def paged(request: HttpRequest, rows: QuerySet | Sequence, per_page: int = PER_PAGE, count: int | None = None) -> Page:
    """The page of results that the address names; `count` says how many rows there are where that is known.

    Raises Http404 for a page that does not exist.
    """
    paginator = Paginator(rows, per_page)
    if count is not None:
        paginator.count = count
    try:
        return paginator.page(page_number(request))
    except EmptyPage as error:
        raise Http404 from error


def query_without_page(request: HttpRequest, known: list[str]) -> str:
    """The known filters of the address, to be carried over to the next page of results."""
    kept = request.GET.copy()
    for name in list(kept):
        if name not in known:
            del kept[name]
    return kept.urlencode()
