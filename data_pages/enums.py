from django.db import models
from django.utils.translation import gettext_lazy as _


class ContentState(models.TextChoices):
    """What is known of the inside of a document's file."""

    WAITING = "waiting", _("waiting to be read")
    READ = "read", _("text read")
    RECOGNISED = "recognised", _("scan, text recognised")
    SCAN = "scan", _("scan, text not recognised")
    LOCKED = "locked", _("protected by a password")
    DAMAGED = "damaged", _("damaged, could not be read")
    UNREAD = "unread", _("a kind of file whose text is not read")


class Frequency(models.TextChoices):
    """How often a figure is observed; tells the shape of a period's code (see `data_pages.periods`)."""

    YEAR = "A", _("every year")
    HALF = "S", _("every half-year")
    QUARTER = "Q", _("every quarter")
    MONTH = "M", _("every month")


class Aggregation(models.TextChoices):
    """How the figure of a whole follows from those of its parts."""

    SUM = "sum", _("the sum of its parts")
    MEAN = "mean", _("the mean of its parts")
    NONE = "none", _("not from its parts")


class Status(models.TextChoices):
    """What a figure is worth; codes of SDMX's observation status (CL_OBS_STATUS)."""

    ACTUAL = "A", _("actual")
    PROVISIONAL = "P", _("provisional")
    ESTIMATED = "E", _("estimated")
    MISSING = "M", _("missing")


class ImportState(models.TextChoices):
    RECEIVED = "received", _("just received")
    UNDERSTOOD = "understood", _("understood")
    ASKED = "asked", _("places to name")
    PREVIEWED = "previewed", _("ready to apply")
    REFUSED = "refused", _("could not be read")
    APPLIED = "applied", _("applied")
    UNDONE = "undone", _("undone")


class ImportWork(models.TextChoices):
    """A step of an import that a worker takes."""

    READ = "read", _("reading the file")
    COMPARE = "compare", _("comparing with the table")
    APPLY = "apply", _("writing the figures")
    UNDO = "undo", _("putting the figures back")


class ImportedKind(models.TextChoices):
    """What becomes of a line of a file."""

    WRONG = "wrong", _("wrong cells")
    CHANGED = "changed", _("changed figures")
    NEW = "new", _("new figures")
