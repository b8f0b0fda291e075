"""What every installation begins with."""

from __future__ import annotations

import pytest

from accounts.phones import mobile
from alerts.enums import Severity
from alerts.models import AlertKind, AuthorityLabel, Tariff
from alerts.seeding import ensure_alerts

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_added_and_what_was_changed_stays(site):
    ensure_alerts()
    AlertKind.objects.filter(name="Inondation").update(lasts=6)
    AlertKind.objects.filter(name="École").delete()
    AuthorityLabel.objects.filter(severity=Severity.EXTREME).update(label="Alerte")
    numbers = [model.objects.count() for model in (AlertKind, AuthorityLabel, Tariff)]
    ensure_alerts()
    assert [model.objects.count() for model in (AlertKind, AuthorityLabel, Tariff)] == [numbers[0] + 1, *numbers[1:]]
    assert AlertKind.objects.get(name="Inondation").lasts == 6
    assert set(AuthorityLabel.objects.filter(severity=Severity.EXTREME).values_list("label", flat=True)) == {"Alerte"}


def test_every_mobile_number_has_one_operator(site):
    ensure_alerts()
    prefixes = [prefix for tariff in Tariff.objects.all() for prefix in tariff.prefixes.split()]
    assert len(prefixes) == len(set(prefixes))
    for prefix in prefixes:
        assert mobile(f"{prefix}123456") == f"+226{prefix}123456"
