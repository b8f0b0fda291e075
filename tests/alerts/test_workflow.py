"""From a draft to its approval, and after: who may do what, once, and who is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.log_actions import registry as log_registry
from wagtail.models import ModelLogEntry, Revision

from alerts import costs, rights, workflow
from alerts.enums import AlertState, DeliveryState, MessageType, Suppressed
from alerts.models import Alert, AlertText, Budget, Delivery, SmsSettings
from alerts.sending import moves
from spaces.services import close_space, reopen_space
from tests.conftest import make_user

from .composing import acts, compose, flood, from_template, group_of, read, ready_text, state_of

pytestmark = pytest.mark.django_db

NUMBER = "+22670100001"


@pytest.fixture(autouse=True)
def started(monkeypatch) -> list[Alert]:
    """The alerts whose messages were asked for; none is made here."""
    asked: list[Alert] = []
    monkeypatch.setattr(workflow.sending, "start", asked.append)
    monkeypatch.setattr(workflow.sending, "wake", asked.append)
    return asked


@pytest.fixture
def group(space_a):
    return group_of(space_a)


@pytest.fixture
def draft(space_a, editor, group):
    return compose(space_a, editor, group)


@pytest.fixture
def submitted(draft, editor):
    workflow.submit(draft, editor)
    return Alert.objects.get(pk=draft.pk)


def approve(alert: Alert, user, **options) -> Alert:
    workflow.approve(alert, user, submitted_at=alert.submitted_at, **{"confirmed": read(alert)} | options)
    return Alert.objects.get(pk=alert.pk)


def rewrite(alert: Alert, text: str) -> None:
    AlertText.objects.filter(alert=alert).update(text=text)


# --- Submitting -------------------------------------------------------------------------------------------------------


def test_a_submitted_message_waits_for_another_person_who_is_told(
    draft, editor, manager, animator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        workflow.submit(draft, editor)
    assert state_of(draft) == AlertState.PENDING
    told = {address for message in mail.outbox for address in message.to}
    assert told == {manager.email, animator.email}
    assert f"/sheet/{draft.pk}/" in mail.outbox[0].body
    assert acts(draft) == ["alerts.submit"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("   ", "vide"),
        ("a" * 919, "918"),
        ("Crue à {lieu}.", "{lieu}"),
        ("Crue à {n’importe quoi}.", "{n’importe quoi}"),
        ("Coupure {lieu", "accolade.*{lieu"),
        ("Coupure lieu} demain", "accolade.*lieu}"),
        ("Coupure {lieu {heure}", "accolade.*{lieu"),
    ],
)
def test_a_text_that_cannot_leave_is_not_submitted(draft, editor, text, said):
    rewrite(draft, text)
    with pytest.raises(workflow.NotReady, match=said):
        workflow.submit(draft, editor)
    assert state_of(draft) == AlertState.DRAFT


def test_the_french_text_is_never_missing(space_a, editor, group):
    with pytest.raises(workflow.NotReady, match="français"):
        workflow.submit(compose(space_a, editor, group, texts={"mos": "Ne y windiga"}), editor)


def test_somebody_receives_it(space_a, editor):
    for groups in ((), (group_of(space_a, "Vide", {}),)):
        with pytest.raises(workflow.NotReady, match="Personne"):
            workflow.submit(compose(space_a, editor, *groups), editor)


def test_it_is_in_force_when_it_leaves(space_a, editor, group):
    now = timezone.now()
    for dates in (
        {"expires_at": now - timedelta(minutes=1)},
        {"send_at": now + timedelta(hours=3), "expires_at": now + timedelta(hours=2)},
    ):
        with pytest.raises(workflow.NotReady):
            workflow.submit(compose(space_a, editor, group, **dates), editor)


def test_a_notice_that_would_end_before_the_quiet_hours_do_is_refused_in_words(space_a, editor, group, monkeypatch):
    evening = timezone.make_aware(datetime(2026, 11, 30, 21))
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening)
    for life_safety, dates, leaves in (
        (False, {"expires_at": evening + timedelta(hours=2)}, False),
        (False, {"expires_at": evening + timedelta(hours=10)}, False),
        (False, {"expires_at": evening + timedelta(hours=10, minutes=1)}, True),
        (False, {"send_at": evening + timedelta(hours=5), "expires_at": evening + timedelta(hours=8)}, False),
        (False, {"send_at": evening + timedelta(hours=11), "expires_at": evening + timedelta(hours=12)}, True),
        (True, {"expires_at": evening + timedelta(hours=2)}, True),
    ):
        alert = compose(space_a, editor, group, kind=flood() if life_safety else None, **dates)
        if leaves:
            workflow.submit(alert, editor)
        else:
            with pytest.raises(workflow.NotReady, match="01/12/2026 07:00"):
                workflow.submit(alert, editor)


def test_an_editor_of_another_space_submits_nothing(draft, other_editor):
    with pytest.raises(PermissionDenied):
        workflow.submit(draft, other_editor)


def test_whoever_submitted_takes_it_back(submitted, editor, manager):
    with pytest.raises(PermissionDenied):
        workflow.take_back(submitted, manager)
    workflow.take_back(submitted, editor)
    assert state_of(submitted) == AlertState.DRAFT


# --- Four eyes --------------------------------------------------------------------------------------------------------


def test_another_person_approves_and_it_leaves(submitted, manager, editor, started):
    alert = approve(submitted, manager)
    assert started == [alert]
    assert (alert.state, alert.decided_by, alert.single_signature) == (AlertState.APPROVED, manager, False)
    # Three people, one segment each, no tariff: 25 F CFA for each.
    assert (alert.estimated_cost, Budget.objects.get().reserved) == (75, 75)
    assert acts(alert) == ["alerts.submit", "alerts.approve"]


def test_nobody_approves_what_they_wrote_or_submitted(space_a, manager, group, superuser):
    own = compose(space_a, manager, group)
    workflow.submit(own, manager)
    with pytest.raises(PermissionDenied):
        approve(own, manager)
    theirs = compose(space_a, superuser, group)
    workflow.submit(theirs, manager)
    for person in (superuser, manager):
        with pytest.raises(PermissionDenied):
            approve(Alert.objects.get(pk=theirs.pk), person)
    assert Alert.objects.filter(state=AlertState.PENDING).count() == 2


def test_nobody_approves_what_they_changed_even_if_another_changed_it_after(space_a, editor, manager, draft, group):
    draft.save_revision(user=manager)
    draft.save_revision(user=editor)
    workflow.submit(draft, editor)
    with pytest.raises(PermissionDenied):
        approve(draft, manager)


def test_nobody_approves_a_version_that_they_brought_back(draft, editor, manager):
    first = Revision.objects.for_instance(draft).first()
    draft.save_revision(user=editor)
    first.as_object().save_revision(user=manager, previous_revision=first)
    workflow.submit(draft, editor)
    assert not rights.may_approve(manager, Alert.objects.get(pk=draft.pk))


@pytest.mark.parametrize("persona", ["editor", "other_editor", "citizen"])
def test_those_without_the_right_approve_nothing(request, submitted, persona):
    second = make_user("seconde", submitted.collection.space.editors)
    user = second if persona == "editor" else request.getfixturevalue(persona)
    with pytest.raises(PermissionDenied):
        approve(submitted, user)


def test_two_people_who_approve_at_once_approve_once(submitted, manager, animator, started):
    seen_by_one, seen_by_other = (Alert.objects.get(pk=submitted.pk) for _person in range(2))
    approve(seen_by_one, manager)
    with pytest.raises(workflow.Overtaken):
        approve(seen_by_other, animator)
    assert (len(started), Budget.objects.get().reserved) == (1, 75)
    assert Alert.objects.get().decided_by == manager


def test_a_submission_that_was_not_read_is_not_approved_with_it(submitted, editor, manager):
    before = submitted.submitted_at
    workflow.take_back(submitted, editor)
    rewrite(submitted, "Tout autre chose.")
    workflow.submit(submitted, editor)
    with pytest.raises(workflow.Overtaken):
        workflow.approve(Alert.objects.get(), manager, submitted_at=before, confirmed=read(submitted))
    assert state_of(submitted) == AlertState.PENDING


def test_an_edit_makes_a_draft_again_of_what_was_submitted(submitted, editor, manager):
    workflow.begin_edit(submitted, editor)
    assert state_of(submitted) == AlertState.DRAFT
    with pytest.raises(PermissionDenied):
        approve(Alert.objects.get(), manager)


def test_what_has_been_approved_is_no_longer_edited(submitted, editor, manager):
    stale = Alert.objects.get(pk=submitted.pk)
    approve(submitted, manager)
    with pytest.raises(workflow.Overtaken):
        workflow.begin_edit(stale, editor)


def test_what_expired_while_it_waited_is_not_approved(submitted, manager):
    Alert.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(workflow.NotReady):
        approve(submitted, manager)
    assert state_of(submitted) == AlertState.PENDING
    assert not Budget.objects.exclude(reserved=0).exists()


# --- Answers ----------------------------------------------------------------------------------------------------------


def test_it_comes_back_with_a_reason_which_stays_until_it_is_submitted_again(
    submitted, editor, manager, django_capture_on_commit_callbacks
):
    with pytest.raises(workflow.WorkflowError):
        workflow.return_to_author(submitted, manager, "  ")
    submitted.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.return_to_author(submitted, manager, "Quel quartier ?")
    assert [message.to for message in mail.outbox] == [[editor.email]]
    assert "Quel quartier ?" in mail.outbox[0].body
    workflow.begin_edit(submitted, editor)
    assert (state_of(submitted), Alert.objects.get().reason) == (AlertState.RETURNED, "Quel quartier ?")
    workflow.submit(submitted, editor)
    assert (state_of(submitted), Alert.objects.get().reason) == (AlertState.PENDING, "")


def test_what_is_rejected_stays_so(submitted, editor, manager):
    workflow.reject(submitted, manager, "Ce n’est pas à nous de le dire.")
    with pytest.raises(PermissionDenied):
        workflow.submit(Alert.objects.get(), editor)
    assert acts(submitted)[-1] == "alerts.reject"


# --- Money and repetition ---------------------------------------------------------------------------------------------


def test_a_notice_stays_within_the_budget(submitted, manager):
    Budget.objects.create(collection=submitted.collection, month=timezone.localdate().replace(day=1), amount=74)
    with pytest.raises(costs.BudgetShort):
        approve(submitted, manager)
    assert (state_of(submitted), Budget.objects.get().reserved) == (AlertState.PENDING, 0)


def test_a_message_on_which_lives_depend_leaves_beyond_it_and_says_so(
    space_a, editor, manager, animator, group, django_capture_on_commit_callbacks
):
    Budget.objects.create(collection=space_a.collection, month=timezone.localdate().replace(day=1), amount=0)
    alert = compose(space_a, editor, group, kind=flood())
    workflow.submit(alert, editor)
    with django_capture_on_commit_callbacks(execute=True):
        assert approve(alert, manager).beyond_budget
    assert any(animator.email in message.to and "budget" in message.subject for message in mail.outbox)


def test_the_same_text_for_the_same_group_leaves_once_in_twelve_hours(space_a, editor, manager, group, submitted):
    approve(submitted, manager)
    again = compose(space_a, editor, group)
    workflow.submit(again, editor)
    again = Alert.objects.get(pk=again.pk)
    with pytest.raises(workflow.SentAlready, match="douze heures"):
        approve(again, manager)
    assert (state_of(again), Budget.objects.get().reserved) == (AlertState.PENDING, 75)
    approve(Alert.objects.get(pk=again.pk), manager, even_if_sent_already=True)
    [said] = [entry for entry in log_registry.get_logs_for_instance(again) if entry.action == "alerts.approve"]
    assert (said.user, said.message) == (
        manager,
        "Approuvé, exprès, alors que le même texte venait de partir pour le même groupe (« Session du conseil »)",
    )
    Alert.objects.update(decided_at=timezone.now() - timedelta(hours=13))
    third = compose(space_a, editor, group)
    workflow.submit(third, editor)
    approve(Alert.objects.get(pk=third.pk), manager, even_if_sent_already=True)
    assert log_registry.get_logs_for_instance(third).latest("pk").message == "Approuvé", (
        "there was no warning to go past"
    )


def test_another_text_or_another_group_is_no_repetition(space_a, editor, manager, submitted, group):
    approve(submitted, manager)
    others = group_of(space_a, "Élus", {"+22670100009": "fr"})
    for alert in (compose(space_a, editor, others), compose(space_a, editor, group, texts={"fr": "Autre chose."})):
        workflow.submit(alert, editor)
        approve(Alert.objects.get(pk=alert.pk), manager)


# --- A closed space ---------------------------------------------------------------------------------------------------


def test_nothing_is_approved_in_the_name_of_a_closed_space(submitted, animator, space_a):
    close_space(space_a)
    with pytest.raises(workflow.NotReady, match="fermé"):
        approve(submitted, animator)
    assert state_of(submitted) == AlertState.PENDING


def test_what_waits_for_its_hour_does_not_leave_while_its_space_is_closed(submitted, manager, space_a):
    approve(submitted, manager)
    close_space(space_a)
    assert not moves.begin_if_due(submitted.pk)
    assert state_of(submitted) == AlertState.APPROVED
    reopen_space(space_a)
    SmsSettings.objects.update_or_create(defaults={"quiet_from": "00:00", "quiet_until": "00:00"})
    assert moves.begin_if_due(submitted.pk)


# --- One signature ----------------------------------------------------------------------------------------------------


def test_a_ready_text_with_its_blanks_filled_in_leaves_with_one_signature_and_the_team_is_told(
    space_a, editor, animator, group, django_capture_on_commit_callbacks
):
    alert = from_template(ready_text(space_a), editor, group, text="Crue à Sabouna. Quittez les berges.")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.approve_alone(alert, editor, fingerprint=alert.fingerprint(), confirmed=read(alert))
    alert = Alert.objects.get()
    assert (alert.state, alert.single_signature, alert.decided_by) == (AlertState.APPROVED, True, editor)
    assert [message.to for message in mail.outbox] == [[animator.email]]
    assert acts(alert) == ["alerts.approve_alone"]


def test_a_signature_is_for_the_text_that_was_read(space_a, editor, group):
    alert = from_template(ready_text(space_a), editor, group, text="Crue à Sabouna. Quittez les berges.")
    before = alert.fingerprint()
    rewrite(alert, "Crue à Kaya. Quittez les berges.")
    with pytest.raises(workflow.Rewritten, match="relisez-le"):
        workflow.approve_alone(alert, editor, fingerprint=before, confirmed=read(alert))
    assert (state_of(alert), acts(alert)) == (AlertState.DRAFT, [])
    before = Alert.objects.get().fingerprint()
    Alert.objects.update(expires_at=timezone.now() + timedelta(hours=9))
    with pytest.raises(workflow.Rewritten):
        workflow.approve_alone(Alert.objects.get(), editor, fingerprint=before, confirmed=read(alert))


def test_what_an_approver_returned_never_leaves_with_one_signature(space_a, editor, manager, group):
    alert = from_template(ready_text(space_a), editor, group, text="Crue à Sabouna. Quittez les berges.")
    workflow.submit(alert, editor)
    workflow.return_to_author(Alert.objects.get(), manager, "C’est faux.")
    for rewritten in ("Crue à Sabouna. Quittez les berges.", "Crue à Kaya. Quittez les berges."):
        rewrite(alert, rewritten)
        alert = Alert.objects.get()
        with pytest.raises(PermissionDenied):
            workflow.approve_alone(alert, editor, fingerprint=alert.fingerprint(), confirmed=read(alert))
    workflow.submit(alert, editor)
    workflow.take_back(Alert.objects.get(), editor)
    assert not rights.may_sign(editor, Alert.objects.get())


@pytest.mark.parametrize("answer", [workflow.return_to_author, workflow.reject])
@pytest.mark.parametrize("thrown_away", [False, True])
def test_beginning_again_from_the_same_ready_text_is_no_way_around_a_reason(
    space_a, editor, manager, group, answer, thrown_away
):
    template = ready_text(space_a)
    first = from_template(template, editor, group, text="Crue à Sabouna. Quittez les berges.")
    workflow.submit(first, editor)
    answer(Alert.objects.get(), manager, "C’est faux.")
    if thrown_away:
        first.delete()
    again = from_template(template, editor, group, text="Crue à Kaya. Quittez les berges.")
    assert not rights.may_sign(editor, again)
    with pytest.raises(PermissionDenied):
        workflow.approve_alone(again, editor, fingerprint=again.fingerprint(), confirmed=read(again))
    assert state_of(again) == AlertState.DRAFT


def test_a_reason_keeps_nobody_else_from_signing_and_nothing_else_and_not_for_ever(
    space_a, editor, manager, animator, group
):
    template, other = ready_text(space_a), ready_text(space_a)
    first = from_template(template, editor, group, text="Crue à Sabouna. Quittez les berges.")
    workflow.submit(first, editor)
    workflow.return_to_author(Alert.objects.get(), manager, "C’est faux.")
    again = from_template(template, editor, group, text="Crue à Kaya. Quittez les berges.")
    assert rights.may_sign(animator, again)
    assert rights.may_sign(editor, from_template(other, editor, group, text="Crue à Kaya. Quittez les berges."))
    ModelLogEntry.objects.update(timestamp=timezone.now() - timedelta(hours=12, minutes=1))
    workflow.approve_alone(again, editor, fingerprint=again.fingerprint(), confirmed=read(again))
    assert state_of(again) == AlertState.APPROVED


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "Crue à Sabouna. Restez chez vous."),
        ({}, "Crue à Sabouna. Quittez les berges. Appelez le 70000000."),
        ({}, "Crue à " + "a" * 61 + ". Quittez les berges."),
        ({}, "Crue à Sabouna\net ailleurs. Quittez les berges."),
        ({"headline": "Autre titre"}, "Crue à Sabouna. Quittez les berges."),
        ({"details": "Et voici."}, "Crue à Sabouna. Quittez les berges."),
    ],
)
def test_anything_more_than_the_blanks_needs_two(space_a, editor, group, changes, text):
    alert = from_template(ready_text(space_a), editor, group, text=text, **changes)
    with pytest.raises(PermissionDenied):
        workflow.approve_alone(alert, editor, fingerprint=alert.fingerprint(), confirmed=read(alert))
    assert state_of(alert) == AlertState.DRAFT


def test_a_text_of_many_blanks_needs_two_and_is_answered_at_once(space_a, editor, group):
    template = ready_text(space_a, "{a} {b} {c} {d} {e} {f} {g} {h}.")
    alert = from_template(template, editor, group, text=" ".join(["mot"] * 200) + "!")
    with pytest.raises(PermissionDenied):
        workflow.approve_alone(alert, editor, fingerprint=alert.fingerprint(), confirmed=read(alert))


def test_a_text_that_is_not_agreed_on_for_that_needs_two(space_a, editor, group):
    template = ready_text(space_a, single_signature=False)
    alert = from_template(template, editor, group, text="Crue à Sabouna. Quittez les berges.")
    with pytest.raises(PermissionDenied):
        workflow.approve_alone(alert, editor, fingerprint=alert.fingerprint(), confirmed=read(alert))


# --- Once it leaves ---------------------------------------------------------------------------------------------------


@pytest.fixture
def leaving(submitted, manager):
    alert = approve(submitted, manager)
    Alert.objects.update(state=AlertState.SENDING, started_at=timezone.now(), fanned_out_at=timezone.now())
    Delivery.objects.create(alert=alert, number=NUMBER, language="fr", segments=1)
    return Alert.objects.get()


def test_a_sending_is_paused_and_resumed_with_a_word_on_why(leaving, manager, editor):
    with pytest.raises(PermissionDenied):
        workflow.pause(leaving, editor, "Erreur")
    workflow.pause(leaving, manager, "Le pont a rouvert.")
    assert (state_of(leaving), Alert.objects.get().reason) == (AlertState.PAUSED, "Le pont a rouvert.")
    workflow.resume(leaving, manager)
    assert (state_of(leaving), Alert.objects.get().reason) == (AlertState.SENDING, "")


def test_a_cancelled_sending_suppresses_what_has_not_left_and_frees_its_money(
    leaving, manager, editor, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        workflow.cancel(leaving, manager, "Fausse nouvelle.")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.reason) == (DeliveryState.SUPPRESSED, Suppressed.CANCELLED)
    assert (Budget.objects.get().reserved, Budget.objects.get().spent) == (0, 0)
    assert [message.to for message in mail.outbox] == [[editor.email]]
    with pytest.raises(PermissionDenied):
        workflow.cancel(Alert.objects.get(), manager, "Encore.")


def test_nothing_that_was_approved_is_deleted(leaving, superuser):
    assert not rights.may(superuser, "delete", leaving)


def test_an_update_is_filled_in_from_what_it_follows(leaving, editor, group):
    draft = workflow.follow_up(leaving, editor, MessageType.UPDATE)
    draft = Alert.objects.get(pk=draft.pk)
    assert (draft.follows, draft.state, draft.message_type) == (leaving, AlertState.DRAFT, MessageType.UPDATE)
    assert list(draft.groups.all()) == [group]
    assert draft.texts_by_language() == leaving.texts_by_language()
    assert draft.created_by == editor


def test_an_end_says_that_it_is_over_in_the_cheap_alphabet(leaving, editor):
    draft = workflow.follow_up(leaving, editor, MessageType.CANCEL)
    assert draft.texts_by_language() == {"fr": "Fin : Session du conseil"}


def test_what_has_not_left_is_not_followed(submitted, editor):
    with pytest.raises(PermissionDenied):
        workflow.follow_up(submitted, editor, MessageType.UPDATE)
