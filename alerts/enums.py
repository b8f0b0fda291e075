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


# The person has read it, or may have.
REACHED = (DeliveryState.ACCEPTED, DeliveryState.DELIVERED, DeliveryState.UNKNOWN)


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
    LANGUAGE = "language", _("Chose another language")
    UNDONE = "undone", _("Taken out with the list that added it")


class CallbackKind(models.TextChoices):
    """What a gateway tells us; the value is the end of its address."""

    DELIVERY = "livraison", _("Delivery report")
    INCOMING = "entrant", _("Incoming text")
    OPT_OUT = "desabonnement", _("Opt-out")


class Agreement(models.TextChoices):
    """How the people of a list agreed to receive a group's messages."""

    SIGNED = "signed", _("List or form that they signed")
    MEETING = "meeting", _("Asked at a meeting")
    DESK = "desk", _("Asked at the desk")
    CALL = "call", _("Asked by telephone")
    ONLINE = "online", _("Form on another site")
    OTHER = "other", _("Another way, told below")


class ListState(models.TextChoices):
    """Where the list that someone brings into a group stands."""

    RECEIVED = "received", _("just received")
    ASKED = "asked", _("columns to choose")
    PREVIEWED = "previewed", pgettext_lazy("a list of numbers", "ready to add")
    REFUSED = "refused", _("could not be read")
    APPLIED = "applied", pgettext_lazy("a list of numbers", "added")
    UNDONE = "undone", pgettext_lazy("a list of numbers", "undone")


class ListWork(models.TextChoices):
    """A step of an imported list."""

    READ = "read", _("reading the list")
    APPLY = "apply", _("adding the people")
    UNDO = "undo", _("taking the people out")


class ListedKind(models.TextChoices):
    """What becomes of a line of a list, in the order in which one should look at them."""

    WRONG = "wrong", _("wrong numbers")
    LEFT = "left", _("asked to receive nothing")
    REPEATED = "repeated", _("given twice")
    ALREADY = "already", _("in the group already")
    NEW = "new", _("to be added")


# What is not added and may be taken away with its reasons.
REFUSED = (ListedKind.WRONG, ListedKind.LEFT, ListedKind.REPEATED)


class WrongNumber(models.TextChoices):
    """Why what stands in a list is no number that receives text messages."""

    EMPTY = "empty", _("No number in this row.")
    BROKEN = "broken", _("The spreadsheet shows an error or a formula here, not a number.")
    DATE = "date", _("This is a date, not a telephone number.")
    CUT = "cut", _("The spreadsheet shortened this number: make the column a text, and type it again.")
    LETTERS = "letters", _("There are letters or signs among the digits: leave the number alone in its cell.")
    ZERO = "zero", _("Seven digits: the spreadsheet may have taken the first zero away. Make the column a text.")
    SHORT = "short", _("Too few digits: a number has eight.")
    LONG = "long", _("Too many digits: a number has eight. Put a slash between two numbers.")
    FOREIGN = "foreign", _("A number of another country: only those of Burkina Faso receive our messages.")
    LANDLINE = "landline", _("A landline: it receives no text message.")
    UNUSED = "unused", _("No operator of Burkina Faso has numbers that begin so.")
