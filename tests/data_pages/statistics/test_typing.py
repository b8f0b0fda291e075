"""Figures are typed on one screen, as in a spreadsheet, and nothing that someone typed is lost."""

import json
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from data_pages.models import Observation, ObservationChange
from data_pages.statistics.services import write
from tests.reading import words

pytestmark = pytest.mark.django_db

TABLES = "wagtailsnippets_data_pages_statistictable"


@pytest.fixture
def grid(signed_in, editor, table_a, indicators, country):
    """The editor's grid of wells and pupils of Ouahigouya from 2022 to 2024."""
    return Desk(
        signed_in(editor),
        table_a,
        "?indicateur=forages&indicateur=eleves&lieu=C1&debut=2022&fin=2024",
        indicators,
        country,
    )


class Desk:
    def __init__(self, browser, table, query, indicators, country):
        self.browser, self.indicators, self.country = browser, indicators, country
        self.address = reverse(f"{TABLES}:figures", args=[table.pk]) + query

    def name(self, indicator="forages", period="2024", place="ouahigouya"):
        return f"{self.indicators[indicator].pk}-t{self.country[place].pk}-{period}"

    def open(self):
        return BeautifulSoup(self.browser.get(self.address).content.decode(), "html.parser")

    def form(self, page=None):
        """What a browser would send without a touch."""
        form = (page or self.open()).select_one("form.civitac-grid")
        return {field["name"]: field.get("value", "") for field in form.select("input[name]")}

    def send(self, data, **changes):
        response = self.browser.post(self.address, data | changes)
        return response, BeautifulSoup(response.content.decode(), "html.parser")

    def type(self, text, **which):
        return self.send(self.form(), **{f"v-{self.name(**which)}": text})

    def cell(self, page, **which):
        return page.find("input", attrs={"name": f"v-{self.name(**which)}"})


def test_the_screen_opens_on_the_tables_own_figures(grid, table_a, wells, signed_in, editor):
    write(table_a, [wells("ouahigouya", "1250.5", "2026", "P", "Relevé partiel")], None)
    grid.address = grid.address.partition("?")[0]
    page = grid.open()
    assert grid.cell(page, period="2026")["value"].replace("\u202f", " ") == "1 250,5 (p)"
    assert "Relevé partiel" in words(page.select_one(".civitac-grid"))


def test_a_row_of_figures_is_typed_and_saved_at_once(grid, table_a, editor, said):
    data = grid.form()
    typed = {
        ("forages", "2022"): "1 250",
        ("forages", "2023"): "1\u00a0251 p",
        ("forages", "2024"): "12,5 (e)",
        ("eleves", "2022"): "0",
        ("eleves", "2023"): "nd",
        ("eleves", "2024"): "",
    }
    response, _page = grid.send(data, **{f"v-{grid.name(i, period)}": text for (i, period), text in typed.items()})
    assert response.status_code == 302
    figures = Observation.objects.order_by("indicator", "period").values_list(
        "indicator__code", "period", "value", "status"
    )
    assert list(figures) == [
        ("forages", "2022", 1250, "A"),
        ("forages", "2023", 1251, "P"),
        ("forages", "2024", 12.5, "E"),
        ("eleves", "2022", 0, "A"),
        ("eleves", "2023", None, "M"),
    ]
    assert set(ObservationChange.objects.values_list("made_by", flat=True)) == {editor.pk}
    assert "5 chiffres enregistrés" in unescape(grid.browser.get(grid.address).content.decode())


def test_what_is_shown_sent_back_untouched_changes_nothing(grid, table_a, wells):
    figures = [
        wells("ouahigouya", "-1234567.123456", "2022"),
        wells("ouahigouya", "7", "2023", "E", "Note"),
        wells("ouahigouya", None, "2024", "M"),
    ]
    write(table_a, figures, None)
    lines = ObservationChange.objects.count()
    assert grid.send(grid.form())[0].status_code == 302
    assert ObservationChange.objects.count() == lines


