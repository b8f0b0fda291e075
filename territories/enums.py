from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """From the country down; the order of declaration is the order of the floors."""

    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    PROVINCE = "province", _("Province")
    COMMUNE = "commune", _("Commune")


# The levels of local authorities, which may have a space; a province is an office of the State.
AUTHORITIES = (Level.REGION, Level.COMMUNE)


class NameKind(models.TextChoices):
    OFFICIAL = "official", _("Official name")
    ALIAS = "alias", _("Other spelling")


class SuccessionKind(models.TextChoices):
    RENAMED = "renamed", _("Renamed")
    SPLIT = "split", _("Split")
    CREATED = "created", _("Created from")
