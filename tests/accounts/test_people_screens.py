"""People in the administration: who may create and change whom, and what nobody can give themselves."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role, ensure_roles, group_for
from tests.conftest import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

NEW = "/admin/users/new/"


def edit(user: User) -> str:
    return f"/admin/users/edit/{user.pk}/"


def sheet(**fields) -> dict[str, object]:
    return {"first_name": "Awa", "last_name": "(exemple)", "email": "awa@exemple.civitac.test", "phone": "", **fields}


def test_a_superuser_opens_an_account_and_the_person_is_invited(signed_in, superuser):
    response = signed_in(superuser).post(NEW, sheet(roles=[group_for(Role.ANIMATION).pk]))
    assert response.status_code == 302
    person = User.objects.get(email="awa@exemple.civitac.test")
    assert not person.has_usable_password()
    assert list(person.groups.all()) == [group_for(Role.ANIMATION)]
    [message] = mail.outbox
    assert message.to == [person.email]
    assert "/compte/mot-de-passe/nouveau/" in message.body


def test_a_dead_mail_server_does_not_lose_the_account(signed_in, superuser, settings):
    settings.EMAIL_BACKEND = "tests.accounts.test_passwords.DeadMailServer"
    assert signed_in(superuser).post(NEW, sheet()).status_code == 302
    assert User.objects.filter(email="awa@exemple.civitac.test").exists()


def test_an_animator_opens_accounts_but_gives_no_power(signed_in, animator, space_a):
    power = {
        "is_superuser": "on",
        "is_staff": "on",
        "roles": [group_for(Role.ANIMATION).pk],
        "groups": list(Group.objects.values_list("pk", flat=True)),
        "user_permissions": ["1", "2"],
    }
    client = signed_in(animator)
    assert client.post(NEW, sheet(**power)).status_code == 302
    person = User.objects.get(email="awa@exemple.civitac.test")
    assert client.post(edit(person), sheet(is_active="on", last_name="Changée", **power)).status_code == 302
    person.refresh_from_db()
    assert person.last_name == "Changée"
    assert not person.is_superuser and not person.is_staff
    assert not person.groups.exists() and not person.user_permissions.exists()


def test_an_animator_gives_themselves_no_power(signed_in, animator):
    before = set(animator.groups.all())
    power = {"is_superuser": "on", "groups": list(Group.objects.values_list("pk", flat=True))}
    fields = sheet(email=animator.email, **power)
    assert signed_in(animator).post(edit(animator), fields).status_code == 302
    animator.refresh_from_db()
    assert animator.first_name == "Awa"
    assert animator.is_active and not animator.is_superuser
    assert set(animator.groups.all()) == before


@pytest.mark.parametrize("persona", ["superuser", "second_animator"])
def test_an_animator_cannot_touch_the_account_of_someone_with_power(signed_in, animator, persona, request):
    person = request.getfixturevalue(persona)
    client = signed_in(animator)
    email = person.email
    assert client.get(edit(person))["Location"] == "/admin/"
    assert client.post(edit(person), sheet(email="detourne@exemple.civitac.test"))["Location"] == "/admin/"
    person.refresh_from_db()
    assert person.email == email and person.is_active
    listing = client.get("/admin/users/").content.decode()
    assert email in listing and edit(person) not in listing


def test_a_superuser_gives_and_takes_a_role_and_leaves_the_spaces_alone(signed_in, superuser, editor, space_a):
    client = signed_in(superuser)
    animation = group_for(Role.ANIMATION)
    fields = sheet(email=editor.email, is_active="on")
    client.post(edit(editor), {**fields, "roles": [animation.pk]})
    assert set(editor.groups.all()) == {animation, space_a.editors}
    client.post(edit(editor), fields)
    assert set(editor.groups.all()) == {space_a.editors}


def test_a_role_is_given_by_the_role_s_own_group_and_no_other(signed_in, superuser, citizen, space_a):
    fields = sheet(email=citizen.email, is_active="on", roles=[space_a.managers.pk])
    response = signed_in(superuser).post(edit(citizen), fields)
    assert "roles" in response.context["form"].errors
    assert not citizen.groups.exists()


@pytest.mark.parametrize("persona", ["editor", "manager"])
@pytest.mark.parametrize("address", ["/admin/users/", NEW, "/admin/groups/", "/admin/groups/new/"])
def test_people_of_a_space_find_no_screen_of_accounts(signed_in, persona, address, request):
    response = signed_in(request.getfixturevalue(persona)).get(address)
    assert response.status_code == 302
    assert response["Location"] == "/admin/"


def test_groups_are_beyond_an_animator(signed_in, animator):
    client = signed_in(animator)
    group = group_for(Role.ANIMATION)
    for address in ("/admin/groups/", "/admin/groups/new/", f"/admin/groups/edit/{group.pk}/"):
        assert client.get(address)["Location"] == "/admin/"


@pytest.mark.parametrize("email", ["CITOYENNE@exemple.civitac.test", "Citoyenne@Exemple.civitac.test"])
def test_an_address_that_differs_by_case_only_is_taken(signed_in, superuser, citizen, email):
    response = signed_in(superuser).post(NEW, sheet(email=email))
    assert response.status_code == 200
    assert "email" in response.context["form"].errors
    assert User.objects.filter(email__iexact=email).count() == 1


@pytest.mark.parametrize(
    "spelling", ["70 12 34 56", "70123456", "+226 70-12-34-56", "0022670123456", "226 70 12 34 56"]
)
def test_a_mobile_number_is_kept_in_one_form_however_it_is_written(signed_in, superuser, spelling):
    assert signed_in(superuser).post(NEW, sheet(email="", phone=spelling)).status_code == 302
    assert User.objects.get(phone="+22670123456").email is None


@pytest.mark.parametrize("wrong", ["25 36 90 47", "70 12", "numéro", "+999 123", "70\x0012 34 56"])
def test_a_number_that_receives_no_text_message_is_refused(signed_in, superuser, wrong):
    response = signed_in(superuser).post(NEW, sheet(phone=wrong))
    assert "phone" in response.context["form"].errors


def test_a_number_already_taken_is_refused(signed_in, superuser):
    User.objects.create_user(phone="+22670123456")
    response = signed_in(superuser).post(NEW, sheet(phone="70 12 34 56"))
    assert "phone" in response.context["form"].errors


def test_an_account_needs_an_address_or_a_number(signed_in, superuser):
    response = signed_in(superuser).post(NEW, sheet(email=""))
    assert "email" in response.context["form"].errors


@pytest.mark.parametrize("persona", ["superuser", "animator"])
def test_nobody_deletes_an_account(signed_in, persona, citizen, request):
    client = signed_in(request.getfixturevalue(persona))
    address = f"/admin/users/delete/{citizen.pk}/"
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302
    assert User.objects.filter(pk=citizen.pk).exists()
    assert address not in client.get(edit(citizen)).content.decode()
    assert address not in client.get("/admin/users/").content.decode()


@pytest.mark.parametrize("action", ["assign_role", "delete", "set_active_state"])
@pytest.mark.parametrize("persona", ["superuser", "animator"])
def test_acts_on_many_people_at_once_are_closed(signed_in, persona, action, citizen, request):
    client = signed_in(request.getfixturevalue(persona))
    address = f"/admin/bulk/accounts/user/{action}/?id={citizen.pk}"
    fields = {"role": group_for(Role.ANIMATION).pk, "mark_as_active": "False"}
    assert client.get(address).status_code == 404
    assert client.post(address, fields).status_code == 404
    citizen.refresh_from_db()
    assert citizen.is_active and not citizen.groups.exists()


def test_an_account_is_closed_by_unticking_it(signed_in, animator, citizen):
    browser = signed_in(citizen)
    signed_in(animator).post(edit(citizen), sheet(email=citizen.email))
    citizen.refresh_from_db()
    assert not citizen.is_active
    assert browser.get("/compte/").status_code == 302


def test_nobody_closes_their_own_account_by_mistake(signed_in, superuser):
    signed_in(superuser).post(edit(superuser), sheet(email=superuser.email))
    superuser.refresh_from_db()
    assert superuser.is_active and superuser.is_superuser


def test_the_list_shows_roles_and_spaces_at_a_constant_cost(signed_in, superuser, animator, editor, space_b):
    client = signed_in(superuser)

    def queries() -> int:
        client.get("/admin/users/")
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/admin/users/")
        assert response.status_code == 200
        return len(captured)

    few = queries()
    for number in range(12):
        make_user(f"personne-{number}", space_b.editors, group_for(Role.ANIMATION))
    assert queries() == few
    assert Role.ANIMATION.value in client.get("/admin/users/").content.decode()


def test_preparing_roles_twice_changes_nothing(db):
    before = {group.name: set(group.permissions.values_list("pk", flat=True)) for group in Group.objects.all()}
    ensure_roles()
    after = {group.name: set(group.permissions.values_list("pk", flat=True)) for group in Group.objects.all()}
    assert before == after
    assert Role.ANIMATION.value in after
