"""Who may do what with one alert: small questions, asked by views, templates and `workflow` alike."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import registry as log_registry
from wagtail.models import Revision
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionPermissionPolicy
from wagtail.permissions import policy_registry

from . import rules
from .enums import DELETABLE, EDITABLE, STOPPABLE, AlertState
from .models import Alert, AlertTemplate, IncomingText

# Acts by which somebody's words enter a message.
WRITING = ("wagtail.create", "wagtail.edit", "wagtail.revert", "alerts.submit")
# What is done with a text received.
READING = frozenset(("view", "change"))
# Those by which an approver sends it back.
DOUBTING = ("alerts.return", "alerts.reject")


class AlertPolicy(CollectionPermissionPolicy):
    """By collection, as for everything that spaces own; and what has been approved is never deleted, by nobody."""

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Alert) -> bool:
        if action == "delete" and instance.state not in DELETABLE:
            return False
        return super().user_has_permission_for_instance(user, action, instance)


class TextPolicy(ModelPermissionPolicy):
    """Texts received are the animation team's, and those that answer a message belong to whoever may stop that one too."""

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Sequence[str]) -> bool:
        return super().user_has_any_permission(user, actions) or (
            READING.issuperset(actions) and policy_registry.get_by_type(Alert).user_has_permission(user, "send")
        )

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Sequence[str], instance: IncomingText
    ) -> bool:
        if super().user_has_any_permission(user, actions):
            return True
        return READING.issuperset(actions) and instance.about is not None and may(user, "send", instance.about)

    def instances_user_has_any_permission_for(self, user: AbstractBaseUser, actions: Sequence[str]) -> QuerySet:
        if super().user_has_any_permission(user, actions):
            return IncomingText.objects.all()
        theirs = policy_registry.get_by_type(Alert).instances_user_has_permission_for(user, "send")
        return IncomingText.objects.filter(about__in=theirs)


def may(user: AbstractBaseUser, action: str, alert: Alert) -> bool:
    return policy_registry.get_by_type(Alert).user_has_permission_for_instance(user, action, alert)


def writers_of(alert: Alert) -> set[int]:
    """Keys of those whose words it holds: who made it, changed it, brought an earlier version back or submitted it.

    Its log says so too: revisions may be purged.
    """
    revisions = Revision.objects.for_instance(alert).order_by().values_list("user_id", flat=True)
    written = log_registry.get_logs_for_instance(alert).filter(action__in=WRITING)
    logged = written.order_by().values_list("user_id", flat=True)
    return {alert.created_by_id, alert.edited_by_id, alert.submitted_by_id, *revisions, *logged} - {None}


def may_edit(user: AbstractBaseUser, alert: Alert) -> bool:
    return alert.state in EDITABLE and may(user, "change", alert)


def may_submit(user: AbstractBaseUser, alert: Alert) -> bool:
    return alert.state in (AlertState.DRAFT, AlertState.RETURNED) and may(user, "change", alert)


def may_sign(user: AbstractBaseUser, alert: Alert) -> bool:
    """Send a ready text without a second signature: its author's eyes were the first pair, so that of somebody else."""
    return ready_to_sign(user, alert) and not wrote(user, alert.template)


def would_sign_own(user: AbstractBaseUser, alert: Alert) -> bool:
    """Whether one signature would do, but not that of this person."""
    return ready_to_sign(user, alert) and wrote(user, alert.template)


def went_beyond_blanks(user: AbstractBaseUser, alert: Alert) -> bool:
    """Whether one signature would do, had nothing but the blanks of the ready text been filled in."""
    agreed = alert.template and alert.template.single_signature and alert.template.kind.life_safety
    return bool(agreed) and may_submit(user, alert) and not rules.needs_one_signature(alert)


def needs_agreement(user: AbstractBaseUser, alert: Alert) -> bool:
    """Whether one signature would do, had nobody sent it back."""
    return may_submit(user, alert) and rules.needs_one_signature(alert) and was_returned(alert)


def begins_again(user: AbstractBaseUser, alert: Alert) -> bool:
    """Whether one signature would do, had not another message of theirs from this ready text just come back."""
    return may_submit(user, alert) and rules.needs_one_signature(alert) and doubted_lately(user, alert)


def ready_to_sign(user: AbstractBaseUser, alert: Alert) -> bool:
    return may_submit(user, alert) and one_signature_does(user, alert)


def one_signature_does(user: AbstractBaseUser, alert: Alert) -> bool:
    return rules.needs_one_signature(alert) and not was_returned(alert) and not doubted_lately(user, alert)


def was_returned(alert: Alert) -> bool:
    """Whether an approver ever sent it back: what somebody doubted leaves with their agreement, or another's."""
    return log_registry.get_logs_for_instance(alert).filter(action="alerts.return").exists()


def doubted_lately(user: AbstractBaseUser, alert: Alert) -> bool:
    """Whether an approver has just returned or rejected what this person wrote from the same ready text.

    The log is asked, as the message that came back may have been thrown away.
    """
    of_alerts = log_registry.get_log_model_for_model(Alert).objects.get_for_model(Alert)
    doubts = of_alerts.filter(
        action__in=DOUBTING,
        timestamp__gte=timezone.now() - rules.REPEATED_WITHIN,
        data__template=alert.template_id,
    )
    written = of_alerts.filter(action__in=WRITING, user=user, object_id__in=doubts.order_by().values("object_id"))
    return written.exists()


def wrote(user: AbstractBaseUser, template: AlertTemplate) -> bool:
    """Whether someone made or changed a ready text."""
    acts = log_registry.get_logs_for_instance(template).filter(action__in=("wagtail.create", "wagtail.edit"))
    return acts.filter(user=user).exists()


def may_take_back(user: AbstractBaseUser, alert: Alert) -> bool:
    return alert.state == AlertState.PENDING and alert.submitted_by_id == user.pk and may(user, "change", alert)


def may_answer(user: AbstractBaseUser, alert: Alert) -> bool:
    """Return or reject what waits."""
    return alert.state == AlertState.PENDING and may(user, "approve", alert)


def may_approve(user: AbstractBaseUser, alert: Alert) -> bool:
    """Four eyes: never what one has written, changed, restored or submitted, superusers included."""
    return may_answer(user, alert) and user.pk not in writers_of(alert)


def may_pause(user: AbstractBaseUser, alert: Alert) -> bool:
    return alert.state == AlertState.SENDING and may(user, "send", alert)


def may_resume(user: AbstractBaseUser, alert: Alert) -> bool:
    return alert.state == AlertState.PAUSED and may(user, "send", alert)


def may_cancel(user: AbstractBaseUser, alert: Alert) -> bool:
    return alert.state in STOPPABLE and may(user, "send", alert)


def may_follow_up(user: AbstractBaseUser, alert: Alert) -> bool:
    """Where messages have begun to leave, there is something to update or to end."""
    return alert.started_at is not None and may(user, "add", alert)


def approvers_of(alert: Alert) -> QuerySet:
    """The active people who may approve it as it stands."""
    policy = policy_registry.get_by_type(Alert)
    able = policy.users_with_any_permission_for_instance(["approve"], alert)
    return able.filter(is_active=True).exclude(pk__in=writers_of(alert))
