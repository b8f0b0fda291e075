"""An editor that is open on a poor line asks for little by itself."""

import pytest
from django.urls import reverse

from tests.reading import read

pytestmark = pytest.mark.django_db


def test_an_open_editor_saves_and_tells_of_itself_at_long_intervals(signed_in, editor, space_a, write_article):
    article = write_article(space_a, "Le forage", live=False, user=editor)
    page = read(signed_in(editor), reverse("wagtailadmin_pages:edit", args=[article.pk]))
    waits = [int(each["data-w-autosave-interval-value"]) for each in page.select("[data-w-autosave-interval-value]")]
    waits += [int(each["data-w-session-interval-value"]) for each in page.select("[data-w-session-interval-value]")]
    assert len(waits) == 2
    assert min(waits) >= 20_000
