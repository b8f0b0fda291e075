from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from civitac.core.text import fold

from .enums import Level, NameKind, SuccessionKind
from .querysets import TerritoryQuerySet


class Dated(models.Model):
    """True from a day on, up to (not including) another; an empty end means still true, an empty start means unknown."""

    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: datetime.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


class Territory(Dated):
    """A country, region, province or commune, present or past.

    `code` is the official P-code (OCHA COD-AB) where one exists, otherwise a marked code of our own that begins with
    "CV-". `name`, `parent` and `path` describe the present map; dated names and parents tell the others.
    """

    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    code = models.CharField(_("code"), max_length=24, unique=True)
    has_official_code = models.BooleanField(_("official P-code"), default=True)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address name"), max_length=140, unique=True)
    seat = models.CharField(_("chief town"), max_length=120, blank=True)
    is_urban = models.BooleanField(
        _("urban commune"),
        null=True,
        blank=True,
        help_text=_("Status under the code of 2004, before the code of 2025."),
    )
    population_2019 = models.PositiveIntegerField(
        _("population in 2019"), null=True, blank=True, help_text=_("Source: INSD, general census of 2019 (RGPH-5).")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies in")
    )
    # Codes from the country down to this unit, each followed by "/": what lies below a unit starts with its path.
    path = models.CharField(max_length=100, db_index=True, editable=False)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_level_display().lower()})"

    @property
    def is_current(self) -> bool:
        return self.valid_to is None

    @property
    def placed_name(self) -> str:
        """The name with what tells look-alikes apart: "Boussouma (commune, Sandbondtenga)"; reads the parent."""
        above = f", {self.parent.name}" if self.parent and self.level in (Level.PROVINCE, Level.COMMUNE) else ""
        return f"{self.name} ({self.get_level_display().lower()}{above})"

    @property
    def former_names(self) -> list[str]:
        """Official names that are no longer in force."""
        return [name.name for name in self.names.all() if name.kind == NameKind.OFFICIAL and name.valid_to is not None]

    @property
    def other_spellings(self) -> list[str]:
        return [name.name for name in self.names.all() if name.kind == NameKind.ALIAS]

    def name_on(self, day: datetime.date) -> str:
        """The official name in force on `day`; the present name where nothing is recorded for it."""
        names = (name.name for name in self.names.all() if name.kind == NameKind.OFFICIAL and name.holds_on(day))
        return next(names, self.name)


class TerritoryName(Dated):
    territory = models.ForeignKey(Territory, models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind.choices, default=NameKind.ALIAS)
    folded = models.CharField(max_length=120, db_index=True, editable=False)

    class Meta:
        verbose_name = _("name of a territory")
        verbose_name_plural = _("names of territories")
        constraints = [
            models.UniqueConstraint(
                "territory", "name", "kind", "valid_from", name="territories_name_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded = fold(self.name)
        super().save(*args, **kwargs)


class TerritoryParent(Dated):
    territory = models.ForeignKey(Territory, models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Territory, models.PROTECT, related_name="dated_children")

    class Meta:
        verbose_name = _("belonging of a territory")
        verbose_name_plural = _("belongings of territories")
        constraints = [
            models.UniqueConstraint(
                "territory", "parent", "valid_from", name="territories_parent_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(territory=F("parent")), name="territories_not_own_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.territory} → {self.parent}"


class TerritorySuccession(models.Model):
    predecessor = models.ForeignKey(Territory, models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Territory, models.CASCADE, related_name="origins")
    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=10, choices=SuccessionKind.choices)

    class Meta:
        verbose_name = _("succession of territories")
        verbose_name_plural = _("successions of territories")
        constraints = [models.UniqueConstraint("predecessor", "successor", "date", name="territories_succession_once")]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} ({self.date})"


class Theme(models.Model):
    """What an article, a page or an organisation's action is about."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address name"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
