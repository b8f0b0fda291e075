"""Where nginx sends files, which one is told to whoever has no session from what is kept, for as long as it is so."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from data_pages.documents import reading, views
from data_pages.models import CivitacDocument
from spaces.services import close_space, reopen_space
from tests.data_pages.documents.samples import a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nginx_in_front(settings):
    settings.DOCUMENTS_ACCEL_PREFIX = "/_documents/"


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` → what is done inside is committed at the end, with all that follows a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def kept_for(monkeypatch) -> list[float]:
    """For how many seconds each answer was put away since the beginning of the test."""
    seconds = []
    put_away = cache.set

    def watched(key, value, timeout=None, **named):
        if key.startswith("page:"):
            seconds.append(timeout)
        return put_away(key, value, timeout, **named)

    monkeypatch.setattr(cache, "set", watched)
    return seconds


@pytest.fixture
def budget(publish) -> CivitacDocument:
    """A public document whose file was replaced once, with a picture of its first page."""
    document = publish("Budget", content=a_pdf("Le premier"), visibility="public")
    document.file = ContentFile(a_pdf("Le deuxième"), "corrige.pdf")
    document.save()
    reading.read(document.pk)
    return CivitacDocument.objects.get(pk=document.pk)


def addresses(document: CivitacDocument) -> list[str]:
    return [document.url, *(each.url for each in document.versions.all()), f"/donnees/documents/{document.pk}/apercu/"]


def sent(client, address: str, **headers: str) -> str:
    """The file that nginx is told to send; empty when it is told nothing."""
    return client.get(address, headers=headers).headers.get("X-Accel-Redirect", "")


def test_a_file_that_everyone_may_open_is_asked_about_once(client, budget, django_assert_num_queries):
    first = {address: client.get(address) for address in addresses(budget)}
    assert len({response["X-Accel-Redirect"] for response in first.values()}) == 3
    with django_assert_num_queries(0):
        for address, response in first.items():
            again = client.get(address)
            assert (again.status_code, again.headers, again.content) == (200, response.headers, b"")


def test_nginx_is_told_the_file_whatever_of_it_is_asked_for(client, budget, django_assert_num_queries):
    file = sent(client, budget.url)
    with django_assert_num_queries(0):
        assert client.head(budget.url)["X-Accel-Redirect"] == file
        for headers in (
            {"Range": "bytes=0-8"},
            {"Range": "bytes=9-", "If-Range": '"la-marque-de-nginx"'},
            {"If-None-Match": '"la-marque-de-nginx"'},
            {"Accept-Encoding": "gzip"},
        ):
            assert sent(client, budget.url, **headers) == file


def test_nothing_is_kept_for_longer_than_readers_are_told(client, budget, kept_for):
    assert "max-age=300" in client.get(budget.url)["Cache-Control"]
    client.get(budget.page_url)
    assert kept_for == [300, 3600]


@pytest.mark.parametrize("visibility", ["identified", "members"])
def test_what_does_not_open_to_everyone_is_never_kept(client, signed_in, editor, budget, kept_for, visibility):
    budget.visibility = visibility
    budget.save()
    for browser in (signed_in(editor), client, signed_in(editor)):
        for address in addresses(budget):
            assert bool(sent(browser, address)) == (browser is not client)
    assert kept_for == []


def test_whoever_has_a_session_is_asked_about_each_time(
    client, signed_in, citizen, budget, kept_for, django_assert_num_queries
):
    browser = signed_in(citizen)
    for _time in range(2):
        with django_assert_num_queries(1):
            assert sent(browser, budget.url)
    assert kept_for == []
    file, browser = sent(client, budget.url), signed_in(citizen)
    with django_assert_num_queries(1):
        assert sent(browser, budget.url) == file


def test_the_way_to_the_right_name_is_not_kept(client, budget, kept_for):
    assert client.get(f"/donnees/documents/{budget.pk}/autre.pdf")["Location"] == budget.url
    assert kept_for == []


def edited(browser, document: CivitacDocument, **fields) -> None:
    sheet = {"title": document.title, "collection": document.collection_id, "visibility": document.visibility}
    sheet |= {"language": document.language, "tags": ""}
    response = browser.post(reverse("wagtaildocs:edit", args=[document.pk]), sheet | fields)
    assert response.status_code == 302, response.context["form"].errors


def made_identified(browser, document):
    edited(browser, document, visibility="identified")


def made_the_members_own(browser, document):
    edited(browser, document, visibility="members")


def deleted(browser, document):
    assert browser.post(reverse("wagtaildocs:delete", args=[document.pk])).status_code == 302


def deleted_among_others(browser, document):
    address = reverse("wagtail_bulk_action", args=["data_pages", "civitacdocument", "delete"])
    assert browser.post(f"{address}?id={document.pk}").status_code == 302


def closed_with_its_space(browser, document):
    close_space(document.collection.space)


@pytest.mark.parametrize(
    "act", [made_identified, made_the_members_own, deleted, deleted_among_others, closed_with_its_space]
)
def test_what_closes_a_document_closes_its_files_at_once(client, committed, signed_in, superuser, budget, act):
    files = addresses(budget)
    assert all(sent(client, address) for address in files)
    with committed():
        act(signed_in(superuser), budget)
    assert not any(sent(client, address) for address in files)


def test_a_document_moved_with_others_to_a_closed_space_is_closed_with_it(
    client, committed, signed_in, superuser, budget, space_b
):
    with committed():
        close_space(space_b)
    files = addresses(budget)
    assert all(sent(client, address) for address in files)
    address = reverse("wagtail_bulk_action", args=["data_pages", "civitacdocument", "add_to_collection"])
    with committed():
        response = signed_in(superuser).post(f"{address}?id={budget.pk}", {"collection": space_b.collection_id})
        assert response.status_code == 302
    assert not any(sent(client, address) for address in files)


def test_a_space_that_reopens_opens_its_files_again(client, committed, budget):
    with committed():
        close_space(budget.collection.space)
    assert not any(sent(client, address) for address in addresses(budget))
    with committed():
        reopen_space(budget.collection.space)
    assert all(sent(client, address) for address in addresses(budget))


def test_what_is_opened_to_everyone_opens_at_once(client, committed, signed_in, superuser, budget):
    with committed():
        made_identified(signed_in(superuser), budget)
    assert not any(sent(client, address) for address in addresses(budget))
    with committed():
        edited(signed_in(superuser), budget, visibility="public")
    assert all(sent(client, address) for address in addresses(budget))


def test_a_replaced_file_is_sent_in_place_of_the_former_one(client, committed, signed_in, superuser, budget):
    former, picture = budget.url, f"/donnees/documents/{budget.pk}/apercu/"
    file, drawn = sent(client, former), sent(client, picture)
    with committed():
        edited(signed_in(superuser), budget, file=SimpleUploadedFile("troisieme.pdf", a_pdf("Le troisième")))
    latest = CivitacDocument.objects.get(pk=budget.pk)
    assert client.get(former)["Location"] == latest.url
    assert sent(client, latest.url) not in ("", file)
    assert sent(client, latest.versions.get(number=2).url) == file
    assert sent(client, picture) not in ("", drawn)


def test_a_change_that_is_not_committed_yet_changes_nothing_for_anyone_else(client, committed, budget):
    file = sent(client, budget.url)
    with committed():
        budget.visibility = "identified"
        budget.save()
        assert sent(client, budget.url) == file
    assert sent(client, budget.url) == ""


def test_an_answer_made_before_a_change_and_put_away_after_it_is_not_given(client, committed, budget, monkeypatch):
    deliver = views.deliver

    def slow(*arguments):
        monkeypatch.setattr(views, "deliver", deliver)
        # Another process closes the document while this one is about to answer.
        with committed():
            other = CivitacDocument.objects.get(pk=budget.pk)
            other.visibility = "identified"
            other.save()
        return deliver(*arguments)

    monkeypatch.setattr(views, "deliver", slow)
    assert sent(client, budget.url)
    assert sent(client, budget.url) == ""
