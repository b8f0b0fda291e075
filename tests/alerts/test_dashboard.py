"""What the welcome page says of messages, to each person."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from alerts import workflow
from alerts.enums import AlertState
from alerts.models import Alert

from .composing import compose, group_of

pytestmark = pytest.mark.django_db

HEADLINE = "Coupure au secteur 4"


@pytest.fixture
def welcome(signed_in):
    return lambda user: unescape(signed_in(user).get(reverse("wagtailadmin_home")).content.decode())


@pytest.fixture
def submitted(space_a, editor):
    alert = compose(space_a, editor, group_of(space_a), headline=HEADLINE)
    workflow.submit(alert, editor)
    return alert


def test_what_waits_is_shown_to_those_who_may_approve_it(welcome, submitted, editor, manager, animator, other_editor):
    for user in (manager, animator):
        assert "Messages SMS à approuver" in welcome(user)
        assert HEADLINE in welcome(user)
    for user in (editor, other_editor):
        assert HEADLINE not in welcome(user)


def test_what_came_back_is_shown_to_its_author_with_the_reason(welcome, submitted, editor, manager):
    workflow.return_to_author(submitted, manager, "Quel quartier ?")
    assert "Quel quartier ?" in welcome(editor)
    assert HEADLINE not in welcome(manager)


def test_what_is_leaving_is_shown_to_those_who_may_stop_it(welcome, submitted, editor, manager):
    Alert.objects.update(state=AlertState.SENDING, decided_at=timezone.now())
    assert "Messages SMS en cours d’envoi" in welcome(manager)
    assert HEADLINE not in welcome(editor)
