"""Personas and the small country they live in. Tests read as sentences about these people."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from accounts.roles import Role, ensure_roles, group_for
from civitac.core.sms import Message, memory
from home.models import HomePage
from home.structure import ensure_structure
from spaces.enums import SpaceKind
from spaces.models import ArticlePage, Space
from spaces.offices import ensure_office_titles
from spaces.rights import grant_animation
from spaces.services import create_space
from spaces.workflow import ensure_review_workflow
from territories.enums import Level
from territories.models import Territory, TerritoryName, Theme
from tests.keeping import keep_rows
from tests.remembering import remember_from_here, remembered

PASSWORD = "un-mot-de-passe-de-test"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse tests that would leave their worker's database without what migrations made, for every test after them.

    Tests that commit run last, but a worker takes a file as a whole: they need files of their own.
    """
    kinds: dict[Path, set[bool]] = {}
    for item in items:
        marks = [mark for mark in item.iter_markers("django_db") if mark.kwargs.get("transaction")]
        kinds.setdefault(item.path, set()).add(bool(marks))
        if any(not mark.kwargs.get("serialized_rollback") for mark in marks):
            raise pytest.UsageError(f"{item.nodeid}: mark tests that commit with tests.COMMITTED")
    if mixed := sorted(str(path) for path, kind in kinds.items() if len(kind) == 2):
        raise pytest.UsageError(f"Give the tests that commit a file of their own: {', '.join(mixed)}")


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not among what lasts as long as the run: a seventh of the time of a test."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def _empty_caches():
    """Renditions and pages are remembered by key; keys come back in every test."""
    for each in caches.all():
        each.clear()
    cache.clear()


@pytest.fixture(autouse=True)
def sent_texts() -> list[Message]:
    """The text messages that have left during this test."""
    memory.outbox.clear()
    return memory.outbox


def make_territory(level: Level, name: str, parent: Territory | None = None, slug: str | None = None, code: str = ""):
    """One unit of a made-up map, with its official name; codes are marked as ours."""
    slug = slug or name.lower().replace(" ", "-")
    code = code or f"CV-{level[0].upper()}-{slug}".upper()[:24]
    territory = Territory.objects.create(
        level=level,
        name=name,
        slug=slug,
        code=code,
        has_official_code=False,
        parent=parent,
        path=(parent.path if parent else "") + code[:24] + "/",
    )
    TerritoryName.objects.create(territory=territory, name=name, kind="official")
    return territory


@pytest.fixture
def country(db) -> dict[str, Territory]:
    """A country of one region, one province and two communes: Ouahigouya and Kaya."""
    remembered("country", make_country)
    keys = {"T": "country", "R": "region", "P": "province", "C1": "ouahigouya", "C2": "kaya"}
    return {keys[territory.code]: territory for territory in Territory.objects.filter(code__in=keys)}


def make_country() -> None:
    land = make_territory(Level.COUNTRY, "Burkina Faso", slug="burkina-faso", code="T")
    region = make_territory(Level.REGION, "Yaadga", land, slug="region-yaadga", code="R")
    province = make_territory(Level.PROVINCE, "Yatenga", region, slug="province-yatenga", code="P")
    make_territory(Level.COMMUNE, "Ouahigouya", province, code="C1")
    make_territory(Level.COMMUNE, "Kaya", province, code="C2")


@pytest.fixture
def themes(db) -> dict[str, Theme]:
    names = {"eau-assainissement": "Eau et assainissement", "budget-finances": "Budget et finances"}
    return {slug: Theme.objects.create(slug=slug, name=name) for slug, name in names.items()}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """SQLite knows no templates: with `--reuse-db`, each worker starts from a copy of the file that TEST_TEMPLATE names."""
    if connection.vendor == "sqlite" and (template := os.environ.get("TEST_TEMPLATE")):
        shutil.copyfile(template, settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Give every test the pages that addresses rest on, the roles and the workflow, as if migrations had made them.

    It is what `prepare` sets up, without the territories. Tests that commit find it again by what is serialized here.
    """
    with django_db_blocker.unblock():
        ensure_roles()
        ensure_structure()
        ensure_office_titles()
        ensure_review_workflow()
        grant_animation()
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()
        if connection.vendor == "postgresql":
            keep_rows(connection)
        remember_from_here()


@pytest.fixture
def site(db) -> Page:
    """The home page, with what `django_db_setup` hangs below it."""
    return HomePage.objects.get()


@pytest.fixture
def space_a(site, country) -> Space:
    return remembered_space(country["ouahigouya"], "Commune de Ouahigouya")


@pytest.fixture
def space_b(site, country) -> Space:
    return remembered_space(country["kaya"], "Commune de Kaya")


def remembered_space(territory: Territory, title: str) -> Space:
    remembered(title, lambda: create_space(kind=SpaceKind.COLLECTIVITY, title=title, territory=territory))
    return Space.objects.get(territory=territory)


def make_user(name: str, *groups, **fields) -> User:
    user = User.objects.create_user(
        f"{name}@exemple.civitac.test", PASSWORD, first_name=name.capitalize(), last_name="(exemple)", **fields
    )
    user.groups.add(*groups)
    return user


@pytest.fixture
def editor(space_a) -> User:
    """Editor of Ouahigouya's space."""
    return make_user("editrice", space_a.editors)


@pytest.fixture
def other_editor(space_b) -> User:
    """Editor of Kaya's space."""
    return make_user("autre-editeur", space_b.editors)


@pytest.fixture
def manager(space_a) -> User:
    return make_user("responsable", space_a.managers)


@pytest.fixture
def animator(site) -> User:
    return make_user("animatrice", group_for(Role.ANIMATION))


@pytest.fixture
def second_animator(site) -> User:
    return make_user("animateur", group_for(Role.ANIMATION))


@pytest.fixture
def citizen(db) -> User:
    """Someone with an account and no role."""
    return make_user("citoyenne")


@pytest.fixture
def superuser(db) -> User:
    return make_user("admin", is_superuser=True, is_staff=True)


@pytest.fixture
def signed_in():
    """`signed_in(user)` → a browser in which that person has signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def write_article(django_capture_on_commit_callbacks):
    """`write_article(space, title, live=True, **fields)` → an article of that space, published unless told otherwise."""

    def write(space: Space, title: str, *, live: bool = True, user: User | None = None, **fields) -> ArticlePage:
        parent = Page.objects.get(pk=space.page_id)
        body = fields.pop("body", [{"type": "paragraph", "value": f"<p>{title}.</p>"}])
        article = ArticlePage(title=title, owner=user, live=False, body=body, **fields)
        with django_capture_on_commit_callbacks(execute=True):
            parent.add_child(instance=article)
            revision = article.save_revision(user=user)
            if live:
                revision.publish(skip_permission_checks=True)
        article.refresh_from_db()
        return article

    return write