def test_wrong_cells_say_why_where_they_are_and_keep_what_was_typed(grid):
    data = grid.form()
    good, bad = f"v-{grid.name(period='2022')}", f"v-{grid.name(period='2023')}"
    response, page = grid.send(data, **{good: "12", bad: "beaucoup"})
    assert response.status_code == 200
    assert not Observation.objects.exists()
    assert grid.cell(page, period="2022")["value"] == "12"
    wrong = grid.cell(page, period="2023")
    assert (wrong["value"], wrong["aria-invalid"]) == ("beaucoup", "true")
    assert words(page.find(id=wrong["aria-describedby"]))
    assert not grid.cell(page, period="2022").has_attr("aria-invalid")
    assert "1 case à revoir" in words(page.select_one("[role=alert]"))
    # Corrected on the same page, all of it is saved.
    response, _page = grid.send(grid.form(page), **{bad: "13"})
    assert response.status_code == 302
    assert Observation.objects.count() == 2


def test_an_emptied_cell_takes_the_figure_away(grid, table_a, wells):
    write(table_a, [wells("ouahigouya", 12)], None)
    assert grid.type("")[0].status_code == 302
    assert not Observation.objects.exists()


def test_a_figure_that_someone_changed_meanwhile_is_not_overwritten_unseen(grid, table_a, wells, manager, said):
    write(table_a, [wells("ouahigouya", 12), wells("ouahigouya", 5, "2022")], None)
    data = grid.form()
    write(table_a, [wells("ouahigouya", 13)], manager)
    response, page = grid.send(data, **{f"v-{grid.name()}": "14", f"v-{grid.name(period='2022')}": "6"})
    assert response.status_code == 200
    assert said(table_a)[1][2] == 13
    reason = words(page.find(id=f"e-{grid.name()}"))
    assert str(manager) in reason
    assert "« 13 »" in reason.replace("\u00a0", " ")
    assert grid.cell(page)["value"] == "14"
    # Sent once more, now that the person has seen it, it is written.
    assert grid.send(grid.form(page))[0].status_code == 302
    assert [line[2] for line in said(table_a)] == [6, 14]


def test_two_people_who_type_the_same_figure_agree(grid, table_a, wells, manager):
    data = grid.form()
    write(table_a, [wells("ouahigouya", 13)], manager)
    assert grid.send(data, **{f"v-{grid.name()}": "13"})[0].status_code == 302


def test_untouched_cells_that_someone_changed_meanwhile_keep_their_change(grid, table_a, wells, manager, said):
    write(table_a, [wells("ouahigouya", 12)], None)
    data = grid.form()
    write(table_a, [wells("ouahigouya", 13)], manager)
    assert grid.send(data, **{f"v-{grid.name(period='2022')}": "6"})[0].status_code == 302
    assert [line[2] for line in said(table_a)] == [6, 13]


def test_what_another_table_gives_is_not_typed_here(grid, national, wells):
    write(national, [wells("ouahigouya", 99)], None)
    page = grid.open()
    assert grid.cell(page) is None
    assert "ailleurs" in words(page.select_one(".civitac-grid"))
    assert grid.send(grid.form(page))[0].status_code == 302
    assert grid.send(grid.form(page), **{f"v-{grid.name()}": "1"})[0].status_code == 200
    assert Observation.objects.get().value == 99


def test_another_table_that_was_faster_is_named(grid, national, wells):
    data = grid.form()
    write(national, [wells("ouahigouya", 99)], None)
    # The form was drawn before: its cell is still there, and what is typed in it is not lost.
    _response, page = grid.send(data, **{f"v-{grid.name()}": "1"})
    assert national.title in words(page.find(id=f"e-{grid.name()}"))
    assert grid.cell(page)["value"] == "1"
    assert Observation.objects.get().value == 99


def test_notes_are_typed_under_the_figures_when_asked(grid, table_a, wells, said):
    write(table_a, [wells("ouahigouya", 12, note="Ancienne")], None)
    grid.address += "&notes=on"
    data = grid.form()
    assert data[f"n-{grid.name()}"] == "Ancienne"
    assert grid.send(data, **{f"n-{grid.name()}": "Comptage de mars"})[0].status_code == 302
    assert said(table_a) == [("Ouahigouya", "2024", 12, "A", "Comptage de mars")]


