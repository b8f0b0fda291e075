"""What the history of an alert calls the acts on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

VERBS = {
    "submit": (_("Submit for approval"), _("Submitted for approval")),
    "take_back": (_("Take back"), _("Taken back: a draft again")),
    "resume": (_("Resume"), _("Resumed")),
    "trial": (_("Send a test to oneself"), _("Test sent to oneself")),
}
# These say why, or how many messages it was about.
TELLING = {
    "return": (_("Return to the author"), _("Returned: %(reason)s")),
    "reject": (_("Reject"), _("Rejected: %(reason)s")),
    "pause": (_("Pause"), _("Paused: %(reason)s")),
    "cancel": (_("Cancel"), _("Cancelled: %(reason)s")),
}
APPROVALS = {
    "approve": (_("Approve"), _("Approved")),
    "approve_alone": (_("Approve with one signature"), _("Approved with one signature")),
}
# What nobody asked for: the engine's own acts (`alerts.sending.notes`).
OF_THE_SERVICE = {
    "begin": (_("Begin the sending"), _("The service began the sending")),
    "depart": (_("First message left"), _("The service handed the first message over")),
    "complete": (_("End the sending"), _("The service ended the sending: nothing is left to send")),
    "expire": (
        _("End what has expired"),
        _("The service ended the sending, which had expired; messages given up: %(number)s"),
    ),
    "halt": (_("Pause by the service"), _("The service paused the sending: %(reason)s")),
    "take_up": (_("Take up again"), _("The service took up what a worker had left lying")),
    "lose": (
        _("Messages lost from sight"),
        _("A worker stopped in the middle; messages of which nobody knows whether they left: %(number)s"),
    ),
    "resend": (
        _("Send once more"),
        _("The service sends once more, as lives may depend on it, what may not have left; messages: %(number)s"),
    ),
    "give_up": (
        _("Give up what came back"),
        _("The service gave up what came back after the end; messages: %(number)s"),
    ),
}


def name_the_verbs(actions: LogActionRegistry) -> None:
    for verb, (label, said) in VERBS.items():
        actions.register_action(f"alerts.{verb}", label, said)
    for verb, (label, said) in (TELLING | OF_THE_SERVICE).items():
        actions.register_action(f"alerts.{verb}")(telling(label, said))
    for verb, (label, said) in APPROVALS.items():
        actions.register_action(f"alerts.{verb}")(approval(label, said))


def telling(named: str, said: str) -> type[LogFormatter]:
    class Telling(LogFormatter):
        label = named

        def format_message(self, log_entry: ModelLogEntry) -> str:
            return said % ({"reason": "", "number": "?"} | log_entry.data)

    return Telling


def approval(named: str, said: str) -> type[LogFormatter]:
    class Approval(LogFormatter):
        label = named

        def format_message(self, log_entry: ModelLogEntry) -> str:
            if "repeats" not in log_entry.data:
                return str(said)
            repeated = _(
                "%(said)s, on purpose although the same text had just left for the same group (“%(headline)s”)"
            )
            return repeated % {"said": said, "headline": log_entry.data["headline"]}

    return Approval
