"""A small public site of a stated size, for tests of what its pages cost: every kind of page, every kind of block."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path

from django.contrib.auth.models import Group
from django.test import TestCase
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Collection, Page

import home
from alerts.models import Alert
from data_pages.models import CivitacDocument, Indicator, Observation, StatisticTable
from home.models import HomePage, StandardPage
from home.structure import ensure_structure
from media_library.models import CivitacImage, CivitacMedia
from spaces.enums import SpaceKind
from spaces.models import (
    ArticleAuthor,
    ArticlePage,
    Author,
    OfficeHolder,
    OfficeTitle,
    QuestionIndexPage,
    QuestionPage,
    RelatedArticle,
    ServiceIndexPage,
    ServicePage,
    Space,
    SpacePage,
)
from spaces.services import DIRECTORIES
from territories.enums import Level
from territories.models import Territory, Theme
from tests.alerts.telling import tell, warn
from tests.conftest import make_territory

SIZES = ("photo", "wide", "thumb", "square", "share")
ARTICLES = sorted((Path(home.__file__).parent / "demo" / "content" / "articles").glob("*.toml"))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def real_words() -> tuple[Iterator[str], Iterator[str]]:
    """Titles and sentences of the demonstration's articles, round and round: made-up repetition would weigh nothing."""
    articles = [tomllib.loads(path.read_text()) for path in ARTICLES]
    paragraphs = [re.sub(r"<[^>]+>", " ", text) for article in articles for text in strings(article["body"])]
    sentences = [each.strip() for text in paragraphs for each in re.split(r"(?<=[.?!]) ", text) if len(each) > 60]
    return cycle([article["title"] for article in articles]), cycle(sentences)


TITLES, SENTENCES = real_words()


