"""Which headings name places, and what is left of them: a period, a sex, an indicator."""

import pytest

from civitac.core.text import fold
from data_pages.importer.naming import place_meant, places_named

KNOWN = {"bousse", "laye", "commune de laye", "nord", "plateau central", "ouagadougou", "kaya", "bf550203"}


class Map:
    def knows(self, text: str) -> bool:
        return fold(text) in KNOWN

    def inside(self, name: str, around: str) -> str:
        return "BF550201" if (fold(name), fold(around)) == ("bousse", "plateau central") else ""


def is_indicator(text: str) -> bool:
    return text == "Population"


@pytest.mark.parametrize(
    ("headings", "named"),
    [
        (["Boussé", "LAYE"], [("Boussé", ""), ("LAYE", "")]),
        (["Commune de Laye", "BF550203"], [("Commune de Laye", ""), ("BF550203", "")]),
        (
            ["Population Nord", "Population Plateau-Central"],
            [("Nord", "Population"), ("Plateau-Central", "Population")],
        ),
        (["Boussé (Garçons)", "Laye - Garçons"], [("Boussé", "Garçons"), ("Laye", "Garçons")]),
        (["Plateau-Central Boussé", "Boussé (Plateau-Central)"], [("BF550201", ""), ("BF550201", "")]),
        (["Boussé", "Bousé"], []),
        (["Forages", "Écoles"], []),
        ([], []),
    ],
)
def test_headings_are_places_when_two_of_them_name_one(headings, named):
    assert list(places_named(dict(enumerate(headings)), Map(), is_indicator).values()) == named


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        (["Boussé", "Laye", "Bousé"], ("Bousé", "")),
        (["Boussé", "Laye", "Ouagadougou Nord"], ("Ouagadougou Nord", "")),
        (["Boussé", "Kaya Nord", "Laye", "Ouagadougou Nord"], ("Ouagadougou Nord", "")),
        (["Boussé Garçons", "Boussé Filles", "Laye Garçons", "Laye Filles", "Niou Filles"], ("Niou", "Filles")),
    ],
)
def test_an_unknown_heading_beside_them_is_a_place_to_be_asked_about_whole(headings, meant):
    named = places_named(dict(enumerate(headings)), Map(), is_indicator)
    last = len(headings) - 1
    assert last not in named and place_meant(headings[last], named) == meant
