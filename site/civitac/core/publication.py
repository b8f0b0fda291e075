"""What Wagtail does when a workflow ends. Imported while Wagtail's own models load, so it imports nothing of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from wagtail.models import WorkflowState


def publish_approved(workflow_state: WorkflowState, user: AbstractBaseUser | None = None) -> None:
    """Publish what was approved. Approving is the right to publish, so no other right is asked."""
    workflow_state.content_object.get_latest_revision().publish(user=user, skip_permission_checks=True)
