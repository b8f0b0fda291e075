"""Indicators, statistic tables and observations."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from territories.enums import Level
from territories.models import Territory

from ...enums import Frequency, Status
from ...models import Indicator, Observation, StatisticTable
from .. import sources
from ..entries import address, publisher_of
from ..packages.resources import plain_number
from .paging import ABSENT, LONGEST_WORD, REFUSED, Key, Optional, Page, Paging, Word, Year, next_address, page_of, word

router = Router(tags=[_("Figures")])

# The codes of `data_pages.periods`, as JSON Schema writes them.
PERIOD = "^(19[0-9]{2}|20[0-9]{2}|2100)(-(S[12]|Q[1-4]|0[1-9]|1[0-2]))?$"


class IndicatorOut(Schema):
    code: str
    nom: str
    definition: str
    unite: str
    decimales: int
    source: str
    methode: str
    frequence: Frequency
    agregation: str
    theme: str | None
    partie_de: str | None

    @classmethod
    def of(cls, row: Indicator) -> IndicatorOut:
        return cls(
            code=row.code,
            nom=row.name,
            definition=row.definition,
            unite=row.unit,
            decimales=row.decimals,
            source=row.source,
            methode=row.methodology,
            frequence=row.frequency,
            agregation=row.aggregation,
            theme=row.theme.slug if row.theme else None,
            partie_de=row.part_of.code if row.part_of else None,
        )


class Indicators(Page):
    resultats: list[IndicatorOut]


class IndicatorQuestion(Paging):
    theme: Word = word(_("Address name of a theme, for example “education”."))


class TableOut(Schema):
    id: int
    titre: str
    description: str
    source: str
    licence: str
    editeur: str
    acces: str = Field(
        description=_("public, identified (to whoever has identified themselves) or members (of the space).")
    )
    chiffres_ouverts: bool = Field(description=_("Whether the figures are given to whoever asks this."))
    indicateurs: list[str]
    modifie_le: str
    page: str
    paquet: str = Field(description=_("Address of the Data Package descriptor."))


class Tables(Page):
    resultats: list[TableOut]


class TableQuestion(Paging):
    indicateur: Word = word(_("Code of an indicator."))


class ObservationOut(Schema):
    indicateur: str
    territoire: str | None = Field(description=_("Code of the territory."))
    organisation: str | None = Field(description=_("Address name of the organisation."))
    periode: str = Field(description=_("2024, 2024-S1, 2024-Q3 or 2024-07."))
    valeur: str | None = Field(description=_("As text, so that nothing is lost; null where the figure is missing."))
    statut: Status = Field(description=_("A: actual, P: provisional, E: estimated, M: missing."))
    note: str
    tableau: int


class Observations(Page):
    resultats: list[ObservationOut]


class ObservationQuestion(Paging):
    indicateur: Word = word(_("Code of an indicator."))
    tableau: Key = Field(None, description=_("Number of a table."))
    territoire: Word = word(_("Code of a territory."))
    dessous: bool = Field(False, description=_("With all that lies in this territory."))
    niveau: Annotated[Level | None, Optional] = Field(None, description=_("Level of the territories."))
    organisation: Word = word(_("Address name of an organisation."))
    periode: Annotated[Annotated[str, Field(pattern=PERIOD)] | None, Optional] = Field(
        None, description=_("One period: 2024, 2024-S1, 2024-Q3, 2024-07.")
    )
    depuis: Year = Field(None, description=_("First year."))
    jusqua: Year = Field(None, description=_("Last year."))
    statut: Annotated[Status | None, Optional] = Field(None, description=_("Status of the figure."))


@router.get("indicateurs/", response={200: Indicators} | REFUSED, summary=_("The indicators"))
def indicators(request: HttpRequest, question: Query[IndicatorQuestion]) -> Indicators:
    rows = Indicator.objects.select_related("theme", "part_of")
    if question.theme:
        rows = rows.filter(theme__slug=question.theme)
    found, follows = page_of(rows, question)
    return Indicators(
        resultats=[IndicatorOut.of(row) for row in found],
        suivant=next_address(request, found, follows),
    )


@router.get("indicateurs/{code}/", response={200: IndicatorOut} | ABSENT, summary=_("An indicator"))
def indicator(request: HttpRequest, code: str) -> IndicatorOut:
    row = Indicator.objects.select_related("theme", "part_of").filter(code=code[:LONGEST_WORD]).first()
    if row is None:
        raise Http404
    return IndicatorOut.of(row)


def tables_out(rows: list[StatisticTable], request: HttpRequest) -> list[TableOut]:
    spaces = sources.spaces_of(rows)
    visible = StatisticTable.objects.visible_to(request.user).filter(pk__in=[row.pk for row in rows])
    opened = set(visible.values_list("pk", flat=True))
    return [
        TableOut(
            id=row.pk,
            titre=row.title,
            description=row.description,
            source=row.source,
            licence=row.licence,
            editeur=publisher_of(spaces.get(row.collection_id)).name,
            acces=row.visibility,
            chiffres_ouverts=row.pk in opened,
            indicateurs=[each.code for each in row.indicators.all()],
            modifie_le=row.updated_at.isoformat(timespec="seconds"),
            page=sources.page_of_table(row),
            paquet=address("table_descriptor", row.pk),
        )
        for row in rows
    ]


def tables_read() -> QuerySet[StatisticTable]:
    return sources.described_tables().prefetch_related(Prefetch("indicators", Indicator.objects.only("code")))


@router.get("tableaux/", response={200: Tables} | REFUSED, summary=_("The tables of figures"))
def tables(request: HttpRequest, question: Query[TableQuestion]) -> Tables:
    rows = tables_read()
    if question.indicateur:
        rows = rows.filter(indicators__code=question.indicateur)
    found, follows = page_of(rows, question)
    return Tables(resultats=tables_out(found, request), suivant=next_address(request, found, follows))


@router.get("tableaux/{int:pk}/", response={200: TableOut} | ABSENT, summary=_("A table"))
def table(request: HttpRequest, pk: int) -> TableOut:
    rows = list(tables_read().filter(pk=pk))
    if not rows:
        raise Http404
    return tables_out(rows, request)[0]


@router.get("observations/", response={200: Observations} | REFUSED, summary=_("The figures"))
def observations(request: HttpRequest, question: Query[ObservationQuestion]) -> Observations:
    found, follows = page_of(chosen(question, request), question)
    return Observations(
        resultats=[
            ObservationOut(
                indicateur=row.indicator.code,
                territoire=row.territory.code if row.territory else None,
                organisation=row.space.page.slug if row.space else None,
                periode=row.period,
                valeur=plain_number(row.value) or None,
                statut=row.status,
                note=row.note,
                tableau=row.table_id,
            )
            for row in found
        ],
        suivant=next_address(request, found, follows),
    )


def chosen(question: ObservationQuestion, request: HttpRequest) -> QuerySet[Observation]:
    """The figures that are asked for, among those of the tables that whoever asks may read."""
    rows = Observation.objects.visible_to(request.user)
    if question.dessous and question.territoire:
        path = Territory.objects.filter(code=question.territoire).values_list("path", flat=True).first()
        rows = rows.filter(territory__path__startswith=path) if path else rows.none()
    elif question.territoire:
        rows = rows.filter(territory__code=question.territoire)
    wanted = {
        "indicator__code": question.indicateur,
        "table": question.tableau,
        "territory__level": question.niveau,
        "space__page__slug": question.organisation,
        "period": question.periode,
        "period__gte": str(question.depuis) if question.depuis else None,
        # Codes of one year all come before the next year.
        "period__lt": str(question.jusqua + 1) if question.jusqua else None,
        "status": question.statut,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return rows.select_related("indicator", "territory", "space__page").only(
        *("table_id", "period", "value", "status", "note"),
        *("indicator__code", "territory__code", "space__page__slug"),
    )
