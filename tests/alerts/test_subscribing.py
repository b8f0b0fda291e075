"""Subscribing, seeing and leaving by everyone: with a code and without an account, and from one's own page."""

from __future__ import annotations

import re
import time

import pytest
from django.test import Client

from accounts.models import User
from alerts import consent
from alerts.enums import Act, Channel
from alerts.models import Consent, DiffusionGroup, Subscriber
from alerts.subscribing import offer
from alerts.subscribing.proof import GOOD_FOR, PROVEN_KEY
from alerts.subscribing.wording import VERSION
from civitac.core.sms import memory
from spaces.services import close_space

pytestmark = pytest.mark.django_db

SUBSCRIBE, CODE = "/alertes/abonnement/", "/alertes/abonnement/code/"
UNSUBSCRIBE, UNSUBSCRIBE_CODE = "/alertes/desabonnement/", "/alertes/desabonnement/code/"
MINE = "/alertes/mes-messages/"
NUMBER = "+22670123456"


@pytest.fixture
def floods(space_a):
    return DiffusionGroup.objects.create(
        name="Crues", description="Quand le barrage monte.", collection=space_a.collection, territory=space_a.territory
    )


@pytest.fixture
def council(space_a):
    return DiffusionGroup.objects.create(
        name="Conseil", description="Les sessions, le mardi.", collection=space_a.collection
    )


def ask(client, *groups, number="70 12 34 56", **fields):
    return client.post(
        SUBSCRIBE,
        {"groups": [group.pk for group in groups], "number": number, "language": "fr", "agreed": "on"} | fields,
    )


def code_sent():
    [code] = re.findall(r"\b\d{6}\b", memory.outbox[-1].text)
    return code


def prove(client, number="70 12 34 56"):
    client.post(UNSUBSCRIBE, {"number": number})
    return client.post(UNSUBSCRIBE_CODE, {"code": code_sent()})


def groups_of(number=NUMBER):
    return set(DiffusionGroup.objects.filter(subscribers__number=number))


def test_a_citizen_chooses_types_a_code_and_is_subscribed(client, floods, council, sent_texts):
    page = client.get(SUBSCRIBE).content.decode()
    assert "Crues" in page and "Quand le barrage monte." in page and "Commune de Ouahigouya" in page
    assert ask(client, floods, language="mos")["Location"] == CODE
    assert groups_of() == set()
    response = client.post(CODE, {"code": code_sent()}, follow=True)
    assert response.redirect_chain == [(MINE, 302)]
    assert "Crues" in response.content.decode()
    assert groups_of() == {floods}
    assert Subscriber.objects.get().language == "mos"
    entry = Consent.objects.get()
    assert (entry.channel, entry.act, entry.by) == (Channel.WEB, Act.JOINED, None)
    assert VERSION in entry.wording and "accord" in entry.wording
    assert len(sent_texts) == 1


def test_the_same_number_is_read_however_it_is_written(client, floods):
    ask(client, floods, number=" (+226) 70.12-34 56 ")
    client.post(CODE, {"code": code_sent()})
    assert groups_of() == {floods}


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("25 30 00 00", "n’est pas un numéro de mobile"),
        ("+33 6 12 34 56 78", "Seuls les numéros de mobile du Burkina Faso"),
        ("70 12 34", "huit chiffres"),
        ("bonjour", "huit chiffres"),
        ("", ""),
        ("7" * 500, ""),
        ("70\x0012", ""),
    ],
)
def test_a_number_that_receives_no_text_is_refused_with_the_reason(client, floods, sent_texts, number, why):
    response = ask(client, floods, number=number)
    assert response.status_code == 400
    assert why in response.content.decode()
    assert "checked" in response.content.decode()
    assert not sent_texts


@pytest.mark.parametrize("groups", [[], ["999999"], ["x"], ["9" * 40], ["\x00"], ["-1"]])
def test_without_a_group_that_exists_nothing_is_sent(client, floods, council, sent_texts, groups):
    response = client.post(
        SUBSCRIBE, {"groups": groups, "number": "70 12 34 56", "language": "fr", "agreed": "on", "lieu": "\x00x"}
    )
    assert response.status_code == 400
    assert response.context["form"].errors["groups"]
    assert not sent_texts


