"""The part of the benchmark about text messages, on the database of the test: how long anything takes is nobody's business."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django_q.conf import Conf

from alerts.models import Callback
from benchmarks.sms import SCALES, measured, stand_in
from benchmarks.table import Row
from tests import COMMITTED
from tests.processes import database_of_the_test

pytestmark = [
    COMMITTED,
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SKIPPED LOUDLY: workers that share rows need PostgreSQL (DATABASE_URL)",
    ),
]


@pytest.fixture
def gateway(settings, monkeypatch, tmp_path: Path) -> Iterator[str]:
    """The stand-in, known to this process and to the servers that the benchmark starts."""
    surroundings = {
        "DATABASE_URL": database_of_the_test(),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "BENCH_FOLDER": str(tmp_path),
        "BENCH_PREFIX": "smoke",
    }
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Conf, "SYNC", False)
    settings.SMS_GATEWAY = "africastalking"
    settings.AFRICASTALKING_USERNAME = settings.AFRICASTALKING_API_KEY = "banc"
    with stand_in() as address:
        settings.AFRICASTALKING_BASE_URL = address
        yield address


def test_the_part_about_text_messages_measures_everything_it_names(gateway):
    told = {row.what: row for row in measured(SCALES["quick"], gateway).rows if isinstance(row, Row)}
    first = "the first batch leaves, beside the end of the audience"
    compared = ["audience, hand-over, recording", first, "reports, time", "reports, CPU"]
    if shutil.which("wrk"):
        compared.append("a report, CPU")
    assert all(told[name].value > 0 and told[name].floor > 0 for name in compared)
    assert told["memory of a worker at its most"].value > 0
    assert Callback.objects.filter(note="").count() == SCALES["quick"].many
