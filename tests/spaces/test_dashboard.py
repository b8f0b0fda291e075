"""The welcome page of the admin says to each role what waits for it, and shows nothing a role cannot use."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from spaces.models import ArticlePage, Space
from spaces.services import close_space, create_space, reopen_space
from tests.conftest import make_user
from tests.reading import links, read, words

pytestmark = pytest.mark.django_db


def welcome(browser) -> str:
    return browser.get(reverse("wagtailadmin_home")).content.decode()


def test_an_editor_is_offered_each_kind_of_article(signed_in, editor, space_a):
    page = welcome(signed_in(editor))
    assert "?kind=council_session" in page
    assert reverse("spaces:add") not in page


def test_an_editor_sees_what_waits_and_their_drafts(signed_in, editor, space_a, write_article):
    write_article(space_a, "Brouillon en cours", live=False, user=editor)
    submitted = write_article(space_a, "Soumis hier", live=False, user=editor)
    submitted.get_workflow().start(submitted, editor)
    page = welcome(signed_in(editor))
    assert "Brouillon en cours" in page
    assert page.count("Soumis hier") == 1


def test_an_approved_article_that_waits_for_its_hour_is_no_longer_a_draft(
    signed_in, editor, animator, space_a, write_article
):
    article = write_article(space_a, "Pour demain", live=False, user=editor)
    article.go_live_at = timezone.now() + datetime.timedelta(days=1)
    article.save_revision(user=editor).publish(skip_permission_checks=True)
    for persona in (editor, animator):
        page = welcome(signed_in(persona))
        assert "Approuvés, en ligne à leur heure" in page
        assert page.count("Pour demain") == 1


def test_the_welcome_page_costs_the_same_with_many_spaces(signed_in, editor, space_a, django_assert_max_num_queries):
    for number in range(5):
        create_space(kind="organisation", title=f"Association {number}", territory=None).editors.user_set.add(editor)
    browser = signed_in(editor)
    welcome(browser)
    with django_assert_max_num_queries(30):
        assert "Association 4" in welcome(browser)


@pytest.mark.parametrize("status", ["in_progress", "needs_changes"])
def test_what_a_closed_space_submitted_waits_apart_for_its_reopening(
    signed_in, editor, animator, space_a, space_b, write_article, status
):
    for number, space in enumerate((space_a, space_b)):
        submitted = write_article(space, f"Article {number}", live=False, user=editor)
        submitted.get_workflow().start(submitted, editor)
    WorkflowState.objects.update(status=status)
    space_b.editors.user_set.add(editor)
    close_space(space_a)
    for persona in (animator, editor):
        page = welcome(signed_in(persona))
        assert ("Article 0" in page, "Article 1" in page) == (False, True)
        assert "1 page d’un espace fermé attend sa réouverture." in page
    reopen_space(space_a)
    for persona in (animator, editor):
        page = welcome(signed_in(persona))
        assert "Article 0" in page
        assert "sa réouverture" not in page


def approve(article, animator) -> None:
    article = ArticlePage.objects.get(pk=article.pk)
    state = article.current_workflow_task_state
    state.task.specific.on_action(state, animator, "approve")


def submit(article, person) -> None:
    article.get_workflow().start(article, person)


def test_an_author_is_told_what_has_been_approved_with_its_address(
    signed_in, editor, manager, animator, space_a, write_article
):
    article = write_article(space_a, "Le forage", live=False, user=editor)
    submit(article, editor)
    assert "en ligne ces derniers jours" not in welcome(signed_in(editor))
    approve(article, animator)
    page = read(signed_in(editor), reverse("wagtailadmin_home"))
    assert "en ligne ces derniers jours" in words(page.find("main"))
    article.refresh_from_db()
    assert links(page.find("main"))[article.url] == "Le forage"
    assert "Le forage" not in welcome(signed_in(manager))
    TaskState.objects.update(finished_at=timezone.now() - datetime.timedelta(days=15))
    assert "Le forage" not in welcome(signed_in(editor))


def test_an_article_taken_off_line_is_no_longer_told_as_approved(signed_in, editor, animator, space_a, write_article):
    article = write_article(space_a, "Le forage", live=False, user=editor)
    submit(article, editor)
    approve(article, animator)
    ArticlePage.objects.get(pk=article.pk).unpublish()
    assert "en ligne ces derniers jours" not in welcome(signed_in(editor))


@pytest.mark.parametrize("status", ["in_progress", "needs_changes"])
def test_a_manager_sees_what_waits_for_the_others_of_the_space(
    signed_in, editor, manager, other_editor, space_a, space_b, write_article, status
):
    for space, title, person in ((space_a, "Le forage", editor), (space_b, "Le marché", other_editor)):
        submit(write_article(space, title, live=False, user=person), person)
    WorkflowState.objects.update(status=status)
    page = welcome(signed_in(manager))
    assert ("Le forage" in page, "Le marché" in page) == (True, False)
    assert "Editrice (exemple)" in page
    panel = read(signed_in(editor), reverse("wagtailadmin_home")).select_one(".civitac-panel")
    assert "Le forage" in words(panel)
    assert "Editrice" not in words(panel)
    colleague = make_user("collegue", space_a.editors)
    assert "Le forage" not in welcome(signed_in(colleague))


def test_the_team_reads_of_which_space_and_kind_a_page_is(signed_in, editor, manager, animator, space_a, write_article):
    submit(write_article(space_a, "Le forage", live=False, user=editor, kind="interview"), editor)
    sheet = space_a.page.specific
    sheet.get_workflow().start(sheet, manager)
    page = welcome(signed_in(animator))
    assert "Entretien · Commune de Ouahigouya" in page or "Interview · Commune de Ouahigouya" in page
    assert "Fiche de l’espace" in page


def test_the_welcome_page_costs_the_same_with_much_to_tell(
    signed_in, editor, manager, animator, space_a, write_article, django_assert_max_num_queries
):
    for number in range(4):
        article = write_article(space_a, f"Approuvé {number}", live=False, user=editor)
        submit(article, editor)
        approve(article, animator)
        submit(write_article(space_a, f"En lecture {number}", live=False, user=editor), editor)
    for person in (editor, manager, animator):
        browser = signed_in(person)
        welcome(browser)
        with django_assert_max_num_queries(34):
            welcome(browser)


def test_the_team_sees_the_queue_and_who_may_approve(signed_in, editor, animator, space_a, write_article):
    submitted = write_article(space_a, "À lire", live=False, user=editor)
    submitted.get_workflow().start(submitted, editor)
    page = welcome(signed_in(animator))
    assert "À lire" in page
    assert reverse("spaces:add") in page
    assert "?kind=" not in page


@pytest.mark.parametrize(
    "kind", ["report", "commentary", "interview", "council_session", "accountability", "testimony"]
)
def test_a_new_article_starts_from_the_blocks_of_its_kind(signed_in, editor, space_a, kind):
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    response = signed_in(editor).get(f"{address}?kind={kind}")
    assert response.status_code == 200
    page = response.context["form"].instance
    assert page.kind == kind
    assert len(page.body) >= 1


def test_without_a_kind_the_question_is_asked(signed_in, editor, space_a):
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    assert "?kind=interview" in signed_in(editor).get(address).content.decode()


def test_the_team_creates_a_space_in_one_form(signed_in, animator, site, country, mailoutbox):
    response = signed_in(animator).post(
        reverse("spaces:add"),
        {
            "kind": "collectivity",
            "title": "Commune de Kaya",
            "territory": country["kaya"].pk,
            "editors": "awa@exemple.civitac.test\nAwa@exemple.civitac.test",
            "managers": "",
        },
    )
    assert response.status_code == 302
    space = Space.objects.get()
    assert space.page.slug == "kaya"
    assert [person.email for person in space.editors.user_set.all()] == ["awa@exemple.civitac.test"]
    assert [message.to for message in mailoutbox] == [["awa@exemple.civitac.test"]]


def test_the_territory_of_a_new_space_is_searched_for_not_picked_out_of_hundreds(signed_in, animator, site, country):
    form = read(signed_in(animator), reverse("spaces:add")).find("form", method="post")
    assert reverse("wagtailsnippetchoosers_territories_territory:choose") in str(form)
    assert not form.find("select")


def test_a_second_space_for_one_commune_is_refused_with_a_reason(signed_in, animator, space_a, country):
    response = signed_in(animator).post(
        reverse("spaces:add"),
        {
            "kind": "collectivity",
            "title": "Encore",
            "territory": country["ouahigouya"].pk,
            "editors": "",
            "managers": "",
        },
    )
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert Space.objects.count() == 1


@pytest.mark.parametrize("name", ["spaces:index", "spaces:add", "spaces:members", "spaces:close", "spaces:reopen"])
@pytest.mark.parametrize("persona", ["editor", "manager"])
def test_spaces_are_the_teams_alone(request, signed_in, space_a, name, persona):
    arguments = [] if name in ("spaces:index", "spaces:add") else [space_a.pk]
    browser = signed_in(request.getfixturevalue(persona))
    for response in (browser.get(reverse(name, args=arguments)), browser.post(reverse(name, args=arguments))):
        assert response.status_code in (302, 403, 405)
    assert Space.objects.get(pk=space_a.pk).is_open


def test_the_team_closes_and_reopens_a_space(signed_in, animator, space_a, write_article):
    write_article(space_a, "Public")
    browser = signed_in(animator)
    browser.post(reverse("spaces:close", args=[space_a.pk]))
    assert not ArticlePage.objects.live().exists()
    browser.post(reverse("spaces:reopen", args=[space_a.pk]))
    assert ArticlePage.objects.live().exists()


def test_someone_is_taken_out_of_a_space_after_a_confirmation(signed_in, animator, editor, space_a):
    browser = signed_in(animator)
    address = reverse("spaces:members", args=[space_a.pk])
    (asking,) = [link for link in links(read(browser, address)) if link.startswith("?remove=")]
    question = read(browser, address + asking)
    assert editor.first_name in words(question.find("main"))
    assert space_a.editors.user_set.exists()
    button = question.find("button", attrs={"name": "remove"})
    browser.post(question.find("form", method="post")["action"], {"remove": button["value"]})
    assert not space_a.editors.user_set.exists()


@pytest.mark.parametrize("asked", ["editors:0", "owners:1", "editors:abc", "editors:" + "9" * 30, ""])
def test_nobody_is_taken_out_by_a_broken_address(signed_in, animator, editor, space_a, asked):
    address = reverse("spaces:members", args=[space_a.pk])
    browser = signed_in(animator)
    assert browser.get(address, {"remove": asked}).status_code in (200, 302)
    assert browser.post(address, {"remove": asked}).status_code in (200, 302)
    assert space_a.editors.user_set.count() == 1


def test_inviting_says_whether_the_invitation_has_left(signed_in, animator, citizen, space_a, settings):
    address = reverse("spaces:members", args=[space_a.pk])
    browser = signed_in(animator)

    def said(invited: str) -> str:
        answer = browser.post(address, {"editors": invited, "managers": ""}, follow=True)
        return " ".join(str(message) for message in answer.context["messages"])

    assert "l’invitation est partie" in said("nouvelle@exemple.civitac.test")
    assert "a déjà un compte" in said(citizen.email)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "l’invitation n’est pas partie" in said("autre@exemple.civitac.test")


def test_the_charter_is_dated_once_it_is_signed(signed_in, animator, space_a):
    address = reverse("spaces:members", args=[space_a.pk])
    browser = signed_in(animator)
    assert browser.post(address, {"charter": "1", "charter_signed_on": "hier"}).status_code == 200
    assert browser.post(address, {"charter": "1", "charter_signed_on": "2026-11-20"}).status_code == 302
    assert Space.objects.get().charter_signed_on == datetime.date(2026, 11, 20)
    assert "2026" in str(read(browser, address).find("input", attrs={"name": "charter_signed_on"}))
