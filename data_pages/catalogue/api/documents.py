"""Documents: what describes them, and the address of the file for those who may open it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from civitac.core.structured_data import absolute
from territories.models import Territory

from ...models import CivitacDocument
from ...models.documents import about_year
from .. import sources
from ..entries import publisher_of
from .paging import ABSENT, REFUSED, Page, Paging, Word, Year, next_address, page_of, word

router = Router(tags=[_("Documents")])


class FileOut(Schema):
    nom: str
    octets: int | None
    pages: int | None
    adresse: str | None = Field(description=_("null for whoever may not open the document."))


class DocumentOut(Schema):
    id: int
    titre: str
    genre: str | None
    premiere_annee: int | None
    derniere_annee: int | None
    adopte_le: str | None
    langue: str
    territoire: str | None
    editeur: str
    resume: str
    licence: str | None = Field(description=_("null: not stated."))
    acces: str = Field(
        description=_("public, identified (to whoever has identified themselves) or members (of the space).")
    )
    fichier: FileOut
    page: str


class Documents(Page):
    resultats: list[DocumentOut]


class DocumentQuestion(Paging):
    genre: Word = word(_("Address name of a kind of document."))
    territoire: Word = word(_("Code of a territory, with all that lies in it."))
    espace: Word = word(_("Address name of a space."))
    annee: Year = Field(None, description=_("Year that the document is about."))


@router.get("documents/", response={200: Documents} | REFUSED, summary=_("The documents"))
def documents(request: HttpRequest, question: Query[DocumentQuestion]) -> Documents:
    found, follows = page_of(chosen(question), question)
    return Documents(resultats=documents_out(found, request), suivant=next_address(request, found, follows))


@router.get("documents/{int:pk}/", response={200: DocumentOut} | ABSENT, summary=_("A document"))
def document(request: HttpRequest, pk: int) -> DocumentOut:
    rows = list(described().filter(pk=pk))
    if not rows:
        raise Http404
    return documents_out(rows, request)[0]


def described() -> QuerySet[CivitacDocument]:
    return sources.described_documents().for_page().select_related("territory")


def chosen(question: DocumentQuestion) -> QuerySet[CivitacDocument]:
    rows = described()
    if question.genre:
        rows = rows.filter(kind__slug=question.genre)
    if question.espace:
        rows = rows.filter(collection__space__page__slug=question.espace)
    if question.annee:
        rows = rows.filter(about_year(question.annee))
    if question.territoire:
        path = Territory.objects.filter(code=question.territoire).values_list("path", flat=True).first()
        if path is None:
            return rows.none()
        own = Q(territory__isnull=True, collection__space__territory__path__startswith=path)
        rows = rows.filter(Q(territory__path__startswith=path) | own)
    return rows


def documents_out(rows: list[CivitacDocument], request: HttpRequest) -> list[DocumentOut]:
    spaces = sources.spaces_of(rows)
    visible = CivitacDocument.objects.visible_to(request.user).filter(pk__in=[row.pk for row in rows])
    opened = set(visible.values_list("pk", flat=True))
    return [document_out(row, spaces.get(row.collection_id), row.pk in opened) for row in rows]


def document_out(row: CivitacDocument, space: object | None, is_open: bool) -> DocumentOut:
    territory = row.territory or (space.territory if space else None)
    return DocumentOut(
        id=row.pk,
        titre=row.title,
        genre=row.kind.slug if row.kind else None,
        premiere_annee=row.first_year,
        derniere_annee=row.last_year or row.first_year,
        adopte_le=row.adopted_on.isoformat() if row.adopted_on else None,
        langue=row.language,
        territoire=territory.code if territory else None,
        editeur=publisher_of(space).name,
        resume=row.summary,
        licence=row.licence or None,
        acces=row.visibility,
        fichier=FileOut(
            nom=row.filename,
            octets=row.file_size,
            pages=row.found_inside.pages,
            adresse=absolute(row.url) if is_open else None,
        ),
        page=sources.page_of_document(row),
    )
