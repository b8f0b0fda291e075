from __future__ import annotations

import re
import uuid
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from civitac.core.sms import State
from civitac.core.sms.models import SmsEntry
from spaces.enums import TextLanguage

from ..enums import CallbackKind, DeliveryState, ReportRank
from ..querysets import DeliveryQuerySet


class Delivery(models.Model):
    """An alert for one number: made when the alert is approved, claimed in batches, never sent twice by accident."""

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.ForeignKey("alerts.Subscriber", models.SET_NULL, null=True, related_name="deliveries")
    number = models.CharField(max_length=16)  # E.164; emptied by the retention purge
    language = models.CharField(max_length=3, choices=TextLanguage.choices)  # of the text it receives
    segments = models.PositiveSmallIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    reason = models.CharField(_("reason"), max_length=100, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)  # when a message that was certainly not sent may be tried again
    resent = models.BooleanField(default=False)  # a life-safety message whose first sending is unknown
    call = models.ForeignKey(SmsEntry, models.SET_NULL, null=True, related_name="+")
    reference = models.CharField(max_length=80, blank=True)
    report_rank = models.PositiveSmallIntegerField(default=ReportRank.NONE)
    cost = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)
    claimed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["alert", "number"], condition=~Q(number=""), name="alerts_each_number_once")
        ]
        indexes = [
            models.Index(fields=["alert", "language", "id"], condition=Q(state="queued"), name="alerts_waiting"),
            models.Index(fields=["claimed_at"], condition=Q(state="claimed"), name="alerts_claimed"),
            models.Index(fields=["number"], condition=Q(state="unknown"), name="alerts_unknown"),
            models.Index(fields=["reference"], condition=~Q(reference=""), name="alerts_reference"),
            models.Index(fields=["alert"], condition=Q(number=""), name="alerts_purged"),
            models.Index(
                fields=["alert", "id"], condition=Q(state__in=["failed", "unknown"]), name="alerts_not_received"
            ),
        ]


class Callback(models.Model):
    """What a gateway told us, stored as it came before anything is made of it."""

    kind = models.CharField(_("kind"), max_length=13, choices=CallbackKind.choices)
    body = models.TextField()  # application/x-www-form-urlencoded, as it came
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    applied_at = models.DateTimeField(_("applied"), null=True)
    note = models.CharField(_("what came of it"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("message of the gateway")
        verbose_name_plural = _("messages of the gateway")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["kind", "id"], condition=Q(applied_at=None), name="alerts_to_apply")]


class IncomingText(models.Model):
    """A text message that someone sent us, and the answer it got."""

    number = models.CharField(_("phone number"), max_length=16)
    text = models.CharField(_("text"), max_length=1000, blank=True)
    reference = models.CharField(max_length=80, blank=True)  # the gateway's own
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    # The latest message that this number had received.
    about = models.ForeignKey(
        "alerts.Alert", models.SET_NULL, null=True, related_name="+", verbose_name=_("answers the message")
    )
    answer = models.CharField(_("answer"), max_length=918, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        "accounts.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    # What came of sending the answer; empty until a worker takes it.
    outcome = models.CharField(max_length=10, choices=State.choices, blank=True)
    for_operators = models.BooleanField(default=True)  # it says something that no keyword answers

    class Meta:
        verbose_name = _("text received")
        verbose_name_plural = _("texts received")
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(fields=["reference"], condition=~Q(reference=""), name="alerts_incoming_once")
        ]
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(for_operators=True, answered_at=None), name="alerts_inbox"
            ),
            models.Index(
                fields=["id"], condition=Q(outcome="", answered_at=None) & ~Q(answer=""), name="alerts_to_answer"
            ),
            models.Index(fields=["number", "-id"], name="alerts_from_a_number"),
        ]

    def __str__(self) -> str:
        return self.text


class Tariff(models.Model):
    """What one segment costs with an operator, in F CFA. The network of a number is known by its first digits."""

    operator = models.CharField(_("operator"), max_length=30, unique=True)
    prefixes = models.CharField(
        _("first two digits"), max_length=200, help_text=_("Of the eight of a number, separated by spaces: 70 71 72.")
    )
    price = models.DecimalField(_("price of a segment (F CFA)"), max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = _("tariff")
        verbose_name_plural = _("tariffs")
        ordering = ["operator"]

    def __str__(self) -> str:
        return self.operator

    def clean(self) -> None:
        """First digits are told apart by anything that is no digit, and belong to one operator only."""
        said = re.findall(r"\d+", self.prefixes)
        if any(len(each) != 2 for each in said) or not said:
            raise ValidationError({"prefixes": _("Write the first two digits of its numbers, for example 70 71 72.")})
        self.prefixes = " ".join(dict.fromkeys(said))
        for other in Tariff.objects.exclude(pk=self.pk):
            if both := sorted(set(said) & set(other.prefixes.split())):
                named = {"prefixes": " ".join(both), "operator": other.operator}
                raise ValidationError({"prefixes": _("%(prefixes)s: of %(operator)s already.") % named})


class Budget(models.Model):
    """What an owner may spend on messages in one month, in F CFA. Changed by single statements that check it."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="+", verbose_name=_("owner"))
    month = models.DateField(_("month"))  # its first day
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    reserved = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0), editable=False)
    spent = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0), editable=False)

    class Meta:
        verbose_name = _("budget of messages")
        verbose_name_plural = _("budgets of messages")
        ordering = ["-month", "collection"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "month"], name="alerts_budget_once"),
            models.CheckConstraint(condition=Q(reserved__gte=0) & Q(spent__gte=0), name="alerts_budget_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.collection} · {self.month:%m/%Y}"

    def clean(self) -> None:
        """Any day of a month means the month."""
        if self.month:
            self.month = self.month.replace(day=1)

    @classmethod
    def within(cls) -> Q:
        """What keeps a reservation within its month."""
        return Q(amount__gte=F("reserved") + F("spent"))


class Lease(models.Model):
    """The hold of one task on its place at an alert's sending. A place whose task has fallen silent is given to another."""

    alert = models.ForeignKey("alerts.Alert", models.CASCADE, related_name="leases", db_index=False)
    place = models.PositiveSmallIntegerField()  # 0 makes the deliveries, the others hand them over
    token = models.UUIDField(default=uuid.uuid4)  # which task holds it
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "place"], name="alerts_one_task_a_place")]


class Bucket(models.Model):
    """A bucket of tokens that all workers draw from: one token for each segment handed over."""

    name = models.CharField(max_length=20, primary_key=True)
    tokens = models.FloatField(default=0)
    filled_at = models.DateTimeField(default=timezone.now)


class Heartbeat(models.Model):
    """When each cluster of workers last did something. One that stays silent is frozen, or stopped."""

    cluster = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
