"""The demonstration loads completely, survives an interruption, and leaves alone what people have changed since."""

from collections import Counter
from io import StringIO
from unittest import mock

import phonenumbers
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.test import Client
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from accounts.models import User
from alerts import rights, workflow
from alerts.enums import AlertState, DeliveryState
from alerts.models import Alert, AlertTemplate, AlertText, Consent, Delivery, DiffusionGroup, Subscriber
from civitac.core.sms.segments import measure
from data_pages.enums import Status
from data_pages.models import (
    CivitacDocument,
    DocumentVersion,
    Indicator,
    Observation,
    ObservationChange,
    StatisticTable,
)
from home.demo.filling import Filler
from home.demo.pages import key_of
from home.demo.people import ACCOUNTS, PASSWORD
from home.demo.reading import picture_users, read_content
from home.models import ContactMessage, HomePage, SiteSettings, StandardPage
from media_library.models import CivitacImage, CivitacMedia
from spaces.blocks import ArticleBodyBlock
from spaces.enums import ArticleKind, SpaceKind
from spaces.models import ArticlePage, Author, EnrolmentRequest, QuestionPage, ServicePage, Space
from tests.reading import links, main, read, words

COUNTED = [
    Page, Revision, PageLogEntry, Space, Author, User, CivitacImage, CivitacMedia, CivitacDocument, DocumentVersion,
    ContactMessage,
    EnrolmentRequest, Alert, Consent, Delivery, DiffusionGroup, Subscriber,
    WorkflowState, StatisticTable, Observation, ObservationChange,
]  # fmt: skip
BEFORE_THE_INTERRUPTION = 5

pytestmark = pytest.mark.django_db


def load() -> str:
    output = StringIO()
    call_command("load_demo", "--force", stdout=output)
    return output.getvalue()


