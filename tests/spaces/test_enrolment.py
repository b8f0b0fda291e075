"""A local authority or an organisation asks to join; the animation team answers and opens its space."""

import datetime
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core import mail, signing
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from PIL import Image
from wagtail.log_actions import registry as log_registry

from civitac.core import forms
from home.models import StandardPage
from spaces import enrolment as enrolments
from spaces.enums import EnrolmentState
from spaces.models import EnrolmentRequest, Space
from territories.enums import Level
from tests.conftest import make_territory

pytestmark = pytest.mark.django_db

ADDRESS = "/enrolement/"
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def charter(site) -> StandardPage:
    """The charter, published an hour ago."""
    page = StandardPage(title="Charte d’utilisation", slug="charte")
    site.add_child(instance=page)
    page.save_revision().publish()
    StandardPage.objects.update(last_published_at=timezone.now() - datetime.timedelta(hours=1))
    return StandardPage.objects.get()


def opened(seconds_ago: float = 60) -> str:
    """The signed hour of a page that was asked for so long ago."""
    moment = timezone.now().timestamp() - seconds_ago
    with mock.patch("django.core.signing.time.time", return_value=moment):
        return signing.dumps(int(moment), salt=forms.SALT)


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """`send(**changes)` → the answer to a form filled in well, save for the changes."""

    def post(browser: Client | None = None, **changes):
        data = {
            "kind": "collectivity",
            "name": "Commune de Kaya",
            "place": "Kaya",
            "contact_name": "Une responsable (exemple)",
            "contact_function": "Présidente de la délégation spéciale",
            "phone": "70 00 00 00",
            "email": "mairie@exemple.civitac.test",
            "message": "Nous voulons publier nos budgets.",
            "accepts": "on",
            "website": "",
            "opened": opened(),
        }
        data = {name: value for name, value in (data | changes).items() if value is not None}
        with django_capture_on_commit_callbacks(execute=True):
            return (browser or Client()).post(ADDRESS, data)

    return post


@pytest.fixture
def asked(charter, country, send) -> EnrolmentRequest:
    """A request that has arrived."""
    assert send().status_code == 302
    return EnrolmentRequest.objects.get()


def kept_files() -> list[Path]:
    return sorted(Path(storages["documents"].location).rglob("*"))


def errors(response) -> set[str]:
    assert response.status_code == 400
    assert not EnrolmentRequest.objects.exists()
    return set(response.context["form"].errors)


def test_the_page_explains_the_steps_and_links_the_charter(client, charter):
    page = client.get(ADDRESS).content.decode()
    assert f'href="{charter.get_url()}"' in page
    assert page.count("<li>") >= 4
    assert 'name="signed_charter"' in page


def test_without_a_charter_there_is_nothing_to_accept_and_no_form(client, site, country, send):
    page = client.get(ADDRESS).content.decode()
    assert 'name="accepts"' not in page
    assert reverse("contact") in page
    assert send().status_code == 400
    assert not EnrolmentRequest.objects.exists()


def test_a_request_is_kept_then_the_team_and_the_sender_are_told(charter, country, animator, send):
    browser = Client()
    response = send(browser)
    assert response.status_code == 302
    enrolment = EnrolmentRequest.objects.get()
    assert enrolment.state == EnrolmentState.RECEIVED
    assert enrolment.territory == country["kaya"]
    assert enrolment.charter_published_at == charter.last_published_at
    assert enrolment.reference in browser.get(response.url).content.decode()
    told = {address: message for message in mail.outbox for address in message.to}
    assert set(told) == {animator.email, "mairie@exemple.civitac.test"}
    assert "publier nos budgets" in told[animator.email].body
    assert reverse("enrolment:edit", args=[enrolment.pk]) in told[animator.email].body
    assert enrolment.reference in told["mairie@exemple.civitac.test"].body