class World:
    """`World().grow(n)` → n more of everything that a page lists; `addresses` names a page of each kind."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self.home = ensure_structure()
        land = make_territory(Level.COUNTRY, "Burkina Faso", slug="burkina-faso", code="T")
        region = make_territory(Level.REGION, "Yaadga", land, slug="region-yaadga", code="R")
        self.province = make_territory(Level.PROVINCE, "Yatenga", region, slug="province-yatenga", code="P")
        self.add(HomePage, StandardPage(title="Charte", slug="charte"))
        self.theme = Theme.objects.create(slug="eau", name="Eau", description="L’eau et l’assainissement")
        self.title = OfficeTitle.objects.get(slug="maire")

    def grow(self, number: int) -> None:
        with TestCase.captureOnCommitCallbacks(execute=True):
            for _each in range(number):
                self.add_one_of_each(next(self.numbers))
        with TestCase.captureOnCommitCallbacks(execute=True):
            self.compose(number)

    def add_one_of_each(self, number: int) -> None:
        commune = make_territory(Level.COMMUNE, f"Commune {number}", self.province, code=f"C{number}")
        Theme.objects.create(slug=f"theme-{number}", name=f"Thème {number}")
        space = self.add_space(SpaceKind.COLLECTIVITY, number, commune)
        self.add_space(SpaceKind.ORGANISATION, number, commune)
        self.add_article(Space.objects.order_by("pk").first(), number)
        self.add_article(space, number + 10_000)
        self.add_alert(space, number)
        self.add(
            ServiceIndexPage, ServicePage(title=f"Démarche {number}", who=linked(space.page) + words(3), where=words(2))
        )
        self.add(QuestionIndexPage, QuestionPage(title=f"Question {number} ?", answer=linked(space.page) + words(5)))
        self.add(HomePage, StandardPage(title=f"Information {number}", shown_in_footer=True))

    def add(self, parent_class: type[Page], page: Page) -> Page:
        page.summary = f"Ce qu’il faut savoir. {next(SENTENCES)}"[:400]
        page.first_published_at = page.last_published_at = timezone.now()
        parent_class.objects.first().add_child(instance=page)
        if hasattr(page, "themes"):
            page.themes.set(Theme.objects.all())
            page.save()
        return page

    def add_space(self, kind: SpaceKind, number: int, commune: Territory) -> Space:
        page = SpacePage(title=f"{kind.label} {number}", slug=f"{kind}-{number}", logo=picture())
        return found_space(kind, self.add(DIRECTORIES[kind], page), commune)

    def add_article(self, space: Space, number: int, **fields: object) -> ArticlePage:
        article = ArticlePage(title=next(TITLES)[:255], slug=f"nouvelle-{number}", photo=picture(), **fields)
        article.summary = f"Une nouvelle. {next(SENTENCES)}"[:400]
        article.first_published_at = article.last_published_at = timezone.now()
        SpacePage.objects.get(pk=space.page_id).add_child(instance=article)
        article.themes.set([self.theme])
        article.save()
        return article

    def add_alert(self, space: Space, number: int) -> None:
        """A warning of one space, which every page says, and a notice of the space whose page is read."""
        texts = {"fr": next(SENTENCES)[:300], "mos": next(SENTENCES)[:300]}
        fields = {"texts": texts, "territories": [space.territory, self.province]}
        warn(next(TITLES)[:120], space.collection, begun=number, details=next(SENTENCES), **fields)
        tell(next(TITLES)[:120], Space.objects.order_by("pk").first().collection, begun=number, **fields)

    def compose(self, number: int) -> None:
        """Give the page of each kind that tests read `number` of everything it can hold."""
        space = Space.objects.order_by("pk").first()
        page = space.page
        page.key_figures = [("figure", {"value": "41 %", "label": "pour l’eau", "note": "2026"})] * 4
        page.presentation = linked(page) + words(6)
        page.office_holders = [OfficeHolder(title=self.title, name=f"Élue {each}") for each in range(number)]
        page.address, page.phone, page.email = "Secteur 1", "+226 00 00 00 00", "mairie@exemple.civitac.test"
        page.save()
        ArticlePage.objects.filter(slug="tout").delete()
        article = self.add_article(space, 0, event_date=timezone.localdate())
        article.title, article.slug = "Tout ce qu’un article peut contenir", "tout"
        article.body = body(number)
        article.themes.set(Theme.objects.all())
        for each in range(number):
            author = Author.objects.create(name=f"Autrice {each}", collection=space.collection)
            article.authors.add(ArticleAuthor(author=author))
            article.tags.add(Tag.objects.get_or_create(name=f"mot {each}", slug=f"mot-{each}")[0])
        for other in ArticlePage.objects.exclude(pk=article.pk)[:number]:
            article.related.add(RelatedArticle(article=other))
        article.save()
        self.compose_citizen_pages(number, article)
        self.home.refresh_from_db()
        self.home.body = home_body(number)
        self.home.save_revision().publish()

    def compose_citizen_pages(self, number: int, article: ArticlePage) -> None:
        law = [("reference", {"reference": f"Loi {each}", "url": "https://exemple.test/"}) for each in range(number)]
        service, question = ServicePage.objects.first(), QuestionPage.objects.first()
        service.documents = [("document", f"Pièce {each}") for each in range(number)]
        service.steps = [("step", f"Étape {each}") for each in range(number)]
        service.photo, service.legal_basis, question.legal_basis = picture(), law, law
        standard = StandardPage.objects.first()
        standard.body = article.body
        for page in (service, question, standard):
            page.save()

    @property
    def addresses(self) -> dict[str, str]:
        space = Space.objects.order_by("pk").first().page
        pages = {
            "space": space,
            "article": ArticlePage.objects.get(slug="tout"),
            "service": ServicePage.objects.first(),
            "question": QuestionPage.objects.first(),
            "standard page": StandardPage.objects.first(),
        }
        return {
            "home": "/",
            "news": "/actualites/",
            "news of a region": "/actualites/?territoire=region-yaadga&theme=eau&genre=report",
            "news of a space": f"/actualites/?espace={space.slug}",
            "theme": "/themes/eau/",
            "search": "/recherche/?q=faut",
            "search of articles": "/recherche/?q=nouvelle&type=articles&theme=eau&territoire=region-yaadga",
            "suggestions": "/recherche/suggestions/?q=dém",
            "authorities": "/collectivites/",
            "organisations": "/osc/",
            "citizens": "/citoyens/",
            "services": "/citoyens/services/",
            "questions": "/citoyens/questions/",
            "contact": "/contact/",
            "enrolment": "/enrolement/",
            "alerts": "/alertes/",
            "alert": Alert.objects.first().get_absolute_url(),
            "feed of alerts": "/alertes/flux.xml",
            "feed": "/flux.xml",
            "feed of a theme": "/themes/eau/flux.xml",
            "feed of a space": f"{space.url}flux.xml",
        } | {name: page.url for name, page in pages.items()}


def found_space(kind: SpaceKind, page: SpacePage, territory: Territory) -> Space:
    """The row of a space whose page stands already, without rights: enough for those who only read."""
    editors, managers = (Group.objects.create(name=f"{role} {page.pk}") for role in ("Rédaction", "Responsables"))
    collection = Collection.get_first_root_node().add_child(name=page.title)
    return Space.objects.create(
        kind=kind, territory=territory, page=page, collection=collection, editors=editors, managers=managers
    )


def picture() -> CivitacImage:
    """A picture of which readers' versions are known, without a file: none is opened to show it."""
    made = {kind: [f"/media/images/une-photo.width-480.{kind}", 480, 360] for kind in ("avif", "webp", "jpeg")}
    fields = {"title": "Une photo", "width": 480, "height": 360, "file_size": 9_000, "file_hash": "0"}
    (image,) = CivitacImage.objects.bulk_create(
        [CivitacImage(file="original_images/une-photo.png", sources=dict.fromkeys(SIZES, made), **fields)]
    )
    return image


