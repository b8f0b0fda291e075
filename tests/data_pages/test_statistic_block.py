"""Figures inside an article: those of public tables, as they stand when it is read, the same for everyone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Collection

from data_pages.blocks import StatisticBlock
from data_pages.models import Indicator, Observation, StatisticTable
from data_pages.quoting import MOST_FIGURES
from data_pages.statistics.figures import Figure
from data_pages.statistics.services import write
from tests.reading import main, queries, read, words
from tests.spaces.test_space_rule import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator() -> Indicator:
    return Indicator.objects.create(code="forages", name="Forages", definition="x", unit="forages")


@pytest.fixture
def give(indicator, country):
    """`give({place: {year: value}}, visibility, …)` → a table that holds these figures."""

    def make(figures, visibility="public", of=indicator, collection=None, title="Nos forages"):
        table = StatisticTable.objects.create(
            title=title,
            source="Mairie (exemple)",
            visibility=visibility,
            collection=collection or Collection.get_first_root_node(),
        )
        Observation.objects.bulk_create(
            Observation(
                table=table,
                indicator=of,
                territory=country[place],
                period=str(year),
                value=value,
                status="A" if value is not None else "M",
            )
            for place, by_year in figures.items()
            for year, value in by_year.items()
        )
        return table

    return make


@pytest.fixture
def asking(indicator, country):
    """`asking(places, **fields)` → the value of a block that asks for the indicator at these places."""

    def ask(*places, **fields):
        return {
            "indicator": indicator.pk,
            "territories": [country[place].pk for place in places],
            "form": "table",
        } | fields

    return ask


@pytest.fixture
def write_with(write_article, space_a):
    """`write_with(value, …)` → an article that holds these blocks."""
    return lambda *values: write_article(
        space_a, "L’eau en chiffres", body=[{"type": "statistic", "value": value} for value in values]
    )


def body(client, article):
    return main(read(client, article.url)).select(".prose")[-1]


def test_a_table_shows_the_figures_of_the_places_in_their_years(client, give, asking, write_with):
    give({"ouahigouya": {2022: 48, 2023: 52, 2024: None}, "kaya": {2024: 7}})
    shown = body(client, write_with(asking("ouahigouya", first_year=2023)))
    rows = {row.th.text: row.td.text for row in shown.find("tbody").find_all("tr")}
    assert rows == {"2023": "52", "2024": "…"}
    assert "Source : Mairie (exemple)" in words(shown)


def test_the_latest_known_figure_stands_in_large(client, give, asking, write_with):
    give({"ouahigouya": {2023: 52, 2024: None}, "kaya": {2024: 7}})
    shown = body(client, write_with(asking("kaya", "ouahigouya", form="figure")))
    assert [words(each) for each in shown.select(".figs > div")] == [
        "Forages, Kaya 7 forages 2024",
        "Forages, Ouahigouya 52 forages 2023",
    ]


@pytest.mark.parametrize("form", ["line", "bars"])
def test_a_chart_stands_beside_its_table(client, give, asking, write_with, form):
    give({"ouahigouya": {2023: 52, 2024: 55}, "kaya": {2024: 7}})
    shown = body(client, write_with(asking("kaya", "ouahigouya", form=form)))
    assert words(shown.find("svg").title) == "Forages"
    assert [words(heading) for heading in shown.find("thead").find_all("th")][1:] == ["Kaya", "Ouahigouya"]


def test_one_year_of_several_places_stands_side_by_side(client, give, asking, write_with):
    give({"ouahigouya": {2024: 55}, "kaya": {2024: 7}})
    shown = body(client, write_with(asking("kaya", "ouahigouya", form="line")))
    assert len(shown.svg.find_all("rect")) == 2


def test_a_whole_table_may_be_chosen(client, give, write_with, indicator):
    other = Indicator.objects.create(code="marches", name="Marchés", definition="x", unit="marchés")
    table = give({"ouahigouya": {2024: 55}})
    Observation.objects.create(
        table=table, indicator=other, territory_id=Observation.objects.get().territory_id, period="2024", value=3
    )
    shown = body(client, write_with({"table": table.pk, "form": "table", "territories": []}))
    assert [words(row) for row in shown.select("tbody tr")] == ["Forages (forages) 55", "Marchés (marchés) 3"]


def test_a_correction_shows_by_itself(
    client, give, asking, write_with, indicator, country, django_capture_on_commit_callbacks
):
    table = give({"ouahigouya": {2024: 55}})
    article = write_with(asking("ouahigouya"))
    assert "55" in words(body(client, article))
    with django_capture_on_commit_callbacks(execute=True):
        figure = Figure(indicator.pk, country["ouahigouya"].pk, None, "2024", Decimal(61), "A", "")
        write(table, [figure], None)
    assert "61" in words(body(client, article))


@pytest.mark.parametrize("visibility", ["identified", "members"])
@pytest.mark.parametrize("form", ["figure", "table", "line", "bars"])
def test_reserved_figures_are_in_nobodys_article_and_the_way_to_them_is_said(
    client, signed_in, editor, superuser, give, asking, write_with, space_a, visibility, form
):
    give({"ouahigouya": {2023: 98765, 2024: 98765}}, visibility, collection=space_a.collection)
    article = write_with(asking("ouahigouya", form=form))
    seen = []
    for browser in (client, signed_in(editor), signed_in(superuser)):
        page = read(browser, article.url)
        assert "98765" not in str(page) and "98\u202f765" not in str(page)
        seen.append(str(main(page)))
    assert len(set(seen)) == 1
    link = body(client, article).find("p", class_="call").a
    assert words(link) == "Identifiez-vous pour lire ces chiffres"
    assert link["href"] == "/compte/connexion/?next=%2Fdonnees%2Findicateurs%2Fforages%2F"


@pytest.mark.parametrize(("title", "said"), [("Forages de Ouahigouya", "Forages de Ouahigouya"), ("", "Forages")])
def test_reserved_figures_say_what_they_are_about(client, give, asking, write_with, title, said):
    give({"ouahigouya": {2024: 98765}}, "identified")
    assert f"{said} Identifiez-vous" in words(body(client, write_with(asking("ouahigouya", title=title))))


def test_open_figures_stay_where_others_are_reserved(client, give, asking, write_with):
    give({"ouahigouya": {2024: 55}})
    give({"kaya": {2024: 98765}}, "identified")
    shown = words(body(client, write_with(asking("ouahigouya", "kaya"))))
    assert "55" in shown and "98" not in shown
    assert "Identifiez-vous pour lire les autres chiffres" in shown


def test_a_table_that_becomes_reserved_leaves_the_article(
    client, give, asking, write_with, django_capture_on_commit_callbacks
):
    table = give({"ouahigouya": {2024: 98765}})
    article = write_with(asking("ouahigouya"))
    assert "98 765" in words(body(client, article))
    with django_capture_on_commit_callbacks(execute=True):
        table.visibility = "identified"
        table.save()
    assert "98 765" not in words(body(client, article))


def test_the_figures_of_a_closed_space_leave_with_it(client, give, asking, write_with, space_b):
    give({"kaya": {2024: 55}}, collection=space_b.collection)
    space_b.closed_at = "2026-01-01T00:00Z"
    space_b.save()
    assert "55" not in words(body(client, write_with(asking("kaya"))))


def test_the_key_of_a_table_of_another_space_is_refused_when_it_is_forged(
    signed_in, editor, space_a, space_b, give, write_article
):
    theirs = give({"kaya": {2024: 98765}}, "members", collection=space_b.collection, title="Suivi interne")
    article = write_article(space_a, "Mon article", live=False)
    forged = {
        "body-0-type": "statistic",
        "body-0-value-title": "",
        "body-0-value-table": str(theirs.pk),
        "body-0-value-indicator": "",
        "body-0-value-territories-count": "0",
        "body-0-value-first_year": "",
        "body-0-value-last_year": "",
        "body-0-value-form": "table",
    }
    revisions = article.revisions.count()
    response = signed_in(editor).post(
        reverse("wagtailadmin_pages:edit", args=[article.pk]), form_data(article, **forged)
    )
    assert response.status_code == 200
    assert article.revisions.count() == revisions
    assert "98" + "765" not in response.content.decode()


def test_a_table_of_ones_own_space_is_taken(signed_in, editor, space_a, give, write_article):
    ours = give({"ouahigouya": {2024: 5}}, "members", collection=space_a.collection)
    article = write_article(space_a, "Mon article", live=False)
    chosen = {
        "body-0-type": "statistic",
        "body-0-value-title": "",
        "body-0-value-table": str(ours.pk),
        "body-0-value-indicator": "",
        "body-0-value-territories-count": "0",
        "body-0-value-first_year": "",
        "body-0-value-last_year": "",
        "body-0-value-form": "table",
    }
    revisions = article.revisions.count()
    signed_in(editor).post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form_data(article, **chosen))
    assert article.revisions.count() == revisions + 1


def test_a_forged_key_that_was_stored_all_the_same_shows_nothing(client, give, write_with, space_b):
    theirs = give({"kaya": {2024: 98765}}, "members", collection=space_b.collection)
    shown = str(body(client, write_with({"table": theirs.pk, "form": "table", "territories": []})))
    assert "765" not in shown
    assert "Identifiez-vous" in shown


@pytest.mark.parametrize("number", [1, 9])
def test_blocks_cost_one_query_together(client, settings, give, asking, write_with, number):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "PageCache" not in each]
    give({"ouahigouya": {year: year for year in range(2000, 2020)}, "kaya": {2024: 7}})
    values = [asking("ouahigouya", first_year=2000 + index, form="line") for index in range(number)]
    article = write_with(*values)
    asked = queries(client, article.url)
    figures = [query for query in asked if "data_pages_observation" in query]
    assert len(figures) == 1
    assert len(asked) <= 12


def test_what_was_deleted_leaves_a_sentence(client, asking, write_with, indicator):
    article = write_with(asking("ouahigouya"))
    indicator.delete()
    assert "Aucun chiffre n’a encore été donné" in words(body(client, article))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"indicator": None}, "Choisissez un tableau"),
        ({"territories": []}, "Choisissez les lieux"),
        ({"first_year": 2024, "last_year": 2020}, "avant la première"),
        ({"first_year": 10**30}, "2100"),
        ({"form": "camembert"}, "camembert"),
    ],
)
def test_a_block_that_asks_for_nothing_is_refused_with_the_reason(asking, changes, words):
    block = StatisticBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(asking("ouahigouya") | changes))
    assert words in str(refused.value.as_json_data())


def test_a_table_too_big_for_a_text_is_refused(give, indicator, country):
    table = give({"ouahigouya": {2024: 1}})
    others = [
        Indicator.objects.create(code=f"i{index}", name=f"I{index}", definition="x", unit="x") for index in range(6)
    ]
    Observation.objects.bulk_create(
        Observation(table=table, indicator=other, territory=country["kaya"], period=str(1900 + year), value=1)
        for other in others
        for year in range(MOST_FIGURES // 5)
    )
    block = StatisticBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({"table": table.pk, "form": "table", "territories": []}))
    assert "trop de chiffres" in str(refused.value.as_json_data())


def test_a_preview_shows_made_up_figures_and_asks_the_database_nothing(db, django_assert_num_queries):
    block = StatisticBlock()
    block.set_name("statistic")
    with django_assert_num_queries(0):
        html = block.render(block.get_preview_value(), context={})
    assert "Forages en service" in html and "61" in html