def test_a_request_sent_again_keeps_its_reference(charter, country, animator, send):
    """A line that broke before the answer came, or a button pressed twice."""
    browser = Client()
    send(browser)
    assert send(browser).status_code == 302
    enrolment = EnrolmentRequest.objects.get()
    assert browser.get(ADDRESS).content.decode().count(enrolment.reference) == 2
    assert len(mail.outbox) == 2
    send(name="Commune de Kaya, centre")
    assert EnrolmentRequest.objects.count() == 2


def test_a_request_that_brings_its_file_or_follows_a_settled_one_is_a_new_one(charter, country, send):
    send()
    send(signed_charter=SimpleUploadedFile("charte.pdf", PDF))
    assert EnrolmentRequest.objects.count() == 2
    kept = kept_files()
    send(signed_charter=SimpleUploadedFile("charte.pdf", PDF))
    assert EnrolmentRequest.objects.count() == 2
    assert kept_files() == kept
    EnrolmentRequest.objects.update(state=EnrolmentState.DECLINED)
    send()
    assert EnrolmentRequest.objects.count() == 3


def test_the_acknowledgement_carries_none_of_the_words_that_were_sent(charter, country, animator, send):
    send(name="Gagnez de l’argent", message="Cliquez ici", contact_name="Votre banque", contact_function="Promotion")
    message = next(message for message in mail.outbox if animator.email not in message.to)
    for word in ("Gagnez", "Cliquez", "banque", "Promotion"):
        assert word not in message.subject + message.body


