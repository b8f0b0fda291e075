"""One page of every kind, with every block, on the real map: what readers may meet, gathered for the eye of a test."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum, auto
from io import BytesIO, StringIO

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from wagtail.blocks import StreamBlock
from wagtail.models import Collection, Page

from alerts.models import Alert
from data_pages.models import CivitacDocument, Indicator, Observation, StatisticTable
from home.models import HomePage, StandardPage
from media_library.models import CivitacImage, CivitacMedia
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
)
from spaces.services import create_space
from territories.enums import Level
from territories.models import Territory, Theme

from ..alerts.telling import tell, warn
from ..conftest import make_user

LONG_TITLE = (
    "ÉLECTION DU BUREAU DE L’ASSOCIATION DES USAGÈRES ET USAGERS DE L’EAU DE OUAHIGOUYA : À L’ISSUE D’UNE ASSEMBLÉE "
    "OUVERTE À TOUS, LES DÉLÉGUÉS DES QUARTIERS ONT CHOISI LA TRÉSORIÈRE GÉNÉRALE"
)
LAW = [{"type": "reference", "value": {"reference": "Loi n° 000-0000 (exemple)", "url": "https://exemple.test/loi"}}]
MORE_THAN_ONE_PAGE = 16


class Visit(Enum):
    AS_ANYONE = auto()
    SENT_EMPTY = auto()  # the form of the page, sent without a word
    SIGNED_IN = auto()
    AWAITING_CODE = auto()  # a code has been sent to somebody new
    CODE_TYPED = auto()


@dataclass(frozen=True)
class Exhibit:
    name: str
    address: str
    status: int = 200
    visit: Visit = Visit.AS_ANYONE


def build_exhibits() -> list[Exhibit]:
    call_command("prepare", stdout=StringIO())
    make_user("admin", is_superuser=True, is_staff=True)
    theme = Theme.objects.get(slug="eau-assainissement")
    commune, organisation = make_spaces(theme)
    files = Files.make()
    fill_sheet(commune, files.picture)
    standard = publish(
        StandardPage(title="À propos", summary="Qui publie ici.", body=every_block(StandardPage.body, files)),
        HomePage.objects.get(),
    )
    publish(StandardPage(title="Charte", slug="charte", shown_in_footer=True), HomePage.objects.get())
    article = write_articles(commune, theme, files)
    service, question = tell_citizens(theme, files.picture)
    compose_home(files, [question, service])
    flood = warn(
        "Crue au radier du secteur 15", commune.collection, territories=[commune.territory], details="Attention."
    )
    warn(
        "La crue monte", commune.collection, begun=0.5, follows=flood, message_type="Update", instruction="Restez loin."
    )
    tell("Session du conseil", commune.collection)
    region = Territory.objects.filter(level=Level.REGION).order_by("code").first()
    return [
        Exhibit("home", "/"),
        Exhibit("the menu open", "/actualites/#menu"),
        Exhibit("news", "/actualites/"),
        Exhibit("last page of news", "/actualites/?page=2"),
        Exhibit("no news", "/actualites/?genre=inconnu"),
        Exhibit("theme", reverse("theme", args=[theme.slug])),
        Exhibit("local authorities", "/collectivites/"),
        Exhibit("map before July 2025", "/collectivites/?carte=2024"),
        Exhibit("places by name", "/collectivites/?lieu=boussouma"),
        Exhibit("organisations", "/osc/"),
        Exhibit("space of a commune", commune.page.url),
        Exhibit("space of an organisation", organisation.page.url),
        Exhibit("article", article.url),
        Exhibit("citizens", "/citoyens/"),
        Exhibit("services", "/citoyens/services/"),
        Exhibit("service", service.url),
        Exhibit("questions", "/citoyens/questions/"),
        Exhibit("question", question.url),
        Exhibit("standard page", standard.url),
        Exhibit("search", "/recherche/?q=eau"),
        Exhibit("search with one result", "/recherche/?q=election"),
        Exhibit("search without a result", "/recherche/?q=introuvable"),
        Exhibit("open data", reverse("open_data")),
        Exhibit("database", "/donnees/"),
        Exhibit("search in the database", "/donnees/?q=forages"),
        Exhibit("figures", "/donnees/statistiques/"),
        Exhibit("places of the database", "/donnees/territoires/?lieu=boussouma"),
        Exhibit("figures of a region", f"/donnees/territoires/{region.code}/"),
        Exhibit("indicator", "/donnees/indicateurs/forages-exemple/"),
        Exhibit("table of figures", StatisticTable.objects.first().get_absolute_url()),
        Exhibit("comparator", "/donnees/comparer/"),
        Exhibit("comparison", f"/donnees/comparer/?t={region.code}&i=forages-exemple"),
        Exhibit("alerts", "/alertes/"),
        Exhibit("alert", Alert.objects.first().get_absolute_url()),
        Exhibit("contact", "/contact/"),
        Exhibit("contact with errors", "/contact/", 400, Visit.SENT_EMPTY),
        Exhibit("enrolment", "/enrolement/"),
        Exhibit("enrolment with errors", "/enrolement/", 400, Visit.SENT_EMPTY),
        Exhibit("sign-in", "/compte/connexion/"),
        Exhibit("sign-in with errors", "/compte/connexion/", 200, Visit.SENT_EMPTY),
        Exhibit("forgotten password", "/compte/mot-de-passe/oublie/"),
        Exhibit("code", "/compte/code/", visit=Visit.AWAITING_CODE),
        Exhibit("new account", "/compte/inscription/", visit=Visit.CODE_TYPED),
        Exhibit("not found", "/nulle-part/", 404),
        Exhibit("offline", "/hors-ligne/"),
        Exhibit("account", "/compte/", visit=Visit.SIGNED_IN),
        Exhibit("change of password", "/compte/mot-de-passe/", visit=Visit.SIGNED_IN),
    ]


def publish(page: Page, parent: Page) -> Page:
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


@dataclass(frozen=True)
class Files:
    picture: CivitacImage
    sound: CivitacMedia
    film: CivitacMedia
    document: CivitacDocument

    @classmethod
    def make(cls) -> Files:
        drawing = BytesIO()
        Image.linear_gradient("L").resize((960, 640)).convert("RGB").save(drawing, "JPEG")
        picture = CivitacImage.objects.create(
            title="Le forage du secteur 4",
            description="Deux femmes au forage",
            credit="Illustration Civitac",
            file=ContentFile(drawing.getvalue(), "forage.jpg"),
        )
        sound = CivitacMedia.objects.create(
            title="L’émission du samedi", type="audio", duration=754, file=ContentFile(bytes(90_000), "emission.mp3")
        )
        film = CivitacMedia.objects.create(
            title="La session en images", type="video", duration=65, file=ContentFile(bytes(1_400_000), "session.mp4")
        )
        document = CivitacDocument.objects.create(
            title="Procès-verbal (exemple)", visibility="public", file=ContentFile(b"%PDF-1.4", "proces-verbal.pdf")
        )
        return cls(picture, sound, film, document)

    def values(self) -> dict[str, object]:
        """What the blocks that hold a file are given, by the names of the blocks."""
        image = {"image": self.picture.pk, "alt_text": self.picture.description, "decorative": False}
        photo = {"image": image, "caption": "Un matin de marché", "credit": ""}
        transcript = "<p>La séance est ouverte.</p>"
        return {
            "photo": photo,
            "gallery": {"title": "En images", "photos": [photo] * 3},
            "audio": {"media": self.sound.pk, "title": "", "transcript": transcript},
            "video": {"media": self.film.pk, "title": "", "transcript": transcript},
            "document": {"document": self.document.pk, "title": ""},
            "statistic": quoted(),
        }


def quoted() -> dict[str, object]:
    """What the block of figures is given: those of a public table, as bars."""
    indicator, _made = Indicator.objects.get_or_create(
        code="forages-exemple", defaults={"name": "Forages (exemple)", "definition": "Exemple.", "unit": "forages"}
    )
    places = list(Territory.objects.filter(level=Level.REGION).order_by("code")[:3])
    if not Observation.objects.filter(indicator=indicator).exists():
        table = StatisticTable.objects.create(
            title="Forages des régions (exemple)",
            source="Exemple",
            visibility="public",
            collection=Collection.get_first_root_node(),
        )
        Observation.objects.bulk_create(
            Observation(table=table, indicator=indicator, territory=place, period=period, value=value)
            for place in places
            for period, value in (("2023", 12), ("2024", 15))
        )
    territories = [place.pk for place in places]
    return {"title": "", "table": None, "indicator": indicator.pk, "territories": territories, "form": "bars"}


def every_block(field: object, files: Files, **given: object) -> list[dict[str, object]]:
    """Every block that the field of a page offers, with what its preview shows or what is given under its name."""
    stream: StreamBlock = field.field.stream_block
    given = files.values() | given
    return [
        {"type": name, "value": given.get(name) or block.get_prep_value(block.get_preview_value())}
        for name, block in stream.child_blocks.items()
    ]


def make_spaces(theme: Theme) -> tuple[Space, Space]:
    place = Territory.objects.get(level=Level.COMMUNE, name="Ouahigouya")
    summary = "Un espace d’exemple."
    commune = create_space(
        kind="collectivity", title="Commune de Ouahigouya", territory=place, themes=[theme], summary=summary
    )
    organisation = create_space(
        kind="organisation", title="Association de l’eau (exemple)", territory=place, themes=[theme], summary=summary
    )
    return commune, organisation


def fill_sheet(space: Space, picture: CivitacImage) -> None:
    page = space.page
    page.logo = picture
    page.presentation = "<h3>La ville</h3><p>Chef-lieu du Yatenga.</p><ul><li>Marché</li><li>Barrage</li></ul>"
    page.address, page.phone, page.email = "Mairie, secteur 1", "+226 00 00 00 00", "mairie@exemple.test"
    page.website, page.opening_hours = "https://exemple.test/une-adresse-assez-longue/", "Du lundi au vendredi"
    figure = {"value": "41 %", "label": "du budget pour l’eau", "note": "Budget 2026 (exemple)"}
    page.key_figures = [{"type": "figure", "value": figure}] * 3
    mayor = OfficeTitle.objects.get(slug="maire")
    page.office_holders = [OfficeHolder(title=mayor, name="A. B. (exemple)", since=datetime.date(2024, 5, 1))]
    page.save_revision().publish()


def write_articles(space: Space, theme: Theme, files: Files) -> ArticlePage:
    """A few pages of short articles, one in Mooré, and last the one that holds every block under the longest title."""
    for number in range(MORE_THAN_ONE_PAGE):
        publish(ArticlePage(title=f"L’eau du secteur {number + 1}", photo=files.picture), space.page)
    moore = publish(ArticlePage(title="Ne y yibeogo", language="mos", kind="brief"), space.page)
    article = ArticlePage(
        title=LONG_TITLE,
        slug="election",
        kind="council_session",
        summary="Sept personnes pour trois ans.",
        photo=files.picture,
        organisation_credit="Association de l’eau (exemple)",
        event_date=datetime.date(2026, 11, 1),
        body=every_block(ArticlePage.body, files),
        themes=[theme],
    )
    article.tags.add("forages")
    author = Author.objects.create(name="C. D. (exemple)", collection=space.collection)
    article.authors = [ArticleAuthor(author=author)]
    article.related = [RelatedArticle(article=moore)]
    return publish(article, space.page)


def tell_citizens(theme: Theme, picture: CivitacImage) -> tuple[ServicePage, QuestionPage]:
    lines = ["Une copie de l’acte de naissance", "Deux photos d’identité"]
    service = ServicePage(
        title="Demander un branchement d’eau",
        summary="Ce qu’il faut savoir avant de se déplacer.",
        photo=picture,
        who="<p>Toute personne.</p>",
        where="<p>À la mairie.</p>",
        documents=[{"type": "document", "value": line} for line in lines],
        steps=[{"type": "step", "value": line} for line in lines],
        cost="500 FCFA (exemple)",
        delay="Trois jours (exemple)",
        delay_confirmed=True,
        notes="<p>Gardez le <b>récépissé</b>.</p>",
        legal_basis=LAW,
        checked_on=datetime.date(2026, 11, 1),
        themes=[theme],
    )
    question = QuestionPage(
        title="Qui fixe le prix de l’eau ?", answer="<p>Le conseil, en session.</p>", legal_basis=LAW, themes=[theme]
    )
    return publish(service, ServiceIndexPage.objects.get()), publish(question, QuestionIndexPage.objects.get())


def compose_home(files: Files, chosen: list[Page]) -> None:
    home = HomePage.objects.get()
    partner = {"name": "Un partenaire (exemple)", "url": "https://exemple.test/", "logo": files.picture.pk}
    home.body = every_block(
        HomePage.body,
        files,
        questions={"title": "Vos questions", "pages": [page.pk for page in chosen]},
        partners={"title": "Partenaires", "partners": [partner]},
    )
    home.save_revision().publish()
