from enum import Enum, auto

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SpaceKind(models.TextChoices):
    COLLECTIVITY = "collectivity", _("Local authority")
    ORGANISATION = "organisation", _("Civil society organisation")


class ArticleKind(models.TextChoices):
    REPORT = "report", _("Report")
    COMMENTARY = "commentary", _("Commentary")
    INTERVIEW = "interview", _("Interview")
    COUNCIL_SESSION = "council_session", _("Council session")
    ACCOUNTABILITY = "accountability", _("Accountability")
    TESTIMONY = "testimony", _("Testimony")
    PRESS_RELEASE = "press_release", _("Press release")
    BRIEF = "brief", _("Brief")


class TextLanguage(models.TextChoices):
    """Languages of a text, by their ISO 639 code (two letters where there are two, as HTML wants it)."""

    FRENCH = "fr", _("French")
    MOORE = "mos", _("Mooré")
    DIOULA = "dyu", _("Dioula")
    FULFULDE = "ff", _("Fulfuldé")
    GULMANCEMA = "gux", _("Gulmancema")


class Decision(models.TextChoices):
    """What a council did with a point of its agenda."""

    ADOPTED = "adopted", _("Adopted")
    REJECTED = "rejected", pgettext_lazy("decision of a council", "Rejected")
    POSTPONED = "postponed", _("Postponed")
    NOTED = "noted", _("Noted")


class Invitation(Enum):
    """What came of adding someone to a space."""

    NEEDLESS = auto()  # their account exists
    SENT = auto()
    NOT_SENT = auto()


class EnrolmentState(models.TextChoices):
    """Where a request to join stands; it is accepted by the act that opens its space, and by nothing else."""

    RECEIVED = "received", _("Received")
    CONTACTED = "contacted", _("Contacted")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


WAITING = (EnrolmentState.RECEIVED, EnrolmentState.CONTACTED)
