"""The administration shows each role what it can use, and nothing else."""

import json
import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import Collection, GroupPagePermission, WorkflowState

from accounts.roles import Role, group_for
from spaces.models import ArticlePage, Author, OfficeHolder, OfficeTitle
from tests.spaces.test_space_rule import form_data

pytestmark = pytest.mark.django_db

CONTENT = [
    "/admin/pages/",
    "/admin/media/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/snippets/spaces/author/",
]
MESSAGES = (
    "/admin/snippets/alerts/alert/",
    "/admin/snippets/alerts/diffusiongroup/",
    "/admin/incoming_texts/",
    "/admin/snippets/alerts/alerttemplate/",
)
WRITING = [*CONTENT, ("/admin/snippets/data_pages/statistictable/",)]
ANIMATING = [
    *CONTENT,
    ("/admin/snippets/data_pages/statistictable/", "/admin/snippets/data_pages/indicator/"),
    (
        *MESSAGES,
        "/admin/snippets/alerts/alertkind/",
        "/admin/snippets/alerts/authoritylabel/",
        "/admin/snippets/alerts/tariff/",
        "/admin/snippets/alerts/budget/",
    ),
    "/admin/spaces/",
    "/admin/enrolment/",
    "/admin/contact_messages/",
    ("/admin/snippets/territories/territory/", "/admin/snippets/territories/theme/"),
    (
        "/admin/reports/locked/",
        "/admin/reports/workflow/",
        "/admin/consentements/",
        "/admin/passerelle-refus/",
        "/admin/reports/site-history/",
        "/admin/reports/aging-pages/",
    ),
]
MENUS = {
    "editor": [*WRITING, MESSAGES[:1]],
    "manager": [*WRITING, MESSAGES],
    "animator": [
        *ANIMATING,
        (
            "/admin/users/",
            "/admin/snippets/data_pages/documentkind/",
            "/admin/snippets/spaces/officetitle/",
            "/admin/settings/home/sitesettings/",
            "/admin/settings/alerts/smssettings/",
        ),
    ],
    "superuser": [
        *ANIMATING,
        (
            "/admin/workflows/list/",
            "/admin/workflows/tasks/index/",
            "/admin/users/",
            "/admin/sites/",
            "/admin/snippets/data_pages/documentkind/",
            "/admin/snippets/spaces/officetitle/",
            "/admin/collections/",
            "/admin/redirects/",
            "/admin/settings/home/sitesettings/",
            "/admin/settings/alerts/smssettings/",
        ),
    ],
}


@pytest.fixture
def browser_of(request, signed_in, space_a, space_b):
    return lambda persona: signed_in(request.getfixturevalue(persona))


def entries(page: str) -> list[str | tuple[str, ...]]:
    """The addresses of the main menu in their order, those of a submenu together."""
    props = json.loads(re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.S)[1])
    menu = next(module for module in props["modules"] if module["_type"].endswith("MainMenuModule"))["_args"][0]
    found = []
    for item in menu:
        about, *below = item["_args"]
        children = below[0] if below and isinstance(below[0], list) else None
        found.append(tuple(child["_args"][0]["url"] for child in children) if children else about["url"])
    return found


def buttons(page: str) -> list[str]:
    """What the foot of the page editor offers, the main button first."""
    foot = re.search(r"<footer.*?</footer>", page, re.S)[0]
    found = []
    for attributes in re.findall(r"<button([^>]*)>", foot):
        if named := re.search(r'(?:\bname|data-workflow-action-name)="([a-z-]+)"', attributes):
            found.append(named[1])
        elif "action-save" in attributes:
            found.append("action-page-locked" if "disabled" in attributes else "action-save-draft")
    return found


@pytest.mark.parametrize(("persona", "offered"), [("editor", False), ("manager", False), ("animator", True)])
def test_an_article_is_moved_by_those_who_may_put_it_elsewhere(browser_of, space_a, write_article, persona, offered):
    article = write_article(space_a, "Le puits", live=False)
    browser = browser_of(persona)
    move = reverse("wagtailadmin_pages:move", args=[article.pk])
    explorer = browser.get(reverse("wagtailadmin_explore", args=[space_a.page_id])).content.decode()
    assert (move in explorer) is offered
    assert (browser.get(move).status_code == 200) is offered


def test_an_editor_looks_for_a_related_article_in_their_own_space_first(browser_of, space_a, space_b, write_article):
    write_article(space_a, "Le puits")
    write_article(space_b, "Le marché")
    chooser = reverse("wagtailadmin_choose_page")
    asked = {"page_type": "spaces.articlepage"}
    assert "Le puits" in browser_of("editor").get(chooser, asked).json()["html"]
    assert browser_of("animator").get(chooser, asked).status_code == 200


@pytest.mark.parametrize("persona", MENUS)
def test_the_menu_of_each_role(browser_of, persona):
    page = browser_of(persona).get(reverse("wagtailadmin_home")).content.decode()
    assert entries(page) == MENUS[persona]


