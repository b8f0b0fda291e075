"""Every change of an alert's state that a person makes; those of the workers are in `sending`. See `docs/alerts.md`.

Each change is one UPDATE that asks for the state it starts from, so that two people, or a person and a worker, who act at
once change it once. Each is written in the log, and told to the others it concerns.
"""

from __future__ import annotations

from collections.abc import Collection as Several
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Collection

from civitac.core.cache import renew_pages
from civitac.core.ownership import offered
from spaces.enums import TextLanguage

from . import costs, rights, rules, sending, telling
from .enums import EDITABLE, PUBLIC, STOPPABLE, AlertState, MessageType, Severity, Suppressed
from .models import Alert, AlertKind, AlertTemplate, AlertText, DiffusionGroup
from .text.spelling import plain

# By how much people and cost may grow between the reading and the confirmation: a group is joined all day.
MORE = Decimal("1.1")
LONGEST_HEADLINE = Alert._meta.get_field("headline").max_length


class WorkflowError(Exception):
    """What was asked cannot be done; the message is for the person who asked."""


class NotReady(WorkflowError):
    """Something in the message keeps it from leaving."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


class Overtaken(WorkflowError):
    """Somebody else has changed the alert in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("Somebody has acted on this message in the meantime: look at it again."))


class Rewritten(WorkflowError):
    """It no longer says what was read."""

    def __init__(self) -> None:
        super().__init__(_("This message has changed since you read it: read it again before you let it leave."))


@dataclass(frozen=True)
class Confirmed:
    """How many people and what cost (F CFA) somebody read who lets a message leave."""

    recipients: int
    cost: Decimal

    def holds(self, estimate: costs.Estimate) -> bool:
        return estimate.recipients <= self.recipients * MORE and estimate.cost <= self.cost * MORE


class Grown(WorkflowError):
    """It would leave for many more people, or cost much more, than was confirmed."""

    def __init__(self, read: Confirmed, estimate: costs.Estimate) -> None:
        said = _(
            "It would now leave for %(recipients)s people and cost %(cost)s F CFA; you read %(read)s people and"
            " %(price)s F CFA. Read it again before you let it leave."
        )
        numbers = {"recipients": estimate.recipients, "cost": round(estimate.cost)}
        numbers |= {"read": read.recipients, "price": round(read.cost)}
        super().__init__(said % {name: number_format(number, force_grouping=True) for name, number in numbers.items()})


class SentAlready(WorkflowError):
    """The same text has just left for the same people."""

    def __init__(self, earlier: Alert) -> None:
        self.earlier = earlier
        super().__init__(
            _("The same text left for the same group less than twelve hours ago (“%(headline)s”).")
            % {"headline": earlier.headline}
        )


def move(
    alert: Alert, before: Several[AlertState], after: AlertState, asked: Q | None = None, **fields: object
) -> None:
    """Raises Overtaken when the alert is in none of the states `before`, or not as `asked`."""
    was = alert.state
    if not Alert.objects.filter(asked or Q(), pk=alert.pk, state__in=before).update(state=after, **fields):
        raise Overtaken
    for name, value in {"state": after, **fields}.items():
        setattr(alert, name, value)
    if after in PUBLIC or was in PUBLIC:
        renew_pages()


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


# --- How it begins ----------------------------------------------------------------------------------------------------


@transaction.atomic
def begin(
    user: AbstractBaseUser, owner: Collection, kind: AlertKind | None = None, template: AlertTemplate | None = None
) -> Alert:
    """A draft with what its owner and its kind, or a ready text, already say. Raises PermissionDenied."""
    kind = template.kind if template else kind
    draft = Alert(
        collection=owner,
        kind=kind,
        template=template,
        severity=template.severity if template else Severity.MINOR,
        headline=template.name if template else kind.name,
        expires_at=timezone.now() + timedelta(hours=kind.lasts),
    )
    require(rights.may(user, "add", draft))
    if template:
        draft.texts = [AlertText(language=row.language, text=plain(row.text)) for row in template.texts.all()]
    space = getattr(owner, "space", None)
    draft.territories = [space.territory] if space and space.territory else []
    groups = list(offered(DiffusionGroup, user).filter(collection=owner)[:2])
    draft.groups = groups if len(groups) == 1 else []
    return kept(draft, user)


def kept(draft: Alert, user: AbstractBaseUser) -> Alert:
    draft.created_by = draft.edited_by = user
    draft.save()
    draft.save_revision(user=user)
    log(instance=draft, action="wagtail.create", user=user)
    return draft


# --- Before it is approved --------------------------------------------------------------------------------------------


