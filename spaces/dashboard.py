"""What the welcome page of the admin says to do next, role by role."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState

from accounts.permissions import is_animator
from civitac.core.dashboard import WaitingLine, WaitingPanel

from .enums import ArticleKind
from .models import ArticlePage, EnrolmentRequest, Space, SpacePage, shown_spaces
from .models.review import may_approve
from .querysets import SpaceQuerySet

LENGTH = 15
# How long the welcome page tells that something has been approved, and of how many pages.
RECENT, RECENT_LENGTH = datetime.timedelta(days=14), 5


@dataclass
class Waiting:
    """A page in review, with what a list says of it."""

    page: Page
    state: WorkflowState
    comment: str = ""
    readable: bool = False  # whether the person looking may approve it
    about: str = ""  # what kind of page it is, and of which space


def about(page: Page, spaces: dict[int, Space]) -> str:
    if isinstance(page, ArticlePage):
        return f"{page.get_kind_display()} · {spaces.get(page.space_id, '')}"
    return _("Sheet of the space") if isinstance(page, SpacePage) else str(page.page_type_display_name)


def reviews(*conditions: Q, status: str, order: str = "created_at", length: int = LENGTH) -> list[Waiting]:
    """Pages whose review has this status, those that have waited longest first; a few queries whatever their number.

    Those of closed spaces are left out: nothing can be done about them before the reopening.
    """
    states = list(
        WorkflowState.objects.filter(*conditions, status=status)
        .exclude(object_id__in=keys(Space.objects.closed()))
        .select_related("requested_by", "current_task_state")
        .order_by(order)[:length]
    )
    found = Page.objects.filter(pk__in=[state.object_id for state in states]).defer_streamfields().specific()
    pages = {str(page.pk): page for page in found}
    return [
        Waiting(pages[state.object_id], state, state.current_task_state.comment if state.current_task_state else "")
        for state in states
        if state.object_id in pages
    ]


def recently_on_line(user: AbstractBaseUser) -> list[Waiting]:
    """What this person submitted and another approved these last days, the newest first."""
    since = timezone.now() - RECENT
    approved = Q(requested_by=user, current_task_state__finished_at__gte=since)
    newest = "-current_task_state__finished_at"
    found = reviews(approved, status=WorkflowState.STATUS_APPROVED, order=newest, length=RECENT_LENGTH)
    return [entry for entry in found if entry.page.live]


def keys(spaces: SpaceQuerySet) -> QuerySet:
    """Keys of the pages of spaces, in the form in which reviews keep them."""
    return spaces.pages().order_by().values_list(Cast("pk", CharField()), flat=True)


def waiting_for_reopening(**conditions: object) -> int:
    return WorkflowState.objects.active().filter(object_id__in=keys(Space.objects.closed()), **conditions).count()


class WritingPanel(Component):
    """For editors and managers: their spaces, what came back to them, what waits, what went on line, their drafts.

    Managers see what came back to the others of the spaces they manage too, and what they wait for.
    """

    order = 20
    template_name = "spaces/admin/writing_panel.html"

    def get_context_data(self, parent_context: dict[str, object]) -> dict[str, object]:
        user = parent_context["request"].user
        groups = set(user.groups.values_list("pk", flat=True))
        spaces = list(Space.objects.of_member(user).select_related("page"))
        managed = {space.pk for space in spaces if space.managers_id in groups}
        mine = Q(requested_by=user)
        seen = mine | Q(object_id__in=keys(Space.objects.filter(pk__in=managed))) if managed else mine
        reviewed = WorkflowState.objects.active().filter(requested_by=user).values_list("object_id", flat=True)
        scheduled = ArticlePage.objects.filter(space__in=spaces).scheduled()
        drafts = (
            ArticlePage.objects.filter(space__in=spaces, has_unpublished_changes=True, owner=user)
            .exclude(pk__in=[int(pk) for pk in reviewed])
            .exclude(pk__in=scheduled.values("pk"))
            .order_by("-latest_revision_created_at")
        )
        return {
            "person": user,
            "spaces": spaces,
            "managed": managed,
            "kinds": ArticleKind.choices,
            "returned": reviews(seen, status=WorkflowState.STATUS_NEEDS_CHANGES),
            "waiting": reviews(seen, status=WorkflowState.STATUS_IN_PROGRESS),
            "on_line": recently_on_line(user),
            "hidden": waiting_for_reopening(requested_by=user),
            "scheduled": scheduled[:LENGTH],
            "drafts": drafts[:LENGTH],
        }


class ReadingPanel(Component):
    """For the animation team: what waits for a reading, and what they sent back."""

    order = 30
    template_name = "spaces/admin/reading_panel.html"

    def get_context_data(self, parent_context: dict[str, object]) -> dict[str, object]:
        request = parent_context["request"]
        waiting = reviews(status=WorkflowState.STATUS_IN_PROGRESS)
        returned = reviews(status=WorkflowState.STATUS_NEEDS_CHANGES)
        for entry in waiting:
            entry.readable = may_approve(entry.page, request.user)
        for entry in (*waiting, *returned):
            entry.about = about(entry.page, shown_spaces(request))
        return {
            "waiting": waiting,
            "returned": returned,
            "hidden": waiting_for_reopening(),
            "scheduled": ArticlePage.objects.scheduled()[:LENGTH],
            "spaces": Space.objects.open().count(),
        }


def writing_panel(request: HttpRequest) -> Component | None:
    return WritingPanel() if Space.objects.of_member(request.user).exists() else None


def reading_panel(request: HttpRequest) -> Component | None:
    return ReadingPanel() if is_animator(request.user) else None


def enrolment_panel(request: HttpRequest) -> Component | None:
    """The requests to join that are not settled, for the animation team."""
    if not is_animator(request.user):
        return None
    waiting = EnrolmentRequest.objects.waiting()
    number = waiting.count()
    if not number:
        return None
    return WaitingPanel(
        ngettext("%(number)d request to join", "%(number)d requests to join", number) % {"number": number},
        [
            WaitingLine(
                f"{enrolment.name} ({enrolment.get_state_display().lower()})",
                reverse("enrolment:edit", args=(enrolment.pk,)),
                enrolment.created_at,
            )
            for enrolment in waiting[:LENGTH]
        ],
        reverse("enrolment:index"),
        order=40,
    )
