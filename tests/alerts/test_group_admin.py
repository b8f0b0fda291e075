"""Groups and their people in the admin: of one's own space only, with numbers for those who keep the group."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, ModelLogEntry

from alerts import consent
from alerts.enums import Act, Channel
from alerts.models import Alert, AlertKind, Consent, DiffusionGroup
from tests.conftest import make_user

pytestmark = pytest.mark.django_db

NUMBER, WRITTEN = "+22670123456", "70\u00a012\u00a034\u00a056"
JOURNAL = "/admin/consentements/"
VIEWS = ("edit", "delete", "history", "usage", "people", "export_people")


def url(name, *args):
    return reverse(f"wagtailsnippets_alerts_diffusiongroup:{name}", args=args)


def make_group(space, name="Crues"):
    return DiffusionGroup.objects.create(name=name, description="Quand l’eau monte.", collection=space.collection)


@pytest.fixture
def floods(space_a):
    return make_group(space_a)


@pytest.fixture
def of_kaya(space_b):
    return make_group(space_b, "Puits de Kaya")


@pytest.fixture
def desk(signed_in, manager):
    return signed_in(manager)


def saved(browser, group, **fields):
    data = {"name": group.name, "description": group.description, "territory": "", "is_open": "on"}
    return browser.post(url("edit", group.pk), data | fields)


def add(browser, group, number="70 12 34 56", **fields):
    data = {"act": "add", "add-number": number, "add-language": "fr", "add-source": "Au guichet le 3 mars"}
    return browser.post(url("people", group.pk), data | fields)


def test_a_manager_makes_a_group_in_their_own_space(desk, space_a):
    data = {"name": "Marché", "description": "Les jours de marché.", "is_open": "on", "territory": ""}
    response = desk.post(url("add"), data)
    group = DiffusionGroup.objects.get()
    assert response["Location"] == url("people", group.pk)
    assert group.collection == space_a.collection


def test_the_desk_adds_someone_with_how_they_agreed(desk, manager, floods):
    assert add(desk, floods, number="00226 70-12-34-56").status_code == 302
    entry = Consent.objects.get()
    assert (entry.number, entry.channel, entry.source) == (NUMBER, Channel.DESK, "Au guichet le 3 mars")
    assert entry.by == manager
    page = desk.get(url("people", floods.pk)).content.decode()
    assert WRITTEN in page and "1 personne" in page


def test_nobody_is_added_without_a_source_or_with_a_number_that_receives_nothing(desk, floods):
    for fields in ({"add-source": ""}, {"add-number": "25 30 00 00"}, {"add-number": "\x00"}, {"add-language": "xx"}):
        response = add(desk, floods, **fields)
        assert response.status_code == 200
        assert response.context["person_form"].errors
    assert not floods.subscribers.exists()


def test_the_desk_does_not_bring_back_who_said_stop(desk, floods):
    consent.stop(NUMBER, channel=Channel.KEYWORD)
    assert "ne plus rien recevoir" in add(desk, floods).content.decode()
    assert not floods.subscribers.exists()


def test_the_desk_finds_a_whole_number_only_and_takes_it_out(desk, floods):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    consent.join("+22676000000", [floods], channel=Channel.WEB)
    page = desk.post(url("people", floods.pk), {"act": "find", "find-number": "70123456"})
    assert page.context["found"][1] == WRITTEN
    assert desk.post(url("people", floods.pk), {"act": "find", "find-number": "7012"}).context["found"] is None
    assert (
        "n’est pas dans ce groupe"
        in desk.post(url("people", floods.pk), {"act": "find", "find-number": "71 00 00 00"}).content.decode()
    )
    person = floods.subscribers.get(number=NUMBER)
    for _twice in range(2):
        assert desk.post(url("people", floods.pk), {"act": "remove", "person": person.pk}).status_code == 302
    assert floods.subscribers.count() == 1
    assert Consent.objects.filter(act=Act.LEFT).get().channel == Channel.DESK


@pytest.mark.parametrize("key", ["", "x", "9" * 40, "\x00", "²", "-1"])
def test_a_made_up_person_takes_nobody_out(desk, floods, key):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    assert desk.post(url("people", floods.pk), {"act": "remove", "person": key}).status_code in (302, 400)
    assert desk.post(url("people", floods.pk), {"act": "dance"}).status_code == 404
    assert floods.subscribers.count() == 1


def test_the_export_is_harmless_and_is_logged(desk, manager, floods):
    consent.join(NUMBER, [floods], language="mos", channel=Channel.WEB)
    response = desk.post(url("export_people", floods.pk))
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[1].startswith(f"{WRITTEN};Mooré;")
    assert "no-store" in response["Cache-Control"]
    entry = ModelLogEntry.objects.get(action="alerts.export_people")
    assert (entry.user, entry.data) == (manager, {"number": 1})
    assert desk.get(url("export_people", floods.pk)).status_code == 405


@pytest.mark.parametrize("name", VIEWS)
def test_no_view_of_another_space_s_group_opens(signed_in, space_a, of_kaya, name):
    consent.join(NUMBER, [of_kaya], channel=Channel.WEB)
    person = of_kaya.subscribers.get()
    for role in (space_a.editors, space_a.managers):
        browser = signed_in(make_user(f"de-{role.pk}-{name.replace('_', '-')}", role))
        for response in (
            browser.get(url(name, of_kaya.pk)),
            browser.post(url(name, of_kaya.pk), {"act": "remove", "person": person.pk}),
        ):
            assert response.status_code in (302, 403, 404, 405)
            if not response.streaming:
                assert WRITTEN not in response.content.decode()
    assert of_kaya.subscribers.count() == 1


@pytest.mark.parametrize("name", VIEWS)
def test_editors_see_no_number_of_their_own_space_either(signed_in, editor, floods, name):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    browser = signed_in(editor)
    for response in (browser.get(url(name, floods.pk)), browser.post(url(name, floods.pk))):
        assert response.status_code in (302, 403, 405)
    assert DiffusionGroup.objects.filter(pk=floods.pk).exists()


def test_lists_and_choosers_show_only_ones_own(desk, floods, of_kaya):
    chooser = "wagtailsnippetchoosers_alerts_diffusiongroup"
    assert "Crues" in desk.get(url("list")).content.decode()
    for address in (
        url("list"),
        url("list_results"),
        reverse(f"{chooser}:choose"),
        reverse(f"{chooser}:choose_results"),
        reverse(f"{chooser}:chosen", args=[of_kaya.pk]),
        reverse(f"{chooser}:chosen_multiple") + f"?id={of_kaya.pk}",
    ):
        assert "Puits de Kaya" not in desk.get(address).content.decode(), address


def test_the_people_of_a_large_group_are_read_page_by_page(desk, floods):
    consent.join_many({f"+226701{number:05}": "" for number in range(60)}, floods, channel=Channel.DESK, source="x")
    following = BeautifulSoup(desk.get(url("people", floods.pk)).content.decode(), "html.parser").find("a", rel="next")
    second = desk.get(url("people", floods.pk) + following["href"]).content.decode()
    assert "70\u00a010\u00a000\u00a009" in second and "70\u00a010\u00a000\u00a059" not in second


def test_a_group_that_an_alert_names_is_kept_and_another_leaves_with_its_people_said(desk, floods, space_a):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    alert = Alert.objects.create(
        kind=AlertKind.objects.create(name="Inondation"),
        headline="x",
        collection=space_a.collection,
        expires_at=timezone.now() + timedelta(hours=1),
    )
    alert.groups.set([floods])
    alert.save()
    assert desk.post(url("delete", floods.pk)).status_code == 302
    assert DiffusionGroup.objects.exists()
    alert.delete()
    assert "1 personne" in desk.get(url("delete", floods.pk)).content.decode()
    desk.post(url("delete", floods.pk))
    assert not DiffusionGroup.objects.exists()
    assert Consent.objects.filter(act=Act.LEFT).get().group_name == "Crues"


def test_the_animation_team_reads_the_journal_by_whole_number(signed_in, animator, floods, desk):
    consent.join(NUMBER, [floods], channel=Channel.DESK, source="Registre, page 12")
    consent.stop(NUMBER, channel=Channel.KEYWORD)
    browser = signed_in(animator)
    assert "<h1" in browser.get(JOURNAL).content.decode()
    page = browser.post(JOURNAL, {"number": "70 12 34 56"}).content.decode()
    assert "Registre, page 12" in page and "Crues" in page
    assert "ne dit rien" in browser.post(JOURNAL, {"number": "76 00 00 00"}).content.decode()
    assert "Registre" not in browser.post(JOURNAL, {"number": "7012"}).content.decode()
    assert "Registre" not in desk.post(JOURNAL, {"number": "70 12 34 56"}).content.decode()
    assert JOURNAL in browser.get("/admin/").content.decode()
    assert JOURNAL not in desk.get("/admin/").content.decode()


def test_the_animation_team_keeps_national_groups(signed_in, animator):
    root = Collection.get_first_root_node()
    group = DiffusionGroup.objects.create(name="Harmattan", description="x", collection=root)
    assert add(signed_in(animator), group).status_code == 302
    assert group.subscribers.count() == 1


def test_screens_take_as_many_queries_whatever_the_number_of_people(desk, space_a, django_assert_max_num_queries):
    taken = []
    for count in (3, 30):
        for number in range(count):
            DiffusionGroup.objects.get_or_create(name=f"G{number}", description="x", collection=space_a.collection)
        group = DiffusionGroup.objects.first()
        languages = {f"+226701{number:05}": "" for number in range(count)}
        consent.join_many(languages, group, channel=Channel.IMPORT, source="x")
        for address in (url("list"), url("people", group.pk)):
            desk.get(address)
            with django_assert_max_num_queries(30) as queries:
                desk.get(address)
            taken.append(len(queries))
    assert taken[:2] == taken[2:]


def test_a_group_never_passes_to_another_owner(signed_in, animator, floods, space_a, space_b):
    browser = signed_in(animator)
    assert saved(browser, floods, description="À Kaya ?", collection=space_b.collection.pk).status_code == 302
    floods.refresh_from_db()
    assert (floods.description, floods.collection) == ("À Kaya ?", space_a.collection)


def test_a_group_is_of_a_space_or_of_the_animation_team(signed_in, animator, space_a):
    offered = signed_in(animator).get(url("add")).context["form"].fields["collection"].queryset
    assert Collection.get_first_root_node() not in offered and space_a.collection in offered


def test_groups_deleted_together_leave_the_journal_that_one_leaves(signed_in, manager, space_a, floods, of_kaya):
    market = make_group(space_a, "Marché")
    for group in (floods, market, of_kaya):
        consent.join(NUMBER, [group], channel=Channel.DESK)
    address = reverse("wagtail_bulk_action", args=["alerts", "diffusiongroup", "delete"])
    asked = "&".join(f"id={group.pk}" for group in (floods, market, of_kaya))
    signed_in(manager).post(f"{address}?next=/admin/&{asked}", {"confirm": "1"})
    assert list(DiffusionGroup.objects.all()) == [of_kaya], "that of another space stays"
    left = Consent.objects.filter(act=Act.LEFT).values_list("group_name", "number", "by")
    assert set(left) == {(group.name, NUMBER, manager.pk) for group in (floods, market)}


def speak(browser, group, **fields):
    person = group.subscribers.get()
    data = {
        "act": "speak",
        "person": person.pk,
        "speak-language": "mos",
        "speak-source": "Demandé au guichet le 3 mars",
    }
    return browser.post(url("people", group.pk), data | fields, follow=True)


def test_the_desk_changes_the_language_of_whoever_asks_and_the_journal_says_who_did(desk, manager, animator, floods):
    add(desk, floods)
    page = desk.post(url("people", floods.pk), {"act": "find", "find-number": NUMBER}).content.decode()
    assert 'name="speak-language"' in page
    page = speak(desk, floods).content.decode()
    assert floods.subscribers.get().language == "mos" and f"{WRITTEN} reçoit désormais ses messages en mooré" in page
    entry = Consent.objects.get(act=Act.LANGUAGE)
    assert (entry.number, entry.channel, entry.by) == (NUMBER, Channel.DESK, manager)
    assert entry.source == "Mooré, Demandé au guichet le 3 mars"
    speak(desk, floods)
    assert Consent.objects.filter(act=Act.LANGUAGE).count() == 1, "the same language is no change"


def test_no_language_is_changed_without_a_word_on_who_asked_or_for_someone_of_another_group(desk, floods, of_kaya):
    add(desk, floods)
    for fields in ({"speak-source": ""}, {"speak-language": "xx"}, {"speak-source": "x" * 201}):
        page = speak(desk, floods, **fields).content.decode()
        assert WRITTEN in page and 'name="speak-source"' in page
    consent.leave(NUMBER, [floods], channel=Channel.WEB)
    consent.join(NUMBER, [of_kaya], channel=Channel.WEB)
    theirs = of_kaya.subscribers.get().pk
    for person in (theirs, "", "x", "9" * 30):
        data = {"act": "speak", "person": person, "speak-language": "mos", "speak-source": "Demandé"}
        assert "déjà quitté" in desk.post(url("people", floods.pk), data, follow=True).content.decode()
    assert of_kaya.subscribers.get().language == "fr" and not Consent.objects.filter(act=Act.LANGUAGE).exists()


def test_a_desk_does_not_change_the_language_of_another_s_messages(desk, floods, of_kaya):
    consent.join(NUMBER, [of_kaya], language="mos", channel=Channel.WEB)
    response = desk.post(
        url("people", floods.pk),
        {"act": "add", "add-number": NUMBER, "add-language": "fr", "add-source": "Au guichet"},
        follow=True,
    )
    assert "ils restent en mooré" in response.content.decode().casefold()
    assert floods.subscribers.get().language == "mos"
