from __future__ import annotations

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Collection, CollectionMember

from spaces.enums import TextLanguage

from ..enums import UNDER_WAY, Category, Severity


class AlertKind(models.Model):
    """What a message is about: a flood, a council session. Whether lives hang on it decides how it is sent."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    life_safety = models.BooleanField(
        _("lives may depend on it"),
        default=False,
        help_text=_(
            "Leaves at any hour and before everything else, and may be sent once more when nobody knows whether it left."
        ),
    )
    category = models.CharField(_("category"), max_length=9, choices=Category.choices, default=Category.OTHER)
    lasts = models.PositiveSmallIntegerField(
        _("usually in force for"), default=24, validators=[MinValueValidator(1)], help_text=_("Hours.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    for_organisations = models.BooleanField(
        _("organisations may use it"),
        default=False,
        help_text=_("Those of civil society, up to a moderate severity."),
    )
    granted_to = models.ManyToManyField(
        Collection,
        blank=True,
        related_name="+",
        limit_choices_to={"space__kind": "organisation"},
        verbose_name=_("granted to these organisations"),
        help_text=_("They use it like a local authority, at every severity."),
    )

    class Meta:
        verbose_name = _("kind of message")
        verbose_name_plural = _("kinds of message")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What somebody agrees to, or is leaving, keeps the rules by which it was submitted."""
        alerts = apps.get_model("alerts.Alert").objects
        changed = type(self).objects.filter(pk=self.pk).exclude(life_safety=self.life_safety)
        if changed and alerts.filter(kind=self.pk, state__in=UNDER_WAY).exists():
            raise ValidationError(
                {
                    "life_safety": _(
                        "Messages of this kind wait for approval or are leaving: change it once they have left."
                    )
                }
            )


class AuthorityLabel(models.Model):
    """The word by which an authority calls its messages of one severity: only some may say “Alerte”.

    Without a collection it is the word of every authority that has none of its own.
    """

    collection = models.ForeignKey(
        Collection, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("authority")
    )
    life_safety = models.BooleanField(_("lives may depend on it"), default=True)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices)
    label = models.CharField(_("word"), max_length=40)

    class Meta:
        verbose_name = _("word of an authority")
        verbose_name_plural = _("words of authorities")
        ordering = ["collection", "life_safety", "severity"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "life_safety", "severity"], name="alerts_one_word"),
            models.UniqueConstraint(
                fields=["life_safety", "severity"], condition=Q(collection=None), name="alerts_one_word_of_all"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class AlertTemplate(CollectionMember, ClusterableModel):
    """A text ready before the day it is needed. `{lieu}` and the like are filled in by whoever composes."""

    name = models.CharField(_("name"), max_length=80)
    kind = models.ForeignKey(AlertKind, models.PROTECT, related_name="templates", verbose_name=_("kind"))
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices, default=Severity.MODERATE)
    single_signature = models.BooleanField(
        _("may leave with one signature"),
        default=False,
        help_text=_("Only where lives may depend on it, and only while nothing but the blanks is filled in."),
    )

    class Meta:
        verbose_name = _("text ready to use")
        verbose_name_plural = _("texts ready to use")
        ordering = ["name"]
        default_permissions = ("add", "change", "delete", "view", "choose")

    def __str__(self) -> str:
        return self.name


class AlertTemplateText(models.Model):
    template = ParentalKey(AlertTemplate, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, choices=TextLanguage.choices, default=TextLanguage.FRENCH)
    text = models.TextField(_("text"), max_length=918)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "language"], name="alerts_template_language_once")]
