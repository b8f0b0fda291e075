from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    name = "alerts"
    verbose_name = _("Alerts")

    def ready(self) -> None:
        from wagtail.permission_policies.collections import CollectionPermissionPolicy
        from wagtail.permissions import register_permission_policy

        from civitac.core.cache import renews_pages
        from civitac.core.registry import (
            Schedule,
            account_sections,
            dashboard_panels,
            schedules,
            space_owned_models,
        )

        from . import checks  # noqa: F401
        from .dashboard import PANELS
        from .models import Alert, AlertTemplate, DiffusionGroup, IncomingText
        from .public import places
        from .rights import AlertPolicy, TextPolicy
        from .subscribing.sections import messages_section

        account_sections.register("messages", messages_section)
        schedules.register("people and numbers of alerts", Schedule("alerts.retention.tidy", "40 3 * * *"))
        read_write = ("add", "change")
        register_permission_policy(Alert, AlertPolicy(Alert))
        register_permission_policy(IncomingText, TextPolicy(IncomingText))
        for model in (AlertTemplate, DiffusionGroup):
            register_permission_policy(model, CollectionPermissionPolicy(model))
        space_owned_models.register(
            "alerts.Alert",
            {"editors": read_write, "managers": (*read_write, "delete", "approve", "send")},
        )
        space_owned_models.register(
            "alerts.AlertTemplate", {"editors": ("choose",), "managers": (*read_write, "choose", "delete")}
        )
        space_owned_models.register(
            "alerts.DiffusionGroup", {"editors": ("choose",), "managers": (*read_write, "choose", "delete")}
        )
        schedules.register("messages of the gateway", Schedule("alerts.callbacks.tasks.apply_all", "* * * * *"))
        schedules.register("old messages of the gateway", Schedule("alerts.callbacks.applying.tidy", "20 4 * * *"))
        for name, make in PANELS.items():
            dashboard_panels.register(name, make, order=15)
        renews_pages("alerts.Alert", "alerts.AlertText", "alerts.AlertKind", "alerts.AuthorityLabel", "alerts.Tariff")
        # Each cluster looks after all alerts: one that is down must not keep the other's from being noticed.
        for cluster in (None, "urgent"):
            name = cluster or "usual"
            schedules.register(
                f"alerts: recovery, {name}", Schedule("alerts.sending.recovery.recover", "* * * * *", cluster)
            )
            schedules.register(f"alerts: beat, {name}", Schedule("alerts.sending.clusters.beat", "* * * * *", cluster))
        places.register()
