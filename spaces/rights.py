"""Which rights the groups of a space hold, and how they are brought up to date.

A right is a row of Wagtail's: on the space's page for its tree, on the space's collection for what it owns. Nobody gives
such rights on Wagtail's group screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Site

from accounts.roles import Role, group_for
from civitac.core.collection_order import add_collection
from civitac.core.registry import space_owned_models

from .models import Space

PAGE_RIGHTS = {"editors": ("add", "change"), "managers": ("add", "change", "unlock")}
ANIMATION_PAGE_RIGHTS = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
# The collection of pictures that belong to nobody in particular.
SHARED_PICTURES = "Illustrations"
# Models outside every space that the animation team keeps.
ANIMATION_MODELS = {
    "spaces.Space": ("add", "change", "view"),
    "spaces.OfficeTitle": ("add", "change", "delete", "view"),
    "spaces.EnrolmentRequest": ("change", "view"),
    "territories.Theme": ("add", "change", "delete", "view"),
    "territories.Territory": ("change", "view"),
    "territories.TerritoryName": ("add", "change", "delete", "view"),
    "data_pages.Indicator": ("add", "change", "delete", "view"),
    "data_pages.DocumentKind": ("add", "change", "delete", "view"),
    "alerts.AlertKind": ("add", "change", "delete", "view"),
    "alerts.AuthorityLabel": ("add", "change", "delete", "view"),
    "alerts.Tariff": ("add", "change", "delete", "view"),
    "alerts.Budget": ("add", "change", "view"),
    "alerts.SmsSettings": ("change",),
    "home.SiteSettings": ("change",),
    "home.ContactMessage": ("change", "view"),
    "alerts.IncomingText": ("change", "view"),
}


@dataclass(frozen=True)
class Granted:
    """How many rows a call added; zero when everything stood already."""

    pages: int = 0
    collections: int = 0

    def __add__(self, other: Granted) -> Granted:
        return Granted(self.pages + other.pages, self.collections + other.collections)


def permissions_on(rights: Mapping[str, Iterable[str]]) -> list[Permission]:
    """The permissions on models ("app.Model") for the actions beside each. Raises LookupError when one does not exist."""
    wanted = set()
    for label, actions in rights.items():
        app_label, model = label.lower().split(".")
        wanted |= {(app_label, f"{action}_{model}") for action in actions}
    named = Permission.objects.filter(codename__in={codename for _app_label, codename in wanted})
    found = {(each.content_type.app_label, each.codename): each for each in named.select_related("content_type")}
    if missing := wanted - found.keys():
        raise LookupError(f"No permission {', '.join(sorted(map('.'.join, missing)))}")
    return [found[each] for each in sorted(wanted)]


def owned_permissions(role: str) -> list[Permission]:
    """What a role ("editors" or "managers") may do with everything that registered as owned by spaces."""
    return permissions_on({label: roles[role] for label, roles in space_owned_models.items()})


def grant_on_page(group: Group, page: Page, actions: Iterable[str]) -> int:
    wanted = permissions_on({"wagtailcore.Page": actions})
    held = set(GroupPagePermission.objects.filter(group=group, page=page).values_list("permission_id", flat=True))
    rows = [GroupPagePermission(group=group, page=page, permission=p) for p in wanted if p.pk not in held]
    return len(GroupPagePermission.objects.bulk_create(rows))


def grant_on_collection(group: Group, collection: Collection, permissions: Iterable[Permission]) -> int:
    held = set(
        GroupCollectionPermission.objects.filter(group=group, collection=collection).values_list(
            "permission_id", flat=True
        )
    )
    rows = [
        GroupCollectionPermission(group=group, collection=collection, permission=p)
        for p in permissions
        if p.pk not in held
    ]
    return len(GroupCollectionPermission.objects.bulk_create(rows))


def shared_pictures() -> Collection:
    """Where the animation team puts pictures for everyone: whoever writes in a space may use them, and change none."""
    root = Collection.get_first_root_node()
    existing = root.get_children().filter(name=SHARED_PICTURES, space__isnull=True).first()
    return existing or add_collection(SHARED_PICTURES)


def grant_space(space: Space) -> Granted:
    """Give the groups of an open space every right they lack; nothing is taken away."""
    granted = Granted()
    access = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    shared = shared_pictures()
    choose_picture = permissions_on({"wagtailimages.Image": ["choose"]})
    for role, group in (("editors", space.editors), ("managers", space.managers)):
        group.permissions.add(access)
        granted += Granted(
            pages=grant_on_page(group, space.page, PAGE_RIGHTS[role]),
            collections=grant_on_collection(group, space.collection, owned_permissions(role))
            + grant_on_collection(group, shared, choose_picture),
        )
    return granted


def revoke_space(space: Space) -> None:
    """Take every right on the space's pages and things away from its groups, which keep their members."""
    groups = (space.editors_id, space.managers_id)
    GroupPagePermission.objects.filter(group__in=groups).delete()
    GroupCollectionPermission.objects.filter(group__in=groups).delete()
    Group.permissions.through.objects.filter(group__in=groups).delete()


def grant_animation() -> Granted:
    """Give the animation team every right it lacks: on the site's pages, all collections and the shared lists."""
    team = group_for(Role.ANIMATION)
    actions = {"add", "change", "delete", "choose", "approve", "send"}
    owned = [
        permission
        for label, _roles in space_owned_models.items()
        for permission in Permission.objects.filter(
            Q(content_type__app_label=label.split(".")[0]),
            codename__in={f"{a}_{label.split('.')[1].lower()}" for a in actions},
        )
    ]
    team.permissions.add(*permissions_on(ANIMATION_MODELS))
    return Granted(
        pages=grant_on_page(team, Site.objects.get(is_default_site=True).root_page, ANIMATION_PAGE_RIGHTS),
        collections=grant_on_collection(team, Collection.get_first_root_node(), owned),
    )
