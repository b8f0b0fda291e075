"""Composing in the administration, by its front door."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from alerts import costs, rights, workflow
from alerts.composing import forms
from alerts.enums import AlertState, MessageType, Severity
from alerts.models import (
    Alert,
    AlertKind,
    AlertTemplate,
    AlertText,
    AuthorityLabel,
    DiffusionGroup,
    Membership,
    Subscriber,
)
from alerts.owners import ensure_national_collection
from spaces.enums import SpaceKind
from spaces.models import Space
from spaces.services import create_space
from tests.conftest import make_user

from .composing import compose, flood, from_template, group_of, notice, read, ready_text, released, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(monkeypatch) -> list[Alert]:
    asked: list[Alert] = []
    monkeypatch.setattr(workflow.sending, "start", asked.append)
    return asked


def url(name: str, *arguments: object) -> str:
    return reverse(Alert.snippet_viewset.get_url_name(name), args=arguments)


def sent(alert: Alert, text: str = "Session jeudi à 8 h.", **changes: object) -> dict[str, object]:
    """What the composing form sends for an alert, with changes."""
    texts = list(alert.texts.all())
    data = {
        "kind": alert.kind_id,
        "severity": alert.severity,
        "headline": alert.headline,
        "instruction": "",
        "details": "",
        "groups": [group.pk for group in alert.groups.all()],
        "territories": [place.pk for place in alert.territories.all()],
        "send_at": "",
        "expires_at": "",
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": str(len(texts)),
        "texts-MIN_NUM_FORMS": "1",
        "texts-MAX_NUM_FORMS": "5",
        "texts-0-id": texts[0].pk if texts else "",
        "texts-0-language": "fr",
        "texts-0-text": text,
        "texts-0-DELETE": "",
    }
    return data | changes


def said_raw(response) -> str:
    return response.content.decode()


def said(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def group(space_a):
    return group_of(space_a)


def test_a_message_is_begun_written_submitted_and_approved_by_another(
    signed_in, editor, manager, space_a, group, started, django_capture_on_commit_callbacks
):
    writer, reader, kind = signed_in(editor), signed_in(manager), notice()
    assert writer.get(url("add")).status_code == 200
    response = writer.post(url("add"), {"kind": kind.pk})
    alert = Alert.objects.get()
    assert response["Location"] == url("edit", alert.pk)
    assert (alert.collection, alert.created_by, list(alert.groups.all())) == (space_a.collection, editor, [group])
    assert list(alert.territories.all()) == [space_a.territory]

    assert writer.get(url("edit", alert.pk)).status_code == 200
    response = writer.post(url("edit", alert.pk), sent(alert) | {"action-check": "1"})
    assert response["Location"] == url("sheet", alert.pk)
    sheet = said(writer.get(url("sheet", alert.pk)))
    assert "Session jeudi à 8 h." in sheet
    assert "3 destinataires" in sheet
    with django_capture_on_commit_callbacks(execute=True):
        writer.post(url("sheet", alert.pk), {"act": "submit"})
    assert state_of(alert) == AlertState.PENDING
    assert mail.outbox

    page = reader.get(url("sheet", alert.pk))
    shown = BeautifulSoup(page.content, "html.parser").find("input", value="approve").find_parent("form")
    pressed = {field["name"]: field["value"] for field in shown.find_all("input")}
    assert (
        released(Alert.objects.get()).items()
        >= {key: pressed[key] for key in ("submitted_at", "read", "price")}.items()
    )
    reader.post(url("sheet", alert.pk), pressed)
    assert state_of(alert) == AlertState.APPROVED
    assert started == [alert]
    for browser in (writer, reader):
        assert browser.get(url("edit", alert.pk))["Location"] == url("sheet", alert.pk)
        assert browser.post(url("edit", alert.pk), sent(alert, "Autre."))["Location"] == url("sheet", alert.pk)
    assert Alert.objects.get().texts_by_language() == {"fr": "Session jeudi à 8 h."}


def test_an_end_left_empty_is_that_of_its_kind(signed_in, editor, space_a, group):
    alert = compose(space_a, editor, group)
    signed_in(editor).post(url("edit", alert.pk), sent(alert))
    alert = Alert.objects.get()
    assert abs(alert.expires_at - timezone.now() - timedelta(hours=48)) < timedelta(minutes=1)


def test_an_unknown_kind_or_an_empty_text_is_answered_in_words(signed_in, editor, space_a, group):
    browser = signed_in(editor)
    assert "Choisissez de quoi il s’agit" in said(browser.post(url("add"), {}))
    alert = compose(space_a, editor, group)
    for changes in ({"kind": "9999"}, {"texts-0-text": ""}, {"texts-0-text": "a" * 919}, {"severity": "x"}):
        response = browser.post(url("edit", alert.pk), sent(alert) | changes)
        assert response.status_code == 200
        assert response.context["form"].errors or response.context["form"].formsets["texts"].errors
    assert Alert.objects.get().texts_by_language() == {"fr": "Session du conseil jeudi à 8 h."}


def test_a_ready_text_fills_the_message_in(signed_in, editor, space_a):
    template = ready_text(space_a)
    signed_in(editor).post(url("add"), {"template": template.pk})
    alert = Alert.objects.get()
    assert (alert.template, alert.kind, alert.severity) == (template, template.kind, Severity.SEVERE)
    assert alert.texts_by_language() == {"fr": "Crue à {lieu}. Quittez les berges."}
    assert "{lieu}" in said(signed_in(editor).get(url("sheet", alert.pk)))


def test_a_ready_text_of_another_space_is_neither_offered_nor_taken(signed_in, editor, space_a, space_b):
    template = ready_text(space_b)
    browser = signed_in(editor)
    assert template.name not in said(browser.get(url("add")))
    assert browser.post(url("add"), {"template": template.pk}).status_code == 200
    assert not Alert.objects.exists()


def test_a_group_of_another_space_is_neither_offered_nor_taken(signed_in, editor, space_a, space_b, group):
    theirs = group_of(space_b, "Habitants de Kaya", {})
    alert = compose(space_a, editor, group)
    browser = signed_in(editor)
    assert theirs.name not in said(browser.get(url("edit", alert.pk)))
    browser.post(url("edit", alert.pk), sent(alert, groups=[group.pk, theirs.pk]))
    assert list(Alert.objects.get().groups.all()) == [group]


@pytest.fixture
def association(site, country) -> Space:
    return create_space(kind=SpaceKind.ORGANISATION, title="Association de l’eau", territory=country["kaya"])


def test_an_organisation_sends_what_organisations_may_send(signed_in, association):
    writer, kind = make_user("association", association.editors), notice()
    AlertKind.objects.filter(pk=kind.pk).update(for_organisations=True)
    browser = signed_in(writer)
    page = said(browser.get(url("add")))
    assert kind.name in page and flood().name not in page
    assert "autorités" not in said(browser.post(url("add"), {"kind": kind.pk}, follow=True))
    browser.post(url("add"), {"kind": flood().pk})
    alert = Alert.objects.get()
    for changes in ({"kind": flood().pk}, {"severity": Severity.SEVERE}):
        response = browser.post(url("edit", alert.pk), sent(alert, **changes))
        assert response.status_code == 200 and response.context["form"].errors
    assert Alert.objects.get().severity == Severity.MINOR

    alert.groups = [group_of(association)]
    alert.kind, alert.severity = flood(), Severity.EXTREME
    alert.save()
    with pytest.raises(workflow.NotReady, match="autorités"):
        workflow.submit(alert, writer)
    Alert.objects.update(state=AlertState.COMPLETED, started_at=timezone.now())
    end = workflow.follow_up(Alert.objects.get(), writer, MessageType.CANCEL)
    assert browser.post(url("edit", end.pk), sent(end, "Fin.")).status_code == 302
    workflow.submit(Alert.objects.get(pk=end.pk), writer)
    Alert.objects.filter(pk=end.pk).delete()
    Alert.objects.update(state=AlertState.DRAFT, started_at=None)
    flood().granted_to.add(association.collection)
    assert flood().name in said(browser.get(url("add")))
    alert = Alert.objects.get()
    alert.texts = [AlertText(language="fr", text="Crue à Sabouna.")]
    alert.save()
    workflow.submit(alert, writer)


def test_a_national_message_goes_to_national_groups_alone(signed_in, animator, space_a):
    national = ensure_national_collection()
    ours = DiffusionGroup.objects.create(name="Tout le pays", collection=national)
    theirs = group_of(space_a, "Habitants de Ouahigouya")
    browser = signed_in(animator)
    browser.post(url("add"), {"kind": notice().pk, "owner": national.pk})
    alert = Alert.objects.get()
    page = said(browser.get(url("edit", alert.pk)))
    assert ours.name in page and theirs.name not in page
    browser.post(url("edit", alert.pk), sent(alert, groups=[theirs.pk]))
    assert theirs not in Alert.objects.get().groups.all()
    alert.groups = [theirs]
    alert.save()
    assert "d’un autre émetteur\u00a0: Habitants de Ouahigouya" in said(browser.get(url("sheet", alert.pk)))
    with pytest.raises(workflow.NotReady):
        workflow.submit(Alert.objects.get(), animator)


def test_the_animation_team_chooses_whose_message_it_is(signed_in, animator, space_a, space_b):
    group_of(space_a, "Habitants de Ouahigouya", {})
    theirs = group_of(space_b, "Habitants de Kaya", {})
    browser = signed_in(animator)
    browser.post(url("add"), {"kind": notice().pk, "owner": space_b.collection_id})
    alert = Alert.objects.get()
    assert alert.collection == space_b.collection
    page = said(browser.get(url("edit", alert.pk)))
    assert theirs.name in page
    assert "Habitants de Ouahigouya" not in page


@pytest.mark.parametrize("name", ["edit", "sheet", "delete", "history", "usage", "preview_on_edit"])
def test_no_screen_of_a_message_opens_to_another_space(signed_in, editor, other_editor, space_a, group, name):
    alert = compose(space_a, editor, group, headline="Secret de Ouahigouya")
    browser = signed_in(other_editor)
    for response in (
        browser.get(url(name, alert.pk)),
        browser.post(url(name, alert.pk), sent(alert, "Volé") | {"act": "submit"}),
    ):
        assert response.status_code in (302, 403, 404, 405)
        assert "Secret de Ouahigouya" not in said(response)
    assert state_of(alert) == AlertState.DRAFT
    assert "Secret de Ouahigouya" not in said(browser.get(url("list")))


def test_an_earlier_version_brings_back_words_and_nothing_else(signed_in, editor, manager, space_a, group):
    alert = compose(space_a, editor, group)
    first = alert.latest_revision
    browser = signed_in(editor)
    browser.post(url("edit", alert.pk), sent(alert, "Deuxième version."))
    workflow.submit(Alert.objects.get(), editor)
    assert browser.get(url("revisions_revert", alert.pk, first.pk)).status_code == 200
    alert = Alert.objects.get()
    browser.post(url("revisions_revert", alert.pk, first.pk), sent(alert, "Session du conseil jeudi à 8 h."))
    alert = Alert.objects.get()
    assert alert.texts_by_language() == {"fr": "Session du conseil jeudi à 8 h."}
    # It was submitted; a version brought back is an edit.
    assert (alert.state, alert.edited_by) == (AlertState.DRAFT, editor)


def test_who_wrote_is_known_when_revisions_have_been_purged(signed_in, editor, manager, space_a, group):
    alert = compose(space_a, editor, group)
    for person, text in ((manager, "Du milieu."), (editor, "La dernière.")):
        signed_in(person).post(url("edit", alert.pk), sent(alert, text))
    call_command("purge_revisions")
    workflow.submit(Alert.objects.get(), editor)
    alert = Alert.objects.get()
    assert alert.revisions.count() == 1
    assert not rights.may_approve(manager, alert) and manager not in rights.approvers_of(alert)


def test_no_earlier_version_comes_back_over_what_was_approved(signed_in, editor, manager, space_a, group):
    alert = compose(space_a, editor, group)
    first = alert.latest_revision
    workflow.submit(alert, editor)
    workflow.approve(Alert.objects.get(), manager, submitted_at=alert.submitted_at, confirmed=read(alert))
    browser = signed_in(editor)
    response = browser.post(url("revisions_revert", alert.pk, first.pk), sent(alert, "Autre chose."))
    assert response["Location"] == url("sheet", alert.pk)
    alert = Alert.objects.get()
    assert (alert.state, alert.texts_by_language()) == (
        AlertState.APPROVED,
        {"fr": "Session du conseil jeudi à 8 h."},
    )


def test_above_a_thousand_the_number_of_recipients_is_typed(
    signed_in, editor, manager, space_a, group, monkeypatch, started
):
    monkeypatch.setattr(forms, "MANY", 2)
    alert = compose(space_a, editor, group)
    workflow.submit(alert, editor)
    browser = signed_in(manager)
    asked = released(alert)
    for typed in ("", "4"):
        assert "Tapez le nombre" in said(browser.post(url("sheet", alert.pk), asked | {"number": typed}))
    assert state_of(alert) == AlertState.PENDING
    browser.post(url("sheet", alert.pk), asked | {"number": "3"})
    assert started == [alert]


def test_many_more_people_than_were_read_are_confirmed_again(signed_in, editor, manager, space_a, group, started):
    alert = compose(space_a, editor, group)
    workflow.submit(alert, editor)
    browser, asked = signed_in(manager), released(alert)
    for missing in ({"read": ""}, {"price": ""}, {"read": "-1"}, {"read": "x"}):
        assert "Rouvrez cette page" in said(browser.post(url("sheet", alert.pk), asked | missing))
    for rank in range(20):
        person = Subscriber.objects.create(number=f"+226702000{rank:02}", language="fr")
        Membership.objects.create(group=group, subscriber=person)
    page = said(browser.post(url("sheet", alert.pk), asked, follow=True))
    assert "23 personnes et coûterait 575 F CFA\u00a0; vous avez lu 3 personnes et 75 F CFA" in page
    assert (state_of(alert), started) == (AlertState.PENDING, [])
    browser.post(url("sheet", alert.pk), released(alert) | {"read": "21", "price": "525"})
    assert started == [alert], "two more people of twenty-one are no reason to read it again"


def test_a_reason_is_asked_for_and_shown_where_the_message_is_corrected(signed_in, editor, manager, space_a, group):
    alert = compose(space_a, editor, group)
    workflow.submit(alert, editor)
    reader = signed_in(manager)
    assert reader.post(url("sheet", alert.pk), {"act": "return", "reason": " "}).status_code == 200
    assert state_of(alert) == AlertState.PENDING
    reader.post(url("sheet", alert.pk), {"act": "return", "reason": "Quel quartier ?"})
    for name in ("edit", "sheet"):
        assert "Quel quartier ?" in said(signed_in(editor).get(url(name, alert.pk)))


def test_a_short_budget_and_a_repetition_are_said_in_words(signed_in, editor, manager, space_a, group, monkeypatch):
    alert = compose(space_a, editor, group)
    workflow.submit(alert, editor)
    browser = signed_in(manager)
    asked = released(alert)
    costs.budget_of(space_a.collection_id, costs.month_of(timezone.now()))
    space_budget = costs.Budget.objects.all()
    space_budget.update(amount=10)
    assert "coûterait" in said(signed_in(editor).get(url("sheet", alert.pk)))
    assert "F CFA" in said(browser.post(url("sheet", alert.pk), asked, follow=True))
    assert state_of(alert) == AlertState.PENDING
    space_budget.update(amount=1000)
    browser.post(url("sheet", alert.pk), asked)
    again = compose(space_a, editor, group)
    workflow.submit(again, editor)
    asked = released(again)
    assert "douze heures" in said(browser.post(url("sheet", again.pk), asked, follow=True))
    browser.post(url("sheet", again.pk), asked | {"again": "on"})
    assert state_of(again) == AlertState.APPROVED


def test_each_person_is_offered_what_they_may_do(signed_in, editor, manager, space_a, group):
    alert = compose(space_a, editor, group)

    def acts(user) -> set[str]:
        return signed_in(user).get(url("sheet", alert.pk)).context["offered"]

    assert acts(editor) == acts(manager) == {"edit", "submit"}
    workflow.submit(alert, editor)
    assert acts(editor) == {"edit", "take_back"}
    assert acts(manager) == {"edit", "approve", "return"}


def test_an_act_that_nobody_knows_changes_nothing(signed_in, editor, space_a, group):
    alert = compose(space_a, editor, group)
    browser = signed_in(editor)
    for act in ("", "approve", "publish", "cancel"):
        assert browser.post(url("sheet", alert.pk), {"act": act}).status_code in (302, 403, 200)
    assert state_of(alert) == AlertState.DRAFT


def test_one_signature_is_offered_for_a_ready_text_alone(signed_in, editor, space_a, group, started):
    alert = from_template(ready_text(space_a), editor, group, text="Crue à Sabouna. Quittez les berges.")
    browser = signed_in(editor)
    page = browser.get(url("sheet", alert.pk))
    assert "sign" in page.context["offered"] and alert.fingerprint() in said(page)
    for stale in ("", "0"):
        asked = released(alert, "sign") | {"fingerprint": stale}
        assert "relisez-le" in said(browser.post(url("sheet", alert.pk), asked, follow=True))
    assert not started
    browser.post(url("sheet", alert.pk), released(alert, "sign"))
    assert started == [alert]
    assert "une signature" in said(browser.get(url("list")))


def test_nobody_signs_alone_a_ready_text_of_their_own(signed_in, editor, manager, space_a, group, started):
    author, kind = signed_in(manager), flood()
    made = {
        "name": "Crue",
        "kind": kind.pk,
        "severity": Severity.SEVERE,
        "single_signature": "on",
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "0",
        "texts-MIN_NUM_FORMS": "1",
        "texts-MAX_NUM_FORMS": "5",
        "texts-0-language": "fr",
        "texts-0-text": "{message}",
    }
    author.post(reverse("wagtailsnippets_alerts_alerttemplate:add"), made)
    author.post(url("add"), {"template": AlertTemplate.objects.get().pk})
    alert = Alert.objects.get()
    author.post(url("edit", alert.pk), sent(alert, "Tout ce que je veux."))
    sheet = author.get(url("sheet", alert.pk))
    assert "sign" not in sheet.context["offered"] and "l’accord d’une autre personne" in said(sheet)
    assert author.post(url("sheet", alert.pk), released(alert, "sign")).status_code == 302
    assert state_of(alert) == AlertState.DRAFT and not started
    signed_in(editor).post(url("sheet", alert.pk), released(Alert.objects.get(), "sign"))
    assert started == [alert]


def test_more_than_the_blanks_says_why_it_needs_another_person(signed_in, editor, space_a, group):
    for text, said_why in (("Crue à Sabouna. Quittez les berges.", False), ("Crue à Sabouna. Partez.", True)):
        alert = from_template(ready_text(space_a), editor, group, text=text)
        sheet = signed_in(editor).get(url("sheet", alert.pk))
        assert ("sign" in sheet.context["offered"]) is not said_why
        assert ("Autre chose que les blancs" in said(sheet)) is said_why


def test_what_was_returned_says_why_it_needs_another_person(signed_in, editor, manager, space_a, group):
    alert = from_template(ready_text(space_a), editor, group, text="Crue à Sabouna. Quittez les berges.")
    workflow.submit(alert, editor)
    workflow.return_to_author(Alert.objects.get(), manager, "C’est faux.")
    sheet = signed_in(editor).get(url("sheet", alert.pk))
    assert "sign" not in sheet.context["offered"] and "Il a été renvoyé une fois" in said(sheet)


def test_a_ready_text_whose_blank_is_not_closed_is_refused(signed_in, manager, space_a):
    made = {
        "name": "Crue",
        "kind": flood().pk,
        "severity": Severity.SEVERE,
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "0",
        "texts-MIN_NUM_FORMS": "1",
        "texts-MAX_NUM_FORMS": "5",
        "texts-0-language": "fr",
        "texts-0-text": "Crue à {lieu. Partez.",
    }
    response = signed_in(manager).post(reverse("wagtailsnippets_alerts_alerttemplate:add"), made)
    assert "accolade" in said(response) and not AlertTemplate.objects.exists()


def test_a_form_sent_twice_or_opened_before_another_saved_a_language_is_answered_in_words(
    signed_in, editor, manager, space_a, group
):
    alert = compose(space_a, editor, group)
    more = {"texts-TOTAL_FORMS": "2", "texts-1-id": "", "texts-1-language": "mos", "texts-1-DELETE": ""}
    form = sent(alert, **more, **{"texts-1-text": "Ne y windiga."})
    assert signed_in(editor).post(url("edit", alert.pk), form).status_code == 302
    for user, text in ((editor, "Ne y windiga."), (manager, "Ne y zaabre.")):
        response = signed_in(user).post(url("edit", alert.pk), form | {"texts-1-text": text})
        assert response.status_code == 200 and "entre-temps" in said(response)
    theirs = sent(alert) | {"texts-0-id": "99999999"}
    assert "entre-temps" in said(signed_in(editor).post(url("edit", alert.pk), theirs))
    assert Alert.objects.get().texts_by_language() == {"fr": "Session jeudi à 8 h.", "mos": "Ne y windiga."}


def test_what_is_pasted_is_shown_as_it_is_on_every_screen(client, signed_in, editor, manager, space_a):
    pasted = "<script>alert(1)</script>"
    alert = compose(space_a, editor, group_of(space_a, pasted), headline=pasted, texts={"fr": pasted})
    workflow.submit(alert, editor)
    workflow.return_to_author(Alert.objects.get(), manager, pasted + "%(x)s")
    browser = signed_in(manager)
    screens = [url("sheet", alert.pk), url("history", alert.pk), url("edit", alert.pk), url("list"), "/admin/"]
    groups = reverse("wagtailsnippets_alerts_diffusiongroup:list")
    for address in (*screens, groups, f"/admin/alertes/{alert.pk}/envoi/"):
        response = browser.get(address)
        assert response.status_code == 200 and pasted not in said_raw(response)
    Alert.objects.update(state=AlertState.SENDING, started_at=timezone.now(), severity=Severity.EXTREME)
    cap = f"/alertes/cap/{alert.pk}.xml"
    for address in ("/", "/alertes/", alert.get_absolute_url(), "/alertes/flux.xml", cap, "/alertes/abonnement/"):
        response = client.get(address)
        assert response.status_code == 200 and pasted not in said_raw(response)


def test_whoever_approves_reads_all_that_everyone_will_read(signed_in, editor, manager, space_a, group):
    public = {"headline": "Titre du site", "details": "Le maire l’a dit.", "instruction": "Restez chez vous."}
    alert = compose(space_a, editor, group, severity=Severity.EXTREME, **public)
    alert.territories = [space_a.territory]
    alert.save()
    workflow.submit(alert, editor)
    said_to_reader = said(signed_in(manager).get(url("sheet", alert.pk)))
    writer = signed_in(editor)
    changes = {name: public[name] for name in public} | {"severity": Severity.EXTREME}
    assert writer.post(url("preview_on_edit", alert.pk), sent(alert, **changes)).json()["is_available"]
    for page in (said_to_reader, said(writer.get(url("preview_on_edit", alert.pk)))):
        for words in (*public.values(), str(Severity.EXTREME.label), str(space_a.territory), alert.kind.name):
            assert f">{words}<" in page
        assert "Sur le site, pour tout le monde" in page


def test_a_year_that_is_a_mistake_is_said(signed_in, editor, space_a, group):
    alert = compose(space_a, editor, group)
    for moments in ({"send_at": "9999-12-31 23:30"}, {"expires_at": "2062-11-30 12:00"}):
        response = signed_in(editor).post(url("edit", alert.pk), sent(alert, **moments))
        assert response.status_code == 200 and "regardez l’année" in said(response)


def test_an_earlier_version_of_a_kind_that_is_gone_comes_back_with_the_kind_of_today(signed_in, editor, space_a, group):
    gone = AlertKind.objects.create(name="Fantasia")
    alert = compose(space_a, editor, group, kind=gone)
    first, browser = alert.latest_revision, signed_in(editor)
    browser.post(url("edit", alert.pk), sent(alert, kind=notice().pk))
    gone.delete()
    for name in ("revisions_revert", "revisions_view"):
        assert browser.get(url(name, alert.pk, first.pk)).status_code == 200
    assert browser.get(url("revisions_revert", alert.pk, first.pk)).context["form"].instance.kind == notice()


@pytest.mark.parametrize(("state", "may_change"), [("draft", True), ("pending", False), ("sending", False)])
def test_whether_lives_depend_on_a_kind_stays_while_its_messages_are_under_way(
    signed_in, editor, animator, space_a, group, state, may_change
):
    alert = compose(space_a, editor, group)
    Alert.objects.update(state=state)
    kind = {"name": "Session", "life_safety": "on", "category": "Other", "lasts": 48}
    signed_in(animator).post(reverse("wagtailsnippets_alerts_alertkind:edit", args=[alert.kind_id]), kind)
    assert AlertKind.objects.get(pk=alert.kind_id).life_safety is may_change
    del kind["life_safety"]
    signed_in(animator).post(reverse("wagtailsnippets_alerts_alertkind:edit", args=[alert.kind_id]), kind)
    assert AlertKind.objects.get(pk=alert.kind_id).name == "Session"


def test_the_sheet_says_why_one_begun_again_needs_another_person(signed_in, editor, manager, space_a, group):
    template = ready_text(space_a)
    first, again = (
        from_template(template, editor, group, text=f"Crue à {where}. Quittez les berges.") for where in "AB"
    )
    browser = signed_in(editor)
    page = browser.get(url("sheet", again.pk)).content.decode()
    assert 'value="sign"' in page and "moins de douze heures" not in page
    workflow.submit(first, editor)
    workflow.return_to_author(Alert.objects.get(pk=first.pk), manager, "C’est faux.")
    page = browser.get(url("sheet", again.pk)).content.decode()
    assert 'value="sign"' not in page and "moins de douze heures" in page and 'value="submit"' in page


def test_a_draft_is_thrown_away_by_a_manager_and_an_approved_message_by_nobody(
    signed_in, editor, manager, superuser, space_a, group
):
    draft, approved = (compose(space_a, editor, group, texts={"fr": text}) for text in ("Un.", "Deux."))
    workflow.submit(approved, editor)
    waiting = Alert.objects.get(pk=approved.pk)
    workflow.approve(waiting, manager, submitted_at=approved.submitted_at, confirmed=read(approved))
    signed_in(manager).post(url("delete", draft.pk))
    for user in (manager, superuser):
        signed_in(user).post(url("delete", approved.pk))
        address = reverse("wagtail_bulk_action", args=["alerts", "alert", "delete"])
        signed_in(user).post(f"{address}?next=/admin/&id={approved.pk}", {"confirm": "1"})
    assert list(Alert.objects.all()) == [approved]


@pytest.mark.parametrize("number", [2, 12])
def test_the_list_asks_the_same_whatever_its_length(
    signed_in, editor, space_a, group, django_assert_max_num_queries, number
):
    for rank in range(number):
        compose(space_a, make_user(f"plume-{rank}", space_a.editors), group, headline=f"Message {rank}")
    browser = signed_in(editor)
    browser.get(url("list"))
    # Eight of them are the frame that Wagtail draws around every screen.
    with django_assert_max_num_queries(12):
        page = said(browser.get(url("list")))
    assert f"Message {number - 1}" in page


def test_the_list_is_narrowed_by_state_and_kind(signed_in, editor, space_a, group):
    compose(space_a, editor, group, headline="Le brouillon")
    workflow.submit(compose(space_a, editor, group, headline="Le soumis"), editor)
    page = said(signed_in(editor).get(url("list"), {"state": "pending"}))
    assert "Le soumis" in page
    assert "Le brouillon" not in page


def test_the_message_is_seen_on_a_telephone_before_it_is_saved(signed_in, editor, space_a, group):
    alert = compose(space_a, editor, group)
    browser = signed_in(editor)
    answer = browser.post(url("preview_on_edit", alert.pk), sent(alert, "Pas encore enregistré."))
    assert answer.json()["is_available"]
    page = said(browser.get(url("preview_on_edit", alert.pk)))
    assert "Pas encore enregistré." in page
    assert "civitac-phone" in page


def test_where_there_is_no_group_each_is_told_what_they_can_do(signed_in, space_a, editor, manager):
    alert = workflow.begin(editor, space_a.collection, notice())
    for user, told in (
        (manager, "créez-en d’abord un"),
        (editor, "la personne responsable de votre espace en crée un"),
    ):
        assert told in said(signed_in(user).get(url("edit", alert.pk)))


@pytest.mark.parametrize("model", ["alertkind", "authoritylabel"])
def test_whether_lives_may_depend_on_it_is_listed_by_a_sign_that_says_so_in_french(signed_in, animator, model):
    AlertKind.objects.get_or_create(name="Vent", defaults={"life_safety": True})
    AuthorityLabel.objects.get_or_create(label="Alerte", severity=Severity.EXTREME)
    listed = said(signed_in(animator).get(reverse(f"wagtailsnippets_alerts_{model}:list")))
    assert "Des vies peuvent en dépendre" in listed
    assert not {"True", "False"} & set(listed.split())


@pytest.mark.parametrize("model", ["alertkind", "authoritylabel", "tariff", "budget"])
def test_what_is_shared_is_kept_by_the_animation_team(signed_in, editor, manager, animator, model):
    AlertKind.objects.get_or_create(name="Vent")
    address = reverse(f"wagtailsnippets_alerts_{model}:list")
    assert signed_in(animator).get(address).status_code == 200
    for user in (editor, manager):
        assert signed_in(user).get(address).status_code == 302
