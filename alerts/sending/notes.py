from __future__ import annotations

from wagtail.log_actions import log

from ..models import Alert


def note(alert_id: int, verb: str, **data: object) -> None:
    """Write what the engine did by itself into the log that holds what people did (`alerts.composing.verbs` words it).

    In the transaction of what was done; nobody is named as its author, which Wagtail shows as the system.
    """
    log(instance=Alert.objects.get(pk=alert_id), action=f"alerts.{verb}", data=data)
