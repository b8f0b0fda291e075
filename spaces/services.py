"""The verbs that make, rename, close and reopen a space. Each is all or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from accounts.models import User
from accounts.services import invite
from civitac.core.collection_order import add_collection
from civitac.core.text import slug_of
from territories.enums import AUTHORITIES
from territories.models import Territory, Theme

from .enums import Invitation, SpaceKind
from .models import CollectivityIndexPage, OrganisationIndexPage, Space, SpacePage
from .rights import grant_space, revoke_space

DIRECTORIES = {SpaceKind.COLLECTIVITY: CollectivityIndexPage, SpaceKind.ORGANISATION: OrganisationIndexPage}
GROUP_NAME_LENGTH = 150
# With a place behind it, it fits in the 255 characters that a slug may have.
LONGEST_NAME_IN_ADDRESS = 190
# Of an organisation whose name has no Latin letter.
UNNAMED = "organisation"


class SpaceError(Exception):
    """A space cannot be made or changed as asked; the message is for the person who asked."""


@transaction.atomic
def create_space(
    *,
    kind: SpaceKind | str,
    title: str,
    territory: Territory | None,
    themes: Iterable[Theme] = (),
    user: AbstractBaseUser | None = None,
    slug: str | None = None,
    summary: str = "",
    charter_signed_on: datetime.date | None = None,
) -> Space:
    """Set up a space: its page, collection, two groups, their rights and the row that ties them.

    `slug` defaults to the territory's for a local authority (homonyms carry their province there), to `slug_of_organisation` an
    organisation. Raises SpaceError when the directory is missing, the address is taken or the authority has its space.
    """
    kind = SpaceKind(kind)
    directory = DIRECTORIES[kind].objects.first()
    if directory is None:
        raise SpaceError(_("The directory page does not exist yet: run “manage.py prepare” first."))
    if kind == SpaceKind.COLLECTIVITY:
        if territory is None:
            raise SpaceError(_("A local authority's space needs its territory."))
        if Space.objects.filter(kind=kind, territory=territory).exists():
            raise SpaceError(_("%(territory)s already has its space.") % {"territory": territory})
    slug = slug or (territory.slug if kind == SpaceKind.COLLECTIVITY else slug_of_organisation(title, territory))
    # Lists name a space by this word alone: it is taken once, in either directory.
    if SpacePage.objects.filter(slug=slug).exists():
        raise SpaceError(
            _("A space has the address “%(slug)s” already: choose a name that tells them apart.") % {"slug": slug}
        )

    page = SpacePage(title=title, slug=slug, summary=summary, owner=user)
    directory.add_child(instance=page)
    page.themes.set(themes)
    page.save_revision(user=user, log_action=True).publish(user=user, skip_permission_checks=True)
    page.refresh_from_db()
    space = Space.objects.create(
        kind=kind,
        territory=territory,
        page=page,
        collection=add_collection(title[:255]),
        editors=Group.objects.create(name=group_name(_("Editors"), title, page.pk)),
        managers=Group.objects.create(name=group_name(_("Managers"), title, page.pk)),
        charter_signed_on=charter_signed_on,
    )
    grant_space(space)
    log(instance=page, action="spaces.create", user=user)
    return space


def slug_of_organisation(title: str, territory: Territory | None) -> str:
    """The end of an organisation's address: its name, and its place where another bears that name or an authority may."""
    name = slug_of(title)[:LONGEST_NAME_IN_ADDRESS] or UNNAMED
    homonyms = SpacePage.objects.filter(slug=name)
    if territory is None or homonyms.filter(space__territory=territory, space__kind=SpaceKind.ORGANISATION).exists():
        return name
    is_kept = Territory.objects.filter(slug=name, level__in=AUTHORITIES).exists()
    return f"{name}-{territory.slug}" if is_kept or homonyms.exists() else name


def group_name(role: str, title: str, number: int) -> str:
    """A name that is unique by its number and fits, however long the title is."""
    ending = f" · {number}"
    return f"{role} · {title}"[: GROUP_NAME_LENGTH - len(ending)] + ending


@transaction.atomic
def rename_space(space: Space) -> None:
    """Carry the page's title over to the collection and the groups; the address stays, links go on working."""
    title = space.page.title
    space.collection.name = title[:255]
    space.collection.save(update_fields=["name"])
    for role, group in ((_("Editors"), space.editors), (_("Managers"), space.managers)):
        group.name = group_name(role, title, space.page_id)
        group.save(update_fields=["name"])


@transaction.atomic
def close_space(space: Space, user: AbstractBaseUser | None = None) -> None:
    """Hide a space: its pages leave the site, its people lose their rights. Nothing is deleted.

    What was public or scheduled is remembered on the row, for `reopen_space`. Raises SpaceError when it is closed already.
    """
    space = Space.objects.select_for_update().get(pk=space.pk)
    if not space.is_open:
        raise SpaceError(_("This space is closed already."))
    tree = space.page.get_descendants(inclusive=True)
    public = {str(page.pk): page.live_revision_id or page.latest_revision_id for page in tree.live()}
    scheduled = Revision.page_revisions.filter(
        object_id__in=[str(pk) for pk in tree.values_list("pk", flat=True)], approved_go_live_at__isnull=False
    )
    space.hidden_on_closing = {
        "public": public,
        "scheduled": {str(revision.pk): revision.approved_go_live_at.isoformat() for revision in scheduled},
    }
    scheduled.update(approved_go_live_at=None)
    for page in tree.live().specific():
        page.unpublish(log_action=False)
    space.closed_at = timezone.now()
    space.save(update_fields=["closed_at", "hidden_on_closing"])
    revoke_space(space)
    log(instance=space.page, action="spaces.close", user=user)


@transaction.atomic
def reopen_space(space: Space, user: AbstractBaseUser | None = None) -> None:
    """Bring a closed space back as it was, save what has expired in the meantime. Raises SpaceError when it is open."""
    space = Space.objects.select_for_update().get(pk=space.pk)
    if space.is_open:
        raise SpaceError(_("This space is open."))
    hidden = space.hidden_on_closing
    for page in Page.objects.filter(pk__in=hidden.get("public", {})).order_by("path").specific():
        revision = Revision.objects.filter(pk=hidden["public"][str(page.pk)]).first() or page.save_revision()
        expires = revision.as_object().expire_at
        if expires and expires <= timezone.now():
            Page.objects.filter(pk=page.pk).update(expired=True)
            continue
        latest = page.latest_revision_id
        revision.publish(log_action=False, skip_permission_checks=True)
        if latest != revision.pk:
            # A draft newer than what was public stays a draft.
            Page.objects.filter(pk=page.pk).update(latest_revision=latest, has_unpublished_changes=True)
    for pk, moment in hidden.get("scheduled", {}).items():
        Revision.objects.filter(pk=pk).update(approved_go_live_at=datetime.datetime.fromisoformat(moment))
    space.closed_at = None
    space.hidden_on_closing = {}
    space.save(update_fields=["closed_at", "hidden_on_closing"])
    grant_space(space)
    log(instance=space.page, action="spaces.reopen", user=user)


@transaction.atomic
def add_member(group: Group, address: str) -> Invitation:
    """Put the person known by this e-mail address into a group of a space, making their account when there is none."""
    person = User.objects.filter(email__iexact=address).first()
    if person is not None:
        group.user_set.add(person)
        return Invitation.NEEDLESS
    person = User.objects.create_user(address)
    group.user_set.add(person)
    return Invitation.SENT if invite(person) else Invitation.NOT_SENT
