"""The verbs that load the demonstration. Each adds what is missing and leaves alone what is there.

A page is first placed, so that others can refer to it, then filled and published in one transaction: a page without a
revision is one whose loading was interrupted, and the next run completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict

from django.db import transaction
from wagtail.models import Page, Site

from accounts.models import User
from data_pages.statistics.population import load_population
from spaces.enrolment import charter
from spaces.models import (
    ArticlePage,
    EnrolmentRequest,
    QuestionIndexPage,
    QuestionPage,
    ServiceIndexPage,
    ServicePage,
    Space,
)
from spaces.services import create_space
from territories.models import Territory, Theme

from ..models import ContactMessage, HomePage, SiteSettings, StandardPage
from .alerts import load_alerts, load_groups, load_ready_texts
from .blocks import Composer
from .files import FileStore
from .filling import Filler, territory_of
from .pages import key_of, known_pages, publish
from .papers import load_papers
from .people import ACCOUNTS, ensure_accounts, undisturbed
from .reading import Article, Content, Information, Question, Service, SpaceSheet, entries
from .tables import load_table
from .workshop import leave_in_state

READER = "animation@demo.civitac.test"

Entry = Article | Service | Question | Information


class Loader:
    """One run over the content; `say` receives the name of each step, then what came of it with the end of the line."""

    def __init__(self, content: Content, say: Callable[[str], None]) -> None:
        self.content = content
        self.say = say
        self.spaces: dict[str, Space] = {}
        self.people: dict[str, User] = {}
        known = known_pages([entry.slug for entry in entries(content)])
        self.pages = {slug: page.pk for slug, page in known.items()}
        self.unfinished = {slug for slug, page in known.items() if page.latest_revision_id is None}
        self.files = FileStore(content, self.spaces)
        self.fill = Filler(
            Composer(self.files, self.pages), self.spaces, {theme.slug: theme for theme in Theme.objects.all()}
        )

    def load(self) -> None:
        content = self.content
        self.load_spaces()
        self.load_people()
        self.load_tables()
        self.load_papers()
        self.place_all()
        self.publish_all("Démarches", content.services, ServicePage, self.fill.service)
        self.publish_all("Questions et réponses", content.questions, QuestionPage, self.fill.question)
        self.publish_all("Articles", content.articles, ArticlePage, self.fill.article)
        self.publish_all("Pages d’information", content.pages, StandardPage, self.fill.information)
        self.load_workshop()
        self.load_home()
        self.load_messages()
        self.load_requests()
        self.load_alerts()
        if self.files.missing:
            self.say(f"Fichiers absents, laissés de côté : {', '.join(sorted(self.files.missing))}.\n")

    def load_spaces(self) -> None:
        self.say("Espaces : ")
        added = 0
        for sheet in self.content.spaces:
            space = self.known_space(sheet)
            if space is None:
                space = self.make_space(sheet)
                added += 1
            self.spaces[sheet.slug] = space
            self.pages[sheet.slug] = space.page_id
        self.report(added, len(self.content.spaces))

    def known_space(self, sheet: SpaceSheet) -> Space | None:
        return Space.objects.filter(page__translation_key=key_of(sheet.slug)).select_related("collection").first()

    @transaction.atomic
    def make_space(self, sheet: SpaceSheet) -> Space:
        space = create_space(
            kind=sheet.kind,
            title=sheet.title,
            slug=sheet.slug,
            summary=sheet.summary,
            territory=territory_of(sheet),
            themes=[self.fill.themes[slug] for slug in sheet.themes],
        )
        self.spaces[sheet.slug] = space
        page = space.page
        page.translation_key = key_of(sheet.slug)
        page.save(update_fields=["translation_key"])
        self.fill.space(page, sheet)
        publish(page)
        return space

    def load_people(self) -> None:
        self.say("Comptes : ")
        self.people, added = ensure_accounts(self.spaces)
        self.report(added, len(ACCOUNTS))

    def load_tables(self) -> None:
        self.say("Population de 2019 : ")
        counts = load_population()
        self.report(counts.new, counts.new + counts.changed + counts.same)
        self.say("Tableaux de chiffres : ")
        tables, reader = self.content.tables, self.people[READER]
        added = sum(load_table(sheet, self.spaces[sheet.space], reader) for sheet in tables)
        self.report(added, len(tables))

    def load_papers(self) -> None:
        self.say("Documents : ")
        self.report(*load_papers(self.content.papers, self.spaces, self.people[READER]))

    def place_all(self) -> None:
        """An empty page for each entry that has none, so that entries can refer to one another."""
        content = self.content
        with transaction.atomic():
            for entry in (*content.articles, *content.workshop):
                self.place(entry, ArticlePage, self.spaces[entry.space].page)
            for entry in content.services:
                self.place(entry, ServicePage, ServiceIndexPage.objects.get())
            for entry in content.questions:
                self.place(entry, QuestionPage, QuestionIndexPage.objects.get())
            for entry in content.pages:
                self.place(entry, StandardPage, HomePage.objects.get())

    def place(self, entry: Entry, page_class: type[Page], parent: Page) -> None:
        if entry.slug in self.pages:
            return
        page = page_class(title=entry.title, slug=entry.slug, translation_key=key_of(entry.slug), live=False)
        if isinstance(entry, Article):
            page.owner = self.writer(entry)
        parent.refresh_from_db()
        parent.add_child(instance=page)
        self.pages[entry.slug] = page.pk
        self.unfinished.add(entry.slug)

    def writer(self, entry: Article) -> User:
        """Who wrote an article: whoever its entry names, else an editor of its space, else the animation team."""
        if entry.writer:
            return self.people[entry.writer]
        members = self.spaces[entry.space].editors.user_set.filter(email__in=self.people)
        return members.first() or self.people[READER]

    def publish_all(
        self, name: str, wanted: Sequence[Entry], page_class: type[Page], fill: Callable[[Page, Entry], None]
    ) -> None:
        self.say(f"{name} : ")
        unfinished = self.not_finished(wanted)
        for entry in unfinished:
            with transaction.atomic():
                page = page_class.objects.get(pk=self.pages[entry.slug])
                fill(page, entry)
                publish(page, self.people[READER], getattr(entry, "published", None))
        self.report(len(unfinished), len(wanted))

    def not_finished(self, wanted: Iterable[Entry]) -> list[Entry]:
        return [entry for entry in wanted if entry.slug in self.unfinished]

    def load_workshop(self) -> None:
        self.say("Articles en préparation : ")
        unfinished = self.not_finished(self.content.workshop)
        with undisturbed(self.people.values() if unfinished else ()):
            for entry in unfinished:
                with transaction.atomic():
                    page = ArticlePage.objects.get(pk=self.pages[entry.slug])
                    self.fill.article(page, entry)
                    leave_in_state(page, entry, self.people[READER])
        self.report(len(unfinished), len(self.content.workshop))

    @transaction.atomic
    def load_home(self) -> None:
        """The home page and what every page says of the platform, unless someone has changed the home page."""
        home = HomePage.objects.get()
        if not self.content.home or home.revisions.count() > 1:
            return
        home.body = self.fill.compose.stream(home.body.stream_block, self.content.home["body"])
        publish(home)
        settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        for name, value in self.content.home["settings"].items():
            setattr(settings, name, self.fill.picture(value) if name == "shared_image" else value)
        settings.save()
        self.say("Page d’accueil : composée.\n")

    def load_messages(self) -> None:
        self.say("Messages reçus : ")
        added = 0
        for message in self.content.messages:
            _row, created = ContactMessage.objects.get_or_create(
                reply_to=message.reply_to,
                subject=message.subject,
                defaults={"name": message.name, "body": message.body, "is_answered": message.is_answered},
            )
            added += created
        self.report(added, len(self.content.messages))

    def load_requests(self) -> None:
        self.say("Demandes d’adhésion : ")
        added = 0
        for request in self.content.requests:
            fields = asdict(request) | {"territory": Territory.objects.get(code=request.territory)}
            _row, created = EnrolmentRequest.objects.get_or_create(
                name=fields.pop("name"),
                email=fields.pop("email"),
                defaults={**fields, "charter_published_at": charter().last_published_at},
            )
            added += created
        self.report(added, len(self.content.requests))

    def load_alerts(self) -> None:
        groups, alerts = self.content.groups, self.content.alerts
        self.say("Groupes de diffusion : ")
        self.report(load_groups(groups, self.spaces), len(groups))
        self.say("Textes prêts à l’emploi : ")
        ready = self.content.ready_texts
        self.report(load_ready_texts(ready, self.spaces, self.people), len(ready))
        self.say("Alertes et avis : ")
        self.report(load_alerts(alerts, self.spaces, self.people), len(alerts))

    def report(self, added: int, total: int) -> None:
        self.say(f"{added} ajouté(s), {total - added} déjà là.\n")
