"""People write to the site: a few words act at once, everything else waits for someone to answer."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from alerts import consent
from alerts.callbacks import answers, applying, communes
from alerts.callbacks.keywords import Word, understand
from alerts.enums import CallbackKind, Channel, DeliveryState
from alerts.models import Callback, Consent, Delivery, DiffusionGroup, IncomingText, Subscriber
from civitac.core.sms.segments import measure
from civitac.core.text import fold
from spaces.services import close_space
from territories.enums import Level
from territories.models import TerritoryName
from tests.conftest import make_territory

from .callbacks import TOKEN, call, make_alert, make_delivery, number

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tokens(settings):
    settings.SMS_CALLBACK_TOKENS = [TOKEN]


@pytest.fixture
def write(django_capture_on_commit_callbacks):
    """`write(text, rank)` → what is kept of a text that this number sent, once workers have done their part."""
    references = iter(range(1000))

    def send(text: str, rank: int = 1, **more: str) -> IncomingText:
        fields = {"id": f"sms-{next(references)}", "from": number(rank), "to": "3000", **more}
        with django_capture_on_commit_callbacks(execute=True):
            assert call("entrant", text=text, **fields).status_code == 200
        return IncomingText.objects.latest("pk")

    return send


@pytest.fixture
def groups(space_a) -> dict[str, DiffusionGroup]:
    """Ouahigouya has a group about its commune, one of its space about no place, and one that nobody joins alone."""
    return {
        "commune": DiffusionGroup.objects.create(
            name="Crues", collection=space_a.collection, territory=space_a.territory
        ),
        "space": DiffusionGroup.objects.create(name="Conseil", collection=space_a.collection),
        "closed": DiffusionGroup.objects.create(name="Agents", collection=space_a.collection, is_open=False),
    }


def groups_of(rank: int = 1) -> set[str]:
    return set(DiffusionGroup.objects.filter(subscribers__number=number(rank)).values_list("name", flat=True))


# To which message it answers


@pytest.fixture
def warned(space_a, space_b):
    """Ouahigouya has written to the first number, then Kaya; Ouahigouya alone to the second, which it did not reach."""
    alerts = [make_alert(space.collection) for space in (space_a, space_b)]
    people = [Subscriber.objects.create(number=number(rank)) for rank in (1, 2)]
    for alert in alerts:
        make_delivery(alert, 1, subscriber=people[0])
    make_delivery(alerts[0], 2, DeliveryState.FAILED, subscriber=people[1])
    return alerts


def test_a_text_answers_the_latest_message_that_its_number_received(write, warned):
    assert write("Le pont est coupé aussi à Tougo").about == warned[1]
    assert write("Bonjour", rank=2).about is None
    assert write("Bonjour", rank=3).about is None


def test_a_text_long_after_the_last_message_answers_none(write, warned):
    Delivery.objects.update(claimed_at=timezone.now() - timedelta(days=8))
    assert write("Bonjour").about is None


def test_a_text_that_a_worker_takes_late_answers_what_its_number_had_received_when_it_came(warned):
    body = urlencode({"id": "sms-1", "from": number(1), "text": "Le pont est coupé aussi à Tougo"})
    half_an_hour_ago = timezone.now() - timedelta(minutes=30)
    Callback.objects.create(kind=CallbackKind.INCOMING, body=body, received_at=half_an_hour_ago)
    Delivery.objects.filter(alert=warned[0]).update(claimed_at=timezone.now() - timedelta(hours=1))
    applying.apply(CallbackKind.INCOMING)
    assert IncomingText.objects.get().about == warned[0]


def test_who_reads_a_text_is_told_where_it_may_be_meant_for_another_sender(write, warned, signed_in, animator):
    for rank, told in ((1, True), (2, False)):
        Delivery.objects.filter(number=number(2)).update(state=DeliveryState.DELIVERED)
        received = write("Le pont est coupé aussi à Tougo", rank)
        page = signed_in(animator).get(reverse("incoming_texts:answer", args=[received.pk])).content.decode()
        assert "Pont coupé" in page and ("autres expéditeurs" in page) == told


def test_a_gateway_whose_clock_is_behind_hides_no_other_sender(write, warned, signed_in, animator):
    received = write("Le pont est coupé", date=f"{timezone.now() - timedelta(minutes=20):%Y-%m-%d %H:%M:%S}")
    page = signed_in(animator).get(reverse("incoming_texts:answer", args=[received.pk])).content.decode()
    assert received.about == warned[1] and "autres expéditeurs" in page


# Kept once


@pytest.mark.parametrize("date", ["2026-11-20T08:30:00Z", "2026-11-20 08:30:00"])
def test_a_text_is_kept_with_its_moment_whichever_way_it_is_written(write, date):
    received = write("Bonjour, où voter ?", date=date)
    assert received.received_at.isoformat() in ("2026-11-20T08:30:00+00:00",)
    assert (received.number, received.text, received.for_operators) == (number(1), "Bonjour, où voter ?", True)


@pytest.mark.parametrize(
    "date",
    [
        *("hier", "2026-13-45 99:00:00", "2099-01-01 00:00:00", ""),
        *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "1970-01-01 00:00:00", "9999-12-31T23:59:59-14:00"),
    ],
)
def test_a_date_that_means_nothing_is_that_of_today(write, signed_in, animator, date):
    assert write("Bonjour", date=date).received_at > timezone.now() - timedelta(minutes=1)
    assert "Bonjour" in signed_in(animator).get(reverse("incoming_texts:index")).content.decode()


@pytest.mark.parametrize("fields", [{"id": "même"}, {}])
def test_a_text_that_comes_twice_is_kept_and_answered_once(sent_texts, django_capture_on_commit_callbacks, fields):
    for _time in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            call("entrant", text="AIDE", date="2026-11-20T08:30:00Z", **{"from": number(1)}, **fields)
    assert IncomingText.objects.count() == len(sent_texts) == 1


def test_letters_of_old_telephones_are_read(client):
    body = f"id=1&from=%2B{number(1)[1:]}&text=ARR%CAT"
    client.post(f"/sms/{TOKEN}/entrant/", body, content_type="application/x-www-form-urlencoded")
    assert IncomingText.objects.get().text == "ARRÊT"
    assert Subscriber.objects.get().stopped_at


def test_a_sender_that_is_no_mobile_of_ours_is_only_read(write, sent_texts):
    for sender in ("Orange", "+33600000000", "25300000", ""):
        assert write("STOP AIDE", **{"from": sender}).for_operators
    assert not Subscriber.objects.exists() and not sent_texts


# Keywords


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *((text, Word.STOP) for text in ("ARRET", "arrêt", "Arrêter", "STOP!", "stop svp", "INSCRIRE KAYA STOP")),
        *((text, Word.STOP) for text in ("Je ne veux plus rien recevoir, stop", "desabonnez moi", "ARRET INSCRIRE X")),
        *((text, Word.STOP) for text in ("ARET", "arête", "ARRTE", "ARRRET", "🛑 Arrêt 🛑")),
        *(
            (text, Word.JOIN)
            for text in ("INSCRIRE KAYA", "inscrire  kaya", "Inscrir Kaya", "INSCRIRE", "abonner Kaya")
        ),
        *(
            (text, Word.JOIN)
            for text in ("INSCRIS KAYA", "S'inscrire Kaya", "S’inscrire à Kaya", "Je veux m'inscrire à Kaya")
        ),
        *((text, Word.HELP) for text in ("AIDE", "aide ?", "Info")),
        *((text, Word.LANGUAGE) for text in ("LANGUE moore", "langue")),
        *((text, Word.CHOICE) for text in ("OUI", "2", "Ok")),
        *(
            (text, None)
            for text in ("", "?!", "Bonjour", "À l’aide, le pont est coupé", "Le car stop ne passe plus ici")
        ),
    ],
)
def test_words_are_understood_whatever_their_case_and_accents(text, word):
    command = understand(text)
    assert (command and command.word) == word


def test_a_stop_within_a_sentence_is_done_and_the_sentence_still_read_by_someone(write, signed_in, animator):
    said = "Arrêtez, il n’y a pas eu de crue et ma mère a eu très peur"
    received = write(said)
    assert Subscriber.objects.get().stopped_at
    assert received.for_operators and received.answered_at and received.outcome == "accepted"
    to_read = signed_in(animator).get(reverse("incoming_texts:index") + "?for_operators=true").content.decode()
    assert "pas eu de crue" in to_read
    page = signed_in(animator).get(reverse("incoming_texts:answer", args=[received.pk])).content.decode()
    assert "Vous ne recevrez plus de messages" in page and "<textarea" not in page


@pytest.mark.parametrize("text", ["ARRET", "stop svp", "ARRET merci beaucoup"])
def test_a_stop_alone_is_nobody_s_to_read(write, text):
    assert not write(text).for_operators


def test_stopping_is_effective_at_once_also_for_what_waits(write, groups, sent_texts):
    consent.join(number(1), groups.values(), channel=Channel.DESK)
    alert = make_alert()
    alert.groups.set([groups["commune"]])
    subscriber = Subscriber.objects.get()
    delivery = make_delivery(alert, 1, DeliveryState.QUEUED, subscriber=subscriber)
    received = write("Arrêt")
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SUPPRESSED and groups_of() == set()
    assert not received.for_operators and received.outcome == "accepted" and received.answered_at
    assert [message.number for message in sent_texts] == [number(1)]
    write("STOP")
    assert len(sent_texts) == 1


def test_one_joins_every_open_group_of_a_commune_by_its_name(write, groups, sent_texts):
    received = write("INSCRIRE ouahigouya")
    assert groups_of() == {"Crues", "Conseil"}
    entry = Consent.objects.first()
    assert (entry.channel, entry.wording, entry.source) == (Channel.KEYWORD, "INSCRIRE ouahigouya", received.reference)
    assert "Conseil" in sent_texts[0].text and "Crues" in sent_texts[0].text
    assert "déjà" in write("INSCRIRE OUAHIGOUYA").answer


def test_one_comes_back_after_a_stop_by_the_same_word(write, groups):
    write("STOP")
    write("INSCRIRE OUAHIGOUYA")
    assert Subscriber.objects.get().stopped_at is None and groups_of() == {"Crues", "Conseil"}


def test_other_names_of_a_commune_are_its_names(write, groups, country):
    TerritoryName.objects.create(territory=country["ouahigouya"], name="Waiguyo", kind="alias")
    write("INSCRIRE waïguyo")
    assert groups_of()


@pytest.mark.parametrize("answer", ["OUI", "oui.", "1"])
def test_a_name_that_is_nearly_one_is_confirmed_first(write, groups, sent_texts, answer):
    received = write("INSCRIRE Wahigouya")
    assert groups_of() == set() and "Ouahigouya (Yatenga)" in received.answer
    write(answer)
    assert groups_of() == {"Crues", "Conseil"} and len(sent_texts) == 2


@pytest.mark.parametrize(
    "text", ["OUAHIGOUYA SVP", "commune de Ouahigouya", "Ouahigouya secteur 4", "moi à Ouahigouya"]
)
def test_a_name_among_other_words_is_confirmed_first(write, groups, text):
    assert "Ouahigouya (Yatenga)" in write(f"INSCRIRE {text}").answer
    assert groups_of() == set()
    write("OUI")
    assert groups_of() == {"Crues", "Conseil"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("fada", ["Fada N’Gourma"]),
        ("FADA N'GOURMA", ["Fada N’Gourma"]),
        ("OUAGA", ["Ouagadougou"]),
        ("ouagadou", ["Ouagadougou"]),
        ("bobo", ["Bobo-Dioulasso"]),
        ("bob", ["Bobo-Dioulasso"]),
    ],
)
def test_the_everyday_name_of_a_commune_is_understood(db, written, meant):
    call_command("load_territories", stdout=StringIO())
    assert [each.name for each in communes.meant(fold(written))[0]] == meant


@pytest.mark.parametrize("written", ["INSCRIRE Ouahi", "s'inscrire Ouahi", "INSCRIS ouahigou"])
def test_the_beginning_of_a_name_is_confirmed_first(write, groups, written):
    assert "Ouahigouya (Yatenga)" in write(written).answer
    assert groups_of() == set()
    write("OUI")
    assert groups_of() == {"Crues", "Conseil"}


def test_look_alikes_are_asked_with_their_province(write, country, groups):
    other = make_territory(Level.PROVINCE, "Sandbondtenga", country["region"], code="P2")
    twins = [
        make_territory(Level.COMMUNE, "Boussouma", above, slug=f"boussouma-{above.slug}", code=f"B{rank}")
        for rank, above in enumerate((country["province"], other))
    ]
    for rank, twin in enumerate(twins):
        DiffusionGroup.objects.create(name=f"B{rank}", collection=groups["space"].collection, territory=twin)
    asked = write("INSCRIRE BOUSSOUMA").answer
    assert "1 Boussouma (Yatenga)" in asked or "1 Boussouma (Sandbondtenga)" in asked
    second = "B0" if "2 Boussouma (Yatenga)" in asked else "B1"
    assert write("3").for_operators
    write("INSCRIRE BOUSSOUMA")
    write("2")
    assert groups_of() == {second}
    write("inscrire boussouma sandbondtenga", 2)
    assert groups_of(2) == {"B1"}


def test_a_name_alone_answers_our_question_for_it(write, groups):
    write("INSCRIRE")
    write("Ouahigouya")
    assert groups_of() == {"Crues", "Conseil"}
    assert write("Ouahigouya", 2).for_operators


def test_nobody_joins_what_does_not_exist(write, groups, space_a):
    assert "pas encore" in write("INSCRIRE KAYA").answer
    assert "ne connaissons" in write("INSCRIRE xyzzy").answer
    close_space(space_a)
    write("INSCRIRE OUAHIGOUYA")
    assert not Consent.objects.exists()


def test_a_yes_to_nothing_is_for_a_person(write, groups):
    assert write("OUI").for_operators
    write("INSCRIRE OUAHIGOUYA")
    assert not write("OK").for_operators


def test_a_very_long_number_is_no_choice_and_is_kept_for_a_person(write, groups):
    write("INSCRIRE")
    received = write("9" * 5000)
    assert received.text == "9" * 1000 and received.for_operators


def test_one_chooses_a_language(write, groups):
    assert "INSCRIRE" in write("LANGUE moore").answer
    write("INSCRIRE OUAHIGOUYA")
    write("Langue Mooré")
    assert Subscriber.objects.get().language == "mos"
    assert "MOORE" in write("LANGUE klingon").answer
    assert Subscriber.objects.get().language == "mos"


def test_a_machine_that_answers_our_answers_is_soon_left_alone(write, sent_texts):
    for _time in range(10):
        write("AIDE")
    assert len(sent_texts) == 5
    write("AIDE", 2)
    assert len(sent_texts) == 6
    write("STOP")
    assert Subscriber.objects.get(number=number(1)).stopped_at and len(sent_texts) == 6
    IncomingText.objects.update(answered_at=timezone.now() - timedelta(hours=2))
    write("AIDE")
    assert len(sent_texts) == 7


def test_answers_are_one_plain_segment(write, groups):
    written = [
        *("AIDE", "STOP", "INSCRIRE", "INSCRIRE xyzzy", "INSCRIRE KAYA", "INSCRIRE Wahigouya", "INSCRIRE OUAHIGOUYA"),
        *("INSCRIRE OUAHIGOUYA", "LANGUE", "LANGUE moore"),
    ]
    for rank, text in enumerate(written):
        answer = write(text, rank % 4).answer
        size = measure(answer)
        assert (size.alphabet, size.segments) == ("GSM-7", 1), answer


def test_an_answer_whose_sending_was_interrupted_is_never_sent_again(write, sent_texts, monkeypatch):
    monkeypatch.setattr(answers.journal, "send", lambda *message: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write("AIDE")
    monkeypatch.undo()
    answers.send_waiting()
    assert IncomingText.objects.get().outcome == "unknown" and not sent_texts


def test_when_the_answers_of_the_day_are_spent_the_act_is_done_all_the_same(write, settings, sent_texts):
    settings.SMS_PER_DAY = settings.SMS_PER_DAY | {"answer": 0}
    received = write("STOP")
    assert Subscriber.objects.get().stopped_at and received.outcome == "not_sent" and not sent_texts


def test_the_clock_sends_what_no_worker_was_woken_for(sent_texts):
    IncomingText.objects.create(number=number(1), text="AIDE", answer="Voici", for_operators=False)
    from alerts.callbacks.tasks import apply_all

    apply_all()
    apply_all()
    assert [message.text for message in sent_texts] == ["Voici"]
    assert applying.SOON < applying.KEPT_WAITING
