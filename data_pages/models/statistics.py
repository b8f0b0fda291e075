from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import CollectionMember

from civitac.core.addresses import address_of
from civitac.core.visibility import Visibility

from ..enums import Aggregation, Frequency, Status
from ..querysets import ObservationQuerySet, StatisticTableQuerySet


class Indicator(models.Model):
    """What is measured. `code` names it in files, in the interface for machines and in its address."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    definition = models.TextField(_("definition"), max_length=1000)
    unit = models.CharField(_("unit"), max_length=40, help_text=_("As it follows a figure: inhabitants, F CFA, %."))
    decimals = models.PositiveSmallIntegerField(_("decimals shown"), default=0, validators=[MaxValueValidator(6)])
    source = models.CharField(_("usual source"), max_length=250, blank=True)
    methodology = models.TextField(_("method"), max_length=2000, blank=True)
    frequency = models.CharField(_("frequency"), max_length=1, choices=Frequency.choices, default=Frequency.YEAR)
    aggregation = models.CharField(
        _("how it adds up"), max_length=4, choices=Aggregation.choices, default=Aggregation.SUM
    )
    theme = models.ForeignKey(
        "territories.Theme", models.PROTECT, null=True, blank=True, related_name="indicators", verbose_name=_("theme")
    )
    # Women and men of a population: parts that may be stacked into their whole.
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("data_pages:indicator", self.code)


class StatisticTable(CollectionMember, models.Model):
    """Figures published together by one owner, who answers for them: a space, or the animation team.

    Who owns it is its collection; who may read its values is its `visibility`; what describes it is public.
    """

    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    source = models.CharField(_("source"), max_length=250)
    licence = models.URLField(
        _("licence"), default="https://creativecommons.org/licenses/by/4.0/", help_text=_("Address of the licence.")
    )
    indicators = models.ManyToManyField(Indicator, related_name="tables", blank=True, verbose_name=_("indicators"))
    visibility = models.CharField(
        _("who may read the figures"), max_length=12, choices=Visibility.choices, default=Visibility.IDENTIFIED
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = StatisticTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("statistic table")
        verbose_name_plural = _("statistic tables")
        ordering = ["title"]
        default_permissions = ("add", "change", "delete", "view", "choose")
        indexes = [models.Index(fields=["visibility"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("data_pages:table", self.pk)


class Observation(models.Model):
    """One figure: of one indicator, at one place (a territory, or an organisation's space), for one period.

    The three keys hold one figure only, whoever gives it (SDMX). A missing figure is a row without value, never zero.
    """

    table = models.ForeignKey(StatisticTable, models.CASCADE, related_name="observations", verbose_name=_("table"))
    # Its own index would repeat the beginning of the other two.
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="observations", db_index=False, verbose_name=_("indicator")
    )
    territory = models.ForeignKey(
        "territories.Territory", models.PROTECT, null=True, related_name="observations", verbose_name=_("territory")
    )
    space = models.ForeignKey(
        "spaces.Space", models.PROTECT, null=True, related_name="observations", verbose_name=_("organisation")
    )
    period = models.CharField(_("period"), max_length=7)  # a code of data_pages.periods
    value = models.DecimalField(_("value"), max_digits=22, decimal_places=6, null=True)
    status = models.CharField(_("status"), max_length=1, choices=Status.choices, default=Status.ACTUAL)
    note = models.CharField(_("note"), max_length=250, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(territory__isnull=True, space__isnull=False)
                | Q(territory__isnull=False, space__isnull=True),
                name="data_pages_observation_one_place",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, status=Status.MISSING)
                | (Q(value__isnull=False) & ~Q(status=Status.MISSING)),
                name="data_pages_missing_has_no_value",
            ),
            models.UniqueConstraint(
                fields=["indicator", "territory", "period"],
                condition=Q(territory__isnull=False),
                name="data_pages_once_by_territory",
            ),
            models.UniqueConstraint(
                fields=["indicator", "space", "period"],
                condition=Q(space__isnull=False),
                name="data_pages_once_by_space",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "period", "territory"])]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.territory_id or self.space_id} {self.period}"


class ObservationChange(models.Model):
    """The journal of one figure: what it was before and after an act, so that the act can be undone. Append only.

    An empty status stands for "no figure" on that side.
    """

    table_import = models.ForeignKey(
        "data_pages.TableImport", models.CASCADE, null=True, related_name="changes", verbose_name=_("import")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)  # the same for all that one act changed
    table = models.ForeignKey(StatisticTable, models.CASCADE, related_name="changes")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", db_index=False)
    territory = models.ForeignKey("territories.Territory", models.PROTECT, null=True, related_name="+", db_index=False)
    space = models.ForeignKey("spaces.Space", models.PROTECT, null=True, related_name="+", db_index=False)
    period = models.CharField(max_length=7)
    value_before = models.DecimalField(max_digits=22, decimal_places=6, null=True)
    status_before = models.CharField(max_length=1, blank=True)
    note_before = models.CharField(max_length=250, blank=True)
    value_after = models.DecimalField(max_digits=22, decimal_places=6, null=True)
    status_after = models.CharField(max_length=1, blank=True)
    note_after = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = _("change of a figure")
        verbose_name_plural = _("changes of figures")
        indexes = [models.Index(fields=["indicator", "period"])]
