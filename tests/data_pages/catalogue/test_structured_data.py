"""schema.org's Dataset of a table and of a document: complete, of the right length, without an address that is shut."""

from __future__ import annotations

import json

import pytest

from data_pages.catalogue.sources import described_documents, described_tables, entries_of_documents, entries_of_tables
from data_pages.catalogue.structured_data import dataset
from tests.data_pages.catalogue.conftest import VISIBILITIES, make_document
from tests.reading import read, structured_data

pytestmark = pytest.mark.django_db


def test_a_table_is_told_as_a_dataset(make_table, space_a):
    table = make_table("Forages", space=space_a, values={"2019": "1", "2023": "2"})
    (entry,) = entries_of_tables(described_tables())
    told = dataset(entry)
    assert told["@type"] == "Dataset"
    assert told["name"] == "Forages"
    assert told["temporalCoverage"] == "2019-01-01/2023-12-31"
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["publisher"]["name"] == "Commune de Ouahigouya"
    assert [each["name"] for each in told["spatialCoverage"]] == ["Ouahigouya", "Burkina Faso"]
    assert told["distribution"][0]["contentUrl"] == f"http://testserver/donnees/tableaux/{table.pk}/donnees.csv"


@pytest.mark.parametrize("summary", ["", "Court.", "x" * 9000])
def test_a_description_has_the_length_that_search_engines_read(space_a, summary):
    make_document("PV", space_a, summary=summary)
    (entry,) = entries_of_documents(described_documents())
    assert 50 <= len(dataset(entry)["description"]) <= 5000


def test_the_page_of_a_table_tells_it(client, make_table, space_a):
    table = make_table("Forages", space=space_a, values={"2019": "1", "2023": "2"})
    (entry,) = entries_of_tables(described_tables())
    assert dataset(entry) in structured_data(read(client, table.get_absolute_url()))


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_only_what_opens_to_everyone_says_where_it_lies(make_table, space_a, visibility):
    table = make_table("Forages", space=space_a, visibility=visibility)
    document = make_document("Budget", space_a, visibility)
    (entry,), (other,) = entries_of_tables(described_tables()), entries_of_documents(described_documents())
    told = json.dumps([dataset(entry), dataset(other)])
    is_public = visibility == "public"
    assert ("donnees.csv" in told) == (f"tableaux/{table.pk}/paquet.zip" in told) == is_public
    assert (document.url in told) == is_public