@pytest.mark.parametrize("persona", MENUS)
def test_every_entry_of_the_menu_opens(browser_of, persona):
    browser = browser_of(persona)
    for entry in MENUS[persona]:
        for address in entry if isinstance(entry, tuple) else (entry,):
            assert browser.get(address, follow=True).status_code == 200, address


@pytest.mark.parametrize("persona", MENUS)
def test_nothing_leads_to_another_site_in_another_language(browser_of, persona):
    for address in (reverse("wagtailadmin_home"), reverse("wagtailadmin_account")):
        assert "guide.wagtail.org" not in browser_of(persona).get(address).content.decode()


@pytest.mark.parametrize(("persona", "start"), [("editor", "space"), ("manager", "space"), ("animator", "home")])
def test_the_explorer_starts_where_one_works(browser_of, site, space_a, persona, start):
    response = browser_of(persona).get(reverse("wagtailadmin_explore_root"), follow=True)
    page = {"space": space_a.page, "home": site}[start]
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_explore", args=[page.pk])


@pytest.mark.parametrize(
    ("persona", "name"),
    [("editor", "wagtailadmin_explore"), ("manager", "wagtailadmin_explore"), ("manager", "wagtailadmin_pages:edit")],
)
def test_every_link_beside_one_s_space_opens(browser_of, space_a, persona, name):
    space_a.page.office_holders.add(OfficeHolder(title=OfficeTitle.objects.first(), name="Nom (exemple)"))
    space_a.page.save_revision()
    browser = browser_of(persona)
    page = BeautifulSoup(browser.get(reverse(name, args=[space_a.page_id])).content.decode(), "html.parser")
    offered = {link["href"] for link in page.find_all("a", href=re.compile("^/admin/")) if not link.has_attr("hidden")}
    assert offered
    ends = {each: browser.get(each, follow=True).redirect_chain[-1:] for each in offered}
    assert [each for each, end in ends.items() if end and end[0][0] == reverse("wagtailadmin_home")] == []


@pytest.mark.parametrize("persona", ["editor", "manager"])
def test_a_space_has_its_sounds_and_films(browser_of, persona):
    browser = browser_of(persona)
    for address in ("wagtailmedia:index", "wagtailmedia:chooser"):
        assert browser.get(reverse(address)).status_code == 200
    assert browser.get(reverse("wagtailmedia:add", args=["audio"])).status_code == 200


def test_the_first_thing_to_do_with_an_article_is_to_submit_it(browser_of, space_a):
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    page = browser_of("editor").get(f"{address}?kind=report").content.decode()
    assert buttons(page) == ["action-submit", "action-save-draft"]


@pytest.mark.parametrize("persona", ["editor", "animator"])
def test_what_one_may_do_with_an_article_at_each_step(browser_of, editor, animator, space_a, write_article, persona):
    browser = browser_of(persona)
    article = write_article(space_a, "Un forage", live=False, user=editor)

    def offered() -> list[str]:
        response = browser.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
        return buttons(response.content.decode())

    is_editor = persona == "editor"
    assert offered() == ["action-submit", "action-save-draft"]
    article.get_workflow().start(article, editor)
    assert offered() == (
        ["action-page-locked", "action-cancel-workflow"]
        if is_editor
        else ["approve", "action-save-draft", "reject", "approve"]
    )
    article = ArticlePage.objects.get(pk=article.pk)
    state = article.current_workflow_task_state
    state.task.specific.on_action(state, animator, "reject", comment="La source ?")
    assert offered() == ["action-submit", "action-save-draft"]


def test_an_article_is_not_returned_without_a_reason(browser_of, editor, space_a, write_article):
    article = write_article(space_a, "Un forage", live=False, user=editor)
    article.get_workflow().start(article, editor)
    state = ArticlePage.objects.get(pk=article.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "reject", state.pk])
    browser = browser_of("animator")
    for comment, status in (("  ", WorkflowState.STATUS_IN_PROGRESS), ("Qui ?", WorkflowState.STATUS_NEEDS_CHANGES)):
        browser.post(address, {"comment": comment})
        assert WorkflowState.objects.get().status == status


def test_the_reason_of_a_return_is_said_where_the_article_is_corrected(
    browser_of, editor, animator, space_a, write_article
):
    article = write_article(space_a, "Un forage", live=False, user=editor)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    browser = browser_of("editor")
    assert "Qui le dit ?" not in browser.get(address).content.decode()
    article.get_workflow().start(article, editor)
    state = ArticlePage.objects.get(pk=article.pk).current_workflow_task_state
    state.task.specific.on_action(state, animator, "reject", comment="Qui le dit ?")
    assert "Qui le dit ?" in browser.get(address).content.decode()
    article = ArticlePage.objects.get(pk=article.pk)
    browser.post(address, form_data(article) | {"action-submit": "1"})
    assert "Qui le dit ?" not in browser_of("animator").get(address).content.decode()


