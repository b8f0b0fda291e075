"""The accounts of the demonstration, one or two for each role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.roles import Role, group_for
from spaces.models import Space

PASSWORD = "Civitac-demo-2026"
NOTIFICATIONS = ("submitted_notifications", "approved_notifications", "rejected_notifications")


@dataclass(frozen=True)
class Account:
    name: str  # before the @, too
    first_name: str
    role: str
    in_team: bool = False
    manages: str = ""  # the slug of a space
    writes_for: str = ""
    is_administrator: bool = False
    phone: str = ""  # of a range that no operator has

    @property
    def email(self) -> str:
        return f"{self.name}@demo.civitac.test"


ACCOUNTS = [
    Account("admin", "Adama", "administration technique", is_administrator=True),
    Account("animation", "Awa", "équipe d’animation", in_team=True, phone="+22600990001"),
    Account("animation2", "Issa", "équipe d’animation, deuxième lecteur", in_team=True, phone="+22600990002"),
    Account(
        "responsable", "Rasmata", "responsable de l’espace de Ouahigouya", manages="ouahigouya", phone="+22600990003"
    ),
    Account("redaction", "Salif", "rédaction de l’espace de Ouahigouya", writes_for="ouahigouya", phone="+22600990004"),
    Account("osc", "Mariam", "rédaction d’une organisation", writes_for="association-laafi-yiri", phone="+22600990005"),
    Account("citoyen", "Boukary", "citoyen, sans rôle"),
]


def ensure_accounts(spaces: Mapping[str, Space]) -> tuple[dict[str, User], int]:
    """The people by their address, and how many were missing; an account that exists keeps its password and groups."""
    people, added = {}, 0
    for account in ACCOUNTS:
        person = User.objects.filter(email=account.email).first()
        if person is None:
            person = open_account(account, spaces)
            added += 1
        people[account.email] = person
    return people, added


@transaction.atomic
def open_account(account: Account, spaces: Mapping[str, Space]) -> User:
    make = User.objects.create_superuser if account.is_administrator else User.objects.create_user
    named = {"first_name": account.first_name, "last_name": "(exemple)", "phone": account.phone or None}
    person = make(account.email, PASSWORD, **named)
    person.groups.add(*groups_of(account, spaces))
    return person


def groups_of(account: Account, spaces: Mapping[str, Space]) -> Iterator[Group]:
    if account.in_team:
        yield group_for(Role.ANIMATION)
    if account.manages:
        yield spaces[account.manages].managers
    if account.writes_for:
        yield spaces[account.writes_for].editors


@contextmanager
def undisturbed(people: Iterable[User]) -> Iterator[None]:
    """No e-mail tells these people what happens meanwhile."""
    profiles = [UserProfile.get_for_user(person) for person in people]
    before = [{name: getattr(profile, name) for name in NOTIFICATIONS} for profile in profiles]
    set_notifications(profiles, [dict.fromkeys(NOTIFICATIONS, False)] * len(profiles))
    try:
        yield
    finally:
        set_notifications(profiles, before)


def set_notifications(profiles: list[UserProfile], wishes: list[dict[str, bool]]) -> None:
    for profile, wish in zip(profiles, wishes, strict=True):
        for name, value in wish.items():
            setattr(profile, name, value)
        profile.save(update_fields=NOTIFICATIONS)
