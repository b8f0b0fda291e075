from __future__ import annotations

from datetime import time
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="mobile-alt")
class SmsSettings(BaseGenericSetting):
    """How text messages are sent: what the animation team decides for everybody."""

    quiet_from = models.TimeField(_("quiet from"), default=time(20))
    quiet_until = models.TimeField(_("quiet until"), default=time(7))
    monthly_budget = models.DecimalField(
        _("usual budget of an owner for a month (F CFA)"),
        max_digits=12,
        decimal_places=2,
        default=Decimal(100_000),
        validators=[MinValueValidator(0)],
        help_text=_("Where no budget of its own was set for the month."),
    )
    default_price = models.DecimalField(
        _("price of a segment where the operator has no tariff (F CFA)"),
        max_digits=8,
        decimal_places=2,
        default=Decimal(25),
        validators=[MinValueValidator(0)],
        help_text=_("A cautious guess until the contract with the operator is signed: budgets are counted with it."),
    )
    segments_per_second = models.PositiveIntegerField(
        _("segments handed over in a second, at most"), default=50, validators=[MinValueValidator(1)]
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("quiet_from"), FieldPanel("quiet_until")]),
            ],
            heading=_("Quiet hours"),
            help_text=_("Notices wait until they are over. Messages on which lives may depend leave at any hour."),
        ),
        MultiFieldPanel(
            [FieldPanel("monthly_budget"), FieldPanel("default_price"), FieldPanel("segments_per_second")],
            heading=_("Cost and pace"),
        ),
    ]

    class Meta:
        verbose_name = _("text messages")
