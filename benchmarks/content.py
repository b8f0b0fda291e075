"""A site of a stated size: every commune a space, organisations, practical information, and as many articles as asked.

Rows are written at once, then handed to the search index, and end as editors would have left them, without what no public
page reads: revisions, history, rights. The same number always gives the same content.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable
from pathlib import Path
from random import Random

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.text import slugify
from taggit.models import Tag
from wagtail.models import Collection, Page, Site
from wagtail.search.backends import get_search_backend

from civitac.core.cache import start_new_generation
from civitac.core.models import BasePage
from data_pages.statistics.population import load_population
from home.models import HomePage, SiteSettings, StandardPage
from media_library.models import CivitacImage
from media_library.normalising import normalised
from media_library.services import make_sources
from spaces.enums import ArticleKind, SpaceKind
from spaces.models import (
    ArticleAuthor,
    ArticlePage,
    ArticleTag,
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

from . import texts

PHOTOS = Path(os.environ.get("CIVITAC_TEST_DATA", settings.BASE_DIR.parent / "shared" / "data")) / "photos"
READABLE = {".jpg", ".jpeg", ".png", ".webp", ".avif"}
BATCH = 500
# The first space holds a tenth of all articles, the others what chance gives them.
BUSIEST_SHARE = 10
LATEST = datetime.datetime(2026, 11, 1, 8, tzinfo=datetime.UTC)


def fill(articles: int, *, communes: int = 351, organisations: int = 60, services: int = 12, photos: int = 10) -> None:
    """Bring the site to that many articles; what exists already stays. Needs a migrated database, empty the first time."""
    if not Space.objects.exists():
        call_command("prepare", stdout=open(os.devnull, "w"))  # noqa: SIM115
        pictures = make_pictures(photos)
        make_spaces(communes, organisations, pictures)
        make_citizen_pages(services, services + 8)
        dress_the_house()
        load_population()
    while (present := ArticlePage.objects.count()) < articles:
        make_articles(range(present, min(articles, present + BATCH)))
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        # What autovacuum does within the minute.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    start_new_generation()


def photographs() -> list[Path]:
    """Real photographs that can be decoded, none where the test data are not there."""
    found = sorted(PHOTOS.glob("*")) if PHOTOS.is_dir() else []
    return [path for path in found if path.suffix.lower() in READABLE and path.stem != "truncated"]


def make_pictures(number: int) -> list[CivitacImage]:
    root = Collection.get_first_root_node()
    rows = []
    for path in photographs()[:number]:
        with path.open("rb") as opened:
            file = normalised(File(opened, name=path.name))
        description = "Une scène de la vie de la commune"
        rows.append(
            CivitacImage(title=path.stem, description=description, credit="Exemple", collection=root, file=file)
        )
    pictures = CivitacImage.objects.bulk_create(rows)
    for picture in pictures:
        make_sources(picture)
    return pictures


@transaction.atomic
def make_spaces(communes: int, organisations: int, pictures: list[CivitacImage]) -> None:
    """What `create_space` makes, rights apart: reading asks for none."""
    places = list(Territory.objects.current().filter(level=Level.COMMUNE).order_by("code"))
    wanted = [
        (SpaceKind.COLLECTIVITY, f"Commune de {place.name}", place.slug, place, "La commune publie ici ses décisions.")
        for place in places[:communes]
    ]
    for number in range(organisations):
        place = places[number * 5 % len(places)]
        title = f"Association pour l’eau et l’école de {place.name} (exemple)"
        wanted.append((SpaceKind.ORGANISATION, title, f"association-{number + 1}", place, texts.SENTENCES[16]))
    directories = {kind: page_class.objects.get() for kind, page_class in DIRECTORIES.items()}
    pages = [
        placed(SpacePage(title=title, slug=slug, summary=summary, logo=next(iter(pictures), None)), directories[kind])
        for kind, title, slug, _place, summary in wanted
    ]
    insert(pages, directories.values())
    root = Collection.get_first_root_node()
    collections = Collection.objects.bulk_create(
        Collection(name=page.title, path=Collection._get_path(root.path, 2, root.numchild + place), depth=2)
        for place, page in enumerate(pages, start=1)
    )
    Collection.objects.filter(pk=root.pk).update(numchild=root.numchild + len(collections))
    groups = Group.objects.bulk_create(
        Group(name=f"{role} {page.pk}") for page in pages for role in ("Éditeurs", "Responsables")
    )
    Space.objects.bulk_create(
        Space(kind=kind, territory=place, page=page, collection=collection, editors=editors, managers=managers)
        for (kind, _title, _slug, place, _summary), page, collection, editors, managers in zip(
            wanted, pages, collections, groups[::2], groups[1::2], strict=True
        )
    )
    complete_sheets()


def complete_sheets() -> None:
    random = Random(1)
    figures = texts.figures(random)["value"]["figures"]
    field = SpacePage._meta.get_field("key_figures")
    SpacePage.objects.update(
        presentation=f"<p>{' '.join(texts.SENTENCES[:6])}</p><p>{' '.join(texts.SENTENCES[6:12])}</p>",
        address="Avenue de la Mairie (exemple)",
        phone="+226 00 00 00 00",
        email="mairie@exemple.test",
        opening_hours="Du lundi au vendredi, de 8 h à 15 h (exemple)",
        key_figures=field.to_python(json.dumps([{"type": "figure", "value": figure} for figure in figures])),
    )
    spaces = list(Space.objects.order_by("pk"))
    titles = {kind: list(OfficeTitle.objects.filter(kind=kind).order_by("order")[:3]) for kind in SpaceKind.values}
    OfficeHolder.objects.bulk_create(
        OfficeHolder(page_id=space.page_id, title=title, name="Nom fictif (exemple)", sort_order=order)
        for space in spaces
        for order, title in enumerate(titles[space.kind])
    )
    themes = list(Theme.objects.all())
    fields = SpacePage.themes.through
    fields.objects.bulk_create(
        fields(spacepage_id=space.page_id, theme=theme)
        for number, space in enumerate(spaces)
        if space.kind == SpaceKind.ORGANISATION
        for theme in (themes[number % len(themes)], themes[(number + 3) % len(themes)])
    )
    Author.objects.bulk_create(
        Author(name=f"Observatrice Civitac {number + 1} (exemple)", collection_id=space.collection_id)
        for number, space in enumerate(spaces)
    )
    Tag.objects.bulk_create(Tag(name=name, slug=slugify(name)) for name in texts.TAGS)
    add_to_search(list(SpacePage.objects.all()))


def make_citizen_pages(services: int, questions: int) -> None:
    themes = list(Theme.objects.all())
    common = {"summary": texts.SENTENCES[0], "live": True}
    text = f"<p>{' '.join(texts.SENTENCES[:4])}</p>"
    lines = json.dumps([{"type": "document", "value": line} for line in texts.HEADINGS])
    steps = json.dumps([{"type": "step", "value": line} for line in texts.SENTENCES[:5]])
    law = {"reference": "Loi n° 000-0000 (exemple)", "url": "", "source": "Exemple", "is_confirmed": False}
    legal = json.dumps([{"type": "reference", "value": law}])
    parent = ServiceIndexPage.objects.get()
    for number in range(services):
        page = ServicePage(
            title=f"Obtenir la pièce n° {number + 1} (exemple)",
            slug=f"piece-{number + 1}",
            who=text,
            where=text,
            documents=lines,
            steps=steps,
            cost="500 FCFA (exemple)",
            delay="Trois jours (exemple)",
            legal_basis=legal,
            **common,
        )
        parent.add_child(instance=page)
        page.themes.set([themes[number % len(themes)]])
    parent = QuestionIndexPage.objects.get()
    for number in range(questions):
        page = QuestionPage(
            title=f"Qui décide du point n° {number + 1} ? (exemple)",
            slug=f"question-{number + 1}",
            answer=text,
            legal_basis=legal,
            **common,
        )
        parent.add_child(instance=page)
        page.themes.set([themes[number % len(themes)]])


def dress_the_house() -> None:
    """A home page with every block, links in the footer, a tagline: the most that each page has to draw."""
    home = HomePage.objects.get()
    chosen = list(QuestionPage.objects.values_list("pk", flat=True)[:3])
    figures = texts.figures(Random(2))["value"]["figures"]
    home.body = json.dumps(
        [
            {
                "type": "headline",
                "value": {"title": "L’information publique de votre commune", "text": "À portée de main."},
            },
            {"type": "doors", "value": None},
            {"type": "latest", "value": {"title": "À la une", "count": 6}},
            {"type": "figures", "value": {"title": "En chiffres", "figures": figures}},
            {"type": "questions", "value": {"title": "Vos questions", "pages": chosen}},
            {"type": "partners", "value": {"title": "Partenaires", "partners": [{"name": "Un partenaire", "url": ""}]}},
        ]
    )
    home.save()
    body = json.dumps([texts.paragraph(Random(3))])
    for name in ("À propos", "Mentions légales", "Accessibilité", "Aide"):
        page = StandardPage(title=name, slug=slugify(name), body=body, shown_in_footer=True)
        home.add_child(instance=page)
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={"tagline": "Civitac, la plateforme citoyenne", "footer_text": "Une plateforme citoyenne."},
    )


@transaction.atomic
def make_articles(numbers: range) -> None:
    """These articles, in every table that a public page reads, and in the search index."""
    spaces = list(Space.objects.select_related("page", "territory").order_by("pk"))
    pictures = list(CivitacImage.objects.order_by("pk").values_list("pk", flat=True))
    articles = [
        article(number, spaces[0 if number % BUSIEST_SHARE == 0 else Random(number).randrange(len(spaces))], pictures)
        for number in numbers
    ]
    insert(articles, [space.page for space in spaces])
    themes = list(Theme.objects.values_list("pk", flat=True))
    filed = ArticlePage.themes.through
    filed.objects.bulk_create(
        filed(articlepage_id=each.pk, theme_id=theme)
        for each in articles
        for theme in Random(each.slug).sample(themes, 2)
    )
    tags = list(Tag.objects.order_by("pk").values_list("pk", flat=True))
    ArticleTag.objects.bulk_create(
        ArticleTag(content_object=each, tag_id=tag) for each in articles for tag in Random(each.slug).sample(tags, 2)
    )
    RelatedArticle.objects.bulk_create(
        RelatedArticle(page=each, article=articles[place - step], sort_order=step)
        for place, each in enumerate(articles)
        for step in (1, 2)
    )
    authors = dict(Author.objects.values_list("collection_id", "pk"))
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(page=each, author_id=authors[each.space.collection_id], sort_order=0) for each in articles
    )
    add_to_search(articles)


def article(number: int, space: Space, pictures: list[int]) -> ArticlePage:
    """Article number so and so, in that space. The lower the number, the older."""
    random = Random(number)
    kind = ArticleKind.values[number % len(ArticleKind.values)]
    # Every second article comes without a picture: text is what costs least.
    own_pictures = pictures if number % 2 == 0 else []
    moment = LATEST - datetime.timedelta(days=400) + datetime.timedelta(minutes=100 * number)
    page = ArticlePage(
        title=texts.title(random, space.page.title),
        slug=f"article-{number}",
        first_published_at=moment,
        last_published_at=moment,
        summary=texts.summary(random),
        kind=kind,
        body=json.dumps(texts.body(random, kind, own_pictures)),
        photo_id=random.choice(own_pictures) if own_pictures else None,
        organisation_credit=space.page.title,
        event_date=moment.date(),
        territory_id=space.territory_id,
        space=space,
    )
    return placed(page, space.page)


def placed(page: BasePage, parent: Page) -> BasePage:
    """The page as the next child of `parent`, whose count of children grows with it."""
    parent.numchild += 1
    page.path = type(page)._get_path(parent.path, parent.depth + 1, parent.numchild)
    page.depth = parent.depth + 1
    page.url_path = f"{parent.url_path}{page.slug}/"
    page.draft_title = page.title
    page.locale_id = parent.locale_id
    page.content_type = ContentType.objects.get_for_model(type(page))
    return page


def insert(pages: list[BasePage], parents: Iterable[Page]) -> None:
    """Store placed pages at once, and their parents' counts of children. Nothing that hangs on signals happens."""
    own = [field for field in Page._meta.concrete_fields if not field.primary_key]
    rows = Page.objects.bulk_create(
        Page(**{field.attname: getattr(page, field.attname) for field in own}) for page in pages
    )
    for row, page in zip(rows, pages, strict=True):
        page.pk = page.page_ptr_id = row.pk
        # As a fixture is loaded: the row of the page's own type alone.
        page.save_base(raw=True, force_insert=True)
    Page.objects.bulk_update(parents, ["numchild"])


def add_to_search(pages: list[BasePage]) -> None:
    model = type(pages[0])
    rows = list(model.get_indexed_objects().filter(pk__in=[page.pk for page in pages]))
    get_search_backend().get_index_for_model(model).add_items(model, rows)
