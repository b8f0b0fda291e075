"""An import as an editor makes one: through the screens of the admin."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from civitac.core.sheets.cells import column_name
from data_pages.models import Indicator, Observation, StatisticTable, TableImport
from territories.services import load_territories
from tests.reading import words


@dataclass
class Desk:
    """Someone at the admin with a file and a table."""

    client: Client
    table: StatisticTable
    row: TableImport | None = None

    def send(self, content: bytes, name: str = "tableau.csv") -> Desk:
        address = reverse("data_pages_import:table", args=[self.table.pk])
        response = self.client.post(address, {"file": SimpleUploadedFile(name, content)})
        assert response.status_code == 302, words(BeautifulSoup(response.content.decode(), "html.parser").find("main"))
        self.row = TableImport.objects.latest("pk")
        return self

    @property
    def address(self) -> str:
        return reverse("data_pages_import:import", args=[self.row.pk])

    def page(self, query: str = "") -> BeautifulSoup:
        response = self.client.get(self.address + query)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    def act(self, act: str, status: int = 302, **fields: str) -> BeautifulSoup:
        """Fill in the form of that act as the page proposes it, with these fields changed, and send it."""
        form = next(each for each in self.page().find_all("form") if each.find("button", {"name": "act", "value": act}))
        sent = {
            **proposed(form),
            **{name.replace("_", "-", 1) if name[-1].isdigit() else name: v for name, v in fields.items()},
        }
        response = self.client.post(self.address, {**sent, "act": act})
        page = BeautifulSoup(response.content.decode(), "html.parser")
        assert response.status_code == status, words(page.find("main"))
        self.row = TableImport.objects.filter(pk=self.row.pk).first()
        return page

    def figures(self) -> dict[tuple[str, str, str], str]:
        """(place, indicator, period) → value, of everything the table says."""
        rows = Observation.objects.filter(table=self.table).select_related("territory", "indicator", "space__page")
        return {
            (
                row.territory.code if row.territory else str(row.space),
                row.indicator.code,
                row.period,
            ): f"{row.value.normalize():f}" if row.value is not None else row.status
            for row in rows
        }

    def wrong(self) -> list[tuple[int, str, str]]:
        """Row, column and reason of each wrong cell of the preview."""
        return [
            (row, column_name(column), reason)
            for page in self.row.pages.filter(kind="wrong").order_by("number")
            for row, column, _text, reason in page.lines
        ]


def proposed(form: BeautifulSoup) -> dict[str, str]:
    """What the fields of a form hold as the page shows them."""
    found = {}
    for field in form.find_all(["input", "select"]):
        name = field.get("name")
        if not name or field.get("type") == "file":
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            found[name] = chosen["value"] if chosen else ""
        elif field.get("type") in ("radio", "checkbox"):
            if field.has_attr("checked"):
                found[name] = field.get("value", "on")
        else:
            found[name] = field.get("value", "")
    return found


@pytest.fixture
def country_of_today(db) -> None:
    """The real map, with its names of all times."""
    load_territories()


INDICATORS = {
    "test-population": ("Population (essai)", "habitants", "A"),
    "test-forages": ("Forages fonctionnels (essai)", "forages", "A"),
    "test-garcons": ("Garçons inscrits (essai)", "élèves", "A"),
    "test-filles": ("Filles inscrites (essai)", "élèves", "A"),
    "test-taux": ("Taux d’accès (essai)", "%", "A"),
    "test-prevu": ("Prévisions du budget (essai)", "F CFA", "A"),
    "test-naissances": ("Naissances déclarées (essai)", "naissances", "M"),
}


@pytest.fixture
def indicators(db) -> dict[str, Indicator]:
    return {
        code: Indicator.objects.create(code=code, name=name, unit=unit, frequency=frequency, definition="Essai.")
        for code, (name, unit, frequency) in INDICATORS.items()
    }


@pytest.fixture
def national(site) -> StatisticTable:
    return StatisticTable.objects.create(
        title="Chiffres du pays", source="Exemple", collection=Collection.get_first_root_node()
    )


@pytest.fixture
def desk(animator, national, indicators, country_of_today) -> Desk:
    """The animation team before the table of the whole country."""
    client = Client()
    client.force_login(animator)
    return Desk(client, national)


@pytest.fixture
def town_hall(editor, space_a, indicators) -> Desk:
    """The editor of Ouahigouya before the table of the commune, in the small country of the personas."""
    client = Client()
    client.force_login(editor)
    table = StatisticTable.objects.create(
        title="Chiffres de Ouahigouya", source="Exemple", collection=space_a.collection
    )
    return Desk(client, table)
