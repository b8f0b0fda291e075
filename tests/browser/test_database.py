"""The whole road of the database with an old phone: no script, a number, a budget, three communes, a file to take away."""

from __future__ import annotations

import csv
import io

from django.core.files.base import ContentFile
from wagtail.models import Collection

from accounts.models import User
from data_pages.models import CivitacDocument, DocumentKind, Indicator, Observation, StatisticTable
from territories.models import Territory
from tests.conftest import make_territory

from . import IN_BROWSER
from .reader import give_number, type_code

pytestmark = IN_BROWSER


def test_someone_signs_up_finds_a_budget_compares_three_communes_and_takes_the_figures_away(new_page, space_a, country):
    make_territory("commune", "Titao", country["province"], code="C3")
    budget = CivitacDocument.objects.create(
        title="Budget primitif 2024",
        kind=DocumentKind.objects.get_or_create(slug="budget-primitif", defaults={"name": "Budget primitif"})[0],
        first_year=2024,
        collection=space_a.collection,
        file=ContentFile(b"Recettes propres : 12 millions.", "budget-2024.txt"),
    )
    schools = publish_schools({"Ouahigouya": 61, "Kaya": 90, "Titao": 47})
    page = new_page(320, java_script_enabled=False)

    # From the front of the database, one identifies oneself and comes back.
    page.goto("/donnees/")
    page.get_by_role("link", name="M’identifier").click()
    give_number(page, "70 12 34 56")
    type_code(page)
    page.get_by_label("Je suis d’accord").check()
    page.get_by_role("button", name="Ouvrir mon compte").click()
    page.wait_for_url("**/donnees/")
    assert User.objects.get().phone == "+22670123456"
    assert page.get_by_role("link", name="M’identifier").count() == 0

    # « budget 2024 » in one's commune.
    page.get_by_role("link", name="Ma commune").click()
    page.get_by_label("Nom d’une commune").fill("ouahigouya")
    page.get_by_role("button", name="Trouver").click()
    page.get_by_role("main").get_by_role("link", name="Documents").click()
    page.get_by_label("Chercher dans les documents").fill("budget 2024")
    page.get_by_role("button", name="Rechercher").click()
    assert "territoire=ouahigouya" in page.url
    page.get_by_role("link", name="Budget primitif 2024", exact=True).click()
    page.locator(f"a[href='{budget.url}']").first.click()
    assert page.locator("body").inner_text() == "Recettes propres : 12 millions."

    # Three communes side by side, added one by one by their names.
    page.goto(f"/donnees/indicateurs/{schools.code}/")
    page.get_by_role("link", name="Comparer des lieux").click()
    for name in ("ouahigouya", "KAYA", "Titao"):
        page.get_by_label("un lieu").or_(page.get_by_label("Un premier lieu")).fill(name)
        page.get_by_role("button", name="Comparer").click()
    page.get_by_role("link", name="Retirer Burkina Faso").click()
    row = page.get_by_role("row", name="Écoles primaires").first
    assert row.get_by_role("cell").all_inner_texts() == ["61", "90", "47"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    # And the file.
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV", exact=True).click()
    content = taken.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][:6] == ["Écoles primaires", "écoles", "2024", "61", "90", "47"]


def publish_schools(numbers: dict[str, int]) -> Indicator:
    """Public figures of one indicator, by the names of communes."""
    schools = Indicator.objects.create(code="ecoles", name="Écoles primaires", definition="Exemple.", unit="écoles")
    table = StatisticTable.objects.create(
        title="Écoles (exemple)", source="Exemple", visibility="public", collection=Collection.get_first_root_node()
    )
    table.indicators.add(schools)
    for name, value in numbers.items():
        place = Territory.objects.get(name=name)
        Observation.objects.create(table=table, indicator=schools, territory=place, period="2024", value=value)
    table.save()
    return schools
