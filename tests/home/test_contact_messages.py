"""The animation team reads what people wrote through the contact form, and says what has been answered."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry as log_registry

from home.models import ContactMessage
from home.services import forget_answered, mark

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(site) -> ContactMessage:
    return ContactMessage.objects.create(
        name="Une lectrice (exemple)",
        reply_to="lectrice@exemple.civitac.test",
        subject="Une date & une heure",
        body="Bonjour,\n<script>alert(1)</script>\nla date est fausse.",
    )


def address(name: str, message: ContactMessage) -> str:
    return reverse(f"contact_messages:{name}", args=[message.pk])


def test_the_newest_message_stands_first(signed_in, animator, message):
    newer = ContactMessage.objects.create(name="x", reply_to="y", subject="Plus récent", body="z")
    response = signed_in(animator).get(reverse("contact_messages:index"))
    assert list(response.context["object_list"]) == [newer, message]


def test_answered_messages_can_be_left_out(signed_in, animator, message):
    ContactMessage.objects.create(name="x", reply_to="y", subject="Répondu", body="z", is_answered=True)
    response = signed_in(animator).get(reverse("contact_messages:index") + "?is_answered=false")
    assert list(response.context["object_list"]) == [message]


def test_a_message_is_shown_as_it_was_written_and_never_as_markup(signed_in, animator, message):
    page = signed_in(animator).get(address("inspect", message)).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    assert "<p>Bonjour,<br>" in page


@pytest.mark.parametrize(
    ("reply_to", "link"),
    [
        ("lectrice@exemple.civitac.test", 'href="mailto:lectrice@exemple.civitac.test?subject='),
        ("+226 70 00 00 00", 'href="tel:+22670000000"'),
        ("70-00-00-00", 'href="tel:70000000"'),
    ],
)
def test_one_answers_by_mail_or_by_phone(signed_in, animator, message, reply_to, link):
    ContactMessage.objects.update(reply_to=reply_to)
    assert link in signed_in(animator).get(address("inspect", message)).content.decode()


@pytest.mark.parametrize("reply_to", ["javascript:alert(1)", "a@b?cc=tous@exemple.civitac.test&body=x", "au marché"])
def test_a_forged_address_makes_no_other_link(signed_in, animator, message, reply_to):
    ContactMessage.objects.update(reply_to=reply_to)
    page = signed_in(animator).get(address("inspect", message)).content.decode()
    assert 'href="javascript' not in page
    assert "?cc=" not in page.replace(reply_to, "").replace(reply_to.replace("&", "&amp;"), "")


def test_the_team_marks_a_message_as_answered_and_the_log_says_who(signed_in, animator, message):
    browser = signed_in(animator)
    assert browser.post(address("answered", message)).status_code == 302
    message.refresh_from_db()
    assert message.is_answered
    entry = log_registry.get_logs_for_instance(message).get()
    assert (entry.action, entry.user) == ("home.answer_message", animator)
    page = browser.get(address("inspect", message)).content.decode()
    assert str(animator) in page
    assert address("waiting", message) in page
    browser.post(address("waiting", message))
    message.refresh_from_db()
    assert not message.is_answered


def test_marking_twice_is_said_once(animator, message):
    mark(message, animator, answered=True)
    mark(message, animator, answered=True)
    assert log_registry.get_logs_for_instance(message).count() == 1


def test_reading_a_message_does_not_mark_it(signed_in, animator, message):
    assert signed_in(animator).get(address("answered", message)).status_code == 405
    message.refresh_from_db()
    assert not message.is_answered


@pytest.mark.parametrize("persona", ["citizen", "editor", "manager"])
def test_messages_are_the_teams_alone(request, signed_in, message, persona):
    browser = signed_in(request.getfixturevalue(persona))
    addresses = [reverse("contact_messages:index"), reverse("contact_messages:index_results")]
    for each in [*addresses, *(address(name, message) for name in ("inspect", "answered", "waiting"))]:
        for response in (browser.get(each), browser.post(each)):
            assert response.status_code in (302, 403, 405), each
            assert message.name not in response.content.decode()
    message.refresh_from_db()
    assert not message.is_answered


@pytest.mark.parametrize("persona", ["animator", "superuser"])
def test_nobody_changes_or_deletes_a_message(request, signed_in, message, persona):
    browser = signed_in(request.getfixturevalue(persona))
    listing = reverse("contact_messages:index")
    for each in ("new/", f"edit/{message.pk}/", f"delete/{message.pk}/", f"{message.pk}/delete/"):
        assert browser.post(listing + each, {"subject": "x"}).status_code == 404
    assert browser.post(address("inspect", message), {"subject": "x"}).status_code == 405
    assert ContactMessage.objects.get().subject == message.subject


def test_the_site_history_names_an_answered_message(signed_in, superuser, message):
    mark(message, superuser, answered=True)
    response = signed_in(superuser).get(reverse("wagtailadmin_reports:site_history"))
    assert response.status_code == 200
    assert address("inspect", message) in response.content.decode()


def test_answered_messages_are_forgotten_after_their_time(message, animator, settings):
    long_ago = timezone.now() - datetime.timedelta(days=settings.CONTACT_MESSAGES_KEPT_DAYS + 1)
    recent = ContactMessage.objects.create(name="x", reply_to="y", subject="Récent", body="z")
    waiting = ContactMessage.objects.create(name="x", reply_to="y", subject="En attente", body="z")
    for answered in (message, recent):
        mark(answered, animator, answered=True)
    ContactMessage.objects.filter(pk__in=[message.pk, waiting.pk]).update(created_at=long_ago)
    log = log_registry.get_logs_for_instance(message)
    forget_answered()
    assert set(ContactMessage.objects.all()) == {recent, waiting}
    assert not log.all().exists()


def test_the_welcome_page_says_how_many_wait_the_oldest_first(signed_in, animator, editor, message):
    newer = ContactMessage.objects.create(name="x", reply_to="y", subject="Plus récent", body="z")
    page = signed_in(animator).get(reverse("wagtailadmin_home")).content.decode()
    assert page.index(address("inspect", message)) < page.index(address("inspect", newer))
    assert address("inspect", message) not in signed_in(editor).get(reverse("wagtailadmin_home")).content.decode()
    ContactMessage.objects.update(is_answered=True)
    page = signed_in(animator).get(reverse("wagtailadmin_home")).content.decode()
    assert address("inspect", message) not in page


def test_the_list_of_messages_costs_the_same_whatever_their_number(
    signed_in, animator, message, django_assert_max_num_queries
):
    browser = signed_in(animator)
    address = reverse("contact_messages:index")
    browser.get(address)
    counts = []
    for added in (2, 15):
        for number in range(added):
            ContactMessage.objects.create(name="x", reply_to="y", subject=f"Sujet {number}", body="z")
        with django_assert_max_num_queries(20) as queries:
            browser.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