def medium(kind: str) -> CivitacMedia:
    (made,) = CivitacMedia.objects.bulk_create(
        [CivitacMedia(title="Un enregistrement", type=kind, file=f"media/un.{kind}", duration=60, file_size=480_000)]
    )
    return made


def document() -> CivitacDocument:
    (made,) = CivitacDocument.objects.bulk_create(
        [CivitacDocument(title="Un procès-verbal", file="documents/un.pdf", file_size=480_000, file_hash="0")]
    )
    return made


def words(number: int) -> str:
    """A paragraph of that many sentences."""
    return f"<p>{' '.join(islice(SENTENCES, number))}</p>"


def linked(page: Page) -> str:
    """Rich text that links to a page of the site and to a document."""
    return (
        f'<p>Voir <a linktype="page" id="{page.pk}">la page</a> et '
        f'<a linktype="document" id="{document().pk}">le document</a>.</p>'
    )


def body(number: int) -> list[dict]:
    """A stream with `number` blocks of every type, each with its own picture, file or page."""
    pages = list(SpacePage.objects.all())
    blocks = []
    for each in range(number):
        blocks += one_of_each(pages[each % len(pages)])
    return blocks


def one_of_each(page: Page) -> list[dict]:
    text = linked(page)
    photo = {"image": {"image": picture().pk, "decorative": False, "alt_text": "Un forage"}, "caption": "Le forage"}
    other_photo = photo | {"image": photo["image"] | {"image": picture().pk}}
    values = {
        "paragraph": text + words(4),
        "heading": {"text": "Ce qui a été décidé", "level": "h2"},
        "quote": {"text": "Les chiffres étaient affichés.", "author": "Une habitante", "role": "secteur 4"},
        "question_answer": {"question": "Que change ce forage ?", "speaker": "La présidente", "answer": text},
        "callout": {"tone": "info", "title": "Bon à savoir", "text": text},
        "accordion": {"items": [{"title": "Quelles pièces ?", "text": text}]},
        "photo": photo,
        "gallery": {"title": "En images", "photos": [photo, other_photo]},
        "audio": {"title": "L’émission", "media": medium("audio").pk, "transcript": text},
        "video": {"title": "La session", "media": medium("video").pk, "transcript": text},
        "key_figures": {"title": "En bref", "figures": [{"value": "41 %", "label": "pour l’eau", "note": "2026"}]},
        "table": {
            "caption": "Le budget",
            "table": {
                "columns": [{"type": "text", "heading": "Poste"}, {"type": "number", "heading": "Millions"}],
                "rows": [{"values": ["Eau", "12.5"]}],
                "caption": "",
            },
            "source": "Budget 2026",
        },
        "agenda": {"title": "", "items": [{"subject": "Budget", "decision": "Adopté.", "result": "adopted"}]},
        "document": {"document": document().pk, "title": ""},
        "link": {"page": page.pk, "url": "", "title": "", "text": "Une page"},
        "statistic": statistic(),
    }
    return [{"type": name, "value": value} for name, value in values.items()]


def statistic() -> dict:
    """A block that quotes two figures of a table of its own."""
    place = Territory.objects.filter(level=Level.COMMUNE).first()
    number = Indicator.objects.count()
    indicator = Indicator.objects.create(code=f"i{number}", name=f"Indicateur {number}", definition="x", unit="forages")
    table = StatisticTable.objects.create(
        title=next(TITLES)[:200], source="Exemple", visibility="public", collection=Collection.get_first_root_node()
    )
    Observation.objects.bulk_create(
        Observation(table=table, indicator=indicator, territory=place, period=period, value=5)
        for period in ("2023", "2024")
    )
    return {"title": "", "table": table.pk, "indicator": indicator.pk, "territories": [place.pk], "form": "line"}


def home_body(number: int) -> list[dict]:
    questions = [page.pk for page in (*QuestionPage.objects.all()[:3], *ServicePage.objects.all()[:3])]
    figure = {"value": "351", "label": "communes", "note": "2026"}
    partners = [{"name": f"Partenaire {each}", "url": "", "logo": picture().pk} for each in range(number)]
    values = {
        "headline": {"title": "L’information publique de votre commune", "text": next(SENTENCES)},
        "doors": None,
        "latest": {"title": "À la une", "count": 6},
        "alerts": {"title": "Alertes et avis", "count": 3},
        "figures": {"title": "En chiffres", "figures": [figure] * 4},
        "questions": {"title": "Vos questions", "pages": questions},
        "partners": {"title": "Partenaires", "partners": partners},
    }
    return [{"type": name, "value": value} for name, value in values.items()]
