"""Joining and leaving: what the journal keeps, what stops at once, and who alone undoes a STOP."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts import consent
from alerts.enums import Act, AlertState, Channel, DeliveryState, Suppressed
from alerts.models import Alert, AlertKind, Consent, Delivery, DiffusionGroup, Subscriber

pytestmark = pytest.mark.django_db

NUMBER = "+22670123456"


def make_group(space, name="Crues", **fields):
    return DiffusionGroup.objects.create(
        name=name, description="Quand le barrage monte.", collection=space.collection, **fields
    )


@pytest.fixture
def floods(space_a):
    return make_group(space_a)


@pytest.fixture
def council(space_a):
    return make_group(space_a, "Conseil")


def queued_delivery(*groups):
    kind, _made = AlertKind.objects.get_or_create(name="Inondation", life_safety=True)
    alert = Alert.objects.create(
        kind=kind,
        headline="Le pont est sous l’eau",
        collection=groups[0].collection,
        state=AlertState.SENDING,
        expires_at=timezone.now() + timedelta(hours=3),
    )
    alert.groups.set(groups)
    alert.save()
    subscriber = Subscriber.objects.get(number=NUMBER)
    return Delivery.objects.create(alert=alert, subscriber=subscriber, number=NUMBER, language="fr", segments=1)


def groups_of(number=NUMBER):
    return set(DiffusionGroup.objects.filter(subscribers__number=number))


def test_joining_keeps_who_how_when_and_in_front_of_which_text(floods, council, editor):
    new = consent.join(
        NUMBER,
        [floods, council, floods],
        language="mos",
        channel=Channel.DESK,
        wording="2026-11",
        source="Registre de la mairie",
        by=editor,
    )
    assert new == [floods, council]
    assert groups_of() == {floods, council}
    assert Subscriber.objects.get().language == "mos"
    first, second = Consent.objects.order_by("pk")
    assert (first.act, first.group, first.group_name) == (Act.JOINED, floods, "Crues")
    assert (second.number, second.channel, second.wording) == (NUMBER, Channel.DESK, "2026-11")
    assert (second.source, second.by) == ("Registre de la mairie", editor)


def test_joining_again_writes_once_and_keeps_the_language(floods, council):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    consent.speak(NUMBER, "mos", channel=Channel.WEB)
    assert consent.join(NUMBER, [floods], language="dyu", channel=Channel.WEB) == []
    assert [each.act for each in Consent.objects.order_by("pk")] == [Act.JOINED, Act.LANGUAGE]
    consent.join(NUMBER, [council], language="dyu", channel=Channel.DESK)
    consent.join(NUMBER, [floods], channel=Channel.KEYWORD)
    assert Subscriber.objects.get().language == "mos"
    consent.leave(NUMBER, [floods, council], channel=Channel.WEB)
    consent.join(NUMBER, [council], language="dyu", channel=Channel.DESK)
    assert Subscriber.objects.get().language == "dyu", "who is in no group has no message in the former one"


def test_leaving_one_group_keeps_the_others(floods, council):
    consent.join(NUMBER, [floods, council], channel=Channel.WEB)
    assert consent.leave(NUMBER, [floods], channel=Channel.DESK) == [floods]
    assert groups_of() == {council}
    assert Consent.objects.filter(act=Act.LEFT).get().group == floods
    assert consent.leave(NUMBER, [floods], channel=Channel.DESK) == []
    assert consent.leave("+22676000000", [council], channel=Channel.WEB) == []
    assert Consent.objects.filter(act=Act.LEFT).count() == 1


def test_what_waits_for_someone_who_has_left_no_longer_leaves(floods, council):
    consent.join(NUMBER, [floods, council], channel=Channel.WEB)
    of_floods, of_both = queued_delivery(floods), queued_delivery(floods, council)
    consent.leave(NUMBER, [floods], channel=Channel.WEB)
    of_floods.refresh_from_db()
    of_both.refresh_from_db()
    assert (of_floods.state, of_floods.reason) == (DeliveryState.SUPPRESSED, Suppressed.OPTED_OUT)
    assert of_floods.settled_at
    assert of_both.state == DeliveryState.QUEUED


def test_what_has_left_already_keeps_its_state(floods):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    delivery = queued_delivery(floods)
    Delivery.objects.update(state=DeliveryState.ACCEPTED)
    consent.stop(NUMBER, channel=Channel.KEYWORD)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.ACCEPTED


def test_stop_ends_everything_at_once_and_is_written_once(floods, council):
    consent.join(NUMBER, [floods, council], channel=Channel.WEB)
    delivery = queued_delivery(floods, council)
    assert consent.stop(NUMBER, channel=Channel.GATEWAY)
    assert not consent.stop(NUMBER, channel=Channel.GATEWAY)
    assert groups_of() == set()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.SUPPRESSED
    stopped = Consent.objects.filter(act=Act.STOPPED).get()
    assert (stopped.group, stopped.group_name) == (None, "")


def test_a_number_nobody_knows_may_say_stop_and_is_remembered(floods):
    assert consent.stop(NUMBER, channel=Channel.KEYWORD)
    assert Subscriber.objects.get(number=NUMBER).stopped_at


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.ACCOUNT, Channel.KEYWORD])
def test_a_number_that_said_stop_comes_back_by_its_own_act(floods, channel):
    consent.stop(NUMBER, channel=Channel.KEYWORD)
    assert consent.join(NUMBER, [floods], channel=channel) == [floods]
    assert Subscriber.objects.get().stopped_at is None


@pytest.mark.parametrize("channel", [Channel.DESK, Channel.IMPORT, Channel.GATEWAY])
def test_nobody_else_brings_it_back(floods, channel):
    consent.stop(NUMBER, channel=Channel.KEYWORD)
    with pytest.raises(consent.StoppedError):
        consent.join(NUMBER, [floods], channel=channel)
    assert groups_of() == set()


def test_a_list_adds_the_new_leaves_the_known_and_does_not_touch_those_who_said_stop(floods, editor):
    consent.join("+22670000001", [floods], language="mos", channel=Channel.WEB)
    consent.stop("+22670000002", channel=Channel.KEYWORD)
    languages = {"+22670000001": "fr", "+22670000002": "", "+22670000003": "dyu", "+22670000004": ""}
    joined = consent.join_many(languages, floods, channel=Channel.IMPORT, source="Réunion du 3", by=editor)
    assert joined == consent.Joined(new=2, already=1, gone=1)
    spoken = dict(floods.subscribers.values_list("number", "language"))
    assert spoken == {"+22670000001": "mos", "+22670000003": "dyu", "+22670000004": "fr"}
    written = Consent.objects.filter(channel=Channel.IMPORT)
    assert {each.number for each in written} == {"+22670000003", "+22670000004"}
    assert all((each.source, each.by) == ("Réunion du 3", editor) for each in written)


def test_a_list_brings_nobody_back_who_left_the_group_and_the_desk_may(floods, council, editor):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    consent.leave(NUMBER, [floods], channel=Channel.WEB)
    joined = consent.join_many({NUMBER: ""}, floods, channel=Channel.IMPORT, source="x", by=editor)
    assert joined == consent.Joined(gone=1) and groups_of() == set()
    assert consent.join_many({NUMBER: ""}, council, channel=Channel.IMPORT, source="x").new == 1
    assert consent.join(NUMBER, [floods], channel=Channel.DESK) == [floods]
    assert consent.join_many({NUMBER: ""}, floods, channel=Channel.IMPORT, source="x") == consent.Joined(already=1)


def test_a_list_of_any_length_takes_as_many_statements_a_batch(floods, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(consent, "BATCH", 50)
    for count, statements in ((50, 7 + 2), (100, 2 * 7 + 2)):
        languages = {f"+226701{start:05}": "" for start in range(count)}
        with django_assert_num_queries(statements):
            consent.join_many(languages, floods, channel=Channel.IMPORT, source="x")
        assert floods.subscribers.count() == count
        floods.memberships.all().delete()


def test_a_group_that_is_deleted_leaves_the_word_that_its_people_left(floods, council, animator):
    consent.join(NUMBER, [floods, council], channel=Channel.WEB)
    consent.dissolve(floods, channel=Channel.DESK, by=animator)
    assert groups_of() == {council}
    assert Consent.objects.filter(act=Act.LEFT).get().group_name == "Crues"


def test_the_journal_is_only_appended_to(floods):
    consent.join(NUMBER, [floods], channel=Channel.WEB)
    entry = Consent.objects.get()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
