"""What the history of an alert calls the acts on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

VERBS = {
    "submit": (_("Submit for approval"), _("Submitted for approval")),
    "take_back": (_("Take back"), _("Taken back: a draft again")),
    "approve": (_("Approve"), _("Approved")),
    "approve_alone": (_("Approve with one signature"), _("Approved with one signature")),
    "resume": (_("Resume"), _("Resumed")),
    "trial": (_("Send a test to oneself"), _("Test sent to oneself")),
}
# These say why.
REASONED = {
    "return": (_("Return to the author"), _("Returned: %(reason)s")),
    "reject": (_("Reject"), _("Rejected: %(reason)s")),
    "pause": (_("Pause"), _("Paused: %(reason)s")),
    "cancel": (_("Cancel"), _("Cancelled: %(reason)s")),
}


def name_the_verbs(actions: LogActionRegistry) -> None:
    for verb, (label, said) in VERBS.items():
        actions.register_action(f"alerts.{verb}", label, said)
    for verb, (label, said) in REASONED.items():
        actions.register_action(f"alerts.{verb}")(reasoned(label, said))


def reasoned(named: str, said: str) -> type[LogFormatter]:
    class Reasoned(LogFormatter):
        label = named

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return said % {"reason": log_entry.data.get("reason", "")}

    return Reasoned
