"""In the admin a space keeps its own tables, the animation team the national ones and the indicators."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection

from data_pages.models import Indicator, StatisticTable
from data_pages.statistics.seeding import ensure_national_collection
from data_pages.statistics.services import write
from spaces.services import close_space

pytestmark = pytest.mark.django_db

TABLES, CHOOSER = "wagtailsnippets_data_pages_statistictable", "wagtailsnippetchoosers_data_pages_statistictable"
INDICATORS = "wagtailsnippets_data_pages_indicator"
SHEET = {"title": "Points d’eau", "description": "", "source": "Mairie (exemple)", "visibility": "identified"}
SHEET["licence"] = "https://creativecommons.org/licenses/by/4.0/"


def shown(response):
    return unescape(response.content.decode())


def test_an_editors_new_table_belongs_to_their_space_and_asks_for_identification(signed_in, editor, space_a, space_b):
    browser = signed_in(editor)
    page = shown(browser.get(reverse(f"{TABLES}:add")))
    assert 'name="collection"' not in page
    assert '<option value="identified" selected>' in page
    response = browser.post(reverse(f"{TABLES}:add"), SHEET)
    table = StatisticTable.objects.get()
    assert response["Location"] == reverse(f"{TABLES}:figures", args=[table.pk])
    assert (table.collection, table.visibility) == (space_a.collection, "identified")


def test_a_forged_owner_is_not_taken(signed_in, editor, space_a, space_b):
    signed_in(editor).post(reverse(f"{TABLES}:add"), SHEET | {"collection": space_b.collection_id})
    assert StatisticTable.objects.get().collection == space_a.collection


def test_a_table_keeps_its_owner(signed_in, animator, table_a, space_b):
    browser = signed_in(animator)
    address = reverse(f"{TABLES}:edit", args=[table_a.pk])
    assert 'name="collection"' not in shown(browser.get(address))
    browser.post(address, SHEET | {"collection": space_b.collection_id})
    before = table_a.collection_id
    table_a.refresh_from_db()
    assert (table_a.title, table_a.collection_id) == (SHEET["title"], before)


def test_the_animation_team_is_offered_national_data_first_and_public(signed_in, animator, space_a, space_b):
    national = ensure_national_collection()
    Collection.get_first_root_node().add_child(name="Illustrations")
    close_space(space_b)
    form = signed_in(animator).get(reverse(f"{TABLES}:add")).context["form"]
    assert set(form.fields["collection"].queryset) == {national, space_a.collection}
    assert (form["collection"].initial, form["visibility"].initial) == (national.pk, "public")


@pytest.mark.parametrize("name", ["edit", "delete", "history", "history_results", "usage"])
def test_no_table_of_another_space_opens(signed_in, editor, table_a, table_b, name):
    browser = signed_in(editor)
    address = reverse(f"{TABLES}:{name}", args=[table_b.pk])
    for response in (browser.get(address), browser.post(address, SHEET)):
        assert response.status_code in (302, 403, 405)
        assert table_b.title not in shown(response)
    table_b.refresh_from_db()
    assert table_b.title == "Chiffres de Kaya"


def test_lists_and_choosers_show_only_ones_own_tables(signed_in, editor, table_a, table_b, national):
    browser = signed_in(editor)
    assert table_a.title in shown(browser.get(reverse(f"{TABLES}:list")))
    for address in (
        reverse(f"{TABLES}:list"),
        reverse(f"{TABLES}:list") + "?q=Kaya",
        reverse(f"{TABLES}:list") + "?visibility=identified",
        reverse(f"{TABLES}:list_results") + "?q=Chiffres",
        reverse(f"{CHOOSER}:choose"),
        reverse(f"{CHOOSER}:choose_results") + "?q=Kaya",
        reverse(f"{CHOOSER}:chosen", args=[table_b.pk]),
        reverse(f"{CHOOSER}:chosen_multiple") + f"?id={table_b.pk}",
    ):
        page = shown(browser.get(address))
        assert table_b.title not in page, address
        assert national.title not in page, address


def test_the_list_leads_to_typing_importing_and_the_journal(signed_in, editor, table_a):
    page = shown(signed_in(editor).get(reverse(f"{TABLES}:list")))
    for name in (f"{TABLES}:figures", f"{TABLES}:journal", "data_pages_import:table"):
        assert f'href="{reverse(name, args=[table_a.pk])}"' in page


def test_many_tables_at_once_are_ones_own_too(signed_in, manager, table_a, table_b):
    browser = signed_in(manager)
    address = reverse("wagtail_bulk_action", args=["data_pages", "statistictable", "delete"])
    assert table_b.title not in shown(browser.get(f"{address}?id={table_a.pk}&id={table_b.pk}"))
    browser.post(f"{address}?id={table_b.pk}", {})
    assert StatisticTable.objects.filter(pk=table_b.pk).exists()


def test_whoever_deletes_a_table_is_told_how_many_figures_go(signed_in, manager, editor, table_a, wells):
    write(table_a, [wells("ouahigouya", 1), wells("ouahigouya", 2, "2023")], None)
    address = reverse(f"{TABLES}:delete", args=[table_a.pk])
    assert signed_in(editor).post(address).status_code == 302
    assert StatisticTable.objects.filter(pk=table_a.pk).exists()
    assert "2 chiffres" in shown(signed_in(manager).get(address))
    signed_in(manager).post(address)
    assert not StatisticTable.objects.filter(pk=table_a.pk).exists()


def test_a_collection_with_tables_is_not_deleted(signed_in, superuser, site):
    collection = Collection.get_first_root_node().add_child(name="Études")
    StatisticTable.objects.create(title="Étude", source="x", collection=collection)
    response = signed_in(superuser).post(reverse("wagtailadmin_collections:delete", args=[collection.pk]))
    assert response.status_code == 403
    assert StatisticTable.objects.exists()


def test_the_list_costs_the_same_with_many_tables(signed_in, editor, make_table, space_a):
    browser, address = signed_in(editor), reverse(f"{TABLES}:list")
    counts = []
    for number in (2, 20):
        for each in range(number):
            make_table(space_a, f"Tableau {number} {each}")
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


INDICATOR = {
    "code": "puits",
    "name": "Puits",
    "definition": "Nombre de puits.",
    "unit": "puits",
    "decimals": "0",
    "frequency": "A",
    "aggregation": "sum",
    "theme": "",
    "part_of": "",
    "source": "",
    "methodology": "",
}


def test_the_animation_team_adds_an_indicator_and_corrects_it(signed_in, animator, site):
    browser = signed_in(animator)
    assert browser.post(reverse(f"{INDICATORS}:add"), INDICATOR).status_code == 302
    puits = Indicator.objects.get()
    address = reverse(f"{INDICATORS}:edit", args=[puits.pk])
    assert browser.post(address, INDICATOR | {"unit": "ouvrages", "frequency": "M"}).status_code == 302
    puits.refresh_from_db()
    assert (puits.unit, puits.frequency) == ("ouvrages", "M")


def test_the_rhythm_of_an_indicator_stays_once_figures_are_given(signed_in, animator, national, wells, indicators):
    write(national, [wells("kaya", 1)], None)
    forages = indicators["forages"]
    data = INDICATOR | {"code": "forages", "name": "Forages", "frequency": "M"}
    response = signed_in(animator).post(reverse(f"{INDICATORS}:edit", args=[forages.pk]), data)
    assert "frequency" in response.context["form"].errors
    forages.refresh_from_db()
    assert forages.frequency == "A"


def test_a_part_has_no_parts(signed_in, animator, site, indicators):
    whole, part = indicators["forages"], indicators["eleves"]
    part.part_of = whole
    part.save()
    browser = signed_in(animator)
    for indicator, above in ((whole, whole), (whole, part)):
        data = INDICATOR | {"code": indicator.code, "name": indicator.name, "part_of": above.pk}
        response = browser.post(reverse(f"{INDICATORS}:edit", args=[indicator.pk]), data)
        assert "part_of" in response.context["form"].errors
    data = INDICATOR | {"part_of": part.pk}
    assert "part_of" in browser.post(reverse(f"{INDICATORS}:add"), data).context["form"].errors


def test_an_indicator_with_figures_is_not_deleted(signed_in, animator, national, wells, indicators):
    write(national, [wells("kaya", 1)], None)
    browser = signed_in(animator)
    used, unused = indicators["forages"], indicators["eleves"]
    bulk = reverse("wagtail_bulk_action", args=["data_pages", "indicator", "delete"])
    for address in (reverse(f"{INDICATORS}:delete", args=[used.pk]), f"{bulk}?id={used.pk}&id={unused.pk}"):
        assert browser.post(address).status_code == 302
        assert Indicator.objects.filter(pk__in=[used.pk, unused.pk]).count() == 2
    browser.post(reverse(f"{INDICATORS}:delete", args=[unused.pk]))
    assert not Indicator.objects.filter(pk=unused.pk).exists()


@pytest.mark.parametrize("persona", ["editor", "manager"])
def test_indicators_are_the_animation_teams(request, signed_in, indicators, persona):
    browser = signed_in(request.getfixturevalue(persona))
    for name, arguments in (("list", []), ("add", []), ("edit", [indicators["forages"].pk])):
        assert browser.get(reverse(f"{INDICATORS}:{name}", args=arguments)).status_code == 302
