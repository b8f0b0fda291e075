"""Lists by the key: a page begins after the last row of the one before, however many rows there are."""

from __future__ import annotations

from typing import Annotated

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import BeforeValidator

LARGEST_KEY = 2**63 - 1
LONGEST_WORD = 140


def nothing_for_empty(value: object) -> object:
    """An address that ends in "?theme=" asks for no theme in particular."""
    return None if value == "" else value


def word(description: str) -> object:
    """A parameter that is a code or a name."""
    return Field(None, max_length=LONGEST_WORD, description=description)


Optional = BeforeValidator(nothing_for_empty)
Word = Annotated[str | None, Optional]
Key = Annotated[int | None, Field(ge=0, le=LARGEST_KEY), Optional]
Year = Annotated[int | None, Field(ge=1900, le=2100), Optional]


class Mistake(Schema):
    parametre: str
    message: str


class Refusal(Schema):
    erreur: str
    details: list[Mistake]


class Absence(Schema):
    erreur: str


# What an endpoint may answer besides what it is asked for: a list, that it does not understand; one thing, that it is not.
REFUSED = {422: Refusal}
ABSENT = {404: Absence}


class Paging(Schema):
    curseur: Key = Field(None, description=_("Given by “suivant”: the page that begins after this row."))
    limite: Annotated[int, Field(ge=1, le=1000)] = Field(100, description=_("Number of rows, at most 1000."))


class Page(Schema):
    suivant: str | None = Field(description=_("Address of the next page, null on the last one."))


def page_of(rows: QuerySet, asked: Paging) -> tuple[list, bool]:
    """The rows of one page, by their key, and whether others follow."""
    found = list(rows.order_by("pk").filter(pk__gt=asked.curseur or 0)[: asked.limite + 1])
    return found[: asked.limite], len(found) > asked.limite


def next_address(request: HttpRequest, found: list, follows: bool) -> str | None:
    if not follows:
        return None
    query = request.GET.copy()
    query["curseur"] = str(found[-1].pk)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"
