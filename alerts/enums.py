"""States and kinds of the room, with the sets that the rest of it asks about by name."""

from __future__ import annotations

from enum import IntEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AlertState(models.TextChoices):
    """Where an alert stands; `docs/alerts.md` draws the arrows, `alerts.workflow` walks them."""

    DRAFT = "draft", _("Draft")
    PENDING = "pending", _("Waiting for approval")
    RETURNED = "returned", _("Returned to its author")
    REJECTED = "rejected", _("Rejected")
    APPROVED = "approved", _("Approved, leaves at its hour")
    SENDING = "sending", _("Being sent")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Sent")
    EXPIRED = "expired", _("Expired before it had all left")
    CANCELLED = "cancelled", _("Cancelled")


EDITABLE = (AlertState.DRAFT, AlertState.PENDING, AlertState.RETURNED)
# What never left may be thrown away; what was approved is kept.
DELETABLE = (AlertState.DRAFT, AlertState.RETURNED, AlertState.REJECTED)
# What a person may still stop.
STOPPABLE = (AlertState.APPROVED, AlertState.SENDING, AlertState.PAUSED)
# Read by whoever approves, or on its way.
UNDER_WAY = (AlertState.PENDING, *STOPPABLE)
# Approved once: text and audience are frozen.
FROZEN = (
    AlertState.APPROVED,
    AlertState.SENDING,
    AlertState.PAUSED,
    AlertState.COMPLETED,
    AlertState.EXPIRED,
    AlertState.CANCELLED,
)
# What citizens read about, once its sending has begun.
PUBLIC = (AlertState.SENDING, AlertState.PAUSED, AlertState.COMPLETED, AlertState.EXPIRED, AlertState.CANCELLED)


class DeliveryState(models.TextChoices):
    """What became of an alert for one number."""

    QUEUED = "queued", _("Waiting")
    CLAIMED = "claimed", _("Being handed over")
    ACCEPTED = "accepted", _("Accepted by the operator")
    DELIVERED = "delivered", pgettext_lazy("a text message", "Received")
    FAILED = "failed", _("Not received")
    UNKNOWN = "unknown", _("Unknown: it may have left")
    SUPPRESSED = "suppressed", _("Not sent, on purpose")


# Nothing more will happen to these by our own act.
SETTLED = (
    DeliveryState.ACCEPTED,
    DeliveryState.DELIVERED,
    DeliveryState.FAILED,
    DeliveryState.UNKNOWN,
    DeliveryState.SUPPRESSED,
)


class Suppressed(models.TextChoices):
    """Why a message was not sent on purpose: the `reason` of a suppressed delivery."""

    OPTED_OUT = "opted_out", _("The person no longer wants it")
    EXPIRED = "expired", _("The alert had expired")
    CANCELLED = "cancelled", _("The alert was cancelled")


class ReportRank(IntEnum):
    """How far a gateway's reports say a message has come. A report never takes a delivery backwards."""

    NONE = 0
    SENT = 1
    SUBMITTED = 2
    BUFFERED = 3
    FAILED = 4
    DELIVERED = 5


class MessageType(models.TextChoices):
    """What an alert does to the one it follows (CAP 1.2, msgType)."""

    ALERT = "Alert", _("First message")
    UPDATE = "Update", _("Update")
    CANCEL = "Cancel", _("End of alert")


class Severity(models.TextChoices):
    """CAP 1.2, severity, from the mildest."""

    MINOR = "Minor", _("Minor")
    MODERATE = "Moderate", _("Moderate")
    SEVERE = "Severe", _("Severe")
    EXTREME = "Extreme", _("Extreme")


class Category(models.TextChoices):
    """CAP 1.2, category."""

    GEO = "Geo", _("Ground and landslides")
    MET = "Met", _("Weather and floods")
    SAFETY = "Safety", _("Public safety")
    SECURITY = "Security", _("Security")
    RESCUE = "Rescue", _("Rescue")
    FIRE = "Fire", _("Fire")
    HEALTH = "Health", _("Health")
    ENVIRONMENT = "Env", _("Environment")
    TRANSPORT = "Transport", _("Roads and transport")
    INFRASTRUCTURE = "Infra", _("Water, power, networks")
    OTHER = "Other", _("Civic life")


class Channel(models.TextChoices):
    """By which way someone joined or left."""

    WEB = "web", _("Form of the site")
    ACCOUNT = "account", _("Page of the account")
    IMPORT = "import", _("List given by an organisation")
    KEYWORD = "keyword", _("Text message")
    GATEWAY = "gateway", _("Operator’s list")
    DESK = "desk", _("Desk of the town hall")


class Act(models.TextChoices):
    """What an entry of the consent journal says."""

    JOINED = "joined", _("Joined")
    LEFT = "left", _("Left")
    STOPPED = "stopped", _("Wants no message at all")


class CallbackKind(models.TextChoices):
    """What a gateway tells us; the value is the end of its address."""

    DELIVERY = "livraison", _("Delivery report")
    INCOMING = "entrant", _("Incoming text")
    OPT_OUT = "desabonnement", _("Opt-out")
