"""House rules of the room, held by `manage.py check --deploy`."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

SHORTEST_TOKEN, AT_ONCE = 32, 2


@checks.register("civitac", deploy=True)
def callbacks_are_secret(app_configs: list[AppConfig] | None, **_options: object) -> list[checks.CheckMessage]:
    """The secret in the callbacks' address is all that keeps others from writing to us in the gateway's name."""
    tokens = settings.SMS_CALLBACK_TOKENS
    problems: list[checks.CheckMessage] = []
    if any(len(token) < SHORTEST_TOKEN for token in tokens):
        problems.append(checks.Error(f"SMS_CALLBACK_TOKENS: at least {SHORTEST_TOKEN} characters.", id="alerts.E001"))
    if len(tokens) > AT_ONCE:
        problems.append(checks.Error("SMS_CALLBACK_TOKENS: the one in force and the former one.", id="alerts.E002"))
    if not tokens and settings.SMS_GATEWAY not in ("console", "memory"):
        problems.append(checks.Warning("SMS_CALLBACK_TOKENS is empty: nothing comes back.", id="alerts.W001"))
    return problems
