"""What the button at the foot of the page editor offers: the next step first, in plain words."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.models import WorkflowState

# The first of these that is offered is the main button; what is not named here comes after, in Wagtail's order.
STEPS = ["action-page-locked", "approve", "action-submit", "action-save-draft", "reject"]


class SubmitForReading(SubmitForModerationMenuItem):
    def get_context_data(self, parent_context: dict[str, object]) -> dict[str, object]:
        context = super().get_context_data(parent_context)
        page = context.get("page")
        state = page.current_workflow_state if page else None
        returned = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        return context | {"label": _("Submit again") if returned else _("Submit for reading")}


class TakeBack(CancelWorkflowMenuItem):
    """For whoever submitted it, as long as nobody has answered: the article is a draft again."""

    label = gettext_lazy("Take back from reading")

    def is_shown(self, context: dict[str, object]) -> bool:
        state = context["page"].current_workflow_state if context["view"] == "edit" else None
        return (
            state is not None
            and state.status == WorkflowState.STATUS_IN_PROGRESS
            and state.requested_by_id == context["request"].user.pk
        )


OURS = {"action-submit": SubmitForReading, "action-cancel-workflow": TakeBack}
# There is one reading: starting it again is submitting again.
LEFT_OUT = {"action-restart-workflow"}


def next_step_first(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, object]) -> None:
    """Rewrites Wagtail's list in place."""
    named = [OURS[item.name](order=item.order) if item.name in OURS else item for item in items]
    kept = [item for item in named if item.name not in LEFT_OUT and item.is_shown(context)]
    for item in kept:
        if item.name == "reject":
            item.icon_name = "arrow-left"
    items[:] = sorted(kept, key=rank)


def rank(item: ActionMenuItem) -> int:
    is_aside = isinstance(item, WorkflowMenuItem) and item.name == "approve" and item.launch_modal
    return STEPS.index(item.name) if item.name in STEPS and not is_aside else len(STEPS)