def test_without_agreement_or_with_a_made_up_language_nothing_is_sent(client, floods, sent_texts):
    assert ask(client, floods, agreed="").status_code == 400
    assert ask(client, floods, language="xx").status_code == 400
    assert not sent_texts


def test_closed_groups_and_groups_of_closed_spaces_are_not_offered(client, floods, council, space_a, animator):
    DiffusionGroup.objects.filter(pk=council.pk).update(is_open=False)
    page = client.get(SUBSCRIBE).content.decode()
    assert "Crues" in page and "Conseil" not in page
    assert ask(client, council).status_code == 400
    close_space(space_a, animator)
    assert "Quand le barrage monte." not in client.get(SUBSCRIBE).content.decode()


def test_a_group_closed_while_the_code_was_on_its_way_is_left_out_and_said(client, floods):
    ask(client, floods)
    DiffusionGroup.objects.update(is_open=False)
    response = client.post(CODE, {"code": code_sent()}, follow=True)
    assert "ont été fermés entre-temps" in response.content.decode()
    assert groups_of() == set()


def test_nothing_tells_whether_a_number_is_subscribed(floods):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    for address, data in ((SUBSCRIBE, {"groups": [floods.pk], "language": "fr", "agreed": "on"}), (UNSUBSCRIBE, {})):
        answers = []
        for number in ("70 12 34 56", "76 12 34 56"):
            browser = Client()
            response = browser.post(address, data | {"number": number}, follow=True)
            token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
            page = token.sub("", response.content.decode())
            answers.append((response.redirect_chain, re.sub(r"7[06].12.34.56", "", page)))
        assert answers[0] == answers[1]


def test_a_wrong_code_subscribes_nobody_and_five_end_it(client, floods):
    ask(client, floods)
    wrong = f"{(int(code_sent()) + 1) % 1_000_000:06}"
    for _attempt in range(4):
        assert client.post(CODE, {"code": wrong}).status_code == 200
    response = client.post(CODE, {"code": wrong})
    assert response.status_code == 410
    assert f"groupe={floods.pk}" in response.content.decode()
    assert client.post(CODE, {"code": code_sent()})["Location"] == SUBSCRIBE
    assert groups_of() == set()