def test_a_changed_figure_keeps_its_note_where_notes_are_not_shown(grid, table_a, wells, said):
    write(table_a, [wells("ouahigouya", 12, note="Comptage")], None)
    grid.type("14")
    assert said(table_a) == [("Ouahigouya", "2024", 14, "A", "Comptage")]


def test_places_may_stand_in_the_rows(signed_in, animator, national, indicators, country):
    query = "?indicateur=forages&lieu=P/commune&debut=2024&fin=2024"
    desk = Desk(signed_in(animator), national, query, indicators, country)
    page = desk.open()
    assert [words(head) for head in page.select("tbody th[scope=row]")] == ["Kaya", "Ouahigouya"]
    data = desk.form(page)
    desk.send(data, **{f"v-{desk.name(place='kaya')}": "3", f"v-{desk.name()}": "4"})
    assert dict(Observation.objects.values_list("territory__name", "value")) == {"Kaya": 3, "Ouahigouya": 4}


def test_months_stand_in_the_rows_of_a_monthly_indicator(grid):
    grid.address = grid.address.partition("?")[0] + "?indicateur=naissances&lieu=C1&debut=2024&fin=2024"
    assert len(grid.open().select("tbody tr")) == 12
    grid.type("31", indicator="naissances", period="2024-07")
    assert Observation.objects.get().period == "2024-07"


def test_an_organisation_types_its_own_figures(signed_in, superuser, make_table, organisation, indicators, country):
    table = make_table(organisation)
    query = f"?indicateur=forages&lieu=s{organisation.pk}&debut=2024&fin=2024"
    desk = Desk(signed_in(superuser), table, query, indicators, country)
    name = f"v-{indicators['forages'].pk}-s{organisation.pk}-2024"
    data = desk.form()
    assert name in data
    desk.send(data, **{name: "7"})
    assert Observation.objects.get().space == organisation


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("?indicateur=forages&indicateur=naissances&lieu=C1&debut=2024&fin=2024", "même rythme"),
        ("?indicateur=forages&lieu=C1&debut=2024&fin=2020", "après la dernière"),
        ("?indicateur=naissances&lieu=C1&debut=1900&fin=2100", "trop"),
        ("?indicateur=inconnu&lieu=C1&debut=2024&fin=2024", ""),
        ("?indicateur=forages&lieu=C2&debut=2024&fin=2024", ""),
        ("?indicateur=forages&lieu=P/commune&debut=2024&fin=2024", ""),
        ("?indicateur=é&lieu=C1/&debut=9999999999999999999999&fin=x", ""),
        ("?lieu=C1", ""),
    ],
)
def test_a_choice_that_makes_no_grid_is_answered_in_words(grid, query, reason):
    grid.address = grid.address.partition("?")[0] + query
    page = grid.open()
    assert page.select_one("form.civitac-grid") is None
    assert reason in words(page.select_one(".civitac-choice"))
    assert words(page.select_one(".error-message"))
    assert grid.browser.post(grid.address, {"was": "{}"}).status_code == 200


@pytest.mark.parametrize("held", ["", "{", "[]", '{"a": 1}', '{"a": ["x", "A", ""]}', "[" * 100_000, "\0", "null"])
def test_a_form_that_lies_about_what_it_showed_overwrites_nothing(grid, table_a, wells, held):
    write(table_a, [wells("ouahigouya", 12)], None)
    data = grid.form() | {"was": held, f"v-{grid.name()}": "99"}
    assert grid.send(data)[0].status_code == 200
    assert Observation.objects.get().value == 12


@pytest.mark.parametrize(
    "typed", ["\0", "9" * 30, "1" * 5000, "NaN", "1e5", "=1+1", "<script>", "12 x", "p", "(e)", "1,234"]
)
def test_nonsense_in_a_cell_is_answered_in_words(grid, typed):
    response, _page = grid.type(typed)
    assert response.status_code in (200, 302)
    assert not Observation.objects.exists()