def interrupted_load() -> None:
    """Ctrl-C in the middle of the articles."""
    fill, seen = Filler.article, []

    def fill_some(filler: Filler, page: ArticlePage, entry: object) -> None:
        seen.append(entry)
        if len(seen) > BEFORE_THE_INTERRUPTION:
            raise KeyboardInterrupt
        fill(filler, page, entry)

    with mock.patch.object(Filler, "article", fill_some), pytest.raises(KeyboardInterrupt):
        load()


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """What the command printed when it completed a first load that had been interrupted."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("prepare", stdout=StringIO())
        interrupted_load()
        assert ArticlePage.objects.live().count() == BEFORE_THE_INTERRUPTION
        yield load()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _loaded(printed):
    """Every test here stands on the loaded demonstration."""


def sign_in(email: str) -> Client:
    browser = Client()
    response = browser.post("/compte/connexion/", {"login": email, "password": PASSWORD})
    assert response.status_code == 302, email
    return browser


def state() -> dict[str, list]:
    return {model.__name__: sorted(model.objects.values_list("pk", flat=True)) for model in COUNTED}


def test_no_file_is_missing(printed):
    assert "absents" not in printed
    content = read_content()
    named = {content.pictures[key]["title"] for key in picture_users(content)}
    assert set(CivitacImage.objects.values_list("title", flat=True)) == named
    assert CivitacMedia.objects.count() == len(content.media)
    papers = [paper for paper in content.papers if paper.slug not in {each.replaces for each in content.papers}]
    assert CivitacDocument.objects.count() == len(content.documents) + len(papers)


def test_two_articles_show_figures_of_the_database_to_everyone(client):
    drawn = main(read(client, ArticlePage.objects.get(slug="kaya-declarer-une-naissance").get_url()))
    assert drawn.find("svg", role="img") and "11 258 (p)" in words(drawn).replace("\xa0", " ")
    told = words(main(read(client, ArticlePage.objects.get(slug="guiriko-dix-sept-regions").get_url())))
    assert "2 239 840 habitants" in told.replace("\xa0", " ")


def test_it_prints_the_addresses_and_the_accounts(printed):
    assert "http://testserver/" in printed
    assert PASSWORD in printed
    assert all(account.email in printed for account in ACCOUNTS)


def test_it_shows_every_kind_of_content():
    live = ArticlePage.objects.live()
    assert Space.objects.filter(kind=SpaceKind.COLLECTIVITY).count() >= 6
    assert Space.objects.filter(kind=SpaceKind.ORGANISATION).count() >= 6
    assert live.count() >= 30
    assert set(live.values_list("kind", flat=True)) == set(ArticleKind.values)
    assert {block.block_type for article in live for block in article.body} >= set(ArticleBodyBlock.base_blocks)
    assert ServicePage.objects.live().count() >= 12
    assert QuestionPage.objects.live().count() >= 20
    assert StandardPage.objects.live().filter(shown_in_footer=True).exists()


def test_spaces_have_documents_for_everyone_for_the_identified_and_for_members():
    papers = CivitacDocument.objects.filter(title__endswith="(exemple)", kind__isnull=False)
    assert papers.count() >= 12
    assert set(papers.values_list("visibility", flat=True)) == {"public", "identified", "members"}
    assert papers.values("kind").distinct().count() >= 8
    assert papers.filter(collection__space__kind=SpaceKind.ORGANISATION).exists()
    budget = papers.get(title="Budget primitif 2024 de la commune de Kaya (exemple)")
    (former,) = budget.versions.all()
    assert former.reason
    assert former.published_at < former.replaced_at
    assert former.file.read(4) == budget.file.read(4) == b"%PDF"
    assert former.file_hash != budget.file_hash


def test_spaces_have_figures_of_several_years_and_of_every_kind():
    invented = StatisticTable.objects.exclude(title__contains="Population en 2019")
    assert invented.count() == len(read_content().tables) >= 20
    assert all("(exemple)" in table.title and "inventés" in table.source for table in invented)
    assert set(invented.values_list("visibility", flat=True)) == {"public", "identified", "members"}
    figures = Observation.objects.filter(table__in=invented)
    assert set(figures.values_list("status", flat=True)) == set(Status.values)
    assert figures.exclude(note="").exists()
    for code, years in {"budget-vote": 6, "forages": 5}.items():
        for place in ("Ouahigouya", "Koudougou"):
            assert figures.filter(indicator__code=code, territory__name=place, value__gt=0).count() >= years
    assert figures.filter(space__kind=SpaceKind.ORGANISATION).exists()


def test_parts_of_invented_figures_never_exceed_their_whole():
    figures = {
        (row.indicator.code, row.territory_id, row.space_id, row.period): row.value
        for row in Observation.objects.exclude(value=None).select_related("indicator")
    }
    wholes = dict(Indicator.objects.exclude(part_of=None).values_list("code", "part_of__code"))
    sums = Counter()
    for (code, *key), value in figures.items():
        if code in wholes:
            sums[wholes[code], *key] += value
    assert sums
    assert [key for key, total in sums.items() if key in figures and total > figures[key]] == []


def test_articles_carry_the_date_they_were_written_with():
    article = ArticlePage.objects.get(slug="ouahigouya-session-budget-2027")
    days = {
        moment.date().isoformat()
        for moment in (article.first_published_at, article.last_published_at, article.latest_revision_created_at)
    }
    assert days == {"2026-11-12"}


def test_pictures_belong_to_the_one_space_that_shows_them_or_to_all():
    logo = Space.objects.get(page__slug="dori").page.logo
    assert logo.collection.space.page.slug == "dori"
    assert ArticlePage.objects.get(slug="ouahigouya-points-eau-quartiers").photo.collection.name == "Illustrations"
    assert not CivitacImage.objects.filter(description="").exists()


def test_every_published_page_answers(client):
    for page in Page.objects.live().filter(depth__gt=1):
        assert client.get(page.url).status_code == 200, page.url


def test_the_home_page_says_that_it_is_a_demonstration(client, settings):
    settings.DEMONSTRATION = True
    response = client.get("/")
    assert response.status_code == 200
    assert "Démonstration" in response.content.decode()


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.name)
def test_every_account_signs_in(account):
    assert account.first_name in sign_in(account.email).get("/compte/").content.decode()


def test_each_role_finds_something_to_do():
    waiting = ArticlePage.objects.filter(pk__in=waiting_pages())
    assert waiting.count() == 2
    team = sign_in("animation@demo.civitac.test").get("/admin/").content.decode()
    assert all(article.title in team for article in waiting)
    assert "le chiffre des places réparées" in sign_in("redaction@demo.civitac.test").get("/admin/").content.decode()
    for writer in ("responsable", "osc"):
        mine = ArticlePage.objects.filter(owner__email=f"{writer}@demo.civitac.test", live=False)
        assert mine
        page = sign_in(f"{writer}@demo.civitac.test").get("/admin/").content.decode()
        assert all(article.title in page for article in mine)
    assert ArticlePage.objects.get(slug="ouahigouya-permanences-etat-civil").scheduled_revision
    assert ContactMessage.objects.filter(is_answered=False).exists()
    assert all(request.name in team for request in EnrolmentRequest.objects.waiting())
    assert EnrolmentRequest.objects.waiting().count() == 2


def waiting_pages() -> list[str]:
    return list(
        WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).values_list("object_id", flat=True)
    )


# Messages to the population: numbers that nobody has, and every state that someone may meet


def test_no_number_could_be_somebodys():
    numbers = list(Subscriber.objects.values_list("number", flat=True))
    assert len(numbers) == 42
    assert not any(phonenumbers.is_valid_number(phonenumbers.parse(number)) for number in numbers)


def test_everybody_agreed_and_the_journal_says_that_they_are_invented():
    assert Consent.objects.count() == Subscriber.objects.count()
    assert {source for (source,) in Consent.objects.values_list("source")} == {"Démonstration : personne n’a ce numéro"}
    assert len(set(Subscriber.objects.values_list("language", flat=True))) == 4


def test_there_are_three_groups_one_of_them_for_the_whole_country():
    spaces = DiffusionGroup.objects.filter(collection__space__isnull=False)
    assert (DiffusionGroup.objects.count(), spaces.count()) == (3, 2)


def test_each_message_that_left_has_its_deliveries_in_states_that_one_meets():
    sent = Alert.objects.filter(state=AlertState.COMPLETED).annotate(number=Count("deliveries"))
    assert [alert.number for alert in sent.order_by("started_at")] == [16, 16, 14, 12, 12, 16]
    found = Counter(Delivery.objects.values_list("state", flat=True))
    assert set(found) == {
        DeliveryState.DELIVERED,
        DeliveryState.FAILED,
        DeliveryState.ACCEPTED,
        DeliveryState.UNKNOWN,
    }
    assert found.most_common(1)[0][0] == DeliveryState.DELIVERED


def test_a_test_to_oneself_and_a_single_signature_can_be_tried():
    writer = User.objects.get(email="redaction@demo.civitac.test")
    assert writer.phone.as_e164 == "+22600990004" and not writer.phone.is_valid(), "nobody has this number"
    ready = AlertTemplate.objects.get()
    alert = workflow.begin(writer, ready.collection, template=ready)
    alert.texts = [AlertText(language="fr", text=ready.texts.get().text.replace("{lieu}", "Sabouna"))]
    alert.save()
    assert rights.may_sign(writer, alert)
    assert not rights.may_sign(User.objects.get(email="responsable@demo.civitac.test"), alert)


def test_one_is_in_force_one_waits_and_one_is_being_written(client):
    front = read(client, "/")
    assert "Le forage du secteur 9 est fermé" in words(main(front))
    # One borehole is no matter for the band that the whole country sees.
    assert front.find(class_="watch") is None
    waiting = Alert.objects.exclude(state=AlertState.COMPLETED)
    assert sorted(waiting.values_list("state", "created_by__email")) == [
        ("draft", "redaction@demo.civitac.test"),
        ("pending", "redaction@demo.civitac.test"),
    ]


def test_the_flood_and_its_end_lead_to_each_other(client):
    end = Alert.objects.get(message_type="Cancel")
    assert end.get_absolute_url() in links(main(read(client, end.follows.get_absolute_url())))


def test_texts_are_short_and_cheap_save_the_draft_that_shows_what_a_letter_costs():
    for alert in Alert.objects.exclude(state=AlertState.DRAFT):
        assert measure(alert.texts.get().text).segments == 1, alert
    assert measure(Alert.objects.get(state=AlertState.DRAFT).texts.get().text).segments == 2


# Loading again


def test_nobody_is_written_to_while_it_loads(mailoutbox):
    Page.objects.get(slug="laafi-yiri-eau-propre-ecole").delete()
    load()
    assert len(waiting_pages()) == 2
    assert not mailoutbox
    team = User.objects.get(email="animation@demo.civitac.test")
    assert team.wagtail_userprofile.submitted_notifications


def test_loading_again_changes_nothing():
    before = state()
    load()
    assert state() == before


def test_what_people_changed_stays():
    article = ArticlePage.objects.get(slug="koudougou-tournoi-secteurs")
    article.title, article.slug = "Un autre titre", "une-autre-adresse"
    article.save_revision().publish()
    home = HomePage.objects.get()
    home.body = []
    home.save_revision().publish()
    SiteSettings.objects.update(tagline="Une autre devise")
    person = User.objects.get(email="citoyen@demo.civitac.test")
    person.set_password("un-mot-de-passe-a-moi")
    person.save()
    before = state()
    load()
    assert state() == before
    assert Page.objects.get(translation_key=key_of("koudougou-tournoi-secteurs")).title == "Un autre titre"
    assert not HomePage.objects.get().body
    assert SiteSettings.objects.get().tagline == "Une autre devise"
    assert User.objects.get(pk=person.pk).check_password("un-mot-de-passe-a-moi")


def test_what_was_deleted_comes_back():
    Page.objects.get(slug="koudougou-tournoi-secteurs").delete()
    load()
    assert Page.objects.get(slug="koudougou-tournoi-secteurs").live


def test_it_refuses_an_installation_that_is_not_a_demonstration():
    with pytest.raises(CommandError, match="--force"):
        call_command("load_demo")
