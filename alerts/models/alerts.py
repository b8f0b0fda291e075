from __future__ import annotations

import hashlib
import json
import unicodedata

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import CollectionMember, PreviewableMixin, RevisionMixin

from spaces.enums import TextLanguage

from ..enums import AlertState, MessageType, Severity
from ..querysets import AlertQuerySet

LONGEST_TEXT = 918  # six segments of GSM-7
# What a revision brings back; everything else is the alert's own.
CONTENT = {"kind", "severity", "headline", "details", "instruction", "template", "send_at", "expires_at"}


class Alert(CollectionMember, RevisionMixin, PreviewableMixin, ClusterableModel):
    """A message of one owner to diffusion groups, and what citizens read of it on the site.

    Its state is changed by `alerts.workflow` only, never by a form. After approval text and audience are frozen: the
    audience is the deliveries.
    """

    kind = models.ForeignKey("alerts.AlertKind", models.PROTECT, related_name="+", verbose_name=_("kind"))
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices, default=Severity.MINOR)
    headline = models.CharField(_("headline"), max_length=120, help_text=_("The title of its page on the site."))
    details = models.TextField(
        _("more on the site"), max_length=2000, blank=True, help_text=_("What a text message has no room for.")
    )
    instruction = models.TextField(_("what to do"), max_length=600, blank=True)
    territories = ParentalManyToManyField(
        "territories.Territory", blank=True, related_name="+", verbose_name=_("territories concerned")
    )
    groups = ParentalManyToManyField(
        "alerts.DiffusionGroup", blank=True, related_name="alerts", verbose_name=_("diffusion groups")
    )
    template = models.ForeignKey(
        "alerts.AlertTemplate", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ready text")
    )
    send_at = models.DateTimeField(
        _("leaves at"), null=True, blank=True, help_text=_("As soon as it is approved when empty.")
    )
    expires_at = models.DateTimeField(_("in force until"), help_text=_("What has not left by then no longer leaves."))
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("follows")
    )
    message_type = models.CharField(_("type"), max_length=6, choices=MessageType.choices, default=MessageType.ALERT)

    state = models.CharField(
        _("state"), max_length=9, choices=AlertState.choices, default=AlertState.DRAFT, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)  # returned, rejected, paused
    single_signature = models.BooleanField(default=False, editable=False)

    # The audience is made deliveries in order of subscriber, so that an interrupted fan-out goes on where it stood.
    fanned_out_to = models.BigIntegerField(default=0, editable=False)
    fanned_out_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(_("first message left"), null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    estimated_cost = models.DecimalField(max_digits=12, decimal_places=2, default=0, editable=False)  # F CFA, reserved
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, editable=False)  # F CFA, once it has left
    beyond_budget = models.BooleanField(default=False, editable=False)  # lives depended on it

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert or notice")
        verbose_name_plural = _("alerts and notices")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("add", "change", "delete", "view")
        permissions = [("approve_alert", "Can approve alerts"), ("send_alert", "Can pause and cancel alerts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(follows=None, message_type=MessageType.ALERT)
                | (Q(follows__isnull=False) & ~Q(message_type=MessageType.ALERT)),
                name="alerts_only_follow_ups_follow",
            )
        ]
        indexes = [
            models.Index(fields=["state", "expires_at"], name="alerts_in_force"),
            models.Index(fields=["-started_at"], condition=Q(started_at__isnull=False), name="alerts_latest"),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("alerts:alert", args=[self.pk])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "alerts/admin/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        from ..text.versions import versions_of  # it speaks of this model

        return {"alert": self, "versions": versions_of(self)}

    def texts_by_language(self) -> dict[str, str]:
        return {row.language: row.text for row in self.texts.all()}

    def fingerprint(self) -> str:
        """Of all that somebody reads before letting it leave: another one when any of it has changed."""
        said = [
            *(str(getattr(self, self._meta.get_field(name).attname)) for name in sorted(CONTENT)),
            sorted(self.texts_by_language().items()),
            *(sorted(each.pk for each in rows.all()) for rows in (self.groups, self.territories)),
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def with_content_json(self, content: dict[str, object]) -> Alert:
        """An earlier version says what the message said, never whose it is or where it stands.

        A kind that is gone since cannot come back.
        """
        kinds = self._meta.get_field("kind").related_model.objects
        if not kinds.filter(pk=content.get("kind")).exists():
            content = content | {"kind": self.kind_id}
        earlier = super().with_content_json(content)
        for field in self._meta.concrete_fields:
            if field.name not in CONTENT:
                setattr(earlier, field.attname, getattr(self, field.attname))
        return earlier


class AlertText(models.Model):
    """What leaves, in one language. Subscribers of a language that has no text of its own receive the French one."""

    alert = ParentalKey(Alert, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, choices=TextLanguage.choices, default=TextLanguage.FRENCH)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [models.UniqueConstraint(fields=["alert", "language"], name="alerts_language_once")]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """One form of each letter and of each end of line, as they are counted and sent."""
        self.text = unicodedata.normalize("NFC", self.text).replace("\r\n", "\n").strip()
