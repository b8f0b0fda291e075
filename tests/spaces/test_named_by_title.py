"""What is said of a page after it was saved names it by its new title."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests.spaces.test_space_rule import form_data

pytestmark = pytest.mark.django_db


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize("live", [False, True])
def test_saving_a_retitled_article_names_the_new_title(signed_in, editor, space_a, write_article, live):
    article = write_article(space_a, "Ancien titre", live=live)
    article.title = "Nouveau titre"
    response = signed_in(editor).post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form_data(article))
    assert "Nouveau titre" in said(response) and "Ancien titre" not in said(response)
