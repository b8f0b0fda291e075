from __future__ import annotations

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .base import State


class Purpose(models.TextChoices):
    CODE = "code", _("Sign-in code")
    SUBSCRIPTION = "subscribe", _("Subscription and its confirmation")
    LEAVING = "leave", _("Code to leave or change messages")
    ANSWER = "answer", _("Answer to a person")
    ALERT = "alert", _("Alert or notice")


class SmsEntry(models.Model):
    """One call to the gateway: a text for one number, or for the many of a batch.

    Written before the transport is called, completed after, never made again.

    The text is not kept: a code in it would open an account to whoever reads the database or a backup of it. Its keyed
    hash tells whether a given text was sent, to someone who holds the text and the site's secret key. The number is
    emptied after `SMS_NUMBERS_KEPT_DAYS`; the numbers of a batch are kept by whoever sent it.
    """

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    number = models.CharField(_("phone number"), max_length=16, blank=True)
    recipients = models.PositiveSmallIntegerField(_("recipients"), default=1)
    text_hash = models.CharField(max_length=64, editable=False)
    segments = models.PositiveSmallIntegerField(_("segments"))  # of the text, for each recipient
    transport = models.CharField(_("transport"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        indexes = [
            models.Index(fields=["purpose", "created_at"], name="core_sms_purpose_created"),
            models.Index(fields=["created_at"], condition=~models.Q(number=""), name="core_sms_with_number"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.get_state_display()}"


def hash_of(text: str) -> str:
    """Keyed, because a million tries would find six digits behind a plain hash."""
    return salted_hmac("civitac.core.sms", text, algorithm="sha256").hexdigest()
