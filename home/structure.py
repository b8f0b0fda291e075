"""The pages that the site's addresses rest on, made once and then the animation team's."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Collection, Page, Site

from civitac.core.models import BasePage
from spaces.models import (
    CitizenIndexPage,
    CollectivityIndexPage,
    OrganisationIndexPage,
    QuestionIndexPage,
    ServiceIndexPage,
)

from .models import HomePage

WELCOME = [
    {"type": "headline", "value": {"title": "L’information publique de votre commune, à portée de main", "text": ""}},
    {"type": "doors", "value": None},
    {"type": "alerts", "value": {"title": "Alertes et avis", "count": 3}},
    {"type": "latest", "value": {"title": "À la une", "count": 6}},
]


@transaction.atomic
def ensure_structure() -> HomePage:
    """The home page, the two directories and the citizen space, published; what exists is left as it is."""
    home = HomePage.objects.first() or make_home()
    name_roots()
    ensure_site(home)
    ensure_child(home, CollectivityIndexPage, "collectivites", "Collectivités", "Régions et communes", in_menu=True)
    ensure_child(home, OrganisationIndexPage, "osc", "OSC", "Associations et organisations", in_menu=True)
    citizens = ensure_child(
        home, CitizenIndexPage, "citoyens", "Citoyens", "Démarches, questions et réponses", in_menu=True
    )
    ensure_child(citizens, ServiceIndexPage, "services", "Démarches", "Ce qu’il faut savoir avant de se déplacer")
    ensure_child(
        citizens, QuestionIndexPage, "questions", "Questions et réponses", "Comment fonctionnent nos institutions"
    )
    return home


def name_roots() -> None:
    """What Wagtail's migrations call “Root”, in the language of those who read it in the explorer and in choosers."""
    Page.objects.filter(depth=1, title="Root").update(title="Racine", draft_title="Racine")
    Collection.objects.filter(depth=1, name="Root").update(name="Toutes les collections")


def make_home() -> HomePage:
    root = Page.get_first_root_node()
    # Wagtail's own welcome page holds the address until ours is there.
    root.get_children().filter(slug="home").delete()
    root.refresh_from_db()
    home = HomePage(title="Accueil", slug="accueil", body=WELCOME)
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def ensure_site(home: HomePage) -> None:
    """Wagtail's own record of the address follows `SITE_URL`."""
    address = urlsplit(settings.SITE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": home,
        },
    )


def ensure_child(
    parent: Page, page_class: type[BasePage], slug: str, title: str, summary: str, *, in_menu: bool = False
) -> BasePage:
    existing = page_class.objects.first()
    if existing is not None:
        return existing
    parent.refresh_from_db()
    page = page_class(slug=slug, title=title, summary=summary, show_in_menus=in_menu)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page
