"""A list as the manager of a space brings it into a group: through the screens of the admin."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from alerts.models import Consent, DiffusionGroup, ListImport
from tests.reading import main, words

AGREED = {
    "agreement": "meeting",
    "agreed_on": "2026-03-03",
    "source": "Assemblée du secteur 4, classeur 2",
    "confirmed": "on",
}


def url(name: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_alerts_diffusiongroup:{name}", args=args)


@dataclass
class ListDesk:
    """Someone at the admin with a file and a group."""

    client: Client
    group: DiffusionGroup
    row: ListImport | None = field(default=None)

    def try_to_send(self, content: bytes, name: str = "liste.csv", **changed: str) -> HttpResponse:
        sent = {name: value for name, value in {**AGREED, **changed}.items() if value}
        file = {"file": SimpleUploadedFile(name, content)}
        return self.client.post(url("lists", self.group.pk), {**file, **sent})

    def send(self, content: bytes, name: str = "liste.csv", **changed: str) -> ListDesk:
        response = self.try_to_send(content, name, **changed)
        assert response.status_code == 302, refusal(response)
        self.row = ListImport.objects.latest("pk")
        return self

    @property
    def address(self) -> str:
        return url("list_import", self.group.pk, self.row.pk)

    def page(self, query: str = "") -> BeautifulSoup:
        response = self.client.get(self.address + query)
        assert response.status_code == 200
        return BeautifulSoup(response.content.decode(), "html.parser")

    def said(self, query: str = "") -> str:
        return words(main(self.page(query)))

    def lines(self, kind: str) -> list[list[str]]:
        """The cells of each line that the preview shows of a kind."""
        table = main(self.page(f"?lines={kind}")).find("table")
        rows = table.find("tbody").find_all("tr") if table else []
        return [[words(cell) for cell in row.find_all("td")] for row in rows]

    def act(self, act: str, **fields: object) -> HttpResponse:
        response = self.client.post(self.address, {"act": act, **fields})
        self.row = ListImport.objects.filter(pk=self.row.pk).first()
        return response

    def numbers(self) -> set[str]:
        return set(self.group.subscribers.values_list("number", flat=True))

    def counts(self) -> dict[str, int]:
        return {kind: number for kind, number in self.row.counts.items() if number and kind not in ("rows", "named")}


def refusal(response: HttpResponse) -> str:
    """What the page says is wrong with what was sent."""
    page = BeautifulSoup(response.content.decode(), "html.parser")
    return " · ".join(words(each) for each in page.select(".error-message, .w-field__errors"))


@pytest.fixture
def floods(space_a) -> DiffusionGroup:
    return DiffusionGroup.objects.create(name="Crues", description="Quand l’eau monte.", collection=space_a.collection)


@pytest.fixture
def desk(signed_in, manager, floods) -> ListDesk:
    return ListDesk(signed_in(manager), floods)


@pytest.fixture
def journal():
    """What the journal of consent says of a number, the latest first."""
    return lambda number: list(Consent.objects.filter(number=number))
