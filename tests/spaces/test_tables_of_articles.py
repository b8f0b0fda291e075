"""A table wider than a phone is moved sideways; what it is about stays where it is read."""

import pytest

from spaces.blocks.tables import TableBlock
from tests.reading import main, read

pytestmark = pytest.mark.django_db


def test_the_title_of_a_table_does_not_move_with_its_columns(client, space_a, write_article):
    block = TableBlock()
    value = block.get_prep_value(block.get_preview_value())
    article = write_article(space_a, "Le budget", body=[{"type": "table", "value": value}])
    page = main(read(client, article.url))
    (title,) = page.select("figcaption")
    assert value["caption"] in title.get_text()
    assert title.find_parent(class_="scroll") is None
    assert page.select_one(".scroll table caption.hidden-text").get_text() == value["caption"]