def test_one_number_is_not_flooded_with_codes(floods, sent_texts):
    for address in (SUBSCRIBE, UNSUBSCRIBE, SUBSCRIBE):
        data = {"groups": [floods.pk], "number": NUMBER, "language": "fr", "agreed": "on"}
        assert Client().post(address, data).status_code == 302
    response = Client().post(UNSUBSCRIBE, {"number": "70123456"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Trop de codes" in response.content.decode()
    assert len(sent_texts) == 3


def test_fifty_people_behind_one_address_all_subscribe(floods):
    for person in range(50):
        browser = Client()
        ask(browser, floods, number=f"70 12 34 {person:02}")
        browser.post(CODE, {"code": code_sent()})
    assert floods.subscribers.count() == 50


def test_when_the_day_s_codes_are_spent_people_are_told(client, floods, settings):
    settings.SMS_PER_DAY = settings.SMS_PER_DAY | {"subscribe": 0}
    response = ask(client, floods)
    assert response.status_code == 503
    assert "n’a pas pu partir" in response.content.decode()


def test_whoever_spends_the_day_s_subscriptions_keeps_nobody_from_leaving(client, floods, settings, sent_texts):
    settings.SMS_PER_DAY = settings.SMS_PER_DAY | {"subscribe": 1}
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    assert ask(Client(), floods, number="76 12 34 56").status_code == 302
    assert ask(Client(), floods, number="76 12 34 57").status_code == 503
    assert prove(client)["Location"] == MINE
    client.post(MINE, {"act": "stop"})
    assert groups_of() == set()


def test_one_network_address_takes_its_share_of_the_day_s_codes_and_leaves_the_rest(floods, settings, sent_texts):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"sms_subscribe": "2/h/ip", "sms_leave": "2/h/ip"}
    for number in ("70 12 34 56", "76 12 34 56"):
        assert ask(Client(), floods, number=number).status_code == 302
        assert Client().post(UNSUBSCRIBE, {"number": number}).status_code == 302
    for response in (
        ask(Client(), floods, number="71 12 34 56"),
        Client().post(UNSUBSCRIBE, {"number": "71 12 34 56"}),
    ):
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        assert "Trop de codes" in response.content.decode()
    assert len(sent_texts) == 4
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    for _time in range(2):
        assert ask(elsewhere, floods, number="71 12 34 56").status_code == 302


@pytest.mark.parametrize("purpose", ["subscribe", "leave", "code"])
def test_hundreds_behind_one_address_are_served_but_never_the_whole_of_a_day(settings, purpose):
    hourly, daily = (int(rate.partition("/")[0]) for rate in settings.ACCOUNT_RATE_LIMITS[f"sms_{purpose}"].split(","))
    assert 100 < hourly < daily < settings.SMS_PER_DAY[purpose]


def test_leaving_needs_a_code_and_no_account(client, floods, council):
    consent.join(NUMBER, [floods, council], language="mos", channel=Channel.WEB)
    assert client.get(MINE)["Location"] == UNSUBSCRIBE
    assert prove(client)["Location"] == MINE
    page = client.get(MINE).content.decode()
    assert "Crues" in page and "Conseil" in page
    response = client.post(MINE, {"act": "keep", "groups": [council.pk], "language": "dyu"}, follow=True)
    assert "Vous avez quitté" in response.content.decode()
    assert groups_of() == {council}
    assert Subscriber.objects.get().language == "dyu"
    assert Consent.objects.filter(act=Act.LEFT).get().channel == Channel.WEB


def test_receiving_nothing_any_more_and_coming_back_by_oneself(client, floods):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    prove(client)
    page = client.post(MINE, {"act": "stop"}, follow=True).content.decode()
    assert "ne reçoit plus rien" in page
    assert Subscriber.objects.get().stopped_at
    assert ask(client, floods)["Location"] == MINE
    assert groups_of() == {floods}
    assert Subscriber.objects.get().stopped_at is None


def test_a_number_that_nobody_knows_finds_an_empty_page_and_may_stop(client, floods):
    prove(client)
    assert "aucun groupe" in client.get(MINE).content.decode()
    client.post(MINE, {"act": "stop"})
    assert Subscriber.objects.get().stopped_at


def test_a_proof_is_for_one_number_and_is_soon_over(client, floods, sent_texts):
    prove(client)
    assert ask(client, floods, number="76 12 34 56")["Location"] == CODE
    session = client.session
    session[PROVEN_KEY] = {"number": NUMBER, "at": time.time() - GOOD_FOR - 1}
    session.save()
    assert client.get(MINE)["Location"] == UNSUBSCRIBE
    assert client.post(MINE, {"act": "stop"})["Location"] == UNSUBSCRIBE
    assert not Subscriber.objects.filter(number=NUMBER).exists()


def test_on_a_shared_phone_one_closes_one_s_choices(client, floods):
    prove(client)
    client.post(MINE, {"act": "finish"})
    assert client.get(MINE)["Location"] == UNSUBSCRIBE


def test_the_page_of_choices_refuses_what_it_did_not_offer(client, floods, council):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    prove(client)
    assert client.post(MINE, {"act": "dance"}).status_code == 404
    response = client.post(MINE, {"act": "keep", "groups": [council.pk], "language": "fr"})
    assert response.status_code == 400
    assert groups_of() == {floods}


def test_someone_signed_in_decides_for_the_number_of_their_account(signed_in, floods):
    user = User.objects.create_user(phone=NUMBER)
    browser = signed_in(user)
    assert "aucun groupe" in browser.get("/compte/").content.decode()
    assert ask(browser, floods)["Location"] == MINE
    entry = Consent.objects.get()
    assert (entry.channel, entry.by) == (Channel.ACCOUNT, user)
    assert "Crues" in browser.get("/compte/").content.decode()
    browser.post(MINE, {"act": "keep", "language": "fr"})
    assert groups_of() == set()


def test_another_number_than_the_account_s_needs_a_code(signed_in, floods):
    browser = signed_in(User.objects.create_user(phone=NUMBER))
    before = browser.session.get_expiry_age()
    assert ask(browser, floods, number="76 00 00 00")["Location"] == CODE
    assert browser.session.get_expiry_age() == before
    browser.post(CODE, {"code": code_sent()})
    assert groups_of("+22676000000") == {floods}
    assert groups_of() == set()


def test_an_account_without_a_number_is_told_how(signed_in, citizen):
    assert "/alertes/abonnement/" in signed_in(citizen).get("/compte/").content.decode()


@pytest.fixture
def many(space_a, space_b, monkeypatch):
    """More groups than one page shows: of both communes, and of the whole country."""
    monkeypatch.setattr(offer, "MOST_SHOWN", 2)
    root = space_a.collection.get_parent()
    for space, name in ((space_a, "Marché"), (space_b, "Puits"), (space_b, "Santé")):
        DiffusionGroup.objects.create(
            name=name, description="x", collection=space.collection, territory=space.territory
        )
    DiffusionGroup.objects.create(name="Harmattan", description="x", collection=root)
    return DiffusionGroup.objects.get(name="Puits")


def test_where_groups_are_many_one_s_commune_is_asked_and_national_ones_always_stand(client, many):
    def names(query):
        return {group.name for group, _chosen in client.get(f"{SUBSCRIBE}?{query}").context["lines"]}

    assert names("") == {"Harmattan"}
    assert names("lieu=ouahigouya") == {"Marché", "Harmattan"}
    assert names("lieu=KAYA") == {"Puits", "Santé", "Harmattan"}
    assert names("lieu=Yatenga") >= {"Marché", "Harmattan"}
    assert names(f"groupe={many.pk}") == {"Puits", "Harmattan"}
    assert "Aucun groupe pour" in client.get(f"{SUBSCRIBE}?lieu=Paris").content.decode()
    assert client.get(f"{SUBSCRIBE}?lieu=%00&groupe={'9' * 30}&groupe=é").status_code in (200, 400)


def test_the_way_from_a_space_leads_to_the_messages_of_that_space_first(client, many, space_b):
    page = client.get(space_b.page.url).content.decode()
    assert f'href="{SUBSCRIBE}?espace={space_b.page.slug}"' in page
    shown = [group.name for group, _chosen in client.get(f"{SUBSCRIBE}?espace=kaya").context["lines"]]
    assert shown == ["Puits", "Santé", "Harmattan"]
    again = ask(client, many, number="rien", espace="kaya").context["lines"]
    assert [(group.name, chosen) for group, chosen in again] == [
        ("Puits", True),
        ("Santé", False),
        ("Harmattan", False),
    ]


@pytest.mark.parametrize("espace", ["nulle-part", "%ff", "%27", "x" * 10_000, "kaya&espace=", "é"])
def test_a_space_that_does_not_exist_changes_nothing(client, many, espace):
    response = client.get(f"{SUBSCRIBE}?espace={espace}")
    assert response.status_code == 200
    assert [group.name for group, _chosen in response.context["lines"]] == ["Harmattan"]


def test_what_was_chosen_stands_again_after_a_mistake(client, many):
    response = ask(client, many, number="rien", lieu="kaya")
    lines = {group.name: chosen for group, chosen in response.context["lines"]}
    assert lines["Puits"] and not lines["Harmattan"]


def test_pages_take_as_many_queries_whatever_the_number_of_groups(client, space_a, django_assert_max_num_queries):
    taken = []
    for count in (2, 12):
        DiffusionGroup.objects.all().delete()
        DiffusionGroup.objects.bulk_create(
            DiffusionGroup(name=f"G{n}", description="x", collection=space_a.collection) for n in range(count)
        )
        consent.join(NUMBER, DiffusionGroup.objects.all(), channel=Channel.WEB)
        prove(Client(), f"76 00 00 {count:02}")
        browser = Client()
        prove(browser)
        browser.get(SUBSCRIBE)
        for address in (SUBSCRIBE, MINE):
            with django_assert_max_num_queries(12) as queries:
                browser.get(address)
            taken.append(len(queries))
    assert taken[:2] == taken[2:]
