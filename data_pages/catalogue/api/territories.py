"""The map: units present and past, by their codes."""

from __future__ import annotations

import datetime
from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from territories.enums import Level
from territories.models import Territory

from .paging import ABSENT, LONGEST_WORD, REFUSED, Optional, Page, Paging, Word, next_address, page_of, word

router = Router(tags=[_("Territories")])


class TerritoryOut(Schema):
    code: str
    code_officiel: bool = Field(description=_("false for a code of Civitac, where there is no official P-code."))
    nom: str
    niveau: Level
    dans: str | None = Field(description=_("Code of the territory that holds it."))
    population_2019: int | None = Field(description="INSD, RGPH-5.")
    depuis: datetime.date | None
    jusqua: datetime.date | None = Field(description=_("Day from which it exists no more."))

    @classmethod
    def of(cls, row: Territory) -> TerritoryOut:
        return cls(
            code=row.code,
            code_officiel=row.has_official_code,
            nom=row.name,
            niveau=row.level,
            dans=row.parent.code if row.parent else None,
            population_2019=row.population_2019,
            depuis=row.valid_from,
            jusqua=row.valid_to,
        )


class Territories(Page):
    resultats: list[TerritoryOut]


class TerritoryQuestion(Paging):
    niveau: Annotated[Level | None, Optional] = Field(None, description=_("Level of the territories."))
    dans: Word = word(_("Code of a territory: itself and all that lies in it."))
    anciens: bool = Field(False, description=_("With the territories that exist no more."))


@router.get("territoires/", response={200: Territories} | REFUSED, summary=_("The territories"))
def territories(request: HttpRequest, question: Query[TerritoryQuestion]) -> Territories:
    rows = Territory.objects.select_related("parent")
    if not question.anciens:
        rows = rows.current()
    if question.niveau:
        rows = rows.filter(level=question.niveau)
    if question.dans:
        around = Territory.objects.filter(code=question.dans).first()
        rows = rows.below(around) if around else rows.none()
    found, follows = page_of(rows, question)
    return Territories(
        resultats=[TerritoryOut.of(row) for row in found],
        suivant=next_address(request, found, follows),
    )


@router.get("territoires/{code}/", response={200: TerritoryOut} | ABSENT, summary=_("A territory"))
def territory(request: HttpRequest, code: str) -> TerritoryOut:
    row = Territory.objects.select_related("parent").filter(code=code[:LONGEST_WORD]).first()
    if row is None:
        raise Http404
    return TerritoryOut.of(row)