def test_a_mail_server_that_is_down_loses_nothing(charter, country, animator, send, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert send().status_code == 302
    assert EnrolmentRequest.objects.count() == 1


def test_a_name_on_two_lines_makes_no_mail_header(charter, country, animator, send):
    send(name="Commune\r\nBcc: autre@exemple.civitac.test")
    assert all("\n" not in message.subject and not message.bcc for message in mail.outbox)
    assert EnrolmentRequest.objects.count() == 1


@pytest.mark.parametrize(
    "written", ["70 00 00 00", "70.00.00.00", "70-00-00-00", "+226 70000000", "00226 70 00 00 00", "22670000000"]
)
def test_a_phone_number_is_understood_however_it_is_written(charter, country, send, written):
    assert send(phone=written).status_code == 302
    assert EnrolmentRequest.objects.get().phone.as_e164 == "+22670000000"


@pytest.mark.parametrize("written", ["12", "soixante-dix", "+226 7000000000000000"])
def test_what_is_no_phone_number_is_refused(charter, country, send, written):
    assert errors(send(phone=written)) == {"phone"}


def test_a_phone_number_or_an_address_is_enough_and_one_is_needed(charter, country, send):
    assert errors(send(phone="", email="")) == {"phone"}
    assert send(phone="").status_code == 302
    assert send(email="").status_code == 302


def test_the_charter_must_be_accepted(charter, country, send):
    assert errors(send(accepts=None)) == {"accepts"}


def test_a_charter_changed_in_the_meantime_is_read_again_first(charter, country, send):
    StandardPage.objects.update(last_published_at=timezone.now() - datetime.timedelta(seconds=20))
    response = send(opened=opened(60))
    assert errors(response) == {"accepts"}
    assert forms.OpenForm.opened_at(response.context["form"]["opened"].value()) > timezone.now().timestamp() - 10


@pytest.mark.parametrize("missing", ["kind", "name", "place", "contact_name", "contact_function"])
def test_what_is_needed_to_answer_is_required(charter, country, send, missing):
    assert missing in errors(send(**{missing: ""}))


@pytest.mark.parametrize("typed", ["kaya", "KAYA", "Commune de Kaya", "Káya"])
def test_the_place_is_found_by_its_name(charter, country, send, typed):
    assert send(place=typed).status_code == 302
    assert EnrolmentRequest.objects.get().territory == country["kaya"]


def test_look_alike_places_are_asked_about_with_what_tells_them_apart(charter, country, send):
    other = make_territory(Level.PROVINCE, "Namentenga", country["region"], slug="province-namentenga", code="P2")
    here = make_territory(Level.COMMUNE, "Boussouma", country["province"], slug="boussouma-yatenga", code="C3")
    there = make_territory(Level.COMMUNE, "Boussouma", other, slug="boussouma-namentenga", code="C4")
    response = send(place="boussouma")
    assert errors(response) == {"territory"}
    page = response.content.decode()
    for place in (here, there):
        assert escape(place.placed_name) in page
        assert f'type="radio" name="territory" value="{place.pk}"' in page
    assert send(place="boussouma", territory=country["kaya"].pk).status_code == 400
    assert send(place="boussouma", territory=there.pk).status_code == 302
    assert EnrolmentRequest.objects.get().territory == there


def test_a_name_that_is_nearly_right_is_asked_about(charter, country, send):
    response = send(place="Ouahi")
    assert errors(response) == {"territory"}
    assert country["ouahigouya"].placed_name in response.content.decode()
    assert send(place="Ouahi", territory=country["ouahigouya"].pk).status_code == 302


def test_an_unknown_place_is_refused(charter, country, send):
    assert errors(send(place="Atlantide")) == {"place"}


def test_a_province_is_no_local_authority_but_an_organisation_may_have_its_seat_there(charter, country, send):
    assert errors(send(place="Yatenga")) == {"place"}
    assert send(place="Yatenga", kind="organisation").status_code == 302


def test_the_signed_charter_is_kept_out_of_sight(charter, country, send, signed_in, animator, editor):
    file = SimpleUploadedFile("charte signée par X.pdf", PDF, "application/pdf")
    assert send(signed_charter=file).status_code == 302
    enrolment = EnrolmentRequest.objects.get()
    assert enrolment.signed_charter.storage.location == storages["documents"].location
    assert "X" not in Path(enrolment.signed_charter.name).name
    assert not Path(enrolment.signed_charter.path).is_relative_to(settings.MEDIA_ROOT)
    address = reverse("enrolment:charter", args=[enrolment.pk])
    answer = signed_in(animator).get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    for browser in (Client(), signed_in(editor)):
        assert browser.get(address).status_code in (302, 403)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("charte.pdf", b"<html><script>alert(1)</script>"),
        ("charte.png", PDF),
        ("charte.jpg", b""),
        ("charte.exe", PDF),
        ("charte.html", b"<html>"),
        ("charte.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("charte.pdf", PDF + b"0" * (5 * 1024 * 1024)),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(charter, country, send, name, content):
    kept = kept_files()
    response = send(signed_charter=SimpleUploadedFile(name, content))
    assert errors(response) == {"signed_charter"}
    assert kept_files() == kept


@pytest.mark.parametrize(("suffix", "kind"), [("jpg", "JPEG"), ("JPEG", "JPEG"), ("png", "PNG")])
def test_a_picture_of_the_signed_charter_is_welcome(charter, country, send, tmp_path, suffix, kind):
    path = tmp_path / f"charte.{suffix}"
    Image.new("RGB", (40, 60), "white").save(path, format=kind)
    assert send(signed_charter=SimpleUploadedFile(path.name, path.read_bytes())).status_code == 302


def test_after_a_mistake_the_file_is_asked_for_again(charter, country, send):
    response = send(email="pas une adresse", signed_charter=SimpleUploadedFile("charte.pdf", PDF))
    assert errors(response) == {"email"}
    assert response.context["form"].asks_for_the_file_again


def test_robots_are_held_off(charter, country, send):
    assert errors(send(website="https://exemple.civitac.test/")) == {"website"}
    assert errors(send(opened=opened(1))) == {"__all__"}
    assert errors(send(opened=opened(2 * 24 * 3600))) == {"__all__"}
    assert errors(send(opened="forgé")) == {"__all__"}


def test_one_address_does_not_send_without_end(charter, country, send, monkeypatch):
    monkeypatch.setattr(forms, "SENT_PER_HOUR", 2)
    assert [send(message=f"Demande {number}").status_code for number in range(2)] == [302, 302]
    response = send(message="Demande 3")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert response.context["form"]["contact_name"].value() in response.content.decode()
    assert set(response.context["form"].errors) == {"__all__"}
    assert EnrolmentRequest.objects.count() == 2


@pytest.mark.parametrize("name", ["name", "place", "contact_name", "message", "phone", "email", "kind", "territory"])
@pytest.mark.parametrize("value", ["\0", "a\0b", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", "x" * 10_000])
def test_no_byte_breaks_the_form(charter, country, send, name, value):
    assert send(**{name: value}).status_code in (302, 400)


def test_a_request_does_not_answer_from_the_page_cache(client, charter):
    assert "no-cache" in client.get(ADDRESS)["Cache-Control"] or "private" in client.get(ADDRESS)["Cache-Control"]


def test_the_team_reads_and_follows_up_a_request(signed_in, animator, asked):
    browser = signed_in(animator)
    assert asked.name in browser.get(reverse("enrolment:index")).content.decode()
    address = reverse("enrolment:edit", args=[asked.pk])
    page = browser.get(address).content.decode()
    for shown in (asked.reference, asked.contact_name, "publier nos budgets", "mailto:mairie@", "tel:+226-70-00-00-00"):
        assert shown in page
    assert reverse("spaces:add") + f"?demande={asked.pk}" in page
    answer = browser.post(address, {"state": "contacted", "note": "Rappeler lundi.", "name": "Autre nom"})
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.note, asked.name) == ("contacted", "Rappeler lundi.", "Commune de Kaya")


def test_a_request_is_not_accepted_without_its_space(signed_in, animator, asked):
    browser = signed_in(animator)
    answer = browser.post(reverse("enrolment:edit", args=[asked.pk]), {"state": "accepted", "note": ""})
    assert answer.status_code == 200
    asked.refresh_from_db()
    assert asked.state == EnrolmentState.RECEIVED


def test_the_space_is_opened_from_the_request_and_accepts_it(signed_in, animator, asked, mailoutbox):
    browser = signed_in(animator)
    address = reverse("spaces:add") + f"?demande={asked.pk}"
    form = browser.get(address).context["form"]
    assert form["title"].value() == "Commune de Kaya"
    assert form["territory"].value() == asked.territory_id
    assert asked.territory.placed_name in str(form["territory"])
    assert form["managers"].value() == asked.email
    data = {
        "kind": "collectivity",
        "title": "Commune de Kaya",
        "territory": asked.territory_id,
        "editors": "",
        "managers": asked.email,
    }
    assert browser.post(address, data).status_code == 302
    asked.refresh_from_db()
    assert asked.state == EnrolmentState.ACCEPTED
    assert asked.space == Space.objects.get()
    assert log_registry.get_logs_for_instance(asked).filter(action="spaces.accept_enrolment", user=animator).exists()
    page = browser.get(reverse("enrolment:edit", args=[asked.pk])).content.decode()
    assert reverse("spaces:members", args=[asked.space_id]) in page
    assert "?demande=" not in page
    assert browser.get(address).status_code == 404


def test_a_space_that_cannot_be_opened_accepts_nothing(signed_in, animator, asked, space_b):
    browser = signed_in(animator)
    data = {"kind": "collectivity", "title": "x", "territory": asked.territory_id, "editors": "", "managers": ""}
    assert browser.post(reverse("spaces:add") + f"?demande={asked.pk}", data).status_code == 200
    asked.refresh_from_db()
    assert asked.state == EnrolmentState.RECEIVED
    assert Space.objects.count() == 1


def test_a_request_settled_by_a_colleague_undoes_the_second_space(signed_in, animator, asked, space_a, monkeypatch):
    browser = signed_in(animator)
    address = reverse("spaces:add") + f"?demande={asked.pk}"
    opening = enrolments.accept

    def too_late(enrolment, space, user):
        EnrolmentRequest.objects.update(state=EnrolmentState.DECLINED)
        opening(enrolment, space, user)

    monkeypatch.setattr("spaces.space_views.accept", too_late)
    data = {"kind": "collectivity", "title": "x", "territory": asked.territory_id, "editors": "", "managers": ""}
    response = browser.post(address, data)
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert list(Space.objects.all()) == [space_a]


@pytest.mark.parametrize("asked_for", ["0", "abc", "9" * 30, "-1", "1%00"])
def test_an_unknown_request_opens_nothing(signed_in, animator, asked_for):
    assert signed_in(animator).get(reverse("spaces:add") + f"?demande={asked_for}").status_code in (400, 404)


@pytest.mark.parametrize("persona", ["citizen", "editor", "manager"])
def test_requests_are_the_teams_alone(request, signed_in, asked, persona):
    browser = signed_in(request.getfixturevalue(persona))
    for name, arguments in (("index", []), ("index_results", []), ("edit", [asked.pk]), ("history", [asked.pk])):
        address = reverse(f"enrolment:{name}", args=arguments)
        for response in (browser.get(address), browser.post(address, {"state": "declined", "note": ""})):
            assert response.status_code in (302, 403, 405)
            assert asked.contact_name not in response.content.decode()
    asked.refresh_from_db()
    assert asked.state == EnrolmentState.RECEIVED


@pytest.mark.parametrize("persona", ["animator", "superuser"])
def test_nobody_adds_copies_or_deletes_a_request_in_the_admin(request, signed_in, asked, persona):
    browser = signed_in(request.getfixturevalue(persona))
    for address in ("new/", f"delete/{asked.pk}/", f"{asked.pk}/delete/", f"copy/{asked.pk}/"):
        assert browser.post(reverse("enrolment:index") + address).status_code == 404
    assert browser.get(reverse("enrolment:index")).status_code == 200
    assert EnrolmentRequest.objects.exists()


def test_the_list_of_requests_costs_the_same_whatever_their_number(
    signed_in, animator, asked, django_assert_max_num_queries
):
    def more(count):
        for number in range(count):
            EnrolmentRequest.objects.create(
                kind="organisation",
                name=f"Association {number}",
                territory=asked.territory,
                contact_name="x",
                contact_function="x",
                email="x@exemple.civitac.test",
                charter_published_at=asked.charter_published_at,
            )

    browser = signed_in(animator)
    address = reverse("enrolment:index")
    browser.get(address)
    counts = []
    for added in (2, 12):
        more(added)
        with django_assert_max_num_queries(30) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_declined_requests_are_forgotten_with_their_files(charter, country, send, settings):
    for number in range(3):
        send(message=f"Demande {number}", signed_charter=SimpleUploadedFile("charte.pdf", PDF))
    old, recent, waiting = EnrolmentRequest.objects.order_by("pk")
    long_ago = timezone.now() - datetime.timedelta(days=settings.DECLINED_ENROLMENTS_KEPT_DAYS + 1)
    EnrolmentRequest.objects.filter(pk__in=[old.pk, recent.pk]).update(state=EnrolmentState.DECLINED)
    EnrolmentRequest.objects.filter(pk__in=[old.pk, waiting.pk]).update(created_at=long_ago)
    enrolments.forget_declined()
    assert set(EnrolmentRequest.objects.all()) == {recent, waiting}
    assert not Path(old.signed_charter.path).exists()
    assert Path(recent.signed_charter.path).exists()


def test_the_welcome_page_names_the_requests_that_wait(signed_in, animator, editor, asked):
    address = reverse("enrolment:edit", args=[asked.pk])
    welcome = reverse("wagtailadmin_home")
    assert address in signed_in(animator).get(welcome).content.decode()
    assert address not in signed_in(editor).get(welcome).content.decode()
    EnrolmentRequest.objects.update(state=EnrolmentState.DECLINED)
    assert address not in signed_in(animator).get(welcome).content.decode()
