"""The benchmark fills a site, finds its pages and reads their cost; how long anything takes is nobody's business here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from wagtail.models import Page

from benchmarks import content, documents, importing, measuring
from benchmarks.drawing import drawings
from benchmarks.pages import measured_pages
from benchmarks.servers import on_loopback
from benchmarks.table import Bar, Row, Table
from data_pages.models import Observation, TableImport
from spaces.models import ArticlePage, Space

SHIPPED = Path(__file__).resolve().parents[1] / "deploy" / "nginx.conf"


@pytest.fixture
def small_site(db):
    content.fill(12, communes=3, organisations=2, services=2, photos=1)


def test_a_site_has_the_articles_asked_for_and_grows(small_site):
    content.fill(20)
    assert ArticlePage.objects.live().count() == 20
    assert Space.objects.count() == 5
    assert Page.find_problems() == ([], [], [], [], [])


def test_readers_find_what_was_filled_in(small_site):
    article = ArticlePage.objects.get(slug="article-0")
    for address in ("/actualites/", article.space.page.get_url(), "/recherche/?q=budget"):
        assert article.title in Client().get(address).content.decode().replace("&#x27;", "'")


def test_every_measured_page_answers_and_tells_its_queries(small_site):
    for page in measured_pages():
        counted = measuring.queries(page.path)
        assert counted.total > 0 and 0 <= counted.repeated < counted.total, page.name


def test_documents_of_the_benchmark_are_found_by_their_words(db):
    words = documents.fill(4)
    assert len(set(words)) == documents.VOCABULARY
    page = Client().get("/donnees/documents/", {"q": words[0]}).content.decode()
    assert page.count('name="d"') == 2  # half of them are public
    table = Table()
    documents.searches(table, 2)
    assert any("documents" in line for line in table.lines())


def test_a_query_asked_twice_is_counted_as_repeated(small_site, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.test_benchmarks.AsksTwice"]
    plain = measuring.queries("/livez")
    assert (plain.total, plain.repeated) == (2, 1)


class AsksTwice:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        for _time in range(2):
            list(Space.objects.all())
        return self.get_response(request)


def test_the_shipped_nginx_configuration_is_the_one_measured(tmp_path):
    adapted = on_loopback(SHIPPED.read_text(), tmp_path, 9000, "http://127.0.0.1:9001")
    assert "listen 127.0.0.1:9000;" in adapted and "server 127.0.0.1:9001;" in adapted
    kept = re.findall(r"proxy_(?:cache|no_cache|set_header).*", SHIPPED.read_text())
    assert kept and all(line in adapted or "proxy_cache_path" in line for line in kept)


def test_a_configuration_that_says_something_else_is_refused(tmp_path):
    changed = SHIPPED.read_text().replace("server 127.0.0.1:8000;", "server unix:/run/civitac.sock;")
    with pytest.raises(ValueError, match="8000"):
        on_loopback(changed, tmp_path, 9000, "http://127.0.0.1:9001")


def test_a_bar_on_the_ratio_is_not_a_bar_on_the_value():
    table = Table()
    table.add("light", 5.0, "ms", 2.0, Bar(2.5, of_ratio=True))
    table.add("heavy", 5.1, "ms", 2.0, Bar(2.5, of_ratio=True))
    table.add("fast", 70, "/s", 100, Bar(0.6, at_least=True, of_ratio=True))
    assert [row.what for row in table.missed()] == ["heavy"]


def test_the_table_shows_floor_ratio_and_what_is_missed():
    row = Row("page", 9000, "B", 3000, Bar(8000))
    assert row.cells() == ["page", "9 000 B", "3 000 B", "3.00 ×", "≤ 8 000", "**no**"]


def test_drawings_are_weighed_and_light():
    table = Table()
    drawings(table)
    assert "chart of ten bars" in {row.what for row in table.rows if isinstance(row, Row)}
    assert table.missed() == []


@pytest.mark.django_db
def test_the_measured_import_leaves_nothing_behind(site, country, monkeypatch):
    monkeypatch.setattr("data_pages.importer.services.async_task", lambda *args, **options: None)
    table = Table()
    importing.imports(table)
    assert "400 figures" in {row.what for row in table.rows if isinstance(row, Row)}
    assert not Observation.objects.exists() and not TableImport.objects.exists()
