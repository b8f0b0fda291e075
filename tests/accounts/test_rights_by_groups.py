"""People have rights by their groups alone."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_right_given_to_one_person_alone_counts_for_nothing(signed_in, citizen):
    citizen.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_user"]))
    assert signed_in(citizen).get(reverse("wagtailadmin_home")).status_code == 302


def test_a_right_of_a_group_counts(signed_in, editor):
    assert signed_in(editor).get(reverse("wagtailadmin_home")).status_code == 200


def test_a_person_who_is_no_longer_active_is_out_at_once(signed_in, editor):
    browser = signed_in(editor)
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)
    assert browser.get(reverse("wagtailadmin_home")).status_code == 302