def begin_edit(alert: Alert, user: AbstractBaseUser) -> None:
    """Before an edit is saved, in its transaction: what was submitted is a draft again, in the words of its last editor.

    What was returned stays so, with its reason, until it is submitted again. Raises Overtaken where it is frozen.
    """
    require(rights.may(user, "change", alert))
    stood = Alert.objects.select_for_update().only("state").get(pk=alert.pk).state
    after = AlertState.RETURNED if stood == AlertState.RETURNED else AlertState.DRAFT
    move(alert, EDITABLE, after, edited_by=user, submitted_by=None, submitted_at=None)
    if stood == AlertState.PENDING:
        log(instance=alert, action="alerts.take_back", user=user)


@transaction.atomic
def submit(alert: Alert, user: AbstractBaseUser) -> None:
    """Ask for another person's agreement. Raises NotReady, Overtaken, PermissionDenied."""
    require(rights.may_submit(user, alert))
    check(alert)
    move(
        alert,
        (AlertState.DRAFT, AlertState.RETURNED),
        AlertState.PENDING,
        submitted_by=user,
        submitted_at=timezone.now(),
        reason="",
    )
    log(instance=alert, action="alerts.submit", user=user)
    telling.submitted(alert)


@transaction.atomic
def take_back(alert: Alert, user: AbstractBaseUser) -> None:
    require(rights.may_take_back(user, alert))
    move(alert, (AlertState.PENDING,), AlertState.DRAFT, submitted_by=None, submitted_at=None)
    log(instance=alert, action="alerts.take_back", user=user)


@transaction.atomic
def return_to_author(alert: Alert, user: AbstractBaseUser, reason: str) -> None:
    require(rights.may_answer(user, alert))
    move(alert, (AlertState.PENDING,), AlertState.RETURNED, reason=given(reason))
    log(instance=alert, action="alerts.return", user=user, data=doubt(alert, reason))
    telling.returned(alert, user)


@transaction.atomic
def reject(alert: Alert, user: AbstractBaseUser, reason: str) -> None:
    require(rights.may_answer(user, alert))
    move(
        alert,
        (AlertState.PENDING,),
        AlertState.REJECTED,
        reason=given(reason),
        decided_by=user,
        decided_at=timezone.now(),
    )
    log(instance=alert, action="alerts.reject", user=user, data=doubt(alert, reason))
    telling.rejected(alert)


@transaction.atomic
def approve(
    alert: Alert,
    user: AbstractBaseUser,
    *,
    submitted_at: datetime | None,
    confirmed: Confirmed,
    even_if_sent_already: bool = False,
) -> None:
    """Let it leave. `submitted_at` says which submission was read: another one, made since, is not approved with it.

    Raises PermissionDenied for whoever wrote any of it, Grown where much more than was `confirmed` would leave, and
    NotReady, SentAlready, BudgetShort, Overtaken.
    """
    require(rights.may_approve(user, alert))
    move(
        alert,
        (AlertState.PENDING,),
        AlertState.APPROVED,
        Q(submitted_at=submitted_at),
        decided_by=user,
        decided_at=timezone.now(),
        reason="",
    )
    # The row is ours until the commit: nobody edits what is read from here on.
    require(user.pk not in rights.writers_of(alert))
    repeats = release(alert, confirmed=confirmed, even_if_sent_already=even_if_sent_already)
    log(instance=alert, action="alerts.approve", user=user, data=on_purpose(repeats))
    telling.approved(alert)


@transaction.atomic
def approve_alone(
    alert: Alert,
    user: AbstractBaseUser,
    *,
    fingerprint: str,
    confirmed: Confirmed,
    even_if_sent_already: bool = False,
) -> None:
    """Send a text that was agreed on beforehand, on which lives may depend, without a second signature.

    `fingerprint` says what was read. Raises PermissionDenied where two are needed, and NotReady, SentAlready, Overtaken,
    Rewritten, Grown.
    """
    require(rights.may_sign(user, alert))
    now = timezone.now()
    move(
        alert,
        (AlertState.DRAFT, AlertState.RETURNED),
        AlertState.APPROVED,
        submitted_by=user,
        submitted_at=now,
        decided_by=user,
        decided_at=now,
        single_signature=True,
        reason="",
    )
    # The row is ours until the commit: nobody edits what is read from here on.
    fresh = Alert.objects.get(pk=alert.pk)
    if fresh.fingerprint() != fingerprint:
        raise Rewritten
    require(rights.one_signature_does(user, fresh))
    repeats = release(alert, confirmed=confirmed, even_if_sent_already=even_if_sent_already)
    log(instance=alert, action="alerts.approve_alone", user=user, data=on_purpose(repeats))
    telling.signed_alone(alert)


