"""The page about open data: for people, kept equal to what the interface says of itself."""

from __future__ import annotations

import pytest

from tests.reading import links, main, queries, read, words

pytestmark = pytest.mark.django_db


def test_the_page_names_every_address_and_parameter_of_the_interface(client, site):
    page = words(main(read(client, "/api/donnees/")))
    description = client.get("/api/donnees/openapi.json").json()
    assert description["paths"]
    for path, methods in description["paths"].items():
        assert path in page
        for parameter in methods["get"]["parameters"]:
            assert parameter["name"] in page


def test_every_link_of_the_page_answers(client, site):
    found = links(main(read(client, "/api/donnees/")))
    assert {"/catalogue.jsonld", "/catalogue.ttl", "/catalogue.rdf", "/api/donnees/openapi.json"} <= set(found)
    for address in found:
        assert client.get(address).status_code == 200, address


def test_the_page_asks_nothing_of_other_sites(client, site):
    page = read(client, "/api/donnees/")
    for part in page.find_all(["script", "link", "img", "iframe"]):
        address = part.get("src") or part.get("href") or ""
        assert address.startswith(("/", "http://testserver", "data:")) or not address


def test_the_page_costs_few_queries(client, site):
    assert len(queries(client, "/api/donnees/")) <= 12
