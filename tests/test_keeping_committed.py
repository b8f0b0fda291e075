"""What tests that commit leave behind them."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from tests import COMMITTED

pytestmark = [
    COMMITTED,
    pytest.mark.postgresql,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's rows are brought back by Django"),
]


def test_what_is_written_after_a_test_keeps_none_of_the_first_rows_out():
    """As a server does that still answers while it stops."""
    first = dict(ContentType.objects.values_list("pk", "model"))
    call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
    late = ContentType.objects.create(app_label="wagtailcore", model="page")
    connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    assert late.pk not in first
    assert dict(ContentType.objects.values_list("pk", "model")) == first
