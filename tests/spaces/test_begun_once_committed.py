"""The form of a new article that arrives twice at the same moment."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from spaces.models import ArticlePage
from tests import COMMITTED
from tests.processes import at_once
from tests.spaces.test_space_rule import form_data

pytestmark = [
    COMMITTED,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SKIPPED LOUDLY: forms that arrive at once take turns at the row of their space on PostgreSQL (DATABASE_URL)",
    ),
]


def test_forms_that_arrive_at_once_make_one_article(signed_in, editor, space_a):
    client = signed_in(editor)
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    form = form_data(ArticlePage(title="Le forage", kind="report", language="fr")) | {"form_key": str(uuid4())}
    answers = at_once(*[lambda: client.post(address, form).status_code] * 4)
    assert answers == [302] * 4
    assert ArticlePage.objects.get().title == "Le forage"


def test_several_people_of_a_space_begin_articles_at_once(signed_in, editor, manager, space_a):
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    form = form_data(ArticlePage(title="Le forage", kind="report", language="fr", slug=""))
    clients = [signed_in(person) for person in (editor, manager)]
    at_once(
        *[lambda client=client: client.post(address, form | {"form_key": str(uuid4())}) and None for client in clients]
    )
    assert ArticlePage.objects.count() == 2
