"""What the welcome page of the admin says to do next, role by role."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState

from accounts.permissions import is_animator
from civitac.core.dashboard import WaitingLine, WaitingPanel

from .enums import ArticleKind
from .models import ArticlePage, EnrolmentRequest, Space
from .models.review import may_approve

LENGTH = 15


@dataclass
class Waiting:
    """A page in review, with what a list says of it."""

    page: Page
    state: WorkflowState
    comment: str = ""
    readable: bool = False  # whether the person looking may approve it


def in_review(status: str, **conditions: object) -> list[Waiting]:
    """Pages whose review has this status, those that have waited longest first; three queries whatever their number.

    Those of closed spaces are left out: nothing can be done about them before the reopening.
    """
    states = list(
        WorkflowState.objects.filter(status=status, **conditions)
        .exclude(object_id__in=hidden_pages())
        .select_related("requested_by", "current_task_state")
        .order_by("created_at")[:LENGTH]
    )
    pages = {str(page.pk): page for page in Page.objects.filter(pk__in=[state.object_id for state in states])}
    return [
        Waiting(pages[state.object_id], state, state.current_task_state.comment if state.current_task_state else "")
        for state in states
        if state.object_id in pages
    ]


def hidden_pages() -> QuerySet:
    """Keys of the pages of closed spaces, in the form in which reviews keep them."""
    return Space.objects.closed().pages().order_by().values_list(Cast("pk", CharField()), flat=True)


def waiting_for_reopening(**conditions: object) -> int:
    return WorkflowState.objects.active().filter(object_id__in=hidden_pages(), **conditions).count()


class WritingPanel(Component):
    """For editors and managers: their spaces, what came back to them, what waits, their drafts."""

    order = 20
    template_name = "spaces/admin/writing_panel.html"

    def get_context_data(self, parent_context: dict[str, object]) -> dict[str, object]:
        user = parent_context["request"].user
        groups = set(user.groups.values_list("pk", flat=True))
        spaces = list(Space.objects.of_member(user).select_related("page"))
        mine = {"requested_by": user}
        reviewed = WorkflowState.objects.active().filter(requested_by=user).values_list("object_id", flat=True)
        scheduled = ArticlePage.objects.filter(space__in=spaces).scheduled()
        drafts = (
            ArticlePage.objects.filter(space__in=spaces, has_unpublished_changes=True, owner=user)
            .exclude(pk__in=[int(pk) for pk in reviewed])
            .exclude(pk__in=scheduled.values("pk"))
            .order_by("-latest_revision_created_at")
        )
        return {
            "spaces": spaces,
            "managed": {space.pk for space in spaces if space.managers_id in groups},
            "kinds": ArticleKind.choices,
            "returned": in_review(WorkflowState.STATUS_NEEDS_CHANGES, **mine),
            "waiting": in_review(WorkflowState.STATUS_IN_PROGRESS, **mine),
            "hidden": waiting_for_reopening(**mine),
            "scheduled": scheduled[:LENGTH],
            "drafts": drafts[:LENGTH],
        }


class ReadingPanel(Component):
    """For the animation team: what waits for a reading, and what they sent back."""

    order = 30
    template_name = "spaces/admin/reading_panel.html"

    def get_context_data(self, parent_context: dict[str, object]) -> dict[str, object]:
        user = parent_context["request"].user
        waiting = in_review(WorkflowState.STATUS_IN_PROGRESS)
        for entry in waiting:
            entry.readable = may_approve(entry.page, user)
        return {
            "waiting": waiting,
            "returned": in_review(WorkflowState.STATUS_NEEDS_CHANGES),
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