def test_a_figure_of_two_readings_is_answered_without_a_word_of_the_importer(grid):
    _response, page = grid.type("1,234")
    told = words(page.select_one("[role=alert]"))
    assert "peut se lire en milliers ou en décimales" in told
    assert "étape" not in told


@pytest.mark.parametrize("name", ["figures", "journal"])
def test_neither_screen_opens_for_another_space(signed_in, other_editor, citizen, table_a, wells, name):
    write(table_a, [wells("ouahigouya", 4321, note="Note intérieure")], None)
    address = reverse(f"{TABLES}:{name}", args=[table_a.pk])
    for person in (other_editor, citizen):
        browser = signed_in(person)
        for response in (browser.get(address), browser.post(address, {"was": "{}"})):
            assert response.status_code in (302, 403, 405)
            assert "Note intérieure" not in response.content.decode()


def test_the_journal_tells_who_wrote_what(signed_in, editor, manager, table_a, wells):
    write(table_a, [wells("ouahigouya", 12), wells("ouahigouya", 5, "2022")], editor)
    write(table_a, [wells("ouahigouya", 13, status="P", note="Recompté")], manager)
    browser = signed_in(editor)
    address = reverse(f"{TABLES}:journal", args=[table_a.pk])
    page = BeautifulSoup(browser.get(address).content.decode(), "html.parser")
    lines = [words(line) for line in page.select("table.listing tbody tr")]
    assert len(lines) == 3
    assert str(manager) in lines[0]
    assert lines[0].endswith("12 13 (p) Recompté")
    page = BeautifulSoup(browser.get(f"{address}?periode=2022&indicateur=forages").content.decode(), "html.parser")
    assert len(page.select("table.listing tbody tr")) == 1


def test_a_long_journal_is_read_page_by_page_within_what_was_asked(signed_in, editor, table_a, wells, country):
    write(table_a, [wells("ouahigouya", year, str(year)) for year in range(1960, 2020)], editor)
    write(table_a, [wells("ouahigouya", 1, "2024")], editor)
    browser, address = signed_in(editor), reverse(f"{TABLES}:journal", args=[table_a.pk])
    for query in ("", f"?lieu=t{country['ouahigouya'].pk}"):
        first = BeautifulSoup(browser.get(address + query).content.decode(), "html.parser")
        second = browser.get(address + first.find("a", rel="next")["href"]).content.decode()
        assert len(BeautifulSoup(second, "html.parser").select("table.listing tbody tr")) == 11
        assert ("lieu=" in second.split("civitac-turn")[1]) == bool(query)


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=x", "?lieu=t%00", "?lieu=t999999999999999999", "?indicateur=%00", "?periode=%00&page=1"]
)
def test_the_journal_answers_nonsense(signed_in, editor, table_a, query):
    address = reverse(f"{TABLES}:journal", args=[table_a.pk])
    assert signed_in(editor).get(address + query).status_code in (200, 400, 404)


def test_the_history_of_the_table_tells_of_figures(signed_in, editor, table_a, wells):
    write(table_a, [wells("ouahigouya", 12), wells("ouahigouya", 5, "2022")], editor)
    page = unescape(signed_in(editor).get(reverse(f"{TABLES}:history", args=[table_a.pk])).content.decode())
    assert "2 chiffres écrits" in page


def test_the_grid_costs_the_same_with_many_cells(grid):
    counts = []
    for first in (2024, 1960):
        grid.address = grid.address.partition("?")[0] + f"?indicateur=forages&lieu=C1&debut={first}&fin=2024"
        grid.open()
        with CaptureQueriesContext(connection) as queries:
            page = grid.open()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    data = grid.form(page) | {f"v-{grid.name(period=str(year))}": str(year) for year in range(1960, 2025)}
    with CaptureQueriesContext(connection) as queries:
        grid.send(data)
    assert len(queries) < 60
    assert Observation.objects.count() == 65


def test_what_stood_travels_with_the_form(grid, table_a, wells):
    write(table_a, [wells("ouahigouya", "12.5", note="Un mot")], None)
    assert json.loads(grid.form()["was"]) == {grid.name(): ["12.500000", "A", "Un mot"]}
