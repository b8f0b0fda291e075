from __future__ import annotations

import json

from django import forms
from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import (
    AbstractGroupApprovalTask,
    Page,
    PagePermissionTester,
    Revision,
    TaskState,
    WorkflowState,
)


class ReasonForm(TaskStateCommentForm):
    """An article does not come back without a word on what to correct."""

    comment = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 4}))


class ReviewTask(AbstractGroupApprovalTask):
    """A reading by the animation team: whoever last edited a page may return it, never approve it."""

    class Meta:
        verbose_name = _("reading by the animation team")
        verbose_name_plural = _("readings by the animation team")

    def get_actions(self, obj: Page, user: AbstractBaseUser) -> list[tuple[str, str, bool]]:
        actions = [
            ("reject", _("Return with a reason"), True),
            # Wagtail adds "and publish" to both.
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
        ]
        if not super().get_actions(obj, user):
            return []
        may = may_approve(obj, user) and not is_hidden_with_its_space(obj)
        return [action for action in actions if action[0] != "approve" or may]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReasonForm if action == "reject" else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user: AbstractBaseUser, action_name: str, **kwargs: object) -> object:
        """Apply an action. Raises PermissionDenied for an approval by the person who last edited, or in a closed space."""
        page = task_state.workflow_state.content_object
        if action_name == "approve" and (not may_approve(page, user) or is_hidden_with_its_space(page)):
            raise PermissionDenied
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        return str(_("Members of the chosen groups approve, except what they last edited themselves"))


def may_approve(page: Page, user: AbstractBaseUser) -> bool:
    """Four eyes: the person who last changed what the page says is not the one who approves it."""
    return last_changed_by(page) != user.pk


def is_hidden_with_its_space(page: Page) -> bool:
    """Whether the page stands in a closed space: nothing goes on line there, not even what was already being read."""
    return apps.get_model("spaces.Space").objects.containing(page).filter(closed_at__isnull=False).exists()


def last_changed_by(page: Page) -> int | None:
    """Key of the person whose revision last changed what the page says; None when nobody in particular did.

    Approving a page sends its whole form, from which Wagtail makes a revision in the approver's name whenever a row of
    the page (an author, a related article) has no key yet. Such a revision changes nothing, and does not count.
    """
    revisions = Revision.page_revisions.for_instance(page).order_by("-created_at", "-pk")
    newer = None
    for revision in revisions.iterator(chunk_size=5):
        if newer is not None and said_by(revision.content) != said_by(newer.content):
            break
        newer = revision
    return newer.user_id if newer else None


# What Wagtail keeps in a revision about the page's place and state, and remarks in its margin: none of it is read on line.
NOT_SAID = {
    "pk",
    "path",
    "depth",
    "numchild",
    "url_path",
    "space",
    "draft_title",
    "live",
    "has_unpublished_changes",
    "owner",
    "locked",
    "locked_at",
    "locked_by",
    "expired",
    "first_published_at",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "wagtail_admin_comments",
    # When it is read is the team's to say.
    "go_live_at",
    "expire_at",
}
OF_A_ROW = {"pk", "page", "content_object", "sort_order"}


def said_by(content: dict[str, object]) -> dict[str, object]:
    """What a revision's content tells readers: without bookkeeping, its rows without their keys, its labels in one order."""
    return {name: comparable(value) for name, value in content.items() if name not in NOT_SAID}


def comparable(value: object) -> object:
    if isinstance(value, str) and value.startswith("[{"):
        return stream(value)
    if not isinstance(value, list):
        return value
    if any(not isinstance(item, dict) for item in value):
        return sorted(value, key=str)
    rows = sorted(value, key=lambda row: row.get("sort_order") or 0)
    bare = [{name: each for name, each in row.items() if name not in OF_A_ROW} for row in rows]
    return bare if any("sort_order" in row for row in rows) else sorted(bare, key=str)


def stream(text: str) -> object:
    """The blocks of a body, which a revision keeps as a text; PostgreSQL changes the order of names inside each."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def reason_of_return(page: Page) -> str:
    """What the animation team wrote when it returned a page that waits for its author; empty otherwise."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return ""
    return state.current_task_state.comment if state.current_task_state else ""


class ReviewedPermissionTester(PagePermissionTester):
    """For pages that go on line by approval only: nobody publishes them directly, whatever their other rights."""

    @cached_property
    def has_publish_right(self) -> bool:
        return self.user.is_active and (self.user.is_superuser or "publish" in self.permissions)

    def can_publish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return self.has_publish_right

    def can_view_revisions(self) -> bool:
        """Wagtail offers a page's history to whoever meets the page, and opens it to those who may edit it."""
        return super().can_view_revisions() and self.can_edit()


class SpacePermissionTester(ReviewedPermissionTester):
    """For the page that heads a space: its sheet is the managers' and the animation team's, its tree is fixed."""

    def can_edit(self) -> bool:
        if not super().can_edit():
            return False
        managers = self._edited_spaces.get(self.page.pk)
        if self.user.is_superuser or managers is None:
            return True
        # An editor's right to change reaches every article of the space, but not its sheet.
        return self._may_change_above or managers in self._group_ids

    @cached_property
    def _edited_spaces(self) -> dict[int, int]:
        """Key of the page → key of the managers' group, of each space this person edits; asked once per person."""
        if not hasattr(self.user, "_edited_spaces"):
            spaces = apps.get_model("spaces.Space").objects.filter(editors__in=self._group_ids)
            self.user._edited_spaces = dict(spaces.values_list("page_id", "managers_id"))
        return self.user._edited_spaces

    @cached_property
    def _group_ids(self) -> set[int]:
        if not hasattr(self.user, "_group_ids"):
            self.user._group_ids = set(self.user.groups.values_list("pk", flat=True))
        return self.user._group_ids

    @cached_property
    def _may_change_above(self) -> bool:
        return any(
            permission.permission.codename == "change_page" and self.page.path != permission.page.path
            for permission in self.permission_policy.get_cached_permissions_for_user(self.user)
            if self.page.path.startswith(permission.page.path)
        )

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False
