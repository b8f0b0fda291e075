"""Pages of the demonstration: found again whatever people made of them, published with the date they carry."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from accounts.models import User

NAMESPACE = uuid.UUID("6b0a6d0e-4f0b-5c58-9c63-0d6a4c2f8f11")
HOUR = datetime.time(8)


def key_of(slug: str) -> uuid.UUID:
    """What marks the page of an entry: it survives a new title, a new address and a move, and a copy gets its own."""
    return uuid.uuid5(NAMESPACE, slug)


def known_pages(slugs: list[str]) -> dict[str, Page]:
    """Those of the entries that have their page."""
    by_key = {page.translation_key: page for page in Page.objects.filter(translation_key__in=map(key_of, slugs))}
    return {slug: by_key[key_of(slug)] for slug in slugs if key_of(slug) in by_key}


def moment_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, HOUR))


def publish(page: Page, publisher: User | None = None, day: datetime.date | None = None) -> None:
    """A revision by the page's owner and its publication, both of that day."""
    page.save_revision(user=page.owner, log_action=True).publish(user=publisher, skip_permission_checks=True)
    if day is not None:
        backdate(page, moment_of(day))


def backdate(page: Page, moment: datetime.datetime) -> None:
    Page.objects.filter(pk=page.pk).update(
        first_published_at=moment, last_published_at=moment, latest_revision_created_at=moment
    )
    page.revisions.update(created_at=moment)
    PageLogEntry.objects.filter(page=page).update(timestamp=moment)
