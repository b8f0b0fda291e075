"""Articles on their way: what each role finds on its welcome page."""

from __future__ import annotations

import datetime

from django.utils import timezone

from accounts.models import User
from spaces.models import ArticlePage

from .reading import Article, ContentError


def leave_in_state(page: ArticlePage, entry: Article, reader: User) -> None:
    """Write the article's first revision and take it as far as its entry says; `reader` is of the animation team."""
    writer = page.owner
    if entry.state == "scheduled":
        due = timezone.localdate() + datetime.timedelta(days=entry.in_days)
        page.go_live_at = timezone.make_aware(datetime.datetime.combine(due, datetime.time(8)))
    page.save_revision(user=writer, log_action=True)
    if entry.state == "draft":
        return
    task = submit(page, writer)
    match entry.state:
        case "submitted":
            pass
        case "returned":
            task.reject(user=reader, comment=entry.reason)
        case "scheduled":
            task.approve(user=reader)
        case _:
            raise ContentError(f"État inconnu : {entry.state}")


def submit(page: ArticlePage, writer: User) -> object:
    return page.get_workflow().start(page, writer).current_task_state.specific
