"""What anyone reads of alerts: the list, and a page for each that stays."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection

from alerts.enums import AlertState, MessageType
from alerts.models import Alert, Delivery
from spaces.services import close_space
from tests.reading import links, main, metadata, queries, read, structured_data, titles, words

from .telling import HOUR, label, session, tell, warn

pytestmark = pytest.mark.django_db


@pytest.fixture
def flood(space_a, country) -> Alert:
    texts = {"mos": "Koom wata ne pãnga.", "fr": "Crue au radier du secteur 4. Prenez la route du lycée."}
    return warn(
        "Crue au radier du secteur 4",
        space_a.collection,
        texts=texts,
        instruction="Ne traversez pas.",
        details="Le niveau monte encore.",
        territories=[country["ouahigouya"]],
    )


def section(page, heading: str):
    return main(page).find("h2", string=heading).find_parent("section")


# The page of an alert


def test_the_page_of_an_alert_says_what_where_until_when_and_by_whom(client, flood, space_a):
    label("Alerte", collection=space_a.collection)
    page = read(client, flood.get_absolute_url())
    told = words(main(page))
    for part in (
        "Alerte",
        "Inondation",
        "Crue au radier du secteur 4",
        "Prenez la route du lycée",
        "Ne traversez pas.",
    ):
        assert part in told
    assert "Le niveau monte encore." in told
    assert "En vigueur" in told
    assert links(main(page))[space_a.page.url] == "Commune de Ouahigouya"
    assert links(main(page))["/alertes/?territoire=ouahigouya"] == "Ouahigouya"
    assert words(page.find("h1")) == "Crue au radier du secteur 4"


def test_its_hours_are_written_for_machines_to_the_minute(client, flood):
    times = read(client, flood.get_absolute_url()).select("time[datetime]")
    assert times
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d\+00:00", time["datetime"]) for time in times)


def test_the_french_text_comes_first_and_the_others_say_their_language(client, flood):
    quotes = main(read(client, flood.get_absolute_url())).find_all("blockquote")
    assert [quote.get("lang") for quote in quotes] == [None, "mos"]


@pytest.mark.parametrize("state", [state for state in AlertState if state not in ("sending", "paused", "completed")])
def test_what_has_not_begun_to_leave_is_nowhere(client, space_a, state):
    hidden = tell("Un secret", space_a.collection, state=state, started_at=None)
    for address in (hidden.get_absolute_url(), f"/alertes/cap/{hidden.pk}.xml"):
        assert client.get(address).status_code == 404
    for address in ("/", "/alertes/", "/alertes/flux.xml", "/sitemap.xml", space_a.page.url):
        answer = client.get(address).content.decode()
        assert "Un secret" not in answer
        assert f"/alertes/{hidden.pk}/" not in answer


def test_a_draft_is_hidden_even_where_a_message_of_its_own_had_left(client, site):
    assert client.get(tell("Repris", state=AlertState.DRAFT).get_absolute_url()).status_code == 404


@pytest.mark.parametrize("address", ["/alertes/0/", "/alertes/99999999999999999999999/", "/alertes/cap/0.xml"])
def test_an_alert_that_does_not_exist_is_not_found(client, site, address):
    assert client.get(address).status_code == 404


def test_an_expired_alert_keeps_its_page_which_says_that_it_has_ended(client, site):
    told = words(main(read(client, tell("Coupure d’eau", left=-1).get_absolute_url())))
    assert "Coupure d’eau" in told
    assert "Terminé" in told
    assert "En vigueur" not in told


@pytest.mark.parametrize("message_type", [MessageType.UPDATE, MessageType.CANCEL])
def test_a_follow_up_that_is_cancelled_leaves_in_force_what_it_followed(client, flood, space_a, message_type):
    warn("Démenti", space_a.collection, begun=0.5, follows=flood, message_type=message_type, state=AlertState.CANCELLED)
    page = read(client, flood.get_absolute_url())
    assert "En vigueur" in words(main(page)) and "remplace" not in words(main(page))
    assert flood.headline in words(read(client, "/").find(class_="watch"))


def test_a_follow_up_and_what_it_follows_lead_to_each_other(client, flood, space_a):
    update = warn(
        "La crue atteint le marché", space_a.collection, begun=0.5, follows=flood, message_type=MessageType.UPDATE
    )
    end = warn("La crue est passée", space_a.collection, begun=0.1, follows=update, message_type=MessageType.CANCEL)
    first = main(read(client, flood.get_absolute_url()))
    assert "Ce message n’est plus en vigueur" in words(first) and "remplace" not in words(first)
    steps = first.find("ol", class_="steps")
    assert [words(step.find(["a", "strong"])) for step in steps.find_all("li")] == [
        each.headline for each in (flood, update, end)
    ]
    assert {update.get_absolute_url(), end.get_absolute_url()} <= set(links(first))
    last = main(read(client, end.get_absolute_url()))
    assert {update.get_absolute_url(), flood.get_absolute_url()} <= set(links(last))
    assert "Fin d’alerte" in words(last)
    assert "En vigueur" not in words(first) + words(last)


def test_the_latest_update_replaces_what_came_before(client, flood, space_a):
    row = {"message_type": MessageType.UPDATE}
    update = warn("Au marché", space_a.collection, begun=0.5, follows=flood, **row)
    latest = warn("Au lycée", space_a.collection, begun=0.1, follows=update, **row)
    call = main(read(client, flood.get_absolute_url())).find(class_="call")
    assert "Un message plus récent remplace celui-ci" in words(call) and list(links(call)) == [
        latest.get_absolute_url()
    ]


def test_what_was_stopped_before_anything_left_says_so(client, space_a):
    early, late = (
        warn(headline, space_a.collection, state=AlertState.CANCELLED) for headline in ("Fausse nouvelle", "Erreur")
    )
    for alert, state in ((early, "suppressed"), (late, "unknown")):
        Delivery.objects.create(alert=alert, number="+22670000001", language="fr", segments=1, state=state)
    assert "avant qu’un message parte" in words(main(read(client, early.get_absolute_url())))
    assert "pendant son envoi" in words(main(read(client, late.get_absolute_url())))


def test_a_follow_up_that_has_not_left_is_not_named(client, flood, space_a):
    warn("Secret", space_a.collection, follows=flood, message_type=MessageType.UPDATE, state="draft", started_at=None)
    told = words(main(read(client, flood.get_absolute_url())))
    assert "Secret" not in told
    assert "En vigueur" in told


def test_an_alert_of_the_team_names_the_team_and_one_of_a_closed_space_leads_nowhere(client, space_a, flood):
    national = tell("Journée de vaccination")
    assert "équipe de Civitac" in words(main(read(client, national.get_absolute_url())))
    close_space(space_a)
    page = main(read(client, flood.get_absolute_url()))
    assert "Commune de Ouahigouya" in words(page)
    assert space_a.page.url not in links(page)


def badge(client, alert: Alert) -> str:
    return words(main(read(client, alert.get_absolute_url())).find(class_="badge"))


def test_an_alert_is_called_by_the_word_of_its_authority_or_by_the_word_of_all(client, space_a, space_b):
    label("Vigilance")
    label("Alerte", collection=space_a.collection)
    assert badge(client, warn("Crue ici", space_a.collection)) == "Alerte"
    assert badge(client, warn("Crue là", space_b.collection)) == "Vigilance"


def test_where_no_word_was_chosen_nobody_is_made_to_say_alert(client, space_a):
    assert badge(client, warn("Crue ici", space_a.collection)) == "Message important"
    assert badge(client, tell("Session", space_a.collection)) == "Avis"


def test_an_alert_can_be_shared_printed_and_read_by_machines(client, flood):
    page = read(client, flood.get_absolute_url())
    assert metadata(page)["og:title"] == "Crue au radier du secteur 4"
    assert metadata(page)["description"].startswith("Crue au radier")
    shared = [link for link in links(main(page)) if "wa.me" in link or link.startswith("sms:")]
    assert all("Crue%20au%20radier" in link and f"alertes%2F{flood.pk}%2F" in link for link in shared)
    assert len(shared) == 2
    (announcement,) = [node for node in structured_data(page) if node["@type"] == "SpecialAnnouncement"]
    assert announcement["spatialCoverage"] == [{"@type": "AdministrativeArea", "name": "Ouahigouya"}]
    assert announcement["expires"] == flood.expires_at.isoformat()


def test_texts_are_shown_as_they_were_typed(client, site):
    alert = tell("Eau <b>potable</b>", texts={"fr": "Ligne 1 & <script>x</script>\nLigne 2"})
    page = main(read(client, alert.get_absolute_url()))
    assert "Ligne 1 & <script>x</script> Ligne 2" in words(page)
    assert page.find("b", string="potable") is None


# The list


def test_what_is_in_force_comes_first_then_what_has_ended_the_latest_first(client, site):
    tell("Ancienne", begun=90, left=-80)
    tell("Récente", begun=9, left=-1)
    tell("En cours", begun=50)
    page = read(client, "/alertes/")
    assert titles(section(page, "En vigueur")) == ["En cours"]
    assert titles(section(page, "Précédemment")) == ["Récente", "Ancienne"]


def test_what_was_cancelled_is_called_so_in_the_list_and_in_the_feed(client, space_a):
    alert = tell("Arrêtée", space_a.collection, state=AlertState.CANCELLED, finished_at=timezone.now())
    for address in ("/alertes/", "/alertes/flux.xml", space_a.page.url):
        assert "Annulé" in client.get(address).content.decode()
    stopped = f"{timezone.localtime(alert.finished_at):%Y-%m-%dT%H:%M:%S}"
    assert client.get("/alertes/flux.xml").content.decode().count(f"<updated>{stopped}") == 2


def test_the_texts_of_the_feed_are_plain(client, site):
    warn("Eau < 3 m & boue")
    feed = client.get("/alertes/flux.xml").content.decode()
    assert '<summary type="text">' in feed and 'type="html"' not in feed


def test_what_was_cancelled_or_followed_is_no_longer_in_force(client, flood, space_a):
    tell("Arrêtée", state=AlertState.CANCELLED)
    warn("La crue monte", space_a.collection, begun=0.2, follows=flood, message_type=MessageType.UPDATE)
    assert titles(section(read(client, "/alertes/"), "En vigueur")) == ["La crue monte"]


def test_the_list_is_narrowed_by_kind(client, flood, site):
    tell("Session ordinaire", kind=session())
    page = read(client, "/alertes/?genre=session-du-conseil")
    assert titles(main(page)) == ["Session ordinaire"]


def test_the_list_is_narrowed_by_place_with_what_lies_in_it_and_above_it(client, flood, space_b, country):
    tell("Dans toute la région", territories=[country["region"]])
    tell("De Kaya, sans lieu", space_b.collection)
    tell("Pour tout le monde")
    of = lambda slug: set(titles(main(read(client, f"/alertes/?territoire={slug}"))))  # noqa: E731
    assert of("ouahigouya") == {"Crue au radier du secteur 4", "Dans toute la région", "Pour tout le monde"}
    assert of("kaya") == {"De Kaya, sans lieu", "Dans toute la région", "Pour tout le monde"}
    assert of("region-yaadga") == of("ouahigouya") | of("kaya")


def test_unknown_filters_are_said_and_nothing_corresponds(client, flood):
    for query in ("genre=magie", "territoire=nulle-part", "genre=" + "x" * 200):
        page = main(read(client, f"/alertes/?{query}"))
        assert titles(page) == []
        assert "filtres est inconnu" in words(page)


@pytest.mark.parametrize("number", ["0", "99", "x", "-1"])
def test_a_page_of_the_list_that_does_not_exist_is_not_found(client, site, number):
    assert client.get(f"/alertes/?page={number}").status_code == 404


def test_an_empty_list_says_how_to_receive_the_next_message(client, site):
    page = main(read(client, "/alertes/"))
    assert "/alertes/abonnement/" in links(page)
    assert "Rien n’est en vigueur" in words(page)


def test_older_alerts_are_on_further_pages(client, site):
    for number in range(18):
        tell(f"Numéro {number}", begun=number + 10, left=-1)
    first, second = (main(read(client, f"/alertes/?page={page}")) for page in (1, 2))
    assert len(titles(first)) == 15
    assert titles(second) == ["Numéro 15", "Numéro 16", "Numéro 17"]


def test_the_menu_and_the_sitemap_lead_to_the_alerts(client, flood):
    assert "/alertes/" in links(read(client, "/").find("nav"))
    told = client.get("/sitemap.xml").content.decode()
    assert f"/alertes/{flood.pk}/</loc>" in told
    assert "/alertes/</loc>" in told


# What a page costs


@pytest.mark.parametrize(
    "address", ["/alertes/", "page", "/alertes/flux.xml", "cap", "/collectivites/ouahigouya/", "/"]
)
def test_the_number_of_queries_does_not_grow(client, flood, space_a, country, settings, address):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "PageCache" not in each]
    address = {"page": flood.get_absolute_url(), "cap": f"/alertes/cap/{flood.pk}.xml"}.get(address, address)
    few = queries(client, address)
    latest = flood
    for number in range(6):
        fields = {"territories": [country["ouahigouya"], country["kaya"]], "follows": latest}
        latest = warn(f"Suite {number}", space_a.collection, message_type=MessageType.UPDATE, **fields)
        tell(f"Avis {number}", space_a.collection, left=number, territories=[country["kaya"]])
        warn(f"Crue {number}", Collection.get_first_root_node())
    many = queries(client, address)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= 12
    assert len(set(many)) == len(many)


def test_the_list_asks_the_database_nothing_twice_however_long(client, site, settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "PageCache" not in each]
    for number in range(40):
        tell(f"Numéro {number}", begun=HOUR.seconds / 3600, left=2)
    assert len(queries(client, reverse("alerts:index"))) <= 5
