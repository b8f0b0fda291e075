"""What an entry of the content says, set on its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from media_library.models import CivitacImage
from spaces.models import (
    ArticleAuthor,
    ArticlePage,
    Author,
    OfficeHolder,
    OfficeTitle,
    QuestionPage,
    RelatedArticle,
    ServicePage,
    Space,
    SpacePage,
)
from territories.enums import Level
from territories.models import Territory, Theme

from ..models import StandardPage
from .blocks import Absent, Composer
from .reading import Article, ContentError, Information, Question, Service, SpaceSheet, Table


@dataclass(frozen=True)
class Filler:
    compose: Composer
    spaces: dict[str, Space]
    themes: dict[str, Theme]

    def space(self, page: SpacePage, sheet: SpaceSheet) -> None:
        for name in ("presentation", "address", "phone", "email", "website", "opening_hours"):
            setattr(page, name, getattr(sheet, name))
        page.logo = self.picture(sheet.logo)
        page.office_holders = [
            OfficeHolder(title=OfficeTitle.objects.get(slug=row["title"]), name=row["name"], since=row["since"])
            for row in sheet.office_holders
        ]
        page.key_figures = self.stream(page, "key_figures", "figure", [key_figure(row) for row in sheet.figures])

    def article(self, page: ArticlePage, entry: Article) -> None:
        for name in ("kind", "summary", "language", "event_date", "organisation_credit"):
            setattr(page, name, getattr(entry, name))
        page.photo = self.picture(entry.photo)
        page.body = self.compose.stream(page.body.stream_block, entry.body)
        page.themes = self.chosen_themes(entry.themes)
        page.tags.set(entry.tags)
        page.authors = [ArticleAuthor(author=self.author(name, entry.space)) for name in entry.authors]
        page.related = [RelatedArticle(article_id=self.compose.page(slug)) for slug in entry.related]
        if entry.territory:
            page.territory = Territory.objects.get(code=entry.territory)

    def service(self, page: ServicePage, entry: Service) -> None:
        confirmed = ("documents_confirmed", "cost_confirmed", "delay_confirmed")
        for name in ("summary", "who", "where", "cost", "delay", "notes", "checked_on", *confirmed):
            setattr(page, name, getattr(entry, name))
        page.photo = self.picture(entry.photo)
        page.documents = self.stream(page, "documents", "document", entry.documents)
        page.steps = self.stream(page, "steps", "step", entry.steps)
        page.legal_basis = self.stream(page, "legal_basis", "reference", entry.legal_basis)
        page.themes = self.chosen_themes(entry.themes)

    def question(self, page: QuestionPage, entry: Question) -> None:
        for name in ("summary", "answer", "is_confirmed"):
            setattr(page, name, getattr(entry, name))
        page.legal_basis = self.stream(page, "legal_basis", "reference", entry.legal_basis)
        page.themes = self.chosen_themes(entry.themes)

    def information(self, page: StandardPage, entry: Information) -> None:
        page.summary = entry.summary
        page.shown_in_footer = entry.shown_in_footer
        page.body = self.compose.stream(page.body.stream_block, entry.body)

    def stream(self, page: object, field: str, block: str, values: Iterable[object]) -> object:
        """A stream made of one kind of block."""
        members = [{"type": block, "value": value} for value in values]
        return self.compose.stream(getattr(page, field).stream_block, members)

    def picture(self, key: str) -> CivitacImage | None:
        try:
            return self.compose.files.picture(key) if key else None
        except Absent:
            return None

    def chosen_themes(self, slugs: Iterable[str]) -> list[Theme]:
        if unknown := set(slugs) - self.themes.keys():
            raise ContentError(f"Thème inconnu : {', '.join(sorted(unknown))}")
        return [self.themes[slug] for slug in slugs]

    def author(self, name: str, space: str) -> Author:
        author, _created = Author.objects.get_or_create(name=name, collection=self.spaces[space].collection)
        return author


def key_figure(row: Table) -> Table:
    """A figure of a space's sheet, with its unit and year where the label and the source do not say them already."""
    unit = "" if row["unit"].lower() in row["label"].lower() else f"\u00a0{row['unit']}"
    year = "" if str(row["year"]) in row["source"] else f"{row['year']} · "
    return {"value": row["value"] + unit, "label": row["label"], "note": year + row["source"]}


def territory_of(sheet: SpaceSheet) -> Territory:
    if sheet.territory:
        return Territory.objects.get(code=sheet.territory)
    return Territory.objects.current().get(level=Level.REGION, name=sheet.region)
