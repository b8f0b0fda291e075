from __future__ import annotations

from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from accounts.roles import Role, group_for

from .models import CollectivityIndexPage, OrganisationIndexPage, ReviewTask

NAME = "Lecture par l’équipe d’animation"
STOCK = "Moderators approval"


def ensure_review_workflow() -> Workflow:
    """The one workflow: a reading by the animation team, on everything below the two directories. Idempotent."""
    drop_stock_workflow()
    task, _created = ReviewTask.objects.get_or_create(name=NAME)
    task.groups.add(group_for(Role.ANIMATION))
    workflow, _created = Workflow.objects.get_or_create(name=NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for directory in (CollectivityIndexPage.objects.first(), OrganisationIndexPage.objects.first()):
        if directory is not None:
            WorkflowPage.objects.update_or_create(page=directory, defaults={"workflow": workflow})
    return workflow


def drop_stock_workflow() -> None:
    """Wagtail comes with a workflow on every page, read by a group of its own: pages outside the spaces need none."""
    Workflow.objects.filter(name=STOCK).delete()
    GroupApprovalTask.objects.filter(name=STOCK).delete()