def check(alert: Alert) -> costs.Estimate:
    estimate = costs.estimate_of(alert)
    if problems := rules.problems(alert, estimate):
        raise NotReady(problems)
    return estimate


def release(alert: Alert, *, confirmed: Confirmed, even_if_sent_already: bool) -> Alert | None:
    """Once approved, in the same transaction: ask again, set the money aside, and have the messages made.

    Answers the earlier alert that it repeats on purpose. Raises NotReady, Grown, SentAlready, BudgetShort.
    """
    current = Alert.objects.get(pk=alert.pk)
    estimate = check(current)
    if not confirmed.holds(estimate):
        raise Grown(confirmed, estimate)
    held = costs.reserve(current, estimate.cost, even_beyond=current.kind.life_safety)
    # After the budget's row is ours: of two equal messages approved at once, the second sees the first.
    earlier = rules.sent_already(current)
    if earlier is not None and not even_if_sent_already:
        raise SentAlready(earlier)
    alert.estimated_cost, alert.beyond_budget = estimate.cost, not held
    Alert.objects.filter(pk=alert.pk).update(estimated_cost=estimate.cost, beyond_budget=not held)
    if not held:
        telling.beyond_budget(alert)
    sending.start(alert)
    return earlier


def doubt(alert: Alert, reason: str) -> dict[str, object]:
    """What the log says of a message that comes back: `rights.doubted_lately` asks it, the message may be thrown away."""
    return {"reason": reason, "template": alert.template_id}


def on_purpose(repeats: Alert | None) -> dict[str, object]:
    """What the log says of an approval that went past the warning of a repeated text."""
    return {"repeats": repeats.pk, "headline": repeats.headline} if repeats else {}


def given(reason: str) -> str:
    """Raises WorkflowError without a word on why."""
    if not reason.strip():
        raise WorkflowError(_("Say why: the others need to know."))
    return reason.strip()[: Alert._meta.get_field("reason").max_length]


# --- Once approved ----------------------------------------------------------------------------------------------------


@transaction.atomic
def pause(alert: Alert, user: AbstractBaseUser, reason: str) -> None:
    """Hand nothing more over until somebody resumes it. Raises Overtaken, PermissionDenied."""
    require(rights.may_pause(user, alert))
    move(alert, (AlertState.SENDING,), AlertState.PAUSED, reason=given(reason))
    log(instance=alert, action="alerts.pause", user=user, data={"reason": reason})
    telling.stopped(alert, user, _("Paused: %(headline)s"), _("No more messages leave until somebody resumes it."))


@transaction.atomic
def resume(alert: Alert, user: AbstractBaseUser) -> None:
    require(rights.may_resume(user, alert))
    move(alert, (AlertState.PAUSED,), AlertState.SENDING, reason="")
    log(instance=alert, action="alerts.resume", user=user)
    sending.wake(alert)


@transaction.atomic
def cancel(alert: Alert, user: AbstractBaseUser, reason: str) -> None:
    """Stop for good. What has left has left; what has not is suppressed. Raises Overtaken, PermissionDenied."""
    require(rights.may_cancel(user, alert))
    move(alert, STOPPABLE, AlertState.CANCELLED, reason=given(reason), finished_at=timezone.now())
    sending.suppress_rest(alert, Suppressed.CANCELLED)
    costs.settle(alert)
    log(instance=alert, action="alerts.cancel", user=user, data={"reason": reason})
    telling.stopped(alert, user, _("Cancelled: %(headline)s"), _("What had not left does not leave."))


# --- What follows it --------------------------------------------------------------------------------------------------


@transaction.atomic
def follow_up(alert: Alert, user: AbstractBaseUser, message_type: MessageType) -> Alert:
    """A draft that updates an alert or says it is over, filled in from it. Raises PermissionDenied."""
    require(rights.may_follow_up(user, alert))
    ends = message_type == MessageType.CANCEL
    named = {"headline": alert.headline}
    headline = (_("End: %(headline)s") if ends else _("Update: %(headline)s")) % named
    draft = Alert(
        collection=alert.collection,
        kind=alert.kind,
        severity=alert.severity,
        headline=headline[:LONGEST_HEADLINE],
        instruction="" if ends else alert.instruction,
        expires_at=timezone.now() + timedelta(hours=alert.kind.lasts),
        follows=alert,
        message_type=message_type,
    )
    draft.groups = alert.groups.all()
    draft.territories = alert.territories.all()
    # An end in words that nobody has translated says that the danger is there: it is written in French, then translated.
    texts = {TextLanguage.FRENCH.value: headline} if ends else alert.texts_by_language()
    draft.texts = [AlertText(language=language, text=plain(text)) for language, text in texts.items()]
    return kept(draft, user)
