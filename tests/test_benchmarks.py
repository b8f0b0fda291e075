"""The benchmark fills a site, finds its pages and reads their cost; how long anything takes is nobody's business here."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from benchmarks import content, costs, filling_documents, filling_figures, measuring
from benchmarks.database import QUICK, measured
from benchmarks.drawing import drawings
from benchmarks.pages import measured_pages
from benchmarks.servers import on_loopback
from benchmarks.table import Bar, Row, Table
from data_pages.models import CivitacDocument, DocumentContent, Observation
from spaces.models import ArticlePage, Space

SHIPPED = Path(__file__).resolve().parents[1] / "deploy" / "nginx.conf"


@pytest.fixture
def small_site(db):
    content.fill(12, communes=3, organisations=2, services=2, photos=1)


@pytest.fixture
def country(db):
    call_command("prepare", stdout=io.StringIO())


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


def test_a_database_is_filled_as_often_as_asked_with_figures_of_real_places(country):
    indicators = filling_figures.make_indicators(3)
    places = filling_figures.places_around(6)
    assert [place.level for place in places] == ["commune", "country", "region", "province", "commune", "commune"]
    for years, number in ((2, 36), (1, 18)):
        assert filling_figures.fill_figures(indicators, places, years) == number
    assert set(Observation.objects.values_list("period", flat=True)) == {"2025"}


def test_documents_are_found_by_rare_and_by_common_words(country):
    filling_documents.fill_documents(12)
    filling_documents.fill_documents(12)
    assert DocumentContent.objects.count() == 12
    page = Client().get("/donnees/documents/?q=exemple").content.decode()
    assert CivitacDocument.objects.latest("pk").title.replace("’", "&#x27;").split(",")[0] in page


def test_the_part_about_figures_measures_everything_it_names(country):
    rows = [row for row in measured(QUICK).rows if isinstance(row, Row)]
    told = {row.what: row for row in rows}
    for name in ("file, preview, application: time", "comparator", "a rare word, an identified reader"):
        assert told[name].value > 0 and told[name].floor > 0
    assert told["peak memory above what the worker held"].value >= 0
    counted = [row for row in rows if not row.unit and row.bar and row.bar.limit]
    assert len(counted) == 9 and all(row.holds for row in counted), [row.cells() for row in counted]


def test_what_takes_longer_costs_more(db):
    spent = costs.side_by_side({"short": lambda: sum(range(10)), "long": lambda: sum(range(100_000))}, seconds=0.01)
    assert 0 < spent["short"].clock < spent["long"].clock


def test_a_query_asked_twice_is_counted_as_repeated(small_site, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.test_benchmarks.AsksTwice"]
    plain = measuring.queries("/robots.txt")
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