@pytest.mark.parametrize("typed", ["", "un-forage"])
def test_a_new_article_finds_an_address_of_its_own(browser_of, editor, space_a, write_article, typed):
    first = write_article(space_a, "Un forage", user=editor)
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    data = form_data(ArticlePage(title="Un forage", kind="report", language="fr"), slug=typed)
    browser = browser_of("editor")
    assert browser.post(address, data | {"action-submit": "1"}).status_code == 302
    second = ArticlePage.objects.exclude(pk=first.pk).get()
    assert (first.slug, second.slug) == ("un-forage", "un-forage-2")
    assert second.workflow_in_progress


def test_an_address_is_not_taken_from_another_article(browser_of, editor, space_a, write_article):
    write_article(space_a, "Un forage", user=editor)
    second = write_article(space_a, "Un puits", live=False, user=editor)
    address = reverse("wagtailadmin_pages:edit", args=[second.pk])
    response = browser_of("editor").post(address, form_data(second, slug="un-forage"))
    assert "slug" in response.context["form"].errors


def test_whoever_edited_last_is_not_offered_to_approve(browser_of, animator, space_a, write_article):
    article = write_article(space_a, "Un forage", live=False, user=animator)
    article.get_workflow().start(article, animator)
    page = browser_of("animator").get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert buttons(page) == ["action-save-draft", "reject", "action-cancel-workflow"]


def test_pages_outside_the_spaces_are_published_without_a_reading(browser_of, site):
    page = browser_of("animator").get(reverse("wagtailadmin_pages:edit", args=[site.pk])).content.decode()
    assert "action-publish" in buttons(page)
    assert "action-submit" not in buttons(page)


def test_no_group_but_ours_reaches_the_pages(site, space_a):
    groups = {row.group for row in GroupPagePermission.objects.select_related("group")}
    assert groups == {space_a.editors, space_a.managers, group_for(Role.ANIMATION)}


def test_no_screen_gives_rights_to_a_group(browser_of, space_a):
    browser = browser_of("superuser")
    for name, arguments in (
        ("index", []),
        ("add", []),
        ("edit", [space_a.editors_id]),
        ("delete", [space_a.editors_id]),
    ):
        address = reverse(f"wagtailusers_groups:{name}", args=arguments)
        for response in (browser.get(address), browser.post(address, {"name": "x"})):
            assert (response.status_code, response["Location"]) == (302, "/admin/")
    space_a.editors.refresh_from_db()
    assert space_a.editors.name != "x"


def test_the_collection_of_a_space_is_not_deleted(browser_of, space_a):
    address = reverse("wagtailadmin_collections:delete", args=[space_a.collection_id])
    browser = browser_of("superuser")
    assert str(space_a) in browser.get(address).content.decode()
    assert browser.post(address).status_code == 403
    assert Collection.objects.filter(pk=space_a.collection_id).exists()


def test_a_collection_that_holds_only_authors_is_not_deleted(browser_of, site):
    collection = Collection.get_first_root_node().add_child(name="Plumes")
    author = Author.objects.create(name="Une plume", collection=collection)
    assert (
        browser_of("superuser").post(reverse("wagtailadmin_collections:delete", args=[collection.pk])).status_code
        == 403
    )
    assert Author.objects.filter(pk=author.pk).exists()


def test_an_editor_takes_an_article_back_while_nobody_has_read_it(browser_of, editor, space_a, write_article):
    article = write_article(space_a, "Un forage", live=False, user=editor)
    article.get_workflow().start(article, editor)
    browser = browser_of("editor")
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    browser.post(address, form_data(article) | {"action-cancel-workflow": "1"})
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED


def test_an_article_is_filed_by_ticking_and_dated_in_its_own_tab(browser_of, space_a, themes, write_article, editor):
    article = write_article(space_a, "Un forage", live=False, user=editor)
    response = browser_of("editor").get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    page = unescape(response.content.decode())
    for theme in themes.values():
        assert re.search(rf'type="checkbox" name="themes" value="{theme.pk}"', page)
    assert 'name="go_live_at"' in page
    assert page.count('data-a11y-dialog-show="schedule-publishing-dialog"') == 2
    for useless in ("seo_title", "show_in_menus"):
        assert f'name="{useless}"' not in page


def test_a_new_author_belongs_to_ones_own_space_without_being_asked(browser_of, space_b):
    chooser = browser_of("editor").get(reverse("wagtailsnippetchoosers_spaces_author:choose")).json()["html"]
    assert 'name="is_withheld"' in chooser
    assert "collection" not in chooser
    assert space_b.collection.name not in chooser


def test_dates_are_written_the_french_way(browser_of, editor, space_a, write_article):
    article = write_article(space_a, "Un forage", live=False, user=editor, event_date="2026-11-03")
    page = browser_of("editor").get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
    assert 'value="03/11/2026"' in page
